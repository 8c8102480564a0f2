//! The gap: FORM and CONTENT of each partnership on one scale, joined, under the verdicts on their gaps, from the widest
//! gap down.

use super::canvas::{Canvas, Mark, Stroke, Type};
use super::plot::Axis;
use super::ruler::{self, Ruler};
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::theme::Palette;
use super::variants::{
    found, interval, label as label_of, label_word, of_node, verdict, verdict_words, verdicts as verdicts_of,
};
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Evaluation;
use crate::analysis::multiverse::GAP;
use crate::scoring::Scored;

/// A row of marks alone, one with two lines of text, and the least of either.
const ROW: f64 = 6.0;
const TALL_ROW: f64 = 8.4;
const LEAST_ROW: f64 = 3.4;
const LEAST_TALL_ROW: f64 = 7.6;
/// The verdict above its rows.
const HEADING: f64 = 5.4;
/// Below the rows: the numbers of the scale and its name.
const BELOW: f64 = 8.5;
/// Beside the scale on both sides, for a number at 0 or 100.
const ASIDE: f64 = 8.0;
/// The least scale beside which the words on robustness have a column of their own.
const LEAST_SCALE: f64 = 62.0;
/// Narrower pages are one column of a journal.
const ONE_COLUMN: f64 = 100.0;
/// The room of the column of robustness.
const COLUMN: f64 = 37.0;

/// Rows with the same verdict, the widest gap first.
struct Group<'a> {
    verdict: String,
    rows: Vec<&'a Evaluation>,
}

