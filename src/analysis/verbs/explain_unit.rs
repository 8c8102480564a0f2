//! `explain` of a table: one unit, its places and what makes them.

use super::Error;
use crate::analysis::table_unit::{UnitAccount, unit_account};
use crate::model::framework::NodeId;
use crate::model::{Index, Units};
use crate::scoring;

/// Which unit is explained.
#[derive(Clone, Debug, Default)]
pub struct UnitRequest {
    /// By code, by name, or of a panel as "AUT 2018".
    pub unit: String,
    /// Only this node and what lies below it.
    pub node: Option<String>,
    /// The unit it is set against; the mean of all where none is named.
    pub against: Option<String>,
}

/// A unit with the table it belongs to.
pub struct ExplainedUnit<'a> {
    pub index: &'a Index,
    pub units: &'a Units,
    pub account: UnitAccount,
    /// Whether one node was asked for, so that every indicator below it is shown.
    pub one_node: bool,
}

/// Rates the table and gives the account of one unit.
pub fn explain_unit<'a>(index: &'a Index, units: &'a Units, request: &UnitRequest) -> Result<ExplainedUnit<'a>, Error> {
    let row = place(units, &request.unit)?;
    let against = request.against.as_ref().map(|typed| place(units, typed)).transpose()?;
    let root = index.roots().next().unwrap_or(NodeId(0));
    let top = match &request.node {
        None => root,
        Some(code) => index.find(code).ok_or_else(|| Error::unknown_node(index, code))?,
    };
    let rating = scoring::rate(index, units).map_err(Error::Refused)?;
    let account = unit_account(index, units, &rating, (row, against), top);
    Ok(ExplainedUnit { index, units, account, one_node: request.node.is_some() })
}

/// The row of a unit; in a panel a code alone means its last year.
fn place(units: &Units, typed: &str) -> Result<usize, Error> {
    let is = |row: &crate::model::units::Unit| {
        row.code == typed || row.label() == typed || row.name.as_deref() == Some(typed)
    };
    let found = units.rows.iter().enumerate().filter(|(_, row)| is(row)).max_by_key(|(_, row)| row.year);
    let all = || units.rows.iter().map(|row| (row.label(), row.name.clone())).collect();
    found.map(|(place, _)| place).ok_or_else(|| Error::NoSuchUnit { unit: typed.to_owned(), units: all() })
}
