//! The parts of a tree as a framework file states them, one by one, before they are put together.

use crate::load::framework_words::RawDirection;
use crate::model::framework::*;
use crate::model::method::{Constant, Imputation, Normalisation, Treatment, Weighting};

/// The methods for an indicator that are stated at one place of the tree.
#[derive(Clone, Default)]
pub(super) struct Preparation {
    pub impute: Option<Imputation>,
    pub treat: Option<Treatment>,
    pub normalise: Option<Normalisation>,
    pub constant: Option<Constant>,
    /// Which way is better, where it is said.
    pub direction: Option<RawDirection>,
}

impl Preparation {
    /// The methods stated here, and those stated above where none is.
    pub(super) fn over(&self, above: &Preparation) -> Preparation {
        Preparation {
            impute: self.impute.clone().or_else(|| above.impute.clone()),
            treat: self.treat.clone().or_else(|| above.treat.clone()),
            normalise: self.normalise.clone().or_else(|| above.normalise.clone()),
            constant: self.constant.or(above.constant),
            direction: self.direction.or(above.direction),
        }
    }
}

/// An inner node as written; `offset` is where its code stands in the file.
pub(super) struct Stem {
    pub offset: usize,
    pub code: String,
    pub title: String,
    pub parent: Option<(usize, String)>,
    pub weight: Option<(usize, Option<Weight>)>,
    pub floor: f64,
    pub nonzero: f64,
    pub needs_all: bool,
    pub aggregation: Aggregation,
    pub weighting: Weighting,
    pub preparation: Preparation,
}

/// An indicator as written; `directed` holds the codes and the title of its two directions.
pub(super) struct Leaf {
    pub offset: usize,
    pub code: String,
    pub parent: (usize, String),
    pub weight: Option<(usize, Option<Weight>)>,
    pub directed: Option<([String; 2], String)>,
    pub title: String,
    pub yields_to: Option<(usize, String)>,
    pub preparation: Preparation,
    /// Goalposts of the second direction, where it has its own.
    pub goalposts_back: Option<Goalposts>,
    /// `None` when a problem with it was reported; its place in the tree is checked nevertheless.
    pub indicator: Option<Indicator>,
}
