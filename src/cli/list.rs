//! `spscore list`: what there is to ask about.

use super::args::{self, What};
use super::{Failure, Outcome, input, output};
use crate::load;
use crate::model::Framework;
use crate::report::listing;

pub(super) fn run(args: &args::List) -> Result<Outcome, Failure> {
    let width = output::width().min(120);
    let package = || input::package(args.inputs.data.as_deref());
    let framework = || input::framework(&args.inputs.framework);
    let text = match args.what {
        What::Partnerships => listing::partnerships(&framework()?, &package()?, width),
        What::Parties => listing::parties(&package()?, width),
        What::Indicators => listing::indicators(&framework()?),
        What::Sources => listing::sources(&package()?, width),
        What::Frameworks => {
            let codes = load::built_in_frameworks().map(|(code, _)| input::framework(code.as_ref()));
            listing::frameworks(&codes.collect::<Result<Vec<Framework>, Failure>>()?, width)
        }
    };
    output::write(&text, None)?;
    Ok(Outcome::Done)
}
