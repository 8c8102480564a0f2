//! The tree of an index with its weights: a column for each level, each cell as high as its node weighs.

use super::canvas::{CENTRE, Canvas, Stroke, Type};
use super::sheet::{MARGIN, PAGE, SMALL, Sheet, leading};
use super::table::{Table, number};
use super::theme::Palette;
use super::tree_cells::{Block, CLEAR, Cell, IMPOSSIBLE, Label, Name, PAD, Plan, STRIP, plan};
use super::words::Words;
use super::{ChartError, Drawn, Figure, Style, fitting, font};
use crate::analysis::index_weights::NodeWeight;
use crate::document::number as print;
use crate::model::Index;
use crate::model::framework::{Aggregation, NodeId, NodeKind};
use crate::model::tree::ancestors;

/// In millimetres, where no width is asked for.
pub const TREE_WIDTH: f64 = 174.0;

/// Between two trees.
const GAP: f64 = 4.0;
/// A tree is no lower.
const LOWEST: f64 = 14.0;
/// A tree of few indicators, and one of so many that most have no name even on a whole page.
const LOW: f64 = 26.0;
const CROWDED: f64 = 120.0;
/// Two trees stand side by side, which takes half the height, where that costs no more than so much.
const WORTH: f64 = 4.0;

/// What a figure of an index's tree shows.
pub struct TreeScene<'a> {
    pub index: &'a Index,
    /// One for each node.
    pub weights: &'a [NodeWeight],
    /// FORM and CONTENT of a framework for partnerships, which alone have colours.
    pub pair: Option<[NodeId; 2]>,
    /// Only this node and what lies below it, as a whole of its own.
    pub top: Option<NodeId>,
    /// The nodes whose children's weights were fitted on units.
    pub fitted: &'a [NodeId],
    /// Framework and number of indicators.
    pub subtitle: &'a str,
    /// The last line.
    pub source: &'a str,
    /// What stands above, in place of the kind's own title.
    pub title: Option<&'a str>,
    pub words: &'a Words,
}

/// Draws the tree of an index. The same arguments give the same bytes on every machine.
///
/// # Errors
///
/// Where there is nothing below the node, and where the size leaves the columns no room.
pub fn draw_tree(scene: &TreeScene<'_>, style: Style) -> Result<Figure, ChartError> {
    let many = "these nodes are too many for one figure; show a part of them with --node";
    let drawn = fitting(style, many, |style| draw(scene, style))?;
    drawn.figure(scene.subtitle, scene.words.code(), style)
}

fn draw(scene: &TreeScene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let (drawn, blanks) = drawn(scene, style, false)?;
    // Where cells stay blank the foot says so, which leaves the others a little less height.
    if blanks == 0 { Ok(drawn) } else { Ok(self::drawn(scene, style, true)?.0) }
}

/// A tree in its place on the page.
struct Placed {
    at: (f64, f64),
    size: (f64, f64),
    plan: Plan,
}

