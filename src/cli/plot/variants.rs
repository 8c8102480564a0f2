//! What the figures of uncertainty and sensitivity rest on, computed once for all figures of an order.

use serde_json::{Value, json};

use crate::analysis::multiverse::{Factor, FixedFactors, GAP, Idle, Multiverse, Partnerships};
use crate::analysis::sensitivity::{self, Indices, Layout, Specification, Swing, both_answers};
use crate::analysis::uncertainty::{self, Band, Plan, Uncertainty, uncertainty};
use crate::chart::{Kind, Leverage, Variants};
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};
use crate::statistics::sobol::{Refusal, Settings};

/// Which partnerships, scored by what.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub framework: &'a Framework,
    pub package: &'a Package,
    pub window: Window,
}

impl Ground<'_> {
    fn multiverse(&self, of: &[Partnership]) -> (Partnerships, Vec<Idle>) {
        Partnerships::new(self.framework, self.package, of, self.window, &self.framework.factors)
    }
}

/// Whether a kind draws from the variants of all its partnerships.
pub(super) fn varies(kind: Kind, intervals: bool) -> bool {
    matches!(kind, Kind::Ranks | Kind::Density) || (intervals && matches!(kind, Kind::Plane | Kind::Gap))
}

/// Whether a kind shows what moves the gap of one partnership.
pub(super) fn moves(kind: Kind) -> bool {
    matches!(kind, Kind::Sobol | Kind::Tornado | Kind::Specification)
}

/// The factors that vary, with their ranges and reasons, and those that have no range here.
fn told(factors: &[Factor], idle: &[Idle]) -> [(&'static str, Value); 2] {
    let factor = |f: &Factor| json!({ "code": f.code, "title": f.title, "range": f.range, "reason": f.reason });
    let idle = idle.iter().map(|i| json!({ "code": i.factor, "why": i.why })).collect();
    [("factors", Value::Array(factors.iter().map(factor).collect())), ("idle", Value::Array(idle))]
}

/// All partnerships over all declared variants.
pub(super) struct Spreads {
    factors: Vec<Factor>,
    idle: Vec<Idle>,
    uncertainty: Uncertainty,
    of_data: Vec<Vec<f64>>,
}

impl Spreads {
    pub fn new(ground: Ground<'_>, of: &[Partnership], plan: Plan) -> Spreads {
        let (multiverse, idle) = ground.multiverse(of);
        let uncertainty = uncertainty(&multiverse, Some(&ground.framework.verdicts), plan, &|_| {});
        let (outputs, units) = (multiverse.outputs(), multiverse.units().len());
        let gap = outputs.iter().position(|o| o == GAP);
        // The draws of the data alone are those that the analysis summed up: the same streams give them again.
        let data = gap.filter(|_| uncertainty.has_data).map(|gap| {
            let sample = uncertainty::sample(&multiverse, plan, Band::Data, &|_| {});
            let column = |unit| sample.column(unit * outputs.len() + gap).filter(|x| !x.is_nan()).collect();
            (0..units).map(column).collect::<Vec<Vec<f64>>>()
        });
        Spreads { factors: multiverse.factors().to_vec(), idle, uncertainty, of_data: data.unwrap_or_default() }
    }

    pub fn variants(&self) -> Variants<'_> {
        Variants { factors: &self.factors, uncertainty: &self.uncertainty, of_data: &self.of_data }
    }

    /// For the paper beside the figure.
    pub fn papers(&self) -> Vec<(&'static str, Value)> {
        let (plan, [data, absolute, full]) = (self.uncertainty.plan, self.uncertainty.failed);
        let mut all = vec![
            ("draws", json!(plan.draws)),
            ("seed", json!(plan.seed)),
            ("failed", json!({ "data_alone": data, "absolute_scales": absolute, "all_variants": full })),
        ];
        all.extend(told(&self.factors, &self.idle));
        all
    }
}

/// What moves the gap of one partnership.
pub(super) struct Moves {
    slug: String,
    seed: u64,
    factors: Vec<Factor>,
    idle: Vec<Idle>,
    nominal: Option<f64>,
    indices: Option<Indices>,
    swings: Vec<Swing>,
    curve: Option<Specification>,
}

impl Moves {
    /// Computes what these kinds show, and nothing that none of them does.
    pub fn new(
        ground: Ground<'_>,
        of: Partnership,
        kinds: &[Kind],
        (base_points, seed): (usize, u64),
    ) -> Result<Moves, Refusal> {
        let (multiverse, idle) = ground.multiverse(&[of]);
        let row = uncertainty::nominal(&multiverse);
        let gap = multiverse.outputs().iter().position(|o| o == GAP);
        let nominal = gap.and_then(|i| row.get(i)).copied().filter(|x| !x.is_nan());
        let known = |kind| kinds.contains(&kind) && nominal.is_some() && !multiverse.factors().is_empty();
        let indices = known(Kind::Sobol).then(|| indices(&multiverse, base_points, seed)).transpose()?;
        let swings = if known(Kind::Tornado) { sensitivity::tornado(&multiverse, &row) } else { Vec::new() };
        let curves = known(Kind::Specification).then(|| sensitivity::specification(&multiverse).ok()).flatten();
        Ok(Moves {
            slug: of.slug(&ground.package.parties),
            seed,
            factors: multiverse.factors().to_vec(),
            idle,
            nominal,
            indices,
            swings,
            curve: curves.and_then(|curves| curves.into_iter().next()),
        })
    }

    /// For the paper beside the figure.
    pub fn papers(&self, kind: Kind) -> Vec<(&'static str, Value)> {
        let mut all = Vec::new();
        match (kind, &self.indices, &self.curve) {
            (Kind::Sobol, Some(indices), _) => {
                let analysis = &indices.analysis;
                all.push(("base_points", json!(analysis.base_points)));
                all.push(("runs", json!(analysis.runs)));
                all.push(("failed", json!(analysis.failed_runs)));
                all.push(("seed", json!(self.seed)));
            }
            (Kind::Specification, _, Some(curve)) => {
                all.push(("combinations", json!(curve.variants.len() + curve.failed)));
                all.push(("failed", json!(curve.failed)));
            }
            _ => {}
        }
        all.extend(told(&self.factors, &self.idle));
        all
    }

    pub fn leverage(&self) -> Leverage<'_> {
        Leverage {
            slug: &self.slug,
            factors: &self.factors,
            nominal: self.nominal,
            indices: self.indices.as_ref().map(|i| (i, self.seed)),
            swings: &self.swings,
            curve: self.curve.as_ref(),
        }
    }
}

/// The threshold of a parameter moves no score and has no place in the design; other factors may turn out to move none either:
/// they are then known to.
fn indices(multiverse: &Partnerships, base_points: usize, seed: u64) -> Result<Indices, Refusal> {
    let multiverse = FixedFactors::new(multiverse, |f| f.code == "threshold");
    let with = |fixed: Vec<usize>| {
        let settings = Settings { fixed, least: base_points / 4, ..Settings::default() };
        both_answers(&multiverse, &Layout { base_points, seed, settings, pairs: false }, &|_| {})
    };
    match with(Vec::new()) {
        Err(Refusal::Untouched { factors }) => with(factors),
        other => other,
    }
}
