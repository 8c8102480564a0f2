//! Partnerships through time: FORM and CONTENT of each for a series of windows, and when the status rose.

use rayon::prelude::*;

use crate::measure::Measurer;
use crate::measure::platforms::{common_platforms, on_common_ground};
use crate::model::framework::{Framework, Measure};
use crate::model::package::Package;
use crate::model::party::{Partnership, PartyId};
use crate::model::platform::Platform;
use crate::model::window::Year;
use crate::model::{PartialDate, Window};
use crate::scoring::{Scored, score};

/// FORM and CONTENT of one window: FORM as of its last day, CONTENT over all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    pub window: Window,
    pub form: Scored,
    pub content: Scored,
    /// Of CONTENT, in the order of the framework.
    pub parameters: Vec<Scored>,
    /// The last date in the window's last year on which something changed that FORM looks at.
    pub changed: Option<PartialDate>,
}

/// A status that took the place of the one before it: one higher than all before, or any other where the ladder says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rise {
    pub date: PartialDate,
    pub rung: String,
    pub label: String,
}

/// One partnership through time.
#[derive(Clone, Debug)]
pub struct Timeline {
    pub partnership: Partnership,
    /// In the order of the requested windows.
    pub moments: Vec<Moment>,
    /// From the first to the last, those outside the windows too.
    pub rises: Vec<Rise>,
    /// Names of the platforms that FORM counts in all of these windows, those known in each; `None` where the framework
    /// takes those of each window.
    pub compared: Option<Vec<String>>,
}

/// Scores every partnership in every window. The tables are pooled once, and the windows shared out among threads;
/// results do not depend on how many there are.
pub fn timelines(framework: &Framework, package: &Package, windows: &[Window], all: &[Partnership]) -> Vec<Timeline> {
    let mut measurers = Measurer::series_without_rows(package, framework, windows);
    let compared =
        |p: &Partnership| Some(common_platforms(framework, &measurers, *p)?.iter().map(Platform::name).collect());
    let compared: Vec<Option<Vec<String>>> = all.iter().map(compared).collect();
    on_common_ground(framework, &mut measurers, all);
    let of_window = |measurer: &Measurer<'_>| {
        let window = measurer.window();
        let moment = |p: &Partnership| {
            let facing = framework.facing(&package.parties, *p);
            let card = score(&facing, &measurer.measure(framework, *p).readings());
            let changed = changed(package, *p, window.to());
            let parameters = framework.parameters().iter().map(|id| card.node(*id).clone()).collect();
            Moment { window, form: card.form().clone(), content: card.content().clone(), parameters, changed }
        };
        all.iter().map(moment).collect::<Vec<Moment>>()
    };
    let by_window: Vec<Vec<Moment>> = measurers.par_iter().map(of_window).collect();
    let timeline = |(i, p): (usize, &Partnership)| Timeline {
        partnership: *p,
        moments: by_window.iter().filter_map(|all| all.get(i).cloned()).collect(),
        rises: rises(framework, package, *p),
        compared: compared.get(i).cloned().flatten(),
    };
    all.iter().enumerate().map(timeline).collect()
}

/// The steps that changed the status: the score knows the rung that stands.
pub fn rises(framework: &Framework, package: &Package, p: Partnership) -> Vec<Rise> {
    let ladder = framework.indicators().find_map(|(_, _, i)| match &i.measure {
        Measure::Status { ladder } => Some(ladder),
        _ => None,
    });
    let value = |rung: &str| ladder.and_then(|l| l.value(rung));
    let of_pair = package.status.iter().filter(|s| is_of(p, s.party, s.with));
    let mut dated: Vec<(PartialDate, f64, Rise)> = of_pair
        .filter_map(|s| {
            let (date, value) = (s.date?, value(&s.rung)?);
            Some((date, value, Rise { date, rung: s.rung.clone(), label: s.label.clone() }))
        })
        .collect();
    dated.sort_by(|x, y| x.0.cmp(&y.0).then(y.1.total_cmp(&x.1)));
    let mut standing: Option<f64> = None;
    let mut rises = Vec::new();
    for (_, value, rise) in dated {
        let replaces = |s| value != s && ladder.is_some_and(|l| l.replaces(s, value));
        if standing.is_none_or(replaces) {
            standing = Some(value);
            rises.push(rise);
        }
    }
    rises
}

/// Of the pair itself; where it has nothing, of the bloc, since a platform counts from the day its first partner has
/// it.
fn changed(package: &Package, p: Partnership, year: Year) -> Option<PartialDate> {
    let given = package.status.iter().filter(|s| is_of(p, s.party, s.with)).filter_map(|s| s.date);
    let held = |of: &dyn Fn(PartyId, PartyId) -> bool| {
        let rows = package.institutions.iter().filter(|i| of(i.party, i.with));
        rows.flat_map(|i| [i.from, i.to, i.as_of]).flatten().filter(|d| d.year() == year).max()
    };
    let own = held(&|party, bloc| is_of(p, party, bloc));
    let own = given.filter(|d| d.year() == year).chain(own).max();
    let blocs = |with: PartyId| package.parties.is_bloc(with) && (with == p.a || with == p.b);
    own.or_else(|| held(&|_, with| blocs(with)))
}

/// Rows of a pair stand under either order.
fn is_of(p: Partnership, party: PartyId, bloc: PartyId) -> bool {
    (party, bloc) == (p.a, p.b) || (party, bloc) == (p.b, p.a)
}
