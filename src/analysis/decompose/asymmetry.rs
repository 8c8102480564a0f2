//! Which side names the other more: exact comparisons of two counts of mentions and two counts of speeches.

use crate::measure::Measurer;
use crate::measure::yearly::Naming;
use crate::model::party::Partnership;
use crate::statistics::inference::{Counted, Fisher, RateRatio, Refusal, fisher, rate_ratio};

/// The level of the interval of the ratio.
pub const LEVEL: f64 = 0.90;

/// Both directions of naming in one window.
#[derive(Clone, Debug)]
pub struct Asymmetry {
    /// The first party's speeches on the second.
    pub there: Naming,
    /// The second's on the first.
    pub back: Naming,
    /// Mentions per word there over mentions per word back. Mentions come in clusters, so that the test takes too much
    /// for certain.
    pub ratio: Result<RateRatio, Refusal>,
    /// Speeches that name the other: clusters within a speech count once.
    pub speeches: Result<Fisher, Refusal>,
}

/// Counts as they stand in the tables: no prior, no base rate.
pub fn asymmetry(measurer: &Measurer<'_>, p: Partnership) -> Asymmetry {
    let (there, back) = (measurer.naming_counts(p.a, p.b), measurer.naming_counts(p.b, p.a));
    let counted = |n: &Naming| Counted { events: n.mentions, exposure: n.words as f64 };
    let row = |n: &Naming| [n.naming, n.documents.saturating_sub(n.naming)];
    Asymmetry {
        there,
        back,
        ratio: rate_ratio(counted(&there), counted(&back), LEVEL),
        speeches: fisher([row(&there), row(&back)]),
    }
}
