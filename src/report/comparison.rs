//! Several partnerships side by side, in one window or through a series of windows.

use super::compared::Compared;
use super::{Detail, Report, convergence, number, records};
use crate::analysis::Evaluation;
use crate::analysis::multiverse::{GAP, RESIDUAL};
use crate::analysis::robustness::Robustness;
use crate::analysis::uncertainty::Sureness;
use crate::document::{Cell, Document, Notation, Table};
use crate::model::framework::NodeId;
use crate::statistics::spread::Spread;

/// Up to so many partnerships, each one's number is given, whether the claim held or not.
const FEW: usize = 4;

/// How many contributions to a difference are named.
const NAMED: usize = 3;

impl Compared<'_> {
    fn title(&self) -> String {
        let parties = &self.measurer.package().parties;
        let with = self.common().map_or_else(String::new, |id| format!(" with {}", parties.name(id)));
        format!("{} partnerships{with}, window {}", self.comparison.evaluations.len(), self.measurer.window())
    }

    fn made(&self) -> String {
        let (f, package) = (self.framework, self.measurer.package());
        format!("framework {} {} · data {} {}", f.code, f.version, package.name, package.version)
    }

    /// How many absolute and relative answers are robust, in a sentence; nothing where no variants were drawn.
    pub(super) fn answer(&self) -> Option<String> {
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

    /// The absolute answers; no rows where no variants were drawn.
    fn absolute(&self) -> Table {
        let mut t = Table::new("", ["absolute", "GAP", "90 %", "data alone", "sign %", "verdict", "by"], 1);
        for e in &self.comparison.evaluations {
            let Some(r) = e.robustness.as_ref() else { continue };
            let [absolute, data] = r.spreads_of(GAP).map(spread);
            let partly = |known: usize| if known < r.plan.draws { "*" } else { "" };
            let percent = |share: f64| number::percent_of_draws(share).replace(" %", "");
            let share = r.unit.gap.as_ref();
            let share = share.map_or_else(Cell::missing, |g| Cell::from(percent(g.same_sign)).marked(partly(g.known)));
            let gap = Cell::maybe(e.card.gap(), Notation::Signed(1));
            let cause = r.cause.as_ref().map_or_else(Cell::missing, |c| c.code.clone().into());
            t.push([self.label(e).into(), gap, absolute, data, share, r.absolute().words().into(), cause]);
        }
        t
    }

    /// The relative answers; no rows where nobody is ranked.
    fn relative(&self) -> Table {
        let heads = ["relative", "rank", "resid.", "90 %", "like", "form", "cont.", "verdict", "by"];
        let mut t = Table::new("", heads, 1);
        for e in &self.comparison.evaluations {
            let Some((r, gap)) = e.robustness.as_ref().zip(e.gap.as_ref()) else { continue };
            let (Some((rank, residual)), Some(p)) = (gap.rank.zip(gap.residual), r.unit.peers.as_ref()) else {
                continue;
            };
            let share = |x: f64| Cell::number(100.0 * x, Notation::Decimals(0));
            let cause = r.relative_cause.as_ref().map_or_else(Cell::missing, |c| c.code.clone().into());
            t.push([
                self.label(e).into(),
                Cell::number(rank, Notation::Signed(0)),
                Cell::number(residual, Notation::Signed(1)),
                spread(r.relative_spread_of(RESIDUAL)),
                share(p.like),
                share(p.more_form),
                share(p.more_content).marked(if p.known < r.plan.draws { "*" } else { "" }),
                super::robustness::relative_word(r).into(),
                cause,
            ]);
        }
        t
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

    /// Heads of the scores and of what follows them.
    fn heads(&self, columns: &[NodeId]) -> Vec<String> {
        let heads = columns.iter().map(|id| match *id {
            id if id == self.framework.form => "FORM".to_owned(),
            id if id == self.framework.content => "CONTENT".to_owned(),
            id => self.framework.node(id).code.clone(),
        });
        heads.chain(["GAP", "rank", "res.", "known"].map(str::to_owned)).collect()
    }

    /// A partnership's cells under these heads.
    fn cells(&self, e: &Evaluation, columns: &[NodeId]) -> Vec<Cell> {
        let score = |id: &NodeId| {
            let node = e.card.node(*id);
            if node.applies { Cell::score(node.score) } else { "n/a".into() }
        };
        let gap = |f: fn(&crate::analysis::Gap) -> Option<f64>, decimals| {
            Cell::maybe(e.gap.as_ref().and_then(f), Notation::Signed(decimals))
        };
        let yardsticks = [gap(|g| Some(g.absolute), 1), gap(|g| g.rank, 0), gap(|g| g.residual, 1)];
        let known = Cell::number(e.card.content().coverage, Notation::Decimals(2));
        columns.iter().map(score).chain(yardsticks).chain([known]).collect()
    }

    /// All partnerships in their order by CONTENT.
    fn scores(&self, columns: &[NodeId]) -> Table {
        let heads = ["#".to_owned(), String::new()].into_iter().chain(self.heads(columns));
        let mut t = Table::new("", heads, 0);
        if let Some(names) = t.columns.get_mut(1) {
            names.words = true;
        }
        for (i, e) in self.comparison.evaluations.iter().enumerate() {
            let place = e.card.content().score.map_or_else(Cell::missing, |_| Cell::from(i + 1));
            t.push([place, self.label(e).into()].into_iter().chain(self.cells(e, columns)));
        }
        t
    }

    /// What a page of so much detail has room for: sub-dimensions only in full.
    fn shown(&self, detail: Detail) -> Vec<NodeId> {
        match detail {
            Detail::Brief => self.narrow(),
            Detail::Full => self.columns(),
        }
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

/// An interval, where there is one.
fn spread(s: Option<Spread>) -> Cell {
    s.map_or_else(Cell::missing, |s| Cell::range(s.low, s.high, Notation::Signed(1)))
}

impl Report for Compared<'_> {
    fn document(&self, detail: Detail) -> Document {
        let mut d = Document::new(self.title(), self.made());
        if let Some(answer) = self.answer() {
            d.paragraph(answer);
        }
        d.table(self.scores(&self.shown(detail)));
        d.table(self.absolute());
        d.table(self.relative());
        d.list("Why", self.differences());
        d.list("Equal", self.same_status());
        d.list("Claims", self.claims());
        d.list("Others", convergence::lines_with_note(self));
        d.list("Notes", self.comparison.warnings.clone());
        d.fact("Variants", self.drawn().unwrap_or_else(|| "no variants were drawn".into()));
        d.fact("Columns", "scores 1–100; GAP = FORM − CONTENT; rank and resid. compare it with the peers; known = share of CONTENT's weight");
        d.with_roots(self.framework.own_roots())
    }

    fn records(&self) -> Option<Table> {
        Some(records::comparisons(std::slice::from_ref(self)))
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        super::json::comparisons(std::slice::from_ref(self))
    }
}

/// Partnerships through several windows.
pub struct Series<'a>(pub &'a [Compared<'a>]);

impl Report for Series<'_> {
    fn document(&self, detail: Detail) -> Document {
        let all = self.0;
        let Some(first) = all.first() else { return Document::default() };
        let mut d = Document::new(format!("Series over {} windows", all.len()), first.made());
        let columns = first.shown(detail);
        let parties = &first.measurer.package().parties;
        for e in &first.comparison.evaluations {
            let name = format!("{} – {}", parties.name(e.partnership.a), parties.name(e.partnership.b));
            let heads = std::iter::once("window".to_owned()).chain(first.heads(&columns));
            let mut t = Table::new(name, heads, 1);
            for c in all {
                let same = |x: &&Evaluation| x.partnership == e.partnership;
                let Some(found) = c.comparison.evaluations.iter().find(same) else { continue };
                t.push(std::iter::once(Cell::from(c.measurer.window().to_string())).chain(c.cells(found, &columns)));
            }
            d.table(t);
        }
        d.list("Notes", everywhere(all).into_iter().map(str::to_owned).collect());
        d.fact("Columns", "as in a comparison of one window; – is withheld for coverage");
        d.with_roots(first.framework.own_roots())
    }

    fn records(&self) -> Option<Table> {
        Some(records::comparisons(self.0))
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        super::json::comparisons(self.0)
    }
}

/// Notes that stand with every window: what they are compared on.
fn everywhere<'a>(all: &'a [Compared<'_>]) -> Vec<&'a str> {
    let Some((first, rest)) = all.split_first() else { return Vec::new() };
    let is_common = |note: &&String| rest.iter().all(|c| c.comparison.warnings.contains(note));
    first.comparison.warnings.iter().filter(is_common).map(String::as_str).collect()
}
