//! Panels over one axis of years: where they stand, their years, the years without a value, and dates upon them.

use super::canvas::{HATCH, Stroke, Type};
use super::plot::{Axis, Frame, Look, Plot};
use super::ruler::Ruler;
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, PAGE, SMALL, Sheet, leading};
use super::theme::Palette;
use super::{ChartError, font};
use crate::analysis::timeline::Rise;
use crate::model::party::Partnership;
use crate::model::window::{Window, Year};

/// Left of a plot: the numbers of its scale.
pub(super) const LEFT: f64 = 7.5;
/// Below a plot: the years.
pub(super) const BELOW: f64 = 5.0;
const GUTTER: f64 = 4.0;
/// Natural heights of a plot that fills a page's width and of one among several, and the least of either.
const ALONE: f64 = 60.0;
const AMONG: f64 = 25.0;
const LEAST_PLOT: f64 = 12.5;
/// Above a plot, without its name.
const ABOVE: f64 = 1.5;
/// Panels with their numbers are no narrower, or of more than a page holds so; no more than three stand side by side.
const PANEL: f64 = 46.0;
const LEAST_PANEL: f64 = 38.0;
const MOST_COLUMNS: usize = 3;
/// The least width of a plot on which years can be read.
const LEAST_SPAN: f64 = 24.0;

/// Panels in columns of equal width.
#[derive(Clone, Copy, Debug)]
pub(super) struct Panels {
    pub columns: usize,
    pub width: f64,
}

impl Panels {
    /// As many columns as a page of this width has room for, at most so many.
    pub fn new(page: f64, least: f64, most: usize) -> Panels {
        let wide = page - 2.0 * MARGIN;
        let columns = (((wide + GUTTER) / (least + GUTTER)) as usize).clamp(1, most.max(1));
        Panels { columns, width: (wide - GUTTER * (columns - 1) as f64) / columns as f64 }
    }

    /// The left edge of a panel, and the row it stands in.
    pub fn place(self, panel: usize) -> (f64, usize) {
        (MARGIN + (panel % self.columns) as f64 * (self.width + GUTTER), panel / self.columns)
    }

    pub fn rows(self, panels: usize) -> usize {
        panels.div_ceil(self.columns)
    }

    /// The years of these windows' ends across a panel; each is a stretch of the axis.
    pub fn span(self, left: f64, (first, last): (Year, Year)) -> Ruler {
        let (low, high) = (f64::from(first.get()), f64::from(last.get()) + 1.0);
        Ruler { from: left + LEFT, to: left + self.width - 0.5, low, high }
    }
}

/// A panel for each partnership, all of one size over the same years; each has its name above where there are several.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    panels: Panels,
    alone: bool,
    ends: (Year, Year),
    top: f64,
    /// Above each plot.
    head: f64,
    /// The height of each plot.
    pub tall: f64,
    /// How far down the panels reach.
    pub bottom: f64,
}

impl Layout {
    /// For so many panels over the last years of these windows; nothing where there is no window.
    pub fn new(sheet: &mut Sheet, count: usize, windows: &[Window]) -> Option<Layout> {
        let ends = (windows.first()?.to(), windows.last()?.to());
        let alone = count == 1;
        let head = ABOVE + if alone { 0.0 } else { leading(BODY) + 0.2 };
        let page = sheet.left_of(PAGE);
        let columns = |least: f64| Panels::new(sheet.width, least, MOST_COLUMNS.min(count));
        let high = |panels: Panels, plot: f64| panels.rows(count) as f64 * (head + plot + BELOW);
        let wide = columns(PANEL);
        let panels = if high(wide, AMONG) > page { columns(LEAST_PANEL) } else { wide };
        let rows = panels.rows(count) as f64;
        let least = high(panels, LEAST_PLOT);
        // What does not fit on a page at its least height needs more columns, and so more width.
        let natural = high(panels, if alone { ALONE } else { AMONG }).min(page.max(least));
        if least > page {
            sheet.cramp();
        }
        let room = sheet.room(natural, least);
        let span = panels.span(0.0, ends);
        if span.to - span.from < LEAST_SPAN {
            sheet.cramp();
        }
        let top = sheet.top;
        Some(Layout { panels, alone, ends, top, head, tall: room / rows - head - BELOW, bottom: top + room })
    }

