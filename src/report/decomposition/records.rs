//! A decomposition as records: one for each figure, unrounded.

use super::{Decomposed, words};
use crate::analysis::decompose::{Asymmetry, Change, Levels, Membership, Need, Passage};
use crate::document::{Cell, Table};
use crate::statistics::coalition;

const HEADER: [&str; 10] = [
    "partnership",
    "window_from",
    "window_to",
    "framework",
    "framework_version",
    "part",
    "item",
    "figure",
    "value",
    "unit",
];

/// Rows as they are written: part, item, figure, value, unit. An empty value is one that cannot be determined, never a
/// zero.
struct Rows(Vec<[Cell; 5]>);

impl Rows {
    fn push(&mut self, part: &str, item: &str, figure: &str, value: impl Into<Option<f64>>, unit: &str) {
        let value: Option<f64> = value.into();
        self.0.push([part.into(), item.into(), figure.into(), Cell::exact(value), unit.into()]);
    }

    fn word(&mut self, part: &str, item: &str, figure: &str, word: &str) {
        self.0.push([part.into(), item.into(), figure.into(), word.into(), Cell::default()]);
    }
}

/// Records of everything that was asked for.
pub(super) fn records(d: &Decomposed<'_>) -> Table {
    let mut rows = Rows(Vec::new());
    if let Some(l) = &d.levels {
        levels(d, l, &mut rows);
    }
    if let Some(Ok(m)) = &d.members {
        members(d, m, &mut rows);
    }
    if let Some(x) = &d.passage {
        passage(d, x, &mut rows);
    }
    let mut records = Table::records(HEADER);
    let window = d.measurer.window();
    let (from, to) = (window.from().to_string(), window.to().to_string());
    let slug = d.slug();
    for row in rows.0 {
        let before = [slug.as_str(), &from, &to, &d.framework.code, &d.framework.version].map(Cell::from);
        records.push(before.into_iter().chain(row));
    }
    records
}

fn levels(d: &Decomposed<'_>, l: &Levels, rows: &mut Rows) {
    let code = |id| d.framework.node(id).code.as_str();
    for c in [&l.form, &l.content].into_iter().flatten() {
        rows.push("levels", code(c.root), "score", c.score, "points");
        for part in &c.nodes {
            let item = code(part.node);
            rows.push("levels", item, "score", l.card.node(part.node).score, "points");
            rows.push("levels", item, "adds_above_the_lowest_score", part.points, "points");
        }
    }
    if let Some(c) = &l.closing {
        rows.push("what_if", "gap", "form_less_content", c.gap, "points");
        for (id, need) in &c.alone {
            let (points, reached) = match need {
                Need::Score { points, .. } => (Some(*points), c.form),
                Need::Beyond { content } => (None, *content),
            };
            rows.push("what_if", code(*id), "points_needed_alone", points, "points");
            rows.push("what_if", code(*id), "content_then", reached, "points");
        }
        rows.push("what_if", "all", "points_needed_each", c.together, "points");
    }
    naming(&l.naming, rows);
}

fn naming(a: &Asymmetry, rows: &mut Rows) {
    for (item, n) in [("ab", &a.there), ("ba", &a.back)] {
        for (figure, value) in
            [("mentions", n.mentions), ("words", n.words), ("speeches", n.documents), ("speeches_naming", n.naming)]
        {
            rows.push("naming", item, figure, value as f64, figure.split('_').next().unwrap_or(figure));
        }
    }
    let ratio = a.ratio.as_ref().ok();
    rows.push("naming", "ab_over_ba", "rate_ratio", ratio.and_then(|r| r.ratio), "ratio");
    rows.push("naming", "ab_over_ba", "lower_90", ratio.map(|r| r.lower), "ratio");
    rows.push("naming", "ab_over_ba", "upper_90", ratio.and_then(|r| r.upper), "ratio");
    rows.push("naming", "ab_over_ba", "p_exact", ratio.map(|r| r.p), "p");
    rows.push("naming", "speeches", "p_fisher", a.speeches.as_ref().ok().map(|f| f.p), "p");
}

