//! Several partnerships side by side. Each one's figures are those of its own evaluation, whichever others are named.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::analysis::claims::{self, Claim};
use crate::analysis::contribution::{self, Contribution, contributions};
use crate::analysis::convergence::{self, Convergence};
use crate::analysis::evaluation::{Evaluation, evaluate_among};
use crate::analysis::gap::{self, Peers};
use crate::measure::Measurer;
use crate::measure::platforms::{common_platforms, on_common_ground};
use crate::model::framework::{Framework, Measure};
use crate::model::party::Partnership;
use crate::model::platform::Platform;
use crate::model::{Package, PartyId, Window};

/// Why one partnership's CONTENT lies above another's.
#[derive(Clone, Debug)]
pub struct Difference {
    pub above: usize,
    pub below: usize,
    pub points: f64,
    /// Largest first, by size.
    pub contributions: Vec<Contribution>,
}

/// Partnerships of one status, from the one with most CONTENT down.
#[derive(Clone, Debug)]
pub struct SameStatus {
    pub rung: String,
    pub members: Vec<usize>,
}

/// Evaluations in the order of their CONTENT, withheld ones last, and what follows from having them together.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub evaluations: Vec<Evaluation>,
    /// Between neighbours in that order.
    pub differences: Vec<Difference>,
    /// Groups of at least two.
    pub same_status: Vec<SameStatus>,
    /// Korolev's comparative claims, one by one.
    pub claims: Vec<Claim>,
    /// How published rankings go with the scores, where the whole peer set is compared.
    pub convergence: Vec<Convergence>,
    pub warnings: Vec<String>,
}

/// Lets several windows be compared: FORM of each partnership, and of the peers it is ranked among, counts in all of
/// them the platforms that all of them know. Says which these are, where the framework asks for it; a single window is
/// left as it is.
pub fn compare_through_time(
    framework: &Framework,
    measurers: &mut [Measurer<'_>],
    partnerships: &[Partnership],
) -> Vec<String> {
    let [first, _, ..] = &*measurers else { return Vec::new() };
    let parties = &first.package().parties;
    let warnings = |p: &Partnership| {
        let names: Vec<String> = common_platforms(framework, measurers, *p)?.iter().map(Platform::name).collect();
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        Some(format!("{}: FORM counts in every window the platforms known in all of them: {names}", p.slug(parties)))
    };
    let warnings: Vec<String> = partnerships.iter().filter_map(warnings).collect();
    let mut all = partnerships.to_vec();
    all.extend(framework.peers.partnerships(parties).into_iter().filter(|p| !partnerships.contains(p)));
    on_common_ground(framework, measurers, &all);
    warnings
}

/// Evaluates and compares. Worked example of a rank: the first of [`Comparison::evaluations`] has rank 1.
pub fn compare(framework: &Framework, measurer: &Measurer<'_>, partnerships: &[Partnership]) -> Comparison {
    let ranked = partnerships.iter().any(|p| gap::is_peer(framework, measurer, *p));
    let peers = if ranked { gap::peers(framework, measurer) } else { Peers::default() };
    let mut evaluations: Vec<Evaluation> =
        partnerships.par_iter().map(|p| evaluate_among(framework, measurer, *p, &peers)).collect();
    let content = |e: &Evaluation| e.card.content().score.unwrap_or(f64::NEG_INFINITY);
    evaluations.sort_by(|x, y| content(y).total_cmp(&content(x)).then(x.partnership.a.cmp(&y.partnership.a)));
    let differences = (1..evaluations.len()).filter_map(|i| difference(framework, &evaluations, i - 1, i)).collect();
    let same_status = same_status(&evaluations);
    let claims = claims::claims(framework, &evaluations, &peers);
    let convergence = convergence::convergence(framework, measurer.package(), &evaluations);
    let warnings = warnings(framework, measurer, &evaluations);
    Comparison { evaluations, differences, same_status, claims, convergence, warnings }
}

fn difference(framework: &Framework, all: &[Evaluation], above: usize, below: usize) -> Option<Difference> {
    let (x, y) = (&all.get(above)?.card, &all.get(below)?.card);
    let points = x.content().score? - y.content().score?;
    let mut contributions = contributions(framework, x, y, framework.content);
    contribution::largest_first(&mut contributions);
    Some(Difference { above, below, points, contributions })
}

fn same_status(all: &[Evaluation]) -> Vec<SameStatus> {
    let mut groups: Vec<SameStatus> = Vec::new();
    for (i, e) in all.iter().enumerate().filter(|(_, e)| e.card.content().score.is_some()) {
        let Some(status) = &e.status else { continue };
        match groups.iter_mut().find(|g| g.rung == status.rung) {
            Some(group) => group.members.push(i),
            None => groups.push(SameStatus { rung: status.rung.clone(), members: vec![i] }),
        }
    }
    groups.retain(|g| g.members.len() > 1);
    groups
}

/// Parties that lie inside another: their figures overlap, whichever others are compared.
pub fn overlaps(package: &Package, all: impl Iterator<Item = Partnership>, window: Window) -> Vec<String> {
    let parties = &package.parties;
    let sides: BTreeSet<PartyId> = all.flat_map(|p| [p.a, p.b]).collect();
    let mut warnings = Vec::new();
    for bloc in sides.iter().filter(|id| parties.is_bloc(**id)) {
        let inside = |m: &&PartyId| window.iter().any(|y| parties.counted_members(*bloc, y).contains(m));
        for member in sides.iter().filter(inside) {
            let (bloc, member) = (parties.name(*bloc), parties.name(*member));
            warnings
                .push(format!("{member} lies inside {bloc}: their figures overlap and are not to be ranked together"));
        }
    }
    warnings
}

/// What makes figures hard to compare: overlapping parties, indicators known for some only, years that differ.
fn warnings(framework: &Framework, measurer: &Measurer<'_>, all: &[Evaluation]) -> Vec<String> {
    let mut warnings = overlaps(measurer.package(), all.iter().map(|e| e.partnership), measurer.window());
    for (id, node, indicator) in framework.indicators() {
        let known = all.iter().filter(|e| e.card.node(id).score.is_some()).count();
        if known > 0 && known < all.len() {
            let applies = all.iter().filter(|e| e.card.node(id).applies).count();
            let why = if applies == known { "does not apply to the others" } else { "is missing for others" };
            warnings.push(format!("{} is known for {known} of {} and {why}", node.code, all.len()));
        }
        // The ladder of status has no years, and a trend's own years are its definition.
        if matches!(
            indicator.measure,
            Measure::Status { .. } | Measure::Institutions { .. } | Measure::TradeTrend { .. }
        ) {
            continue;
        }
        let years = |e: &Evaluation| e.panel.get(id).map(|m| m.years.clone()).filter(|y| !y.is_empty());
        let mut sets: Vec<_> = all.iter().filter_map(years).collect();
        sets.sort();
        sets.dedup();
        if sets.len() > 1 {
            let sets: Vec<String> = sets.iter().map(|s| crate::analysis::list_years(s)).collect();
            warnings.push(format!("{} rests on different years: {}", node.code, sets.join(" or ")));
        }
    }
    warnings.sort();
    warnings.dedup();
    warnings
}
