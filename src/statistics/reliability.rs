//! Whether coders who read the same units agree: the coefficients of the field, over plain numbers, with what is missing left out.
//!
//! Cohen (1960, 1968); Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; Gwet (2008). Every coefficient says why it
//! is not defined where it is not: 0/0 is no agreement of any size.

use std::fmt;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::krippendorff::{Level, krippendorff};

/// What each coder made of one unit; `None` where a coder gave nothing.
pub type Unit = Vec<Option<f64>>;

/// Why a coefficient has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Undefined {
    /// No unit was coded by two coders.
    NoPairs,
    /// One unit alone was coded by two: nothing can be said of chance.
    OnePair,
    /// Every value is the same one, so that chance would agree as well.
    OneCategory,
    /// The coefficient is for two coders.
    NotTwoCoders,
    /// The values of a ratio scale are 0 or more.
    Negative,
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Undefined::NoPairs => "no unit was coded by two coders",
            Undefined::OnePair => "a single unit was coded by two coders",
            Undefined::OneCategory => "every value is the same, so that chance would agree as well",
            Undefined::NotTwoCoders => "defined for two coders",
            Undefined::Negative => "a ratio scale has no negative values",
        })
    }
}

/// How a disagreement weighs in [`weighted_kappa`], by the distance of the two places on the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    Linear,
    Quadratic,
}

/// What two coders gave, where both gave something.
fn pairs(units: &[Unit]) -> Result<Vec<(f64, f64)>, Undefined> {
    if units.iter().any(|unit| unit.len() != 2) {
        return Err(Undefined::NotTwoCoders);
    }
    let both = |unit: &Unit| unit.first().copied().flatten().zip(unit.get(1).copied().flatten());
    let pairs: Vec<_> = units.iter().filter_map(both).collect();
    if pairs.is_empty() { Err(Undefined::NoPairs) } else { Ok(pairs) }
}

/// The values that were given, unit by unit, of the units that two coders or more gave one to.
fn shared(units: &[Unit]) -> Vec<Vec<f64>> {
    units.iter().map(|unit| unit.iter().flatten().copied().collect()).filter(|v: &Vec<f64>| v.len() > 1).collect()
}

