//! `spscore check`: all problems of a package and a framework at once.

use super::{Failure, Outcome, args, input, output, refusals};
use crate::analysis::verbs;
use crate::report;

pub(super) fn run(args: &args::Check) -> Result<Outcome, Failure> {
    let framework = input::framework(&args.framework);
    let package = input::package(args.data.as_deref());
    let (framework, package) = match (framework, package) {
        (Ok(framework), Ok(package)) => (framework, package),
        (Err(one), Err(other)) => {
            output::to_stderr(&one.message);
            return Err(other);
        }
        (Err(e), Ok(_)) | (Ok(_), Err(e)) => return Err(e),
    };
    let found = verbs::check(&framework, &package).map_err(|e| refusals::failed(&e))?;
    output::remark(&report::checked::text(&found))?;
    Ok(Outcome::Done)
}
