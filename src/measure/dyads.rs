//! Any pair of a world measured from flat arrays: the same formulas as [`super::Measurer`] takes, on sums that are made
//! once for all pairs.
//!
//! A test holds the two together on one set of flows.

use std::collections::HashMap;

use super::indices;
use crate::model::framework::{Expected, Framework, Measure, NodeId};
use crate::model::measurement::{AbsenceKind, Reading};
use crate::model::window::{Window, Year};
use crate::model::world::World;
use crate::statistics::quasi_independence::{self, Crossing, Masses, NoMasses, Size};

/// Flows of a pair in one year, there and back.
type Flows = [f64; 2];

/// The world of sizes over some years of a window.
struct Sizes {
    /// By code: each bloc one unit, every economy outside of them another.
    sizes: Vec<Size>,
    masses: Result<Masses, NoMasses>,
    all: f64,
}

/// What is the same for all pairs of a world.
pub struct Dyads<'a> {
    world: &'a World,
    year_share: f64,
    member_share: f64,
    /// The indicators that flows answer.
    asked: Vec<(NodeId, Asked)>,
    /// One reading for each node: what the tables of a world do not hold is said here once.
    template: Vec<Option<Reading>>,
    /// Exports, imports and the trade inside, by year and unit.
    totals: Vec<[f64; 3]>,
    /// What all export in each year.
    world_exports: Vec<f64>,
    /// For each year of the span and each economy, whether it lies in a bloc that is a unit.
    inside: Vec<bool>,
    /// Units by code.
    order: Vec<usize>,
    /// Where each unit stands in that order.
    rank: Vec<usize>,
    /// By window and by which of its years are covered.
    fits: HashMap<(Year, u64), Sizes>,
}

/// An indicator of trade.
#[derive(Clone, Copy)]
enum Asked {
    PreferenceBySize,
    PreferenceByTotals,
    MutualShare,
    Trend(u16),
}

/// The flows of one pair in all years of the span; years without flows both ways, or with too few members' flows, have
/// none.
pub struct PairFlows {
    pub a: usize,
    pub b: usize,
    years: Vec<Option<Flows>>,
}

/// How much of a window a pair has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Covered {
    /// Years with flows both ways.
    pub years: usize,
    /// Their sums there and back.
    pub flows: [f64; 2],
}

impl<'a> Dyads<'a> {
    pub fn new(world: &'a World, framework: &Framework) -> Self {
        let mut asked = Vec::new();
        let mut template = vec![None; framework.nodes.len()];
        for (id, _, indicator) in framework.indicators() {
            let flows = match indicator.measure {
                Measure::TradePreference { expected: Expected::QuasiIndependence } => Some(Asked::PreferenceBySize),
                Measure::TradePreference { expected: Expected::Independence } => Some(Asked::PreferenceByTotals),
                Measure::MutualTradeShare => Some(Asked::MutualShare),
                Measure::TradeTrend { years } => Some(Asked::Trend(years)),
                _ => None,
            };
            let absent = match indicator.measure {
                Measure::TradeMemberBreadth if world.blocs.is_empty() => AbsenceKind::NotApplicable,
                _ => AbsenceKind::NotSearched,
            };
            if let Some(place) = template.get_mut(id.0) {
                *place = Some(Reading::missing(absent, ""));
            }
            asked.extend(flows.map(|flows| (id, flows)));
        }
        let mut order: Vec<usize> = (0..world.units()).collect();
        let code = |place: &usize| world.unit(*place).map(|u| u.code.as_str());
        order.sort_by(|a, b| code(a).cmp(&code(b)));
        let mut rank = vec![0; order.len()];
        for (at, unit) in order.iter().enumerate() {
            if let Some(rank) = rank.get_mut(*unit) {
                *rank = at;
            }
        }
        let (year_share, member_share) = (framework.year_share, framework.member_share);
        let (totals, world_exports, inside, fits) = Default::default();
        let mut dyads = Dyads {
            world,
            year_share,
            member_share,
            asked,
            template,
            totals,
            world_exports,
            inside,
            order,
            rank,
            fits,
        };
        dyads.sum();
        dyads
    }

    /// The indicators that are measured here, in the order of the framework.
    pub fn measured(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.asked.iter().map(|(id, _)| *id)
    }

    /// The readings of a pair of which nothing is known.
    pub fn template(&self) -> Vec<Option<Reading>> {
        self.template.clone()
    }

