//! The scale of scores: always the whole of it, 0 to 100.

use super::canvas::{Canvas, Stroke, Type};
use super::sheet::SMALL;
use super::theme::Palette;

/// From score to millimetres along one direction; `to` may lie before `from`, as it does upward.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub from: f64,
    pub to: f64,
}

impl Scale {
    pub fn at(self, score: f64) -> f64 {
        self.from + (self.to - self.from) * score.clamp(0.0, 100.0) / 100.0
    }
}

/// Marked scores.
pub(super) const TICKS: [u8; 6] = [0, 20, 40, 60, 80, 100];

/// Upright grid lines between two heights, and their numbers below the lower one.
pub(super) fn horizontal(canvas: &mut Canvas, palette: &Palette, scale: Scale, (top, bottom): (f64, f64)) {
    for tick in TICKS {
        let x = scale.at(f64::from(tick));
        let width = if tick == 0 { 0.25 } else { 0.12 };
        let colour = if tick == 0 { palette.muted } else { palette.grid };
        canvas.line((x, top), (x, bottom), Stroke::new(colour, width));
        canvas.text((x, bottom + 3.2), &tick.to_string(), Type::new(SMALL, palette.muted).middle());
    }
}
