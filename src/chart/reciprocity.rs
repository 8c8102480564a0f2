//! The reciprocity: what one side gives and what the other, as two marks on one scale, the most one-sided first, with
//! the asymmetry as a number.

use super::canvas::{Canvas, Mark, Stroke, Type};
use super::plot::Axis;
use super::ruler::{self, Ruler};
use super::scene::Scene;
use super::sheet::{MARGIN, PAGE, SMALL, Sample, Sheet};
use super::table::{Table as Numbers, number};
use super::theme::Palette;
use super::{ChartError, Drawn, Style};
use crate::analysis::Evaluation;
use crate::model::framework::{NodeId, NodeKind};
use crate::model::package::Table;
use crate::model::party::PartyId;
use crate::scoring::Scored;

const ROW: f64 = 4.0;
const LEAST_ROW: f64 = 3.2;
/// A group's title and the air above it, in rows.
const TITLE_ROWS: f64 = 1.35;
const BELOW: f64 = 8.5;
const HEAD: f64 = 4.5;
/// Outside the scales, for a number at 100.
const ASIDE: f64 = 8.0;

/// Where indicators with two directions take their rows from.
const TABLES: [Table; 5] = [Table::Mentions, Table::IssueAttention, Table::Votes, Table::RollCalls, Table::Positions];

/// The nodes with two directions.
fn pairs(scene: &Scene<'_>) -> Vec<(NodeId, [NodeId; 2])> {
    let pair = |(id, _): (NodeId, usize)| match &scene.framework.node(id).kind {
        NodeKind::Pair { directions } => Some((id, *directions)),
        _ => None,
    };
    scene.nodes().into_iter().filter_map(pair).collect()
}

/// The two directions so that the side all have in common stands second.
fn sides(scene: &Scene<'_>, e: &Evaluation, directions: [NodeId; 2]) -> [NodeId; 2] {
    let [from_a, from_b] = directions;
    if scene.common() == Some(e.partnership.a) { [from_b, from_a] } else { [from_a, from_b] }
}

/// Who stands first and who second.
fn names(scene: &Scene<'_>) -> [String; 2] {
    let side = |id: PartyId| scene.words.say("{party}’s side", &[("party", &scene.name(id))]);
    match (scene.evaluations, scene.common()) {
        ([one], _) => [side(one.partnership.a), side(one.partnership.b)],
        (_, Some(common)) => [scene.words.plain("the partner’s side"), side(common)],
        _ => ["the side named first", "the side named second"].map(|side| scene.words.plain(side)),
    }
}

/// Rows of one heading: an indicator with the partnerships, or one partnership with the indicators.
struct Row<'a> {
    e: &'a Evaluation,
    name: String,
    pair: NodeId,
    directions: [NodeId; 2],
}

/// Above 0 the side at the left does more, as the names stand.
fn asymmetry(scene: &Scene<'_>, e: &Evaluation, pair: NodeId) -> Option<f64> {
    let turned = scene.common() == Some(e.partnership.a);
    e.card.node(pair).asymmetry.map(|a| if turned { -a } else { a })
}

