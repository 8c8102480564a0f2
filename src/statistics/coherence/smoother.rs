//! The expected value of one series given another: a local line whose span is chosen by leave-one-out cross-validation.

use crate::statistics::coherence::correlation::paired;
use crate::statistics::coherence::refusal::Refusal;
use crate::statistics::coherence::refusal::finite;
use crate::statistics::moments::scaled_deviations;

/// Under this many units a curve follows single units.
pub const LEAST_UNITS: usize = 10;

/// The work is that of units times groups; beyond so many, minutes for a wide table.
pub const MOST_UNITS: usize = 100_000;

/// Up to so many units every one is a neighbour of its own. Above, those that stand next to one another in x are taken together in
/// groups, whose number does not grow: the work grows with the units and no longer with their square.
const EVERY_UNIT: usize = 2_000;
const GROUPS: usize = 250;

/// A local line rests on this many neighbours at least, the farthest with weight 0.
const LEAST_NEIGHBOURS: usize = 5;

/// A smoother span wins a tie: its error may exceed the least one by this share of the variance.
const TIE: f64 = 1e-9;

/// Distances that differ by this share are equal.
const ROUNDING: f64 = 1e-9;

/// How far the curve looks around each unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// One straight line through all units.
    Line,
    /// Local lines through this many tenths of the units, the nearest ones.
    Tenths(usize),
}

/// From the smoothest to the roughest.
const SPANS: [Span; 9] = [
    Span::Line,
    Span::Tenths(10),
    Span::Tenths(9),
    Span::Tenths(8),
    Span::Tenths(7),
    Span::Tenths(6),
    Span::Tenths(5),
    Span::Tenths(4),
    Span::Tenths(3),
];

/// How much of y is explained by x.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CorrelationRatio {
    pub units: usize,
    /// Var(E[y | x]) / Var(y), 0..=1.
    pub value: f64,
    /// 1 - the squared error of predicting each unit from the others / that of predicting it by the others' mean; at
    /// most 1, negative where x predicts worse than the mean. The honest companion of `value` when units are few.
    pub cross_validated: f64,
    pub span: Span,
}

/// The correlation ratio ("main effect") Var(E[y | x]) / Var(y) on the units that have both values.
///
/// Paruolo, Saisana and Saltelli, Journal of the Royal Statistical Society A 176, 2013, 609-634,
/// doi:10.1111/j.1467-985X.2012.01059.x. E[y | x] is smoothed thus: at each unit a line is fitted by weighted least
/// squares to the q nearest units in x, q = the span's share of the units rounded up and at least 5, with Cleveland's
/// tricube weights (1 - (d / d_q)^3)^3, d_q the distance to the q-th (loess of degree 1 without robustness steps, R's
/// `loess(degree = 1)` computed directly); where no unit is nearer than the q-th, the nearest ones count alike; where
/// all of weight share one x, their mean is taken. The span is that of
/// 30, 40, .. 100 % of the units or the straight line through all which predicts left-out units best (least sum of
/// squared leave-one-out errors); on a tie the smoother one. With the straight line the value is Pearson's r squared,
/// else the variance of the fitted values over the variance of y, cut at 1. Over 2,000 units those next to one another in x are
/// taken together in 250 groups, each weighing as many as it holds; the unit that is predicted is taken out of its own.
///
/// Limits: with few units the fitted curve partly follows chance, which raises the value: read it beside
/// `cross_validated`, and under about 30 units as rough. Worked: y = x^2 at x = -5, -4, .. 5 has r = 0, but a
/// main effect of 0.8286944620 over 50 % of the units. Refused under 10 units, over 100,000, and for a series that does
/// not vary.
pub fn correlation_ratio(x: &[Option<f64>], y: &[Option<f64>]) -> Result<CorrelationRatio, Refusal> {
    let (x, y) = paired(x, y)?;
    let units = x.len();
    if units < LEAST_UNITS {
        return Err(Refusal::TooFewUnits { found: units, least: LEAST_UNITS });
    }
    if units > MOST_UNITS {
        return Err(Refusal::TooManyUnits { found: units, most: MOST_UNITS });
    }
    let (x, _) = scaled_deviations(&x)?;
    let (y, _) = scaled_deviations(&y)?;
    let neighbours = Neighbours::of(x.into_iter().zip(y).collect());
    let variation: f64 = neighbours.points.iter().map(|(_, y)| y * y).sum();
    let errors: Vec<(Span, f64)> = SPANS.iter().map(|span| (*span, neighbours.left_out_error(*span))).collect();
    let least = errors.iter().fold(f64::INFINITY, |least, (_, error)| least.min(*error));
    let chosen = errors.into_iter().find(|(_, error)| *error <= least + TIE * variation);
    let (span, error) = chosen.ok_or(Refusal::OutOfRange { figure: "main effect" })?;
    let fitted = neighbours.fitted(span);
    let centre = fitted.iter().sum::<f64>() / units as f64;
    let explained: f64 = fitted.iter().map(|f| (f - centre) * (f - centre)).sum();
    // A unit predicted by the mean of the others misses by its deviation times n / (n - 1).
    let by_mean = variation * (units as f64 / (units as f64 - 1.0)).powi(2);
    Ok(CorrelationRatio {
        units,
        value: finite((explained / variation).min(1.0), "main effect")?,
        cross_validated: finite(1.0 - error / by_mean, "cross-validated main effect")?,
        span,
    })
}

