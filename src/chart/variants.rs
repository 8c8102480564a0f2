//! What results over the declared variants say of the partnerships in a figure, and the names of factors and their
//! levels.

use super::results::Variants;
use super::scene::Scene;
use crate::analysis::Evaluation;
use crate::analysis::multiverse::{Factor, FactorKind, GAP};
use crate::analysis::robustness;
use crate::model::framework::NodeId;
use crate::statistics::spread::Spread;

impl Variants<'_> {
    /// "2,000 draws, seed 1" in the figure's language.
    pub(super) fn description(&self, scene: &Scene<'_>) -> String {
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

/// Both verdicts on the gap of a partnership: how sure its sign is, how it compares with the peers' and how sure that
/// is; empty where there is none.
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
    let package = scene.measurer.package();
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
