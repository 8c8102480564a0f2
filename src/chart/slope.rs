//! The slope: one score of each partnership in two windows, a line for each, named at both ends.

use super::canvas::{Canvas, Mark, Stroke, Type};
use super::results::Sloped;
use super::ruler::Ruler;
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sheet, leading};
use super::table::{Table, number};
use super::theme::Palette;
use super::{ChartError, Drawn, Style};
use crate::analysis::Timeline;
use crate::analysis::timeline::Moment;

const TALL: f64 = 70.0;
const LEAST: f64 = 30.0;
/// Above the lines: the windows.
const HEAD: f64 = 5.0;
/// Between a mark and its words, where a line leads to words that had to move.
const ASIDE: f64 = 3.8;
/// The least width of the lines; the windows' names above their ends take no less.
const LEAST_LINES: f64 = 18.0;

/// So many points the scale spans at least, so that a small change does not look like a large one.
const LEAST_SPAN: f64 = 20.0;

/// A partnership with the score in both windows.
struct Line {
    name: String,
    slug: String,
    strong: bool,
    ends: [Option<f64>; 2],
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scene.words;
    let sloped = scene.further.sloped;
    let lines: Vec<Line> = scene.timelines.iter().filter_map(|t| line(scene, t, sloped)).collect();
    let windows = scene.timelines.first().and_then(|t| match t.moments.as_slice() {
        [x, y] => Some([x.window, y.window].map(|w| w.to_string())),
        _ => None,
    });
    let windows = windows.ok_or_else(|| ChartError::Nothing("`slope` needs two windows".into()))?;
    let whole = |l: &&Line| l.ends.iter().all(Option::is_some);
    let name = match sloped {
        Sloped::Form => words.plain("FORM"),
        Sloped::Content => words.plain("CONTENT"),
        Sloped::Gap => words.plain("GAP"),
    };
    if !lines.iter().any(|l| whole(&l)) {
        let why = format!("no partnership has {} in both windows", plain(sloped));
        return Err(ChartError::Nothing(why));
    }
    let places = [("name", &*name), ("subject", &scene.subject())];
    let title = words.say("{name} in two windows: {subject}", &places);
    let mut notes = Vec::new();
    if sloped != Sloped::Content && scene.timelines.iter().any(|t| t.compared.is_some()) {
        notes.push(words.plain("FORM counts the platforms known in every window."));
    }
    let withheld: Vec<String> = lines.iter().filter(|l| !whole(l)).map(|l| l.name.clone()).collect();
    if !withheld.is_empty() {
        let places = [("names", &*withheld.join("; "))];
        notes.push(words.say("Withheld in one window or both, without a line: {names}.", &places));
    }
    let notes: Vec<String> = if notes.is_empty() { notes } else { vec![notes.join(" ")] };
    let mut sheet = Sheet::new(scene, style, title, &notes, &super::sources::ALL);
    let palette = sheet.palette;
    let drawn: Vec<&Line> = lines.iter().filter(whole).collect();
    let natural = TALL.max(drawn.len() as f64 * (leading(SMALL) + 0.6));
    let least = LEAST.max(drawn.len() as f64 * leading(SMALL));
    let room = sheet.room(HEAD + natural, HEAD + least);
    let (top, bottom) = (sheet.top + HEAD, sheet.top + room - 1.0);
    let said = |z: f64| if sloped == Sloped::Gap { words.signed(z, 1) } else { words.score(z) };
    let look = |l: &Line| Type::new(SMALL, palette.ink).bold(l.strong);
    let reach = |side: usize, named: bool| {
        let ends = drawn.iter().filter_map(|l| Some((l, l.ends.get(side).copied().flatten()?)));
        ends.map(|(l, z)| look(l).width(&beside(l, &said(z), side, named))).fold(0.0, f64::max)
    };
    let right = sheet.width - MARGIN - reach(1, true) - ASIDE - 1.0;
    let left = |named: bool| MARGIN + reach(0, named) + ASIDE + 1.0;
    // Where names at both ends leave the lines no room, they stand at the right alone.
    let named = right - left(true) >= LEAST_LINES;
    let left = left(named);
    if right - left < LEAST_LINES {
        sheet.cramp();
    }
    let all = drawn.iter().flat_map(|l| l.ends).flatten();
    let (lowest, highest) = all.clone().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), z| (l.min(z), h.max(z)));
    let middle = (lowest + highest) / 2.0;
    let scale = Ruler::holding(bottom, top, all.chain([middle - LEAST_SPAN / 2.0, middle + LEAST_SPAN / 2.0]));
    let canvas = &mut sheet.canvas;
    for (x, window) in [left, right].into_iter().zip(&windows) {
        canvas.line((x, top - 1.5), (x, bottom + 0.5), Stroke::new(palette.grid, 0.25));
        canvas.text((x, top - 2.4), window, Type::new(BODY, palette.ink).bold(true).middle());
    }
    let colour = |l: &Line| if l.strong { palette.strong } else { palette.other };
    // Those in question above the others.
    let mut order: Vec<&&Line> = drawn.iter().collect();
    order.sort_by_key(|l| l.strong);
    for l in &order {
        if let [Some(x), Some(y)] = l.ends {
            canvas.open(&l.slug);
            let stroke = Stroke::new(colour(l), if l.strong { 0.6 } else { 0.3 });
            canvas.line((left, scale.at(x)), (right, scale.at(y)), stroke);
            canvas.close();
        }
    }
    let (mark, fill) = match sloped {
        Sloped::Form => (Mark::Ring, Some(palette.form)),
        Sloped::Content => (Mark::Square, Some(palette.content)),
        Sloped::Gap => (Mark::Disc, None),
    };
    for l in &order {
        canvas.open(&format!("{}.marks", l.slug));
        for (x, z) in [left, right].into_iter().zip(l.ends) {
            if let Some(z) = z {
                canvas.mark(mark, (x, scale.at(z)), 1.0, fill.unwrap_or(colour(l)));
            }
        }
        canvas.close();
    }
    for (side, x) in [left, right].into_iter().enumerate() {
        let ends: Vec<(&Line, f64)> =
            drawn.iter().filter_map(|l| Some((*l, l.ends.get(side).copied().flatten()?))).collect();
        labels(canvas, &palette, &ends, (side, x), scale, &|l, z| beside(l, &said(z), side, named || side == 1));
    }
    let alt = alt(scene, &lines, (&name, &windows));
    let caption = words.say(
        "{name} of {subject} in {from} and {to}; a line for each partnership.",
        &[&places[..], &[("from", &*windows[0]), ("to", &windows[1])]].concat(),
    );
    let numbers = numbers(scene, sloped);
    Ok(Drawn { sheet: sheet.finish(bottom + 1.0), numbers, caption, alt })
}

