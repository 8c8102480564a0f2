//! Several partnerships side by side, for the terminal and for Markdown; CSV and JSON have their own files.

use super::escape::{plain, row};
use super::number;
use super::page::Page;
use crate::analysis::{Comparison, Evaluation};
use crate::measure::Gauge;
use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::model::party::PartyId;

/// What the reports of a comparison are given.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    pub framework: &'a Framework,
    pub gauge: &'a Gauge<'a>,
    pub comparison: &'a Comparison,
}

/// Up to so many partnerships each one's number is told, held or not.
const FEW: usize = 4;

/// How many contributions to a difference are named.
const NAMED: usize = 3;

impl Compared<'_> {
    /// The party on one side of every partnership, if there is one: its name goes into the title and out of the rows.
    fn common(&self) -> Option<PartyId> {
        let all = &self.comparison.evaluations;
        let sides = |e: &Evaluation| [e.partnership.a, e.partnership.b];
        let first = all.first().filter(|_| all.len() > 1)?;
        sides(first).into_iter().rev().find(|id| all.iter().all(|e| sides(e).contains(id)))
    }

    fn label(&self, e: &Evaluation) -> String {
        let parties = &self.gauge.package().parties;
        let (a, b) = (parties.name(e.partnership.a), parties.name(e.partnership.b));
        match self.common() {
            Some(common) if common == e.partnership.b => a.to_owned(),
            Some(_) => b.to_owned(),
            None => format!("{a} – {b}"),
        }
    }

    /// FORM, CONTENT, its parameters and their sub-dimensions.
    pub(super) fn columns(&self) -> Vec<NodeId> {
        let f = self.framework;
        let composite = |id: &NodeId| matches!(f.node(*id).kind, NodeKind::Composite { .. });
        let below = |p: &NodeId| {
            std::iter::once(*p).chain(f.node(*p).children().iter().copied().filter(composite)).collect::<Vec<_>>()
        };
        [f.form, f.content].into_iter().chain(f.parameters().iter().flat_map(below)).collect()
    }

    fn title(&self) -> String {
        let parties = &self.gauge.package().parties;
        let with = self.common().map_or_else(String::new, |id| format!(" with {}", parties.name(id)));
        format!("{} partnerships{with}, window {}", self.comparison.evaluations.len(), self.gauge.window())
    }

    fn made(&self) -> String {
        let (f, package) = (self.framework, self.gauge.package());
        format!("framework {} {} · data {} {}", f.code, f.version, package.name, package.version)
    }

    /// How sure each gap is; nothing where no variants were drawn.
    fn sure(&self) -> Vec<Vec<String>> {
        let row = |e: &Evaluation| {
            let (r, gap) = (e.robustness.as_ref()?, e.gap.as_ref()?);
            let end = |x: f64| number::signed(x, 1);
            let ends = r.spread_of(r.gap).map(|s| format!("{} to {}", end(s.low), end(s.high)));
            let partly = if r.known < r.plan.draws { "*" } else { "" };
            let positive = r.unit.gap.as_ref().map(|g| super::uncertainty::percent(g.positive[1]) + partly);
            let cells = [Some(end(gap.absolute)), ends, positive].map(|cell| cell.unwrap_or_else(|| "–".into()));
            let cause = r.cause.as_ref().map_or_else(|| "–".into(), |c| c.code.clone());
            let word = super::robustness::word(r).to_owned();
            Some([self.label(e)].into_iter().chain(cells).chain([word, cause]).collect())
        };
        let rows: Vec<Vec<String>> = self.comparison.evaluations.iter().filter_map(row).collect();
        let header = ["", "GAP", "90 % interval", "GAP > 0", "verdict", "moved most by"].map(str::to_owned).to_vec();
        if rows.is_empty() { rows } else { std::iter::once(header).chain(rows).collect() }
    }

    /// What the intervals are.
    fn drawn(&self) -> Option<String> {
        let r = self.comparison.evaluations.iter().find_map(|e| e.robustness.as_ref())?;
        let draws = number::plain(r.plan.draws as f64);
        Some(format!(
            "over {draws} declared model variants (seed {}); robust = the sign holds in 95 % of them and the three yardsticks agree; * only of those that have a gap, and not assessed under half of them; spscore uncertainty tells more",
            r.plan.seed
        ))
    }

    fn header(&self) -> Vec<String> {
        let heads = self.columns().into_iter().map(|id| match id {
            id if id == self.framework.form => "FORM".to_owned(),
            id if id == self.framework.content => "CONTENT".to_owned(),
            id => self.framework.node(id).code.clone(),
        });
        ["#".to_owned(), String::new()]
            .into_iter()
            .chain(heads)
            .chain(["GAP", "rank", "resid.", "known"].map(str::to_owned))
            .collect()
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |(i, e): (usize, &Evaluation)| {
            let scored = e.card.content().score.is_some();
            let place = if scored { (i + 1).to_string() } else { "–".into() };
            let scores = self.columns().into_iter().map(|id| {
                let node = e.card.node(id);
                if node.applies { number::score_or_none(node.score) } else { "n/a".into() }
            });
            let gap = |f: fn(&crate::analysis::Gap) -> Option<f64>, decimals| {
                e.gap.as_ref().and_then(f).map_or_else(|| "–".to_owned(), |x| number::signed(x, decimals))
            };
            let yardsticks = [gap(|g| Some(g.absolute), 1), gap(|g| g.rank, 0), gap(|g| g.residual, 1)];
            let known = number::coverage(e.card.content().coverage);
            [place, self.label(e)].into_iter().chain(scores).chain(yardsticks).chain([known]).collect()
        };
        self.comparison.evaluations.iter().enumerate().map(row).collect()
    }

    /// "China lies 0.1 above South Korea: mutual_trade_share +2.1, ..."
    fn differences(&self) -> Vec<String> {
        let all = &self.comparison.evaluations;
        let name = |i: usize| all.get(i).map_or_else(String::new, |e| self.label(e));
        let line = |d: &crate::analysis::compare::Difference| {
            let parts = d.contributions.iter().take(NAMED);
            let parts: Vec<String> = parts
                .map(|c| format!("{} {}", self.framework.node(c.node).code, number::signed(c.points, 1)))
                .collect();
            let points = number::score(d.points);
            format!("{} lies {points} above {}: {}", name(d.above), name(d.below), parts.join(", "))
        };
        self.comparison.differences.iter().map(line).collect()
    }

    /// "form exceeds content (GAP above 0): 10 of 11, Australia +61.8, ..."; of many only those for which it holds.
    fn claims(&self) -> Vec<String> {
        let all = &self.comparison.evaluations;
        let line = |c: &crate::analysis::claims::Claim| {
            let of = |f: &crate::analysis::claims::Finding| {
                let name = all.get(f.evaluation).map_or_else(String::new, |e| self.label(e));
                format!("{name} {}", number::score(f.value).replace('-', "−"))
            };
            let list =
                |holds: bool| c.findings.iter().filter(|f| f.holds == holds).map(of).collect::<Vec<_>>().join(", ");
            let (held, others) = (list(true), list(false));
            let n = c.findings.iter().filter(|f| f.holds).count();
            let held = if n == 0 { String::new() } else { format!(": {held}") };
            let others = if others.is_empty() || all.len() > FEW { String::new() } else { format!("; not {others}") };
            format!("{} ({}): {n} of {}{held}{others}", c.title, c.rule, c.findings.len())
        };
        self.comparison.claims.iter().filter(|c| !c.findings.is_empty()).map(line).collect()
    }

    fn same_status(&self) -> Vec<String> {
        let all = &self.comparison.evaluations;
        let line = |g: &crate::analysis::compare::SameStatus| {
            let of = |i: &usize| all.get(*i).and_then(|e| Some((self.label(e), e.card.content().score?)));
            let members: Vec<(String, f64)> = g.members.iter().filter_map(of).collect();
            let range = members.first().zip(members.last()).map_or(0.0, |(most, least)| most.1 - least.1);
            let list: Vec<String> = members.iter().map(|(name, z)| format!("{name} {}", number::score(*z))).collect();
            format!("{}: CONTENT of {}; {} apart", g.rung.replace('_', " "), list.join(", "), number::score(range))
        };
        self.comparison.same_status.iter().map(line).collect()
    }
}

