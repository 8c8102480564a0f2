//! The correlations of every pair of indicators, in blocks by node: filled where they differ from none.

use super::canvas::{Canvas, HATCH, Mark, Stroke, Type};
use super::sheet::{MARGIN, SMALL, Sample, Sheet, leading};
use super::subject::Subject;
use super::table::{Table, number};
use super::theme::{Palette, Theme};
use super::{ChartError, Drawn, Style, font};
use crate::model::framework::NodeId;
use crate::statistics::coherence::Pair;

/// Negative correlations by fifths, the stronger the darker; as light in grey as the fifths of positive ones.
const OPPOSED: [&str; 5] = ["#F6F0FA", "#DECFEA", "#B9A0D0", "#7A5699", "#40205C"];

/// The level at which a correlation differs from none, after adjustment for all pairs.
const LEVEL: f64 = 0.05;

/// As wide as a cell grows.
const WIDEST: f64 = 11.0;

pub(super) fn draw(subject: &Subject<'_>, style: Style) -> Result<Drawn, ChartError> {
    let leaves = &subject.structure.leaves;
    let pairs = &subject.structure.table.correlations.pairs;
    if pairs.is_empty() {
        return Err(ChartError::Nothing("one indicator has nothing to be correlated with".into()));
    }
    let known = pairs.iter().filter(|p| p.pearson.is_ok()).count();
    let sure = pairs.iter().filter(|p| differs(p)).count();
    let words = subject.words;
    let (sure_said, known_said, count) = (sure.to_string(), known.to_string(), leaves.len().to_string());
    let places = [("sure", &*sure_said), ("known", &known_said), ("n", &count)];
    let title = words.say("{sure} of {known} correlations of {n} indicators differ from none", &places);
    let frame = Frame::new(subject, style);
    let mut notes = vec![words.say(
        "Pearson’s r of each pair, by node. Differs from none: at 5 % after adjustment for {known} pairs (Benjamini-Hochberg).",
        &places,
    )];
    notes.push(words.plain(if frame.printed {
        "The other correlations are grey numbers."
    } else {
        "The other correlations are small marks; discs are negative."
    }));
    if known < pairs.len() {
        notes.push(words.plain("Hatched: no correlation can be given."));
    }
    notes.extend(subject.few_units(subject.structure.sample.units.len()));
    let note = notes.join(" ");
    let mut sheet = Sheet::titled(
        style,
        subject.title.map_or(title, str::to_owned),
        subject.subtitle,
        &[note, subject.source.to_owned()],
    );
    let palette = sheet.palette;
    for sign in [1.0, -1.0] {
        sheet.legend(&legend(subject, &palette, style.theme, frame.printed, sign));
    }
    let n = leaves.len() as f64;
    let names = leading(SMALL) + 1.5;
    let natural = frame.cell * n + names;
    let room = sheet.room(natural, natural);
    if frame.cell < leading(SMALL) - 0.7 {
        sheet.cramp();
    }
    let top = sheet.top + 1.0;
    let place = Place { left: frame.left, top, cell: frame.cell };
    for pair in pairs {
        cell(subject, (&mut sheet.canvas, &palette), style.theme, place, pair, frame.printed);
    }
    names_and_blocks(subject, &mut sheet.canvas, &palette, place, &frame);
    let (numbers, caption, alt) = (numbers(subject), caption(subject), alt(subject, sure, known));
    let bottom = top + room.max(natural);
    Ok(Drawn { sheet: sheet.finish(bottom), numbers, caption, alt })
}

fn differs(pair: &Pair) -> bool {
    pair.pearson.as_ref().is_ok_and(|a| a.adjusted_p < LEVEL)
}

/// The sizes that the names leave.
struct Frame {
    /// Where the cells begin.
    left: f64,
    cell: f64,
    /// The indicators at the left, with their numbers.
    titles: Vec<String>,
    /// Whether the numbers are printed.
    printed: bool,
    /// First and last place of each block, and its node.
    blocks: Vec<(usize, usize, String)>,
}

