//! The multiverse of a plain table: every declared way of rating it, each an ordinary index and ordinary units for the
//! ordinary engine.
//!
//! A way recomputes only what its settings touch. Leaf scores depend on imputation, winsorisation, normalisation and
//! whoever is left out; for each combination the engine computes them once, and they are kept (no more than 256 MB of
//! them; the rest is computed anew, to the same bits). A run then aggregates flat columns, by the same code as
//! [`rate`], and allocates nothing. Errors of values and moved goalposts are new in every way, so each such way runs
//! the engine's steps from the data on: slower, still right. So are rules and weights that look at all units, inside a
//! way.
//!
//! What each factor does: *data* adds a normal error to every known cell of an indicator, its standard deviation a
//! share of the column's own (n - 1, over all units); a size variable that is no indicator stays. *goalposts* moves
//! either end by up to a share of their distance, on the transformed scale; natural ones stay. *imputation*,
//! *winsorisation*, *normalisation*, *aggregation*: one of the named methods, or the framework's own, all equally
//! likely; naming the framework's own again changes nothing. *weights* draws the weights of siblings round the
//! framework's own, node by node; weights fitted to the units and the two directions of a pair do not vary. *power*
//! makes one node a generalised mean; there it holds before *aggregation*. *indicators* takes one indicator out, the
//! weights of its siblings made to sum to 1 again. *units* takes one unit out of the table: what is fitted is fitted
//! without it, and it has no outputs (`NaN`) in that way, for imputation and winsorisation are fitted cell by cell and
//! cannot be carried to a unit outside.
//!
//! A way the engine refuses has failed, and counts as failed. The commonest: z-scores lie round 0, and no geometric or
//! harmonic mean has values of 0 or below. A z-score of mean 50 and standard deviation 10 stays above 0 for every value
//! up to five standard deviations below the mean, min-max from 1 to 100 always.
//!
//! A table with several years is refused, unless whoever asks looks at the units of one year
//! ([`TableMultiverse::of_panel`]): units of different years are no competitors, and a rank across years would mean
//! nothing. Units of a panel are called "AUT 2018".

mod draws;
mod error;
mod kept;
mod looks;
mod ranges;
mod scales;
mod upper_tree;
mod words;

pub use error::MultiverseError;
pub use scales::mixed_scales;

use std::sync::Arc;

use crate::analysis::multiverse::{Factor, Multiverse, level, middle_of};
use crate::model::framework::{Aggregation, Index, NodeId, NodeKind, Weight};
use crate::model::method::{Factors, Imputation, Scope, Treatment};
use crate::model::units::Units;
use crate::scoring::rate;
use crate::scoring::rating::{Leaves, Workings, prepared, put_stated_weights, screened};
use kept::{Kept, Key};
use looks::{compares, geometric, holes, neighbours};
use ranges::{Ranges, Way};
use upper_tree::UpperTree;

/// Every declared way of rating one table.
#[derive(Debug)]
pub struct TableMultiverse {
    /// The framework, its stated weights put at the nodes.
    index: Index,
    table: Units,
    ranges: Ranges,
    labels: Vec<String>,
    codes: Vec<String>,
    outputs: Vec<NodeId>,
    /// The whole tree, then one without each indicator that can be taken out.
    upper_trees: Vec<UpperTree>,
    /// Nodes whose weights vary, and their children's places among the weights of the whole tree.
    varied: Vec<(NodeId, std::ops::Range<usize>)>,
    /// Weight sets that were drawn beforehand, one after the other.
    sets: Vec<f64>,
    logs: bool,
    /// Whether taking an indicator out can change the others' scores.
    neighbours: bool,
    kept: Kept,
}

/// What one thread needs for a run.
#[derive(Debug, Default)]
pub struct TableWorkspace {
    workings: Workings,
    drawn: Vec<f64>,
}

/// Weight sets are drawn beforehand up to so many numbers; beyond, in each run.
const MOST_DRAWN: usize = 1 << 22;

