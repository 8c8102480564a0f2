//! Factors that are correlated: a Gaussian copula, whole, and given some of its factors.

use std::f64::consts::PI;

use nalgebra::{Cholesky, DMatrix};
use statrs::distribution::{ContinuousCDF, Normal};

use crate::statistics::sobol::Refusal;

/// The rank correlation of two factors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// Positions from 0.
    pub factors: [usize; 2],
    /// Spearman's, between the coordinates; above -1 and below 1.
    pub spearman: f64,
}

/// Pearson's correlation of two normal variables whose ranks have this correlation: `r = 2 sin(pi s / 6)` (Pearson
/// 1907).
///
/// Worked number: s = 0.6 has r = 0.618.
pub fn of_normals(spearman: f64) -> f64 {
    2.0 * (PI * spearman / 6.0).sin()
}

/// The numbers nearest to 0 and 1 that a coordinate is taken for, so that its quantile is finite.
const NEAREST: f64 = 1.0 / (1_u64 << 53) as f64;

fn quantile(share: f64) -> f64 {
    Normal::standard().inverse_cdf(share.clamp(NEAREST, 1.0 - NEAREST))
}

/// Below 1, as every coordinate is.
fn below(quantile: f64) -> f64 {
    Normal::standard().cdf(quantile).min(1.0 - NEAREST)
}

/// Correlated factors, in parts that are independent of one another and of every other factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Copula {
    pub(crate) parts: Vec<Part>,
}

/// Factors that hang together by correlations.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    /// Positions of the factors, ascending.
    pub members: Vec<usize>,
    /// Of each, the number of its levels, where it is a choice among a few.
    levels: Vec<Option<usize>>,
    /// Correlations of the normal variables behind them.
    matrix: DMatrix<f64>,
    /// The lower root of that matrix (Cholesky).
    root: DMatrix<f64>,
}

impl Copula {
    /// `levels` has of each factor the number of its levels, where it is a choice among a few.
    ///
    /// `Setting` for a correlation outside -1 to 1, `NoSuch` for a factor that does not exist, `Pair` for one with
    /// itself or one that is given twice, `NotPositiveDefinite` where they cannot hold together.
    pub fn new(levels: &[Option<usize>], correlations: &[Correlation]) -> Result<Self, Refusal> {
        for (at, Correlation { factors: [a, b], spearman }) in correlations.iter().enumerate() {
            if spearman.is_nan() || spearman.abs() >= 1.0 {
                let (name, allowed) = ("a rank correlation", "above -1 and below 1");
                return Err(Refusal::Setting { name, value: *spearman, allowed });
            }
            if let Some(position) = [*a, *b].into_iter().find(|factor| *factor >= levels.len()) {
                return Err(Refusal::NoSuch { what: "factor", position, count: levels.len() });
            }
            let same = |other: &Correlation| other.factors == [*a, *b] || other.factors == [*b, *a];
            if a == b || correlations.iter().take(at).any(same) {
                return Err(Refusal::Pair { factors: [*a, *b] });
            }
        }
        // The label of a factor is the first factor that it hangs together with.
        let mut labels: Vec<usize> = (0..levels.len()).collect();
        for Correlation { factors: [a, b], .. } in correlations.iter().filter(|c| c.spearman != 0.0) {
            let of = |factor: &usize| labels.get(*factor).copied().unwrap_or(*factor);
            let (low, high) = (of(a).min(of(b)), of(a).max(of(b)));
            labels.iter_mut().filter(|label| **label == high).for_each(|label| *label = low);
        }
        let parts = (0..levels.len()).filter_map(|label| {
            let held = labels.iter().enumerate().filter(|(_, of)| **of == label);
            let members: Vec<usize> = held.map(|(factor, _)| factor).collect();
            (members.len() > 1).then(|| Part::new(members, levels, correlations))
        });
        Ok(Copula { parts: parts.collect::<Result<_, _>>()? })
    }

