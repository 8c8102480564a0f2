//! The scree plot: the eigenvalues of the correlation matrix from the largest down, against Kaiser's line at 1.

use super::canvas::{Mark, Stroke, Type, text_box};
use super::sheet::{MARGIN, SMALL, Sheet};
use super::subject::Subject;
use super::table::{Table, number};
use super::{Drawn, Style, Trouble};
use crate::document::number as print;
use crate::statistics::coherence::{Block, Components};

/// Height of the plot where none is asked for, and the least that is drawn.
const HEIGHT: f64 = 62.0;
const LEAST: f64 = 30.0;

pub(super) fn draw(subject: &Subject<'_>, style: Style) -> Result<Drawn, Trouble> {
    let table = &subject.structure.table;
    let block = table.overall.as_ref().or_else(|| table.groups.first());
    let (block, components) = match block.map(|b: &Block| (b, &b.components)) {
        Some((block, Ok(components))) => (block, components),
        Some((_, Err(refusal))) => return Err(Trouble::Nothing(format!("no components: {refusal}"))),
        None => return Err(Trouble::Nothing("there is no indicator".into())),
    };
    let eigenvalues: Vec<f64> = components.components.iter().map(|c| c.eigenvalue).collect();
    let indicators = eigenvalues.len();
    let above = components.above_one;
    let title = match above {
        1 => format!("1 of {indicators} components explains more than one indicator would"),
        n => format!("{n} of {indicators} components explain more than one indicator would"),
    };
    let mut notes = vec!["Per cent: share of all variance that the component explains.".to_owned()];
    if components.units <= indicators {
        let units = components.units;
        notes.push(format!("{units} units cannot fill {indicators} components: the last ones are 0 by construction."));
    }
    let mut sheet = Sheet::titled(style, title, subject.subtitle, &[notes.join(" "), subject.source.to_owned()]);
    let height = sheet.room(HEIGHT + 13.0, LEAST + 13.0) - 13.0;
    let palette = sheet.palette;
    let step = step(eigenvalues.iter().fold(1.0_f64, |a, b| a.max(*b)));
    let highest = step * (eigenvalues.iter().fold(1.0_f64, |a, b| a.max(*b)) / step).ceil();
    let (left, right) = (MARGIN + 8.0, sheet.width - MARGIN - 3.0);
    let (top, bottom) = (sheet.top + 5.0, sheet.top + 5.0 + height.max(1.0));
    let y = |value: f64| bottom - (bottom - top) * value / highest;
    let gap = (right - left) / indicators as f64;
    if gap < 1.6 {
        sheet.cramp();
    }
    let x = |place: usize| left + (place as f64 + 0.5) * gap;
    let small = Type::new(SMALL, palette.muted);
    let canvas = &mut sheet.canvas;
    canvas.text((MARGIN, top - 2.8), "eigenvalue", small);
    let ticks = (0..).map(|i| f64::from(i) * step).take_while(|t| *t <= highest + 1e-9);
    for tick in ticks {
        let colour = if tick == 0.0 { palette.muted } else { palette.grid };
        canvas.line((left, y(tick)), (right, y(tick)), Stroke::new(colour, 0.15));
        canvas.text_at_height((left - 1.2, y(tick)), &print::plain(tick), small.end());
    }
    canvas.line((left, y(1.0)), (right, y(1.0)), Stroke::new(palette.ink, 0.25).dashed("1.6 1"));
    let points: Vec<(f64, f64)> = eigenvalues.iter().enumerate().map(|(i, e)| (x(i), y(*e))).collect();
    canvas.polyline(&points, Stroke::new(palette.form, 0.35));
    let ink = Type::new(SMALL, palette.ink);
    canvas.text((right, y(1.0) - 1.0), "1: as much as one indicator", ink.end());
    for (i, c) in components.components.iter().enumerate() {
        let (px, py) = (x(i), y(c.eigenvalue));
        if c.eigenvalue > 1.0 {
            canvas.mark(Mark::Disc, (px, py), 0.95, palette.form);
        } else {
            canvas.mark(Mark::Disc, (px, py), 0.95, palette.ground);
            canvas.mark(Mark::Ring, (px, py), 0.95, palette.form);
        }
        // The line falls to the right: above it on the right and below it on the left there is room. What would stand on another
        // text stays away, and is in the numbers.
        let share = format!("{} %", print::whole(100.0 * c.explained));
        let above = c.eigenvalue > 1.0;
        let (at, look) = if above { ((px + 1.3, py - 0.9), ink) } else { ((px - 1.0, py + 3.0), ink.end()) };
        let label = text_box(at, &share, look);
        let free = !canvas.texts().iter().any(|t| t.touches(&label)) && (above || at.1 < bottom - 0.8);
        if free && (above || gap > look.width(&share) + 1.0) {
            canvas.text(at, &share, look);
        }
    }
    let every = [1, 2, 5, 10, 20, 50].into_iter().find(|n| f64::from(*n) * gap > 4.2).unwrap_or(100) as usize;
    for i in (0..indicators).filter(|i| *i == 0 || (i + 1) % every == 0) {
        canvas.text((x(i), bottom + 3.4), &(i + 1).to_string(), small.middle());
    }
    canvas.text(((left + right) / 2.0, bottom + 7.2), "component", small.middle());
    let caption = caption(components, block);
    let alt = format!("Scree plot. {}", said(components));
    Ok(Drawn { sheet: sheet.finish(bottom + 8.0), numbers: numbers(components), caption, alt })
}

/// A round distance of ticks for a scale up to this value: not more than five above 0.
fn step(highest: f64) -> f64 {
    [0.5, 1.0, 2.0, 5.0, 10.0, 20.0].into_iter().find(|s| highest / s <= 5.0).unwrap_or(50.0)
}

fn caption(components: &Components, block: &Block) -> String {
    let (p, n) = (components.components.len(), block.complete_units);
    format!(
        "Eigenvalues of the correlation matrix of {p} indicators over {n} units without a gap. Filled points lie above 1 \
         (Kaiser's criterion)."
    )
}

/// The eigenvalues above 1 in words.
fn said(components: &Components) -> String {
    let above = components.components.iter().filter(|c| c.eigenvalue > 1.0);
    let list: Vec<String> = above
        .map(|c| format!("{} ({} %)", print::two_decimals(c.eigenvalue), print::whole(100.0 * c.explained)))
        .collect();
    format!("Eigenvalues above 1: {}, of {} in all.", list.join(", "), components.components.len())
}

fn numbers(components: &Components) -> Table {
    let mut table = Table::new(&["component", "eigenvalue", "explained", "cumulative"]);
    for (i, c) in components.components.iter().enumerate() {
        let figures = [c.eigenvalue, c.explained, c.cumulative].map(|x| number(Some(x)));
        table.push([(i + 1).to_string()].into_iter().chain(figures).collect());
    }
    table
}
