//! `spscore check`: all problems of a package and a framework at once.

use super::args::{self, DEFAULT_FRAMEWORK};
use super::{Failure, Outcome, input, output, refusals};
use crate::analysis::verbs;
use crate::load;
use crate::report;

pub(super) fn run(args: &args::Check) -> Result<Outcome, Failure> {
    let package = input::package(args.data.as_deref());
    let named = args.framework.clone();
    let own = || {
        package.as_ref().map_or_else(|_| DEFAULT_FRAMEWORK.into(), |p| input::own_framework(args.data.as_deref(), p))
    };
    let framework = input::framework(&named.unwrap_or_else(own));
    let (framework, package) = match (framework, package) {
        (Ok(framework), Ok(package)) => (framework, package),
        (Err(one), Err(other)) => {
            output::to_stderr(&one.message);
            return Err(other);
        }
        (Err(e), Ok(_)) | (Ok(_), Err(e)) => return Err(e),
    };
    load::declared_codes(&package, &framework).map_err(|found| input::nothing_scored(Outcome::BadInput, &found))?;
    let found = verbs::check(&framework, &package).map_err(|e| refusals::failed(&e))?;
    output::remark(&report::checked::text(&found))?;
    Ok(Outcome::Done)
}
