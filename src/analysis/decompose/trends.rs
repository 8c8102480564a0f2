//! Trends of yearly values: slope with interval, test, and whether "unchanged" can be said.
//!
//! Rolling windows share most of their years, so that neighbouring values are alike by construction and any test on
//! them is too optimistic. Tests are run on values of single years, which share no data.

use crate::measure::Measurer;
use crate::model::party::Partnership;
use crate::model::window::{Window, Year};
use crate::statistics::inference::{Equivalence, Refusal, Trend, Verdict, equivalence, trend};

/// "Unchanged" is a slope within so many per cent a year, either way (METHOD section 7).
pub const MARGIN: f64 = 5.0;

/// Of each one-sided test; intervals are at 90 %.
pub const ALPHA: f64 = 0.05;

/// The quantities that are examined by year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesKind {
    /// Geometric mean of each side's share in the other's trade.
    Trade,
    /// The supplier's share of the recipient's arms imports.
    Arms,
    /// Mentions of the second party by the first, per 10,000 words.
    There,
    Back,
}

/// What a slope of per cent a year is a per cent of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 100 ln(value): growth, for values above 0.
    Logarithm,
    /// 100 value / mean of all years: for values that are 0 in some years, which have no logarithm.
    OfMean,
}

/// One value a year and what can be said of their course.
#[derive(Clone, Debug)]
pub struct Series {
    pub kind: SeriesKind,
    pub scale: Scale,
    /// Values in the unit of the series; years without one are left out.
    pub values: Vec<(Year, f64)>,
    pub tests: Result<Tests, Untested>,
}

/// All in per cent a year.
#[derive(Clone, Debug)]
pub struct Tests {
    /// Theil-Sen slope with its interval, and Mann-Kendall.
    pub trend: Trend,
    /// Two one-sided tests of the least-squares slope against the margin.
    pub equivalence: Result<Equivalence, Refusal>,
    /// Both tests together.
    pub verdict: TrendVerdict,
    /// Correlation of neighbouring years about the line. Far from 0, intervals and p are too sure.
    pub neighbours: Option<f64>,
}

/// What the yearly values say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrendVerdict {
    /// The slope lies within the margin (two one-sided tests).
    Unchanged,
    /// Not shown to lie within it, and Mann-Kendall's p is below 0.1.
    Rose,
    Fell,
    Undetermined,
}

fn verdict(trend: &Trend, equivalence: Option<&Equivalence>) -> TrendVerdict {
    // Only the rank test decides whether there is a trend: with so few years one outlier bends a least-squares line.
    let shown = trend.test.p < 2.0 * ALPHA;
    match trend.test.s {
        _ if equivalence.is_some_and(|e| e.verdict == Verdict::Equivalent) => TrendVerdict::Unchanged,
        s if shown && s > 0 => TrendVerdict::Rose,
        s if shown && s < 0 => TrendVerdict::Fell,
        _ => TrendVerdict::Undetermined,
    }
}

/// Why a series was not tested.
#[derive(Clone, Debug, PartialEq)]
pub enum Untested {
    /// No year has a value.
    Empty,
    /// Every year's value is 0.
    Nothing,
    Refused(Refusal),
}

/// The four series of a partnership over a stretch of years that the measurer's window covers.
pub fn series(measurer: &Measurer<'_>, p: Partnership) -> Vec<Series> {
    let rates = |from, to| -> Vec<(Year, f64)> {
        measurer.yearly_naming(from, to).into_iter().filter_map(|(y, n)| Some((y, n.rate()?))).collect()
    };
    vec![
        tested(SeriesKind::Trade, Scale::Logarithm, measurer.yearly_trade_share(p)),
        tested(SeriesKind::Arms, Scale::OfMean, measurer.yearly_arms_share(p)),
        tested(SeriesKind::There, Scale::OfMean, rates(p.a, p.b)),
        tested(SeriesKind::Back, Scale::OfMean, rates(p.b, p.a)),
    ]
}

fn tested(kind: SeriesKind, scale: Scale, values: Vec<(Year, f64)>) -> Series {
    // A logarithm of nothing: the whole series goes on the other scale.
    let scale = if values.iter().any(|(_, v)| *v <= 0.0) { Scale::OfMean } else { scale };
    let tests = points(scale, &values).and_then(|points| {
        let trend = trend(&points, 1.0 - 2.0 * ALPHA).map_err(Untested::Refused)?;
        let equivalence = equivalence(&points, MARGIN, ALPHA);
        Ok(Tests {
            verdict: verdict(&trend, equivalence.as_ref().ok()),
            trend,
            equivalence,
            neighbours: neighbours(&points),
        })
    });
    Series { kind, scale, values, tests }
}

impl Series {
    /// The mean of a window's years in the unit of the series: geometric on the scale of logarithms. `None` without
    /// such years.
    pub fn level(&self, window: Window) -> Option<f64> {
        let inside: Vec<f64> = self.values.iter().filter(|(y, _)| window.contains(*y)).map(|(_, v)| *v).collect();
        let mean = |f: fn(f64) -> f64| inside.iter().map(|v| f(*v)).sum::<f64>() / inside.len() as f64;
        let level = match self.scale {
            Scale::Logarithm => mean(f64::ln).exp(),
            Scale::OfMean => mean(|v| v),
        };
        (!inside.is_empty()).then_some(level)
    }