/// A heading for each verdict, in the order of the widest gap below it; what is withheld goes last.
fn groups<'a>(scene: &Scene<'_>, rows: &[&'a Evaluation]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for e in rows {
        let verdict = label_of(scene, e).unwrap_or_else(|| scene.words.plain("withheld"));
        match groups.iter_mut().find(|g| g.verdict == verdict) {
            Some(group) => group.rows.push(e),
            None => groups.push(Group { verdict, rows: vec![e] }),
        }
    }
    groups
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let mut rows: Vec<&Evaluation> = scene.evaluations.iter().collect();
    let width = |e: &Evaluation| e.card.gap().unwrap_or(f64::NEG_INFINITY);
    rows.sort_by(|x, y| width(y).total_cmp(&width(x)));
    let words = scene.words;
    let title = words.say("Gap between form and content: {subject}", &[("subject", &scene.subject())]);
    let open = rows.iter().any(|e| e.card.gap_bounds().0 < e.card.gap_bounds().1);
    let note = words.plain("Thin bars: bounds where something is unknown; a withheld score has no point.");
    let mut notes: Vec<String> = open.then_some(note).into_iter().collect();
    let mut sheet = match scene.variants {
        Some(variants) => {
            notes.push(words.plain(
                "Lines above and below the marks: FORM and CONTENT in 90 % of the declared variants on absolute scales; in brackets the same of GAP. \
                 A range of variants, not a probability.",
            ));
            notes.push(words.plain(
                "Robustness: whether the sign of the gap holds over the variants; after the semicolon how the gap compares with the peers’, and whether \
                 that holds.",
            ));
            Sheet::drawn(scene, style, title, &notes, &variants.description(scene))
        }
        None => Sheet::new(scene, style, title, &notes, &super::sources::ALL),
    };
    let palette = sheet.palette;
    let (form, content) = (palette.form, palette.content);
    sheet.legend(&[
        (words.plain("FORM"), Sample::Mark(Mark::Ring, 1.4, form)),
        (words.plain("CONTENT"), Sample::Mark(Mark::Square, 1.3, content)),
        (words.plain("GAP"), Sample::Line(Stroke::new(palette.span, 0.9), None)),
    ]);
    let label = |e: &Evaluation| {
        let strong = scene.is_strong(e);
        // In one column of a journal names leave the scale its room.
        let size = if style.width < ONE_COLUMN { SMALL } else { BODY };
        (scene.label(e), Type::new(size, if strong { palette.strong } else { palette.ink }).bold(strong))
    };
    let left = rows.iter().map(|e| label(e)).map(|(t, look)| look.width(&t)).fold(0.0, f64::max) + MARGIN + 2.0;
    let bold = Type::new(BODY, palette.ink).bold(true);
    let look = Type::new(SMALL, palette.muted);
    let brackets = |e: &Evaluation| {
        interval(scene, e, GAP).filter(|_| e.gap.is_some()).map(|s| {
            let ends = [("low", &*words.signed(s.low, 0)), ("high", &words.signed(s.high, 0))];
            words.say("[{low}, {high}]", &ends)
        })
    };
    let bracketed = rows.iter().filter_map(|e| brackets(e)).map(|b| look.width(&b)).fold(0.0, f64::max);
    let gap_width = bold.width(&words.plain("GAP")).max(bold.width("+88.8")).max(bracketed) + 1.0;
    // Robustness stands beside the gap where there is room for a column, otherwise in a line below the marks.
    let said = rows.iter().any(|e| !sureness(scene, e).is_empty());
    let wide = said && style.width - left - gap_width - COLUMN - 2.0 * ASIDE - MARGIN >= LEAST_SCALE;
    let right = gap_width + if wide { COLUMN } else { 0.0 } + MARGIN;
    let scale = Ruler::scores(left + ASIDE, style.width - right - ASIDE);
    if scale.to - scale.from < 20.0 {
        sheet.cramp();
    }
    let lines = |e: &Evaluation| {
        let room = if wide { COLUMN - 3.0 } else { style.width - 2.0 * MARGIN - 2.0 };
        let said = sureness(scene, e);
        if said.is_empty() { Vec::new() } else { font::wrap(&said, SMALL, false, room) }
    };
    // What a row needs below its middle, where robustness has no column.
    let under = |e: &Evaluation| if wide { 0.0 } else { lines(e).len() as f64 * leading(SMALL) };
    let most = rows.iter().map(|e| lines(e).len()).max().unwrap_or(0) as f64;
    let two = bracketed > 0.0;
    let (natural, least) = match (two, wide) {
        (true, true) => (TALL_ROW.max(most * leading(SMALL) + 1.2), LEAST_TALL_ROW.max(most * leading(SMALL) + 0.4)),
        (true, false) => (TALL_ROW, LEAST_TALL_ROW),
        _ => (ROW.max(most * leading(SMALL) + 0.6), LEAST_ROW.max(if wide { most * leading(SMALL) } else { 0.0 })),
    };
    let groups = groups(scene, &rows);
    let n = rows.len() as f64;
    let head = 4.0;
    let around = head + groups.len() as f64 * HEADING + rows.iter().map(|e| under(e)).sum::<f64>() + BELOW;
    let room = sheet.room(around + n * natural, around + n * least);
    let (top, step) = (sheet.top + head, (room - around) / n);
    let bottom = top + room - head - BELOW;
    let canvas = &mut sheet.canvas;
    scale.draw(canvas, &palette, (top, bottom), Axis::scores(words))?;
    let axis = words.plain("score, 0–100");
    ruler::name(style.width, canvas, ((scale.from + scale.to) / 2.0, bottom + 7.2), &axis, look);
    let gap_at = style.width - right + gap_width;
    canvas.text((gap_at, top - 1.4), &words.plain("GAP"), bold.end());
    if wide {
        canvas.text((gap_at + 3.0, top - 1.4), &words.plain("robustness"), look);
    }
    let mut y = top;
    for (place, group) in groups.iter().enumerate() {
        let verdict = Type::new(SMALL, palette.ink).bold(true);
        let line = Stroke::new(palette.muted, 0.15);
        // The scale pauses where there is no row.
        let above = if place == 0 { 0.1 } else { -0.6 };
        let size = (scale.to - scale.from + 2.0, HEADING + above);
        canvas.rect((scale.from - 1.0, y - above), size, palette.ground, None);
        canvas.line((MARGIN, y + 0.6), (style.width - MARGIN, y + 0.6), line);
        canvas.text_at_height((MARGIN, y + HEADING * 0.56), &group.verdict, verdict);
        y += HEADING;
        for e in &group.rows {
            canvas.open(&scene.slug(e));
            let middle = y + step / 2.0;
            let (text, bold_if_strong) = label(e);
            canvas.text_at_height((MARGIN, middle), &text, bold_if_strong);
            marks(scene, canvas, &palette, scale, e, (middle, step));
            let said = e.card.gap().map_or_else(|| "–".to_owned(), |gap| words.signed(gap, 1));
            match brackets(e) {
                Some(range) => {
                    canvas.text_at_height((gap_at, middle - 1.5), &said, bold.end());
                    canvas.text_at_height((gap_at, middle + 1.6), &range, look.end());
                }
                None => canvas.text_at_height((gap_at, middle), &said, bold.end()),
            }
            let lines = lines(e);
            let (x, first) = if wide {
                (gap_at + 3.0, middle - (lines.len() as f64 - 1.0) / 2.0 * leading(SMALL))
            } else {
                (MARGIN + 2.0, y + step + 0.35 * leading(SMALL))
            };
            for (k, line) in lines.iter().enumerate() {
                canvas.text_on((x, first + k as f64 * leading(SMALL)), line, look, palette.ground);
            }
            canvas.close();
            y += step + under(e);
        }
    }
    Ok(Drawn {
        sheet: sheet.finish(bottom + BELOW),
        numbers: numbers(scene, &rows),
        caption: caption(scene),
        alt: alt(scene, &rows),
    })
}

