//! Data that a claim declares to be in no table: whether that is so.

use super::{Context, Missing};
use crate::model::claim::NotHeld;
use crate::model::package::{RowRef, Table};

impl Context<'_> {
    /// Why the claim cannot be checked. Rows that would speak to it are told, so that the declaration cannot outlive what
    /// it says.
    pub(super) fn not_held(&self, asked: &NotHeld) -> Missing {
        let proves = |table, line| !self.own(RowRef { table, line });
        let coded: Vec<u32> = self
            .package
            .codings
            .iter()
            .filter(|c| asked.indicators.contains(&c.indicator) && proves(Table::Codings, c.line))
            .map(|c| c.line)
            .collect();
        let own = self.package.codings.iter().filter(|c| asked.indicators.contains(&c.indicator)).count() - coded.len();
        let printed: Vec<&str> = self
            .package
            .facts
            .iter()
            .filter(|f| asked.facts.contains(&f.what) && f.source != self.set.source)
            .map(|f| f.id.as_str())
            .collect();
        let mut reason = format!("no table of the package holds {}", asked.what);
        if own > 0 {
            let rows = if own == 1 { "1 coding is" } else { "codings are" };
            reason += &format!("; its {rows} read off the audited paper itself");
        }
        if !coded.is_empty() {
            reason += &format!(
                "; but codings.csv has {} rows on it, so that the claim can be given an operation",
                coded.len()
            );
        }
        if !printed.is_empty() {
            reason += &format!(
                "; but other sources print {}, so that the claim can be given an operation",
                printed.join(", ")
            );
        }
        reason
    }
}
