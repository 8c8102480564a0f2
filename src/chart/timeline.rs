//! The timeline: FORM in steps and CONTENT as a line over a series of windows, with the dates on which the status rose.
//!
//! One partnership fills the page; several stand in panels on the same axes. A year is a stretch of the axis: FORM runs
//! to its last day, CONTENT's mark stands in the middle of its window's last year. What is withheld is a gap with its
//! bounds.

use super::canvas::{Canvas, Mark, Stroke, Type};
use super::plot::{Axis, Frame, Look, Plot};
use super::ruler::Ruler;
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::theme::Palette;
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Timeline;
use crate::analysis::timeline::{Moment, Rise};
use crate::scoring::Scored;

/// Heights of a panel's plot.
const ALONE: f64 = 66.0;
const SMALL_PLOT: f64 = 25.0;
const LEAST_PLOT: f64 = 13.0;
/// Below a plot: the years.
const BELOW: f64 = 5.0;
/// Left of a plot: the numbers of the scale.
const LEFT: f64 = 7.0;
/// Between the scale's uppermost number and the lowest status.
const ABOVE: f64 = 1.5;
const GUTTER: f64 = 4.0;
/// A panel with its numbers is no narrower, so long as there is more than one column.
const LEAST_PANEL: f64 = 46.0;
const MOST_COLUMNS: usize = 3;

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
        "CONTENT: windows of {n} years, each at its last year. FORM: as of the last day of each year, stepping on the year’s \
         last change. Dotted: a higher status.",
        &[("n", &length)],
    )];
    if timelines.iter().any(|c| c.compared.is_some()) {
        notes.push(words.plain("FORM counts the platforms known in every window."));
    }
    if open {
        notes.push(words.plain("Thin bars: bounds where something is unknown."));
    }
    let mut sheet = Sheet::new(scene, style, title, &[notes.join(" ")], &super::sources::ALL);
    let palette = sheet.palette;
    let mut entries = vec![
        (words.plain("FORM"), Sample::Line(form_stroke(&palette), None)),
        (words.plain("CONTENT"), Sample::Line(content_stroke(&palette), Some((Mark::Square, 1.1)))),
    ];
    if withheld {
        let dashed = bounds_stroke(palette.muted).dashed("0.8 0.5");
        entries.push((words.plain("withheld, bounds alone"), Sample::Line(dashed, None)));
    }
    sheet.legend(&entries);
    let n = timelines.len();
    let wide = style.width - 2.0 * MARGIN;
    let columns = (((wide + GUTTER) / (LEAST_PANEL + GUTTER)) as usize).clamp(1, MOST_COLUMNS.min(n));
    let panel = (wide - GUTTER * (columns - 1) as f64) / columns as f64;
    let axis = |left: f64| Ruler {
        from: left + LEFT,
        to: left + panel - 0.5,
        low: f64::from(first.to().get()),
        high: f64::from(last.to().get()) + 1.0,
    };
    let alone = n == 1;
    let labels = |c: &Timeline| status_labels(scene, c, axis(0.0), panel, alone);
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
    let room = sheet.room(around + count * natural, around + count * LEAST_PLOT);
    let plot = (room - around) / count;
    if axis(0.0).to - axis(0.0).from < 24.0 {
        sheet.cramp();
    }
    let mut y = sheet.top;
    let bottom = y + room;
    for (i, timeline) in timelines.iter().enumerate() {
        let Some((head, _)) = rows.get(i / columns) else { continue };
        let i = i % columns;
        let left = MARGIN + i as f64 * (panel + GUTTER);
        let span = axis(left);
        let frame = Frame { left: span.from, right: span.to, top: y + head, bottom: y + head + plot };
        let canvas = &mut sheet.canvas;
        if !alone {
            let evaluation = scene.evaluations.iter().find(|e| e.partnership == timeline.partnership);
            let look = Type::new(BODY, palette.ink).bold(evaluation.is_some_and(|e| scene.is_strong(e)));
            let name = evaluation.map_or_else(String::new, |e| scene.label(e));
            canvas.text((left, y + leading(BODY) - 0.8), &name, look);
        }
        let scores = Axis::round(0.0, 100.0, if plot > 30.0 { 6 } else { 3 }, |z| words.whole(z));
        let mut chart = Plot::new(canvas, frame, (LEFT, BELOW), years(span), scores)?;
        axes(&mut chart, &palette, span)?;
        let labels = labels(timeline);
        chart.element([], |canvas, _| {
            labels.iter().for_each(|l| l.draw_line(canvas, &palette, left, frame));
            labels.iter().for_each(|l| l.draw_text(canvas, &palette, left, frame));
        })?;
        steps(&mut chart, &palette, &timeline.moments)?;
        line(&mut chart, &palette, span, &timeline.moments)?;
        drop(chart);
        if i + 1 == columns {
            y += head + plot + BELOW;
        }
    }
    Ok(Drawn { sheet: sheet.finish(bottom), numbers: numbers(scene), caption: caption(scene), alt: alt(scene) })
}

