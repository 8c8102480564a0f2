//! What limits a sensitivity analysis: indices not converged, variants without a value, weights not solved for.

use super::{SensitivityAnalysis, defined};
use crate::analysis::sensitivity::Quantity;
use crate::document::number;
use crate::statistics::sobol::MAX_BASE_POINTS;

/// What limits the answer.
pub(super) fn doubts(answer: &SensitivityAnalysis<'_>) -> Vec<String> {
    let found = &answer.found;
    let analysis = &found.indices.analysis;
    let mut doubts = Vec::new();
    doubts.extend(unconverged(answer));
    if analysis.failed_runs > 0 {
        let (failed, runs) = (number::plain(analysis.failed_runs as f64), number::plain(analysis.runs as f64));
        doubts.push(format!("{failed} of {runs} variants gave no number at all; their base points count nowhere."));
    }
    let lost = |unit: usize| found.of(found.headline_of(unit)).map_or(0, |o| o.dropped);
    let short = answer.short();
    let dropped = (0..found.units.len()).filter(|unit| lost(*unit) > 0);
    let dropped: Vec<String> =
        dropped.map(|unit| format!("{} {}", short.get(unit).map_or("", String::as_str), lost(unit))).collect();
    if !dropped.is_empty() {
        let all = analysis.base_points;
        let called = answer.headline();
        doubts.push(format!(
            "Base points, of {all}, left out because a run there has no {called}: {}. The indices speak of the \
             others alone, and make little of `window` where another window has none; there are none where \
             fewer than a quarter are left.",
            dropped.join(", ")
        ));
    }
    if !analysis.balanced {
        let n = analysis.base_points;
        let near = n.next_power_of_two();
        doubts.push(format!(
            "{n} base points are not a power of two, and the design is not balanced; {} or {near} would be.",
            near / 2
        ));
    }
    let unsolved = answer.weighed.iter().flat_map(|w| &w.verdicts).flat_map(|v| &v.unsolved);
    let mut unsolved: Vec<&str> = unsolved.map(|id| answer.node(*id).0).collect();
    unsolved.sort_unstable();
    unsolved.dedup();
    if !unsolved.is_empty() {
        doubts.push(format!(
            "Weights that are not solved for, since a mean above them is neither arithmetic nor geometric, or an arithmetic one \
             stands above a geometric one: {}.",
            unsolved.join(", ")
        ));
    }
    doubts
}

/// Indices of some quantities: how many there are, those whose interval is too wide, and the widest.
#[derive(Default)]
struct Unsure {
    all: usize,
    wide: Vec<String>,
    widest: f64,
}

fn unsure(answer: &SensitivityAnalysis<'_>, quantities: &[Quantity]) -> Unsure {
    let mut unsure = Unsure::default();
    for indices in quantities.iter().filter_map(|q| defined(answer.found.of(*q))) {
        for (place, factor) in indices.factors.iter().enumerate() {
            for (what, index) in [("S", factor.first), ("ST", factor.total)] {
                unsure.all += 1;
                if !index.converged {
                    unsure.wide.push(format!("{what} of {}", answer.group(place)));
                    unsure.widest = unsure.widest.max(index.interval.map_or(1.0, |i| i.width()));
                }
            }
        }
    }
    unsure
}

/// Indices whose interval is too wide, and what would narrow those of the headlines, or where these are narrow the
/// others.
fn unconverged(answer: &SensitivityAnalysis<'_>) -> Option<String> {
    let found = &answer.found;
    let limit = found.layout.settings.width_limit;
    let single = found.units.len() == 1;
    let shown: Vec<Quantity> = (0..found.units.len()).map(|unit| answer.shown(unit)).collect();
    let rest: Vec<Quantity> = match single {
        true => Vec::new(),
        false => found.indices.quantities.iter().copied().filter(|q| !shown.contains(q)).collect(),
    };
    let (first, others) = (unsure(answer, &shown), unsure(answer, &rest));
    if first.wide.is_empty() && others.wide.is_empty() {
        return None;
    }
    let which = match single {
        true => first.wide.join(", "),
        false => format!(
            "{} of {} indices of {}, and {} of {} of scores, ranks and orders",
            first.wide.len(),
            first.all,
            answer.headline(),
            others.wide.len(),
            others.all
        ),
    };
    let (of, widest) = match first.wide.is_empty() {
        false if single => ("them".to_owned(), first.widest),
        false => (format!("those of {}", answer.headline()), first.widest),
        true => ("them".to_owned(), others.widest),
    };
    let base = found.indices.analysis.base_points;
    // The width of an interval falls with the root of the number of base points.
    let wanted = base as f64 * (widest / limit).powi(2);
    let more = if wanted > MAX_BASE_POINTS as f64 {
        format!("; even {MAX_BASE_POINTS} base points would not narrow all of {of}")
    } else {
        let wanted = (wanted as usize).max(base + 1).next_power_of_two().min(MAX_BASE_POINTS);
        format!("; --base-points {wanted} would narrow {of}")
    };
    let are = if single && first.wide.len() == 1 { "is" } else { "are" };
    Some(format!("{which} {are} not converged (~): the 90 % interval is wider than {}{more}.", number::plain(limit)))
}
