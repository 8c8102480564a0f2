//! Voting agreement on the issues to which one side gives more attention than the world does.

use std::collections::BTreeSet;

use super::attention::{Salience, attention};
use super::indices::IssueRate;
use super::{Gauge, brief, indices, rows};
use crate::model::evidence::Evidence;
use crate::model::measurement::{AbsenceKind, Grid, Measurement, MemberCoverage, Reading};
use crate::model::package::{RowRef, Table};
use crate::model::party::PartyId;
use crate::model::records::{Ballot, Ballots, Vote};
use crate::model::window::Year;

/// Agreement on one issue: identical 1, one abstains 0.5, opposite 0, over `votes` pairs of votes.
struct Agreement {
    points: f64,
    votes: f64,
    years: Vec<Year>,
    rows: Vec<RowRef>,
    /// By resolution, in the window or not: what `explain` shows beside the mean.
    resolutions: Vec<OnResolution>,
}

struct OnResolution {
    code: String,
    inside: bool,
    agreement: f64,
    pairs: f64,
}

impl Agreement {
    fn mean(&self) -> f64 {
        self.points / self.votes
    }
}

/// Below this share of a side's excess attention the agreement says little about what it is sensitive to; told, not hidden.
const THIN: f64 = 0.33;

impl Gauge<'_> {
    /// Agreement by roll-call category; one side has rows as a member (or as the bloc of members), the other as a partner.
    fn category_agreement(&self, topic: u32, from: PartyId, to: PartyId) -> Option<Agreement> {
        let (member, partner) = [(from, to), (to, from)]
            .into_iter()
            .find(|(m, p)| !self.pools.positions.years(*m, *p, topic, self.window).is_empty())?;
        // A year in which the two never both voted says nothing.
        let mut years = self.pools.positions.years(member, partner, topic, self.window);
        years.retain(|y| self.pools.positions.cell(member, partner, topic, *y).is_some_and(|c| c.values[0] > 0.0));
        let sum = self.pools.positions.sum(member, partner, topic, &years);
        let [votes, same, one_abstains, _] = sum.values;
        let rows = rows(Table::Positions, &sum).collect();
        if votes <= 0.0 {
            return None;
        }
        Some(Agreement { points: same + 0.5 * one_abstains, votes, years, rows, resolutions: Vec::new() })
    }

    /// Agreement over single resolutions, every state of one side with every state of the other.
    fn resolution_agreement(&self, issue: usize, from: PartyId, to: PartyId) -> Option<Agreement> {
        let mut found =
            Agreement { points: 0.0, votes: 0.0, years: Vec::new(), rows: Vec::new(), resolutions: Vec::new() };
        for (index, resolution) in self.package.resolutions.iter().enumerate().filter(|(_, r)| r.issue == issue) {
            let year = resolution.date.year();
            let votes = |unit| -> Vec<&Vote> {
                let states = self.states(unit, year);
                self.package.votes.iter().filter(|v| v.resolution == index && states.contains(&v.party)).collect()
            };
            let (left, right) = (votes(from), votes(to));
            let pairs = (left.len() * right.len()) as f64;
            if pairs == 0.0 {
                continue;
            }
            let points: f64 = left.iter().flat_map(|l| right.iter().map(|r| agree(l.vote, r.vote))).sum();
            let inside = self.window.contains(year);
            let (code, agreement) = (resolution.code.clone(), points / pairs);
            found.resolutions.push(OnResolution { code, inside, agreement, pairs });
            if inside {
                found.points += points;
                found.votes += pairs;
                if !found.years.contains(&year) {
                    found.years.push(year);
                }
                found.rows.extend(left.iter().chain(&right).map(|v| RowRef { table: Table::Votes, line: v.line }));
            }
        }
        (!found.resolutions.is_empty()).then_some(found)
    }

    /// How many members of the pair's bloc have roll calls held in the window.
    fn voting_members(&self, from: PartyId, to: PartyId) -> Option<MemberCoverage> {
        let (bloc, partner) = [(from, to), (to, from)]
            .into_iter()
            .find(|(bloc, _)| self.pools.positions.knows_from(*bloc, self.window))?;
        let members = self.members_in_window(bloc);
        let topics = 0..self.package.issues.len() as u32;
        let votes =
            |m: &&PartyId| topics.clone().any(|t| !self.pools.positions.years(**m, partner, t, self.window).is_empty());
        let have = members.iter().filter(votes).count();
        (!members.is_empty()).then_some(MemberCoverage { have, of: members.len() })
    }

    /// The states that vote for a unit: itself, or a bloc's members of that year.
    fn states(&self, unit: PartyId, year: Year) -> Vec<PartyId> {
        if !self.package.parties.is_bloc(unit) {
            return vec![unit];
        }
        self.counted_members(unit, year)
    }

    /// `sum e_i g_i / sum e_i` over the issues put to a vote, with the excess attention of `from`.
    pub(super) fn agreement_on_issues(&self, from: PartyId, to: PartyId, prior_words: f64) -> Measurement {
        let years = self.speaking_years(from);
        if let Err(missing) = self.enough(&years, self.window.years(), &format!("speeches of {}", self.name(from))) {
            return *missing;
        }
        let salience = self.salience(from, &years, prior_words);
        let mut m = Measurement::missing(AbsenceKind::NotAvailable, "");
        let (mut weighted, mut voted, mut all) = (0.0, 0.0, 0.0);
        let mut heaviest: Vec<(f64, &str)> = Vec::new();
        let (mut by_issue, mut by_resolution) = (Vec::new(), Vec::new());
        let mut years_used: BTreeSet<Year> = BTreeSet::new();
        let mut on: Vec<(usize, f64)> = Vec::new();
        for s in &salience {
            let Some(issue) = self.package.issues.get(s.issue) else { continue };
            all += s.excess();
            if s.excess() > 0.0 {
                m.rows.extend(rows(Table::IssueAttention, &s.own).chain(rows(Table::IssueAttention, &s.world)));
            }
            let agreement = match &issue.ballot {
                Ballot::Category(_) => self.category_agreement(self.topic(s.issue), from, to),
                Ballot::Resolutions => self.resolution_agreement(s.issue, from, to),
                Ballot::None => None,
            };
            let mut line = vec![Some(1e4 * s.rate), Some(1e4 * s.base), Some(1e4 * s.excess()), None, None];
            let used = self.used(&mut m, &issue.title, s, agreement.as_ref());
            if let Some(agreement) = agreement {
                by_resolution.extend(agreement.resolutions.iter().map(|r| {
                    let place = if r.inside { "" } else { " (outside the window)" };
                    (format!("{}{place}", r.code), vec![Some(r.agreement), Some(r.pairs)])
                }));
                if used {
                    line.truncate(3);
                    line.extend([Some(agreement.mean()), Some(agreement.votes)]);
                    if s.excess() > 0.0 {
                        heaviest.push((s.excess(), issue.title.as_str()));
                        years_used.extend(agreement.years.iter().copied());
                        m.rows.extend(agreement.rows.iter().copied());
                    }
                    on.push((s.issue, agreement.mean()));
                    weighted += s.excess() * agreement.mean();
                    voted += s.excess();
                }
            }
            by_issue.push((issue.title.clone(), line));
        }
        m.years = years_used.into_iter().collect();
        m.grids = grids(by_issue, by_resolution);
        m.members = self.voting_members(from, to);
        let rates: Vec<IssueRate> = salience.iter().map(Salience::rates).collect();
        let Some(value) = indices::agreement(&rates, &on, None) else {
            let reason = format!("no votes, or too few years of them, on what {} is sensitive to", self.name(from));
            m.reading = Reading::missing(AbsenceKind::NotAvailable, reason);
            return m;
        };
        m.evidence = Evidence::Agreement { of: attention(from, &salience), on };
        m.reading = Reading::exact(value);
        m.quantity(format!("share of {}'s excess attention put to a vote", self.name(from)), voted / all, "share");
        m.working = format!("sum e g / sum e = {} / {} = {}", brief(1e4 * weighted), brief(1e4 * voted), brief(value));
        heaviest.sort_by(|x, y| y.0.total_cmp(&x.0));
        m.basis = heaviest.first().map_or_else(String::new, |(_, title)| (*title).to_owned());
        if voted / all < THIN {
            m.warnings.push(format!(
                "only {:.0} % of what {} is sensitive to was ever put to a vote",
                100.0 * voted / all,
                self.name(from)
            ));
        }
        m
    }

    /// The pool's topic of an issue: the first issue that asks for the same category.
    fn topic(&self, issue: usize) -> u32 {
        let issues = &self.package.issues;
        let ballot = issues.get(issue).map(|i| &i.ballot);
        issues.iter().position(|i| Some(&i.ballot) == ballot).unwrap_or(issue) as u32
    }

    /// Whether an issue's agreement enters; what does not is told under "left out".
    fn used(&self, m: &mut Measurement, title: &str, s: &Salience, agreement: Option<&Agreement>) -> bool {
        let Some(agreement) = agreement else {
            if s.excess() > 0.0 {
                let ballot = self.package.issues.get(s.issue).map(|i| &i.ballot);
                let why = if matches!(ballot, Some(Ballot::None) | None) {
                    "never put to a vote in this package"
                } else {
                    "no votes of these two in this package and window"
                };
                m.left_out.push(format!("{title}: {why}"));
            }
            return false;
        };
        let Err(short) = self.enough(&agreement.years, self.window.years(), "votes") else { return true };
        if let Reading::Missing(absence) = short.reading {
            m.left_out.push(format!("{title}: {}", absence.reason));
        }
        false
    }
}

type Lines = Vec<(String, Vec<Option<f64>>)>;

fn grids(by_issue: Lines, by_resolution: Lines) -> Vec<Grid> {
    let mut grids = vec![Grid {
        title: "Attention per 10,000 words: own r, all others' b, excess e; agreement g over pairs of votes".into(),
        first: "issue",
        columns: vec![
            ("r".into(), ""),
            ("b".into(), ""),
            ("e".into(), ""),
            ("g".into(), "agreement"),
            ("pairs".into(), ""),
        ],
        rows: by_issue,
    }];
    if !by_resolution.is_empty() {
        grids.push(Grid {
            title: "Single resolutions".into(),
            first: "resolution",
            columns: vec![("agreement".into(), "agreement"), ("pairs".into(), "")],
            rows: by_resolution,
        });
    }
    grids
}

fn agree(one: Ballots, other: Ballots) -> f64 {
    match (one, other) {
        _ if one == other => 1.0,
        (Ballots::Abstain, _) | (_, Ballots::Abstain) => 0.5,
        _ => 0.0,
    }
}
