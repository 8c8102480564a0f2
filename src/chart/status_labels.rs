//! The dates on which a status rose, above a timeline: a dotted line for each, its words beside it.

use super::canvas::{Canvas, Stroke, Type};
use super::font;
use super::plot::Frame;
use super::ruler::Ruler;
use super::scene::Scene;
use super::sheet::{SMALL, leading};
use super::theme::Palette;
use crate::analysis::Timeline;
use crate::analysis::timeline::Rise;

/// Between the scale's uppermost number and the lowest status.
pub(super) const ABOVE: f64 = 1.5;

/// The words of one status, where its line stands and how high.
pub(super) struct StatusLabel {
    text: String,
    /// `None` where the status is older than the axis.
    pub line: Option<f64>,
    from: f64,
    pub lane: usize,
}

impl StatusLabel {
    fn y(&self, frame: Frame) -> f64 {
        frame.top - ABOVE - (self.lane as f64 + 0.35) * leading(SMALL)
    }

    pub fn draw_line(&self, canvas: &mut Canvas, palette: &Palette, left: f64, frame: Frame) {
        if let Some(x) = self.line {
            let dotted = Stroke::new(palette.ink, 0.2).dashed("0.25 0.55");
            canvas.line((left + x, frame.bottom), (left + x, self.y(frame) + 1.0), dotted);
        }
    }

    pub fn draw_text(&self, canvas: &mut Canvas, palette: &Palette, left: f64, frame: Frame) {
        let look = Type::new(SMALL, if self.line.is_some() { palette.ink } else { palette.muted });
        canvas.text_on((left + self.from, self.y(frame)), &self.text, look, palette.ground);
    }
}

/// From the last status to the first, each in the lowest lane that is free to its right, so that no line crosses a
/// text.
pub(super) fn status_labels(
    scene: &Scene<'_>,
    timeline: &Timeline,
    axis: Ruler,
    panel: f64,
    alone: bool,
) -> Vec<StatusLabel> {
    let look = Type::new(SMALL, "");
    let (start, end) = (axis.low, axis.high);
    let reached: Vec<&Rise> = timeline.rises.iter().filter(|r| r.date.on_axis() < end).collect();
    // Of those before the axis begins, the one that stood then.
    let older = reached.iter().filter(|r| r.date.on_axis() < start).count().saturating_sub(1);
    let room = panel - 1.0;
    let mut labels: Vec<StatusLabel> = Vec::new();
    let mut free: Vec<f64> = Vec::new();
    for rise in reached.into_iter().skip(older).rev() {
        let line = (rise.date.on_axis() >= start).then(|| axis.at(rise.date.on_axis()));
        let date = if alone { scene.words.date(rise.date) } else { rise.date.year().to_string() };
        let since = if line.is_some() { "" } else { "← " };
        let text = |name: &str| format!("{since}{date} {name}");
        let whole = text(&scene.words.status(&rise.label));
        let text = if look.width(&whole) <= room { whole } else { text(&scene.words.rung(&rise.rung)) };
        let text = font::shortened(&text, SMALL, room);
        let wide = look.width(&text);
        // At its line: to the right of it, to the left where the panel ends.
        let beside = |x: f64| if x + 0.7 + wide <= panel - 0.4 { x + 0.7 } else { x - 0.7 - wide };
        let from = line.map_or(0.4, |x| beside(x).max(0.4).min((panel - 0.4 - wide).max(0.4)));
        let reaches = from + wide + 1.2;
        let lane = free.iter().position(|left| reaches < *left).unwrap_or(free.len());
        // A line to this lane passes the lanes below it.
        let stands = line.unwrap_or(from).min(from);
        free.resize(free.len().max(lane + 1), f64::INFINITY);
        free.iter_mut().take(lane + 1).for_each(|left| *left = left.min(stands));
        labels.push(StatusLabel { text, line, from, lane });
    }
    labels
}
