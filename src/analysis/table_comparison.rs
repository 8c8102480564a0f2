//! The same units rated in several ways: two frameworks, two versions of a table, two years, an index without some of
//! its nodes. Scores and ranks stand side by side, with how far they move.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::analysis::standing::standings_at;
use crate::model::framework::NodeId;
use crate::model::{Index, Units};
use crate::scoring::{Rating, RefusedAt, rate};
use crate::statistics::coherence::{Removal, pearson, removals};

/// One way of rating a table.
#[derive(Clone, Debug)]
pub struct TableVersion {
    /// What it is called in print.
    pub label: String,
    pub index: Index,
    pub units: Units,
    /// Of a panel, the year whose rows are compared; scales are fitted as the index says.
    pub year: Option<i32>,
}

/// Where a unit stands in one version; both are missing where it has no score there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    pub score: Option<f64>,
    /// Among the units that have a score in this version, 1 for the highest.
    pub rank: Option<f64>,
}

/// A unit in all versions.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedUnit {
    pub code: String,
    pub name: Option<String>,
    /// One per version.
    pub standings: Vec<Standing>,
}

impl ComparedUnit {
    /// Places gained in a version against the first: the rank there less the rank here, as COINr's `compare_coins` has
    /// it. Worked example: from 27th to 17th are 10 places gained.
    pub fn places_gained(&self, version: usize) -> Option<f64> {
        Some(self.standings.first()?.rank? - self.standings.get(version)?.rank?)
    }

    /// The score in a version less that in the first.
    pub fn score_change(&self, version: usize) -> Option<f64> {
        Some(self.standings.get(version)?.score? - self.standings.first()?.score?)
    }
}

/// How far the scores of one node move between the first version and another.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeShift {
    pub node: String,
    /// The place of the other version.
    pub version: usize,
    /// Over the units that have a score in both, whose ranks are taken among themselves here: a unit without a score in
    /// one version pushes nobody up.
    pub shift: Removal,
    /// Pearson's correlation of the scores.
    pub correlation: Option<f64>,
}

/// An indicator whose cells differ between the table of the first version and another one.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedCells {
    pub indicator: String,
    pub version: usize,
    /// Known in both, with another value; known in the other alone; known in the first alone.
    pub changed: usize,
    pub added: usize,
    pub lost: usize,
}

/// A comparison of versions; the first is the one the others are held against.
#[derive(Clone, Debug)]
pub struct TableComparison {
    pub versions: Vec<TableVersion>,
    /// The code of the node whose scores are compared.
    pub node: String,
    /// Units of any version, in the order of the first, then those that only others have.
    pub units: Vec<ComparedUnit>,
    /// Every inner node that a version shares with the first; the compared one comes first.
    pub shifts: Vec<NodeShift>,
    pub cells: Vec<ChangedCells>,
    /// What to know before reading.
    pub notes: Vec<String>,
}

/// Why versions cannot be compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Incomparable {
    /// The engine refuses a version.
    Refused {
        label: String,
        refused: Vec<RefusedAt>,
    },
    /// A version has no such node.
    NoNode {
        label: String,
        node: String,
        nodes: Vec<String>,
    },
    NoSuchYear {
        label: String,
        year: i32,
        held: Vec<i32>,
    },
    /// A panel of which no year is chosen.
    NoYear {
        label: String,
        held: Vec<i32>,
    },
    /// There is nothing to compare with.
    OnlyOne,
}

/// A rated version: rows of the year that is compared, by the code of their unit.
struct Rated {
    rating: Rating,
    rows: Vec<usize>,
    places: HashMap<String, usize>,
}

/// Rates every version and sets its scores beside those of the first.
///
/// `node` is the code of the node that is compared, the first root where none is named. Ranks of a version are among
/// all units that have a score in it, ties sharing the best place, as in COINr's `compare_coins`; the shifts of nodes
/// rest on the units that have a score in both.
pub fn compare_versions(versions: Vec<TableVersion>, node: Option<&str>) -> Result<TableComparison, Incomparable> {
    let Some(first) = versions.first().filter(|_| versions.len() > 1) else { return Err(Incomparable::OnlyOne) };
    let root = first.index.roots().next().unwrap_or(NodeId(0));
    let node = node.map_or_else(|| first.index.node(root).code.clone(), str::to_owned);
    let rated = versions.iter().map(|version| rated(version, &node)).collect::<Result<Vec<Rated>, Incomparable>>()?;
    let comparison = TableComparison {
        units: units(&versions, &rated, &node),
        shifts: shifts(&versions, &rated, &node),
        cells: cells(&versions, &rated),
        notes: notes(&versions),
        node,
        versions,
    };
    Ok(comparison)
}

fn rated(version: &TableVersion, node: &str) -> Result<Rated, Incomparable> {
    let TableVersion { label, index, units, year } = version;
    if index.find(node).is_none() {
        let nodes = index.nodes.iter().map(|n| n.code.clone()).collect();
        return Err(Incomparable::NoNode { label: label.clone(), node: node.to_owned(), nodes });
    }
    let held = units.held_years();
    match year {
        Some(year) if !held.contains(year) => {
            return Err(Incomparable::NoSuchYear { label: label.clone(), year: *year, held });
        }
        None if held.len() > 1 => return Err(Incomparable::NoYear { label: label.clone(), held }),
        _ => {}
    }
    let refused = |refused| Incomparable::Refused { label: label.clone(), refused };
    let rating = rate(index, units).map_err(refused)?;
    let row = |(place, unit): (usize, &crate::model::units::Unit)| {
        (year.is_none() || unit.year == *year).then(|| (unit.code.clone(), place))
    };
    let places: HashMap<String, usize> = units.rows.iter().enumerate().filter_map(row).collect();
    let mut rows: Vec<usize> = places.values().copied().collect();
    rows.sort_unstable();
    Ok(Rated { rating, rows, places })
}

