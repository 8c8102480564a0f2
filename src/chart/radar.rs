//! The radar: what CONTENT is made of, as polygons; drawn on request alone, since the eye reads their area, which
//! depends on the order of the axes and says nothing.

use super::canvas::{CENTRE, Canvas, Mark, Point, Stroke, Type, text_box};
use super::scene::Scene;
use super::sheet::{MARGIN, SMALL, Sample, Sheet};
use super::table::{Table, number};
use super::{ChartError, Drawn, Style, font, labels, profile};
use crate::analysis::Evaluation;
use crate::model::framework::{NodeId, NodeKind};

const MOST_AXES: usize = 8;
const LEAST_AXES: usize = 3;
const MOST_POLYGONS: usize = 3;
const RADIUS: f64 = 34.0;
const LEAST_RADIUS: f64 = 14.0;
/// Words of an axis are broken into lines no wider, as a part of the page's width.
const NAME: f64 = 0.225;
/// Marks are smaller than in the profile, so that the lines between them are seen.
const MARK: f64 = 0.75;
/// Marked scores; 0 is the centre.
const RINGS: [u8; 5] = [20, 40, 60, 80, 100];

/// The lowest composites of CONTENT: a parameter, or its sub-dimensions where it has any.
fn axes(scene: &Scene<'_>) -> Vec<NodeId> {
    fn walk(scene: &Scene<'_>, id: NodeId, out: &mut Vec<NodeId>) {
        let composite = |id: &NodeId| matches!(scene.framework.node(*id).kind, NodeKind::Composite { .. });
        let inner: Vec<NodeId> = scene.framework.node(id).children().iter().copied().filter(composite).collect();
        if inner.is_empty() {
            out.push(id);
        }
        inner.into_iter().for_each(|c| walk(scene, c, out));
    }
    let mut out = Vec::new();
    walk(scene, scene.framework.content, &mut out);
    out
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let axes = axes(scene);
    if !(LEAST_AXES..=MOST_AXES).contains(&axes.len()) {
        let words = format!(
            "a radar needs {LEAST_AXES} to {MOST_AXES} axes, and the CONTENT of framework {} has {}; leave out --radar",
            scene.framework.code,
            axes.len()
        );
        return Err(ChartError::Nothing(words));
    }
    if scene.evaluations.len() > MOST_POLYGONS {
        let words = format!("a radar of more than {MOST_POLYGONS} partnerships cannot be read; leave out --radar");
        return Err(ChartError::Nothing(words));
    }
    let words = scene.words;
    let title = words.say("What content is made of: {subject}", &[("subject", &scene.subject())]);
    let caveat = words.plain(
        "Read along the axes alone: the area and the order of the axes carry no meaning. Without a mark: missing or withheld.",
    );
    let mut sheet = Sheet::new(scene, style, title, &[caveat], &super::sources::ALL);
    let palette = sheet.palette;
    let mut order: Vec<&Evaluation> = scene.evaluations.iter().collect();
    order.sort_by_key(|e| !scene.is_strong(e));
    let dash = |e: &Evaluation| {
        let place = order.iter().position(|x| x.partnership == e.partnership).unwrap_or(0);
        [None, Some("1.6 0.8"), Some("0.3 0.7")][place.min(2)]
    };
    let stroke = |e: &Evaluation, colour| Stroke { dash: dash(e), ..Stroke::new(colour, 0.4) };
    let entry = |e: &&Evaluation| {
        let (mark, radius, colour) = profile::marked(scene, style, e);
        (scene.label(e), Sample::Line(stroke(e, colour), Some((mark, MARK * radius))))
    };
    sheet.legend(&order.iter().map(entry).collect::<Vec<_>>());
    let name_wide = NAME * style.width;
    let lines = |id: &NodeId| font::wrap(&scene.node_title(*id), SMALL, false, name_wide).len();
    let most = axes.iter().map(lines).max().unwrap_or(1) + usize::from(order.len() == 1);
    let around = 2.0 + most as f64 * super::sheet::leading(SMALL);
    let room = sheet.room(2.0 * (RADIUS + around), 2.0 * (LEAST_RADIUS + around));
    let widest = style.width / 2.0 - MARGIN - name_wide - 2.5;
    let radius = (room / 2.0 - around).min(widest).max(1.0);
    if radius < LEAST_RADIUS {
        sheet.cramp();
    }
    // No taller than the circle, unless a height was asked for.
    let room = if style.height.is_some() { room } else { 2.0 * (radius + around) };
    let centre = (style.width / 2.0, sheet.top + room / 2.0);
    let web = Web { centre, radius, axes: axes.len(), name_wide };
    let canvas = &mut sheet.canvas;
    let (polygons, marks) = web.drawn(&order, &axes);
    web.draw(canvas, palette.grid, palette.muted);
    for (i, id) in axes.iter().enumerate() {
        let one = order.first().filter(|_| order.len() == 1);
        let score = one.map(|e| words.score_or_none(e.card.node(*id).score));
        web.name(canvas, i, &scene.node_title(*id), score.as_deref(), palette.ink);
    }
    // The strong one last, above the others.
    for e in order.iter().rev() {
        let (mark, size, colour) = profile::marked(scene, style, e);
        canvas.open(&scene.slug(e));
        let place = |i: usize| Some(web.at(i, e.card.node(axes[i]).score?));
        for i in 0..axes.len() {
            // Sides end at what is missing, as lines do.
            if let Some((from, to)) = place(i).zip(place((i + 1) % axes.len())) {
                canvas.line(from, to, stroke(e, colour));
            }
        }
        for at in (0..axes.len()).filter_map(place) {
            // Inside a ring nothing is seen of the lines that meet there.
            canvas.mark(Mark::Disc, at, MARK * size, palette.ground);
            canvas.mark(mark, at, MARK * size, colour);
        }
        canvas.close();
    }
    // Where nothing passes through them: a patch below them would hide what is drawn.
    let look = Type::new(SMALL, palette.muted);
    for (at, text, look) in RINGS.into_iter().filter_map(|ring| web.clear_number(ring, (&polygons, &marks), look)) {
        canvas.text_at_height(at, &text, look);
    }
    let bottom = sheet.top + room;
    Ok(Drawn {
        sheet: sheet.finish(bottom),
        numbers: numbers(scene, &axes),
        caption: caption(scene),
        alt: alt(scene, &axes),
    })
}

