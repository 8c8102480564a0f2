//! Ranks, with a declared rule for ties and a declared width of them.

use thiserror::Error;

/// The rank of equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// The mean of the places they take.
    Average,
    /// The first of these places.
    Minimum,
    /// The last of these places.
    Maximum,
    /// The first, and the next number takes the very next rank.
    Dense,
}

/// Values nearer to each other than this share of the largest are one where they were computed.
const ROUNDING: f64 = 1e-12;

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

/// Where a value stands among values: how many are below it, how many are equal to it (itself included), and how many
/// different ones are below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub below: usize,
    pub equal: usize,
    pub steps_below: usize,
}

impl Place {
    /// The rank from below, 1 for the lowest value.
    pub fn rank(self, ties: Ties) -> f64 {
        match ties {
            Ties::Minimum => self.below as f64 + 1.0,
            Ties::Maximum => (self.below + self.equal) as f64,
            Ties::Average => self.below as f64 + (self.equal as f64 + 1.0) / 2.0,
            Ties::Dense => self.steps_below as f64 + 1.0,
        }
    }
}

/// Where each of the values stands. Equal as numbers is equal: there is one zero.
///
/// Worked example: of 10, 20, 20, 5 the first has one value below it, each 20 has two, and 5 none; by `Average` their
/// ranks from below are 2, 3.5, 3.5, 1.
pub fn places(values: &[f64]) -> Vec<Place> {
    let mut found = vec![Place::default(); values.len()];
    let mut below = 0;
    for (steps_below, tied) in ascending(values).chunk_by(|a, b| a.1 == b.1).enumerate() {
        for (at, _) in tied {
            if let Some(place) = found.get_mut(*at) {
                *place = Place { below, equal: tied.len(), steps_below };
            }
        }
        below += tied.len();
    }
    found
}

/// The rank of each unit, 1 for the highest score; a unit without a score has no rank and takes no place.
///
/// Scores tie when they are equal as numbers: see [`settled`] where they were computed in more than one way. Worked
/// example: scores 9, 7, none, 7, 3 by `Minimum` are 1, 2, none, 2, 4; by `Average` 1, 2.5, none, 2.5, 4; by `Dense` 1, 2,
/// none, 2, 3.
pub fn ranks(scores: &[Option<f64>], ties: Ties) -> Result<Vec<Option<f64>>, Refusal> {
    if let Some(unit) = scores.iter().position(|s| s.is_some_and(|s| !s.is_finite())) {
        return Err(Refusal::NotFinite { unit });
    }
    let reversed: Vec<f64> = scores.iter().flatten().map(|s| -s).collect();
    let mut found = places(&reversed).into_iter().map(|place| place.rank(ties));
    Ok(scores.iter().map(|score| score.and_then(|_| found.next())).collect())
}

/// The values, those within rounding error of the next lower one made equal to it.
///
/// The same mean taken in another order differs in its last digits; that must not put one of two equals ahead. Rounding error is
/// 1e-12 of the largest magnitude. Worked example: 0.1 + 0.2, 0.3 and 0.1 become 0.3, 0.3 and 0.1.
pub fn settled(values: &[f64]) -> Vec<f64> {
    let tolerance = ROUNDING * values.iter().fold(0.0_f64, |size, v| size.max(v.abs()));
    let mut settled = values.to_vec();
    for tied in ascending(values).chunk_by(|a, b| b.1 - a.1 <= tolerance) {
        let lowest = tied.first().map_or(0.0, |one| one.1);
        for (at, _) in tied {
            if let Some(value) = settled.get_mut(*at) {
                *value = lowest;
            }
        }
    }
    settled
}

/// The same for a column with gaps.
pub fn settled_scores(scores: &[Option<f64>]) -> Vec<Option<f64>> {
    let known: Vec<f64> = scores.iter().flatten().copied().collect();
    let mut settled = settled(&known).into_iter();
    scores.iter().map(|score| score.and_then(|_| settled.next())).collect()
}

/// The values with their places, from the lowest.
fn ascending(values: &[f64]) -> Vec<(usize, f64)> {
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_follow_the_declared_rule() {
        let scores = [Some(9.0), Some(7.0), None, Some(7.0), Some(3.0)];
        let by = |ties| ranks(&scores, ties).expect("ranks");
        assert_eq!(by(Ties::Minimum), [Some(1.0), Some(2.0), None, Some(2.0), Some(4.0)]);
        assert_eq!(by(Ties::Maximum), [Some(1.0), Some(3.0), None, Some(3.0), Some(4.0)]);
        assert_eq!(by(Ties::Average), [Some(1.0), Some(2.5), None, Some(2.5), Some(4.0)]);
        assert_eq!(by(Ties::Dense), [Some(1.0), Some(2.0), None, Some(2.0), Some(3.0)]);
    }

    #[test]
    fn zeros_tie_whatever_their_sign_and_nothing_is_ranked_from_nothing() {
        assert_eq!(ranks(&[Some(0.0), Some(-0.0)], Ties::Minimum), Ok(vec![Some(1.0), Some(1.0)]));
        assert_eq!(ranks(&[None, None], Ties::Average), Ok(vec![None, None]));
        assert_eq!(ranks(&[None, Some(f64::NAN)], Ties::Dense), Err(Refusal::NotFinite { unit: 1 }));
    }

    #[test]
    fn places_and_dust_by_hand() {
        let from_below: Vec<f64> =
            places(&[10.0, 20.0, 20.0, 5.0]).iter().map(|place| place.rank(Ties::Average)).collect();
        assert_eq!(from_below, [2.0, 3.5, 3.5, 1.0]);
        assert_eq!(settled(&[0.1 + 0.2, 0.3, 0.1]), [0.3, 0.3, 0.1]);
        assert_eq!(settled_scores(&[Some(0.1 + 0.2), None, Some(0.3)]), [Some(0.3), None, Some(0.3)]);
        assert!(places(&[]).is_empty() && settled(&[]).is_empty());
    }
}
