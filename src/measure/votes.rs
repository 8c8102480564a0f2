//! Voting agreement on the issues to which one side gives more attention than the world does.

use std::collections::{BTreeMap, BTreeSet};

use super::agreement::{Agreement, OnResolution, VoteCount};
use super::attention::{Salience, attention};
use super::indices::IssueRate;
use super::{Measurer, brief, indices, recurring, rows};
use crate::model::evidence::Evidence;
use crate::model::framework::Texts;
use crate::model::measurement::{AbsenceKind, Grid, Measurement, MemberCoverage, Reading};
use crate::model::package::{RowRef, Table};
use crate::model::party::PartyId;
use crate::model::records::{Ballot, Vote};
use crate::model::window::Year;

/// Below this share of a side's excess attention the agreement says little about what it is sensitive to; told, not hidden.
const THIN: f64 = 0.33;

impl Measurer<'_> {
    /// Agreement by roll-call category; one side has rows as a member (or as the bloc of members), the other as a partner.
    fn category_agreement(&self, topic: u32, from: PartyId, to: PartyId) -> Option<Agreement> {
        let (member, partner) = [(from, to), (to, from)]
            .into_iter()
            .find(|(m, p)| self.pools.positions.knows(*m, *p, topic, self.window))?;
        // A year in which the two never both voted says nothing.
        let mut years = self.pools.positions.years(member, partner, topic, self.window);
        years.retain(|y| self.pools.positions.cell(member, partner, topic, *y).is_some_and(|c| c.values[0] > 0.0));
        let sum = self.pools.positions.sum(member, partner, topic, &years);
        let [votes, same, one_abstains, _] = sum.values;
        let rows = rows(Table::Positions, &sum).collect();
        if votes <= 0.0 {
            return None;
        }
        Some(Agreement { mean: (same + 0.5 * one_abstains) / votes, votes, years, rows, ..Agreement::default() })
    }

    /// Agreement over single resolutions, every state of one side with every state of the other.
    fn resolution_agreement(&self, issue: usize, from: PartyId, to: PartyId) -> Option<Agreement> {
        let (mut found, mut all) = (Agreement::default(), 0.0);
        for (index, resolution) in self.package.resolutions.iter().enumerate().filter(|(_, r)| r.issue == issue) {
            let year = resolution.date.year();
            let votes = |unit| -> Vec<&Vote> {
                let states = self.states(unit, year);
                self.package.votes.iter().filter(|v| v.resolution == index && states.contains(&v.party)).collect()
            };
            let (left, right) = (votes(from), votes(to));
            let [ours, theirs] = [&left, &right].map(|side| VoteCount::of(side.iter().map(|v| v.vote)));
            let pairs = ours.states() * theirs.states();
            if pairs == 0.0 {
                continue;
            }
            let points = ours.points(&theirs);
            let inside = self.window.contains(year);
            let (code, agreement, sides) = (resolution.code.clone(), points / pairs, [left.len(), right.len()]);
            found.resolutions.push(OnResolution { code, inside, agreement, pairs, sides });
            if inside {
                all += points;
                found.votes += pairs;
                if !found.years.contains(&year) {
                    found.years.push(year);
                }
                found.rows.extend(left.iter().chain(&right).map(|v| RowRef { table: Table::Votes, line: v.line }));
            }
        }
        found.mean = all / found.votes;
        (!found.resolutions.is_empty()).then_some(found)
    }

    /// How many members of the pair's bloc have roll calls held in the window, or votes of their own among `voters`.
    fn voting_members(&self, from: PartyId, to: PartyId, voters: &BTreeSet<PartyId>) -> Option<MemberCoverage> {
        let parties = &self.package.parties;
        let by_votes = || [to, from].into_iter().find(|unit| parties.is_bloc(*unit)).filter(|_| !voters.is_empty());
        let sides = [(from, to), (to, from)];
        let by_roll_calls = sides.into_iter().find(|(bloc, _)| self.pools.positions.knows_from(*bloc, self.window));
        let (bloc, partner) = by_roll_calls.or_else(|| {
            let bloc = by_votes()?;
            Some((bloc, if bloc == to { from } else { to }))
        })?;
        let members = self.members_in_window(bloc);
        let topics = 0..self.package.issues.len() as u32;
        let votes = |m: &&PartyId| {
            let counted = |t| self.pools.positions.knows(**m, partner, t, self.window);
            voters.contains(*m) || topics.clone().any(counted)
        };
        let have = members.iter().filter(votes).count();
        (!members.is_empty()).then_some(MemberCoverage { have, of: members.len() })
    }

    /// The states that vote for a unit: itself, or a bloc's members of that year.
    pub(super) fn states(&self, unit: PartyId, year: Year) -> Vec<PartyId> {
        if !self.package.parties.is_bloc(unit) {
            return vec![unit];
        }
        self.counted_members(unit, year)
    }

    /// The agreement of two on one issue, by the votes that speak to it; `None` where there are none.
    fn agreement_on(&self, issue: usize, texts: Texts, from: PartyId, to: PartyId) -> Option<Agreement> {
        let ballot = &self.package.issues.get(issue)?.ballot;
        if texts == Texts::Series && self.by_texts(issue, ballot) {
            return self.text_agreement(issue, from, to);
        }
        match ballot {
            Ballot::Category(_) => {
                let mut found = self.category_agreement(self.topic(issue), from, to)?;
                if texts == Texts::Series {
                    found.by_year = self.category_by_year(self.topic(issue), from, to, &found.years);
                }
                Some(found)
            }
            Ballot::Resolutions => self.resolution_agreement(issue, from, to),
            Ballot::None => None,
        }
    }

    /// The same by year.
    fn category_by_year(&self, topic: u32, from: PartyId, to: PartyId, years: &[Year]) -> BTreeMap<Year, f64> {
        let cell = |y: Year| {
            let cells = [(from, to), (to, from)].map(|(m, p)| self.pools.positions.cell(m, p, topic, y));
            cells.into_iter().flatten().find(|c| c.values[0] > 0.0)
        };
        let agreement = |y: &Year| {
            let [votes, same, one_abstains, _] = cell(*y)?.values;
            Some((*y, (same + 0.5 * one_abstains) / votes))
        };
        years.iter().filter_map(agreement).collect()
    }

    /// `sum e_i g_i / sum e_i` over the issues put to a vote, with the excess attention of `from`.
    ///
    /// Where the issues voted on hold less of that attention than a minimum asks for there is no value, but bounds: what was not
    /// voted on at 0, and at 1.
    pub(super) fn agreement_on_issues(
        &self,
        from: PartyId,
        to: PartyId,
        prior_words: f64,
        (texts, minimum): (Texts, Option<f64>),
    ) -> Measurement {
        let years = self.speaking_years(from);
        if let Err(missing) = self.enough(&years, self.window.years(), &format!("speeches of {}", self.name(from))) {
            return *missing;
        }
        let salience = self.salience(from, &years, prior_words);
        let mut m = Measurement::missing(AbsenceKind::NotAvailable, "");
        let (mut weighted, mut voted, mut all) = (0.0, 0.0, 0.0);
        let mut heaviest: Vec<(f64, &str)> = Vec::new();
        let mut by_issue = Vec::new();
        let mut entering: Vec<(String, Agreement)> = Vec::new();
        let mut years_used: BTreeSet<Year> = BTreeSet::new();
        let mut on: Vec<(usize, f64)> = Vec::new();
        for s in &salience {
            let Some(issue) = self.package.issues.get(s.issue) else { continue };
            all += s.excess();
            if s.excess() > 0.0 && self.pools.lists_rows {
                m.rows.extend(rows(Table::IssueAttention, &s.own).chain(rows(Table::IssueAttention, &s.world)));
            }
            let agreement = self.agreement_on(s.issue, texts, from, to);
            let mut line = vec![Some(1e4 * s.rate), Some(1e4 * s.base), Some(1e4 * s.excess()), None, None];
            let used = self.used(&mut m, &issue.title, s, texts, agreement.as_ref());
            if let Some(agreement) = agreement {
                if used {
                    line.truncate(3);
                    line.extend([Some(agreement.mean), Some(agreement.votes)]);
                    if s.excess() > 0.0 {
                        heaviest.push((s.excess(), issue.title.as_str()));
                        years_used.extend(agreement.years.iter().copied());
                        if self.pools.lists_rows {
                            m.rows.extend(agreement.rows.iter().copied());
                            m.warnings.extend(recurring::breaks(&issue.title, &agreement));
                        }
                    }
                    on.push((s.issue, agreement.mean));
                    weighted += s.excess() * agreement.mean;
                    voted += s.excess();
                }
                entering.push((issue.title.clone(), agreement));
            }
            by_issue.push((issue.title.clone(), line));
        }
        m.years = years_used.into_iter().collect();
        if self.pools.lists_rows {
            m.grids = grids(by_issue, &self.window.iter().collect::<Vec<_>>(), &entering);
        }
        let voters = entering.iter().flat_map(|(_, a)| a.voters.iter().copied()).collect();
        m.members = self.voting_members(from, to, &voters);
        let rates: Vec<IssueRate> = salience.iter().map(Salience::rates).collect();
        let Some(value) = indices::agreement(&rates, &on, None) else {
            let reason = format!("no votes, or too few years of them, on what {} is sensitive to", self.name(from));
            m.reading = Reading::missing(AbsenceKind::NotAvailable, reason);
            return m;
        };
        let share = voted / all;
        m.quantity(format!("share of {}'s excess attention put to a vote", self.name(from)), share, "share");
        m.working = format!("sum e g / sum e = {} / {} = {}", brief(1e4 * weighted), brief(1e4 * voted), brief(value));
        heaviest.sort_by(|x, y| y.0.total_cmp(&x.0));
        if let Some(least) = minimum.filter(|least| share < *least) {
            let within = indices::agreement_within(weighted, voted, all - voted);
            let reason = format!(
                "issues put to a vote hold {:.0} % of what {} is sensitive to; {:.0} % are needed; it lies within {:.2} and {:.2}",
                100.0 * share,
                self.name(from),
                100.0 * least,
                within.0,
                within.1
            );
            m.reading = Reading::missing_within(AbsenceKind::NotAvailable, reason, within);
            return m;
        }
        // Whether enough was voted on is judged once, by the data as they are: no draw of the counts withholds a value.
        m.evidence = Evidence::Agreement { of: attention(from, &salience), on };
        m.reading = Reading::exact(value);
        m.basis = heaviest.first().map_or_else(String::new, |(_, title)| (*title).to_owned());
        if share < THIN {
            m.warnings.push(format!(
                "only {:.0} % of what {} is sensitive to was ever put to a vote",
                100.0 * share,
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

    /// Whether an issue's agreement enters; what does not is reported under "left out".
    fn used(
        &self,
        m: &mut Measurement,
        title: &str,
        s: &Salience,
        texts: Texts,
        agreement: Option<&Agreement>,
    ) -> bool {
        let Some(agreement) = agreement else {
            if s.excess() > 0.0 {
                let ballot = self.package.issues.get(s.issue).map(|i| &i.ballot);
                let declared = texts == Texts::Series && ballot.is_some_and(|b| self.by_texts(s.issue, b));
                let why = if !declared && matches!(ballot, Some(Ballot::None) | None) {
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

/// By issue; by recurring text and year; and by resolution, with the states of each side that voted where texts recur.
fn grids(by_issue: Lines, years: &[Year], entering: &[(String, Agreement)]) -> Vec<Grid> {
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
    let named: Vec<(String, &Agreement)> = entering.iter().map(|(title, a)| (title.clone(), a)).collect();
    let texts = recurring::grid(years, &named);
    let recurring = texts.is_some();
    grids.extend(texts);
    let mut columns = vec![("agreement".to_owned(), "agreement"), ("pairs".to_owned(), "")];
    if recurring {
        columns.extend(["states from", "states to"].map(|head| (head.to_owned(), "")));
    }
    let line = |r: &OnResolution| {
        let place = if r.inside { "" } else { " (outside the window)" };
        let [from, to] = r.sides.map(|n| Some(n as f64));
        let cells = [Some(r.agreement), Some(r.pairs), from, to];
        (format!("{}{place}", r.code), cells.into_iter().take(columns.len()).collect())
    };
    let rows: Lines = entering.iter().flat_map(|(_, a)| a.resolutions.iter().map(line)).collect();
    if !rows.is_empty() {
        grids.push(Grid { title: "Single resolutions".into(), first: "resolution", columns, rows });
    }
    grids
}
