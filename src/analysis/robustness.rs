//! The robustness verdict (METHOD section 1, decision 9): robust only when the sign of the gap holds in 95 % of the declared model
//! variants and the three yardsticks agree on it; otherwise told what it depends on.

use crate::analysis::evaluation::Evaluation;
use crate::analysis::multiverse::{Multiverse, Partnerships};
use crate::analysis::sensitivity::{Swing, tornado};
use crate::analysis::uncertainty::{Plan, Unit, nominal, of_all_ways};
use crate::model::framework::{Aggregation, Framework, NodeKind};
use crate::model::party::Partnership;
use crate::model::{Package, Window};
use crate::scoring::ScoreCard;
use crate::scoring::aggregate::aggregate;

/// The share of variants in which the sign must hold.
pub const ENOUGH: f64 = 0.95;

/// How far weights are moved for the most favourable ones: multiples of their own.
pub const FAVOURABLE: (f64, f64) = (0.5, 2.0);

/// One factor that moves the gap by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// For print, and the word of the framework file.
    pub title: String,
    pub code: String,
    /// To where the factor alone moves the gap.
    pub low: f64,
    pub high: f64,
    /// Whether its sign turns on the way.
    pub turns: bool,
}

/// Whether the three yardsticks have one sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yardsticks {
    Agree,
    Disagree,
    /// It is ranked among no peers, or among too few.
    Missing,
}

/// How sure the gap of one partnership is.
#[derive(Clone, Debug, PartialEq)]
pub struct Robustness {
    pub plan: Plan,
    /// Intervals of every node and of the gap.
    pub unit: Unit,
    /// Output codes of the unit's lists.
    pub outputs: Vec<String>,
    /// Place of the gap among them.
    pub gap: usize,
    /// Variants that have a gap, and their share with the sign of the nominal one.
    pub known: usize,
    pub same_sign: f64,
    pub yardsticks: Yardsticks,
    /// The factor that alone moves the gap furthest; one that turns its sign comes first.
    pub cause: Option<Cause>,
    /// The sign is the same whatever the missing values are; nothing where none is missing.
    pub whatever_is_missing: Option<bool>,
    /// CONTENT with the parameters' most favourable weights within half and twice their own.
    pub most_favourable: Option<f64>,
}

impl Robustness {
    pub fn robust(&self) -> bool {
        self.told() && self.same_sign >= ENOUGH && self.yardsticks == Yardsticks::Agree
    }

    /// Whether enough variants have a gap for a verdict: at least half. Those that have one are not a sample of those that have none.
    pub fn told(&self) -> bool {
        2 * self.known >= self.plan.draws
    }

    pub fn spread_of(&self, output: usize) -> Option<crate::analysis::uncertainty::Spread> {
        self.unit.full.get(output).copied().flatten()
    }
}

/// Draws the multiverse of partnerships that were evaluated, and says of each how sure its gap is; nothing for one without a gap,
/// or where the framework declares no factor.
pub fn robustness(
    framework: &Framework,
    package: &Package,
    window: Window,
    evaluations: &[&Evaluation],
    plan: Plan,
) -> Vec<Option<Robustness>> {
    let partnerships: Vec<Partnership> = evaluations.iter().map(|e| e.partnership).collect();
    let (multiverse, _) = Partnerships::new(framework, package, &partnerships, window, &framework.factors);
    if multiverse.factors().is_empty() || evaluations.iter().all(|e| e.gap.is_none()) {
        return vec![None; evaluations.len()];
    }
    let found = of_all_ways(&multiverse, Some(&framework.verdicts), plan);
    let swings = tornado(&multiverse, &nominal(&multiverse));
    let gap = found.headline_output;
    let one = |(place, (e, unit)): (usize, (&&Evaluation, &Unit))| {
        let known = e.gap.as_ref()?;
        Some(Robustness {
            plan,
            outputs: found.outputs.clone(),
            gap,
            known: unit.gap.as_ref()?.known,
            same_sign: unit.gap.as_ref()?.same_sign?,
            yardsticks: yardsticks(known.absolute, known.rank, known.residual),
            cause: cause(&multiverse, &swings, place),
            whatever_is_missing: (known.lower != known.upper).then_some((known.lower > 0.0) == (known.upper > 0.0)),
            most_favourable: most_favourable(framework, &e.card),
            unit: unit.clone(),
        })
    };
    evaluations.iter().zip(&found.units).enumerate().map(one).collect()
}