    /// Gives independent coordinates the correlations. `normal` takes the independent normal variables behind them,
    /// `latent` the correlated ones; both have a place for each factor, of which only those of correlated ones are
    /// used.
    ///
    /// Worked number: coordinates 0.5 and 0.9 with s = 0.6 become 0.5 and 0.843: 0.786 times the 0.9-quantile, 1.282.
    pub fn correlate(&self, row: &mut [f64], normal: &mut [f64], latent: &mut [f64]) {
        for part in &self.parts {
            for (place, factor) in part.members.iter().enumerate() {
                let (Some(coordinate), Some(own)) = (row.get_mut(*factor), normal.get_mut(*factor)) else { continue };
                *own = quantile(*coordinate);
                let behind = sum(&part.root, place, &part.members, normal);
                if let Some(latent) = latent.get_mut(*factor) {
                    *latent = behind;
                }
                // The first is its own, to the last bit.
                if place > 0 {
                    *coordinate = below(behind);
                }
            }
        }
    }
}

/// A row of a lower triangular matrix times the values of some factors.
fn sum(root: &DMatrix<f64>, row: usize, factors: &[usize], values: &[f64]) -> f64 {
    let at = |(column, factor): (usize, &usize)| Some(root.get((row, column))? * values.get(*factor)?);
    factors.iter().take(row + 1).enumerate().filter_map(at).sum()
}

impl Part {
    fn new(members: Vec<usize>, levels: &[Option<usize>], correlations: &[Correlation]) -> Result<Self, Refusal> {
        let mut matrix = DMatrix::identity(members.len(), members.len());
        let place = |factor: usize| members.iter().position(|member| *member == factor);
        for Correlation { factors: [a, b], spearman } in correlations {
            let (Some(a), Some(b)) = (place(*a), place(*b)) else { continue };
            for at in [(a, b), (b, a)] {
                if let Some(cell) = matrix.get_mut(at) {
                    *cell = of_normals(*spearman);
                }
            }
        }
        let root = root(&matrix)?.l();
        let levels = members.iter().map(|factor| levels.get(*factor).copied().flatten()).collect();
        Ok(Part { members, levels, matrix, root })
    }

    /// How the others are drawn given the factors that `known` picks, by their places in the part.
    ///
    /// `Choices` where more than one of these is a choice among a few.
    pub fn given(&self, known: impl Fn(usize) -> bool) -> Result<Given, Refusal> {
        let (known, drawn): (Vec<usize>, Vec<usize>) = (0..self.members.len()).partition(|place| known(*place));
        let block = |rows: &[usize], columns: &[usize]| self.matrix.select_rows(rows).select_columns(columns);
        let (weights, left) = conditional(&block, &known, &drawn)?;
        let choices: Vec<(usize, usize)> = known
            .iter()
            .enumerate()
            .filter_map(|(at, place)| Some((at, self.levels.get(*place).copied().flatten()?)))
            .collect();
        let choice = match choices.as_slice() {
            [] => None,
            [(at, levels)] => {
                let (own, others): (Vec<usize>, Vec<usize>) =
                    known.iter().copied().partition(|place| known.get(*at) == Some(place));
                let (weights, left) = conditional(&block, &others, &own)?;
                let deviation = left.get((0, 0)).copied().unwrap_or(1.0);
                Some(Choice { at: *at, levels: *levels, weights: weights.iter().copied().collect(), deviation })
            }
            _ => return Err(Refusal::Choices),
        };
        let factors = |places: Vec<usize>| places.iter().filter_map(|p| self.members.get(*p)).copied().collect();
        Ok(Given { known: factors(known), drawn: factors(drawn), weights, root: left, choice })
    }
}

fn root(matrix: &DMatrix<f64>) -> Result<Cholesky<f64, nalgebra::Dyn>, Refusal> {
    matrix.clone().cholesky().ok_or(Refusal::NotPositiveDefinite)
}

/// Of normal variables with a block of correlations: the weights of the known ones in the conditional means of the
/// others, `S_dk S_kk^-1`, and the lower root of what is left of their covariances, `S_dd - S_dk S_kk^-1 S_kd`.
fn conditional(
    block: &impl Fn(&[usize], &[usize]) -> DMatrix<f64>,
    known: &[usize],
    drawn: &[usize],
) -> Result<(DMatrix<f64>, DMatrix<f64>), Refusal> {
    if known.is_empty() {
        return Ok((DMatrix::zeros(drawn.len(), 0), root(&block(drawn, drawn))?.l()));
    }
    let weights = root(&block(known, known))?.solve(&block(known, drawn)).transpose();
    let left = block(drawn, drawn) - &weights * block(known, drawn);
    Ok((weights, root(&left)?.l()))
}

