//! The gap through time: a line over a series of windows within the ribbon of its interval, a panel for each partnership.

use super::calendar::{self, BELOW, Panels};
use super::canvas::{Mark, Stroke, Type};
use super::plot::{Axis, Plot};
use super::ruler::Ruler;
use super::scene::Scene;
use super::sheet::{BODY, Sample, Sheet, leading};
use super::table::{Table, number};
use super::theme::Palette;
use super::{ChartError, Drawn, Style, font};
use crate::analysis::gap_timeline::{GapMoment, GapTimeline};
use crate::model::window::{Window, Year};

const ALONE: f64 = 60.0;
const PLOT: f64 = 25.0;
const LEAST_PLOT: f64 = 13.0;
const LEAST_PANEL: f64 = 46.0;
const ABOVE: f64 = 1.5;

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scene.words;
    let gaps = scene.further.gaps;
    let none = || ChartError::Nothing("`gap-timeline` needs a series of windows, and there is none".into());
    let windows: Vec<Window> = gaps.first().map(|g| g.moments.iter().map(|m| m.window).collect()).unwrap_or_default();
    let (first, last) = windows.first().zip(windows.last()).ok_or_else(none)?;
    if gaps.iter().flat_map(|g| &g.moments).all(|m| m.gap.is_none()) {
        return Err(ChartError::Nothing("the gap is withheld in every window".into()));
    }
    let title = words.say("The gap through time: {subject}", &[("subject", &scene.subject())]);
    let n = last.years().to_string();
    let mut note = words.say(
        "GAP = FORM − CONTENT in windows of {n} years, each at its last year. Ribbon: 90 % of the declared \
         variants on absolute scales, a range of variants and not a probability.",
        &[("n", &n)],
    );
    if gaps.iter().flat_map(|g| &g.moments).any(|m| m.gap.is_none()) {
        note = format!("{note} {}", words.plain("Hatched: FORM or CONTENT is withheld."));
    }
    if scene.timelines.iter().any(|t| t.compared.is_some()) {
        note = format!("{note} {}", words.plain("FORM counts the platforms known in every window."));
    }
    let (draws, seed) = scene.further.gap_draws.unwrap_or_default();
    let places = [("draws", &*words.count(draws)), ("seed", &seed.to_string())];
    let how = words.say("{draws} draws, seed {seed}", &places);
    let mut sheet = Sheet::drawn(scene, style, title, &[note], &how);
    let palette = sheet.palette;
    let strong_first = gaps.iter().any(|g| scene.strong == Some(g.partnership));
    let (line, ribbon) = colours(&palette, strong_first);
    sheet.legend(&[
        (words.plain("GAP"), Sample::Line(Stroke::new(line, 0.4), Some((Mark::Disc, 0.85)))),
        (words.plain("90 % of the declared variants"), Sample::Patch(ribbon, Some(line))),
    ]);
    let alone = gaps.len() == 1;
    let grid = Panels::new(style.width, LEAST_PANEL, 3.min(gaps.len()));
    let rows = grid.rows(gaps.len()) as f64;
    let head = ABOVE + if alone { 0.0 } else { leading(BODY) + 0.2 };
    let natural = if alone { ALONE } else { PLOT };
    let room = sheet.room(rows * (head + natural + BELOW), rows * (head + LEAST_PLOT + BELOW));
    let tall = room / rows - head - BELOW;
    let ends = (first.to(), last.to());
    let width = grid.span(0.0, ends);
    if width.to - width.from < 24.0 {
        sheet.cramp();
    }
    let reached = gaps.iter().flat_map(|g| &g.moments).flat_map(reach);
    let scale = Ruler::holding(0.0, tall, reached.chain([0.0]));
    let start = sheet.top;
    for (i, g) in gaps.iter().enumerate() {
        let (left, row) = grid.place(i);
        let y = start + row as f64 * (head + tall + BELOW);
        let (name, strong) = scene.named(g.partnership);
        if !alone {
            let look = Type::new(BODY, palette.ink).bold(strong);
            sheet.canvas.text((left, y + leading(BODY) - 0.8), &font::shortened(&name, BODY, grid.width), look);
        }
        let upright = Axis::round(scale.low, scale.high, if tall > 30.0 { 8 } else { 6 }, |x| words.signed(x, 0));
        let span = grid.span(left, ends);
        sheet.canvas.open(&g.partnership.slug(&scene.measurer.package().parties));
        let mut plot = calendar::plot(&mut sheet.canvas, &palette, span, (y + head, y + head + tall), upright)?;
        let known: Vec<Year> = g.moments.iter().filter(|m| m.gap.is_some()).map(|m| m.window.to()).collect();
        let series = Window::new(ends.0, ends.1).ok();
        let hatched = series.map(|series| calendar::unknown(series, &known)).unwrap_or_default();
        calendar::hatch(&mut plot, &hatched, (scale.low, scale.high))?;
        curve(&mut plot, &palette, g, strong || (alone && scene.strong.is_none()), span)?;
        plot.close()?;
    }
    let bottom = start + room;
    Ok(Drawn {
        sheet: sheet.finish(bottom),
        numbers: numbers(scene),
        caption: words.say(
            "GAP = FORM − CONTENT of {subject} from window to window, with 90 % of the declared variants as a ribbon.",
            &[("subject", &scene.subject())],
        ),
        alt: alt(scene),
    })
}

