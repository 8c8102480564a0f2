//! What has a pair of indices: a factor, or a group of factors that move together.

use crate::analysis::multiverse::Factor;

/// Some factors under one name, as they were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    pub name: String,
    /// Places among the factors of the multiverse, at least two.
    pub members: Vec<usize>,
}

/// A factor or a group, with a first-order and a total index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorGroup {
    /// The word of the factor, or the name of the group.
    pub code: String,
    /// For print; of a group the titles of its factors: "normalisation, weights".
    pub title: String,
    /// The range in words; of a group those of its factors, each after its word.
    pub range: String,
    /// Places among the factors of the multiverse; of a factor that stands alone its own.
    pub members: Vec<usize>,
}

impl FactorGroup {
    /// Whether it is more than one factor.
    pub fn is_group(&self) -> bool {
        self.members.len() > 1
    }
}

/// The groups in the order in which they were named, then every factor that is in none.
pub fn groups(factors: &[Factor], named: &[Grouping]) -> Vec<FactorGroup> {
    let mut all: Vec<FactorGroup> = Vec::new();
    for group in named {
        let members: Vec<&Factor> = group.members.iter().filter_map(|place| factors.get(*place)).collect();
        let joined = |words: Vec<String>, by: &str| words.join(by);
        all.push(FactorGroup {
            code: group.name.clone(),
            title: joined(members.iter().map(|f| f.title.clone()).collect(), ", "),
            range: joined(members.iter().map(|f| format!("{}: {}", f.code, f.range)).collect(), "; "),
            members: group.members.clone(),
        });
    }
    let free = |place: &usize| !named.iter().any(|group| group.members.contains(place));
    all.extend(factors.iter().enumerate().filter(|(place, _)| free(place)).map(|(place, f)| FactorGroup {
        code: f.code.clone(),
        title: f.title.clone(),
        range: f.range.clone(),
        members: vec![place],
    }));
    all
}