/// Units in the order of x, those of large tables in groups of neighbours.
struct Neighbours {
    points: Vec<(f64, f64)>,
    /// Per group the sums of its units' x and y, and how many they are.
    groups: Vec<Group>,
    /// Of each point the group it is in.
    at: Vec<usize>,
    /// Of x, y, x squared and x times y, over all units.
    sums: [f64; 4],
}

#[derive(Clone, Copy, Default)]
struct Group {
    x: f64,
    y: f64,
    units: f64,
}

impl Group {
    fn add(&mut self, (x, y): (f64, f64), units: f64) {
        self.x += units * x;
        self.y += units * y;
        self.units += units;
    }
}

/// Room for one line, used again for the next.
#[derive(Default)]
struct Line {
    /// Distance from where the line is asked, height and units of the groups that may have weight; then the weight.
    near: Vec<(f64, f64, f64)>,
    weights: Vec<f64>,
}

impl Neighbours {
    fn of(mut points: Vec<(f64, f64)>) -> Neighbours {
        // The order of the table decides among equal ones, so that sums are the same in every run.
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let together = if points.len() > EVERY_UNIT { points.len().div_ceil(GROUPS) } else { 1 };
        let at: Vec<usize> = (0..points.len()).map(|i| i / together).collect();
        let mut groups = vec![Group::default(); at.last().map_or(0, |last| last + 1)];
        for (group, point) in at.iter().zip(&points) {
            if let Some(group) = groups.get_mut(*group) {
                group.add(*point, 1.0);
            }
        }
        let mut sums = [0.0; 4];
        for (x, y) in &points {
            sums.iter_mut().zip([*x, *y, x * x, x * y]).for_each(|(sum, term)| *sum += term);
        }
        Neighbours { points, groups, at, sums }
    }

    fn fitted(&self, span: Span) -> Vec<f64> {
        let mut line = Line::default();
        self.points
            .iter()
            .zip(&self.at)
            .map(|(point, group)| self.height(*point, *group, span, false, &mut line))
            .collect()
    }

    /// The sum of squares by which the others' lines miss each unit.
    fn left_out_error(&self, span: Span) -> f64 {
        let mut line = Line::default();
        let points = self.points.iter().zip(&self.at);
        points.map(|(point, group)| point.1 - self.height(*point, *group, span, true, &mut line)).map(|m| m * m).sum()
    }

    /// The group, without the unit that is left out.
    fn group(&self, i: usize, out: Option<((f64, f64), usize)>) -> Option<(f64, f64, f64)> {
        let mut group = *self.groups.get(i)?;
        if let Some((point, _)) = out.filter(|(_, own)| *own == i) {
            group.add(point, -1.0);
        }
        (group.units > 0.5).then(|| (group.x / group.units, group.y / group.units, group.units))
    }

