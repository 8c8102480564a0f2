//! From declared factors to what varies of one table: coordinates, levels, and a word where a factor has no range here.

use super::error::MultiverseError;
use super::{draws, words};
use crate::analysis::multiverse::{Factor, FactorKind, Keeps, level, middle_of};
use crate::model::framework::{Index, Indicator, NodeId, NodeKind};
use crate::model::method::{Aggregation, Factors, Imputation, Normalisation, Said, Treatment, Weighting, factors};
use crate::model::units::Units;

/// The factors that tables have, in the order of a point's coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Data,
    Goalposts,
    Imputation,
    Winsorisation,
    Normalisation,
    Weights,
    Power,
    Aggregation,
    Indicators,
    Units,
}

/// What each coordinate picks from. The first level of everything is what the framework itself has.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranges {
    pub(super) words: Vec<Word>,
    pub(super) factors: Vec<Factor>,
    pub(super) values: f64,
    pub(super) goalposts: f64,
    pub(super) imputations: Vec<Imputation>,
    pub(super) caps: Vec<usize>,
    pub(super) normalisations: Vec<Normalisation>,
    pub(super) weights: Option<factors::Weights>,
    pub(super) power: Option<(NodeId, f64, f64)>,
    pub(super) aggregations: Vec<Aggregation>,
    /// Nodes that can be taken out: indicators, a pair as one.
    pub(super) removable: Vec<NodeId>,
    /// How many units can be left out.
    pub(super) units: usize,
}

/// The settings of one way; 0 is the framework's own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Way {
    pub(super) data: Option<f64>,
    pub(super) goalposts: Option<f64>,
    pub(super) imputation: usize,
    pub(super) cap: usize,
    pub(super) normalisation: usize,
    /// The coordinate that seeds the draw.
    pub(super) weights: Option<f64>,
    pub(super) power: Option<f64>,
    pub(super) aggregation: usize,
    pub(super) indicator: usize,
    pub(super) unit: usize,
}

impl Ranges {
    /// What the declared factors do to this index and table; `holes` says whether any value is missing.
    pub(super) fn of(index: &Index, units: &Units, declared: &Factors, holes: bool) -> Result<Ranges, MultiverseError> {
        for word in Factors::OF_PARTNERSHIPS {
            if declared.declared().contains(&word) {
                return Err(MultiverseError::Stranger { factor: word });
            }
        }
        if let Some((factor, misuse)) = declared.misuses().into_iter().next() {
            return Err(MultiverseError::Misuse { factor, message: misuse.message, hint: misuse.hint });
        }
        let mut ranges = Ranges::default();
        ranges.of_data(index, declared)?;
        ranges.of_steps(index, units, declared, holes)?;
        ranges.of_nodes(index, declared)?;
        ranges.of_removals(index, units, declared)?;
        if ranges.words.is_empty() { Err(MultiverseError::NoFactors) } else { Ok(ranges) }
    }

    fn of_data(&mut self, index: &Index, declared: &Factors) -> Result<(), MultiverseError> {
        if let Some(d) = &declared.data {
            idle(d.values > 0.0, "data", "`values`, the error of a table's values, is 0")?;
            self.values = d.values;
            let range = format!("normal error of {} standard deviations of each indicator", d.values);
            self.add(Word::Data, "errors of the values", FactorKind::Drawn, range, &d.reason);
        }
        if let Some(g) = &declared.goalposts {
            let moves = |i: &Indicator| i.goalposts.as_ref().is_some_and(draws::movable);
            let by_goalposts = |n: &Normalisation| !n.is_fitted();
            let chosen = declared.normalisation.iter().flat_map(|c| &c.choices).any(|c| by_goalposts(&c.0));
            let any = index.indicators().any(|(_, _, i)| moves(i) && (chosen || by_goalposts(&i.normalise)));
            idle(any, "goalposts", "no indicator has goalposts that may move: natural ones stay")?;
            self.goalposts = g.share;
            let range = format!("each end by up to {} of the scale", g.share);
            self.add(Word::Goalposts, "goalposts", FactorKind::Drawn, range, &g.reason);
        }
        Ok(())
    }

