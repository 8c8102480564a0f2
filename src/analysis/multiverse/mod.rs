//! A multiverse: every declared way of computing the same scores, and the factors by which the ways differ.
//!
//! Each way is an ordinary framework and ordinary data given to the ordinary scoring; what comes out is a share of
//! declared ways, never a probability that something is true. Uncertainty and sensitivity analysis ask their questions
//! of any [`Multiverse`], whether partnerships or the units of a table are scored.

mod answered;
mod fixed_factors;
mod partnerships;
mod table;
mod unit_subset;

pub use answered::Answered;
pub use fixed_factors::FixedFactors;
pub use partnerships::{GAP, Idle, MET, Partnerships, RANK, RESIDUAL, Series};
pub use table::{MultiverseError, TableMultiverse, TableWorkspace, mixed_scales};
pub use unit_subset::UnitSubset;

/// What varies, in the order of a point's coordinates.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The word of the framework file and of `--factors`.
    pub code: String,
    /// For print: "weights of siblings".
    pub title: String,
    pub kind: FactorKind,
    /// The range in words: "each end by up to 20 % of the scale".
    pub range: String,
    /// Why this range, as the framework file has it.
    pub reason: String,
    /// Whether it is a matter of the data rather than of the method.
    pub of_data: bool,
    /// What of it keeps the meaning of the framework's scale.
    pub keeps: Keeps,
}

/// How much of a factor keeps the meaning of the framework's scale: only that answers the absolute question, whether
/// form exceeds content, since specifications of one multiverse must be specifications of one question (Steegen et al.
/// 2016; Simonsohn et al. 2020).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeps {
    All,
    /// These of its levels, ascending. What is fitted to the peers says how a partnership stands among them, and no
    /// more.
    Levels(Vec<usize>),
    Nothing,
}

impl Factor {
    /// Whether any of it varies on absolute scales, on which the gap is taken.
    pub fn moves_gap(&self) -> bool {
        match &self.keeps {
            Keeps::All => true,
            Keeps::Levels(levels) => levels.len() > 1,
            Keeps::Nothing => false,
        }
    }
}

/// How a coordinate between 0 and 1 becomes a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum FactorKind {
    /// It is stretched over a range.
    Continuous,
    /// It picks one of as many random sets (of weights, of errors) as there are numbers; nearness means nothing.
    Drawn,
    /// The unit interval is cut into equal parts, one for each level.
    Discrete {
        levels: Vec<String>,
        /// Which of them the framework itself has.
        nominal: usize,
    },
}

/// The level a coordinate in 0..1 picks. Worked number: of three levels 0.5 picks the second.
pub fn level(coordinate: f64, levels: usize) -> usize {
    ((coordinate * levels as f64) as usize).min(levels.saturating_sub(1))
}

/// The middle of a level's part of the unit interval. Worked number: the second of four has 0.375.
pub fn middle_of(level: usize, levels: usize) -> f64 {
    (level as f64 + 0.5) / levels.max(1) as f64
}

/// Of each factor how many levels it has, where it is a choice among a few.
pub fn counts_of_levels(factors: &[Factor]) -> Vec<Option<usize>> {
    let of = |factor: &Factor| match &factor.kind {
        FactorKind::Discrete { levels, .. } => Some(levels.len()),
        FactorKind::Continuous | FactorKind::Drawn => None,
    };
    factors.iter().map(of).collect()
}

/// Every way of computing the scores of some units.
pub trait Multiverse: Sync {
    /// What one thread needs to compute without asking for memory again.
    type Workspace: Send;

    fn factors(&self) -> &[Factor];

    /// Codes of the units, in the order of results.
    fn units(&self) -> &[String];

    /// What is computed of each unit: codes of nodes, then whatever is made of them.
    fn outputs(&self) -> &[String];

    /// The output by which units are ranked, higher first.
    fn ranked(&self) -> usize;

    fn workspace(&self) -> Self::Workspace;

    /// Computes one way: `point` has a coordinate in 0..1 for each factor, or nothing where the factor stays as the
    /// framework has it; `out` takes the outputs of the first unit, then of the second, and so on, `NaN` where there is
    /// none. `false`: this way cannot be computed at all, and counts as failed.
    ///
    /// With no coordinate anywhere the results are those of an ordinary evaluation, to the last bit.
    fn run(&self, point: &[Option<f64>], workspace: &mut Self::Workspace, out: &mut [f64]) -> bool;

    /// The same without what sets the units among their peers, which is `NaN`: peers that nobody looks at need no
    /// scores then.
    fn run_alone(&self, point: &[Option<f64>], workspace: &mut Self::Workspace, out: &mut [f64]) -> bool {
        self.run(point, workspace, out)
    }
}

/// The output that answers come first about: GAP of partnerships, the score that ranks other units.
pub fn headline(multiverse: &impl Multiverse) -> usize {
    multiverse.outputs().iter().position(|o| o == GAP).unwrap_or(multiverse.ranked())
}

/// "a, b or c".
fn listed(levels: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = levels.collect();
    match all.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => all.concat(),
    }
}

/// The place of an output by its code.
pub fn output(multiverse: &impl Multiverse, code: &str) -> Option<usize> {
    multiverse.outputs().iter().position(|o| o == code)
}

/// How many numbers one way gives.
pub fn width(multiverse: &impl Multiverse) -> usize {
    multiverse.units().len() * multiverse.outputs().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_share_the_unit_interval() {
        let picked: Vec<usize> = [0.0, 0.33, 0.34, 0.66, 0.67, 0.999_999].iter().map(|c| level(*c, 3)).collect();
        assert_eq!(picked, [0, 0, 1, 1, 2, 2]);
        assert_eq!(level(1.0, 3), 2);
        assert!((0..7).all(|i| level(middle_of(i, 7), 7) == i));
    }
}
