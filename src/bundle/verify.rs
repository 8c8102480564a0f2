//! The check of a bundle: whether its files are those of its lock, and whether they are made again byte for byte.

use std::collections::BTreeMap;

use super::contents::contents;
use super::descriptor::DESCRIPTOR;
use super::gathered::Inputs;
use super::lock::{self, LOCK, Lock, NoLock, SUMS};
use super::{Files, Run, commands, sum};
use crate::load;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};
use crate::scoring;

/// A file in which a bundle differs from its lock, or from what was made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub file: String,
    pub kinds: Vec<Kind>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The lock has it and the bundle has not.
    Missing { recorded: String },
    /// The bundle has it and the lock has not.
    Added { found: String },
    /// Its hash is not that of the lock.
    Changed { recorded: String, found: String },
    /// The command makes other bytes.
    MadeOtherwise { found: String, made: String, first: Option<FirstLine> },
    /// Data that were given from outside are not those of the bundle.
    OtherData { recorded: String, found: String },
}

/// The first line that differs, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstLine {
    pub number: usize,
    pub found: String,
    pub made: String,
}

/// What a check came to.
#[derive(Clone, Debug)]
pub struct Verified {
    pub lock: Lock,
    /// How many files were compared.
    pub files: usize,
    /// By name.
    pub differences: Vec<Difference>,
    /// Why nothing was made again, where that is so.
    pub not_made: Option<String>,
    pub notes: Vec<String>,
    /// What was made again.
    pub made: Files,
}

impl Verified {
    pub fn identical(&self) -> bool {
        self.differences.is_empty() && self.not_made.is_none()
    }
}

/// Compares the files of a bundle with its lock, makes all of them again, and compares byte for byte. Data that the bundle
/// may not hold come from `supplied`, or from the program where it has the very package.
///
/// # Errors
///
/// Where the files are no bundle.
pub fn verify(found: &Files, supplied: Option<&BTreeMap<String, String>>, run: Run<'_>) -> Result<Verified, NoLock> {
    let lock = Lock::of(found)?;
    let mut kinds: BTreeMap<String, Vec<Kind>> = BTreeMap::new();
    let mut add = |file: &str, kind: Kind| kinds.entry(file.to_owned()).or_default().push(kind);
    for (file, recorded) in &lock.files {
        match found.get(file).map(sum) {
            None => add(file, Kind::Missing { recorded: recorded.clone() }),
            Some(hash) if hash != *recorded => {
                add(file, Kind::Changed { recorded: recorded.clone(), found: hash });
            }
            Some(_) => {}
        }
    }
    for (file, bytes) in found.iter().filter(|(file, _)| ![LOCK, SUMS].contains(&file.as_str())) {
        if !lock.files.contains_key(file) {
            add(file, Kind::Added { found: sum(bytes) });
        }
    }
    // The lock has no hash of itself; the checksums have, and the lock says what they must be.
    let recorded = found.get(SUMS).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let of_lock = recorded.lines().find_map(|line| line.strip_suffix(LOCK)).map(str::trim).unwrap_or_default();
    let lock_sum = found.get(LOCK).map(sum).unwrap_or_default();
    if of_lock != lock_sum {
        add(LOCK, Kind::Changed { recorded: of_lock.to_owned(), found: lock_sum.clone() });
    }
    let mut listed: Vec<String> = lock.files.iter().map(|(file, sum)| format!("{sum}  {file}")).collect();
    listed.push(format!("{of_lock}  {LOCK}"));
    listed.sort_by(|a, b| a.get(66..).cmp(&b.get(66..)));
    let expected = listed.join("\n") + "\n";
    if expected != recorded {
        add(SUMS, Kind::Changed { recorded: sum(&expected), found: sum(&recorded) });
    }
    let mut notes = Vec::new();
    if lock.spscore != env!("CARGO_PKG_VERSION") || lock.target != lock::target() {
        let (version, target) = (env!("CARGO_PKG_VERSION"), lock::target());
        notes.push(format!("made by spscore {} on {}; this is {version} on {target}", lock.spscore, lock.target));
    }
    let made = match again(&lock, found, supplied, &mut add, run) {
        Ok(made) => made,
        Err(why) => {
            let differences = kinds.into_iter().map(|(file, kinds)| Difference { file, kinds }).collect();
            return Ok(Verified {
                files: found.len(),
                lock,
                differences,
                not_made: Some(why),
                notes,
                made: Files::new(),
            });
        }
    };
    for (file, bytes) in &made {
        match found.get(file) {
            Some(same) if same == bytes => {}
            Some(other) => add(file, made_otherwise(other, bytes)),
            None if !lock.files.contains_key(file) => add(file, Kind::Missing { recorded: sum(bytes) }),
            None => {}
        }
    }
    let differences = kinds.into_iter().map(|(file, kinds)| Difference { file, kinds }).collect();
    Ok(Verified { files: found.len(), lock, differences, not_made: None, notes, made })
}