    fn of_steps(
        &mut self,
        index: &Index,
        units: &Units,
        declared: &Factors,
        holes: bool,
    ) -> Result<(), MultiverseError> {
        let indicators = || index.indicators().map(|(_, _, i)| i);
        if let Some(c) = &declared.imputation {
            idle(holes, "imputation", "no value is missing")?;
            for Said(choice) in &c.choices {
                fits_table(choice, index, units)?;
            }
            self.imputations = beside(indicators().map(|i| &i.impute), &c.choices);
            idle(!self.imputations.is_empty(), "imputation", ALONE)?;
            let names = self.imputations.iter().map(words::imputation).collect();
            let own = own(indicators().map(|i| words::imputation(&i.impute)));
            self.choose(Word::Imputation, "imputation of missing values", own, names, &c.reason);
        }
        if let Some(p) = &declared.winsorisation {
            let points: Vec<usize> = indicators().filter_map(cap).collect();
            idle(!points.is_empty(), "winsorisation", "no indicator is winsorised")?;
            let mut caps: Vec<usize> = Vec::new();
            for cap in p.choices.iter().filter(|cap| points.iter().any(|own| own != *cap)) {
                if !caps.contains(cap) {
                    caps.push(*cap);
                }
            }
            idle(!caps.is_empty(), "winsorisation", ALONE)?;
            self.caps = caps;
            let names = self.caps.iter().map(usize::to_string).collect();
            let own = own(points.iter().map(usize::to_string));
            self.choose(Word::Winsorisation, "cap on winsorised points", own, names, &p.reason);
        }
        if let Some(c) = &declared.normalisation {
            for Said(choice) in &c.choices {
                fits_indicators(choice, index, units)?;
            }
            self.normalisations = beside(indicators().map(|i| &i.normalise), &c.choices);
            idle(!self.normalisations.is_empty(), "normalisation", ALONE)?;
            let names = self.normalisations.iter().map(words::normalisation).collect();
            let own = own(indicators().map(|i| words::normalisation(&i.normalise)));
            self.choose(Word::Normalisation, "normalisation", own, names, &c.reason);
        }
        Ok(())
    }

    fn of_nodes(&mut self, index: &Index, declared: &Factors) -> Result<(), MultiverseError> {
        if let Some(w) = &declared.weights {
            idle(
                varied(index).next().is_some(),
                "weights",
                "every node has one child, or weights fitted to the units",
            )?;
            self.weights = Some(w.clone());
            let mut range = match (w.concentration, w.within) {
                (Some(c), _) => format!("Dirichlet round the framework's, concentration {c}"),
                (None, within) => format!("each up to {} of itself up or down", within.unwrap_or(0.0)),
            };
            if let Some(sets) = w.sets {
                range += &format!(", {sets} sets");
            }
            self.add(Word::Weights, "weights of siblings", FactorKind::Drawn, range, &w.reason);
        }
        if let Some(p) = &declared.power {
            let composite = |id: &NodeId| matches!(index.node(*id).kind, NodeKind::Composite { .. });
            let node = index.find(&p.node).filter(composite);
            let node = node.ok_or_else(|| MultiverseError::NoNode { node: p.node.clone() })?;
            idle(index.node(node).children().len() > 1, "power", "the node has one child")?;
            self.power = Some((node, p.low, p.high));
            let (title, range) = (format!("power of the mean at {}", p.node), format!("{} to {}", p.low, p.high));
            self.add(Word::Power, &title, FactorKind::Continuous, range, &p.reason);
        }
        if let Some(c) = &declared.aggregation {
            let methods = || {
                index.nodes.iter().filter_map(|n| match &n.kind {
                    NodeKind::Composite { aggregation, .. } => Some(aggregation),
                    _ => None,
                })
            };
            self.aggregations = beside(methods(), &c.choices);
            idle(!self.aggregations.is_empty(), "aggregation", ALONE)?;
            let names = self.aggregations.iter().map(words::aggregation).collect();
            let own = own(methods().map(words::aggregation));
            self.choose(Word::Aggregation, "aggregation at every node", own, names, &c.reason);
        }
        Ok(())
    }