/// What stands beside a mark: the score next to it, and the name.
fn beside(l: &Line, score: &str, side: usize, named: bool) -> String {
    match (named, side) {
        (false, _) => score.to_owned(),
        (true, 0) => format!("{}  {score}", l.name),
        (true, _) => format!("{score}  {}", l.name),
    }
}

/// Names and scores beside their marks, moved up and down so far that none touches another, and tied to their marks
/// where they moved.
fn labels(
    canvas: &mut Canvas,
    palette: &Palette,
    ends: &[(&Line, f64)],
    (side, x): (usize, f64),
    scale: Ruler,
    said: &dyn Fn(&Line, f64) -> String,
) {
    let mut sorted: Vec<&(&Line, f64)> = ends.iter().collect();
    sorted.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.slug.cmp(&b.0.slug)));
    let wanted: Vec<f64> = sorted.iter().map(|(_, z)| scale.at(*z)).collect();
    let places = spread(&wanted, leading(SMALL), (scale.to.min(scale.from), scale.to.max(scale.from)));
    let out = if side == 0 { -1.0 } else { 1.0 };
    for (((l, z), own), y) in sorted.into_iter().zip(wanted).zip(places) {
        let look = Type::new(SMALL, palette.ink).bold(l.strong);
        let text = said(l, *z);
        let from = (x + out * 1.6, own);
        canvas.line(from, (x + out * (ASIDE - 0.6), y), Stroke::new(palette.muted, 0.12));
        let look = if side == 0 { look.end() } else { look };
        canvas.text_at_height((x + out * ASIDE, y), &text, look);
    }
}

