//! What wide layouts have in common: years across the top.

use crate::model::window::Year;
use crate::sheet::Row;

/// The columns of a header that are a year each, four digits and nothing else.
pub(super) fn years(header: &Row) -> Vec<(usize, Year)> {
    (0..header.len()).filter_map(|at| Some((at, Year::parse(header.cell(at))?))).collect()
}

/// The first row with at least two such columns.
pub(super) fn header(rows: &[Row]) -> Option<(usize, Vec<(usize, Year)>)> {
    rows.iter().take(60).enumerate().find_map(|(at, row)| {
        let years = years(row);
        (years.len() >= 2).then_some((at, years))
    })
}

/// Columns in words: 2022 to 2024.
pub(super) fn span(years: &[(usize, Year)]) -> String {
    let all = || years.iter().map(|(_, year)| *year);
    match (all().min(), all().max()) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no years".to_owned(),
    }
}