fn drawn(scene: &TreeScene<'_>, style: Style, blanks: bool) -> Result<(Drawn, usize), ChartError> {
    let words = scene.words;
    let roots = scene.roots();
    let blocks: Vec<Block> = roots.iter().map(|root| Block::of(scene.index, scene.weights, *root)).collect();
    if blocks.iter().any(|block| block.levels == 0) || blocks.is_empty() {
        return Err(ChartError::Nothing("nothing lies below this node\n  name an inner node with --node".into()));
    }
    let per_cent = scene.per_cent(&blocks);
    let name = |cell: &Cell| {
        let code = &scene.index.node(cell.id).code;
        Name::of(&scene.name(cell.id), code, &per_cent(cell.weight), cell.level == 0)
    };
    let names: Vec<Vec<Name>> = blocks.iter().map(|b| b.cells.iter().map(name).collect()).collect();
    let title = words.say("{names}: tree and weights", &[("names", &scene.joined(&roots))]);
    let mut sheet =
        Sheet::titled(style, scene.title.map_or(title, str::to_owned), scene.subtitle, &scene.foot(&blocks, blanks));
    let palette = sheet.palette;
    let width = sheet.width - 2.0 * MARGIN;
    let page = sheet.left_of(style.height.unwrap_or(PAGE)).max(1.0);
    let placed = |beside: bool, room: f64| arranged((&blocks, &names), (width, room), beside);
    let natural = |beside: bool| {
        let rows = if beside { 1.0 } else { blocks.len() as f64 };
        let most = (page - GAP * (rows - 1.0)) / rows;
        let wanted = blocks.iter().map(Block::wanted).fold(LOW, f64::max);
        // On a page on which most indicators have no name, height is of no use.
        let crowded = blocks.iter().any(|b| b.fitting(most) < 0.5);
        let each = if crowded { wanted.min(most).min(CROWDED) } else { wanted.min(most) };
        rows * each + GAP * (rows - 1.0)
    };
    let cost = |beside: bool| placed(beside, natural(beside)).iter().map(|p| p.plan.cost).sum::<f64>();
    let beside = blocks.len() == 2 && cost(true) <= cost(false) + WORTH;
    let rows = if beside { 1 } else { blocks.len() };
    let room = sheet.room(natural(beside), rows as f64 * LOWEST);
    let placed = placed(beside, room);
    let nameless = placed.iter().any(|p| p.plan.labels.first() == Some(&Label::Blank));
    if nameless || placed.iter().any(|p| p.plan.cost >= IMPOSSIBLE) {
        sheet.cramp();
    }
    let top = sheet.top;
    for (((block, names), placed), root) in blocks.iter().zip(&names).zip(&placed).zip(&roots) {
        let colours = scene.colours(*root, &palette);
        tree(&mut sheet.canvas, (&palette, colours), top, block, names, placed);
    }
    let left = placed.iter().map(|p| p.plan.blanks()).sum();
    let numbers = scene.numbers(&blocks);
    let (caption, alt) = (scene.caption(&roots, &blocks), scene.alt(&roots, &names));
    Ok((Drawn { sheet: sheet.finish(top + room), numbers, caption, alt }, left))
}

/// Each tree in its place: side by side, the width parted so that most fits, or one below the other.
fn arranged((blocks, names): (&[Block], &[Vec<Name>]), (width, room): (f64, f64), beside: bool) -> Vec<Placed> {
    let all = || blocks.iter().zip(names);
    if beside && blocks.len() == 2 {
        let parted = |left: f64| -> Vec<Placed> {
            let places = [(0.0, left), (left + GAP, width - left - GAP)];
            let one = |((block, names), (x, w)): ((&Block, &Vec<Name>), (f64, f64))| Placed {
                at: (MARGIN + x, 0.0),
                size: (w, room),
                plan: plan(block, names, (w, room)),
            };
            all().zip(places).map(one).collect()
        };
        let cost = |placed: &[Placed]| placed.iter().map(|p| p.plan.cost).sum::<f64>();
        // Of parts that cost the same, the one in which the columns of indicators differ least.
        let uneven = |placed: &[Placed]| {
            let widths = placed.iter().map(|p| p.plan.leaf);
            widths.clone().fold(0.0, f64::max) - widths.fold(f64::INFINITY, f64::min)
        };
        let tries = (2..=7).map(|part| parted(width * f64::from(part) / 10.0));
        let best = tries.min_by(|a, b| cost(a).total_cmp(&cost(b)).then(uneven(a).total_cmp(&uneven(b))));
        return best.unwrap_or_default();
    }
    let rows = blocks.len().max(1) as f64;
    let high = ((room - GAP * (rows - 1.0)) / rows).max(0.1);
    let one = |(row, (block, names)): (usize, (&Block, &Vec<Name>))| Placed {
        at: (MARGIN, row as f64 * (high + GAP)),
        size: (width, high),
        plan: plan(block, names, (width, high)),
    };
    all().enumerate().map(one).collect()
}

/// The colours of one tree: its strip, the ground of its inner nodes, and the rims.
#[derive(Clone, Copy)]
struct Colours {
    strip: &'static str,
    ground: &'static str,
    rim: &'static str,
}