    /// The values of some years, as points of the scale of all.
    pub fn points_within(&self, windows: &[Window]) -> Result<Vec<(f64, f64)>, Untested> {
        let all = points(self.scale, &self.values)?;
        let inside = |x: &f64| windows.iter().any(|w| w.iter().any(|y| f64::from(y.get()) == *x));
        Ok(all.into_iter().filter(|(x, _)| inside(x)).collect())
    }
}

fn points(scale: Scale, values: &[(Year, f64)]) -> Result<Vec<(f64, f64)>, Untested> {
    if values.is_empty() {
        return Err(Untested::Empty);
    }
    let mean = values.iter().map(|(_, v)| v).sum::<f64>() / values.len() as f64;
    if mean <= 0.0 {
        return Err(Untested::Nothing);
    }
    let scaled = |v: f64| match scale {
        Scale::Logarithm => 100.0 * v.ln(),
        Scale::OfMean => 100.0 * v / mean,
    };
    Ok(values.iter().map(|(y, v)| (f64::from(y.get()), scaled(*v))).collect())
}

/// `sum e_t e_(t+1) / sum e_t^2` of the residuals of the least-squares line, over years that follow one another; `None`
/// for fewer than four points or none that scatter.
///
/// Worked number: 0, 1, 0, 1 in four years have residuals -0.2, 0.6, -0.6, 0.2, hence (-0.12 - 0.36 - 0.12)/0.8 =
/// -0.75.
fn neighbours(points: &[(f64, f64)]) -> Option<f64> {
    let slope = crate::measure::indices::slope(points).filter(|_| points.len() >= 4)?;
    let n = points.len() as f64;
    let (mx, my) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let residuals: Vec<(f64, f64)> = points.iter().map(|(x, y)| (*x, y - my - slope * (x - mx))).collect();
    let whole: f64 = residuals.iter().map(|(_, e)| e * e).sum();
    let size: f64 = points.iter().map(|(_, y)| y * y).sum();
    let pairs = residuals.iter().zip(residuals.iter().skip(1)).filter(|(a, b)| b.0 - a.0 == 1.0);
    // Residuals that are nothing but rounding error have no correlation.
    (whole > 1e-20 * size).then(|| pairs.map(|(a, b)| a.1 * b.1).sum::<f64>() / whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(values: &[f64]) -> Vec<(Year, f64)> {
        (2010..).zip(values).filter_map(|(y, v)| Some((Year::new(y)?, *v))).collect()
    }

    #[test]
    fn growth_of_five_per_cent_is_a_slope_of_its_logarithm() {
        let values: Vec<f64> = (0..10).map(|i| 0.02 * 1.05f64.powi(i)).collect();
        let found = tested(SeriesKind::Trade, Scale::Logarithm, years(&values));
        let tests = found.tests.expect("tests");
        assert!((tests.trend.slope.slope - 100.0 * 1.05f64.ln()).abs() < 1e-9);
        assert_eq!(tests.trend.test.s, 45);
        assert_eq!(tests.verdict, TrendVerdict::Unchanged, "ln 1.05 is 4.88 %");
        let fast: Vec<f64> = (0..10).map(|i| 0.02 * 0.9f64.powi(i)).collect();
        let fast = tested(SeriesKind::Trade, Scale::Logarithm, years(&fast)).tests.expect("tests");
        assert_eq!(fast.verdict, TrendVerdict::Fell);
        let wild =
            tested(SeriesKind::Arms, Scale::OfMean, years(&[1.0, 9.0, 2.0, 1.0, 8.0, 3.0])).tests.expect("tests");
        assert_eq!(wild.verdict, TrendVerdict::Undetermined);
    }

    #[test]
    fn zeros_are_reported_as_shares_of_the_mean() {
        let found = tested(SeriesKind::Trade, Scale::Logarithm, years(&[0.0, 2.0, 4.0, 6.0]));
        assert_eq!(found.scale, Scale::OfMean);
        // A rise of 2 a year on a mean of 3.
        assert!((found.tests.expect("tests").trend.slope.slope - 200.0 / 3.0).abs() < 1e-9);
        let none = tested(SeriesKind::Arms, Scale::OfMean, years(&[0.0, 0.0, 0.0]));
        assert!(matches!(none.tests, Err(Untested::Nothing)));
        assert!(matches!(tested(SeriesKind::Arms, Scale::OfMean, Vec::new()).tests, Err(Untested::Empty)));
        assert!(matches!(
            tested(SeriesKind::Arms, Scale::OfMean, years(&[1.0])).tests,
            Err(Untested::Refused(Refusal::TooFewPoints { .. }))
        ));
    }

    #[test]
    fn neighbouring_years_by_hand() {
        let close = |a: Option<f64>, b: f64| assert!((a.expect("a number") - b).abs() < 1e-12, "{a:?} is not {b}");
        // Residuals of 0, 1, 0, 1 about the line 0.2 + 0.2 x: -0.2, 0.6, -0.6, 0.2; (-0.12 - 0.36 - 0.12)/0.8.
        close(neighbours(&[(0.0, 0.0), (1.0, 1.0), (2.0, 0.0), (3.0, 1.0)]), -0.75);
        assert_eq!(neighbours(&[(0.0, 1.0), (1.0, 2.0), (2.0, 3.0), (3.0, 4.0)]), None);
        assert_eq!(neighbours(&[(0.0, 1.0), (1.0, 2.0), (2.0, 7.0)]), None);
    }
}
