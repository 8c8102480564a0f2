//! Nominal status, as of the last day of the window, and the rungs held through it.

use super::{Measurer, brief};
use crate::model::PartialDate;
use crate::model::evidence::Evidence;
use crate::model::ladder::{Ladder, ReplacedBy};
use crate::model::measurement::{AbsenceKind, Measurement, Reading};
use crate::model::package::{RowRef, Table};
use crate::model::party::{Partnership, PartyId};
use crate::model::records::StatusStep;

/// The step that stands on the window's last day.
pub struct Standing<'a> {
    pub step: &'a StatusStep,
    pub value: f64,
}

impl Measurer<'_> {
    /// The pair's rows are kept under (party, with), whichever of the two comes first in the partnership.
    pub(super) fn of_pair(p: Partnership, party: PartyId, with: PartyId) -> bool {
        (party == p.a && with == p.b) || (party == p.b && with == p.a)
    }

    fn steps_of(&self, p: Partnership) -> impl Iterator<Item = &StatusStep> {
        self.package.status.iter().filter(move |s| Self::of_pair(p, s.party, s.with))
    }

    /// The step that holds on the last day of the window: of those that have begun and not ended the highest, or the latest where
    /// any later one takes the place of the one before.
    pub fn standing(&self, p: Partnership, ladder: &Ladder) -> Option<Standing<'_>> {
        let last = self.window.to();
        let begun = self.steps_of(p).filter(|s| s.date.is_some_and(|d| d.by_end_of(last)));
        let mut standing: Option<Standing<'_>> = None;
        for step in begun {
            let Some(value) = ladder.value(&step.rung) else { continue };
            // The earliest step of the highest rung dates the status; of one day the higher holds.
            let better = |s: &Standing<'_>| match ladder.replaced_by {
                ReplacedBy::Higher => value > s.value || (value == s.value && step.date < s.step.date),
                ReplacedBy::Later => step.date > s.step.date || (step.date == s.step.date && value > s.value),
            };
            let over = step.to.is_some_and(|to| to.ends_before_last_day_of(last));
            // What replaced an earlier status stays in its place when it ends; beside it nothing comes back.
            if over && ladder.replaced_by == ReplacedBy::Higher {
                continue;
            }
            if standing.as_ref().is_none_or(better) {
                standing = Some(Standing { step, value });
            }
        }
        standing.filter(|s| !s.step.to.is_some_and(|to| to.ends_before_last_day_of(last)))
    }

    pub(super) fn status(&self, p: Partnership, ladder: &Ladder) -> Measurement {
        let steps: Vec<&StatusStep> = self.steps_of(p).collect();
        let row = |s: &StatusStep| RowRef { table: Table::Status, line: s.line };
        if let Some(beyond) = self.beyond_knowledge(Table::Status) {
            return beyond;
        }
        if steps.is_empty() {
            return Measurement::missing(AbsenceKind::NotAvailable, "no dated status between the two in this package");
        }
        if let Some(unknown) = steps.iter().find(|s| ladder.value(&s.rung).is_none()) {
            let reason = format!("rung `{}` is not on the framework's ladder", unknown.rung);
            return Measurement::missing(AbsenceKind::NotAvailable, reason);
        }
        let mut m = Measurement::missing(AbsenceKind::NotAvailable, "no step on the ladder has a date");
        for s in &steps {
            let late = s.date.is_some_and(|d| !d.by_end_of(self.window.to()));
            let over = s.to.filter(|to| to.ends_before_last_day_of(self.window.to()));
            match s.date {
                Some(d) if !late && over.is_some() => {
                    m.rows.push(row(s));
                    let to = over.map_or_else(String::new, |to| to.to_string());
                    m.left_out.push(format!("{} ({d}): ended on {to}", s.label));
                }
                None => m.left_out.push(format!("{}: no date printed", s.label)),
                Some(d) if late => m.left_out.push(format!("{} ({d}): after {}", s.label, self.window.to())),
                Some(_) => m.rows.push(row(s)),
            }
        }
        let none = ladder.value("none");
        let dated = steps.iter().all(|s| s.date.is_some());
        let later = steps.iter().all(|s| s.date.is_some_and(|d| !d.by_end_of(self.window.to())));
        match (self.standing(p, ladder), none) {
            (Some(standing), _) => {
                m.reading = Reading::exact(standing.value);
                m.basis = standing.step.rung.replace('_', " ");
                let since = standing.step.date.map_or_else(String::new, |d| format!(" since {d}"));
                m.working = format!("{}{since}: rung {}", standing.step.label, brief(standing.value));
            }
            // Every known step comes later: there was none yet.
            (None, Some(value)) if later => {
                m.reading = Reading::exact(value);
                m.basis = "none yet".into();
                m.rows = steps.iter().map(|s| row(s)).collect();
                m.working = format!("every known step is later: rung `none` = {}", brief(value));
            }
            // What there was has ended, and nothing took its place.
            (None, Some(value)) if dated => {
                m.reading = Reading::exact(value);
                m.basis = "none any more".into();
                m.working = format!("every known step has ended or is later: rung `none` = {}", brief(value));
            }
            _ => {}
        }
        if let (Some(value), Some(held)) = (m.reading.value(), self.rungs_held(p, ladder)) {
            let share = held.last().filter(|(_, rung)| *rung == value).map(|(share, _)| *share);
            m.quantity("of the window, this rung was held for", share, "share");
            m.evidence = Evidence::Rungs { held };
        }
        m
    }

    /// The rungs held from the window's first day to its last, each with its share of the time, in order; at every moment the one that
    /// stands. A date that is not printed to the day counts from the middle of what is not printed. `None` where nothing is known of
    /// the window's beginning.
    ///
    /// Worked number: full dialogue (3) and, from 2018-11-14, strategic (5) are 0.174 and 0.826 of 2018 to 2022.
    pub fn rungs_held(&self, p: Partnership, ladder: &Ladder) -> Option<Vec<(f64, f64)>> {
        let (start, end) = (f64::from(self.window.from().get()), f64::from(self.window.to().get()) + 1.0);
        let dated: Vec<Span> = self.steps_of(p).filter_map(|s| Span::of(s, ladder)).filter(|s| s.from < end).collect();
        let none = || ladder.value("none").filter(|_| self.steps_of(p).all(|s| s.date.is_some()));
        let at = |moment: f64| standing_at(&dated, moment, ladder.replaced_by).or_else(none);
        let mut changes: Vec<f64> =
            dated.iter().flat_map(|s| [s.from, s.to]).filter(|t| *t > start && *t < end).collect();
        changes.sort_by(f64::total_cmp);
        let (mut rung, mut since) = (at(start)?, start);
        let mut held = Vec::new();
        for change in changes {
            let next = at(change)?;
            if next != rung {
                held.push(((change - since) / (end - start), rung));
                (rung, since) = (next, change);
            }
        }
        held.push(((end - since) / (end - start), rung));
        Some(held)
    }

    /// Whether the window ends after everything that was looked up for this table, and so says nothing of it.
    pub(super) fn beyond_knowledge(&self, table: Table) -> Option<Measurement> {
        let to = self.window.to();
        if let Some(known_to) = self.package.known_to.get(&table) {
            let reason = format!("not looked up: {} is known to {known_to} alone", table.name());
            // As elsewhere whole years are compared.
            return (to > known_to.year()).then(|| Measurement::missing(AbsenceKind::NotSearched, reason));
        }
        let steps = self.package.status.iter().filter_map(|s| s.date);
        let held = self.package.institutions.iter().flat_map(|i| [i.from, i.as_of]).flatten();
        let newest = steps.chain(held).map(|d| d.year()).max()?;
        let reason = format!("nothing is known of status and institutions after {newest}");
        (to > newest).then(|| Measurement::missing(AbsenceKind::NotAvailable, reason))
    }
}

/// From when to when a step holds, on an axis of years.
struct Span {
    from: f64,
    to: f64,
    value: f64,
}

impl Span {
    fn of(step: &StatusStep, ladder: &Ladder) -> Option<Self> {
        let to = step.to.map_or(f64::INFINITY, PartialDate::on_axis);
        Some(Span { from: step.date?.on_axis(), to, value: ladder.value(&step.rung)? })
    }
}

/// The value of the step that stands at a moment, where any does.
fn standing_at(steps: &[Span], moment: f64, replaced_by: ReplacedBy) -> Option<f64> {
    let begun = steps.iter().filter(|s| s.from <= moment);
    match replaced_by {
        ReplacedBy::Higher => begun.filter(|s| s.to > moment).map(|s| s.value).reduce(f64::max),
        ReplacedBy::Later => begun
            .max_by(|x, y| x.from.total_cmp(&y.from).then(x.value.total_cmp(&y.value)))
            .filter(|s| s.to > moment)
            .map(|s| s.value),
    }
}