impl Frame {
    fn new(subject: &Subject<'_>, style: Style) -> Frame {
        let leaves = &subject.structure.leaves;
        let look = Type::new(SMALL, "");
        let room = (0.34 * style.width).min(56.0);
        let titles: Vec<String> = leaves
            .iter()
            .enumerate()
            .map(|(i, id)| font::shortened(&format!("{}\u{a0}{}", i + 1, subject.name(*id)), SMALL, room))
            .collect();
        let left = MARGIN + titles.iter().map(|t| look.width(t)).fold(0.0, f64::max) + 1.5;
        let blocks = blocks(subject, leaves);
        let n = leaves.len().max(1) as f64;
        // The names of the blocks stand right of the diagonal; the last ones may need room beyond the cells.
        let fits = |cell: f64| {
            let reach = |(first, _, name): &(usize, usize, String)| {
                left + cell * (*first as f64 + 1.0) + 1.5 + look.bold(true).width(name)
            };
            let far = blocks.iter().map(reach).fold(left + cell * n, f64::max);
            far <= style.width - MARGIN
        };
        let widest = ((style.width - MARGIN - left) / n).clamp(0.1, WIDEST);
        let cell = (0..200).map(|i| widest * (1.0 - f64::from(i) / 200.0)).find(|c| fits(*c)).unwrap_or(0.1);
        let printed = cell > look.bold(true).width("−0.00") + 0.5;
        Frame { left, cell, titles, printed, blocks }
    }
}

/// Runs of indicators of one node.
fn blocks(subject: &Subject<'_>, leaves: &[NodeId]) -> Vec<(usize, usize, String)> {
    let mut blocks: Vec<(usize, usize, Option<NodeId>)> = Vec::new();
    for (place, id) in leaves.iter().enumerate() {
        let node = subject.block(*id);
        match blocks.last_mut() {
            Some((_, last, known)) if *known == node => *last = place,
            _ => blocks.push((place, place, node)),
        }
    }
    let named = |(first, last, node): (usize, usize, Option<NodeId>)| {
        (first, last, node.map_or_else(String::new, |id| subject.name(id)))
    };
    blocks.into_iter().map(named).collect()
}

/// Where the cells stand: column `first`, row `second`.
#[derive(Clone, Copy)]
struct Place {
    left: f64,
    top: f64,
    cell: f64,
}

impl Place {
    fn corner(self, first: usize, second: usize) -> (f64, f64) {
        (self.left + first as f64 * self.cell, self.top + second as f64 * self.cell)
    }
}

fn cell(
    subject: &Subject<'_>,
    (canvas, palette): (&mut Canvas, &Palette),
    theme: Theme,
    place: Place,
    pair: &Pair,
    printed: bool,
) {
    let (x, y) = place.corner(pair.first, pair.second);
    let (middle, side) = ((x + place.cell / 2.0, y + place.cell / 2.0), place.cell - 0.2);
    let rim = Some(Stroke::new(palette.grid, 0.1));
    let Ok(found) = &pair.pearson else {
        canvas.rect((x + 0.1, y + 0.1), (side, side), HATCH, rim);
        return;
    };
    let r = found.association.value;
    let colour = colour(palette, theme, r);
    match (printed, differs(pair)) {
        (true, sure) => {
            let ground = if sure { colour } else { palette.ground };
            canvas.rect((x + 0.1, y + 0.1), (side, side), ground, rim);
            let ink = if sure { palette.ink_on(colour) } else { palette.muted };
            canvas.text_at_height(middle, &subject.words.signed(r, 2), Type::new(SMALL, ink).bold(sure).middle());
        }
        (false, sure) => {
            canvas.rect((x + 0.1, y + 0.1), (side, side), palette.ground, rim);
            let size = if sure { side } else { 0.42 * side };
            if r < 0.0 {
                canvas.mark(Mark::Disc, middle, size / 2.0, colour);
            } else {
                canvas.rect((middle.0 - size / 2.0, middle.1 - size / 2.0), (size, size), colour, None);
            }
        }
    }
}

/// By fifths of the absolute value; in greys the number or the shape shows the sign.
fn colour(palette: &Palette, theme: Theme, r: f64) -> &'static str {
    let ramp = if r < 0.0 && theme != Theme::Mono { OPPOSED } else { palette.ramp };
    let fifth = ((r.abs() * 5.0) as usize).min(ramp.len() - 1);
    ramp.get(fifth).copied().unwrap_or(palette.ink)
}

/// The fifths of one sign.
fn legend(subject: &Subject<'_>, palette: &Palette, theme: Theme, printed: bool, sign: f64) -> Vec<(String, Sample)> {
    let ends = ["0", "0.2", "0.4", "0.6", "0.8", "1"];
    let signed = |end: &str| if sign < 0.0 && end != "0" { format!("−{end}") } else { end.to_owned() };
    let entry = |(i, (from, to)): (usize, (&&str, &&str))| {
        let fill = colour(palette, theme, sign * (0.1 + 0.2 * i as f64));
        let disc = sign < 0.0 && !printed;
        let mark = if disc { Sample::Mark(Mark::Disc, 1.3, fill) } else { Sample::Patch(fill, Some(palette.grid)) };
        let (from, to) = (subject.words.marked(&signed(from)), subject.words.marked(&signed(to)));
        (subject.words.say("{x} to {y}", &[("x", &from), ("y", &to)]), mark)
    };
    ends.iter().zip(ends.iter().skip(1)).enumerate().map(entry).collect()
}

