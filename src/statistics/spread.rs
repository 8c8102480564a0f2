//! The median and the interval of many numbers.

/// What many draws of one number come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub median: f64,
    /// 5th and 95th percentile.
    pub low: f64,
    pub high: f64,
    /// Draws that gave a number.
    pub known: usize,
}

/// Median and 90 % interval of the numbers that are known; nothing where none is.
///
/// Worked number: of 1, 2, 3, 4, 5 the median is 3 and the interval from 1.2 to 4.8.
pub fn spread(numbers: impl Iterator<Item = f64>) -> Option<Spread> {
    spread_among(numbers.filter(|x| !x.is_nan()).collect())
}

/// The same of numbers that are all known. The median is selected first, so that either end is looked for in its own half alone.
pub(crate) fn spread_among(mut known: Vec<f64>) -> Option<Spread> {
    let last = known.len().checked_sub(1)?;
    let ends = |share: f64| (last as f64 * share).floor() as usize;
    let (low, middle, high) = (ends(0.05), ends(0.5), ends(0.95));
    // Beside each of the two order statistics stands the next one, or the fraction between them is 0.
    let mut order = |from: usize, to: usize, at: usize| -> Option<(f64, f64)> {
        let (_, below, rest) = known.get_mut(from..to)?.select_nth_unstable_by(at - from, f64::total_cmp);
        let below = *below;
        Some((below, rest.iter().copied().min_by(f64::total_cmp).unwrap_or(below)))
    };
    let median = order(0, last + 1, middle)?;
    // Up to the next one of the lower end: it may be the median itself.
    let found = [order(0, (middle + 1).max(low + 2).min(last + 1), low)?, median, order(middle, last + 1, high)?];
    let [low, median, high] = found;
    Some(Spread {
        low: between(last, 0.05, low),
        median: between(last, 0.5, median),
        high: between(last, 0.95, high),
        known: last + 1,
    })
}

/// The same of the whole numbers from 1, given how often each occurs.
///
/// Worked number: 1 twice and 2 once have the median 1 and the interval from 1 to 1.9.
pub(crate) fn spread_of_counts(times: &[u32]) -> Option<Spread> {
    let known: usize = times.iter().map(|n| *n as usize).sum();
    let last = known.checked_sub(1)?;
    let value = |place: usize| {
        let mut below = 0;
        let found = times.iter().position(|n| {
            below += *n as usize;
            below > place
        });
        found.map_or(0.0, |at| at as f64 + 1.0)
    };
    let at = |share: f64| {
        let below = (last as f64 * share).floor() as usize;
        between(last, share, (value(below), value((below + 1).min(last))))
    };
    Some(Spread { low: at(0.05), median: at(0.5), high: at(0.95), known })
}

/// The quantile of type 7 between two neighbouring order statistics of `last` + 1 numbers.
fn between(last: usize, share: f64, (below, above): (f64, f64)) -> f64 {
    let at = last as f64 * share;
    let between = at - at.floor();
    // Without a fraction the next number has no part in it, however large it is.
    let above = if between > 0.0 { above } else { below };
    below * (1.0 - between) + above * between
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::moments::quantile;

    #[test]
    fn spreads_by_hand() {
        let found = spread([5.0, f64::NAN, 1.0, 3.0, 2.0, 4.0].into_iter()).expect("a spread");
        assert!((found.low - 1.2).abs() < 1e-12 && (found.high - 4.8).abs() < 1e-12);
        assert_eq!((found.median, found.known), (3.0, 5));
        assert_eq!(spread([f64::NAN].into_iter()), None);
        let counted = spread_of_counts(&[2, 1]).expect("a spread");
        assert!((counted.high - 1.9).abs() < 1e-12 && (counted.low, counted.median, counted.known) == (1.0, 1.0, 3));
        assert_eq!(spread_of_counts(&[0, 0]), None);
    }

    #[test]
    fn every_way_to_a_spread_gives_the_bits_of_three_quantiles() {
        for n in 1..200_usize {
            let ranks: Vec<usize> = (0..n).map(|i| 1 + i * i * 31 % 17).collect();
            let mut times = [0; 17];
            ranks.iter().for_each(|r| times[r - 1] += 1);
            let numbers: Vec<f64> = ranks.iter().map(|r| *r as f64).collect();
            let scores: Vec<f64> = (0..n).map(|i| ((i * 7919) % 1009) as f64 / 7.0).collect();
            let by_quantiles = |of: &[f64]| {
                let at = |share| quantile(of, share).map(f64::to_bits);
                (at(0.05), at(0.5), at(0.95))
            };
            let bits = |s: Spread| (Some(s.low.to_bits()), Some(s.median.to_bits()), Some(s.high.to_bits()));
            assert_eq!(spread(numbers.iter().copied()).map(bits), Some(by_quantiles(&numbers)), "{n}");
            assert_eq!(spread_of_counts(&times).map(bits), Some(by_quantiles(&numbers)), "{n}");
            assert_eq!(spread(scores.iter().copied()).map(bits), Some(by_quantiles(&scores)), "{n}");
        }
    }
}