    fn of_removals(&mut self, index: &Index, units: &Units, declared: &Factors) -> Result<(), MultiverseError> {
        if let Some(p) = &declared.indicators {
            self.removable = removable(index);
            idle(!self.removable.is_empty(), "indicators", "there is one indicator")?;
            let names = self.removable.iter().map(|id| index.node(*id).code.clone()).collect();
            self.choose(Word::Indicators, "indicator left out", "none".into(), names, &p.reason);
        }
        if let Some(p) = &declared.units {
            idle(units.rows.len() > 2, "units", "fewer than three units")?;
            idle(looks_at_units(index, self), "units", "nothing is fitted to the units")?;
            self.units = units.rows.len();
            let names = units.rows.iter().map(|row| row.label()).collect();
            self.choose(Word::Units, "unit left out", "none".into(), names, &p.reason);
        }
        Ok(())
    }

    /// A factor with levels, the framework's own first.
    fn choose(&mut self, word: Word, title: &str, own: String, names: Vec<String>, reason: &str) {
        let levels: Vec<String> = std::iter::once(own).chain(names).collect();
        let range = match word {
            Word::Indicators | Word::Units => format!("none, or one of {}", levels.len() - 1),
            _ => levels.join(" | "),
        };
        self.add(word, title, FactorKind::Discrete { levels, nominal: 0 }, range, reason);
    }

    fn add(&mut self, word: Word, title: &str, kind: FactorKind, range: String, reason: &str) {
        self.words.push(word);
        let (title, reason) = (title.to_owned(), reason.to_owned());
        let of_data = matches!(word, Word::Data);
        self.factors.push(Factor { code: word.code().into(), title, kind, range, reason, of_data, keeps: Keeps::All });
    }

    /// What a point sets.
    pub(super) fn way(&self, point: &[Option<f64>]) -> Way {
        let mut way = Way::default();
        for (word, coordinate) in self.words.iter().zip(point) {
            let Some(at) = *coordinate else { continue };
            match word {
                Word::Data => way.data = Some(at),
                Word::Goalposts => way.goalposts = Some(at),
                Word::Imputation => way.imputation = level(at, self.imputations.len() + 1),
                Word::Winsorisation => way.cap = level(at, self.caps.len() + 1),
                Word::Normalisation => way.normalisation = level(at, self.normalisations.len() + 1),
                Word::Weights => way.weights = Some(self.seed(at)),
                Word::Power => way.power = self.power.map(|(_, low, high)| low + at * (high - low)),
                Word::Aggregation => way.aggregation = level(at, self.aggregations.len() + 1),
                Word::Indicators => way.indicator = level(at, self.removable.len() + 1),
                Word::Units => way.unit = level(at, self.units + 1),
            }
        }
        way
    }

    /// Where there are so many sets, every coordinate that picks a set has its seed.
    fn seed(&self, coordinate: f64) -> f64 {
        match self.weights.as_ref().and_then(|w| w.sets) {
            Some(sets) => middle_of(level(coordinate, sets as usize), sets as usize),
            None => coordinate,
        }
    }
}

impl Word {
    fn code(self) -> &'static str {
        match self {
            Word::Data => "data",
            Word::Goalposts => "goalposts",
            Word::Imputation => "imputation",
            Word::Winsorisation => "winsorisation",
            Word::Normalisation => "normalisation",
            Word::Weights => "weights",
            Word::Power => "power",
            Word::Aggregation => "aggregation",
            Word::Indicators => "indicators",
            Word::Units => "units",
        }
    }
}

const ALONE: &str = "no choice but the framework's own";

fn idle(sound: bool, factor: &'static str, why: &'static str) -> Result<(), MultiverseError> {
    if sound { Ok(()) } else { Err(MultiverseError::Idle { factor, why }) }
}

/// The choices that are not what the framework has everywhere anyhow, each once.
fn beside<'a, T: Clone + PartialEq + 'a>(own: impl Iterator<Item = &'a T>, choices: &[Said<T>]) -> Vec<T> {
    let own: Vec<&T> = own.collect();
    let mut found: Vec<T> = Vec::new();
    for Said(choice) in choices {
        if own.iter().any(|o| *o != choice) && !found.contains(choice) {
            found.push(choice.clone());
        }
    }
    found
}

