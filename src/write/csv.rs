//! Records and the tables of a page as CSV, for R, Stata or Excel: no cell is one that a spreadsheet would run as a formula.

use super::Writer;
use crate::document::{Block, Cell, Document, Row, Table};
use crate::model::cell::guarded;

/// The tables of a page, one after the other with an empty line between them, as rounded as the page has them.
pub struct Csv;

impl Writer for Csv {
    fn write(&self, document: &Document) -> String {
        let tables = document.blocks.iter().filter_map(|b| match b {
            Block::Table(table) => Some(records(table)),
            _ => None,
        });
        tables.collect::<Vec<_>>().join("\n")
    }
}

/// Records, or one table: commas, double quotes where need be, one line for each row below the heads.
pub fn records(table: &Table) -> String {
    let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let heads = std::iter::once(table.columns.iter().map(|c| c.head.clone()).collect::<Vec<_>>());
    // A row ends with its last cell that holds something; in CSV every row has all columns.
    let cell = |row: &Row, i: usize| row.cells.get(i).map_or_else(String::new, Cell::words);
    let rows = table.rows.iter().map(|row| (0..table.columns.len()).map(|i| cell(row, i)).collect());
    // Memory takes every record, so that no error can come of it.
    let written = heads.chain(rows).try_for_each(|cells: Vec<String>| writer.write_record(cells));
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    guarded(String::from_utf8(bytes).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_by_hand() {
        let mut table = Table::records(["unit", "score"]);
        table.push([Cell::from("a, b"), Cell::exact(Some(0.1))]);
        table.push([Cell::from("=1+1"), Cell::exact(None)]);
        let page = Document { blocks: vec![Block::Table(table.clone())], ..Document::default() };
        assert_eq!(Csv.write(&page), records(&table));
        assert_eq!(records(&table), "unit,score\n\"a, b\",0.1\n'=1+1,\n");
    }
}
