//! The median and the interval of many numbers.

use crate::scoring::moments::quantile_among;

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
    let mut known: Vec<f64> = numbers.filter(|x| !x.is_nan()).collect();
    let (low, median, high) =
        (quantile_among(&mut known, 0.05)?, quantile_among(&mut known, 0.5)?, quantile_among(&mut known, 0.95)?);
    Some(Spread { median, low, high, known: known.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreads_by_hand() {
        let found = spread([5.0, f64::NAN, 1.0, 3.0, 2.0, 4.0].into_iter()).expect("a spread");
        assert!((found.low - 1.2).abs() < 1e-12 && (found.high - 4.8).abs() < 1e-12);
        assert_eq!((found.median, found.known), (3.0, 5));
        assert_eq!(spread([f64::NAN].into_iter()), None);
    }
}
