//! The concentration curve: the cumulative share of a bloc's members, ordered from the largest, against their number.
//!
//! The more it bends above the diagonal of equal shares, the fewer members carry the flow; 1/H is how many equal members
//! would be as concentrated.

use super::axis::Scale;
use super::canvas::{Canvas, Mark, Point, Stroke, Type};
use super::scene::Scene;
use super::sheet::{MARGIN, SMALL};
use super::{Style, profile};
use crate::analysis::Evaluation;
use crate::measure::members::Carriers;

/// The two flows that have members, in the order of [`Row`].
pub(super) const FLOWS: [&str; 2] = ["trade", "arms"];

/// A partnership and its members' shares in either flow.
pub(super) type Row<'a> = (&'a Evaluation, [Option<Carriers>; 2]);

/// Above a panel's plot its name, below it the numbers and the axis' name.
const HEAD: f64 = 6.5;
const BELOW: f64 = 8.2;
const LEFT: f64 = 10.5;
const GUTTER: f64 = 6.0;
pub(super) const HEIGHT: f64 = HEAD + 36.0 + BELOW;
pub(super) const LEAST: f64 = HEAD + 22.0 + BELOW;
/// The least width of a plot on which its labels stand.
const LEAST_PLOT: f64 = 25.0;

/// A panel for either flow, side by side; whether there was room for them.
pub(super) fn draw(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    style: Style,
    all: &[Row<'_>],
    (top, height): Point,
) -> bool {
    let wide = (style.width - 2.0 * MARGIN - GUTTER) / 2.0;
    for (flow, name) in FLOWS.into_iter().enumerate() {
        let left = MARGIN + flow as f64 * (wide + GUTTER);
        let panel = Panel {
            scene,
            style,
            flow,
            x: (left + LEFT, left + wide - 2.0),
            y: Scale { from: top + height - BELOW, to: top + HEAD },
            members: members(scene, all, flow),
        };
        panel.axes(canvas, name, left);
        panel.curves(canvas, all);
    }
    wide - LEFT - 2.0 >= LEAST_PLOT
}

/// How many members the largest of the blocs has.
fn members(scene: &Scene<'_>, all: &[Row<'_>], flow: usize) -> usize {
    let parties = &scene.gauge.package().parties;
    let of_bloc = |id| {
        let mut all: Vec<_> = scene.gauge.window().iter().flat_map(|y| parties.counted_members(id, y)).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let count = |(e, flows): &Row<'_>| {
        let carriers = flows[flow].as_ref()?;
        let (first, _) = carriers.shares.first()?;
        // The bloc is the side that has the carrier among its members.
        let bloc = [e.partnership.b, e.partnership.a].into_iter().map(of_bloc).find(|all| all.contains(first))?;
        Some(bloc.len())
    };
    all.iter().filter_map(count).max().unwrap_or(1)
}

/// A partnership's mark, its radius and colour.
type Look = (Mark, f64, &'static str);

struct Panel<'a> {
    scene: &'a Scene<'a>,
    style: Style,
    flow: usize,
    x: (f64, f64),
    y: Scale,
    members: usize,
}