/// The values that occur, in order.
fn values(units: &[Vec<f64>]) -> Vec<f64> {
    let mut all: Vec<f64> = units.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// How many units two coders or more gave a value to.
pub fn coded_by_both(units: &[Unit]) -> usize {
    shared(units).len()
}

/// The share of agreeing pairs of coders in each unit, averaged over the units; for two coders the share of units they agree in.
///
/// # Errors
///
/// Where no unit was coded by two.
pub fn percent_agreement(units: &[Unit]) -> Result<f64, Undefined> {
    let shared = shared(units);
    if shared.is_empty() {
        return Err(Undefined::NoPairs);
    }
    let sum: f64 = shared.iter().map(|v| super::krippendorff::pairs_that_agree(v)).sum();
    Ok(sum / shared.len() as f64)
}

/// Cohen's kappa, `(p_o - p_e)/(1 - p_e)`: the share of units in agreement, beyond what the two coders' own shares of each value
/// would give by chance.
///
/// Worked number: 118 units 1/1, 5 units 1/0, 2 units 0/1. Agreement 0.944, by chance 0.984 x 0.96 + 0.016 x 0.04 = 0.9453; kappa
/// is -0.0234.
///
/// # Errors
///
/// Where there are not two coders, or nothing but one value.
pub fn cohens_kappa(units: &[Unit]) -> Result<f64, Undefined> {
    let scale = scale(units);
    kappa(&pairs(units)?, |a, b| f64::from(u8::from(a != b)), &scale)
}

/// Weighted kappa, `1 - sum(w o)/sum(w e)`: a disagreement weighs by the distance of the two values' places on the scale, or by its
/// square. `scale` has every value that could be given, in order; a value that is not on it stands in nobody's table.
///
/// # Errors
///
/// As [`cohens_kappa`].
pub fn weighted_kappa(units: &[Unit], scale: &[f64], weights: Weights) -> Result<f64, Undefined> {
    let place = |x: f64| scale.iter().position(|v| *v == x).map_or(f64::NAN, |i| i as f64);
    let weight = |a: f64, b: f64| {
        let distance = (place(a) - place(b)).abs();
        if weights == Weights::Quadratic { distance * distance } else { distance }
    };
    kappa(&pairs(units)?, weight, scale)
}

/// The values that two coders gave where both gave one, in order.
pub fn scale(units: &[Unit]) -> Vec<f64> {
    values(&shared(units))
}

fn kappa(pairs: &[(f64, f64)], weight: impl Fn(f64, f64) -> f64, scale: &[f64]) -> Result<f64, Undefined> {
    let n = pairs.len() as f64;
    let observed: f64 = pairs.iter().map(|(a, b)| weight(*a, *b)).sum::<f64>() / n;
    let share = |of: fn(&(f64, f64)) -> f64, value: f64| pairs.iter().filter(|p| of(p) == value).count() as f64 / n;
    let first: Vec<f64> = scale.iter().map(|v| share(|p| p.0, *v)).collect();
    let second: Vec<f64> = scale.iter().map(|v| share(|p| p.1, *v)).collect();
    let chance = scale.iter().zip(&first).flat_map(|(a, p)| {
        let weight = &weight;
        scale.iter().zip(&second).map(move |(b, q)| p * q * weight(*a, *b))
    });
    let expected: f64 = chance.sum();
    if expected > 0.0 { Ok(1.0 - observed / expected) } else { Err(Undefined::OneCategory) }
}

/// Gwet's AC1, `(p_a - p_e)/(1 - p_e)` with `p_e = sum(pi_k (1 - pi_k))/(q - 1)`: chance agrees only where coders are not certain,
/// so that a value nearly everybody gives does not lower it. For any number of coders; units with one value count in the shares
/// `pi_k` alone. `categories` is how many values the scale has.
///
/// Worked number: the units of [`cohens_kappa`]. pi = (0.984 + 0.96)/2 = 0.972, p_e = 2 x 0.972 x 0.028 = 0.054432; AC1 is
/// (0.944 - 0.054432)/(1 - 0.054432) = 0.9408.
///
/// # Errors
///
/// Where no unit was coded by two, or the scale has one value.
pub fn gwets_ac1(units: &[Unit], categories: usize) -> Result<f64, Undefined> {
    let agreement = percent_agreement(units)?;
    if categories < 2 {
        return Err(Undefined::OneCategory);
    }
    let given: Vec<Vec<f64>> = units.iter().map(|u| u.iter().flatten().copied().collect()).collect();
    let given: Vec<Vec<f64>> = given.into_iter().filter(|v: &Vec<f64>| !v.is_empty()).collect();
    let share = |value: f64| {
        let of = |unit: &Vec<f64>| unit.iter().filter(|x| **x == value).count() as f64 / unit.len() as f64;
        given.iter().map(of).sum::<f64>() / given.len() as f64
    };
    let spread: f64 = values(&given).into_iter().map(share).map(|pi| pi * (1.0 - pi)).sum();
    let chance = spread / (categories - 1) as f64;
    Ok((agreement - chance) / (1.0 - chance))
}

/// Krippendorff's alpha of units that may lack values.
///
/// # Errors
///
/// Where it is 0/0 or rests on a single unit.
pub fn alpha(units: &[Unit], level: Level) -> Result<f64, Undefined> {
    alpha_of(&shared(units), level)
}

fn alpha_of(shared: &[Vec<f64>], level: Level) -> Result<f64, Undefined> {
    match shared.len() {
        0 => return Err(Undefined::NoPairs),
        1 => return Err(Undefined::OnePair),
        _ => {}
    }
    if level == Level::Ratio && shared.iter().flatten().any(|x| *x < 0.0) {
        return Err(Undefined::Negative);
    }
    krippendorff(shared, level).ok_or(Undefined::OneCategory)
}

/// How an interval is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bootstrap {
    pub draws: usize,
    pub seed: u64,
}

