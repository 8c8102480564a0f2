//! The specification curve: the result of every combination of the discrete choices, from the lowest to the highest
//! (Simonsohn, Simmons and Nelson 2020), everything that is not discrete as the framework has it.

use rayon::prelude::*;

use crate::analysis::multiverse::{Factor, FactorKind, GAP, Keeps, Multiverse, headline, middle_of, output, width};
use crate::statistics::moments::quantile_among;

/// One combination of levels.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// In the order of [`Specification::factors`].
    pub levels: Vec<usize>,
    /// GAP, or the ranked score where there is none.
    pub value: f64,
}

/// The whole curve of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Specification {
    pub unit: usize,
    /// Places of the discrete factors; of gaps those that keep the meaning of the scale.
    pub factors: Vec<usize>,
    /// Of each of them the levels that were combined, ascending.
    pub choices: Vec<Vec<usize>>,
    /// Ascending; equal values in the order of the levels.
    pub variants: Vec<Variant>,
    /// The nominal combination's place on the curve, where it has a value.
    pub nominal: Option<usize>,
    /// Combinations that could not be computed, or in which the unit has no value.
    pub failed: usize,
}

impl Specification {
    /// The share of combinations above 0, over those that have a value; nothing where none has.
    pub fn positive(&self) -> Option<f64> {
        let above = self.variants.iter().filter(|v| v.value > 0.0).count();
        (!self.variants.is_empty()).then(|| above as f64 / self.variants.len() as f64)
    }

    /// A quantile of the values: 0 is the lowest, 0.25 the first quartile. Linear interpolation (type 7).
    pub fn quantile(&self, share: f64) -> Option<f64> {
        quantile_among(&mut self.variants.iter().map(|v| v.value).collect::<Vec<f64>>(), share)
    }

    /// The median value for each level of a factor, by its place in [`Specification::factors`]; nothing for a level
    /// without a value.
    ///
    /// Worked number: over levels (0, 0), (0, 1), (1, 0), (1, 1) with -1, 3, 5, 9 the first factor has the medians 1
    /// and 7.
    pub fn medians(&self, place: usize, levels: usize) -> Vec<Option<f64>> {
        let mut values: Vec<Vec<f64>> = vec![Vec::new(); levels];
        for variant in &self.variants {
            if let Some(list) = variant.levels.get(place).and_then(|level| values.get_mut(*level)) {
                list.push(variant.value);
            }
        }
        values.into_iter().map(|mut list| quantile_among(&mut list, 0.5)).collect()
    }
}

/// Combinations beyond which no curve is drawn.
pub const MOST_COMBINATIONS: usize = 200_000;

/// Why there is no curve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TooMany {
    /// No factor is discrete.
    None,
    Combinations {
        found: usize,
    },
}