    /// Begins the group of a panel and writes its name: the years of its plot, and its height.
    pub fn begin(self, sheet: &mut Sheet, scene: &Scene<'_>, place: usize, of: Partnership) -> (Ruler, (f64, f64)) {
        let (left, row) = self.panels.place(place);
        let y = self.top + row as f64 * (self.head + self.tall + BELOW);
        sheet.canvas.open(&of.slug(&scene.measurer.package().parties));
        if !self.alone {
            let (name, strong) = scene.named(of);
            let look = Type::new(BODY, sheet.palette.ink).bold(strong);
            let name = font::shortened(&name, BODY, self.panels.width);
            sheet.canvas.text((left, y + leading(BODY) - 0.8), &name, look);
        }
        (self.panels.span(left, self.ends), (y + self.head, y + self.head + self.tall))
    }

    /// How many numbers an upright axis has room for: so many on a tall plot, so many on a low one.
    pub fn ticks(self, tall: usize, low: usize) -> usize {
        if self.tall > 30.0 { tall } else { low }
    }

    /// Stretches of the axis for the years that are not among these.
    pub fn unknown(self, known: &[Year]) -> Vec<(f64, f64)> {
        Window::new(self.ends.0, self.ends.1).map(|span| unknown(span, known)).unwrap_or_default()
    }
}

/// A plot over years with its axes.
pub(super) fn plot<'c>(
    canvas: &'c mut super::canvas::Canvas,
    palette: &Palette,
    span: Ruler,
    (top, bottom): (f64, f64),
    upright: Axis,
) -> Result<Plot<'c>, ChartError> {
    let frame = Frame { left: span.from, right: span.to, top, bottom };
    let mut plot = Plot::new(canvas, frame, (LEFT, BELOW), years(span), upright)?;
    axes(&mut plot, palette, span)?;
    Ok(plot)
}

/// The axes of a plot over years.
pub(super) fn axes(plot: &mut Plot<'_>, palette: &Palette, span: Ruler) -> Result<(), ChartError> {
    let look = Type::new(SMALL, palette.muted);
    plot.y_axis(Look::new(0.5, look).grid(Stroke::new(palette.grid, 0.12)))?;
    let half = span.at(span.low + 0.5) - span.from;
    plot.x_axis(Look { aside: half, ..Look::new(0.8, look).line(Stroke::new(palette.muted, 0.2)) })
}

/// Every year has a tick at its first day; its number stands in its middle, where there is room for it.
pub(super) fn years(span: Ruler) -> Axis {
    let wide = span.at(span.low + 1.0) - span.from;
    let every = [1, 2, 5, 10, 20].into_iter().find(|k| f64::from(*k) * wide >= 9.0).unwrap_or(50);
    let said = |year: u16| {
        let middle = span.at(f64::from(year) + 0.5);
        let fits = middle - 3.3 > span.from - LEFT && middle + 3.3 < span.to + 0.5;
        let named = f64::from(year) < span.high && year.is_multiple_of(every) && fits;
        if named { year.to_string() } else { String::new() }
    };
    let ticks = (span.low as u16..=span.high as u16).map(|year| (f64::from(year), said(year))).collect();
    Axis { from: span.low, to: span.high, ticks }
}

/// The middle of a year.
pub(super) fn middle(year: Year) -> f64 {
    f64::from(year.get()) + 0.5
}

/// Values in runs of years that follow one another: no line is drawn over a year without a value.
pub(super) fn runs(values: &[(Year, f64)]) -> impl Iterator<Item = &[(Year, f64)]> {
    values.chunk_by(|(x, _), (y, _)| x.get() + 1 == y.get())
}

/// Stretches of the axis for the years of a span that are not among these.
pub(super) fn unknown(span: Window, known: &[Year]) -> Vec<(f64, f64)> {
    let missing: Vec<Year> = span.iter().filter(|y| !known.contains(y)).collect();
    let groups = missing.chunk_by(|x, y| x.get() + 1 == y.get());
    let ends = groups.filter_map(|group| Some((group.first()?.get(), group.last()?.get())));
    ends.map(|(from, to)| (f64::from(from), f64::from(to) + 1.0)).collect()
}

