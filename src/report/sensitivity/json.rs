//! Sensitivity as JSON (docs/json.md).

use serde::Serialize;
use serde_json::{Value, json};

use super::records::{undefined, words};
use super::{SensitivityAnalysis, curve};
use crate::analysis::sensitivity::{FactorGroup, Quantity, Specification, Variant};
use crate::report::origin::{Source, source};
use crate::report::uncertainty::{correlation, factor};
use crate::statistics::sobol::{Index, Outcome, OutputAnalysis, Why};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    source: Source<'a>,
    seed: u64,
    design: Value,
    factors: Vec<Value>,
    groups: Vec<Value>,
    correlations: Vec<Value>,
    not_varied: Vec<Value>,
    units: Vec<Value>,
    ranked_by: &'a str,
    indices: Vec<Value>,
    weights: Option<Value>,
    specification: Value,
    notes: &'a [String],
}

fn index(index: Index) -> Value {
    let interval = index.interval.map(|i| [i.lower, i.upper]);
    json!({ "estimate": index.estimate, "interval": interval, "converged": index.converged })
}

fn empty_as_null(word: String) -> Option<String> {
    (!word.is_empty()).then_some(word)
}

fn output(answer: &SensitivityAnalysis<'_>, quantity: Quantity, output: &OutputAnalysis) -> Value {
    let [word, unit, other] = words(answer, quantity);
    let indices = match &output.outcome {
        Outcome::Defined(found) => Some(found),
        Outcome::Undefined(_) => None,
    };
    let (reason, constant) = match &output.outcome {
        Outcome::Defined(_) => (None, None),
        Outcome::Undefined(why) => {
            (Some(undefined(*why)), if let Why::Constant { value } = why { Some(*value) } else { None })
        }
    };
    let factors = indices.map(|found| {
        let of = |(place, f): (usize, &crate::statistics::sobol::FactorIndices)| {
            json!({ "factor": answer.group(place), "first": index(f.first), "total": index(f.total) })
        };
        found.factors.iter().enumerate().filter(|(place, _)| answer.found.concerns(quantity, *place)).map(of).collect::<Vec<Value>>()
    });
    let stages = indices.map(|found| {
        let stage = |s: &crate::statistics::sobol::Stage| {
            let factors = s.factors.as_ref().map(|all| {
                let of = |(place, e): (usize, &crate::statistics::sobol::Estimate)| {
                    json!({ "factor": answer.group(place), "first": e.first, "total": e.total })
                };
                all.iter().enumerate().map(of).collect::<Vec<Value>>()
            });
            json!({ "base_points": s.base_points, "usable": s.usable, "factors": factors })
        };
        found.stages.iter().map(stage).collect::<Vec<Value>>()
    });
    json!({
        "quantity": word, "unit": empty_as_null(unit), "other": empty_as_null(other),
        "usable": output.usable, "left_out": output.dropped, "failed_runs": output.failed_runs,
        "reason": reason, "constant": constant,
        "mean": indices.map(|i| i.mean), "standard_deviation": indices.map(|i| i.standard_deviation),
        "first_sum": indices.map(|i| index(i.first_sum)),
        "undefined_resamples": indices.map(|i| i.undefined_resamples),
        "factors": factors, "stages": stages,
    })
}

fn grouped(answer: &SensitivityAnalysis<'_>, group: &FactorGroup) -> Value {
    json!({ "name": group.code, "factors": answer.members(group).collect::<Vec<_>>() })
}

fn unit(answer: &SensitivityAnalysis<'_>, unit: usize, name: &str) -> Value {
    let found = &answer.found;
    let own = found.headline.get(unit).copied().flatten();
    let residual = found.residual.get(unit).copied().flatten();
    let swing = |s: &crate::analysis::sensitivity::Swing| {
        let ends = s.ends.get(unit).copied().flatten();
        let turns = s.turns.get(unit).copied().filter(|_| found.gaps && own.is_some());
        let relative = s.relative.get(unit).copied().flatten();
        let relative_turns = s.relative_turns.get(unit).copied().filter(|_| residual.is_some());
        json!({
            "factor": answer.factor(s.factor), "low": ends.map(|e| e.0), "high": ends.map(|e| e.1), "sign_turns": turns,
            "residual_low": relative.map(|e| e.0), "residual_high": relative.map(|e| e.1),
            "residual_sign_turns": relative_turns, "runs": s.runs, "failed": s.failed,
        })
    };
    let swings: Vec<Value> = found.swings.iter().map(swing).collect();
    json!({
        "unit": found.units.get(unit), "name": name, "gap": own.filter(|_| found.gaps),
        "residual": residual, "score": found.scores.get(unit).copied().flatten(), "one_at_a_time": swings,
    })
}

