//! A decomposition as JSON (docs/json.md).

use serde_json::{Value, json};

use super::{Decomposed, words};
use crate::analysis::contribution::Contribution;
use crate::analysis::decompose::trends::Scale;
use crate::analysis::decompose::upgrade::NoEffect;
use crate::analysis::decompose::{Asymmetry, Change, Levels, Membership, Need, NoMembers, Passage, Series, Upgrade};
use crate::measure::members::Carriers;
use crate::measure::yearly::Naming;
use crate::model::Window;
use crate::statistics::coalition;
use crate::statistics::inference::{Equivalence, Interval};

/// What was not asked for is null; so is every figure that cannot be determined.
pub fn json(d: &Decomposed<'_>) -> Result<String, serde_json::Error> {
    let (f, package, parties) = (d.framework, d.measurer.package(), &d.measurer.package().parties);
    let party = |id| json!({ "code": parties.code(id), "name": parties.name(id) });
    let document = json!({
        "partnership": { "slug": d.slug(), "a": party(d.partnership.a), "b": party(d.partnership.b) },
        "window": window(d.measurer.window()),
        "framework": { "code": f.code, "version": f.version, "sha256": f.sha256 },
        "data": { "name": package.name, "version": package.version, "sha256": package.sha256 },
        "levels": d.levels.as_ref().map(|l| levels(d, l)),
        "members": d.members.as_ref().map(|m| members(d, m)),
        "time": d.passage.as_ref().map(|x| passage(d, x)),
        "notes": d.notes,
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn window(w: Window) -> Value {
    json!({ "from": w.from().get(), "to": w.to().get() })
}

fn parts(d: &Decomposed<'_>, all: &[Contribution]) -> Vec<Value> {
    all.iter().map(|c| json!({ "code": d.framework.node(c.node).code, "points": c.points })).collect()
}

fn levels(d: &Decomposed<'_>, l: &Levels) -> Value {
    let code = |id| d.framework.node(id).code.clone();
    let composition = |c: &Option<crate::analysis::decompose::Composition>| {
        c.as_ref().map(|c| json!({ "score": c.score, "nodes": parts(d, &c.nodes), "indicators": parts(d, &c.parts) }))
    };
    let closing = l.closing.as_ref().map(|c| {
        let alone = c.alone.iter().map(|(id, need)| match need {
            Need::Score { score, points } => {
                json!({ "parameter": code(*id), "points": points, "score": score, "content": c.form })
            }
            Need::Beyond { content } => {
                json!({ "parameter": code(*id), "points": null, "score": null, "content": content })
            }
        });
        json!({ "gap": c.gap, "alone": alone.collect::<Vec<_>>(), "each_of_all": c.together })
    });
    json!({
        "floor": l.floor,
        "form": composition(&l.form),
        "content": composition(&l.content),
        "what_if": closing,
        "naming": naming(&l.naming),
    })
}

fn naming(a: &Asymmetry) -> Value {
    let side = |n: &Naming| json!({ "mentions": n.mentions, "words": n.words, "speeches": n.documents, "speeches_naming": n.naming });
    let ratio = a.ratio.as_ref().ok();
    let speeches = a.speeches.as_ref().ok();
    json!({
        "ab": side(&a.there),
        "ba": side(&a.back),
        "rate_ratio": ratio.map(|r| json!({ "ratio": r.ratio, "lower": r.lower, "upper": r.upper, "level": r.level, "p": r.p })),
        "rate_ratio_refused": a.ratio.as_ref().err().map(ToString::to_string),
        "fisher": speeches.map(|f| json!({ "p": f.p, "odds_ratio": f.odds_ratio })),
        "fisher_refused": a.speeches.as_ref().err().map(ToString::to_string),
    })
}

fn members(d: &Decomposed<'_>, members: &Result<Membership, NoMembers>) -> Value {
    let m = match members {
        Ok(m) => m,
        Err(why) => return json!({ "reason": why.to_string() }),
    };
    let parties = &d.measurer.package().parties;
    let shares = m.coalitions.as_ref().and_then(|c| c.shares.as_ref());
    let share = |c: &Option<Carriers>, id| {
        c.as_ref().map(|c| c.shares.iter().find(|(member, _)| *member == id).map_or(0.0, |(_, s)| *s))
    };
    let one = |(i, w): (usize, &crate::analysis::decompose::Without)| {
        let parameters: serde_json::Map<String, Value> =
            w.parameters.iter().map(|(id, x)| (d.framework.node(*id).code.clone(), json!(x))).collect();
        json!({
            "code": parties.code(w.member),
            "name": parties.name(w.member),
            "trade_share": share(&m.carriers.trade, w.member),
            "arms_share": share(&m.carriers.arms, w.member),
            "change_without": w.content,
            "change_without_of": parameters,
            "shapley": shares.and_then(|s| s.points.get(i)),
        })
    };
    let codes = |set: u32| {
        coalition::members(set).filter_map(|i| Some(parties.code(*m.members.get(i)?).to_owned())).collect::<Vec<_>>()
    };
    let coalitions = m.coalitions.as_ref().map(|c| {
        let carrying = c.carrying.as_ref().map(|c| {
            let sets = c.sets.iter().flatten().map(|s| json!({ "members": codes(s.players), "change": -s.drop }));
            json!({
                "band": c.band,
                "sets": c.sets.as_ref().map(|_| sets.collect::<Vec<_>>()),
                "unknown": c.unknown.iter().map(|set| codes(*set)).collect::<Vec<_>>(),
            })
        });
        json!({
            "all": c.all,
            "withheld": c.withheld,
            "withheld_by_size": c.withheld_by_size,
            "nobody": c.nobody,
            "orders_followed": c.shares.as_ref().map(|s| s.possible),
            "orders": c.shares.as_ref().map(|s| s.all),
            "carrying": carrying,
        })
    });
    let effective = |c: &Option<Carriers>| c.as_ref().map(|c| c.effective);
    json!({
        "bloc": parties.code(m.bloc),
        "content": m.content,
        "content_evaluated": m.evaluated,
        "effective_members": { "trade": effective(&m.carriers.trade), "arms": effective(&m.carriers.arms) },
        "members": m.without.iter().enumerate().map(one).collect::<Vec<_>>(),
        "coalitions": coalitions,
        "the_blocs_own": m.own.iter().map(|id| d.framework.node(*id).code.clone()).collect::<Vec<_>>(),
    })
}

fn interval(i: &Interval) -> Value {
    json!({ "lower": i.lower, "upper": i.upper, "level": i.level })
}

fn tested(e: &Equivalence) -> Value {
    json!({
        "estimate": e.estimate,
        "standard_error": e.standard_error,
        "freedom": e.freedom,
        "margin": e.margin,
        "p": e.p,
        "interval": interval(&e.interval),
        "verdict": words::verdict(e),
    })
}

fn passage(d: &Decomposed<'_>, x: &Passage) -> Value {
    let code = |id| d.framework.node(id).code.clone();
    let change = |c: &Change| {
        json!({
            "before": c.before,
            "after": c.after,
            "change": c.points(),
            "indicators": parts(d, &c.parts),
            "known_in_one_window_only": c.one_sided.iter().map(|id| code(*id)).collect::<Vec<_>>(),
        })
    };
    let platforms = x.platforms.iter().map(|p| json!({ "name": p.name, "before": p.before, "after": p.after }));
    let rises = x.rises.iter().map(|r| json!({ "date": r.date.to_string(), "rung": r.rung, "label": r.label }));
    json!({
        "from": window(x.from),
        "to": window(x.to),
        "form": change(&x.form),
        "content": change(&x.content),
        "platforms": platforms.collect::<Vec<_>>(),
        "platforms_compared": x.compared,
        "rises_between": rises.collect::<Vec<_>>(),
        "series": x.series.iter().map(series).collect::<Vec<_>>(),
        "rises": x.upgrades.iter().map(|u| rise(x, u)).collect::<Vec<_>>(),
    })
}

fn series(s: &Series) -> Value {
    let values = s.values.iter().map(|(year, value)| json!({ "year": year.get(), "value": value }));
    let tests = s.tests.as_ref().ok().map(|t| {
        json!({
            "slope": t.trend.slope.slope,
            "interval": t.trend.slope.interval.as_ref().map(interval),
            "mann_kendall": { "s": t.trend.test.s, "p": t.trend.test.p },
            "equivalence": t.equivalence.as_ref().ok().map(tested),
            "verdict": words::trend_verdict(t.verdict),
            "neighbours": t.neighbours,
        })
    });
    json!({
        "series": words::key(s.kind),
        "scale": match s.scale { Scale::Logarithm => "100 ln", Scale::OfMean => "% of mean" },
        "values": values.collect::<Vec<_>>(),
        "tests": tests,
        "reason": s.tests.as_ref().err().map(words::untested),
    })
}

fn rise(x: &Passage, u: &Upgrade) -> Value {
    let effect = u.effect.as_ref().ok().map(|e| {
        let placebos = e.placebo.placebos.iter().map(|(year, effect)| json!({ "year": year.get(), "change": effect }));
        json!({
            "before": e.before,
            "after": e.after,
            "change": e.placebo.effect,
            "placebos": placebos.collect::<Vec<_>>(),
            "as_large": e.placebo.as_large,
            "p": e.placebo.p,
            "spread": e.spread,
            "margin": x.margin,
            "verdict": words::moved(e.moved),
        })
    });
    let reason = u.effect.as_ref().err().map(|why| match why {
        NoEffect::Withheld { window, reasons } => format!("CONTENT of {window} is withheld: {}", reasons.join("; ")),
        NoEffect::Outside { window, data } => format!("{window} lies outside the data ({data})"),
    });
    let steps = u.steps.iter().map(|s| {
        let step = s.step.as_ref().ok();
        json!({
            "series": words::key(s.kind),
            "unit": words::unit(s.kind),
            "before": s.levels.map(|l| l.0),
            "after": s.levels.map(|l| l.1),
            "years_before": step.map(|s| s.before),
            "years_after": step.map(|s| s.after),
            "percent": step.map(|s| tested(&s.difference)),
            "reason": s.step.as_ref().err().map(words::untested),
        })
    });
    json!({
        "date": u.rise.date.to_string(),
        "rung": u.rise.rung,
        "label": u.rise.label,
        "before": window(u.before),
        "after": window(u.after),
        "effect": effect,
        "reason": reason,
        "steps": steps.collect::<Vec<_>>(),
    })
}