    /// The height of the line fitted around a unit, from all units or from the others.
    fn height(&self, point: (f64, f64), own: usize, span: Span, left_out: bool, line: &mut Line) -> f64 {
        let out = left_out.then_some((point, own));
        let others = self.points.len() - usize::from(left_out);
        line.near.clear();
        let reach = match span {
            // A line through groups is not the line through their units.
            Span::Line if self.groups.len() < self.points.len() => return self.straight(point, left_out),
            Span::Line => {
                line.near.extend((0..self.groups.len()).filter_map(|i| self.group(i, out)));
                None
            }
            Span::Tenths(tenths) => {
                let wanted = others.saturating_mul(tenths).div_ceil(10).max(LEAST_NEIGHBOURS).min(others);
                Some(self.gather(point.0, own, wanted, out, line))
            }
        };
        line.near.iter_mut().for_each(|(x, _, _)| *x -= point.0);
        line.height(reach)
    }

    /// The height of the line through all units, or all others, from their sums: x and y are deviations from their means, so that little is
    /// lost in the differences.
    fn straight(&self, (x, y): (f64, f64), left_out: bool) -> f64 {
        let less = f64::from(u8::from(left_out));
        let units = self.points.len() as f64 - less;
        let own = [x, y, x * x, x * y];
        let mut rest = self.sums;
        rest.iter_mut().zip(own).for_each(|(sum, term)| *sum -= less * term);
        let [across, up, squares, products] = rest;
        let (centre, height) = (across / units, up / units);
        let (spread, slant) = (squares - units * centre * centre, products - units * centre * height);
        if spread <= 1e-12 * squares { height } else { height + (x - centre) * slant / spread }
    }

    /// Takes the groups on either side, the nearer one first, until `wanted` units are there and no other stands as near as the last;
    /// the distance to the last wanted one.
    fn gather(&self, x: f64, own: usize, wanted: usize, out: Option<((f64, f64), usize)>, line: &mut Line) -> f64 {
        let (mut below, mut above) = (own.checked_sub(1), own + 1);
        line.near.extend(self.group(own, out));
        let mut units: f64 = line.near.iter().map(|(.., units)| units).sum();
        let mut reach = line.near.first().map_or(0.0, |(at, ..)| (at - x).abs());
        loop {
            let left = below.and_then(|i| self.group(i, out)).map(|g| ((g.0 - x).abs(), g));
            let right = self.group(above, out).map(|g| ((g.0 - x).abs(), g));
            let from_left = match (left, right) {
                (Some((l, _)), Some((r, _))) => l <= r,
                (left, _) => left.is_some(),
            };
            let Some((distance, group)) = (if from_left { left } else { right }) else { return reach };
            let enough = units + 0.5 > wanted as f64;
            // Equals of the nearest ones belong to them where all that are wanted are equally near.
            if enough && distance > reach * (1.0 + ROUNDING) {
                return reach;
            }
            if !enough {
                reach = reach.max(distance);
            }
            units += group.2;
            line.near.push(group);
            if from_left {
                below = below.and_then(|i| i.checked_sub(1));
            } else {
                above += 1;
            }
        }
    }
}

impl Line {
    /// The height at distance 0 of the line through what is near; without a reach all units weigh alike.
    fn height(&mut self, reach: Option<f64>) -> f64 {
        let Line { near, weights } = self;
        weights.clear();
        weights.extend(near.iter().map(|(d, _, units)| units * reach.map_or(1.0, |reach| tricube(d.abs(), reach))));
        if !weights.iter().any(|w| *w > 0.0) {
            // None of the neighbours is nearer than the last one: the nearest count alike.
            let least = near.iter().fold(f64::INFINITY, |least, (d, ..)| least.min(d.abs()));
            let counts = |d: f64| d.abs() <= least * (1.0 + ROUNDING);
            weights.clear();
            weights.extend(near.iter().map(|(d, _, units)| if counts(*d) { *units } else { 0.0 }));
        }
        let (mut total, mut across, mut up) = (0.0, 0.0, 0.0);
        for (w, (d, y, _)) in weights.iter().zip(near.iter()) {
            total += w;
            across += w * d;
            up += w * y;
        }
        let (centre, height) = (across / total, up / total);
        let (mut spread, mut slant, mut farthest) = (0.0, 0.0, 0.0_f64);
        for (w, (d, y, _)) in weights.iter().zip(near.iter()) {
            spread += w * (d - centre) * (d - centre);
            slant += w * (d - centre) * (y - height);
            farthest = farthest.max(if *w > 0.0 { d.abs() } else { 0.0 });
        }
        // All of weight at one x (up to rounding error): no line, their mean.
        if spread <= 1e-12 * total * farthest * farthest { height } else { height - centre * slant / spread }
    }
}