    /// Everybody's totals in every year.
    fn sum(&mut self) {
        let (n, units) = (self.world.economies.len(), self.world.units());
        self.totals = vec![[0.0; 3]; units * self.world.span.years()];
        self.inside = vec![false; n * self.world.span.years()];
        for at in 0..self.world.span.years() {
            let (mut sold, mut bought) = (vec![0.0; n], vec![0.0; n]);
            for (from, sold) in sold.iter_mut().enumerate() {
                for (flow, bought) in self.world.flows_from(at, from).iter().zip(&mut bought) {
                    if !flow.is_nan() {
                        *sold += flow;
                        *bought += flow;
                    }
                }
            }
            self.world_exports.push(sold.iter().sum());
            for (unit, (sold, bought)) in sold.iter().zip(&bought).enumerate() {
                self.put(at, unit, [*sold, *bought, 0.0]);
            }
            for (i, bloc) in self.world.blocs.iter().enumerate() {
                let members = bloc.members.get(at).map_or(&[][..], Vec::as_slice);
                let sum = |of: &[f64]| members.iter().filter_map(|m| of.get(*m)).sum::<f64>();
                let inside = |m: &usize| members.iter().filter_map(|o| self.world.flow(at, *m, *o)).sum::<f64>();
                let totals = [sum(&sold), sum(&bought), members.iter().map(inside).sum()];
                for member in members {
                    if let Some(inside) = self.inside.get_mut(at * n + member) {
                        *inside = true;
                    }
                }
                self.put(at, n + i, totals);
            }
        }
    }

    fn put(&mut self, at: usize, unit: usize, totals: [f64; 3]) {
        if let Some(place) = self.totals.get_mut(at * self.world.units() + unit) {
            *place = totals;
        }
    }

    fn totals(&self, at: usize, unit: usize) -> [f64; 3] {
        self.totals.get(at * self.world.units() + unit).copied().unwrap_or_default()
    }

