//! The structure as a page: the answer, its limits, the tables.

use super::findings::findings;
use super::json::json;
use super::limits::limits;
use super::records::records;
use super::tables::{refusals, tables};
use super::{Examined, Source, profile};
use crate::document::{Document, Table};
use crate::report::{Detail, Report};

impl Report for Examined<'_> {
    fn document(&self, detail: Detail) -> Document {
        let mut d = Document::new(self.title(), self.made());
        for finding in findings(self) {
            d.fact(finding.topic, finding.text);
        }
        d.pause();
        d.facts("Limits", limits(self));
        d.fact("Data", self.basis());
        d.facts("Notes", notes(self));
        for table in self.unit.and_then(|unit| profile::table(self, unit)).into_iter().chain(tables(self, detail)) {
            d.table(table);
        }
        d.facts("Not given", refusals(self));
        if detail == Detail::Brief {
            d.fact("Everything", "--format csv or json (all pairs, loadings, every unit's profile)");
        }
        d
    }

    fn records(&self) -> Option<Table> {
        Some(records(self))
    }

    fn json(&self) -> serde_json::Result<String> {
        json(self)
    }
}

fn notes(examined: &Examined<'_>) -> Vec<String> {
    match &examined.source {
        Source::Peers { borrowed, .. } => borrowed.clone(),
        Source::Table { .. } => Vec::new(),
    }
}
