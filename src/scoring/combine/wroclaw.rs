//! The Wroclaw taxonomic method: how far a unit is from the best values of the table.

use crate::scoring::combine::outranking::{check_table, present};
use crate::scoring::combine::refusal::Refusal;

/// Distances from the ideal unit, and the score turned so that higher is better; `None` for a unit without data.
#[derive(Clone, Debug, PartialEq)]
pub struct Wroclaw {
    /// d / d0: Compind's `ci_wroclaw`; 0 at the ideal, LOWER is better.
    pub distance: Vec<Option<f64>>,
    /// 1 - d / d0: Hellwig's measure of development; 1 at the ideal, higher is better, below 0 for a unit beyond d0.
    pub score: Vec<Option<f64>>,
}

/// The taxonomic (Hellwig) composite: Euclidean distance d from the ideal unit, relative to d0 = mean(d) + 2 sd(d).
///
/// The ideal has the highest value of every indicator; d_i = sqrt(sum w (max - z)^2 / sum w) over the known values; sd
/// with n - 1. Equal weights give Compind's figures (a constant factor of d cancels); other weights and missing values,
/// which Compind lacks, follow from the same formula. Normalise before: the distance adds indicators in their own
/// units. At least two units; all alike are refused (d0 = 0). Sources: Hellwig, Przeglad Statystyczny 15, 1968,
/// 307-327; UNESCO, Social indicators, 1974. Worked number: one indicator with 0, 2 and 4 has d = 4, 2, 0, d0 = 2 + 2*2
/// = 6 and scores 1/3, 2/3, 1.
pub fn wroclaw(table: &[Vec<Option<f64>>], weights: &[f64]) -> Result<Wroclaw, Refusal> {
    check_table(table, weights)?;
    let n = present(table, weights).len();
    if n < 2 {
        return Err(Refusal::TooFewUnits { rule: "the Wroclaw method", units: n, need: 2 });
    }
    let highest = |j: usize| table.iter().filter_map(|row| row.get(j).copied().flatten()).max_by(f64::total_cmp);
    let ideal: Vec<Option<f64>> = (0..weights.len()).map(highest).collect();
    let distance = |row: &Vec<Option<f64>>| {
        let known = || row.iter().zip(&ideal).zip(weights).filter_map(|((z, top), w)| Some((w, (*top)? - (*z)?)));
        let total: f64 = known().map(|(w, _)| w).sum();
        (total > 0.0).then(|| (known().map(|(w, gap)| w * gap * gap).sum::<f64>() / total).sqrt())
    };
    let distances: Vec<Option<f64>> = table.iter().map(distance).collect();
    let known = || distances.iter().flatten();
    let mean = known().sum::<f64>() / n as f64;
    let variance = known().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1) as f64;
    let critical = mean + 2.0 * variance.sqrt();
    if !critical.is_finite() {
        return Err(Refusal::Overflow { rule: "the Wroclaw method" });
    }
    if critical <= 0.0 {
        return Err(Refusal::AllAlike);
    }
    let distance: Vec<Option<f64>> = distances.iter().map(|d| d.map(|d| d / critical)).collect();
    let score = distance.iter().map(|d| d.map(|d| 1.0 - d)).collect();
    Ok(Wroclaw { distance, score })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: &[Option<f64>], expected: &[Option<f64>]) {
        assert_eq!(found.len(), expected.len());
        for (f, e) in found.iter().zip(expected) {
            assert!(f.is_some() == e.is_some() && (f.unwrap_or(0.0) - e.unwrap_or(0.0)).abs() < 1e-12, "{f:?} {e:?}");
        }
    }

    #[test]
    fn distances_by_hand() {
        let found = wroclaw(&[vec![Some(0.0)], vec![Some(2.0)], vec![None], vec![Some(4.0)]], &[5.0]).expect("scores");
        close(&found.distance, &[Some(2.0 / 3.0), Some(1.0 / 3.0), None, Some(0.0)]);
        close(&found.score, &[Some(1.0 / 3.0), Some(2.0 / 3.0), None, Some(1.0)]);
    }

    #[test]
    fn the_unweighted_distance_is_the_peers() {
        // Distances sqrt(16 + 9) = 5, 0, sqrt(0 + 1) = 1: mean 2, sd sqrt(7).
        let rows = [[1.0, 2.0], [5.0, 5.0], [5.0, 4.0]];
        let table: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(|z| Some(*z)).collect()).collect();
        let critical = 2.0 + 2.0 * 7.0f64.sqrt();
        let found = wroclaw(&table, &[1.0, 1.0]).expect("scores");
        close(&found.distance, &[Some(5.0 / critical), Some(0.0), Some(1.0 / critical)]);
    }

    /// Values: numpy, from the formula.
    #[test]
    fn weights_and_gaps_follow_the_same_formula() {
        let no = f64::NAN;
        let rows = [[0.2, 0.9, 0.4], [0.8, 0.1, no], [0.5, 0.5, 0.9], [0.9, 0.7, 0.3], [no, 0.2, 0.6]];
        let cells = |rows: [[f64; 3]; 5], gap: Option<f64>| -> Vec<Vec<Option<f64>>> {
            let cell = |z: &f64| if z.is_nan() { gap } else { Some(*z) };
            rows.iter().map(|row| row.iter().map(cell).collect()).collect()
        };
        let found = wroclaw(&cells(rows, None), &[0.5, 0.2, 0.3]).expect("scores");
        let expected =
            [0.8893360372925838, 0.6852794402039181, 0.5261382950608582, 0.5354512002693501, 0.786069428403948];
        close(&found.distance, &expected.map(Some));
        let found = wroclaw(&cells(rows, Some(0.5)), &[1.0; 3]).expect("scores");
        let expected =
            [0.8041484263478802, 0.8413232018624924, 0.5288047477391529, 0.591221681384687, 0.8041484263478802];
        close(&found.distance, &expected.map(Some));
    }

    #[test]
    fn alike_units_are_refused() {
        assert_eq!(wroclaw(&[vec![Some(3.0)], vec![Some(3.0)]], &[1.0]), Err(Refusal::AllAlike));
        assert!(matches!(wroclaw(&[vec![Some(3.0)]], &[1.0]), Err(Refusal::TooFewUnits { units: 1, .. })));
    }
}