/// The table and what follows from it; the table needs about 100 columns, the text keeps to `width`.
pub fn terminal(c: &Compared<'_>, width: usize) -> String {
    let mut page = Page::new(width.clamp(60, 100), 9);
    page.line(&c.title());
    page.line(&c.made());
    page.blank();
    let rows: Vec<Vec<String>> = std::iter::once(c.header()).chain(c.rows()).collect();
    page.columns(&rows, 1);
    page.blank();
    let sure = c.sure();
    if !sure.is_empty() {
        page.columns(&sure, 0);
        page.blank();
    }
    let parts = [
        ("Why", c.differences()),
        ("Equal", c.same_status()),
        ("Claims", c.claims()),
        ("Notes", c.comparison.warnings.clone()),
    ];
    for (label, lines) in parts {
        for (i, line) in lines.iter().enumerate() {
            page.paragraph(if i == 0 { label } else { "" }, &format!("· {line}"));
        }
    }
    page.paragraph("Sure", &c.drawn().unwrap_or_else(|| "no variants were drawn".into()));
    page.paragraph("Columns", "scores 1–100; GAP = FORM − CONTENT; rank and resid. compare it with the peers; known = share of CONTENT's weight");
    page.out
}

/// The same as Markdown.
pub fn markdown(c: &Compared<'_>) -> String {
    let mut out = format!("# {}\n\n{}\n\n", plain(&c.title()), plain(&c.made()));
    let header = c.header();
    out += &row(&header);
    let rule: Vec<&str> = (0..header.len()).map(|i| if i == 1 { "---" } else { "---:" }).collect();
    out += &format!("|{}|\n", rule.join("|"));
    out.extend(c.rows().iter().map(|cells| row(cells)));
    for (i, cells) in c.sure().iter().enumerate() {
        let before = if i == 0 { "\nHow sure the gaps are:\n\n" } else { "" };
        let after = if i == 0 { "|---|---:|---:|---:|---|---|\n" } else { "" };
        out += &format!("{before}{}{after}", row(cells));
    }
    if let Some(drawn) = c.drawn() {
        out += &format!("\nIntervals {}.\n", plain(&drawn));
    }
    for (title, lines) in [
        ("Largest contributions to the differences in CONTENT, in points", c.differences()),
        ("Equal status", c.same_status()),
        ("Claims of Korolev (2024), with the number each rests on", c.claims()),
        ("Notes", c.comparison.warnings.clone()),
    ] {
        if !lines.is_empty() {
            out += &format!("\n{title}:\n\n");
            out.extend(lines.iter().map(|l| format!("- {}\n", plain(l))));
        }
    }
    out
}

