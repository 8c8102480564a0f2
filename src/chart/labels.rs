//! Where labels stand: near their points, on nothing else, in the same place on every run.
//!
//! Each label tries places in rings about its point; the cheapest free one wins. The most crowded labels are placed
//! first, and then each is placed again a few times with all others in position. A label that had to move away is tied
//! to its point by a line.

use super::canvas::{Canvas, Point, Stroke, TextBox, Type, text_box};
use super::font;

/// A point that needs a label.
#[derive(Clone, Debug)]
pub(super) struct LabelRequest<'a> {
    pub at: Point,
    /// Of the mark.
    pub radius: f64,
    pub text: String,
    pub look: Type<'a>,
}

/// The rectangle labels stay in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub from: Point,
    pub to: Point,
}

/// A label's place: its box, its baseline's start, and how far it had to go.
#[derive(Clone, Debug)]
struct Place {
    frame: TextBox,
    start: Point,
    near: Point,
    cost: f64,
    moved: bool,
}

/// Distances from the mark in millimetres; from the third on a line is drawn.
const RINGS: [f64; 14] = [0.5, 1.2, 2.6, 4.5, 7.0, 10.0, 14.0, 19.0, 25.0, 32.0, 40.0, 48.0, 56.0, 64.0];
const DIRECTIONS: usize = 48;
const SWEEPS: usize = 6;
/// More than all else together: no text may touch another.
const FORBIDDEN: f64 = 1e6;

/// What stands already.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Occupied<'a> {
    /// Never to be covered.
    pub boxes: &'a [TextBox],
    /// To be crossed only where there is no better place.
    pub lines: &'a [(Point, Point)],
}