fn weights(answer: &SensitivityAnalysis<'_>) -> Option<Value> {
    let weighed = answer.weighed.as_ref()?;
    let code = |unit: usize| answer.found.units.get(unit);
    let verdict = |(place, v): (usize, &crate::analysis::sensitivity::Verdict)| {
        let lever = |l: &crate::analysis::sensitivity::Lever| json!({ "node": answer.node(l.node).0, "now": l.now, "needed": l.needed, "verdict": l.verdict });
        let unsolved: Vec<&str> = v.unsolved.iter().map(|id| answer.node(*id).0).collect();
        json!({
            "unit": code(place), "verdict": v.label, "levers": v.levers.iter().map(lever).collect::<Vec<Value>>(),
            "unsolved": unsolved,
        })
    };
    let order = |o: &crate::analysis::sensitivity::Order| {
        let swap = |s: &crate::analysis::sensitivity::Swap| json!({ "node": answer.node(s.node).0, "now": s.now, "needed": s.needed });
        json!({
            "ahead": code(o.ahead), "behind": code(o.behind), "swaps": o.swaps.iter().map(swap).collect::<Vec<Value>>(),
        })
    };
    Some(json!({
        "verdicts": weighed.verdicts.iter().enumerate().map(verdict).collect::<Vec<Value>>(),
        "orders": weighed.orders.iter().map(order).collect::<Vec<Value>>(),
    }))
}

/// The curves summed up; `--specification` writes them whole.
fn specification(answer: &SensitivityAnalysis<'_>) -> Value {
    let curves = match &answer.found.curves {
        Ok(curves) => curves,
        Err(why) => return json!({ "reason": curve::curveless(why), "units": Value::Null }),
    };
    let chosen = |c: &Specification, v: &Variant| {
        let choice = |(factor, level): (&usize, &usize)| {
            let (levels, _) = curve::levels(answer, *factor);
            json!({ "factor": answer.factor(*factor), "choice": levels.get(*level) })
        };
        let choices: Vec<Value> = c.factors.iter().zip(&v.levels).map(choice).collect();
        json!({ "value": v.value, "choices": choices })
    };
    let of = |c: &Specification| {
        let factors = c.factors.iter().enumerate().map(|(place, factor)| {
            let (levels, _) = curve::levels(answer, *factor);
            let medians = curve::medians(c, place, levels);
            let medians: Vec<Value> =
                medians.map(|(choice, median)| json!({ "choice": choice, "median": median })).collect();
            json!({ "factor": answer.factor(*factor), "medians": medians })
        });
        json!({
            "unit": answer.found.units.get(c.unit), "combinations": c.variants.len() + c.failed, "without_value": c.failed,
            "positive": c.positive().filter(|_| answer.found.gaps), "first_quartile": c.quantile(0.25),
            "median": c.quantile(0.5), "third_quartile": c.quantile(0.75), "own_place": c.nominal.map(|at| at + 1),
            "lowest": c.variants.first().map(|v| chosen(c, v)), "highest": c.variants.last().map(|v| chosen(c, v)),
            "factors": factors.collect::<Vec<Value>>(),
        })
    };
    json!({ "reason": Value::Null, "units": curves.iter().map(of).collect::<Vec<Value>>() })
}

pub fn json(answer: &SensitivityAnalysis<'_>) -> serde_json::Result<String> {
    let found = &answer.found;
    let (analysis, settings) = (&found.indices.analysis, &found.layout.settings);
    let outputs = found.indices.quantities.iter().zip(&analysis.outputs);
    let document = Document {
        source: source(answer.origin),
        seed: found.layout.seed,
        design: json!({
            "base_points": analysis.base_points, "balanced": analysis.balanced, "runs": analysis.runs,
            "failed_runs": analysis.failed_runs, "resamples": settings.resamples, "level": settings.level,
            "width_limit": settings.width_limit,
        }),
        factors: found.factors.iter().map(factor).collect(),
        groups: answer.named_groups().map(|group| grouped(answer, group)).collect(),
        correlations: found.layout.correlations.iter().map(|c| correlation(c, &found.factors)).collect(),
        not_varied: answer.not_varied.iter().map(|(code, why)| json!({ "code": code, "reason": why })).collect(),
        units: answer.names.iter().enumerate().map(|(place, name)| unit(answer, place, name)).collect(),
        ranked_by: &found.ranked,
        indices: outputs.map(|(quantity, of)| output(answer, *quantity, of)).collect(),
        weights: weights(answer),
        specification: specification(answer),
        notes: &answer.notes,
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
