//! The specification curve: the gap under every combination of the discrete choices, from the lowest to the highest,
//! and below it where on the curve each choice is found. Thousands of combinations are drawn in columns of equal
//! numbers.

use super::canvas::{Mark, Point, Stroke, Type};
use super::dashboard::{Column, Line, lines};
use super::plot::{Axis, Frame, Look, Plot};
use super::results::Leverage;
use super::ruler::{self, Ruler};
use super::scene::Scene;
use super::sheet::{MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::tornado::{known, subject};
use super::variants::findings;
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Evaluation;
use crate::analysis::sensitivity::Specification;

/// Columns of the curve; fewer where there are fewer combinations.
const COLUMNS: usize = 50;
/// Natural and least height of the curve's plot.
const PLOT: (f64, f64) = (44.0, 24.0);
/// Natural and least height of a line of the dashboard.
const LINE: (f64, f64) = (3.3, 2.6);
/// Between the plot and the dashboard, and above each factor.
const PAUSE: f64 = 2.4;
/// Times as often as if spread evenly, from which each shade begins; below the first there is none.
const SHADES: [f64; 5] = [1e-12, 0.5, 0.9, 1.1, 2.0];

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let (e, leverage) = subject(scene, "specification")?;
    let scene = &Scene { evaluations: std::slice::from_ref(e), ..*scene };
    known(scene, e, leverage)?;
    let Some(curve) = leverage.curve else {
        return Err(ChartError::Nothing(
            "no factor is a choice among a few, or there are too many combinations".into(),
        ));
    };
    if curve.variants.is_empty() {
        return Err(ChartError::Nothing("no combination gives a gap".into()));
    }
    let words = scene.words;
    let columns = columns(curve.variants.len());
    let lines = lines(scene, leverage, curve, &columns);
    let title = words.say("The gap under every combination of choices: {subject}", &[("subject", &scene.subject())]);
    let how = words.plain("no draws");
    let mut sheet = Sheet::drawn(scene, style, title, &notes(scene, curve, &columns), &how);
    let palette = sheet.palette;
    let shade = |i: usize| Sample::Patch(palette.ramp[i], Some(palette.muted));
    sheet.legend(&[
        (words.plain("seldom"), shade(0)),
        (words.plain("evenly spread"), shade(2)),
        (words.plain("twice as often or more"), shade(4)),
        (words.plain("the framework’s own"), Sample::Mark(Mark::Diamond, 1.3, palette.own)),
    ]);
    let room_for_names = (style.width * 0.38).min(50.0);
    let small = Type::new(SMALL, palette.ink);
    let look = |line: &Line| small.bold(line.is_heading() || line.nominal);
    let text = |line: &Line| font::shortened(&line.name, SMALL, room_for_names - line.indent());
    let widest = lines.iter().map(|l| l.indent() + look(l).width(&text(l))).fold(0.0, f64::max);
    let (left, right) = (MARGIN + widest.max(10.0) + 2.0, style.width - MARGIN - 1.0);
    if right - left < 25.0 {
        sheet.cramp();
    }
    let headings = lines.iter().filter(|l| l.is_heading()).count() as f64;
    let n = lines.len() as f64;
    let around = 1.0 + leading(SMALL) + PAUSE + headings * 0.8 + 4.5;
    let room = sheet.room(around + PLOT.0 + n * LINE.0, around + PLOT.1 + n * LINE.1);
    // What is more or less than natural goes to the plot first.
    let plot = (room - around - n * LINE.0).max(PLOT.1);
    let line = (room - around - plot) / n;
    let top = sheet.top + 1.0 + leading(SMALL);
    let across = |i: f64| left + (right - left) * i / curve.variants.len() as f64;
    let values = || curve.variants.iter().map(|v| v.value);
    let upright = Ruler::holding(0.0, plot, values().chain([0.0]));
    let upright = Ruler { from: top + plot, to: top, ..upright };
    let canvas = &mut sheet.canvas;
    ruler::draw_bands_across(canvas, scene, &palette, upright, (left, right), |gap| {
        values().filter(|x| *x < gap).count() as f64 / curve.variants.len() as f64
    });
    let n = curve.variants.len() as f64;
    let frame = Frame { left, right, top, bottom: top + plot };
    let gaps = upright.axis(6.0, |x| words.signed(x, 0));
    let mut chart = Plot::new(canvas, frame, (left - MARGIN, 0.0), Axis::bare(0.0, n), gaps)?;
    chart.y_axis(Look::new(0.6, small).grid(Stroke::new(palette.grid, 0.12)))?;
    chart.line([(0.0, 0.0), (n, 0.0)], Stroke::new(palette.ink, 0.3))?;
    let ends =
        |c: &Column| [(c.from, c.to.saturating_sub(1)), (c.to, c.from)].map(|(x, i)| (x as f64, value(curve, i)));
    chart.open(&scene.slug(e))?;
    chart.element(columns.iter().flat_map(ends), |canvas, corners| {
        let boxes = corners.chunks_exact(2).filter_map(|pair| {
            let ((left, top), (right, bottom)) = (*pair.first()?, *pair.last()?);
            // Columns of equal gaps are seen too.
            Some(((left, top - 0.2), (right - left, bottom - top + 0.4)))
        });
        canvas.rects(&boxes.collect::<Vec<_>>(), palette.ink);
    })?;
    if let Some(place) = curve.nominal {
        let own = (place as f64 + 0.5, value(curve, place));
        chart.line([(own.0, f64::INFINITY), own], Stroke::new(palette.own, 0.3))?;
        chart.marks([own], (Mark::Diamond, 1.5, palette.own))?;
    }
    chart.close()?;
    drop(chart);
    canvas.text((MARGIN, top - 1.0), &words.plain("GAP, points"), small);
    let mut y = top + plot + PAUSE;
    let first = y;
    for of_factor in lines.chunk_by(|a, b| a.factor == b.factor) {
        canvas.open(of_factor.first().map_or("factor", |l| &l.factor));
        let mut cells: [Vec<(Point, Point)>; 5] = Default::default();
        for l in of_factor {
            if l.is_heading() {
                y += 0.8;
            }
            canvas.text_at_height((MARGIN + l.indent(), y + line / 2.0), &text(l), look(l));
            for (column, times) in columns.iter().zip(&l.times) {
                let x = across(column.from as f64);
                let shade = SHADES.iter().rposition(|least| times >= least);
                if let Some(boxes) = shade.and_then(|s| cells.get_mut(s)) {
                    boxes.push(((x, y + 0.2), (across(column.to as f64) - x, line - 0.4)));
                }
            }
            y += line;
        }
        for (boxes, fill) in cells.iter().zip(palette.ramp) {
            canvas.rects(boxes, fill);
        }
        canvas.close();
    }
    if let Some(place) = curve.nominal {
        let x = across(place as f64 + 0.5);
        canvas.line((x, first), (x, y), Stroke::new(palette.own, 0.3));
        let said = words.say("framework’s own: {gap}", &[("gap", &words.signed(value(curve, place), 1))]);
        let bold = small.bold(true);
        let half = bold.width(&said) / 2.0;
        let least = MARGIN + small.width(&words.plain("GAP, points")) + 2.0 + half;
        canvas.text((x.max(least).min(style.width - MARGIN - half), top - 1.0), &said, bold.middle());
    }
    let axis = words.plain("combinations, from the lowest gap to the highest");
    ruler::name(style.width, canvas, ((left + right) / 2.0, y + 3.6), &axis, small);
    let numbers = table(scene, e, curve, &columns, &lines);
    let (caption, alt) = (caption(scene, leverage, curve, &columns), alt(scene, curve));
    Ok(Drawn { sheet: sheet.finish(y + 4.5), numbers, caption, alt })
}

