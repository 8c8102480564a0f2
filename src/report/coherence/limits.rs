//! What cannot be inferred: the caveats of the analysis, those of one kind in one sentence with the nodes they concern.

use super::{Examined, number, some};
use crate::statistics::coherence::Caveat;

/// Nodes named in one sentence.
const NAMED: usize = 6;

/// How a caveat of a block names its node; nothing for other caveats.
type Naming = fn(&Caveat) -> Option<String>;

/// The sentences, the most general first.
pub(super) fn limits(examined: &Examined<'_>) -> Vec<String> {
    let caveats = &examined.structure.caveats;
    let mut said: Vec<String> = caveats.iter().filter_map(general).collect();
    let all = examined.structure.sample.units.len();
    let kinds: [(String, Naming); 5] = [
        (
            format!("Alpha, components and adequacy rest on the units without a gap, fewer than the {all}, in "),
            incomplete,
        ),
        ("Too few units for stable components (it takes 10, and 5 per element) in ".to_owned(), unstable),
        ("Not more units than elements, so that the last components are empty by construction, in ".to_owned(), empty),
        ("Two components are equally strong, so that their loadings are one choice of many, in ".to_owned(), equal),
        ("The elements share too little to read factors (KMO under 0.6) in ".to_owned(), inadequate),
    ];
    for (sentence, of) in kinds {
        let nodes: Vec<String> = caveats.iter().filter_map(of).collect();
        if !nodes.is_empty() {
            said.push(format!("{sentence}{}.", some(&nodes, NAMED)));
        }
    }
    said
}

/// Caveats of correlations and main effects.
fn general(caveat: &Caveat) -> Option<String> {
    match caveat {
        Caveat::FewUnits { units, critical } => {
            let critical = number::two_decimals(*critical);
            Some(format!(
                "With {units} units, the fewest of any pair, a correlation within ±{critical} does not differ from none at 5 %."
            ))
        }
        // Which formula gave Kendall's p is no limit of what can be inferred.
        Caveat::KendallTests { .. } => None,
        other if other.group().is_none() && named(other).is_none() => Some(other.to_string()),
        _ => None,
    }
}

/// Whether the caveat is one of a block, and which.
fn named(caveat: &Caveat) -> Option<String> {
    [incomplete, unstable, empty, equal, inadequate].into_iter().find_map(|of| of(caveat))
}

fn name(group: Option<&str>) -> &str {
    group.unwrap_or("all indicators")
}

fn incomplete(caveat: &Caveat) -> Option<String> {
    match caveat {
        Caveat::IncompleteUnits { used, .. } => Some(format!("{} ({used})", name(caveat.group()))),
        _ => None,
    }
}

fn unstable(caveat: &Caveat) -> Option<String> {
    match caveat {
        Caveat::UnstableComponents { units, indicators, .. } => {
            Some(format!("{} ({units} for {indicators})", name(caveat.group())))
        }
        _ => None,
    }
}

fn empty(caveat: &Caveat) -> Option<String> {
    match caveat {
        Caveat::EmptyComponents { units, indicators, .. } => {
            Some(format!("{} ({units} for {indicators})", name(caveat.group())))
        }
        _ => None,
    }
}

fn equal(caveat: &Caveat) -> Option<String> {
    matches!(caveat, Caveat::EqualEigenvalues { .. }).then(|| name(caveat.group()).to_owned())
}

fn inadequate(caveat: &Caveat) -> Option<String> {
    match caveat {
        Caveat::LowAdequacy { kmo, .. } => Some(format!("{} ({})", name(caveat.group()), number::two_decimals(*kmo))),
        _ => None,
    }
}
