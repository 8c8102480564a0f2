//! The correlations of every pair of indicators, in blocks by node: filled where they differ from none.

use super::canvas::{Canvas, HATCH, Mark, Stroke, Type};
use super::sheet::{MARGIN, SMALL, Sample, Sheet, leading};
use super::subject::Subject;
use super::table::{Table, number};
use super::theme::{Palette, Theme};
use super::{ChartError, Drawn, Style};
use crate::document::number as print;
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
    let title = format!("{sure} of {known} correlations of {} indicators differ from none", leaves.len());
    let frame = Frame::new(subject, style);
    let mut note = format!(
        "Pearson's r of each pair, by node. Differs from none: at 5 % after adjustment for {known} pairs (Benjamini-Hochberg). "
    );
    note += if frame.printed {
        "The other correlations are grey numbers."
    } else {
        "The other correlations are small marks; discs are negative."
    };
    if known < pairs.len() {
        note += " Hatched: no correlation can be given.";
    }
    let mut sheet = Sheet::titled(style, title, subject.subtitle, &[note, subject.source.to_owned()]);
    let palette = sheet.palette;
    for sign in [1.0, -1.0] {
        sheet.legend(&legend(&palette, style.theme, frame.printed, sign));
    }
    let n = leaves.len() as f64;
    let names = frame.names + 1.5;
    let natural = frame.cell * n + names;
    let room = sheet.room(natural, natural);
    if frame.cell < leading(SMALL) - 0.7 {
        sheet.cramp();
    }
    let top = sheet.top + 1.0;
    let place = Place { left: frame.left, top, cell: frame.cell };
    for pair in pairs {
        cell(&mut sheet.canvas, &palette, style.theme, place, pair, frame.printed);
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
struct Frame<'a> {
    /// Where the cells begin.
    left: f64,
    cell: f64,
    /// The longest name of an indicator.
    names: f64,
    /// Whether the numbers are printed.
    printed: bool,
    /// First and last place of each block, and its node.
    blocks: Vec<(usize, usize, &'a str)>,
}

impl<'a> Frame<'a> {
    fn new(subject: &'a Subject<'_>, style: Style) -> Frame<'a> {
        let leaves = &subject.structure.leaves;
        let look = Type::new(SMALL, "");
        let names = leaves.iter().map(|id| look.width(subject.code(*id))).fold(0.0, f64::max);
        let left = MARGIN + names + 1.5;
        let blocks = blocks(subject, leaves);
        let n = leaves.len().max(1) as f64;
        // The names of the blocks stand right of the diagonal; the last ones may need room beyond the cells.
        let fits = |cell: f64| {
            let reach = |(first, _, name): &(usize, usize, &str)| {
                left + cell * (*first as f64 + 1.0) + 1.5 + look.bold(true).width(name)
            };
            let far = blocks.iter().map(reach).fold(left + cell * n, f64::max);
            far <= style.width - MARGIN
        };
        let widest = ((style.width - MARGIN - left) / n).clamp(0.1, WIDEST);
        let cell = (0..200).map(|i| widest * (1.0 - f64::from(i) / 200.0)).find(|c| fits(*c)).unwrap_or(0.1);
        let printed = cell > look.bold(true).width("−0.00") + 0.5;
        Frame { left, cell, names, printed, blocks }
    }
}

/// Runs of indicators of one node.
fn blocks<'a>(subject: &'a Subject<'_>, leaves: &[NodeId]) -> Vec<(usize, usize, &'a str)> {
    let mut blocks: Vec<(usize, usize, &str)> = Vec::new();
    for (place, id) in leaves.iter().enumerate() {
        let name = subject.block(*id).map_or("", |node| subject.code(node));
        match blocks.last_mut() {
            Some((_, last, known)) if *known == name => *last = place,
            _ => blocks.push((place, place, name)),
        }
    }
    blocks
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

fn cell(canvas: &mut Canvas, palette: &Palette, theme: Theme, place: Place, pair: &Pair, printed: bool) {
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
            canvas.text_at_height(middle, &print::signed(r, 2), Type::new(SMALL, ink).bold(sure).middle());
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
fn legend(palette: &Palette, theme: Theme, printed: bool, sign: f64) -> Vec<(String, Sample)> {
    let ends = ["0", "0.2", "0.4", "0.6", "0.8", "1"];
    let signed = |end: &str| if sign < 0.0 && end != "0" { format!("−{end}") } else { end.to_owned() };
    let entry = |(i, (from, to)): (usize, (&&str, &&str))| {
        let fill = colour(palette, theme, sign * (0.1 + 0.2 * i as f64));
        let disc = sign < 0.0 && !printed;
        let mark = if disc { Sample::Mark(Mark::Disc, 1.3, fill) } else { Sample::Patch(fill, Some(palette.grid)) };
        (format!("{} to {}", signed(from), signed(to)), mark)
    };
    ends.iter().zip(ends.iter().skip(1)).enumerate().map(entry).collect()
}

/// Names at the left and below, lines between the nodes, the nodes' names right of the diagonal.
fn names_and_blocks(subject: &Subject<'_>, canvas: &mut Canvas, palette: &Palette, place: Place, frame: &Frame<'_>) {
    let look = Type::new(SMALL, palette.ink);
    let count = subject.structure.leaves.len();
    for (i, id) in subject.structure.leaves.iter().enumerate() {
        let (name, centre) = (subject.code(*id), (i as f64 + 0.5) * place.cell);
        canvas.text_at_height((place.left - 1.0, place.top + centre), name, look.end());
        let foot = (place.left + centre + 0.9, place.top + count as f64 * place.cell + 1.0);
        canvas.text(foot, name, look.turned(-90.0).end());
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
    let mut table = Table::new(&["first", "second", "node", "units", "r", "p", "p_adjusted"]);
    let name = |place: usize| subject.structure.leaves.get(place).map_or("", |id| subject.code(*id)).to_owned();
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
        ]);
    }
    table
}

fn caption(subject: &Subject<'_>) -> String {
    let (indicators, units) = (subject.structure.leaves.len(), subject.structure.sample.units.len());
    format!(
        "Pearson's correlations of {indicators} indicators over {units} units, higher always being better, in blocks by node."
    )
}

/// How many, and the strongest of either sign.
fn alt(subject: &Subject<'_>, sure: usize, known: usize) -> String {
    let name = |place: usize| subject.structure.leaves.get(place).map_or("", |id| subject.code(*id));
    let pairs = &subject.structure.table.correlations.pairs;
    let mut found: Vec<(&Pair, f64)> =
        pairs.iter().filter_map(|p| Some((p, p.pearson.as_ref().ok()?.association.value))).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    let say =
        |(pair, r): &(&Pair, f64)| format!("{} and {} {}", name(pair.first), name(pair.second), print::signed(*r, 2));
    let ends: Vec<String> = found.first().into_iter().chain(found.last()).map(say).collect();
    format!(
        "Heat map of {known} correlations, of which {sure} differ from none. Highest and lowest: {}.",
        ends.join("; ")
    )
}
