//! Concordant and discordant pairs of units, and the distribution of their difference when nothing is related.

use std::collections::BTreeMap;

use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;

/// The exact distribution is used under this many units, as by R's `cor.test`.
const EXACT_BELOW: usize = 50;

/// What two series without missing values have in common, pair of units by pair of units.
#[derive(Clone, Debug)]
pub(crate) struct Concordance {
    units: usize,
    pairs: f64,
    discordant: f64,
    /// Pairs tied on x, on y, and on both.
    tied_x: Ties,
    tied_y: Ties,
    tied_both: Ties,
}

/// Sums over the groups of t equal values.
#[derive(Clone, Copy, Debug, Default)]
struct Ties {
    /// sum t (t - 1) / 2
    pairs: f64,
    /// sum t (t - 1)(t - 2)
    triples: f64,
    /// sum t (t - 1)(2 t + 5)
    spread: f64,
}

impl Concordance {
    /// Counts in n log n steps (Knight, Journal of the American Statistical Association 61, 1966, 436-439).
    pub(crate) fn count(x: &[f64], y: &[f64]) -> Concordance {
        let mut points: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
        points.sort_by(|a, b| order(a.0, b.0).then(order(a.1, b.1)));
        let tied_x = Ties::of(points.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len));
        let tied_both = Ties::of(points.chunk_by(|a, b| a == b).map(<[_]>::len));
        let second: Vec<f64> = points.iter().map(|point| point.1).collect();
        let (sorted, discordant) = inversions(&second);
        let tied_y = Ties::of(sorted.chunk_by(|a, b| a == b).map(<[_]>::len));
        let n = points.len() as f64;
        Concordance {
            units: points.len(),
            pairs: n * (n - 1.0) / 2.0,
            discordant: discordant as f64,
            tied_x,
            tied_y,
            tied_both,
        }
    }

    /// S = concordant - discordant pairs.
    fn score(&self) -> f64 {
        self.pairs - self.tied_x.pairs - self.tied_y.pairs + self.tied_both.pairs - 2.0 * self.discordant
    }

    pub(crate) fn tau_b(&self) -> f64 {
        let free = (self.pairs - self.tied_x.pairs).sqrt() * (self.pairs - self.tied_y.pairs).sqrt();
        (self.score() / free).clamp(-1.0, 1.0)
    }

    /// Two-sided exact p-value; `None` with ties or with many units.
    pub(crate) fn exact_p(&self, null: &mut ExactNull) -> Option<f64> {
        if self.units >= EXACT_BELOW || self.tied_x.pairs > 0.0 || self.tied_y.pairs > 0.0 {
            return None;
        }
        let fewer = self.discordant.min(self.pairs - self.discordant);
        Some((2.0 * null.at_most(self.units, fewer as usize)?).min(1.0))
    }

    /// Two-sided p-value of the normal approximation with the variance corrected for ties.
    pub(crate) fn normal_p(&self) -> f64 {
        let n = self.units as f64;
        let ordered = n * (n - 1.0);
        let (x, y) = (self.tied_x, self.tied_y);
        let variance = (ordered * (2.0 * n + 5.0) - x.spread - y.spread) / 18.0
            + 2.0 * x.pairs * y.pairs / ordered
            + x.triples * y.triples / (9.0 * ordered * (n - 2.0));
        let z = self.score().abs() / variance.sqrt();
        (2.0 * Normal::standard().sf(z)).min(1.0)
    }
}

impl Ties {
    fn of(groups: impl Iterator<Item = usize>) -> Ties {
        groups.fold(Ties::default(), |sum, size| {
            let t = size as f64;
            Ties {
                pairs: sum.pairs + t * (t - 1.0) / 2.0,
                triples: sum.triples + t * (t - 1.0) * (t - 2.0),
                spread: sum.spread + t * (t - 1.0) * (2.0 * t + 5.0),
            }
        })
    }
}

/// -0.0 and 0.0 are the same value.
fn order(a: f64, b: f64) -> std::cmp::Ordering {
    a.partial_cmp(&b).unwrap_or(std::cmp::Ordering::Equal)
}

/// The values sorted, and how many pairs stood in the wrong order.
fn inversions(values: &[f64]) -> (Vec<f64>, u64) {
    if values.len() < 2 {
        return (values.to_vec(), 0);
    }
    let (left, right) = values.split_at(values.len() / 2);
    let ((left, a), (right, b)) = (inversions(left), inversions(right));
    let mut found = a + b;
    let mut merged = Vec::with_capacity(values.len());
    let mut right = right.into_iter().peekable();
    let mut ahead = left.len() as u64;
    for value in left {
        while let Some(smaller) = right.next_if(|other| *other < value) {
            merged.push(smaller);
            found += ahead;
        }
        merged.push(value);
        ahead -= 1;
    }
    merged.extend(right);
    (merged, found)
}

/// Cumulative distributions of the number of discordant pairs over all n! equally likely orders, by n.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExactNull(BTreeMap<usize, Vec<f64>>);

impl ExactNull {
    /// P(at most `discordant` discordant pairs among `units` units).
    fn at_most(&mut self, units: usize, discordant: usize) -> Option<f64> {
        self.0.entry(units).or_insert_with(|| cumulative(units)).get(discordant).copied()
    }
}

/// The k-th unit put into a row of k - 1 makes 0 to k - 1 new discordant pairs, each with chance 1 / k.
fn cumulative(units: usize) -> Vec<f64> {
    let mut below = vec![1.0];
    for k in 2..=units {
        let last = below.len() - 1 + (k - 1);
        let whole = below.last().copied().unwrap_or(1.0);
        let mut sum = 0.0;
        below = (0..=last)
            .map(|d| {
                let upper = below.get(d).copied().unwrap_or(whole);
                let lower = d.checked_sub(k).and_then(|d| below.get(d)).copied().unwrap_or(0.0);
                sum += (upper - lower) / k as f64;
                sum
            })
            .collect();
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_distribution_of_four_units() {
        // Mahonian numbers 1 3 5 6 5 3 1 over 24.
        let mut null = ExactNull::default();
        for (d, count) in [1.0, 4.0, 9.0, 15.0, 20.0, 23.0, 24.0].into_iter().enumerate() {
            assert!(null.at_most(4, d).is_some_and(|p| (p - count / 24.0_f64).abs() < 1e-15));
        }
    }

    #[test]
    fn pairs_counted_one_by_one_agree() {
        let x = [3.0, 1.0, 2.0, 2.0, 5.0, 5.0, 0.0, -0.0, 2.0, 7.0];
        let y = [1.0, 1.0, 4.0, 4.0, 2.0, 8.0, 3.0, 3.0, 0.0, 1.0];
        let mut score = 0.0;
        for i in 0..x.len() {
            for j in 0..i {
                let product: f64 = (x[i] - x[j]) * (y[i] - y[j]);
                score += if product == 0.0 { 0.0 } else { product.signum() };
            }
        }
        let counted = Concordance::count(&x, &y);
        assert!((counted.score() - score).abs() < 1e-12, "{} {score}", counted.score());
    }
}
