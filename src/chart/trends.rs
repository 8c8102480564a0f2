//! Trends: the parameters of CONTENT over a series of windows, a panel for each partnership.
//!
//! A line stops where its parameter is withheld, and those windows are hatched.

use super::calendar::{self, Layout};
use super::canvas::{Mark, Stroke};
use super::plot::Axis;
use super::scene::Scene;
use super::sheet::{Sample, Sheet};
use super::table::{Table, number};
use super::theme::Palette;
use super::{ChartError, Drawn, Style, sources};
use crate::analysis::Timeline;
use crate::analysis::timeline::Moment;
use crate::model::framework::NodeId;
use crate::model::window::{Window, Year};

/// So many lines can be told apart without colour.
const MOST_LINES: usize = 4;

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scene.words;
    let timelines = scene.timelines;
    let none = || ChartError::Nothing("`trends` needs a series of windows, and there is none".into());
    let windows: Vec<Window> =
        timelines.first().map(|t| t.moments.iter().map(|m| m.window).collect()).unwrap_or_default();
    let last = windows.last().ok_or_else(none)?;
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
    let layout = Layout::new(&mut sheet, timelines.len(), &windows).ok_or_else(none)?;
    for (i, timeline) in timelines.iter().enumerate() {
        let slug = timeline.partnership.slug(&scene.measurer.package().parties);
        let (span, height) = layout.begin(&mut sheet, scene, i, timeline.partnership);
        let scores = Axis::round(0.0, 100.0, layout.ticks(6, 3), |z| words.whole(z));
        let mut plot = calendar::plot(&mut sheet.canvas, &palette, span, height, scores)?;
        let whole = |m: &&Moment| m.parameters.iter().all(|s| s.score.is_some());
        let known: Vec<Year> = timeline.moments.iter().filter(whole).map(|m| m.window.to()).collect();
        calendar::hatch(&mut plot, &layout.unknown(&known), (0.0, 100.0))?;
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
    Ok(Drawn {
        sheet: sheet.finish(layout.bottom),
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
