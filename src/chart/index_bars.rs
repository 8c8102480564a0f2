//! Bars of Sobol' indices: of each factor what it explains alone and together with others, with bootstrap intervals.

use super::canvas::{Stroke, Type};
use super::ruler::{self, Ruler};
use super::sheet::{MARGIN, SMALL, Sheet, leading};
use super::words::Words;
use super::{ChartError, font};
use crate::analysis::sensitivity::FactorGroup;
use crate::statistics::sobol::{FactorIndices, Index, Outcome, OutputAnalysis, Why};

const ROW: f64 = 7.2;
const LEAST_ROW: f64 = 5.4;
const HEAD: f64 = 4.6;
const BELOW: f64 = 8.5;

/// A factor, or a group of factors, and its two indices.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub factor: &'a FactorGroup,
    pub indices: FactorIndices,
}

impl Row<'_> {
    /// Its name in the figure's language.
    fn title(&self, words: &Words) -> String {
        words.plain(&self.factor.title)
    }
}

/// The largest total first.
/// `what` is what the indices are of.
pub(super) fn rows<'a>(
    groups: &'a [FactorGroup],
    output: &OutputAnalysis,
    what: &str,
) -> Result<Vec<Row<'a>>, ChartError> {
    let found = match &output.outcome {
        Outcome::Defined(found) => found,
        Outcome::Undefined(Why::Constant { .. }) => {
            let why = format!("{what} is the same in all variants: there is no variance to share out");
            return Err(ChartError::Nothing(why));
        }
        Outcome::Undefined(Why::TooFew) => {
            return Err(ChartError::Nothing(format!("too few variants give {what}; take more --base-points")));
        }
    };
    let mut rows: Vec<Row<'a>> =
        groups.iter().zip(&found.factors).map(|(factor, indices)| Row { factor, indices: *indices }).collect();
    rows.sort_by(|x, y| y.indices.total.estimate.total_cmp(&x.indices.total.estimate));
    Ok(rows)
}

/// What stands below the bars.
pub(super) fn notes(words: &Words, output: &OutputAnalysis, moving: &[Row<'_>], idle: &[Row<'_>]) -> Vec<String> {
    let mut notes = Vec::new();
    if let Outcome::Defined(found) = &output.outcome {
        let sum = words.two_decimals(found.first_sum.estimate);
        notes.push(words.say(
            "Whiskers: 90 % bootstrap intervals. The first-order indices sum to {sum}; what is left to 1 is interaction.",
            &[("sum", &sum)],
        ));
    }
    let unsettled = |r: &Row<'_>| !r.indices.first.converged || !r.indices.total.converged;
    if moving.iter().any(unsettled) {
        notes.push(words.plain("* not converged: the interval is wider than 0.1; take more base points."));
    }
    if !idle.is_empty() {
        let names: Vec<String> = idle.iter().map(|r| r.title(words)).collect();
        notes.push(words.say("No effect: {names}.", &[("names", &names.join("; "))]));
    }
    if output.dropped > 0 {
        let places = [("n", &*words.count(output.dropped)), ("all", &words.count(output.dropped + output.usable))];
        notes.push(words.say("Left out, since a run failed: {n} of {all} base points.", &places));
    }
    notes
}

/// Draws the rows with their axis, and says how far down they reach.
pub(super) fn draw(sheet: &mut Sheet, words: &Words, moving: &[Row<'_>], axis: &str) -> Result<f64, ChartError> {
    let palette = sheet.palette;
    let look = Type::new(SMALL, palette.ink);
    let room_for_names = (sheet.width * 0.32).min(52.0);
    let names: Vec<Vec<String>> =
        moving.iter().map(|r| font::wrap(&r.title(words), SMALL, false, room_for_names)).collect();
    let widest = names.iter().flatten().map(|l| font::width(l, SMALL, false)).fold(0.0, f64::max);
    let value = look.width("−0.88*") + 2.0;
    let (from, to) = (MARGIN + widest + 3.0, sheet.width - MARGIN - value);
    if to - from < 25.0 {
        sheet.cramp();
    }
    let ends = |i: &Index| i.interval.map_or([i.estimate; 2], |v| [v.lower.min(i.estimate), v.upper.max(i.estimate)]);
    let numbers = moving.iter().flat_map(|r| [ends(&r.indices.first), ends(&r.indices.total)]).flatten();
    let ruler = Ruler::holding(from, to.max(from + 1.0), numbers.chain([0.0]));
    let n = moving.len().max(1) as f64;
    // A name of three lines takes its room, so that it does not touch the next.
    let lines = names.iter().map(Vec::len).max().unwrap_or_default() as f64 * leading(SMALL) + 0.6;
    let room = sheet.room(HEAD + n * ROW.max(lines) + BELOW, HEAD + n * LEAST_ROW.max(lines) + BELOW);
    let (top, step) = (sheet.top + HEAD - 2.6, (room - HEAD - BELOW) / n);
    let bottom = top + n * step;
    let width = sheet.width;
    let canvas = &mut sheet.canvas;
    ruler.draw(canvas, &palette, (top, bottom), ruler.axis(7.0, |x| words.short(x)))?;
    ruler::name(width, canvas, ((from + to) / 2.0, bottom + 7.0), axis, look);
    let half = (step * 0.19).min(1.4);
    for (i, (row, name)) in moving.iter().zip(&names).enumerate() {
        let y = top + (i as f64 + 0.5) * step;
        canvas.open(&row.factor.code);
        let first = y - (name.len() as f64 - 1.0) / 2.0 * leading(SMALL);
        for (k, line) in name.iter().enumerate() {
            canvas.text_at_height((MARGIN, first + k as f64 * leading(SMALL)), line, look);
        }
        let bars = [(&row.indices.first, -1.0, palette.pair[0]), (&row.indices.total, 1.0, palette.pair[1])];
        for (index, side, fill) in bars {
            let middle = y + side * (half + 0.25);
            let (zero, end) = (ruler.at(0.0), ruler.at(index.estimate));
            let size = ((end - zero).abs().max(0.1), 2.0 * half);
            canvas.rect((zero.min(end), middle - half), size, fill, Some(Stroke::new(palette.ink, 0.15)));
            let [low, high] = ends(index);
            let stroke = Stroke::new(palette.ink, 0.25);
            // A light seam, so that it is seen upon a dark bar.
            let seam = Stroke::new(palette.ground, 0.5);
            canvas.line((ruler.at(low.max(0.0)), middle), (ruler.at(high), middle), seam);
            canvas.line((ruler.at(low), middle), (ruler.at(high), middle), stroke);
            for x in [low, high] {
                canvas.line((ruler.at(x), middle - 0.7), (ruler.at(x), middle + 0.7), stroke);
            }
            let mark = if index.converged { "" } else { "*" };
            let said = format!("{}{mark}", words.two_decimals(index.estimate));
            let at = (width - MARGIN - look.width("*"), y + side * leading(SMALL) / 2.0);
            let at = if mark.is_empty() { at } else { (width - MARGIN, at.1) };
            canvas.text_at_height(at, &said, look.end());
        }
        canvas.close();
    }
    Ok(bottom + BELOW)
}

/// The indices of all rows for those who do not see them.
pub(super) fn said(words: &Words, rows: &[Row<'_>]) -> String {
    let one = |r: &Row<'_>| {
        let [first, total] = [r.indices.first, r.indices.total].map(|i| words.two_decimals(i.estimate));
        let said = words.say("first {first}, total {total}", &[("first", &first), ("total", &total)]);
        format!("{}: {said}", r.title(words))
    };
    let all: Vec<String> = rows.iter().map(one).collect();
    all.join("; ")
}
