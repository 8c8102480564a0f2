//! Descriptive statistics of one indicator, and what in them calls for a second look.

use std::fmt;

use crate::statistics::coherence::refusal::Refusal;
use crate::statistics::moments::kurtosis;
use crate::statistics::moments::mean;
use crate::statistics::moments::median;
use crate::statistics::moments::skewness;
use crate::statistics::moments::standard_deviation;

/// Limits of the flags; the defaults are those of COINr's `get_stats`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Flag if |skewness| is above this and the kurtosis above the next.
    pub skewness: f64,
    pub kurtosis: f64,
    /// Flag if a smaller share of the units is known.
    pub known: f64,
    /// Flag if a smaller share of the known values is not zero.
    pub nonzero: f64,
    /// Flag if there are fewer distinct values per known value.
    pub distinct: f64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { skewness: 2.0, kurtosis: 3.5, known: 0.65, nonzero: 0.5, distinct: 0.5 }
    }
}

/// Why an indicator needs a second look before it is used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Flag {
    NoValue,
    Constant,
    LowAvailability { share: f64 },
    ManyZeros { share: f64 },
    FewDistinct { distinct: usize, known: usize },
    Outliers { skewness: f64, kurtosis: f64 },
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Flag::NoValue => "no unit has a value",
            Flag::Constant => "every unit has the same value",
            Flag::LowAvailability { .. } => "many values are missing",
            Flag::ManyZeros { .. } => "most values are zero",
            Flag::FewDistinct { .. } => "many units share a value",
            Flag::Outliers { .. } => "skewness and kurtosis point to outliers",
        })
    }
}

/// Descriptive statistics of the known values of one indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    pub units: usize,
    pub known: usize,
    /// Share of units without a value, 0..=1.
    pub missing_share: Result<f64, Refusal>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub mean: Result<f64, Refusal>,
    pub median: Result<f64, Refusal>,
    /// Divisor n - 1.
    pub sd: Result<f64, Refusal>,
    /// Bias-corrected ("type 2").
    pub skewness: Result<f64, Refusal>,
    /// Excess, bias-corrected ("type 2").
    pub kurtosis: Result<f64, Refusal>,
    pub zeros: usize,
    pub distinct: usize,
    /// How many units share the most frequent value.
    pub most_frequent: usize,
    /// The same as a share of the known values.
    pub most_frequent_share: Option<f64>,
    pub flags: Vec<Flag>,
}

/// Statistics and flags of one column (Handbook steps 2 and 3; COINr's `get_stats`).
///
/// Departure from COINr: its flags for zeros and distinct values divide by all units though the shares it prints divide
/// by the known ones, so that missing values raise them; here both divide by the known values. Worked: 0, 0, missing,
/// 3 has 3 known of 4, mean 1, median 0, zeros 2, distinct 2, most frequent 2, flag: most values are zero.
pub fn statistics(values: &[Option<f64>], limits: &Limits) -> Statistics {
    let mut sorted: Vec<f64> = values.iter().copied().flatten().collect();
    sorted.sort_by(f64::total_cmp);
    let runs: Vec<usize> = sorted.chunk_by(|a, b| a == b).map(<[f64]>::len).collect();
    let most_frequent = runs.iter().copied().max().unwrap_or(0);
    let missing_share = if values.is_empty() {
        Err(Refusal::TooFewUnits { found: 0, least: 1 })
    } else {
        Ok(1.0 - share(sorted.len(), values.len()))
    };
    let mut statistics = Statistics {
        units: values.len(),
        known: sorted.len(),
        missing_share,
        min: sorted.first().copied(),
        max: sorted.last().copied(),
        mean: mean(&sorted).map_err(Refusal::from),
        median: median(&sorted).map_err(Refusal::from),
        sd: standard_deviation(&sorted).map_err(Refusal::from),
        skewness: skewness(&sorted).map_err(Refusal::from),
        kurtosis: kurtosis(&sorted).map_err(Refusal::from),
        zeros: sorted.iter().filter(|v| **v == 0.0).count(),
        distinct: runs.len(),
        most_frequent,
        most_frequent_share: (!sorted.is_empty()).then(|| share(most_frequent, sorted.len())),
        flags: Vec::new(),
    };
    statistics.flags = flags(&statistics, limits);
    statistics
}

fn flags(of: &Statistics, limits: &Limits) -> Vec<Flag> {
    if of.known == 0 {
        return vec![Flag::NoValue];
    }
    let mut flags = Vec::new();
    let (known, nonzero) = (share(of.known, of.units), share(of.known - of.zeros, of.known));
    if known < limits.known {
        flags.push(Flag::LowAvailability { share: known });
    }
    if nonzero < limits.nonzero {
        flags.push(Flag::ManyZeros { share: 1.0 - nonzero });
    }
    if of.distinct == 1 && of.known > 1 {
        flags.push(Flag::Constant);
    } else if share(of.distinct, of.known) < limits.distinct {
        flags.push(Flag::FewDistinct { distinct: of.distinct, known: of.known });
    }
    if let (Ok(skewness), Ok(kurtosis)) = (&of.skewness, &of.kurtosis)
        && skewness.abs() > limits.skewness
        && *kurtosis > limits.kurtosis
    {
        flags.push(Flag::Outliers { skewness: *skewness, kurtosis: *kurtosis });
    }
    flags
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_by_hand() {
        let got = statistics(&[Some(0.0), Some(-0.0), None, Some(3.0)], &Limits::default());
        assert_eq!((got.units, got.known, got.missing_share.clone()), (4, 3, Ok(0.25)));
        assert_eq!((got.mean.clone(), got.median.clone(), got.sd.clone()), (Ok(1.0), Ok(0.0), Ok(3.0_f64.sqrt())));
        assert_eq!((got.zeros, got.distinct, got.most_frequent, got.most_frequent_share), (2, 2, 2, Some(2.0 / 3.0)));
        assert_eq!(got.kurtosis, Err(Refusal::TooFewUnits { found: 3, least: 4 }));
        assert_eq!(got.flags, [Flag::ManyZeros { share: 1.0 - 1.0 / 3.0 }]);
    }

    #[test]
    fn each_flag_is_raised() {
        let limits = Limits::default();
        assert_eq!(statistics(&[None, None], &limits).flags, [Flag::NoValue]);
        assert_eq!(statistics(&[Some(2.0), Some(2.0)], &limits).flags, [Flag::Constant]);
        assert_eq!(statistics(&[Some(2.0), None], &limits).flags, [Flag::LowAvailability { share: 0.5 }]);
        let few: Vec<_> = [1.0, 1.0, 1.0, 2.0, 2.0].map(Some).to_vec();
        assert_eq!(statistics(&few, &limits).flags, [Flag::FewDistinct { distinct: 2, known: 5 }]);
        let outlier: Vec<_> = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 99.0].map(Some).to_vec();
        assert!(matches!(statistics(&outlier, &limits).flags[..], [Flag::Outliers { .. }]));
        assert!(statistics(&[], &limits).missing_share.is_err());
    }
}
