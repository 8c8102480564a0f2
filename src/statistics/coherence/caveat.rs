//! What cannot be inferred from so few units, so many tests or so many missing cells.

use std::fmt;

use crate::statistics::coherence::Block;
use crate::statistics::coherence::Coherence;
use crate::statistics::coherence::adequacy::ADVISED_KMO;
use crate::statistics::coherence::correlation::LEAST_UNITS;
use crate::statistics::coherence::correlation::Test;
use crate::statistics::coherence::correlation::critical;
use crate::statistics::coherence::pairs::Pair;

/// With this many units the 95 % interval of a correlation of 0 still reaches 0.36 to either side.
const FEW_UNITS: usize = 30;

/// A component analysis is held to be stable from this many units, and from this many per indicator.
const COMPONENT_UNITS: usize = 10;
const UNITS_PER_INDICATOR: usize = 5;

/// Two eigenvalues this close are equal.
const EQUAL: f64 = 1e-6;

/// The level that sentences about tests refer to.
const LEVEL: f64 = 0.05;

/// One limit of the analysis. `Display` says it in a sentence, with counts; other numbers are for the report to format.
#[derive(Clone, Debug, PartialEq)]
pub enum Caveat {
    /// Pairs of indicators with under three units in common.
    NoCorrelation { pairs: usize },
    /// Few units: only correlations above `critical` in absolute size differ from none at 5 %.
    FewUnits { units: usize, critical: f64 },
    /// Not every correlation rests on the same units.
    DifferentUnits { fewest: usize, most: usize },
    /// `expected` of the `tests` fall under 5 % by chance if nothing is related.
    ManyTests { tests: usize, expected: f64 },
    /// How Kendall's p-values were reached.
    KendallTests { exact: usize, normal: usize },
    /// Units left out of alpha, components and adequacy because a value is missing. `None` names the whole table.
    IncompleteUnits { group: Option<String>, used: usize, of: usize },
    /// Fewer than 10 units, or than 5 per indicator.
    UnstableComponents { group: Option<String>, units: usize, indicators: usize },
    /// Not more units than indicators: the last components are empty by construction.
    EmptyComponents { group: Option<String>, units: usize, indicators: usize },
    /// Loadings of components with equal eigenvalues are one choice of many.
    EqualEigenvalues { group: Option<String>, eigenvalue: f64 },
    /// Kaiser-Meyer-Olkin under the Handbook's 0.6.
    LowAdequacy { group: Option<String>, kmo: f64 },
    /// Main effects smoothed over few units.
    RoughMainEffects { units: usize },
}

impl Caveat {
    /// The node it is about; `None` for what concerns the whole table.
    pub fn group(&self) -> Option<&str> {
        match self {
            Caveat::IncompleteUnits { group, .. }
            | Caveat::UnstableComponents { group, .. }
            | Caveat::EmptyComponents { group, .. }
            | Caveat::EqualEigenvalues { group, .. }
            | Caveat::LowAdequacy { group, .. } => group.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for Caveat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Caveat::NoCorrelation { pairs } => {
                write!(f, "Pairs without a correlation, for want of {LEAST_UNITS} units in common: {pairs}.")
            }
            Caveat::FewUnits { units, .. } => {
                write!(f, "With {units} units only strong correlations can be distinguished from none.")
            }
            Caveat::DifferentUnits { fewest, most } => {
                write!(f, "Correlations rest on {fewest} to {most} units, not always the same: compare them with care.")
            }
            Caveat::ManyTests { tests, .. } => {
                write!(
                    f,
                    "{tests} pairs are tested: one in twenty falls under 5 % by chance; read the adjusted p-values."
                )
            }
            Caveat::KendallTests { exact, normal } => {
                write!(f, "Kendall's p-values: {exact} exact, {normal} by normal approximation (ties or many units).")
            }
            Caveat::IncompleteUnits { group, used, of } => {
                write!(f, "In {}, alpha, components and adequacy rest on {used} of {of} units.", Name(group))
            }
            Caveat::UnstableComponents { group, units, indicators } => {
                write!(f, "In {}, {units} units are too few for {indicators} indicators' components.", Name(group))
            }
            Caveat::EmptyComponents { group, units, indicators } => {
                write!(f, "In {}, {units} units cannot fill {indicators} components: the last are zero.", Name(group))
            }
            Caveat::EqualEigenvalues { group, .. } => {
                write!(
                    f,
                    "In {}, two components are equally strong: their loadings are one choice of many.",
                    Name(group)
                )
            }
            Caveat::LowAdequacy { group, .. } => {
                write!(
                    f,
                    "In {}, the indicators share little (KMO under {ADVISED_KMO}): do not read factors.",
                    Name(group)
                )
            }
            Caveat::RoughMainEffects { units } => {
                write!(f, "Main effects are smoothed over {units} units: read their cross-validated values too.")
            }
        }
    }
}

