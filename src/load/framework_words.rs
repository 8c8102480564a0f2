//! The words that a framework file chooses among.

use schemars::JsonSchema;
use serde::Deserialize;

/// What trade is predicted where nobody prefers anybody.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawExpected {
    /// By the totals of the two parties and of all.
    Independence,
    /// By the totals of all economies, blocs of the peer set as one each, when nobody trades with itself.
    QuasiIndependence,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
pub enum RawGrade {
    A,
    B,
    C,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawThroughTime {
    /// On those of each window.
    Each,
    /// On those whose holding is known in every window compared.
    Common,
}

/// What takes the place of a status.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawReplacedBy {
    /// A higher one alone.
    Higher,
    /// Any later one.
    Later,
}

/// What becomes of an indicator for which nobody has searched.
#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawUnsearched {
    /// It is missing, and lowers the coverage.
    #[default]
    Missing,
    /// It leaves weights and coverage, and the score is marked as partial.
    NotAsked,
}

/// What `compare --frameworks` orders partnerships by.
#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawOrderedBy {
    /// The score of the second root, which is CONTENT where nothing else is named.
    #[default]
    Score,
    /// How far the second root lies above what the peers' line on the first one gives.
    Residual,
}

/// The words of `mentions`, for the schema.
#[derive(JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code, reason = "the reader takes the word as text, so that a wrong one is told at its place")]
pub enum RawMentions {
    All,
    Valid,
}

/// Which votes speak to an issue.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawTexts {
    Issue,
    Series,
}

#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawTransform {
    #[default]
    Identity,
    Ln,
    Ln1p,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawGoalpostKind {
    Natural,
    Anchored,
    Declared,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawDirection {
    #[default]
    HigherIsBetter,
    LowerIsBetter,
    /// Higher is worse, on a scale that is not turned round: for benefit of the doubt with undesirable indicators.
    Undesirable,
}
