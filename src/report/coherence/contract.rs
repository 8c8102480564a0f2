//! The shape of the structure as JSON: these structs are the contract (docs/json.md).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::statistics::coherence::Refusal;

/// A number, or why there is none.
#[derive(Serialize)]
pub(super) struct Figure {
    pub(super) value: Option<f64>,
    pub(super) reason: Option<String>,
}

impl Figure {
    pub(super) fn of(of: &Result<f64, Refusal>) -> Figure {
        match of {
            Ok(value) => Figure { value: Some(*value), reason: None },
            Err(refusal) => Figure { value: None, reason: Some(refusal.to_string()) },
        }
    }
}

#[derive(Serialize)]
pub(super) struct Document<'a> {
    pub(super) framework: Framework<'a>,
    pub(super) source: Origin<'a>,
    /// The node the question was restricted to.
    pub(super) node: Option<&'a str>,
    pub(super) described: &'static str,
    pub(super) related: &'static str,
    pub(super) filled: usize,
    pub(super) inapplicable: usize,
    pub(super) screened_out: Vec<&'a str>,
    pub(super) findings: Vec<Said>,
    pub(super) limits: Vec<String>,
    pub(super) indicators: Vec<Indicator<'a>>,
    pub(super) pairs: Vec<Pair<'a>>,
    pub(super) links: Vec<Link<'a>>,
    pub(super) sizes: Vec<Size<'a>>,
    /// All indicators together; none where one node holds them all.
    pub(super) together: Option<Node<'a>>,
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) importance: Vec<Importance<'a>>,
    pub(super) availability: Availability<'a>,
    pub(super) profiles: Vec<Profile<'a>>,
    pub(super) removals: Vec<Removal<'a>>,
}

/// Two nodes of which at least one is an inner one.
#[derive(Serialize)]
pub(super) struct Link<'a> {
    pub(super) first: &'a str,
    pub(super) second: &'a str,
    pub(super) meet: Option<&'a str>,
    pub(super) units: usize,
    pub(super) pearson: Correlation,
    pub(super) spearman: Correlation,
    pub(super) kendall: Correlation,
}

/// An indicator, before it is divided, and a size.
#[derive(Serialize)]
pub(super) struct Size<'a> {
    pub(super) indicator: &'a str,
    pub(super) size: &'a str,
    pub(super) divided: bool,
    pub(super) units: usize,
    pub(super) pearson: Correlation,
    pub(super) spearman: Correlation,
    pub(super) kendall: Correlation,
}

#[derive(Serialize)]
pub(super) struct Framework<'a> {
    pub(super) code: &'a str,
    pub(super) version: &'a str,
    pub(super) sha256: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Origin<'a> {
    Table { file: &'a str, sha256: &'a str, year: Option<i32> },
    Peers { set: &'a str, window_from: u16, window_to: u16, data: &'a str, version: &'a str, sha256: &'a str },
}

#[derive(Serialize)]
pub(super) struct Said {
    pub(super) topic: &'static str,
    pub(super) text: String,
}

#[derive(Serialize)]
pub(super) struct Indicator<'a> {
    pub(super) code: &'a str,
    pub(super) title: &'a str,
    pub(super) node: &'a str,
    pub(super) units: usize,
    pub(super) known: usize,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) mean: Figure,
    pub(super) median: Figure,
    pub(super) sd: Figure,
    pub(super) skewness: Figure,
    pub(super) kurtosis: Figure,
    pub(super) zeros: usize,
    pub(super) distinct: usize,
    pub(super) most_frequent: usize,
    pub(super) flags: Vec<&'static str>,
}

#[derive(Serialize)]
pub(super) struct Pair<'a> {
    pub(super) first: &'a str,
    pub(super) second: &'a str,
    pub(super) node: Option<&'a str>,
    pub(super) units: usize,
    pub(super) collinear: bool,
    pub(super) negative: bool,
    pub(super) pearson: Correlation,
    pub(super) spearman: Correlation,
    pub(super) kendall: Correlation,
}

