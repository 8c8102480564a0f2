//! The timeline: FORM in steps and CONTENT as a line over a series of windows, with the dates on which the status rose.
//!
//! One partnership fills the page; several stand in panels on the same axes. A year is a stretch of the axis: FORM runs
//! to its last day, CONTENT's mark stands in the middle of its window's last year. Bounds are ribbons; what is withheld
//! is a hatched block from its worst to its best case. Each step of FORM is explained by what came or went.

use super::calendar::{BELOW, axes, years};
use super::canvas::{HATCH, Mark, Point, Stroke, Type};
use super::form_steps::{because, causes, explained, numbers_of_steps};
use super::plot::{Axis, Frame, Plot};
use super::ruler::Ruler;
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, PAGE, SMALL, Sample, Sheet, leading};
use super::status_labels::{ABOVE, status_labels};
use super::table::{Table, number};
use super::theme::Palette;
use super::{ChartError, Drawn, Style};
use crate::analysis::Timeline;
use crate::analysis::form_steps::{FormStep, form_steps};
use crate::analysis::timeline::Moment;
use crate::model::PartialDate;
use crate::scoring::Scored;

/// Heights of a panel's plot.
const ALONE: f64 = 66.0;
const SMALL_PLOT: f64 = 25.0;
const LEAST_PLOT: f64 = 12.5;
/// Left of a plot: the numbers of the scale.
const LEFT: f64 = 7.0;
const GUTTER: f64 = 4.0;
/// A panel with its numbers is no narrower, so long as there is more than one column.
const LEAST_PANEL: f64 = 38.0;
const MOST_COLUMNS: usize = 3;
/// Panels that a page holds in so many columns.
const MANY: usize = 15;

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scene.words;
    let timelines = scene.timelines;
    let span = timelines.first().and_then(|c| Some((c.moments.first()?.window, c.moments.last()?.window)));
    let Some((first, last)) = span else {
        return Err(ChartError::Nothing("`timeline` needs a series of windows, and there is none".into()));
    };
    let title = words.say("Form and content through time: {subject}", &[("subject", &scene.subject())]);
    let any =
        |is: fn(&Scored) -> bool| timelines.iter().flat_map(|c| &c.moments).any(|m| is(&m.form) || is(&m.content));
    let (open, withheld) = (any(|s| s.score.is_some() && s.lower < s.upper), any(|s| s.score.is_none()));
    let length = last.years().to_string();
    let mut notes = vec![words.say(
        "Scores from 0 to 100. CONTENT: windows of {n} years, each at its last year. FORM: as of the last day of each year, stepping on the year’s \
         last change. Dotted: a higher status.",
        &[("n", &length)],
    )];
    if timelines.iter().any(|c| c.compared.is_some()) {
        notes.push(words.plain("FORM counts the platforms known in every window."));
    }
    if open {
        notes.push(words.plain("Bands: bounds where something is unknown."));
    }
    let n = timelines.len();
    let alone = n == 1;
    let steps: Vec<Vec<FormStep>> =
        timelines.iter().map(|c| form_steps(scene.framework, scene.measurer.package(), c)).collect();
    let mut foot = vec![notes.join(" ")];
    if alone {
        foot.extend(steps.first().filter(|s| !s.is_empty()).map(|s| explained(scene, s)));
    }
    let mut sheet = Sheet::new(scene, style, title, &foot, &super::sources::ALL);
    let palette = sheet.palette;
    let mut entries = vec![
        (words.plain("FORM"), Sample::Line(form_stroke(&palette), None)),
        (words.plain("CONTENT"), Sample::Line(content_stroke(&palette), Some((Mark::Square, 1.1)))),
    ];
    if withheld {
        entries.push((words.plain("withheld, bounds alone"), Sample::Patch(HATCH, Some(palette.muted))));
    }
    sheet.legend(&entries);
    let wide = style.width - 2.0 * MARGIN;
    // Of more than a page holds in three columns, four.
    let most = if n > MANY { MOST_COLUMNS + 1 } else { MOST_COLUMNS };
    let columns = (((wide + GUTTER) / (LEAST_PANEL + GUTTER)) as usize).clamp(1, most.min(n));
    let panel = (wide - GUTTER * (columns - 1) as f64) / columns as f64;
    let axis = |left: f64| Ruler {
        from: left + LEFT,
        to: left + panel - 0.5,
        low: f64::from(first.to().get()),
        high: f64::from(last.to().get()) + 1.0,
    };
    // Where a page is full, a status older than the axis has no line.
    let narrow = columns < MOST_COLUMNS && n > 2 * MOST_COLUMNS;
    let labels = |c: &Timeline| {
        let mut all = status_labels(scene, c, axis(0.0), panel, alone);
        all.retain(|l| !narrow || l.line.is_some());
        all
    };
    let lanes = |c: &Timeline| labels(c).iter().map(|l| l.lane + 1).max().unwrap_or(0);
    // As high as the fullest of the row's panels needs, so that plots of one row stand on one line.
    let head = |row: &[Timeline]| {
        let lanes = row.iter().map(lanes).max().unwrap_or(0);
        ABOVE + lanes as f64 * leading(SMALL) + if alone { 0.4 } else { leading(BODY) + 0.2 }
    };
    let rows: Vec<(f64, &[Timeline])> = timelines.chunks(columns).map(|row| (head(row), row)).collect();
    let around: f64 = rows.iter().map(|(head, _)| head + BELOW).sum();
    let natural = if alone { ALONE } else { SMALL_PLOT };
    let count = rows.len() as f64;
    let (natural, least) = (around + count * natural, around + count * LEAST_PLOT);
    // What does not fit on a page at its least height needs more columns, and so more width.
    let natural = natural.min(sheet.left_of(PAGE).max(least));
    if natural > sheet.left_of(PAGE) {
        sheet.cramp();
    }
    let room = sheet.room(natural, least);
    let plot = (room - around) / count;
    if axis(0.0).to - axis(0.0).from < 24.0 {
        sheet.cramp();
    }
    let mut y = sheet.top;
    let bottom = y + room;
    for (i, timeline) in timelines.iter().enumerate() {
        let Some((head, _)) = rows.get(i / columns) else { continue };
        let (place, i) = (i, i % columns);
        let left = MARGIN + i as f64 * (panel + GUTTER);
        let span = axis(left);
        let frame = Frame { left: span.from, right: span.to, top: y + head, bottom: y + head + plot };
        let canvas = &mut sheet.canvas;
        canvas.open(&timeline.partnership.slug(&scene.measurer.package().parties));
        if !alone {
            let (name, strong) = scene.named(timeline.partnership);
            canvas.text((left, y + leading(BODY) - 0.8), &name, Type::new(BODY, palette.ink).bold(strong));
        }
        let scores = Axis::round(0.0, 100.0, if plot > 30.0 { 6 } else { 3 }, |z| words.whole(z));
        let mut chart = Plot::new(canvas, frame, (LEFT, BELOW), years(span), scores)?;
        axes(&mut chart, &palette, span)?;
        let labels = labels(timeline);
        chart.element([], |canvas, _| {
            labels.iter().for_each(|l| l.draw_line(canvas, &palette, left, frame));
            labels.iter().for_each(|l| l.draw_text(canvas, &palette, left, frame));
        })?;
        let spans = form_spans(&timeline.moments);
        blocks(&mut chart, &palette, &timeline.moments)?;
        ribbons(&mut chart, &palette, &spans, &timeline.moments)?;
        let mut lines = form_line(&mut chart, &palette, &spans)?;
        lines.extend(content_line(&mut chart, &palette, span, &timeline.moments)?);
        lines.extend(labels.iter().filter_map(|l| l.line).map(|x| ((left + x, frame.top), (left + x, frame.bottom))));
        if let Some(steps) = steps.get(place).filter(|_| alone) {
            numbers_of_steps(&mut chart, &palette, frame, steps, &lines)?;
        }
        chart.close()?;
        drop(chart);
        if i + 1 == columns {
            y += head + plot + BELOW;
        }
    }
    Ok(Drawn { sheet: sheet.finish(bottom), numbers: numbers(scene, &steps), caption: caption(scene), alt: alt(scene) })
}

