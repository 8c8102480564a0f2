//! Agreement on the recurring texts of an issue: each text weighs the same, and each of its years the same.

use std::collections::{BTreeMap, BTreeSet};

use super::agreement::{Agreement, OnResolution, OnText, VoteCount};
use super::{Measurer, indices};
use crate::model::measurement::Grid;
use crate::model::package::{Package, RowRef, Table};
use crate::model::party::PartyId;
use crate::model::records::{Ballot, Ballots, Series};
use crate::model::window::Year;

/// One state's vote on one resolution, from either table of votes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cast {
    party: PartyId,
    vote: Ballots,
    row: RowRef,
}

/// All votes by resolution, single ones and those of whole roll calls, each resolution's by party.
pub(super) fn casts(package: &Package) -> Vec<Vec<Cast>> {
    let mut casts: Vec<Vec<Cast>> = vec![Vec::new(); package.resolutions.len()];
    let tables = [(Table::Votes, &package.votes), (Table::RollCalls, &package.roll_calls)];
    for (table, vote) in tables.into_iter().flat_map(|(table, votes)| votes.iter().map(move |v| (table, v))) {
        if let Some(of_resolution) = casts.get_mut(vote.resolution) {
            of_resolution.push(Cast { party: vote.party, vote: vote.vote, row: RowRef { table, line: vote.line } });
        }
    }
    casts.iter_mut().for_each(|of_resolution| of_resolution.sort_by_key(|c| c.party));
    casts
}

/// From this difference between two years on agreement is said to break, and reported by year.
const BREAK: f64 = 0.25;

/// The votes of some states, in the order of the states; `casts` ascend by party.
fn of<'c>(casts: &'c [Cast], states: &[PartyId]) -> Vec<&'c Cast> {
    let of_state = |state: &PartyId| {
        let first = casts.partition_point(|c| c.party < *state);
        let state = *state;
        casts.iter().skip(first).take_while(move |c| c.party == state)
    };
    states.iter().flat_map(of_state).collect()
}

/// The states that vote for each of two units in a year.
type Sides = [Vec<PartyId>; 2];

impl Measurer<'_> {
    /// Whether an issue is looked at by its texts in this window: what decides is the declared years of the series, never which
    /// votes of these two are held, so that all partnerships of a window have an issue from one source.
    pub(super) fn by_texts(&self, issue: usize, ballot: &Ballot) -> bool {
        let series = || self.package.series.iter().filter(move |s| s.issue == issue);
        let followed = |y: &Year| series().any(|s| (s.from..=s.to).contains(y));
        match ballot {
            Ballot::Category(_) => {
                let years: Vec<Year> = self.window.iter().filter(followed).collect();
                self.enough(&years, self.window.years(), "votes").is_ok()
            }
            Ballot::Resolutions | Ballot::None => series().next().is_some(),
        }
    }

    /// Agreement over the texts of an issue: `g = mean over texts of the mean over its years`, each vote the mean over all pairs of
    /// states of the two sides that both voted, whatever the number of pairs that is known.
    pub(super) fn text_agreement(&self, issue: usize, from: PartyId, to: PartyId) -> Option<Agreement> {
        let mut found = Agreement::default();
        let mut years: BTreeSet<Year> = BTreeSet::new();
        let mut texts: Vec<Vec<Vec<f64>>> = Vec::new();
        let mut sides: BTreeMap<Year, Sides> = BTreeMap::new();
        for series in self.package.series.iter().filter(|s| s.issue == issue) {
            let by_year = self.on_series(series, (from, to), &mut sides, &mut found);
            let mean = |votes: &Vec<f64>| indices::mean(votes.iter().copied());
            let line = by_year.iter().filter_map(|(year, votes)| Some((*year, mean(votes)?))).collect();
            let text = OnText { title: series.title.clone(), by_year: line };
            if !text.by_year.is_empty() {
                years.extend(text.by_year.keys());
                found.texts.push(text);
                texts.push(by_year.into_values().collect());
            }
        }
        found.by_year = years.iter().filter_map(|y| Some((*y, of_year(&found.texts, *y)?))).collect();
        found.years = years.into_iter().collect();
        found.mean = indices::over_texts(&texts)?;
        Some(found)
    }

    /// The agreement on every vote of a series in the window, by year. `sides` keeps the states of both units by year.
    fn on_series(
        &self,
        s: &Series,
        (from, to): (PartyId, PartyId),
        sides: &mut BTreeMap<Year, Sides>,
        found: &mut Agreement,
    ) -> BTreeMap<Year, Vec<f64>> {
        let mut by_year: BTreeMap<Year, Vec<f64>> = BTreeMap::new();
        for index in &s.resolutions {
            let (Some(resolution), Some(casts)) = (self.package.resolutions.get(*index), self.pools.casts.get(*index))
            else {
                continue;
            };
            let year = resolution.date.year();
            if !self.window.contains(year) {
                continue;
            }
            let [left, right] = sides.entry(year).or_insert_with(|| [from, to].map(|unit| self.states(unit, year)));
            let (left, right) = (of(casts, left), of(casts, right));
            let [ours, theirs] = [&left, &right].map(|side| VoteCount::of(side.iter().map(|c| c.vote)));
            let Some(agreement) = ours.agreement(&theirs) else { continue };
            by_year.entry(year).or_default().push(agreement);
            found.votes += ours.states() * theirs.states();
            // A few states vote again and again.
            for cast in left.iter().chain(&right) {
                if !found.voters.contains(&cast.party) {
                    found.voters.push(cast.party);
                }
            }
            if self.pools.lists_rows {
                for side in [left, right] {
                    let mut rows: Vec<RowRef> = side.into_iter().map(|c| c.row).collect();
                    rows.sort_unstable();
                    found.rows.extend(rows);
                }
                let (code, pairs) = (resolution.code.clone(), ours.states() * theirs.states());
                let sides = [ours.states(), theirs.states()].map(|n| n as usize);
                found.resolutions.push(OnResolution { code, inside: true, agreement, pairs, sides });
            }
        }
        by_year
    }
}