#[derive(Serialize)]
pub(super) struct Correlation {
    pub(super) value: Option<f64>,
    pub(super) p: Option<f64>,
    pub(super) p_adjusted: Option<f64>,
    pub(super) test: Option<&'static str>,
    pub(super) reason: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Node<'a> {
    pub(super) node: Option<&'a str>,
    pub(super) elements: Vec<&'a str>,
    pub(super) complete_units: usize,
    pub(super) alpha_standardised: Figure,
    pub(super) alpha_raw: Figure,
    pub(super) drop_one: Vec<DropOne>,
    pub(super) kmo: Figure,
    pub(super) kmo_each: BTreeMap<&'a str, Figure>,
    pub(super) bartlett: Option<Bartlett>,
    pub(super) components: Vec<Component<'a>>,
    pub(super) components_reason: Option<String>,
}

#[derive(Serialize)]
pub(super) struct DropOne {
    pub(super) element: String,
    pub(super) alpha_standardised: Figure,
    pub(super) alpha_raw: Figure,
    pub(super) item_total_standardised: Figure,
    pub(super) item_total_raw: Figure,
}

#[derive(Serialize)]
pub(super) struct Bartlett {
    pub(super) chi_squared: f64,
    pub(super) freedom: usize,
    pub(super) p: f64,
}

#[derive(Serialize)]
pub(super) struct Component<'a> {
    pub(super) eigenvalue: f64,
    pub(super) explained: f64,
    pub(super) cumulative: f64,
    pub(super) loadings: BTreeMap<&'a str, f64>,
}

#[derive(Serialize)]
pub(super) struct Importance<'a> {
    pub(super) element: &'a str,
    pub(super) node: &'a str,
    pub(super) nominal: Figure,
    pub(super) effective: Figure,
    pub(super) correlation: Figure,
    pub(super) squared_correlation: Figure,
    pub(super) main_effect: Option<Effect>,
    pub(super) main_effect_reason: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Effect {
    pub(super) value: f64,
    pub(super) cross_validated: f64,
    pub(super) units: usize,
    /// Share of the units each local line is fitted to; none for one line through all.
    pub(super) span: Option<f64>,
}

#[derive(Serialize)]
pub(super) struct Availability<'a> {
    pub(super) overall: Cells,
    pub(super) nodes: BTreeMap<&'a str, Cells>,
    pub(super) units: Vec<UnitAvailability<'a>>,
}

#[derive(Serialize)]
pub(super) struct Cells {
    pub(super) known: usize,
    pub(super) of: usize,
}

#[derive(Serialize)]
pub(super) struct UnitAvailability<'a> {
    pub(super) unit: &'a str,
    pub(super) overall: Cells,
    pub(super) zeros: usize,
    pub(super) nodes: BTreeMap<&'a str, Cells>,
}

#[derive(Serialize)]
pub(super) struct Profile<'a> {
    pub(super) unit: &'a str,
    pub(super) name: Option<&'a str>,
    pub(super) strengths: Vec<&'a str>,
    pub(super) weaknesses: Vec<&'a str>,
    pub(super) places: BTreeMap<&'a str, Option<Place>>,
}

#[derive(Serialize)]
pub(super) struct Place {
    pub(super) value: f64,
    pub(super) rank: usize,
    pub(super) of: usize,
    pub(super) percentile: Figure,
    pub(super) z: Figure,
}

#[derive(Serialize)]
pub(super) struct Removal<'a> {
    pub(super) element: &'a str,
    pub(super) score_of: &'a str,
    pub(super) effect: Option<RankChanges>,
    /// Why it cannot be scored.
    pub(super) reasons: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct RankChanges {
    pub(super) units: usize,
    pub(super) lost: usize,
    pub(super) gained: usize,
    pub(super) moved: usize,
    pub(super) greatest_rank_change: usize,
    pub(super) mean_rank_change: Figure,
    pub(super) mean_score_change: Figure,
    pub(super) spearman: Figure,
}
