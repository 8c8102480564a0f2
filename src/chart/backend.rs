//! The canvas as a backend of plotters: one unit is a micrometre, texts are set and measured in the shipped font.
//!
//! plotters asks for integers, and a micrometre is a tenth of what the canvas writes, so no rounding is seen. What a
//! style of plotters cannot say (dashes, marks, patterns) is drawn by elements of our own, which reach the canvas here.

use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    FontTransform,
};

use super::canvas::{Anchor, CENTRE, Canvas, Point, Stroke, Type};
use super::font;

/// Units in a millimetre.
const UNITS: f64 = 1000.0;

/// The canvas under a chart of plotters.
pub(super) struct Backend<'c> {
    pub canvas: &'c mut Canvas,
}

/// plotters draws shapes that a backend lacks point by point; none of our figures needs that.
#[derive(Debug, thiserror::Error)]
#[error("the canvas holds shapes and texts, no single points")]
pub(super) struct NoPixels;

type Done = Result<(), DrawingErrorKind<NoPixels>>;

/// Millimetres in whole units; what is less than a unit is cut off.
pub(super) fn units(millimetres: f64) -> i32 {
    (millimetres * UNITS) as i32
}

/// Units in millimetres.
pub(super) fn millimetres((x, y): BackendCoord) -> Point {
    (f64::from(x) / UNITS, f64::from(y) / UNITS)
}

/// The colour as SVG writes it; `None` of one that is not seen.
fn hex(colour: BackendColor) -> Option<String> {
    let (r, g, b) = colour.rgb;
    (colour.alpha > 0.0).then(|| format!("#{r:02X}{g:02X}{b:02X}"))
}

impl Backend<'_> {
    /// Draws with this style's stroke, unless it is not to be seen.
    fn stroked(&mut self, style: &impl BackendStyle, draw: impl FnOnce(&mut Canvas, Stroke<'_>)) {
        if let Some(colour) = hex(style.color()) {
            draw(self.canvas, Stroke::new(&colour, f64::from(style.stroke_width()) / UNITS));
        }
    }
}

impl DrawingBackend for Backend<'_> {
    type ErrorType = NoPixels;

    /// No end: the page grows with what it holds, and charts are built on rectangles of it.
    fn get_size(&self) -> (u32, u32) {
        (i32::MAX as u32, i32::MAX as u32)
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Done {
        Err(DrawingErrorKind::DrawingError(NoPixels))
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.stroked(style, |canvas, stroke| canvas.line(millimetres(from), millimetres(to), stroke));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        let points: Vec<Point> = path.into_iter().map(millimetres).collect();
        self.stroked(style, |canvas, stroke| canvas.polyline(&points, stroke));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        let corners: Vec<Point> = path.into_iter().map(millimetres).collect();
        if let Some(fill) = hex(style.color()) {
            self.canvas.polygon(&corners, &fill, None);
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Done {
        let ((left, top), (right, bottom)) = (millimetres(from), millimetres(to));
        let size = (right - left, bottom - top);
        match hex(style.color()) {
            Some(colour) if fill => self.canvas.rect((left, top), size, &colour, None),
            _ => self.stroked(style, |canvas, stroke| canvas.rect((left, top), size, "none", Some(stroke))),
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Done {
        let Some(fill) = hex(style.color()) else { return Ok(()) };
        let turn: f64 = match style.transform() {
            FontTransform::None => 0.0,
            FontTransform::Rotate90 => 90.0,
            FontTransform::Rotate180 => 180.0,
            FontTransform::Rotate270 => -90.0,
        };
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let bold = matches!(style.style(), FontStyle::Bold);
        let size = style.size() / UNITS;
        // From the point down to the baseline, before the text is turned.
        let down = size
            * match style.anchor().v_pos {
                VPos::Top => font::ASCENT,
                VPos::Center => CENTRE,
                VPos::Bottom => -font::DESCENT,
            };
        let (sin, cos) = turn.to_radians().sin_cos();
        let (x, y) = millimetres(at);
        let look = Type { size: size / font::POINT, bold, anchor, fill: &fill, turn };
        self.canvas.text((x - down * sin, y + down * cos), text, look);
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<NoPixels>> {
        let (size, bold) = (style.size() / UNITS, matches!(style.style(), FontStyle::Bold));
        let wide = font::width(text, size / font::POINT, bold);
        let high = (font::ASCENT + font::DESCENT) * size;
        Ok((units(wide).unsigned_abs(), units(high).unsigned_abs()))
    }
}