impl TableMultiverse {
    /// The multiverse spanned by `factors`: all that the framework declares (`index.factors`) or some of them.
    ///
    /// Refused: factors that have no range here, a choice that this table cannot have, a table with several years, and
    /// a framework that does not rate the table as it stands.
    pub fn new(index: Index, units: Units, factors: &Factors) -> Result<TableMultiverse, MultiverseError> {
        let years = units.years().len();
        if years > 1 {
            return Err(MultiverseError::Panel { years });
        }
        TableMultiverse::of_panel(index, units, factors)
    }

    /// The same of a panel, whose rows are all computed in every way, with scales fitted as the index says: for those
    /// who look at the units of one year.
    ///
    /// Refused as [`TableMultiverse::new`], and besides: the factor `units` where there are several years, since a unit
    /// would have to go with all its years; scales or weights that are fitted group by group where rules look at all
    /// units.
    pub fn of_panel(index: Index, units: Units, factors: &Factors) -> Result<TableMultiverse, MultiverseError> {
        let several = units.years().len() > 1;
        if several && factors.units.is_some() {
            let why = "of a panel a unit would have to go with all its years";
            return Err(MultiverseError::Idle { factor: "units", why });
        }
        if (several && index.scope == Scope::Year || matches!(index.scope, Scope::Group(_)))
            && compares(&index, factors)
        {
            return Err(MultiverseError::Parts);
        }
        let rating = rate(&index, &units).map_err(MultiverseError::Refused)?;
        let mut index = index;
        put_stated_weights(&mut index.nodes).map_err(MultiverseError::Refused)?;
        let ranges = Ranges::of(&index, &units, factors, holes(&rating))?;
        let inner = index.nodes.iter().enumerate().filter(|(_, n)| !n.children().is_empty());
        let (outputs, codes): (Vec<NodeId>, Vec<String>) = inner.map(|(i, n)| (NodeId(i), n.code.clone())).unzip();
        let power = ranges.power.map(|(node, ..)| node);
        let whole = UpperTree::whole(&index, &outputs, power);
        let mut upper_trees = vec![whole];
        for gone in &ranges.removable {
            if let (Some(rest), Some(whole)) = (index.without(*gone), upper_trees.first()) {
                upper_trees.push(UpperTree::pruned(whole, &index, &rest, &outputs, power));
            }
        }
        let mut multiverse = TableMultiverse {
            labels: units.rows.iter().map(|row| row.label()).collect(),
            logs: geometric(&index, &ranges),
            neighbours: neighbours(&index, &ranges),
            varied: Vec::new(),
            sets: Vec::new(),
            kept: Kept::default(),
            index,
            table: units,
            ranges,
            codes,
            outputs,
            upper_trees,
        };
        multiverse.draw_beforehand();
        Ok(multiverse)
    }

    /// How many bytes of leaf scores are kept at present.
    pub fn kept_bytes(&self) -> usize {
        self.kept.bytes()
    }

    fn draw_beforehand(&mut self) {
        let Some(whole) = self.upper_trees.first().filter(|_| self.ranges.weights.is_some()) else { return };
        let nodes: Vec<NodeId> = ranges::varied(&self.index).collect();
        let families = whole.scheme.inner().zip(whole.scheme.families());
        self.varied = families.filter(|(node, _)| nodes.contains(node)).collect();
        let width = whole.scheme.weights().len();
        let Some(sets) = self.ranges.weights.as_ref().and_then(|w| w.sets).map(|s| s as usize) else { return };
        if sets.saturating_mul(width) <= MOST_DRAWN {
            let mut drawn = Vec::with_capacity(width);
            for set in 0..sets {
                self.draw(middle_of(set, sets), &mut drawn);
                self.sets.extend_from_slice(&drawn);
            }
        }
    }

    /// The weights of the whole tree under a draw, into `drawn`.
    fn draw(&self, seed: f64, drawn: &mut Vec<f64>) {
        let (Some(factor), Some(whole)) = (&self.ranges.weights, self.upper_trees.first()) else { return };
        drawn.clear();
        drawn.extend_from_slice(whole.scheme.weights());
        for (node, family) in &self.varied {
            if let Some(family) = drawn.get_mut(family.clone()) {
                draws::weights(factor, seed, node.0, family);
            }
        }
    }