fn yardsticks(absolute: f64, rank: Option<f64>, residual: Option<f64>) -> Yardsticks {
    match rank.zip(residual) {
        None => Yardsticks::Missing,
        Some((rank, residual)) => {
            let all = [absolute, rank, residual];
            let agree = all.iter().all(|x| *x > 0.0) || all.iter().all(|x| *x < 0.0);
            if agree { Yardsticks::Agree } else { Yardsticks::Disagree }
        }
    }
}

fn cause(multiverse: &impl Multiverse, swings: &[Swing], unit: usize) -> Option<Cause> {
    let of = |s: &Swing| {
        let (low, high) = s.ends.get(unit).copied().flatten()?;
        let factor = multiverse.factors().get(s.factor)?;
        let turns = s.turns.get(unit).copied().unwrap_or(false);
        Some(Cause { title: factor.title.clone(), code: factor.code.clone(), low, high, turns })
    };
    let width = |c: &Cause| c.high - c.low;
    let all = swings.iter().filter_map(of);
    all.max_by(|a, b| a.turns.cmp(&b.turns).then(width(a).total_cmp(&width(b)))).filter(|c| width(c) > 0.0)
}

/// The benefit of the doubt within bounds: the largest CONTENT that weights of the parameters between half and twice their own can
/// give, by the framework's own mean. With bounds on single weights alone it is exact, for the power means, to give what is left
/// to the best parameter first; nothing for other rules.
///
/// Worked number: 16 and 100 with weights 1/2 each: at best 1/4 and 3/4, exp(ln 16 / 4 + 3 ln 100 / 4) = 63.2.
pub fn most_favourable(framework: &Framework, card: &ScoreCard) -> Option<f64> {
    let NodeKind::Composite { aggregation, .. } = &framework.node(framework.content).kind else { return None };
    let power = matches!(
        aggregation,
        Aggregation::Arithmetic {}
            | Aggregation::Geometric {}
            | Aggregation::Harmonic {}
            | Aggregation::Generalised { .. }
    );
    let parts: Option<Vec<(f64, f64)>> =
        framework.parameters().iter().map(|p| Some((card.node(*p).used, card.node(*p).score?))).collect();
    aggregate(*aggregation, &favoured(parts.filter(|_| power)?))?.ok()
}

/// The same parts with their most favourable weights.
fn favoured(mut parts: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (low, high) = FAVOURABLE;
    let mut left = 1.0 - parts.iter().map(|(w, _)| low * w).sum::<f64>();
    for (w, _) in &mut parts {
        let more = left.min((high - low) * *w);
        left -= more;
        *w = low * *w + more;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn favourable_weights_by_hand() {
        let found = favoured(vec![(0.5, 16.0), (0.5, 100.0)]);
        assert_eq!(found, [(0.75, 100.0), (0.25, 16.0)]);
        let third = 1.0 / 3.0;
        let found = favoured(vec![(third, 36.6), (third, 39.0), (third, 57.2)]);
        let mean: f64 = found.iter().map(|(w, z)| w * z).sum();
        // The best gets 2/3, the others keep 1/6 each.
        assert!((mean - ((36.6 + 39.0) / 6.0 + 57.2 * 2.0 / 3.0)).abs() < 1e-12, "{mean}");
    }

    #[test]
    fn yardsticks_agree_on_a_sign() {
        assert_eq!(yardsticks(31.9, Some(20.0), Some(1.6)), Yardsticks::Agree);
        assert_eq!(yardsticks(-3.0, Some(-20.0), Some(-1.6)), Yardsticks::Agree);
        assert_eq!(yardsticks(31.9, Some(-20.0), Some(-1.6)), Yardsticks::Disagree);
        assert_eq!(yardsticks(31.9, Some(0.0), Some(1.6)), Yardsticks::Disagree);
        assert_eq!(yardsticks(31.9, Some(20.0), None), Yardsticks::Missing);
    }
}