fn colours(palette: &Palette, strong: bool) -> (&'static str, &'static str) {
    (if strong { palette.strong } else { palette.other }, palette.pair[1])
}

/// Everything that is drawn of a window.
fn reach(m: &GapMoment) -> impl Iterator<Item = f64> + use<> {
    let spread = m.interval.map(|s| [s.low, s.high]);
    m.gap.into_iter().chain(spread.into_iter().flatten())
}

/// Runs of windows that follow one another and have a gap: nothing is drawn over one that is withheld.
fn curve(plot: &mut Plot<'_>, palette: &Palette, g: &GapTimeline, strong: bool, span: Ruler) -> Result<(), ChartError> {
    let (line, ribbon) = colours(palette, strong);
    let at = |m: &GapMoment| calendar::middle(m.window.to());
    let year = span.at(span.low + 1.0) - span.from;
    let follow = |x: &GapMoment, y: &GapMoment| x.window.to().get() + 1 == y.window.to().get();
    let spread = |m: &GapMoment| m.interval.map(|s| (s.low, s.high));
    let runs = g.moments.chunk_by(|x, y| x.gap.is_some() && y.gap.is_some() && follow(x, y));
    for run in runs.clone() {
        let wide: Vec<(f64, (f64, f64))> = run.iter().filter_map(|m| Some((at(m), spread(m)?))).collect();
        match wide.as_slice() {
            [] => {}
            [(x, (low, high))] => plot.line([(*x, *low), (*x, *high)], Stroke::new(line, 0.2))?,
            many => {
                let upper = many.iter().map(|(x, (_, high))| (*x, *high));
                let lower = many.iter().rev().map(|(x, (low, _))| (*x, *low));
                plot.polygon(upper.clone().chain(lower.clone()).collect(), ribbon)?;
                plot.line(upper, Stroke::new(line, 0.15))?;
                plot.line(lower, Stroke::new(line, 0.15))?;
            }
        }
    }
    plot.line([(span.low, 0.0), (span.high, 0.0)], Stroke::new(palette.ink, 0.25))?;
    for run in runs {
        let points: Vec<(f64, f64)> = run.iter().filter_map(|m| Some((at(m), m.gap?))).collect();
        plot.line(points.iter().copied(), Stroke::new(line, 0.4))?;
        plot.marks(points, (Mark::Disc, (0.42 * year).clamp(0.45, 0.85), line))?;
    }
    Ok(())
}

fn numbers(scene: &Scene<'_>) -> Table {
    let header =
        ["partnership", "label", "window", "gap", "gap_lower", "gap_upper", "gap_p5", "gap_median", "gap_p95", "draws"];
    let mut table = Table::new(&header);
    for g in scene.further.gaps {
        for m in &g.moments {
            let slug = g.partnership.slug(&scene.measurer.package().parties);
            let s = m.interval;
            let spread = [s.map(|s| s.low), s.map(|s| s.median), s.map(|s| s.high)];
            let values = [m.gap, Some(m.bounds.0), Some(m.bounds.1)].into_iter().chain(spread).map(number);
            let known = s.map_or_else(String::new, |s| s.known.to_string());
            let start = [slug, scene.named(g.partnership).0, m.window.to_string()];
            table.push(start.into_iter().chain(values).chain([known]).collect());
        }
    }
    table
}

fn alt(scene: &Scene<'_>) -> String {
    let words = scene.words;
    let one = |g: &GapTimeline| {
        let known: Vec<(&GapMoment, f64)> = g.moments.iter().filter_map(|m| Some((m, m.gap?))).collect();
        let said = |(m, gap): &(&GapMoment, f64)| {
            let window = m.window.to_string();
            let gap = words.signed(*gap, 1);
            match m.interval {
                Some(s) => {
                    let (low, high) = (words.signed(s.low, 1), words.signed(s.high, 1));
                    let places = [("gap", &*gap), ("window", &window), ("low", &low), ("high", &high)];
                    words.say("{gap} in {window} (interval from {low} to {high})", &places)
                }
                None => words.say("{gap} in {window}", &[("gap", &gap), ("window", &window)]),
            }
        };
        let course = match (known.first(), known.last()) {
            (Some(x), Some(y)) => words.say("{x} to {y}", &[("x", &said(x)), ("y", &said(y))]),
            _ => words.plain("withheld"),
        };
        format!("{}: {course}.", scene.named(g.partnership).0)
    };
    let all: Vec<String> = scene.further.gaps.iter().map(one).collect();
    words.say("Line of the gap of form over content through time. {all}", &[("all", &all.join(" "))])
}