    /// The economies that a unit stands for in a year.
    fn parts(&self, at: usize, unit: usize) -> Parts<'_> {
        match unit.checked_sub(self.world.economies.len()).and_then(|i| self.world.blocs.get(i)) {
            Some(bloc) => {
                Parts::Members(bloc.members.get(at).map_or(&[][..], Vec::as_slice), bloc.counted.get(at).copied())
            }
            None => Parts::Itself([unit]),
        }
    }

    /// The sum of the flows from one unit to another that have a row; `None` where none has.
    fn flow(&self, at: usize, from: &[usize], to: &[usize]) -> Option<f64> {
        let rows = from.iter().flat_map(|f| to.iter().filter_map(move |t| self.world.flow(at, *f, *t)));
        rows.fold(None, |sum, flow| Some(sum.unwrap_or(0.0) + flow))
    }

    /// Whether enough members of a bloc have flows both ways with the other side; an economy has none to count.
    fn members_suffice(&self, at: usize, bloc: &Parts<'_>, other: &Parts<'_>) -> bool {
        let Parts::Members(members, Some(counted)) = bloc else { return true };
        let ways = |m: &usize| [self.flow(at, &[*m], other.all()), self.flow(at, other.all(), &[*m])];
        let have = members.iter().filter(|m| ways(m).iter().all(Option::is_some)).count() as f64;
        have + 1e-9 >= self.member_share * *counted as f64
    }

    /// The flows of a pair in every year of the span; `None` where not a single row joins the two.
    pub fn flows(&self, a: usize, b: usize) -> Option<PairFlows> {
        let mut any = false;
        let mut of_year = |at: usize| {
            let (left, right) = (self.parts(at, a), self.parts(at, b));
            let ways = [self.flow(at, left.all(), right.all()), self.flow(at, right.all(), left.all())];
            any |= ways.iter().any(Option::is_some);
            let [Some(out), Some(back)] = ways else { return None };
            let suffice = self.members_suffice(at, &left, &right) && self.members_suffice(at, &right, &left);
            suffice.then_some([out, back])
        };
        let years = (0..self.world.span.years()).map(&mut of_year).collect();
        any.then_some(PairFlows { a, b, years })
    }

    fn of_year(&self, pair: &PairFlows, year: Year) -> Option<(usize, Flows)> {
        let at = self.world.at(year)?;
        Some((at, pair.years.get(at).copied().flatten()?))
    }

    fn enough(&self, covered: usize, all: usize) -> bool {
        covered > 0 && covered as f64 + 1e-9 >= self.year_share * all as f64
    }

    /// Measures one pair in one window into `readings`, which began as the [`Dyads::template`].
    pub fn measure(&mut self, pair: &PairFlows, window: Window, readings: &mut [Option<Reading>]) -> Covered {
        let mut covered = Covered::default();
        let (mut mask, mut sums) = (0_u64, [0.0; 4]);
        for (i, year) in window.iter().enumerate() {
            let Some((at, [out, back])) = self.of_year(pair, year) else { continue };
            covered.years += 1;
            covered.flows[0] += out;
            covered.flows[1] += back;
            mask |= 1_u64.checked_shl(i as u32).unwrap_or(0);
            let total = |unit| {
                let [sold, bought, inside] = self.totals(at, unit);
                (sold + bought - 2.0 * inside, inside)
            };
            let ((of_a, in_a), (of_b, in_b)) = (total(pair.a), total(pair.b));
            let world = self.world_exports.get(at).copied().unwrap_or_default();
            for (sum, more) in sums.iter_mut().zip([out + back, of_a, of_b, world + world - 2.0 * (in_a + in_b)]) {
                *sum += more;
            }
        }
        let enough = self.enough(covered.years, window.years());
        for i in 0..self.asked.len() {
            let Some((id, asked)) = self.asked.get(i).copied() else { continue };
            let value = match asked {
                _ if !enough => None,
                Asked::PreferenceBySize => self.preference(pair, window, mask, covered.flows),
                Asked::PreferenceByTotals => indices::revealed_preference(sums[0], sums[1], sums[2], sums[3]),
                Asked::MutualShare => (sums[1] > 0.0 && sums[2] > 0.0)
                    .then(|| indices::mutual_share(sums[0] / sums[1], sums[0] / sums[2])),
                Asked::Trend(length) => self.trend(pair, window, length),
            };
            if let Some(place) = readings.get_mut(id.0) {
                *place = Some(value.map_or(Reading::missing(AbsenceKind::NotAvailable, ""), Reading::exact));
            }
        }
        covered
    }

    /// As `trade_preference` with `expected = "quasi_independence"`.
    fn preference(&mut self, pair: &PairFlows, window: Window, mask: u64, [ab, ba]: Flows) -> Option<f64> {
        let key = (window.from(), mask);
        if !self.fits.contains_key(&key) {
            let sizes = self.sizes(window, mask);
            self.fits.insert(key, sizes);
        }
        let Sizes { sizes, masses, all } = self.fits.get(&key)?;
        let masses = masses.as_ref().ok()?;
        let (a, b) = (*self.rank.get(pair.a)?, *self.rank.get(pair.b)?);
        let (of_a, of_b) = (sizes.get(a)?, sizes.get(b)?);
        let others = all - of_a.exports - of_b.exports - of_a.imports - of_b.imports + ab + ba;
        let there = Crossing { between: ab, sold: of_a.exports - ab, bought: of_b.imports - ab, others };
        let back = Crossing { between: ba, sold: of_b.exports - ba, bought: of_a.imports - ba, others };
        let empty = quasi_independence::empty_share(masses, sizes, a, b);
        quasi_independence::preference(there, back, empty)
    }

    /// The world over the covered years: the blocs as one unit each, without what is traded inside them.
    fn sizes(&self, window: Window, mask: u64) -> Sizes {
        let n = self.world.economies.len();
        let mut sizes = vec![Size { exports: 0.0, imports: 0.0, hollow: true }; self.order.len()];
        let covered = window.iter().enumerate().filter(|(i, _)| mask.checked_shr(*i as u32).unwrap_or(0) & 1 == 1);
        for at in covered.filter_map(|(_, year)| self.world.at(year)) {
            for (unit, size) in self.order.iter().zip(&mut sizes) {
                if *unit < n && self.inside.get(at * n + unit).copied().unwrap_or(false) {
                    continue;
                }
                let [sold, bought, inside] = self.totals(at, *unit);
                size.exports += sold - inside;
                size.imports += bought - inside;
            }
        }
        let all = sizes.iter().map(|s| s.exports).sum();
        Sizes { masses: quasi_independence::fit(&sizes), sizes, all }
    }

    /// As `trade_trend`: the slope over so many years up to the last covered one.
    fn trend(&self, pair: &PairFlows, window: Window, length: u16) -> Option<f64> {
        let last = window.iter().filter(|y| self.of_year(pair, *y).is_some()).last()?;
        let span = Window::ending(last, length);
        let share = |year: Year| {
            let (at, [out, back]) = self.of_year(pair, year)?;
            let total = |unit| {
                let [sold, bought, inside] = self.totals(at, unit);
                sold + bought - 2.0 * inside
            };
            Some((f64::from(year.get()), ((out + back) / (total(pair.a) + total(pair.b))).ln()))
        };
        let line: Vec<(f64, f64)> = span.iter().filter_map(share).collect();
        let known = self.enough(line.len(), span.years()) && line.iter().all(|(_, y)| y.is_finite());
        known.then(|| indices::slope(&line)).flatten().map(|slope| 100.0 * slope)
    }
}

/// The economies that a unit stands for.
enum Parts<'w> {
    Itself([usize; 1]),
    /// Those of a bloc, and how many of them count, with or without a flow.
    Members(&'w [usize], Option<usize>),
}

impl Parts<'_> {
    fn all(&self) -> &[usize] {
        match self {
            Parts::Itself(one) => one,
            Parts::Members(members, _) => members,
        }
    }
}
