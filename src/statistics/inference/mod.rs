//! What a handful of counts or yearly values can show: exact tests, intervals, trends, equivalence, placebos.

mod equivalence;
mod fisher;
mod interval;
mod line;
mod mann_kendall;
mod ordering;
mod outcomes;
mod placebo;
mod points;
mod rate_ratio;
mod refusal;
mod step;
mod student;
mod theil_sen;
mod trend;
mod wilson;

pub use equivalence::{Equivalence, Verdict};
pub use fisher::{Fisher, fisher};
pub use interval::Interval;
pub use line::equivalence;
pub use mann_kendall::{MannKendall, NullDistribution, mann_kendall};
pub use placebo::{FEW_PLACEBOS, Placebo, placebo};
pub use rate_ratio::{Counted, RateRatio, rate_ratio};
pub use refusal::Refusal;
pub use step::{Step, step};
pub use theil_sen::{TheilSen, theil_sen};
pub use trend::{Trend, trend};
pub use wilson::wilson;