/// Hatches these stretches over the whole height of a plot.
pub(super) fn hatch(plot: &mut Plot<'_>, spans: &[(f64, f64)], (low, high): (f64, f64)) -> Result<(), ChartError> {
    spans.iter().try_for_each(|(from, to)| {
        plot.element([(*from, high), (*to, low)], |canvas, ends| {
            if let [(left, top), (right, bottom)] = ends {
                canvas.rect((*left, *top), (right - left, bottom - top), HATCH, None);
            }
        })
    })
}

/// The rises of status within the years of an axis, in the order of their dates; their places are their numbers.
pub(super) fn inside(rises: &[Rise], span: Ruler) -> Vec<&Rise> {
    let within = |r: &&Rise| (span.low..span.high).contains(&r.date.on_axis());
    rises.iter().filter(within).collect()
}

/// A dotted line at each of these dates, its number above it; numbers that would touch stand on two levels.
pub(super) fn dates(
    plot: &mut Plot<'_>,
    palette: &Palette,
    rises: &[&Rise],
    (low, high): (f64, f64),
) -> Result<(), ChartError> {
    let look = Type::new(SMALL, palette.ink).middle();
    let mut last = (f64::NEG_INFINITY, 0.0);
    for (i, rise) in rises.iter().enumerate() {
        let x = rise.date.on_axis();
        let (said, at) = ((i + 1).to_string(), plot.at(x, high));
        let level = if at.0 - last.0 < NUMBER && last.1 == 0.0 { 2.6 } else { 0.0 };
        last = (at.0, level);
        plot.element([(x, low), (x, high)], |canvas, ends| {
            if let [bottom, top] = ends {
                let dotted = Stroke::new(palette.ink, 0.2).dashed("0.25 0.55");
                canvas.line(*bottom, (top.0, top.1 - 0.4 - level), dotted);
                canvas.text((top.0, top.1 - 0.9 - level), &said, look);
            }
        })?;
    }
    Ok(())
}

/// Room above a plot for the numbers of dates.
pub(super) fn head(rises: &[&Rise], span: Ruler) -> f64 {
    if rises.is_empty() {
        return 1.0;
    }
    let close = |pair: &[&Rise]| match pair {
        [x, y] => span.at(y.date.on_axis()) - span.at(x.date.on_axis()) < NUMBER,
        _ => false,
    };
    if rises.windows(2).any(close) { 6.2 } else { 3.6 }
}

/// The width of a number with its air.
const NUMBER: f64 = 3.2;

/// "Dotted: the status rose: 1 1996 Dialogue Partner; 2 2018-11-14 Strategic Partnership." Nothing without dates.
pub(super) fn told(scene: &Scene<'_>, rises: &[&Rise]) -> Option<String> {
    let words = scene.words;
    let one = |(i, r): (usize, &&Rise)| format!("{}\u{a0}{} {}", i + 1, words.date(r.date), words.status(&r.label));
    let all: Vec<String> = rises.iter().enumerate().map(one).collect();
    let said = words.say("Dotted: dates on which the status rose: {all}.", &[("all", &all.join("; "))]);
    (!all.is_empty()).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_without_a_value_are_gaps() {
        let year = |y| Year::new(y).expect("a year");
        let values: Vec<(Year, f64)> = [2001, 2002, 2005, 2007, 2008].map(|y| (year(y), 1.0)).into();
        let lengths: Vec<usize> = runs(&values).map(<[(Year, f64)]>::len).collect();
        assert_eq!(lengths, [2, 1, 2]);
        let known: Vec<Year> = values.iter().map(|(y, _)| *y).collect();
        let span = Window::parse("2000-2009").expect("a window");
        assert_eq!(unknown(span, &known), [(2000.0, 2001.0), (2003.0, 2005.0), (2006.0, 2007.0), (2009.0, 2010.0)]);
    }
}