/// As many columns as there may be, their numbers of combinations equal but for one.
fn columns(variants: usize) -> Vec<Column> {
    let n = COLUMNS.min(variants);
    (0..n).map(|i| Column { from: i * variants / n, to: (i + 1) * variants / n }).collect()
}

fn value(curve: &Specification, place: usize) -> f64 {
    curve.variants.get(place).map_or(0.0, |v| v.value)
}

fn notes(scene: &Scene<'_>, curve: &Specification, columns: &[Column]) -> Vec<String> {
    let words = scene.words;
    let n = curve.variants.len();
    let above = curve.variants.iter().filter(|v| v.value > 0.0).count() as f64 / n.max(1) as f64;
    let places = [("n", &*words.count(n)), ("share", &words.per_cent(above)), ("columns", &columns.len().to_string())];
    let mut notes = vec![words.say(
        "GAP is above 0 in {share} of {n} combinations: a share of declared variants, not a probability.",
        &places,
    )];
    let said = if columns.len() < n {
        "Each of {columns} columns holds the same number of combinations, from its lowest to its highest gap; below, how often each choice is \
         found in the column, against an even spread (none: white). Bold: the framework’s own choice."
    } else {
        "Each column is one combination; below, its choices. Bold: the framework’s own choice."
    };
    notes.push(words.say(said, &places));
    if curve.failed > 0 {
        notes.push(
            words.say("Left out, since they give no gap: {n} combinations.", &[("n", &words.count(curve.failed))]),
        );
    }
    notes
}

