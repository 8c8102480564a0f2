//! The plane: CONTENT against FORM, both 0 to 100, with the diagonal on which they are equal and the bands of the gap.

use super::axis::{Scale, TICKS};
use super::canvas::{Anchor, Canvas, Mark, Point, Stroke, TextBox, Type};
use super::labels::{self, Field, Taken, Wish};
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sheet};
use super::table::{Table, number};
use super::theme::Palette;
use super::variants::{interval, label, of_node};
use super::words::Words;
use super::{Drawn, Style, Trouble};
use crate::analysis::Evaluation;
use crate::analysis::multiverse::GAP;
use crate::model::framework::Verdicts;

/// Left of the plot: the axis' name and its numbers.
const LEFT: f64 = 11.0;
const BELOW: f64 = 9.0;
/// The least side of the plot on which the bands can be named.
const LEAST: f64 = 45.0;

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, Trouble> {
    let title = scene.words.say("Form against content: {subject}", &[("subject", &scene.subject())]);
    let uncertain = scene.evaluations.iter().any(|e| withheld(e) || spread(e));
    let cross = scene
        .words
        .plain("Thin crosses and dashed boxes: bounds where something is unknown; a withheld score has no point.");
    let mut notes: Vec<String> = uncertain.then_some(cross).into_iter().collect();
    let mut sheet = match scene.variants {
        Some(variants) => {
            notes.push(scene.words.plain(
                "Pale lines: FORM and CONTENT in 90 % of the declared variants on absolute scales; a range of variants, not a probability.",
            ));
            Sheet::drawn(scene, style, title, &notes, &variants.told(scene))
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
    let plot = Plot {
        x: Scale { from: left, to: left + side },
        y: Scale { from: top + side, to: top },
        verdicts: &scene.framework.verdicts,
        words: scene.words,
    };
    let canvas = &mut sheet.canvas;
    plot.bands(canvas, &palette);
    let pale = plot.intervals(canvas, &palette, scene);
    plot.axes(canvas, &palette);
    plot.names(canvas, &palette);
    let taken = canvas.texts().to_vec();
    plot.points(canvas, &palette, scene, (&taken, &pale));
    let bottom = top + side + BELOW;
    Ok(Drawn { sheet: sheet.finish(bottom), numbers: numbers(scene), caption: caption(scene), alt: alt(scene) })
}

fn withheld(e: &Evaluation) -> bool {
    e.card.form().score.is_none() || e.card.content().score.is_none()
}

fn spread(e: &Evaluation) -> bool {
    [e.card.form(), e.card.content()].into_iter().any(|s| s.lower < s.upper)
}

struct Plot<'a> {
    x: Scale,
    y: Scale,
    verdicts: &'a Verdicts,
    words: &'a Words,
}

impl Plot<'_> {
    fn at(&self, form: f64, content: f64) -> Point {
        (self.x.at(form), self.y.at(content))
    }

    /// The four bands, from the upper left down to the lower right.
    fn bands(&self, canvas: &mut Canvas, palette: &Palette) {
        let v = self.verdicts;
        let edges = [-100.0, v.aligned_from, v.aligned_to, v.nominal_above, 100.0];
        for (pair, colour) in edges.windows(2).zip(palette.bands) {
            if let [low, high] = pair {
                let corners: Vec<Point> = strip(*low, *high).into_iter().map(|(f, c)| self.at(f, c)).collect();
                canvas.polygon(&corners, colour, None);
            }
        }
        canvas.line(self.at(0.0, 0.0), self.at(100.0, 100.0), Stroke::new(palette.muted, 0.25));
    }

    fn axes(&self, canvas: &mut Canvas, palette: &Palette) {
        let (left, right, low, high) = (self.x.from, self.x.to, self.y.from, self.y.to);
        canvas.rect((left, high), (right - left, low - high), "none", Some(Stroke::new(palette.muted, 0.2)));
        for tick in TICKS {
            let (x, y) = self.at(f64::from(tick), f64::from(tick));
            let stroke = Stroke::new(palette.muted, 0.2);
            canvas.line((x, low), (x, low + 1.0), stroke);
            canvas.line((left - 1.0, y), (left, y), stroke);
            let look = Type::new(SMALL, palette.muted);
            canvas.text((x, low + 4.0), &tick.to_string(), look.middle());
            canvas.text_at_height((left - 1.8, y), &tick.to_string(), look.end());
        }
        let look = Type::new(BODY, palette.ink).bold(true).middle();
        canvas.text(((left + right) / 2.0, low + BELOW - 1.0), &self.words.plain("FORM: strategic in name"), look);
        canvas.text(
            (MARGIN + 2.6, (low + high) / 2.0),
            &self.words.plain("CONTENT: strategic in substance"),
            look.turned(-90.0),
        );
    }

    /// Bands and diagonal by their names: the narrow ones along themselves, the corners across.
    fn names(&self, canvas: &mut Canvas, palette: &Palette) {
        let v = self.verdicts;
        let [exceeds, aligned, form_exceeds, nominal] = &v.labels.each_ref().map(|l| self.words.verdict(l));
        let look = Type::new(SMALL, palette.muted);
        let inset = 1.5;
        canvas.text((self.x.from + inset, self.y.to + 3.6), exceeds, look);
        canvas.text((self.x.to - inset, self.y.from - 2.0), nominal, Type { anchor: Anchor::End, ..look });
        let scale = (self.x.to - self.x.from) / 100.0;
        let half_height = 0.26 * SMALL * super::font::POINT;
        // Each begins at the lower left, clear of the frame, on the middle line of its band.
        let mut along = |gap: f64, text: &str, look: Type<'_>| {
            let start = 4.0 / scale;
            let (x, y) = self.at(gap.max(0.0) + start, start + (-gap).max(0.0));
            let sink = half_height * std::f64::consts::FRAC_1_SQRT_2;
            canvas.text((x + sink, y + sink), text, look.turned(-45.0));
        };
        along(v.aligned_to / 2.0, aligned, look);
        along((v.aligned_to + v.nominal_above) / 2.0, form_exceeds, look);
        // Just above it, so that the line stays seen.
        along(-2.0 / scale, &self.words.plain("form = content"), look);
    }

    fn points(
        &self,
        canvas: &mut Canvas,
        palette: &Palette,
        scene: &Scene<'_>,
        (taken, pale): (&[TextBox], &[(Point, Point)]),
    ) {
        // The strong one last, above all others.
        let mut all: Vec<&Evaluation> = scene.evaluations.iter().collect();
        all.sort_by_key(|e| scene.is_strong(e));
        let mut wishes = Vec::new();
        let mut lines = vec![(self.at(0.0, 0.0), self.at(100.0, 100.0))];
        for e in &all {
            let strong = scene.is_strong(e) || scene.evaluations.len() == 1;
            let colour = if strong { palette.strong } else { palette.other };
            let (form, content) = (e.card.form(), e.card.content());
            let stroke = Stroke::new(colour, 0.25);
            let look = Type::new(BODY, if strong { palette.ink } else { palette.muted }).bold(strong);
            let text = scene.label(e);
            match form.score.zip(content.score) {
                Some((f, c)) => {
                    let across = (self.at(form.lower, c), self.at(form.upper, c));
                    let upright = (self.at(f, content.lower), self.at(f, content.upper));
                    for (from, to) in [across, upright].into_iter().filter(|(from, to)| from != to) {
                        canvas.line(from, to, stroke);
                        lines.push((from, to));
                    }
                    let (mark, radius) = if strong { (Mark::Diamond, 1.7) } else { (Mark::Disc, 1.2) };
                    wishes.push((Wish { at: self.at(f, c), radius, text, look }, Some((mark, colour))));
                }
                None => {
                    let (low, high) = (self.at(form.lower, content.lower), self.at(form.upper, content.upper));
                    let (w, h) = ((high.0 - low.0).max(0.6), (low.1 - high.1).max(0.6));
                    canvas.rect((low.0, high.1), (w, h), "none", Some(stroke.dashed("0.8 0.6")));
                    let corners = [low, (low.0, high.1), high, (high.0, low.1), low];
                    lines.extend(corners.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))));
                    let at = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
                    let text = format!("{text} ({})", withheld_words(scene, e));
                    wishes.push((Wish { at, radius: 0.4, text, look }, None));
                }
            }
        }
        let field = Field { from: (self.x.from + 0.6, self.y.to + 0.6), to: (self.x.to - 0.6, self.y.from - 0.6) };
        let (wishes, marks): (Vec<Wish<'_>>, Vec<_>) = wishes.into_iter().unzip();
        let taken = Taken { boxes: taken, lines: &lines, pale };
        labels::place(canvas, &wishes, field, taken, Stroke::new(palette.muted, 0.15));
        for (wish, mark) in wishes.iter().zip(marks) {
            if let Some((mark, colour)) = mark {
                canvas.mark(mark, wish.at, wish.radius, colour);
            }
        }
    }
}

