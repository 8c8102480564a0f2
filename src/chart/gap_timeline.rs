//! The gap through time: a line over a series of windows within the ribbon of its interval, a panel for each partnership.

use super::calendar::{self, Layout};
use super::canvas::{Mark, Stroke};
use super::plot::{Axis, Plot};
use super::ruler::Ruler;
use super::scene::Scene;
use super::sheet::{Sample, Sheet};
use super::table::{Table, number};
use super::theme::Palette;
use super::{ChartError, Drawn, Style};
use crate::analysis::gap_timeline::{GapMoment, GapTimeline};
use crate::model::window::{Window, Year};

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scene.words;
    let gaps = scene.further.gaps;
    let none = || ChartError::Nothing("`gap-timeline` needs a series of windows, and there is none".into());
    let windows: Vec<Window> = gaps.first().map(|g| g.moments.iter().map(|m| m.window).collect()).unwrap_or_default();
    let last = windows.last().ok_or_else(none)?;
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
    if gaps.iter().any(without_ribbon) && !gaps.iter().all(without_ribbon) {
        note = format!("{note} {}", words.plain("Ribbons are drawn for the partnerships that were named."));
    }
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
    let layout = Layout::new(&mut sheet, gaps.len(), &windows).ok_or_else(none)?;
    let reached = gaps.iter().flat_map(|g| &g.moments).flat_map(reach);
    let scale = Ruler::holding(0.0, layout.tall, reached.chain([0.0]));
    for (i, g) in gaps.iter().enumerate() {
        let (span, height) = layout.begin(&mut sheet, scene, i, g.partnership);
        let strong = scene.strong == Some(g.partnership);
        let upright = Axis::round(scale.low, scale.high, layout.ticks(8, 6), |x| words.signed(x, 0));
        let mut plot = calendar::plot(&mut sheet.canvas, &palette, span, height, upright)?;
        let known: Vec<Year> = g.moments.iter().filter(|m| m.gap.is_some()).map(|m| m.window.to()).collect();
        calendar::hatch(&mut plot, &layout.unknown(&known), (scale.low, scale.high))?;
        curve(&mut plot, &palette, g, strong || (alone && scene.strong.is_none()), span)?;
        plot.close()?;
    }
    Ok(Drawn { sheet: sheet.finish(layout.bottom), numbers: numbers(scene), caption: caption(scene), alt: alt(scene) })
}

/// Whether a partnership has a gap, and in no window an interval.
fn without_ribbon(g: &GapTimeline) -> bool {
    g.moments.iter().any(|m| m.gap.is_some()) && g.moments.iter().all(|m| m.interval.is_none())
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

/// The label of a gap, or all labels that its bounds reach into.
fn verdict(scene: &Scene<'_>, m: &GapMoment) -> Option<String> {
    let gap = m.gap?;
    let (low, high) = m.bounds;
    Some(scene.words.verdict(&scene.framework.verdicts.labels_between(low.min(gap), high.max(gap)).join(" or ")))
}

/// Of the partnership that was asked for, or of the only one, where it ends.
fn caption(scene: &Scene<'_>) -> String {
    let words = scene.words;
    let said = words.say(
        "GAP = FORM − CONTENT of {subject} from window to window, with 90 % of the declared variants as a ribbon.",
        &[("subject", &scene.subject())],
    );
    let gaps = scene.further.gaps;
    let own = gaps.iter().find(|g| scene.strong == Some(g.partnership) || gaps.len() == 1);
    let last = own.and_then(|g| Some((g, g.moments.iter().rfind(|m| m.gap.is_some())?)));
    let Some((g, m)) = last else { return said };
    let ends = [m.interval.map(|s| s.low), m.interval.map(|s| s.high)];
    let [low, high] = ends.map(|x| x.map_or_else(String::new, |x| words.signed(x, 0)));
    let places = [
        ("name", &*scene.named(g.partnership).0),
        ("window", &m.window.to_string()),
        ("gap", &words.signed(m.gap.unwrap_or_default(), 1)),
        ("verdict", &verdict(scene, m).unwrap_or_default()),
        ("low", &low),
        ("high", &high),
    ];
    let phrase = match m.interval {
        Some(_) => "In {window} the gap of {name} is {gap}: {verdict}; in 90 % of the variants from {low} to {high}.",
        None => "In {window} the gap of {name} is {gap}: {verdict}.",
    };
    format!("{said} {}", words.say(phrase, &places))
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
        let label = g.moments.iter().rev().find_map(|m| verdict(scene, m));
        let label = label.map_or_else(String::new, |label| format!(": {label}"));
        format!("{}: {course}{label}.", scene.named(g.partnership).0)
    };
    let all: Vec<String> = scene.further.gaps.iter().map(one).collect();
    words.say("Line of the gap of form over content through time. {all}", &[("all", &all.join(" "))])
}