/// How some factors of a part are drawn given the others.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Given {
    known: Vec<usize>,
    drawn: Vec<usize>,
    /// By drawn, then known factor.
    weights: DMatrix<f64>,
    root: DMatrix<f64>,
    choice: Option<Choice>,
}

/// A known factor of which only the level is known, since nothing else reaches the model: the normal variable behind it
/// is drawn anew within that level.
#[derive(Clone, Debug, PartialEq)]
struct Choice {
    /// Its place among the known ones.
    at: usize,
    levels: usize,
    /// Of the other known ones in its mean.
    weights: Vec<f64>,
    deviation: f64,
}

impl Given {
    /// Writes the drawn coordinates into a row that has the known ones.
    ///
    /// `latent` has the normal variables behind the known ones, `fresh` independent ones for the others; `known` is
    /// room to work in.
    pub fn draw(&self, latent: &[f64], fresh: &[f64], row: &mut [f64], known: &mut Vec<f64>) {
        known.clear();
        known.extend(self.known.iter().map(|factor| latent.get(*factor).copied().unwrap_or(0.0)));
        if let Some(choice) = &self.choice {
            choice.redraw(&self.known, fresh, row, known);
        }
        for (place, factor) in self.drawn.iter().enumerate() {
            let mean: f64 = known.iter().enumerate().filter_map(|(k, x)| Some(self.weights.get((place, k))? * x)).sum();
            if let Some(coordinate) = row.get_mut(*factor) {
                *coordinate = below(mean + sum(&self.root, place, &self.drawn, fresh));
            }
        }
    }
}

