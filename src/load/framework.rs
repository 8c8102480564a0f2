//! A framework file (TOML) becomes a checked [`Framework`]; everything wrong with it is told at once, with line and column.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::load::framework_file::*;
use crate::load::tree::{self, Leaf, Stem};
use crate::model::date::PartialDate;
use crate::model::framework::*;
use crate::model::window::{Window, WindowError};

/// Reads a framework from its text. `file` is the name shown in diagnostics.
pub fn parse(file: &str, bytes: &[u8]) -> Result<Framework, Diagnostics> {
    let mut reader = Reader { file, text: "", found: Diagnostics::default() };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => {
            let before = String::from_utf8_lossy(bytes.get(..e.valid_up_to()).unwrap_or_default()).into_owned();
            let (message, hint) = ("this byte is not valid UTF-8".into(), "save the file again as UTF-8".into());
            reader.found.push(place_of(file, &before, before.len()), Problem::Framework { message, hint });
            return reader.found.or(()).and(Err(Diagnostics::default()));
        }
    };
    reader.text = text;
    if text.trim().is_empty() {
        let hint = "start from a built-in one: spscore framework print > FILE".to_owned();
        reader.found.push(Place::whole(file), Problem::Framework { message: "the file is empty".into(), hint });
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    // One fault often echoes many times in its line; the first tells enough.
    let mut lines: Vec<u64> = Vec::new();
    for e in errors {
        let line = place_of(file, text, e.span().map_or(0, |s| s.start)).line;
        if !lines.contains(&line) {
            lines.push(line);
            reader.error("TOML file", &e, 0);
        }
    }
    if !reader.found.is_empty() {
        return Err(reader.found);
    }
    let framework = reader.framework(table.into_inner(), sha256(text));
    match framework {
        Some(f) => reader.found.or(f),
        None => Err(reader.found.or(()).err().unwrap_or_default()),
    }
}

fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.replace("\r\n", "\n").as_bytes());
    digest.iter().map(|b| format!("{b:02x}")).collect()
}

/// The place of a byte offset: line and column in characters, from 1.
fn place_of(file: &str, text: &str, offset: usize) -> Place {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line = before.bytes().filter(|b| *b == b'\n').count() as u64 + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() as u64 + 1;
    Place::new(file, line, column)
}

pub(super) struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    found: Diagnostics,
}

