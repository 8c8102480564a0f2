//! `spscore check`: all problems of a package and a framework at once.

use super::{Failure, Outcome, args, input, output};
use crate::analysis;
use crate::model::{Framework, Package, Table};

pub(super) fn run(args: &args::Check) -> Result<Outcome, Failure> {
    let framework = input::framework(&args.framework);
    let package = input::package(args.data.as_deref());
    let (framework, package) = match (framework, package) {
        (Ok(framework), Ok(package)) => (framework, package),
        (Err(one), Err(other)) => {
            output::tell(&one.message);
            return Err(other);
        }
        (Err(e), Ok(_)) | (Ok(_), Err(e)) => return Err(e),
    };
    let parties = &package.parties;
    let strangers: Vec<&str> = framework
        .peers
        .members
        .iter()
        .chain([&framework.peers.with])
        .filter(|code| parties.by_code(code).is_none_or(|id| parties.is_economy(id)))
        .map(String::as_str)
        .collect();
    if !strangers.is_empty() {
        let message = format!(
            "error: framework `{}` names peers the package does not know: {}\n  hint: add them to parties.csv, or take them out of [peers]",
            framework.code,
            strangers.join(", ")
        );
        return Err(Failure::new(Outcome::BadInput, message));
    }
    let mut codes: Vec<&str> = framework.indicators().map(|(_, _, i)| i.code.as_str()).collect();
    codes.dedup();
    let indicators = codes.len();
    let absent: Vec<&str> = Table::ALL.iter().filter(|t| !package.texts.contains_key(t)).map(|t| t.name()).collect();
    let mut held =
        if absent.is_empty() { String::new() } else { format!("note: tables not held: {}\n", absent.join(", ")) };
    if package.created.is_none() {
        held += "note: datapackage.json states no day (`created`) up to which the data speak: dates in the future are not found\n";
    }
    held += &anchors_note(&framework, &package);
    let text = format!(
        "framework {} {}: {indicators} indicators, no problem found\ndata {} {}: {} parties, {} sources, no problem found\n{held}",
        framework.code,
        framework.version,
        package.name,
        package.version,
        parties.iter().filter(|(id, _)| !parties.is_economy(*id)).count(),
        package.sources.len()
    );
    output::remark(&text)?;
    Ok(Outcome::Done)
}

/// Anchored goalposts claim to be percentiles of the reference sample; where they are not, that is told.
fn anchors_note(framework: &Framework, package: &Package) -> String {
    let found = analysis::anchors::anchors(framework, package);
    let off = |a: &&analysis::Anchor| {
        let far = |x: f64, y: f64| (x - y).abs() > 1e-6 * x.abs().max(y.abs());
        a.computed.is_none_or(|(low, high)| far(low, a.stated.0) || far(high, a.stated.1))
    };
    let codes: Vec<&str> = found.anchors.iter().filter(off).map(|a| a.code.as_str()).collect();
    if codes.is_empty() {
        return String::new();
    }
    let hint = "  run `spscore framework anchors`, or set kind = \"declared\" and give your own reason";
    format!("note: anchored goalposts that are not the percentiles of these data: {}\n{hint}\n", codes.join(", "))
}