fn made_otherwise(found: &[u8], made: &[u8]) -> Kind {
    let first = std::str::from_utf8(found).ok().zip(std::str::from_utf8(made).ok()).and_then(|(found, made)| {
        let (mut one, mut other) = (found.lines(), made.lines());
        (1..).find_map(|number| match (one.next(), other.next()) {
            (None, None) => Some(None),
            (a, b) if a == b => None,
            (a, b) => {
                let shown = |line: Option<&str>| line.map_or("(no line)".to_owned(), short);
                Some(Some(FirstLine { number, found: shown(a), made: shown(b) }))
            }
        })?
    });
    Kind::MadeOtherwise { found: sum(found), made: sum(made), first }
}

/// The beginning of a line.
fn short(line: &str) -> String {
    const MOST: usize = 100;
    if line.chars().count() <= MOST { line.to_owned() } else { line.chars().take(MOST).collect::<String>() + " …" }
}

/// All files, made from the data and the framework that the bundle holds.
fn again(
    lock: &Lock,
    found: &Files,
    supplied: Option<&BTreeMap<String, String>>,
    add: &mut dyn FnMut(&str, Kind),
    run: Run<'_>,
) -> Result<Files, String> {
    let text = |name: &str| -> Result<String, String> {
        let bytes = found.get(name).ok_or_else(|| format!("{name} is missing"))?;
        String::from_utf8(bytes.clone()).map_err(|_| format!("{name} is no text"))
    };
    let mut texts = BTreeMap::new();
    let own = |file: &String| file.strip_prefix("data/").filter(|path| *path != "RECIPES.md").map(str::to_owned);
    for path in lock.files.keys().filter_map(own) {
        texts.insert(path.clone(), text(&format!("data/{path}"))?);
    }
    let withheld = given(lock, supplied)?;
    for needed in &lock.data.withheld {
        let content = withheld.get(&needed.file).ok_or_else(|| format!("no {} was given", needed.file))?;
        let hash = sum(content);
        if hash != needed.sha256 {
            let recorded = needed.sha256.clone();
            add(&format!("data/{}", needed.file), Kind::OtherData { recorded, found: hash });
        }
        texts.insert(needed.file.clone(), content.clone());
    }
    if !texts.contains_key(DESCRIPTOR) {
        return Err(format!("data/{DESCRIPTOR} is missing"));
    }
    let package = package(&texts)?;
    let framework_text = text(&lock.framework.file)?;
    let framework = framework(&lock.framework.file, &framework_text)?;
    let window = Window::parse(&lock.window).map_err(|_| format!("{LOCK}: `{}` is no window", lock.window))?;
    let slug = |slug: &String| package.parties.partnership(slug).map_err(|e| format!("{LOCK}: {e}"));
    let partnerships: Vec<Partnership> = lock.partnerships.iter().map(slug).collect::<Result<_, String>>()?;
    if partnerships.is_empty() {
        return Err(format!("{LOCK} names no partnership"));
    }
    let inputs = Inputs {
        framework: &framework,
        framework_text: &framework_text,
        package: &package,
        texts: &texts,
        built_in: lock.data.built_in,
        partnerships: &partnerships,
        window,
        day: Some(&lock.date),
    };
    contents(inputs, run).map_err(|e| e.to_string())
}

/// The data that are not in the bundle.
fn given(lock: &Lock, supplied: Option<&BTreeMap<String, String>>) -> Result<BTreeMap<String, String>, String> {
    if lock.data.withheld.is_empty() {
        return Ok(BTreeMap::new());
    }
    if let Some(supplied) = supplied {
        return Ok(supplied.clone());
    }
    let own = load::embedded_package().map_err(|e| e.to_string())?;
    if own.sha256 == lock.data.sha256 {
        return load::package_texts(None).map_err(|e| e.to_string());
    }
    let names: Vec<&str> = lock.data.withheld.iter().map(|w| w.file.as_str()).collect();
    Err(format!(
        "{} may not be passed on and so are not in the bundle, and this program has another package within it; name a folder \
         that holds them: --data DIR ({}/RECIPES.md says how to get them)",
        names.join(", "),
        commands::DATA
    ))
}

/// The package of some texts, as it lies in a bundle.
pub(super) fn package(texts: &BTreeMap<String, String>) -> Result<Package, String> {
    load::package_of(commands::DATA, texts.clone()).map_err(|e| e.to_string())
}

fn framework(file: &str, text: &str) -> Result<Framework, String> {
    let declared = load::framework_of(file, text).map_err(|e| e.to_string())?;
    scoring::settle(declared)
        .map_err(|unsettled| unsettled.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}