/// A series: for each partnership a line per window.
pub fn series(all: &[Compared<'_>]) -> String {
    let mut page = Page::new(100, 9);
    let Some(first) = all.first() else { return page.out };
    page.line(&format!("Series over {} windows", all.len()));
    page.line(&first.made());
    for (name, rows) in series_rows(all) {
        page.blank();
        page.line(&name);
        let rows: Vec<Vec<String>> = std::iter::once(series_header(first)).chain(rows).collect();
        page.columns(&rows, 0);
    }
    page.blank();
    page.paragraph("Columns", "as in a comparison of one window; – is withheld for coverage");
    page.out
}

/// The same as Markdown.
pub fn series_markdown(all: &[Compared<'_>]) -> String {
    let Some(first) = all.first() else { return String::new() };
    let header = series_header(first);
    let mut out = format!("# Series over {} windows\n\n{}\n", all.len(), plain(&first.made()));
    for (name, rows) in series_rows(all) {
        out += &format!("\n## {}\n\n{}|---|{}\n", plain(&name), row(&header), "---:|".repeat(header.len() - 1));
        out.extend(rows.iter().map(|cells| row(cells)));
    }
    out
}

fn series_header(c: &Compared<'_>) -> Vec<String> {
    std::iter::once("window".to_owned()).chain(c.header().into_iter().skip(2)).collect()
}

/// Every partnership in the order of the first window, with its row in each window.
fn series_rows(all: &[Compared<'_>]) -> Vec<(String, Vec<Vec<String>>)> {
    let Some(first) = all.first() else { return Vec::new() };
    let parties = &first.gauge.package().parties;
    let row = |c: &Compared<'_>, e: &Evaluation| -> Option<Vec<String>> {
        let place = c.comparison.evaluations.iter().position(|x| x.partnership == e.partnership)?;
        let cells = c.rows().into_iter().nth(place)?.into_iter().skip(2);
        Some(std::iter::once(c.gauge.window().to_string()).chain(cells).collect())
    };
    let of = |e: &Evaluation| {
        let name = format!("{} – {}", parties.name(e.partnership.a), parties.name(e.partnership.b));
        (name, all.iter().filter_map(|c| row(c, e)).collect())
    };
    first.comparison.evaluations.iter().map(of).collect()
}
