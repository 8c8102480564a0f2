//! Warnings that a score card must carry: stale years, partial coverage, clipped values, and the package's caveats.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::gap::Peers;
use crate::analysis::grades;
use crate::measure::{Measurer, Panel};
use crate::model::framework::{Framework, Measure, Unsearched};
use crate::model::measurement::{AbsenceKind, MemberCoverage, Reading};
use crate::model::package::Table;
use crate::model::party::PartyId;
use crate::model::records::{Caveat, CaveatKind};
use crate::model::window::Year;
use crate::scoring::{Clip, ScoreCard};

/// Something the reader must know before quoting a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub text: String,
    /// A caveat on coverage or composition that concerns single members or the data at large; a short card may only
    /// count it.
    pub minor: bool,
}

pub(super) fn collect(
    framework: &Framework,
    measurer: &Measurer<'_>,
    panel: &Panel,
    card: &ScoreCard,
    peers: Option<&Peers>,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    missing(framework, panel, &mut warnings);
    years(framework, measurer, panel, &mut warnings);
    coverage(framework, panel, &mut warnings);
    clipping(framework, card, &mut warnings);
    own_words(framework, panel, &mut warnings);
    for id in grades::resting_on_weak(framework, card) {
        warnings.push(format!("{} rests on weak proxies (evidence grade C) alone", framework.node(id).code));
    }
    match peers {
        Some(peers) => ranking(framework, measurer, peers, &mut warnings),
        None => warnings.push(format!(
            "outside the peer set ({}): no ranks, and anchored goalposts are those of the peers",
            framework.peers.name
        )),
    }
    let mut seen = BTreeSet::new();
    warnings.retain(|w| seen.insert(w.clone()));
    let mut warnings: Vec<Warning> = warnings.into_iter().map(|text| Warning { text, minor: false }).collect();
    warnings.extend(caveats(measurer, panel));
    warnings.sort_by_key(|w| w.minor);
    warnings
}

/// What limits the ranks among the peers.
fn ranking(framework: &Framework, measurer: &Measurer<'_>, peers: &Peers, warnings: &mut Vec<String>) {
    let parties = &measurer.package().parties;
    if let Some((bloc, member)) = peers.overlap {
        let (bloc, member) = (parties.name(bloc), parties.name(member));
        warnings.push(format!("no ranks: {member} lies inside {bloc}, and both are in the peer set"));
    }
    if !peers.unknown.is_empty() {
        warnings.push(format!("the data do not know these peers of the framework: {}", peers.unknown.join(", ")));
    }
    let withheld: Vec<&str> = peers
        .withheld
        .iter()
        .map(|p| if parties.code(p.b) == framework.peers.with { parties.name(p.a) } else { parties.name(p.b) })
        .collect();
    if !withheld.is_empty() && !peers.scored.is_empty() {
        warnings.push(format!("ranks leave out peers whose score is withheld: {}", withheld.join(", ")));
    }
    let (as_of, end) = (framework.peers.as_of.year(), measurer.window().to());
    if as_of != end {
        warnings.push(format!("the peers are those of {as_of}; this window ends {end}"));
    }
}

fn missing(framework: &Framework, panel: &Panel, warnings: &mut Vec<String>) {
    let mut unasked = Vec::new();
    for (id, node, indicator) in framework.indicators() {
        let Some(Reading::Missing(absence)) = panel.get(id).map(|m| &m.reading) else { continue };
        if framework.unsearched == Unsearched::NotAsked && absence.kind == AbsenceKind::NotSearched {
            unasked.push(node.code.as_str());
            continue;
        }
        let yields = indicator.yields_to.filter(|_| absence.kind == AbsenceKind::NotApplicable);
        let heir = yields.map_or_else(String::new, |to| format!("; its weight goes to {}", framework.node(to).code));
        warnings.push(format!("{} {}: {}{heir}", node.code, absence.kind.words(), absence.reason));
    }
    if !unasked.is_empty() {
        warnings.push(format!("not asked, since nobody has searched: {}", unasked.join(", ")));
    }
}

/// Indicators that share their years are reported together, by the sub-dimension they belong to.
fn years(framework: &Framework, measurer: &Measurer<'_>, panel: &Panel, warnings: &mut Vec<String>) {
    let window = measurer.window();
    let mut groups: Vec<(Vec<Year>, Vec<&str>)> = Vec::new();
    for (id, node, indicator) in framework.indicators() {
        let Some(m) = panel.get(id).filter(|m| !m.years.is_empty()) else { continue };
        // A trend looks back beyond the window on purpose.
        let inside: Vec<Year> = m.years.iter().copied().filter(|y| window.contains(*y)).collect();
        if inside.len() == window.years() || matches!(indicator.measure, Measure::TradeTrend { .. }) {
            continue;
        }
        match groups.iter_mut().find(|(years, _)| *years == inside) {
            Some((_, codes)) => codes.push(&node.code),
            None => groups.push((inside, vec![&node.code])),
        }
    }
    for (years, codes) in groups {
        warnings.push(format!(
            "{} of {} years ({}): {}",
            years.len(),
            window.years(),
            list_years(&years),
            codes.join(", ")
        ));
    }
}

