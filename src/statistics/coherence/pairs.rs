//! Every pair of indicators: three correlations with p-values adjusted for the number of pairs, and which pairs stand
//! out.

use crate::statistics::coherence::adjustment::benjamini_hochberg;
use crate::statistics::coherence::column::Column;
use crate::statistics::coherence::correlation::Association;
use crate::statistics::coherence::correlation::Measure;
use crate::statistics::coherence::correlation::kendall_with;
use crate::statistics::coherence::correlation::known_in_both;
use crate::statistics::coherence::correlation::pearson;
use crate::statistics::coherence::correlation::spearman;
use crate::statistics::coherence::kendall::ExactNull;
use crate::statistics::coherence::refusal::Refusal;

/// When a pair stands out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairLimits {
    /// The correlation the two limits are held against.
    pub measure: Measure,
    /// Collinear: the absolute correlation is above this.
    pub collinear: f64,
    /// Negative: the correlation is below this.
    pub negative: f64,
}

impl Default for PairLimits {
    fn default() -> PairLimits {
        PairLimits { measure: Measure::Pearson, collinear: 0.9, negative: -0.4 }
    }
}

/// A correlation with its p-value adjusted over all pairs (Benjamini-Hochberg).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjusted {
    pub association: Association,
    pub adjusted_p: f64,
}

/// Two indicators, by their places in the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    pub first: usize,
    pub second: usize,
    /// Whether both belong to the same node.
    pub within: bool,
    /// Units that have both values.
    pub units: usize,
    pub pearson: Result<Adjusted, Refusal>,
    pub spearman: Result<Adjusted, Refusal>,
    pub kendall: Result<Adjusted, Refusal>,
}

impl Pair {
    pub fn of(&self, measure: Measure) -> &Result<Adjusted, Refusal> {
        match measure {
            Measure::Pearson => &self.pearson,
            Measure::Spearman => &self.spearman,
            Measure::Kendall => &self.kendall,
        }
    }
}

/// All pairs, and those that stand out.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlations {
    pub pairs: Vec<Pair>,
    /// Places in `pairs`: |r| above the limit. Within a node this may count one thing twice.
    pub collinear: Vec<usize>,
    /// Places in `pairs`: r below the limit. Within a node the two cancel each other out.
    pub negative: Vec<usize>,
}

/// Correlations of every pair of columns on the units that have both, in the order of the columns.
///
/// Handbook step 4; COINr's `get_corr` and `get_corr_flags`. Departures: COINr looks for correlations above +0.9 within
/// one node only; here -0.95 is collinear too and pairs of different nodes are listed (with `within` false). COINr
/// blanks correlations with p > 0.05; here nothing is hidden and the p-value is also given adjusted for all pairs.
/// Worked: columns 1, 2, 3, 4 and 2, 4, 6, 8 give one collinear pair with r = 1.
pub fn correlations(columns: &[Column<'_>], limits: &PairLimits) -> Correlations {
    let mut null = ExactNull::default();
    let mut pairs = Vec::new();
    for (second, y) in columns.iter().enumerate() {
        for (first, x) in columns.iter().enumerate().take(second) {
            pairs.push(Pair {
                first,
                second,
                within: x.group == y.group,
                units: known_in_both(x.values, y.values),
                pearson: pearson(x.values, y.values).map(unadjusted),
                spearman: spearman(x.values, y.values).map(unadjusted),
                kendall: kendall_with(x.values, y.values, &mut null).map(unadjusted),
            });
        }
    }
    pairs.sort_by_key(|pair| (pair.first, pair.second));
    adjust(&mut pairs, |pair| &mut pair.pearson);
    adjust(&mut pairs, |pair| &mut pair.spearman);
    adjust(&mut pairs, |pair| &mut pair.kendall);
    let standing_out = |test: &dyn Fn(f64) -> bool| {
        let value = |pair: &Pair| pair.of(limits.measure).as_ref().ok().map(|a| a.association.value);
        pairs.iter().enumerate().filter(|(_, pair)| value(pair).is_some_and(test)).map(|(place, _)| place).collect()
    };
    let collinear = standing_out(&|r| r.abs() > limits.collinear);
    let negative = standing_out(&|r| r < limits.negative);
    Correlations { pairs, collinear, negative }
}

fn unadjusted(association: Association) -> Adjusted {
    Adjusted { association, adjusted_p: association.p }
}

fn adjust(pairs: &mut [Pair], field: impl Fn(&mut Pair) -> &mut Result<Adjusted, Refusal>) {
    let raw: Vec<Option<f64>> = pairs.iter_mut().map(|pair| field(pair).as_ref().ok().map(|a| a.adjusted_p)).collect();
    for (pair, p) in pairs.iter_mut().zip(benjamini_hochberg(&raw)) {
        if let (Ok(adjusted), Some(p)) = (field(pair).as_mut(), p) {
            adjusted.adjusted_p = p;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coherence::column::tests::column;

    #[test]
    fn pairs_that_stand_out_are_listed_with_their_node() {
        let a = [1.0, 2.0, 3.0, 4.0].map(Some);
        let b = [2.0, 4.0, 6.0, 8.0].map(Some);
        let c = [4.0, 3.0, 2.0, 1.0].map(Some);
        let d = [Some(5.0); 4];
        let columns = [column("a", "g", &a), column("b", "g", &b), column("c", "h", &c), column("d", "h", &d)];
        let got = correlations(&columns, &PairLimits::default());
        let places: Vec<_> = got.pairs.iter().map(|p| (p.first, p.second, p.within)).collect();
        let want = [(0, 1, true), (0, 2, false), (0, 3, false), (1, 2, false), (1, 3, false), (2, 3, true)];
        assert_eq!(places, want);
        assert_eq!((&got.collinear[..], &got.negative[..]), (&[0, 1, 3][..], &[1, 3][..]));
        assert_eq!(got.pairs[2].pearson, Err(Refusal::Constant));
        // Kendall: p = 2/24 each, three tests, so the adjusted p is the same.
        assert!(got.pairs[0].kendall.as_ref().is_ok_and(|k| (k.adjusted_p - 1.0 / 12.0).abs() < 1e-12));
    }
}
