//! Outlier treatment of a column: winsorisation, and a curve where it does not help.

use crate::scoring::curve::Curve;
use crate::scoring::curve::FittedCurve;
use crate::scoring::known::known_at_least;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::parameter;
use crate::statistics::moments::kurtosis;
use crate::statistics::moments::skewness;

/// What is done to the values of an indicator before they are normalised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Treatment {
    None,
    /// The curve, whatever the shape: the Handbook's log of telephones and electricity.
    Always(Curve),
    /// Winsorisation where the shape is outside of the limits, and the curve on the original where it stays outside.
    Outliers {
        limits: Limits,
        winsorise: Cap,
        curve: Option<Curve>,
        /// Whether the curve is drawn over the winsorised values, and not over the original.
        combine: bool,
    },
    /// So many points of either end pulled in, whatever the shape.
    Points {
        high: usize,
        low: usize,
    },
}

/// A column is outside when |skewness| AND excess kurtosis both exceed their limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub skewness: f64,
    pub kurtosis: f64,
}

/// How many points winsorisation may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cap {
    Points(usize),
    Unlimited,
}

impl Treatment {
    /// COINr's `qTreat` as it stands: limits 2 and 3.5, five points, then `log_CT`.
    pub const USUAL: Treatment = Treatment::Outliers {
        limits: Limits { skewness: 2.0, kurtosis: 3.5 },
        winsorise: Cap::Points(5),
        curve: Some(Curve::LnOfRange { a: 0.01 }),
        combine: false,
    };
}

/// Skewness and excess kurtosis, both bias-corrected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    pub skewness: f64,
    pub kurtosis: f64,
}

/// A cell whose value changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Touched {
    pub unit: usize,
    pub before: f64,
    pub after: f64,
}

/// What winsorisation did, whether or not its result was kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Winsorised {
    /// Points pulled down from the high end, and up from the low end.
    pub high: usize,
    pub low: usize,
    pub shape: Shape,
    pub passed: bool,
}

/// A treated column, and how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Treated {
    pub values: Vec<Option<f64>>,
    pub touched: Vec<Touched>,
    /// `None` where there are too few values for a shape, or they are all equal; `Outliers` then refuses.
    pub before: Option<Shape>,
    pub after: Option<Shape>,
    /// Where a curve stands too, it was drawn over the original and the winsorised column set aside, unless the two are
    /// combined.
    pub winsorised: Option<Winsorised>,
    pub curve: Option<FittedCurve>,
    /// Within the limits at the end; always true where there are none.
    pub passed: bool,
}

/// Treats one column; missing values stay missing.
///
/// `Outliers` follows COINr 1.1 (`Treat` with `winsorise`, `log_CT`, `check_SkewKurt`, `combine_treat = FALSE`); METHOD
/// section 3. While the column is outside of the limits and fewer points than the cap were moved, the largest values
/// (skewness 0 or above) or the smallest (below 0) take the next value inwards; equal values move together, so that no
/// order of units matters, and a tie can take the count past the cap. A column still outside goes, as it was at first,
/// through the curve, and keeps that result whether it passes or not (`passed` says so). Worked example: 1 to 10, 30
/// and 100 (skewness 3.06, kurtosis 9.74) has 100 pulled to 30 and passes, at skewness 1.71.
///
/// Departures: a value exactly on a limit is within it here and outside in COINr's check; COINr stops with an error
/// where a step would make the column constant, here that step is not taken. With `combine` the curve is drawn over the
/// winsorised values, as with COINr's `combine_treat = TRUE`. Refused: fewer than four known values, a constant column,
/// limits that are not positive, and what the curve refuses.
///
/// `Points` takes the place of COINr's `force_win`: the outermost value of an end takes the next one inwards until at
/// least so many points of that end were moved; equal values move together. Worked example: 1, 2, 3, 9, 9, 20 with
/// three high points has 20 pulled to 9, and then the three 9 to 3. Refused where the column would become constant.
pub fn treat(treatment: Treatment, column: &[Option<f64>]) -> Result<Treated, Refusal> {
    match treatment {
        Treatment::None => {
            let shape = shape_of(&known_at_least(column, 0)?);
            Ok(finish(column, column.to_vec(), (None, None), (shape, true)))
        }
        Treatment::Always(curve) => {
            let before = shape_of(&known_at_least(column, 0)?);
            let (values, fitted) = drawn(curve, column)?;
            Ok(finish(column, values, (None, Some(fitted)), (before, true)))
        }
        Treatment::Outliers { limits, winsorise, curve, combine } => {
            outliers(column, limits, winsorise, (curve, combine))
        }
        Treatment::Points { high, low } => points(column, high, low),
    }
}

/// So many points of either end pulled in to the next value inwards.
fn points(column: &[Option<f64>], high: usize, low: usize) -> Result<Treated, Refusal> {
    let before = shape_of(&known_at_least(column, 1)?);
    let mut values = column.to_vec();
    let mut moved = [0, 0];
    for (moved, (wanted, high_end)) in moved.iter_mut().zip([(high, true), (low, false)]) {
        while *moved < wanted {
            let Some((outermost, next)) = end(&values, high_end) else { return Err(too_many(high + low)) };
            *moved = values.iter().filter(|v| **v == Some(outermost)).count();
            values.iter_mut().filter(|v| **v == Some(outermost)).for_each(|v| *v = Some(next));
        }
    }
    let [high, low] = moved;
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.iter().all(|x| Some(x) == known.first()) {
        return Err(too_many(high + low));
    }
    let shape = shape_of(&known);
    let winsorised = shape.map(|shape| Winsorised { high, low, shape, passed: true });
    Ok(finish(column, values, (winsorised, None), (before, true)))
}

