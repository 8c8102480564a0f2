//! What is wrong with the structure, in sentences: the answer that stands before the tables.

use super::{Examined, correlation, known, number, percent, some, value};
use crate::analysis::structure::{Family, Removed, SizeLink};
use crate::model::framework::NodeId;
use crate::statistics::coherence::{Flag, Importance, Measure, Pair, PairLimits};

/// Acceptable reliability (Nunnally 1978, as quoted in step 4 of the Handbook).
pub(super) const ACCEPTABLE_ALPHA: f64 = 0.7;

/// A share that is this many times the weight, or the weight this many times the share, is mentioned.
const DISPROPORTION: f64 = 2.0;

/// Names in one sentence.
const NAMED: usize = 4;

/// A topic and what is said of it.
pub(super) struct Finding {
    pub topic: &'static str,
    pub text: String,
}

/// One finding per question, given also where nothing is wrong.
pub(super) fn findings(examined: &Examined<'_>) -> Vec<Finding> {
    let findings = [
        ("Indicators", indicators(examined)),
        ("Doubled", doubled(examined)),
        ("Opposed", opposed(examined)),
        ("Sizes", sizes(examined)),
        ("Reliability", reliability(examined)),
        ("Dimensions", dimensions(examined)),
        ("Importance", importance(examined)),
        ("Removal", removal(examined)),
    ];
    findings.into_iter().filter_map(|(topic, text)| Some(Finding { topic, text: text? })).collect()
}

/// The flag in a word for a column.
pub(super) fn word(flag: &Flag) -> &'static str {
    match flag {
        Flag::NoValue => "no value",
        Flag::Constant => "constant",
        Flag::LowAvailability { .. } => "missing",
        Flag::ManyZeros { .. } => "zeros",
        Flag::FewDistinct { .. } => "ties",
        Flag::Outliers { .. } => "outliers",
    }
}

fn indicators(examined: &Examined<'_>) -> Option<String> {
    let statistics = &examined.structure.statistics;
    let flagged = statistics.iter().filter(|s| !s.flags.is_empty()).count();
    if flagged == 0 {
        return Some(format!("None of the {} calls for a second look.", statistics.len()));
    }
    let kinds = [
        ("no value", "no value"),
        ("constant", "the same for every unit"),
        ("outliers", "skewed by outliers"),
        ("zeros", "mostly zero"),
        ("ties", "many units share a value"),
        ("missing", "many values missing"),
    ];
    let with = |kind: &str| {
        let has = statistics.iter().enumerate().filter(|(_, s)| s.flags.iter().any(|f| word(f) == kind));
        has.map(|(place, _)| examined.leaf(place).to_owned()).collect::<Vec<_>>()
    };
    let parts = kinds.iter().map(|(kind, words)| (words, with(kind))).filter(|(_, named)| !named.is_empty());
    let parts: Vec<String> = parts.map(|(words, named)| format!("{words}: {}", some(&named, NAMED))).collect();
    Some(format!("To look at again: {flagged} of {}; {}.", statistics.len(), parts.join("; ")))
}

/// "Goods–Services +0.95 in ConEcFin", the strongest first.
fn pairs<'a>(examined: &'a Examined<'_>, places: &'a [usize], within: bool) -> Vec<String> {
    let correlations = &examined.structure.table.correlations;
    let mut found: Vec<&Pair> =
        places.iter().filter_map(|p| correlations.pairs.get(*p)).filter(|p| p.within == within).collect();
    let strength = |p: &Pair| value(p, Measure::Pearson).map_or(0.0, f64::abs);
    found.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    let say = |p: &&Pair| {
        let node = examined.shared(p).map_or_else(String::new, |node| format!(" in {node}"));
        format!(
            "{}–{} {}{node}",
            examined.leaf(p.first),
            examined.leaf(p.second),
            correlation(value(p, Measure::Pearson))
        )
    };
    found.iter().map(say).collect()
}

fn doubled(examined: &Examined<'_>) -> Option<String> {
    let limit = number::plain(examined.structure.limits.collinear);
    let places = &examined.structure.table.correlations.collinear;
    pair_sentence(examined, places, &format!("beyond ±{limit}"), "perhaps one thing counted twice")
}

fn opposed(examined: &Examined<'_>) -> Option<String> {
    let below = examined.structure.limits.negative;
    // The usual limit has one decimal.
    let limit = number::signed(below, if below == PairLimits::default().negative { 1 } else { 2 });
    let places = &examined.structure.table.correlations.negative;
    pair_sentence(examined, places, &format!("below {limit}"), "cancelling each other out")
}

