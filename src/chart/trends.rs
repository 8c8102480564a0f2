//! Trends: the parameters of CONTENT over a series of windows, a panel for each partnership.
//!
//! A line stops where its parameter is withheld, and those windows are hatched.

use super::calendar::{self, BELOW, Panels};
use super::canvas::{Mark, Stroke, Type};
use super::plot::Axis;
use super::scene::Scene;
use super::sheet::{BODY, Sample, Sheet, leading};
use super::table::{Table, number};
use super::theme::Palette;
use super::{ChartError, Drawn, Style, font, sources};
use crate::analysis::Timeline;
use crate::analysis::timeline::Moment;
use crate::model::framework::NodeId;
use crate::model::window::{Window, Year};

const ALONE: f64 = 60.0;
const PLOT: f64 = 25.0;
const LEAST_PLOT: f64 = 13.0;
const LEAST_PANEL: f64 = 46.0;
const ABOVE: f64 = 1.5;
/// So many lines can be told apart without colour.
const MOST_LINES: usize = 4;

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scene.words;
    let timelines = scene.timelines;
    let none = || ChartError::Nothing("`trends` needs a series of windows, and there is none".into());
    let windows: Vec<Window> =
        timelines.first().map(|t| t.moments.iter().map(|m| m.window).collect()).unwrap_or_default();
    let (first, last) = windows.first().zip(windows.last()).ok_or_else(none)?;
    let parameters = scene.framework.parameters();
    if parameters.is_empty() || parameters.len() > MOST_LINES {
        let why =
            format!("`trends` draws up to {MOST_LINES} parameters of CONTENT; this framework has {}", parameters.len());
        return Err(ChartError::Nothing(why));
    }
    let title = words.say("The parameters of content through time: {subject}", &[("subject", &scene.subject())]);
    let mut note = words.say("Windows of {n} years, each at its last year.", &[("n", &last.years().to_string())]);
    let withheld = timelines.iter().flat_map(|t| &t.moments).any(|m| m.parameters.iter().any(|s| s.score.is_none()));
    if withheld {
        note = format!("{note} {}", words.plain("Hatched: some parameter is withheld, and its line stops."));
    }
    let mut sheet = Sheet::new(scene, style, title, &[note], &sources::ALL);
    let palette = sheet.palette;
    let entries: Vec<(String, Sample)> = parameters
        .iter()
        .enumerate()
        .map(|(i, id)| {
            let (stroke, mark) = look(i, &palette);
            (scene.node_title(*id), Sample::Line(stroke, Some(mark)))
        })
        .collect();
    sheet.legend(&entries);
    let alone = timelines.len() == 1;
    let grid = Panels::new(style.width, LEAST_PANEL, 3.min(timelines.len()));
    let rows = grid.rows(timelines.len()) as f64;
    let head = ABOVE + if alone { 0.0 } else { leading(BODY) + 0.2 };
    let natural = if alone { ALONE } else { PLOT };
    let room = sheet.room(rows * (head + natural + BELOW), rows * (head + LEAST_PLOT + BELOW));
    let tall = room / rows - head - BELOW;
    let ends = (first.to(), last.to());
    let width = grid.span(0.0, ends);
    if width.to - width.from < 24.0 {
        sheet.cramp();
    }
    let start = sheet.top;
    for (i, timeline) in timelines.iter().enumerate() {
        let (left, row) = grid.place(i);
        let y = start + row as f64 * (head + tall + BELOW);
        let (name, strong) = scene.named(timeline.partnership);
        if !alone {
            let look = Type::new(BODY, palette.ink).bold(strong);
            let name = font::shortened(&name, BODY, grid.width);
            sheet.canvas.text((left, y + leading(BODY) - 0.8), &name, look);
        }
        let span = grid.span(left, ends);
        let slug = timeline.partnership.slug(&scene.measurer.package().parties);
        sheet.canvas.open(&slug);
        let scores = Axis::round(0.0, 100.0, if tall > 30.0 { 6 } else { 3 }, |z| words.whole(z));
        let mut plot = calendar::plot(&mut sheet.canvas, &palette, span, (y + head, y + head + tall), scores)?;
        let whole = |m: &&Moment| m.parameters.iter().all(|s| s.score.is_some());
        let known: Vec<Year> = timeline.moments.iter().filter(whole).map(|m| m.window.to()).collect();
        let series = Window::new(ends.0, ends.1).ok();
        let hatched = series.map(|series| calendar::unknown(series, &known)).unwrap_or_default();
        calendar::hatch(&mut plot, &hatched, (0.0, 100.0))?;
        let year = span.at(span.low + 1.0) - span.from;
        for (line, id) in parameters.iter().enumerate() {
            plot.open(&format!("{slug}.{}", scene.framework.node(*id).code))?;
            let (stroke, (mark, radius)) = look(line, &palette);
            let own = |m: &Moment| Some((m.window.to(), m.parameters.get(line)?.score?));
            let values: Vec<(Year, f64)> = timeline.moments.iter().filter_map(own).collect();
            let at = |(y, z): &(Year, f64)| (calendar::middle(*y), *z);
            for run in calendar::runs(&values) {
                plot.line(run.iter().map(at), stroke)?;
            }
            plot.marks(values.iter().map(at), (mark, radius.min(0.42 * year).max(0.45), stroke.colour))?;
            plot.close()?;
        }
        plot.close()?;
    }
    let bottom = start + room;
    Ok(Drawn {
        sheet: sheet.finish(bottom),
        numbers: numbers(scene, parameters),
        caption: words.say(
            "Scores of the parameters of CONTENT of {subject} from window to window, from 0 to 100.",
            &[("subject", &scene.subject())],
        ),
        alt: alt(scene, parameters),
    })
}

