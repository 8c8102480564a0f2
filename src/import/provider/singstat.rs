//! Singapore Department of Statistics, Table Builder: months newest first, in millions of Singapore dollars. The
//! package keeps US dollars and converts nothing, so that the table is named and refused.

use super::sipri_values::refusal;
use crate::diagnostic::Diagnostics;
use crate::import::collection::Collection;
use crate::import::layout::{Head, Input, Likeness, Provider};

pub struct SingStat;

impl Provider for SingStat {
    fn code(&self) -> &'static str {
        "singstat"
    }

    fn title(&self) -> &'static str {
        "Singapore Department of Statistics, Table Builder"
    }

    fn page(&self) -> &'static str {
        "https://tablebuilder.singstat.gov.sg"
    }

    fn recognise(&self, head: &Head) -> Likeness {
        Likeness::default()
            .and(head.has_cell("Theme:"), "the line `Theme: ..`")
            .and(head.has_cell("Table Title:"), "the line `Table Title: ..`")
            .and(head.has_cell("Data Series"), "a header that begins with `Data Series`")
    }

    fn read(&self, input: &Input, _: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let sheet = input.sheet()?;
        let line = sheet.rows.iter().find(|row| row.cell(0) == "Data Series").map_or(0, |row| row.line);
        let message = "these are months in millions of Singapore dollars; the package keeps years in US dollars, and nothing is converted here";
        let hint = "take Singapore's trade from UN Comtrade (reporter 702) or WITS, in US dollars; or bring yearly US dollars of your own with `spscore import table --map`";
        Err(refusal(&sheet, line, message, hint))
    }
}
