//! Several partnerships side by side, for the terminal and for Markdown; CSV and JSON have their own files.

use super::compared::Compared;
use super::escape::{plain, row};
use super::page::Page;
use super::{convergence, number};
use crate::analysis::Evaluation;
use crate::analysis::multiverse::{GAP, RESIDUAL};
use crate::analysis::robustness::Robustness;
use crate::analysis::uncertainty::Sureness;
use crate::model::framework::NodeId;

/// Up to so many partnerships each one's number is told, held or not.
const FEW: usize = 4;

/// How many contributions to a difference are named.
const NAMED: usize = 3;

impl Compared<'_> {
    fn title(&self) -> String {
        let parties = &self.gauge.package().parties;
        let with = self.common().map_or_else(String::new, |id| format!(" with {}", parties.name(id)));
        format!("{} partnerships{with}, window {}", self.comparison.evaluations.len(), self.gauge.window())
    }

    fn made(&self) -> String {
        let (f, package) = (self.framework, self.gauge.package());
        format!("framework {} {} · data {} {}", f.code, f.version, package.name, package.version)
    }

    /// How many absolute and relative answers are robust, in a sentence; nothing where no variants were drawn.
    fn answer(&self) -> Option<String> {
        let sure: Vec<(&Evaluation, &Robustness)> =
            self.comparison.evaluations.iter().filter_map(|e| Some((e, e.robustness.as_ref()?))).collect();
        if sure.is_empty() {
            return None;
        }
        let n = sure.len();
        let robust = |r: &Robustness| r.absolute() == Sureness::Robust;
        let sign = |e: &Evaluation| e.card.gap().unwrap_or(0.0);
        let form = sure.iter().filter(|(e, r)| robust(r) && sign(e) > 0.0).count();
        let content = sure.iter().filter(|(e, r)| robust(r) && sign(e) < 0.0).count();
        let unlike: Vec<String> = sure
            .iter()
            .filter(|(_, r)| r.relative() == Some(Sureness::Robust))
            .filter_map(|(e, _)| Some(format!("{} ({})", self.label(e), e.gap.as_ref()?.stance?.words())))
            .collect();
        let unlike = if unlike.is_empty() { "none".to_owned() } else { unlike.join(", ") };
        Some(format!(
            "On absolute scales form robustly exceeds content in {form} of {n}, content form in {content}. Robust answers to how they \
             compare with their peers: {unlike}."
        ))
    }

    /// The absolute answers; nothing where no variants were drawn.
    fn absolute(&self) -> Vec<Vec<String>> {
        let row = |e: &Evaluation| {
            let r = e.robustness.as_ref()?;
            let [absolute, data] = r.spreads_of(GAP).map(|s| s.map_or_else(|| "–".into(), super::robustness::ends));
            let partly = |known: usize| if known < r.plan.draws { "*" } else { "" };
            let percent = |share: f64| number::percent_of_draws(share).replace(" %", "");
            let share = r.unit.gap.as_ref().map_or_else(|| "–".into(), |g| percent(g.same_sign) + partly(g.known));
            let gap = e.card.gap().map_or_else(|| "–".into(), |x| number::signed(x, 1));
            let cause = r.cause.as_ref().map_or_else(|| "–".into(), |c| c.code.clone());
            Some(vec![self.label(e), gap, absolute, data, share, r.absolute().words().into(), cause])
        };
        let header = ["absolute", "GAP", "90 %", "data alone", "sign %", "verdict", "by"];
        headed(&header, self.comparison.evaluations.iter().filter_map(row).collect())
    }

    /// The relative answers; nothing where nobody is ranked.
    fn relative(&self) -> Vec<Vec<String>> {
        let row = |e: &Evaluation| {
            let (r, gap) = (e.robustness.as_ref()?, e.gap.as_ref()?);
            let (rank, residual) = (number::signed(gap.rank?, 0), number::signed(gap.residual?, 1));
            let p = r.unit.peers.as_ref()?;
            let share = |x: f64| number::whole(100.0 * x);
            let interval = r.relative_spread_of(RESIDUAL).map_or_else(|| "–".into(), super::robustness::ends);
            let cause = r.relative_cause.as_ref().map_or_else(|| "–".into(), |c| c.code.clone());
            let partly = if p.known < r.plan.draws { "*" } else { "" };
            let shares = [p.like, p.more_form].map(share);
            let [like, form] = shares;
            let content = share(p.more_content) + partly;
            Some(vec![
                self.label(e),
                rank,
                residual,
                interval,
                like,
                form,
                content,
                super::robustness::relative_word(r).into(),
                cause,
            ])
        };
        let header = ["relative", "rank", "resid.", "90 %", "like", "form", "cont.", "verdict", "by"];
        headed(&header, self.comparison.evaluations.iter().filter_map(row).collect())
    }

    /// What the intervals are.
    fn drawn(&self) -> Option<String> {
        let r = self.comparison.evaluations.iter().find_map(|e| e.robustness.as_ref())?;
        let draws = number::plain(r.plan.draws as f64);
        let tolerance = number::plain(self.framework.verdicts.tolerance);
        Some(format!(
            "over {draws} declared model variants (seed {}), never probabilities. Absolute: variants that keep the meaning of the scale; \
             sign: the share with the sign of GAP; robust from 95 %; by: the factor that alone moves it most. Relative: all variants; like, form, cont.: % in which rank and \
             residual are within ±{tolerance}, both above 0 (more form than its peers) or both below (more content), the rest disagree; \
             robust where 95 % keep one answer. * of those that have a number, and not assessed under half of them",
            r.plan.seed
        ))
    }

    fn header(&self, columns: &[NodeId]) -> Vec<String> {
        let heads = columns.iter().map(|id| match *id {
            id if id == self.framework.form => "FORM".to_owned(),
            id if id == self.framework.content => "CONTENT".to_owned(),
            id => self.framework.node(id).code.clone(),
        });
        ["#".to_owned(), String::new()]
            .into_iter()
            .chain(heads)
            .chain(["GAP", "rank", "res.", "known"].map(str::to_owned))
            .collect()
    }

    fn rows(&self, columns: &[NodeId]) -> Vec<Vec<String>> {
        let row = |(i, e): (usize, &Evaluation)| {
            let scored = e.card.content().score.is_some();
            let place = if scored { (i + 1).to_string() } else { "–".into() };
            let scores = columns.iter().map(|id| {
                let node = e.card.node(*id);
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

    /// FORM, CONTENT and its parameters, which is what a page of 80 columns has room for.
    fn narrow(&self) -> Vec<NodeId> {
        let f = self.framework;
        [f.form, f.content].into_iter().chain(f.parameters().iter().copied()).collect()
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

/// Rows under their head; nothing where there are none.
fn headed(header: &[&str], rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let head = || header.iter().map(|h| (*h).to_owned()).collect();
    if rows.is_empty() { rows } else { std::iter::once(head()).chain(rows).collect() }
}

/// The tables and what follows from them.
pub fn terminal(c: &Compared<'_>, width: usize) -> String {
    let mut page = Page::new(width.clamp(60, 100), 9);
    page.line(&c.title());
    page.line(&c.made());
    page.blank();
    if let Some(answer) = c.answer() {
        for line in super::page::wrap(&answer, page.width) {
            page.line(&line);
        }
        page.blank();
    }
    let columns = c.narrow();
    let rows: Vec<Vec<String>> = std::iter::once(c.header(&columns)).chain(c.rows(&columns)).collect();
    page.columns(&rows, 1);
    page.blank();
    for table in [c.absolute(), c.relative()] {
        if !table.is_empty() {
            page.columns(&table, 0);
            page.blank();
        }
    }
    let parts = [
        ("Why", c.differences()),
        ("Equal", c.same_status()),
        ("Claims", c.claims()),
        ("Others", convergence::lines_with_note(c)),
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
    if let Some(answer) = c.answer() {
        out += &format!("{}\n\n", plain(&answer));
    }
    let columns = c.columns();
    let header = c.header(&columns);
    out += &row(&header);
    let rule: Vec<&str> = (0..header.len()).map(|i| if i == 1 { "---" } else { "---:" }).collect();
    out += &format!("|{}|\n", rule.join("|"));
    out.extend(c.rows(&columns).iter().map(|cells| row(cells)));
    for (table, title) in [(c.absolute(), "Absolute answers"), (c.relative(), "Relative answers")] {
        for (i, cells) in table.iter().enumerate() {
            let before = if i == 0 { format!("\n{title}:\n\n") } else { String::new() };
            let after = if i == 0 { format!("|---|{}\n", "---:|".repeat(cells.len() - 1)) } else { String::new() };
            out += &format!("{before}{}{after}", row(cells));
        }
    }
    if let Some(drawn) = c.drawn() {
        out += &format!("\nIntervals {}.\n", plain(&drawn));
    }
    for (title, lines) in [
        ("Largest contributions to the differences in CONTENT, in points", c.differences()),
        ("Equal status", c.same_status()),
        ("Claims of Korolev (2024), with the number each rests on", c.claims()),
        (convergence::NOTE, convergence::lines(c)),
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
pub fn series(all: &[Compared<'_>], width: usize) -> String {
    let mut page = Page::new(width.clamp(60, 100), 9);
    let Some(first) = all.first() else { return page.out };
    page.line(&format!("Series over {} windows", all.len()));
    page.line(&first.made());
    let columns = first.narrow();
    for (name, rows) in series_rows(all, &columns) {
        page.blank();
        page.line(&name);
        let rows: Vec<Vec<String>> = std::iter::once(series_header(first, &columns)).chain(rows).collect();
        page.columns(&rows, 0);
    }
    page.blank();
    for (i, note) in everywhere(all).iter().enumerate() {
        page.paragraph(if i == 0 { "Notes" } else { "" }, &format!("· {note}"));
    }
    page.paragraph("Columns", "as in a comparison of one window; – is withheld for coverage");
    page.out
}

/// The same as Markdown.
pub fn series_markdown(all: &[Compared<'_>]) -> String {
    let Some(first) = all.first() else { return String::new() };
    let columns = first.columns();
    let header = series_header(first, &columns);
    let mut out = format!("# Series over {} windows\n\n{}\n", all.len(), plain(&first.made()));
    for (name, rows) in series_rows(all, &columns) {
        out += &format!("\n## {}\n\n{}|---|{}\n", plain(&name), row(&header), "---:|".repeat(header.len() - 1));
        out.extend(rows.iter().map(|cells| row(cells)));
    }
    let notes = everywhere(all);
    if !notes.is_empty() {
        out += "\nNotes:\n\n";
        out.extend(notes.iter().map(|note| format!("- {}\n", plain(note))));
    }
    out
}

/// Notes that stand with every window: what they are compared on.
fn everywhere<'a>(all: &'a [Compared<'_>]) -> Vec<&'a str> {
    let Some((first, rest)) = all.split_first() else { return Vec::new() };
    let told = |note: &&String| rest.iter().all(|c| c.comparison.warnings.contains(note));
    first.comparison.warnings.iter().filter(told).map(String::as_str).collect()
}

fn series_header(c: &Compared<'_>, columns: &[NodeId]) -> Vec<String> {
    std::iter::once("window".to_owned()).chain(c.header(columns).into_iter().skip(2)).collect()
}

/// Every partnership in the order of the first window, with its row in each window.
fn series_rows(all: &[Compared<'_>], columns: &[NodeId]) -> Vec<(String, Vec<Vec<String>>)> {
    let Some(first) = all.first() else { return Vec::new() };
    let parties = &first.gauge.package().parties;
    let row = |c: &Compared<'_>, e: &Evaluation| -> Option<Vec<String>> {
        let place = c.comparison.evaluations.iter().position(|x| x.partnership == e.partnership)?;
        let cells = c.rows(columns).into_iter().nth(place)?.into_iter().skip(2);
        Some(std::iter::once(c.gauge.window().to_string()).chain(cells).collect())
    };
    let of = |e: &Evaluation| {
        let name = format!("{} – {}", parties.name(e.partnership.a), parties.name(e.partnership.b));
        (name, all.iter().filter_map(|c| row(c, e)).collect())
    };
    first.comparison.evaluations.iter().map(of).collect()
}
