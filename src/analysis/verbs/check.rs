//! `check`: whether a package and a framework, each sound by itself, go together.

use super::Error;
use crate::analysis::anchors::anchors;
use crate::analysis::{Anchor, Anchors};
use crate::model::{Framework, Package, Table};

/// The result for a framework and a package that fit together.
pub struct Checked<'a> {
    pub framework: &'a Framework,
    pub package: &'a Package,
    /// Indicators by their codes, both directions of one counting once.
    pub indicators: usize,
    /// Parties that may have a partnership.
    pub parties: usize,
    /// Tables that the package does not hold.
    pub absent: Vec<&'static str>,
    /// Codes of anchored goalposts that are not the percentiles of these data.
    pub off: Vec<String>,
}

/// Sets a package beside a framework. Refused where the framework names peers that the package does not know.
pub fn check<'a>(framework: &'a Framework, package: &'a Package) -> Result<Checked<'a>, Error> {
    let parties = &package.parties;
    let named = framework.peers.members.iter().chain([&framework.peers.with]);
    let strangers: Vec<String> =
        named.filter(|code| parties.by_code(code).is_none_or(|id| parties.is_economy(id))).cloned().collect();
    if !strangers.is_empty() {
        return Err(Error::UnknownPeers { framework: framework.code.clone(), peers: strangers });
    }
    let mut codes: Vec<&str> = framework.indicators().map(|(_, _, i)| i.code.as_str()).collect();
    codes.dedup();
    Ok(Checked {
        framework,
        package,
        indicators: codes.len(),
        parties: parties.iter().filter(|(id, _)| !parties.is_economy(*id)).count(),
        absent: Table::ALL.iter().filter(|t| !package.texts.contains_key(t)).map(|t| t.name()).collect(),
        off: off(&anchors(framework, package)),
    })
}

/// Anchored goalposts claim to be percentiles of the reference sample; these are not.
fn off(found: &Anchors) -> Vec<String> {
    let far = |x: f64, y: f64| (x - y).abs() > 1e-6 * x.abs().max(y.abs());
    let off = |a: &&Anchor| a.computed.is_none_or(|(low, high)| far(low, a.stated.0) || far(high, a.stated.1));
    found.anchors.iter().filter(off).map(|a| a.code.clone()).collect()
}