impl Plot<'_> {
    /// Where FORM and CONTENT lie over the declared variants, below everything else; gives the lines that were drawn.
    fn intervals(&self, canvas: &mut Canvas, palette: &Palette, scene: &Scene<'_>) -> Vec<(Point, Point)> {
        let f = scene.framework;
        let mut all: Vec<&Evaluation> = scene.evaluations.iter().collect();
        all.sort_by_key(|e| scene.is_strong(e));
        let mut lines = Vec::new();
        for e in &all {
            let Some((form, content)) = e.card.form().score.zip(e.card.content().score) else { continue };
            let strong = scene.is_strong(e) || all.len() == 1;
            let stroke = if strong { Stroke::new(palette.strong_pale, 0.4) } else { Stroke::new(palette.pale, 0.25) };
            let across = of_node(scene, e, f.form).map(|s| (self.at(s.low, content), self.at(s.high, content)));
            // At full FORM beside the frame and not upon it.
            let x = self.x.at(form).min(self.x.to - 0.4);
            let upright = of_node(scene, e, f.content).map(|s| ((x, self.y.at(s.low)), (x, self.y.at(s.high))));
            for (from, to) in across.into_iter().chain(upright) {
                canvas.line(from, to, stroke);
                lines.push((from, to));
            }
        }
        lines
    }
}

