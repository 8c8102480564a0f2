//! Whether coders agree: the share of pairs that do, and Krippendorff's alpha.
//!
//! Krippendorff (2019), Content Analysis, chapter 12.

/// How far two values differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Different or not.
    Nominal,
    /// By how many of all values given lie between the two.
    Ordinal,
    /// By the square of their difference.
    Interval,
    /// By the square of their difference as a share of their sum: for quantities that begin at a true zero.
    Ratio,
}

impl Level {
    pub fn word(self) -> &'static str {
        match self {
            Level::Nominal => "nominal",
            Level::Ordinal => "ordinal",
            Level::Interval => "interval",
            Level::Ratio => "ratio",
        }
    }
}

/// The share of pairs of values that are equal. Worked number: of 1, 1, 0 one pair of three.
pub(crate) fn pairs_that_agree(values: &[f64]) -> f64 {
    let n = values.len();
    let pairs = values.iter().enumerate().flat_map(|(i, a)| values.iter().skip(i + 1).map(move |b| a == b));
    pairs.filter(|same| *same).count() as f64 / (n * n.saturating_sub(1) / 2) as f64
}

/// Krippendorff's alpha, `1 - D_o/D_e`, of units with the values their coders gave; those with fewer than two do not count.
/// `None` where all values are one (0/0), or there are none.
///
/// Worked number: two coders, four units, nominal: 00, 00, 11, 01. Observed disagreement 2/8; expected 2 x 5 x 3/(8 x 7); alpha
/// 1 - 0.25/0.5357 = 0.5333.
pub fn krippendorff(units: &[Vec<f64>], level: Level) -> Option<f64> {
    let mut together: Vec<(f64, f64, f64)> = Vec::new();
    let mut counts: Vec<(f64, f64)> = Vec::new();
    for values in units.iter().filter(|v| v.len() > 1) {
        let weight = 1.0 / (values.len() - 1) as f64;
        for (i, a) in values.iter().enumerate() {
            match counts.iter_mut().find(|(value, _)| value == a) {
                Some((_, n)) => *n += 1.0,
                None => counts.push((*a, 1.0)),
            }
            let others = values.iter().enumerate().filter(|(j, _)| *j != i);
            together.extend(others.map(|(_, b)| (*a, *b, weight)));
        }
    }
    counts.sort_by(|x, y| x.0.total_cmp(&y.0));
    let all: f64 = counts.iter().map(|(_, n)| n).sum();
    let distance = |a: f64, b: f64| match level {
        Level::Nominal => f64::from(u8::from(a != b)),
        Level::Ordinal => {
            let (low, high) = (a.min(b), a.max(b));
            let between: f64 = counts.iter().filter(|(v, _)| (low..=high).contains(v)).map(|(_, n)| n).sum();
            let ends: f64 =
                [a, b].iter().flat_map(|x| counts.iter().filter(move |(v, _)| v == x)).map(|(_, n)| n).sum();
            (between - ends / 2.0).powi(2)
        }
        Level::Interval => (a - b).powi(2),
        Level::Ratio if a + b == 0.0 => 0.0,
        Level::Ratio => ((a - b) / (a + b)).powi(2),
    };
    let observed: f64 = together.iter().map(|(a, b, w)| w * distance(*a, *b)).sum::<f64>() / all;
    let pairs = counts.iter().flat_map(|(a, n)| counts.iter().map(move |(b, m)| (*a, *b, n * m)));
    let expected: f64 = pairs.map(|(a, b, n)| n * distance(a, b)).sum::<f64>() / (all * (all - 1.0));
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_by_hand() {
        let units = [vec![0.0, 0.0], vec![0.0, 0.0], vec![1.0, 1.0], vec![0.0, 1.0], vec![1.0]];
        let alpha = krippendorff(&units, Level::Nominal).expect("variation");
        assert!((alpha - (1.0 - 0.25 / (30.0 / 56.0))).abs() < 1e-12, "{alpha}");
        assert_eq!(
            krippendorff(&[vec![1.0, 1.0], vec![1.0, 1.0]], Level::Nominal),
            None,
            "no variation gives no alpha"
        );
        assert_eq!(krippendorff(&[], Level::Ordinal), None);
        // Full agreement is 1 at every level, and a step of two ranks weighs more than a step of one.
        let full = [vec![-1.0, -1.0], vec![0.0, 0.0], vec![2.0, 2.0]];
        assert_eq!(krippendorff(&full, Level::Ordinal), Some(1.0));
        let off = |x: f64| [vec![0.0, x], vec![0.0, 0.0], vec![1.0, 1.0], vec![2.0, 2.0]];
        let (near, far) = (krippendorff(&off(1.0), Level::Ordinal), krippendorff(&off(2.0), Level::Ordinal));
        assert!(near > far, "{near:?} {far:?}");
        assert!((pairs_that_agree(&[1.0, 1.0, 0.0]) - 1.0 / 3.0).abs() < 1e-12);
    }
}
