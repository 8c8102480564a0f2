//! Placebo dates: would a date at which nothing happened show as large an effect?

use crate::statistics::inference::refusal::Refusal;

/// Under this many placebos with an effect, p says little: it cannot fall under 1 in 5.
pub const FEW_PLACEBOS: usize = 5;

/// Effects that differ by less than this share of the true one count as equal.
const SAME_EFFECT: f64 = 1e-9;

/// The effect at the true date among those at placebo dates.
#[derive(Clone, Debug, PartialEq)]
pub struct Placebo<D> {
    pub date: D,
    pub effect: f64,
    /// Every placebo date as given, with its effect; `None` where it cannot be computed.
    pub placebos: Vec<(D, Option<f64>)>,
    /// Placebos with an effect.
    pub computed: usize,
    /// Placebos with an effect at least as large, either way.
    pub as_large: usize,
    /// `(1 + as_large)/(1 + computed)`, above 0 and at most 1.
    pub p: f64,
    /// Fewer than five placebos have an effect.
    pub few: bool,
}

/// Rank of the effect at the true date among the effects at placebo dates, both ways.
///
/// `p = (1 + placebos with |effect| >= |true effect|)/(1 + placebos)`, counting only placebos whose effect can be
/// computed (Abadie, Diamond and Hainmueller, Journal of the American Statistical Association 105, 2010, 493-505, rank
/// in the same way; the 1 counts the true date itself). It is a p-value only as far as the true date could as well have
/// been any of the placebos. Without any placebo it is 1. Effects equal to within rounding (1 in 10^9) count as large.
///
/// Worked number: effect 4 with placebos 1, -5, 2, 3, missing: one of four as large, p = 2/5, few.
///
/// Errors: no effect at the true date, an effect that is not finite, a placebo given twice or equal to the true date.
pub fn placebo<D, F>(date: &D, placebos: &[D], effect: F) -> Result<Placebo<D>, Refusal>
where
    D: Clone + PartialEq,
    F: Fn(&D) -> Option<f64>,
{
    if let Some(place) = placebos.iter().position(|other| other == date) {
        return Err(Refusal::TrueDateAsPlacebo { place });
    }
    let repeated =
        placebos.iter().enumerate().find(|(place, other)| placebos.iter().take(*place).any(|one| one == *other));
    if let Some((place, _)) = repeated {
        return Err(Refusal::RepeatedPlacebo { place });
    }
    let found = effect(date).ok_or(Refusal::NoEffect)?;
    if !found.is_finite() {
        return Err(Refusal::EffectNotFinite);
    }
    let placebos: Vec<(D, Option<f64>)> = placebos.iter().map(|other| (other.clone(), effect(other))).collect();
    if let Some(place) = placebos.iter().position(|(_, effect)| effect.is_some_and(|effect| !effect.is_finite())) {
        return Err(Refusal::PlaceboNotFinite { place });
    }
    let limit = found.abs() * (1.0 - SAME_EFFECT);
    let computed = placebos.iter().filter(|(_, effect)| effect.is_some()).count();
    let as_large = placebos.iter().filter(|(_, effect)| effect.is_some_and(|effect| effect.abs() >= limit)).count();
    Ok(Placebo {
        date: date.clone(),
        effect: found,
        placebos,
        computed,
        as_large,
        p: (1 + as_large) as f64 / (1 + computed) as f64,
        few: computed < FEW_PLACEBOS,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Effects by year from 2010 on; the true date is 2020.
    fn among(truth: f64, placebos: &[Option<f64>]) -> Result<Placebo<i32>, Refusal> {
        let years: Vec<i32> = (2010..).take(placebos.len()).collect();
        placebo(&2020, &years, |year| match year {
            2020 => Some(truth),
            _ => placebos.get((year - 2010) as usize).copied().flatten(),
        })
    }

    #[test]
    fn ranks_by_hand() {
        let table = [
            (4.0, vec![Some(1.0), Some(-5.0), Some(2.0), Some(3.0), None], 4, 1, 2.0 / 5.0, true),
            (4.0, vec![Some(1.0), Some(-2.0), Some(2.0), Some(3.0), Some(0.0)], 5, 0, 1.0 / 6.0, false),
            (-4.0, vec![Some(4.0), Some(-4.0), Some(2.0), Some(3.0), Some(0.0)], 5, 2, 0.5, false),
            (0.0, vec![Some(0.0), Some(1.0)], 2, 2, 1.0, true),
            (0.1 + 0.2, vec![Some(0.3), Some(0.29)], 2, 1, 2.0 / 3.0, true),
            (4.0, vec![None, None], 0, 0, 1.0, true),
            (4.0, vec![], 0, 0, 1.0, true),
        ];
        for (truth, placebos, computed, as_large, p, few) in table {
            let got = among(truth, &placebos).unwrap();
            assert_eq!((got.computed, got.as_large, got.p, got.few), (computed, as_large, p, few), "{got:?}");
            assert_eq!((got.date, got.effect), (2020, truth));
            let kept: Vec<Option<f64>> = got.placebos.iter().map(|(_, effect)| *effect).collect();
            assert_eq!(kept, placebos);
        }
    }

    #[test]
    fn the_order_of_the_placebos_does_not_matter() {
        let effects = [Some(1.0), None, Some(-5.0), Some(2.5), Some(9.0), Some(0.5)];
        let turned: Vec<_> = effects.iter().copied().rev().collect();
        assert_eq!(among(2.5, &effects).unwrap().p, among(2.5, &turned).unwrap().p);
        assert_eq!(among(2.5, &effects).unwrap().p, among(-2.5, &effects).unwrap().p);
    }

    #[test]
    fn bad_input_is_refused() {
        assert_eq!(placebo(&2020, &[2019], |_| None), Err(Refusal::NoEffect));
        assert_eq!(placebo(&2020, &[2019, 2020], |_| Some(1.0)), Err(Refusal::TrueDateAsPlacebo { place: 1 }));
        assert_eq!(placebo(&2020, &[2019, 2018, 2019], |_| Some(1.0)), Err(Refusal::RepeatedPlacebo { place: 2 }));
        assert_eq!(among(f64::NAN, &[]), Err(Refusal::EffectNotFinite));
        assert_eq!(among(1.0, &[None, Some(f64::INFINITY)]), Err(Refusal::PlaceboNotFinite { place: 1 }));
    }
}
