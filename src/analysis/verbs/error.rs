//! Why a verb comes to no result, as data; how to mend it is said where the question was typed.

use std::collections::BTreeSet;

use crate::analysis::memory::Shortage;
use crate::analysis::multiverse::{Idle, MultiverseError};
use crate::analysis::weight_robustness::WeightError;
use crate::model::naming::Inside;
use crate::model::{Index, Window};
use crate::scoring::RefusedAt;
use crate::statistics::coherence::Refusal as CoherenceRefusal;
use crate::statistics::sobol::Refusal as SobolRefusal;

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// A party has no partnership with a bloc it belongs to.
    #[error(transparent)]
    Inside(#[from] Inside),
    #[error("nobody is named")]
    NobodyNamed,
    #[error("a comparison needs two partnerships, or two windows")]
    OnlyOne,
    #[error("a comparison of a table needs a second version of it")]
    OnlyOneVersion,
    /// A panel of which one year, or several to be compared, must be named.
    #[error("the table has {} years, and units of different years are not ranked together", held.len())]
    YearWanted { held: Vec<i32> },
    /// A change has a year before and another after.
    #[error("a change is one between two years, and the table has {}", held.len())]
    TwoYearsWanted { held: Vec<i32> },
    #[error("rival frameworks are at least two")]
    OneFramework,
    #[error("framework {framework} is named twice")]
    FrameworkTwice { framework: String },
    #[error("rival frameworks order at least two partnerships")]
    TwoPartnerships,
    /// Two windows of which the second should begin after the first has ended.
    #[error("{from} does not end before {to} begins")]
    WindowsOverlap { from: Window, to: Window },
    #[error("no year comes before {window}")]
    NoYearBefore { window: Window },
    /// The engine cannot compute the scores of a table.
    #[error("{}", .0.iter().map(RefusedAt::to_string).collect::<Vec<_>>().join("; "))]
    Refused(Vec<RefusedAt>),
    #[error(transparent)]
    Memory(#[from] Shortage),
    #[error("the table has no unit `{unit}`")]
    UnknownUnit { unit: String, units: Vec<String> },
    /// A unit whose profile was requested.
    #[error("none of the {} units is called `{unit}`", units.len())]
    NoSuchUnit { unit: String, units: Vec<(String, Option<String>)> },
    #[error("framework `{framework}` has no node `{node}`")]
    UnknownNode { framework: String, node: String, nodes: Vec<String> },
    /// Nothing of a score card is called so; the codes and titles that it has.
    #[error("framework `{framework}` has no node `{typed}`")]
    NothingCalled { framework: String, typed: String, names: Vec<String> },
    #[error("`{title}` is the title of several nodes")]
    SeveralNodes { title: String, codes: Vec<String> },
    #[error("`{node}` is an indicator, and nothing lies below it")]
    NothingBelow { node: String, above: String },
    /// A column that the framework does not read as one of groups.
    #[error("`{column}` is no column of groups")]
    NoGroups { column: String, held: Vec<String> },
    #[error("no unit has `{word}` in `{column}`")]
    NoSuchGroup { column: String, word: String, groups: Vec<String> },
    #[error("the table has no years")]
    NoYears,
    #[error("the table has no row of {}", year.map_or_else(String::new, |y| y.to_string()))]
    NoSuchYear { year: Option<i32>, held: Vec<i32> },
    #[error(transparent)]
    Coherence(#[from] CoherenceRefusal),
    #[error("the framework declares no factor of uncertainty")]
    NoFactors,
    /// The word of no factor, or of one that the framework does not declare.
    #[error("{}", unknown_factor(word, *undeclared))]
    UnknownFactor { word: String, declared: Vec<String>, undeclared: bool },
    /// Factors that were requested by name and have no range with this framework and these data.
    #[error("{}", .0.iter().map(|i| format!("factor `{}` has no range here: {}", i.factor, i.why)).collect::<Vec<_>>().join("; "))]
    Idle(Vec<Idle>),
    /// A factor that does not vary here, or that is fixed twice.
    #[error("factor `{factor}` cannot be fixed at a level: it does not vary here, or is fixed already")]
    NotGiven { factor: String },
    #[error("{}", no_level(factor, level, levels))]
    NoLevel { factor: String, level: String, levels: Vec<String> },
    /// A level at which a gap means something else.
    #[error(
        "with `{factor}` at {level} the gap would answer another question: how a partnership stands among its peers"
    )]
    AnotherQuestion { factor: String, level: String },
    /// The name of a group that a factor or another group has.
    #[error("`{group}` is the name of a factor, or of another group")]
    GroupNamed { group: String },
    #[error("group `{group}` has one factor, which has indices of its own without it")]
    GroupOfOne { group: String },
    #[error("factor `{factor}` is in a group already")]
    GroupedTwice { factor: String },
    /// A factor that has no order in which another could go along with it; how many levels it has, where it has some.
    #[error("{}", unordered(factor, *levels))]
    Unordered { factor: String, levels: Option<usize> },
    #[error("a correlation is one of two factors, and each pair has one: {} and {}", factors[0], factors[1])]
    CorrelatedTwice { factors: [String; 2] },
    #[error("these correlations cannot hold together: as a matrix they are not positive definite")]
    NotTogether,
    #[error("three factors that are correlated with one another may hold one choice between two, and here are more")]
    ChoicesTogether,
    /// A factor that is named where only those that vary can be.
    #[error("factor `{factor}` does not vary here")]
    NotVaried { factor: String, varying: Vec<String> },
    #[error("no factor is left to vary")]
    NothingVaries,
    #[error(transparent)]
    Table(#[from] MultiverseError),
    #[error("the order of pairs is asked for, and only one unit is named")]
    NoPairs,
    #[error("withheld for coverage: there is no score whose variance could be shared out")]
    Withheld,
    #[error(transparent)]
    Sobol(#[from] SobolRefusal),
    /// Factors with which nothing changed at any of so many base points.
    #[error("factors that touch nothing: {}", factors.join(", "))]
    Untouched { factors: Vec<String>, base_points: usize },
    #[error("the peers overlap: {member} lies inside {bloc}")]
    PeersOverlap { bloc: String, member: String },
    #[error("{slug} is none of the framework's peers, and only they are ranked together")]
    NoPeer { slug: String, peers: Vec<String> },
    #[error("the framework has no node `{node}`")]
    NoNodeToRank { node: String, nodes: Vec<String>, inner: Vec<String> },
    #[error("the table has several years, and only units of one year are ranked together")]
    SeveralYears { ahead: String, behind: String },
    #[error("{ahead} and {behind} do not stand in one year of the table")]
    DifferentYears { ahead: String, behind: String },
    #[error(transparent)]
    Weights(#[from] WeightError),
    /// Weights that no framework file states by itself.
    #[error("the weights below {} are fitted on the units of a table", nodes.join(", "))]
    FittedWeights { nodes: Vec<String> },
    /// Each group of units has weights of its own.
    #[error("each group of `{column}` has weights of its own, and a tree shows one set")]
    WeightsByGroup { column: String },
    /// One of two units to be swapped has no score that other weights could change.
    #[error("{why}")]
    LeftOut { why: String },
    #[error("`{set}` has no claim `{claim}`")]
    NoSuchClaim { set: String, claim: String, claims: Vec<String> },
    /// A party that the tables of a world do not have.
    #[error("the world has no party `{code}`")]
    NoSuchParty { code: String, codes: Vec<String> },
    #[error("framework `{framework}` names peers the package does not know: {}", peers.join(", "))]
    UnknownPeers { framework: String, peers: Vec<String> },
}

impl Error {
    /// None of these units has the code that was typed.
    pub fn unknown_unit<'a>(typed: &str, codes: impl IntoIterator<Item = &'a str>) -> Self {
        // In a panel each unit has a row for each year.
        let codes: BTreeSet<&str> = codes.into_iter().collect();
        Error::UnknownUnit { unit: typed.to_owned(), units: codes.into_iter().map(str::to_owned).collect() }
    }

    /// An error where one of the units that are named is none of these.
    pub(super) fn unless_known<'a>(named: &[String], codes: impl Iterator<Item = &'a str> + Clone) -> Result<(), Self> {
        let unknown = named.iter().find(|typed| !codes.clone().any(|code| code == *typed));
        unknown.map_or(Ok(()), |typed| Err(Error::unknown_unit(typed, codes)))
    }

    /// The framework of a table has no node of this code.
    pub(super) fn unknown_node(index: &Index, code: &str) -> Self {
        let nodes = index.nodes.iter().map(|n| n.code.clone()).collect();
        Error::UnknownNode { framework: index.code.clone(), node: code.to_owned(), nodes }
    }
}

fn no_level(factor: &str, level: &str, levels: &[String]) -> String {
    match levels.is_empty() {
        true => format!("factor `{factor}` is a range, and has no level `{level}`"),
        false => format!("factor `{factor}` has no level `{level}`"),
    }
}

fn unordered(factor: &str, levels: Option<usize>) -> String {
    match levels {
        Some(n) => format!("factor `{factor}` cannot be correlated: its {n} levels are in no order"),
        None => format!(
            "factor `{factor}` cannot be correlated: it picks one of many random sets, and nearness means nothing there"
        ),
    }
}

fn unknown_factor(word: &str, undeclared: bool) -> String {
    match undeclared {
        true => format!("factor `{word}` has no range: the framework does not declare it"),
        false => format!("unknown factor `{word}`"),
    }
}
