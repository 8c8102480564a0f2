//! `spscore list`: what there is to ask about.

use super::args::{self, What};
use super::{Failure, Outcome, input, output};
use crate::load;
use crate::model::Framework;
use crate::report::listing;

pub(super) fn run(args: &args::List) -> Result<Outcome, Failure> {
    let width = output::width().min(120);
    // Both are read whatever is listed, so that an option that leads nowhere is told and not ignored.
    let (framework, package) = input::both(&args.inputs)?;
    let text = match args.what {
        What::Partnerships => listing::partnerships(&framework, &package, width),
        What::Parties => listing::parties(&package, width),
        What::Indicators => listing::indicators(&framework, width),
        What::Issues => listing::issues(&package, width),
        What::Sources => listing::sources(&package, width),
        What::Frameworks => {
            let named = |code: &str| input::framework(code.as_ref()).map(|f| (code.to_owned(), f));
            let mut frameworks: Vec<(String, Framework)> =
                load::built_in_frameworks().map(|(code, _)| named(code)).collect::<Result<_, Failure>>()?;
            if !frameworks.iter().any(|(_, f)| f.sha256 == framework.sha256) {
                frameworks.push((framework.code.clone(), framework));
            }
            listing::frameworks(&frameworks, width)
        }
    };
    output::print(&text)?;
    Ok(Outcome::Done)
}
