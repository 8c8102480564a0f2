//! Ranks of a table's units over the declared ways of computing them: interval, median, and the framework's own rank.

use super::canvas::{Mark, Stroke, Type};
use super::plot::Axis;
use super::ruler::{self, Ruler};
use super::sheet::{MARGIN, SMALL, Sample, Sheet};
use super::table::{Table, number};
use super::table_variants::TableVariants;
use super::{ChartError, Drawn, Style};
use crate::analysis::uncertainty::Ranks;
use crate::statistics::spread::Spread;

const ROW: f64 = 3.9;
const LEAST_ROW: f64 = 2.9;
const BELOW: f64 = 8.5;
/// So many rows fill a page.
const MOST: usize = 80;
/// The share of draws below which a rank is told to rest on few.
const ENOUGH: f64 = 0.9;

/// A unit with its place, its own rank, and its ranks over the draws.
struct Row<'a> {
    unit: &'a str,
    nominal: Option<usize>,
    spread: Option<Spread>,
}

pub(super) fn draw(
    shown: &TableVariants<'_>,
    (ranks, draws, places): (&Ranks, usize, &[usize]),
    style: Style,
) -> Result<Drawn, ChartError> {
    let words = shown.words;
    let row = |place: &usize| Row {
        unit: shown.unit(*place),
        nominal: ranks.nominal.get(*place).copied().flatten(),
        spread: ranks.spreads.get(*place).copied().flatten(),
    };
    let mut rows: Vec<Row<'_>> = places.iter().map(row).collect();
    rows.sort_by_key(|r| (r.nominal.unwrap_or(usize::MAX), r.unit));
    if rows.len() > MOST {
        let why = format!("`ranks` shows up to {MOST} units, and there are {}; name those to be shown", rows.len());
        return Err(ChartError::Nothing(why));
    }
    let ranked = ranks.nominal.iter().flatten().count();
    let (name, n) = (shown.name(), ranked.to_string());
    let title = words.say("Ranks in {name} among {n} units over the declared variants", &[("name", &name), ("n", &n)]);
    let mut foot = vec![words.plain("A range of declared variants, and not a probability.")];
    foot.extend(seldom(shown, &rows, draws));
    foot.push(shown.source.to_owned());
    let mut sheet = Sheet::titled(style, shown.title(title), shown.subtitle, &foot);
    let palette = sheet.palette;
    let stroke = Stroke::new(palette.ink, 0.3);
    sheet.legend(&[
        (words.plain("5th to 95th percentile, median"), Sample::Line(stroke, Some((Mark::Ring, 1.0)))),
        (words.plain("the framework’s own rank"), Sample::Mark(Mark::Diamond, 1.2, palette.own)),
    ]);
    let look = Type::new(SMALL, palette.ink);
    let names = rows.iter().map(|r| look.width(r.unit)).fold(0.0, f64::max);
    let written = |r: &Row<'_>| match (r.nominal, r.spread) {
        (Some(own), Some(s)) => format!("{own} [{}]", words.ranks(s.low, s.high)),
        (Some(own), None) => own.to_string(),
        _ => "–".to_owned(),
    };
    let numbers = rows.iter().map(|r| look.width(&written(r))).fold(0.0, f64::max);
    let (from, to) = (MARGIN + names + 2.5, sheet.width - MARGIN - numbers - 2.0);
    if to - from < 20.0 {
        sheet.cramp();
    }
    let ruler = Ruler { from, to: to.max(from + 1.0), low: 0.5, high: ranked as f64 + 0.5 };
    let lines = rows.len() as f64;
    let room = sheet.room(lines * ROW + BELOW, lines * LEAST_ROW + BELOW);
    let (top, step) = (sheet.top, (room - BELOW) / lines.max(1.0));
    let bottom = top + lines * step;
    let width = sheet.width;
    let canvas = &mut sheet.canvas;
    let ticks = ticks(ranked, (to - from) / 9.0).into_iter().map(|rank| (rank as f64, rank.to_string())).collect();
    ruler.draw(canvas, &palette, (top, bottom), Axis { from: ruler.low, to: ruler.high, ticks })?;
    let axis = words.say("rank in {name}, 1 the highest", &[("name", &name)]);
    ruler::name(width, canvas, ((from + to) / 2.0, bottom + 7.0), &axis, Type::new(SMALL, palette.muted));
    for (i, row) in rows.iter().enumerate() {
        let y = top + (i as f64 + 0.5) * step;
        canvas.open(row.unit);
        canvas.text_at_height((MARGIN, y), row.unit, look);
        canvas.text_at_height((width - MARGIN, y), &written(row), look.end());
        if let Some(s) = row.spread {
            let (low, high, half) = (ruler.at(s.low), ruler.at(s.high), (step * 0.22).min(0.8));
            canvas.line((low, y), (high, y), stroke);
            for x in [low, high] {
                canvas.line((x, y - half), (x, y + half), stroke);
            }
        }
        let size = (step * 0.3).min(1.15);
        if let Some(own) = row.nominal {
            canvas.mark(Mark::Diamond, (ruler.at(own as f64), y), size, palette.own);
        }
        // Open, so that a nominal rank at the median is seen through it.
        if let Some(s) = row.spread {
            canvas.mark(Mark::Ring, (ruler.at(s.median), y), size * 0.8, palette.ink);
        }
        canvas.close();
    }
    let caption = words.say(
        "Ranks in {name} among {n} units over all declared variants: 5th to 95th percentile (line), median (circle), and the \
         rank under the framework as it is (diamond).",
        &[("name", &name), ("n", &n)],
    );
    let all: Vec<String> = rows.iter().map(|r| format!("{} {}", r.unit, written(r))).collect();
    let places = [("name", &*name), ("all", &all.join("; "))];
    let alt = words.say("Ranks in {name}, each with its 90 % interval in brackets. {all}.", &places);
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: table(shown, &rows, ranked), caption, alt })
}

