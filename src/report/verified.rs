//! What the check of a bundle came to.

use serde_json::{Value, json};

use super::{Detail, Report};
use crate::bundle::{Difference, Kind, Verified};
use crate::document::{Document, Table};

impl Report for Verified {
    fn document(&self, _: Detail) -> Document {
        let lock = &self.lock;
        let made = format!("spscore {}, {}, on {}", lock.spscore, lock.date, lock.target);
        let mut d = Document::new(format!("Bundle of {}", lock.partnerships.join(", ")), made);
        d.aside = format!("window {}", lock.window);
        let commands = lock.commands.len();
        let count = self.differences.len();
        d.paragraph(match (&self.not_made, count) {
            (None, 0) => format!(
                "Identical: {} files have the hashes of bundle.lock, and {commands} commands make the same bytes again.",
                self.files
            ),
            (None, 1) => format!("Different: 1 file of {}, after {commands} commands were run again.", self.files),
            (None, n) => format!("Different: {n} files of {}, after {commands} commands were run again.", self.files),
            (Some(why), 0) => format!("Not made again: {why}. The files have the hashes of bundle.lock."),
            (Some(why), n) => format!("Different: {n} of {} files. Not made again: {why}.", self.files),
        });
        // What somebody changed comes before what only follows from it.
        let (own, following): (Vec<_>, Vec<_>) = self.differences.iter().partition(|d| !d.kinds.iter().all(follows));
        let second = if own.is_empty() { "Files" } else { "Follows" };
        d.list("Files", own.into_iter().map(sentence).collect());
        d.list(second, following.into_iter().map(sentence).collect());
        d.list("Notes", self.notes.clone());
        d
    }

    fn records(&self) -> Option<Table> {
        let mut t = Table::new("", ["file", "difference", "sha256_recorded", "sha256_found", "sha256_made", "line"], 6);
        for difference in &self.differences {
            for kind in &difference.kinds {
                let [recorded, found, made] = hashes(kind).map(|hash| hash.unwrap_or_default().to_owned());
                let line = match kind {
                    Kind::MadeOtherwise { first: Some(first), .. } => first.number.to_string(),
                    _ => String::new(),
                };
                t.push([difference.file.clone(), word(kind).to_owned(), recorded, found, made, line]);
            }
        }
        Some(t)
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        let one = |d: &Difference| {
            let kinds: Vec<Value> = d.kinds.iter().map(kind).collect();
            json!({ "file": d.file, "differences": kinds })
        };
        let value = json!({
            "identical": self.identical(),
            "not_made": self.not_made,
            "bundle": {
                "spscore": self.lock.spscore,
                "target": self.lock.target,
                "date": self.lock.date,
                "framework": { "code": self.lock.framework.code, "version": self.lock.framework.version,
                    "sha256": self.lock.framework.sha256 },
                "data": { "name": self.lock.data.name, "version": self.lock.data.version, "sha256": self.lock.data.sha256 },
                "partnerships": self.lock.partnerships,
                "window": self.lock.window,
            },
            "files": self.files,
            "commands": self.lock.commands.len(),
            "differences": self.differences.iter().map(one).collect::<Vec<Value>>(),
            "notes": self.notes,
        });
        serde_json::to_string_pretty(&value).map(|text| text + "\n")
    }
}

/// "results/a.json: changed since it was bundled (SHA-256 recorded …, found …)".
fn sentence(difference: &Difference) -> String {
    let kinds: Vec<String> = difference.kinds.iter().map(words).collect();
    format!("{}: {}", difference.file, kinds.join("; "))
}

/// Whether a difference can be the consequence of another file's.
fn follows(kind: &Kind) -> bool {
    matches!(kind, Kind::MadeOtherwise { .. })
}

fn words(kind: &Kind) -> String {
    match kind {
        Kind::Missing { recorded } => format!("missing (SHA-256 recorded {recorded})"),
        Kind::Added { found } => format!("no file of the bundle (SHA-256 found {found})"),
        Kind::Changed { recorded, found } => {
            format!("changed since it was bundled (SHA-256 recorded {recorded}, found {found})")
        }
        Kind::OtherData { recorded, found } => {
            format!("the data given are others (SHA-256 recorded {recorded}, found {found})")
        }
        Kind::MadeOtherwise { found, made, first } => {
            let line = first.as_ref().map_or_else(String::new, |f| {
                format!("; line {} is `{}`, and `{}` is made", f.number, f.found.trim(), f.made.trim())
            });
            format!("made otherwise (SHA-256 found {found}, made {made}{line})")
        }
    }
}

fn word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Missing { .. } => "missing",
        Kind::Added { .. } => "added",
        Kind::Changed { .. } => "changed",
        Kind::OtherData { .. } => "other_data",
        Kind::MadeOtherwise { .. } => "made_otherwise",
    }
}

/// Recorded, found and made.
fn hashes(kind: &Kind) -> [Option<&str>; 3] {
    match kind {
        Kind::Missing { recorded } => [Some(recorded), None, None],
        Kind::Added { found } => [None, Some(found), None],
        Kind::Changed { recorded, found } | Kind::OtherData { recorded, found } => [Some(recorded), Some(found), None],
        Kind::MadeOtherwise { found, made, .. } => [None, Some(found), Some(made)],
    }
}

fn kind(kind: &Kind) -> Value {
    let [recorded, found, made] = hashes(kind);
    let first = match kind {
        Kind::MadeOtherwise { first: Some(f), .. } => json!({ "line": f.number, "found": f.found, "made": f.made }),
        _ => Value::Null,
    };
    json!({ "kind": word(kind), "sha256": { "recorded": recorded, "found": found, "made": made }, "first": first })
}
