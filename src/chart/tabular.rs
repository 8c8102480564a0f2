//! The kinds of figure of a plain table, and how they are drawn: beside the kinds that show partnerships.

use super::table_scores::TableScores;
use super::{ChartError, Drawn, Figure, Style, bars, distribution, fitting, scatter};

/// The kinds of figure of a plain table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// One score of every unit, the highest first.
    Bars,
    /// A histogram of one score.
    Distribution,
    /// Two scores of every unit.
    Scatter,
}

impl TableKind {
    pub const ALL: [TableKind; 3] = [TableKind::Bars, TableKind::Distribution, TableKind::Scatter];

    pub fn name(self) -> &'static str {
        match self {
            TableKind::Bars => "bars",
            TableKind::Distribution => "distribution",
            TableKind::Scatter => "scatter",
        }
    }

    /// In millimetres.
    pub fn default_width(self) -> f64 {
        120.0
    }
}

/// Draws one kind of figure of a table. The same arguments give the same bytes on every machine.
pub fn draw_table(kind: TableKind, scores: &TableScores<'_>, style: Style) -> Result<Figure, ChartError> {
    let many = "these units are too many for one figure; `distribution` shows any number";
    let drawn: Drawn = fitting(style, many, |style| match kind {
        TableKind::Bars => bars::draw(scores, style),
        TableKind::Distribution => distribution::draw(scores, style),
        TableKind::Scatter => scatter::draw(scores, style),
    })?;
    drawn.figure(scores.subtitle, scores.words.code(), style)
}
