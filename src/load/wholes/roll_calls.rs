//! Roll calls of a category against all roll calls of the same pair and year.

use std::collections::HashMap;

use super::TableReporter;
use crate::diagnostic::Diagnostics;
use crate::load::votes::{ALL, ROUNDING};
use crate::model::quick_hash::Quick;
use crate::model::{Package, PartyId, Table, Year};

pub(super) fn report(package: &Package, diagnostics: &mut Diagnostics) {
    let Some(mut reporter) = TableReporter::of(package, Table::Positions, diagnostics) else { return };
    let all: HashMap<(PartyId, PartyId, Year), [f64; 4], Quick> = package
        .positions
        .iter()
        .filter(|p| p.issue == ALL)
        .map(|p| ((p.member, p.partner, p.year), [p.both_voted, p.same, p.one_abstains, p.opposite]))
        .collect();
    for row in package.positions.iter().filter(|p| p.issue != ALL) {
        // Of a bloc both are means over its states, and of other states where some voted on the one and not on the
        // other.
        if package.parties.is_bloc(row.partner) {
            continue;
        }
        let Some(whole) = all.get(&(row.member, row.partner, row.year)) else { continue };
        let counts = [row.both_voted, row.same, row.one_abstains, row.opposite];
        for ((part, whole), what) in counts.iter().zip(whole).zip(["both_voted", "same", "one_abstains", "opposite"]) {
            if *part > whole + ROUNDING {
                let pair = [row.member, row.partner].map(|id| package.parties.name(id)).join(" and ");
                let part = (format!("{what} on `{}`, {pair} in {}", row.issue, row.year), *part);
                reporter.above(row.line, part, (format!("{what} on `{ALL}`"), *whole));
            }
        }
    }
}