fn form_stroke(palette: &Palette) -> Stroke<'static> {
    Stroke::new(palette.form, 0.55)
}

fn content_stroke(palette: &Palette) -> Stroke<'static> {
    Stroke::new(palette.content, 0.35)
}

fn rim(colour: &'static str) -> Stroke<'static> {
    Stroke::new(colour, 0.15)
}

/// FORM of one year, from its last change to that of the next year.
struct Span<'a> {
    from: f64,
    to: f64,
    form: &'a Scored,
}

/// FORM year by year; it steps on the date of the year's last change.
fn form_spans(moments: &[Moment]) -> Vec<Span<'_>> {
    let start = |(i, m): (usize, &Moment)| {
        let year = f64::from(m.window.to().get());
        let before = i.checked_sub(1).and_then(|i| moments.get(i)).and_then(|m| m.form.score);
        let moved = before.zip(m.form.score).is_some_and(|(old, z)| (z - old).abs() > 1e-9);
        m.changed.filter(|_| moved).map_or(year, PartialDate::on_axis)
    };
    let starts: Vec<f64> = moments.iter().enumerate().map(start).collect();
    let last = moments.last().map_or(0.0, |m| f64::from(m.window.to().get()) + 1.0);
    let ends = starts.iter().copied().skip(1).chain([last]);
    moments
        .iter()
        .zip(starts.iter().copied().zip(ends))
        .map(|(m, (from, to))| Span { from, to, form: &m.form })
        .collect()
}

