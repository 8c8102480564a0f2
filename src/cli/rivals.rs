//! `spscore compare --frameworks`: the same partnerships under several frameworks.

use std::path::PathBuf;

use super::args::{self, Inputs};
use super::deliver;
use super::input;
use super::{Failure, Outcome, refusals};
use crate::analysis::verbs::{self, Rivals, RivalsRequest};
use crate::model::{Framework, Package, Window};

/// The frameworks that were named, and the package they are read from.
pub(super) struct Named {
    pub frameworks: Vec<Framework>,
    pub package: Package,
}

/// Loads the frameworks that were named, all from one package, whose rows each of them must be able to read.
pub(super) fn named(named: &[PathBuf], inputs: &Inputs) -> Result<Named, Failure> {
    let frameworks = named.iter().map(|path| input::framework(path)).collect::<Result<Vec<_>, _>>()?;
    let package = input::package(inputs.data.as_deref())?;
    for framework in &frameworks {
        input::codes_declared(&package, framework)?;
    }
    Ok(Named { frameworks, package })
}

impl Named {
    /// The partnerships that were typed under each framework, in the window that was typed or that the first declares.
    /// The peers are those of the first framework.
    pub(super) fn rivals(&self, peers: bool, slugs: &[String], window: Option<Window>) -> Result<Rivals<'_>, Failure> {
        let Some(first) = self.frameworks.first() else {
            return Err(refusals::failed(&verbs::Error::OneFramework));
        };
        let partnerships = input::named_and_peers(first, &self.package.parties, peers, slugs)?;
        let request = RivalsRequest { partnerships, window: window.unwrap_or(first.window) };
        verbs::rivals(&self.frameworks, &self.package, &request).map_err(|e| refusals::failed(&e))
    }
}

/// What was loaded for one framework holds no others.
pub(super) fn bundled(named: &[PathBuf]) -> Failure {
    let all: Vec<String> = named.iter().map(|path| path.display().to_string()).collect();
    let first = all.first().map_or("korolev", String::as_str);
    let message = format!(
        "error: a bundle holds one framework, and the comparison of several is made from all of them\n  make a bundle for each \
         (--framework {first}), and set them side by side outside of them: spscore compare --frameworks {}",
        all.join(",")
    );
    Failure::new(Outcome::BadUsage, message)
}

pub(super) fn run(args: &args::Compare) -> Result<Outcome, Failure> {
    args.robustness.unused("a comparison of frameworks")?;
    let scope = &args.options.scope;
    let all = named(&args.frameworks, &scope.inputs)?;
    let found = all.rivals(args.peers, &args.slugs, scope.window)?;
    deliver::result(&found, &args.options.output, false, &args.protected())?;
    let nothing = found.found.places.is_empty();
    Ok(if nothing { Outcome::Withheld } else { Outcome::Done })
}
