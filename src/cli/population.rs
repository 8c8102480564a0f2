//! From what was typed after `uncertainty` and `sensitivity` to whom is looked at.

use super::args::Varied;
use super::input::{self, Subject};
use super::{Failure, refusals};
use crate::analysis::verbs::Population;

/// The partnerships or the rows that were named; the peers come first.
pub(super) fn named<'a>(args: &Varied, subject: &'a Subject) -> Result<Population<'a>, Failure> {
    match subject {
        Subject::Table { index, units } => {
            let found = match args.year {
                Some(year) => Population::of_year(index, units, &args.units, year),
                None => Population::of_table(index, units, &args.units),
            };
            found.map_err(|e| refusals::failed(&e))
        }
        Subject::Partnerships(loaded) => {
            let (framework, parties) = (&loaded.framework, &loaded.package.parties);
            let partnerships = input::peers_and_named(framework, parties, args.peers, &args.units)?;
            Ok(Population::Partnerships { framework, package: &loaded.package, window: loaded.window, partnerships })
        }
    }
}