/// 2018, 2019, 2020 as `2018–2020`; with gaps as a list.
pub(crate) fn list_years(years: &[Year]) -> String {
    match (years.first(), years.last()) {
        (Some(a), Some(b)) if years.len() > 2 && usize::from(b.get() - a.get()) + 1 == years.len() => {
            format!("{a}–{b}")
        }
        _ => years.iter().map(Year::to_string).collect::<Vec<_>>().join(", "),
    }
}

fn coverage(framework: &Framework, panel: &Panel, warnings: &mut Vec<String>) {
    let mut groups: Vec<(MemberCoverage, Vec<&str>)> = Vec::new();
    for (id, node, _) in framework.indicators() {
        let Some(c) = panel.get(id).and_then(|m| m.members).filter(|c| c.have < c.of) else { continue };
        match groups.iter_mut().find(|(known, _)| *known == c) {
            Some((_, codes)) => codes.push(&node.code),
            None => groups.push((c, vec![&node.code])),
        }
    }
    for (c, codes) in groups {
        warnings.push(format!("{} of {} members have data for every year: {}", c.have, c.of, codes.join(", ")));
    }
}

fn clipping(framework: &Framework, card: &ScoreCard, warnings: &mut Vec<String>) {
    let mut clipped = Vec::new();
    for (node, scored) in framework.nodes.iter().zip(&card.nodes) {
        let (share, side) = match scored.clip {
            Some(Clip::Below(by)) => (by, "below the lower"),
            Some(Clip::Above(by)) => (by, "above the upper"),
            None => continue,
        };
        // Zero on a logarithmic scale lies infinitely far below.
        let far = if share.is_finite() { format!("{:.0} % of the scale ", 100.0 * share) } else { String::new() };
        clipped.push(format!("{} ({far}{side} goalpost)", node.code));
    }
    if !clipped.is_empty() {
        warnings.push(format!("clipped: {}", clipped.join(", ")));
    }
}

fn own_words(framework: &Framework, panel: &Panel, warnings: &mut Vec<String>) {
    for (id, node, _) in framework.indicators() {
        for w in panel.get(id).iter().flat_map(|m| &m.warnings) {
            warnings.push(format!("{}: {w}", node.code));
        }
    }
}

/// Caveats of the package that touch the rows used: the table, a party of the pair or a member, a year of that table's
/// rows. The same caveat on several tables is reported once.
fn caveats(measurer: &Measurer<'_>, panel: &Panel) -> Vec<Warning> {
    let package = measurer.package();
    let window = measurer.window();
    let pair = [panel.partnership.a, panel.partnership.b];
    let mut concerned: BTreeSet<PartyId> = BTreeSet::from(pair);
    for unit in pair {
        concerned.extend(window.iter().flat_map(|y| package.parties.members(unit, y)));
    }
    let mut years: BTreeMap<Table, BTreeSet<Year>> = BTreeMap::new();
    for m in panel.measurements.iter().flatten().filter(|m| m.reading.value().is_some()) {
        for table in m.rows.iter().map(|r| r.table).collect::<BTreeSet<_>>() {
            let of_table = years.entry(table).or_default();
            of_table.extend(m.years.iter().copied());
            if m.years.is_empty() {
                of_table.insert(window.to());
            }
        }
    }
    let mut found: Vec<(Vec<&str>, &Caveat)> = Vec::new();
    for c in &package.caveats {
        let Some(used) = years.iter().find(|(t, _)| t.name() == c.table).map(|(_, years)| years) else { continue };
        let in_time = used.iter().any(|y| c.from.is_none_or(|f| f <= *y) && c.to.is_none_or(|t| *y <= t));
        if !in_time || c.party.is_some_and(|p| !concerned.contains(&p)) {
            continue;
        }
        match found.iter_mut().find(|(_, known)| known.text == c.text) {
            Some((tables, _)) => tables.push(&c.table),
            None => found.push((vec![&c.table], c)),
        }
    }
    let minor = |c: &Caveat| {
        matches!(c.kind, CaveatKind::Coverage | CaveatKind::Composition) && !c.party.is_some_and(|p| pair.contains(&p))
    };
    found
        .into_iter()
        .map(|(tables, c)| Warning { text: format!("{}: {}", tables.join(", "), c.text), minor: minor(c) })
        .collect()
}
