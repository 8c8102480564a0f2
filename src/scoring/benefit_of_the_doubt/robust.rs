//! Benefit of the doubt against samples of the units: one outstanding unit no longer decides everybody's score.

use nalgebra::DMatrix;

use crate::model::method::{Returns, Robust};
use crate::scoring::benefit_of_the_doubt::Refusal;
use crate::scoring::benefit_of_the_doubt::Restriction;
use crate::scoring::benefit_of_the_doubt::envelope::Envelope;
use crate::scoring::benefit_of_the_doubt::evaluation::evaluate;
use crate::scoring::benefit_of_the_doubt::evaluation::evaluate_towards;
use crate::scoring::benefit_of_the_doubt::evaluation::scaled_direction;
use crate::scoring::benefit_of_the_doubt::undesirable::Contrast;
use crate::statistics::resample::samples;

/// Most programmes of one rule, so that they end within some minutes.
const MOST_PROGRAMMES: usize = 2_000_000;

/// Scores against samples: `1/(1 + mean e)`, `e` the step from the unit to the frontier of each sample.
///
/// Every unit meets the same samples of `sample` units, drawn with replacement from the written seed; a unit need not
/// be in a sample and may then lie beyond it, so that scores may exceed 1. For a radial score s the step is 1/s - 1.
/// Sources: Cazals, Florens and Simar 2002, Journal of Econometrics 106(1), 1-25; Rogge, De Jaeger and Lavigne 2017,
/// Ecological Economics 139, 19-32 (Compind's `ci_rbod_constr_bad`, which draws samples for each unit anew). Refused:
/// what the rule without samples refuses, a unit that lies beyond a sample where no step measures it (it alone is above
/// 0 in an indicator), and more than two million programmes.
pub fn scores_against_samples(
    data: &DMatrix<f64>,
    restriction: &Restriction,
    robust: Robust,
) -> Result<Vec<f64>, Refusal> {
    restriction.check(data.ncols())?;
    let mut envelope = Envelope::new(data, restriction)?;
    averaged(envelope.units.len(), robust, |sample, steps| {
        envelope.hold_against(sample);
        for (unit, (own, sum)) in envelope.units.iter().zip(steps).enumerate() {
            *sum += 1.0 / evaluate(&envelope, restriction, unit, own)?.score - 1.0;
        }
        Ok(())
    })
}

/// The same along one direction.
pub fn directional_against_samples(
    data: &DMatrix<f64>,
    direction: &[f64],
    robust: Robust,
) -> Result<Vec<f64>, Refusal> {
    let mut envelope = Envelope::new(data, &Restriction::Free)?;
    let (scaled, longest) = scaled_direction(&envelope, direction)?;
    averaged(envelope.units.len(), robust, |sample, steps| {
        envelope.hold_against(sample);
        for (unit, (own, sum)) in envelope.units.iter().zip(steps).enumerate() {
            *sum += evaluate_towards(&envelope, &scaled, longest, unit, own)?.1;
        }
        Ok(())
    })
}

/// The same with undesirable indicators.
pub fn undesirable_against_samples(
    data: &DMatrix<f64>,
    bad: &[bool],
    restriction: &Restriction,
    returns: Returns,
    robust: Robust,
) -> Result<Vec<f64>, Refusal> {
    let mut contrast = Contrast::new(data, bad, restriction, returns)?;
    averaged(contrast.len(), robust, |sample, steps| {
        contrast.hold_against(sample);
        for (unit, sum) in steps.iter_mut().enumerate() {
            *sum += contrast.step(unit)?;
        }
        Ok(())
    })
}

