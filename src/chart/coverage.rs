//! The coverage: what is known of each indicator, for how many of the window's years, and what is not.

use super::canvas::{HATCH, Stroke, Type};
use super::heatmap::{self, Columns};
use super::scene::Scene;
use super::sheet::{SMALL, Sample, Sheet};
use super::table::{Table, number};
use super::{Drawn, Style, Trouble};
use crate::analysis::Evaluation;
use crate::model::framework::{Indicator, Measure, NodeId, NodeKind};
use crate::model::measurement::Reading;
use crate::report::number;

const ROW: f64 = 4.6;
const LEAST_ROW: f64 = 3.3;
const PAUSE: f64 = 1.6;

/// What a cell says.
enum Known {
    /// A composite's share of known weight.
    Share(f64),
    Observed,
    /// Years that are there, of how many.
    Years(usize, usize),
    Missing,
    NotApplicable,
}

impl Known {
    fn words(&self) -> String {
        match self {
            Known::Share(k) => number::coverage(*k),
            Known::Observed => "yes".into(),
            Known::Years(have, of) => format!("{have}/{of}"),
            Known::Missing => "no".into(),
            Known::NotApplicable => "n/a".into(),
        }
    }

    /// Known in part or in whole, 0 to 1; `None` where there is nothing to know.
    fn share(&self) -> Option<f64> {
        match self {
            Known::Share(k) => Some(*k),
            Known::Observed => Some(1.0),
            Known::Years(have, of) => Some(*have as f64 / *of as f64),
            Known::Missing => Some(0.0),
            Known::NotApplicable => None,
        }
    }
}

fn known(scene: &Scene<'_>, e: &Evaluation, id: NodeId) -> Known {
    let scored = e.card.node(id);
    if !scored.applies {
        return Known::NotApplicable;
    }
    match &scene.framework.node(id).kind {
        NodeKind::Composite { .. } => Known::Share(scored.coverage),
        // As much as the worse known direction.
        NodeKind::Pair { directions } => {
            let share = |k: &Known| k.share().unwrap_or(1.0);
            let [one, other] = directions.map(|d| known(scene, e, d));
            if share(&other) < share(&one) { other } else { one }
        }
        NodeKind::Indicator(indicator) => match e.panel.get(id) {
            Some(m) if matches!(m.reading, Reading::Observed { .. }) => match years(indicator, scene) {
                Some(of) if !m.years.is_empty() => Known::Years(m.years.len(), of),
                _ => Known::Observed,
            },
            _ => Known::Missing,
        },
    }
}

/// How many years an indicator looks at; `None` where years play no part.
fn years(indicator: &Indicator, scene: &Scene<'_>) -> Option<usize> {
    match indicator.measure {
        Measure::Status { .. } | Measure::Institutions { .. } => None,
        Measure::TradeTrend { years } => Some(usize::from(years)),
        _ => Some(scene.gauge.window().years()),
    }
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, Trouble> {
    let title = format!("What is known: {}", scene.subject());
    let note = "Bold: share of the applicable weight that is known. Otherwise years with data, of the years looked at; of two \
                directions the less known. n/a: does not apply."
        .to_owned();
    let mut sheet = Sheet::new(scene, style, title, &[note], &super::sources::ALL);
    let palette = sheet.palette;
    let fill = |share: f64| match share {
        s if s >= 1.0 - 1e-9 => palette.ramp[3],
        s if s > 0.0 => palette.ramp[1],
        _ => HATCH,
    };
    let rim = Stroke::new(palette.grid, 0.15);
    let swatch = |s: f64| Sample::Patch(fill(s), Some(palette.grid));
    sheet.legend(&[("known in full", swatch(1.0)), ("known in part", swatch(0.5)), ("missing", swatch(0.0))]);
    let nodes = scene.nodes();
    let name = |(id, depth): (NodeId, usize)| heatmap::name(scene, id, depth, palette.ink);
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
        let (text, indent, look) = name((*id, *depth));
        canvas.text_at_height((indent, y + row / 2.0), &text, look);
        for (i, e) in scene.evaluations.iter().enumerate() {
            let cell = known(scene, e, *id);
            let (at, size, centre) = columns.cell(i, y, row);
            let Some(share) = cell.share() else {
                canvas.text_at_height(centre, &cell.words(), Type::new(SMALL, palette.muted).middle());
                continue;
            };
            let ground = fill(share);
            canvas.rect(at, size, ground, Some(rim));
            let ink = if ground == HATCH { palette.ink } else { palette.ink_on(ground) };
            let look = Type::new(SMALL, ink).bold(look.bold).middle();
            if ground == HATCH {
                canvas.text_on(centre, &cell.words(), look, palette.ground);
            } else {
                canvas.text_at_height(centre, &cell.words(), look);
            }
        }
        y += row;
    }
    Ok(Drawn { sheet: sheet.finish(y), numbers: numbers(scene), caption: caption(scene), alt: alt(scene) })
}

fn numbers(scene: &Scene<'_>) -> Table {
    let mut table = Table::new(&["partnership", "label", "node", "title", "known", "share", "score"]);
    for e in scene.evaluations {
        for (id, _) in scene.nodes() {
            let (node, cell) = (scene.framework.node(id), known(scene, e, id));
            table.push(vec![
                scene.slug(e),
                scene.label(e),
                node.code.clone(),
                node.title.clone(),
                cell.words(),
                number(cell.share()),
                number(e.card.node(id).score),
            ]);
        }
    }
    table
}

fn caption(scene: &Scene<'_>) -> String {
    format!(
        "What is known for {}: of each indicator the years with data, of each composite the share of known weight.",
        scene.subject()
    )
}

fn alt(scene: &Scene<'_>) -> String {
    let one = |e: &Evaluation| {
        let missing: Vec<&str> = scene
            .nodes()
            .into_iter()
            .filter(|(id, _)| matches!(known(scene, e, *id), Known::Missing))
            .map(|(id, _)| scene.framework.node(id).code.as_str())
            .collect();
        let missing =
            if missing.is_empty() { "nothing missing".into() } else { format!("missing {}", missing.join(", ")) };
        format!("{}: coverage of content {}, {missing}", scene.label(e), number::coverage(e.card.content().coverage))
    };
    let all: Vec<String> = scene.evaluations.iter().map(one).collect();
    format!("Matrix of what is known. {}.", all.join("; "))
}
