//! The Condorcet winner and the majority's tiers.

use crate::scoring::combine::outranking::Outranking;
use crate::scoring::combine::refusal::Refusal;

/// What pairwise majorities settle.
#[derive(Clone, Debug, PartialEq)]
pub struct Condorcet {
    /// The unit that beats every other one, if there is one.
    pub winner: Option<usize>,
    /// The unit that every other one beats, if there is one.
    pub loser: Option<usize>,
    /// The finest ordered groups such that every unit of a group beats every unit of all later groups; a group of more
    /// than one is a circle or a draw. Members ascend by row.
    pub tiers: Vec<Vec<usize>>,
}

impl Condorcet {
    /// The ranking, best first, where the majority has one: every tier holds one unit.
    pub fn order(&self) -> Result<Vec<usize>, Refusal> {
        match self.tiers.iter().find(|tier| tier.len() > 1) {
            Some(tier) => Err(Refusal::NoMajorityOrder { members: tier.clone() }),
            None => Ok(self.tiers.iter().flatten().copied().collect()),
        }
    }
}

/// Condorcet's rule (Handbook step 7): a ranks above b when more weight speaks for a. It may run in a circle, which is
/// shown as a tier, never resolved by chance.
///
/// The first tier is the Smith set. Worked number: with three indicators that rank a > b > c, b > c > a and c > a > b
/// every majority is 2 to 1 and all three stand in one tier.
pub fn condorcet(matrix: &Outranking) -> Condorcet {
    let tiers = tiers(matrix);
    let single = |tier: Option<&Vec<usize>>| match tier.map(Vec::as_slice) {
        Some([place]) => matrix.members().get(*place).copied(),
        _ => None,
    };
    let (winner, loser) = (single(tiers.first()), single(tiers.last()));
    let rows = |tier: Vec<usize>| tier.iter().filter_map(|place| matrix.members().get(*place).copied()).collect();
    Condorcet { winner, loser, tiers: tiers.into_iter().map(rows).collect() }
}

/// The tiers by place in `members`.
///
/// With 2 points for a win and 1 for a draw, the k units with most points beat all others if and only if together they
/// have all the points they could: k (k - 1) among themselves and 2 k (n - k) from the others.
pub(crate) fn tiers(matrix: &Outranking) -> Vec<Vec<usize>> {
    let n = matrix.members().len();
    let points = |i: usize| {
        (0..n).filter(|j| *j != i).map(|j| 1 + usize::from(matrix.beats(i, j)) - usize::from(matrix.beats(j, i))).sum()
    };
    let mut ranked: Vec<(usize, usize)> = (0..n).map(|i| (points(i), i)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let (mut tiers, mut tier, mut sum) = (Vec::new(), Vec::new(), 0);
    for (k, (points, i)) in (1..).zip(ranked) {
        tier.push(i);
        sum += points;
        if sum == k * (k - 1) + 2 * k * (n - k) {
            tier.sort_unstable();
            tiers.push(std::mem::take(&mut tier));
        }
    }
    tiers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[[f64; 3]]) -> Condorcet {
        let table: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(|z| Some(*z)).collect()).collect();
        condorcet(&Outranking::of(&table, &[1.0, 1.0, 1.0]).expect("a matrix"))
    }

    #[test]
    fn a_circle_has_no_winner_and_is_refused_as_an_order() {
        let circle = of(&[[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [1.0, 2.0, 3.0]]);
        assert_eq!(circle, Condorcet { winner: None, loser: None, tiers: vec![vec![0, 1, 2]] });
        assert_eq!(circle.order(), Err(Refusal::NoMajorityOrder { members: vec![0, 1, 2] }));
    }

    #[test]
    fn a_majority_order_is_found_wherever_the_rows_stand() {
        let order = of(&[[1.0, 2.0, 1.0], [3.0, 1.0, 3.0], [2.0, 3.0, 2.0]]);
        assert_eq!((order.winner, order.loser), (Some(1), Some(0)));
        assert_eq!(order.order(), Ok(vec![1, 2, 0]));
    }

    #[test]
    fn a_winner_may_stand_above_a_circle_and_a_draw_is_a_tier() {
        let mixed =
            of(&[[3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [9.0, 9.0, 9.0], [1.0, 2.0, 3.0], [0.0, 0.0, 0.0], [0.0; 3]]);
        assert_eq!(mixed.tiers, vec![vec![2], vec![0, 1, 3], vec![4, 5]]);
        assert_eq!((mixed.winner, mixed.loser), (Some(2), None));
    }
}
