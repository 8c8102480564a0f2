//! The factors of uncertainty, as a framework file declares them: what may be otherwise, how far, and why.
//!
//! What a factor does to a score stands in `analysis`; a factor that the file does not name does not vary.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Aggregation, Imputation, Misuse, Normalisation, Said};

/// Everything that may vary; each part has a range and the reason for it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Factors {
    /// Errors of the data.
    pub data: Option<Data>,
    /// Anchored and declared goalposts; natural ones mean something in themselves.
    pub goalposts: Option<Goalposts>,
    /// Partnerships: scales fitted to the peers instead of goalposts.
    pub scale: Option<Scale>,
    /// Partnerships: the lowest score.
    pub floor: Option<Floor>,
    /// Partnerships: the spacing of the rungs of status, any that ascends.
    pub status: Option<Plain>,
    pub weights: Option<Weights>,
    /// The mean at one node, from demanding (low) to compensating (1).
    pub power: Option<Power>,
    /// Partnerships: either end of the window, a few years up or down.
    pub window: Option<Shift>,
    /// Partnerships: the prior weight of text counts, in words.
    pub prior: Option<Range>,
    /// Partnerships: the prior weight of text counts, in expected mentions.
    pub prior_mentions: Option<Range>,
    /// Partnerships: whether valid mentions count, or all.
    pub mentions: Option<Plain>,
    /// Partnerships: one issue of the list left out at a time.
    pub issues: Option<Plain>,
    /// Partnerships: one peer left out at a time of whatever is fitted to the peers.
    pub peers: Option<Plain>,
    /// Partnerships: the score from which a parameter counts as met.
    pub threshold: Option<Range>,
    /// Partnerships: status at the date, or its mean over the window.
    pub tenure: Option<Plain>,
    /// Partnerships: indicators of evidence grade C in, or left out wherever a parameter keeps its score without them.
    pub grades: Option<Plain>,
    /// Partnerships: one node left out at a time, with everything below it.
    pub left_out: Option<LeftOut>,
    /// Tables: other normalisations for every indicator.
    pub normalisation: Option<Choices<Normalisation>>,
    /// Tables: the cap on winsorised points.
    pub winsorisation: Option<Points>,
    /// Tables: other rules, at every node that has children.
    pub aggregation: Option<Choices<Aggregation>>,
    /// Tables: other imputations for every indicator.
    pub imputation: Option<Choices<Imputation>>,
    /// Tables: one indicator left out at a time.
    pub indicators: Option<Plain>,
    /// Tables: one unit left out at a time of whatever is fitted to the units.
    pub units: Option<Plain>,
}

/// A factor without a setting of its own.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plain {
    pub reason: String,
}

/// Nodes that may be left out, one at a time.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Codes of inner nodes below a root.
    pub nodes: Vec<String>,
    pub reason: String,
}

/// How uncertain values are. What a source gives as an interval is always drawn from it.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// Partnerships: counts of mentions and of speeches are draws from a rate.
    #[serde(default)]
    pub counts: bool,
    /// Partnerships: coders differ, and one of them is drawn for each coded sentence.
    #[serde(default)]
    pub coders: bool,
    /// Partnerships: standard error of trade, on the logit scale of its shares; about its relative error.
    #[serde(default)]
    pub trade: f64,
    /// Partnerships: standard error of transfers of arms, likewise.
    #[serde(default)]
    pub arms: f64,
    /// Tables: standard error of every value, as a share of its indicator's standard deviation over the units.
    #[serde(default)]
    pub values: f64,
    pub reason: String,
}

/// Each end moves by up to this share of the distance between the two, on the transformed scale; below 0.5.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Goalposts {
    pub share: f64,
    pub reason: String,
}

/// Scales beside the framework's own, all equally likely.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    pub choices: Vec<PeerScale>,
    /// z_score: how many standard deviations of the peers lie between mid-scale and either end.
    #[serde(default = "two_and_a_half")]
    pub deviations: f64,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeerScale {
    /// The bounds of the formula, where it has any.
    Natural,
    /// From the peers' least to their largest value.
    MinMax,
    ZScore,
    PercentileRank,
}

