//! Bars of swings: of each factor how far it moves a number by itself, with both ends in digits.

use super::canvas::{Canvas, Stroke, Type};
use super::ruler::Ruler;
use super::sheet::{MARGIN, SMALL, leading};
use super::theme::Palette;

/// A factor's row.
pub(super) struct Bar<'a> {
    pub code: &'a str,
    /// In lines.
    pub name: &'a [String],
    pub ends: (f64, f64),
    pub fill: &'static str,
}

/// The rows from `top` down, each `step` high. `nominal` is the number that everything moves from; upright lines stand at
/// all of `lines`, and a number that one of them crosses has a ground of its own.
pub(super) fn draw(
    canvas: &mut Canvas,
    palette: &Palette,
    bars: &[Bar<'_>],
    (ruler, nominal, lines): (Ruler, f64, &[f64]),
    (top, step): (f64, f64),
    said: &dyn Fn(f64) -> String,
) {
    let look = Type::new(SMALL, palette.ink);
    for (i, bar) in bars.iter().enumerate() {
        let y = top + (i as f64 + 0.5) * step;
        canvas.open(bar.code);
        let first = y - (bar.name.len() as f64 - 1.0) / 2.0 * leading(SMALL);
        for (k, line) in bar.name.iter().enumerate() {
            canvas.text_at_height((MARGIN, first + k as f64 * leading(SMALL)), line, look);
        }
        let (low, high) = bar.ends;
        let (left, right, half) = (ruler.at(low), ruler.at(high), (step * 0.3).min(1.7));
        let rim = Stroke::new(palette.ink, 0.15);
        canvas.rect((left, y - half), ((right - left).max(0.3), 2.0 * half), bar.fill, Some(rim));
        canvas.line((ruler.at(nominal), y - half), (ruler.at(nominal), y + half), Stroke::new(palette.ground, 0.35));
        ruler.number(canvas, palette, (left - 0.9, y), &said(low), look.end(), lines);
        ruler.number(canvas, palette, (right + 0.9, y), &said(high), look, lines);
        canvas.close();
    }
}
