//! Ranks among values of which some count as tied, and the spread that a tie is a share of.

/// 1 + the number of units ahead by more than `tie`.
pub(super) fn ranks(totals: &[f64], tie: f64) -> Vec<usize> {
    totals.iter().map(|own| 1 + totals.iter().filter(|other| **other - own > tie).count()).collect()
}

/// From the least to the largest value; 1 where all are the same.
pub(super) fn spread<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    if high > low { high - low } else { 1.0 }
}