fn tree(
    canvas: &mut Canvas,
    (palette, colours): (&Palette, Colours),
    top: f64,
    block: &Block,
    names: &[Name],
    placed: &Placed,
) {
    let (left, above) = (placed.at.0, top + placed.at.1);
    let plan = &placed.plan;
    let column = |level: usize| left + plan.columns.iter().take(level).sum::<f64>();
    let leaves = column(block.levels);
    let rim = Stroke::new(colours.rim, 0.12);
    for (place, ((cell, name), label)) in block.cells.iter().zip(names).zip(&plan.labels).enumerate() {
        let (y, high) = (above + cell.from * placed.size.1, (cell.to - cell.from) * placed.size.1);
        canvas.open(name.code());
        let (x, wide) = if cell.leaf {
            // An indicator beside nodes that have more levels stands in the column of all indicators.
            if let Some(from) = bridged(block, place, &column).filter(|from| leaves - from > 0.05) {
                canvas.rect((from, y), (leaves - from, high), colours.ground, Some(rim));
            }
            (leaves, plan.leaf)
        } else if cell.last {
            (column(cell.level), leaves - column(cell.level))
        } else {
            (column(cell.level), plan.columns.get(cell.level).copied().unwrap_or(0.0))
        };
        let ground = if cell.leaf { palette.ground } else { colours.ground };
        canvas.rect((x, y), (wide, high), ground, Some(rim));
        let root = cell.level == 0;
        if root {
            canvas.rect((x, y), (STRIP, high), colours.strip, None);
        }
        written(canvas, palette, (label, name, root), (x, y), (wide, high));
        canvas.close();
    }
}

/// Where the way from an indicator's parent to the column of indicators begins; nothing where the parent reaches there.
fn bridged(block: &Block, place: usize, column: &impl Fn(usize) -> f64) -> Option<f64> {
    let cell = block.cells.get(place)?;
    // Parents stand before their children.
    let parent = block.cells.iter().take(place).rev().find(|other| other.level + 1 == cell.level)?;
    (!parent.last).then(|| column(cell.level))
}

/// Writes what stands in a cell, at its middle height.
fn written(
    canvas: &mut Canvas,
    palette: &Palette,
    (label, name, root): (&Label, &Name, bool),
    (x, y): (f64, f64),
    (wide, high): (f64, f64),
) {
    let look = Type::new(SMALL, palette.ink).bold(root);
    let quiet = Type::new(SMALL, palette.muted);
    let strip = if root { STRIP } else { 0.0 };
    // The middle heights of so many lines about a middle.
    let at = |middle: f64, line: usize, of: usize| middle + (line as f64 - (of as f64 - 1.0) / 2.0) * leading(SMALL);
    // In a low cell the lines stand a little higher, so that what hangs below them is clear of its lower rim.
    let hang = (CENTRE + font::DESCENT) * SMALL * font::POINT + CLEAR;
    let middle = |of: usize| {
        let half = (of as f64 - 1.0) / 2.0 * leading(SMALL);
        y + (high / 2.0).min(high - half - hang)
    };
    match label {
        Label::Across(lines, numbered) => {
            let of = lines.len() + usize::from(*numbered);
            for (i, line) in lines.iter().enumerate() {
                canvas.text_at_height((x + strip + PAD, at(middle(of), i, of)), line, look);
            }
            if *numbered {
                canvas.text_at_height((x + PAD, at(middle(of), lines.len(), of)), name.number(), quiet);
            }
        }
        Label::Turned(lines) => {
            for (i, line) in lines.iter().enumerate() {
                let across = at(x + strip + (wide - strip) / 2.0, i, lines.len());
                let base = across + SMALL * font::POINT * CENTRE;
                canvas.text((base, y + high / 2.0), line, look.middle().turned(-90.0));
            }
        }
        Label::Beside(lines, numbered) => {
            for (i, line) in lines.iter().enumerate() {
                canvas.text_at_height((x + PAD, at(middle(lines.len()), i, lines.len())), line, look);
            }
            if *numbered {
                canvas.text_at_height((x + wide - PAD, middle(1)), name.number(), quiet.end());
            }
        }
        Label::Blank => {}
    }
}

