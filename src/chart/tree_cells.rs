//! The cells of an index's tree: as high as their weights, in a column for each level, and what is written in them.

use super::font;
use super::sheet::{SMALL, leading};
use crate::analysis::index_weights::NodeWeight;
use crate::model::Index;
use crate::model::framework::{NodeId, NodeKind};

/// Between a cell's sides and its words, in millimetres.
pub(super) const PAD: f64 = 0.9;
/// The coloured strip along a root.
pub(super) const STRIP: f64 = 1.6;
/// Between words and the lines above and below them.
pub(super) const CLEAR: f64 = 0.13;
/// Between an indicator's name and its number.
const APART: f64 = 1.5;
/// An indicator's column is no narrower.
const LEAST_LEAF: f64 = 9.0;
/// Columns of inner nodes are tried in such steps from the least width on: for words across, and for turned ones.
const LEAST_INNER: f64 = 4.4;
const STEP: f64 = 0.8;
const WIDEST: f64 = 34.0;
const WIDEST_TURNED: f64 = 8.6;
/// Up to so many levels every choice of columns is tried.
const TRIED: usize = 5;
/// What a cell without a word costs, and a column of indicators without room.
const BLANK: f64 = 40.0;
pub(super) const IMPOSSIBLE: f64 = 10_000.0;

/// A node of the tree.
pub(super) struct Cell {
    pub id: NodeId,
    /// Steps below the root of the block.
    pub level: usize,
    /// Where it begins and ends, as parts of the height of the block.
    pub from: f64,
    pub to: f64,
    /// The product of the shares from it up to the root of the block.
    pub weight: f64,
    /// An indicator; two directions of one are one cell.
    pub leaf: bool,
    /// An inner node with nothing but indicators below: it reaches to their column.
    pub last: bool,
}

/// The tree below one root.
pub(super) struct Block {
    /// Parents before their children.
    pub cells: Vec<Cell>,
    /// Columns of inner nodes.
    pub levels: usize,
}

impl Block {
    /// The tree below `root`, whose weight is taken as the whole; nothing that weighs nothing.
    pub fn of(index: &Index, weights: &[NodeWeight], root: NodeId) -> Block {
        let mut block = Block { cells: Vec::new(), levels: 0 };
        block.put(index, weights, (root, 0), (0.0, 1.0));
        block
    }

    fn put(&mut self, index: &Index, weights: &[NodeWeight], (id, level): (NodeId, usize), (from, weight): (f64, f64)) {
        let inner = |id: &NodeId| matches!(index.node(*id).kind, NodeKind::Composite { .. });
        let leaf = !inner(&id);
        let last = !leaf && !index.node(id).children().iter().any(inner);
        self.cells.push(Cell { id, level, from, to: from + weight, weight, leaf, last });
        if leaf {
            return;
        }
        self.levels = self.levels.max(level + 1);
        let mut at = from;
        for child in index.node(id).children() {
            let own = weight * weights.get(child.0).map_or(0.0, |w| w.share);
            if own > 0.0 {
                self.put(index, weights, (*child, level + 1), (at, own));
            }
            at += own;
        }
    }

    /// The height at which a line of words fits into the lowest cell, in millimetres.
    pub fn wanted(&self) -> f64 {
        let least = self.cells.iter().map(|c| c.to - c.from).fold(1.0, f64::min);
        tall(1) / least.max(1e-9)
    }

    /// The part of the indicators into which a line fits at this height.
    pub fn fitting(&self, height: f64) -> f64 {
        let leaves = self.cells.iter().filter(|c| c.leaf);
        let fits = leaves.clone().filter(|c| (c.to - c.from) * height >= tall(1)).count();
        fits as f64 / leaves.count().max(1) as f64
    }
}

/// A text that is broken into lines again and again: its pieces, which stay whole, are measured once.
pub(super) struct Text {
    text: String,
    pieces: Vec<(String, f64)>,
    blank: f64,
}

impl Text {
    fn of(text: &str, bold: bool) -> Text {
        // Without any room each piece has a line of its own.
        let pieces = font::wrap(text, SMALL, bold, 0.0).into_iter();
        let pieces =
            pieces.map(|piece| (font::width(&piece, SMALL, bold), piece)).map(|(w, piece)| (piece, w)).collect();
        Text { text: text.to_owned(), pieces, blank: font::width(" ", SMALL, bold) }
    }

    /// The lines where each fits into this width.
    fn lines(&self, room: f64) -> Option<Vec<String>> {
        if self.pieces.iter().any(|(_, width)| *width > room) {
            return None;
        }
        let mut lines: Vec<(String, f64)> = Vec::new();
        for (piece, width) in &self.pieces {
            match lines.last_mut() {
                Some((line, reach)) if *reach + self.blank + width <= room => {
                    line.push(' ');
                    line.push_str(piece);
                    *reach += self.blank + width;
                }
                _ => lines.push((piece.clone(), *width)),
            }
        }
        Some(lines.into_iter().map(|(line, _)| line).collect())
    }
}

