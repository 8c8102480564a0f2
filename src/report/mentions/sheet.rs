//! Coding sheets as records: what coders fill in.

use crate::document::Table;
use crate::text::sheet::CodingSheet;

/// The sheet, whose empty columns stay for the coders.
pub fn coding_sheet(sheet: &CodingSheet) -> Table {
    let mut table = Table::records(&sheet.columns);
    sheet.rows.iter().for_each(|row| table.push(row.clone()));
    table
}
