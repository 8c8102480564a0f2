//! The distribution of one score over a table's units: a histogram with the median.

use super::canvas::{Stroke, Type};
use super::plot::{Axis, Frame, Look, Plot};
use super::sheet::{MARGIN, SMALL, Sample, Sheet};
use super::table_scores::TableScores;
use super::{ChartError, Drawn, Style};
use crate::statistics::spread::spread;

const HEIGHT: f64 = 60.0;
const LEAST: f64 = 28.0;
const LEFT: f64 = 11.0;
const BELOW: f64 = 9.0;

pub(super) fn draw(scores: &TableScores<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scores.words;
    let values: Vec<f64> = scores.rows().filter_map(|(_, x, _)| x).collect();
    let name = scores.name(scores.node);
    let middle = spread(values.iter().copied()).ok_or_else(|| ChartError::Nothing(format!("no unit has {name}")))?;
    let bins = bins(&values);
    let n = values.len().to_string();
    let title = words.say("Distribution of {name} over {n} units", &[("name", &name), ("n", &n)]);
    let mut sheet = Sheet::titled(style, scores.title(title), scores.subtitle, &[scores.source.to_owned()]);
    let palette = sheet.palette;
    sheet.legend(&[
        (words.plain("units"), Sample::Patch(palette.other, None)),
        (words.plain("median"), Sample::Line(Stroke::new(palette.ink, 0.5), None)),
    ]);
    let room = sheet.room(HEIGHT + BELOW, LEAST + BELOW);
    let (top, bottom) = (sheet.top + 1.5, sheet.top + room - BELOW);
    let frame = Frame { left: MARGIN + LEFT, right: sheet.width - MARGIN - 3.0, top, bottom };
    if frame.right - frame.left < 30.0 {
        sheet.cramp();
    }
    let most = bins.iter().map(|b| b.2).max().unwrap_or(1);
    let (low, high) = (bins.first().map_or(0.0, |b| b.0), bins.last().map_or(1.0, |b| b.1));
    let across = Axis::round(low, high, 8, |x| words.short(x));
    let up = Axis::whole(0.0, (most + 1) as f64, 6);
    let mut plot = Plot::new(&mut sheet.canvas, frame, (LEFT, BELOW), across, up)?;
    let (muted, count) = (Type::new(SMALL, palette.muted), words.plain("units"));
    plot.y_axis(Look::new(0.6, muted).grid(Stroke::new(palette.grid, 0.12)).name(&count, muted))?;
    plot.x_axis(Look::new(0.8, muted).line(Stroke::new(palette.muted, 0.2)).name(&name, muted))?;
    for (from, to, count) in &bins {
        plot.element([(*from, *count as f64), (*to, 0.0)], |canvas, ends| {
            if let [(left, high), (right, foot)] = ends {
                let rim = Some(Stroke::new(palette.ground, 0.2));
                canvas.rect((*left, *high), (right - left, foot - high), palette.other, rim);
            }
        })?;
    }
    plot.line([(middle.median, 0.0), (middle.median, (most + 1) as f64)], Stroke::new(palette.ink, 0.5))?;
    drop(plot);
    let said = [middle.median, middle.low, middle.high].map(|x| words.short(x));
    let places = [("name", &*name), ("n", &n), ("median", &said[0]), ("low", &said[1]), ("high", &said[2])];
    let phrase = "Histogram of {name} over {n} units: median {median}, 5th to 95th percentile {low} to {high}.";
    let alt = words.say(phrase, &places);
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: scores.table(), caption: alt.clone(), alt })
}

/// From, to and how many, in bins of one round width, about as many as the square root of the number of values; a value on
/// an edge belongs to the bin above it, the highest to the last.
///
/// Worked example: 1, 2, 3 and 9 lie in bins of 5 from 0 to 10: three and one.
fn bins(values: &[f64]) -> Vec<(f64, f64, usize)> {
    let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
    if !(low.is_finite() && high.is_finite()) {
        return Vec::new();
    }
    let wanted = ((high - low) / (values.len() as f64).sqrt().clamp(2.0, 30.0)).max(1e-9);
    let power = 10f64.powf(wanted.log10().floor());
    let width = [1.0, 2.0, 5.0, 10.0].into_iter().map(|k| k * power).find(|w| *w + 1e-12 >= wanted).unwrap_or(wanted);
    let first = (low / width).floor();
    let count = ((high / width).floor() - first) as usize + 1;
    let place = |x: &f64| ((x / width).floor() - first).max(0.0) as usize;
    let mut bins: Vec<(f64, f64, usize)> =
        (0..count).map(|i| ((first + i as f64) * width, (first + i as f64 + 1.0) * width, 0)).collect();
    for x in values {
        if let Some(bin) = bins.get_mut(place(x)) {
            bin.2 += 1;
        }
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_by_hand() {
        assert_eq!(bins(&[1.0, 2.0, 3.0, 9.0]), [(0.0, 5.0, 3), (5.0, 10.0, 1)]);
        assert_eq!(bins(&[-3.0, -1.0, 0.0, 4.0]), [(-5.0, 0.0, 2), (0.0, 5.0, 2)]);
        assert_eq!(bins(&[2.0, 2.0]).iter().map(|b| b.2).sum::<usize>(), 2);
        assert!(bins(&[]).is_empty());
    }
}
