//! Wilson's interval of a share.

use crate::statistics::inference::interval::Interval;
use crate::statistics::inference::interval::normal_quantile;
use crate::statistics::inference::refusal::Refusal;

/// Score interval of `part` of `whole`, within 0..=1, without continuity correction.
///
/// `(p + z^2/2n -/+ z sqrt(p(1 - p)/n + z^2/4n^2)) / (1 + z^2/n)` (Wilson, Journal of the American Statistical
/// Association 22, 1927, 209-212). None of n starts at exactly 0, all of n ends at exactly 1.
///
/// Worked numbers: 3 of 10 at level 0.95 is 0.108 to 0.603; 0 of 10 is 0 to 0.278.
///
/// Errors: nothing counted, a part above the whole, a level that is no share.
pub fn wilson(part: u64, whole: u64, level: f64) -> Result<Interval, Refusal> {
    let z = normal_quantile(level)?;
    if part > whole {
        return Err(Refusal::MoreThanAll { part, whole });
    }
    if whole == 0 {
        return Err(Refusal::NothingCounted);
    }
    let lower = lower_end(part as f64, whole as f64, z);
    Ok(Interval { lower, upper: 1.0 - lower_end((whole - part) as f64, whole as f64, z), level })
}

/// The lower end as the product of both ends over the upper one: no difference of nearly equal numbers.
fn lower_end(k: f64, n: f64, z: f64) -> f64 {
    let half = z * (k * (n - k) / n + z * z / 4.0).sqrt();
    k * (k / n) / (k + z * z / 2.0 + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_agree_with_scipy() {
        // scipy 1.17 stats.binomtest(k, n).proportion_ci(level, method='wilson')
        let table = [
            (3, 10, 0.95, 0.10779126740630102, 0.6032218525388546),
            (0, 10, 0.95, 0.0, 0.27753279986288926),
            (10, 10, 0.95, 0.7224672001371109, 1.0),
            (1, 1, 0.95, 0.20654931437723745, 1.0),
            (50, 100, 0.99, 0.37527962504483986, 0.6247203749551602),
            (7, 130, 0.9, 0.029454575736827297, 0.0964297168049841),
        ];
        for (part, whole, level, lower, upper) in table {
            let got = wilson(part, whole, level).unwrap();
            assert!((got.lower - lower).abs() < 1e-9 && (got.upper - upper).abs() < 1e-9, "{part}/{whole}: {got:?}");
            assert_eq!(got.level, level);
        }
    }

    #[test]
    fn an_interval_holds_its_share_and_stays_within_0_and_1() {
        for whole in 1..60_u64 {
            for part in 0..=whole {
                let got = wilson(part, whole, 0.95).unwrap();
                let share = part as f64 / whole as f64;
                assert!(0.0 <= got.lower && got.lower <= share && share <= got.upper && got.upper <= 1.0);
                assert_eq!((got.lower == 0.0, got.upper == 1.0), (part == 0, part == whole));
                let mirrored = wilson(whole - part, whole, 0.95).unwrap();
                assert!((mirrored.lower + got.upper - 1.0).abs() < 1e-15);
                // Both ends solve (p - share)^2 = z^2 p(1 - p)/n.
                let z = normal_quantile(0.95).unwrap();
                for end in [got.lower, got.upper] {
                    let off = (end - share).powi(2) - z * z * end * (1.0 - end) / whole as f64;
                    assert!(off.abs() < 1e-14, "{part}/{whole}");
                }
            }
        }
    }

    #[test]
    fn bad_input_is_refused() {
        assert_eq!(wilson(3, 2, 0.95), Err(Refusal::MoreThanAll { part: 3, whole: 2 }));
        assert_eq!(wilson(0, 0, 0.95), Err(Refusal::NothingCounted));
        assert_eq!(wilson(1, 2, 95.0), Err(Refusal::Level { level: 95.0 }));
    }
}
