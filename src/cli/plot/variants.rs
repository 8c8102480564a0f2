//! What figures show of computed variants, and what their papers say of them.

use serde_json::{Value, json};

use super::further;
use crate::analysis::multiverse::{Factor, Idle};
use crate::analysis::verbs::{FigureData, Moves, MovesRequest, Spreads};
use crate::chart::{Kind, Leverage};

/// Whether a kind draws from the variants of all its partnerships.
pub(super) fn varies(kind: Kind, intervals: bool) -> bool {
    matches!(kind, Kind::Ranks | Kind::Density) || (intervals && matches!(kind, Kind::Plane | Kind::Gap))
}

/// Whether a kind shows what moves the gap of one partnership.
fn moves(kind: Kind) -> bool {
    matches!(kind, Kind::Sobol | Kind::Tornado | Kind::Specification)
}

/// What of it these kinds show; nothing where none of them does.
pub(super) fn moved(kinds: &[Kind], base_points: usize, seed: u64) -> Option<MovesRequest> {
    let shown = |kind| kinds.contains(&kind);
    kinds.iter().any(|k| moves(*k)).then(|| MovesRequest {
        indices: shown(Kind::Sobol),
        swings: shown(Kind::Tornado),
        curve: shown(Kind::Specification),
        base_points,
        seed,
    })
}

/// As figures are given it.
pub(super) fn leverage(moves: &Moves) -> Leverage<'_> {
    Leverage {
        slug: &moves.slug,
        factors: &moves.factors,
        nominal: moves.nominal,
        indices: moves.indices.as_ref().map(|i| (i, moves.seed)),
        swings: &moves.swings,
        curve: moves.curve.as_ref(),
    }
}

/// Entries of the description of a figure of this kind beyond those of every figure.
pub(super) fn papers(
    data: &FigureData<'_>,
    kind: Kind,
    intervals: bool,
    gap_draws: Option<(usize, u64)>,
) -> Vec<(&'static str, Value)> {
    let drawn = |(draws, seed)| vec![("draws", json!(draws)), ("seed", json!(seed))];
    match (&data.spreads, &data.moves) {
        (Some(spreads), _) if varies(kind, intervals) => {
            of_spreads(spreads).into_iter().chain(families(spreads, kind)).collect()
        }
        (_, Some(found)) if moves(kind) => {
            // The seed of draws and design is one.
            let draws = gap_draws.map(|(draws, _)| ("draws", json!(draws)));
            draws.into_iter().chain(of_moves(found, kind)).collect()
        }
        _ if further::draws(kind) => gap_draws.map_or_else(Vec::new, drawn),
        _ => Vec::new(),
    }
}

/// By which choice a density is shaded.
fn families(spreads: &Spreads, kind: Kind) -> Option<(&'static str, Value)> {
    let found = spreads.families.as_ref().filter(|_| kind == Kind::Density)?;
    let shares: serde_json::Map<String, Value> =
        spreads.uncertainty.units.iter().zip(&found.shares).map(|(u, share)| (u.code.clone(), json!(share))).collect();
    Some(("families", json!({ "factor": found.factor.code, "title": found.factor.title, "share_of_variance": shares })))
}

/// The factors that vary, with their ranges and reasons, and those that have no range here.
pub(super) fn factor_lists(factors: &[Factor], idle: &[Idle]) -> [(&'static str, Value); 2] {
    let factor = |f: &Factor| json!({ "code": f.code, "title": f.title, "range": f.range, "reason": f.reason });
    let idle = idle.iter().map(|i| json!({ "code": i.factor, "why": i.why })).collect();
    [("factors", Value::Array(factors.iter().map(factor).collect())), ("idle", Value::Array(idle))]
}

fn of_spreads(spreads: &Spreads) -> Vec<(&'static str, Value)> {
    let (plan, [data, absolute, full]) = (spreads.uncertainty.plan, spreads.uncertainty.failed);
    let mut all = vec![
        ("draws", json!(plan.draws)),
        ("seed", json!(plan.seed)),
        ("failed", json!({ "data_alone": data, "absolute_scales": absolute, "all_variants": full })),
    ];
    all.extend(factor_lists(&spreads.factors, &spreads.idle));
    all
}

fn of_moves(found: &Moves, kind: Kind) -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    match (kind, &found.indices, &found.curve) {
        (Kind::Tornado, ..) => all.push(("seed", json!(found.seed))),
        (Kind::Sobol, Some(indices), _) => {
            let analysis = &indices.analysis;
            all.push(("base_points", json!(analysis.base_points)));
            all.push(("runs", json!(analysis.runs)));
            all.push(("failed", json!(analysis.failed_runs)));
            all.push(("seed", json!(found.seed)));
        }
        (Kind::Specification, _, Some(curve)) => {
            all.push(("seed", json!(found.seed)));
            all.push(("combinations", json!(curve.variants.len() + curve.failed)));
            all.push(("failed", json!(curve.failed)));
        }
        _ => {}
    }
    all.extend(factor_lists(&found.factors, &found.idle));
    all
}
