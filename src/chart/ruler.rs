//! A scale across the figure for gaps, changes and shares: any range, round ticks, and the bands of the gap behind it.

use super::canvas::{Canvas, Point, Stroke, Type, text_box};
use super::plot::{Axis, Frame, Look, Plot};
use super::scene::Scene;
use super::sheet::{MARGIN, SMALL, leading};
use super::theme::Palette;
use super::{ChartError, font};

/// From a number to millimetres from the left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ruler {
    pub from: f64,
    pub to: f64,
    pub low: f64,
    pub high: f64,
}

impl Ruler {
    /// The whole scale of scores; `to` lies before `from` where it runs to the left.
    pub fn scores(from: f64, to: f64) -> Ruler {
        Ruler { from, to, low: 0.0, high: 100.0 }
    }

    /// A range that holds all of these with a little air at either end.
    pub fn holding(from: f64, to: f64, numbers: impl Iterator<Item = f64>) -> Ruler {
        let (low, high) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let air = (0.03 * (high - low)).max(0.01);
        Ruler { from, to, low: low - air, high: high + air }
    }

    pub fn at(self, x: f64) -> f64 {
        self.from + (self.to - self.from) * (x.clamp(self.low, self.high) - self.low) / (self.high - self.low)
    }

    /// With round numbers, about so many millimetres apart or more.
    pub fn axis(self, apart: f64, say: impl Fn(f64) -> String) -> Axis {
        Axis::round(self.low, self.high, ((self.to - self.from).abs() / apart) as usize, say)
    }

    /// A number beside a bar, its middle height at `y`; on a ground of its own where an upright line at one of `lines`
    /// runs behind.
    pub fn number(
        self,
        canvas: &mut Canvas,
        palette: &Palette,
        (x, y): Point,
        said: &str,
        look: Type<'_>,
        lines: &[f64],
    ) {
        let [from, _, to, _] = text_box((x, y), said, look).corners;
        let crossed = lines.iter().map(|line| self.at(*line)).any(|line| from.0 - 0.3 < line && line < to.0 + 0.3);
        if crossed {
            canvas.text_on((x, y), said, look, palette.ground);
        } else {
            canvas.text_at_height((x, y), said, look);
        }
    }

    /// A chart over the scale between two heights with upright lines, their numbers below; 0 stands out.
    pub fn plot<'c>(
        self,
        canvas: &'c mut Canvas,
        palette: &Palette,
        (top, bottom): (f64, f64),
        (x, y): (Axis, Axis),
    ) -> Result<Plot<'c>, ChartError> {
        let frame = Frame { left: self.from.min(self.to), right: self.from.max(self.to), top, bottom };
        let x = if self.from <= self.to { x } else { x.reversed() };
        let ends = [(0.0, y.from), (0.0, y.to)];
        let mut plot = Plot::new(canvas, frame, (0.0, 2.0 * leading(SMALL)), x, y)?;
        let grid = Stroke::new(palette.grid, 0.12);
        plot.x_axis(Look::new(0.7, Type::new(SMALL, palette.muted)).grid(grid))?;
        if self.low == 0.0 {
            plot.line(ends, Stroke::new(palette.muted, 0.25))?;
        } else if self.low < 0.0 && self.high > 0.0 {
            plot.line(ends, Stroke::new(palette.ink, 0.3))?;
        }
        Ok(plot)
    }

    /// The same where rows stand over it, and nothing has a y.
    pub fn draw(self, canvas: &mut Canvas, palette: &Palette, span: (f64, f64), x: Axis) -> Result<(), ChartError> {
        self.plot(canvas, palette, span, (x, Axis::bare(0.0, 1.0))).map(drop)
    }
}

/// The name of an axis, centred on it as far as the page allows.
pub(super) fn name(sheet_width: f64, canvas: &mut Canvas, (x, y): Point, said: &str, look: Type<'_>) {
    let half = look.width(said) / 2.0;
    canvas.text((x.min(sheet_width - MARGIN - half).max(MARGIN + half), y), said, look.middle());
}

/// A stretch of the scale with the label of its verdict.
struct Band {
    from: f64,
    to: f64,
    colour: &'static str,
    label: String,
}