impl TreeScene<'_> {
    /// The node that is shown alone, FORM and CONTENT, or every root.
    fn roots(&self) -> Vec<NodeId> {
        match (self.top, self.pair) {
            (Some(top), _) => vec![top],
            (None, Some(pair)) => pair.to_vec(),
            (None, None) => self.index.roots().collect(),
        }
    }

    fn name(&self, id: NodeId) -> String {
        let node = self.index.node(id);
        if node.title.is_empty() { node.code.clone() } else { self.words.node(node) }
    }

    /// "Form and Content".
    fn joined(&self, roots: &[NodeId]) -> String {
        match roots {
            [one, other] => self.words.say("{x} and {y}", &[("x", &self.name(*one)), ("y", &self.name(*other))]),
            all => all.iter().map(|id| self.name(*id)).collect::<Vec<_>>().join(", "),
        }
    }

    /// How weights are written: as per cent, all without decimals or all with one.
    fn per_cent(&self, blocks: &[Block]) -> impl Fn(f64) -> String + use<'_> {
        let whole = |share: f64| (100.0 * share + 1e-6).fract() < 2e-6;
        let mut shares = blocks.iter().flat_map(|b| &b.cells).map(|c| c.weight);
        let decimals = usize::from(!shares.all(whole));
        let words = self.words;
        move |share| format!("{}\u{a0}%", words.marked(&print::fixed(100.0 * share, decimals)))
    }

    fn colours(&self, root: NodeId, palette: &Palette) -> Colours {
        let above = ancestors(&self.index.nodes, root).last();
        let [form, content] = self.pair.map_or([None, None], |pair| pair.map(Some));
        if above.is_some() && above == form {
            Colours { strip: palette.form, ground: palette.form_pale, rim: palette.form }
        } else if above.is_some() && above == content {
            Colours { strip: palette.content, ground: palette.content_pale, rim: palette.content }
        } else {
            Colours { strip: palette.pair[0], ground: palette.bands[0], rim: palette.muted }
        }
    }

    /// How it is read, where the rules are others than the weighted arithmetic mean, and what it was made from.
    fn foot(&self, blocks: &[Block], blanks: bool) -> Vec<String> {
        let words = self.words;
        let mut notes = vec![words.plain(
            "The height of a cell is its effective weight: the product of the weights from it up to the whole at the left.",
        )];
        let inner: Vec<NodeId> = blocks.iter().flat_map(|b| &b.cells).filter(|c| !c.leaf).map(|c| c.id).collect();
        let rule = |id: &NodeId| match &self.index.node(*id).kind {
            NodeKind::Composite { aggregation, children, .. } if children.len() > 1 => Some(*aggregation),
            _ => None,
        };
        let named = |of: &dyn Fn(Aggregation) -> bool| -> Vec<String> {
            inner.iter().filter(|id| rule(id).is_some_and(of)).map(|id| self.name(*id)).collect()
        };
        let other = named(&|a| a.weights_enter() && a != Aggregation::Arithmetic {});
        let without = named(&|a| !a.weights_enter());
        let fitted: Vec<String> = inner.iter().filter(|id| self.fitted.contains(id)).map(|id| self.name(*id)).collect();
        for (phrase, names) in [
            ("Another rule than the weighted arithmetic mean: {names}.", other),
            ("Weights do not enter the rule: {names}.", without),
            ("Weights fitted on the units: {names}.", fitted),
        ] {
            if !names.is_empty() {
                notes.push(words.say(phrase, &[("names", &names.join("; "))]));
            }
        }
        if blanks {
            notes.push(words.plain("Cells too low for a name are blank; FILE.csv names them."));
        }
        vec![notes.join(" "), self.source.to_owned()]
    }

    /// Every cell with its weights; the directions of a pair weigh the same by nature and are one.
    fn numbers(&self, blocks: &[Block]) -> Table {
        let mut table = Table::new(&["node", "title", "parent", "level", "indicator", "weight", "effective_weight"]);
        for cell in blocks.iter().flat_map(|b| &b.cells) {
            let node = self.index.node(cell.id);
            let parent = node.parent.filter(|_| cell.level > 0).map(|p| self.index.node(p).code.clone());
            let share = self.weights.get(cell.id.0).map(|w| w.share).filter(|_| cell.level > 0);
            table.push(vec![
                node.code.clone(),
                self.name(cell.id),
                parent.unwrap_or_default(),
                cell.level.to_string(),
                if cell.leaf { "yes" } else { "" }.to_owned(),
                number(share.or(Some(1.0))),
                number(Some(cell.weight)),
            ]);
        }
        table
    }

    fn caption(&self, roots: &[NodeId], blocks: &[Block]) -> String {
        let n = blocks.iter().flat_map(|b| &b.cells).filter(|c| c.leaf).count().to_string();
        let places = [("names", &*self.joined(roots)), ("n", &n)];
        self.words.say(
            "The tree of {names} with {n} indicators, a column for each level. The height of a cell is its effective weight, the \
             product of the weights from it up to the whole.",
            &places,
        )
    }

    fn alt(&self, roots: &[NodeId], names: &[Vec<Name>]) -> String {
        let one = |name: &Name| format!("{} {}", name.title(), name.number());
        let all: Vec<String> = names.iter().flatten().map(one).collect();
        let places = [("names", &*self.joined(roots)), ("all", &all.join("; "))];
        self.words.say("Tree of {names} as a stack of cells, each with its effective weight: {all}.", &places)
    }
}