    /// The index and table of one way: `rate` gives of them what [`Multiverse::run`] gives, to the last bit. Nothing
    /// where no root is left.
    pub fn instance(&self, point: &[Option<f64>]) -> Option<(Index, Units)> {
        let way = self.ranges.way(point);
        let mut index = self.ground(&way);
        if let Some(seed) = way.weights {
            let mut drawn = Vec::new();
            self.draw(seed, &mut drawn);
            let children = self.upper_trees.first()?.scheme.children();
            for (_, family) in &self.varied {
                for (child, weight) in children.get(family.clone())?.iter().zip(drawn.get(family.clone())?) {
                    index.nodes.get_mut(child.0)?.weight = Weight::new(*weight)?;
                }
            }
        }
        for node in &mut index.nodes {
            if let NodeKind::Composite { aggregation, .. } = &mut node.kind {
                *aggregation = self.rule(&way).unwrap_or(*aggregation);
            }
        }
        if let (Some((node, ..)), Some(power)) = (self.ranges.power, way.power)
            && let NodeKind::Composite { aggregation, .. } = &mut index.nodes.get_mut(node.0)?.kind
        {
            *aggregation = Aggregation::Generalised { power };
        }
        Some((self.without(index, &way)?, self.rows(&way)))
    }

    /// The rule that a way has for every node; nothing where each has its own.
    fn rule(&self, way: &Way) -> Option<Aggregation> {
        self.ranges.aggregations.get(way.aggregation.checked_sub(1)?).copied()
    }

    /// The index as far as the leaves are concerned, whole.
    fn ground(&self, way: &Way) -> Index {
        let mut index = self.index.clone();
        let ranges = &self.ranges;
        fn chosen<T>(choices: &[T], level: usize) -> Option<&T> {
            level.checked_sub(1).and_then(|i| choices.get(i))
        }
        for node in &mut index.nodes {
            let NodeKind::Indicator(indicator) = &mut node.kind else { continue };
            if let Some(method) = chosen(&ranges.imputations, way.imputation) {
                indicator.impute = method.clone();
                // An indicator cannot predict itself; without any predictor a regression is the mean.
                if let Imputation::Regression { on } = &mut indicator.impute {
                    on.retain(|code| *code != node.code);
                }
            }
            if let (Some(cap), Treatment::Winsorise { points, .. }) =
                (chosen(&ranges.caps, way.cap), &mut indicator.treat)
            {
                *points = *cap;
            }
            if let Some(method) = chosen(&ranges.normalisations, way.normalisation) {
                indicator.normalise = method.clone();
            }
        }
        if let Some(coordinate) = way.goalposts {
            draws::goalposts(ranges.goalposts, coordinate, &mut index);
        }
        index
    }

    fn without(&self, index: Index, way: &Way) -> Option<Index> {
        match way.indicator.checked_sub(1).and_then(|i| self.ranges.removable.get(i)) {
            Some(gone) => index.without(*gone).map(|(index, _)| index),
            None => Some(index),
        }
    }

    /// The row that is left out.
    fn absent(&self, way: &Way) -> Option<usize> {
        way.unit.checked_sub(1).filter(|row| *row < self.table.rows.len())
    }

    fn rows(&self, way: &Way) -> Units {
        let mut units = self.table.clone();
        if let Some(coordinate) = way.data {
            draws::values(self.ranges.values, coordinate, &self.index, &mut units);
        }
        if let Some(gone) = self.absent(way) {
            units.rows.remove(gone);
            for (_, column) in &mut units.numbers {
                column.remove(gone);
            }
            for (_, column) in &mut units.words {
                column.remove(gone);
            }
            units.inapplicable.retain(|(_, row)| *row != gone);
            units.inapplicable.iter_mut().for_each(|(_, row)| *row -= usize::from(*row > gone));
        }
        units
    }

    /// The leaves of a way: kept, or computed.
    fn leaves(&self, way: &Way) -> Option<Arc<Leaves>> {
        if way.data.is_some() || way.goalposts.is_some() {
            return self.computed(way).map(Arc::new);
        }
        let key = |indicator| -> Key { [way.imputation, way.cap, way.normalisation, way.unit, indicator] };
        let apart = if self.neighbours { way.indicator } else { 0 };
        let base = Way { indicator: 0, ..*way };
        if apart == 0 {
            return self.kept.get(key(0), || self.computed(&base).map(Arc::new));
        }
        self.kept.get(key(apart), || match self.same_others(way, &base) {
            Some(true) => self.leaves(&base),
            _ => self.computed(way).map(Arc::new),
        })
    }

