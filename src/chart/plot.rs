//! What has an x and a y: a chart of plotters on a rectangle of the page, in the canvas's strokes, marks and types.

use std::ops::Range;

use plotters::coord::Shift;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::coord::types::{RangedCoordf64, RangedCoordi32};
use plotters::element::{Drawable, PointCollection};
use plotters::prelude::{
    AreaSeries, Cartesian2d, ChartBuilder, ChartContext, DrawingArea, DrawingAreaErrorKind, FontDesc, FontFamily,
    FontStyle, IntoFont, LabelAreaPosition, LineSeries, Polygon, RGBAColor, ShapeStyle, TextStyle,
};
use plotters_backend::{BackendCoord, DrawingErrorKind};

use super::ChartError;
use super::backend::{Backend, NoPixels, millimetres, units};
use super::canvas::{Canvas, Mark, Point, Stroke, Type};
use super::font;
use super::theme::parts;
use super::words::Words;

/// A rectangle of the page for what lies between the axes, in millimetres.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

/// The range of an axis, from left to right or from below upward, and its ticks with their words.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub from: f64,
    pub to: f64,
    pub ticks: Vec<(f64, String)>,
}

impl Axis {
    /// With ticks at the round numbers that plotters finds between the ends, at most so many.
    pub fn round(from: f64, to: f64, most: usize, say: impl Fn(f64) -> String) -> Axis {
        let finite = from.is_finite() && to.is_finite();
        let found = if finite { RangedCoordf64::from(from..to).key_points(most) } else { Vec::new() };
        // Sums of steps that miss 0 by a rounding error are 0.
        let exact = |x: f64| if x.abs() < 1e-9 * (to - from).abs() { 0.0 } else { x };
        Axis { from, to, ticks: found.into_iter().map(exact).map(|x| (x, say(x))).collect() }
    }

    /// With ticks at whole numbers, at most so many.
    pub fn whole(from: f64, to: f64, most: usize) -> Axis {
        let ticks = RangedCoordi32::from(from as i32..to as i32).key_points(most);
        Axis { from, to, ticks: ticks.into_iter().map(|n| (f64::from(n), n.to_string())).collect() }
    }

    /// The whole scale of scores.
    pub fn scores(words: &Words) -> Axis {
        Axis::round(0.0, 100.0, 6, |z| words.whole(z))
    }

    /// The same axis the other way.
    pub fn reversed(self) -> Axis {
        Axis { from: self.to, to: self.from, ticks: self.ticks }
    }

    /// Without ticks.
    pub fn bare(from: f64, to: f64) -> Axis {
        Axis { from, to, ticks: Vec::new() }
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    /// What lies beyond an end is drawn at the end.
    fn map(&self, x: &f64, limit: (i32, i32)) -> i32 {
        let x = x.clamp(self.from.min(self.to), self.from.max(self.to));
        RangedCoordf64::from(self.from..self.to).map(&x, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        let ticks = self.ticks.iter().map(|(x, _)| *x);
        // No finer lines between the ticks.
        ticks.filter(|_| !hint.weight().allow_light_points()).collect()
    }

    fn range(&self) -> Range<f64> {
        self.from..self.to
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, x: &f64) -> String {
        self.ticks.iter().find(|(tick, _)| tick == x).map_or_else(String::new, |(_, said)| said.clone())
    }
}

/// The appearance of an axis; parts that are not named are not drawn.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    /// Lines from the ticks across the chart.
    pub grid: Option<Stroke<'a>>,
    /// The axis itself and its ticks.
    pub line: Option<Stroke<'a>>,
    /// Length of a tick; the numbers stand twice as far from the axis.
    pub tick: f64,
    pub numbers: Type<'a>,
    /// How far a number stands from its tick along the axis.
    pub aside: f64,
    pub name: Option<(&'a str, Type<'a>)>,
}

impl<'a> Look<'a> {
    pub fn new(tick: f64, numbers: Type<'a>) -> Self {
        Look { grid: None, line: None, tick, numbers, aside: 0.0, name: None }
    }

    pub fn grid(self, stroke: Stroke<'a>) -> Self {
        Look { grid: Some(stroke), ..self }
    }

    pub fn line(self, stroke: Stroke<'a>) -> Self {
        Look { line: Some(stroke), ..self }
    }

    pub fn name(self, name: &'a str, look: Type<'a>) -> Self {
        Look { name: Some((name, look)), ..self }
    }
}

/// A chart of plotters over our canvas.
pub(super) struct Plot<'c> {
    chart: ChartContext<'c, Backend<'c>, Cartesian2d<Axis, Axis>>,
}

impl From<DrawingAreaErrorKind<NoPixels>> for ChartError {
    fn from(e: DrawingAreaErrorKind<NoPixels>) -> ChartError {
        ChartError::Drawing(e.to_string())
    }
}

