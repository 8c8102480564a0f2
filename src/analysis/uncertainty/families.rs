//! Families of draws: by which of the declared choices the draws of the headline divide most.

use super::sample::{Band, Plan, Streams};
use crate::analysis::multiverse::{Factor, FactorKind, FixedFactors, Multiverse, level};

/// Parts into which a range is cut that has no levels of its own.
pub const PARTS: usize = 3;

/// The draws divided by the levels of one choice, or by the thirds of one range.
#[derive(Clone, Debug, PartialEq)]
pub struct Families {
    /// As it varies on absolute scales.
    pub factor: Factor,
    /// How many families there are; those of a range are its thirds, from the lowest.
    pub count: usize,
    /// By draw: its family.
    pub of: Vec<usize>,
    /// By unit: how much of the variance of its headline lies between the families; nothing where it does not vary.
    pub shares: Vec<Option<f64>>,
}

/// Divides the draws on absolute scales by the choice that divides them most: of this unit, or of all in the mean.
///
/// Looked at are factors with levels or with a range. Where a factor picks one random set of numbers after another,
/// nearness means nothing, and there are no families. `headline` has the draws of each unit that gave a number, each
/// with its place; the same streams give their coordinates again, at no cost in runs.
pub fn families<M: Multiverse>(
    multiverse: &M,
    plan: Plan,
    headline: &[Vec<(usize, f64)>],
    unit: Option<usize>,
) -> Option<Families> {
    let absolute = FixedFactors::absolute(multiverse);
    let factors = absolute.factors();
    let mut streams = Streams::new(factors, plan.seed, Band::Full, 0, None);
    let mut point = Vec::with_capacity(factors.len());
    let counts: Vec<usize> = factors.iter().map(|f| count(&f.kind)).collect();
    let mut of: Vec<Vec<usize>> = vec![Vec::with_capacity(plan.draws); factors.len()];
    for _ in 0..plan.draws {
        streams.next(&mut point);
        for ((own, coordinate), count) in of.iter_mut().zip(&point).zip(&counts) {
            own.push(level(coordinate.unwrap_or(0.0), *count));
        }
    }
    let divided =
        factors.iter().zip(counts).zip(of).filter(|((_, count), _)| *count > 1).map(|((factor, count), of)| {
            let shares = headline.iter().map(|draws| between(draws, &of, count)).collect();
            Families { factor: factor.clone(), count, of, shares }
        });
    // The first of equal ones.
    divided
        .filter_map(|f| Some((f.divides(unit)?, f)))
        .fold(None, |best: Option<(f64, Families)>, own| match best {
            Some(best) if best.0 >= own.0 => Some(best),
            _ => Some(own),
        })
        .map(|(_, families)| families)
}

/// A factor that picks one random set after another has a single family.
fn count(kind: &FactorKind) -> usize {
    match kind {
        FactorKind::Discrete { levels, .. } => levels.len(),
        FactorKind::Continuous => PARTS,
        FactorKind::Drawn => 1,
    }
}

impl Families {
    /// How much of the variance lies between the families: of one unit, or of all that vary in the mean.
    pub fn divides(&self, unit: Option<usize>) -> Option<f64> {
        if let Some(unit) = unit {
            return self.shares.get(unit).copied().flatten();
        }
        let known: Vec<f64> = self.shares.iter().copied().flatten().collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    }
}

/// The share of the variance that lies between the families, less what as many families without any effect would have
/// (epsilon squared); never below 0, and nothing where there is no variance.
///
/// Worked number: 1, 2 in one family and 5, 6 in another have 17 squared points about their mean, 1 of them within the
/// families: 1 − (1/2) / (17/3) = 0.912.
fn between(draws: &[(usize, f64)], of: &[usize], count: usize) -> Option<f64> {
    let n = draws.len();
    let mean = draws.iter().map(|(_, x)| x).sum::<f64>() / n.max(1) as f64;
    let mut sums = vec![(0.0, 0usize); count];
    let family = |draw: usize| of.get(draw).copied().unwrap_or(0);
    for (draw, x) in draws {
        if let Some((sum, members)) = sums.get_mut(family(*draw)) {
            *sum += x;
            *members += 1;
        }
    }
    let inner = |draw: usize| sums.get(family(draw)).map_or(mean, |(sum, members)| sum / (*members).max(1) as f64);
    let (within, all) = draws
        .iter()
        .fold((0.0, 0.0), |(within, all), (draw, x)| (within + (x - inner(*draw)).powi(2), all + (x - mean).powi(2)));
    let filled = sums.iter().filter(|(_, members)| *members > 0).count();
    if filled < 2 || n <= filled || all <= 1e-12 * n as f64 {
        return None;
    }
    let adjusted = (within / (n - filled) as f64) / (all / (n - 1) as f64);
    Some((1.0 - adjusted).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_between_families_by_hand() {
        let draws = [(0, 1.0), (1, 2.0), (3, 5.0), (4, 6.0)];
        // The third draw gave no number.
        let of = [0, 0, 1, 1, 1];
        let found = between(&draws, &of, 2).expect("a share");
        assert!((found - (1.0 - 0.5 / (17.0 / 3.0))).abs() < 1e-12, "{found}");
        assert_eq!(between(&draws, &[0; 5], 2), None, "one family alone");
        assert_eq!(between(&[(0, 4.0), (1, 4.0), (2, 4.0)], &of, 2), None, "no variance");
        // What has no effect has no share, and none below 0.
        assert_eq!(between(&[(0, 1.0), (1, 2.0), (2, 1.0), (3, 2.0)], &[0, 0, 1, 1], 2), Some(0.0));
    }
}
