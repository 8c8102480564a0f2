//! The reciprocity: what one side gives and what the other, back to back on one scale.

use super::canvas::{Canvas, Type};
use super::plot::Axis;
use super::ruler::Ruler;
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sheet};
use super::table::{Table as Numbers, number};
use super::theme::Palette;
use super::{ChartError, Drawn, Style};
use crate::analysis::Evaluation;
use crate::model::framework::{NodeId, NodeKind};
use crate::model::package::Table;
use crate::model::party::PartyId;

const ROW: f64 = 4.0;
const LEAST_ROW: f64 = 3.2;
/// A group's title and the air above it, in rows.
const TITLE_ROWS: f64 = 1.35;
const BELOW: f64 = 4.5;
const HEAD: f64 = 4.5;
/// Outside the scales, for a number at 100.
const ASIDE: f64 = 8.0;

/// Where indicators with two directions take their rows from.
const TABLES: [Table; 5] = [Table::Mentions, Table::IssueAttention, Table::Votes, Table::RollCalls, Table::Positions];

/// The nodes with two directions.
fn pairs(scene: &Scene<'_>) -> Vec<(NodeId, [NodeId; 2])> {
    let pair = |(id, _): (NodeId, usize)| match &scene.framework.node(id).kind {
        NodeKind::Pair { directions } => Some((id, *directions)),
        _ => None,
    };
    scene.nodes().into_iter().filter_map(pair).collect()
}

/// The two directions so that the side all have in common stands at the right.
fn sides(scene: &Scene<'_>, e: &Evaluation, directions: [NodeId; 2]) -> [NodeId; 2] {
    let [from_a, from_b] = directions;
    if scene.common() == Some(e.partnership.a) { [from_b, from_a] } else { [from_a, from_b] }
}

/// Who stands at the left and who at the right.
fn names(scene: &Scene<'_>) -> [String; 2] {
    let side = |id: PartyId| scene.words.say("{party}’s side", &[("party", &scene.name(id))]);
    match (scene.evaluations, scene.common()) {
        ([one], _) => [side(one.partnership.a), side(one.partnership.b)],
        (_, Some(common)) => [scene.words.plain("the partner’s side"), side(common)],
        _ => ["the side named first", "the side named second"].map(|side| scene.words.plain(side)),
    }
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let pairs = pairs(scene);
    if pairs.is_empty() {
        return Err(ChartError::Nothing(
            "this framework has no indicator with two directions, which `reciprocity` needs".into(),
        ));
    }
    let title = scene
        .words
        .say("Reciprocity, both directions of the same indicators: {subject}", &[("subject", &scene.subject())]);
    let mut sheet = Sheet::new(scene, style, title, &[], &TABLES);
    let palette = sheet.palette;
    let several = scene.evaluations.len() > 1;
    let row_look = |e: &Evaluation| Type::new(SMALL, palette.ink).bold(scene.is_strong(e) && several);
    let title_look = Type::new(SMALL, palette.ink).bold(true);
    // Between the scales stand the names: of the partnerships, or of the indicators where there is but one.
    let title_of = |id: NodeId| scene.node_title(id);
    let widths = scene.evaluations.iter().map(|e| row_look(e).width(&scene.label(e)));
    let titles = pairs.iter().map(|(id, _)| title_look.width(&title_of(*id)));
    let middle = if several { widths.chain(titles).fold(0.0, f64::max) } else { titles.fold(0.0, f64::max) } + 3.0;
    let centre = style.width / 2.0;
    let left = Ruler::scores(centre - middle / 2.0, MARGIN + ASIDE);
    let right = Ruler::scores(centre + middle / 2.0, style.width - MARGIN - ASIDE);
    if right.to - right.from < 11.0 {
        sheet.cramp();
    }
    let lines = pairs.len() as f64 * if several { scene.evaluations.len() as f64 + TITLE_ROWS } else { 1.25 };
    let room = sheet.room(HEAD + lines * ROW + BELOW, HEAD + lines * LEAST_ROW + BELOW);
    let (top, row) = (sheet.top + HEAD, (room - HEAD - BELOW) / lines);
    let bottom = top + lines * row;
    let canvas = &mut sheet.canvas;
    let [who, whom] = names(scene);
    let head = Type::new(BODY, palette.ink).bold(true);
    canvas.text((left.from, top - 1.6), &who, head.end());
    canvas.text((right.from, top - 1.6), &whom, head);
    for scale in [left, right] {
        // Half of the numbers where all would touch.
        let most = if (scale.to - scale.from).abs() > 25.0 { 6 } else { 3 };
        let axis = Axis::round(0.0, 100.0, most, |z| scene.words.whole(z));
        scale.draw(canvas, &palette, (top, bottom), axis)?;
    }
    let mut y = top;
    for (id, directions) in &pairs {
        if several {
            y += TITLE_ROWS * row;
            canvas.text((centre, y - 0.9), &title_of(*id), title_look.middle());
        } else {
            y += 0.125 * row;
        }
        for e in scene.evaluations {
            let at = y + row / 2.0;
            let (words, look) = if several { (scene.label(e), row_look(e)) } else { (title_of(*id), title_look) };
            canvas.text_at_height((centre, at), &words, look.middle());
            let [own, others] = sides(scene, e, *directions);
            for (node, scale, fill) in [(own, left, palette.pair[0]), (others, right, palette.other)] {
                bar(scene, canvas, &palette, scale, (at, row), fill, e.card.node(node));
            }
            y += row;
        }
        if !several {
            y += 0.125 * row;
        }
    }
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: numbers(scene), caption: caption(scene), alt: alt(scene) })
}