impl<'c> Plot<'c> {
    /// `left` and `below` are the room for the axes' numbers and names, in millimetres.
    pub fn new(
        canvas: &'c mut Canvas,
        frame: Frame,
        (left, below): (f64, f64),
        x: Axis,
        y: Axis,
    ) -> Result<Plot<'c>, ChartError> {
        let corner = (units(frame.left - left), units(frame.top));
        let size = (units(frame.right - frame.left + left).max(1), units(frame.bottom - frame.top + below).max(1));
        let area: DrawingArea<Backend<'c>, Shift> = Backend { canvas }.into();
        let area = area.shrink(corner, size);
        let chart = ChartBuilder::on(&area)
            .set_label_area_size(LabelAreaPosition::Left, units(left))
            .set_label_area_size(LabelAreaPosition::Bottom, units(below))
            .build_cartesian_2d(x, y)?;
        Ok(Plot { chart })
    }

    /// Where a point of the chart lies on the page.
    pub fn at(&self, x: f64, y: f64) -> Point {
        millimetres(self.chart.backend_coord(&(x, y)))
    }

    /// The lower axis and the lines from its ticks.
    pub fn x_axis(&mut self, look: Look<'_>) -> Result<(), ChartError> {
        self.mesh(look, false)
    }

    /// The axis at the left and the lines from its ticks.
    pub fn y_axis(&mut self, look: Look<'_>) -> Result<(), ChartError> {
        self.mesh(look, true)
    }

    /// One half of plotters' mesh. Every stroke is given: its default strokes are one unit wide, which is invisible.
    fn mesh(&mut self, look: Look<'_>, upright: bool) -> Result<(), ChartError> {
        let style = |stroke: Option<Stroke<'_>>| stroke.map_or(ShapeStyle::from(UNSEEN), shape);
        let (name, name_look) = look.name.unwrap_or(("", look.numbers));
        let mut mesh = self.chart.configure_mesh();
        mesh.bold_line_style(style(look.grid))
            .light_line_style(UNSEEN)
            .axis_style(style(look.line))
            .label_style(letters(look.numbers))
            .axis_desc_style(letters(name_look))
            .set_all_tick_mark_size(units(look.tick));
        if upright {
            mesh.disable_x_axis().disable_x_mesh().y_desc(name).y_label_offset(units(look.aside));
        } else {
            mesh.disable_y_axis().disable_y_mesh().x_desc(name).x_label_offset(units(look.aside));
        }
        Ok(mesh.draw()?)
    }

    /// A line through these points, dashed if its stroke is.
    pub fn line(&mut self, points: impl IntoIterator<Item = (f64, f64)>, stroke: Stroke<'_>) -> Result<(), ChartError> {
        match stroke.dash {
            None => self.chart.draw_series(LineSeries::new(points, shape(stroke))).map(drop)?,
            // Those of plotters are an element for every dash.
            Some(_) => self.element(points, |canvas, points| canvas.polyline(points, stroke))?,
        }
        Ok(())
    }

    /// What lies between these points and the base.
    pub fn area(
        &mut self,
        points: impl IntoIterator<Item = (f64, f64)>,
        base: f64,
        fill: &str,
        rim: Option<Stroke<'_>>,
    ) -> Result<(), ChartError> {
        let area = AreaSeries::new(points, base, colour(fill));
        self.chart.draw_series(match rim {
            Some(stroke) => area.border_style(shape(stroke)),
            None => area,
        })?;
        Ok(())
    }

    pub fn polygon(&mut self, corners: Vec<(f64, f64)>, fill: &str) -> Result<(), ChartError> {
        self.chart.draw_series([Polygon::new(corners, colour(fill))])?;
        Ok(())
    }

    /// Begins a group of this name on the canvas.
    pub fn open(&mut self, name: &str) -> Result<(), ChartError> {
        self.element([], |canvas, _| canvas.open(name))
    }

    pub fn close(&mut self) -> Result<(), ChartError> {
        self.element([], |canvas, _| canvas.close())
    }

    /// The same mark at each of these points.
    pub fn marks(
        &mut self,
        points: impl IntoIterator<Item = (f64, f64)>,
        (mark, radius, colour): (Mark, f64, &str),
    ) -> Result<(), ChartError> {
        self.element(points, |canvas, points| points.iter().for_each(|p| canvas.mark(mark, *p, radius, colour)))
    }

    /// What `draw` puts on the canvas at these points, an element of our own.
    pub fn element(
        &mut self,
        points: impl IntoIterator<Item = (f64, f64)>,
        draw: impl Fn(&mut Canvas, &[Point]),
    ) -> Result<(), ChartError> {
        self.chart.draw_series([Element { points: points.into_iter().collect(), draw }])?;
        Ok(())
    }
}

/// Points that plotters translates, and what is drawn on the canvas at them.
struct Element<F> {
    points: Vec<(f64, f64)>,
    draw: F,
}