fn members(d: &Decomposed<'_>, m: &Membership, rows: &mut Rows) {
    let parties = &d.measurer.package().parties;
    let code = |id| d.framework.node(id).code.as_str();
    rows.push("members", parties.code(m.bloc), "content", m.content, "points");
    for (i, w) in m.without.iter().enumerate() {
        let item = parties.code(w.member);
        for (figure, carriers) in [("trade_share", &m.carriers.trade), ("arms_share", &m.carriers.arms)] {
            let share = carriers.as_ref().map(|c| c.shares.iter().find(|(id, _)| *id == w.member).map_or(0.0, |s| s.1));
            rows.push("members", item, figure, share, "share");
        }
        rows.push("members", item, "change_without", w.content, "points");
        for (id, change) in &w.parameters {
            rows.push("members", item, &format!("change_without_of_{}", code(*id)), *change, "points");
        }
        let share = m.coalitions.as_ref().and_then(|c| c.shares.as_ref()).and_then(|s| s.points.get(i).copied());
        rows.push("members", item, "shapley", share, "points");
    }
    for (figure, carriers) in [("trade", &m.carriers.trade), ("arms", &m.carriers.arms)] {
        rows.push("members", figure, "effective_members", carriers.as_ref().map(|c| c.effective), "members");
    }
    let Some(c) = &m.coalitions else { return };
    rows.push("coalitions", "all", "count", c.all as f64, "coalitions");
    rows.push("coalitions", "withheld", "count", c.withheld as f64, "coalitions");
    if let Some(s) = &c.shares {
        rows.push("coalitions", "orders_followed", "count", s.possible, "orders");
        rows.push("coalitions", "orders", "count", s.all, "orders");
    }
    for set in c.carrying.iter().flat_map(|c| c.sets.iter().flatten()) {
        let names: Vec<&str> =
            coalition::members(set.players).filter_map(|i| Some(parties.code(*m.members.get(i)?))).collect();
        rows.push("carrying", &names.join("+"), "change_without", -set.drop, "points");
    }
}

fn passage(d: &Decomposed<'_>, x: &Passage, rows: &mut Rows) {
    let code = |id| d.framework.node(id).code.as_str();
    let change = |c: &Change, rows: &mut Rows| {
        let part = format!("time {}-{} to {}-{}", x.from.from(), x.from.to(), x.to.from(), x.to.to());
        rows.push(&part, code(c.root), "before", c.before, "points");
        rows.push(&part, code(c.root), "after", c.after, "points");
        rows.push(&part, code(c.root), "change", c.points(), "points");
        for p in &c.parts {
            rows.push(&part, code(p.node), "adds_to_change", p.points, "points");
        }
    };
    change(&x.form, rows);
    change(&x.content, rows);
    for s in &x.series {
        let key = words::key(s.kind);
        for (year, value) in &s.values {
            rows.push(
                "yearly",
                key,
                &year.to_string(),
                *value,
                if key.starts_with("mentions") { "per 10,000 words" } else { "share" },
            );
        }
        let Ok(t) = &s.tests else { continue };
        rows.push("trend", key, "slope", t.trend.slope.slope, "% a year");
        rows.push("trend", key, "lower_90", t.trend.slope.interval.map(|i| i.lower), "% a year");
        rows.push("trend", key, "upper_90", t.trend.slope.interval.map(|i| i.upper), "% a year");
        rows.push("trend", key, "p_mann_kendall", t.trend.test.p, "p");
        rows.push("trend", key, "least_squares_slope", t.equivalence.as_ref().ok().map(|e| e.estimate), "% a year");
        rows.push("trend", key, "p_tost", t.equivalence.as_ref().ok().map(|e| e.p), "p");
        rows.word("trend", key, "verdict", words::trend_verdict(t.verdict));
    }
    for u in &x.upgrades {
        let item = format!("{} {}", u.rise.rung, u.rise.date);
        let effect = u.effect.as_ref().ok();
        rows.push("rise", &item, "before", effect.map(|e| e.before), "points");
        rows.push("rise", &item, "after", effect.map(|e| e.after), "points");
        rows.push("rise", &item, "change", effect.map(|e| e.placebo.effect), "points");
        rows.push("rise", &item, "p_placebo", effect.map(|e| e.placebo.p), "p");
        rows.push("rise", &item, "placebos", effect.map(|e| e.placebo.computed as f64), "years");
        rows.push("rise", &item, "spread_of_placebos", effect.and_then(|e| e.spread), "points");
        rows.word("rise", &item, "verdict", effect.map_or("cannot be determined", |e| words::moved(e.moved)));
        for yearly in &u.steps {
            let Ok(s) = &yearly.step else { continue };
            let figure = |what: &str| format!("{}_{what}", words::key(yearly.kind));
            let unit = words::unit(yearly.kind);
            rows.push("rise", &item, &figure("before"), yearly.levels.map(|l| l.0), unit);
            rows.push("rise", &item, &figure("after"), yearly.levels.map(|l| l.1), unit);
            rows.push("rise", &item, &figure("step"), s.difference.estimate, "%");
            rows.push("rise", &item, &figure("lower_90"), s.difference.interval.lower, "%");
            rows.push("rise", &item, &figure("upper_90"), s.difference.interval.upper, "%");
            rows.word("rise", &item, &figure("verdict"), words::verdict(&s.difference));
        }
    }
}