/// What a node is called, and its weight in words.
pub(super) struct Name {
    title: Text,
    code: Text,
    /// The same with the number behind.
    titled: Text,
    coded: Text,
    number: String,
    wide: f64,
}

impl Name {
    /// Bold for a root.
    pub fn of(title: &str, code: &str, number: &str, root: bool) -> Name {
        let with = |text: &str| Text::of(&format!("{text} {number}"), root);
        Name {
            title: Text::of(title, root),
            code: Text::of(code, root),
            titled: with(title),
            coded: with(code),
            number: number.to_owned(),
            wide: font::width(number, SMALL, false),
        }
    }

    pub fn title(&self) -> &str {
        &self.title.text
    }

    pub fn code(&self) -> &str {
        &self.code.text
    }

    pub fn number(&self) -> &str {
        &self.number
    }
}

/// What is written in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Label {
    /// Lines from the left, and whether the number stands below them.
    Across(Vec<String>, bool),
    /// Lines from below upward.
    Turned(Vec<String>),
    /// The lines of an indicator, and whether its number stands at the right.
    Beside(Vec<String>, bool),
    Blank,
}

/// The widths of a block's columns and what is written in its cells.
pub(super) struct Plan {
    /// Of the inner nodes, from the root on.
    pub columns: Vec<f64>,
    pub leaf: f64,
    /// One for each cell.
    pub labels: Vec<Label>,
    /// The less, the better: a code in place of a title, a turned line and a blank cell each cost.
    pub cost: f64,
}

impl Plan {
    pub fn blanks(&self) -> usize {
        self.labels.iter().filter(|l| **l == Label::Blank).count()
    }
}

/// The height of so many lines of words, in millimetres.
pub(super) fn tall(lines: usize) -> f64 {
    lines.saturating_sub(1) as f64 * leading(SMALL) + (font::ASCENT + font::DESCENT) * SMALL * font::POINT + 2.0 * CLEAR
}

/// The best plan for a block of this size; one name for each cell.
pub(super) fn plan(block: &Block, names: &[Name], size: (f64, f64)) -> Plan {
    // Words across, or turned ones in narrow columns, which leave the indicators more room; at each level by itself.
    let mut best = planned(block, names, size, 0);
    for choice in 1..1_usize << block.levels.min(TRIED) {
        // Nothing is better than every title across with its number.
        if best.cost <= 0.0 {
            break;
        }
        let other = planned(block, names, size, choice);
        if other.cost < best.cost {
            best = other;
        }
    }
    best
}

/// The plan with turned words at the levels whose bits `choice` has.
fn planned(block: &Block, names: &[Name], (width, height): (f64, f64), choice: usize) -> Plan {
    let mut labels = vec![Label::Blank; block.cells.len()];
    let mut columns = vec![0.0; block.levels];
    let mut cost = 0.0;
    let mut put = |found: Vec<(usize, Label)>| {
        for (place, label) in found {
            if let Some(cell) = labels.get_mut(place) {
                *cell = label;
            }
        }
    };
    let cells = || block.cells.iter().zip(names).enumerate();
    // From the last level on: what has nothing but indicators below reaches over the columns behind its own.
    for level in (0..block.levels).rev() {
        let behind: f64 = columns.iter().skip(level + 1).sum();
        let own = || cells().filter(|(_, (cell, _))| !cell.leaf && cell.level == level);
        let tried = |w: f64| {
            summed(own().map(|(place, (cell, name))| {
                let wide = if cell.last { w + behind } else { w };
                let (label, cost) = inner(name, level == 0, (wide, (cell.to - cell.from) * height));
                (place, label, cost)
            }))
        };
        let turned = choice >> level.min(TRIED) & 1 == 1;
        let widest = if turned { WIDEST_TURNED } else { (0.24 * width).min(WIDEST) };
        let steps = ((widest - LEAST_INNER).max(0.0) / STEP) as usize;
        // The least width of those that cost least; the first that costs nothing ends the search.
        let mut best = (LEAST_INNER, tried(LEAST_INNER));
        for w in (1..=steps).map(|i| LEAST_INNER + i as f64 * STEP) {
            if best.1.0 <= 0.0 {
                break;
            }
            let found = tried(w);
            if found.0 < best.1.0 {
                best = (w, found);
            }
        }
        let (w, (sum, found)) = best;
        columns.iter_mut().skip(level).take(1).for_each(|column| *column = w);
        cost += sum;
        put(found);
    }
    let room = width - columns.iter().sum::<f64>();
    if room < LEAST_LEAF {
        cost += IMPOSSIBLE;
    }
    let of_leaves = |titles: bool| {
        summed(cells().filter(|(_, (cell, _))| cell.leaf).map(|(place, (cell, name))| {
            let (label, cost) = leaf(name, titles, (room, (cell.to - cell.from) * height));
            (place, label, cost)
        }))
    };
    let (titles, codes) = (of_leaves(true), of_leaves(false));
    let (sum, found) = if codes.0 < titles.0 { codes } else { titles };
    put(found);
    Plan { columns, leaf: room.max(0.1), labels, cost: cost + sum }
}

