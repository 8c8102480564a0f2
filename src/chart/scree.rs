//! The scree plot: the eigenvalues of the correlation matrix from the largest down, against Kaiser's line at 1.

use super::canvas::{Mark, Stroke, Type, text_box};
use super::plot::{Axis, Frame, Look, Plot};
use super::sheet::{MARGIN, SMALL, Sheet};
use super::subject::Subject;
use super::table::{Table, number};
use super::{ChartError, Drawn, Style};
use crate::document::number as print;
use crate::statistics::coherence::{Block, Components};

/// Height of the plot where none is asked for, and the least that is drawn.
const HEIGHT: f64 = 62.0;
const LEAST: f64 = 30.0;

pub(super) fn draw(subject: &Subject<'_>, style: Style) -> Result<Drawn, ChartError> {
    let table = &subject.structure.table;
    let block = table.overall.as_ref().or_else(|| table.groups.first());
    let (block, components) = match block.map(|b: &Block| (b, &b.components)) {
        Some((block, Ok(components))) => (block, components),
        Some((_, Err(refusal))) => return Err(ChartError::Nothing(format!("no components: {refusal}"))),
        None => return Err(ChartError::Nothing("there is no indicator".into())),
    };
    let eigenvalues: Vec<f64> = components.components.iter().map(|c| c.eigenvalue).collect();
    let indicators = eigenvalues.len();
    let above = components.above_one;
    let words = subject.words;
    let (units, all) = (components.units.to_string(), indicators.to_string());
    let places = [("n", &*above.to_string()), ("all", &all), ("units", &units)];
    let title = match above {
        1 => words.say("1 of {all} components explains more than one indicator would", &places),
        _ => words.say("{n} of {all} components explain more than one indicator would", &places),
    };
    let mut notes = vec![words.plain("Per cent: share of all variance that the component explains.")];
    if components.units <= indicators {
        notes.push(
            words.say("{units} units cannot fill {all} components: the last ones are 0 by construction.", &places),
        );
    }
    notes.extend(subject.few_units(components.units));
    let mut sheet = Sheet::titled(
        style,
        subject.title.map_or(title, str::to_owned),
        subject.subtitle,
        &[notes.join(" "), subject.source.to_owned()],
    );
    let height = sheet.room(HEIGHT + 13.0, LEAST + 13.0) - 13.0;
    let palette = sheet.palette;
    let largest = eigenvalues.iter().fold(1.0_f64, |a, b| a.max(*b));
    let (left, right) = (MARGIN + 8.0, sheet.width - MARGIN - 3.0);
    let (top, bottom) = (sheet.top + 5.0, sheet.top + 5.0 + height.max(1.0));
    let gap = (right - left) / indicators as f64;
    if gap < 1.6 {
        sheet.cramp();
    }
    let (small, ink) = (Type::new(SMALL, palette.muted), Type::new(SMALL, palette.ink));
    sheet.canvas.text((MARGIN, top - 2.8), &words.plain("eigenvalue"), small);
    // Half a component of air on both sides; the lowest number stands at the first.
    let every = [1, 2, 5, 10, 20, 50].into_iter().find(|n| *n as f64 * gap > 4.2).unwrap_or(100);
    let named = (1..=indicators).filter(|i| *i == 1 || i % every == 0);
    let x = Axis { from: 0.5, to: indicators as f64 + 0.5, ticks: named.map(|i| (i as f64, i.to_string())).collect() };
    let y = Axis::round(0.0, 1.05 * largest, 7, |x| words.short(x));
    let frame = Frame { left, right, top, bottom };
    let mut plot = Plot::new(&mut sheet.canvas, frame, (left - MARGIN, 8.0), x, y)?;
    let look = Look::new(0.6, small);
    plot.y_axis(look.grid(Stroke::new(palette.grid, 0.15)))?;
    plot.x_axis(Look::new(0.8, small).name(&words.plain("component"), small))?;
    plot.line([(0.5, 0.0), (indicators as f64 + 0.5, 0.0)], Stroke::new(palette.muted, 0.15))?;
    plot.line([(0.5, 1.0), (indicators as f64 + 0.5, 1.0)], Stroke::new(palette.ink, 0.25).dashed("1.6 1"))?;
    let points: Vec<(f64, f64)> = eigenvalues.iter().enumerate().map(|(i, e)| (i as f64 + 1.0, *e)).collect();
    plot.line(points.iter().copied(), Stroke::new(palette.other, 0.35))?;
    let line = words.plain("1: as much as one indicator");
    plot.element([(indicators as f64 + 0.5, 1.0)], |canvas, at| {
        at.iter().for_each(|(x, y)| canvas.text((*x, y - 1.0), &line, ink.end()));
    })?;
    let (above, below): (Vec<_>, Vec<_>) = points.iter().copied().partition(|(_, e)| *e > 1.0);
    plot.marks(above, (Mark::Disc, 0.95, palette.other))?;
    plot.marks(below.iter().copied(), (Mark::Disc, 0.95, palette.ground))?;
    plot.marks(below, (Mark::Ring, 0.95, palette.other))?;
    plot.element(points, |canvas, at| {
        for ((px, py), c) in at.iter().zip(&components.components) {
            // The line falls to the right: above it on the right and below it on the left there is room. What would
            // stand on another text stays away, and is in the numbers.
            let share = format!("{} %", print::whole(100.0 * c.explained));
            let above = c.eigenvalue > 1.0;
            let (at, look) = if above { ((px + 1.3, py - 0.9), ink) } else { ((px - 1.0, py + 3.0), ink.end()) };
            let label = text_box(at, &share, look);
            let free = !canvas.texts().iter().any(|t| t.touches(&label)) && (above || at.1 < bottom - 0.8);
            if free && (above || gap > look.width(&share) + 1.0) {
                canvas.text(at, &share, look);
            }
        }
    })?;
    drop(plot);
    let caption = caption(subject, components, block);
    let alt = said(subject, components);
    Ok(Drawn { sheet: sheet.finish(bottom + 8.0), numbers: numbers(components), caption, alt })
}

fn caption(subject: &Subject<'_>, components: &Components, block: &Block) -> String {
    let (p, n) = (components.components.len().to_string(), block.complete_units.to_string());
    subject.words.say(
        "Eigenvalues of the correlation matrix of {p} indicators over {n} units without a gap. Filled points lie above 1 (Kaiser’s \
         criterion).",
        &[("p", &p), ("n", &n)],
    )
}

/// The eigenvalues above 1 in words.
fn said(subject: &Subject<'_>, components: &Components) -> String {
    let words = subject.words;
    let above = components.components.iter().filter(|c| c.eigenvalue > 1.0);
    let list: Vec<String> = above
        .map(|c| format!("{} ({} %)", words.two_decimals(c.eigenvalue), print::whole(100.0 * c.explained)))
        .collect();
    let places = [("list", &*list.join("; ")), ("all", &components.components.len().to_string())];
    words.say("Scree plot. Eigenvalues above 1: {list}; components in all: {all}.", &places)
}

fn numbers(components: &Components) -> Table {
    let mut table = Table::new(&["component", "eigenvalue", "explained", "cumulative"]);
    for (i, c) in components.components.iter().enumerate() {
        let figures = [c.eigenvalue, c.explained, c.cumulative].map(|x| number(Some(x)));
        table.push([(i + 1).to_string()].into_iter().chain(figures).collect());
    }
    table
}
