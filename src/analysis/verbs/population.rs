//! Who is looked at: partnerships of a package, or rows of a table.

use super::Error;
use crate::analysis::origin::Origin;
use crate::model::party::Partnership;
use crate::model::{Framework, Index, Package, Units, Window};

/// Whose results are varied.
#[derive(Clone)]
pub enum Population<'a> {
    Partnerships {
        framework: &'a Framework,
        package: &'a Package,
        window: Window,
        /// In the order of results.
        partnerships: Vec<Partnership>,
    },
    Table {
        index: &'a Index,
        units: &'a Units,
        /// Places of the rows whose results are reported, in that order; all rows where it is empty.
        rows: Vec<usize>,
    },
}

impl<'a> Population<'a> {
    /// The rows of a table that are meant by these codes, or by a code and a year as "AUT 2018"; all where none is
    /// named.
    pub fn of_table(index: &'a Index, units: &'a Units, named: &[String]) -> Result<Self, Error> {
        let place = |typed: &String| {
            let found = units.rows.iter().position(|row| row.code == *typed || row.label() == *typed);
            found.ok_or_else(|| Error::unknown_unit(typed, units.rows.iter().map(|row| row.code.as_str())))
        };
        let rows = named.iter().map(place).collect::<Result<Vec<usize>, Error>>()?;
        Ok(Population::Table { index, units, rows })
    }

    /// The same of one year of a panel: all its units where none is named.
    ///
    /// # Errors
    ///
    /// Where the table has no years, no such year, or a unit that is named has no row in it.
    pub fn of_year(index: &'a Index, units: &'a Units, named: &[String], year: i32) -> Result<Self, Error> {
        if index.layout.year.is_none() {
            return Err(Error::NoYears);
        }
        let of_year = |row: &crate::model::units::Unit| row.year == Some(year);
        let all: Vec<usize> = (0..units.rows.len()).filter(|i| units.rows.get(*i).is_some_and(of_year)).collect();
        if all.is_empty() {
            return Err(Error::NoSuchYear { year: Some(year), held: units.held_years() });
        }
        let place = |typed: &String| {
            let is = |i: &&usize| units.rows.get(**i).is_some_and(|row| row.code == *typed || row.label() == *typed);
            let codes = || all.iter().filter_map(|i| units.rows.get(*i)).map(|row| row.code.as_str());
            let none = || Error::unknown_unit(typed, codes());
            all.iter().find(is).copied().ok_or_else(none)
        };
        let rows = named.iter().map(place).collect::<Result<Vec<usize>, Error>>()?;
        Ok(Population::Table { index, units, rows: if rows.is_empty() { all } else { rows } })
    }

    /// Without the choice of units.
    pub fn origin(&self) -> Origin<'a> {
        match *self {
            Population::Partnerships { framework, package, window, .. } => {
                Origin::Partnerships { framework, package, window }
            }
            Population::Table { index, units, .. } => Origin::Table { index, units },
        }
    }
}