fn form_stroke(palette: &Palette) -> Stroke<'static> {
    Stroke::new(palette.form, 0.55)
}

fn content_stroke(palette: &Palette) -> Stroke<'static> {
    Stroke::new(palette.content, 0.35)
}

fn bounds_stroke(colour: &'static str) -> Stroke<'static> {
    Stroke::new(colour, 0.22)
}

/// Every year has a tick at its first day; its number stands in its middle, where there is room for it.
fn years(span: Ruler) -> Axis {
    let wide = span.at(span.low + 1.0) - span.from;
    let every = [1, 2, 5, 10, 20].into_iter().find(|k| f64::from(*k) * wide >= 9.0).unwrap_or(50);
    let said = |year: u16| {
        let middle = span.at(f64::from(year) + 0.5);
        let fits = middle - 3.3 > span.from - LEFT && middle + 3.3 < span.to + 0.5;
        let named = f64::from(year) < span.high && year.is_multiple_of(every) && fits;
        if named { year.to_string() } else { String::new() }
    };
    let ticks = (span.low as u16..=span.high as u16).map(|year| (f64::from(year), said(year))).collect();
    Axis { from: span.low, to: span.high, ticks }
}

fn axes(chart: &mut Plot<'_>, palette: &Palette, span: Ruler) -> Result<(), ChartError> {
    let look = Type::new(SMALL, palette.muted);
    chart.y_axis(Look::new(0.5, look).grid(Stroke::new(palette.grid, 0.12)))?;
    let half = (span.at(span.low + 0.5)) - span.from;
    chart.x_axis(Look { aside: half, ..Look::new(0.8, look).line(Stroke::new(palette.muted, 0.2)) })
}

/// FORM year by year; it steps on the date of the year's last change.
fn steps(chart: &mut Plot<'_>, palette: &Palette, moments: &[Moment]) -> Result<(), ChartError> {
    let mut path: Vec<(f64, f64)> = Vec::new();
    let mut before: Option<f64> = None;
    for m in moments {
        let year = f64::from(m.window.to().get());
        // At the year's end, of which FORM speaks.
        bounds(chart, year + 0.94, palette.form, &m.form)?;
        match (m.form.score, before) {
            (Some(z), Some(old)) => {
                let step = m.changed.filter(|_| (z - old).abs() > 1e-9).map_or(year, |d| d.on_axis());
                path.extend([(step, old), (step, z), (year + 1.0, z)]);
            }
            (Some(z), None) => path.extend([(year, z), (year + 1.0, z)]),
            (None, _) => chart.line(std::mem::take(&mut path), form_stroke(palette))?,
        }
        before = m.form.score;
    }
    chart.line(path, form_stroke(palette))
}

/// CONTENT window by window, each in the middle of its last year; never joined over one that is withheld.
fn line(chart: &mut Plot<'_>, palette: &Palette, span: Ruler, moments: &[Moment]) -> Result<(), ChartError> {
    let middle = |m: &Moment| f64::from(m.window.to().get()) + 0.5;
    for m in moments {
        bounds(chart, middle(m), palette.content, &m.content)?;
    }
    // Small enough that neighbours stay apart.
    let apart = span.at(span.low + 1.0) - span.from;
    let square = (Mark::Square, (0.45 * apart).clamp(0.6, 1.2), palette.content);
    for group in moments.split(|m| m.content.score.is_none()) {
        let points: Vec<(f64, f64)> = group.iter().filter_map(|m| Some((middle(m), m.content.score?))).collect();
        chart.line(points.iter().copied(), content_stroke(palette))?;
        chart.marks(points, square)?;
    }
    Ok(())
}

/// Where something is unknown: a thin bar; dashed with ends where that is all there is.
fn bounds(chart: &mut Plot<'_>, x: f64, colour: &'static str, s: &Scored) -> Result<(), ChartError> {
    if !s.applies || (s.score.is_some() && s.lower >= s.upper) {
        return Ok(());
    }
    let (ends, stroke) = ([(x, s.lower), (x, s.upper)], bounds_stroke(colour));
    if s.score.is_some() {
        return chart.line(ends, stroke);
    }
    chart.line(ends, stroke.dashed("0.8 0.5"))?;
    chart.element(ends, |canvas, ends| {
        ends.iter().for_each(|(x, y)| canvas.line((x - 0.5, *y), (x + 0.5, *y), stroke));
    })
}

/// The words of one status, where its line stands and how high.
struct StatusLabel {
    text: String,
    /// `None` where the status is older than the axis.
    line: Option<f64>,
    from: f64,
    lane: usize,
}

impl StatusLabel {
    fn y(&self, frame: Frame) -> f64 {
        frame.top - ABOVE - (self.lane as f64 + 0.35) * leading(SMALL)
    }

    fn draw_line(&self, canvas: &mut Canvas, palette: &Palette, left: f64, frame: Frame) {
        if let Some(x) = self.line {
            let dotted = Stroke::new(palette.ink, 0.2).dashed("0.25 0.55");
            canvas.line((left + x, frame.bottom), (left + x, self.y(frame) + 1.0), dotted);
        }
    }

    fn draw_text(&self, canvas: &mut Canvas, palette: &Palette, left: f64, frame: Frame) {
        let look = Type::new(SMALL, if self.line.is_some() { palette.ink } else { palette.muted });
        canvas.text_on((left + self.from, self.y(frame)), &self.text, look, palette.ground);
    }
}

/// From the last status to the first, each in the lowest lane that is free to its right, so that no line crosses a
/// text.
fn status_labels(scene: &Scene<'_>, timeline: &Timeline, axis: Ruler, panel: f64, alone: bool) -> Vec<StatusLabel> {
    let look = Type::new(SMALL, "");
    let (start, end) = (axis.low, axis.high);
    let reached: Vec<&Rise> = timeline.rises.iter().filter(|r| r.date.on_axis() < end).collect();
    // Of those before the axis begins, the one that stood then.
    let older = reached.iter().filter(|r| r.date.on_axis() < start).count().saturating_sub(1);
    let room = panel - 1.0;
    let mut labels: Vec<StatusLabel> = Vec::new();
    let mut free: Vec<f64> = Vec::new();
    for rise in reached.into_iter().skip(older).rev() {
        let line = (rise.date.on_axis() >= start).then(|| axis.at(rise.date.on_axis()));
        let date = if alone { rise.date.to_string() } else { rise.date.year().to_string() };
        let since = if line.is_some() { "" } else { "← " };
        let text = |name: &str| format!("{since}{date} {name}");
        let whole = text(&scene.words.status(&rise.label));
        let text = if look.width(&whole) <= room { whole } else { text(&scene.words.rung(&rise.rung)) };
        let text = font::shortened(&text, SMALL, room);
        let wide = look.width(&text);
        let from = line.map_or(0.4, |x| (x + 0.7).min(panel - 0.4 - wide).max(0.4));
        let reaches = from + wide + 1.2;
        let lane = free.iter().position(|left| reaches < *left).unwrap_or(free.len());
        // A line to this lane passes the lanes below it.
        let stands = line.unwrap_or(from).min(from);
        free.resize(free.len().max(lane + 1), f64::INFINITY);
        free.iter_mut().take(lane + 1).for_each(|left| *left = left.min(stands));
        labels.push(StatusLabel { text, line, from, lane });
    }
    labels
}

fn numbers(scene: &Scene<'_>) -> Table {
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
    ]);
    for (timeline, label) in labelled(scene) {
        for m in &timeline.moments {
            let scored =
                |s: &Scored| [number(s.score), number(Some(s.lower)), number(Some(s.upper)), number(Some(s.coverage))];
            let rises = timeline.rises.iter().filter(|r| r.date.year() == m.window.to());
            let rises: Vec<String> = rises.map(|r| format!("{} {}", r.date, scene.words.status(&r.label))).collect();
            let mut row =
                vec![timeline.partnership.slug(&scene.measurer.package().parties), label.clone(), m.window.to_string()];
            row.extend(scored(&m.form).into_iter().chain(scored(&m.content)));
            row.push(rises.join("; "));
            row.push(timeline.compared.as_ref().map_or_else(String::new, |names| names.join("; ")));
            table.push(row);
        }
    }
    table
}

fn labelled<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = (&'a Timeline, String)> {
    let label =
        |c: &Timeline| scene.evaluations.iter().find(|e| e.partnership == c.partnership).map(|e| scene.label(e));
    scene.timelines.iter().map(move |c| (c, label(c).unwrap_or_default()))
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
