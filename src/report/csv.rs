//! The score card as CSV: one row per node, full precision, for R, Stata or Excel.

use super::Subject;
use super::compared::Compared;
use crate::analysis::multiverse::{GAP, RANK, RESIDUAL};
use crate::analysis::robustness::Cause;
use crate::model::cell::guarded;
use crate::model::framework::NodeKind;

/// One row per window and partnership: scores of the comparison's columns and the gap on its three yardsticks, full precision.
pub fn comparisons(all: &[Compared<'_>]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (i, c) in all.iter().enumerate() {
        compared_rows(&mut writer, c, i == 0)?;
    }
    text(writer)
}

fn compared_rows(writer: &mut csv::Writer<Vec<u8>>, c: &Compared<'_>, header: bool) -> Result<(), csv::Error> {
    let columns = c.columns();
    let codes = columns.iter().map(|id| c.framework.node(*id).code.clone());
    let before =
        ["partnership", "window_from", "window_to", "framework", "framework_version", "rank"].map(str::to_owned);
    if header {
        let after = AFTER.map(str::to_owned);
        writer.write_record(before.into_iter().chain(codes).chain(after))?;
    }
    let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    for (i, e) in c.comparison.evaluations.iter().enumerate() {
        let gap = e.gap.as_ref();
        let (lower, upper) = e.card.gap_bounds();
        let sure = e.robustness.as_ref();
        let [absolute, data] = sure.map_or([None; 2], |r| r.spreads_of(GAP));
        let residual = sure.and_then(|r| r.relative_spread_of(RESIDUAL));
        let shares = sure.and_then(|r| r.unit.gap.as_ref());
        let peers = sure.and_then(|r| r.unit.peers.as_ref());
        let factor = |c: Option<&Cause>| c.map_or_else(String::new, |c| c.code.clone());
        let before = [
            e.partnership.slug(&c.gauge.package().parties),
            e.window.from().to_string(),
            e.window.to().to_string(),
            c.framework.code.clone(),
            c.framework.version.clone(),
            e.card.content().score.map_or_else(String::new, |_| (i + 1).to_string()),
        ];
        let after = [
            number(gap.map(|g| g.absolute)),
            lower.to_string(),
            upper.to_string(),
            e.label().unwrap_or_default().to_owned(),
            number(absolute.map(|s| s.low)),
            number(absolute.map(|s| s.high)),
            number(data.map(|s| s.low)),
            number(data.map(|s| s.high)),
            number(shares.map(|g| g.positive)),
            number(shares.map(|g| g.same_sign)),
            shares.map_or_else(String::new, |g| g.known.to_string()),
            sure.map_or_else(String::new, |r| r.absolute().words().to_owned()),
            factor(sure.and_then(|r| r.cause.as_ref())),
            number(gap.and_then(|g| g.rank)),
            number(gap.and_then(|g| g.residual)),
            number(residual.map(|s| s.low)),
            number(residual.map(|s| s.high)),
            gap.and_then(|g| g.stance).map_or_else(String::new, |s| s.words().to_owned()),
            number(peers.map(|p| p.like)),
            number(peers.map(|p| p.more_form)),
            number(peers.map(|p| p.more_content)),
            number(peers.map(|p| p.same)),
            peers.map_or_else(String::new, |p| p.known.to_string()),
            sure.map_or_else(String::new, |r| super::robustness::relative_word(r).to_owned()),
            factor(sure.and_then(|r| r.relative_cause.as_ref())),
            e.card.content().coverage.to_string(),
        ];
        let scores = columns.iter().map(|id| number(e.card.node(*id).score));
        writer.write_record(before.into_iter().chain(scores).chain(after))?;
    }
    Ok(())
}

/// The columns after the scores: the gap and its absolute answer, the yardsticks among the peers and the relative one.
const AFTER: [&str; 26] = [
    "gap",
    "gap_lower",
    "gap_upper",
    "verdict",
    "gap_p05",
    "gap_p95",
    "gap_data_p05",
    "gap_data_p95",
    "positive",
    "same_sign",
    "variants",
    "absolute",
    "absolute_moved_by",
    "gap_rank",
    "gap_residual",
    "residual_p05",
    "residual_p95",
    "stance",
    "like_peers",
    "more_form",
    "more_content",
    "same_stance",
    "relative_variants",
    "relative",
    "relative_moved_by",
    "coverage",
];

/// What a writer has written; cells that a spreadsheet would run are kept texts ([`guarded`]).
pub(super) fn text(writer: csv::Writer<Vec<u8>>) -> Result<String, csv::Error> {
    let bytes = writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(guarded(String::from_utf8_lossy(&bytes).into_owned()))
}

