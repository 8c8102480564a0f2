//! Whether coders agree (METHOD section 6): percent agreement and Krippendorff's alpha of the coded mentions.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::package::Package;
use crate::model::records::CodedMention;
use crate::statistics::krippendorff::{Level, krippendorff, pairs_that_agree};

/// Agreement on one code.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    pub code: &'static str,
    pub level: Level,
    /// Units that at least two coders gave a value.
    pub units: usize,
    /// The share of pairs of coders that agree, mean over these units; `None` without any.
    pub units_agree: Option<f64>,
    /// Sentences with such a unit. One sentence may name several targets, so that units are not independent.
    pub sentences: usize,
    /// The share of sentences in which all coders agree on every unit.
    pub sentences_agree: Option<f64>,
    /// `None` without variation (0/0): where all give one value, nothing is known of their agreement.
    pub alpha: Option<f64>,
}

/// Of every code of the coded mentions; empty where nothing is coded.
pub fn agreements(package: &Package) -> Vec<Agreement> {
    if package.coded_mentions.is_empty() {
        return Vec::new();
    }
    let flag = |x: bool| f64::from(u8::from(x));
    let of = |code, level, value: &dyn Fn(&CodedMention) -> Option<f64>| agreement(package, code, level, value);
    vec![
        of("valid", Level::Nominal, &|m| Some(flag(m.manner.is_some()))),
        of("list", Level::Nominal, &|m| m.manner?.list.map(flag)),
        of("stance", Level::Ordinal, &|m| Some(f64::from(m.manner?.stance))),
        of("label", Level::Nominal, &|m| m.manner?.label.map(flag)),
        of("relation", Level::Nominal, &|m| m.manner?.relation.map(flag)),
    ]
}

/// The coders of the package, in alphabetical order.
pub fn coders(package: &Package) -> Vec<&str> {
    let all: BTreeSet<&str> = package.coded_mentions.iter().map(|m| m.coder.as_str()).collect();
    all.into_iter().collect()
}

fn agreement(
    package: &Package,
    code: &'static str,
    level: Level,
    value: &dyn Fn(&CodedMention) -> Option<f64>,
) -> Agreement {
    let mut units: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut sentence_of: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
    for m in &package.coded_mentions {
        if let Some(value) = value(m) {
            units.entry(&m.unit).or_default().push(value);
            sentence_of.insert(&m.unit, (&m.document, m.sentence));
        }
    }
    units.retain(|_, values| values.len() > 1);
    let mut whole: BTreeMap<(&str, u32), bool> = BTreeMap::new();
    for (unit, values) in &units {
        let Some(sentence) = sentence_of.get(unit) else { continue };
        *whole.entry(*sentence).or_insert(true) &= pairs_that_agree(values) == 1.0;
    }
    let share = |sum: f64, n: usize| (n > 0).then(|| sum / n as f64);
    let values: Vec<Vec<f64>> = units.into_values().collect();
    Agreement {
        code,
        level,
        units: values.len(),
        units_agree: share(values.iter().map(|v| pairs_that_agree(v)).sum(), values.len()),
        sentences: whole.len(),
        sentences_agree: share(whole.values().filter(|all| **all).count() as f64, whole.len()),
        alpha: krippendorff(&values, level),
    }
}
