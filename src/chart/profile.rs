//! The profile: one partnership's scores, node by node, against the others' on the same lines.

use super::canvas::{Mark, Stroke, Type};
use super::grid::PAUSE;
use super::plot::Axis;
use super::ruler::{self, Ruler};
use super::scene::Scene;
use super::sheet::{MARGIN, SMALL, Sample, Sheet};
use super::table::Table;
use super::{ChartError, Drawn, Style, grid, heatmap};
use crate::analysis::Evaluation;
use crate::model::framework::{NodeId, NodeKind};

const ROW: f64 = 4.8;
const LEAST_ROW: f64 = 3.3;
const BELOW: f64 = 8.5;
/// The scale that names above columns leave.
const LEAST_SCALE: f64 = 55.0;

/// How each partnership is marked: a few by shape and colour of their own, many as one against all others.
pub(super) fn marked(scene: &Scene<'_>, style: Style, e: &Evaluation) -> (Mark, f64, &'static str) {
    let palette = style.theme.palette();
    let place = scene.evaluations.iter().position(|x| x.partnership == e.partnership).unwrap_or(0);
    match scene.evaluations.len() {
        1 => (Mark::Diamond, 1.4, palette.strong),
        2 | 3 if scene.strong.is_some() && scene.is_strong(e) => (Mark::Diamond, 1.4, palette.strong),
        2 | 3 => {
            let others = scene.evaluations.iter().take(place).filter(|x| !scene.is_strong(x)).count();
            let looks = [
                (Mark::Ring, 1.5, palette.ink),
                (Mark::Square, 1.25, palette.other),
                (Mark::Triangle, 1.3, palette.muted),
            ];
            looks[others.min(2)]
        }
        _ if scene.is_strong(e) => (Mark::Diamond, 1.5, palette.strong),
        _ => (Mark::Disc, 0.95, palette.other),
    }
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let title = scene.words.say("Profile of scores: {subject}", &[("subject", &scene.subject())]);
    let nodes = scene.nodes();
    let unknown = scene.evaluations.iter().any(|e| nodes.iter().any(|(id, _)| e.card.node(*id).score.is_none()));
    let note = scene.words.plain(
        "No mark: missing, withheld (with its coverage) or not applicable. Thin line: bounds where something is unknown.",
    );
    let notes: Vec<String> = unknown.then_some(note).into_iter().collect();
    let mut sheet = Sheet::new(scene, style, title, &notes, &super::sources::ALL);
    let palette = sheet.palette;
    let mut order: Vec<&Evaluation> = scene.evaluations.iter().collect();
    order.sort_by_key(|e| !scene.is_strong(e));
    let many = order.len() > 3;
    let sample = |e: &Evaluation| {
        let (mark, radius, colour) = marked(scene, style, e);
        Sample::Mark(mark, radius, colour)
    };
    let named = order.iter().filter(|e| !many || scene.is_strong(e));
    let mut entries: Vec<(String, Sample)> = named.map(|e| (scene.label(e), sample(e))).collect();
    let rest = if entries.is_empty() { "each partnership" } else { "each of the others" };
    if many {
        entries.extend(order.last().map(|e| (scene.words.plain(rest), sample(e))));
    }
    sheet.legend(&entries);
    let left = grid::names_width(scene, &nodes) + 2.5;
    // The strong one, or the only one.
    let highlighted = scene.evaluations.iter().find(|e| scene.is_strong(e) || scene.evaluations.len() == 1);
    // A column of numbers for each of a few, of many for the strong one alone.
    let columns: Vec<&Evaluation> = if many { highlighted.into_iter().collect() } else { order.clone() };
    let words = |e: &Evaluation, id: NodeId| {
        let scored = e.card.node(id);
        match scored.score {
            Some(z) => scene.words.score(z),
            None if !scored.applies => scene.words.plain("n/a"),
            None if scored.coverage > 0.0 => {
                scene.words.say("withheld: {coverage}", &[("coverage", &scene.words.coverage(scored.coverage))])
            }
            None => scene.words.plain("missing"),
        }
    };
    let look = Type::new(SMALL, palette.ink).bold(true);
    // Columns stand under names, or under marks where names would take the scale's room.
    let names: f64 = columns.iter().map(|e| look.width(&scene.label(e)) + 2.5).sum();
    let named = columns.len() < 2 || left + names + LEAST_SCALE < style.width;
    let wide = |e: &Evaluation| {
        let name = if columns.len() > 1 && named { look.width(&scene.label(e)) } else { 0.0 };
        nodes.iter().map(|(id, _)| look.width(&words(e, *id))).fold(name, f64::max) + 2.5
    };
    // The right ends of the columns, the first one's the leftmost.
    let mut ends: Vec<f64> = Vec::new();
    let mut end = style.width - MARGIN;
    for e in columns.iter().rev() {
        ends.insert(0, end);
        end -= wide(e);
    }
    let right = style.width - MARGIN - end + 2.0;
    let scale = Ruler::scores(left, style.width - MARGIN - right);
    if scale.to - scale.from < 30.0 {
        sheet.cramp();
    }
    let n = nodes.len() as f64;
    // Whose numbers they are, where that could be asked.
    let head = if !columns.is_empty() && order.len() > 1 { 3.4 } else { 0.0 };
    let room = sheet.room(head + PAUSE + n * ROW + BELOW, head + PAUSE + n * LEAST_ROW + BELOW);
    let (top, row) = (sheet.top + head, (room - head - PAUSE - BELOW) / n);
    let bottom = top + room - head - BELOW;
    let canvas = &mut sheet.canvas;
    scale.draw(canvas, &palette, (top, bottom), Axis::scores(scene.words))?;
    let axis = scene.words.plain("score, 0–100");
    let look_of_axis = Type::new(SMALL, palette.muted);
    ruler::name(style.width, canvas, ((scale.from + scale.to) / 2.0, bottom + 7.2), &axis, look_of_axis);
    let own = |e: &Evaluation| if scene.is_strong(e) { palette.strong } else { palette.ink };
    for (e, end) in columns.iter().zip(&ends).filter(|_| head > 0.0) {
        if named {
            canvas.text((*end, top - 0.8), &scene.label(e), Type { fill: own(e), ..look }.end());
        } else {
            let (mark, radius, colour) = marked(scene, style, e);
            canvas.mark(mark, (*end - 2.0, top - 1.8), radius.min(1.4), colour);
        }
    }
    let mut y = top;
    for (id, depth) in &nodes {
        if *depth == 0 && *id == scene.framework.content {
            y += PAUSE;
        }
        let middle = y + row / 2.0;
        let (text, indent, look) = grid::name(scene, *id, *depth, palette.ink);
        canvas.text_at_height((indent, middle), &text, look);
        canvas.line((scale.from, middle), (scale.to, middle), Stroke::new(palette.grid, 0.12));
        canvas.open(&scene.framework.node(*id).code);
        // The strong one last, above all others.
        for e in order.iter().rev() {
            let scored = e.card.node(*id);
            let (mark, radius, colour) = marked(scene, style, e);
            if highlighted.is_some_and(|t| t.partnership == e.partnership)
                && scored.lower < scored.upper
                && scored.applies
            {
                canvas.line(
                    (scale.at(scored.lower), middle),
                    (scale.at(scored.upper), middle),
                    Stroke::new(colour, 0.3),
                );
            }
            if let Some(z) = scored.score {
                let composite = matches!(scene.framework.node(*id).kind, NodeKind::Composite { .. });
                canvas.mark(mark, (scale.at(z), middle), if composite { radius * 1.12 } else { radius }, colour);
            }
        }
        for (e, end) in columns.iter().zip(&ends) {
            let fill = if columns.len() > 1 { own(e) } else { palette.ink };
            canvas.text_at_height((*end, middle), &words(e, *id), Type::new(SMALL, fill).bold(look.bold).end());
        }
        canvas.close();
        y += row;
    }
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: numbers(scene), caption: caption(scene), alt: alt(scene) })
}

fn numbers(scene: &Scene<'_>) -> Table {
    heatmap::numbers(scene)
}

fn caption(scene: &Scene<'_>) -> String {
    scene.words.say(
        "Scores of {subject} in FORM, CONTENT and all that is below them, each on a scale from 0 to 100.",
        &[("subject", &scene.subject())],
    )
}

fn alt(scene: &Scene<'_>) -> String {
    let highlighted = scene.evaluations.iter().find(|e| scene.is_strong(e)).or(scene.evaluations.first());
    let scores = highlighted.map_or_else(String::new, |e| {
        let one = |(id, _): (NodeId, usize)| {
            format!("{} {}", scene.node_title(id).to_lowercase(), scene.words.score_or_none(e.card.node(id).score))
        };
        let all: Vec<String> = scene.nodes().into_iter().map(one).collect();
        format!("{}: {}", scene.label(e), all.join(", "))
    });
    scene.words.say("Dot plot of scores from 0 to 100, a line for each. {scores}.", &[("scores", &scores)])
}
