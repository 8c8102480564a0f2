//! `compare --frameworks`: the same partnerships under several frameworks.

use super::Error;
use crate::analysis::compare::overlaps;
use crate::analysis::origin::borrowed_names;
use crate::analysis::rival_frameworks::{RivalFrameworks, rival_frameworks};
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};

/// The partnerships to be read, in one window for all frameworks.
#[derive(Clone, Debug)]
pub struct RivalsRequest {
    pub partnerships: Vec<Partnership>,
    pub window: Window,
}

/// What the frameworks make of the partnerships, and what they were read from.
pub struct Rivals<'a> {
    pub package: &'a Package,
    pub window: Window,
    pub found: RivalFrameworks<'a>,
    pub notes: Vec<String>,
}

/// Scores the partnerships under each framework, and compares the orders.
///
/// # Errors
///
/// Fewer than two frameworks, the same one twice, or fewer than two partnerships; a party with a bloc of its own.
pub fn rivals<'a>(
    frameworks: &'a [Framework],
    package: &'a Package,
    request: &RivalsRequest,
) -> Result<Rivals<'a>, Error> {
    let RivalsRequest { partnerships, window } = request;
    if frameworks.len() < 2 {
        return Err(Error::OneFramework);
    }
    for (at, f) in frameworks.iter().enumerate() {
        if frameworks.iter().take(at).any(|earlier| earlier.sha256 == f.sha256) {
            return Err(Error::FrameworkTwice { framework: format!("{} {}", f.code, f.version) });
        }
    }
    if partnerships.len() < 2 {
        return Err(Error::TwoPartnerships);
    }
    for p in partnerships {
        package.parties.apart(*p, *window)?;
    }
    let mut notes: Vec<String> = Vec::new();
    for f in frameworks {
        notes.extend(borrowed_names(f, package).into_iter().filter(|note| !notes.contains(note)).collect::<Vec<_>>());
        if f.window != *window {
            notes.push(format!("{} {} declares the window {}; all are read in {window}", f.code, f.version, f.window));
        }
    }
    notes.extend(overlaps(package, partnerships.iter().copied(), *window));
    let found = rival_frameworks(frameworks, package, partnerships, *window);
    Ok(Rivals { package, window: *window, found, notes })
}
