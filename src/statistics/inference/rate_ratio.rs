//! Two counts over different exposures: is one rate higher, and by how much?

use crate::statistics::inference::interval::outside;
use crate::statistics::inference::outcomes::MOST_EVENTS;
use crate::statistics::inference::outcomes::Outcomes;
use crate::statistics::inference::refusal::Refusal;
use crate::statistics::inference::refusal::finite;

/// No odds of interest lie beyond e to this power, either way.
const FARTHEST_LOG_ODDS: f64 = 100.0;

/// Events (mentions) seen over an exposure (words, years), which is a finite number above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    pub events: u64,
    pub exposure: f64,
}

/// The first rate over the second, with its exact test and interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateRatio {
    /// 0 or more; `None` when the second count is 0.
    pub ratio: Option<f64>,
    /// Lower end of the interval, 0 or more.
    pub lower: f64,
    /// Upper end; `None` when it is infinite, that is when the second count is 0.
    pub upper: Option<f64>,
    /// Confidence level of the interval: at least this share of such intervals hold the ratio.
    pub level: f64,
    /// Two-sided p of equal rates, 0..=1.
    pub p: f64,
}

/// Exact conditional comparison of two Poisson rates (Przyborowski and Wilenski, Biometrika 31, 1940, 313-323).
///
/// Given M1 + M2 events in all, M1 is binomial with the odds `(rate1 W1)/(rate2 W2)`. The p-value sums the chances of
/// all outcomes no likelier than M1 under equal rates (R's `poisson.test`). The interval turns the Clopper-Pearson
/// limits of the odds into limits of the ratio by `W2/W1`; since the two are built differently, the interval may hold 1
/// with a p just under `1 - level`, or the other way round.
///
/// Worked number: 11 in 800 and 21 in 3011 have ratio 1.97, p = 0.0797, and 0.858 to 4.277 at level 0.95.
///
/// Errors: both counts 0, an exposure that is not above 0, a level that is no share, more than 10^8 events.
pub fn rate_ratio(first: Counted, second: Counted, level: f64) -> Result<RateRatio, Refusal> {
    let tail = outside(level)? / 2.0;
    for value in [first.exposure, second.exposure] {
        if !(value.is_finite() && value > 0.0) {
            return Err(Refusal::Exposure { value });
        }
    }
    let (seen, events) = (first.events, first.events.saturating_add(second.events));
    if events == 0 {
        return Err(Refusal::NoEvents);
    }
    if events > MOST_EVENTS {
        return Err(Refusal::TooManyEvents { found: events, most: MOST_EVENTS });
    }
    let odds = first.exposure / second.exposure;
    if odds.ln().abs() > FARTHEST_LOG_ODDS {
        return Err(Refusal::OutOfRange { figure: "ratio of the exposures" });
    }
    let lower = match seen {
        0 => 0.0,
        _ => odds_above(|odds| Outcomes::binomial(events, odds).at_least(seen) < tail) / odds,
    };
    let upper = match second.events {
        0 => None,
        _ => {
            Some(finite(odds_above(|odds| Outcomes::binomial(events, odds).at_most(seen) > tail) / odds, "rate ratio")?)
        }
    };
    let ratio = (second.events > 0).then(|| seen as f64 / second.events as f64 / odds);
    Ok(RateRatio { ratio, lower, upper, level, p: Outcomes::binomial(events, odds).as_unlikely(seen) })
}

