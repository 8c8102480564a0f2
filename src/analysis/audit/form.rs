//! Status, institutions and membership as claims speak of them.

use super::{Context, Found, Missing};
use crate::measure::Measurer;
use crate::model::claim::{Answer, Form, Unit};
use crate::model::date::PartialDate;
use crate::model::framework::Measure;
use crate::model::ladder::Ladder;
use crate::model::package::{RowRef, Table};
use crate::model::party::{Partnership, PartyId};
use crate::model::records::{Held, Institution, StatusStep};
use crate::model::window::{Window, Year};

impl Context<'_> {
    pub(super) fn form(&self, asked: &Form) -> Result<Found, Missing> {
        match asked {
            Form::Since { party, with, rung } => {
                let (step, date, note) = self.rung_since(*party, *with, rung)?;
                let working = format!("{} since {date}", step.label);
                Ok(Found::new(Answer::Date(date), working, vec![of_step(step)]).noted(note))
            }
            Form::YearsSince { party, with, rung, year } => {
                let (step, date, note) = self.rung_since(*party, *with, rung)?;
                let since = f64::from(year.get()) - f64::from(date.year().get());
                let working = format!("{year} - {} = {since}: {} since {date}", date.year(), step.label);
                Ok(Found::new(Answer::Number(since, Unit::Years), working, vec![of_step(step)]).noted(note))
            }
            Form::Rung { parties, with, year } => {
                let (rungs, working, rows) = self.rungs(parties, *with, *year)?;
                let first = rungs.first().cloned().unwrap_or_default();
                let same = rungs.iter().all(|r| *r == first);
                let word = if same { first } else { rungs.join(", ") };
                Ok(Found::new(Answer::Word(word), working, rows))
            }
            Form::SameRung { parties, with, year } => {
                let (rungs, working, rows) = self.rungs(parties, *with, *year)?;
                let same = rungs.iter().all(|r| Some(r) == rungs.first());
                Ok(Found::new(Answer::Holds(same), working, rows))
            }
            Form::HeldSince { party, with, institution } => {
                let (rows, note) = self.institution(*party, *with, institution)?;
                let dated = rows.iter().filter(|i| i.held == Held::Yes).filter_map(|i| Some((i.from?, *i)));
                let (date, row) = dated.min_by_key(|(date, _)| *date).ok_or_else(|| {
                    format!("no row says from when {} and {} have `{institution}`", self.code(*party), self.code(*with))
                })?;
                let working = format!("`{institution}` since {date}");
                Ok(Found::new(Answer::Date(date), working, vec![of_institution(row)]).noted(note))
            }
            Form::Held { party, with, institution, year } => {
                let (rows, note) = self.institution(*party, *with, institution)?;
                let holding: Vec<&Institution> = rows.iter().copied().filter(|i| holds(i, *year)).collect();
                let working = match holding.first() {
                    Some(row) => format!("`{institution}` {}", term(row)),
                    None => format!("no row has `{institution}` in {year}"),
                };
                let shown = if holding.is_empty() { rows } else { holding.clone() };
                let lines = shown.into_iter().map(of_institution).collect();
                Ok(Found::new(Answer::Holds(!holding.is_empty()), working, lines).noted(note))
            }
            Form::Times { party, with, institution, year } => {
                let (rows, note) = self.institution(*party, *with, institution)?;
                let begun = |i: &&Institution| i.held == Held::Yes && i.from.is_some_and(|d| d.by_end_of(*year));
                let held: Vec<&Institution> = rows.into_iter().filter(begun).collect();
                let dates: Vec<String> = held.iter().filter_map(|i| i.from).map(|d| d.to_string()).collect();
                let working = format!("`{institution}`: {}", dates.join(", "));
                let lines = held.iter().map(|i| of_institution(i)).collect();
                Ok(Found::new(Answer::Number(held.len() as f64, Unit::Count), working, lines).noted(note))
            }
            Form::Members { bloc, year } => {
                let members = self.package.parties.members(*bloc, *year);
                if members.is_empty() {
                    return Err(format!("the table memberships has no member of {} in {year}", self.code(*bloc)));
                }
                let working = self.codes(&members);
                let answer = Answer::Number(members.len() as f64, Unit::Count);
                let mut found = Found::new(answer, working, Vec::new());
                found.tables.push(Table::Memberships);
                Ok(found)
            }
        }
    }

    fn pair<'x, T>(
        &self,
        rows: &'x [T],
        party: PartyId,
        with: PartyId,
        table: Table,
        of: impl Fn(&T) -> (PartyId, PartyId, u32),
    ) -> (Vec<&'x T>, usize) {
        let mut own = 0;
        let found = rows.iter().filter(|row| {
            let (a, b, line) = of(row);
            let pair = (a == party && b == with) || (a == with && b == party);
            let proves = pair && !self.own(RowRef { table, line });
            own += usize::from(pair && !proves);
            proves
        });
        let found = found.collect();
        (found, own)
    }

    fn rung_since(
        &self,
        party: PartyId,
        with: PartyId,
        rung: &str,
    ) -> Result<(&StatusStep, PartialDate, Option<String>), Missing> {
        let of_rung: Vec<&StatusStep> = self.package.status.iter().filter(|s| s.rung == rung).collect();
        let (rows, own) = self.pair(&of_rung, party, with, Table::Status, |s| (s.party, s.with, s.line));
        let dated = rows.iter().filter_map(|s| Some((**s, s.date?))).min_by_key(|(_, date)| *date);
        let what = format!("{} and {}, rung {rung}", self.code(party), self.code(with));
        let (step, date) = dated.ok_or_else(|| self.only_own(Table::Status, own, &what))?;
        Ok((step, date, self.left_out(Table::Status, own)))
    }

    /// The rung of each at the end of a year, with working and rows.
    fn rungs(
        &self,
        parties: &[PartyId],
        with: PartyId,
        year: Year,
    ) -> Result<(Vec<String>, String, Vec<RowRef>), Missing> {
        let ladder = self.ladder().ok_or("the framework has no ladder of status")?;
        let window = Window::new(year, year).map_err(|_| "the year is none")?;
        let measurer = Measurer::series_without_rows(self.package, self.framework, &[window]);
        let (mut rungs, mut said, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for party in parties {
            let p = Partnership::new(*party, with).ok_or("a party has no status with itself")?;
            let standing = measurer.first().and_then(|m| m.standing(p, ladder));
            let what = format!("{} and {} by {year}", self.code(*party), self.code(with));
            let standing = standing.ok_or_else(|| {
                // A step without a date stands nowhere.
                let (_, own) =
                    self.pair(&self.package.status, *party, with, Table::Status, |s| (s.party, s.with, s.line));
                self.only_own(Table::Status, own, &what)
            })?;
            if self.own(of_step(standing.step)) {
                return Err(self.only_own(Table::Status, 1, &what));
            }
            rungs.push(standing.step.rung.clone());
            let since = standing.step.date.map_or_else(String::new, |d| format!(" since {d}"));
            said.push(format!("{}: {}{since}", self.code(*party), standing.step.rung));
            rows.push(of_step(standing.step));
        }
        Ok((rungs, said.join(", "), rows))
    }

    fn ladder(&self) -> Option<&Ladder> {
        self.framework.indicators().find_map(|(_, _, i)| match &i.measure {
            Measure::Status { ladder } => Some(ladder),
            _ => None,
        })
    }

    fn institution(
        &self,
        party: PartyId,
        with: PartyId,
        institution: &str,
    ) -> Result<(Vec<&Institution>, Option<String>), Missing> {
        let all: Vec<&Institution> =
            self.package.institutions.iter().filter(|i| i.institution == institution).collect();
        let (rows, own) = self.pair(&all, party, with, Table::Institutions, |i| (i.party, i.with, i.line));
        if rows.is_empty() {
            let what = format!("{} and {}, `{institution}`", self.code(party), self.code(with));
            return Err(self.only_own(Table::Institutions, own, &what));
        }
        Ok((rows.into_iter().copied().collect(), self.left_out(Table::Institutions, own)))
    }
}

/// Whether a row says that it was held in a year; a row without a beginning speaks from its own date on.
fn holds(row: &Institution, year: Year) -> bool {
    let begun = row.from.or(row.as_of).is_some_and(|d| d.by_end_of(year));
    row.held == Held::Yes && begun && row.to.is_none_or(|to| to.year() >= year)
}

fn term(row: &Institution) -> String {
    let from = match (row.from, row.as_of) {
        (Some(from), _) => format!("from {from}"),
        (None, Some(as_of)) => format!("as of {as_of}"),
        (None, None) => "without a date".to_owned(),
    };
    row.to.map_or_else(|| from.clone(), |to| format!("{from} to {to}"))
}

fn of_step(step: &StatusStep) -> RowRef {
    RowRef { table: Table::Status, line: step.line }
}

fn of_institution(row: &Institution) -> RowRef {
    RowRef { table: Table::Institutions, line: row.line }
}
