//! The reasons why the effect of weights cannot be computed exactly.

use thiserror::Error;

use crate::statistics::weight_set::Refusal;

#[derive(Clone, Debug, PartialEq, Error)]
pub enum WeightError {
    #[error("`{code}` has no children whose weights could vary")]
    NoWeights { code: String },
    #[error("`{code}` does not lie below `{of}`, whose scores are ranked")]
    Elsewhere { code: String, of: String },
    #[error("`{code}` is no arithmetic, geometric, harmonic or generalised mean (power -2 to 2) of its children")]
    NoMean { code: String },
    #[error("`{above}` combines `{below}` by another mean, so the score is not linear in the weights on any scale")]
    Mixed { above: String, below: String },
    #[error("the least shift of weights is not a linear programme where a geometric mean stands above arithmetic ones")]
    NoShift,
    #[error("the scale on which the score is linear is too steep to tell ties from small differences")]
    TooSteep,
    #[error("only {units} complete, and ranks need two")]
    Alone { units: String },
    #[error("{behind} is ahead of {ahead} already")]
    NotAhead { ahead: String, behind: String },
    #[error(transparent)]
    Kernel(#[from] Refusal),
}

impl WeightError {
    /// How the user can mend it, in one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::NoWeights { .. } => "name a node with children of its own".into(),
            Self::Elsewhere { of, .. } => format!("name a node below `{of}`, or rank another one with --of"),
            Self::NoMean { .. } => "weights of other rules have no exact bounds: vary another node with --over".into(),
            Self::Mixed { above, below } => {
                format!("vary the weights of one node (--over {above}), or rank another one (--of {below})")
            }
            Self::TooSteep => "vary the weights of another node with --over".into(),
            Self::NoShift => "vary the weights of one node: --over instead of --leaves".into(),
            Self::Alone { .. } => {
                "impute what is missing, or vary the weights of a node whose children are known".into()
            }
            Self::NotAhead { ahead, behind } => format!("name the higher unit first: --swap {behind},{ahead}"),
            Self::Kernel(refusal) => refusal.hint(),
        }
    }
}