fn bar(
    scene: &Scene<'_>,
    canvas: &mut Canvas,
    palette: &Palette,
    scale: Ruler,
    (at, row): (f64, f64),
    fill: &str,
    s: &crate::scoring::Scored,
) {
    let outward = if scale.to < scale.from { -1.0 } else { 1.0 };
    let look = Type::new(SMALL, palette.muted);
    let look = if outward < 0.0 { look.end() } else { look };
    let Some(z) = s.score else {
        let words = if s.applies { "missing" } else { "n/a" };
        return canvas.text_on((scale.from + outward * 1.2, at), &scene.words.plain(words), look, palette.ground);
    };
    let (from, to) = (scale.from.min(scale.at(z)), scale.from.max(scale.at(z)));
    canvas.rect((from, at - 0.36 * row), (to - from, 0.72 * row), fill, None);
    canvas.text_on((scale.at(z) + outward * 0.9, at), &scene.words.score(z), look, palette.ground);
}

fn numbers(scene: &Scene<'_>) -> Numbers {
    let mut table = Numbers::new(&["partnership", "label", "node", "title", "from", "to", "score", "asymmetry"]);
    for e in scene.evaluations {
        for (id, directions) in pairs(scene) {
            let ends = [(e.partnership.a, e.partnership.b), (e.partnership.b, e.partnership.a)];
            for (direction, (from, to)) in directions.into_iter().zip(ends) {
                table.push(vec![
                    scene.slug(e),
                    scene.label(e),
                    scene.framework.node(direction).code.clone(),
                    full_title(scene, e, id, direction),
                    scene.name(from),
                    scene.name(to),
                    number(e.card.node(direction).score),
                    number(e.card.node(id).asymmetry),
                ]);
            }
        }
    }
    table
}

/// A direction's title after its pair's; the names of both sides say it where the language has no sentence of its own.
fn full_title(scene: &Scene<'_>, e: &Evaluation, pair: NodeId, direction: NodeId) -> String {
    if scene.words.code() == "en" {
        return e.full_title(scene.framework, scene.measurer, direction);
    }
    let (a, b) = (scene.name(e.partnership.a), scene.name(e.partnership.b));
    let first = matches!(&scene.framework.node(pair).kind, NodeKind::Pair { directions } if directions[0] == direction);
    let (from, to) = if first { (a, b) } else { (b, a) };
    format!("{}: {from} → {to}", scene.node_title(pair))
}

fn caption(scene: &Scene<'_>) -> String {
    let [who, whom] = names(scene);
    scene.words.say(
        "Both directions of the indicators that have two, scores from 0 to 100: {who} at the left, {whom} at the right; \
         {subject}.",
        &[("who", &who), ("whom", &whom), ("subject", &scene.subject())],
    )
}

fn alt(scene: &Scene<'_>) -> String {
    let score = |e: &Evaluation, id: NodeId| scene.words.score_or_none(e.card.node(id).score);
    let one = |e: &Evaluation| {
        let all: Vec<String> = pairs(scene)
            .into_iter()
            .map(|(id, directions)| {
                let [own, others] = sides(scene, e, directions);
                let title = scene.node_title(id).to_lowercase();
                let places = [("title", title.as_str()), ("x", &score(e, own)), ("y", &score(e, others))];
                scene.words.say("{title} {x} against {y}", &places)
            })
            .collect();
        format!("{}: {}", scene.label(e), all.join(", "))
    };
    let all: Vec<String> = scene.evaluations.iter().map(one).collect();
    scene.words.say("Bars back to back, 0 to 100 on either side. {all}.", &[("all", &all.join("; "))])
}
