//! Finished analyses that figures of uncertainty, sensitivity and change are given beside the partnerships.

use crate::analysis::decompose::{Bridge, NoBridge};
use crate::analysis::gap_timeline::GapTimeline;
use crate::analysis::multiverse::Factor;
use crate::analysis::sensitivity::{Indices, Specification, Swing};
use crate::analysis::substance::Substance;
use crate::analysis::uncertainty::{Families, Uncertainty, Unit};
use crate::analysis::verbs::Spreads;
use crate::model::framework::NodeId;
use crate::model::party::Partnership;
use crate::model::window::Window;
use crate::statistics::spread::Spread;

/// The partnerships of a figure over all declared variants; they are found by their slugs.
#[derive(Clone, Copy, Debug)]
pub struct Variants<'a> {
    pub factors: &'a [Factor],
    pub uncertainty: &'a Uncertainty,
    /// The draws by the choice that divides the gaps most, where there is one.
    pub families: Option<&'a Families>,
}

/// What moves the gap of one partnership.
#[derive(Clone, Copy, Debug)]
pub struct Leverage<'a> {
    pub slug: &'a str,
    pub factors: &'a [Factor],
    /// GAP with everything as the framework has it.
    pub nominal: Option<f64>,
    /// Of the gap; with the seed of the design.
    pub indices: Option<(&'a Indices, u64)>,
    /// By factor; each has one unit.
    pub swings: &'a [Swing],
    pub curve: Option<&'a Specification>,
}

/// CONTENT of one partnership in two windows, and what each indicator adds to the change.
#[derive(Clone, Debug)]
pub struct Passage {
    pub slug: String,
    pub windows: [Window; 2],
    /// `None` where it is withheld.
    pub scores: [Option<f64>; 2],
    /// In the order in which they are drawn; they sum to the change.
    pub parts: Vec<(NodeId, f64)>,
}

/// Answers that single kinds of figure show; what is not drawn is left empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Further<'a> {
    pub bridge: Option<(Partnership, &'a Result<Bridge, NoBridge>)>,
    pub substance: Option<&'a Substance>,
    /// In the order of the partnerships.
    pub gaps: &'a [GapTimeline],
    /// How many draws an interval of these gaps rests on, and their seed.
    pub gap_draws: Option<(usize, u64)>,
    /// What a slope shows.
    pub sloped: Sloped,
    /// Intervals of the gap of a partnership over the data alone and over the declared variants, of figures that show no
    /// other variants.
    pub bands: Option<(Partnership, [Option<Spread>; 2])>,
}

/// The score that goes from one window to another in a slope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sloped {
    Form,
    #[default]
    Content,
    Gap,
}

impl<'a> From<&'a Spreads> for Variants<'a> {
    fn from(spreads: &'a Spreads) -> Self {
        Variants { factors: &spreads.factors, uncertainty: &spreads.uncertainty, families: spreads.families.as_ref() }
    }
}

impl<'a> Variants<'a> {
    pub(super) fn unit(&self, slug: &str) -> Option<(usize, &'a Unit)> {
        self.uncertainty.units.iter().enumerate().find(|(_, u)| u.code == slug)
    }

    /// The place of an output among the results of a unit.
    pub(super) fn output(&self, code: &str) -> Option<usize> {
        self.uncertainty.outputs.iter().position(|o| o == code)
    }

    /// The interval of one output of a partnership over the declared variants on absolute scales.
    pub(super) fn interval(&self, slug: &str, output: &str) -> Option<Spread> {
        let place = self.output(output)?;
        self.unit(slug).and_then(|(_, unit)| unit.absolute.get(place).copied().flatten())
    }
}
