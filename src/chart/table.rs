//! The numbers a figure plots, as CSV with full precision.

use crate::model::cell::guarded;

/// Rows under one header.
pub(super) struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(header: &[&'static str]) -> Table {
        Table { header: header.to_vec(), rows: Vec::new() }
    }

    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    pub fn csv(&self) -> Result<String, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.header)?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        let bytes = writer.into_inner().map_err(|e| e.into_error())?;
        Ok(guarded(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// Every digit; nothing where there is no number.
pub(super) fn number(x: Option<f64>) -> String {
    x.map_or_else(String::new, |x| x.to_string())
}
