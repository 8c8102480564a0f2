//! Institutions: which of a bloc's platforms and bodies a partner has on the last day of the window.

use super::{Measurer, brief};
use crate::model::framework::{Framework, Measure};
use crate::model::measurement::{AbsenceKind, Grid, Measurement, Reading};
use crate::model::package::{RowRef, Table};
use crate::model::party::{Partnership, PartyId};
use crate::model::platform::{Platform, ThroughTime};
use crate::model::records::{Held, Institution};

/// Whether a partner has a platform on a window's last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holding {
    Held,
    Lacking,
    /// Nobody could have it yet, or nobody can any more: it is nobody's lack.
    Ahead,
    /// These two may not have it: it is not asked of them.
    Closed,
    Unknown,
}

/// How many platforms are held, and how many lacked.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    held: f64,
    lacking: f64,
}

impl Tally {
    fn add(&mut self, held: bool) {
        *(if held { &mut self.held } else { &mut self.lacking }) += 1.0;
    }

    fn known(self) -> f64 {
        self.held + self.lacking
    }
}

impl Measurer<'_> {
    pub(super) fn institutions(&self, p: Partnership, platforms: &[Platform], minimum_share: f64) -> Measurement {
        if let Some(beyond) = self.beyond_knowledge(Table::Institutions) {
            return beyond;
        }
        let all = self.institutions_of(p);
        if all.is_empty() {
            return Measurement::missing(AbsenceKind::NotAvailable, "no institutions between the two in this package");
        }
        let mut m = Measurement::missing(AbsenceKind::NotAvailable, "");
        let common = self.common_to(p);
        let (mut here, mut compared, mut applicable) = (Tally::default(), Tally::default(), 0.0);
        let mut standing = Vec::new();
        for platform in platforms {
            let rows = all.iter().filter(|i| platform.is_told_by(&i.institution));
            m.rows.extend(rows.map(|i| RowRef { table: Table::Institutions, line: i.line }));
            let (name, holding) = (platform.name(), self.holding(platform, p, &all));
            if holding == Holding::Closed {
                m.left_out.push(format!("{name}: not open to the two"));
                continue;
            }
            let held = match holding {
                Holding::Held => Some(true),
                Holding::Lacking => Some(false),
                Holding::Ahead | Holding::Closed | Holding::Unknown => None,
            };
            applicable += if holding == Holding::Ahead { 0.0 } else { 1.0 };
            held.into_iter().for_each(|held| here.add(held));
            // Through time what nobody had yet was not held: a list that grows is a list of more that can be held.
            let held = held.or((common.is_some() && holding == Holding::Ahead).then_some(false));
            match common {
                Some(codes) if !codes.contains(&platform.code) => {
                    m.left_out.push(format!("{name}: not known in every window that is compared"));
                    continue;
                }
                Some(_) => held.into_iter().for_each(|held| compared.add(held)),
                None if holding == Holding::Ahead => {
                    m.left_out.push(format!("{name}: {}", self.not_there(platform)));
                    continue;
                }
                None if holding == Holding::Unknown => m.left_out.push(format!("{name}: not known")),
                None => {}
            }
            standing.push((name, vec![held.map(|h| if h { 1.0 } else { 0.0 })]));
        }
        let columns = vec![(format!("on the last day of {}", self.window.to()), "yes or no")];
        m.grids.push(Grid { title: "Platforms and bodies".into(), first: "platform", columns, rows: standing });
        let known = here.known();
        if known <= 0.0 || known / applicable + 1e-9 < minimum_share {
            let reason = format!("{known} of {applicable} platforms are known; {minimum_share} of them must be");
            m.reading = Reading::missing(AbsenceKind::NotAvailable, reason);
            return m;
        }
        let (tally, total, among) = match common {
            Some(_) => (compared, compared.known(), "known in every window compared"),
            None => (here, applicable, "known"),
        };
        let (held, lacking, known) = (tally.held, tally.lacking, tally.known());
        if known <= 0.0 {
            let reason = "no platform is known in every window that is compared";
            m.reading = Reading::missing(AbsenceKind::NotAvailable, reason);
            return m;
        }
        let value = held / known;
        m.reading = Reading::Observed { value, lower: held / total, upper: (held + total - known) / total };
        m.basis = format!("{held} held of {known} {among}");
        m.working = format!("{held} / ({held} + {lacking}) = {}", brief(value));
        m
    }

    /// The pair's rows.
    fn institutions_of(&self, p: Partnership) -> Vec<&Institution> {
        self.package.institutions.iter().filter(|i| Self::of_pair(p, i.party, i.with)).collect()
    }

    /// The codes of the platforms on which this partnership is compared with itself in other windows, where it is.
    fn common_to(&self, p: Partnership) -> Option<&[String]> {
        self.common.iter().find(|(q, _)| *q == p).map(|(_, codes)| codes.as_slice())
    }

    /// Why nobody has a platform that lies ahead.
    fn not_there(&self, platform: &Platform) -> String {
        let ended = platform.until.filter(|until| until.ends_before_last_day_of(self.window.to()));
        match (ended, platform.since) {
            (Some(until), _) => format!("it existed until {until}"),
            (None, Some(since)) => format!("it exists since {since}"),
            (None, None) => "no partner had it yet".into(),
        }
    }

    fn holding(&self, platform: &Platform, p: Partnership, of_pair: &[&Institution]) -> Holding {
        if !platform.is_open_to(&self.package.parties, p) {
            return Holding::Closed;
        }
        // A declared beginning outweighs what the rows of this package happen to know of other partners.
        let declared = platform.since.is_some();
        let ahead = !declared && !platform.comes_in_terms() && self.lies_ahead(&platform.code, of_pair);
        if ahead || !platform.exists_at_end_of(self.window.to()) {
            return Holding::Ahead;
        }
        let rows: Vec<&Institution> = of_pair.iter().filter(|i| platform.is_told_by(&i.institution)).copied().collect();
        match self.has(&rows, platform.comes_in_terms()) {
            Some(true) => Holding::Held,
            Some(false) => Holding::Lacking,
            None => Holding::Unknown,
        }
    }

    /// Whether a platform came later than the window for every partner of the bloc: it is nobody's lack then. What two states have
    /// with one another says nothing of what others could have had.
    fn lies_ahead(&self, platform: &str, of_pair: &[&Institution]) -> bool {
        let parties = &self.package.parties;
        let blocs: Vec<PartyId> = of_pair.iter().map(|i| i.with).filter(|with| parties.is_bloc(*with)).collect();
        let held = |i: &&Institution| i.institution == platform && i.held == Held::Yes && blocs.contains(&i.with);
        let mut first = self.package.institutions.iter().filter(held).map(|i| i.from).peekable();
        first.peek().is_some() && first.all(|from| from.is_some_and(|d| !d.by_end_of(self.window.to())))
    }

    /// Whether a platform is held on the last day of the window; `None` where the rows do not tell.
    fn has(&self, rows: &[&Institution], in_terms: bool) -> Option<bool> {
        let last = self.window.to();
        // Without a printed beginning a source speaks for its own date and later, not for earlier.
        let speaks = |i: &Institution| i.from.is_some() || i.as_of.is_none_or(|d| d.by_end_of(last));
        let begun = |i: &Institution| i.from.is_none_or(|d| d.by_end_of(last));
        let ended = |i: &Institution| i.to.is_some_and(|d| d.ends_before_last_day_of(last));
        let yes: Vec<&Institution> = rows.iter().filter(|i| i.held == Held::Yes && speaks(i)).copied().collect();
        if yes.iter().any(|i| begun(i) && !ended(i)) {
            return Some(true);
        }
        if rows.iter().any(|i| matches!(i.held, Held::No | Held::NoneFound) && speaks(i)) {
            return Some(false);
        }
        // An old plan says nothing of its successor, nor the first known one of a predecessor; elsewhere a beginning that lies ahead
        // says there is none yet.
        (!in_terms && !yes.is_empty() && yes.iter().all(|i| !begun(i))).then_some(false)
    }
}