fn tricube(distance: f64, reach: f64) -> f64 {
    if distance == 0.0 {
        1.0
    } else if distance >= reach * (1.0 - ROUNDING) {
        0.0
    } else {
        (1.0 - (distance / reach).powi(3)).powi(3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(values: impl Iterator<Item = f64>) -> Vec<Option<f64>> {
        values.map(Some).collect()
    }

    #[test]
    fn a_straight_line_gives_the_squared_correlation() {
        let x = known((0..12).map(f64::from));
        let y = known((0..12).map(|i| 3.0 * f64::from(i) - 7.0));
        let got = correlation_ratio(&x, &y).unwrap();
        assert!((got.value - 1.0).abs() < 1e-12 && (got.cross_validated - 1.0).abs() < 1e-12);
        assert_eq!((got.span, got.units), (Span::Line, 12));
    }

    #[test]
    fn a_curve_without_correlation_is_seen() {
        let x = known((-5..6).map(f64::from));
        let y = known((-5..6).map(|i| f64::from(i * i)));
        let got = correlation_ratio(&x, &y).unwrap();
        // numpy, and statsmodels' lowess(frac = 6 / 11, it = 0).
        assert!((got.value - 0.828_694_462_018_257_2).abs() < 1e-12);
        assert!((got.cross_validated - 0.944_784_255_408_697_8).abs() < 1e-12);
        assert_eq!(got.span, Span::Tenths(5));
    }

    #[test]
    fn bad_series_are_refused() {
        let (x, flat) = (known((0..12).map(f64::from)), vec![Some(1.0); 12]);
        assert_eq!(correlation_ratio(&x, &flat), Err(Refusal::Constant));
        assert_eq!(correlation_ratio(&x[..9], &x[..9]), Err(Refusal::TooFewUnits { found: 9, least: 10 }));
        let many = known((0..100_001).map(f64::from));
        assert_eq!(correlation_ratio(&many, &many), Err(Refusal::TooManyUnits { found: 100_001, most: 100_000 }));
    }

    /// In any order of the table: a parabola under noise, and a line under noise, of few enough units that each is its own neighbour, and of
    /// many.
    #[test]
    fn thousands_of_units_are_smoothed_by_groups() {
        let of = |units: usize, y: &dyn Fn(f64, f64) -> f64| {
            let place = |i: usize| (i * 997) % units;
            let x = |i: usize| 2.0 * place(i) as f64 / (units - 1) as f64 - 1.0;
            let noise = |i: usize| if place(i).is_multiple_of(2) { 1.0 / 3.0 } else { -1.0 / 3.0 };
            let y = known((0..units).map(|i| y(x(i), noise(i))));
            correlation_ratio(&known((0..units).map(x)), &y).expect("a ratio")
        };
        let parabola = |x: f64, noise: f64| x * x + noise;
        let (few, many) = (of(801, &parabola), of(4_001, &parabola));
        assert_eq!(few.span, many.span);
        assert!((few.value - many.value).abs() < 3e-3, "{few:?} {many:?}");
        // Variances 4/45 of the curve, 1/9 of the noise; at the ends a local line of 30 % of the units is a little flat.
        let explained = (4.0 / 45.0) / (4.0 / 45.0 + 1.0 / 9.0);
        assert!((many.cross_validated - explained).abs() < 3e-3, "{many:?}");
        let line = of(4_001, &|x, noise| 2.0 * x + noise);
        // 4 x 1/3 explained, 1/9 not.
        assert_eq!(line.span, Span::Line);
        assert!((line.value - 12.0 / 13.0).abs() < 1e-3, "{line:?}");
    }

    #[test]
    fn two_valued_series_use_the_means_of_the_two() {
        let x = known((0..12).map(|i| f64::from(i % 2)));
        let y = known((0..12).map(|i| f64::from(i % 2) + f64::from(i % 3)));
        let got = correlation_ratio(&x, &y).unwrap();
        // Variances 1/4 between, 2/3 within.
        assert!((got.value - 0.25 / (0.25 + 2.0 / 3.0)).abs() < 1e-12, "{got:?}");
    }
}
