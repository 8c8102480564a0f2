//! What the imputation kernels are told: which middle, when to stop, how to cross years.

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
