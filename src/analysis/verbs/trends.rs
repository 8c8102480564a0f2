//! `trends`: how values and scores of a panel move through the years.

use super::Error;
use crate::analysis::table_trends::{Course, Courses, courses};
use crate::model::framework::NodeId;
use crate::model::method::Scope;
use crate::model::{Index, Units};
use crate::scoring;

/// Which courses are asked for.
#[derive(Clone, Debug, Default)]
pub struct TrendsRequest {
    /// Codes of nodes or indicators; all where none is named.
    pub nodes: Vec<String>,
    /// Codes of units; all where none is named.
    pub units: Vec<String>,
    /// First and last year.
    pub years: Option<(i32, i32)>,
    /// Indicators after imputation instead of before.
    pub imputed: bool,
}

/// The courses with the panel they belong to.
pub struct TableTrends<'a> {
    pub index: &'a Index,
    pub units: &'a Units,
    pub courses: Vec<Course>,
    /// What a page shows first: the nodes that were named, or the roots.
    pub shown: Vec<NodeId>,
    pub notes: Vec<String>,
}

/// Rates a panel and gives the courses of its nodes.
pub fn trends<'a>(index: &'a Index, units: &'a Units, request: &TrendsRequest) -> Result<TableTrends<'a>, Error> {
    if index.layout.year.is_none() {
        return Err(Error::NoYears);
    }
    let node = |code: &String| index.find(code).ok_or_else(|| Error::unknown_node(index, code));
    let named = request.nodes.iter().map(node).collect::<Result<Vec<NodeId>, Error>>()?;
    Error::unless_known(&request.units, units.rows.iter().map(|row| row.code.as_str()))?;
    let rating = scoring::rate(index, units).map_err(Error::Refused)?;
    let all: Vec<NodeId> = (0..index.nodes.len()).map(NodeId).collect();
    let asked = Courses {
        nodes: if named.is_empty() { all } else { named.clone() },
        years: request.years,
        imputed: request.imputed,
    };
    let mut found = courses(units, &rating, &asked);
    found.retain(|course| request.units.is_empty() || request.units.contains(&course.unit));
    let mut notes = Vec::new();
    if index.scope == Scope::Year {
        notes.push("scales are fitted year by year: scores of different years cannot be compared, only ranks".into());
    }
    if request.imputed && !rating.filled.is_empty() {
        notes.push(format!("{} cells of the panel were filled by imputation", rating.filled.len()));
    }
    let shown = if named.is_empty() { index.roots().collect() } else { named };
    Ok(TableTrends { index, units, courses: found, shown, notes })
}
