//! What moves the scores of a table: Sobol' indices of one unit's score or of the ranks of all, and one factor at a time.

use super::canvas::{Stroke, Type};
use super::index_bars::{self, Row};
use super::ruler::{self, Ruler};
use super::sheet::{MARGIN, SMALL, Sample, Sheet, leading};
use super::swing_bars::{self, Bar};
use super::table::{Table, number};
use super::table_variants::TableVariants;
use super::{ChartError, Drawn, Style, font};
use crate::analysis::multiverse::{Factor, FactorKind};
use crate::analysis::sensitivity::{Indices, Quantity, Swing};
use crate::statistics::sobol::OutputAnalysis;

const ROW: f64 = 6.4;
const LEAST_ROW: f64 = 4.4;
const BELOW: f64 = 8.5;
/// Beside the bars on both sides, for a number.
const ASIDE: f64 = 8.5;

pub(super) fn indices(
    shown: &TableVariants<'_>,
    (indices, quantity): (&Indices, Quantity),
    style: Style,
) -> Result<Drawn, ChartError> {
    let words = shown.words;
    let place = indices.quantities.iter().position(|q| *q == quantity);
    let none = || ChartError::Nothing("`sobol` has no indices of this".into());
    let output = place.and_then(|i| indices.analysis.outputs.get(i)).ok_or_else(none)?;
    let (name, n) = (shown.name(), shown.units.len().to_string());
    let of_one = match quantity {
        Quantity::Score(unit) => Some(shown.unit(unit).to_owned()),
        _ => None,
    };
    let unit = of_one.clone().unwrap_or_default();
    let places = [("name", &*name), ("unit", &unit), ("n", &n)];
    let (what, title, axis, said) = match of_one {
        Some(_) => (
            "the score",
            "What the uncertainty of {name} comes from: {unit}",
            "share of the variance of the score",
            "Sobol’ indices of {name} of {unit}: the share of the variance over the declared variants that goes when a factor becomes \
             known (first order), and that stays while it alone is unknown (total).",
        ),
        None => (
            "the mean change of rank",
            "What changes the ranks in {name} of {n} units",
            "share of the variance of the mean change of rank",
            "Sobol’ indices of the mean over {n} units of how many places a unit’s rank in {name} lies from its own: the share of the \
             variance over the declared variants that goes when a factor becomes known (first order), and that stays while it alone is \
             unknown (total).",
        ),
    };
    let rows = index_bars::rows(&indices.groups, output, what)?;
    let (moving, idle): (Vec<Row<'_>>, Vec<Row<'_>>) = rows.iter().partition(|r| r.indices.total.estimate != 0.0);
    let mut foot = index_bars::notes(words, output, &moving, &idle);
    foot.push(shown.source.to_owned());
    let title = words.say(title, &places);
    let mut sheet = Sheet::titled(style, shown.title(title), shown.subtitle, &foot);
    let palette = sheet.palette;
    sheet.legend(&[
        (words.plain("alone (first order)"), Sample::Patch(palette.pair[0], Some(palette.ink))),
        (words.plain("with all others (total)"), Sample::Patch(palette.pair[1], Some(palette.ink))),
    ]);
    let bottom = index_bars::draw(&mut sheet, words, &moving, &words.plain(axis))?;
    let caption = words.say(said, &places);
    let all = index_bars::said(words, &moving);
    let alt = format!("{caption} {all}.");
    Ok(Drawn { sheet: sheet.finish(bottom), numbers: index_table(shown, &rows, output, &unit), caption, alt })
}

