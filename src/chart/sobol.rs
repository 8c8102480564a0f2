//! Sobol' indices of the gap: what each factor explains alone and together with others, with bootstrap intervals.

use super::canvas::{Stroke, Type};
use super::results::Leverage;
use super::ruler::{self, Ruler};
use super::scene::Scene;
use super::sheet::{MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::tornado::{known, subject};
use super::variants;
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Evaluation;
use crate::analysis::multiverse::Factor;
use crate::analysis::sensitivity::Quantity;
use crate::statistics::sobol::{FactorIndices, Index, Outcome, OutputAnalysis, Why};

const ROW: f64 = 7.2;
const LEAST_ROW: f64 = 5.4;
const HEAD: f64 = 4.6;
const BELOW: f64 = 8.5;

/// A factor and its two indices.
#[derive(Clone, Copy)]
struct Row<'a> {
    factor: &'a Factor,
    indices: FactorIndices,
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let (e, leverage) = subject(scene, "sobol")?;
    let scene = &Scene { evaluations: std::slice::from_ref(e), ..*scene };
    known(scene, e, leverage)?;
    let words = scene.words;
    let Some((indices, seed)) = leverage.indices else {
        return Err(ChartError::Nothing(format!("there are no indices of {}", scene.slug(e))));
    };
    let of = |q: &Quantity| matches!(q, Quantity::Gap(_));
    let output = indices.quantities.iter().position(of).and_then(|i| indices.analysis.outputs.get(i));
    let output = output.ok_or_else(|| ChartError::Nothing("the gap has no indices".into()))?;
    let rows = rows(&indices.factors, output)?;
    let (moving, idle): (Vec<Row<'_>>, Vec<Row<'_>>) = rows.iter().partition(|r| r.indices.total.estimate != 0.0);
    let title = words.say("What the uncertainty of the gap comes from: {subject}", &[("subject", &scene.subject())]);
    let notes = notes(scene, output, &moving, &idle);
    let places = [("points", &*words.count(indices.analysis.base_points)), ("seed", &seed.to_string())];
    let how = words.say("{points} base points, seed {seed}", &places);
    let mut sheet = Sheet::drawn(scene, style, title, &notes, &how);
    let palette = sheet.palette;
    sheet.legend(&[
        (words.plain("alone (first order)"), Sample::Patch(palette.pair[0], Some(palette.ink))),
        (words.plain("with all others (total)"), Sample::Patch(palette.pair[1], Some(palette.ink))),
    ]);
    let look = Type::new(SMALL, palette.ink);
    let room_for_names = (style.width * 0.32).min(52.0);
    let names: Vec<Vec<String>> =
        moving.iter().map(|r| font::wrap(&variants::title(scene, r.factor), SMALL, false, room_for_names)).collect();
    let widest = names.iter().flatten().map(|l| font::width(l, SMALL, false)).fold(0.0, f64::max);
    let value = look.width("−0.88*") + 2.0;
    let (from, to) = (MARGIN + widest + 3.0, style.width - MARGIN - value);
    if to - from < 25.0 {
        sheet.cramp();
    }
    let ends = |i: &Index| i.interval.map_or([i.estimate; 2], |v| [v.lower.min(i.estimate), v.upper.max(i.estimate)]);
    let numbers = moving.iter().flat_map(|r| [ends(&r.indices.first), ends(&r.indices.total)]).flatten();
    let ruler = Ruler::holding(from, to.max(from + 1.0), numbers.chain([0.0]));
    let n = moving.len().max(1) as f64;
    let room = sheet.room(HEAD + n * ROW + BELOW, HEAD + n * LEAST_ROW + BELOW);
    let (top, step) = (sheet.top + HEAD - 2.6, (room - HEAD - BELOW) / n);
    let bottom = top + n * step;
    let canvas = &mut sheet.canvas;
    ruler.draw(canvas, &palette, (top, bottom), ruler.axis(7.0, |x| words.short(x)))?;
    let axis = words.plain("share of the variance of GAP");
    ruler::name(style.width, canvas, ((from + to) / 2.0, bottom + 7.0), &axis, look);
    let half = (step * 0.19).min(1.4);
    for (i, (row, name)) in moving.iter().zip(&names).enumerate() {
        let y = top + (i as f64 + 0.5) * step;
        let first = y - (name.len() as f64 - 1.0) / 2.0 * leading(SMALL);
        for (k, line) in name.iter().enumerate() {
            canvas.text_at_height((MARGIN, first + k as f64 * leading(SMALL)), line, look);
        }
        let bars = [(&row.indices.first, -1.0, palette.pair[0]), (&row.indices.total, 1.0, palette.pair[1])];
        for (index, side, fill) in bars {
            let middle = y + side * (half + 0.25);
            let (zero, end) = (ruler.at(0.0), ruler.at(index.estimate));
            let size = ((end - zero).abs().max(0.1), 2.0 * half);
            canvas.rect((zero.min(end), middle - half), size, fill, Some(Stroke::new(palette.ink, 0.15)));
            let [low, high] = ends(index);
            let stroke = Stroke::new(palette.ink, 0.25);
            // A light seam, so that it is seen upon a dark bar.
            let seam = Stroke::new(palette.ground, 0.5);
            canvas.line((ruler.at(low.max(0.0)), middle), (ruler.at(high), middle), seam);
            canvas.line((ruler.at(low), middle), (ruler.at(high), middle), stroke);
            for x in [low, high] {
                canvas.line((ruler.at(x), middle - 0.7), (ruler.at(x), middle + 0.7), stroke);
            }
            let mark = if index.converged { "" } else { "*" };
            let said = format!("{}{mark}", words.two_decimals(index.estimate));
            let at = (style.width - MARGIN - look.width("*"), y + side * leading(SMALL) / 2.0);
            let at = if mark.is_empty() { at } else { (style.width - MARGIN, at.1) };
            canvas.text_at_height(at, &said, look.end());
        }
    }
    let alt = alt(scene, &moving);
    let caption = caption(scene);
    let numbers = table(scene, e, leverage);
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers, caption, alt })
}