/// The name of a block in a sentence.
struct Name<'a>(&'a Option<String>);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("the whole table"))
    }
}

/// The caveats of a finished analysis.
pub fn caveats(of: &Coherence) -> Vec<Caveat> {
    let mut caveats = correlation_caveats(&of.correlations.pairs);
    caveats.extend(of.overall.iter().chain(&of.groups).flat_map(|block| block_caveats(block, of.units)));
    let smoothed = of.importance.iter().filter_map(|i| i.main_effect.as_ref().ok()).map(|effect| effect.units).min();
    caveats.extend(smoothed.filter(|units| *units < FEW_UNITS).map(|units| Caveat::RoughMainEffects { units }));
    caveats
}

fn correlation_caveats(pairs: &[Pair]) -> Vec<Caveat> {
    let mut caveats = Vec::new();
    let short = pairs.iter().filter(|pair| pair.units < LEAST_UNITS).count();
    if short > 0 {
        caveats.push(Caveat::NoCorrelation { pairs: short });
    }
    let units = || pairs.iter().filter(|pair| pair.pearson.is_ok()).map(|pair| pair.units);
    let (Some(fewest), Some(most)) = (units().min(), units().max()) else { return caveats };
    if let Some(critical) = critical(fewest, LEVEL).filter(|_| fewest < FEW_UNITS) {
        caveats.push(Caveat::FewUnits { units: fewest, critical });
    }
    if fewest < most {
        caveats.push(Caveat::DifferentUnits { fewest, most });
    }
    let tests = units().count();
    if tests > 1 {
        caveats.push(Caveat::ManyTests { tests, expected: tests as f64 * LEVEL });
    }
    let by = |test| pairs.iter().filter(|p| p.kendall.as_ref().is_ok_and(|k| k.association.test == test)).count();
    caveats.push(Caveat::KendallTests { exact: by(Test::KendallExact), normal: by(Test::KendallNormal) });
    caveats
}

fn block_caveats(block: &Block, all: usize) -> Vec<Caveat> {
    let (group, units, indicators) = (|| block.group.clone(), block.complete_units, block.elements.len());
    let mut caveats = Vec::new();
    if indicators > 1 && units < all {
        caveats.push(Caveat::IncompleteUnits { group: group(), used: units, of: all });
    }
    if let Ok(components) = &block.components {
        if units <= indicators {
            caveats.push(Caveat::EmptyComponents { group: group(), units, indicators });
        }
        if units < COMPONENT_UNITS.max(indicators.saturating_mul(UNITS_PER_INDICATOR)) {
            caveats.push(Caveat::UnstableComponents { group: group(), units, indicators });
        }
        let neighbours = components.components.iter().zip(components.components.iter().skip(1));
        let equal = neighbours.map(|(a, b)| (a.eigenvalue, b.eigenvalue)).find(|(a, b)| *b > EQUAL && a - b < EQUAL);
        caveats.extend(equal.map(|(eigenvalue, _)| Caveat::EqualEigenvalues { group: group(), eigenvalue }));
    }
    // Two indicators always have 0.5: that says nothing about them.
    let kmo = block.adequacy.as_ref().ok().and_then(|a| a.kmo.clone().ok()).filter(|_| indicators > 2);
    caveats.extend(kmo.filter(|kmo| *kmo < ADVISED_KMO).map(|kmo| Caveat::LowAdequacy { group: group(), kmo }));
    caveats
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coherence::Options;
    use crate::statistics::coherence::coherence;
    use crate::statistics::coherence::column::tests::column;

    #[test]
    fn four_units_say_little() {
        let (a, b) = ([1.0, 2.0, 3.0, 5.0].map(Some), [2.0, 1.0, 4.0, 3.0].map(Some));
        let c = [Some(1.0), Some(4.0), None, None];
        let of =
            coherence(&[column("a", "g", &a), column("b", "g", &b), column("c", "h", &c)], &[], &Options::default());
        let said: Vec<String> = of.unwrap().caveats.iter().map(Caveat::to_string).collect();
        let want = [
            "Pairs without a correlation, for want of 3 units in common: 2.",
            "With 4 units only strong correlations can be distinguished from none.",
            "Kendall's p-values: 1 exact, 0 by normal approximation (ties or many units).",
            "In the whole table, alpha, components and adequacy rest on 2 of 4 units.",
            "In g, 4 units are too few for 2 indicators' components.",
        ];
        assert_eq!(said, want);
    }

    #[test]
    fn a_table_of_one_column_stands_with_its_refusals() {
        let values = [1.0, 2.0, 3.0].map(Some);
        let of = coherence(&[column("a", "g", &values)], &[], &Options::default()).unwrap();
        assert_eq!((of.statistics[0].mean.clone(), of.correlations.pairs.len(), of.caveats.len()), (Ok(2.0), 0, 0));
        assert!(of.groups[0].reliability.is_err() && of.groups[0].components.is_err() && of.overall.is_none());
    }
}