fn index_table(shown: &TableVariants<'_>, rows: &[Row<'_>], output: &OutputAnalysis, unit: &str) -> Table {
    let mut table = Table::new(&[
        "unit",
        "node",
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
    let quantity = if unit.is_empty() { "mean change of rank" } else { "score" };
    for row in rows {
        let factor = row.factor;
        let start = [unit, &shown.code(), quantity, &factor.code, &shown.words.plain(&factor.title), &factor.range];
        let mut cells: Vec<String> = start.iter().map(|cell| (*cell).to_owned()).collect();
        for index in [row.indices.first, row.indices.total] {
            cells.push(number(Some(index.estimate)));
            cells.extend([index.interval.map(|v| v.lower), index.interval.map(|v| v.upper)].map(number));
            cells.push(index.converged.to_string());
        }
        cells.extend([output.usable.to_string(), output.dropped.to_string()]);
        table.push(cells);
    }
    table
}

/// A factor and the scores between which it moves a unit.
struct Moved<'a> {
    factor: &'a Factor,
    swing: &'a Swing,
    ends: (f64, f64),
}

pub(super) fn swings(
    shown: &TableVariants<'_>,
    (factors, swings): (&[Factor], &[Swing]),
    (unit, nominal): (usize, Option<f64>),
    style: Style,
) -> Result<Drawn, ChartError> {
    let words = shown.words;
    let (name, of) = (shown.name(), shown.unit(unit).to_owned());
    let nominal = nominal.ok_or_else(|| ChartError::Nothing(format!("{of} has no {name}, and so nothing moves it")))?;
    let row = |swing| moved(factors, swing, unit);
    let mut all: Vec<Moved<'_>> = swings.iter().filter_map(row).collect();
    let width = |m: &Moved<'_>| m.ends.1 - m.ends.0;
    all.sort_by(|x, y| width(y).total_cmp(&width(x)).then(x.swing.factor.cmp(&y.swing.factor)));
    let (moving, idle): (Vec<&Moved<'_>>, Vec<&Moved<'_>>) = all.iter().partition(|m| width(m) > 1e-9);
    if moving.is_empty() {
        return Err(ChartError::Nothing(format!("no factor moves {name} of {of}")));
    }
    let titled = |m: &&Moved<'_>| words.plain(&m.factor.title);
    let places = [("name", &*name), ("unit", &*of)];
    let title = words.say("What moves {name}, one factor at a time: {unit}", &places);
    let mut foot = vec![words.plain(
        "Bars: the score with everything else as the framework has it; over all levels of a choice, otherwise from the 5th to the \
         95th percentile of the factor’s range.",
    )];
    if !idle.is_empty() {
        let names: Vec<String> = idle.iter().map(titled).collect();
        foot.push(words.say("No swing: {names}.", &[("names", &names.join("; "))]));
    }
    foot.push(shown.source.to_owned());
    let mut sheet = Sheet::titled(style, shown.title(title), shown.subtitle, &foot);
    let palette = sheet.palette;
    let room_for_names = (style.width * 0.36).min(52.0);
    let names: Vec<Vec<String>> = moving.iter().map(|m| font::wrap(&titled(m), SMALL, false, room_for_names)).collect();
    let widest = names.iter().flatten().map(|l| font::width(l, SMALL, false)).fold(0.0, f64::max);
    let (from, to) = (MARGIN + widest + 1.5 + ASIDE, style.width - MARGIN - ASIDE);
    if to - from < 25.0 {
        sheet.cramp();
    }
    let held = moving.iter().flat_map(|m| [m.ends.0, m.ends.1]).chain([nominal]);
    let ruler = Ruler::holding(from, to.max(from + 1.0), held);
    let (n, head) = (moving.len() as f64, leading(SMALL) + 1.0);
    let room = sheet.room(head + n * ROW + BELOW, head + n * LEAST_ROW + BELOW);
    let (top, step) = (sheet.top + head, (room - head - BELOW) / n);
    let bottom = top + n * step;
    let canvas = &mut sheet.canvas;
    ruler.draw(canvas, &palette, (top - head, bottom), ruler.axis(12.0, |x| words.short(x)))?;
    let look = Type::new(SMALL, palette.ink);
    ruler::name(style.width, canvas, ((from + to) / 2.0, bottom + 7.0), &name, look);
    let at = ruler.at(nominal);
    canvas.line((at, top - head + 0.2), (at, bottom), Stroke::new(palette.ink, 0.35));
    let own = words.say("framework’s own: {score}", &[("score", &words.score(nominal))]);
    let (aside, place) = if at > (from + to) / 2.0 { (-1.0, look.end()) } else { (1.0, look) };
    canvas.text_on((at + aside, top - head + 0.6 * leading(SMALL)), &own, place.bold(true), palette.ground);
    let bar = |(m, name): (&&Moved<'_>, &'_ Vec<String>)| (m.factor.code.clone(), name.clone(), m.ends);
    let rows: Vec<(String, Vec<String>, (f64, f64))> = moving.iter().zip(&names).map(bar).collect();
    let bars: Vec<Bar<'_>> =
        rows.iter().map(|(code, name, ends)| Bar { code, name, ends: *ends, fill: palette.pair[1] }).collect();
    swing_bars::draw(canvas, &palette, &bars, (ruler, nominal, &[nominal]), (top, step), &|x| words.score(x));
    let caption = words.say(
        "{name} of {unit}, moved by one factor at a time, the widest swing first; a factor that works only together with others \
         shows too little here.",
        &places,
    );
    let one = |m: &&Moved<'_>| {
        let ends = [("x", &*words.score(m.ends.0)), ("y", &words.score(m.ends.1))];
        format!("{}: {}", titled(m), words.say("{x} to {y}", &ends))
    };
    let told: Vec<String> = moving.iter().map(one).collect();
    let places = [("name", &*name), ("unit", &*of), ("score", &words.score(nominal)), ("all", &told.join("; "))];
    let alt = words.say("Tornado chart of {name} of {unit} around {score}. {all}.", &places);
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: swing_table(shown, &of, nominal, &all), caption, alt })
}

fn moved<'a>(factors: &'a [Factor], swing: &'a Swing, unit: usize) -> Option<Moved<'a>> {
    Some(Moved { factor: factors.get(swing.factor)?, swing, ends: swing.ends.get(unit).copied().flatten()? })
}

fn swing_table(shown: &TableVariants<'_>, unit: &str, nominal: f64, rows: &[Moved<'_>]) -> Table {
    let mut table = Table::new(&[
        "unit", "node", "factor", "title", "range", "kind", "nominal", "low", "high", "swing", "runs", "failed",
    ]);
    for row in rows {
        let factor = row.factor;
        let kind = match factor.kind {
            FactorKind::Discrete { .. } => "all levels",
            FactorKind::Continuous | FactorKind::Drawn => "5th to 95th percentile",
        };
        let start = [unit, &shown.code(), &factor.code, &shown.words.plain(&factor.title), &factor.range, kind];
        let (low, high) = row.ends;
        let numbers = [nominal, low, high, high - low].map(|x| number(Some(x)));
        let runs = [row.swing.runs.to_string(), row.swing.failed.to_string()];
        table.push(start.iter().map(|cell| (*cell).to_owned()).chain(numbers).chain(runs).collect());
    }
    table
}
