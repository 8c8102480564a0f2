//! How sure a gap is, in words: interval, share, verdict and what it depends on.

use serde_json::{Map, Value, json};

use super::number;
use super::uncertainty::summary;
use crate::analysis::Gap;
use crate::analysis::robustness::{Cause, Robustness, Yardsticks};

/// "90 % interval −6.2 to +46.3 · positive in 84.3 % of 1,000 variants".
pub(super) fn interval(r: &Robustness) -> Option<String> {
    summary(&r.unit, r.gap, r.plan.draws)
}

/// "not robust: depends on normalisation (alone from −9.0 to +31.9) and on the yardstick (..)".
pub(super) fn verdict(r: &Robustness, gap: &Gap) -> String {
    if !r.told() {
        let (known, draws) = (number::plain(r.known as f64), number::plain(r.plan.draws as f64));
        return format!("not assessed: only {known} of {draws} variants have a gap at all");
    }
    if r.robust() {
        return "robust: the sign holds in at least 95 % of the variants, and the three yardsticks agree".into();
    }
    let mut reasons = Vec::new();
    if r.same_sign < crate::analysis::robustness::ENOUGH {
        reasons.push(r.cause.as_ref().map_or_else(|| "all factors together".to_owned(), caused));
    }
    match (r.yardsticks, gap.rank, gap.residual) {
        (Yardsticks::Disagree, Some(rank), Some(residual)) => {
            let (absolute, rank, residual) =
                (number::signed(gap.absolute, 1), number::signed(rank, 0), number::signed(residual, 1));
            reasons.push(format!("the yardstick (absolute {absolute}, rank {rank}, residual {residual})"));
        }
        (Yardsticks::Agree, ..) => {}
        _ if reasons.is_empty() => {
            return "not assessed: the sign holds, but there are no peers to measure it against".into();
        }
        _ => {}
    }
    format!("not robust: depends on {}", reasons.join(" and on "))
}

fn caused(cause: &Cause) -> String {
    let (low, high) = (number::signed(cause.low, 1), number::signed(cause.high, 1));
    format!("{} (alone {low} to {high})", cause.title)
}

/// What else there is to say: missing values, most favourable weights.
pub(super) fn besides(r: &Robustness) -> Vec<String> {
    let mut said = Vec::new();
    match r.whatever_is_missing {
        Some(true) => said.push("the sign holds whatever the missing values are".to_owned()),
        Some(false) => said.push("missing values could turn the sign".to_owned()),
        None => {}
    }
    if let Some(content) = r.most_favourable {
        let content = number::score(content);
        said.push(format!(
            "even with its most favourable weights (within half and twice their own) CONTENT is {content}"
        ));
    }
    said
}

/// "robust", "not robust", "not assessed".
pub(super) fn word(r: &Robustness) -> &'static str {
    if !r.told() {
        return "not assessed";
    }
    match (r.robust(), r.yardsticks, r.same_sign >= crate::analysis::robustness::ENOUGH) {
        (true, ..) => "robust",
        (_, Yardsticks::Missing, true) => "not assessed",
        _ => "not robust",
    }
}

/// The same as a document: intervals of every node and of the gap by code.
pub(super) fn document(r: &Robustness, gap: &Gap) -> Value {
    let interval = |place: usize| {
        r.spread_of(place).map(|s| json!({ "median": s.median, "p05": s.low, "p95": s.high, "draws": s.known }))
    };
    let intervals: Map<String, Value> =
        r.outputs.iter().enumerate().map(|(place, code)| (code.clone(), json!(interval(place)))).collect();
    let cause = r
        .cause
        .as_ref()
        .map(|c| json!({ "factor": c.code, "alone_from": c.low, "alone_to": c.high, "turns_the_sign": c.turns }));
    json!({
        "verdict": word(r), "words": verdict(r, gap), "draws": r.plan.draws, "seed": r.plan.seed,
        "variants_with_a_gap": r.known, "same_sign": r.same_sign, "positive": r.unit.gap.as_ref().map(|g| g.positive[1]),
        "yardsticks_agree": match r.yardsticks {
            Yardsticks::Agree => Some(true),
            Yardsticks::Disagree => Some(false),
            Yardsticks::Missing => None,
        },
        "depends_most_on": cause, "sign_whatever_is_missing": r.whatever_is_missing,
        "most_favourable_content": r.most_favourable, "intervals": intervals,
    })
}