/// The agreement on an issue in one year: the mean over the texts voted in it.
fn of_year(texts: &[OnText], year: Year) -> Option<f64> {
    indices::mean(texts.iter().filter_map(|t| t.by_year.get(&year).copied()))
}

/// Where agreement breaks within the window, the figure by its lowest and highest year, and whether that is a change of mind: what
/// became of the texts that were voted on in both years.
pub(super) fn breaks(title: &str, agreement: &Agreement) -> Option<String> {
    let (low_year, low) = agreement.by_year.iter().min_by(|x, y| x.1.total_cmp(y.1))?;
    let (high_year, high) = agreement.by_year.iter().max_by(|x, y| x.1.total_cmp(y.1))?;
    if high - low <= BREAK {
        return None;
    }
    let both = |t: &OnText| Some((*t.by_year.get(low_year)?, *t.by_year.get(high_year)?));
    let both: Vec<(f64, f64)> = agreement.texts.iter().filter_map(both).collect();
    let ends = indices::mean(both.iter().map(|x| x.0)).zip(indices::mean(both.iter().map(|x| x.1)));
    let same = match ends {
        Some((at_low, at_high)) => format!("on the texts of both years {at_low:.2} and {at_high:.2}"),
        None if agreement.texts.is_empty() => "the texts of a category change from year to year".to_owned(),
        None => "no text was voted on in both".to_owned(),
    };
    let (mean, years) = (agreement.mean, list(&agreement.years));
    Some(format!("{title}: {mean:.2} over {years}, {low:.2} in {low_year}, {high:.2} in {high_year}; {same}"))
}

/// First and last year.
fn list(years: &[Year]) -> String {
    match (years.first(), years.last()) {
        (Some(a), Some(b)) if a < b => format!("{a}–{b}"),
        (Some(a), _) => a.to_string(),
        _ => String::new(),
    }
}

/// By text and year, each issue's own line first.
pub(super) fn grid(years: &[Year], issues: &[(String, &Agreement)]) -> Option<Grid> {
    let line = |cells: &dyn Fn(Year) -> Option<f64>, mean: Option<f64>| -> Vec<Option<f64>> {
        years.iter().map(|y| cells(*y)).chain([mean]).collect()
    };
    let mut rows = Vec::new();
    for (title, agreement) in issues.iter().filter(|(_, a)| !a.by_year.is_empty()) {
        rows.push((title.clone(), line(&|y| agreement.by_year.get(&y).copied(), Some(agreement.mean))));
        for text in &agreement.texts {
            let cells = line(&|y| text.by_year.get(&y).copied(), text.mean());
            rows.push((format!("· {}", text.title), cells));
        }
    }
    let columns = years.iter().map(|y| (y.to_string(), "agreement")).chain([("mean".to_owned(), "agreement")]);
    let title = "Agreement by issue, recurring text and year; the mean of an issue with texts is that of their means"
        .to_owned();
    (!rows.is_empty()).then(|| Grid { title, first: "issue and text", columns: columns.collect(), rows })
}
