//! How robust the two answers are, in words: intervals, shares, verdicts and what each depends on.

use serde_json::{Map, Value, json};

use super::{answer, number};
use crate::analysis::Gap;
use crate::analysis::multiverse::{GAP, RANK, RESIDUAL};
use crate::analysis::robustness::{Cause, Robustness};
use crate::analysis::uncertainty::Sureness;
use crate::statistics::spread::Spread;

/// "+12.3 to +46.3".
pub(super) fn ends(s: Spread) -> String {
    format!("{} to {}", number::signed(s.low, 1), number::signed(s.high, 1))
}

/// "robust: positive in 99.9 % of 1,000 variants on absolute scales; 90 % interval +12.3 to +46.3, ...".
pub(super) fn absolute(r: &Robustness) -> String {
    let sure = r.absolute();
    let [absolute, data] = r.spreads_of(GAP);
    let share = r.unit.gap.as_ref().map_or_else(String::new, |g| {
        let of = of(g.known, r.plan.draws, "a gap");
        format!(": positive in {} of {of} on absolute scales", number::percent_of_draws(g.positive))
    });
    let interval = absolute.map_or_else(String::new, |s| format!("; 90 % interval {}", ends(s)));
    let data = data.map_or_else(String::new, |s| format!(", by the data alone {}", ends(s)));
    let cause = r.cause.as_ref().map_or_else(String::new, |c| format!("; moved most by {}", caused(c)));
    format!("{}{share}{interval}{data}{cause}", sure.words())
}

/// "not robust: the yardsticks disagree (rank +5, residual −7.2, 90 % ..); of 1,000 variants more form in .., more
/// content in ..".
pub(super) fn relative(r: &Robustness, gap: &Gap) -> Option<String> {
    let (peers, stance) = (r.unit.peers.as_ref()?, gap.stance?);
    let sure = r.relative()?;
    let (rank, residual) = (number::signed(gap.rank?, 0), number::signed(gap.residual?, 1));
    let interval = r.relative_spread_of(RESIDUAL).map_or_else(String::new, |s| format!(", 90 % {}", ends(s)));
    let of = of(peers.known, r.plan.draws, "both");
    let cause = r.relative_cause.as_ref().map_or_else(String::new, |c| format!("; moved most by {}", caused(c)));
    Some(format!(
        "{}: {} (rank {rank}, residual {residual}{interval}); of {of} {}{cause}",
        sure.words(),
        stance.words(),
        answer::split(peers)
    ))
}

/// "1,000 variants", or "the 960 of 1,000 variants that have a gap".
fn of(known: usize, draws: usize, what: &str) -> String {
    let (n, all) = (number::plain(known as f64), number::plain(draws as f64));
    if known == draws { format!("{all} variants") } else { format!("the {n} of {all} variants that have {what}") }
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

/// The relative verdict in one word or two; outside the peer set "not assessed".
pub(super) fn relative_word(r: &Robustness) -> &'static str {
    r.relative().unwrap_or(Sureness::NotAssessed).words()
}

/// A spread as JSON describes it.
pub(super) fn spread(s: Option<Spread>) -> Value {
    s.map_or(Value::Null, |s| json!({ "median": s.median, "p05": s.low, "p95": s.high, "draws": s.known }))
}

/// Both answers as a document, each with its band, share and verdict; then the intervals of every node and of the gap
/// by code.
pub(super) fn document(r: &Robustness, gap: &Gap) -> Value {
    let cause = |c: &Option<Cause>| {
        c.as_ref()
            .map(|c| json!({ "factor": c.code, "alone_from": c.low, "alone_to": c.high, "turns_the_sign": c.turns }))
    };
    let interval = |code: &String| {
        let [absolute, data] = r.spreads_of(code);
        json!({ "absolute": spread(absolute), "data": spread(data), "all": spread(r.relative_spread_of(code)) })
    };
    let intervals: Map<String, Value> = r.outputs.iter().map(|code| (code.clone(), interval(code))).collect();
    let [absolute, data] = r.spreads_of(GAP);
    let shares = r.unit.gap.as_ref();
    let relative = r.unit.peers.as_ref().map(|p| {
        json!({
            "verdict": relative_word(r), "stance": gap.stance.map(|s| s.words()), "rank": gap.rank, "residual": gap.residual,
            "same": p.same, "like": p.like, "more_form": p.more_form, "more_content": p.more_content, "apart": p.apart,
            "variants": p.known, "rank_interval": spread(r.relative_spread_of(RANK)),
            "interval": spread(r.relative_spread_of(RESIDUAL)), "moved_most_by": cause(&r.relative_cause),
        })
    });
    json!({
        "draws": r.plan.draws, "seed": r.plan.seed, "label": r.label,
        "absolute": {
            "verdict": r.absolute().words(), "same_sign": shares.map(|g| g.same_sign), "positive": shares.map(|g| g.positive),
            "positive_by_data": shares.map(|g| g.positive_by_data), "variants": shares.map(|g| g.known),
            "interval": spread(absolute), "data": spread(data), "moved_most_by": cause(&r.cause),
        },
        "relative": relative,
        "sign_whatever_is_missing": r.whatever_is_missing, "most_favourable_content": r.most_favourable,
        "intervals": intervals,
    })
}