fn bands(scene: &Scene<'_>, palette: &Palette, ruler: Ruler) -> Vec<Band> {
    let v = &scene.framework.verdicts;
    let edges =
        [ruler.low.min(v.aligned_from), v.aligned_from, v.aligned_to, v.nominal_above, ruler.high.max(v.nominal_above)];
    let pairs = edges.windows(2).zip(palette.bands).zip(&v.labels);
    let band = |((pair, colour), label): ((&[f64], &'static str), &String)| {
        let (from, to) = (ruler.at(*pair.first()?), ruler.at(*pair.last()?));
        let inside = (to - from).abs() > 1e-6;
        inside.then(|| Band { from, to, colour, label: scene.words.verdict(label) })
    };
    pairs.filter_map(band).collect()
}

/// How much room the names of the bands take above the plot.
pub(super) fn head_of_bands(scene: &Scene<'_>, palette: &Palette, ruler: Ruler) -> f64 {
    let lines = bands(scene, palette, ruler).iter().filter_map(named).map(|lines| lines.len()).max().unwrap_or(0);
    lines as f64 * leading(SMALL) + 1.2
}

/// The label in the lines that its band is wide enough for; nothing where a word is wider.
fn named(band: &Band) -> Option<Vec<String>> {
    let room = band.to - band.from - 1.0;
    let lines = font::wrap(&band.label, SMALL, false, room);
    lines.iter().all(|l| font::width(l, SMALL, false) <= room).then_some(lines)
}

/// The bands of the gap between two heights, named above where there is room, the dividing lines drawn so that they
/// survive a copier.
pub(super) fn draw_bands(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    palette: &Palette,
    ruler: Ruler,
    (top, bottom): (f64, f64),
) {
    let all = bands(scene, palette, ruler);
    for (i, band) in all.iter().enumerate() {
        canvas.rect((band.from, top), (band.to - band.from, bottom - top), band.colour, None);
        if i > 0 {
            canvas.line((band.from, top), (band.from, bottom), Stroke::new(palette.divide, 0.2));
        }
        let lines = named(band).unwrap_or_default();
        for (k, line) in lines.iter().rev().enumerate() {
            let at = ((band.from + band.to) / 2.0, top - 1.2 - k as f64 * leading(SMALL));
            canvas.text(at, line, Type::new(SMALL, palette.muted).middle());
        }
    }
}

/// The same where the gap is upright: each band is named at the side on which a rising curve leaves room; `below` is
/// the share of the curve that lies below a gap.
pub(super) fn draw_bands_across(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    palette: &Palette,
    upright: Ruler,
    (left, right): (f64, f64),
    below: impl Fn(f64) -> f64,
) {
    let range = |y: f64| upright.low + (upright.high - upright.low) * (y - upright.from) / (upright.to - upright.from);
    for band in bands(scene, palette, upright) {
        let (top, tall) = (band.to.min(band.from), (band.to - band.from).abs());
        canvas.rect((left, top), (right - left, tall), band.colour, None);
        let look = Type::new(SMALL, palette.muted);
        // Clear of the line at 0, in the larger part of the band.
        let zero = upright.at(0.0).clamp(top, top + tall);
        let (above, under) = (zero - top, top + tall - zero);
        let (tall, middle) = if above > under { (above, top + above / 2.0) } else { (under, zero + under / 2.0) };
        if tall < leading(SMALL) + 0.6 || look.width(&band.label) > (right - left) * 0.45 {
            continue;
        }
        if below(range(middle)) > 0.5 {
            canvas.text_at_height((left + 1.0, middle), &band.label, look);
        } else {
            canvas.text_at_height((right - 1.0, middle), &band.label, look.end());
        }
    }
}

/// "shading marks gaps of −10 to +10 (aligned), above that to +25 (form exceeds content), and beyond (largely
/// nominal)".
pub(super) fn said(scene: &Scene<'_>) -> String {
    let v = &scene.framework.verdicts;
    let [from, to, above] = [v.aligned_from, v.aligned_to, v.nominal_above].map(|x| scene.words.signed(x, 0));
    let [below, aligned, exceeds, nominal] = v.labels.each_ref().map(|l| scene.words.verdict(l));
    let places = [
        ("from", &*from),
        ("to", &to),
        ("above", &above),
        ("below", &below),
        ("aligned", &aligned),
        ("exceeds", &exceeds),
        ("nominal", &nominal),
    ];
    scene.words.say(
        "Shading: gaps below {from} ({below}), to {to} ({aligned}), to {above} ({exceeds}) and beyond ({nominal}).",
        &places,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_ticks_by_hand() {
        let ruler = Ruler::holding(0.0, 100.0, [-10.0, 30.0].into_iter());
        assert_eq!((ruler.low, ruler.high), (-11.2, 31.2));
        let ticks =
            |apart: f64| -> Vec<f64> { ruler.axis(apart, |x| x.to_string()).ticks.iter().map(|t| t.0).collect() };
        // 42.4 points on 100 mm: 5 points are 11.8 mm.
        assert_eq!(ticks(11.0), [-10.0, -5.0, 0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0]);
        assert_eq!(ticks(12.0), [-10.0, 0.0, 10.0, 20.0, 30.0]);
        assert_eq!((ruler.at(-11.2), ruler.at(10.0), ruler.at(99.0)), (0.0, 50.0, 100.0));
        let one = Ruler::holding(0.0, 50.0, [3.0, 3.0].into_iter());
        assert!(one.low < 3.0 && one.high > 3.0);
        assert!(Ruler::holding(0.0, 1.0, std::iter::empty()).low < 0.0);
    }
}