/// What is withheld, from its worst to its best case: a hatched block over the years in which it is the same; rims
/// above all blocks, so that none hides another.
fn blocks(chart: &mut Plot<'_>, palette: &Palette, moments: &[Moment]) -> Result<(), ChartError> {
    let year = |m: &Moment| f64::from(m.window.to().get());
    let mut blocks: Vec<([(f64, f64); 2], &'static str)> = Vec::new();
    for (of, colour) in [(form_of as fn(&Moment) -> &Scored, palette.form), (content_of, palette.content)] {
        let same = |x: &Moment, y: &Moment| {
            let (x, y) = (of(x), of(y));
            (x.score.is_none(), x.lower, x.upper) == (y.score.is_none(), y.lower, y.upper)
        };
        for group in moments.chunk_by(same) {
            let Some((first, last)) = group.first().zip(group.last()) else { continue };
            let s = of(first);
            if s.score.is_none() && s.applies {
                blocks.push(([(year(first) + 0.06, s.upper), (year(last) + 0.94, s.lower)], colour));
            }
        }
    }
    for rim in [None, Some(0.25)] {
        for (corners, colour) in &blocks {
            chart.element(*corners, |canvas, corners| {
                if let [(left, top), (right, bottom)] = corners {
                    let size = (right - left, (bottom - top).max(0.3));
                    let fill = if rim.is_some() { "none" } else { HATCH };
                    canvas.rect((*left, *top), size, fill, rim.map(|width| Stroke::new(colour, width)));
                }
            })?;
        }
    }
    Ok(())
}

fn form_of(m: &Moment) -> &Scored {
    &m.form
}

fn content_of(m: &Moment) -> &Scored {
    &m.content
}

/// Where something is unknown: the stretch between the bounds, FORM in steps and CONTENT from window to window; a
/// single window has a bar.
fn ribbons(chart: &mut Plot<'_>, palette: &Palette, spans: &[Span<'_>], moments: &[Moment]) -> Result<(), ChartError> {
    let steps = |group: &[Span<'_>]| -> Vec<(f64, f64, f64)> {
        group.iter().flat_map(|s| [(s.from, s.form.lower, s.form.upper), (s.to, s.form.lower, s.form.upper)]).collect()
    };
    let form: Vec<_> = spans.split(|s| s.form.score.is_none()).map(steps).collect();
    let windows = |group: &[Moment]| -> Vec<(f64, f64, f64)> {
        group.iter().map(|m| (middle(m), m.content.lower, m.content.upper)).collect()
    };
    let content: Vec<_> = moments.split(|m| m.content.score.is_none()).map(windows).collect();
    let all = [(form, palette.form_pale, palette.form), (content, palette.content_pale, palette.content)];
    for (groups, fill, colour) in &all {
        for group in groups.iter().filter(|g| g.iter().any(|(_, low, high)| low < high)) {
            let upper = group.iter().map(|(x, _, high)| (*x, *high));
            let lower = group.iter().rev().map(|(x, low, _)| (*x, *low));
            match group.as_slice() {
                [(x, low, high)] => chart.line([(*x, *low), (*x, *high)], Stroke::new(colour, 0.6))?,
                _ => chart.polygon(upper.chain(lower).collect(), fill)?,
            }
        }
    }
    for (groups, _, colour) in all {
        for group in groups.iter().filter(|g| g.len() > 1 && g.iter().any(|(_, low, high)| low < high)) {
            chart.line(group.iter().map(|(x, low, _)| (*x, *low)), rim(colour))?;
            chart.line(group.iter().map(|(x, _, high)| (*x, *high)), rim(colour))?;
        }
    }
    Ok(())
}

/// Gives the lines that were drawn.
fn form_line(chart: &mut Plot<'_>, palette: &Palette, spans: &[Span<'_>]) -> Result<Vec<(Point, Point)>, ChartError> {
    let mut lines = Vec::new();
    for group in spans.split(|s| s.form.score.is_none()) {
        let path: Vec<(f64, f64)> =
            group.iter().filter_map(|s| Some((s, s.form.score?))).flat_map(|(s, z)| [(s.from, z), (s.to, z)]).collect();
        lines.extend(segments(chart, &path));
        chart.line(path, form_stroke(palette))?;
    }
    Ok(lines)
}