    /// Whether taking the indicator out leaves every other value before treatment as it was, and the same units.
    fn same_others(&self, way: &Way, base: &Way) -> Option<bool> {
        let units = self.rows(way);
        let all = screened(&self.ground(base), &units).ok()?;
        let rest = screened(&self.without(self.ground(way), way)?, &units).ok()?;
        let columns = &self.upper_trees.get(way.indicator)?.columns;
        let before = columns.iter().map(|c| all.steps.screened.get(*c));
        Some(
            before.eq(rest.steps.screened.iter().map(Some))
                && all.dropped.iter().map(|d| d.unit).eq(rest.dropped.iter().map(|d| d.unit)),
        )
    }

    /// The leaves by the engine's own steps.
    fn computed(&self, way: &Way) -> Option<Leaves> {
        let units = self.rows(way);
        let rating = prepared(&self.without(self.ground(way), way)?, &units).ok()?;
        let rows: Vec<usize> = (0..units.rows.len()).filter(|row| rating.kept(*row)).collect();
        let columns = self.index.indicators().count();
        Some(Leaves::of(&rating, &rows, &self.upper_trees.get(way.indicator)?.columns, columns, self.logs))
    }
}

impl Multiverse for TableMultiverse {
    type Workspace = TableWorkspace;

    fn factors(&self) -> &[Factor] {
        &self.ranges.factors
    }

    fn units(&self) -> &[String] {
        &self.labels
    }

    /// The inner nodes, the index itself first.
    fn outputs(&self) -> &[String] {
        &self.codes
    }

    fn ranked(&self) -> usize {
        0
    }

    fn workspace(&self) -> TableWorkspace {
        TableWorkspace::default()
    }

    fn run(&self, point: &[Option<f64>], workspace: &mut TableWorkspace, out: &mut [f64]) -> bool {
        out.fill(f64::NAN);
        let way = self.ranges.way(point);
        let Some(upper_tree) = self.upper_trees.get(way.indicator) else { return false };
        let Some(leaves) = self.leaves(&way) else { return false };
        let TableWorkspace { workings, drawn } = workspace;
        workings.begin(&upper_tree.scheme, &leaves);
        if let Some(seed) = way.weights {
            match self.set(seed) {
                Some(set) => upper_tree.take(set, &mut workings.weights),
                None => {
                    self.draw(seed, drawn);
                    upper_tree.take(drawn, &mut workings.weights);
                }
            }
        }
        if let Some(rule) = self.rule(&way) {
            let methods = workings.methods.iter_mut().zip(&upper_tree.ruled);
            methods.filter(|(_, ruled)| **ruled).for_each(|(method, _)| *method = rule);
        }
        if let (Some(power), Some(method)) = (way.power, upper_tree.power.and_then(|b| workings.methods.get_mut(b))) {
            *method = Aggregation::Generalised { power };
        }
        if !upper_tree.scheme.aggregate(&leaves, workings) {
            return false;
        }
        let absent = self.absent(&way);
        let width = self.outputs.len();
        for (output, branch) in upper_tree.outputs.iter().enumerate() {
            let Some(branch) = branch else { continue };
            for (row, score) in leaves.rows().iter().zip(workings.scores(*branch)) {
                let row = row + usize::from(absent.is_some_and(|gone| *row >= gone));
                if let Some(cell) = out.get_mut(row * width + output) {
                    *cell = *score;
                }
            }
        }
        true
    }
}

impl TableMultiverse {
    /// A set that was drawn beforehand.
    fn set(&self, seed: f64) -> Option<&[f64]> {
        let sets = self.ranges.weights.as_ref()?.sets? as usize;
        let width = self.upper_trees.first()?.scheme.weights().len();
        let first = level(seed, sets) * width;
        self.sets.get(first..first + width).filter(|s| !s.is_empty())
    }
}