/// No value would differ from another.
fn too_many(points: usize) -> Refusal {
    let (what, needed) = ("the number of points pulled in", "so few that values still differ");
    parameter(what, points as f64, needed, false).err().unwrap_or(Refusal::NotANumber)
}

fn outliers(
    column: &[Option<f64>],
    limits: Limits,
    cap: Cap,
    (curve, combine): (Option<Curve>, bool),
) -> Result<Treated, Refusal> {
    parameter("the limit of skewness", limits.skewness, "above 0", limits.skewness > 0.0)?;
    parameter("the limit of kurtosis", limits.kurtosis, "above 0", limits.kurtosis > 0.0)?;
    let known = known_at_least(column, 4)?;
    let before = shape_of(&known).ok_or(match known.first() {
        Some(&value) if known.iter().all(|&x| x == value) => Refusal::Constant { value },
        _ => Refusal::OutOfNumbers { what: "the skewness" },
    })?;
    if limits.hold(before) {
        return Ok(finish(column, column.to_vec(), (None, None), (Some(before), true)));
    }
    let (pulled, report) = winsorise(column, limits, cap, before);
    let moved = report.high + report.low > 0;
    let winsorised = moved.then_some(report);
    match curve {
        Some(curve) if !report.passed => {
            let (values, fitted) = drawn(curve, if combine { &pulled } else { column })?;
            let passed = shape_of(&known_at_least(&values, 0)?).is_some_and(|shape| limits.hold(shape));
            Ok(finish(column, values, (winsorised, Some(fitted)), (Some(before), passed)))
        }
        _ => Ok(finish(column, pulled, (winsorised, None), (Some(before), report.passed))),
    }
}

/// Pulls in the end to which the tail points, a value at a time, until the shape is within the limits or nothing may be
/// moved.
fn winsorise(column: &[Option<f64>], limits: Limits, cap: Cap, before: Shape) -> (Vec<Option<f64>>, Winsorised) {
    let mut values = column.to_vec();
    let mut report = Winsorised { high: 0, low: 0, shape: before, passed: limits.hold(before) };
    while !report.passed && cap.allows(report.high + report.low) {
        let high_end = report.shape.skewness >= 0.0;
        let Some((outermost, next)) = end(&values, high_end) else { break };
        let trial: Vec<Option<f64>> =
            values.iter().map(|v| if *v == Some(outermost) { Some(next) } else { *v }).collect();
        // No shape is left when the step makes the column constant.
        let Some(shape) = shape_of(&trial.iter().flatten().copied().collect::<Vec<f64>>()) else { break };
        let moved = values.iter().filter(|v| **v == Some(outermost)).count();
        // Points already pulled in lie at the end and move again, so the last step's points are all that moved on this
        // side.
        if high_end {
            report.high = moved;
        } else {
            report.low = moved;
        }
        (report.shape, report.passed) = (shape, limits.hold(shape));
        values = trial;
    }
    (values, report)
}

/// The outermost value of one end and the next one inwards.
fn end(values: &[Option<f64>], high: bool) -> Option<(f64, f64)> {
    let outer = |a: f64, b: f64| if high { a.max(b) } else { a.min(b) };
    let outermost = values.iter().flatten().copied().reduce(outer)?;
    let next = values.iter().flatten().copied().filter(|&x| x != outermost).reduce(outer)?;
    Some((outermost, next))
}

fn drawn(curve: Curve, column: &[Option<f64>]) -> Result<(Vec<Option<f64>>, FittedCurve), Refusal> {
    let fitted = curve.fit(column)?;
    let values = column.iter().map(|v| v.map(|x| fitted.apply(x)).transpose()).collect::<Result<_, _>>()?;
    Ok((values, fitted))
}

fn finish(
    column: &[Option<f64>],
    values: Vec<Option<f64>>,
    (winsorised, curve): (Option<Winsorised>, Option<FittedCurve>),
    (before, passed): (Option<Shape>, bool),
) -> Treated {
    let pairs = column.iter().zip(&values).enumerate();
    let touched = pairs.filter_map(|(unit, (before, after))| {
        let (before, after) = ((*before)?, (*after)?);
        (before != after).then_some(Touched { unit, before, after })
    });
    let touched = touched.collect();
    let after = shape_of(&values.iter().flatten().copied().collect::<Vec<f64>>());
    Treated { values, touched, before, after, winsorised, curve, passed }
}

fn shape_of(values: &[f64]) -> Option<Shape> {
    Some(Shape { skewness: skewness(values).ok()?, kurtosis: kurtosis(values).ok()? })
}

impl Limits {
    /// A column passes unless both limits are exceeded.
    pub fn hold(self, shape: Shape) -> bool {
        shape.skewness.abs() <= self.skewness || shape.kurtosis <= self.kurtosis
    }
}

impl Cap {
    fn allows(self, moved: usize) -> bool {
        match self {
            Cap::Points(most) => moved < most,
            Cap::Unlimited => true,
        }
    }
}

#[cfg(test)]
mod tests;
