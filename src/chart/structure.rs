//! What a figure of an index's structure is given, and how it is drawn: beside the kinds that show partnerships.

use super::{Drawn, Figure, Style, Trouble, correlations, fitting, scree};
use crate::analysis::structure::Structure;
use crate::model::Index;
use crate::model::framework::{NodeId, NodeKind};

/// Which side of the structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Every pair of indicators, in blocks by node.
    Correlations,
    /// The eigenvalues, from the largest down.
    Scree,
}

impl Aspect {
    pub const ALL: [Aspect; 2] = [Aspect::Correlations, Aspect::Scree];

    pub fn name(self) -> &'static str {
        match self {
            Aspect::Correlations => "correlations",
            Aspect::Scree => "scree",
        }
    }

    /// In millimetres: as wide as a journal's page where there are many indicators to name.
    pub fn default_width(self, indicators: usize) -> f64 {
        match self {
            Aspect::Correlations if indicators > 10 => 174.0,
            _ => 120.0,
        }
    }
}

/// What is shown, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub index: &'a Index,
    pub structure: &'a Structure,
    /// Framework, data, and which values the figure rests on.
    pub subtitle: &'a str,
    /// The last line.
    pub source: &'a str,
}

impl Subject<'_> {
    pub(super) fn code(&self, id: NodeId) -> &str {
        &self.index.node(id).code
    }

    /// The node that an indicator belongs to, a pair of directions counting as one indicator.
    pub(super) fn block(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.index.node(id).parent?;
        match self.index.node(parent).kind {
            NodeKind::Pair { .. } => self.index.node(parent).parent,
            _ => Some(parent),
        }
    }
}

/// Draws one side of a structure. The same arguments give the same bytes on every machine.
pub fn draw_structure(aspect: Aspect, subject: &Subject<'_>, style: Style) -> Result<Figure, Trouble> {
    let many = "these indicators are too many for one figure; show a part of them with --node";
    let drawn: Drawn = fitting(style, many, |style| match aspect {
        Aspect::Correlations => correlations::draw(subject, style),
        Aspect::Scree => scree::draw(subject, style),
    })?;
    drawn.figure(subject.subtitle, "en", style)
}