/// Draws all labels and the lines to those that moved.
pub(super) fn place(
    canvas: &mut Canvas,
    requests: &[LabelRequest<'_>],
    field: Field,
    occupied: Occupied<'_>,
    line: Stroke<'_>,
) {
    let candidates: Vec<Vec<Place>> = requests.iter().map(|w| candidates(w, field)).collect();
    let mut chosen: Vec<Option<Place>> = vec![None; requests.len()];
    let crowd = |i: usize| {
        let (x, y) = requests[i].at;
        requests.iter().map(|w| 1.0 / (1.0 + (w.at.0 - x).hypot(w.at.1 - y))).sum::<f64>()
    };
    let mut order: Vec<usize> = (0..requests.len()).collect();
    order.sort_by(|a, b| crowd(*b).total_cmp(&crowd(*a)).then(a.cmp(b)));
    for _ in 0..SWEEPS {
        for &i in &order {
            chosen[i] = None;
            let mut best: Option<(f64, &Place)> = None;
            for place in &candidates[i] {
                // An overlap only adds to the cost: a place that costs as much without any need not be looked at.
                if best.is_none_or(|(least, _)| place.cost < least) {
                    let cost = place.cost + overlap(place, i, requests, &chosen, occupied);
                    best = best.filter(|(least, _)| *least <= cost).or(Some((cost, place)));
                }
            }
            chosen[i] = best.map(|(_, place)| place.clone());
        }
    }
    for (request, place) in requests.iter().zip(chosen.into_iter().flatten()) {
        if place.moved {
            canvas.line(request.at, place.near, line);
        }
        canvas.text(place.start, &request.text, request.look);
    }
}

fn candidates(request: &LabelRequest<'_>, field: Field) -> Vec<Place> {
    let (w, size) = (request.look.width(&request.text), request.look.size * font::POINT);
    let h = (font::ASCENT + font::DESCENT) * size;
    let mut all = Vec::new();
    for (ring, distance) in RINGS.into_iter().enumerate() {
        for step in 0..DIRECTIONS {
            let angle = std::f64::consts::TAU * step as f64 / DIRECTIONS as f64;
            let (ux, uy) = (angle.cos(), -angle.sin());
            let reach = request.radius + distance;
            // The box touches the ring from outside: its centre lies a half width and a half height further out.
            let centre = (
                request.at.0 + ux * reach + (ux * 2.5).clamp(-1.0, 1.0) * w / 2.0,
                request.at.1 + uy * reach + (uy * 1.6).clamp(-1.0, 1.0) * h / 2.0,
            );
            let start = (centre.0 - w / 2.0, centre.1 - h / 2.0 + font::ASCENT * size);
            let frame = text_box(start, &request.text, request.look);
            let [upper, _, lower, _] = frame.corners;
            if upper.0 < field.from.0 || upper.1 < field.from.1 || lower.0 > field.to.0 || lower.1 > field.to.1 {
                continue;
            }
            let near = (request.at.0.clamp(upper.0 - 0.4, lower.0 + 0.4), request.at.1.clamp(upper.1, lower.1));
            // To the right is best, then to the left, then above and below.
            let side = [0.0, 0.5, 0.8][usize::from(ux < -0.5) + 2 * usize::from(ux.abs() <= 0.5)];
            // What is printed bold stays nearest to its point.
            let near_or_far = if request.look.bold { 4.0 } else { 1.5 };
            let cost = distance * near_or_far + side + uy.abs() * 0.3 + uy.max(0.0) * 0.1;
            all.push(Place { frame, start, near, cost, moved: ring >= 2 });
        }
    }
    all
}

/// The cost of overlaps: boxes and marks are forbidden, lines across a label nearly so.
fn overlap(
    place: &Place,
    own: usize,
    requests: &[LabelRequest<'_>],
    chosen: &[Option<Place>],
    occupied: Occupied<'_>,
) -> f64 {
    let aired = grown(&place.frame, 0.25);
    // A line to a point that crosses others leads the eye astray.
    let tied = (requests[own].at, place.near);
    let crossing = |(from, to): &&(Point, Point)| place.moved && meet(tied, (*from, *to));
    let mut cost = FORBIDDEN * occupied.boxes.iter().filter(|t| aired.touches(t)).count() as f64;
    cost += 200.0 * occupied.lines.iter().filter(|(from, to)| crosses(*from, *to, &aired)).count() as f64;
    cost += 12.0 * occupied.lines.iter().filter(crossing).count() as f64;
    for (i, request) in requests.iter().enumerate() {
        let r = request.radius + 0.2;
        let mark = upright((request.at.0 - r, request.at.1 - r), (request.at.0 + r, request.at.1 + r));
        if aired.touches(&mark) {
            cost += 600.0;
        }
        // Nor does the line to a point go through another one's mark.
        if i != own && place.moved && crosses(requests[own].at, place.near, &mark) {
            cost += 60.0;
        }
        let Some(other) = chosen.get(i).and_then(Option::as_ref).filter(|_| i != own) else { continue };
        if aired.touches(&grown(&other.frame, 0.25)) {
            cost += FORBIDDEN;
        }
        if place.moved && other.moved && meet(tied, (request.at, other.near)) {
            cost += 12.0;
        }
        if place.moved && crosses(requests[own].at, place.near, &other.frame) {
            cost += 80.0;
        }
        if other.moved && crosses(request.at, other.near, &place.frame) {
            cost += 80.0;
        }
    }
    cost
}

fn upright(from: Point, to: Point) -> TextBox {
    TextBox { text: String::new(), corners: [from, (to.0, from.1), to, (from.0, to.1)] }
}

fn grown(frame: &TextBox, by: f64) -> TextBox {
    let [a, _, c, _] = frame.corners;
    upright((a.0 - by, a.1 - by), (c.0 + by, c.1 + by))
}

/// Whether two lines cross within their ends.
fn meet((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// Whether a line goes through a box: whether some part of it lies within all four sides (Liang and Barsky 1984).
pub(super) fn crosses(from: Point, to: Point, frame: &TextBox) -> bool {
    let [a, _, c, _] = frame.corners;
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let sides = [(-dx, from.0 - a.0), (dx, c.0 - from.0), (-dy, from.1 - a.1), (dy, c.1 - from.1)];
    let (mut enters, mut leaves) = (0.0f64, 1.0f64);
    for (p, q) in sides {
        if p == 0.0 {
            if q < 0.0 {
                return false;
            }
        } else if p < 0.0 {
            enters = enters.max(q / p);
        } else {
            leaves = leaves.min(q / p);
        }
    }
    enters < leaves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_through_boxes_by_hand() {
        let frame = upright((0.0, 0.0), (10.0, 3.0));
        assert!(crosses((-5.0, -5.0), (10.0, 10.0), &frame) && crosses((5.0, -1.0), (5.0, 9.0), &frame));
        assert!(!crosses((-5.0, 0.0), (3.0, 8.0), &frame) && !crosses((0.0, 4.0), (10.0, 4.0), &frame));
    }

    #[test]
    fn lines_that_meet_by_hand() {
        assert!(meet(((0.0, 0.0), (2.0, 2.0)), ((0.0, 2.0), (2.0, 0.0))));
        assert!(!meet(((0.0, 0.0), (1.0, 1.0)), ((2.0, 0.0), (2.0, 9.0))));
    }

    #[test]
    fn twenty_points_in_one_spot_keep_their_labels_apart() {
        let look = Type::new(8.0, "#000");
        let field = Field { from: (0.0, 0.0), to: (100.0, 100.0) };
        for at in [(50.0, 50.0), (0.0, 0.0), (100.0, 100.0), (99.0, 40.0)] {
            let request = |i| LabelRequest { at, radius: 1.2, text: format!("Partnership number {i}"), look };
            let requests: Vec<LabelRequest<'_>> = (0..20).map(request).collect();
            let mut canvas = Canvas::default();
            place(&mut canvas, &requests, field, Occupied::default(), Stroke::new("#000", 0.1));
            assert_eq!(canvas.texts().len(), 20, "{at:?}");
            assert_eq!(canvas.clash((100.0, 100.0)), None, "{at:?}");
        }
    }
}