/// Names at the left and below, lines between the nodes, the nodes' names right of the diagonal.
fn names_and_blocks(subject: &Subject<'_>, canvas: &mut Canvas, palette: &Palette, place: Place, frame: &Frame) {
    let look = Type::new(SMALL, palette.ink);
    let count = subject.structure.leaves.len();
    for (i, title) in frame.titles.iter().enumerate() {
        let centre = (i as f64 + 0.5) * place.cell;
        canvas.text_at_height((MARGIN, place.top + centre), title, look);
        let foot = (place.left + centre, place.top + count as f64 * place.cell + 1.0 + 0.74 * SMALL * font::POINT);
        canvas.text(foot, &(i + 1).to_string(), look.middle());
        let (x, y) = place.corner(i, i);
        // An indicator with itself: a stroke, since a grey patch would pass for a number.
        canvas.line((x, y), (x + place.cell, y + place.cell), Stroke::new(palette.grid, 0.3));
    }
    for (first, last, name) in &frame.blocks {
        let line = Stroke::new(palette.ink, 0.3);
        let (x, y) = place.corner(*first, *first);
        let (end, bottom) = place.corner(last + 1, last + 1);
        // The steps of the block's own triangle, and its two sides.
        canvas.polyline(&[(x, y), (x, bottom), (end, bottom)], line);
        let beside = (x + place.cell + 1.5, y + place.cell / 2.0);
        canvas.text_at_height(beside, name, Type::new(SMALL, palette.muted).bold(true));
    }
}

fn numbers(subject: &Subject<'_>) -> Table {
    let mut table =
        Table::new(&["first", "second", "node", "units", "r", "p", "p_adjusted", "first_title", "second_title"]);
    let name = |place: usize| subject.structure.leaves.get(place).map_or("", |id| subject.code(*id)).to_owned();
    let title = |place: usize| subject.structure.leaves.get(place).map_or_else(String::new, |id| subject.name(*id));
    for pair in &subject.structure.table.correlations.pairs {
        let shared = subject.structure.leaves.get(pair.first).filter(|_| pair.within);
        let node = shared.and_then(|id| subject.index.node(*id).parent).map_or("", |p| subject.code(p));
        let found = pair.pearson.as_ref().ok();
        table.push(vec![
            name(pair.first),
            name(pair.second),
            node.to_owned(),
            pair.units.to_string(),
            number(found.map(|a| a.association.value)),
            number(found.map(|a| a.association.p)),
            number(found.map(|a| a.adjusted_p)),
            title(pair.first),
            title(pair.second),
        ]);
    }
    table
}

fn caption(subject: &Subject<'_>) -> String {
    let (indicators, units) = (subject.structure.leaves.len(), subject.structure.sample.units.len());
    subject.words.say(
        "Pearson’s correlations of {n} indicators over {units} units, higher always being better, in blocks by node; the numbers \
         below are those of the rows.",
        &[("n", &indicators.to_string()), ("units", &units.to_string())],
    )
}

/// How many, and the strongest of either sign.
fn alt(subject: &Subject<'_>, sure: usize, known: usize) -> String {
    let words = subject.words;
    let name = |place: usize| subject.structure.leaves.get(place).map_or_else(String::new, |id| subject.name(*id));
    let pairs = &subject.structure.table.correlations.pairs;
    let mut found: Vec<(&Pair, f64)> =
        pairs.iter().filter_map(|p| Some((p, p.pearson.as_ref().ok()?.association.value))).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    let say = |(pair, r): &(&Pair, f64)| {
        let places = [("x", &*name(pair.first)), ("y", &name(pair.second)), ("r", &words.signed(*r, 2))];
        words.say("{x} and {y} {r}", &places)
    };
    let ends: Vec<String> = found.first().into_iter().chain(found.last()).map(say).collect();
    let places = [("known", &*known.to_string()), ("sure", &sure.to_string()), ("ends", &ends.join("; "))];
    words
        .say("Heat map of {known} correlations, of which {sure} differ from none. Highest and lowest: {ends}.", &places)
}
