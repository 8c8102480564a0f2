//! Screening of units by how much is known of them, and how much of that is not zero.

use crate::scoring::known::known;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::parameter;
use crate::scoring::refusal::same_length;

/// Which units are kept; both shares lie in 0..=1, and a unit exactly at its threshold is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Screening {
    /// COINr's `byNA`.
    Availability { least: f64 },
    /// COINr's `byzeros`.
    NonZero { least: f64 },
    /// COINr's `byNAandzeros`: dropped when it fails either.
    Both { least_available: f64, least_non_zero: f64 },
}

impl Screening {
    /// COINr's thresholds as they stand in its code: two thirds known, a twentieth of that not zero.
    pub const USUAL: Screening = Screening::Both { least_available: 2.0 / 3.0, least_non_zero: 0.05 };
}

/// What is known of a unit over a set of indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Availability {
    pub indicators: usize,
    pub known: usize,
    pub zeros: usize,
}

impl Availability {
    /// Share of indicators with a value; `None` where there are no indicators.
    pub fn available(self) -> Option<f64> {
        (self.indicators > 0).then(|| self.known as f64 / self.indicators as f64)
    }

    /// Share of the known values that are not zero; `None` where nothing is known.
    pub fn non_zero(self) -> Option<f64> {
        (self.known > 0).then(|| self.known.saturating_sub(self.zeros) as f64 / self.known as f64)
    }
}

/// Whether a unit stays, and what spoke against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub keep: bool,
    pub low_availability: bool,
    pub low_non_zero: bool,
}

/// Data availability of each unit over the columns given: all of them, or those of one node (COINr `get_data_avail`).
///
/// Worked example: 4, 0, missing, 2 is available at 3/4 and not zero at 2/3. Refused: columns of different lengths.
pub fn availability(columns: &[&[Option<f64>]]) -> Result<Vec<Availability>, Refusal> {
    let units = columns.first().map_or(0, |column| column.len());
    let mut counts = vec![Availability { indicators: columns.len(), known: 0, zeros: 0 }; units];
    for column in columns {
        same_length(units, column.len())?;
        known(column)?;
        for (count, value) in counts.iter_mut().zip(column.iter()) {
            count.known += usize::from(value.is_some());
            count.zeros += usize::from(*value == Some(0.0));
        }
    }
    Ok(counts)
}

/// Keeps or drops each unit as COINr's `Screen` does: a unit is dropped when a share is BELOW its threshold.
///
/// Worked example: a unit available at 3/4 is kept at a threshold of 0.75 and dropped at 0.76. Departure: of a unit
/// without any known value COINr's zero rule gives NA and a row of NAs; here the rule drops it, since nothing shows
/// that it is not all zeros.
pub fn screen(units: &[Availability], screening: Screening) -> Result<Vec<Verdict>, Refusal> {
    let (available, non_zero) = match screening {
        Screening::Availability { least } => (Some(least), None),
        Screening::NonZero { least } => (None, Some(least)),
        Screening::Both { least_available, least_non_zero } => (Some(least_available), Some(least_non_zero)),
    };
    for least in [available, non_zero].into_iter().flatten() {
        parameter("the threshold", least, "between 0 and 1", (0.0..=1.0).contains(&least))?;
    }
    let below = |share: Option<f64>, least: Option<f64>| least.is_some_and(|least| share.is_none_or(|s| s < least));
    let verdict = |unit: &Availability| {
        let low_availability = below(unit.available(), available);
        let low_non_zero = below(unit.non_zero(), non_zero);
        Verdict { keep: !low_availability && !low_non_zero, low_availability, low_non_zero }
    };
    Ok(units.iter().map(verdict).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_thresholds_by_hand() {
        let columns: [&[Option<f64>]; 4] = [&[Some(4.0), None], &[Some(0.0), None], &[None, None], &[Some(2.0), None]];
        let units = availability(&columns).expect("counted");
        assert_eq!(units.first().map(|u| (u.available(), u.non_zero())), Some((Some(0.75), Some(2.0 / 3.0))));
        assert_eq!(units.get(1).map(|u| (u.available(), u.non_zero())), Some((Some(0.0), None)));
        let kept = |screening| screen(&units, screening).expect("screened").iter().map(|v| v.keep).collect::<Vec<_>>();
        assert_eq!(kept(Screening::Availability { least: 0.75 }), [true, false]);
        assert_eq!(kept(Screening::Availability { least: 0.76 }), [false, false]);
        assert_eq!(kept(Screening::Availability { least: 0.0 }), [true, true]);
        assert_eq!(kept(Screening::NonZero { least: 2.0 / 3.0 }), [true, false]);
        assert_eq!(kept(Screening::NonZero { least: 0.7 }), [false, false]);
        assert_eq!(kept(Screening::USUAL), [true, false]);
    }

    #[test]
    fn refusals() {
        assert!(matches!(screen(&[], Screening::NonZero { least: 1.5 }), Err(Refusal::Parameter { .. })));
        let uneven: [&[Option<f64>]; 2] = [&[None], &[]];
        assert_eq!(availability(&uneven), Err(Refusal::UnevenLengths { expected: 1, found: 0 }));
    }

    #[test]
    fn no_indicators_have_no_share() {
        let none = Availability { indicators: 0, known: 0, zeros: 0 };
        assert_eq!((none.available(), none.non_zero()), (None, None));
    }
}
