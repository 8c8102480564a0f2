//! The points that a parameter would have to gain, alone or with the others, for CONTENT to reach FORM.

use crate::model::framework::{Aggregation, Framework, NodeId, NodeKind};
use crate::scoring::ScoreCard;
use crate::scoring::aggregate::aggregate;

/// The highest score there is.
const HIGHEST: f64 = 100.0;

/// What one parameter would need, the others staying as they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// The score at which CONTENT equals FORM, and how far it lies above the present one.
    Score { score: f64, points: f64 },
    /// Not even the highest score would do; the CONTENT that it would give.
    Beyond { content: f64 },
}

/// The ways to close the gap.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    pub form: f64,
    pub content: f64,
    /// FORM - CONTENT; at 0 or below there is nothing to close, and nothing is given below.
    pub gap: f64,
    /// Each parameter alone.
    pub alone: Vec<(NodeId, Need)>,
    /// The same number of points added to every parameter, none going beyond the highest score.
    pub together: Option<f64>,
}

/// `None` where FORM or CONTENT is withheld. Parameters without a score have no part in it.
///
/// For a geometric mean `z' = z (FORM/CONTENT)^(1/w)`, for an arithmetic one `z' = z + (FORM - CONTENT)/w`; for other
/// means, and for all parameters together, the root is bracketed until the computer's numbers have nothing between its
/// ends. Worked number: the geometric mean of 20 and 80 is 40; for 60 the 20 must become 20 x 1.5^2 = 45.
pub fn closing(framework: &Framework, card: &ScoreCard) -> Option<Closing> {
    let (form, content) = (card.form().score?, card.content().score?);
    let NodeKind::Composite { aggregation, .. } = &framework.node(framework.content).kind else { return None };
    let parameters = framework.parameters().iter();
    let parts: Vec<(NodeId, f64, f64)> =
        parameters.filter_map(|p| Some((*p, card.node(*p).used, card.node(*p).score?))).filter(|p| p.1 > 0.0).collect();
    let gap = form - content;
    let mut found = Closing { form, content, gap, alone: Vec::new(), together: None };
    if gap <= 0.0 {
        return Some(found);
    }
    for (i, (id, weight, z)) in parts.iter().enumerate() {
        let at = |score: f64| with(*aggregation, &parts, |j, own| if i == j { score } else { own });
        found.alone.push((*id, alone(*aggregation, *weight, *z, form, content, &at)?));
    }
    let raised = |points: f64| with(*aggregation, &parts, |_, own| (own + points).min(HIGHEST));
    found.together = root(&raised, form, HIGHEST);
    Some(found)
}

fn alone(
    method: Aggregation,
    weight: f64,
    z: f64,
    form: f64,
    content: f64,
    at: &dyn Fn(f64) -> Option<f64>,
) -> Option<Need> {
    let highest = at(HIGHEST)?;
    if highest < form {
        return Some(Need::Beyond { content: highest });
    }
    let score = match method {
        Aggregation::Arithmetic {} => z + (form - content) / weight,
        Aggregation::Geometric {} => z * (form / content).powf(1.0 / weight),
        _ => z + root(&|points| at(z + points), form, HIGHEST - z)?,
    };
    Some(Need::Score { score, points: score - z })
}

/// CONTENT with other scores of its parameters, by the framework's own rule.
fn with(method: Aggregation, parts: &[(NodeId, f64, f64)], score: impl Fn(usize, f64) -> f64) -> Option<f64> {
    let parts: Vec<(f64, f64)> = parts.iter().enumerate().map(|(i, (_, w, z))| (*w, score(i, *z))).collect();
    aggregate(method, &parts)?.ok()
}

/// Where a rising function reaches a value, between 0 and `most`; `None` where it does not.
fn root(f: &dyn Fn(f64) -> Option<f64>, value: f64, most: f64) -> Option<f64> {
    let (mut low, mut high) = (0.0, most);
    if f(high)? < value {
        return None;
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return Some(high);
        }
        if f(middle)? < value {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(i: usize) -> NodeId {
        NodeId(i)
    }

    #[test]
    fn needs_by_hand() {
        let parts = [(id(0), 0.5, 20.0), (id(1), 0.5, 80.0)];
        let geometric = Aggregation::Geometric {};
        let at = |i: usize| move |score: f64| with(geometric, &parts, |j, own| if i == j { score } else { own });
        let need = alone(geometric, 0.5, 20.0, 60.0, 40.0, &at(0)).expect("a need");
        assert!(
            matches!(need, Need::Score { score, points } if (score - 45.0).abs() < 1e-12 && (points - 25.0).abs() < 1e-12)
        );
        // sqrt(20 x 100) = 44.7 is all that the second can give.
        let need = alone(geometric, 0.5, 80.0, 60.0, 40.0, &at(1)).expect("a need");
        assert!(matches!(need, Need::Beyond { content } if (content - 2000f64.sqrt()).abs() < 1e-12));
        let arithmetic = Aggregation::Arithmetic {};
        let at = |score: f64| with(arithmetic, &parts, |j, own| if j == 0 { score } else { own });
        let need = alone(arithmetic, 0.5, 20.0, 60.0, 50.0, &at).expect("a need");
        assert!(matches!(need, Need::Score { score, .. } if (score - 40.0).abs() < 1e-12));
    }

    /// Other means by the bracket: the same as the closed form where both exist, and a root where only the bracket is.
    #[test]
    fn the_bracket_finds_the_closed_forms() {
        let parts = [(id(0), 0.25, 20.0), (id(1), 0.75, 80.0)];
        let rule = Aggregation::Harmonic {};
        let at = |score: f64| with(rule, &parts, |j, own| if j == 0 { score } else { own });
        let content = at(20.0).expect("a mean");
        let need = alone(rule, 0.25, 20.0, content + 10.0, content, &at).expect("a need");
        let Need::Score { score, .. } = need else { panic!("{need:?}") };
        assert!((at(score).expect("a mean") - (content + 10.0)).abs() < 1e-12);
        let line = |x: f64| Some(3.0 * x + 1.0);
        assert!((root(&line, 7.0, 100.0).expect("a root") - 2.0).abs() < 1e-14);
        assert_eq!(root(&line, 400.0, 100.0), None);
        assert_eq!(root(&line, 0.5, 100.0).map(|x| x < 1e-300), Some(true));
    }
}
