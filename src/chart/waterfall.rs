//! The waterfall: how a score came from its value in one window to that in another, indicator by indicator.

use super::canvas::{Canvas, Mark, Stroke, Type};
use super::results::Passage;
use super::ruler::{self, Ruler};
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::theme::Palette;
use super::variants::chosen;
use super::words::Words;
use super::{ChartError, Drawn, Style, font};

const ROW: f64 = 5.4;
const LEAST_ROW: f64 = 3.6;
const HEAD: f64 = 1.0;
const BELOW: f64 = 8.5;
/// Beside the bars on both sides, for a number.
const ASIDE: f64 = 8.5;

/// The parts of a change in the order in which they are drawn; they sum to the last value less the first.
struct Cascade<'a> {
    /// Of the parts, in their order.
    codes: &'a [String],
    start: (String, f64),
    parts: &'a [(String, f64)],
    end: (String, f64),
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let nobody = || ChartError::Nothing("`waterfall` shows one partnership; name it before --peers".into());
    let e = chosen(scene).ok_or_else(nobody)?;
    let slug = scene.slug(e);
    let passage = scene.passage.filter(|p| p.slug == slug);
    let passage = passage.ok_or_else(|| ChartError::Nothing(format!("`waterfall` has no second window of {slug}")))?;
    let scene = &Scene { evaluations: std::slice::from_ref(e), ..*scene };
    let [from, to] = passage.windows.map(|w| w.to_string());
    let withheld = |window: &str| ChartError::Nothing(format!("CONTENT of {slug} is withheld in {window}"));
    let [before, after] = passage.scores;
    let before = before.ok_or_else(|| withheld(&from))?;
    let after = after.ok_or_else(|| withheld(&to))?;
    let words = scene.words;
    let places = [("from", &*from), ("to", &to), ("subject", &scene.subject())];
    let title = words.say("What changed content from {from} to {to}: {subject}", &places);
    let note = words.plain(
        "Points of CONTENT, the largest first; they sum to the change. Of an indicator known in one window only the part is what \
         its coming or going does to the mean.",
    );
    let mut foot = vec![note, super::sources::line(scene, &super::sources::ALL)];
    let subtitle = subtitle(scene, passage);
    let parts: Vec<(String, f64)> = passage.parts.iter().map(|(id, x)| (scene.node_title(*id), *x)).collect();
    let content = words.plain("CONTENT");
    let codes: Vec<String> = passage.parts.iter().map(|(id, _)| scene.framework.node(*id).code.clone()).collect();
    let cascade = Cascade {
        codes: &codes,
        start: (format!("{content} {from}"), before),
        parts: &parts,
        end: (format!("{content} {to}"), after),
    };
    let short = cascade.low() > 0.0;
    if short {
        foot.insert(1, words.plain("The scale does not begin at 0."));
    }
    let mut sheet = Sheet::titled(style, scene.title(title), &subtitle, &foot);
    let palette = sheet.palette;
    sheet.legend(&[
        (words.plain("raises it"), Sample::Patch(palette.pair[0], Some(palette.ink))),
        (words.plain("lowers it"), Sample::Patch(palette.pair[1], Some(palette.ink))),
    ]);
    let bottom = cascade.draw(&mut sheet, &palette, words)?;
    let caption = words.say(
        "Change of CONTENT of {subject} from {from} ({before}) to {to} ({after}) by indicator, in points.",
        &[&places[..], &[("before", &words.score(before)), ("after", &words.score(after))]].concat(),
    );
    let alt = alt(scene, &cascade);
    Ok(Drawn { sheet: sheet.finish(bottom), numbers: table(scene, passage, before, after), caption, alt })
}

/// As for a series of windows: from the first to the last.
fn subtitle(scene: &Scene<'_>, passage: &Passage) -> String {
    let (f, package) = (scene.framework, scene.measurer.package());
    let [first, last] = passage.windows.map(|w| w.to_string());
    let (framework, data) =
        (format!("{}\u{a0}{}", f.code, f.version), format!("{}\u{a0}{}", package.name, package.version));
    let places = [("first", &*first), ("last", &last), ("framework", &framework), ("data", &data)];
    scene.words.say("Windows {first} and {last} · framework {framework} · data {data}", &places)
}

