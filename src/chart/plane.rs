//! The plane: CONTENT against FORM, both 0 to 100, with the diagonal on which they are equal and the bands of the gap.

use super::canvas::{Mark, Point, Stroke, Type};
use super::labels::{self, Field, LabelRequest, Occupied};
use super::plot::{Axis, Frame, Look, Plot};
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sheet};
use super::table::{Table, number};
use super::theme::Palette;
use super::variants::{findings, found, interval, label, label_word, of_node};
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Evaluation;
use crate::analysis::multiverse::GAP;

/// Left of the plot: the axis' name and its numbers.
const LEFT: f64 = 11.0;
const BELOW: f64 = 9.0;
/// The least side of the plot on which the bands can be named.
const LEAST: f64 = 45.0;
/// Around the square of scores, so that a mark at 0 or 100 lies inside the frame.
const AROUND: f64 = 2.4;
/// Below this width lines of variants would only hide marks.
const LEAST_FOR_INTERVALS: f64 = 100.0;

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let title = scene.words.say("Form against content: {subject}", &[("subject", &scene.subject())]);
    let uncertain = scene.evaluations.iter().any(|e| withheld(e) || (spread(e) && has_interval(scene, e)));
    let cross =
        scene.words.plain("Dashed lines and boxes: bounds where something is unknown; a withheld score has no point.");
    let mut notes: Vec<String> = uncertain.then_some(cross).into_iter().collect();
    let shown = scene
        .variants
        .filter(|_| style.width >= LEAST_FOR_INTERVALS && scene.evaluations.iter().any(|e| has_interval(scene, e)));
    let mut sheet = match shown {
        Some(variants) => {
            notes.push(scene.words.plain(
                "Thin lines with ends: FORM and CONTENT in 90 % of the declared variants on absolute scales; a range of variants, not a probability.",
            ));
            Sheet::drawn(scene, style, title, &notes, &variants.description(scene))
        }
        None => Sheet::new(scene, style, title, &notes, &super::sources::ALL),
    };
    let palette = sheet.palette;
    let natural = style.width - LEFT - 2.0 * MARGIN - 1.0;
    let room = sheet.room(natural + BELOW + 1.0, LEAST + BELOW + 1.0);
    let side = natural.min(room - BELOW - 1.0).max(1.0);
    if side < LEAST {
        sheet.cramp();
    }
    let (left, top) = (MARGIN + LEFT + (natural - side) / 2.0, sheet.top + 1.0);
    let frame = Frame { left, right: left + side, top, bottom: top + side };
    let point = (side - 2.0 * AROUND).max(1.0) / 100.0;
    let around = AROUND / point;
    let scores = || Axis { from: -around, to: 100.0 + around, ..Axis::scores(scene.words) };
    let plot = Plot::new(&mut sheet.canvas, frame, (left - MARGIN, BELOW), scores(), scores())?;
    let mut plane = Plane { plot, scene, palette: &palette, point, ends: (-around, 100.0 + around) };
    plane.bands()?;
    let mut lines = if shown.is_some() { plane.intervals()? } else { Vec::new() };
    lines.extend(plane.drops()?);
    plane.axes()?;
    plane.names()?;
    plane.points(lines)?;
    drop(plane);
    let bottom = top + side + BELOW;
    Ok(Drawn { sheet: sheet.finish(bottom), numbers: numbers(scene), caption: caption(scene), alt: alt(scene) })
}

fn withheld(e: &Evaluation) -> bool {
    e.card.form().score.is_none() || e.card.content().score.is_none()
}

fn spread(e: &Evaluation) -> bool {
    [e.card.form(), e.card.content()].into_iter().any(|s| s.lower < s.upper)
}

/// The chart, and what everything on it refers to.
struct Plane<'a, 'c> {
    plot: Plot<'c>,
    scene: &'a Scene<'a>,
    palette: &'a Palette,
    /// Length of a point of either score, in millimetres.
    point: f64,
    /// What both axes begin and end with, a little beyond 0 and 100.
    ends: (f64, f64),
}

