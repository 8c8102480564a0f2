//! In how many pairs of points y rises with x, and how far that count strays when nothing is related.

use std::cmp::Ordering;

/// The pairs of a series of finite points. Ties are equal numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PairCount {
    /// Rising less falling pairs.
    pub s: i64,
    /// Variance of S over all orders of y, corrected for ties in x and y.
    pub variance: f64,
    pub tied: bool,
}

impl PairCount {
    /// `S = sum sgn(x_j - x_i) sgn(y_j - y_i)` and its variance (Kendall, Rank Correlation Methods, 1970).
    ///
    /// The variance is `(v - v_x - v_y)/18 + p_x p_y/2n(n - 1) + q_x q_y/9n(n - 1)(n - 2)` with `v = n(n - 1)(2n + 5)`,
    /// and over the groups of t equal x or y: `v_x, v_y = sum t(t - 1)(2t + 5)`, `p_x, p_y = sum t(t - 1)`,
    /// `q_x, q_y = sum t(t - 1)(t - 2)`. Without ties in x it is that of Gilbert (1987, chapter 16).
    pub(crate) fn of(points: &[(f64, f64)]) -> PairCount {
        let mut s = 0;
        for (place, first) in points.iter().enumerate() {
            for second in points.iter().skip(place + 1) {
                s += sign(first.0, second.0) * sign(first.1, second.1);
            }
        }
        let n = points.len() as f64;
        let all = Sums::of_group(n);
        let x = Sums::of(points.iter().map(|point| point.0));
        let y = Sums::of(points.iter().map(|point| point.1));
        let mut variance = (all.spread - x.spread - y.spread) / 18.0;
        if all.pairs > 0.0 {
            variance += x.pairs * y.pairs / (2.0 * all.pairs);
        }
        if all.triples > 0.0 {
            variance += x.triples * y.triples / (9.0 * all.triples);
        }
        PairCount { s, variance: variance.max(0.0), tied: x.pairs > 0.0 || y.pairs > 0.0 }
    }
}

/// Sums over groups of t equal values.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    /// t(t - 1)
    pairs: f64,
    /// t(t - 1)(t - 2)
    triples: f64,
    /// t(t - 1)(2t + 5)
    spread: f64,
}

impl Sums {
    fn of_group(t: f64) -> Sums {
        let pairs = t * (t - 1.0);
        Sums { pairs, triples: pairs * (t - 2.0), spread: pairs * (2.0 * t + 5.0) }
    }

    fn of(values: impl Iterator<Item = f64>) -> Sums {
        let mut sorted: Vec<f64> = values.collect();
        sorted.sort_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
        sorted.chunk_by(|a, b| a == b).fold(Sums::default(), |sum, group| {
            let group = Sums::of_group(group.len() as f64);
            Sums {
                pairs: sum.pairs + group.pairs,
                triples: sum.triples + group.triples,
                spread: sum.spread + group.spread,
            }
        })
    }
}

/// 1 when the second is larger, -1 when smaller.
fn sign(first: f64, second: f64) -> i64 {
    match second.partial_cmp(&first) {
        Some(Ordering::Greater) => 1,
        Some(Ordering::Less) => -1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S of every order of y, by swapping: the definition itself.
    fn all_orders(x: &[f64], y: &mut Vec<f64>, fixed: usize, found: &mut Vec<f64>) {
        if fixed == y.len() {
            let points: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
            found.push(PairCount::of(&points).s as f64);
            return;
        }
        for place in fixed..y.len() {
            y.swap(fixed, place);
            all_orders(x, y, fixed + 1, found);
            y.swap(fixed, place);
        }
    }

    #[test]
    fn the_variance_is_that_of_all_orders() {
        let table: [(&[f64], &[f64]); 5] = [
            (&[1.0, 2.0, 3.0, 4.0, 5.0], &[1.0, 2.0, 3.0, 4.0, 5.0]),
            (&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[1.0, 1.0, 2.0, 2.0, 2.0, 3.0]),
            (&[1.0, 1.0, 2.0, 2.0, 2.0, 3.0], &[0.0, -0.0, 4.0, 4.0, 4.0, 9.0]),
            (&[1.0, 2.0], &[5.0, 3.0]),
            (&[1.0, 2.0, 3.0], &[7.0, 7.0, 7.0]),
        ];
        for (x, y) in table {
            let mut found = Vec::new();
            all_orders(x, &mut y.to_vec(), 0, &mut found);
            let points: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
            let count = PairCount::of(&points);
            let variance = found.iter().map(|s| s * s).sum::<f64>() / found.len() as f64;
            assert!((count.variance - variance).abs() < 1e-9, "{x:?} {y:?}: {} {variance}", count.variance);
            assert!(found.iter().sum::<f64>().abs() < 1e-9);
        }
    }

    #[test]
    fn counts_by_hand() {
        // pairs: up, up, up, down, up, up
        let count = PairCount::of(&[(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (4.0, 4.0)]);
        assert_eq!((count.s, count.tied), (4, false));
        assert!((count.variance - 4.0 * 3.0 * 13.0 / 18.0).abs() < 1e-12);
        assert!(PairCount::of(&[(1.0, 0.0), (2.0, -0.0)]).tied);
        assert_eq!(PairCount::of(&[]), PairCount { s: 0, variance: 0.0, tied: false });
    }
}