/// The name of the framework's own level: the method, where there is one for all.
fn own(mut names: impl Iterator<Item = String>) -> String {
    let first = names.next().unwrap_or_default();
    if names.all(|name| name == first) { first } else { "as declared".into() }
}

/// How many points of an indicator may be winsorised.
pub(super) fn cap(indicator: &Indicator) -> Option<usize> {
    match &indicator.treat {
        Treatment::Winsorise { points, .. } => Some(*points),
        _ => None,
    }
}

/// Nodes whose children's weights vary: they are stated, and there are several.
pub(super) fn varied(index: &Index) -> impl Iterator<Item = NodeId> {
    index.nodes.iter().enumerate().filter(|(_, n)| n.children().len() > 1).filter_map(|(i, n)| match &n.kind {
        NodeKind::Composite { weighting, .. } if !weighting.is_fitted() => Some(NodeId(i)),
        _ => None,
    })
}

/// Every indicator whose removal leaves a root, a pair as one.
fn removable(index: &Index) -> Vec<NodeId> {
    let mut found = Vec::new();
    for (id, node, _) in index.indicators() {
        let pair = node.parent.filter(|p| matches!(index.node(*p).kind, NodeKind::Pair { .. }));
        let whole = pair.unwrap_or(id);
        if !found.contains(&whole) && index.without(whole).is_some() {
            found.push(whole);
        }
    }
    found
}

fn fits_table(choice: &Imputation, index: &Index, units: &Units) -> Result<(), MultiverseError> {
    let lacking = match choice {
        Imputation::GroupMean { group } | Imputation::GroupMedian { group } => {
            units.word(group).is_none().then(|| format!("the column `{group}`"))
        }
        Imputation::Regression { on } => {
            let stranger = on.iter().find(|code| !index.indicators().any(|(_, n, _)| n.code == **code));
            stranger.map(|code| format!("the indicator `{code}`"))
        }
        _ if choice.needs_years() => Some("several years".to_owned()),
        _ => None,
    };
    let choice = words::imputation(choice);
    lacking.map_or(Ok(()), |what| Err(MultiverseError::NotInTable { factor: "imputation", choice, what }))
}

fn fits_indicators(choice: &Normalisation, index: &Index, units: &Units) -> Result<(), MultiverseError> {
    let factor = "normalisation";
    let lacking = |what, has: fn(&Indicator) -> bool| match index.indicators().find(|(_, _, i)| !has(i)) {
        Some((_, node, _)) => Err(MultiverseError::Unsaid {
            factor,
            choice: words::normalisation(choice),
            what,
            indicator: node.code.clone(),
        }),
        None => Ok(()),
    };
    match choice {
        Normalisation::Goalposts { .. } => lacking("goalposts", |i| i.goalposts.is_some()),
        Normalisation::DistanceToTarget { .. } => lacking("a target", |i| i.target.is_some()),
        Normalisation::DistanceToReference { unit, .. } | Normalisation::RatioToReference { unit }
            if !units.rows.iter().any(|r| r.code == *unit) =>
        {
            let (choice, what) = (words::normalisation(choice), format!("the unit `{unit}`"));
            Err(MultiverseError::NotInTable { factor, choice, what })
        }
        _ => Ok(()),
    }
}

/// Whether any step of any way looks at other units.
fn looks_at_units(index: &Index, ranges: &Ranges) -> bool {
    let imputes = |i: &Imputation| !matches!(i, Imputation::None {} | Imputation::Constant { .. });
    let indicator =
        |i: &Indicator| i.normalise.is_fitted() || imputes(&i.impute) || !matches!(i.treat, Treatment::None {});
    let node =
        |aggregation: &Aggregation, weighting: &Weighting| aggregation.looks_at_all_units() || weighting.is_fitted();
    index.nodes.iter().any(|n| match &n.kind {
        NodeKind::Composite { aggregation, weighting, .. } => node(aggregation, weighting),
        NodeKind::Indicator(i) => indicator(i),
        NodeKind::Pair { .. } => false,
    }) || ranges.normalisations.iter().any(Normalisation::is_fitted)
        || ranges.imputations.iter().any(imputes)
        || ranges.aggregations.iter().any(Aggregation::looks_at_all_units)
}