fn table(scene: &Scene<'_>, e: &Evaluation, curve: &Specification, columns: &[Column], lines: &[Line]) -> Table {
    let mut table = Table::new(&[
        "partnership",
        "column",
        "combinations",
        "low",
        "median",
        "high",
        "factor",
        "level",
        "nominal",
        "found",
        "times_even",
        "level_word",
    ]);
    for (i, c) in columns.iter().enumerate() {
        let (low, high) = (value(curve, c.from), value(curve, c.to.saturating_sub(1)));
        let middle = (value(curve, (c.from + c.to - 1) / 2) + value(curve, (c.from + c.to) / 2)) / 2.0;
        for line in lines.iter().filter(|l| !l.is_heading()) {
            table.push(vec![
                scene.slug(e),
                (i + 1).to_string(),
                (c.to - c.from).to_string(),
                number(Some(low)),
                number(Some(middle)),
                number(Some(high)),
                line.factor.clone(),
                line.name.clone(),
                line.nominal.to_string(),
                line.found.get(i).copied().unwrap_or(0).to_string(),
                number(line.times.get(i).copied()),
                line.word.clone(),
            ]);
        }
    }
    table
}

fn caption(scene: &Scene<'_>, leverage: &Leverage<'_>, curve: &Specification, columns: &[Column]) -> String {
    let words = scene.words;
    let titles: Vec<String> = curve
        .factors
        .iter()
        .filter_map(|place| leverage.factors.get(*place))
        .map(|factor| super::variants::title(scene, factor))
        .collect();
    let places = [
        ("subject", &*scene.subject()),
        ("n", &words.count(curve.variants.len())),
        ("columns", &columns.len().to_string()),
        ("factors", &titles.join(", ")),
    ];
    let said = words.say(
        "GAP = FORM − CONTENT of {subject} under all {n} combinations of the discrete choices ({factors}), everything else as the \
         framework has it; sorted, and summed up in {columns} columns of equal numbers.",
        &places,
    );
    format!("{said} {} {}", ruler::said(scene), findings(scene))
}

fn alt(scene: &Scene<'_>, curve: &Specification) -> String {
    let words = scene.words;
    let n = curve.variants.len();
    let [low, middle, high] = [0, n / 2, n.saturating_sub(1)].map(|i| words.signed(value(curve, i), 1));
    let own = curve.nominal.map_or_else(|| words.plain("none"), |i| words.signed(value(curve, i), 1));
    let places = [("low", &*low), ("middle", &middle), ("high", &high), ("own", &own), ("n", &words.count(n))];
    let said = words.say(
        "Specification curve of {n} gaps from {low} over {middle} in the middle to {high}; the framework’s own is {own}.",
        &places,
    );
    format!("{said} {}", findings(scene))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_out_all_combinations() {
        let all = columns(1234);
        assert_eq!((all.len(), all[0].from, all[49].to), (50, 0, 1234));
        assert!(all.windows(2).all(|pair| pair[0].to == pair[1].from));
        assert!(all.iter().all(|c| [24, 25].contains(&(c.to - c.from))));
        assert_eq!(columns(3).len(), 3);
        assert!(columns(0).is_empty());
    }
}