/// "withheld: coverage 0.41", of the score that is missing.
fn withheld_words(scene: &Scene<'_>, e: &Evaluation) -> String {
    let missing = [e.card.form(), e.card.content()].into_iter().filter(|s| s.score.is_none());
    let least = missing.map(|s| s.coverage).fold(1.0, f64::min);
    scene.words.say("withheld: coverage {coverage}", &[("coverage", &scene.words.coverage(least))])
}

/// The corners of the strip `low <= form - content <= high` within the square, in order.
fn strip(low: f64, high: f64) -> Vec<(f64, f64)> {
    // Along the line of one gap from its lower left end to its upper right one.
    let ends = |gap: f64| [(gap.max(0.0), (-gap).max(0.0)), (100.0 + gap.min(0.0), 100.0 - gap.max(0.0))];
    let ([a, b], [c, d]) = (ends(low), ends(high));
    let mut corners = vec![a, b];
    if low < 0.0 && high > 0.0 {
        corners.push((100.0, 100.0));
    }
    corners.extend([d, c]);
    if low < 0.0 && high > 0.0 {
        corners.push((0.0, 0.0));
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
    scene.words.say(
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
    )
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
    scene.words.say(
        "Scatter plot of content (upright) against form (across), both from 0 to 100. {all}.",
        &[("all", &all.join("; "))],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_of_the_square_by_hand() {
        assert_eq!(strip(10.0, 25.0), [(10.0, 0.0), (100.0, 90.0), (100.0, 75.0), (25.0, 0.0)]);
        let aligned = [(0.0, 10.0), (90.0, 100.0), (100.0, 100.0), (100.0, 90.0), (10.0, 0.0), (0.0, 0.0)];
        assert_eq!(strip(-10.0, 10.0), aligned);
    }
}
