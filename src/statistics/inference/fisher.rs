//! Fisher's exact test: do two sides name a thing in different shares of their documents?

use crate::statistics::inference::outcomes::MOST_EVENTS;
use crate::statistics::inference::outcomes::Outcomes;
use crate::statistics::inference::refusal::Refusal;

/// What a 2x2 table shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fisher {
    /// Two-sided p of equal shares, 0..=1.
    pub p: f64,
    /// Sample odds ratio `ad/(bc)`, 0 or more; `None` when b or c is 0. It is not the conditional estimate R prints.
    pub odds_ratio: Option<f64>,
}

/// Fisher's exact test of `[[a, b], [c, d]]`, rows the two sides, columns naming and not naming.
///
/// With both sides' totals and the number naming held fixed, a is hypergeometric; p sums the chances of all tables no
/// likelier than the observed one (Fisher, Statistical Methods for Research Workers, 1934; R's `fisher.test`).
///
/// Worked number: [[3, 1], [1, 3]] has p = (1 + 16 + 16 + 1)/70 = 0.4857 and odds ratio 9.
///
/// Errors: a side without documents, all documents alike, more than 10^8 documents.
pub fn fisher(table: [[u64; 2]; 2]) -> Result<Fisher, Refusal> {
    let [[a, b], [c, d]] = table;
    let total = a.saturating_add(b).saturating_add(c).saturating_add(d);
    if total > MOST_EVENTS {
        return Err(Refusal::TooManyEvents { found: total, most: MOST_EVENTS });
    }
    if let Some(side) = [a + b, c + d].iter().position(|documents| *documents == 0) {
        return Err(Refusal::EmptySide { side });
    }
    if a + c == 0 || b + d == 0 {
        return Err(Refusal::OneTable);
    }
    let odds_ratio = (b > 0 && c > 0).then(|| (a as f64 / b as f64) * (d as f64 / c as f64));
    Ok(Fisher { p: Outcomes::hypergeometric(a + b, c + d, a + c).as_unlikely(a), odds_ratio })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs()
    }

    #[test]
    fn p_values_agree_with_scipy() {
        // scipy 1.17 stats.fisher_exact; all but the last also by exact fractions
        let table = [
            ([[3, 1], [1, 3]], 34.0 / 70.0, Some(9.0)),
            ([[1, 9], [11, 3]], 0.0027594561852200836, Some(1.0 / 33.0)),
            ([[0, 5], [4, 1]], 1.0 / 21.0, Some(0.0)),
            ([[10, 2], [3, 15]], 0.0005367241191434357, Some(25.0)),
            ([[2, 13], [0, 7]], 1.0, None),
            ([[8, 2], [1, 5]], 0.034965034965034975, Some(20.0)),
            ([[2, 3], [6, 4]], 0.6083916083916083, Some(4.0 / 9.0)),
            ([[120, 880], [160, 840]], 0.011861898653907299, Some(120.0 * 840.0 / (880.0 * 160.0))),
            ([[43_000, 57_000], [42_000, 58_000]], 6.218248743591744e-6, Some(43.0 * 58.0 / (57.0 * 42.0))),
        ];
        for (counts, p, odds_ratio) in table {
            let got = fisher(counts).unwrap();
            assert!(close(got.p, p), "{counts:?}: {got:?}");
            assert_eq!(got.odds_ratio.is_some(), odds_ratio.is_some());
            assert!(got.odds_ratio.zip(odds_ratio).is_none_or(|(a, b)| close(a, b)), "{counts:?}: {got:?}");
        }
    }

    #[test]
    fn turning_the_table_does_not_change_p() {
        for [[a, b], [c, d]] in [[[3, 1], [1, 3]], [[1, 9], [11, 3]], [[0, 6], [2, 5]], [[7, 30], [12, 11]]] {
            let p = fisher([[a, b], [c, d]]).unwrap().p;
            for turned in [[[c, d], [a, b]], [[b, a], [d, c]], [[a, c], [b, d]]] {
                assert!(close(fisher(turned).unwrap().p, p));
            }
        }
    }

    #[test]
    fn a_table_that_says_nothing_is_refused() {
        assert_eq!(fisher([[0, 0], [3, 4]]), Err(Refusal::EmptySide { side: 0 }));
        assert_eq!(fisher([[3, 4], [0, 0]]), Err(Refusal::EmptySide { side: 1 }));
        assert_eq!(fisher([[0, 4], [0, 3]]), Err(Refusal::OneTable));
        assert_eq!(fisher([[4, 0], [3, 0]]), Err(Refusal::OneTable));
        let many = Refusal::TooManyEvents { found: u64::MAX, most: MOST_EVENTS };
        assert_eq!(fisher([[u64::MAX, 1], [1, 1]]), Err(many));
    }
}