/// From what the first side does more of down to what the second does, those with one direction alone last.
fn sorted<'a>(scene: &Scene<'_>, mut rows: Vec<Row<'a>>) -> Vec<Row<'a>> {
    let key = |r: &Row<'_>| asymmetry(scene, r.e, r.pair).unwrap_or(f64::NEG_INFINITY);
    rows.sort_by(|x, y| key(y).total_cmp(&key(x)));
    rows
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let pairs = pairs(scene);
    if pairs.is_empty() {
        return Err(ChartError::Nothing(
            "this framework has no indicator with two directions, which `reciprocity` needs".into(),
        ));
    }
    let words = scene.words;
    let title =
        words.say("Reciprocity, both directions of the same indicators: {subject}", &[("subject", &scene.subject())]);
    let note = words.plain(
        "Asymmetry: (first − second) ÷ (first + second), −1 to +1; above 0 the side named first does more. Sorted by it.",
    );
    let mut sheet = Sheet::new(scene, style, title, &[note], &TABLES);
    let palette = sheet.palette;
    let several = scene.evaluations.len() > 1;
    let [who, whom] = names(scene);
    let looks = [(Mark::Disc, 1.25, palette.ink), (Mark::Square, 1.25, palette.other)];
    let sample = |(mark, radius, colour)| Sample::Mark(mark, radius, colour);
    sheet.legend(&[(who, sample(looks[0])), (whom, sample(looks[1]))]);
    let row_look = |e: &Evaluation| {
        let strong = scene.is_strong(e) && several;
        Type::new(SMALL, if strong { palette.strong } else { palette.ink }).bold(strong)
    };
    let title_look = Type::new(SMALL, palette.ink).bold(true);
    // One partnership: a row for each indicator. Several: a heading for each, with a row for each partnership.
    let groups: Vec<(Option<String>, Vec<Row<'_>>)> = if several {
        let group = |(id, directions): &(NodeId, [NodeId; 2])| {
            let row = |e| Row { e, name: scene.label(e), pair: *id, directions: *directions };
            (Some(scene.node_title(*id)), sorted(scene, scene.evaluations.iter().map(row).collect()))
        };
        pairs.iter().map(group).collect()
    } else {
        let row = |(e, (id, directions)): (_, &(NodeId, [NodeId; 2]))| Row {
            e,
            name: scene.node_title(*id),
            pair: *id,
            directions: *directions,
        };
        let one = scene.evaluations.iter().flat_map(|e| pairs.iter().map(move |p| (e, p))).map(row).collect();
        vec![(None, sorted(scene, one))]
    };
    let widths = groups.iter().flat_map(|(_, rows)| rows).map(|r| row_look(r.e).width(&r.name));
    let left = widths.fold(0.0, f64::max) + MARGIN + 2.0;
    let head = words.plain("asymmetry");
    let right = title_look.width(&head).max(title_look.width("+0.88")) + MARGIN + 1.5;
    let scale = Ruler::scores(left + ASIDE, style.width - right - ASIDE);
    if scale.to - scale.from < 14.0 {
        sheet.cramp();
    }
    let lines: f64 =
        groups.iter().map(|(heading, rows)| rows.len() as f64 + if heading.is_some() { TITLE_ROWS } else { 0.0 }).sum();
    let least = HEAD + lines * LEAST_ROW + BELOW;
    // As high as a page allows, and no higher than is natural.
    let natural = (HEAD + lines * ROW + BELOW).min(sheet.left_of(PAGE).max(least));
    let room = sheet.room(natural, least);
    let (top, row) = (sheet.top + HEAD, (room - HEAD - BELOW) / lines);
    let bottom = top + lines * row;
    let canvas = &mut sheet.canvas;
    let most = if scale.to - scale.from > 40.0 { 6 } else { 3 };
    scale.draw(canvas, &palette, (top, bottom), Axis::round(0.0, 100.0, most, |z| words.whole(z)))?;
    let axis = words.plain("score, 0–100");
    ruler::name(
        style.width,
        canvas,
        ((scale.from + scale.to) / 2.0, bottom + 7.2),
        &axis,
        Type::new(SMALL, palette.muted),
    );
    canvas.text((style.width - MARGIN, top - 1.6), &head, title_look.end());
    let mut y = top;
    for (heading, rows) in &groups {
        if let Some(heading) = heading {
            y += TITLE_ROWS * row;
            // The scale pauses where there is no row.
            let size = (scale.to - scale.from + 2.0, row);
            canvas.rect((scale.from - 1.0, y - row), size, palette.ground, None);
            canvas.text_at_height((MARGIN, y - 0.42 * row), heading, title_look);
        }
        for r in rows {
            let at = y + row / 2.0;
            canvas.open(&format!("{}.{}", scene.slug(r.e), scene.framework.node(r.pair).code));
            canvas.text_at_height((MARGIN + if several { 1.5 } else { 0.0 }, at), &r.name, row_look(r.e));
            dumbbell(scene, canvas, &palette, scale, at, r, looks);
            let said = asymmetry(scene, r.e, r.pair).map_or_else(|| "–".to_owned(), |a| words.signed(a, 2));
            canvas.text_at_height((style.width - MARGIN, at), &said, row_look(r.e).end());
            canvas.close();
            y += row;
        }
    }
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: numbers(scene), caption: caption(scene), alt: alt(scene) })
}

