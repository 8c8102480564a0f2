//! Ranks by framework: a column for each framework, a line for each partnership, named at both ends.

use super::canvas::{Mark, Stroke, Type};
use super::ruler::Ruler;
use super::sheet::{BODY, MARGIN, SMALL, Sheet, leading};
use super::slope::spread;
use super::table::{Table, number};
use super::words::Words;
use super::{ChartError, Drawn, Figure, Style, fitting, font};
use crate::analysis::rival_frameworks::Places;
use crate::analysis::verbs::Rivals;
use crate::document::number as print;
use crate::model::party::{Partnership, PartyId, common_side};

/// Between two neighbouring ranks, and the least that is drawn.
const STEP: f64 = 5.6;
const LEAST_STEP: f64 = 3.6;
/// Between a mark and its words.
const ASIDE: f64 = 3.8;
/// The least distance of two columns, and of two heads.
const LEAST_COLUMN: f64 = 12.0;
const BETWEEN: f64 = 1.5;

/// What a figure of several frameworks shows.
pub struct RivalScene<'a> {
    pub rivals: &'a Rivals<'a>,
    /// The partnership that was asked for: the one accent.
    pub strong: Option<Partnership>,
    /// What stands above, in place of what the figure says.
    pub title: Option<&'a str>,
    pub words: &'a Words,
}

/// In millimetres, where no width is asked for.
pub const RIVALS_WIDTH: f64 = 120.0;

/// Draws the ranks of the partnerships under each framework. The same arguments give the same bytes on every machine.
///
/// # Errors
///
/// Where no partnership has a value under every framework, and where the texts do not fit.
pub fn draw_rivals(scene: &RivalScene<'_>, style: Style) -> Result<Figure, ChartError> {
    let many = "these partnerships or frameworks are too many for one figure; name fewer";
    let drawn = fitting(style, many, |style| draw(scene, style))?;
    drawn.figure(&scene.subtitle(), scene.words.code(), style)
}

/// A partnership with its ranks.
struct Line<'a> {
    name: String,
    slug: String,
    strong: bool,
    places: &'a Places,
}

