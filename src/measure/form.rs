//! Nominal status, as of the last day of the window, and the rungs held through it.

use super::{Measurer, brief};
use crate::model::evidence::Evidence;
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
    /// The pair's rows are kept under (party, bloc), whichever of the two comes first in the partnership.
    pub(super) fn of_pair(p: Partnership, party: PartyId, bloc: PartyId) -> bool {
        (party == p.a && bloc == p.b) || (party == p.b && bloc == p.a)
    }

    /// The highest rung reached by the last day of the window, and since when.
    pub fn standing(&self, p: Partnership, ladder: &[(String, f64)]) -> Option<Standing<'_>> {
        let value = |step: &StatusStep| ladder.iter().find(|(rung, _)| *rung == step.rung).map(|(_, v)| *v);
        let steps = self.package.status.iter().filter(|s| Self::of_pair(p, s.party, s.bloc));
        let reached = steps.filter(|s| s.date.is_some_and(|d| d.by_end_of(self.window.to())));
        let mut standing: Option<Standing<'_>> = None;
        for step in reached {
            let Some(value) = value(step) else { continue };
            // The earliest step of the highest rung dates the status.
            let better =
                standing.as_ref().is_none_or(|s| value > s.value || (value == s.value && step.date < s.step.date));
            if better {
                standing = Some(Standing { step, value });
            }
        }
        standing
    }

    pub(super) fn status(&self, p: Partnership, ladder: &[(String, f64)]) -> Measurement {
        let steps: Vec<&StatusStep> =
            self.package.status.iter().filter(|s| Self::of_pair(p, s.party, s.bloc)).collect();
        let row = |s: &StatusStep| RowRef { table: Table::Status, line: s.line };
        if let Some(beyond) = self.beyond_knowledge() {
            return beyond;
        }
        if steps.is_empty() {
            return Measurement::missing(AbsenceKind::NotAvailable, "no dated status between the two in this package");
        }
        if let Some(unknown) = steps.iter().find(|s| !ladder.iter().any(|(rung, _)| *rung == s.rung)) {
            let reason = format!("rung `{}` is not on the framework's ladder", unknown.rung);
            return Measurement::missing(AbsenceKind::NotAvailable, reason);
        }
        let mut m = Measurement::missing(AbsenceKind::NotAvailable, "no step on the ladder has a date");
        for s in &steps {
            let late = s.date.is_some_and(|d| !d.by_end_of(self.window.to()));
            match s.date {
                None => m.left_out.push(format!("{}: no date printed", s.label)),
                Some(d) if late => m.left_out.push(format!("{} ({d}): after {}", s.label, self.window.to())),
                Some(_) => m.rows.push(row(s)),
            }
        }
        let none = ladder.iter().find(|(rung, _)| rung == "none").map(|(_, v)| *v);
        match (self.standing(p, ladder), none) {
            (Some(standing), _) => {
                m.reading = Reading::exact(standing.value);
                m.basis = standing.step.rung.replace('_', " ");
                let since = standing.step.date.map_or_else(String::new, |d| format!(" since {d}"));
                m.working = format!("{}{since}: rung {}", standing.step.label, brief(standing.value));
            }
            // Every known step comes later: there was none yet.
            (None, Some(value)) if steps.iter().all(|s| s.date.is_some()) => {
                m.reading = Reading::exact(value);
                m.basis = "none yet".into();
                m.rows = steps.iter().map(|s| row(s)).collect();
                m.working = format!("every known step is later: rung `none` = {}", brief(value));
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

    /// The rungs held from the window's first day to its last, each with its share of the time, in order; at every moment the highest
    /// reached so far. A date that is not printed to the day counts from the middle of what is not printed. `None` where nothing is
    /// known of the window's beginning.
    ///
    /// Worked number: full dialogue (3) and, from 2018-11-14, strategic (5) are 0.174 and 0.826 of 2018 to 2022.
    pub fn rungs_held(&self, p: Partnership, ladder: &[(String, f64)]) -> Option<Vec<(f64, f64)>> {
        let value = |rung: &str| ladder.iter().find(|(name, _)| name == rung).map(|(_, v)| *v);
        let (start, end) = (f64::from(self.window.from().get()), f64::from(self.window.to().get()) + 1.0);
        let steps = || self.package.status.iter().filter(|s| Self::of_pair(p, s.party, s.bloc));
        let mut dated: Vec<(f64, f64)> =
            steps().filter_map(|s| Some((s.date?.on_axis(), value(&s.rung)?))).filter(|(at, _)| *at < end).collect();
        dated.sort_by(|x, y| x.0.total_cmp(&y.0));
        let at_start = dated.iter().filter(|(at, _)| *at <= start).map(|(_, rung)| *rung).reduce(f64::max);
        let none = || value("none").filter(|_| steps().all(|s| s.date.is_some()));
        let (mut rung, mut since) = (at_start.or_else(none)?, start);
        let mut held = Vec::new();
        for (at, next) in dated.into_iter().filter(|(at, _)| *at > start) {
            if next > rung {
                held.push(((at - since) / (end - start), rung));
                (rung, since) = (next, at);
            }
        }
        held.push(((end - since) / (end - start), rung));
        Some(held)
    }

    /// Whether the window ends after everything the package knows of status and institutions.
    pub(super) fn beyond_knowledge(&self) -> Option<Measurement> {
        let steps = self.package.status.iter().filter_map(|s| s.date);
        let held = self.package.institutions.iter().flat_map(|i| [i.from, i.as_of]).flatten();
        let newest = steps.chain(held).map(|d| d.year()).max()?;
        let reason = format!("nothing is known of status and institutions after {newest}");
        (self.window.to() > newest).then(|| Measurement::missing(AbsenceKind::NotAvailable, reason))
    }
}