/// Two marks, what joins them, and their numbers; in words what is missing.
fn dumbbell(
    scene: &Scene<'_>,
    canvas: &mut Canvas,
    palette: &Palette,
    scale: Ruler,
    y: f64,
    row: &Row<'_>,
    looks: [(Mark, f64, &'static str); 2],
) {
    let scored = sides(scene, row.e, row.directions).map(|id| row.e.card.node(id));
    let look = Type::new(SMALL, palette.muted);
    let scores = scored.map(|s| s.score);
    if let [Some(x), Some(z)] = scores {
        canvas.line((scale.at(x), y), (scale.at(z), y), Stroke::new(palette.span, 0.7));
    }
    for (z, (mark, radius, colour)) in scores.iter().zip(looks) {
        if let Some(z) = z {
            canvas.mark(mark, (scale.at(*z), y), radius, colour);
        }
    }
    let say = |s: &Scored| scene.words.plain(if s.applies { "missing" } else { "n/a" });
    match scores {
        [Some(x), Some(z)] => {
            let (low, high) = (x.min(z), x.max(z));
            canvas.text_on((scale.at(low) - 2.0, y), &scene.words.score(low), look.end(), palette.ground);
            canvas.text_on((scale.at(high) + 2.0, y), &scene.words.score(high), look, palette.ground);
        }
        [one, other] => {
            let [first, second] = scored;
            let missing = if one.is_none() { first } else { second };
            let said = match one.or(other) {
                Some(z) => scene.words.say(
                    "{score}; other side {missing}",
                    &[("score", &scene.words.score(z)), ("missing", &say(missing))],
                ),
                None => say(missing),
            };
            match one.or(other) {
                // Where there is more room.
                Some(z) if z > 50.0 => canvas.text_on((scale.at(z) - 2.0, y), &said, look.end(), palette.ground),
                Some(z) => canvas.text_on((scale.at(z) + 2.0, y), &said, look, palette.ground),
                None => canvas.text_on((scale.from + 1.2, y), &said, look, palette.ground),
            }
        }
    }
}

fn numbers(scene: &Scene<'_>) -> Numbers {
    let header = ["partnership", "label", "node", "title", "from", "to", "score", "asymmetry", "from_code", "to_code"];
    let mut table = Numbers::new(&header);
    let party = |id| scene.measurer.package().parties.code(id).to_owned();
    for e in scene.evaluations {
        for (id, directions) in pairs(scene) {
            let ends = [(e.partnership.a, e.partnership.b), (e.partnership.b, e.partnership.a)];
            for (direction, (from, to)) in directions.into_iter().zip(ends) {
                table.push(vec![
                    scene.slug(e),
                    scene.label(e),
                    scene.framework.node(direction).code.clone(),
                    full_title(scene, e, id, direction),
                    scene.name(from),
                    scene.name(to),
                    number(e.card.node(direction).score),
                    number(asymmetry(scene, e, id)),
                    party(from),
                    party(to),
                ]);
            }
        }
    }
    table
}

/// A direction's title after its pair's; the names of both sides say it where the language has no sentence of its own.
fn full_title(scene: &Scene<'_>, e: &Evaluation, pair: NodeId, direction: NodeId) -> String {
    if scene.words.code() == "en" {
        return e.full_title(scene.framework, scene.measurer, direction);
    }
    let (a, b) = (scene.name(e.partnership.a), scene.name(e.partnership.b));
    let first = matches!(&scene.framework.node(pair).kind, NodeKind::Pair { directions } if directions[0] == direction);
    let (from, to) = if first { (a, b) } else { (b, a) };
    format!("{}: {from} → {to}", scene.node_title(pair))
}

fn caption(scene: &Scene<'_>) -> String {
    let [who, whom] = names(scene);
    scene.words.say(
        "Both directions of the indicators that have two, scores from 0 to 100: {who} (disc) and {whom} (square); \
         {subject}.",
        &[("who", &who), ("whom", &whom), ("subject", &scene.subject())],
    )
}

fn alt(scene: &Scene<'_>) -> String {
    let score = |e: &Evaluation, id: NodeId| scene.words.score_or_none(e.card.node(id).score);
    let one = |e: &Evaluation| {
        let all: Vec<String> = pairs(scene)
            .into_iter()
            .map(|(id, directions)| {
                let [own, others] = sides(scene, e, directions);
                let title = scene.node_title(id).to_lowercase();
                let places = [("title", title.as_str()), ("x", &score(e, own)), ("y", &score(e, others))];
                scene.words.say("{title} {x} against {y}", &places)
            })
            .collect();
        format!("{}: {}", scene.label(e), all.join(", "))
    };
    let all: Vec<String> = scene.evaluations.iter().map(one).collect();
    scene.words.say("Dumbbell chart of both directions, from 0 to 100. {all}.", &[("all", &all.join("; "))])
}
