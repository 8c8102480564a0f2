//! p-values adjusted for the number of tests.

/// Benjamini-Hochberg adjusted p-values: with the m known p in ascending order, adj(i) = min over k >= i of p(k) m / k,
/// at most 1. Rejecting where adj <= q keeps the expected share of false discoveries under q (Benjamini and Hochberg,
/// Journal of the Royal Statistical Society B 57, 1995, 289-300); R's `p.adjust(method = "BH")`. Absent tests are not
/// counted. Worked: 0.01, 0.02, 0.03, 0.2 give 0.04, 0.04, 0.04, 0.2.
pub fn benjamini_hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut known: Vec<(usize, f64)> = p.iter().enumerate().filter_map(|(i, p)| Some((i, (*p)?))).collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1));
    let tests = known.len() as f64;
    let mut adjusted = vec![None; p.len()];
    let mut least = 1.0_f64;
    for (behind, (index, p)) in known.into_iter().enumerate() {
        least = least.min(p * (tests / (tests - behind as f64)));
        if let Some(place) = adjusted.get_mut(index) {
            *place = Some(least);
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjusted_by_hand() {
        let got = benjamini_hochberg(&[Some(0.2), None, Some(0.01), Some(0.03), Some(0.02)]);
        for (got, want) in got.iter().zip([Some(0.2), None, Some(0.04), Some(0.04), Some(0.04)]) {
            match (got, want) {
                (Some(got), Some(want)) => assert!((got - want).abs() < 1e-15),
                (got, want) => assert_eq!(*got, want),
            }
        }
        assert!(benjamini_hochberg(&[]).is_empty());
    }
}
