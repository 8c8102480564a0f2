//! The catalogue of imputation methods, as definitions only.

/// How missing values of an indicator are filled. The default is not at all.
#[derive(Clone, Debug, PartialEq)]
pub enum Imputation {
    None,
    /// Mean or median of the indicator over all units.
    Centre(Centre),
    /// Mean or median of the indicator over the unit's own group.
    Group(Centre),
    /// Mean or median of the unit over the indicators of its node, on a common scale.
    Siblings(Centre),
    /// Ordinary least squares on the indicators named, counted from 0.
    Regression {
        on: Vec<usize>,
    },
    /// Conditional expectation under a multivariate normal distribution, with the indicators of the node or table.
    Em(Convergence),
    /// From other years of the same unit.
    Panel(Panel),
}

/// The middle of some values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Centre {
    Mean,
    Median,
}

/// When the EM iteration stops: by the largest change of a mean or covariance, in standard deviations of the known
/// values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Convergence {
    pub tolerance: f64,
    pub iterations: usize,
}

impl Convergence {
    pub const USUAL: Convergence = Convergence { tolerance: 1e-8, iterations: 10_000 };
}

/// How a year is filled from other years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The latest earlier value, not older than so many years. COINr's `latest`.
    CarryForward { years: u32 },
    /// A straight line between the known years on both sides; with `hold_ends` the nearest known value outside of them,
    /// as in COINr's `linear`, and otherwise nothing.
    Linear { hold_ends: bool },
    /// The latest earlier value however old, and before the first known year the first known value. COINr's `constant`.
    Constant,
}