/// The odds at which `too_low` turns from true to false, by halving on the scale of their logarithm.
///
/// The quantiles of statrs's beta distribution give the same limits to 13 digits; these are kept for the digits that JSON prints.
fn odds_above(too_low: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (-FARTHEST_LOG_ODDS, FARTHEST_LOG_ODDS);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle.exp();
        }
        if too_low(middle.exp()) { low = middle } else { high = middle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(events: u64, exposure: f64) -> Counted {
        Counted { events, exposure }
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs()
    }

    #[test]
    fn rate_ratios_agree_with_scipy() {
        // scipy 1.17: binomtest(m1, m1 + m2, w1/(w1 + w2)).pvalue and beta.ppf turned into odds; the first row is the
        // example of R's poisson.test (p = 0.07967, 0.8584264 to 4.2772659).
        let table = [
            ((11, 800.0), (21, 3011.0), 0.95, 0.0796686330333295, 0.8584264033916399, 4.277265943654075),
            ((3, 12000.0), (9, 10000.0), 0.9, 0.04579361994908973, 0.064529641438817, 0.9296881094013226),
            ((40, 1e4), (10, 1e4), 0.99, 2.3861331676755526e-5, 1.628256615418363, 11.71541646083159),
            ((2500, 1e6), (2300, 1.1e6), 0.95, 6.091359846012106e-10, 1.1293722950784755, 1.265864793214085),
            ((30_000, 1e6), (29_000, 1e6), 0.95, 3.907020967829929e-5, 1.0178858358404694, 1.0513514533633663),
            ((7, 300.0), (2, 900.0), 0.8, 0.0013427734375, 3.121434639810003, 46.36723574320477),
            ((0, 5000.0), (1, 100.0), 0.95, 0.019607843137254943, 0.0, 0.7799999999999992),
        ];
        for ((m1, w1), (m2, w2), level, p, lower, upper) in table {
            let got = rate_ratio(of(m1, w1), of(m2, w2), level).unwrap();
            assert!(close(got.p, p) && close(got.lower, lower), "{m1} {m2}: {got:?}");
            assert!(got.upper.is_some_and(|end| close(end, upper)), "{m1} {m2}: {got:?}");
            assert!(close(got.ratio.unwrap(), m1 as f64 / w1 / (m2 as f64 / w2)) || m1 == 0);
        }
    }

    #[test]
    fn one_event_each_by_hand() {
        // Both p and limits are short sums: at least 1 of 2 has chance 1 - (1 - q)^2 = 0.025, so q = 1 - sqrt(0.975).
        let got = rate_ratio(of(1, 1.0), of(1, 1.0), 0.95).unwrap();
        let q = 1.0 - 0.975_f64.sqrt();
        assert_eq!((got.ratio, got.p), (Some(1.0), 1.0));
        assert!(close(got.lower, q / (1.0 - q)) && got.upper.is_some_and(|upper| close(upper, (1.0 - q) / q)));
    }

    #[test]
    fn nothing_on_one_side() {
        // 0 against 5 over equal exposures: p = 2/32; the upper limit has (1 - q)^5 = 0.025.
        let none = rate_ratio(of(0, 1000.0), of(5, 1000.0), 0.95).unwrap();
        let q = 1.0 - 0.025_f64.powf(0.2);
        assert_eq!((none.ratio, none.lower), (Some(0.0), 0.0));
        assert!(close(none.p, 0.0625) && none.upper.is_some_and(|upper| close(upper, q / (1.0 - q))));
        let all = rate_ratio(of(5, 1000.0), of(0, 1000.0), 0.95).unwrap();
        assert_eq!((all.ratio, all.upper), (None, None));
        assert!(close(all.p, 0.0625) && close(all.lower, (1.0 - q) / q));
    }

    #[test]
    fn changing_sides_turns_the_ratio_over() {
        for (m1, w1, m2, w2) in
            [(3, 12000.0, 9, 10000.0), (1, 700.0, 30, 900.5), (12, 1.0, 12, 2.0), (150, 3e5, 90, 1e5)]
        {
            let there = rate_ratio(of(m1, w1), of(m2, w2), 0.9).unwrap();
            let back = rate_ratio(of(m2, w2), of(m1, w1), 0.9).unwrap();
            assert!(close(there.p, back.p) && close(there.ratio.unwrap() * back.ratio.unwrap(), 1.0));
            assert!(close(there.lower * back.upper.unwrap(), 1.0) && close(there.upper.unwrap() * back.lower, 1.0));
            let wider = rate_ratio(of(m1, w1), of(m2, w2), 0.99).unwrap();
            assert!(wider.lower < there.lower && wider.upper > there.upper);
            assert!((there.lower..there.upper.unwrap()).contains(&there.ratio.unwrap()));
            // Only the ratio of the exposures counts.
            assert!(close(rate_ratio(of(m1, 4.0 * w1), of(m2, 4.0 * w2), 0.9).unwrap().lower, there.lower));
        }
    }

    #[test]
    fn bad_input_is_refused() {
        let good = of(3, 100.0);
        assert_eq!(rate_ratio(of(0, 1.0), of(0, 2.0), 0.95), Err(Refusal::NoEvents));
        for value in [0.0, -1.0, f64::INFINITY] {
            assert_eq!(rate_ratio(good, of(1, value), 0.95), Err(Refusal::Exposure { value }));
            assert_eq!(rate_ratio(of(1, value), good, 0.95), Err(Refusal::Exposure { value }));
        }
        assert!(matches!(rate_ratio(good, of(1, f64::NAN), 0.95), Err(Refusal::Exposure { .. })));
        assert_eq!(rate_ratio(good, good, 1.0), Err(Refusal::Level { level: 1.0 }));
        let many = Refusal::TooManyEvents { found: u64::MAX, most: MOST_EVENTS };
        assert_eq!(rate_ratio(good, of(u64::MAX, 1.0), 0.95), Err(many));
        let far = Refusal::OutOfRange { figure: "ratio of the exposures" };
        assert_eq!(rate_ratio(of(1, 1e300), of(1, 1e-300), 0.95), Err(far));
    }
}
