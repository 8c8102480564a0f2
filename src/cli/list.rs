//! `spscore list`: what there is to ask about.

use super::args::{self, ListKind};
use super::output::ProtectedFiles;
use super::{Failure, Outcome, deliver, input};
use crate::load;
use crate::model::Framework;
use crate::report::listing;

pub(super) fn run(args: &args::List) -> Result<Outcome, Failure> {
    // Both are read whatever is listed, so that an invalid option is reported and not ignored.
    let (framework, package) = input::both(&args.inputs)?;
    let page = match args.what {
        ListKind::Partnerships => listing::partnerships(&framework, &package),
        ListKind::Parties => listing::parties(&package),
        ListKind::Indicators => listing::indicators(&framework),
        ListKind::Issues => listing::issues(&package),
        ListKind::Sources => listing::sources(&package),
        ListKind::Frameworks => {
            let named = |code: &str| input::framework(code.as_ref()).map(|f| (code.to_owned(), f));
            let mut frameworks: Vec<(String, Framework)> =
                load::built_in_frameworks().map(|(code, _)| named(code)).collect::<Result<_, Failure>>()?;
            if !frameworks.iter().any(|(_, f)| f.sha256 == framework.sha256) {
                frameworks.push((framework.code.clone(), framework));
            }
            listing::frameworks(&frameworks)
        }
    };
    deliver::page(&page, &args.output, 100, &ProtectedFiles::of(&args.inputs))?;
    Ok(Outcome::Done)
}