fn pair_sentence(examined: &Examined<'_>, places: &[usize], beyond: &str, meaning: &str) -> Option<String> {
    if examined.structure.leaves.len() < 2 {
        return None;
    }
    let (within, across) = (pairs(examined, places, true), pairs(examined, places, false));
    if within.is_empty() && across.is_empty() {
        return Some(format!("No two indicators are correlated {beyond}."));
    }
    let count = |n: usize| if n == 1 { "1 pair".to_owned() } else { format!("{n} pairs") };
    let inside = match within.len() {
        0 => "no pair within a node".to_owned(),
        n => format!("{} within a node ({})", count(n), some(&within, NAMED)),
    };
    let outside = match (within.len(), across.len()) {
        (_, 0) => String::new(),
        (0, n) => format!(", {} across nodes ({})", count(n), some(&across, NAMED)),
        (_, n) => format!(", {n} across nodes"),
    };
    let sure =
        places.iter().filter(|p| examined.structure.table.correlations.pairs.get(**p).is_some_and(differs)).count();
    let sure = match (sure, places.len()) {
        (sure, all) if sure == all => String::new(),
        (0, 1) => " It does not differ from no correlation at 5 % after adjustment.".to_owned(),
        (0, _) => " None of them differs from no correlation at 5 % after adjustment.".to_owned(),
        (sure, all) => format!(" Only {sure} of these {all} differ from no correlation at 5 % after adjustment."),
    };
    Some(format!("Correlated {beyond}, {meaning}: {inside}{outside}.{sure}"))
}

/// Indicators that go with a size and are not divided by any; nothing where the framework names no sizes.
fn sizes(examined: &Examined<'_>) -> Option<String> {
    let s = &examined.structure;
    let strong = strong_sizes(examined);
    let divided = |id: NodeId| s.sizes.iter().any(|l| l.indicator == id && l.divided);
    let mut named: Vec<String> = Vec::new();
    for link in strong.iter().filter(|l| !divided(l.indicator)) {
        let r = link.pearson.as_ref().ok().map(|a| a.value);
        named.push(format!("{}–{} {}", examined.code(link.indicator), link.size, correlation(r)));
    }
    let limit = number::plain(s.with_sizes);
    match (s.sizes.is_empty(), named.is_empty()) {
        (true, _) => None,
        (_, true) => Some(format!("No indicator that is not divided goes with a size beyond ±{limit}.")),
        _ => Some(format!("Not divided, and correlated with a size beyond ±{limit}: {}.", some(&named, NAMED))),
    }
}

/// The sizes that stand out, the strongest first.
pub(super) fn strong_sizes<'a>(examined: &'a Examined<'_>) -> Vec<&'a SizeLink> {
    let s = &examined.structure;
    let strength = |l: &SizeLink| l.pearson.as_ref().map_or(0.0, |a| a.value.abs());
    let mut strong: Vec<&SizeLink> = s.sizes.iter().filter(|l| strength(l) > s.with_sizes).collect();
    strong.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    strong
}

/// Whether the pair's correlation differs from none at 5 % after adjustment for all pairs.
pub(super) fn differs(pair: &Pair) -> bool {
    pair.pearson.as_ref().is_ok_and(|a| a.adjusted_p < 0.05)
}

/// Standardised alpha of a node's children.
pub(super) fn alpha(family: &Family) -> Option<f64> {
    let block = family.coherence.groups.first()?;
    known(&block.reliability.as_ref().ok()?.alpha.standardised)
}

fn reliability(examined: &Examined<'_>) -> Option<String> {
    let families = &examined.structure.families;
    let mut alphas: Vec<(f64, NodeId)> = families.iter().filter_map(|f| Some((alpha(f)?, f.node))).collect();
    alphas.sort_by(|a, b| a.0.total_cmp(&b.0));
    let low: Vec<String> = alphas
        .iter()
        .filter(|(alpha, _)| *alpha < ACCEPTABLE_ALPHA)
        .map(|(alpha, id)| format!("{} {}", examined.code(*id), number::two_decimals(*alpha).replace('-', "−")))
        .collect();
    let limit = number::two_decimals(ACCEPTABLE_ALPHA);
    match (alphas.len(), low.len()) {
        (0, _) => Some("No node has a Cronbach's alpha; the tables say why.".into()),
        (n, 0) => Some(format!("Cronbach's alpha reaches {limit} in every node that has one ({n}).")),
        (n, m) => Some(format!("Cronbach's alpha is under {limit} in {m} of {n} nodes: {}.", some(&low, NAMED))),
    }
}