/// FORM and CONTENT of one partnership with what joins them, their bounds and their variants.
fn marks(
    scene: &Scene<'_>,
    canvas: &mut Canvas,
    palette: &Palette,
    scale: Ruler,
    e: &Evaluation,
    (y, step): (f64, f64),
) {
    let words = scene.words;
    let look = Type::new(SMALL, palette.muted);
    let (f, c) = (e.card.form(), e.card.content());
    let thin = |colour| Stroke::new(colour, 0.25);
    let marks = [(Mark::Square, 1.3, palette.content, c), (Mark::Ring, 1.4, palette.form, f)];
    if let Some((f, c)) = f.score.zip(c.score) {
        canvas.line((scale.at(f), y), (scale.at(c), y), Stroke::new(palette.span, 0.9));
    }
    let sides = [(c, scene.framework.content, 1.0, palette.content), (f, scene.framework.form, -1.0, palette.form)];
    for (s, node, side, colour) in sides {
        let spread = of_node(scene, e, node).filter(|_| s.score.is_some());
        if let Some(spread) = spread {
            let at = y + side * (step * 0.3).min(2.0);
            canvas.line((scale.at(spread.low), at), (scale.at(spread.high), at), Stroke::new(colour, 0.25));
        }
    }
    for (_, _, colour, s) in &marks {
        if s.lower < s.upper {
            // A light seam, so that it is seen upon what joins the two.
            let seam = Stroke::new(palette.ground, 0.65);
            canvas.line((scale.at(s.lower), y), (scale.at(s.upper), y), seam);
            canvas.line((scale.at(s.lower), y), (scale.at(s.upper), y), thin(colour));
            for end in [s.lower, s.upper] {
                canvas.line((scale.at(end), y - 0.8), (scale.at(end), y + 0.8), thin(colour));
            }
        }
    }
    for (mark, radius, colour, s) in &marks {
        if let Some(z) = s.score {
            // Inside the ring nothing is seen of what joins the two.
            if *mark == Mark::Ring {
                canvas.mark(Mark::Disc, (scale.at(z), y), *radius, palette.ground);
            }
            canvas.mark(*mark, (scale.at(z), y), *radius, colour);
        }
    }
    let reach = |s: &Scored, z: f64, side: f64| {
        let end = if side < 0.0 { s.lower.min(z) } else { s.upper.max(z) };
        scale.at(end) + side * 2.2
    };
    match f.score.zip(c.score) {
        Some((fz, cz)) => {
            let (low, high) = if fz < cz { ((f, fz), (c, cz)) } else { ((c, cz), (f, fz)) };
            canvas.text_on((reach(low.0, low.1, -1.0), y), &words.score(low.1), look.end(), palette.ground);
            canvas.text_on((reach(high.0, high.1, 1.0), y), &words.score(high.1), look, palette.ground);
        }
        None => {
            for (s, z) in [f, c].into_iter().filter_map(|s| Some((s, s.score?))) {
                canvas.text_on((reach(s, z, 1.0), y), &words.score(z), look, palette.ground);
            }
        }
    }
}

