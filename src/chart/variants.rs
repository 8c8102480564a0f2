//! What results over the declared variants say of the partnerships in a figure, and the names of factors and their
//! levels.

use super::results::Variants;
use super::scene::Scene;
use crate::analysis::Evaluation;
use crate::analysis::gap::Gap;
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
    match scene.variants {
        Some(variants) => variants.interval(&scene.slug(e), output),
        None => bands(scene, e).and_then(|[_, absolute]| absolute).filter(|_| output == GAP),
    }
}

/// Intervals of the gap over the data alone and over the declared variants, of a figure that shows no other variants.
fn bands(scene: &Scene<'_>, e: &Evaluation) -> Option<[Option<Spread>; 2]> {
    scene.further.bands.filter(|(p, _)| *p == e.partnership).map(|(_, bands)| bands)
}

/// The label of a gap, as the score card has it: all that the interval by the data alone reaches into.
pub(super) fn label(scene: &Scene<'_>, e: &Evaluation) -> Option<String> {
    let gap = e.gap.as_ref()?;
    Some(scene.words.verdict(&label_code(scene, e, gap)))
}

/// The same as the framework has it; empty where the gap is withheld.
pub(super) fn label_word(scene: &Scene<'_>, e: &Evaluation) -> String {
    e.gap.as_ref().map_or_else(String::new, |gap| label_code(scene, e, gap))
}

fn label_code(scene: &Scene<'_>, e: &Evaluation, gap: &Gap) -> String {
    let of_variants = scene.variants.and_then(|v| {
        let place = v.output(GAP)?;
        v.unit(&scene.slug(e)).and_then(|(_, unit)| unit.data.get(place).copied().flatten())
    });
    let data = of_variants.or_else(|| bands(scene, e).and_then(|[data, _]| data));
    robustness::label(&scene.framework.verdicts, gap, data)
}

/// "The gap of Russia is +41.2: largely nominal; in 90 % of the variants from +8 to +45."
pub(super) fn verdict(scene: &Scene<'_>, e: &Evaluation) -> String {
    let (words, name) = (scene.words, scene.label(e));
    let Some(gap) = e.card.gap() else {
        return words.say("The gap of {name} is withheld.", &[("name", &name)]);
    };
    let (gap, verdict) = (words.signed(gap, 1), label(scene, e).unwrap_or_default());
    let spread = interval(scene, e, GAP);
    let [low, high] =
        [spread.map(|s| s.low), spread.map(|s| s.high)].map(|x| x.map_or_else(String::new, |x| words.signed(x, 0)));
    let places = [("name", &*name), ("gap", &gap), ("verdict", &verdict), ("low", &low), ("high", &high)];
    match spread {
        Some(_) => {
            words.say("The gap of {name} is {gap}: {verdict}; in 90 % of the variants from {low} to {high}.", &places)
        }
        None => words.say("The gap of {name} is {gap}: {verdict}.", &places),
    }
}

/// The same for a caption: of the partnership that was asked for, or of the only one.
pub(super) fn found(scene: &Scene<'_>) -> Option<String> {
    chosen(scene).map(|e| verdict(scene, e))
}

/// Both verdicts on the gap of a partnership in the figure's language: how sure its sign is, how it compares with the
/// peers' and how sure that is; empty where there is none.
pub(super) fn verdicts(scene: &Scene<'_>, e: &Evaluation) -> [String; 3] {
    verdict_words(scene, e).map(|words| if words.is_empty() { words } else { scene.words.plain(&words) })
}

/// The same as every report has them.
pub(super) fn verdict_words(scene: &Scene<'_>, e: &Evaluation) -> [String; 3] {
    let Some(variants) = scene.variants else { return Default::default() };
    let draws = variants.uncertainty.plan.draws;
    let unit = variants.unit(&scene.slug(e)).map(|(_, unit)| unit);
    let say = |words: &str| words.to_owned();
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

/// The same for those who do not see the figure: of all, where none was asked for.
pub(super) fn findings(scene: &Scene<'_>) -> String {
    let all = || scene.evaluations.iter().map(|e| verdict(scene, e)).collect::<Vec<_>>().join(" ");
    found(scene).unwrap_or_else(all)
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
