//! The normalisation methods as the kernel takes them: everything that was a name is a number here.

use crate::model::framework::Transform;
use crate::model::method::{Anchor, RankShare, Ties};

/// Which end of an indicator is the good one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    HigherIsBetter,
    LowerIsBetter,
}

/// Ends of a scale, `from` below `to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub from: f64,
    pub to: f64,
}

impl Range {
    pub const ONE: Range = Range { from: 0.0, to: 1.0 };
    pub const HUNDRED: Range = Range { from: 0.0, to: 100.0 };
}

/// Cuts in ascending order, and the scores between them: one more than cuts, ascending.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    pub cuts: Vec<f64>,
    pub scores: Vec<f64>,
}

impl Bands {
    /// The Handbook's categorical scale, step 5 and Table 15.
    pub fn handbook() -> Bands {
        Bands { cuts: vec![5.0, 15.0, 35.0, 65.0, 85.0, 95.0], scores: vec![0.0, 20.0, 40.0, 50.0, 60.0, 80.0, 100.0] }
    }
}

/// A normalisation method. Every score rises with the merit of the value, whatever the direction.
#[derive(Clone, Debug, PartialEq)]
pub enum Method {
    /// Between fixed ends; `truncate` keeps what lies outside at the end of the scale and reports it.
    Goalposts {
        lower: f64,
        upper: f64,
        transform: Transform,
        to: Range,
        truncate: bool,
    },
    /// Between the smallest and the largest value of the reference. The adjusted Mazziotta-Pareto index uses 70 to 130.
    MinMax {
        to: Range,
    },
    /// To a mean and a standard deviation (divisor n - 1). The Mazziotta-Pareto index uses 100 and 10.
    ZScore {
        mean: f64,
        sd: f64,
    },
    Rank {
        ties: Ties,
    },
    /// Rank - 1.
    Borda {
        ties: Ties,
    },
    PercentileRank {
        ties: Ties,
        share: RankShare,
        to: Range,
    },
    /// 1 - (max - x) / (max - min).
    DistanceToMaximum,
    /// 1 - (target - x) / (target - worst), in the unit of the indicator; `capped` at 1.
    DistanceToTarget {
        target: f64,
        capped: bool,
    },
    /// The same with the value of a reference unit, counted from 0, as target.
    DistanceToReference {
        unit: usize,
        capped: bool,
    },
    /// x / the value of a reference unit, counted from 0.
    RatioToReference {
        unit: usize,
    },
    /// x / anchor. With `Best` the fraction of the maximum.
    Ratio {
        to: Anchor,
    },
    /// x / anchor - 1.
    Difference {
        to: Anchor,
    },
    /// 1, 0 or -1: above, within or below a band around the mean; 0.2 is the Handbook's 20 %.
    AboveBelowMean {
        band: f64,
    },
    /// Cuts on the percentile 100 r / n of the reference, ties to the minimum rank.
    PercentileBands(Bands),
    /// Cuts on the value itself.
    Thresholds(Bands),
}
