//! The bridge: from FORM down to CONTENT, by parameter and by indicator.

use super::canvas::{Canvas, Mark, Stroke, Type};
use super::ruler::{self, Ruler};
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::theme::Palette;
use super::variants::{chosen, verdict};
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Evaluation;
use crate::analysis::decompose::{Bridge, NoBridge, ParameterPart};
use crate::model::framework::NodeId;

const ROW: f64 = 5.0;
const LEAST_ROW: f64 = 3.5;
/// Above the rows: the heads of the columns.
const HEAD: f64 = 4.2;
/// Below the rows: the numbers of the scale and its name.
const BELOW: f64 = 8.5;
/// How far an indicator's name is set in.
const INDENT: f64 = 2.2;

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let nobody = || ChartError::Nothing("`bridge` shows one partnership; name it before --peers".into());
    let e = chosen(scene).ok_or_else(nobody)?;
    let slug = scene.slug(e);
    let refused = |why: &NoBridge| ChartError::Nothing(format!("{slug} has no bridge: {why}"));
    let found = scene.further.bridge.filter(|(p, _)| *p == e.partnership);
    let (_, found) = found.ok_or_else(|| ChartError::Nothing(format!("`bridge` is not computed for {slug}")))?;
    let bridge = found.as_ref().map_err(refused)?;
    let scene = &Scene { evaluations: std::slice::from_ref(e), ..*scene };
    let words = scene.words;
    let title = words.say("From form to content: {subject}", &[("subject", &scene.subject())]);
    let mut notes = vec![words.plain(
        "Points of CONTENT that each part loses because it scores below FORM, or wins because it scores above; exact, they sum to \
         CONTENT − FORM.",
    )];
    if lowest(bridge) > 5.0 {
        notes.push(words.plain("The scale does not begin at 0."));
    }
    if !bridge.without.is_empty() {
        let names: Vec<String> = bridge.without.iter().map(|id| scene.node_title(*id)).collect();
        notes.push(words.say("Without a score, and so without weight: {names}.", &[("names", &names.join("; "))]));
    }
    let mut sheet = Sheet::new(scene, style, title, &[notes.join(" ")], &super::sources::ALL);
    let palette = sheet.palette;
    let rim = Some(palette.ink);
    let mut entries = vec![(words.plain("loses"), Sample::Patch(palette.pair[1], rim))];
    if rows(bridge).iter().any(|row| row.points > 0.0) {
        entries.push((words.plain("wins"), Sample::Patch(palette.pair[0], rim)));
    }
    sheet.legend(&entries);
    let bottom = Figure { scene, e, bridge, rows: rows(bridge) }.draw(&mut sheet, &palette)?;
    Ok(Drawn {
        sheet: sheet.finish(bottom),
        numbers: numbers(scene, e, bridge),
        caption: caption(scene, e, bridge),
        alt: alt(scene, e, bridge),
    })
}

/// A bar: of a parameter, or of an indicator within it.
struct Row {
    node: NodeId,
    depth: usize,
    /// The running sum before it.
    from: f64,
    points: f64,
}

/// Each parameter, then its indicators over the same stretch; a parameter that is an indicator stands alone.
fn rows(bridge: &Bridge) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut from = bridge.form;
    for ParameterPart { parameter, points, parts } in &bridge.parameters {
        rows.push(Row { node: *parameter, depth: 0, from, points: *points });
        let mut inner = from;
        for part in parts.iter().filter(|part| part.node != *parameter) {
            rows.push(Row { node: part.node, depth: 1, from: inner, points: part.points });
            inner += part.points;
        }
        from += points;
    }
    rows
}

fn lowest(bridge: &Bridge) -> f64 {
    rows(bridge).iter().map(|r| r.from + r.points).fold(bridge.form.min(bridge.content), f64::min)
}

struct Figure<'a> {
    scene: &'a Scene<'a>,
    e: &'a Evaluation,
    bridge: &'a Bridge,
    rows: Vec<Row>,
}