impl PeerScale {
    /// The word of the file.
    pub fn word(self) -> &'static str {
        match self {
            PeerScale::Natural => "natural",
            PeerScale::MinMax => "min_max",
            PeerScale::ZScore => "z_score",
            PeerScale::PercentileRank => "percentile_rank",
        }
    }
}

/// Lowest scores beside the framework's own, each above 0.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    pub choices: Vec<f64>,
    pub reason: String,
}

/// Weights of siblings; exactly one of `concentration` and `within`.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Dirichlet round the framework's weights: a weight w has standard deviation sqrt(w (1 - w)/(concentration + 1)).
    pub concentration: Option<f64>,
    /// Each weight is multiplied by a number between 1 - within and 1 + within, and the siblings' made to sum to 1 again.
    pub within: Option<f64>,
    /// Draw from so many weight sets instead of from all.
    pub sets: Option<u32>,
    pub reason: String,
}

/// `(sum w z^r)^(1/r)` with r anywhere in the range.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Power {
    /// Code of the node whose children are averaged.
    pub node: String,
    pub low: f64,
    pub high: f64,
    pub reason: String,
}

/// Years up or down.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    pub years: u16,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    pub low: f64,
    pub high: f64,
    pub reason: String,
}

/// Methods beside the framework's own, all equally likely.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choices<T> {
    #[serde(bound(deserialize = "T: Deserialize<'de>"))]
    pub choices: Vec<Said<T>>,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Points {
    pub choices: Vec<usize>,
    pub reason: String,
}

fn two_and_a_half() -> f64 {
    2.5
}

impl Factors {
    /// What cannot vary so far, or cannot vary at all; each with the factor's word.
    pub fn misuses(&self) -> Vec<(&'static str, Misuse)> {
        let mut told = Vec::new();
        let mut tell = |word, found: Result<(), Misuse>| told.extend(found.err().map(|misuse| (word, misuse)));
        let share = |x: f64| x.is_finite() && x >= 0.0;
        if let Some(d) = &self.data {
            let sound = share(d.trade) && share(d.arms) && share(d.values);
            tell(
                "data",
                Misuse::unless(sound, "a standard error is below 0 or no number", "write 0 or more, such as 0.05"),
            );
            let any = d.counts || d.coders || d.trade > 0.0 || d.arms > 0.0 || d.values > 0.0;
            tell(
                "data",
                Misuse::unless(
                    any,
                    "no error is declared",
                    "write counts = true, or a standard error, or take the part out",
                ),
            );
        }
        if let Some(g) = &self.goalposts {
            let sound = share(g.share) && g.share > 0.0 && g.share < 0.5;
            let why = format!("with a share of {} the goalposts do not move, or cross", g.share);
            tell("goalposts", Misuse::unless(sound, why, "write a share above 0 and below 0.5"));
        }
        if let Some(s) = &self.scale {
            tell(
                "scale",
                Misuse::unless(!s.choices.is_empty(), "no other scale is named", "write choices = [\"min_max\"]"),
            );
            let sound = s.deviations.is_finite() && s.deviations > 0.0;
            tell("scale", Misuse::unless(sound, "deviations must be above 0", "write deviations = 2.5"));
        }
        if let Some(f) = &self.floor {
            let sound = !f.choices.is_empty() && f.choices.iter().all(|x| *x > 0.0 && *x < 99.0);
            tell(
                "floor",
                Misuse::unless(sound, "a lowest score is not between 0 and 99", "write choices = [0.1, 5.0]"),
            );
        }
        if let Some(w) = &self.weights {
            tell("weights", w.check());
        }
        if let Some(p) = &self.power {
            let sound = p.low.is_finite() && p.high.is_finite() && p.low < p.high;
            tell("power", Misuse::unless(sound, "the powers do not ascend", "write low = -5.0 and high = 1.0"));
        }
        if let Some(w) = &self.window {
            tell(
                "window",
                Misuse::unless((1..=5).contains(&w.years), "a window moves by 1 to 5 years", "write years = 1"),
            );
        }
        if let Some(r) = &self.prior {
            let sound = r.low > 0.0 && r.low < r.high && r.high.is_finite();
            tell(
                "prior",
                Misuse::unless(sound, "the words do not ascend from above 0", "write low = 2500.0 and high = 40000.0"),
            );
        }
        if let Some(r) = &self.prior_mentions {
            let sound = r.low > 0.0 && r.low < r.high && r.high.is_finite();
            let why = "the expected mentions do not ascend from above 0";
            tell("prior_mentions", Misuse::unless(sound, why, "write low = 0.5 and high = 4.0"));
        }
        if let Some(r) = &self.threshold {
            let sound = r.low >= 1.0 && r.low < r.high && r.high <= 100.0;
            tell(
                "threshold",
                Misuse::unless(
                    sound,
                    "the thresholds do not ascend within 1 to 100",
                    "write low = 50.0 and high = 70.0",
                ),
            );
        }
        if let Some(l) = &self.left_out {
            let named =
                !l.nodes.is_empty() && l.nodes.iter().enumerate().all(|(i, n)| !l.nodes.iter().take(i).any(|m| m == n));
            let why = "no node is named, or one twice";
            tell("left_out", Misuse::unless(named, why, "write nodes = [\"security\"]"));
        }
        if let Some(c) = &self.normalisation {
            tell("normalisation", c.check(Normalisation::check));
        }
        if let Some(c) = &self.aggregation {
            tell("aggregation", c.check(Aggregation::check));
        }
        if let Some(c) = &self.imputation {
            tell("imputation", c.check(Imputation::check));
        }
        if let Some(p) = &self.winsorisation {
            tell(
                "winsorisation",
                Misuse::unless(!p.choices.is_empty(), "no other cap is named", "write choices = [1, 2, 3]"),
            );
        }
        told
    }
}

