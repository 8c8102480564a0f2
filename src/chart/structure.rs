//! What a figure of an index's structure is given, and how it is drawn: beside the kinds that show partnerships.

use super::subject::Subject;
use super::{ChartError, Drawn, Figure, Style, correlations, fitting, scree};

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

/// Draws one side of a structure. The same arguments give the same bytes on every machine.
pub fn draw_structure(aspect: Aspect, subject: &Subject<'_>, style: Style) -> Result<Figure, ChartError> {
    let many = "these indicators are too many for one figure; show a part of them with --node";
    let drawn: Drawn = fitting(style, many, |style| match aspect {
        Aspect::Correlations => correlations::draw(subject, style),
        Aspect::Scree => scree::draw(subject, style),
    })?;
    drawn.figure(subject.subtitle, subject.words.code(), style)
}