impl Cascade<'_> {
    /// The running sums, from the first value on.
    fn sums(&self) -> Vec<f64> {
        let mut sum = self.start.1;
        let after = |(_, x): &(String, f64)| {
            sum += x;
            sum
        };
        std::iter::once(self.start.1).chain(self.parts.iter().map(after).collect::<Vec<f64>>()).collect()
    }

    fn low(&self) -> f64 {
        self.sums().into_iter().fold(self.end.1, f64::min)
    }

    /// Draws the rows and returns how far down they reach.
    fn draw(&self, sheet: &mut Sheet, palette: &Palette, words: &Words) -> Result<f64, ChartError> {
        let look = Type::new(SMALL, palette.ink);
        let bold = Type::new(BODY, palette.ink).bold(true);
        let room_for_names = (sheet.width * 0.4).min(60.0);
        let wrapped = |name: &str| font::wrap(name, SMALL, false, room_for_names);
        let names: Vec<Vec<String>> = self.parts.iter().map(|(name, _)| wrapped(name)).collect();
        let ends = [&self.start, &self.end].map(|(name, _)| bold.width(name));
        let widest = names.iter().flatten().map(|l| look.width(l)).chain(ends).fold(0.0, f64::max);
        let (from, to) = (MARGIN + widest + 2.0 + ASIDE, sheet.width - MARGIN - ASIDE);
        if to - from < 20.0 {
            sheet.cramp();
        }
        let sums = self.sums();
        let ruler = Ruler::holding(from, to.max(from + 1.0), sums.iter().copied().chain([self.end.1]));
        let n = self.parts.len() as f64 + 2.0;
        let two = names.iter().any(|lines| lines.len() > 1);
        let least = if two { 2.0 * leading(SMALL) + 0.2 } else { LEAST_ROW };
        let room = sheet.room(HEAD + n * ROW.max(least) + BELOW, HEAD + n * least + BELOW);
        let (top, step) = (sheet.top + HEAD, (room - HEAD - BELOW) / n);
        let bottom = top + n * step;
        let sheet_width = sheet.width;
        let canvas = &mut sheet.canvas;
        ruler.draw(canvas, palette, (top, bottom), ruler.axis(9.0, |x| words.short(x)))?;
        ruler::name(sheet_width, canvas, ((from + to) / 2.0, bottom + 7.0), &words.plain("CONTENT, score 0–100"), look);
        let total = |canvas: &mut Canvas, (name, value): &(String, f64), y: f64| {
            canvas.text_at_height((MARGIN, y), name, bold);
            canvas.mark(Mark::Diamond, (ruler.at(*value), y), 1.6, palette.ink);
            canvas.text_on((ruler.at(*value) + 2.4, y), &words.score(*value), bold, palette.ground);
        };
        let middle = |i: usize| top + (i as f64 + 0.5) * step;
        for (i, pair) in sums.windows(2).enumerate() {
            let [before, after] = [pair.first(), pair.last()].map(|x| ruler.at(x.copied().unwrap_or(0.0)));
            let (y, half) = (middle(i + 1), (step * 0.34).min(1.8));
            canvas.open(self.codes.get(i).map_or("part", String::as_str));
            // The sum so far is carried down from the row above.
            let carried = Stroke::new(palette.muted, 0.2);
            canvas.line((before, middle(i)), (before, y + half), carried);
            if i + 1 == self.parts.len() {
                canvas.line((after, y - half), (after, middle(i + 2)), carried);
            }
            let points = self.parts.get(i).map_or(0.0, |(_, x)| *x);
            let fill = palette.pair[usize::from(points < 0.0)];
            let rim = Some(Stroke::new(palette.ink, 0.15));
            canvas.rect((before.min(after), y - half), ((after - before).abs().max(0.15), 2.0 * half), fill, rim);
            let said = words.signed(points, 1);
            if points < 0.0 {
                canvas.text_at_height((before.min(after) - 1.0, y), &said, look.end());
            } else {
                canvas.text_at_height((before.max(after) + 1.0, y), &said, look);
            }
            let lines = names.get(i).map_or(&[][..], Vec::as_slice);
            let first = y - (lines.len() as f64 - 1.0) / 2.0 * leading(SMALL);
            for (k, line) in lines.iter().enumerate() {
                canvas.text_at_height((MARGIN, first + k as f64 * leading(SMALL)), line, look);
            }
            canvas.close();
        }
        for (group, value, row) in [("start", &self.start, 0), ("end", &self.end, self.parts.len() + 1)] {
            canvas.open(group);
            total(canvas, value, middle(row));
            canvas.close();
        }
        Ok(bottom + BELOW)
    }
}

fn table(scene: &Scene<'_>, passage: &Passage, before: f64, after: f64) -> Table {
    let mut table = Table::new(&["partnership", "row", "code", "title", "points", "sum"]);
    let [from, to] = passage.windows.map(|w| w.to_string());
    let own = |row: &str, code: &str, title: String, points: Option<f64>, sum: f64| {
        let text = [passage.slug.clone(), row.to_owned(), code.to_owned(), title];
        text.into_iter().chain([number(points), number(Some(sum))]).collect::<Vec<String>>()
    };
    table.push(own("start", "content", from, None, before));
    let mut sum = before;
    for (id, points) in &passage.parts {
        sum += points;
        table.push(own("part", &scene.framework.node(*id).code, scene.node_title(*id), Some(*points), sum));
    }
    table.push(own("end", "content", to, None, after));
    table
}

fn alt(scene: &Scene<'_>, cascade: &Cascade<'_>) -> String {
    let words = scene.words;
    let one = |(name, x): &(String, f64)| format!("{name} {}", words.signed(*x, 1));
    let all: Vec<String> = cascade.parts.iter().map(one).collect();
    let ends = [&cascade.start, &cascade.end].map(|(name, x)| format!("{name} {}", words.score(*x)));
    let places = [("start", &*ends[0]), ("end", &ends[1]), ("all", &all.join("; "))];
    words.say("Waterfall chart from {start} to {end}: {all}.", &places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_sums_by_hand() {
        let parts = [("a".to_owned(), 3.0), ("b".to_owned(), -5.0), ("c".to_owned(), 0.5)];
        let cascade = Cascade { codes: &[], start: ("x".into(), 40.0), parts: &parts, end: ("y".into(), 38.5) };
        assert_eq!(cascade.sums(), [40.0, 43.0, 38.0, 38.5]);
        assert_eq!(cascade.low(), 38.0);
    }
}
