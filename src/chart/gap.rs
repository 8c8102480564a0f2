//! The gap: FORM and CONTENT of each partnership on one scale, joined, from the widest gap down.

use super::canvas::{Mark, Stroke, Type};
use super::plot::Axis;
use super::ruler::Ruler;
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sample, Sheet};
use super::table::{Table, number};
use super::variants::{interval, label as label_of, of_node, verdicts as verdicts_of};
use super::{ChartError, Drawn, Style};
use crate::analysis::Evaluation;
use crate::analysis::multiverse::GAP;

const ROW: f64 = 6.4;
const TALL_ROW: f64 = 7.8;
const LEAST_ROW: f64 = 3.4;
/// Below the rows: the numbers of the scale.
const BELOW: f64 = 4.5;
/// Beside the scale on both sides, for a number at 0 or 100.
const ASIDE: f64 = 8.0;

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
            Sheet::drawn(scene, style, title, &notes, &variants.description(scene))
        }
        None => Sheet::new(scene, style, title, &notes, &super::sources::ALL),
    };
    let palette = sheet.palette;
    let (form, content) = (palette.form, palette.content);
    sheet.legend(&[
        (words.plain("CONTENT"), Sample::Mark(Mark::Square, 1.3, content)),
        (words.plain("FORM"), Sample::Mark(Mark::Ring, 1.4, form)),
    ]);
    let label = |e: &Evaluation| (scene.label(e), Type::new(BODY, palette.ink).bold(scene.is_strong(e)));
    let left = rows.iter().map(|e| label(e)).map(|(t, look)| look.width(&t)).fold(0.0, f64::max) + MARGIN + 2.0;
    // At the right the gap, and its verdict where there is room.
    let bold = Type::new(BODY, palette.ink).bold(true);
    let look = Type::new(SMALL, palette.muted);
    let verdict = |e: &Evaluation| label_of(scene, e).unwrap_or_else(|| withheld(scene, e));
    let sureness = |e: &Evaluation| match verdicts_of(scene, e) {
        [absolute, stance, relative] if !stance.is_empty() && e.gap.is_some() => {
            let places = [("absolute", &*absolute), ("stance", &stance), ("relative", &relative)];
            words.say("{absolute}; {stance}: {relative}", &places)
        }
        [absolute, ..] if e.gap.is_some() => absolute,
        _ => String::new(),
    };
    let gap_width = bold.width(&words.plain("GAP")) + bold.width(" +88.8");
    let verdicts =
        rows.iter().flat_map(|e| [verdict(e), sureness(e)]).map(|v| look.width(&v)).fold(0.0, f64::max) + 2.0;
    let brackets = |e: &Evaluation| {
        interval(scene, e, GAP).filter(|_| e.gap.is_some()).map(|s| {
            let ends = [("low", &*words.signed(s.low, 0)), ("high", &words.signed(s.high, 0))];
            words.say("[{low}, {high}]", &ends)
        })
    };
    let bracketed = rows.iter().filter_map(|e| brackets(e)).map(|b| look.width(&b)).fold(0.0, f64::max);
    // Beside the gap where there is room, below it otherwise.
    let gap_width = gap_width.max(bracketed);
    let wide = style.width - left - gap_width - verdicts - 2.0 * ASIDE - MARGIN >= 60.0;
    let right = gap_width + if wide { verdicts } else { 0.0 } + MARGIN;
    let scale = Ruler::scores(left + ASIDE, style.width - right - ASIDE);
    if scale.to - scale.from < 25.0 {
        sheet.cramp();
    }
    let n = rows.len() as f64;
    let head = 4.0;
    // Without a column for it, what is withheld is noted above its bar.
    let two = bracketed > 0.0;
    let natural = if two || !wide && rows.iter().any(|e| e.gap.is_none()) { TALL_ROW } else { ROW };
    let room = sheet.room(head + n * natural + BELOW, head + n * if two { 6.4 } else { LEAST_ROW } + BELOW);
    let (top, step) = (sheet.top + head, (room - head - BELOW) / n);
    let canvas = &mut sheet.canvas;
    scale.draw(canvas, &palette, (top, top + n * step), Axis::scores(words))?;
    let gap_at = style.width - right + gap_width;
    canvas.text((gap_at, top - 1.4), &words.plain("GAP"), bold.end());
    for (i, e) in rows.iter().enumerate() {
        let y = top + (i as f64 + 0.5) * step;
        let (text, bold_if_strong) = label(e);
        canvas.text_at_height((MARGIN, y), &text, bold_if_strong);
        let (f, c) = (e.card.form(), e.card.content());
        let thin = |colour| Stroke::new(colour, 0.25);
        let marks = [(Mark::Square, 1.3, content, c), (Mark::Ring, 1.4, form, f)];
        if let Some((f, c)) = f.score.zip(c.score) {
            canvas.line((scale.at(f), y), (scale.at(c), y), Stroke::new(palette.span, 0.9));
        }
        let sides = [(c, scene.framework.content, 1.0, content), (f, scene.framework.form, -1.0, form)];
        for (s, node, side, colour) in sides {
            let spread = of_node(scene, e, node).filter(|_| s.score.is_some());
            if let Some(spread) = spread {
                let at = y + side * (step * 0.3).min(2.0);
                canvas.line((scale.at(spread.low), at), (scale.at(spread.high), at), Stroke::new(colour, 0.25));
            }
        }
        for (_, _, colour, s) in &marks {
            if s.lower < s.upper {
                canvas.line((scale.at(s.lower), y), (scale.at(s.upper), y), thin(colour));
                for end in [s.lower, s.upper] {
                    canvas.line((scale.at(end), y - 0.8), (scale.at(end), y + 0.8), thin(colour));
                }
            }
        }
        for (mark, radius, colour, s) in &marks {
            if let Some(z) = s.score {
                canvas.mark(*mark, (scale.at(z), y), *radius, colour);
            }
        }
        let reach = |s: &crate::scoring::Scored, z: f64, side: f64| {
            let end = if side < 0.0 { s.lower.min(z) } else { s.upper.max(z) };
            scale.at(end) + side * 2.2
        };
        match f.score.zip(c.score) {
            Some((fz, cz)) => {
                let (low, high) = if fz < cz { ((f, fz), (c, cz)) } else { ((c, cz), (f, fz)) };
                canvas.text_on((reach(low.0, low.1, -1.0), y), &words.score(low.1), look.end(), palette.ground);
                canvas.text_on((reach(high.0, high.1, 1.0), y), &words.score(high.1), look, palette.ground);
                let said = words.signed(fz - cz, 1);
                match brackets(e) {
                    Some(range) => {
                        canvas.text_at_height((gap_at, y - 1.5), &said, bold.end());
                        canvas.text_at_height((gap_at, y + 1.6), &range, look.end());
                    }
                    None => canvas.text_at_height((gap_at, y), &said, bold.end()),
                }
            }
            None => {
                for (s, z) in [f, c].into_iter().filter_map(|s| Some((s, s.score?))) {
                    canvas.text_on((reach(s, z, 1.0), y), &words.score(z), look, palette.ground);
                }
                canvas.text_at_height((gap_at, y), "–", bold.end());
                if !wide {
                    canvas.text((scale.from + 1.0, y - 1.9), &withheld(scene, e), look);
                }
            }
        }
        if wide {
            match sureness(e) {
                none if none.is_empty() => canvas.text_at_height((gap_at + 2.0, y), &verdict(e), look),
                sure => {
                    canvas.text_at_height((gap_at + 2.0, y - 1.5), &verdict(e), look);
                    canvas.text_at_height((gap_at + 2.0, y + 1.6), &sure, look);
                }
            }
        }
    }
    let bottom = top + n * step + BELOW;
    Ok(Drawn {
        sheet: sheet.finish(bottom),
        numbers: numbers(scene, &rows),
        caption: caption(scene),
        alt: alt(scene, &rows),
    })
}