/// Axes from a centre, the first upright, clockwise.
struct Web {
    centre: Point,
    radius: f64,
    axes: usize,
    name_wide: f64,
}

impl Web {
    fn direction(&self, axis: f64) -> Point {
        let angle = std::f64::consts::TAU * axis / self.axes as f64;
        (angle.sin(), -angle.cos())
    }

    fn at(&self, axis: usize, score: f64) -> Point {
        let ((x, y), reach) = (self.direction(axis as f64), self.radius * score / 100.0);
        (self.centre.0 + x * reach, self.centre.1 + y * reach)
    }

    fn draw(&self, canvas: &mut Canvas, ring: &str, axis: &str) {
        for score in RINGS {
            let corners: Vec<Point> = (0..self.axes).map(|i| self.at(i, f64::from(score))).collect();
            canvas.polygon(&corners, "none", Some(Stroke::new(ring, 0.12)));
        }
        for i in 0..self.axes {
            canvas.line(self.centre, self.at(i, 100.0), Stroke::new(axis, 0.15));
        }
    }

    /// The sides and the corners of all polygons.
    fn drawn(&self, order: &[&Evaluation], axes: &[NodeId]) -> (Vec<(Point, Point)>, Vec<Point>) {
        let place = |e: &Evaluation, i: usize| Some(self.at(i, e.card.node(*axes.get(i)?).score?));
        let side = |e: &&Evaluation, i: usize| place(e, i).zip(place(e, (i + 1) % self.axes));
        let sides = order.iter().flat_map(|e| (0..self.axes).filter_map(move |i| side(e, i))).collect();
        (sides, order.iter().flat_map(|e| (0..self.axes).filter_map(move |i| place(e, i))).collect())
    }

