//! The dashboard below a specification curve: a line for each choice, and how often it is found in each column of the
//! curve.

use super::results::Leverage;
use super::scene::Scene;
use super::variants;
use crate::analysis::multiverse::{Factor, FactorKind};
use crate::analysis::sensitivity::Specification;

/// The number of levels beyond which only some of a factor's levels are named.
const MOST_LEVELS: usize = 9;

/// Consecutive combinations on the curve.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub from: usize,
    pub to: usize,
}

/// A heading, or one choice.
pub(super) struct Line {
    pub name: String,
    /// Its word in the framework's own language.
    pub word: String,
    pub factor: String,
    /// Whether it is the framework's own choice.
    pub nominal: bool,
    /// By column: how many combinations have it; empty for a heading.
    pub found: Vec<usize>,
    /// By column: the same against an even spread over all columns.
    pub times: Vec<f64>,
}

impl Line {
    pub fn is_heading(&self) -> bool {
        self.found.is_empty()
    }

    pub fn indent(&self) -> f64 {
        if self.is_heading() { 0.0 } else { 2.0 }
    }
}

/// Every factor with its choices. Of one with many levels: the framework's own, that with the lowest and that with the
/// highest mean gap, and all others together.
pub(super) fn lines(
    scene: &Scene<'_>,
    leverage: &Leverage<'_>,
    curve: &Specification,
    columns: &[Column],
) -> Vec<Line> {
    let mut all = Vec::new();
    for (at, place) in curve.factors.iter().enumerate() {
        let Some(factor) = leverage.factors.get(*place) else { continue };
        let FactorKind::Discrete { levels, nominal } = &factor.kind else { continue };
        let name = variants::title(scene, factor);
        let (word, factor_code) = (factor.title.clone(), factor.code.clone());
        all.push(Line { name, word, factor: factor_code, nominal: false, found: Vec::new(), times: Vec::new() });
        let of = |wanted: &dyn Fn(usize) -> bool, (name, word): (String, String), nominal: bool| {
            counted(curve, columns, at, wanted, (factor, name, word, nominal))
        };
        let word = |l: usize| levels.get(l).cloned().unwrap_or_default();
        let level = |l: usize| (variants::level(scene, factor, l), word(l));
        let choices = curve.choices.get(at).map_or(&[][..], Vec::as_slice);
        if choices.len() <= MOST_LEVELS {
            all.extend(choices.iter().copied().map(|l| of(&|x| x == l, level(l), l == *nominal)));
            continue;
        }
        let [lowest, highest] = extremes(curve, at, levels.len(), *nominal);
        let named = [*nominal, lowest, highest];
        let says = |phrase: &str, l: usize| (scene.words.say(phrase, &[("level", &level(l).0)]), word(l));
        all.push(of(&|x| x == *nominal, level(*nominal), true));
        all.push(of(&|x| x == lowest, says("lowest: {level}", lowest), false));
        all.push(of(&|x| x == highest, says("highest: {level}", highest), false));
        let n = choices.len().saturating_sub(3).to_string();
        let rest = (scene.words.say("{n} others", &[("n", &n)]), format!("{n} others"));
        all.push(of(&|x| !named.contains(&x), rest, false));
    }
    all
}

fn counted(
    curve: &Specification,
    columns: &[Column],
    at: usize,
    wanted: &dyn Fn(usize) -> bool,
    (factor, name, word, nominal): (&Factor, String, String, bool),
) -> Line {
    let has = |i: usize| curve.variants.get(i).and_then(|v| v.levels.get(at)).is_some_and(|l| wanted(*l));
    let found: Vec<usize> = columns.iter().map(|c| (c.from..c.to).filter(|i| has(*i)).count()).collect();
    let share = found.iter().sum::<usize>() as f64 / curve.variants.len().max(1) as f64;
    let even = |c: &Column| (c.to - c.from) as f64 * share;
    let times = found.iter().zip(columns).map(|(n, c)| if *n == 0 { 0.0 } else { *n as f64 / even(c) }).collect();
    Line { name, word, factor: factor.code.clone(), nominal, found, times }
}

/// The levels with the lowest and with the highest mean gap, beside the framework's own.
fn extremes(curve: &Specification, at: usize, levels: usize, nominal: usize) -> [usize; 2] {
    let mut sums = vec![(0.0, 0usize); levels];
    for v in &curve.variants {
        if let Some((sum, n)) = v.levels.get(at).and_then(|l| sums.get_mut(*l)) {
            *sum += v.value;
            *n += 1;
        }
    }
    let mean = |l: &usize| sums.get(*l).map_or(0.0, |(sum, n)| sum / (*n).max(1) as f64);
    let mut others: Vec<usize> = (0..levels).filter(|l| *l != nominal).collect();
    others.sort_by(|a, b| mean(a).total_cmp(&mean(b)).then(a.cmp(b)));
    [others.first(), others.last()].map(|l| l.copied().unwrap_or(nominal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::multiverse::Keeps;
    use crate::analysis::sensitivity::Variant;

    #[test]
    fn choices_are_counted_by_hand() {
        let variant = |value: f64, level| Variant { levels: vec![level], value };
        let variants = vec![variant(1.0, 0), variant(2.0, 0), variant(3.0, 1), variant(4.0, 0)];
        let curve = Specification {
            unit: 0,
            factors: vec![0],
            choices: vec![vec![0, 1]],
            variants,
            nominal: Some(0),
            failed: 0,
        };
        let columns = [Column { from: 0, to: 2 }, Column { from: 2, to: 4 }];
        let factor = Factor {
            code: "scale".into(),
            title: String::new(),
            kind: FactorKind::Discrete { levels: vec!["a".into(), "b".into()], nominal: 0 },
            range: String::new(),
            reason: String::new(),
            of_data: false,
            keeps: Keeps::All,
        };
        let line = |wanted| {
            counted(&curve, &columns, 0, &move |l| l == wanted, (&factor, String::new(), String::new(), false))
        };
        // Three of four have the first: 1.5 of two are even.
        assert_eq!((line(0).found, line(0).times), (vec![2, 1], vec![2.0 / 1.5, 1.0 / 1.5]));
        assert_eq!((line(1).found, line(1).times), (vec![0, 1], vec![0.0, 2.0]));
        assert_eq!(extremes(&curve, 0, 2, 0), [1, 1]);
    }
}