/// The codes of the units of all versions, each once.
fn codes(versions: &[TableVersion], rated: &[Rated]) -> Vec<(String, Option<String>)> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let rows = versions
        .iter()
        .zip(rated)
        .flat_map(|(version, rated)| rated.rows.iter().filter_map(|row| version.units.rows.get(*row)));
    rows.filter(|unit| seen.insert(&unit.code)).map(|unit| (unit.code.clone(), unit.name.clone())).collect()
}

fn units(versions: &[TableVersion], rated: &[Rated], node: &str) -> Vec<ComparedUnit> {
    let standings: Vec<Vec<Standing>> = versions
        .iter()
        .zip(rated)
        .map(|(version, rated)| {
            let id = version.index.find(node).unwrap_or(NodeId(0));
            let ranks = standings_at(&version.units, &rated.rating, &|asked| asked == id);
            let ranks = ranks.get(id.0).map_or(&[][..], Vec::as_slice);
            let scores = rated.rating.scores_of(id);
            let one = |row: usize| Standing {
                score: scores.get(row).copied().flatten(),
                rank: ranks.get(row).copied().flatten(),
            };
            (0..version.units.rows.len()).map(one).collect()
        })
        .collect();
    let unit = |(code, name): (String, Option<String>)| {
        let of = |(rated, standings): (&Rated, &Vec<Standing>)| {
            rated.places.get(&code).and_then(|row| standings.get(*row)).copied().unwrap_or_default()
        };
        let standings = rated.iter().zip(&standings).map(of).collect();
        ComparedUnit { standings, code, name }
    };
    codes(versions, rated).into_iter().map(unit).collect()
}

/// A node's scores of a version in the order of some units.
fn scores(version: &TableVersion, rated: &Rated, node: &str, codes: &[(String, Option<String>)]) -> Vec<Option<f64>> {
    let scores = version.index.find(node).map_or(&[][..], |id| rated.rating.scores_of(id));
    let score = |code: &String| scores.get(*rated.places.get(code)?).copied().flatten();
    codes.iter().map(|(code, _)| score(code)).collect()
}

fn shifts(versions: &[TableVersion], rated: &[Rated], node: &str) -> Vec<NodeShift> {
    let (Some((first, others)), Some((of_first, of_others))) = (versions.split_first(), rated.split_first()) else {
        return Vec::new();
    };
    let codes = codes(versions, rated);
    let inner = |index: &Index| -> Vec<String> {
        index.nodes.iter().filter(|n| !n.children().is_empty()).map(|n| n.code.clone()).collect()
    };
    let mut nodes = inner(&first.index);
    nodes.retain(|code| code != node);
    nodes.insert(0, node.to_owned());
    let mut found = Vec::new();
    for code in &nodes {
        let before = scores(first, of_first, code, &codes);
        for (place, (other, of_other)) in others.iter().zip(of_others).enumerate() {
            if other.index.find(code).is_none() {
                continue;
            }
            let after = scores(other, of_other, code, &codes);
            let both = |gone: Option<usize>| gone.map_or_else(|| before.clone(), |_| after.clone());
            let Some(shift) = removals(1, both).into_iter().next() else { continue };
            let correlation = pearson(&before, &after).ok().map(|r| r.value);
            found.push(NodeShift { node: code.clone(), version: place + 1, shift, correlation });
        }
    }
    found
}

/// Cells of the tables as they are, before anything is done to them; years are other data by their nature.
fn cells(versions: &[TableVersion], rated: &[Rated]) -> Vec<ChangedCells> {
    let (Some((first, others)), Some((of_first, of_others))) = (versions.split_first(), rated.split_first()) else {
        return Vec::new();
    };
    let codes = codes(versions, rated);
    let mut found = Vec::new();
    for (place, (other, of_other)) in others.iter().zip(of_others).enumerate() {
        if other.units.sha256 == first.units.sha256 {
            continue;
        }
        for (_, node, _) in first.index.indicators() {
            let (Some(before), Some(after)) = (first.units.number(&node.code), other.units.number(&node.code)) else {
                continue;
            };
            let cell = |values: &[Option<f64>], rated: &Rated, code: &String| {
                rated.places.get(code).and_then(|row| values.get(*row)).copied().flatten()
            };
            let mut counts =
                ChangedCells { indicator: node.code.clone(), version: place + 1, changed: 0, added: 0, lost: 0 };
            for (code, _) in &codes {
                match (cell(before, of_first, code), cell(after, of_other, code)) {
                    (Some(a), Some(b)) => counts.changed += usize::from(a != b),
                    (None, Some(_)) => counts.added += 1,
                    (Some(_), None) => counts.lost += 1,
                    (None, None) => {}
                }
            }
            if counts.changed + counts.added + counts.lost > 0 {
                found.push(counts);
            }
        }
    }
    found
}

fn notes(versions: &[TableVersion]) -> Vec<String> {
    let mut scales: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
    for version in versions {
        let mut own: Vec<String> = version.index.indicators().map(|(_, _, i)| i.normalise.scale()).collect();
        own.sort_unstable();
        own.dedup();
        scales.entry(own).or_default().push(&version.label);
    }
    let mut notes = Vec::new();
    if scales.len() > 1 {
        let each = scales.iter().map(|(scale, labels)| format!("{}: {}", labels.join(", "), scale.join(" and ")));
        let each = each.collect::<Vec<_>>().join("; ");
        notes.push(format!("the versions put scores on different scales ({each}): compare ranks, not scores"));
    }
    notes
}
