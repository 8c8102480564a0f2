//! From one window to another: what changed CONTENT and FORM, the trends of yearly values, and what each rise of status
//! did.

use std::sync::Arc;

use crate::analysis::contribution::{Contribution, contributions, largest_first};
use crate::analysis::decompose::measured::{Measured, margin};
use crate::analysis::decompose::trends::{self, Series};
use crate::analysis::decompose::upgrade::{self, Upgrade};
use crate::analysis::timeline::{self, Rise};
use crate::measure::platforms::{common_platforms, on_common_ground};
use crate::measure::{Measurer, Panel, Pools};
use crate::model::framework::{Framework, Measure, NodeId};
use crate::model::package::Package;
use crate::model::party::Partnership;
use crate::model::platform;
use crate::model::window::{Window, Year};
use crate::scoring::{ScoreCard, score};
/// One score in two windows.
#[derive(Clone, Debug)]
pub struct Change {
    pub root: NodeId,
    /// `None` where the score is withheld in that window.
    pub before: Option<f64>,
    pub after: Option<f64>,
    /// By indicator, largest first; they sum to the change. Empty where either score is withheld.
    pub parts: Vec<Contribution>,
    /// Indicators below that are known in one of the windows only: their parts are what their coming or going did to
    /// the mean.
    pub one_sided: Vec<NodeId>,
}

impl Change {
    /// After less before.
    pub fn points(&self) -> Option<f64> {
        Some(self.after? - self.before?)
    }
}

/// A platform or body that one window has and the other has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    pub name: String,
    /// Held on the last day of the window; `None` where it is not known, or no partner had it yet.
    pub before: Option<bool>,
    pub after: Option<bool>,
}

/// A partnership through time.
#[derive(Clone, Debug)]
pub struct Passage {
    pub from: Window,
    pub to: Window,
    pub cards: [ScoreCard; 2],
    pub panels: [Panel; 2],
    pub content: Change,
    pub form: Change,
    pub platforms: Vec<Platform>,
    /// Names of the platforms on which FORM is compared, those known in both windows; `None` where the framework takes
    /// those of each window.
    pub compared: Option<Vec<String>>,
    /// Rises of status after the last day of the first window and up to that of the second.
    pub rises: Vec<Rise>,
    /// The years of both windows and those between them.
    pub span: Window,
    pub series: Vec<Series>,
    /// All dated rises of status.
    pub upgrades: Vec<Upgrade>,
    /// Half the width of the framework's `aligned` band, in points of CONTENT.
    pub margin: f64,
}

/// Compares two windows of one partnership, tests the yearly values of the years they span, and looks at every rise of
/// status with windows as long as the second.
pub fn passage(framework: &Framework, package: &Package, p: Partnership, from: Window, to: Window) -> Passage {
    let data = years_of(package).unwrap_or(to);
    let first = data.from().min(from.from()).min(to.from());
    let last = data.to().max(from.to()).max(to.to());
    let all = Window::new(first, last).unwrap_or(to);
    let pools = Arc::new(Pools::new(package, framework, all));
    let measurer = |window| Measurer::over(Arc::clone(&pools), package, framework, window);
    let span = Window::new(from.from().min(to.from()), from.to().max(to.to())).unwrap_or(to);
    let mut both = [from, to].map(&measurer);
    // What came, went or became known is reported of each window as it is; scores are compared on what both know.
    let alone = both.each_ref().map(|g| g.measure(framework, p));
    let compared = common_platforms(framework, &both, p);
    on_common_ground(framework, &mut both, &[p]);
    let panels = both.each_ref().map(|g| g.measure(framework, p));
    let facing = framework.facing(&package.parties, p);
    let cards = [0, 1].map(|i| panels.get(i).map_or_else(|| score(&facing, &[]), |x| score(&facing, &x.readings())));
    let change = |root| change(framework, &cards, root);
    let rises = timeline::rises(framework, package, p);
    let between = |r: &&Rise| r.date.by_end_of(to.to()) && !r.date.by_end_of(from.to());
    let whole = measurer(all);
    Passage {
        content: change(framework.content),
        form: change(framework.form),
        platforms: platforms(framework, &alone),
        compared: compared.map(|all| all.iter().map(platform::Platform::name).collect()),
        rises: rises.iter().filter(between).cloned().collect(),
        series: trends::series(&measurer(span), p),
        upgrades: upgrades(framework, &measurer, &whole, p, rises, to.years() as u16, data),
        margin: margin(framework),
        from,
        to,
        span,
        cards,
        panels,
    }
}

/// From the first year of the trade data to the last year of any data that CONTENT rests on.
pub fn years_of(package: &Package) -> Option<Window> {
    let trade = package.trade.iter().map(|f| f.year);
    let others = package.mentions.iter().map(|m| m.year).chain(package.arms.iter().map(|a| a.year));
    let votes = package.positions.iter().map(|x| x.year);
    let any = trade.clone().chain(others).chain(votes);
    Window::new(trade.min().or(any.clone().min())?, any.max()?).ok()
}

fn change(framework: &Framework, cards: &[ScoreCard; 2], root: NodeId) -> Change {
    let [before, after] = cards;
    let mut parts = contributions(framework, after, before, root);
    let known = |c: &Contribution| [before, after].map(|card| card.node(c.node).score.is_some());
    let one_sided = parts.iter().filter(|c| known(c) == [true, false] || known(c) == [false, true]);
    let one_sided = one_sided.map(|c| c.node).collect();
    largest_first(&mut parts);
    Change { root, before: before.node(root).score, after: after.node(root).score, parts, one_sided }
}

/// Platforms whose standing differs, in the order of the framework.
fn platforms(framework: &Framework, panels: &[Panel; 2]) -> Vec<Platform> {
    let found = framework.indicators().find(|(.., i)| matches!(i.measure, Measure::Institutions { .. }));
    let Some((id, _, indicator)) = found else { return Vec::new() };
    let Measure::Institutions { platforms, .. } = &indicator.measure else { return Vec::new() };
    let held = |panel: &Panel, name: &str| -> Option<bool> {
        let rows = panel.get(id)?.grids.iter().flat_map(|g| &g.rows);
        rows.filter(|(row, _)| row == name).find_map(|(_, cells)| cells.first().copied().flatten()).map(|v| v > 0.5)
    };
    let [before, after] = panels;
    let one = |listed: &platform::Platform| {
        let name = listed.name();
        Platform { before: held(before, &name), after: held(after, &name), name }
    };
    platforms.iter().map(one).filter(|x| x.before != x.after).collect()
}

/// Every dated rise, each with windows of `length` years around it.
fn upgrades<'a>(
    framework: &Framework,
    measurer: &(impl Fn(Window) -> Measurer<'a> + Sync),
    whole: &Measurer<'_>,
    p: Partnership,
    rises: Vec<Rise>,
    length: u16,
    data: Window,
) -> Vec<Upgrade> {
    let measured = Measured::within(framework, measurer, p, length, data, |_| true);
    let rose: Vec<Year> = rises.iter().map(|r| r.date.year()).collect();
    let series = trends::series(whole, p);
    let one = |rise: Rise| {
        let year = rise.date.year();
        let (before, after) = upgrade::around(year, length)?;
        let effect = measured.effect(year, &rose);
        Some(Upgrade { steps: upgrade::steps(&series, year, before, after), rise, before, after, effect })
    };
    rises.into_iter().filter_map(one).collect()
}
