//! `spscore audit`: parse, set a paper's claims against the data, report.

use std::path::Path;

use super::input;
use super::output::ProtectedFiles;
use super::{Failure, Outcome, args, deliver, refusals};
use crate::analysis::verbs;
use crate::diagnostic::list_or;
use crate::load::{self, LoadError};
use crate::model::claim::ClaimSet;
use crate::model::{Framework, Package};
use crate::report;

pub(super) fn run(args: &args::Audit) -> Result<Outcome, Failure> {
    let (framework, package) = input::both(&args.inputs)?;
    let Some(named) = &args.claims else {
        let sets = built_in(&package, &framework)?;
        let sets = sets.iter().map(|set| (set.code.as_str(), set.title.as_str(), set.claims.len()));
        deliver::page(&report::audit::listed(sets), &args.output, 100, &args.protected())?;
        return Ok(Outcome::Done);
    };
    let set = claims(named, &package, &framework)?;
    let found = verbs::audit(&framework, &package, &set, args.claim.as_deref()).map_err(|e| refusals::failed(&e))?;
    deliver::result(&found, &args.output, args.long, &args.protected())?;
    Ok(Outcome::Done)
}

/// The built-in audits that the package has the facts for; of another package there may be none.
fn built_in(package: &Package, framework: &Framework) -> Result<Vec<ClaimSet>, Failure> {
    let held = |source: &str| package.facts.iter().any(|f| f.source == source);
    let codes = load::built_in_claims().map(|(code, _)| code).filter(|code| held(code));
    codes.map(|code| claims(Path::new(code), package, framework)).collect()
}

fn claims(named: &Path, package: &Package, framework: &Framework) -> Result<ClaimSet, Failure> {
    load::claims_from(named, package, framework).map_err(|e| match &e {
        LoadError::Invalid(found) => Failure::new(Outcome::BadInput, format!("{found}; nothing was audited")),
        LoadError::Unreadable(found) => {
            let built_in: Vec<String> = load::built_in_claims().map(|(code, _)| code.to_owned()).collect();
            let hint = format!("  or name a built-in audit: {}", list_or(&built_in));
            Failure::new(Outcome::Unreachable, format!("{found}\n{hint}"))
        }
    })
}

impl args::Audit {
    pub(super) fn protected(&self) -> ProtectedFiles {
        ProtectedFiles::of(&self.inputs).with("the file of claims", self.claims.as_deref())
    }
}
