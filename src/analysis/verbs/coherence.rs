//! `coherence`: whether the indicators of an index belong together.

use std::borrow::Cow;

use super::Error;
use crate::analysis::origin::{Origin, borrowed_names};
use crate::analysis::structure::{self, Cases, DataSet, ScoredPartnership, Structure, StructureRequest, Unit};
use crate::measure::Measurer;
use crate::model::framework::{Framework, NodeId};
use crate::model::party::Partnership;
use crate::model::{Index, Units, Window};
use crate::scoring;
use crate::statistics::coherence::{Options, PairLimits};

/// The parts of the structure that are requested.
#[derive(Clone, Debug, Default)]
pub struct CoherenceRequest {
    /// Of a table with years: the year examined, since one unit's years are no separate units; the last where none is
    /// given.
    pub year: Option<i32>,
    /// Only what lies below this node.
    pub node: Option<String>,
    /// One data set for everything.
    pub data: Option<DataSet>,
    /// Whose profile is shown, by code or name.
    pub unit: Option<String>,
    /// Of a table: only the units with this word in a column of groups, which were scored among all.
    pub group: Option<(String, String)>,
    /// When a pair stands out; the usual limits where none are given.
    pub limits: Option<PairLimits>,
    /// Beyond which correlation a size stands out; [`structure::WITH_SIZES`] where none is given.
    pub with_sizes: Option<f64>,
}

/// Where the units come from.
#[derive(Clone, Debug)]
pub enum Source<'a> {
    Table {
        file: &'a str,
        sha256: &'a str,
        /// Of a panel, the year examined.
        year: Option<i32>,
    },
    Peers {
        set: &'a str,
        window: Window,
        data: &'a str,
        version: &'a str,
        sha256: &'a str,
        /// What to say of data or a framework under a built-in one's name.
        borrowed: Vec<String>,
    },
}

/// The examined structure with its tree and where its units come from.
pub struct Examined<'a> {
    pub index: Cow<'a, Index>,
    pub structure: Structure,
    /// Whose profile is shown.
    pub unit: Option<usize>,
    pub source: Source<'a>,
}

/// Examines the structure of an index on the rows of a table, or of a framework on its peer set.
pub fn coherence<'a>(origin: Origin<'a>, request: &CoherenceRequest) -> Result<Examined<'a>, Error> {
    let mut examined = match origin {
        Origin::Table { index, units } => of_table(index, units, request)?,
        Origin::Partnerships { framework, package, window } => {
            let index = framework.index();
            let structure_request = structure_request(request, &index)?;
            let measurer = Measurer::new(package, framework, window);
            let partnerships = framework.peers.partnerships(&package.parties);
            let cards: Vec<ScoredPartnership> =
                partnerships.iter().map(|p| scored_partnership(framework, &measurer, *p)).collect();
            let cases = Cases::Peers { framework, parties: &package.parties, cards: &cards };
            let structure = structure::examine(&cases, &structure_request)?;
            let source = Source::Peers {
                set: &framework.peers.name,
                window,
                data: &package.name,
                version: &package.version,
                sha256: &package.sha256,
                borrowed: borrowed_names(framework, package),
            };
            Examined { index: Cow::Owned(index), structure, unit: None, source }
        }
    };
    examined.unit = unit(request, &examined.structure.sample.units)?;
    Ok(examined)
}

