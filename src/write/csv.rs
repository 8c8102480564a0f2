//! The records of a document as CSV, for R, Stata or Excel: unrounded, and no cell that a spreadsheet would run as a formula.

use super::Writer;
use crate::document::{Block, Cell, Document, Row, Table};
use crate::model::cell::guarded;

/// Commas, double quotes where need be, one line for each record. A document without records has its tables instead, one after the
/// other with an empty line between them.
pub struct Csv;

impl Writer for Csv {
    fn write(&self, document: &Document) -> String {
        if let Some(records) = &document.records {
            return text(records);
        }
        let tables = document.blocks.iter().filter_map(|b| match b {
            Block::Table(table) => Some(text(table)),
            _ => None,
        });
        tables.collect::<Vec<_>>().join("\n")
    }
}

fn text(table: &Table) -> String {
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
        let mut records = Table::records(["unit", "score"]);
        records.push([Cell::from("a, b"), Cell::exact(Some(0.1))]);
        records.push([Cell::from("=1+1"), Cell::exact(None)]);
        let document = Document { records: Some(records), ..Document::default() };
        assert_eq!(Csv.write(&document), "unit,score\n\"a, b\",0.1\n'=1+1,\n");
    }
}
