//! Goalposts: the two ends of an indicator's scale, checked where they are made.

/// The function applied to value and goalposts before they are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transform {
    Identity,
    /// Natural logarithm; the lower goalpost must be above 0, and a value of 0 stands below it.
    Ln,
    /// ln(1 + x).
    Ln1p,
}

/// Where goalposts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalpostKind {
    /// The bounds mean something in themselves.
    Natural,
    /// Percentiles of the reference sample.
    Anchored,
    /// A judgement, with its reason.
    Declared,
}

impl GoalpostKind {
    /// The word a framework file uses.
    pub fn words(self) -> &'static str {
        match self {
            GoalpostKind::Natural => "natural",
            GoalpostKind::Anchored => "anchored",
            GoalpostKind::Declared => "declared",
        }
    }
}

/// The two ends of an indicator's scale, lower < upper, both finite after the transform.
#[derive(Clone, Debug, PartialEq)]
pub struct Goalposts {
    lower: f64,
    upper: f64,
    transform: Transform,
    pub kind: GoalpostKind,
    /// Why these: shown wherever the score is explained.
    pub reason: String,
}

impl Goalposts {
    /// `None` when the order is wrong, or when the transform is not defined at an end.
    pub fn new(lower: f64, upper: f64, transform: Transform, kind: GoalpostKind, reason: String) -> Option<Self> {
        let ends = match transform {
            Transform::Identity => (upper - lower).is_finite(),
            Transform::Ln => lower > 0.0 && upper.is_finite(),
            Transform::Ln1p => lower > -1.0 && upper.is_finite(),
        };
        (ends && lower < upper).then_some(Goalposts { lower, upper, transform, kind, reason })
    }

    pub fn lower(&self) -> f64 {
        self.lower
    }

    pub fn upper(&self) -> f64 {
        self.upper
    }

    pub fn transform(&self) -> Transform {
        self.transform
    }
}