/// Lines that differ by dash and mark; no colour, since colours mean something else.
fn look(line: usize, palette: &Palette) -> (Stroke<'static>, (Mark, f64)) {
    match line {
        0 => (Stroke::new(palette.ink, 0.4), (Mark::Disc, 0.85)),
        1 => (Stroke::new(palette.muted, 0.35).dashed("1.6 0.7"), (Mark::Square, 0.85)),
        2 => (Stroke::new(palette.ink, 0.3).dashed("0.5 0.6"), (Mark::Ring, 0.95)),
        _ => (Stroke::new(palette.muted, 0.25), (Mark::Triangle, 0.85)),
    }
}

fn numbers(scene: &Scene<'_>, parameters: &[NodeId]) -> Table {
    let mut table =
        Table::new(&["partnership", "label", "window", "code", "title", "score", "lower", "upper", "coverage"]);
    for timeline in scene.timelines {
        let slug = timeline.partnership.slug(&scene.measurer.package().parties);
        for moment in &timeline.moments {
            for (id, s) in parameters.iter().zip(&moment.parameters) {
                let code = scene.framework.node(*id).code.clone();
                let start = [slug.clone(), scene.named(timeline.partnership).0, moment.window.to_string(), code];
                let end = [s.score, Some(s.lower), Some(s.upper), Some(s.coverage)].map(number);
                table.push(start.into_iter().chain([scene.node_title(*id)]).chain(end).collect());
            }
        }
    }
    table
}

fn alt(scene: &Scene<'_>, parameters: &[NodeId]) -> String {
    let words = scene.words;
    let one = |timeline: &Timeline| {
        let line = |(i, id): (usize, &NodeId)| {
            let own = |m: &Moment| Some((m.window.to_string(), m.parameters.get(i)?.score?));
            let known: Vec<(String, f64)> = timeline.moments.iter().filter_map(own).collect();
            let said = |(w, z): &(String, f64)| format!("{} ({w})", words.score(*z));
            let course = match (known.first(), known.last()) {
                (Some(x), Some(y)) => words.say("{x} to {y}", &[("x", &said(x)), ("y", &said(y))]),
                _ => words.plain("withheld"),
            };
            format!("{} {course}", scene.node_title(*id))
        };
        let lines: Vec<String> = parameters.iter().enumerate().map(line).collect();
        format!("{}: {}.", scene.named(timeline.partnership).0, lines.join("; "))
    };
    let all: Vec<String> = scene.timelines.iter().map(one).collect();
    words.say("Lines of the parameters of content through time, from 0 to 100. {all}", &[("all", &all.join(" "))])
}
