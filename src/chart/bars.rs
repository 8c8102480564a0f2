//! Bars of a table's units: one score of each, the highest first.

use super::canvas::{Stroke, Type};
use super::ruler::{self, Ruler};
use super::sheet::{MARGIN, SMALL, Sheet};
use super::table_scores::{TableScores, known};
use super::{ChartError, Drawn, Style};
use crate::document::number;

const ROW: f64 = 3.9;
const LEAST_ROW: f64 = 2.9;
const BELOW: f64 = 8.5;
/// So many rows fill a page.
const MOST: usize = 80;

pub(super) fn draw(scores: &TableScores<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scores.words;
    let mut rows: Vec<(&str, Option<f64>)> = scores.rows().map(|(unit, x, _)| (unit, x)).collect();
    rows.sort_by(|a, b| known(b.1).total_cmp(&known(a.1)).then_with(|| a.0.cmp(b.0)));
    if rows.len() > MOST {
        let why =
            format!("`bars` shows up to {MOST} units, and there are {}; `distribution` shows any number", rows.len());
        return Err(ChartError::Nothing(why));
    }
    let name = scores.name(scores.node);
    let title = words.say("{name} of {n} units", &[("name", &name), ("n", &rows.len().to_string())]);
    let mut sheet = Sheet::titled(style, scores.title(title), scores.subtitle, &[scores.source.to_owned()]);
    let palette = sheet.palette;
    let look = Type::new(SMALL, palette.ink);
    let decimals = number::decimals_for(rows.iter().filter_map(|r| r.1));
    let said = |x: f64| words.marked(&number::fixed(x, decimals).replace('-', "−"));
    let names = rows.iter().map(|(unit, _)| look.width(unit)).fold(0.0, f64::max);
    let numbers = rows.iter().filter_map(|r| r.1).map(|x| look.width(&said(x))).fold(0.0, f64::max);
    let (from, to) = (MARGIN + names + 2.0, sheet.width - MARGIN - numbers - 2.0);
    if to - from < 20.0 {
        sheet.cramp();
    }
    let held = rows.iter().filter_map(|r| r.1).chain([0.0]);
    let ruler = Ruler::holding(from, to.max(from + 1.0), held);
    let n = rows.len() as f64;
    let room = sheet.room(n * ROW + BELOW, n * LEAST_ROW + BELOW);
    let (top, step) = (sheet.top, (room - BELOW) / n);
    let bottom = top + n * step;
    let width = sheet.width;
    let canvas = &mut sheet.canvas;
    ruler.draw(canvas, &palette, (top, bottom), ruler.axis(12.0, |x| words.short(x)))?;
    ruler::name(width, canvas, ((from + to) / 2.0, bottom + 7.0), &name, Type::new(SMALL, palette.muted));
    for (i, (unit, score)) in rows.iter().enumerate() {
        let y = top + (i as f64 + 0.5) * step;
        canvas.open(unit);
        canvas.text_at_height((MARGIN, y), unit, look);
        match score {
            Some(x) => {
                let (zero, end) = (ruler.at(0.0), ruler.at(*x));
                let size = ((end - zero).abs().max(0.1), step * 0.64);
                let rim = Some(Stroke::new(palette.ground, 0.1));
                canvas.rect((zero.min(end), y - step * 0.32), size, palette.other, rim);
                canvas.text_at_height((width - MARGIN, y), &said(*x), look.end());
            }
            None => canvas.text_at_height((width - MARGIN, y), "–", look.end()),
        }
        canvas.close();
    }
    let places = [("name", &*name), ("n", &rows.len().to_string())];
    let caption = words.say("{name} of {n} units, the highest first; without a bar: no score.", &places);
    let one = |(unit, x): &(&str, Option<f64>)| format!("{unit} {}", x.map_or_else(|| "–".to_owned(), said));
    let all: Vec<String> = rows.iter().map(one).collect();
    let alt = words.say("Bar chart of {name}. {all}.", &[("name", &name), ("all", &all.join("; "))]);
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: scores.table(), caption, alt })
}
