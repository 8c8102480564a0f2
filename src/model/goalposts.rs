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

impl Transform {
    /// ln of nothing is minus infinity, and of less than nothing too: both stand below every goalpost.
    pub fn of(self, x: f64) -> f64 {
        match self {
            Transform::Identity => x,
            Transform::Ln if x > 0.0 => x.ln(),
            Transform::Ln1p if x > -1.0 => x.ln_1p(),
            Transform::Ln | Transform::Ln1p => f64::NEG_INFINITY,
        }
    }

    /// What has this transformed value.
    pub fn back(self, y: f64) -> f64 {
        match self {
            Transform::Identity => y,
            Transform::Ln => y.exp(),
            Transform::Ln1p => y.exp_m1(),
        }
    }
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
        sound(lower, upper, transform).then_some(Goalposts { lower, upper, transform, kind, reason })
    }

    /// Moves the ends; `false`, and nothing moved, where they would cross or the transform is not defined at one.
    pub fn move_to(&mut self, lower: f64, upper: f64, transform: Transform) -> bool {
        let sound = sound(lower, upper, transform);
        if sound {
            (self.lower, self.upper, self.transform) = (lower, upper, transform);
        }
        sound
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

fn sound(lower: f64, upper: f64, transform: Transform) -> bool {
    let ends = match transform {
        Transform::Identity => (upper - lower).is_finite(),
        Transform::Ln => lower > 0.0 && upper.is_finite(),
        Transform::Ln1p => lower > -1.0 && upper.is_finite(),
    };
    ends && lower < upper
}