impl Choice {
    fn redraw(&self, factors: &[usize], fresh: &[f64], row: &[f64], known: &mut [f64]) {
        let Some(factor) = factors.get(self.at) else { return };
        let (coordinate, share) = (row.get(*factor), fresh.get(*factor).map(|x| below(*x)));
        let (Some(coordinate), Some(share)) = (coordinate, share) else { return };
        let others = known.iter().enumerate().filter(|(place, _)| *place != self.at);
        let mean: f64 = others.zip(&self.weights).map(|((_, x), weight)| x * weight).sum();
        let levels = self.levels as f64;
        let level = (coordinate * levels).floor().min(levels - 1.0);
        // The ends of the level: no end at 0 and 1.
        let end = |share: f64| match share {
            0.0 => 0.0,
            1.0 => 1.0,
            share => Normal::standard().cdf((quantile(share) - mean) / self.deviation),
        };
        let (low, high) = (end(level / levels), end((level + 1.0) / levels));
        if let Some(own) = known.get_mut(self.at) {
            *own = mean + self.deviation * quantile(low + share * (high - low));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(spearman: f64, levels: [Option<usize>; 2]) -> Copula {
        Copula::new(&levels, &[Correlation { factors: [0, 1], spearman }]).unwrap()
    }

    #[test]
    fn two_coordinates_by_hand() {
        // r = 2 sin(0.1 pi) = 0.6180340, and 1 - r^2 = r. scipy: 0.786151 * norm.ppf(0.9) = 1.007494, of which norm.cdf
        // is 0.843151; given the first at norm.ppf(0.8) = 0.841621 the mean is 0.520151, and norm.cdf(0.520151 +
        // 1.007494) = 0.936700.
        let copula = pair(0.6, [None; 2]);
        let (mut row, mut normal, mut latent) = ([0.5, 0.9], [0.0; 2], [0.0; 2]);
        copula.correlate(&mut row, &mut normal, &mut latent);
        assert!(row[0] == 0.5 && (row[1] - 0.843_151).abs() < 1e-6, "{row:?}");
        assert!((normal[1] - 1.281_552).abs() < 1e-6 && (latent[1] - 1.007_494).abs() < 1e-6);
        let given = copula.parts[0].given(|place| place == 0).unwrap();
        let mut row = [0.8, f64::NAN];
        given.draw(&[0.841_621_233_572_914, 0.0], &[f64::NAN, normal[1]], &mut row, &mut Vec::new());
        assert!(row[0] == 0.8 && (row[1] - 0.936_700).abs() < 1e-6, "{row:?}");
    }

    #[test]
    fn ranks_have_the_correlation_that_was_asked_for() {
        // 200 by 200 points of the unit square: Spearman's correlation of coordinates is 12 times their covariance.
        for spearman in [-0.9, -0.3, 0.6, 0.95] {
            let copula = pair(spearman, [None; 2]);
            let middle = |i: usize| (i as f64 + 0.5) / 200.0;
            let product = |i: usize| {
                let mut row = [middle(i / 200), middle(i % 200)];
                copula.correlate(&mut row, &mut [0.0; 2], &mut [0.0; 2]);
                (row[0] - 0.5) * (row[1] - 0.5)
            };
            let found = 12.0 * (0..40_000).map(product).sum::<f64>() / 40_000.0;
            assert!((found - spearman).abs() < 2e-3, "{found} for {spearman}");
        }
    }

    #[test]
    fn a_level_is_known_and_its_coordinate_is_not() {
        // Of two levels the second is known: the normal variable behind it is drawn from the upper half, and 0.5 of
        // that half is norm.ppf(0.75) = 0.674490, times 0.618034 is 0.416858; norm.cdf(0.416858) = 0.661609.
        let given = pair(0.6, [Some(2), None]).parts[0].given(|place| place == 0).unwrap();
        for own in [0.51, 0.99] {
            let mut row = [own, f64::NAN];
            given.draw(&[quantile(own), 0.0], &[0.0, 0.0], &mut row, &mut Vec::new());
            assert!((row[1] - 0.661_609).abs() < 1e-6, "{row:?}");
        }
        // A third factor that is known too moves the mean of what is redrawn: r of 0.618034 with the choice, and of the
        // drawn one with neither but through them. scipy.stats.truncnorm.
        let both = [Correlation { factors: [0, 1], spearman: 0.6 }, Correlation { factors: [0, 2], spearman: 0.6 }];
        let copula = Copula::new(&[Some(2), None, None], &both).unwrap();
        let given = copula.parts[0].given(|place| place != 2).unwrap();
        let mut row = [0.6, 0.9, f64::NAN];
        given.draw(&[quantile(0.6), quantile(0.9), 0.0], &[0.0; 3], &mut row, &mut Vec::new());
        assert!((row[2] - 0.561_807).abs() < 1e-6, "{row:?}");
        let two = Copula::new(&[Some(2), Some(2), None], &both).unwrap();
        assert_eq!(two.parts[0].given(|place| place != 2), Err(Refusal::Choices));
        assert!(two.parts[0].given(|place| place == 0).is_ok());
    }

    #[test]
    fn what_hangs_together_is_one_part_and_nothing_else_is() {
        let with = |pairs: &[([usize; 2], f64)]| {
            let all: Vec<Correlation> = pairs
                .iter()
                .map(|(factors, spearman)| Correlation { factors: *factors, spearman: *spearman })
                .collect();
            Copula::new(&[None; 6], &all)
        };
        let found = with(&[([4, 1], 0.3), ([2, 5], 0.2), ([1, 0], 0.4), ([3, 0], 0.0)]).unwrap();
        let members: Vec<&[usize]> = found.parts.iter().map(|part| part.members.as_slice()).collect();
        assert_eq!(members, [&[0, 1, 4][..], &[2, 5]]);
        assert_eq!(with(&[([0, 1], 0.9), ([1, 2], 0.9), ([0, 2], -0.9)]), Err(Refusal::NotPositiveDefinite));
        assert_eq!(with(&[([0, 1], 0.1), ([1, 0], 0.2)]), Err(Refusal::Pair { factors: [1, 0] }));
        assert_eq!(with(&[([2, 2], 0.1)]), Err(Refusal::Pair { factors: [2, 2] }));
        assert!(matches!(with(&[([0, 1], 1.0)]), Err(Refusal::Setting { name: "a rank correlation", .. })));
        assert!(matches!(with(&[([0, 1], f64::NAN)]), Err(Refusal::Setting { .. })));
        assert!(matches!(with(&[([0, 6], 0.1)]), Err(Refusal::NoSuch { position: 6, .. })));
    }
}
