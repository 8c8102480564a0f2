//! The message about a package and a framework that fit together.

use crate::analysis::verbs::Checked;

/// Names, versions and counts, and what was found that is no error.
pub fn text(found: &Checked<'_>) -> String {
    let Checked { framework, package, indicators, parties, absent, off } = found;
    let mut held =
        if absent.is_empty() { String::new() } else { format!("note: tables not held: {}\n", absent.join(", ")) };
    if package.created.is_none() {
        held += "note: datapackage.json states no day (`created`) up to which the data speak: dates in the future are not found\n";
    }
    if !off.is_empty() {
        let hint = "  run `spscore framework anchors`, or set kind = \"declared\" and give your own reason";
        let codes = off.join(", ");
        held += &format!("note: anchored goalposts that are not the percentiles of these data: {codes}\n{hint}\n");
    }
    format!(
        "framework {} {}: {indicators} indicators, no problem found\ndata {} {}: {parties} parties, {} sources, no problem found\n{held}",
        framework.code,
        framework.version,
        package.name,
        package.version,
        package.sources.len()
    )
}