/// The curve of each unit.
pub fn specification<M: Multiverse>(multiverse: &M) -> Result<Vec<Specification>, TooMany> {
    let all = multiverse.factors();
    let gaps = output(multiverse, GAP).is_some();
    let of = |(place, factor): (usize, &Factor)| {
        let FactorKind::Discrete { levels, nominal } = &factor.kind else { return None };
        let kept: Vec<usize> = match &factor.keeps {
            Keeps::Levels(kept) if gaps => kept.clone(),
            Keeps::Nothing if gaps => return None,
            _ => (0..levels.len()).collect(),
        };
        (kept.len() > 1).then_some((place, kept, levels.len(), *nominal))
    };
    let discrete: Vec<(usize, Vec<usize>, usize, usize)> = all.iter().enumerate().filter_map(of).collect();
    let factors: Vec<usize> = discrete.iter().map(|(place, ..)| *place).collect();
    let sizes: Vec<usize> = discrete.iter().map(|(_, kept, ..)| kept.len()).collect();
    let chosen = |combination: usize| -> Vec<usize> {
        let picked = levels(combination, &sizes);
        discrete.iter().zip(picked).map(|((_, kept, ..), at)| kept.get(at).copied().unwrap_or(0)).collect()
    };
    if factors.is_empty() {
        return Err(TooMany::None);
    }
    let found = sizes.iter().try_fold(1usize, |n, levels| n.checked_mul(*levels)).unwrap_or(usize::MAX);
    if found > MOST_COMBINATIONS {
        return Err(TooMany::Combinations { found });
    }
    let outputs = multiverse.outputs();
    let headline = headline(multiverse);
    let units = multiverse.units().len();
    let mut values = vec![f64::NAN; found * units];
    values.par_chunks_mut(units.max(1)).enumerate().for_each_init(
        || (multiverse.workspace(), vec![f64::NAN; width(multiverse)], vec![None; all.len()]),
        |(workspace, row, point), (combination, cells)| {
            for ((place, _, size, _), level) in discrete.iter().zip(chosen(combination)) {
                if let Some(coordinate) = point.get_mut(*place) {
                    *coordinate = Some(middle_of(level, *size));
                }
            }
            // Neither the gap nor a unit's own score asks where it stands among its peers.
            if multiverse.run_alone(point, workspace, row) {
                for (unit, cell) in cells.iter_mut().enumerate() {
                    *cell = row.get(unit * outputs.len() + headline).copied().unwrap_or(f64::NAN);
                }
            }
        },
    );
    let nominal: Vec<usize> = discrete.iter().map(|(.., nominal)| *nominal).collect();
    let curve = |unit: usize| {
        let known = values.iter().skip(unit).step_by(units.max(1)).enumerate().filter(|(_, value)| !value.is_nan());
        let variant = |(combination, value): (usize, &f64)| Variant { levels: chosen(combination), value: *value };
        let mut variants: Vec<Variant> = known.map(variant).collect();
        variants.sort_by(|a, b| a.value.total_cmp(&b.value));
        let place = variants.iter().position(|v| v.levels == nominal);
        let failed = found - variants.len();
        let choices = discrete.iter().map(|(_, kept, ..)| kept.clone()).collect();
        Specification { unit, factors: factors.clone(), choices, variants, nominal: place, failed }
    };
    Ok((0..units).map(curve).collect())
}

/// A combination's levels; the last factor's change fastest. Worked number: of sizes 2 and 3 the fifth is (1, 1).
fn levels(mut combination: usize, sizes: &[usize]) -> Vec<usize> {
    let mut levels: Vec<usize> = Vec::with_capacity(sizes.len());
    for size in sizes.iter().rev() {
        levels.push(combination % size);
        combination /= size;
    }
    levels.reverse();
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_by_hand() {
        let sizes = [2, 3];
        let all: Vec<Vec<usize>> = (0..6).map(|c| levels(c, &sizes)).collect();
        assert_eq!(all, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
    }

    #[test]
    fn a_curve_is_summed_up_by_hand() {
        let variant = |(a, b, value)| Variant { levels: vec![a, b], value };
        let variants = [(0, 0, -1.0), (0, 1, 3.0), (1, 0, 5.0), (1, 1, 9.0)].map(variant).to_vec();
        let curve = Specification {
            unit: 0,
            factors: vec![0, 1],
            choices: vec![vec![0, 1]; 2],
            variants,
            nominal: Some(0),
            failed: 0,
        };
        assert_eq!(curve.positive(), Some(0.75));
        assert_eq!([0.0, 0.25, 0.5, 1.0].map(|q| curve.quantile(q)), [-1.0, 2.0, 4.0, 9.0].map(Some));
        assert_eq!(curve.medians(0, 3), [Some(1.0), Some(7.0), None]);
        assert_eq!(curve.medians(1, 2), [Some(2.0), Some(6.0)]);
        let empty = Specification { variants: Vec::new(), nominal: None, failed: 4, ..curve };
        assert_eq!((empty.positive(), empty.quantile(0.5), empty.medians(0, 1)), (None, None, vec![None]));
    }
}