fn dimensions(examined: &Examined<'_>) -> Option<String> {
    let above = |f: &Family| {
        let block = f.coherence.groups.first()?;
        let components = block.components.as_ref().ok()?;
        (components.above_one > 1).then(|| format!("{} ({})", examined.code(f.node), components.above_one))
    };
    let found: Vec<String> = examined.structure.families.iter().filter_map(above).collect();
    (!found.is_empty()).then(|| format!("More than one eigenvalue is above 1 in {}.", some(&found, NAMED)))
}

/// Every element with its importance for the node above it.
pub(super) fn importances<'a>(examined: &'a Examined<'_>) -> impl Iterator<Item = (NodeId, NodeId, &'a Importance)> {
    let of = |f: &'a Family| {
        let elements = f.coherence.importance.iter();
        elements.filter_map(|i| Some((*f.children.get(i.element)?, f.node, i)))
    };
    examined.structure.families.iter().flat_map(of)
}

/// How many times the larger of weight and share is the smaller; siblings that are alone say nothing.
pub(super) fn disproportion(of: &Importance) -> Option<f64> {
    let (nominal, effective) = (known(&of.nominal)?, known(&of.effective)?);
    let (low, high) = (nominal.min(effective), nominal.max(effective));
    (nominal < 1.0).then(|| if low > 0.0 { high / low } else { f64::INFINITY })
}

fn importance(examined: &Examined<'_>) -> Option<String> {
    let pulling = |(element, node, i): (NodeId, NodeId, &Importance)| {
        let r = known(&i.correlation).filter(|r| *r < 0.0)?;
        Some(format!("{} in {} (r {})", examined.code(element), examined.code(node), correlation(Some(r))))
    };
    let against: Vec<String> = importances(examined).filter_map(pulling).collect();
    let mut uneven: Vec<(f64, String)> = importances(examined)
        .filter_map(|(element, node, i)| {
            let times = disproportion(i).filter(|times| *times >= DISPROPORTION)?;
            let (weight, counts) = (percent(known(&i.nominal)), percent(known(&i.effective)));
            let names = format!("{} in {}", examined.code(element), examined.code(node));
            Some((times, format!("{names} weighs {weight} and counts {counts}")))
        })
        .collect();
    uneven.sort_by(|a, b| b.0.total_cmp(&a.0));
    let uneven: Vec<String> = uneven.into_iter().map(|(_, text)| text).collect();
    if importances(examined).all(|(_, _, i)| i.effective.is_err()) {
        return Some("What each element counts for cannot be said; the tables say why.".into());
    }
    let first = match against.len() {
        0 => String::new(),
        1 => format!("1 element pulls against its node: {}. ", some(&against, NAMED)),
        n => format!("{n} elements pull against their node: {}. ", some(&against, NAMED)),
    };
    let second = match uneven.len() {
        0 => "No element counts for twice or half its weight.".to_owned(),
        n => format!("{n} count for at least twice or at most half what they weigh: {}.", some(&uneven, NAMED - 1)),
    };
    Some(format!("{first}{second}"))
}

/// The removals that could be scored, the one that moves ranks most first.
pub(super) fn by_effect<'a>(examined: &'a Examined<'_>) -> Vec<&'a Removed> {
    let moved = |r: &Removed| r.effect.as_ref().ok().and_then(|e| known(&e.mean_rank_change)).unwrap_or(-1.0);
    let mut removals: Vec<&Removed> = examined.structure.removals.iter().collect();
    removals.sort_by(|a, b| moved(b).total_cmp(&moved(a)));
    removals
}

fn removal(examined: &Examined<'_>) -> Option<String> {
    let indicator = |r: &&&Removed| !examined.composite(r.node);
    let sorted = by_effect(examined);
    let most = sorted.iter().find(indicator)?;
    let effect = most.effect.as_ref().ok()?;
    let mean = number::score(known(&effect.mean_rank_change)?);
    let unchanged = sorted.iter().filter(|r| r.effect.as_ref().is_ok_and(|e| e.units > 0 && e.moved == 0)).count();
    let refused = sorted.iter().filter(|r| r.effect.is_err()).count();
    let unchanged =
        if unchanged == 0 { String::new() } else { format!(" Without {unchanged} of the elements no rank changes.") };
    let refused =
        if refused == 0 { String::new() } else { format!(" {refused} removals cannot be scored; csv says why.") };
    let code = examined.code(most.node);
    let root =
        if examined.index.roots().count() > 1 { format!(" ({})", examined.code(most.root)) } else { String::new() };
    Some(format!(
        "Of single indicators {code} moves ranks most{root}: by {mean} places on average, {} at most.{unchanged}{refused}",
        effect.greatest_rank_change
    ))
}
