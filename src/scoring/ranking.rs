//! Ranks from scores, with a declared rule for ties.

use thiserror::Error;

/// What rank tied units get; scores 9, 7, 7, 3 as the example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TieRule {
    /// Competition rank, 1 + the number of better units: 1, 2, 2, 4.
    Minimum,
    /// The mean of the places they take: 1, 2.5, 2.5, 4.
    Average,
    /// 1 + the number of distinct better scores: 1, 2, 2, 3.
    Dense,
}

#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    #[error("the score of unit {unit} is not a finite number")]
    NotFinite { unit: usize },
}

impl Refusal {
    /// How the user can mend it.
    pub fn hint(&self) -> String {
        "Mark a unit without a score as missing; it is then left unranked.".to_owned()
    }
}

/// The rank of each unit, 1 for the highest score; a unit without a score has no rank and takes no place.
///
/// Scores tie when they are equal as numbers: round them before if a tie should be wider. Worked number: scores 9, 7,
/// none, 7, 3 by `Minimum` are 1, 2, none, 2, 4.
pub fn ranks(scores: &[Option<f64>], ties: TieRule) -> Result<Vec<Option<f64>>, Refusal> {
    if let Some(unit) = scores.iter().position(|s| s.is_some_and(|s| !s.is_finite())) {
        return Err(Refusal::NotFinite { unit });
    }
    let mut sorted: Vec<f64> = scores.iter().flatten().copied().collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let mut distinct = sorted.clone();
    distinct.dedup();
    let rank = |score: f64| {
        let better = sorted.partition_point(|s| *s > score);
        let not_worse = sorted.partition_point(|s| *s >= score);
        match ties {
            TieRule::Minimum => better as f64 + 1.0,
            TieRule::Average => (better + 1 + not_worse) as f64 / 2.0,
            TieRule::Dense => distinct.partition_point(|s| *s > score) as f64 + 1.0,
        }
    };
    Ok(scores.iter().map(|score| score.map(rank)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_follow_the_declared_rule() {
        let scores = [Some(9.0), Some(7.0), None, Some(7.0), Some(3.0)];
        let by = |ties| ranks(&scores, ties).expect("ranks");
        assert_eq!(by(TieRule::Minimum), [Some(1.0), Some(2.0), None, Some(2.0), Some(4.0)]);
        assert_eq!(by(TieRule::Average), [Some(1.0), Some(2.5), None, Some(2.5), Some(4.0)]);
        assert_eq!(by(TieRule::Dense), [Some(1.0), Some(2.0), None, Some(2.0), Some(3.0)]);
    }

    #[test]
    fn zeros_tie_whatever_their_sign_and_nothing_is_ranked_from_nothing() {
        assert_eq!(ranks(&[Some(0.0), Some(-0.0)], TieRule::Minimum), Ok(vec![Some(1.0), Some(1.0)]));
        assert_eq!(ranks(&[None, None], TieRule::Average), Ok(vec![None, None]));
        assert_eq!(ranks(&[None, Some(f64::NAN)], TieRule::Dense), Err(Refusal::NotFinite { unit: 1 }));
    }
}