/// The largest total first.
fn rows<'a>(factors: &'a [Factor], output: &OutputAnalysis) -> Result<Vec<Row<'a>>, ChartError> {
    let found = match &output.outcome {
        Outcome::Defined(found) => found,
        Outcome::Undefined(Why::Constant { .. }) => {
            return Err(ChartError::Nothing(
                "the gap is the same in all variants: there is no variance to share out".into(),
            ));
        }
        Outcome::Undefined(Why::TooFew) => {
            return Err(ChartError::Nothing("too few variants give a gap; take more --base-points".into()));
        }
    };
    let mut rows: Vec<Row<'a>> =
        factors.iter().zip(&found.factors).map(|(factor, indices)| Row { factor, indices: *indices }).collect();
    rows.sort_by(|x, y| y.indices.total.estimate.total_cmp(&x.indices.total.estimate));
    Ok(rows)
}

fn notes(scene: &Scene<'_>, output: &OutputAnalysis, moving: &[Row<'_>], idle: &[Row<'_>]) -> Vec<String> {
    let words = scene.words;
    let mut notes = Vec::new();
    if let Outcome::Defined(found) = &output.outcome {
        let sum = words.two_decimals(found.first_sum.estimate);
        notes.push(words.say(
            "Whiskers: 90 % bootstrap intervals. The first-order indices sum to {sum}; what is left to 1 is interaction.",
            &[("sum", &sum)],
        ));
    }
    let unsettled = |r: &Row<'_>| !r.indices.first.converged || !r.indices.total.converged;
    if moving.iter().any(unsettled) {
        notes.push(words.plain("* not converged: the interval is wider than 0.1; take more base points."));
    }
    if !idle.is_empty() {
        let names: Vec<String> = idle.iter().map(|r| variants::title(scene, r.factor)).collect();
        notes.push(words.say("No effect: {names}.", &[("names", &names.join("; "))]));
    }
    if output.dropped > 0 {
        let places = [("n", &*words.count(output.dropped)), ("all", &words.count(output.dropped + output.usable))];
        notes.push(words.say("Left out, since a run failed: {n} of {all} base points.", &places));
    }
    notes
}

fn table(scene: &Scene<'_>, e: &Evaluation, leverage: &Leverage<'_>) -> Table {
    let mut table = Table::new(&[
        "partnership",
        "quantity",
        "factor",
        "title",
        "range",
        "first",
        "first_lower",
        "first_upper",
        "first_converged",
        "total",
        "total_lower",
        "total_upper",
        "total_converged",
        "usable",
        "dropped",
    ]);
    let Some((indices, _)) = leverage.indices else { return table };
    for (quantity, output) in indices.quantities.iter().zip(&indices.analysis.outputs) {
        let Outcome::Defined(found) = &output.outcome else { continue };
        let quantity = match quantity {
            Quantity::Gap(_) => "gap",
            Quantity::Residual(_) => "residual",
            Quantity::Score(_) => "content",
            Quantity::Rank(_) | Quantity::Order(..) | Quantity::Shift => continue,
        };
        for (factor, found) in indices.factors.iter().zip(&found.factors) {
            let mut row = vec![
                scene.slug(e),
                quantity.to_owned(),
                factor.code.clone(),
                variants::title(scene, factor),
                factor.range.clone(),
            ];
            for index in [found.first, found.total] {
                let ends = [index.interval.map(|v| v.lower), index.interval.map(|v| v.upper)];
                row.push(number(Some(index.estimate)));
                row.extend(ends.map(number));
                row.push(index.converged.to_string());
            }
            row.extend([output.usable.to_string(), output.dropped.to_string()]);
            table.push(row);
        }
    }
    table
}

fn caption(scene: &Scene<'_>) -> String {
    scene.words.say(
        "Sobol’ indices of GAP = FORM − CONTENT of {subject}: the share of the variance over the declared variants on absolute scales that goes \
         when a factor becomes known (first order), and that stays while it alone is unknown (total).",
        &[("subject", &scene.subject())],
    )
}

fn alt(scene: &Scene<'_>, rows: &[Row<'_>]) -> String {
    let words = scene.words;
    let one = |r: &Row<'_>| {
        let [first, total] = [r.indices.first, r.indices.total].map(|i| words.two_decimals(i.estimate));
        let said = words.say("first {first}, total {total}", &[("first", &first), ("total", &total)]);
        format!("{}: {said}", variants::title(scene, r.factor))
    };
    let all: Vec<String> = rows.iter().map(one).collect();
    words.say("Bar chart of Sobol’ indices of the gap. {all}.", &[("all", &all.join("; "))])
}