/// The platforms by which the framework compares a partnership with itself in these windows, in its order: those whose holding is
/// known in each of them that has a value at all. `None` where the framework compares on those of each window.
pub fn common_platforms(framework: &Framework, measurers: &[Measurer<'_>], p: Partnership) -> Option<Vec<Platform>> {
    let (platforms, minimum_share) = framework.indicators().find_map(|(.., i)| match &i.measure {
        Measure::Institutions { platforms, minimum_share, through_time: ThroughTime::Common } => {
            Some((platforms, *minimum_share))
        }
        _ => None,
    })?;
    let mut common = platforms.clone();
    for measurer in measurers {
        if measurer.institutions(p, platforms, minimum_share).reading.value().is_some() {
            let of_pair = measurer.institutions_of(p);
            common.retain(|platform| measurer.holding(platform, p, &of_pair) != Holding::Unknown);
        }
    }
    Some(common)
}

/// The same platforms as another measurer counts: what [`on_common_ground`] settled for a series holds for what is measured
/// beside it.
pub fn on_ground_of(measurers: &mut [Measurer<'_>], other: &Measurer<'_>) {
    for measurer in measurers {
        measurer.common.clone_from(&other.common);
    }
}

/// Lets the measurers of several windows count for each partnership only what [`common_platforms`] can compare, so that FORM moves
/// with what is held and never with what is known or with how long the list is.
pub fn on_common_ground(framework: &Framework, measurers: &mut [Measurer<'_>], partnerships: &[Partnership]) {
    let codes = |platforms: Vec<Platform>| platforms.into_iter().map(|p| p.code).collect::<Vec<String>>();
    let common: Vec<(Partnership, Vec<String>)> =
        partnerships.iter().filter_map(|p| Some((*p, codes(common_platforms(framework, measurers, *p)?)))).collect();
    for measurer in measurers {
        measurer.common.clone_from(&common);
    }
}
