//! Weights of indicators inside one group (Handbook, step 6): every method returns weights that sum to 1, in the order
//! of the indicators, or a named refusal. A negative weight is never returned.

mod ahp;
mod composite;
mod dispersion;
mod factor;
mod importance;
mod principal;
mod refusal;
mod stated;
mod varimax;

pub use ahp::PairwiseWeights;
pub use ahp::SAATY_LIMIT;
pub use ahp::pairwise;
pub use composite::Criterion;
pub use composite::Families;
pub use composite::infomax;
pub use composite::within_composite;
pub use dispersion::critic;
pub use dispersion::entropy;
pub use factor::FactorCount;
pub use factor::FactorRule;
pub use factor::FactorWeights;
pub use factor::HANDBOOK_RULE;
pub use factor::factor_analysis;
pub use importance::Importance;
pub use importance::ImportanceWeights;
pub use importance::optimised;
pub use principal::principal_component;
pub use refusal::Refusal;
pub use stated::budget_allocation;
pub use stated::equal;
pub use stated::given;

/// Two eigenvalues nearer to each other than this leave their eigenvectors undetermined.
const SAME_EIGENVALUE: f64 = 1e-9;

/// A loading nearer to zero than this is zero but for rounding.
const ROUNDING: f64 = 1e-12;

/// Non-negative numbers divided by their sum.
fn to_unity(values: Vec<f64>) -> Result<Vec<f64>, Refusal> {
    let largest = values.iter().copied().fold(0.0, f64::max);
    // Divided by the largest first, so that the sum cannot overflow.
    let scaled: Vec<f64> = values.into_iter().map(|v| v / largest).collect();
    let sum: f64 = scaled.iter().sum();
    if scaled.is_empty() || !sum.is_finite() || sum <= 0.0 {
        return Err(Refusal::NothingToWeigh);
    }
    Ok(scaled.into_iter().map(|v| v / sum).collect())
}
