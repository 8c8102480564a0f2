//! From what was typed after `uncertainty` and `sensitivity` to whom is looked at.

use super::args::Varied;
use super::input::{self, Subject};
use super::{Failure, refusals};
use crate::analysis::verbs::Population;

/// The partnerships or the rows that were named; the peers come first.
pub(super) fn named<'a>(args: &Varied, subject: &'a Subject) -> Result<Population<'a>, Failure> {
    match subject {
        Subject::Table { index, units } => {
            Population::of_table(index, units, &args.units).map_err(|e| refusals::failed(&e))
        }
        Subject::Partnerships(loaded) => {
            let (framework, parties) = (&loaded.framework, &loaded.package.parties);
            let mut partnerships = if args.peers { framework.peers.partnerships(parties) } else { Vec::new() };
            let named = input::partnerships(parties, &args.units)?;
            let further: Vec<_> = named.into_iter().filter(|p| !partnerships.contains(p)).collect();
            partnerships.extend(further);
            Ok(Population::Partnerships { framework, package: &loaded.package, window: loaded.window, partnerships })
        }
    }
}