impl Panel<'_> {
    fn at(&self, members: f64, share: f64) -> Point {
        let (from, to) = self.x;
        (from + (to - from) * members / self.members as f64, self.y.at(100.0 * share))
    }

    fn axes(&self, canvas: &mut Canvas, name: &str, left: f64) {
        let (words, palette) = (self.scene.words, self.style.theme.palette());
        let look = Type::new(SMALL, palette.muted);
        let heading = words.say("{flow}, cumulative", &[("flow", &words.plain(name))]);
        canvas.text((left, self.y.to - 2.8), &heading, Type::new(SMALL, palette.ink).bold(true));
        for percent in [0u8, 50, 100] {
            let (from, to) =
                (self.at(0.0, f64::from(percent) / 100.0), self.at(self.members as f64, f64::from(percent) / 100.0));
            let (colour, width) = if percent == 0 { (palette.muted, 0.25) } else { (palette.grid, 0.12) };
            canvas.line(from, to, Stroke::new(colour, width));
            canvas.text_at_height((from.0 - 1.2, from.1), &format!("{percent} %"), look.end());
        }
        let step = (self.x.1 - self.x.0) / self.members as f64;
        let every = [1usize, 2, 5, 10].into_iter().find(|k| *k as f64 * step >= 4.5).unwrap_or(20);
        for n in (0..=self.members).step_by(every) {
            let (x, y) = self.at(n as f64, 0.0);
            canvas.line((x, y), (x, y + 0.8), Stroke::new(palette.muted, 0.15));
            canvas.text((x, y + 3.6), &n.to_string(), look.middle());
        }
        let middle = (self.x.0 + self.x.1) / 2.0;
        canvas.text((middle, self.y.from + 7.0), &words.plain("members, largest first"), look.middle());
        canvas.line(
            self.at(0.0, 0.0),
            self.at(self.members as f64, 1.0),
            Stroke::new(palette.muted, 0.2).dashed("1 0.7"),
        );
    }

    fn curves(&self, canvas: &mut Canvas, all: &[Row<'_>]) {
        let (scene, palette) = (self.scene, self.style.theme.palette());
        let few = all.len() <= 3;
        let told = |e: &Evaluation| few || scene.is_strong(e);
        // The strong one last, above all others.
        let mut order: Vec<(&Evaluation, &Carriers)> =
            all.iter().filter_map(|(e, flows)| Some((*e, flows[self.flow].as_ref()?))).collect();
        order.sort_by_key(|(e, _)| scene.is_strong(e));
        for (e, carriers) in &order {
            let (mark, radius, colour) = profile::marked(scene, self.style, e);
            let points = self.points(carriers);
            canvas.polyline(&points, Stroke::new(colour, if told(e) { 0.4 } else { 0.25 }));
            let (x, y) = self.at(carriers.effective.min(self.members as f64), 0.0);
            if told(e) {
                // Where the curve bends, not where it has come to its end.
                points
                    .iter()
                    .take(carriers.shares.len() + 1)
                    .skip(1)
                    .for_each(|p| canvas.mark(mark, *p, 0.75 * radius, colour));
                canvas.mark(Mark::Triangle, (x, y - 1.0), 1.0, colour);
            } else {
                canvas.line((x, y), (x, y - 1.6), Stroke::new(colour, 0.3));
            }
        }
        if order.is_empty() {
            let look = Type::new(SMALL, palette.muted).middle();
            let at = ((self.x.0 + self.x.1) / 2.0, (self.y.from + self.y.to) / 2.0);
            return canvas.text_on(at, &scene.words.plain("no data by member"), look, palette.ground);
        }
        // Below the diagonal nothing runs: a line for each, from the lowest up.
        let look = Type::new(SMALL, palette.ink).end();
        let mut lines: Vec<(String, Option<Look>)> = Vec::new();
        for (e, carriers) in order.iter().filter(|(e, _)| told(e)) {
            let number = scene.words.score(carriers.effective);
            let alone = all.len() == 1;
            let text = if alone { format!("1/H = {number}") } else { format!("{}: 1/H = {number}", scene.label(e)) };
            lines.push((text, (!alone).then(|| profile::marked(scene, self.style, e))));
        }
        for (i, (text, sample)) in lines.iter().enumerate() {
            let at = (self.x.1 - 0.8, self.y.from - 4.2 - i as f64 * 3.6);
            canvas.text_on(at, text, look, palette.ground);
            if let Some((mark, radius, colour)) = sample {
                canvas.mark(*mark, (at.0 - look.width(text) - 2.6, at.1), 0.8 * radius, colour);
            }
        }
    }

    /// From nothing, member by member, to the whole, and on to the last member, who adds nothing.
    fn points(&self, carriers: &Carriers) -> Vec<Point> {
        let mut sum = 0.0;
        let mut points = vec![self.at(0.0, 0.0)];
        for (i, (_, share)) in carriers.shares.iter().enumerate() {
            sum += share;
            points.push(self.at(i as f64 + 1.0, sum));
        }
        if carriers.shares.len() < self.members {
            points.push(self.at(self.members as f64, 1.0));
        }
        points
    }
}
