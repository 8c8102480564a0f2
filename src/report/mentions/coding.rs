//! The page of coding sheets that came back.

use std::collections::BTreeMap;

use super::several;
use crate::document::{Cell, Document, Table};
use crate::report::{Detail, Report};
use crate::text::coding::Coding;

impl Report for Coding {
    fn document(&self, _: Detail) -> Document {
        let mut d = Document::new("Coded mentions", format!("Codebook: {}", self.book.file));
        d.fact("Read", format!("{} from {}", several(self.units.len(), "unit"), several(self.coders.len(), "coder")));
        let mut table = Table::new("", ["coder", "units coded", "left open"], 1);
        for (coder, open) in self.coders.iter().zip(self.open()) {
            table.push([Cell::from(coder.as_str()), (self.units.len() - open).into(), open.into()]);
        }
        d.table(table);
        match self.rows() {
            Some(rows) => d.fact("Rows", format!("{} for the table coded_mentions (--format csv)", rows.rows.len())),
            None => d.fact("Rows", "none for the table coded_mentions: the codebook has no code `valid`"),
        }
        d
    }

    /// The rows for the package's table of coded mentions.
    fn records(&self) -> Option<Table> {
        let rows = self.rows()?;
        let mut table = Table::records(rows.columns);
        rows.rows.into_iter().for_each(|row| table.push(row));
        Some(table)
    }

    fn json(&self) -> serde_json::Result<String> {
        let rows = self.rows().map(|rows| {
            let object = |row: &Vec<String>| -> BTreeMap<String, String> {
                rows.columns.iter().map(|c| (*c).to_owned()).zip(row.iter().cloned()).collect()
            };
            rows.rows.iter().map(object).collect::<Vec<_>>()
        });
        let page = serde_json::json!({
            "codebook": self.book.file,
            "coders": self.coders,
            "units": self.units.len(),
            "left_open": self.open(),
            "coded_mentions": rows,
        });
        Ok(serde_json::to_string_pretty(&page)? + "\n")
    }
}
