//! Dots of a table's units on one axis: one score of each, with the median; named units stand out.

use super::canvas::{Mark, Point, Stroke, Type};
use super::ruler::{self, Ruler};
use super::sheet::{MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::table_scores::TableScores;
use super::{ChartError, Drawn, Style};
use crate::document::number as print;
use crate::statistics::spread::spread;

const RADIUS: f64 = 0.95;
/// Between the middles of two dots that stand side by side.
const APART: f64 = 2.0 * RADIUS + 0.1;
/// Above and below the dots.
const AIR: f64 = 1.6;
const BELOW: f64 = 8.5;
/// Between the line from a point and its name.
const TIE: f64 = 0.7;
/// So many dots can be told apart; `distribution` shows any number.
const MOST: usize = 400;

/// A unit in its place.
struct Dot<'a> {
    unit: &'a str,
    score: f64,
    named: bool,
}

pub(super) fn draw(scores: &TableScores<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scores.words;
    let name = scores.name(scores.node);
    let rows = scores.rows().enumerate();
    let known = rows.filter_map(|(i, (unit, x, _))| Some(Dot { unit, score: x?, named: scores.named.contains(&i) }));
    let mut dots: Vec<Dot<'_>> = known.collect();
    dots.sort_by(|a, b| a.score.total_cmp(&b.score).then_with(|| a.unit.cmp(b.unit)));
    let middle =
        spread(dots.iter().map(|d| d.score)).ok_or_else(|| ChartError::Nothing(format!("no unit has {name}")))?;
    if dots.len() > MOST {
        let why =
            format!("`dot` shows up to {MOST} units, and there are {}; `distribution` shows any number", dots.len());
        return Err(ChartError::Nothing(why));
    }
    let n = dots.len().to_string();
    let title = words.say("{name} of {n} units", &[("name", &name), ("n", &n)]);
    let absent: Vec<&str> = scores
        .rows()
        .enumerate()
        .filter(|(i, (_, x, _))| x.is_none() && scores.named.contains(i))
        .map(|(_, (unit, ..))| unit)
        .collect();
    let mut foot = Vec::new();
    if !absent.is_empty() {
        foot.push(words.say("No score: {names}.", &[("names", &absent.join("; "))]));
    }
    foot.push(scores.source.to_owned());
    let mut sheet = Sheet::titled(style, scores.title(title), scores.subtitle, &foot);
    let palette = sheet.palette;
    let mut legend = vec![(words.plain("units"), Sample::Mark(Mark::Disc, 1.2, palette.other))];
    if dots.iter().any(|d| d.named) {
        legend.push((words.plain("named units"), Sample::Mark(Mark::Disc, 1.2, palette.strong)));
    }
    legend.push((words.plain("median"), Sample::Line(Stroke::new(palette.ink, 0.5), None)));
    sheet.legend(&legend);
    let decimals = print::decimals_for(dots.iter().map(|d| d.score));
    let said = |x: f64| words.marked(&print::fixed(x, decimals).replace('-', "−"));
    let look = Type::new(SMALL, palette.ink);
    let labels: Vec<(f64, String)> =
        dots.iter().filter(|d| d.named).map(|d| (d.score, format!("{} {}", d.unit, said(d.score)))).collect();
    let from = MARGIN + 3.0;
    let wide = ruler_of(&dots, (from, sheet.width - MARGIN - 3.0));
    // Names run to the right of their points, and the scale ends where the last of them has room.
    let ends = labels.iter().map(|(x, text)| {
        let part = (wide.at(*x) - from) / (wide.to - from);
        from + (sheet.width - MARGIN - TIE - look.width(text) - from) / part.max(1e-6)
    });
    let to = ends.fold(wide.to, f64::min);
    if to - from < 30.0 {
        sheet.cramp();
    }
    let ruler = Ruler { to: to.max(from + 1.0), ..wide };
    let heights = stacked(&dots.iter().map(|d| ruler.at(d.score)).collect::<Vec<_>>());
    let reach = heights.iter().fold(0.0_f64, |most, y| most.max(y.abs())) + RADIUS + AIR;
    let widths: Vec<(f64, f64)> = labels.iter().map(|(x, text)| (ruler.at(*x), TIE + look.width(text))).collect();
    let places = lines_above(&widths);
    let lines = places.iter().map(|line| line + 1).max().unwrap_or(0) as f64;
    let head = if lines > 0.0 { lines * leading(SMALL) + 1.2 } else { 0.0 };
    let natural = head + 2.0 * reach + BELOW;
    let room = sheet.room(natural, natural);
    let top = sheet.top + head;
    let bottom = sheet.top + room - BELOW;
    let middle_height = (top + bottom) / 2.0;
    let width = sheet.width;
    let canvas = &mut sheet.canvas;
    ruler.draw(canvas, &palette, (top, bottom), ruler.axis(12.0, |x| words.short(x)))?;
    ruler::name(width, canvas, ((from + to) / 2.0, bottom + 7.0), &name, Type::new(SMALL, palette.muted));
    let at = ruler.at(middle.median);
    canvas.line((at, top), (at, bottom), Stroke::new(palette.ink, 0.5));
    let points: Vec<Point> = dots.iter().zip(&heights).map(|(d, y)| (ruler.at(d.score), middle_height + y)).collect();
    // Lines to the names lie below all dots.
    let height = |line: usize| top - 1.2 - (line as f64 + 0.5) * leading(SMALL);
    let ties = dots.iter().zip(&points).filter(|(d, _)| d.named).map(|(_, point)| *point);
    for (point, line) in ties.zip(&places) {
        canvas.line((point.0, height(*line) - 0.9), point, Stroke::new(palette.muted, 0.15));
    }
    for strong in [false, true] {
        for (dot, point) in dots.iter().zip(&points).filter(|(d, _)| d.named == strong) {
            canvas.open(dot.unit);
            canvas.mark(Mark::Disc, *point, RADIUS, if strong { palette.strong } else { palette.other });
            canvas.close();
        }
    }
    for (((_, text), (x, _)), line) in labels.iter().zip(&widths).zip(&places) {
        canvas.text_at_height((x + TIE, height(*line)), text, look);
    }
    let ends = [middle.median, middle.low, middle.high].map(|x| words.short(x));
    let places = [("name", &*name), ("n", &n), ("median", &ends[0]), ("low", &ends[1]), ("high", &ends[2])];
    let caption = words
        .say("{name}: a dot for each of {n} units; median {median}, 5th to 95th percentile {low} to {high}.", &places);
    let all: Vec<String> = dots.iter().map(|d| format!("{} {}", d.unit, said(d.score))).collect();
    let places = [("name", &*name), ("median", &ends[0]), ("all", &all.join("; "))];
    let alt = words.say("Dot plot of {name}, median {median}. {all}.", &places);
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: numbers(scores), caption, alt })
}