/// Ranks that are written on the axis: 1, and round ones up to the last, at most so many.
///
/// Worked example: of 51 at most 7 are 1, 10, 20, 30, 40 and 50.
fn ticks(ranked: usize, most: f64) -> Vec<usize> {
    let fits = |k: &usize| ranked as f64 / *k as f64 <= most.max(1.0);
    let every = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].into_iter().find(fits).unwrap_or(ranked.max(1));
    let first = (every > 1).then_some(1);
    first.into_iter().chain((every..=ranked).step_by(every)).collect()
}

/// Those that have a score in too few of the draws, each with its number of draws.
fn seldom(shown: &TableVariants<'_>, rows: &[Row<'_>], draws: usize) -> Option<String> {
    let words = shown.words;
    let one = |r: &Row<'_>| {
        let known = r.spread?.known;
        let share = known as f64 / draws.max(1) as f64;
        (share < ENOUGH).then(|| format!("{}: {} ({})", r.unit, words.count(known), words.per_cent(share)))
    };
    let all: Vec<String> = rows.iter().filter_map(one).collect();
    let said = all.join("; ");
    (!all.is_empty())
        .then(|| words.say("Ranked in fewer than 90 % of the draws, so read with care: {all}.", &[("all", &said)]))
}

fn table(shown: &TableVariants<'_>, rows: &[Row<'_>], ranked: usize) -> Table {
    let mut table = Table::new(&["unit", "node", "nominal_rank", "median_rank", "p5", "p95", "draws", "ranked_units"]);
    for row in rows {
        let ends = [row.spread.map(|s| s.median), row.spread.map(|s| s.low), row.spread.map(|s| s.high)].map(number);
        let start = [row.unit.to_owned(), shown.code(), row.nominal.map_or_else(String::new, |r| r.to_string())];
        let end = [row.spread.map_or_else(String::new, |s| s.known.to_string()), ranked.to_string()];
        table.push(start.into_iter().chain(ends).chain(end).collect());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_by_hand() {
        assert_eq!(ticks(51, 7.0), [1, 10, 20, 30, 40, 50]);
        assert_eq!(ticks(4, 9.0), [1, 2, 3, 4]);
        assert_eq!(ticks(11, 6.0), [1, 2, 4, 6, 8, 10]);
    }
}
