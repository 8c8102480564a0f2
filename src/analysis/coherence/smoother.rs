//! The expected value of one series given another: a local line whose span is chosen by leave-one-out cross-validation.

use crate::analysis::coherence::correlation::paired;
use crate::analysis::coherence::refusal::Refusal;
use crate::analysis::coherence::refusal::finite;
use crate::scoring::moments::scaled_deviations;

/// Under this many units a curve follows single units.
pub const LEAST_UNITS: usize = 10;

/// The work grows with the square of the units.
pub const MOST_UNITS: usize = 2_000;

/// A local line rests on this many neighbours at least, the farthest with weight 0.
const LEAST_NEIGHBOURS: usize = 5;

/// A smoother span wins a tie: its error may exceed the least one by this share of the variance.
const TIE: f64 = 1e-9;

/// Distances that differ by this share are equal.
const DUST: f64 = 1e-9;

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
/// else the variance of the fitted values over the variance of y, cut at 1.
///
/// Limits: with few units the fitted curve partly follows chance, which raises the value: read it beside
/// `cross_validated`, and under about 30 units as rough. Worked: y = x^2 at x = -5, -4, .. 5 has r = 0, but a
/// main effect of 0.8286944620 over 50 % of the units. Refused under 10 units, over 2,000, and for a series that does
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
    let points: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
    let variation: f64 = points.iter().map(|(_, y)| y * y).sum();
    let errors: Vec<(Span, f64)> = SPANS.iter().map(|span| (*span, left_out_error(&points, *span))).collect();
    let least = errors.iter().fold(f64::INFINITY, |least, (_, error)| least.min(*error));
    let chosen = errors.into_iter().find(|(_, error)| *error <= least + TIE * variation);
    let (span, error) = chosen.ok_or(Refusal::OutOfRange { figure: "main effect" })?;
    let fitted: Vec<f64> = points.iter().map(|(at, _)| local_line(points.iter().copied(), *at, span)).collect();
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

fn left_out_error(points: &[(f64, f64)], span: Span) -> f64 {
    let miss = |(place, (at, y)): (usize, &(f64, f64))| {
        let others = points.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, point)| *point);
        y - local_line(others, *at, span)
    };
    points.iter().enumerate().map(miss).map(|miss| miss * miss).sum()
}

/// The height at `at` of the line fitted around it.
fn local_line(points: impl Iterator<Item = (f64, f64)>, at: f64, span: Span) -> f64 {
    let near: Vec<(f64, f64)> = points.map(|(x, y)| (x - at, y)).collect();
    let weights: Vec<f64> = match reach(&near, span) {
        None => vec![1.0; near.len()],
        Some(reach) => near.iter().map(|(d, _)| tricube(d.abs(), reach)).collect(),
    };
    let weights = if weights.iter().any(|w| *w > 0.0) { weights } else { nearest(&near) };
    let total: f64 = weights.iter().sum();
    let weighted = || weights.iter().zip(&near);
    let centre = weighted().map(|(w, (d, _))| w * d).sum::<f64>() / total;
    let height = weighted().map(|(w, (_, y))| w * y).sum::<f64>() / total;
    let spread: f64 = weighted().map(|(w, (d, _))| w * (d - centre) * (d - centre)).sum();
    let slant: f64 = weighted().map(|(w, (d, y))| w * (d - centre) * (y - height)).sum();
    let farthest = weighted().filter(|(w, _)| **w > 0.0).fold(0.0_f64, |far, (_, (d, _))| far.max(d.abs()));
    // All of weight at one x (up to floating dust): no line, their mean.
    if spread <= 1e-12 * total * farthest * farthest { height } else { height - centre * slant / spread }
}

/// Distance to the last neighbour; `None` where the line runs through all units alike.
fn reach(near: &[(f64, f64)], span: Span) -> Option<f64> {
    let Span::Tenths(tenths) = span else { return None };
    let neighbours = near.len().saturating_mul(tenths).div_ceil(10).max(LEAST_NEIGHBOURS).min(near.len());
    let mut distances: Vec<f64> = near.iter().map(|(d, _)| d.abs()).collect();
    let last = neighbours.saturating_sub(1);
    if last >= distances.len() {
        return None;
    }
    Some(*distances.select_nth_unstable_by(last, f64::total_cmp).1)
}

/// Weight 1 for the nearest units: none of the neighbours is nearer than the last one.
fn nearest(near: &[(f64, f64)]) -> Vec<f64> {
    let least = near.iter().fold(f64::INFINITY, |least, (d, _)| least.min(d.abs()));
    near.iter().map(|(d, _)| if d.abs() <= least * (1.0 + DUST) { 1.0 } else { 0.0 }).collect()
}

fn tricube(distance: f64, reach: f64) -> f64 {
    if distance == 0.0 {
        1.0
    } else if distance >= reach * (1.0 - DUST) {
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
        let many = known((0..2_001).map(f64::from));
        assert_eq!(correlation_ratio(&many, &many), Err(Refusal::TooManyUnits { found: 2_001, most: 2_000 }));
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