impl Figure<'_> {
    fn look(row: &Row, ink: &'static str) -> Type<'static> {
        Type::new(SMALL, ink).bold(row.depth == 0)
    }

    /// Draws the rows and returns how far down they reach.
    fn draw(&self, sheet: &mut Sheet, palette: &Palette) -> Result<f64, ChartError> {
        let words = self.scene.words;
        let (small, bold) = (Type::new(SMALL, palette.ink), Type::new(BODY, palette.ink).bold(true));
        let heads = [words.plain("score"), words.plain("points")];
        let column = |head: &str| small.bold(true).width(head).max(small.bold(true).width("−88.8")) + 2.2;
        let [scores, points] = heads.each_ref().map(|head| column(head));
        let room_for_names = (sheet.width * 0.42).min(62.0);
        let wrapped = |row: &Row| {
            let look = Self::look(row, palette.ink);
            font::wrap(&self.scene.node_title(row.node), SMALL, look.bold, room_for_names - INDENT * row.depth as f64)
        };
        let names: Vec<Vec<String>> = self.rows.iter().map(wrapped).collect();
        let reach = |(row, lines): (&Row, &Vec<String>)| {
            let wide = lines.iter().map(|l| Self::look(row, "").width(l)).fold(0.0, f64::max);
            wide + INDENT * row.depth as f64
        };
        let widest = self.rows.iter().zip(&names).map(reach).fold(0.0, f64::max);
        let (from, to) = (MARGIN + widest + 4.0, sheet.width - MARGIN - scores - points - 1.5);
        if to - from < 20.0 {
            sheet.cramp();
        }
        let ends = [self.bridge.form, self.bridge.content];
        let all = self.rows.iter().map(|r| r.from + r.points).chain(ends);
        let ruler = Ruler::holding(from, to.max(from + 1.0), all.chain((lowest(self.bridge) <= 5.0).then_some(0.0)));
        let n = self.rows.len() as f64 + 2.0;
        let two = names.iter().any(|lines| lines.len() > 1);
        let least = if two { 2.0 * leading(SMALL) + 0.2 } else { LEAST_ROW };
        let room = sheet.room(HEAD + n * ROW.max(least) + BELOW, HEAD + n * least + BELOW);
        let (top, step) = (sheet.top + HEAD, (room - HEAD - BELOW) / n);
        let bottom = top + n * step;
        let width = sheet.width;
        let canvas = &mut sheet.canvas;
        ruler.draw(canvas, palette, (top, bottom), ruler.axis(9.0, |x| words.short(x)))?;
        ruler::name(width, canvas, ((from + to) / 2.0, bottom + 7.0), &words.plain("score, 0–100"), small);
        let [score_at, points_at] = [width - MARGIN - points, width - MARGIN];
        for (head, x) in heads.iter().zip([score_at, points_at]) {
            canvas.text((x, top - 1.2), head, small.bold(true).end());
        }
        let middle = |i: usize| top + (i as f64 + 0.5) * step;
        self.carried(canvas, palette, ruler, (&middle, step));
        for (i, (row, lines)) in self.rows.iter().zip(&names).enumerate() {
            canvas.open(&self.scene.framework.node(row.node).code);
            let y = middle(i + 1);
            let look = Self::look(row, palette.ink);
            let first = y - (lines.len() as f64 - 1.0) / 2.0 * leading(SMALL);
            for (k, line) in lines.iter().enumerate() {
                let at = (MARGIN + INDENT * row.depth as f64, first + k as f64 * leading(SMALL));
                canvas.text_at_height(at, line, look);
            }
            self.bar(canvas, palette, ruler, row, (y, step));
            let score = words.score_or_none(self.e.card.node(row.node).score);
            canvas.text_at_height((score_at, y), &score, look.end());
            canvas.text_at_height((points_at, y), &words.signed(row.points, 1), look.end());
            canvas.close();
        }
        let last = self.rows.len() + 1;
        let ends = [
            ("form", words.plain("FORM"), self.bridge.form, Mark::Ring, palette.form, 0),
            ("content", words.plain("CONTENT"), self.bridge.content, Mark::Square, palette.content, last),
        ];
        for (code, name, value, mark, colour, row) in ends {
            canvas.open(code);
            let y = middle(row);
            canvas.text_at_height((MARGIN, y), &name, bold);
            canvas.mark(mark, (ruler.at(value), y), 1.7, colour);
            canvas.text_at_height((score_at, y), &words.score(value), bold.end());
            canvas.close();
        }
        let gap = words.signed(self.bridge.content - self.bridge.form, 1);
        canvas.text_at_height((points_at, middle(last)), &gap, bold.end());
        Ok(bottom + BELOW)
    }

    /// The sum so far, carried down from each parameter to the next and from FORM and to CONTENT.
    fn carried(
        &self,
        canvas: &mut Canvas,
        palette: &Palette,
        ruler: Ruler,
        (middle, step): (&dyn Fn(usize) -> f64, f64),
    ) {
        let line = Stroke::new(palette.muted, 0.2);
        let mut from = (self.bridge.form, 0);
        for (i, row) in self.rows.iter().enumerate().filter(|(_, row)| row.depth == 0) {
            // From below FORM's ring, which is open.
            let start = middle(from.1) + if i == 0 { 1.7 } else { 0.0 };
            canvas.line((ruler.at(from.0), start), (ruler.at(from.0), middle(i + 1) + step * 0.3), line);
            from = (row.from + row.points, i + 1);
        }
        canvas.line((ruler.at(from.0), middle(from.1)), (ruler.at(from.0), middle(self.rows.len() + 1)), line);
    }

    fn bar(&self, canvas: &mut Canvas, palette: &Palette, ruler: Ruler, row: &Row, (y, step): (f64, f64)) {
        let (before, after) = (ruler.at(row.from), ruler.at(row.from + row.points));
        let half = if row.depth == 0 { (step * 0.34).min(1.7) } else { (step * 0.2).min(0.9) };
        let fill = palette.pair[usize::from(row.points <= 0.0)];
        let size = ((after - before).abs().max(0.15), 2.0 * half);
        canvas.rect((before.min(after), y - half), size, fill, Some(Stroke::new(palette.ink, 0.15)));
    }
}