const HEADER: [&str; 24] = [
    "partnership",
    "window_from",
    "window_to",
    "framework",
    "framework_version",
    "code",
    "parent",
    "title",
    "score",
    "lower",
    "upper",
    "median",
    "p05",
    "p95",
    "data_p05",
    "data_p95",
    "coverage",
    "weight",
    "weight_used",
    "value",
    "unit",
    "status",
    "years",
    "sources",
];

/// The gap and the two yardsticks among the peers: a row each, like those of the nodes; the yardsticks' intervals are those over all
/// variants. `status` tells the verdict.
fn gap_rows(writer: &mut csv::Writer<Vec<u8>>, s: &Subject<'_>) -> Result<(), csv::Error> {
    let e = s.evaluation;
    let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let (lower, upper) = e.card.gap_bounds();
    let robust = e.robustness.as_ref();
    let [absolute, data] = robust.map_or([None; 2], |r| r.spreads_of(GAP));
    let gap = e.gap.as_ref();
    let over_all = |code| robust.and_then(|r| r.relative_spread_of(code));
    let stance = gap.and_then(|g| g.stance).map_or("not applicable", |s| s.words());
    let all = [
        (
            GAP,
            "Form less content",
            gap.map(|g| g.absolute),
            [Some(lower), Some(upper)],
            absolute,
            data,
            e.label().unwrap_or("withheld"),
        ),
        (RANK, "Rank in form less rank in content", gap.and_then(|g| g.rank), [None; 2], over_all(RANK), None, stance),
        (
            RESIDUAL,
            "Residual from the peers' line",
            gap.and_then(|g| g.residual),
            [None; 2],
            over_all(RESIDUAL),
            None,
            stance,
        ),
    ];
    for (code, title, value, [lower, upper], spread, data, status) in all {
        let before = [s.slug(), e.window.from().to_string(), e.window.to().to_string()];
        let made =
            [s.framework.code.clone(), s.framework.version.clone(), code.to_owned(), String::new(), title.to_owned()];
        let numbers = [
            value,
            lower,
            upper,
            spread.map(|s| s.median),
            spread.map(|s| s.low),
            spread.map(|s| s.high),
            data.map(|s| s.low),
            data.map(|s| s.high),
        ];
        let empty = || std::iter::repeat_n(String::new(), 4);
        let after = ["points".to_owned(), status.to_owned(), String::new(), String::new()];
        let cells = before.into_iter().chain(made).chain(numbers.map(number)).chain(empty()).chain(after);
        writer.write_record(cells)?;
    }
    Ok(())
}

/// Numbers are written with all their digits; an empty cell is a missing value, never a zero.
pub fn evaluation<'a>(of: impl Into<Subject<'a>>) -> Result<String, csv::Error> {
    let s = &of.into();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    let e = s.evaluation;
    for (i, node) in s.framework.nodes.iter().enumerate() {
        let id = crate::model::framework::NodeId(i);
        let scored = e.card.node(id);
        let measurement = e.panel.get(id);
        let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
        let unit = match &node.kind {
            NodeKind::Indicator(indicator) => indicator.unit.clone(),
            _ => String::new(),
        };
        let (status, _) = super::standing(s, id);
        let [spread, data] = e.robustness.as_ref().map_or([None; 2], |r| r.spreads_of(&node.code));
        let years: Vec<String> = measurement.iter().flat_map(|m| m.years.iter().map(|y| y.to_string())).collect();
        let sources = super::explain::sources(s.gauge.package(), super::below(s, id).into_iter());
        writer.write_record([
            s.slug(),
            e.window.from().to_string(),
            e.window.to().to_string(),
            s.framework.code.clone(),
            s.framework.version.clone(),
            node.code.clone(),
            node.parent.map_or_else(String::new, |p| s.framework.node(p).code.clone()),
            e.full_title(s.framework, s.gauge, id),
            number(scored.score),
            number(scored.applies.then_some(scored.lower)),
            number(scored.applies.then_some(scored.upper)),
            number(spread.map(|s| s.median)),
            number(spread.map(|s| s.low)),
            number(spread.map(|s| s.high)),
            number(data.map(|s| s.low)),
            number(data.map(|s| s.high)),
            scored.coverage.to_string(),
            node.weight.get().to_string(),
            if node.parent.is_none() { 1.0 } else { scored.used }.to_string(),
            number(measurement.and_then(|m| m.reading.value())),
            unit,
            status.to_owned(),
            years.join(" "),
            sources.join(" "),
        ])?;
    }
    gap_rows(&mut writer, s)?;
    text(writer)
}
