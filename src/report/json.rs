//! The score card as JSON. These structs are the contract (docs/json.md); the model has no serialised form of its own,
//! so that renaming a field inside breaks no user's script.

use serde::Serialize;

use super::Subject;
use super::compared::Compared;
use super::robustness;
use crate::measure::members::Carriers;
use crate::model::framework::{NodeId, NodeKind};

#[derive(Serialize)]
struct Document {
    partnership: Partnership,
    window: Window,
    framework: Framework,
    data: Data,
    status: Option<Status>,
    form: Node,
    content: Node,
    gap: Gap,
    /// The quotable answer, at most three sentences.
    answer: Vec<String>,
    /// Null where no variants were drawn.
    robustness: Option<serde_json::Value>,
    alternatives: Option<Alternatives>,
    /// Null where something is delivered.
    without_arms: Option<WithoutArms>,
    /// Null where everything was asked.
    partial: Option<Partial>,
    /// Codes of parameters that rest on evidence of grade C alone.
    rests_on_weak_proxies: Vec<String>,
    one_mention: Vec<OneMention>,
    members: Members,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct Partnership {
    slug: String,
    a: Party,
    b: Party,
}

#[derive(Serialize)]
struct Party {
    code: String,
    name: String,
}

#[derive(Serialize)]
struct Window {
    from: u16,
    to: u16,
}

#[derive(Serialize)]
struct Framework {
    code: String,
    version: String,
    sha256: String,
}

#[derive(Serialize)]
struct Data {
    name: String,
    version: String,
    sha256: String,
}

#[derive(Serialize)]
struct Status {
    label: String,
    rung: String,
    since: Option<String>,
    /// Share of the window.
    held: Option<f64>,
}

#[derive(Serialize)]
struct Node {
    code: String,
    title: String,
    score: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    coverage: f64,
    /// Share of the applicable weight that anybody has searched for.
    asked: f64,
    grade: Option<&'static str>,
    weight: f64,
    weight_used: f64,
    value: Option<f64>,
    unit: Option<String>,
    status: &'static str,
    reason: Option<String>,
    basis: Option<String>,
    asymmetry: Option<f64>,
    years: Vec<u16>,
    members: Option<Covered>,
    sources: Vec<String>,
    children: Vec<Node>,
}

#[derive(Serialize)]
struct Covered {
    have: usize,
    of: usize,
}

#[derive(Serialize)]
struct Gap {
    absolute: Option<f64>,
    verdict: Option<String>,
    lower: f64,
    upper: f64,
    rank: Option<f64>,
    residual: Option<f64>,
    slope: Option<f64>,
    intercept: Option<f64>,
    peers: Option<usize>,
    among_peers: Option<&'static str>,
    tolerance: f64,
    typology: Option<&'static str>,
    parameters_met: Option<usize>,
}

#[derive(Serialize)]
struct Alternatives {
    arithmetic: f64,
    minimum: f64,
    mazziotta_pareto: f64,
}

#[derive(Serialize)]
struct WithoutArms {
    node: String,
    content: Option<f64>,
    gap: Option<f64>,
}

#[derive(Serialize)]
struct Partial {
    unasked: usize,
    of: usize,
}

#[derive(Serialize)]
struct OneMention {
    from: String,
    to: String,
    /// CONTENT with one mention more, lowest and highest over its manner.
    more: Option<[f64; 2]>,
    fewer: Option<[f64; 2]>,
}

#[derive(Serialize)]
struct Members {
    trade: Option<Flow>,
    arms: Option<Flow>,
}

#[derive(Serialize)]
struct Flow {
    effective_number: f64,
    total: f64,
    unit: &'static str,
    years: Vec<u16>,
    shares: Vec<Share>,
}

#[derive(Serialize)]
struct Share {
    code: String,
    name: String,
    share: f64,
}

#[derive(Serialize)]
struct Together {
    window: Window,
    evaluations: Vec<Document>,
    differences: Vec<Difference>,
    same_status: Vec<SameStatus>,
    claims: Vec<Claim>,
    convergence: Vec<super::convergence::Ranking>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct Claim {
    title: &'static str,
    rule: String,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct Finding {
    partnership: String,
    holds: bool,
    value: f64,
}

#[derive(Serialize)]
struct Difference {
    above: String,
    below: String,
    points: f64,
    contributions: Vec<Contribution>,
}

#[derive(Serialize)]
struct Contribution {
    code: String,
    points: f64,
}

#[derive(Serialize)]
struct SameStatus {
    rung: String,
    partnerships: Vec<String>,
}

/// One window's comparison as an object; several as a list of them.
pub fn comparisons(all: &[Compared<'_>]) -> Result<String, serde_json::Error> {
    let mut objects: Vec<Together> = all.iter().map(together).collect();
    let text = match (objects.pop(), objects.is_empty()) {
        (Some(one), true) => serde_json::to_string_pretty(&one),
        (last, _) => serde_json::to_string_pretty(&objects.into_iter().chain(last).collect::<Vec<_>>()),
    };
    Ok(text? + "\n")
}

/// All evaluations whole, in the order of their CONTENT, and what follows from having them together.
fn together(c: &Compared<'_>) -> Together {
    let all = &c.comparison.evaluations;
    let slug = |i: &usize| all.get(*i).map_or_else(String::new, |e| e.partnership.slug(&c.measurer.package().parties));
    let contribution = |x: &crate::analysis::contribution::Contribution| Contribution {
        code: c.framework.node(x.node).code.clone(),
        points: x.points,
    };
    let subject = |evaluation| Subject { framework: c.framework, measurer: &c.measurer, evaluation };
    let window = c.measurer.window();
    Together {
        window: Window { from: window.from().get(), to: window.to().get() },
        evaluations: all.iter().map(|e| document(&subject(e))).collect(),
        differences: c
            .comparison
            .differences
            .iter()
            .map(|d| Difference {
                above: slug(&d.above),
                below: slug(&d.below),
                points: d.points,
                contributions: d.contributions.iter().map(contribution).collect(),
            })
            .collect(),
        same_status: c
            .comparison
            .same_status
            .iter()
            .map(|g| SameStatus { rung: g.rung.clone(), partnerships: g.members.iter().map(slug).collect() })
            .collect(),
        claims: c
            .comparison
            .claims
            .iter()
            .map(|claim| {
                let finding = |f: &crate::analysis::claims::Finding| Finding {
                    partnership: slug(&f.evaluation),
                    holds: f.holds,
                    value: f.value,
                };
                Claim {
                    title: claim.title,
                    rule: claim.rule.clone(),
                    findings: claim.findings.iter().map(finding).collect(),
                }
            })
            .collect(),
        convergence: super::convergence::documents(c),
        warnings: c.comparison.warnings.clone(),
    }
}

/// One JSON document; numbers with all their digits, missing values as null.
pub fn evaluation<'a>(of: impl Into<Subject<'a>>) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(&document(&of.into()))? + "\n")
}

fn document(s: &Subject<'_>) -> Document {
    let (e, package) = (s.evaluation, s.measurer.package());
    let parties = &package.parties;
    let party = |id| Party { code: parties.code(id).to_owned(), name: parties.name(id).to_owned() };
    let (lower, upper) = e.card.gap_bounds();
    let gap = e.gap.as_ref();
    Document {
        partnership: Partnership { slug: s.slug(), a: party(e.partnership.a), b: party(e.partnership.b) },
        window: Window { from: e.window.from().get(), to: e.window.to().get() },
        framework: Framework {
            code: s.framework.code.clone(),
            version: s.framework.version.clone(),
            sha256: s.framework.sha256.clone(),
        },
        data: Data { name: package.name.clone(), version: package.version.clone(), sha256: package.sha256.clone() },
        status: e.status.as_ref().map(|status| Status {
            label: status.label.clone(),
            rung: status.rung.clone(),
            since: status.since.clone(),
            held: status.held,
        }),
        form: node(s, s.framework.form),
        content: node(s, s.framework.content),
        gap: Gap {
            absolute: gap.map(|g| g.absolute),
            verdict: e.label().map(str::to_owned),
            lower,
            upper,
            rank: gap.and_then(|g| g.rank),
            residual: gap.and_then(|g| g.residual),
            slope: gap.and_then(|g| g.line).map(|(slope, _)| slope),
            intercept: gap.and_then(|g| g.line).map(|(_, intercept)| intercept),
            peers: gap.and_then(|g| g.peers),
            among_peers: gap.and_then(|g| g.stance).map(|s| s.words()),
            tolerance: s.framework.verdicts.tolerance,
            typology: gap.and_then(|g| g.typology).map(|t| t.words()),
            parameters_met: gap.map(|g| g.met),
        },
        answer: super::answer::sentences(s),
        robustness: e.robustness.as_ref().zip(gap).map(|(r, g)| robustness::document(r, g)),
        alternatives: e.card.alternatives.map(|a| Alternatives {
            arithmetic: a.arithmetic,
            minimum: a.minimum,
            mazziotta_pareto: a.mazziotta_pareto,
        }),
        without_arms: e.without_arms.as_ref().map(|w| WithoutArms {
            node: s.framework.node(w.node).code.clone(),
            content: w.content,
            gap: w.gap,
        }),
        partial: e.partial.map(|p| Partial { unasked: p.unasked, of: p.of }),
        rests_on_weak_proxies: e.weak.iter().map(|id| s.framework.node(*id).code.clone()).collect(),
        one_mention: e
            .one_mention
            .iter()
            .map(|one| OneMention {
                from: parties.code(one.from).to_owned(),
                to: parties.code(one.to).to_owned(),
                more: one.more.map(|(low, high)| [low, high]),
                fewer: one.fewer.map(|(low, high)| [low, high]),
            })
            .collect(),
        members: Members { trade: flow(s, e.members.trade.as_ref()), arms: flow(s, e.members.arms.as_ref()) },
        warnings: e.warnings.iter().map(|w| w.text.clone()).collect(),
    }
}

fn node(s: &Subject<'_>, id: NodeId) -> Node {
    let spec = s.framework.node(id);
    let scored = s.evaluation.card.node(id);
    let measurement = s.evaluation.panel.get(id);
    let (status, reason) = super::standing(s, id);
    Node {
        code: spec.code.clone(),
        title: s.evaluation.full_title(s.framework, s.measurer, id),
        score: scored.score,
        lower: scored.applies.then_some(scored.lower),
        upper: scored.applies.then_some(scored.upper),
        coverage: scored.coverage,
        asked: scored.asked,
        grade: crate::analysis::grades::grade_of(s.framework, id).map(crate::model::framework::Grade::letter),
        weight: spec.weight.get(),
        weight_used: if spec.parent.is_none() { 1.0 } else { scored.used },
        value: measurement.and_then(|m| m.reading.value()),
        unit: match &spec.kind {
            NodeKind::Indicator(indicator) => Some(indicator.unit.clone()),
            _ => None,
        },
        status,
        reason,
        basis: measurement.map(|m| m.basis.clone()).filter(|b| !b.is_empty()),
        asymmetry: scored.asymmetry,
        years: measurement.iter().flat_map(|m| m.years.iter().map(|y| y.get())).collect(),
        members: measurement.and_then(|m| m.members).map(|c| Covered { have: c.have, of: c.of }),
        sources: super::explain::sources(s.measurer.package(), super::below(s, id).into_iter()),
        children: spec.children().iter().map(|c| node(s, *c)).collect(),
    }
}

fn flow(s: &Subject<'_>, carriers: Option<&Carriers>) -> Option<Flow> {
    let parties = &s.measurer.package().parties;
    let carriers = carriers?;
    let share = |(id, share): &(_, f64)| Share {
        code: parties.code(*id).to_owned(),
        name: parties.name(*id).to_owned(),
        share: *share,
    };
    Some(Flow {
        effective_number: carriers.effective,
        total: carriers.total,
        unit: carriers.unit,
        years: carriers.years.iter().map(|y| y.get()).collect(),
        shares: carriers.shares.iter().map(share).collect(),
    })
}
