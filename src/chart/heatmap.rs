//! The heat map: every score of every partnership, printed; what is missing is hatched.

use super::canvas::{Canvas, HATCH, Point, Stroke, Type};
use super::scene::Scene;
use super::sheet::{MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::{Drawn, Style, Trouble, font};
use crate::analysis::Evaluation;
use crate::model::framework::{NodeId, NodeKind};
use crate::report::number;

const ROW: f64 = 4.6;
const LEAST_ROW: f64 = 3.3;
/// Columns of one or two partnerships need not fill the page.
const WIDEST_COLUMN: f64 = 22.0;
/// Above FORM's and CONTENT's block.
const PAUSE: f64 = 1.6;

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, Trouble> {
    let title = format!("Scores of form and content: {}", scene.subject());
    let nodes = scene.nodes();
    let any = |is: fn(&crate::scoring::Scored) -> bool| {
        scene.evaluations.iter().any(|e| nodes.iter().any(|(id, _)| is(e.card.node(*id))))
    };
    let mut key = vec!["A score that looks both ways is the geometric mean of its two directions."];
    if any(|s| s.applies && s.score.is_none()) {
        key.push("Hatched: missing or withheld.");
    }
    if any(|s| !s.applies) {
        key.push("n/a: does not apply.");
    }
    let mut sheet = Sheet::new(scene, style, title, &[key.join(" ")], &super::sources::ALL);
    let palette = sheet.palette;
    let fifths = ["1–20", "20–40", "40–60", "60–80", "80–100"];
    let entries: Vec<(&str, Sample)> = fifths
        .into_iter()
        .zip(palette.ramp)
        .map(|(words, fill)| (words, Sample::Patch(fill, Some(palette.grid))))
        .collect();
    sheet.legend(&entries);
    let name = |(id, depth): (NodeId, usize)| name(scene, id, depth, palette.ink);
    let left =
        nodes.iter().map(|n| name(*n)).map(|(t, indent, look)| indent + look.width(&t)).fold(0.0, f64::max) + 2.0;
    let columns = Columns::new(scene, &mut sheet, left);
    let n = nodes.len() as f64;
    let room = sheet.room(columns.head + PAUSE + n * ROW, columns.head + PAUSE + n * LEAST_ROW);
    let (top, row) = (sheet.top + columns.head, (room - columns.head - PAUSE) / n);
    let canvas = &mut sheet.canvas;
    columns.draw_heads(scene, canvas, top, palette.ink);
    let mut y = top;
    for (id, depth) in &nodes {
        if *depth == 0 && *id == scene.framework.content {
            y += PAUSE;
        }
        let (text, indent, name_look) = name((*id, *depth));
        canvas.text_at_height((indent, y + row / 2.0), &text, name_look);
        for (i, e) in scene.evaluations.iter().enumerate() {
            let scored = e.card.node(*id);
            let (at, size, centre) = columns.cell(i, y, row);
            match scored.score {
                Some(z) => {
                    let ground = palette.of_score(z);
                    canvas.rect(at, size, ground, None);
                    let look = Type::new(SMALL, palette.ink_on(ground)).bold(name_look.bold).middle();
                    canvas.text_at_height(centre, &number::score(z), look);
                }
                None if scored.applies => {
                    canvas.rect(at, size, HATCH, Some(Stroke::new(palette.grid, 0.15)));
                }
                None => canvas.text_at_height(centre, "n/a", Type::new(SMALL, palette.muted).middle()),
            }
        }
        y += row;
    }
    Ok(Drawn { sheet: sheet.finish(y), numbers: numbers(scene), caption: caption(scene), alt: alt(scene) })
}

/// A node's title, how far it is set in, and how it looks.
pub(super) fn name<'a>(scene: &Scene<'_>, id: NodeId, depth: usize, ink: &'a str) -> (String, f64, Type<'a>) {
    let node = scene.framework.node(id);
    let composite = matches!(node.kind, NodeKind::Composite { .. });
    let title = if depth == 0 { node.title.to_uppercase() } else { node.title.clone() };
    let indent = MARGIN + 2.2 * depth.saturating_sub(1) as f64;
    (title, indent, Type::new(SMALL, ink).bold(composite))
}

/// A column for each partnership, under its name.
pub(super) struct Columns {
    left: f64,
    width: f64,
    /// Height of the names; across where every word fits its column, otherwise upright.
    pub head: f64,
    across: bool,
}

impl Columns {
    pub fn new(scene: &Scene<'_>, sheet: &mut Sheet, left: f64) -> Columns {
        let width = ((sheet.width - MARGIN - left) / scene.evaluations.len() as f64).min(WIDEST_COLUMN);
        let look = Type::new(SMALL, "");
        if width < look.bold(true).width("100.0") + 0.6 {
            sheet.cramp();
        }
        let lines = |e: &Evaluation| heads(scene, e, width);
        let fits = |e: &Evaluation| lines(e).iter().all(|l| look.bold(scene.is_strong(e)).width(l) <= width - 0.4);
        let across = scene.evaluations.iter().all(fits);
        let head = if across {
            scene.evaluations.iter().map(|e| lines(e).len()).max().unwrap_or(1) as f64 * leading(SMALL) + 1.0
        } else {
            scene.evaluations.iter().map(|e| look.bold(true).width(&scene.label(e))).fold(0.0, f64::max) + 1.5
        };
        Columns { left, width, head, across }
    }

    pub fn draw_heads(&self, scene: &Scene<'_>, canvas: &mut Canvas, top: f64, ink: &str) {
        for (i, e) in scene.evaluations.iter().enumerate() {
            let x = self.left + (i as f64 + 0.5) * self.width;
            let look = Type::new(SMALL, ink).bold(scene.is_strong(e));
            if self.across {
                for (k, line) in heads(scene, e, self.width).iter().rev().enumerate() {
                    canvas.text((x, top - 1.2 - k as f64 * leading(SMALL)), line, look.middle());
                }
            } else {
                canvas.text((x + 0.9, top - 1.0), &scene.label(e), look.turned(-90.0));
            }
        }
    }

    /// Corner, size and centre of a cell.
    pub fn cell(&self, column: usize, y: f64, row: f64) -> (Point, Point, Point) {
        let at = (self.left + column as f64 * self.width + 0.15, y + 0.15);
        let size = (self.width - 0.3, row - 0.3);
        (at, size, (at.0 + size.0 / 2.0, y + row / 2.0))
    }
}

fn heads(scene: &Scene<'_>, e: &Evaluation, width: f64) -> Vec<String> {
    font::wrap(&scene.label(e), SMALL, scene.is_strong(e), width - 0.4)
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
                node.title.clone(),
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
    format!(
        "Scores of {} in FORM, CONTENT and all that is below them, from 1 to 100; bold: composites.",
        scene.subject()
    )
}

fn alt(scene: &Scene<'_>) -> String {
    let one = |e: &Evaluation| {
        let score = number::score_or_none;
        format!("{}: form {}, content {}", scene.label(e), score(e.card.form().score), score(e.card.content().score))
    };
    let all: Vec<String> = scene.evaluations.iter().map(one).collect();
    let rows = scene.nodes().len();
    format!("Heat map of {rows} scores for each of {} partnerships. {}.", scene.evaluations.len(), all.join("; "))
}
