//! Deliveries of major arms: arms.csv and arms_margins.csv.

use std::collections::BTreeMap;

use super::{cited, sum};
use crate::diagnostic::Diagnostics;
use crate::import::collection::{Amount, Collection};
use crate::import::side::Side;
use crate::model::window::Year;
use crate::model::{Rows, Table};

/// Deliveries to the parties by supplier, what all other suppliers deliver as `REST` where the file names every
/// supplier, and the suppliers' deliveries to the world.
pub(super) fn rows(collection: &mut Collection<'_>) -> Result<Vec<Rows>, Diagnostics> {
    let mut arms = Rows::new(Table::Arms, &["supplier", "recipient", "year", "tiv_million", "source"]);
    let mut margins = Rows::new(Table::ArmsMargins, &["supplier", "year", "tiv_million", "source"]);
    let mut flows: BTreeMap<(String, String, Year), Vec<&Amount>> = BTreeMap::new();
    let mut totals: BTreeMap<(String, Year), Vec<&Amount>> = BTreeMap::new();
    let mut printed: BTreeMap<(String, Year), &Amount> = BTreeMap::new();
    let whole = collection.arms.sums;
    for ((supplier, recipient, year, _), amount) in &collection.arms.held {
        let known = supplier.code().filter(|code| collection.parties.contains(*code));
        match recipient {
            Side::World => {
                let code = if *supplier == Side::World { Some("WLD") } else { known };
                if let Some(code) = code {
                    printed.insert((code.to_owned(), *year), amount);
                }
                continue;
            }
            Side::Party(code) if collection.parties.contains(code) && *supplier != Side::World => {
                let supplier = known.unwrap_or("REST");
                flows.entry((supplier.to_owned(), code.clone(), *year)).or_default().push(amount);
            }
            _ => {}
        }
        if *supplier == Side::World {
            continue;
        }
        if whole.to {
            if let Some(code) = known {
                totals.entry((code.to_owned(), *year)).or_default().push(amount);
            }
            for bloc in collection.folder.blocs() {
                let members = collection.folder.members(&bloc.code, Some(*year));
                if whole.from && supplier.code().is_some_and(|code| members.contains(&code)) {
                    totals.entry((bloc.code.clone(), *year)).or_default().push(amount);
                }
            }
            if whole.from {
                totals.entry(("WLD".to_owned(), *year)).or_default().push(amount);
            }
        }
    }
    for ((supplier, recipient, year), amounts) in &flows {
        let (value, source) = (sum(amounts)?, cited(collection, amounts.iter().copied()));
        arms.rows.push(vec![supplier.clone(), recipient.clone(), year.to_string(), value.to_string(), source]);
    }
    for (key, amount) in printed {
        totals.entry(key).or_insert_with(|| vec![amount]);
    }
    for ((supplier, year), amounts) in &totals {
        let (value, source) = (sum(amounts)?, cited(collection, amounts.iter().copied()));
        margins.rows.push(vec![supplier.clone(), year.to_string(), value.to_string(), source]);
    }
    if !arms.rows.is_empty() && !whole.from && !collection.arms.whole.from {
        collection.account.remark(
            "arms.csv holds deliveries of the suppliers in these files alone: a share of a recipient's imports needs all its suppliers, from the trade register or from a query by recipient",
        );
    }
    Ok(vec![arms, margins])
}