    /// The number of a ring beside the first axis where nothing passes through it, otherwise beside another.
    fn clear_number<'a>(
        &self,
        ring: u8,
        (sides, marks): (&[(Point, Point)], &[Point]),
        look: Type<'a>,
    ) -> Option<(Point, String, Type<'a>)> {
        let said = ring.to_string();
        let along = |axis: usize| {
            let ((x, y), (ux, _)) = (self.at(axis, f64::from(ring)), self.direction(axis as f64));
            // Beside an upright axis, above or below one that lies.
            let places = match ux.abs() < 0.7 {
                true => [((x - 1.6, y), look.end()), ((x + 1.6, y), look)],
                false => [((x, y - 2.0), look.middle()), ((x, y + 2.0), look.middle())],
            };
            places.map(|(at, look)| (at, said.clone(), look))
        };
        let crossed = |(at, text, look): &(Point, String, Type<'a>)| {
            let frame = text_box((at.0, at.1 + look.size * font::POINT * CENTRE), text, *look);
            let [a, _, c, _] = frame.corners;
            let near = |m: &&Point| m.0 > a.0 - 1.4 && m.0 < c.0 + 1.4 && m.1 > a.1 - 1.4 && m.1 < c.1 + 1.4;
            sides.iter().filter(|(from, to)| labels::crosses(*from, *to, &frame)).count()
                + marks.iter().filter(near).count()
        };
        (0..self.axes).flat_map(along).min_by_key(crossed)
    }

    /// An axis' name beyond its end, the score below it.
    fn name(&self, canvas: &mut Canvas, axis: usize, title: &str, score: Option<&str>, ink: &str) {
        let (ux, uy) = self.direction(axis as f64);
        let look = Type::new(SMALL, ink);
        let mut lines: Vec<(String, bool)> =
            font::wrap(title, SMALL, false, self.name_wide).into_iter().map(|l| (l, false)).collect();
        lines.extend(score.map(|s| (s.to_owned(), true)));
        let step = super::sheet::leading(SMALL);
        let height = lines.len() as f64 * step;
        let (x, y) = (self.centre.0 + ux * (self.radius + 2.0), self.centre.1 + uy * (self.radius + 1.5));
        let look = match ux {
            u if u > 0.15 => look,
            u if u < -0.15 => look.end(),
            _ => look.middle(),
        };
        // Above the uppermost, below the lowest, beside the others.
        let top = y - height * (1.0 - uy) / 2.0;
        for (i, (line, bold)) in lines.iter().enumerate() {
            canvas.text((x, top + (i as f64 + 0.75) * step), line, look.bold(*bold));
        }
    }
}

fn numbers(scene: &Scene<'_>, axes: &[NodeId]) -> Table {
    let mut table = Table::new(&["partnership", "label", "node", "title", "score", "lower", "upper", "coverage"]);
    for e in scene.evaluations {
        for id in axes {
            let (node, scored) = (scene.framework.node(*id), e.card.node(*id));
            table.push(vec![
                scene.slug(e),
                scene.label(e),
                node.code.clone(),
                scene.words.node(node),
                number(scored.score),
                number(Some(scored.lower)),
                number(Some(scored.upper)),
                number(Some(scored.coverage)),
            ]);
        }
    }
    table
}

fn caption(scene: &Scene<'_>) -> String {
    scene.words.say(
        "Scores of {subject} in what CONTENT is made of, 0 at the centre, 100 at the rim. The area and the order of the axes \
         carry no meaning.",
        &[("subject", &scene.subject())],
    )
}

fn alt(scene: &Scene<'_>, axes: &[NodeId]) -> String {
    let one = |e: &Evaluation| {
        let score = |id: &NodeId| {
            format!("{} {}", scene.node_title(*id).to_lowercase(), scene.words.score_or_none(e.card.node(*id).score))
        };
        let scores: Vec<String> = axes.iter().map(score).collect();
        format!("{}: {}", scene.label(e), scores.join(", "))
    };
    let all: Vec<String> = scene.evaluations.iter().map(one).collect();
    scene.words.say("Radar chart of scores from 0 to 100. {all}.", &[("all", &all.join("; "))])
}