/// "CONTENT withheld: coverage 0.41".
fn withheld(scene: &Scene<'_>, e: &Evaluation) -> String {
    let (form, content) = (e.card.form(), e.card.content());
    let (name, missing) = if content.score.is_none() { ("CONTENT", content) } else { ("FORM", form) };
    let places = [("name", &*scene.words.plain(name)), ("coverage", &scene.words.coverage(missing.coverage))];
    scene.words.say("{name} withheld: coverage {coverage}", &places)
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
            label_of(scene, e).unwrap_or_default(),
            number(Some(e.card.form().coverage)),
            number(Some(e.card.content().coverage)),
        ];
        table.push(own.into_iter().chain(spreads).chain(verdicts_of(scene, e)).collect());
    }
    table
}

fn caption(scene: &Scene<'_>) -> String {
    scene.words.say(
        "FORM (ring) and CONTENT (square) of {subject}, scores from 0 to 100; GAP = FORM − CONTENT, the widest first.",
        &[("subject", &scene.subject())],
    )
}

fn alt(scene: &Scene<'_>, rows: &[&Evaluation]) -> String {
    let one = |e: &&Evaluation| {
        let gap = e.card.gap().map_or_else(|| scene.words.plain("withheld"), |g| scene.words.signed(g, 1));
        format!("{} {gap}", scene.label(e))
    };
    let all: Vec<String> = rows.iter().map(one).collect();
    scene.words.say(
        "Dumbbell chart of form and content from 0 to 100, sorted by their gap: {all}.",
        &[("all", &all.join("; "))],
    )
}
