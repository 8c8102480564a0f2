//! The data sets of the cases, column by column.

use crate::model::framework::NodeId;

/// One entry per unit.
pub type Column = Vec<Option<f64>>;

/// Whom a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The code of the table, or the slug of a partnership.
    pub code: String,
    pub name: Option<String>,
}

/// Which data an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataSet {
    /// As measured, after denomination.
    Raw,
    /// After imputation, screening and treatment.
    Treated,
    /// The indicators' scores: what is aggregated.
    Normalised,
}

/// Every data set over the same units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    pub units: Vec<Unit>,
    pub leaves: Vec<NodeId>,
    /// One column per leaf, and so are the next two.
    pub raw: Vec<Column>,
    pub treated: Vec<Column>,
    pub normalised: Vec<Column>,
    /// One column per node, leaves included.
    pub scores: Vec<Column>,
    /// The share of each node in its parent's score where everything is known.
    pub shares: Vec<f64>,
    /// The indicator of each cell that was missing and has a value from imputation on.
    pub filled: Vec<NodeId>,
    /// The indicator of each cell that does not apply to its unit: it counts as unknown in every figure here.
    pub inapplicable: Vec<NodeId>,
    /// Places of the units that were screened out.
    pub screened_out: Vec<usize>,
}

impl Sample {
    pub fn columns(&self, of: DataSet) -> &[Column] {
        match of {
            DataSet::Raw => &self.raw,
            DataSet::Treated => &self.treated,
            DataSet::Normalised => &self.normalised,
        }
    }

    pub fn share(&self, id: NodeId) -> f64 {
        self.shares.get(id.0).copied().unwrap_or(0.0)
    }

    pub fn scores_of(&self, id: NodeId) -> &[Option<f64>] {
        self.scores.get(id.0).map_or(&[], Vec::as_slice)
    }
}
