//! How robust the two answers are (METHOD section 1, decision 9); neither overrules the other. The absolute one,
//! whether form exceeds content, is robust when the sign of the gap holds in 95 % of the declared variants that keep
//! the meaning of the scale; the relative one, whether the partnership is unlike its peers, when rank and residual keep
//! their sign in 95 % of all. Each names what it depends on.

use crate::analysis::gap::Gap;
use crate::analysis::multiverse::{Multiverse, Partnerships};
use crate::analysis::sensitivity::{Swing, tornado};
use crate::analysis::uncertainty::{Plan, Sureness, Unit, nominal, uncertainty};
use crate::model::framework::{Aggregation, Framework, NodeKind, Verdicts};
use crate::model::party::Partnership;
use crate::model::{Package, Window};
use crate::scoring::ScoreCard;
use crate::scoring::aggregate::aggregate;
use crate::statistics::spread::Spread;

/// How far weights are moved for the most favourable ones: multiples of their own.
pub const FAVOURABLE: (f64, f64) = (0.5, 2.0);

/// One factor that moves an answer by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// For print, and the word of the framework file.
    pub title: String,
    pub code: String,
    /// To where the factor alone moves the gap, or the residual.
    pub low: f64,
    pub high: f64,
    /// Whether its sign turns on the way.
    pub turns: bool,
}

/// How sure both answers about one partnership are.
#[derive(Clone, Debug, PartialEq)]
pub struct Robustness {
    pub plan: Plan,
    /// Intervals of every node, of the gap and of the yardsticks, and the shares of variants that say what.
    pub unit: Unit,
    /// Output codes of the unit's lists.
    pub outputs: Vec<String>,
    /// The label of the gap, or all labels that its interval by the data alone (with the bounds of what is missing)
    /// reaches into.
    pub label: String,
    /// The factor that alone moves the gap furthest; one that turns its sign comes first.
    pub cause: Option<Cause>,
    /// The same of the residual among the peers.
    pub relative_cause: Option<Cause>,
    /// The sign is the same whatever the missing values are; nothing where none is missing.
    pub whatever_is_missing: Option<bool>,
    /// CONTENT with the parameters' most favourable weights within half and twice their own.
    pub most_favourable: Option<f64>,
}

impl Robustness {
    /// Of the absolute answer: whether the sign of the gap holds.
    pub fn absolute(&self) -> Sureness {
        self.unit.gap.as_ref().map_or(Sureness::NotAssessed, |g| g.sureness(self.plan.draws))
    }

    /// Of the relative answer; nothing outside the peer set.
    pub fn relative(&self) -> Option<Sureness> {
        self.unit.peers.as_ref().map(|p| p.sureness(self.plan.draws))
    }

    fn place(&self, code: &str) -> Option<usize> {
        self.outputs.iter().position(|o| o == code)
    }

    /// An output's interval on absolute scales, and that by the data alone.
    pub fn spreads_of(&self, code: &str) -> [Option<Spread>; 2] {
        let of = |list: &[Option<Spread>]| list.get(self.place(code)?).copied().flatten();
        [of(&self.unit.absolute), of(&self.unit.data)]
    }

    /// An output's interval over everything.
    pub fn relative_spread_of(&self, code: &str) -> Option<Spread> {
        self.unit.full.get(self.place(code)?).copied().flatten()
    }
}

/// The subject of robustness: one partnership, its gap and its score card.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a> {
    pub partnership: Partnership,
    pub gap: Option<&'a Gap>,
    pub card: &'a ScoreCard,
}

/// Draws the multiverse of partnerships that were evaluated, and says of each how sure its answers are; nothing for one
/// without a gap, or where the framework declares no factor.
pub fn robustness<'a, E: Copy + Into<Answers<'a>>>(
    framework: &Framework,
    package: &Package,
    window: Window,
    evaluations: &[E],
    plan: Plan,
) -> Vec<Option<Robustness>> {
    let answers: Vec<Answers<'a>> = evaluations.iter().map(|e| (*e).into()).collect();
    let partnerships: Vec<Partnership> = answers.iter().map(|a| a.partnership).collect();
    let (multiverse, _) = Partnerships::new(framework, package, &partnerships, window, &framework.factors);
    if multiverse.factors().is_empty() || answers.iter().all(|a| a.gap.is_none()) {
        return vec![None; answers.len()];
    }
    let found = uncertainty(&multiverse, Some(&framework.verdicts), plan, &|_| {});
    let swings = tornado(&multiverse, &nominal(&multiverse));
    let one = |(place, (a, unit)): (usize, (&Answers<'a>, &Unit))| {
        let known = a.gap?;
        unit.gap.as_ref()?;
        let data = unit.data.get(found.headline_output).copied().flatten();
        Some(Robustness {
            plan,
            outputs: found.outputs.clone(),
            label: label(&framework.verdicts, known, data),
            cause: cause(&multiverse, &swings, |s| (s.ends.get(place), s.turns.get(place))),
            relative_cause: cause(&multiverse, &swings, |s| (s.relative.get(place), s.relative_turns.get(place)))
                .filter(|_| known.stance.is_some()),
            whatever_is_missing: (known.lower != known.upper).then_some((known.lower > 0.0) == (known.upper > 0.0)),
            most_favourable: most_favourable(framework, a.card),
            unit: unit.clone(),
        })
    };
    answers.iter().zip(&found.units).enumerate().map(one).collect()
}

/// The label of a gap; all labels that the 90 % interval by the data alone, or the bounds of what is missing, reach
/// into, since a label that stands alone should stand whatever the data's errors are.
///
/// Worked example with bands -10, 10, 25: of +31.9 with +22.0 to +38.6 by the data alone "form exceeds content or
/// largely nominal".
pub fn label(verdicts: &Verdicts, gap: &Gap, data: Option<Spread>) -> String {
    let low = data.map_or(gap.lower, |s| gap.lower.min(s.low));
    let high = data.map_or(gap.upper, |s| gap.upper.max(s.high));
    verdicts.labels_between(low, high).join(" or ")
}

/// What a swing says of one unit: its ends, and whether the sign turns.
type Said<'a> = (Option<&'a Option<(f64, f64)>>, Option<&'a bool>);

fn cause<'a>(multiverse: &impl Multiverse, swings: &'a [Swing], said: impl Fn(&'a Swing) -> Said<'a>) -> Option<Cause> {
    let of = |s: &'a Swing| {
        let (ends, turns) = said(s);
        let (low, high) = ends.copied().flatten()?;
        let factor = multiverse.factors().get(s.factor)?;
        Some(Cause {
            title: factor.title.clone(),
            code: factor.code.clone(),
            low,
            high,
            turns: turns.copied().unwrap_or(false),
        })
    };
    let width = |c: &Cause| c.high - c.low;
    let all = swings.iter().filter_map(of);
    all.max_by(|a, b| a.turns.cmp(&b.turns).then(width(a).total_cmp(&width(b)))).filter(|c| width(c) > 0.0)
}

/// The benefit of the doubt within bounds: the largest CONTENT that weights of the parameters between half and twice
/// their own can give, by the framework's own mean. With bounds on single weights alone it is exact, for the power
/// means, to give what is left to the best parameter first; nothing for other rules.
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
}
