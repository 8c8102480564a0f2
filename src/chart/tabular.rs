//! The kinds of figure of a plain table, and how they are drawn: beside the kinds that show partnerships.

use super::table_scores::TableScores;
use super::table_variants::{TableAnswer, TableVariants};
use super::{ChartError, Drawn, Figure, Style, bars, distribution, dots, fitting, scatter, table_moves, table_ranks};

/// The kinds of figure of a plain table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// One score of every unit, the highest first.
    Bars,
    /// A histogram of one score.
    Distribution,
    /// One score of every unit as dots on one axis.
    Dot,
    /// Two scores of every unit.
    Scatter,
    /// Ranks over the declared variants.
    Ranks,
    /// What the spread of one unit's score, or of all ranks, comes from.
    Sobol,
    /// The swing of one unit's score, one factor at a time.
    Tornado,
}

impl TableKind {
    pub const ALL: [TableKind; 7] = [
        TableKind::Bars,
        TableKind::Distribution,
        TableKind::Dot,
        TableKind::Scatter,
        TableKind::Ranks,
        TableKind::Sobol,
        TableKind::Tornado,
    ];

    pub fn name(self) -> &'static str {
        match self {
            TableKind::Bars => "bars",
            TableKind::Distribution => "distribution",
            TableKind::Dot => "dot",
            TableKind::Scatter => "scatter",
            TableKind::Ranks => "ranks",
            TableKind::Sobol => "sobol",
            TableKind::Tornado => "tornado",
        }
    }

    /// Whether it shows the declared ways of computing the scores; kinds of partnerships bear the same names.
    pub fn is_of_variants(self) -> bool {
        matches!(self, TableKind::Ranks | TableKind::Sobol | TableKind::Tornado)
    }

    /// Whether units can be named after the kind.
    pub fn names_units(self) -> bool {
        self.is_of_variants() || self == TableKind::Dot
    }

    /// In millimetres.
    pub fn default_width(self) -> f64 {
        120.0
    }
}

/// Draws one kind of figure of a table's scores. The same arguments give the same bytes on every machine.
pub fn draw_table(kind: TableKind, scores: &TableScores<'_>, style: Style) -> Result<Figure, ChartError> {
    let many = "these units are too many for one figure; `distribution` shows any number";
    let drawn: Drawn = fitting(style, many, |style| match kind {
        TableKind::Bars => bars::draw(scores, style),
        TableKind::Distribution => distribution::draw(scores, style),
        TableKind::Dot => dots::draw(scores, style),
        TableKind::Scatter => scatter::draw(scores, style),
        other => Err(ChartError::Nothing(format!("`{}` shows variants, and there are none", other.name()))),
    })?;
    drawn.figure(scores.subtitle, scores.words.code(), style)
}

/// Draws what a table's declared variants say. The same arguments give the same bytes on every machine.
pub fn draw_table_variants(shown: &TableVariants<'_>, style: Style) -> Result<Figure, ChartError> {
    let many = "these units are too many for one figure; name those to be shown";
    let drawn: Drawn = fitting(style, many, |style| match shown.answer {
        TableAnswer::Ranks { ranks, draws, shown: places } => table_ranks::draw(shown, (ranks, draws, places), style),
        TableAnswer::Indices { indices, quantity } => table_moves::indices(shown, (indices, quantity), style),
        TableAnswer::Swings { factors, swings, unit, nominal } => {
            table_moves::swings(shown, (factors, swings), (unit, nominal), style)
        }
    })?;
    drawn.figure(shown.subtitle, shown.words.code(), style)
}