/// The labels by their places, and what they cost together.
fn summed(found: impl Iterator<Item = (usize, Label, f64)>) -> (f64, Vec<(usize, Label)>) {
    found.fold((0.0, Vec::new()), |(sum, mut all), (place, label, cost)| {
        all.push((place, label));
        (sum + cost, all)
    })
}

/// What is written in the cell of an inner node, and what it costs. A root has no number: it is the whole.
fn inner(name: &Name, root: bool, (width, height): (f64, f64)) -> (Label, f64) {
    let room = width - 2.0 * PAD - if root { STRIP } else { 0.0 };
    let across = |text: &Text, numbered: bool| {
        let lines = text.lines(room).filter(|_| name.wide <= room || !numbered)?;
        let height_of = tall(lines.len() + usize::from(numbered));
        (height_of <= height).then_some(Label::Across(lines, numbered))
    };
    let turned = |text: &Text| {
        let lines = text.lines(height - 2.0 * PAD)?;
        (tall(lines.len()) <= width - if root { STRIP } else { 0.0 }).then_some(Label::Turned(lines))
    };
    let (titled, coded) = if root { (&name.title, &name.code) } else { (&name.titled, &name.coded) };
    let tries: [(&dyn Fn() -> Option<Label>, f64); 8] = [
        (&|| across(&name.title, !root), 0.0),
        (&|| turned(titled), 1.5),
        (&|| across(&name.title, false), 2.0),
        (&|| turned(&name.title), 2.5),
        (&|| across(&name.code, !root), 5.0),
        (&|| turned(coded), 5.5),
        (&|| across(&name.code, false), 6.0),
        (&|| turned(&name.code), 6.5),
    ];
    let found = tries.iter().find_map(|(label, cost)| Some((label()?, *cost)));
    found.unwrap_or((Label::Blank, BLANK))
}

/// What is written in the cell of an indicator, and what it costs: a title where `titles` are wanted and it fits, else
/// the code.
fn leaf(name: &Name, titles: bool, (width, height): (f64, f64)) -> (Label, f64) {
    let tried = |text: &Text, numbered: bool| {
        let lines = text.lines(width - 2.0 * PAD - if numbered { name.wide + APART } else { 0.0 })?;
        (tall(lines.len()) <= height).then_some(Label::Beside(lines, numbered))
    };
    // A code among titles reads worse than codes alone.
    let code = if titles { 6.0 } else { 3.0 };
    let titled = || titles.then(|| tried(&name.title, true).map(|l| (l, 0.0)))?;
    let bare = || titles.then(|| tried(&name.title, false).map(|l| (l, 2.0)))?;
    let coded = || tried(&name.code, true).map(|l| (l, code));
    let last = || tried(&name.code, false).map(|l| (l, code + 2.0));
    titled().or_else(bare).or_else(coded).or_else(last).unwrap_or((Label::Blank, BLANK))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(title: &str) -> Name {
        Name::of(title, "C", "50\u{a0}%", false)
    }

    #[test]
    fn a_text_is_broken_as_the_font_breaks_it() {
        let text = "Proportion of youth – not in education, n = 3, employment or training";
        for room in (2..60).map(f64::from) {
            let lines = font::wrap(text, SMALL, false, room);
            let fits = lines.iter().all(|line| font::width(line, SMALL, false) <= room);
            assert_eq!(Text::of(text, false).lines(room), fits.then_some(lines), "{room}");
        }
    }

    #[test]
    fn what_is_written_follows_from_the_room() {
        let wide = font::width("Connectivity", SMALL, false) + 2.0 * PAD + 0.01;
        assert_eq!(
            inner(&name("Connectivity"), false, (wide, 20.0)).0,
            Label::Across(vec!["Connectivity".into()], true)
        );
        // One line high: the number goes first.
        let line = tall(1);
        assert_eq!(
            inner(&name("Connectivity"), false, (wide, line)).0,
            Label::Across(vec!["Connectivity".into()], false)
        );
        // Narrow and high: turned, with its number.
        assert_eq!(
            inner(&name("Connectivity"), false, (5.0, 40.0)).0,
            Label::Turned(vec!["Connectivity 50\u{a0}%".into()])
        );
        // Neither: the code, and nothing where even that has no room.
        assert_eq!(inner(&name("Connectivity"), false, (5.0, 5.0)).0, Label::Across(vec!["C".into()], false));
        assert_eq!(inner(&name("Connectivity"), false, (5.0, 1.0)).0, Label::Blank);
        assert_eq!(leaf(&name("Connectivity"), true, (40.0, line)).0, Label::Beside(vec!["Connectivity".into()], true));
        assert_eq!(leaf(&name("Connectivity"), false, (40.0, line)).0, Label::Beside(vec!["C".into()], true));
        assert_eq!(leaf(&name("Connectivity"), true, (40.0, line - 0.01)).0, Label::Blank);
    }
}
