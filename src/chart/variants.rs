//! What the figures of uncertainty and sensitivity are given beside the partnerships: results over the declared variants, and the
//! names of factors and their levels.

use super::scene::Scene;
use crate::analysis::Evaluation;
use crate::analysis::multiverse::{Factor, FactorKind, GAP};
use crate::analysis::robustness;
use crate::analysis::sensitivity::{Indices, Specification, Swing};
use crate::analysis::uncertainty::{Uncertainty, Unit};
use crate::model::framework::NodeId;
use crate::model::window::Window;
use crate::statistics::spread::Spread;

/// The partnerships of a figure over all declared variants; they are found by their slugs.
#[derive(Clone, Copy, Debug)]
pub struct Variants<'a> {
    pub factors: &'a [Factor],
    pub uncertainty: &'a Uncertainty,
    /// The gap of each unit over the draws of the data alone, in the order of `uncertainty.units`; empty where no datum varies.
    pub of_data: &'a [Vec<f64>],
}

/// What moves the gap of one partnership.
#[derive(Clone, Copy, Debug)]
pub struct Leverage<'a> {
    pub slug: &'a str,
    pub factors: &'a [Factor],
    /// GAP with everything as the framework has it.
    pub nominal: Option<f64>,
    /// Of the gap; with the seed of the design.
    pub indices: Option<(&'a Indices, u64)>,
    /// By factor; each has one unit.
    pub swings: &'a [Swing],
    pub curve: Option<&'a Specification>,
}

/// CONTENT of one partnership in two windows, and what each indicator adds to the change.
#[derive(Clone, Debug)]
pub struct Passage {
    pub slug: String,
    pub windows: [Window; 2],
    /// `None` where it is withheld.
    pub scores: [Option<f64>; 2],
    /// In the order in which they are drawn; they sum to the change.
    pub parts: Vec<(NodeId, f64)>,
}

impl<'a> Variants<'a> {
    pub(super) fn unit(&self, slug: &str) -> Option<(usize, &'a Unit)> {
        self.uncertainty.units.iter().enumerate().find(|(_, u)| u.code == slug)
    }

    /// The place of an output among the results of a unit.
    pub(super) fn output(&self, code: &str) -> Option<usize> {
        self.uncertainty.outputs.iter().position(|o| o == code)
    }

    /// The interval of one output of a partnership over the declared variants on absolute scales.
    pub(super) fn interval(&self, slug: &str, output: &str) -> Option<Spread> {
        let place = self.output(output)?;
        self.unit(slug).and_then(|(_, unit)| unit.absolute.get(place).copied().flatten())
    }

    /// "2,000 draws, seed 1" in the figure's language.
    pub(super) fn told(&self, scene: &Scene<'_>) -> String {
        let plan = self.uncertainty.plan;
        let (draws, seed) = (scene.words.count(plan.draws), plan.seed.to_string());
        scene.words.say("{draws} draws, seed {seed}", &[("draws", &draws), ("seed", &seed)])
    }
}

/// The interval of one output of a partnership, where the figure has any.
pub(super) fn interval(scene: &Scene<'_>, e: &Evaluation, output: &str) -> Option<Spread> {
    scene.variants.and_then(|v| v.interval(&scene.slug(e), output))
}

/// The label of a gap, as the score card has it: all that the interval by the data alone reaches into.
pub(super) fn label(scene: &Scene<'_>, e: &Evaluation) -> Option<String> {
    let gap = e.gap.as_ref()?;
    let data = scene.variants.and_then(|v| {
        let place = v.output(GAP)?;
        v.unit(&scene.slug(e)).and_then(|(_, unit)| unit.data.get(place).copied().flatten())
    });
    Some(scene.words.verdict(&robustness::label(&scene.framework.verdicts, gap, data)))
}

/// Both verdicts on the gap of a partnership: how sure its sign is, how it compares with the peers' and how sure that is; empty where
/// there is none.
pub(super) fn verdicts(scene: &Scene<'_>, e: &Evaluation) -> [String; 3] {
    let Some(variants) = scene.variants else { return Default::default() };
    let draws = variants.uncertainty.plan.draws;
    let unit = variants.unit(&scene.slug(e)).map(|(_, unit)| unit);
    let say = |words: &str| scene.words.plain(words);
    let peers = unit.and_then(|u| u.peers.as_ref());
    [
        unit.and_then(|u| u.gap.as_ref()).map_or_else(String::new, |g| say(g.sureness(draws).words())),
        peers.map_or_else(String::new, |p| say(p.own.words())),
        peers.map_or_else(String::new, |p| say(p.sureness(draws).words())),
    ]
}

/// The same of a node.
pub(super) fn of_node(scene: &Scene<'_>, e: &Evaluation, node: NodeId) -> Option<Spread> {
    interval(scene, e, &scene.framework.node(node).code)
}

/// A factor's title in the figure's language.
pub(super) fn title(scene: &Scene<'_>, factor: &Factor) -> String {
    scene.words.plain(&factor.title)
}

/// The name of a level of a discrete factor: a scale, a number, a window, an issue or a party.
pub(super) fn level(scene: &Scene<'_>, factor: &Factor, place: usize) -> String {
    let FactorKind::Discrete { levels, .. } = &factor.kind else { return String::new() };
    let Some(name) = levels.get(place) else { return String::new() };
    let package = scene.gauge.package();
    if let Some(issue) = package.issues.iter().find(|i| i.title == *name) {
        return scene.words.issue(&issue.code, &issue.title);
    }
    if let Some((id, _)) = package.parties.iter().find(|(id, _)| package.parties.name(*id) == *name) {
        return scene.name(id);
    }
    match name.as_str() {
        number if number.chars().all(|c| c.is_ascii_digit() || c == '.') => scene.words.marked(number),
        window if window.chars().all(|c| c.is_ascii_digit() || c == '–' || c == '-') => window.to_owned(),
        "none" => scene.words.plain("none left out"),
        "natural" => scene.words.plain("natural bounds"),
        "min_max" => scene.words.plain("min–max of the peers"),
        "z_score" => scene.words.plain("z-scores of the peers"),
        "percentile_rank" => scene.words.plain("percentile ranks"),
        other => scene.words.plain(other),
    }
}

/// The one partnership that a figure is about: the strong one, or the only one.
pub(super) fn chosen<'a>(scene: &Scene<'a>) -> Option<&'a Evaluation> {
    let n = scene.evaluations.len();
    scene.evaluations.iter().find(|e| scene.is_strong(e) || n == 1)
}