/// Where 95 in 100 of the resamples lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
    /// Resamples in which alpha is not defined, since all their values are one; they are left out.
    pub undefined: usize,
}

/// The interval of alpha by the bootstrap over units: as many units as there are, drawn with replacement, again and again; the
/// 2.5th and the 97.5th percentile.
///
/// # Errors
///
/// As [`alpha`]; and where alpha is defined in no resample.
pub fn alpha_interval(units: &[Unit], level: Level, by: Bootstrap) -> Result<Interval, Undefined> {
    let shared = shared(units);
    alpha_of(&shared, level)?;
    let mut chance = ChaCha8Rng::seed_from_u64(by.seed);
    let n = shared.len() as u64;
    let mut found = Vec::with_capacity(by.draws);
    for _ in 0..by.draws {
        // The upper half of a product of 64 bits: each unit is as likely as the others, to one part in 2^32.
        let place = |r: u32| (u64::from(r) * n) >> 32;
        let drawn = (0..n).filter_map(|_| shared.get(place(chance.next_u32()) as usize).cloned());
        found.extend(krippendorff(&drawn.collect::<Vec<_>>(), level));
    }
    found.sort_by(f64::total_cmp);
    let at = |p: f64| {
        let last = found.len().checked_sub(1)?;
        found.get((p * last as f64).round_ties_even() as usize).copied()
    };
    let (lower, upper) = at(0.025).zip(at(0.975)).ok_or(Undefined::OneCategory)?;
    Ok(Interval { lower, upper, undefined: by.draws - found.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(coders: &[&[Option<u8>]]) -> Vec<Unit> {
        let n = coders.first().map_or(0, |c| c.len());
        (0..n).map(|i| coders.iter().map(|c| c[i].map(f64::from)).collect()).collect()
    }

    fn digits(text: &str) -> Vec<Option<u8>> {
        text.split_whitespace().map(|d| d.parse().ok()).collect()
    }

    /// Whether it is this number, as printed with three digits.
    fn prints(x: Result<f64, Undefined>, printed: f64) -> bool {
        (x.expect("a coefficient") - printed).abs() < 0.000_5
    }

    /// Krippendorff (2011): two coders, ten units, binary.
    #[test]
    fn the_published_example_of_two_coders_and_two_values() {
        let units = columns(&[&digits("0 1 0 0 0 0 0 0 1 0"), &digits("1 1 1 0 0 1 0 0 0 0")]);
        assert!(prints(alpha(&units, Level::Nominal), 0.095));
    }

    /// The same: two coders, twelve units, five values (a to e).
    #[test]
    fn the_published_example_of_two_coders_and_five_values() {
        let units = columns(&[&digits("1 1 2 2 4 3 3 3 5 4 4 1"), &digits("2 1 2 2 2 3 3 3 5 4 4 4")]);
        assert!(prints(alpha(&units, Level::Nominal), 0.692));
    }

    /// The same: four coders, twelve units, five values, some missing.
    #[test]
    fn the_published_example_of_four_coders_with_missing_values() {
        let units = columns(&[
            &digits("1 2 3 3 2 1 4 1 2 . . ."),
            &digits("1 2 3 3 2 2 4 1 2 5 . 3"),
            &digits(". 3 3 3 2 3 4 2 2 5 1 ."),
            &digits("1 2 3 3 2 4 4 1 2 5 1 ."),
        ]);
        for (level, printed) in
            [(Level::Nominal, 0.743), (Level::Ordinal, 0.815), (Level::Interval, 0.849), (Level::Ratio, 0.797)]
        {
            assert!(prints(alpha(&units, level), printed), "{level:?}");
        }
        assert_eq!(cohens_kappa(&units), Err(Undefined::NotTwoCoders));
        assert_eq!(coded_by_both(&units), 11);
        let by = Bootstrap { draws: 400, seed: 1 };
        let interval = alpha_interval(&units, Level::Nominal, by).expect("an interval");
        assert!(interval.lower < 0.743 && 0.743 < interval.upper && interval.upper <= 1.0, "{interval:?}");
        assert_eq!(Ok(interval), alpha_interval(&units, Level::Nominal, by));
        assert_ne!(Ok(interval), alpha_interval(&units, Level::Nominal, Bootstrap { draws: 400, seed: 2 }));
    }

    #[test]
    fn kappa_and_ac1_by_hand() {
        let mut units: Vec<Unit> = vec![vec![Some(1.0), Some(1.0)]; 118];
        units.extend(vec![vec![Some(1.0), Some(0.0)]; 5]);
        units.extend(vec![vec![Some(0.0), Some(1.0)]; 2]);
        // A unit that one coder alone read is in no pair.
        units.push(vec![Some(0.0), None]);
        assert_eq!(percent_agreement(&units), Ok(118.0 / 125.0));
        let expected = 1.0 - (7.0 / 125.0) / (1.0 - (0.984 * 0.96 + 0.016 * 0.04));
        assert!((cohens_kappa(&units).expect("kappa") - expected).abs() < 1e-12);
        units.pop();
        assert!((gwets_ac1(&units, 2).expect("AC1") - 0.889_568 / 0.945_568).abs() < 1e-12);
    }

    /// Places 0, 1, 2; pairs 00, 01, 11, 22, 20: distances 1 and 2 of five pairs.
    #[test]
    fn weighted_kappa_by_hand() {
        let pair = |a: f64, b: f64| vec![Some(a), Some(b)];
        let units = [pair(0.0, 0.0), pair(0.0, 1.0), pair(1.0, 1.0), pair(2.0, 2.0), pair(2.0, 0.0)];
        // First coder 0.4, 0.2, 0.4; second 0.4, 0.4, 0.2.
        let linear = 0.4 * (0.4 + 2.0 * 0.2) + 0.2 * (0.4 + 0.2) + 0.4 * (2.0 * 0.4 + 0.4);
        let quadratic = 0.4 * (0.4 + 4.0 * 0.2) + 0.2 * (0.4 + 0.2) + 0.4 * (4.0 * 0.4 + 0.4);
        let scale = [0.0, 1.0, 2.0];
        let kappa = |w| weighted_kappa(&units, &scale, w).expect("kappa");
        assert!((kappa(Weights::Linear) - (1.0 - 0.6 / linear)).abs() < 1e-12);
        assert!((kappa(Weights::Quadratic) - (1.0 - 1.0 / quadratic)).abs() < 1e-12);
        // With two values a disagreement has one size, and all three are one.
        let two = [pair(0.0, 0.0), pair(0.0, 1.0), pair(1.0, 1.0)];
        let plain = cohens_kappa(&two);
        assert_eq!(plain, weighted_kappa(&two, &[0.0, 1.0], Weights::Linear));
        assert_eq!(plain, weighted_kappa(&two, &[0.0, 1.0], Weights::Quadratic));
    }

    #[test]
    fn what_is_not_defined_says_why() {
        let one = |n: usize| vec![vec![Some(1.0), Some(1.0)]; n];
        assert_eq!(alpha(&one(3), Level::Nominal), Err(Undefined::OneCategory));
        assert_eq!(cohens_kappa(&one(3)), Err(Undefined::OneCategory));
        assert_eq!(gwets_ac1(&one(3), 1), Err(Undefined::OneCategory));
        // A scale of two of which one is used is certain, and AC1 is made for that.
        assert_eq!(gwets_ac1(&one(3), 2), Ok(1.0));
        assert_eq!(alpha(&one(1), Level::Nominal), Err(Undefined::OnePair));
        assert_eq!(alpha(&[vec![Some(1.0), None]], Level::Ordinal), Err(Undefined::NoPairs));
        assert_eq!(percent_agreement(&[]), Err(Undefined::NoPairs));
        let negative = vec![vec![Some(-1.0), Some(1.0)], vec![Some(0.0), Some(1.0)]];
        assert_eq!(alpha(&negative, Level::Ratio), Err(Undefined::Negative));
        assert_eq!(percent_agreement(&one(3)), Ok(1.0));
    }
}
