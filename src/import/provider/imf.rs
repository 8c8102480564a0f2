//! IMF Direction of Trade Statistics: the workbooks "Exports by Country" and "Imports by Country", with years across
//! and an empty first cell in the header. The table does not say whose trade it is; the user does.

use super::sipri_values::refusal;
use super::wide;
use crate::diagnostic::Diagnostics;
use crate::import::collection::{Amount, Collection, Combine, Coverage, Kind};
use crate::import::layout::{Head, Input, Likeness, Provider};
use crate::import::side::Side;
use crate::import::source::{Source, part};
use crate::sheet::Decimal;

pub struct Dots;

impl Provider for Dots {
    fn code(&self) -> &'static str {
        "imf-dots"
    }

    fn title(&self) -> &'static str {
        "IMF Direction of Trade Statistics, by country"
    }

    fn page(&self) -> &'static str {
        "https://data.imf.org/en/datasets/IMF.STA:IMTS"
    }

    fn recognise(&self, head: &Head) -> Likeness {
        let rows = &head.sheet.rows;
        let header = wide::header(rows);
        // SIPRI's old tables begin alike, and say what they are above.
        let bare = header.as_ref().is_some_and(|(at, years)| {
            let first = rows.get(*at).map_or("", |row| row.cell(0));
            first.is_empty() && years.first().is_some_and(|(column, _)| *column == 1)
        });
        let imf =
            |name: &str| name.ends_with("not specified") || name.contains(", Rep. of") || name.contains("Kingdom of");
        let names = rows.iter().any(|row| imf(row.cell(0)) || row.cell(0) == "Afghanistan, Islamic Rep. of");
        Likeness::default()
            .and(bare, "an empty first cell before the years")
            .and(names, "names as the IMF writes them (`Afghanistan, Islamic Rep. of`)")
    }

    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let sheet = input.sheet()?;
        let Some((header, years)) = wide::header(&sheet.rows) else {
            return Err(refusal(&sheet, 0, "no row with years across the top", "download the table again"));
        };
        let line = sheet.rows.get(header).map_or(0, |row| row.line);
        let (Some(reporter), Some(direction)) = (collection.stated.reporter.clone(), collection.stated.flow) else {
            let message = "the table does not say whose trade it holds, nor in which direction";
            let hint = "state it: --reporter CHN --flow imports";
            return Err(refusal(&sheet, line, message, hint));
        };
        let own = match collection.folder.side(&reporter) {
            Side::Party(code) => Side::Party(code),
            _ => return Err(refusal(&sheet, line, &format!("`{reporter}` is no country"), "name it by its ISO code")),
        };
        collection.begin(Kind::Trade, Coverage::default(), false);
        let valued = direction.ends(Side::World, Side::World).2.words();
        let vintage = collection.stated.vintage.clone();
        let suffix = vintage.as_deref().map_or_else(String::new, |v| format!("-{}", part(v)));
        let when = vintage.unwrap_or_else(|| "day of download not stated".to_owned());
        let (words, whose) = (direction.words(), own.code().unwrap_or_default().to_owned());
        let source = collection.source(Source {
            key: format!("imf-dots-{}-{words}{suffix}", part(&whose)),
            author: "International Monetary Fund".into(),
            title: format!("Direction of Trade Statistics, {words} of {whose} by country"),
            year: String::new(),
            url: "https://data.imf.org/en/datasets/IMF.STA:IMTS".into(),
            note: format!("{valued}; {when}. Missing reports are estimated by the IMF."),
            vintage: format!("IMF Direction of Trade Statistics, {words} of {whose}, {valued}, {when}"),
        });
        for row in sheet.rows.iter().skip(header + 1).filter(|row| !row.is_empty()) {
            let name = row.cell(0);
            let held: Vec<_> = years.iter().filter(|(at, _)| !row.cell(*at).is_empty()).collect();
            if held.is_empty() {
                // A footer.
                continue;
            }
            let other = collection.side(name, &sheet.place(row, 0));
            for (at, year) in held {
                let place = sheet.place(row, *at);
                if matches!(row.cell(*at), "..." | ".." | "-" | "n.a.") {
                    collection.account.leave_out("cells that say that nothing is known", "", place);
                    continue;
                }
                let Some(value) = collection.amount(row.cell(*at), Decimal::POINT, &place) else { continue };
                let (from, to, valuation) = direction.ends(own.clone(), other.clone());
                let amount = Amount { value, source, place, valuation, values: 1 };
                collection.put(Kind::Trade, (from, to, *year, 0), amount, name, Combine::Set);
            }
        }
        Ok(())
    }
}
