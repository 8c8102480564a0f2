//! Whether the codes of rungs, platforms and bodies in a package are declared: by the framework named, or by a built-in one, since a
//! package may hold rows for several.

use std::collections::BTreeSet;

use csv::StringRecord;

use super::nearest::Searches;
use super::table::Lines;
use super::{built_in_framework, built_in_frameworks};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::framework::{Framework, Measure};
use crate::model::{Package, Table};

/// What frameworks declare of FORM.
#[derive(Default)]
struct Codes {
    rungs: BTreeSet<String>,
    institutions: BTreeSet<String>,
}

impl Codes {
    fn add(&mut self, framework: &Framework) {
        self.institutions.extend(framework.platforms.iter().map(|p| p.code.clone()));
        for (_, _, indicator) in framework.indicators() {
            match &indicator.measure {
                Measure::Status { ladder } => self.rungs.extend(ladder.rungs.iter().map(|r| r.code.clone())),
                Measure::Institutions { platforms, .. } => {
                    let codes = platforms.iter().flat_map(|p| p.terms.iter().chain([&p.code]));
                    self.institutions.extend(codes.cloned());
                }
                _ => {}
            }
        }
    }
}

/// Every row of status and institutions whose code no framework declares, with the declared ones.
///
/// # Errors
/// A diagnostic for each such row: its code would count for nobody, and a slip would pass for something unknown.
pub fn declared_codes(package: &Package, framework: &Framework) -> Result<(), Diagnostics> {
    let mut codes = Codes::default();
    codes.add(framework);
    let unknown = |codes: &Codes| {
        let rungs = package.status.iter().filter(|s| !codes.rungs.contains(&s.rung));
        let rungs = rungs.map(|s| (Table::Status, s.line, "rung", s.rung.clone()));
        let kinds = package.institutions.iter().filter(|i| !codes.institutions.contains(&i.institution));
        let kinds = kinds.map(|i| (Table::Institutions, i.line, "institution", i.institution.clone()));
        rungs.chain(kinds).collect::<Vec<_>>()
    };
    if unknown(&codes).is_empty() {
        return Ok(());
    }
    // The built-in ones are read only where the framework named does not say it all.
    for built_in in built_in_frameworks().filter_map(|(code, _)| built_in_framework(code)?.ok()) {
        codes.add(built_in.declared());
    }
    let (mut found, mut searches) = (Diagnostics::default(), Searches::default());
    for (table, line, column, value) in unknown(&codes) {
        let (what, declared) = match table {
            Table::Status => ("rung", &codes.rungs),
            _ => ("platform or body", &codes.institutions),
        };
        let nearest = searches.nearest(what, &value, declared.iter().map(String::as_str));
        let declared = declared.iter().filter(|code| *code != "none").cloned().collect();
        let problem = Problem::Undeclared { what, value, framework: framework.code.clone(), nearest, declared };
        found.push(place(package, table, line, column), problem);
    }
    found.or(())
}

/// Where the field of a row stands.
fn place(package: &Package, table: Table, line: u32, column: &str) -> Place {
    let Some(text) = package.texts.get(&table) else { return Place::whole(table.name()) };
    let (mut lines, mut record) = (Lines::new(&text.file, &text.text), StringRecord::new());
    let mut found = Diagnostics::default();
    let header = lines.next(&mut record, &mut found).map(|_| record.clone()).unwrap_or_default();
    let index = header.iter().position(|name| name.trim() == column).unwrap_or(0);
    while lines.next(&mut record, &mut found).is_some() {
        if lines.line == line {
            return lines.place(index);
        }
    }
    Place::new(text.file.as_str(), u64::from(line), 1)
}