fn draw(scene: &RivalScene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scene.words;
    let found = &scene.rivals.found;
    let lines: Vec<Line<'_>> = found.places.iter().filter_map(|p| scene.line(p)).collect();
    if lines.is_empty() {
        return Err(ChartError::Nothing("no partnership has a value under every framework".into()));
    }
    let columns = found.columns.len();
    let places = [("m", &*columns.to_string()), ("subject", &scene.subject())];
    let title = words.say("Ranks under {m} frameworks: {subject}", &places);
    let mut sheet =
        Sheet::titled(style, scene.title.map_or(title, str::to_owned), &scene.subtitle(), &scene.foot(lines.len()));
    let palette = sheet.palette;
    let look = |l: &Line<'_>| Type::new(SMALL, palette.ink).bold(l.strong);
    let ends = |side: usize| {
        lines.iter().map(move |l| (l, if side == 0 { l.places.ranks.first() } else { l.places.ranks.last() }))
    };
    let reach = |side: usize, named: bool| {
        let widths = ends(side).filter_map(|(l, rank)| Some(look(l).width(&beside(l, *rank?, (side, named)))));
        widths.fold(0.0, f64::max)
    };
    // Lines that end in one point are told apart by their names at the other end.
    let tied = |side: usize| {
        let mut ranks: Vec<f64> = ends(side).filter_map(|(_, rank)| rank.copied()).collect();
        ranks.sort_by(f64::total_cmp);
        ranks.windows(2).filter(|pair| pair.first() == pair.last()).count()
    };
    let alone = if tied(0) < tied(1) { 0 } else { 1 };
    // A piece of a head is not broken, and two heads do not touch.
    let pieces = (0..columns).flat_map(|column| head(scene.code(column), 0.0));
    let widest = pieces.map(|piece| Type::new(BODY, palette.ink).bold(true).width(&piece)).fold(0.0, f64::max);
    let least = LEAST_COLUMN.max(widest + BETWEEN);
    let room = |both: bool| {
        let beyond = |side: usize| (reach(side, both || side == alone) + ASIDE).max(widest / 2.0);
        let left = MARGIN + beyond(0);
        let right = sheet.width - MARGIN - beyond(1);
        (left, right, (right - left) / (columns - 1).max(1) as f64)
    };
    // Where names at both ends leave the lines no room, they stand at one end, if no two lines end there in one point.
    let both = room(true).2 >= least;
    let (left, right, apart) = room(both);
    if apart < least || (!both && tied(alone) > 0) {
        sheet.cramp();
    }
    let at = |column: usize| left + apart * column as f64;
    // The heads: a code may be broken behind its hyphens; those at the ends may reach as far as the page does.
    let heads: Vec<Vec<String>> = (0..columns)
        .map(|column| {
            let edge = (at(column) - MARGIN).min(sheet.width - MARGIN - at(column));
            head(scene.code(column), (2.0 * edge).min(apart - BETWEEN).max(1.0))
        })
        .collect();
    let deepest = heads.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let above = deepest * leading(BODY) + 3.0;
    let steps = (lines.len() - 1).max(1) as f64;
    let room = sheet.room(above + steps * STEP + 4.0, above + steps * LEAST_STEP + 4.0);
    let (top, bottom) = (sheet.top + above, sheet.top + room - 3.0);
    let scale = Ruler { from: top, to: bottom, low: 1.0, high: (lines.len() as f64).max(2.0) };
    let canvas = &mut sheet.canvas;
    for (column, lines) in heads.iter().enumerate() {
        let x = at(column);
        canvas.line((x, top - 2.4), (x, bottom + 2.0), Stroke::new(palette.grid, 0.25));
        for (i, line) in lines.iter().rev().enumerate() {
            let y = top - 3.4 - i as f64 * leading(BODY);
            canvas.text((x, y), line, Type::new(BODY, palette.ink).bold(true).middle());
        }
    }
    // The one in question above the others.
    let mut order: Vec<&Line<'_>> = lines.iter().collect();
    order.sort_by_key(|l| l.strong);
    let colour = |l: &Line<'_>| if l.strong { palette.strong } else { palette.other };
    for l in &order {
        canvas.open(&l.slug);
        let stroke = Stroke::new(colour(l), if l.strong { 0.6 } else { 0.3 });
        let points: Vec<(f64, f64)> =
            l.places.ranks.iter().enumerate().map(|(column, rank)| (at(column), scale.at(*rank))).collect();
        for pair in points.windows(2) {
            if let [from, to] = pair {
                canvas.line(*from, *to, stroke);
            }
        }
        for point in points {
            canvas.mark(Mark::Disc, point, if l.strong { 1.2 } else { 1.0 }, colour(l));
        }
        canvas.close();
    }
    for side in [0, 1] {
        let mut sorted: Vec<(&Line<'_>, f64)> = ends(side).filter_map(|(l, rank)| Some((l, *rank?))).collect();
        sorted.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.slug.cmp(&b.0.slug)));
        let wanted: Vec<f64> = sorted.iter().map(|(_, rank)| scale.at(*rank)).collect();
        let heights = spread(&wanted, leading(SMALL), (top, bottom));
        let (x, out) = if side == 0 { (left, -1.0) } else { (right, 1.0) };
        for (((l, rank), own), y) in sorted.into_iter().zip(wanted).zip(heights) {
            canvas.line((x + out * 1.8, own), (x + out * (ASIDE - 0.6), y), Stroke::new(palette.muted, 0.12));
            let look = if side == 0 { look(l).end() } else { look(l) };
            canvas.text_at_height((x + out * ASIDE, y), &beside(l, rank, (side, both || side == alone)), look);
        }
    }
    let caption = words.say(
        "Rank of {subject} under each of {m} frameworks, 1 the highest, among those that have a value under all; a line for each \
         partnership.",
        &places,
    );
    let alt = scene.alt(&lines);
    Ok(Drawn { sheet: sheet.finish(bottom + 2.5), numbers: numbers(scene), caption, alt })
}

/// What stands beside an end: the rank next to it, and the name where it has room.
fn beside(l: &Line<'_>, rank: f64, (side, named): (usize, bool)) -> String {
    let rank = print::plain(rank);
    match (side, named) {
        (0, true) => format!("{}  {rank}", l.name),
        (_, true) => format!("{rank}  {}", l.name),
        (_, false) => rank,
    }
}

/// The lines of a code that may be broken behind its hyphens.
fn head(code: &str, width: f64) -> Vec<String> {
    let lines = font::wrap(&code.replace('-', "- "), BODY, true, width);
    lines.into_iter().map(|line| line.replace("- ", "-")).collect()
}

