//! The score card as records: one for each node, unrounded, for R, Stata or Excel. A missing value is an empty cell,
//! never a zero.

use super::Subject;
use super::compared::Compared;
use crate::analysis::multiverse::{GAP, RANK, RESIDUAL};
use crate::analysis::robustness::Cause;
use crate::document::{Cell, Table};
use crate::model::framework::NodeKind;

/// One record for each window and partnership: scores of the comparison's columns and the gap on its three yardsticks.
pub(super) fn comparisons(all: &[Compared<'_>]) -> Table {
    let before = ["partnership", "window_from", "window_to", "framework", "framework_version", "rank"];
    let codes = all
        .first()
        .map_or_else(Vec::new, |c| c.columns().iter().map(|id| c.framework.node(*id).code.clone()).collect::<Vec<_>>());
    let heads = before.map(str::to_owned).into_iter().chain(codes).chain(AFTER.map(str::to_owned));
    let mut records = Table::records(heads);
    all.iter().for_each(|c| compared(&mut records, c));
    records
}

fn compared(records: &mut Table, c: &Compared<'_>) {
    let columns = c.columns();
    let number = Cell::exact;
    let count = |n: Option<usize>| n.map_or_else(Cell::default, Cell::from);
    for (i, e) in c.comparison.evaluations.iter().enumerate() {
        let gap = e.gap.as_ref();
        let (lower, upper) = e.card.gap_bounds();
        let sure = e.robustness.as_ref();
        let [absolute, data] = sure.map_or([None; 2], |r| r.spreads_of(GAP));
        let residual = sure.and_then(|r| r.relative_spread_of(RESIDUAL));
        let shares = sure.and_then(|r| r.unit.gap.as_ref());
        let peers = sure.and_then(|r| r.unit.peers.as_ref());
        let factor = |c: Option<&Cause>| Cell::from(c.map_or_else(String::new, |c| c.code.clone()));
        let before = [
            e.partnership.slug(&c.measurer.package().parties).into(),
            e.window.from().to_string().into(),
            e.window.to().to_string().into(),
            c.framework.code.clone().into(),
            c.framework.version.clone().into(),
            count(e.card.content().score.map(|_| i + 1)),
        ];
        let after = [
            number(gap.map(|g| g.absolute)),
            number(Some(lower)),
            number(Some(upper)),
            e.label().unwrap_or_default().into(),
            number(absolute.map(|s| s.low)),
            number(absolute.map(|s| s.high)),
            number(data.map(|s| s.low)),
            number(data.map(|s| s.high)),
            number(shares.map(|g| g.positive)),
            number(shares.map(|g| g.same_sign)),
            count(shares.map(|g| g.known)),
            sure.map_or("", |r| r.absolute().words()).into(),
            factor(sure.and_then(|r| r.cause.as_ref())),
            number(gap.and_then(|g| g.rank)),
            number(gap.and_then(|g| g.residual)),
            number(residual.map(|s| s.low)),
            number(residual.map(|s| s.high)),
            gap.and_then(|g| g.stance).map_or("", |s| s.words()).into(),
            number(peers.map(|p| p.like)),
            number(peers.map(|p| p.more_form)),
            number(peers.map(|p| p.more_content)),
            number(peers.map(|p| p.same)),
            count(peers.map(|p| p.known)),
            sure.map_or("", super::robustness::relative_word).into(),
            factor(sure.and_then(|r| r.relative_cause.as_ref())),
            number(Some(e.card.content().coverage)),
        ];
        let scores = columns.iter().map(|id| number(e.card.node(*id).score));
        records.push(before.into_iter().chain(scores).chain(after));
    }
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

/// The gap and the two yardsticks among the peers: a row each, like those of the nodes; the yardsticks' intervals are
/// those over all variants. `status` holds the verdict.
fn gap_rows(records: &mut Table, s: &Subject<'_>) {
    let e = s.evaluation;
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
        let empty = std::iter::repeat_n(Cell::default(), 4);
        let after = ["points", status, "", ""].map(Cell::from);
        let before = before.into_iter().chain(made).map(Cell::from);
        records.push(before.chain(numbers.map(Cell::exact)).chain(empty).chain(after));
    }
}

/// Nodes in the order of the framework, then the gap on its three yardsticks.
pub(super) fn evaluation(s: &Subject<'_>) -> Table {
    let mut records = Table::records(HEADER);
    let e = s.evaluation;
    for (i, node) in s.framework.nodes.iter().enumerate() {
        let id = crate::model::framework::NodeId(i);
        let scored = e.card.node(id);
        let measurement = e.panel.get(id);
        let number = Cell::exact;
        let unit = match &node.kind {
            NodeKind::Indicator(indicator) => indicator.unit.clone(),
            _ => String::new(),
        };
        let (status, _) = super::standing(s, id);
        let [spread, data] = e.robustness.as_ref().map_or([None; 2], |r| r.spreads_of(&node.code));
        let years: Vec<String> = measurement.iter().flat_map(|m| m.years.iter().map(|y| y.to_string())).collect();
        let sources = super::explain::sources(s.measurer.package(), super::below(s, id).into_iter());
        records.push([
            Cell::from(s.slug()),
            e.window.from().to_string().into(),
            e.window.to().to_string().into(),
            s.framework.code.clone().into(),
            s.framework.version.clone().into(),
            node.code.clone().into(),
            node.parent.map_or("", |p| s.framework.node(p).code.as_str()).into(),
            e.full_title(s.framework, s.measurer, id).into(),
            number(scored.score),
            number(scored.applies.then_some(scored.lower)),
            number(scored.applies.then_some(scored.upper)),
            number(spread.map(|s| s.median)),
            number(spread.map(|s| s.low)),
            number(spread.map(|s| s.high)),
            number(data.map(|s| s.low)),
            number(data.map(|s| s.high)),
            number(Some(scored.coverage)),
            number(Some(node.weight.get())),
            number(Some(if node.parent.is_none() { 1.0 } else { scored.used })),
            number(measurement.and_then(|m| m.reading.value())),
            unit.into(),
            status.into(),
            years.join(" ").into(),
            sources.join(" ").into(),
        ]);
    }
    gap_rows(&mut records, s);
    records
}