/// The scale of all scores; where none is below 0 it does not begin there either.
fn ruler_of(dots: &[Dot<'_>], (from, to): (f64, f64)) -> Ruler {
    let ruler = Ruler::holding(from, to.max(from + 1.0), dots.iter().map(|d| d.score));
    let low = if dots.iter().all(|d| d.score >= 0.0) { ruler.low.max(0.0) } else { ruler.low };
    Ruler { low, ..ruler }
}

/// How far each dot stands from the middle, so that no two of these places across lie upon each other: in the order of
/// the places, each as near to the middle as those before it allow.
///
/// Worked example: 0, 0 and 10 stand at 0, one distance above 0, and 0.
fn stacked(places: &[f64]) -> Vec<f64> {
    let mut found: Vec<f64> = Vec::with_capacity(places.len());
    for (i, x) in places.iter().enumerate() {
        // Places ascend: only the last ones can be near.
        let near: Vec<(f64, f64)> = places
            .iter()
            .zip(&found)
            .take(i)
            .rev()
            .take_while(|(other, _)| x - **other < APART)
            .map(|(other, y)| (x - other, *y))
            .collect();
        let free = |y: &f64| near.iter().all(|(dx, other)| dx.hypot(y - other) >= APART - 1e-9);
        let beside = near.iter().flat_map(|(dx, other)| {
            let dy = (APART * APART - dx * dx).max(0.0).sqrt();
            [other - dy, other + dy]
        });
        let mut tries: Vec<f64> = std::iter::once(0.0).chain(beside).collect();
        // Of two that are as far the one above.
        tries.sort_by(|a, b| a.abs().total_cmp(&b.abs()).then(a.total_cmp(b)));
        found.push(tries.into_iter().find(free).unwrap_or(0.0));
    }
    found
}

/// The line from below in which each name stands that begins at its point and runs to the right: no name covers another,
/// nor the line from another's point up to its name.
///
/// `names` are the places across, ascending, and the widths. Worked example: names 10 wide at 20, 28 and 60 stand in the
/// lines 1, 0 and 0, the first above the line from the second's point.
fn lines_above(names: &[(f64, f64)]) -> Vec<usize> {
    const AROUND: f64 = 0.8;
    let mut found: Vec<usize> = vec![0; names.len()];
    // From the right: a name stands above all that begin before it ends.
    for (i, (x, width)) in names.iter().enumerate().rev() {
        let under = names.iter().zip(&found).skip(i + 1).take_while(|((other, _), _)| *other < x + width + AROUND);
        let line = under.map(|(_, line)| line + 1).max().unwrap_or(0);
        found.iter_mut().skip(i).take(1).for_each(|own| *own = line);
    }
    found
}

/// Every unit, and whether it is named.
fn numbers(scores: &TableScores<'_>) -> Table {
    let mut table = Table::new(&["unit", "node", "score", "named"]);
    let code = &scores.index.node(scores.node).code;
    for (i, (unit, x, _)) in scores.rows().enumerate() {
        let named = if scores.named.contains(&i) { "yes" } else { "" };
        table.push(vec![unit.to_owned(), code.clone(), number(x), named.to_owned()]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_stand_beside_each_other() {
        assert_eq!(stacked(&[0.0, 0.0, 10.0]), [0.0, -APART, 0.0]);
        // The third one has a place below the first two.
        assert_eq!(stacked(&[0.0, 0.0, 0.0]), [0.0, -APART, APART]);
        let many: Vec<f64> = (0..60).map(|i| f64::from(i * i % 17) / 3.0).collect();
        let mut sorted = many.clone();
        sorted.sort_by(f64::total_cmp);
        let heights = stacked(&sorted);
        for (i, (x, y)) in sorted.iter().zip(&heights).enumerate() {
            for (other, z) in sorted.iter().zip(&heights).take(i) {
                assert!((x - other).hypot(y - z) >= APART - 1e-6, "{x} and {other}");
            }
        }
    }

    #[test]
    fn names_keep_clear_of_each_other() {
        assert_eq!(lines_above(&[(20.0, 10.0), (60.0, 10.0)]), [0, 0]);
        assert_eq!(lines_above(&[(20.0, 10.0), (28.0, 10.0), (60.0, 10.0)]), [1, 0, 0]);
        // At one point each has a line of its own.
        assert_eq!(lines_above(&[(20.0, 10.0); 3]), [2, 1, 0]);
    }
}
