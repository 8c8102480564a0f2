//! What rows may refer to: parties, sources, issues, resolutions. A register that was not read in full is marked as
//! incomplete, so that one broken row does not make every row that refers to it a problem.

use std::collections::{BTreeMap, HashMap};

use super::nearest::{Searches, Typed, few};
use crate::diagnostic::Problem;
use crate::model::package::Source;
use crate::model::quick_hash::Quick;
use crate::model::{PartialDate, Parties, PartyId};

/// Names with what they stand for.
#[derive(Debug, Default)]
pub(super) struct Register {
    places: HashMap<String, usize, Quick>,
    /// The first of the names in alphabetical order, for who missed them.
    pub names: Vec<String>,
    /// Whether a name that is not here is surely unknown.
    pub complete: bool,
}

impl Register {
    pub(super) fn new(names: Vec<String>, complete: bool) -> Self {
        let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        sorted.dedup();
        let few = few(sorted.into_iter());
        let mut register = Register { places: HashMap::default(), names: few, complete };
        for (i, name) in names.into_iter().enumerate() {
            register.places.entry(name).or_insert(i);
        }
        register
    }

    pub(super) fn get(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }
}

/// Everything that rows of this package may refer to.
pub(super) struct Known<'a> {
    pub parties: &'a Parties,
    codes: HashMap<&'a str, PartyId, Quick>,
    all_parties: bool,
    sources: &'a BTreeMap<String, Source>,
    all_sources: bool,
    pub issues: Register,
    pub resolutions: Register,
    /// The blocs' codes, in the order of their table.
    pub blocs: Vec<String>,
    /// The day up to which the package speaks, where it states one.
    pub until: Option<PartialDate>,
}

impl<'a> Known<'a> {
    pub(super) fn new(
        parties: (&'a Parties, bool),
        sources: (&'a BTreeMap<String, Source>, bool),
        until: Option<PartialDate>,
    ) -> Self {
        let blocs: Vec<&str> =
            parties.0.iter().filter(|(id, _)| parties.0.is_bloc(*id)).map(|(_, p)| p.code.as_str()).collect();
        Known {
            parties: parties.0,
            codes: parties.0.iter().map(|(id, p)| (p.code.as_str(), id)).collect(),
            all_parties: parties.1,
            sources: sources.0,
            all_sources: sources.1,
            issues: Register::default(),
            resolutions: Register::default(),
            blocs: few(blocs.into_iter()),
            until,
        }
    }

    /// The state or bloc with this code; the error is the problem to report, if any is certain.
    pub(super) fn party(&self, code: &str, searches: &mut Searches) -> Result<PartyId, Option<Problem>> {
        let id = self.economy(code, searches)?;
        if self.parties.is_economy(id) { Err(Some(Problem::OnlyAnEconomy { code: code.to_owned() })) } else { Ok(id) }
    }

    /// The state, bloc or economy with this code.
    pub(super) fn economy(&self, code: &str, searches: &mut Searches) -> Result<PartyId, Option<Problem>> {
        self.codes.get(code).copied().ok_or_else(|| {
            if code == "WLD" {
                return Some(Problem::WorldAsParty);
            }
            self.all_parties.then(|| {
                let nearest = searches.once("party", code, || self.nearest_codes(code));
                Problem::UnknownParty { value: code.to_owned(), nearest }
            })
        })
    }

    /// The problem to report if the source is unknown.
    pub(super) fn source_fault(&self, key: &str, searches: &mut Searches) -> Option<Problem> {
        (self.all_sources && !self.sources.contains_key(key)).then(|| Problem::UnknownSource {
            value: key.to_owned(),
            nearest: searches.nearest("source", key, self.sources.keys().map(String::as_str)),
        })
    }

    /// Up to three codes of the parties whose code, short name or name is nearest to what was typed.
    fn nearest_codes(&self, typed: &str) -> Vec<String> {
        let Some(typed) = Typed::new(typed) else { return Vec::new() };
        let distance = |names: [&str; 3]| names.iter().filter_map(|n| typed.slips(n)).min();
        let mut near: Vec<(usize, &str)> = self
            .parties
            .iter()
            .filter_map(|(_, p)| distance([&p.code, &p.slug, &p.name]).map(|d| (d, p.code.as_str())))
            .collect();
        near.sort_by_key(|(d, _)| *d);
        let best = near.first().map(|(d, _)| *d);
        near.into_iter().filter(|(d, _)| Some(*d) == best).take(3).map(|(_, code)| code.to_owned()).collect()
    }
}
