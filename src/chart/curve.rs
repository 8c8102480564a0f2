//! The concentration curve: the cumulative share of a bloc's members, ordered from the largest, against their number.
//!
//! The more it bends above the diagonal of equal shares, the fewer members carry the flow; 1/H is how many equal
//! members would be as concentrated.

use super::canvas::{Canvas, Mark, Point, Stroke, Type};
use super::plot::{Axis, Frame, Look, Plot};
use super::scene::Scene;
use super::sheet::{MARGIN, SMALL};
use super::{ChartError, Style, profile};
use crate::analysis::Evaluation;
use crate::measure::members::Carriers;

/// A partnership and its members' shares.
pub(super) type Row<'a> = (&'a Evaluation, Option<Carriers>);

/// Above a panel's plot its name, below it the numbers and the axis' name.
const HEAD: f64 = 6.5;
const BELOW: f64 = 8.2;
const LEFT: f64 = 10.5;
pub(super) const HEIGHT: f64 = HEAD + 36.0 + BELOW;
pub(super) const LEAST: f64 = HEAD + 22.0 + BELOW;
/// The least width of a plot on which its labels stand.
const LEAST_PLOT: f64 = 25.0;

/// A panel for the flow; whether there was room for it.
pub(super) fn draw(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    style: Style,
    all: &[Row<'_>],
    (flow, (top, height)): (&str, Point),
) -> Result<bool, ChartError> {
    let (left, right) = (MARGIN + LEFT, style.width - MARGIN - 2.0);
    let frame = Frame { left, right, top: top + HEAD, bottom: top + height - BELOW };
    let heading = scene.words.say("{flow}, cumulative", &[("flow", &scene.words.plain(flow))]);
    let bold = Type::new(SMALL, style.theme.palette().ink).bold(true);
    canvas.text((MARGIN, frame.top - 2.8), &heading, bold);
    let panel = Panel { scene, style, members: members(scene, all) as f64 };
    let mut plot = panel.axes(canvas, frame)?;
    panel.curves(&mut plot, all)?;
    Ok(right - left >= LEAST_PLOT)
}

/// How many members the largest of the blocs has.
fn members(scene: &Scene<'_>, all: &[Row<'_>]) -> usize {
    let parties = &scene.measurer.package().parties;
    let of_bloc = |id| {
        let mut all: Vec<_> = scene.measurer.window().iter().flat_map(|y| parties.counted_members(id, y)).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let count = |(e, carriers): &Row<'_>| {
        let carriers = carriers.as_ref()?;
        let (first, _) = carriers.shares.first()?;
        // The bloc is the side that has the carrier among its members.
        let bloc = [e.partnership.b, e.partnership.a].into_iter().map(of_bloc).find(|all| all.contains(first))?;
        Some(bloc.len())
    };
    all.iter().filter_map(count).max().unwrap_or(1)
}

/// A partnership's mark, its radius and colour.
type Marked = (Mark, f64, &'static str);

struct Panel<'a> {
    scene: &'a Scene<'a>,
    style: Style,
    members: f64,
}

impl Panel<'_> {
    fn axes<'c>(&self, canvas: &'c mut Canvas, frame: Frame) -> Result<Plot<'c>, ChartError> {
        let (words, palette) = (self.scene.words, self.style.theme.palette());
        let most = ((frame.right - frame.left) / 4.5).max(1.0) as usize;
        let x = Axis::whole(0.0, self.members, most);
        let y = Axis::round(0.0, 100.0, 3, |percent| format!("{} %", words.whole(percent)));
        let mut plot = Plot::new(canvas, frame, (LEFT, BELOW - 0.7), x, y)?;
        let look = Type::new(SMALL, palette.muted);
        let name = words.plain("members, largest first");
        plot.y_axis(Look::new(0.6, look).grid(Stroke::new(palette.grid, 0.12)))?;
        plot.x_axis(Look::new(0.8, look).line(Stroke::new(palette.muted, 0.2)).name(&name, look))?;
        plot.line([(0.0, 0.0), (self.members, 100.0)], Stroke::new(palette.muted, 0.2).dashed("1 0.7"))?;
        Ok(plot)
    }

    fn curves(&self, plot: &mut Plot<'_>, all: &[Row<'_>]) -> Result<(), ChartError> {
        let (scene, palette) = (self.scene, self.style.theme.palette());
        let few = all.len() <= 3;
        let is_labelled = |e: &Evaluation| few || scene.is_strong(e);
        // The strong one last, above all others.
        let mut order: Vec<(&Evaluation, &Carriers)> =
            all.iter().filter_map(|(e, carriers)| Some((*e, carriers.as_ref()?))).collect();
        order.sort_by_key(|(e, _)| scene.is_strong(e));
        for (e, carriers) in &order {
            let (mark, radius, colour) = profile::marked(scene, self.style, e);
            let points = self.points(carriers);
            plot.line(points.iter().copied(), Stroke::new(colour, if is_labelled(e) { 0.4 } else { 0.25 }))?;
            let effective = [(carriers.effective, 0.0)];
            if is_labelled(e) {
                // Where the curve bends, not where it has come to its end.
                let bends = points.into_iter().take(carriers.shares.len() + 1).skip(1);
                plot.marks(bends, (mark, 0.75 * radius, colour))?;
                plot.element(effective, |canvas, at| {
                    at.iter().for_each(|(x, y)| canvas.mark(Mark::Triangle, (*x, y - 1.0), 1.0, colour));
                })?;
            } else {
                plot.element(effective, |canvas, at| {
                    at.iter().for_each(|(x, y)| canvas.line((*x, *y), (*x, y - 1.6), Stroke::new(colour, 0.3)));
                })?;
            }
        }
        if order.is_empty() {
            let (look, said) = (Type::new(SMALL, palette.muted).middle(), scene.words.plain("no data by member"));
            return plot.element([(self.members / 2.0, 50.0)], |canvas, at| {
                at.iter().for_each(|at| canvas.text_on(*at, &said, look, palette.ground));
            });
        }
        // Below the diagonal nothing runs: a line for each, from the lowest up.
        let look = Type::new(SMALL, palette.ink).end();
        let mut lines: Vec<(String, Option<Marked>)> = Vec::new();
        for (e, carriers) in order.iter().filter(|(e, _)| is_labelled(e)) {
            let number = scene.words.score(carriers.effective);
            let alone = all.len() == 1;
            let text = if alone { format!("1/H = {number}") } else { format!("{}: 1/H = {number}", scene.label(e)) };
            lines.push((text, (!alone).then(|| profile::marked(scene, self.style, e))));
        }
        plot.element([(self.members, 0.0)], |canvas, corner| {
            let Some((right, bottom)) = corner.first() else { return };
            for (i, (text, sample)) in lines.iter().enumerate() {
                let at = (right - 0.8, bottom - 4.2 - i as f64 * 3.6);
                canvas.text_on(at, text, look, palette.ground);
                if let Some((mark, radius, colour)) = sample {
                    canvas.mark(*mark, (at.0 - look.width(text) - 2.6, at.1), 0.8 * radius, colour);
                }
            }
        })
    }

    /// From nothing, member by member, to the whole, and on to the last member, who adds nothing; shares in per cent.
    fn points(&self, carriers: &Carriers) -> Vec<(f64, f64)> {
        let mut sum = 0.0;
        let mut points = vec![(0.0, 0.0)];
        for (i, (_, share)) in carriers.shares.iter().enumerate() {
            sum += 100.0 * share;
            points.push((i as f64 + 1.0, sum));
        }
        if (carriers.shares.len() as f64) < self.members {
            points.push((self.members, 100.0));
        }
        points
    }
}
