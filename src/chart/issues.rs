//! The issues: how much of its attention each side gives to each, joined.
//!
//! Rows and not slopes: most issues take a few per cent, and their names would overlap at either end of a slope.

use super::canvas::{Mark, Stroke, Type};
use super::scene::Scene;
use super::sheet::{MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table as Numbers, number};
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Evaluation;
use crate::model::framework::Measure;
use crate::model::package::Table;

const ROW: f64 = 4.8;
const LEAST_ROW: f64 = 3.3;
const HEAD: f64 = 4.0;
/// Below the rows: the numbers of the scale.
const BELOW: f64 = 4.5;

/// An issue and the share of attention either side gives to it, 0 to 1.
struct Attention {
    code: String,
    issue: String,
    shares: [f64; 2],
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let own = scene.evaluations.iter().position(|e| scene.is_strong(e) || scene.evaluations.len() == 1);
    let Some(e) = own.and_then(|i| scene.evaluations.get(i)) else {
        return Err(ChartError::Nothing("`issues` shows one partnership; name it before --peers".into()));
    };
    let scene = &Scene { evaluations: std::slice::from_ref(e), ..*scene };
    let issues = issues(scene, e)?;
    let title = scene.words.say("Attention to issues: {subject}", &[("subject", &scene.subject())]);
    let [a, b] = [scene.name(e.partnership.a), scene.name(e.partnership.b)];
    let note = scene.words.say(
        "Share of each issue in all counted mentions of issues, shrunk towards the rate of all other speakers. Points: {a} \
         less {b}.",
        &[("a", &a), ("b", &b)],
    );
    let points = scene.words.plain("points");
    let mut sheet = Sheet::new(scene, style, title, &[note], &[Table::IssueAttention]);
    let palette = sheet.palette;
    let marks = [Sample::Mark(Mark::Disc, 1.25, palette.ink), Sample::Mark(Mark::Square, 1.3, palette.other)];
    sheet.legend(&[(a.clone(), marks[0]), (b.clone(), marks[1])]);
    let look = Type::new(SMALL, palette.ink);
    // In one column of a journal long names take two lines.
    let room_for_names = (style.width * 0.42).max(30.0);
    let names: Vec<Vec<String>> = issues.iter().map(|s| font::wrap(&s.issue, SMALL, false, room_for_names)).collect();
    let left = MARGIN + names.iter().flatten().map(|line| look.width(line)).fold(0.0, f64::max) + 3.5;
    let most_lines = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let (natural, least) = (ROW.max(most_lines * leading(SMALL) + 0.2), LEAST_ROW.max(most_lines * leading(SMALL)));
    let right = style.width - MARGIN - look.bold(true).width(&points) - 4.5;
    if right - left < 15.0 {
        sheet.cramp();
    }
    // From zero to the next full ten per cent.
    let most = issues.iter().flat_map(|s| s.shares).fold(0.0, f64::max);
    let tens = (1..=10u8).find(|t| f64::from(*t) >= 10.0 * most).unwrap_or(10);
    let at = |share: f64| left + (right - left) * share / (f64::from(tens) / 10.0);
    let n = issues.len() as f64;
    let room = sheet.room(HEAD + n * natural + BELOW, HEAD + n * least + BELOW);
    let (top, row) = (sheet.top + HEAD, (room - HEAD - BELOW) / n);
    let bottom = top + n * row;
    let canvas = &mut sheet.canvas;
    let roomy = at(0.1) - at(0.0) > 9.0;
    for ten in 0..=tens {
        let x = at(f64::from(ten) / 10.0);
        let (colour, width) = if ten == 0 { (palette.muted, 0.25) } else { (palette.grid, 0.12) };
        canvas.line((x, top), (x, bottom), Stroke::new(colour, width));
        // Only the ends where all would touch.
        if roomy || ten == 0 || ten == tens {
            let words = format!("{} %", 10 * u32::from(ten));
            canvas.text((x, bottom + 3.2), &words, Type::new(SMALL, palette.muted).middle());
        }
    }
    canvas.text((style.width - MARGIN, top - 1.2), &points, look.bold(true).end());
    for (i, (s, name)) in issues.iter().zip(&names).enumerate() {
        let y = top + (i as f64 + 0.5) * row;
        canvas.open(if s.code.is_empty() { "issue" } else { &s.code });
        let first = y - (name.len() as f64 - 1.0) / 2.0 * leading(SMALL);
        for (k, line) in name.iter().enumerate() {
            canvas.text_at_height((MARGIN, first + k as f64 * leading(SMALL)), line, look);
        }
        let [x, z] = s.shares.map(at);
        canvas.line((x, y), (z, y), Stroke::new(palette.span, 0.9));
        canvas.mark(Mark::Square, (z, y), 1.3, palette.other);
        canvas.mark(Mark::Disc, (x, y), 1.25, palette.ink);
        let points = scene.words.signed(100.0 * (s.shares[0] - s.shares[1]), 1);
        canvas.text_at_height((style.width - MARGIN, y), &points, look.bold(true).end());
        canvas.close();
    }
    let caption = scene.words.say(
        "Shares of attention {a} (disc) and {b} (square) give to {n} issues, from what the first dwells on more to what the \
         second does.",
        &[("a", &a), ("b", &b), ("n", &issues.len().to_string())],
    );
    let sheet = sheet.finish(bottom + BELOW);
    Ok(Drawn { sheet, numbers: numbers(scene, e, &issues), caption, alt: alt(scene, [&a, &b], &issues) })
}