impl Reader<'_> {
    /// Tells a problem at a byte offset of the file.
    pub(super) fn tell(&mut self, offset: usize, problem: Problem) {
        self.found.push(place_of(self.file, self.text, offset), problem);
    }

    pub(super) fn tell_about(&mut self, offset: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.tell(offset, Problem::Framework { message: message.into(), hint: hint.into() });
    }

    fn error(&mut self, what: &'static str, e: &toml::de::Error, otherwise: usize) {
        let offset = e.span().map_or(otherwise, |s| s.start);
        let message = e.message().trim().replace('\n', "; ");
        let problem = if message.starts_with("unknown field") || message.starts_with("missing field") {
            Problem::UnknownKey { message: message.replace("field", "key") }
        } else {
            match what {
                "framework" => {
                    Problem::Framework { message, hint: "docs/framework.md tells what may stand here".into() }
                }
                _ => Problem::Malformed { what, why: message },
            }
        };
        self.tell(offset, problem);
    }

    /// One part of the file as its raw type; its troubles are told and the other parts are read on.
    fn part<'de, T: Deserialize<'de>>(&mut self, value: Spanned<DeValue<'de>>) -> Option<T> {
        let start = value.span().start;
        T::deserialize(ValueDeserializer::from(value)).map_err(|e| self.error("framework", &e, start)).ok()
    }

    fn required<'de, T: Deserialize<'de>>(&mut self, table: &mut DeTable<'de>, key: &str) -> Option<T> {
        match table.remove(key) {
            Some(value) => self.part(value),
            None => {
                self.tell(0, Problem::UnknownKey { message: format!("the file has no `{key}`") });
                None
            }
        }
    }

    /// The parts of a list; `None` stands for one that could not be read.
    fn array<'de, T: Deserialize<'de>>(&mut self, table: &mut DeTable<'de>, key: &str) -> Vec<Option<T>> {
        let Some(value) = table.remove(key) else { return Vec::new() };
        let start = value.span().start;
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().map(|item| self.part(item)).collect(),
            _ => {
                self.tell_about(start, format!("`{key}` must be a list of tables"), format!("write [[{key}]]"));
                Vec::new()
            }
        }
    }

    fn framework(&mut self, mut table: DeTable<'_>, sha256: String) -> Option<Framework> {
        let schema: Option<Spanned<String>> = self.required(&mut table, "schema");
        if let Some(s) = schema.filter(|s| s.get_ref() != "spscore-framework/1") {
            let message = format!("`{}` is not a kind of file this program reads", s.get_ref());
            self.tell_about(s.span().start, message, "write schema = \"spscore-framework/1\"");
        }
        let code = self.required(&mut table, "code");
        let version = self.required(&mut table, "version");
        let title = self.required(&mut table, "title");
        let description: Option<String> = table.remove("description").and_then(|v| self.part(v));
        let citations: Vec<Option<RawCitation>> = self.array(&mut table, "citation");
        let window = self.required(&mut table, "window");
        let scale = self.required(&mut table, "scale");
        let coverage: Option<RawCoverage> = self.required(&mut table, "coverage");
        let verdict = self.required(&mut table, "verdict");
        let peers = self.required(&mut table, "peers");
        let reference = self.required(&mut table, "reference");
        let stems: Vec<Option<RawNode>> = self.array(&mut table, "node");
        let leaves: Vec<Option<RawIndicator>> = self.array(&mut table, "indicator");
        for (key, _) in table {
            let message = format!("unknown key `{}`", key.get_ref());
            self.tell(key.span().start, Problem::UnknownKey { message });
        }
        let window = window.and_then(|w| self.window(w));
        let coverage = coverage.map(|c: RawCoverage| {
            let floor = self.fraction(&c.floor, "a coverage floor", 0.0, 1.0);
            (floor, self.fraction(&c.members, "the share of members", 0.0, 1.0))
        });
        let (floor, member_share) = coverage.unwrap_or_default();
        let score_floor =
            scale.and_then(|s: RawScale| self.fraction(&s.floor, "the floor of the scale", SMALLEST, 99.0));
        let verdict: Option<RawVerdict> = verdict;
        let verdicts = verdict.as_ref().and_then(|v| self.verdicts(v));
        let reference = reference.and_then(|r| self.reference(r));
        let peers = peers.and_then(|p| self.peers(p));
        let leaves: Vec<Option<Leaf>> = leaves.into_iter().map(|l| Some(self.leaf(l?))).collect();
        let stems: Vec<Option<Stem>> = stems.into_iter().map(|s| Some(self.stem(s?, floor))).collect();
        // A part that could not be read leaves a hole in the tree; what is said of the rest would be guesswork.
        let whole = stems.into_iter().collect::<Option<Vec<_>>>().zip(leaves.into_iter().collect::<Option<Vec<_>>>());
        let tree = whole.and_then(|(stems, leaves)| tree::build(self, stems, leaves));
        let ((window, year_share), verdict, tree) = (window?, verdict?, tree?);
        Some(Framework {
            code: code?,
            version: version?,
            title: title?,
            description: description.unwrap_or_default(),
            citations: citations.into_iter().flatten().map(|c| Citation { key: c.key, text: c.text }).collect(),
            window,
            year_share,
            member_share: member_share?,
            score_floor: score_floor?,
            verdicts: verdicts?,
            threshold: *verdict.threshold.get_ref(),
            strategic_status: *verdict.strategic_status.get_ref(),
            peers: peers?,
            reference: reference?,
            nodes: tree.nodes,
            form: tree.form,
            content: tree.content,
            sha256,
        })
    }

    fn years(&mut self, text: &Spanned<String>) -> Option<Window> {
        let value = text.get_ref().clone();
        let problem = match Window::parse(&value) {
            Ok(window) => return Some(window),
            Err(WindowError::Malformed) => Problem::NotAWindow { value },
            Err(WindowError::Backward) => Problem::BackwardWindow { value },
        };
        self.tell(text.span().start, problem);
        None
    }

    fn fraction(&mut self, value: &Spanned<f64>, what: &str, low: f64, high: f64) -> Option<f64> {
        let v = *value.get_ref();
        if (low..=high).contains(&v) {
            return Some(v);
        }
        let range = if low == SMALLEST { format!("0 to {high}, without 0") } else { format!("{low} to {high}") };
        self.tell(value.span().start, Problem::OutOfRange { value: v.to_string(), what: what.into(), range });
        None
    }

    fn window(&mut self, raw: RawWindow) -> Option<(Window, f64)> {
        let window = self.years(&raw.default);
        let share = self.fraction(&raw.minimum_share, "the share of years", SMALLEST, 1.0);
        Some((window?, share?))
    }

    fn verdicts(&mut self, raw: &RawVerdict) -> Option<Verdicts> {
        let from = *raw.aligned_from.get_ref();
        if !(from < raw.aligned_to && raw.aligned_to < raw.nominal_above && (raw.nominal_above - from).is_finite()) {
            let hint = "write aligned_from < aligned_to < nominal_above";
            self.tell_about(raw.aligned_from.span().start, "the bands of the verdict do not ascend", hint);
            return None;
        }
        self.fraction(&raw.threshold, "the threshold", 1.0, 100.0)?;
        self.fraction(&raw.strategic_status, "the strategic status", f64::MIN, f64::MAX)?;
        Some(Verdicts {
            aligned_from: from,
            aligned_to: raw.aligned_to,
            nominal_above: raw.nominal_above,
            labels: raw.labels.clone(),
        })
    }

    fn reference(&mut self, raw: RawReference) -> Option<Reference> {
        let ending = self.years(&raw.ending)?;
        let (lower, upper) = (*raw.lower_percentile.get_ref(), raw.upper_percentile);
        if !(0.0 <= lower && lower < upper && upper <= 100.0) {
            let hint = "write 0 <= lower_percentile < upper_percentile <= 100";
            self.tell_about(raw.lower_percentile.span().start, "the percentiles are in the wrong order", hint);
            return None;
        }
        let length = *raw.length.get_ref();
        if !(1..=50).contains(&length) {
            let (what, range) = ("the length of a window".into(), "1 to 50".into());
            self.tell(raw.length.span().start, Problem::OutOfRange { value: length.to_string(), what, range });
            return None;
        }
        Some(Reference { description: raw.description, ending, length, lower, upper, sha256: raw.sha256 })
    }

    fn peers(&mut self, raw: RawPeers) -> Option<PeerSet> {
        let Some(as_of) = PartialDate::parse(raw.as_of.get_ref()) else {
            let value = raw.as_of.get_ref().clone();
            self.tell(raw.as_of.span().start, Problem::NotADate { value });
            return None;
        };
        for (i, code) in raw.members.iter().enumerate() {
            if raw.members.iter().take(i).any(|earlier| earlier == code) {
                let message = format!("peer `{code}` is named twice");
                self.tell_about(raw.as_of.span().start, message, "name each peer once");
            }
        }
        if raw.members.contains(&raw.with) {
            let message = format!("`{}` is paired with itself", raw.with);
            self.tell_about(raw.as_of.span().start, message, "take it out of `members`");
        }
        Some(PeerSet { name: raw.name, as_of, members: raw.members, with: raw.with })
    }

    fn weight(&mut self, raw: &Spanned<RawWeight>) -> Option<Weight> {
        let value = match raw.get_ref() {
            RawWeight::Number(n) => Some(*n),
            RawWeight::Fraction(text) => match text.split_once('/') {
                Some((n, d)) => n.trim().parse::<f64>().ok().zip(d.trim().parse::<f64>().ok()).map(|(n, d)| n / d),
                None => text.trim().parse().ok(),
            },
        };
        let weight = value.and_then(Weight::new);
        if weight.is_none() {
            self.tell(raw.span().start, Problem::BadWeight { value: raw.get_ref().to_string() });
        }
        weight
    }

    fn stem(&mut self, raw: RawNode, floor: Option<f64>) -> Stem {
        let weight = raw.weight.as_ref().map(|w| (w.span().start, self.weight(w)));
        let floor = raw.floor.as_ref().map_or(floor, |f| self.fraction(f, "a coverage floor", 0.0, 1.0));
        Stem {
            offset: raw.code.span().start,
            code: raw.code.into_inner(),
            title: raw.title,
            parent: raw.parent.map(|p| (p.span().start, p.into_inner())),
            weight,
            floor: floor.unwrap_or(0.0),
            needs_all: raw.needs_all,
            aggregation: match raw.aggregate {
                RawAggregation::Arithmetic => Aggregation::Arithmetic,
                RawAggregation::Geometric => Aggregation::Geometric,
            },
        }
    }

    fn leaf(&mut self, raw: RawIndicator) -> Leaf {
        let measure = self.measure(&raw);
        let goalposts = self.goalposts(&raw);
        let weight = self.weight(&raw.weight);
        let code = raw.code.get_ref().clone();
        let codes = raw.codes_directed.unwrap_or_else(|| [format!("{code}_ab"), format!("{code}_ba")]);
        let title_directed = raw.title_directed.unwrap_or_else(|| format!("{}: {{from}}", raw.title));
        let indicator = measure.zip(goalposts).map(|(measure, goalposts)| Indicator {
            measure,
            code: code.clone(),
            direction: Direction::Undirected,
            goalposts,
            lower_is_better: matches!(raw.direction, RawDirection::LowerIsBetter),
            unit: raw.unit,
            definition: raw.definition,
            formula: raw.formula,
            yields_to: None,
        });
        Leaf {
            offset: raw.code.span().start,
            code,
            parent: (raw.parent.span().start, raw.parent.into_inner()),
            weight: (raw.weight.span().start, weight),
            directed: raw.directed.then_some((codes, title_directed)),
            title: raw.title,
            yields_to: raw.yields_to.map(|y| (y.span().start, y.into_inner())),
            indicator,
        }
    }

    fn goalposts(&mut self, raw: &RawIndicator) -> Option<Goalposts> {
        let g = raw.goalposts.get_ref();
        let transform = match g.transform {
            RawTransform::Identity => Transform::Identity,
            RawTransform::Ln => Transform::Ln,
            RawTransform::Ln1p => Transform::Ln1p,
        };
        let kind = match g.kind {
            RawGoalpostKind::Natural => GoalpostKind::Natural,
            RawGoalpostKind::Anchored => GoalpostKind::Anchored,
            RawGoalpostKind::Declared => GoalpostKind::Declared,
        };
        let made = Goalposts::new(g.lower, g.upper, transform, kind, g.reason.clone());
        if made.is_none() {
            let offset = raw.goalposts.span().start;
            let indicator = raw.code.get_ref().clone();
            if g.lower < g.upper && g.lower.is_finite() && g.upper.is_finite() {
                let message = format!("the lower goalpost of `{indicator}` has no logarithm");
                self.tell_about(offset, message, "raise the lower goalpost above 0, or take another transform");
            } else {
                let (lower, upper) = (g.lower.to_string(), g.upper.to_string());
                self.tell(offset, Problem::GoalpostOrder { indicator, lower, upper });
            }
        }
        made
    }
}

/// The lower end of ranges that leave out 0 itself.
const SMALLEST: f64 = 1e-9;
