//! What is usual: how often all speakers together name a target.

use std::collections::BTreeMap;

use super::roll::{Roll, WORLD, rate};
use crate::model::{Package, PartyId};

/// Where a base rate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The `WLD` rows of a package's table of mentions, in the years of the count.
    Package,
    /// The documents that were counted.
    Corpus,
}

/// Mentions of each target by all speakers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    pub origin: Origin,
    /// By target: mentions and words.
    pub targets: BTreeMap<String, (u64, u64)>,
}

impl Base {
    pub fn rate(&self, target: &str) -> Option<f64> {
        self.targets.get(target).and_then(|(mentions, words)| rate(*mentions, *words))
    }
}

/// The rates of all speakers: of the count itself where it has them, otherwise of a package; nothing where neither knows.
pub fn base(roll: &Roll, package: Option<&Package>) -> Option<Base> {
    let mut targets: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for ((_, at, _), sum) in roll.sums.iter().filter(|((speaker, ..), _)| speaker == WORLD) {
        let target = roll.targets.get(*at).map_or("", String::as_str);
        add(&mut targets, target, u64::from(sum.mentions), sum.words);
    }
    if !targets.is_empty() {
        return Some(Base { origin: Origin::Corpus, targets });
    }
    let (package, (first, last)) = (package?, roll.years()?);
    for row in package.mentions.iter().filter(|r| r.speaker == PartyId::WORLD && (first..=last).contains(&r.year)) {
        add(&mut targets, package.parties.code(row.target), u64::from(row.mentions), u64::from(row.words));
    }
    (!targets.is_empty()).then_some(Base { origin: Origin::Package, targets })
}

fn add(targets: &mut BTreeMap<String, (u64, u64)>, target: &str, mentions: u64, words: u64) {
    let sum = targets.entry(target.to_owned()).or_default();
    *sum = (sum.0 + mentions, sum.1 + words);
}
