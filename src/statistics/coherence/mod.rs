//! Do the indicators belong together, and what does each one count for? Handbook steps 4 and 8 over a table of units.

mod adequacy;
mod adjustment;
mod availability;
mod caveat;
mod column;
mod components;
mod correlation;
mod importance;
mod kendall;
mod pairs;
mod profile;
mod refusal;
mod reliability;
mod removal;
mod smoother;
mod statistics;

pub use adequacy::{Adequacy, Sphericity, adequacy};
pub use adjustment::benjamini_hochberg;
pub use availability::{Availability, Known, UnitAvailability, availability};
pub use caveat::{Caveat, caveats};
pub use column::{Column, Parent};
pub use components::{Component, Components, components};
pub use correlation::{Association, Measure, Test, kendall, known_in_both, pearson, spearman};
pub use importance::{Importance, importance};
pub use pairs::{Adjusted, Correlations, Pair, PairLimits, correlations};
pub use profile::{Profile, Standing, profiles};
pub use refusal::Refusal;
pub use reliability::{Alpha, DropOne, Reliability, reliability};
pub use removal::{Removal, removals};
pub use smoother::{CorrelationRatio, Span, correlation_ratio};
pub use statistics::{Flag, Limits, Statistics, statistics};

/// What the analysis may be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    pub limits: Limits,
    pub pairs: PairLimits,
    /// Strengths and weaknesses listed per unit; COINr's default is 5.
    pub top: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options { limits: Limits::default(), pairs: PairLimits::default(), top: 5 }
    }
}

/// Alpha, components and adequacy of one set of indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The node; `None` for the whole table.
    pub group: Option<String>,
    /// Places of its indicators in the table.
    pub elements: Vec<usize>,
    /// Units with a value in each of them.
    pub complete_units: usize,
    pub reliability: Result<Reliability, Refusal>,
    pub components: Result<Components, Refusal>,
    pub adequacy: Result<Adequacy, Refusal>,
}

/// The whole analysis. Elements are named by their places in the table, units by theirs.
#[derive(Clone, Debug, PartialEq)]
pub struct Coherence {
    pub units: usize,
    /// One per column.
    pub statistics: Vec<Statistics>,
    pub correlations: Correlations,
    /// All indicators together; `None` where one node holds them all, whose block is that of the table.
    pub overall: Option<Block>,
    /// One per node, in the order of their first columns.
    pub groups: Vec<Block>,
    /// One per column.
    pub importance: Vec<Importance>,
    pub availability: Availability,
    /// One per unit.
    pub profiles: Vec<Profile>,
    pub caveats: Vec<Caveat>,
}

/// Analyses a table of units x indicators (Handbook steps 4 and 8).
///
/// `parents` are the scores of nodes that columns name as their group, for their importance; they may be left out.
/// What a part cannot give it refuses by name, and the other parts stand. Refused as a whole: a table without
/// columns, columns of different lengths, a code used twice, a value that is not finite. Worked: one column 1, 2, 3
/// has mean 2, no pair, and a refused alpha.
pub fn coherence(columns: &[Column<'_>], parents: &[Parent<'_>], options: &Options) -> Result<Coherence, Refusal> {
    let units = column::units(columns, parents)?;
    let groups: Vec<Block> = column::groups(columns).into_iter().map(|group| block(columns, Some(group))).collect();
    let mut coherence = Coherence {
        units,
        statistics: columns.iter().map(|c| statistics(c.values, &options.limits)).collect(),
        correlations: correlations(columns, &options.pairs),
        overall: (groups.len() > 1).then(|| block(columns, None)),
        groups,
        importance: importance(columns, parents),
        availability: availability(columns),
        profiles: profiles(columns, options.top),
        caveats: Vec::new(),
    };
    coherence.caveats = caveats(&coherence);
    Ok(coherence)
}

fn block(columns: &[Column<'_>], group: Option<&str>) -> Block {
    let inside = |column: &Column<'_>| group.is_none_or(|group| column.group == group);
    let (elements, own): (Vec<usize>, Vec<Column<'_>>) =
        columns.iter().copied().enumerate().filter(|(_, column)| inside(column)).unzip();
    Block {
        group: group.map(str::to_owned),
        elements,
        complete_units: column::complete(&own).first().map_or(0, Vec::len),
        reliability: reliability(&own),
        components: components(&own),
        adequacy: adequacy(&own),
    }
}