/// Places near the wanted ones, in the same order and at least so far apart, within these limits where there is room:
/// groups that touch are merged and centred on the mean of what they want (the pool of adjacent violators, which is the
/// least-squares answer).
///
/// Worked number: 10, 10.5 and 20 with 2 between them give 9.25, 11.25 and 20.
pub(super) fn spread(wanted: &[f64], apart: f64, (low, high): (f64, f64)) -> Vec<f64> {
    // Each less its place in the order times the distance need only not descend.
    let mut groups: Vec<(f64, usize)> = Vec::new();
    for (i, y) in wanted.iter().enumerate() {
        groups.push((y - i as f64 * apart, 1));
        while let [.., (x, n), (y, m)] = groups.as_slice() {
            if x <= y {
                break;
            }
            let merged = ((x * *n as f64 + y * *m as f64) / (n + m) as f64, n + m);
            groups.truncate(groups.len() - 2);
            groups.push(merged);
        }
    }
    let most = high - (wanted.len().saturating_sub(1)) as f64 * apart;
    let flat = groups.into_iter().flat_map(|(y, n)| std::iter::repeat_n(y, n));
    flat.enumerate().map(|(i, y)| y.min(most).max(low) + i as f64 * apart).collect()
}

fn line(scene: &Scene<'_>, timeline: &Timeline, sloped: Sloped) -> Option<Line> {
    let e = scene.evaluations.iter().find(|e| e.partnership == timeline.partnership)?;
    let [x, y] = timeline.moments.as_slice() else { return None };
    let ends = [x, y].map(|m| score(m, sloped));
    Some(Line { name: scene.label(e), slug: scene.slug(e), strong: scene.is_strong(e), ends })
}

fn score(m: &Moment, sloped: Sloped) -> Option<f64> {
    match sloped {
        Sloped::Form => m.form.score,
        Sloped::Content => m.content.score,
        Sloped::Gap => Some(m.form.score? - m.content.score?),
    }
}

fn plain(sloped: Sloped) -> &'static str {
    match sloped {
        Sloped::Form => "FORM",
        Sloped::Content => "CONTENT",
        Sloped::Gap => "GAP",
    }
}

fn numbers(scene: &Scene<'_>, sloped: Sloped) -> Table {
    let mut table = Table::new(&["partnership", "label", "window", "drawn", "form", "content", "gap"]);
    for timeline in scene.timelines {
        let Some(line) = line(scene, timeline, sloped) else { continue };
        for m in &timeline.moments {
            let start = [line.slug.clone(), line.name.clone(), m.window.to_string(), plain(sloped).to_lowercase()];
            let scores = [m.form.score, m.content.score, score(m, Sloped::Gap)].map(number);
            table.push(start.into_iter().chain(scores).collect());
        }
    }
    table
}

fn alt(scene: &Scene<'_>, lines: &[Line], (name, windows): (&str, &[String; 2])) -> String {
    let words = scene.words;
    let said = |z: Option<f64>| z.map_or_else(|| words.plain("withheld"), |z| words.score(z).replace('-', "−"));
    let one = |l: &Line| {
        let [from, to] = l.ends.map(said);
        format!("{}: {}.", l.name, words.say("{x} to {y}", &[("x", &from), ("y", &to)]))
    };
    let all: Vec<String> = lines.iter().map(one).collect();
    let places = [("name", name), ("from", &*windows[0]), ("to", &windows[1]), ("all", &all.join(" "))];
    words.say("Slope chart of {name} in {from} and in {to}. {all}", &places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_spread_by_hand() {
        assert_eq!(spread(&[10.0, 10.5, 20.0], 2.0, (0.0, 30.0)), [9.25, 11.25, 20.0]);
        assert_eq!(spread(&[0.0, 0.0], 2.0, (0.0, 30.0)), [0.0, 2.0]);
        assert_eq!(spread(&[29.0, 30.0, 30.0], 2.0, (0.0, 30.0)), [26.0, 28.0, 30.0]);
        assert!(spread(&[], 2.0, (0.0, 1.0)).is_empty());
    }
}
