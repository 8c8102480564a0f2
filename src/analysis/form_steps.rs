//! Why FORM moved from one year to the next: which rung was reached, which body came or went, and when.

use super::timeline::Timeline;
use crate::model::PartialDate;
use crate::model::framework::{Framework, Measure};
use crate::model::package::Package;
use crate::model::party::Partnership;
use crate::model::platform::Platform;
use crate::model::records::{Held, Institution};
use crate::model::window::Year;

/// What FORM looks at and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A status took the place of the one before it.
    Rung { label: String },
    /// A platform or body that was not there at the end of the year before.
    Begins { name: String },
    /// One that was there then and no longer is.
    Ends { name: String },
}

/// One movement of FORM from a year to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct FormStep {
    pub year: Year,
    pub before: f64,
    pub after: f64,
    /// Where on the axis of years the step stands: the year's last change.
    pub at: f64,
    /// With their dates, the first to the last; empty where the partner had no part in it, such as when a platform of
    /// others came into being.
    pub causes: Vec<(PartialDate, Cause)>,
}

/// The steps of FORM in the order of the windows.
pub fn form_steps(framework: &Framework, package: &Package, timeline: &Timeline) -> Vec<FormStep> {
    let mut steps = Vec::new();
    for pair in timeline.moments.windows(2) {
        let [old, new] = pair else { continue };
        let Some((before, after)) = old.form.score.zip(new.form.score).filter(|(x, y)| (x - y).abs() > 1e-9) else {
            continue;
        };
        let year = new.window.to();
        let at = new.changed.map_or(f64::from(year.get()), PartialDate::on_axis);
        steps.push(FormStep { year, before, after, at, causes: causes(framework, package, timeline, year) });
    }
    steps
}

fn causes(framework: &Framework, package: &Package, timeline: &Timeline, year: Year) -> Vec<(PartialDate, Cause)> {
    let rungs = timeline.rises.iter().filter(|r| r.date.year() == year);
    let mut causes: Vec<(PartialDate, Cause)> =
        rungs.map(|r| (r.date, Cause::Rung { label: r.label.clone() })).collect();
    let p = timeline.partnership;
    let of_pair: Vec<&Institution> =
        package.institutions.iter().filter(|i| is_of(p, i) && i.held == Held::Yes).collect();
    let counted = |platform: &&Platform| {
        timeline.compared.as_ref().is_none_or(|names| names.iter().any(|name| *name == platform.name()))
    };
    for platform in platforms(framework).iter().filter(counted) {
        let rows: Vec<&Institution> = of_pair.iter().copied().filter(|i| platform.is_told_by(&i.institution)).collect();
        causes.extend(change(platform, &rows, year));
    }
    causes.sort_by_key(|(date, _)| *date);
    causes
}

/// Whether a platform is held at the end of this year and was not at the end of the year before, or the reverse.
fn change(platform: &Platform, rows: &[&Institution], year: Year) -> Option<(PartialDate, Cause)> {
    let before = Year::new(i64::from(year.get()) - 1)?;
    let held = |at: Year| {
        rows.iter().any(|i| {
            i.from.or(i.as_of).is_some_and(|from| from.by_end_of(at))
                && !i.to.is_some_and(|to| to.ends_before_last_day_of(at))
        })
    };
    let name = platform.name();
    match (held(before), held(year)) {
        (false, true) => {
            let began = rows.iter().filter_map(|i| i.from.or(i.as_of)).filter(|d| d.year() == year).min();
            Some((began.unwrap_or(PartialDate::from(year)), Cause::Begins { name }))
        }
        (true, false) => {
            let ended = rows.iter().filter_map(|i| i.to).filter(|d| d.ends_before_last_day_of(year)).max();
            Some((ended.unwrap_or(PartialDate::from(year)), Cause::Ends { name }))
        }
        _ => None,
    }
}

fn platforms(framework: &Framework) -> &[Platform] {
    let found = framework.indicators().find_map(|(.., i)| match &i.measure {
        Measure::Institutions { platforms, .. } => Some(platforms.as_slice()),
        _ => None,
    });
    found.unwrap_or_default()
}

/// Rows of a pair stand under either order.
fn is_of(p: Partnership, i: &Institution) -> bool {
    (i.party, i.with) == (p.a, p.b) || (i.party, i.with) == (p.b, p.a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::party::PartyId;

    #[test]
    fn a_body_begins_and_ends_by_hand() {
        let date = |text: &str| PartialDate::parse(text).expect("a date");
        let row = |from: &str, to: Option<&str>| Institution {
            party: PartyId::from_index(0),
            with: PartyId::from_index(1),
            institution: "plan".into(),
            held: Held::Yes,
            from: Some(date(from)),
            to: to.map(date),
            as_of: None,
            line: 2,
        };
        let (first, second) = (row("2008-03", Some("2012-06-30")), row("2013", Some("2014")));
        let rows = [&first, &second];
        let plan = Platform::plain("plan");
        let of = |year: i64| change(&plan, &rows, Year::new(year).expect("a year"));
        let name = || "plan".to_owned();
        assert_eq!(of(2007), None);
        assert_eq!(of(2008), Some((date("2008-03"), Cause::Begins { name: name() })));
        assert_eq!(of(2009), None);
        assert_eq!(of(2012), Some((date("2012-06-30"), Cause::Ends { name: name() })));
        assert_eq!(of(2013), Some((date("2013"), Cause::Begins { name: name() })));
        // A whole year is held to its last day.
        assert_eq!(of(2014), None);
        assert_eq!(of(2015), Some((date("2014"), Cause::Ends { name: name() })));
    }
}
