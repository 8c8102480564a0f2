//! The heat map: every score of every partnership, printed; what is missing is hatched.

use super::canvas::HATCH;
use super::grid::{self, Cell};
use super::scene::Scene;
use super::sheet::{Sample, Sheet};
use super::table::{Table, number};
use super::{ChartError, Drawn, Style};
use crate::analysis::Evaluation;
use crate::model::framework::NodeId;

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scene.words;
    let title = words.say("Scores of form and content: {subject}", &[("subject", &scene.subject())]);
    let nodes = scene.nodes();
    let any = |is: fn(&crate::scoring::Scored) -> bool| {
        scene.evaluations.iter().any(|e| nodes.iter().any(|(id, _)| is(e.card.node(*id))))
    };
    let mut key = vec![words.plain("A score that looks both ways is the geometric mean of its two directions.")];
    if any(|s| s.applies && s.score.is_none()) {
        key.push(words.plain("Hatched: missing or withheld."));
    }
    if any(|s| !s.applies) {
        key.push(words.plain("n/a: does not apply."));
    }
    let mut sheet = Sheet::new(scene, style, title, &[key.join(" ")], &super::sources::ALL);
    let palette = sheet.palette;
    let fifths = ["1–20", "20–40", "40–60", "60–80", "80–100"];
    let swatch = |fill| Sample::Patch(fill, Some(palette.grid));
    let entries = fifths.into_iter().zip(palette.ramp).map(|(fifth, fill)| (fifth.to_owned(), swatch(fill)));
    sheet.legend(&entries.collect::<Vec<_>>());
    let cell = |e: &Evaluation, id: NodeId| {
        let scored = e.card.node(id);
        match scored.score {
            Some(z) => Cell { words: words.score(z), ground: Some(palette.of_score(z)) },
            None if scored.applies => Cell { words: String::new(), ground: Some(HATCH) },
            None => Cell { words: words.plain("n/a"), ground: None },
        }
    };
    let sheet = grid::draw(scene, style, sheet, cell)?;
    Ok(Drawn { sheet, numbers: numbers(scene), caption: caption(scene), alt: alt(scene) })
}

/// Every score with its bounds; of the profile too, which shows the same.
pub(super) fn numbers(scene: &Scene<'_>) -> Table {
    let mut table =
        Table::new(&["partnership", "label", "node", "title", "score", "lower", "upper", "coverage", "applies"]);
    for e in scene.evaluations {
        for (id, _) in scene.nodes() {
            let (node, scored) = (scene.framework.node(id), e.card.node(id));
            table.push(vec![
                scene.slug(e),
                scene.label(e),
                node.code.clone(),
                scene.words.node(node),
                number(scored.score),
                number(Some(scored.lower)),
                number(Some(scored.upper)),
                number(Some(scored.coverage)),
                scored.applies.to_string(),
            ]);
        }
    }
    table
}

fn caption(scene: &Scene<'_>) -> String {
    scene.words.say(
        "Scores of {subject} in FORM, CONTENT and all that is below them, from 1 to 100; bold: composites.",
        &[("subject", &scene.subject())],
    )
}

fn alt(scene: &Scene<'_>) -> String {
    let one = |e: &Evaluation| {
        let [form, content] = [e.card.form(), e.card.content()].map(|s| scene.words.score_or_none(s.score));
        let said = scene.words.say("form {form}, content {content}", &[("form", &form), ("content", &content)]);
        format!("{}: {said}", scene.label(e))
    };
    let all: Vec<String> = scene.evaluations.iter().map(one).collect();
    let [rows, n] = [scene.nodes().len(), scene.evaluations.len()].map(|n| n.to_string());
    scene.words.say(
        "Heat map of {rows} scores for each of {n} partnerships. {all}.",
        &[("rows", &rows), ("n", &n), ("all", &all.join("; "))],
    )
}