/// Whether the sign of the gap is robust, and how it compares with the peers'; of a withheld gap why it is.
fn sureness(scene: &Scene<'_>, e: &Evaluation) -> String {
    if e.gap.is_none() {
        return withheld(scene, e);
    }
    match verdicts_of(scene, e) {
        [absolute, stance, relative] if !stance.is_empty() => {
            let places = [("absolute", &*absolute), ("stance", &stance), ("relative", &relative)];
            scene.words.say("{absolute}; {stance}: {relative}", &places)
        }
        [absolute, ..] => absolute,
    }
}

/// "CONTENT withheld: coverage 0.41".
fn withheld(scene: &Scene<'_>, e: &Evaluation) -> String {
    let (form, content) = (e.card.form(), e.card.content());
    let (name, missing) = if content.score.is_none() { ("CONTENT", content) } else { ("FORM", form) };
    let places = [("name", &*scene.words.plain(name)), ("coverage", &scene.words.coverage(missing.coverage))];
    // The number stays with its word.
    let said = scene.words.say("{name} withheld: coverage {coverage}", &places);
    said.rsplit_once(' ').map_or_else(|| said.clone(), |(words, number)| format!("{words}\u{a0}{number}"))
}

fn numbers(scene: &Scene<'_>, rows: &[&Evaluation]) -> Table {
    let mut table = Table::new(&[
        "partnership",
        "label",
        "form",
        "content",
        "gap",
        "gap_lower",
        "gap_upper",
        "form_lower",
        "form_upper",
        "content_lower",
        "content_upper",
        "verdict",
        "form_coverage",
        "content_coverage",
        "form_p5",
        "form_p95",
        "content_p5",
        "content_p95",
        "gap_p5",
        "gap_p95",
        "absolute",
        "stance",
        "relative",
        "verdict_word",
        "absolute_word",
        "stance_word",
        "relative_word",
    ]);
    for e in rows {
        let (lower, upper) = e.card.gap_bounds();
        let f = scene.framework;
        let spreads = [of_node(scene, e, f.form), of_node(scene, e, f.content), interval(scene, e, GAP)];
        let spreads = spreads.into_iter().flat_map(|s| [number(s.map(|s| s.low)), number(s.map(|s| s.high))]);
        let own = vec![
            scene.slug(e),
            scene.label(e),
            number(e.card.form().score),
            number(e.card.content().score),
            number(e.card.gap()),
            number(Some(lower)),
            number(Some(upper)),
            number(Some(e.card.form().lower)),
            number(Some(e.card.form().upper)),
            number(Some(e.card.content().lower)),
            number(Some(e.card.content().upper)),
            label_of(scene, e).unwrap_or_default(),
            number(Some(e.card.form().coverage)),
            number(Some(e.card.content().coverage)),
        ];
        let words = [label_word(scene, e)].into_iter().chain(verdict_words(scene, e));
        table.push(own.into_iter().chain(spreads).chain(verdicts_of(scene, e)).chain(words).collect());
    }
    table
}

fn caption(scene: &Scene<'_>) -> String {
    let said = scene.words.say(
        "FORM (ring) and CONTENT (square) of {subject}, scores from 0 to 100; GAP = FORM − CONTENT, the widest first.",
        &[("subject", &scene.subject())],
    );
    [said].into_iter().chain(found(scene)).collect::<Vec<_>>().join(" ")
}

fn alt(scene: &Scene<'_>, rows: &[&Evaluation]) -> String {
    let words = scene.words;
    let one = |e: &&Evaluation| verdict(scene, e);
    let all: Vec<String> = rows.iter().map(one).collect();
    words.say("Dumbbell chart of form and content from 0 to 100. {all}", &[("all", &all.join(" "))])
}