impl<'a, F> PointCollection<'a, (f64, f64)> for &'a Element<F> {
    type Point = &'a (f64, f64);
    type IntoIter = &'a [(f64, f64)];

    fn point_iter(self) -> &'a [(f64, f64)] {
        &self.points
    }
}

impl<F: Fn(&mut Canvas, &[Point])> Drawable<Backend<'_>> for Element<F> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut Backend<'_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<NoPixels>> {
        let points: Vec<Point> = points.map(millimetres).collect();
        (self.draw)(backend.canvas, &points);
        Ok(())
    }
}

const UNSEEN: RGBAColor = RGBAColor(0, 0, 0, 0.0);

fn colour(hex: &str) -> RGBAColor {
    let [red, green, blue] = parts(hex).map(|part| part as u8);
    RGBAColor(red, green, blue, 1.0)
}

fn shape(stroke: Stroke<'_>) -> ShapeStyle {
    ShapeStyle { color: colour(stroke.colour), filled: false, stroke_width: units(stroke.width).unsigned_abs() }
}

/// A type of the canvas in plotters' words; its place and turn are the axis's own.
fn letters(look: Type<'_>) -> TextStyle<'static> {
    let style = if look.bold { FontStyle::Bold } else { FontStyle::Normal };
    let size = f64::from(units(look.size * font::POINT));
    FontDesc::new(FontFamily::SansSerif, size, style).into_font().color(&colour(look.fill))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame { left: 20.0, right: 120.0, top: 10.0, bottom: 60.0 };

    fn axis(from: f64, to: f64) -> Axis {
        Axis::round(from, to, 6, |x| x.to_string())
    }

    #[test]
    fn points_lie_where_they_would_by_hand() {
        let mut canvas = Canvas::default();
        let plot = Plot::new(&mut canvas, FRAME, (10.0, 8.0), axis(0.0, 100.0), axis(-1.0, 1.0)).expect("a chart");
        for ((x, y), (right, down)) in
            [((0.0, -1.0), (20.0, 60.0)), ((50.0, 0.0), (70.0, 35.0)), ((170.0, 9.0), (120.0, 10.0))]
        {
            let at = plot.at(x, y);
            assert!((at.0 - right).abs() < 0.003 && (at.1 - down).abs() < 0.003, "{x}, {y}: {at:?}");
        }
    }

    #[test]
    fn axes_write_what_they_are_asked_for() {
        let mut canvas = Canvas::default();
        let x = axis(0.0, 100.0);
        assert_eq!(x.ticks.iter().map(|t| t.0).collect::<Vec<_>>(), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        let mut plot = Plot::new(&mut canvas, FRAME, (10.0, 8.0), x, Axis::bare(0.0, 1.0)).expect("a chart");
        let look = Type::new(7.0, "#595959");
        plot.x_axis(Look::new(1.0, look).grid(Stroke::new("#D9D9D9", 0.12)).name("score", look.bold(true)))
            .expect("an axis");
        plot.y_axis(Look::new(1.0, look)).expect("an axis");
        plot.line([(0.0, 0.0), (50.0, 1.0), (100.0, 0.0)], Stroke::new("#D55E00", 0.3).dashed("1 1")).expect("a line");
        drop(plot);
        let texts: Vec<&str> = canvas.texts().iter().map(|t| t.text.as_str()).collect();
        assert_eq!(texts, ["score", "0", "20", "40", "60", "80", "100"]);
        // The top of a number stands two ticks below the axis, the middle of the name under the middle of the plot.
        let box_of = |i: usize| canvas.texts()[i].corners;
        assert!((box_of(1)[0].1 - 62.0).abs() < 0.003 && (box_of(2)[0].0 + box_of(2)[1].0 - 80.0).abs() < 0.003);
        assert!((box_of(0)[2].1 - 68.0).abs() < 0.003 && (box_of(0)[0].0 + box_of(0)[1].0 - 140.0).abs() < 0.003);
        let svg = canvas.svg((130.0, 70.0), "#FFFFFF", "en", ["", ""]);
        // Six lines of the grid, no axis, and one element for all dashes.
        assert_eq!(svg.matches("<line").count(), 6);
        assert_eq!(svg.matches("stroke-dasharray=\"1 1\"").count(), 1);
    }

    #[test]
    fn what_would_be_drawn_pixel_by_pixel_is_refused() {
        let mut canvas = Canvas::default();
        let plot = Plot::new(&mut canvas, FRAME, (0.0, 0.0), axis(0.0, 1.0), axis(0.0, 1.0)).expect("a chart");
        let circle = plotters::element::Circle::new((0.5, 0.5), 3, colour("#000000"));
        let refused = plot.chart.plotting_area().draw(&circle).expect_err("no pixels");
        assert!(ChartError::from(refused).to_string().contains("no single points"));
    }
}