impl Weights {
    fn check(&self) -> Result<(), Misuse> {
        let hint = "write concentration = 12.0, or within = 0.25";
        match (self.concentration, self.within) {
            (Some(c), None) => Misuse::unless(c.is_finite() && c > 0.0, "the concentration must be above 0", hint)?,
            (None, Some(w)) => {
                let why = format!("with `within` = {w} a weight does not move, or falls to 0 or below");
                Misuse::unless(w > 0.0 && w < 1.0, why, "write a number above 0 and below 1, such as 0.25")?;
            }
            _ => Misuse::unless(false, "one of `concentration` and `within` is needed", hint)?,
        }
        Misuse::unless(self.sets != Some(0), "no weight set at all", "write sets = 100, or leave it out")
    }
}

impl<T> Choices<T> {
    fn check(&self, each: fn(&T) -> Result<(), Misuse>) -> Result<(), Misuse> {
        Misuse::unless(!self.choices.is_empty(), "no other method is named", "write choices = [\"...\"]")?;
        self.choices.iter().try_for_each(|c| each(&c.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_leave_the_domain_are_told() {
        let weights = |concentration, within| Weights { concentration, within, sets: None, reason: String::new() };
        assert!(weights(Some(12.0), None).check().is_ok() && weights(None, Some(0.25)).check().is_ok());
        for bad in
            [weights(None, None), weights(Some(1.0), Some(0.1)), weights(None, Some(1.0)), weights(Some(0.0), None)]
        {
            assert!(bad.check().is_err(), "{bad:?}");
        }
        let goalposts =
            |share| Factors { goalposts: Some(Goalposts { share, reason: String::new() }), ..Factors::default() };
        assert!(goalposts(0.2).misuses().is_empty());
        for bad in [0.0, 0.5, -0.1, f64::NAN] {
            assert_eq!(goalposts(bad).misuses().len(), 1, "{bad}");
        }
        assert_eq!(goalposts(0.2).declared(), ["goalposts"]);
        assert_eq!(goalposts(0.2).only(&["weights"]), Factors::default());
    }
}