/// Adds up each unit's steps over the samples, and turns their mean into a score.
fn averaged(
    units: usize,
    robust: Robust,
    mut add: impl FnMut(&[usize], &mut [f64]) -> Result<(), Refusal>,
) -> Result<Vec<f64>, Refusal> {
    let programmes = units.saturating_mul(robust.draws);
    if programmes > MOST_PROGRAMMES {
        return Err(Refusal::TooManyProgrammes { programmes, limit: MOST_PROGRAMMES });
    }
    let mut steps = vec![0.0; units];
    for sample in samples(units, robust.sample, robust.draws, robust.seed) {
        add(&sample, &mut steps)?;
    }
    let score = |(unit, sum): (usize, &f64)| {
        let reached = 1.0 + sum / robust.draws as f64;
        if reached > 0.0 { Ok(1.0 / reached) } else { Err(Refusal::Above { unit }) }
    };
    steps.iter().enumerate().map(score).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::benefit_of_the_doubt::{directional, scores, undesirable};

    fn data() -> DMatrix<f64> {
        let rows = [[0.2, 0.9], [0.8, 0.3], [0.5, 0.5], [0.9, 0.7], [0.4, 0.2], [0.3, 0.6]];
        DMatrix::from_fn(6, 2, |i, j| rows[i][j])
    }

    fn by(sample: usize, draws: usize) -> Robust {
        Robust { sample, draws, seed: 3 }
    }

    /// 400 draws miss none of six units in any of twenty samples.
    #[test]
    fn samples_that_hold_everybody_change_nothing() {
        let (free, towards) = (Restriction::Free, [1.0, 0.5]);
        let close = |robust: Vec<f64>, whole: Vec<f64>| {
            assert_eq!(robust.len(), whole.len());
            assert!(robust.iter().zip(&whole).all(|(a, b)| (a - b).abs() < 1e-9), "{robust:?} {whole:?}");
        };
        let of = |found: Vec<crate::scoring::benefit_of_the_doubt::Evaluation>| found.iter().map(|e| e.score).collect();
        close(scores_against_samples(&data(), &free, by(400, 20)).unwrap(), of(scores(&data(), &free).unwrap()));
        let along = directional_against_samples(&data(), &towards, by(400, 20)).unwrap();
        close(along, of(directional(&data(), &towards).unwrap()));
        let bad = [false, true];
        for returns in [Returns::Constant, Returns::Variable] {
            let robust = undesirable_against_samples(&data(), &bad, &free, returns, by(400, 20)).unwrap();
            close(robust, undesirable(&data(), &bad, &free, returns).unwrap());
        }
    }

    /// One indicator: against one unit drawn, e = y_j/y_i - 1, so that the score is y_i over the mean of those drawn.
    #[test]
    fn one_indicator_by_hand() {
        let column = DMatrix::from_row_slice(4, 1, &[1.0, 2.0, 3.0, 4.0]);
        let drawn: Vec<f64> = samples(4, 1, 50, 3).iter().map(|s| (s[0] + 1) as f64).collect();
        let mean = drawn.iter().sum::<f64>() / 50.0;
        let found = scores_against_samples(&column, &Restriction::Free, by(1, 50)).unwrap();
        for (i, score) in found.iter().enumerate() {
            assert!((score - (i + 1) as f64 / mean).abs() < 1e-9, "{found:?}");
        }
    }

    #[test]
    fn what_no_sample_measures_is_refused() {
        // The first unit alone has anything of the second indicator; samples without it set no end to its weight.
        let lone = DMatrix::from_row_slice(3, 2, &[1.0, 1.0, 2.0, 0.0, 1.0, 0.0]);
        let refused = scores_against_samples(&lone, &Restriction::Free, by(1, 30)).unwrap_err();
        assert_eq!(refused, Refusal::Beyond { unit: 0 });
        let many = scores_against_samples(&data(), &Restriction::Free, by(5, 1_000_000)).unwrap_err();
        assert!(matches!(many, Refusal::TooManyProgrammes { programmes: 6_000_000, .. }), "{many:?}");
    }

    /// Goods over bads are 2, 1 and 3. Against one unit j drawn, (1 + e)/(1 - e) times the unit's own ratio r is that
    /// of j: e = (r_j - r)/(r_j + r).
    #[test]
    fn one_good_and_one_bad_by_hand() {
        let table = DMatrix::from_row_slice(3, 2, &[4.0, 2.0, 2.0, 2.0, 3.0, 1.0]);
        let ratios = [2.0, 1.0, 3.0];
        let (free, one) = (Restriction::Free, by(1, 50));
        let found = undesirable_against_samples(&table, &[false, true], &free, Returns::Constant, one).unwrap();
        let drawn: Vec<f64> = samples(3, 1, 50, 3).iter().map(|s| ratios[s[0]]).collect();
        assert_eq!(found.len(), 3);
        for (score, r) in found.iter().zip(ratios) {
            let mean = drawn.iter().map(|of| (of - r) / (of + r)).sum::<f64>() / 50.0;
            assert!((score - 1.0 / (1.0 + mean)).abs() < 1e-9, "{found:?}");
        }
    }
}
