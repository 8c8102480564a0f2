//! What each verb of the program answers, whole: one call, one result with its notes, warnings and intervals.
//!
//! The program parses its arguments, calls the function of the verb and prints its result; a caller of the same
//! function from a program of their own has the same numbers. Nothing that is printed is computed anywhere above this.

mod audit;
mod check;
mod coherence;
mod compare;
mod compare_tables;
mod complete;
mod correlation;
mod decompose;
mod decompose_table;
mod error;
mod evaluate;
mod explain;
mod explain_unit;
mod figures;
mod further;
mod grouping;
mod index_weights;
mod population;
mod rank;
mod ranks;
mod rate;
mod rivals;
mod sensitivity;
mod sources;
mod trends;
mod uncertainty;
mod vary;

pub use audit::{Audited, audit};
pub use check::{Checked, check};
pub use coherence::{CoherenceRequest, Examined, Source, coherence};
pub use compare::{CompareRequest, Compared, compare};
pub use compare_tables::compare_tables;
pub use complete::{Complete, CompleteRequest, Part, complete};
pub use correlation::NamedCorrelation;
pub use decompose::{DecomposeRequest, Decomposed, decompose};
pub use decompose_table::{Factors, TableChange, TableChangeRequest, decompose_table};
pub use error::Error;
pub use evaluate::{Evaluated, evaluate};
pub use explain::{Explained, as_asked, explain};
pub use explain_unit::{ExplainedUnit, UnitRequest, explain_unit};
pub use figures::{FigureData, FigureRequest, Moves, MovesRequest, Spreads, Step, figures};
pub use further::{Further, FurtherRequest};
pub use grouping::NamedGroup;
pub use index_weights::{IndexWeights, index_weights};
pub use population::Population;
pub use rank::{RankRequest, RankedWorld, Sampled, rank};
pub use ranks::{Group, Ranked, RanksRequest, Swap, WeightsRequest, ranks, swap};
pub use rate::{Keep, Rated, Within, rate, rate_within};
pub use rivals::{Rivals, RivalsRequest, rivals};
pub use sensitivity::{SensitivityAnalysis, SensitivityRequest, Swings, sensitivity, swings, unsuitable};
pub use sources::sources_read;
pub use trends::{TableTrends, TrendsRequest, trends};
pub use uncertainty::{UncertaintyAnalysis, UncertaintyRequest, uncertainty};
pub use vary::FactorChoice;