impl RivalScene<'_> {
    fn code(&self, column: usize) -> &str {
        self.rivals.found.columns.get(column).map_or("", |c| c.framework.code.as_str())
    }

    fn name(&self, id: PartyId) -> String {
        let parties = &self.rivals.package.parties;
        self.words.party(parties.code(id), parties.name(id))
    }

    fn label(&self, p: Partnership) -> String {
        match common_side(&self.rivals.found.partnerships) {
            Some(common) if common == p.b => self.name(p.a),
            Some(common) if common == p.a => self.name(p.b),
            _ => format!("{}\u{a0}– {}", self.name(p.a), self.name(p.b)),
        }
    }

    fn line<'a>(&self, places: &'a Places) -> Option<Line<'a>> {
        let p = *self.rivals.found.partnerships.get(places.partnership)?;
        let slug = p.slug(&self.rivals.package.parties);
        Some(Line { name: self.label(p), slug, strong: self.strong == Some(p), places })
    }

    /// "Russia among 11 partnerships with ASEAN".
    fn subject(&self) -> String {
        let all = &self.rivals.found.partnerships;
        let party = common_side(all).map(|id| self.name(id));
        let strong = self.strong.map(|p| self.label(p));
        let phrase = match (strong.is_some(), party.is_some()) {
            (true, true) => "{x} among {n} partnerships with {party}",
            (true, false) => "{x} among {n} partnerships",
            (false, true) => "{n} partnerships with {party}",
            (false, false) => "{n} partnerships",
        };
        let n = all.len().to_string();
        let places =
            [("x", strong.as_deref().unwrap_or_default()), ("n", &n), ("party", party.as_deref().unwrap_or_default())];
        self.words.say(phrase, &places)
    }

    fn frameworks(&self) -> String {
        let one = |c: &crate::analysis::rival_frameworks::Column<'_>| {
            format!("{}\u{a0}{}", c.framework.code, c.framework.version)
        };
        self.rivals.found.columns.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn subtitle(&self) -> String {
        let package = self.rivals.package;
        let (window, frameworks) = (self.rivals.window.to_string(), self.frameworks());
        let data = format!("{}\u{a0}{}", package.name, package.version);
        let places = [("window", &*window), ("frameworks", &frameworks), ("data", &data)];
        self.words.say("Window {window} · frameworks {frameworks} · data {data}", &places)
    }

    /// The agreement, who has no line, and what it was made from.
    fn foot(&self, lines: usize) -> Vec<String> {
        let words = self.words;
        let found = &self.rivals.found;
        let mut notes = Vec::new();
        if let Ok(c) = &found.concordance {
            let places = [("w", &*words.two_decimals(c.w)), ("n", &c.units.to_string())];
            notes.push(words.say("Kendall’s W = {w} over the {n} that have a value under each.", &places));
        }
        let without: Vec<String> = found.partnerships.iter().skip(lines).map(|p| self.label(*p)).collect();
        if !without.is_empty() {
            let places = [("names", &*without.join("; "))];
            notes.push(words.say("Withheld under one framework or more, without a line: {names}.", &places));
        }
        let package = self.rivals.package;
        let data = format!("{} {}", package.name, package.version);
        let places = [("data", &*data), ("version", env!("CARGO_PKG_VERSION"))];
        let source = words.say("Sources: data package {data}. Computed with spscore {version}.", &places);
        let notes = if notes.is_empty() { None } else { Some(notes.join(" ")) };
        notes.into_iter().chain([source]).collect()
    }

    fn alt(&self, lines: &[Line<'_>]) -> String {
        let one = |l: &Line<'_>| {
            let ranks: Vec<String> = l.places.ranks.iter().map(|r| print::plain(*r)).collect();
            format!("{}: {}.", l.name, ranks.join(", "))
        };
        let all: Vec<String> = lines.iter().map(one).collect();
        let (subject, frameworks, all) = (self.subject(), self.frameworks(), all.join(" "));
        let places = [("subject", &*subject), ("frameworks", &frameworks), ("all", &all)];
        self.words.say("Ranks of {subject} under the frameworks {frameworks}, in this order. {all}", &places)
    }
}

fn numbers(scene: &RivalScene<'_>) -> Table {
    let rivals = scene.rivals;
    let mut table = Table::new(&[
        "partnership",
        "label",
        "framework",
        "framework_version",
        "score",
        "value",
        "rank",
        "rank_among_all_known",
    ]);
    for (at, p) in rivals.found.partnerships.iter().enumerate() {
        let places = rivals.found.places.iter().find(|places| places.partnership == at);
        for (column, c) in rivals.found.columns.iter().enumerate() {
            let Some(s) = c.standings.get(at) else { continue };
            let (slug, f) = (p.slug(&rivals.package.parties), c.framework);
            let start = [slug, scene.label(*p), f.code.clone(), f.version.clone()];
            let drawn = places.and_then(|places| places.ranks.get(column).copied());
            table.push(start.into_iter().chain([s.score, s.value, s.rank, drawn].map(number)).collect());
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_broken_behind_hyphens_alone() {
        assert_eq!(head("korolev", 5.0), ["korolev"]);
        assert_eq!(head("hot-economics-cold-politics", 500.0), ["hot-economics-cold-politics"]);
        assert_eq!(head("hot-economics-cold-politics", 22.0), ["hot-economics-", "cold-politics"]);
    }
}
