//! Uncertainty as JSON (docs/json.md).

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Driver, UncertaintyAnalysis, words};
use crate::analysis::multiverse::{Factor, FactorKind};
use crate::analysis::uncertainty::Unit;
use crate::report::origin::{Source, source};
use crate::statistics::sobol::Correlation;
use crate::statistics::spread::Spread;

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    source: Source<'a>,
    draws: usize,
    seed: u64,
    failed: Failed,
    factors: Vec<Value>,
    correlations: Vec<Value>,
    not_varied: Vec<Value>,
    units: Vec<Value>,
    ranks: Option<Value>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Failed {
    data: usize,
    absolute: usize,
    full: usize,
}

/// A factor as JSON describes it.
pub(in crate::report) fn factor(f: &Factor) -> Value {
    let (kind, levels) = match &f.kind {
        FactorKind::Continuous => ("continuous", None),
        FactorKind::Drawn => ("drawn", None),
        FactorKind::Discrete { levels, .. } => ("discrete", Some(levels)),
    };
    json!({
        "code": f.code, "title": f.title, "kind": kind, "levels": levels, "range": f.range, "reason": f.reason,
        "of_data": f.of_data,
    })
}

/// Two factors that are correlated as JSON describes them.
pub(in crate::report) fn correlation(of: &Correlation, factors: &[Factor]) -> Value {
    let codes = of.factors.map(|place| factors.get(place).map(|f| &f.code));
    json!({ "factors": codes, "spearman": of.spearman })
}

fn spread(s: Option<Spread>) -> Value {
    s.map_or(Value::Null, |s| json!({ "median": s.median, "p05": s.low, "p95": s.high, "draws": s.known }))
}

fn unit(
    analysis: &UncertaintyAnalysis<'_>,
    unit: &Unit,
    name: &str,
    [driver, relative]: [Option<&Driver>; 2],
) -> Value {
    let found = &analysis.found;
    let mut outputs = Map::new();
    for (place, code) in found.outputs.iter().enumerate() {
        let of = |list: &[Option<Spread>]| list.get(place).copied().flatten();
        let data = of(&unit.data).filter(|_| found.has_data);
        let entry = json!({
            "nominal": unit.nominal.get(place).copied().flatten(), "full": spread(of(&unit.full)), "data": spread(data),
            "absolute": spread(of(&unit.absolute).filter(|_| unit.gap.is_some())),
        });
        outputs.insert(code.clone(), entry);
    }
    let gap = unit.gap.as_ref().map(|g| {
        let verdicts: Map<String, Value> =
            g.verdicts.iter().map(|(label, share)| (label.clone(), json!(share))).collect();
        json!({
            "verdict": g.sureness(found.plan.draws).words(),
            "positive": g.positive, "positive_by_data": found.has_data.then_some(g.positive_by_data), "same_sign": g.same_sign,
            "verdicts": verdicts, "parameters_met": g.met, "variants": g.known,
            "sentence": words::sentence(g, &analysis.origin.framework(), found.plan, driver),
        })
    });
    let peers = unit.peers.as_ref().map(|p| {
        json!({
            "verdict": p.sureness(found.plan.draws).words(), "stance": p.own.words(), "same": p.same, "like": p.like,
            "more_form": p.more_form, "more_content": p.more_content, "apart": p.apart, "variants": p.known,
        })
    });
    let named = |driver: Option<&Driver>| {
        driver.map(|d| {
            let interval = d.total.interval.map(|i| [i.lower, i.upper]);
            json!({ "factor": d.code, "total": d.total.estimate, "interval": interval, "converged": d.total.converged })
        })
    };
    json!({
        "unit": unit.code, "name": name, "answer": words::answer(analysis, unit, [driver, relative]), "outputs": outputs, "gap": gap,
        "peers": peers, "driver": named(driver), "relative_driver": named(relative),
    })
}

pub fn json<'a>(analysis: &'a UncertaintyAnalysis<'a>) -> serde_json::Result<String> {
    let found = &analysis.found;
    let [data, absolute, full] = found.failed;
    let driver = |list: &'a [Option<Driver>], place: usize| list.get(place).and_then(Option::as_ref);
    let units = found.units.iter().zip(&analysis.names).enumerate();
    let ranks = found.ranks.as_ref().map(|r| {
        json!({
            "by": found.outputs.get(found.ranked), "nominal": r.nominal,
            "spreads": r.spreads.iter().map(|s| spread(*s)).collect::<Vec<Value>>(),
            "acceptability": r.acceptability, "winning": r.winning, "shift": spread(r.shift), "variants": r.draws,
            "variants_with_all": r.whole, "ranked_in": r.known, "met_in": r.met,
        })
    });
    let document = Document {
        source: source(analysis.origin),
        draws: found.plan.draws,
        seed: found.plan.seed,
        failed: Failed { data, absolute, full },
        factors: analysis.factors.iter().map(factor).collect(),
        correlations: analysis.correlations.iter().map(|c| correlation(c, &analysis.factors)).collect(),
        not_varied: analysis.not_varied.iter().map(|(code, why)| json!({ "code": code, "reason": why })).collect(),
        units: units
            .map(|(i, (u, name))| {
                unit(analysis, u, name, [driver(&analysis.drivers, i), driver(&analysis.relative_drivers, i)])
            })
            .collect(),
        ranks,
        notes: &analysis.notes,
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
