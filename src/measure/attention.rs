//! What each side speaks of: attention to the declared issues, its excess over the world's, and the overlap of two sides.

use super::indices::IssueRate;
use super::mentions::counts;
use super::pool::Pooled;
use super::{Measurer, brief, indices, rows};
use crate::model::evidence::{Attention, Counts, Evidence, IssueCounts};
use crate::model::measurement::{AbsenceKind, Grid, Measurement, Reading};
use crate::model::package::Table;
use crate::model::party::{Partnership, PartyId};
use crate::model::window::Year;

/// One party's attention to one issue, in mentions per word.
pub(super) struct Salience {
    pub issue: usize,
    pub counts: IssueCounts,
    pub rate: f64,
    pub base: f64,
    pub own: Pooled,
    pub world: Pooled,
}

impl Salience {
    pub fn rates(&self) -> IssueRate {
        IssueRate { issue: self.issue, rate: self.rate, base: self.base }
    }

    /// What the party speaks of more than the world does.
    pub fn excess(&self) -> f64 {
        self.rates().excess()
    }
}

/// The counts behind a party's attention.
pub(super) fn attention(speaker: PartyId, salience: &[Salience]) -> Attention {
    Attention { speaker, issues: salience.iter().map(|s| s.counts).collect() }
}

impl Measurer<'_> {
    /// The years in which both the party and the world have counts for some issue.
    pub(super) fn speaking_years(&self, party: PartyId) -> Vec<Year> {
        let issues = 0..self.package.issues.len() as u32;
        let speaks = |y: &Year| {
            issues.clone().any(|i| {
                self.pools.attention.cell(party, PartyId::WORLD, i, *y).is_some()
                    && self.pools.attention.cell(PartyId::WORLD, PartyId::WORLD, i, *y).is_some()
            })
        };
        self.window.iter().filter(speaks).collect()
    }

    /// Attention to every issue for which the party's texts were counted; an issue that is a single state's own affair has
    /// no count for that state.
    pub(super) fn salience(&self, party: PartyId, years: &[Year], prior_words: f64) -> Vec<Salience> {
        let one = |issue: usize| {
            let own = self.pools.attention.sum(party, PartyId::WORLD, issue as u32, years);
            let world = self.pools.attention.sum(PartyId::WORLD, PartyId::WORLD, issue as u32, years);
            let (said, all) = (counts(&own), counts(&world));
            let others = Counts { mentions: all.mentions - said.mentions, words: all.words - said.words };
            (said.words > 0.0 && others.words > 0.0).then(|| {
                let base = others.rate();
                let rate = indices::shrunk_rate(said.mentions, said.words, base, prior_words);
                Salience { counts: IssueCounts { issue, own: said, others }, issue, rate, base, own, world }
            })
        };
        (0..self.package.issues.len()).filter_map(one).collect()
    }

    pub(super) fn salience_overlap(&self, p: Partnership, prior_words: f64) -> Measurement {
        let (a_years, b_years) = (self.speaking_years(p.a), self.speaking_years(p.b));
        let years: Vec<Year> = a_years.into_iter().filter(|y| b_years.contains(y)).collect();
        if let Err(missing) = self.enough(&years, self.window.years(), "speeches of both sides") {
            return *missing;
        }
        let (a, b) = (self.salience(p.a, &years, prior_words), self.salience(p.b, &years, prior_words));
        let both: Vec<(&Salience, &Salience)> =
            a.iter().filter_map(|x| Some((x, b.iter().find(|y| y.issue == x.issue)?))).collect();
        let (sum_a, sum_b): (f64, f64) =
            (both.iter().map(|(x, _)| x.rate).sum(), both.iter().map(|(_, y)| y.rate).sum());
        let q_a: Vec<f64> = both.iter().map(|(x, _)| x.rate / sum_a).collect();
        let q_b: Vec<f64> = both.iter().map(|(_, y)| y.rate / sum_b).collect();
        let rates = |side: &[Salience]| side.iter().map(Salience::rates).collect::<Vec<IssueRate>>();
        let Some(value) = indices::overlap(&rates(&a), &rates(&b), None) else {
            return Measurement::missing(AbsenceKind::NotAvailable, "neither side speaks of any issue");
        };
        let mut m = Measurement::new(Reading::exact(value));
        m.evidence = Evidence::Overlap { a: attention(p.a, &a), b: attention(p.b, &b) };
        let (name_a, name_b) = (self.name(p.a).to_owned(), self.name(p.b).to_owned());
        let mut rows_by_issue = Vec::new();
        for ((x, y), (q_a, q_b)) in both.iter().zip(q_a.iter().zip(&q_b)) {
            let title = self.package.issues.get(x.issue).map_or("?", |i| i.title.as_str());
            rows_by_issue.push((title.to_owned(), vec![Some(*q_a), Some(*q_b), Some(100.0 * (q_a - q_b))]));
            m.rows.extend(rows(Table::IssueAttention, &x.own).chain(rows(Table::IssueAttention, &y.own)));
            m.rows.extend(rows(Table::IssueAttention, &x.world));
        }
        m.grids.push(Grid {
            title: "Shares of attention (q), and salience asymmetry (q_a - q_b) in points".into(),
            first: "issue",
            columns: vec![(name_a, "share"), (name_b, "share"), ("asymmetry".into(), "points")],
            rows: rows_by_issue,
        });
        for issue in self.package.issues.iter().enumerate().filter(|(i, _)| !both.iter().any(|(x, _)| x.issue == *i)) {
            m.left_out.push(format!("{}: not counted for one side (its own affair)", issue.1.title));
        }
        let widest = q_a.iter().zip(&q_b).map(|(x, y)| (x - y).abs()).enumerate().max_by(|x, y| x.1.total_cmp(&y.1));
        let widest = widest.and_then(|(i, _)| both.get(i)).and_then(|(x, _)| self.package.issues.get(x.issue));
        m.basis = widest.map_or_else(String::new, |i| format!("apart on {}", i.title));
        m.working = format!("sum min(q_a, q_b) / sum max(q_a, q_b) over {} issues = {}", both.len(), brief(value));
        m.years = years;
        m
    }
}