impl<'a> Plane<'a, '_> {
    /// The four bands, from the upper left down to the lower right, and the diagonal.
    fn bands(&mut self) -> Result<(), ChartError> {
        let v = &self.scene.framework.verdicts;
        let whole = self.ends.1 - self.ends.0;
        let edges = [-whole, v.aligned_from, v.aligned_to, v.nominal_above, whole];
        for (pair, colour) in edges.windows(2).zip(self.palette.bands) {
            if let [low, high] = pair {
                self.plot.polygon(strip(*low, *high, self.ends), colour)?;
            }
        }
        self.plot.line(self.diagonal(), Stroke::new(self.palette.muted, 0.25))
    }

    /// Where FORM and CONTENT are equal.
    fn diagonal(&self) -> [(f64, f64); 2] {
        [(self.ends.0, self.ends.0), (self.ends.1, self.ends.1)]
    }

    fn axes(&mut self) -> Result<(), ChartError> {
        let (words, palette) = (self.scene.words, self.palette);
        let stroke = Stroke::new(palette.muted, 0.2);
        let look = Look::new(1.0, Type::new(SMALL, palette.muted)).line(stroke);
        let [form, content] = ["FORM, score 0–100", "CONTENT, score 0–100"].map(|n| words.plain(n));
        let bold = Type::new(BODY, palette.ink).bold(true);
        self.plot.x_axis(look.name(&form, bold))?;
        self.plot.y_axis(look.name(&content, bold))?;
        // The two sides of the frame that are no axes.
        let (low, high) = self.ends;
        self.plot.line([(low, high), (high, high), (high, low)], stroke)
    }

    /// Bands and diagonal by their names: the narrow ones along themselves, the corners across.
    fn names(&mut self) -> Result<(), ChartError> {
        let v = &self.scene.framework.verdicts;
        let words = self.scene.words;
        let [exceeds, aligned, form_exceeds, nominal] = &v.labels.each_ref().map(|l| words.verdict(l));
        let look = Type::new(SMALL, self.palette.muted);
        let inset = 1.5;
        let (low, high) = self.ends;
        self.plot.element([(low, high), (high, low)], |canvas, corners| {
            if let [(left, top), (right, bottom)] = corners {
                canvas.text((left + inset, top + 3.6), exceeds, look);
                canvas.text((right - inset, bottom - 2.0), nominal, look.end());
            }
        })?;
        // Each begins at the lower left, clear of the frame, on the middle line of its band.
        let sink = 0.26 * SMALL * font::POINT * std::f64::consts::FRAC_1_SQRT_2;
        let start = 4.0 / self.point + low;
        let equal = words.plain("form = content");
        let along = [
            (v.aligned_to / 2.0, aligned),
            ((v.aligned_to + v.nominal_above) / 2.0, form_exceeds),
            // Just above the diagonal, so that the line stays seen.
            (-2.0 / self.point, &equal),
        ];
        for (gap, text) in along {
            self.plot.element([(gap.max(0.0) + start, start + (-gap).max(0.0))], |canvas, at| {
                at.iter().for_each(|(x, y)| canvas.text((x + sink, y + sink), text, look.turned(-45.0)));
            })?;
        }
        Ok(())
    }

    /// The strong one last, above all others.
    fn order(&self) -> Vec<&'a Evaluation> {
        let mut all: Vec<&Evaluation> = self.scene.evaluations.iter().collect();
        all.sort_by_key(|e| self.scene.is_strong(e));
        all
    }

    fn is_strong(&self, e: &Evaluation) -> bool {
        self.scene.is_strong(e) || self.scene.evaluations.len() == 1
    }

    /// Where FORM and CONTENT lie over the declared variants, below everything else; gives the lines that were drawn.
    fn intervals(&mut self) -> Result<Vec<(Point, Point)>, ChartError> {
        let (scene, f) = (self.scene, self.scene.framework);
        let mut lines = Vec::new();
        for e in self.order().into_iter().filter(|e| has_interval(scene, e)) {
            let Some((form, content)) = e.card.form().score.zip(e.card.content().score) else { continue };
            let (colour, width) =
                if self.is_strong(e) { (self.palette.strong, 0.3) } else { (self.palette.other, 0.18) };
            let across = of_node(scene, e, f.form).map(|s| [(s.low, content), (s.high, content)]);
            let upright = of_node(scene, e, f.content).map(|s| [(form, s.low), (form, s.high)]);
            for (ends, (dx, dy)) in across.map(|l| (l, (0.0, 0.7))).into_iter().chain(upright.map(|l| (l, (0.7, 0.0))))
            {
                let stroke = Stroke::new(colour, width);
                self.plot.line(ends, stroke)?;
                self.plot.element(ends, |canvas, ends| {
                    ends.iter().for_each(|(x, y)| canvas.line((x - dx, y - dy), (x + dx, y + dy), stroke));
                })?;
                lines.extend(self.segments(&ends));
            }
        }
        Ok(lines)
    }

    /// The gap of the partnership that was asked for, as the drop from the diagonal to its point; gives the lines.
    fn drops(&mut self) -> Result<Vec<(Point, Point)>, ChartError> {
        let mut lines = Vec::new();
        for e in self.order() {
            let Some([from, to]) = self.dropped(e) else { continue };
            self.plot.line([from, to], Stroke::new(self.palette.strong, 0.7))?;
            let stroke = Stroke::new(self.palette.strong, 0.35);
            self.plot.element([from], |canvas, at| {
                at.iter().for_each(|(x, y)| canvas.line((x - 1.1, *y), (x + 1.1, *y), stroke));
            })?;
            lines.extend(self.segments(&[from, to]));
        }
        Ok(lines)
    }

    /// From the diagonal to the point.
    fn dropped(&self, e: &Evaluation) -> Option<[(f64, f64); 2]> {
        let (form, content) = e.card.form().score.zip(e.card.content().score).filter(|_| self.is_strong(e))?;
        Some([(form, form), (form, content)])
    }

    /// The pieces of a line through these points, on the page.
    fn segments(&self, points: &[(f64, f64)]) -> Vec<(Point, Point)> {
        let places: Vec<Point> = points.iter().map(|(x, y)| self.plot.at(*x, *y)).collect();
        places.iter().copied().zip(places.iter().copied().skip(1)).collect()
    }

    /// Marks with their bounds and labels; `lines` are those that stand already.
    fn points(&mut self, mut lines: Vec<(Point, Point)>) -> Result<(), ChartError> {
        let (scene, palette) = (self.scene, self.palette);
        let mut requests = Vec::new();
        let mut marks = Vec::new();
        lines.extend(self.segments(&self.diagonal()));
        for e in self.order() {
            let strong = self.is_strong(e);
            let colour = if strong { palette.strong } else { palette.other };
            let (form, content) = (e.card.form(), e.card.content());
            let stroke = Stroke::new(colour, if strong { 0.3 } else { 0.18 });
            // The others recede.
            let look =
                if strong { Type::new(BODY, palette.strong).bold(true) } else { Type::new(SMALL, palette.muted) };
            let text = scene.label(e);
            match form.score.zip(content.score) {
                Some((f, c)) => {
                    let bounds = [[(form.lower, c), (form.upper, c)], [(f, content.lower), (f, content.upper)]];
                    let shown = has_interval(scene, e);
                    for ends in bounds.into_iter().filter(|[from, to]| shown && from != to) {
                        self.plot.line(ends, stroke.dashed("0.8 0.6"))?;
                        lines.extend(self.segments(&ends));
                    }
                    let (mark, radius) = if strong { (Mark::Diamond, 1.8) } else { (Mark::Disc, 1.0) };
                    requests.push(LabelRequest { at: self.plot.at(f, c), radius, text, look });
                    if let Some([from, to]) = self.dropped(e) {
                        let at = self.plot.at(from.0, (from.1 + to.1) / 2.0);
                        let gap = format!("{} {}", scene.words.plain("GAP"), scene.words.signed(f - c, 1));
                        requests.push(LabelRequest { at, radius: 0.5, text: gap, look });
                    }
                    marks.push((scene.slug(e), (f, c), (mark, radius, colour)));
                }
                None => {
                    // A box that is seen even where both ends are one.
                    let least = 0.6 / self.point;
                    let (right, top) = (form.upper.max(form.lower + least), content.upper.max(content.lower + least));
                    let (low, high) = ((form.lower, content.lower), (right, top));
                    let corners = [low, (low.0, high.1), high, (high.0, low.1), low];
                    self.plot.line(corners, stroke.dashed("0.8 0.6"))?;
                    lines.extend(self.segments(&corners));
                    let at = self.plot.at((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
                    let text = format!("{text} ({})", withheld_words(scene, e));
                    requests.push(LabelRequest { at, radius: 0.4, text, look });
                }
            }
        }
        let line = Stroke::new(palette.muted, 0.15);
        let (low, high) = self.ends;
        self.plot.element([(low, high), (high, low)], |canvas, corners| {
            if let [(left, top), (right, bottom)] = corners {
                let field = Field { from: (left + 0.6, top + 0.6), to: (right - 0.6, bottom - 0.6) };
                let boxes = canvas.texts().to_vec();
                labels::place(canvas, &requests, field, Occupied { boxes: &boxes, lines: &lines }, line);
            }
        })?;
        for (slug, at, look) in marks {
            self.plot.open(&slug)?;
            self.plot.marks([at], look)?;
            self.plot.close()?;
        }
        Ok(())
    }
}

/// "withheld: coverage 0.41", of the score that is missing.
fn withheld_words(scene: &Scene<'_>, e: &Evaluation) -> String {
    let missing = [e.card.form(), e.card.content()].into_iter().filter(|s| s.score.is_none());
    let least = missing.map(|s| s.coverage).fold(1.0, f64::min);
    scene.words.say("withheld: coverage {coverage}", &[("coverage", &scene.words.coverage(least))])
}

/// Whether the lines of its bounds and of its variants are drawn: those of the partnership asked for, of all where it was asked.
fn has_interval(scene: &Scene<'_>, e: &Evaluation) -> bool {
    scene.options.every_interval || scene.is_strong(e) || scene.evaluations.len() == 1
}

/// The corners of the strip `low <= form - content <= high` within the square, in order; both axes have these ends.
fn strip(low: f64, high: f64, (from, to): (f64, f64)) -> Vec<(f64, f64)> {
    // Along the line of one gap from its lower left end to its upper right one.
    let ends = |gap: f64| [(from + gap.max(0.0), from + (-gap).max(0.0)), (to + gap.min(0.0), to - gap.max(0.0))];
    let ([a, b], [c, d]) = (ends(low), ends(high));
    let mut corners = vec![a, b];
    if low < 0.0 && high > 0.0 {
        corners.push((to, to));
    }
    corners.extend([d, c]);
    if low < 0.0 && high > 0.0 {
        corners.push((from, from));
    }
    corners
}

fn numbers(scene: &Scene<'_>) -> Table {
    let mut table = Table::new(&[
        "partnership",
        "label",
        "form",
        "form_lower",
        "form_upper",
        "form_coverage",
        "content",
        "content_lower",
        "content_upper",
        "content_coverage",
        "gap",
        "verdict",
        "form_p5",
        "form_p95",
        "content_p5",
        "content_p95",
        "gap_p5",
        "gap_p95",
        "verdict_word",
    ]);
    for e in scene.evaluations {
        let scored = |s: &crate::scoring::Scored| {
            [number(s.score), number(Some(s.lower)), number(Some(s.upper)), number(Some(s.coverage))]
        };
        let mut row = vec![scene.slug(e), scene.label(e)];
        row.extend(scored(e.card.form()).into_iter().chain(scored(e.card.content())));
        row.push(number(e.card.gap()));
        row.push(label(scene, e).unwrap_or_default());
        let f = scene.framework;
        let spreads = [of_node(scene, e, f.form), of_node(scene, e, f.content), interval(scene, e, GAP)];
        row.extend(spreads.into_iter().flat_map(|s| [number(s.map(|s| s.low)), number(s.map(|s| s.high))]));
        row.push(label_word(scene, e));
        table.push(row);
    }
    table
}

fn caption(scene: &Scene<'_>) -> String {
    let (f, v) = (scene.framework, &scene.framework.verdicts);
    let below = |id| {
        let titles: Vec<String> = f.node(id).children().iter().map(|c| scene.node_title(*c).to_lowercase()).collect();
        titles.join(", ")
    };
    let [from, to, above] = [v.aligned_from, v.aligned_to, v.nominal_above].map(|x| scene.words.signed(x, 0));
    let [_, aligned, exceeds, nominal] = v.labels.each_ref().map(|l| scene.words.verdict(l));
    let said = scene.words.say(
        "FORM ({form}) against CONTENT ({content}): {subject}; scores from 0 to 100. On the diagonal both are equal; shading \
         marks gaps of {from} to {to} ({aligned}), above that to {above} ({exceeds}), and beyond ({nominal}).",
        &[
            ("form", &below(f.form)),
            ("content", &below(f.content)),
            ("subject", &scene.subject()),
            ("from", &from),
            ("to", &to),
            ("above", &above),
            ("aligned", &aligned),
            ("exceeds", &exceeds),
            ("nominal", &nominal),
        ],
    );
    [said].into_iter().chain(found(scene)).collect::<Vec<_>>().join(" ")
}

fn alt(scene: &Scene<'_>) -> String {
    let one = |e: &Evaluation| {
        let scores = e.card.form().score.zip(e.card.content().score);
        let said = scores.map_or_else(
            || withheld_words(scene, e),
            |(f, c)| {
                let places = [("form", &*scene.words.score(f)), ("content", &scene.words.score(c))];
                scene.words.say("form {form}, content {content}", &places)
            },
        );
        format!("{}: {said}", scene.label(e))
    };
    let all: Vec<String> = scene.evaluations.iter().map(one).collect();
    let said = scene.words.say(
        "Scatter plot of content (upright) against form (across), both from 0 to 100. {all}.",
        &[("all", &all.join("; "))],
    );
    format!("{said} {}", findings(scene))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_of_the_square_by_hand() {
        assert_eq!(strip(10.0, 25.0, (0.0, 100.0)), [(10.0, 0.0), (100.0, 90.0), (100.0, 75.0), (25.0, 0.0)]);
        let aligned = [(0.0, 10.0), (90.0, 100.0), (100.0, 100.0), (100.0, 90.0), (10.0, 0.0), (0.0, 0.0)];
        assert_eq!(strip(-10.0, 10.0, (0.0, 100.0)), aligned);
    }
}
