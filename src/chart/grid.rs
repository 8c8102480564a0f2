//! A grid of cells: a row for each node of the framework, a column for each partnership.

use super::Style;
use super::canvas::{Canvas, HATCH, Stroke, Type};
use super::scene::Scene;
use super::sheet::{Finished, MARGIN, SMALL, Sheet, leading};
use super::{ChartError, font};
use crate::analysis::Evaluation;
use crate::model::framework::{NodeId, NodeKind};

const ROW: f64 = 4.6;
const LEAST_ROW: f64 = 3.3;
/// Columns of one or two partnerships need not fill the page.
const WIDEST_COLUMN: f64 = 22.0;
/// Above FORM's and CONTENT's block.
pub(super) const PAUSE: f64 = 1.6;

/// What stands in a cell: its words, and its ground if it has one.
pub(super) struct Cell {
    pub words: String,
    pub ground: Option<&'static str>,
}

/// Draws the rows below what the sheet holds already; `cell` says what stands where.
pub(super) fn draw(
    scene: &Scene<'_>,
    style: Style,
    mut sheet: Sheet,
    cell: impl Fn(&Evaluation, NodeId) -> Cell,
) -> Result<Finished, ChartError> {
    let palette = style.theme.palette();
    let nodes = scene.nodes();
    let left = names_width(scene, &nodes) + 2.0;
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
        let (text, indent, name_look) = name(scene, *id, *depth, palette.ink);
        canvas.open(&scene.framework.node(*id).code);
        canvas.text_at_height((indent, y + row / 2.0), &text, name_look);
        for (i, e) in scene.evaluations.iter().enumerate() {
            let Cell { words, ground } = cell(e, *id);
            let at = (left + i as f64 * columns.width + 0.15, y + 0.15);
            let size = (columns.width - 0.3, row - 0.3);
            let centre = (at.0 + size.0 / 2.0, y + row / 2.0);
            let look = Type::new(SMALL, palette.ink).bold(name_look.bold).middle();
            match ground {
                None => canvas.text_at_height(centre, &words, Type::new(SMALL, palette.muted).middle()),
                Some(HATCH) => {
                    canvas.rect(at, size, HATCH, Some(Stroke::new(palette.grid, 0.15)));
                    if !words.is_empty() {
                        canvas.text_on(centre, &words, look, palette.ground);
                    }
                }
                Some(ground) => {
                    canvas.rect(at, size, ground, Some(Stroke::new(palette.grid, 0.15)));
                    canvas.text_at_height(centre, &words, Type { fill: palette.ink_on(ground), ..look });
                }
            }
        }
        canvas.close();
        y += row;
    }
    Ok(sheet.finish(y))
}

/// A node's title, how far it is set in, and how it looks.
pub(super) fn name<'a>(scene: &Scene<'_>, id: NodeId, depth: usize, ink: &'a str) -> (String, f64, Type<'a>) {
    let composite = matches!(scene.framework.node(id).kind, NodeKind::Composite { .. });
    let title = scene.node_title(id);
    let title = if depth == 0 { title.to_uppercase() } else { title };
    let indent = MARGIN + 2.2 * depth.saturating_sub(1) as f64;
    (title, indent, Type::new(SMALL, ink).bold(composite))
}

/// How far the longest of these names reaches.
pub(super) fn names_width(scene: &Scene<'_>, nodes: &[(NodeId, usize)]) -> f64 {
    let reach = |(id, depth): &(NodeId, usize)| {
        let (text, indent, look) = name(scene, *id, *depth, "");
        indent + look.width(&text)
    };
    nodes.iter().map(reach).fold(0.0, f64::max)
}

/// A column for each partnership, under its name.
struct Columns {
    left: f64,
    width: f64,
    /// Height of the names; across where every word fits its column, otherwise upright.
    head: f64,
    across: bool,
}

impl Columns {
    fn new(scene: &Scene<'_>, sheet: &mut Sheet, left: f64) -> Columns {
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

    fn draw_heads(&self, scene: &Scene<'_>, canvas: &mut Canvas, top: f64, ink: &str) {
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
}

fn heads(scene: &Scene<'_>, e: &Evaluation, width: f64) -> Vec<String> {
    font::wrap(&scene.label(e), SMALL, scene.is_strong(e), width - 0.4)
}