fn of_table<'a>(index: &'a Index, units: &'a Units, request: &CoherenceRequest) -> Result<Examined<'a>, Error> {
    let (mut rows, year) = rows(request, index, units)?;
    if let Some((column, word)) = &request.group {
        let held = || units.words.iter().map(|(name, _)| name.clone()).collect();
        let none = || Error::NoGroups { column: column.clone(), held: held() };
        let words = units.word(column).ok_or_else(none)?;
        let of = |row: &usize| words.get(*row).and_then(Option::as_deref);
        let mut groups: Vec<String> = rows.iter().filter_map(of).map(str::to_owned).collect();
        rows.retain(|row| of(row) == Some(word));
        if rows.is_empty() {
            groups.sort_unstable();
            groups.dedup();
            return Err(Error::NoSuchGroup { column: column.clone(), word: word.clone(), groups });
        }
    }
    let structure_request = structure_request(request, index)?;
    let rating = scoring::rate(index, units).map_err(Error::Refused)?;
    let cases = Cases::Table { index, units, rating: &rating, rows: &rows };
    let structure = structure::examine(&cases, &structure_request)?;
    let source = Source::Table { file: &units.file, sha256: &units.sha256, year };
    Ok(Examined { index: Cow::Borrowed(index), structure, unit: None, source })
}

fn scored_partnership(framework: &Framework, measurer: &Measurer<'_>, partnership: Partnership) -> ScoredPartnership {
    let parties = &measurer.package().parties;
    let panel = measurer.measure(framework, partnership);
    let card = scoring::score(&framework.facing(parties, partnership), &panel.readings());
    ScoredPartnership { unit: Unit { code: partnership.slug(parties), name: None }, panel, card }
}

/// The rows examined: all, or those of one year, since one unit's years are no separate units.
fn rows(request: &CoherenceRequest, index: &Index, units: &Units) -> Result<(Vec<usize>, Option<i32>), Error> {
    if index.layout.year.is_none() {
        return match request.year {
            Some(_) => Err(Error::NoYears),
            None => Ok(((0..units.rows.len()).collect(), None)),
        };
    }
    let years: Vec<(Option<i32>, Vec<usize>)> = units
        .years()
        .into_iter()
        .map(|rows| (rows.first().and_then(|row| units.rows.get(*row)).and_then(|u| u.year), rows))
        .collect();
    let found = match request.year {
        Some(year) => years.iter().find(|(y, _)| *y == Some(year)),
        None => years.last(),
    };
    let held = || years.iter().filter_map(|(y, _)| *y).collect();
    let none = || Error::NoSuchYear { year: request.year, held: held() };
    found.map(|(year, rows)| (rows.clone(), *year)).ok_or_else(none)
}

fn structure_request(request: &CoherenceRequest, index: &Index) -> Result<StructureRequest, Error> {
    let node = request.node.as_ref().map(|code| node(index, code)).transpose()?;
    let usual = StructureRequest::default();
    let pairs = request.limits.unwrap_or(usual.options.pairs);
    Ok(StructureRequest {
        node,
        data: request.data,
        options: Options { pairs, ..usual.options },
        with_sizes: request.with_sizes.unwrap_or(usual.with_sizes),
    })
}

/// A node with something below it.
fn node(index: &Index, code: &str) -> Result<NodeId, Error> {
    match index.find(code) {
        Some(id) if !index.node(id).children().is_empty() => Ok(id),
        Some(id) => {
            let above = index.node(id).parent.map_or_else(String::new, |p| index.node(p).code.clone());
            Err(Error::NothingBelow { node: code.to_owned(), above })
        }
        None => {
            let inner = index.nodes.iter().filter(|n| !n.children().is_empty()).map(|n| n.code.clone());
            Err(Error::UnknownNode { framework: index.code.clone(), node: code.to_owned(), nodes: inner.collect() })
        }
    }
}

/// The place of the requested unit, by its code or its name.
fn unit(request: &CoherenceRequest, units: &[Unit]) -> Result<Option<usize>, Error> {
    let Some(typed) = &request.unit else { return Ok(None) };
    let is = |unit: &Unit| unit.code == *typed || unit.name.as_ref() == Some(typed);
    let named = |unit: &Unit| (unit.code.clone(), unit.name.clone());
    let none = || Error::NoSuchUnit { unit: typed.clone(), units: units.iter().map(named).collect() };
    units.iter().position(is).map(Some).ok_or_else(none)
}
