//! Results become documents: what is said, and in which order. No format is known here, and nothing is computed; JSON
//! alone, whose keys are a contract with programs, is written by each report itself.

pub mod anchors;
mod answer;
pub mod audit;
mod card;
pub mod checked;
pub mod coherence;
pub mod compared;
pub mod comparison;
pub mod complete;
mod convergence;
pub mod decomposition;
pub mod explain;
pub mod frozen;
pub mod import;
pub mod json;
pub mod listing;
pub mod mentions;
pub mod method;
mod one_mention;
pub mod origin;
mod published;
pub mod ranks;
pub mod rating;
mod records;
pub mod rivals;
mod robustness;
mod rows;
pub mod sensitivity;
mod sentences;
pub mod sheet;
pub mod table_change;
pub mod table_comparison;
mod table_origin;
pub mod table_trends;
pub mod table_unit;
pub mod uncertainty;
mod verified;
pub mod world;

pub use card::Detail;

use crate::analysis::Evaluation;
use crate::analysis::evaluation::Status;
use crate::analysis::verbs::Evaluated;
use crate::document::{Document, Table, number};
use crate::measure::Measurer;
use crate::model::framework::{Framework, NodeId};
use crate::model::{Measurement, Reading};

/// A result that can be given.
pub trait Report {
    fn document(&self, detail: Detail) -> Document;

    /// The numbers behind the page, one record each, unrounded, for programs that read tables; nothing where they are
    /// written part by part.
    fn records(&self) -> Option<Table>;

    /// The result as JSON, whose keys docs/json.md has.
    ///
    /// # Errors
    ///
    /// Where the result cannot be written as JSON, which no result of this program is known to do.
    fn json(&self) -> Result<String, serde_json::Error>;
}

/// What every report of one evaluation is given.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    pub framework: &'a Framework,
    pub measurer: &'a Measurer<'a>,
    pub evaluation: &'a Evaluation,
}

impl<'a> From<&'a Evaluated<'a>> for Subject<'a> {
    fn from(found: &'a Evaluated<'a>) -> Self {
        Subject { framework: &found.framework, measurer: &found.measurer, evaluation: &found.evaluation }
    }
}

impl<'a> From<&Subject<'a>> for Subject<'a> {
    fn from(subject: &Subject<'a>) -> Self {
        *subject
    }
}

impl Subject<'_> {
    fn name_a(&self) -> &str {
        self.measurer.package().parties.name(self.evaluation.partnership.a)
    }

    fn name_b(&self) -> &str {
        self.measurer.package().parties.name(self.evaluation.partnership.b)
    }

    fn slug(&self) -> String {
        self.evaluation.partnership.slug(&self.measurer.package().parties)
    }
}

/// With its first letter large.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// What became of a node in one word or two, and the reason where a value is missing.
fn standing(s: &Subject<'_>, id: NodeId) -> (&'static str, Option<String>) {
    let scored = s.evaluation.card.node(id);
    match s.evaluation.panel.get(id).map(|m| &m.reading) {
        Some(Reading::Observed { .. }) => ("observed", None),
        Some(Reading::Missing(absence)) => (absence.kind.words(), Some(absence.reason.clone())),
        None if !scored.applies => ("not applicable", None),
        None if scored.score.is_none() => ("withheld", None),
        None => ("scored", None),
    }
}

/// ", 83 % of the window", where that is known.
fn tenure(status: &Status) -> String {
    status.held.map_or_else(String::new, |share| match share >= 1.0 {
        true => ", the whole window".to_owned(),
        false => format!(", {} % of the window", number::whole(100.0 * share)),
    })
}

/// "CONTENT without arms, of which none are delivered, 41.2 · GAP +20.1".
fn without_arms(s: &Subject<'_>) -> Option<String> {
    let without = s.evaluation.without_arms.as_ref()?;
    let content = number::score_or_none(without.content);
    let gap = without.gap.map_or_else(String::new, |gap| format!(" · GAP {}", number::signed(gap, 1)));
    Some(format!("CONTENT without arms, of which none are delivered, {content}{gap}"))
}

/// The measurements of an indicator, or of all indicators below a node.
fn below<'a>(s: &Subject<'a>, id: NodeId) -> Vec<&'a Measurement> {
    let own = s.evaluation.panel.get(id);
    own.into_iter().chain(s.framework.node(id).children().iter().flat_map(|c| below(s, *c))).collect()
}