/// In the middle of the window's last year.
fn middle(m: &Moment) -> f64 {
    f64::from(m.window.to().get()) + 0.5
}

/// CONTENT window by window, each in the middle of its last year; never joined over one that is withheld. Gives the
/// lines that were drawn.
fn content_line(
    chart: &mut Plot<'_>,
    palette: &Palette,
    span: Ruler,
    moments: &[Moment],
) -> Result<Vec<(Point, Point)>, ChartError> {
    // Small enough that neighbours stay apart.
    let apart = span.at(span.low + 1.0) - span.from;
    let square = (Mark::Square, (0.45 * apart).clamp(0.6, 1.2), palette.content);
    let mut lines = Vec::new();
    for group in moments.split(|m| m.content.score.is_none()) {
        let points: Vec<(f64, f64)> = group.iter().filter_map(|m| Some((middle(m), m.content.score?))).collect();
        lines.extend(segments(chart, &points));
        chart.line(points.iter().copied(), content_stroke(palette))?;
        chart.marks(points, square)?;
    }
    Ok(lines)
}

/// The pieces of a line through these points, on the page.
fn segments(chart: &Plot<'_>, points: &[(f64, f64)]) -> Vec<(Point, Point)> {
    let places: Vec<Point> = points.iter().map(|(x, y)| chart.at(*x, *y)).collect();
    places.iter().copied().zip(places.iter().copied().skip(1)).collect()
}

fn numbers(scene: &Scene<'_>, steps: &[Vec<FormStep>]) -> Table {
    let mut table = Table::new(&[
        "partnership",
        "label",
        "window",
        "form",
        "form_lower",
        "form_upper",
        "form_coverage",
        "content",
        "content_lower",
        "content_upper",
        "content_coverage",
        "status_of_last_year",
        "form_counts",
        "form_step",
        "form_step_at",
        "form_step_because",
        "status_labels",
        "form_step_causes",
    ]);
    for ((timeline, label), steps) in labelled(scene).zip(steps) {
        for m in &timeline.moments {
            let scored =
                |s: &Scored| [number(s.score), number(Some(s.lower)), number(Some(s.upper)), number(Some(s.coverage))];
            let rises = timeline.rises.iter().filter(|r| r.date.year() == m.window.to());
            let labels: Vec<String> = rises.clone().map(|r| format!("{} {}", r.date, r.label)).collect();
            let rises: Vec<String> = rises.map(|r| format!("{} {}", r.date, scene.words.status(&r.label))).collect();
            let mut row =
                vec![timeline.partnership.slug(&scene.measurer.package().parties), label.clone(), m.window.to_string()];
            row.extend(scored(&m.form).into_iter().chain(scored(&m.content)));
            row.push(rises.join("; "));
            row.push(timeline.compared.as_ref().map_or_else(String::new, |names| names.join("; ")));
            let step = steps.iter().find(|s| s.year == m.window.to());
            row.push(number(step.map(|s| s.after - s.before)));
            row.push(number(step.map(|s| s.at)));
            row.push(step.map_or_else(String::new, |s| because(scene, s)));
            row.push(labels.join("; "));
            row.push(step.map_or_else(String::new, causes));
            table.push(row);
        }
    }
    table
}

fn labelled<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = (&'a Timeline, String)> {
    scene.timelines.iter().map(move |c| (c, scene.named(c.partnership).0))
}

fn caption(scene: &Scene<'_>) -> String {
    scene.words.say(
        "FORM (steps) and CONTENT (squares) of {subject} from window to window, scores from 0 to 100; dotted lines: dates on \
         which the status rose. Scores of a year rest on what is known of it today.",
        &[("subject", &scene.subject())],
    )
}

fn alt(scene: &Scene<'_>) -> String {
    let one = |(timeline, label): (&Timeline, String)| {
        let ends = |f: fn(&Moment) -> &Scored| {
            let known: Vec<(&Moment, f64)> = timeline.moments.iter().filter_map(|m| Some((m, f(m).score?))).collect();
            let score_in = |(m, z): &(&Moment, f64)| format!("{} ({})", scene.words.score(*z), m.window);
            match (known.first(), known.last()) {
                (Some(x), Some(y)) => scene.words.say("{x} to {y}", &[("x", &score_in(x)), ("y", &score_in(y))]),
                _ => scene.words.plain("withheld"),
            }
        };
        let places = [("label", &*label), ("form", &ends(|m| &m.form)), ("content", &ends(|m| &m.content))];
        scene.words.say("{label}: form {form}, content {content}", &places)
    };
    let all: Vec<String> = labelled(scene).map(one).collect();
    scene.words.say("Lines of form and content through time, from 0 to 100. {all}.", &[("all", &all.join("; "))])
}