/// The issues both sides' texts were counted for, from the first side's to the second's.
fn issues(scene: &Scene<'_>, e: &Evaluation) -> Result<Vec<Attention>, ChartError> {
    let overlap = scene.framework.indicators().find(|(_, _, i)| matches!(i.measure, Measure::SalienceOverlap { .. }));
    let grid = overlap.and_then(|(id, ..)| e.panel.get(id)).and_then(|m| m.grids.first());
    let Some(grid) = grid else {
        let words = format!("attention to issues is not known for both sides of {} in {}", scene.label(e), e.window);
        return Err(ChartError::Nothing(words));
    };
    let attention = |(issue, values): &(String, Vec<Option<f64>>)| {
        let shares = [values.first().copied().flatten()?, values.get(1).copied().flatten()?];
        let known = scene.measurer.package().issues.iter().find(|i| i.title == *issue);
        let code = known.map_or_else(String::new, |i| i.code.clone());
        let issue = known.map_or_else(|| issue.clone(), |i| scene.words.issue(&i.code, issue));
        Some(Attention { code, issue, shares })
    };
    let mut issues: Vec<Attention> = grid.rows.iter().filter_map(attention).collect();
    let difference = |s: &Attention| s.shares[0] - s.shares[1];
    issues.sort_by(|x, y| difference(y).total_cmp(&difference(x)).then(x.issue.cmp(&y.issue)));
    Ok(issues)
}

fn numbers(scene: &Scene<'_>, e: &Evaluation, issues: &[Attention]) -> Numbers {
    let header = [
        "partnership",
        "issue",
        "share_first",
        "share_second",
        "first",
        "second",
        "issue_code",
        "first_code",
        "second_code",
    ];
    let mut table = Numbers::new(&header);
    let party = |id| scene.measurer.package().parties.code(id).to_owned();
    for s in issues {
        table.push(vec![
            scene.slug(e),
            s.issue.clone(),
            number(Some(s.shares[0])),
            number(Some(s.shares[1])),
            scene.name(e.partnership.a),
            scene.name(e.partnership.b),
            s.code.clone(),
            party(e.partnership.a),
            party(e.partnership.b),
        ]);
    }
    table
}

fn alt(scene: &Scene<'_>, [a, b]: [&str; 2], issues: &[Attention]) -> String {
    let one = |s: &Attention| {
        let [x, y] = s.shares.map(|q| scene.words.score(100.0 * q));
        format!("{}: {a} {x} %, {b} {y} %", s.issue)
    };
    let all: Vec<String> = issues.iter().map(one).collect();
    scene.words.say("Dumbbell chart of attention from zero upward: {all}.", &[("all", &all.join("; "))])
}