fn numbers(scene: &Scene<'_>, e: &Evaluation, bridge: &Bridge) -> Table {
    let mut table = Table::new(&["partnership", "row", "code", "title", "score", "points", "sum"]);
    let slug = scene.slug(e);
    let mut push = |row: &str, id: NodeId, score: Option<f64>, points: Option<f64>, sum: f64| {
        let text = [slug.clone(), row.to_owned(), scene.framework.node(id).code.clone(), scene.node_title(id)];
        table.push(text.into_iter().chain([number(score), number(points), number(Some(sum))]).collect());
    };
    push("form", scene.framework.form, Some(bridge.form), None, bridge.form);
    for row in rows(bridge) {
        let kind = if row.depth == 0 { "parameter" } else { "indicator" };
        push(kind, row.node, e.card.node(row.node).score, Some(row.points), row.from + row.points);
    }
    push("content", scene.framework.content, Some(bridge.content), None, bridge.content);
    table
}

fn caption(scene: &Scene<'_>, e: &Evaluation, bridge: &Bridge) -> String {
    let words = scene.words;
    let places = [
        ("subject", &*scene.subject()),
        ("form", &words.score(bridge.form)),
        ("content", &words.score(bridge.content)),
    ];
    let said = words.say(
        "From FORM ({form}) to CONTENT ({content}) of {subject}: the points that each parameter (bold) and each indicator below \
         it loses or wins; GAP = FORM − CONTENT.",
        &places,
    );
    format!("{said} {}", verdict(scene, e))
}

fn alt(scene: &Scene<'_>, e: &Evaluation, bridge: &Bridge) -> String {
    let words = scene.words;
    let one = |part: &ParameterPart| {
        let own = |c: &crate::analysis::contribution::Contribution| {
            format!("{} {}", scene.node_title(c.node), words.signed(c.points, 1))
        };
        let parts: Vec<String> = part.parts.iter().filter(|c| c.node != part.parameter).map(own).collect();
        let (name, points) = (scene.node_title(part.parameter), words.signed(part.points, 1));
        let places = [("name", &*name), ("points", &points), ("parts", &parts.join("; "))];
        match parts.is_empty() {
            true => words.say("{name} contributes {points} points.", &places),
            false => words.say("{name} contributes {points} points ({parts}).", &places),
        }
    };
    let all: Vec<String> = bridge.parameters.iter().map(one).collect();
    let places = [
        ("subject", &*scene.subject()),
        ("form", &words.score(bridge.form)),
        ("content", &words.score(bridge.content)),
        ("all", &all.join(" ")),
        ("verdict", &verdict(scene, e)),
    ];
    words.say("Bridge chart of {subject}: FORM is {form} and CONTENT is {content}. {verdict} {all}", &places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::contribution::Contribution;

    #[test]
    fn parts_of_a_parameter_lie_over_its_own_stretch() {
        let part = |i, points| Contribution { node: NodeId(i), points };
        let vision = ParameterPart { parameter: NodeId(1), points: -12.0, parts: vec![part(2, -15.0), part(3, 3.0)] };
        let alone = ParameterPart { parameter: NodeId(4), points: -8.0, parts: vec![part(4, -8.0)] };
        let bridge = Bridge { form: 60.0, content: 40.0, parameters: vec![vision, alone], without: Vec::new() };
        let found: Vec<(usize, usize, f64, f64)> =
            rows(&bridge).iter().map(|r| (r.node.0, r.depth, r.from, r.points)).collect();
        assert_eq!(found, [(1, 0, 60.0, -12.0), (2, 1, 60.0, -15.0), (3, 1, 45.0, 3.0), (4, 0, 48.0, -8.0)]);
        assert_eq!(lowest(&bridge), 40.0);
    }
}
