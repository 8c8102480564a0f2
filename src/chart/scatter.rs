//! The scatter of two scores over a table's units, named where there is room.

use super::canvas::{Mark, Stroke, Type};
use super::labels::{self, Field, LabelRequest, Occupied};
use super::plot::{Axis, Frame, Look, Plot};
use super::ruler::Ruler;
use super::sheet::{MARGIN, SMALL, Sheet};
use super::table_scores::TableScores;
use super::{ChartError, Drawn, Style};

const LEFT: f64 = 12.0;
const BELOW: f64 = 9.0;
const LEAST: f64 = 40.0;
/// More points than these keep their names to FILE.csv.
const NAMED: usize = 60;

pub(super) fn draw(scores: &TableScores<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scores.words;
    let none = || ChartError::Nothing("`scatter` needs two scores\n  name the second with --against".into());
    let (other, _) = scores.against.as_ref().ok_or_else(none)?;
    let points: Vec<(&str, f64, f64)> = scores.rows().filter_map(|(unit, x, y)| Some((unit, x?, y?))).collect();
    let [across, upright] = [scores.node, *other].map(|id| scores.name(id));
    if points.is_empty() {
        return Err(ChartError::Nothing(format!("no unit has both {across} and {upright}")));
    }
    let n = points.len().to_string();
    let places = [("x", &*across), ("y", &upright), ("n", &n)];
    let title = words.say("{y} against {x}, {n} units", &places);
    let mut sheet = Sheet::titled(style, scores.title(title), scores.subtitle, &[scores.source.to_owned()]);
    let palette = sheet.palette;
    let square = (sheet.width - 2.0 * MARGIN - LEFT - 3.0).min(150.0);
    let room = sheet.room(square + BELOW, LEAST + BELOW);
    let (top, bottom) = (sheet.top + 2.0, sheet.top + room - BELOW);
    let frame = Frame { left: MARGIN + LEFT, right: sheet.width - MARGIN - 3.0, top, bottom };
    if frame.right - frame.left < LEAST {
        sheet.cramp();
    }
    let held = |of: &dyn Fn(&(&str, f64, f64)) -> f64| Ruler::holding(0.0, 1.0, points.iter().map(of));
    let (x, y) = (held(&|p| p.1), held(&|p| p.2));
    let axis = |r: Ruler| Axis::round(r.low, r.high, 8, |v| words.short(v));
    let mut plot = Plot::new(&mut sheet.canvas, frame, (LEFT, BELOW), axis(x), axis(y))?;
    let (muted, grid) = (Type::new(SMALL, palette.muted), Stroke::new(palette.grid, 0.12));
    plot.y_axis(Look::new(0.6, muted).grid(grid).name(&upright, muted))?;
    plot.x_axis(Look::new(0.6, muted).grid(grid).name(&across, muted))?;
    if points.len() <= NAMED {
        let look = Type::new(SMALL, palette.ink);
        let request = |(unit, x, y): &(&str, f64, f64)| LabelRequest {
            at: plot.at(*x, *y),
            radius: 0.9,
            text: (*unit).to_owned(),
            look,
        };
        let requests: Vec<LabelRequest<'_>> = points.iter().map(request).collect();
        let field = Field { from: (frame.left, frame.top), to: (frame.right, frame.bottom) };
        let line = Stroke::new(palette.muted, 0.12);
        plot.element([], |canvas, _| {
            let boxes = canvas.texts().to_vec();
            let occupied = Occupied { boxes: &boxes, ..Occupied::default() };
            labels::place(canvas, &requests, field, occupied, line);
        })?;
    }
    for (unit, x, y) in &points {
        plot.open(unit)?;
        plot.marks([(*x, *y)], (Mark::Disc, 0.9, palette.other))?;
        plot.close()?;
    }
    drop(plot);
    let caption = words.say("{y} (upright) against {x} (across) of {n} units.", &places);
    let one = |(unit, x, y): &(&str, f64, f64)| format!("{unit} ({}; {})", words.short(*x), words.short(*y));
    let all: Vec<String> = points.iter().map(one).collect();
    let all = all.join("; ");
    let places = [&places[..], &[("all", &*all)]].concat();
    let alt = words.say("Scatter plot of {y} against {x} of {n} units, given as x; y: {all}.", &places);
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: scores.table(), caption, alt })
}
