//! Nominal status and institutions, as of the last day of the window.

use super::{Gauge, brief};
use crate::model::measurement::{AbsenceKind, Grid, Measurement, Reading};
use crate::model::package::{RowRef, Table};
use crate::model::party::{Partnership, PartyId};
use crate::model::records::{Held, Institution, StatusStep};

/// The step that stands on the window's last day.
pub struct Standing<'a> {
    pub step: &'a StatusStep,
    pub value: f64,
}

impl Gauge<'_> {
    /// The pair's rows are kept under (party, bloc), whichever of the two comes first in the partnership.
    fn of_pair(p: Partnership, party: PartyId, bloc: PartyId) -> bool {
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
        m
    }

    pub(super) fn institutions(&self, p: Partnership, platforms: &[String], minimum_share: f64) -> Measurement {
        let all: Vec<&Institution> =
            self.package.institutions.iter().filter(|i| Self::of_pair(p, i.party, i.bloc)).collect();
        if let Some(beyond) = self.beyond_knowledge() {
            return beyond;
        }
        if all.is_empty() {
            return Measurement::missing(AbsenceKind::NotAvailable, "no institutions between the two in this package");
        }
        let mut m = Measurement::missing(AbsenceKind::NotAvailable, "");
        let (mut held, mut lacking, mut applicable) = (0.0, 0.0, 0.0);
        let mut standing = Vec::new();
        for platform in platforms {
            let rows: Vec<&&Institution> = all.iter().filter(|i| i.institution == *platform).collect();
            m.rows.extend(rows.iter().map(|i| RowRef { table: Table::Institutions, line: i.line }));
            if self.lies_ahead(platform, &all) {
                m.left_out.push(format!("{}: no partner had it yet", platform.replace('_', " ")));
                continue;
            }
            applicable += 1.0;
            let has = self.has(&rows);
            match has {
                Some(true) => held += 1.0,
                Some(false) => lacking += 1.0,
                None => m.left_out.push(format!("{}: not known", platform.replace('_', " "))),
            }
            let value = has.map(|h| if h { 1.0 } else { 0.0 });
            standing.push((platform.replace('_', " "), vec![value]));
        }
        let columns = vec![(format!("on the last day of {}", self.window.to()), "yes or no")];
        m.grids.push(Grid { title: "Platforms and bodies".into(), first: "platform", columns, rows: standing });
        let (known, total) = (held + lacking, applicable);
        if known <= 0.0 || known / total + 1e-9 < minimum_share {
            let reason = format!("{known} of {total} platforms are known; {minimum_share} of them must be");
            m.reading = Reading::missing(AbsenceKind::NotAvailable, reason);
            return m;
        }
        let value = held / known;
        m.reading = Reading::Observed { value, lower: held / total, upper: (held + total - known) / total };
        m.basis = format!("{held} held of {known} known");
        m.working = format!("{held} / ({held} + {lacking}) = {}", brief(value));
        m
    }

    /// Whether a platform came later than the window for every partner of the bloc: it is nobody's lack then.
    fn lies_ahead(&self, platform: &str, of_pair: &[&Institution]) -> bool {
        let blocs: Vec<PartyId> = of_pair.iter().map(|i| i.bloc).collect();
        let held = |i: &&Institution| i.institution == platform && i.held == Held::Yes && blocs.contains(&i.bloc);
        let mut first = self.package.institutions.iter().filter(held).map(|i| i.from).peekable();
        first.peek().is_some() && first.all(|from| from.is_some_and(|d| !d.by_end_of(self.window.to())))
    }

    /// Whether a platform is held on the last day of the window; `None` where the rows do not tell.
    fn has(&self, rows: &[&&Institution]) -> Option<bool> {
        let last = self.window.to();
        // Without a printed beginning a source speaks for its own date and later, not for earlier.
        let speaks = |i: &Institution| i.from.is_some() || i.as_of.is_none_or(|d| d.by_end_of(last));
        let begun = |i: &Institution| i.from.is_none_or(|d| d.by_end_of(last));
        let ended = |i: &Institution| i.to.is_some_and(|d| d.ends_before_last_day_of(last));
        let yes: Vec<&Institution> = rows.iter().filter(|i| i.held == Held::Yes && speaks(i)).map(|i| **i).collect();
        if yes.iter().any(|i| begun(i) && !ended(i)) {
            return Some(true);
        }
        if rows.iter().any(|i| matches!(i.held, Held::No | Held::NoneFound) && speaks(i)) {
            return Some(false);
        }
        // An old plan says nothing of its successor; a beginning that lies ahead says there is none yet.
        (!yes.is_empty() && yes.iter().all(|i| !begun(i))).then_some(false)
    }

    /// Whether the window ends after everything the package knows of status and institutions.
    fn beyond_knowledge(&self) -> Option<Measurement> {
        let steps = self.package.status.iter().filter_map(|s| s.date);
        let held = self.package.institutions.iter().flat_map(|i| [i.from, i.as_of]).flatten();
        let newest = steps.chain(held).map(|d| d.year()).max()?;
        let reason = format!("nothing is known of status and institutions after {newest}");
        (self.window.to() > newest).then(|| Measurement::missing(AbsenceKind::NotAvailable, reason))
    }
}
