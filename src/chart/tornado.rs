//! The tornado: how far one factor at a time moves the gap, the widest swing first, against zero and the bands of the
//! verdicts.

use super::canvas::{Stroke, Type};
use super::results::Leverage;
use super::ruler::{self, Ruler};
use super::scene::Scene;
use super::sheet::{MARGIN, SMALL, Sample, Sheet, leading};
use super::swing_bars::{self, Bar};
use super::table::{Table, number};
use super::variants::{self, chosen};
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Evaluation;
use crate::analysis::multiverse::{Factor, FactorKind};
use crate::analysis::sensitivity::Swing;

const ROW: f64 = 6.4;
const LEAST_ROW: f64 = 4.4;
const BELOW: f64 = 8.5;
/// Beside the bars on both sides, for a number.
const ASIDE: f64 = 7.5;
/// A swing of less than this many points is none.
const NOTHING: f64 = 1e-9;

/// A factor and the ends between which it moves the gap.
struct Row<'a> {
    factor: &'a Factor,
    swing: &'a Swing,
    low: f64,
    high: f64,
    turns: bool,
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let (e, leverage) = subject(scene, "tornado")?;
    let scene = &Scene { evaluations: std::slice::from_ref(e), ..*scene };
    let nominal = known(scene, e, leverage)?;
    let words = scene.words;
    let all = rows(leverage);
    let (moving, idle): (Vec<&Row<'_>>, Vec<&Row<'_>>) = all.iter().partition(|r| r.high - r.low > NOTHING);
    if moving.is_empty() {
        return Err(ChartError::Nothing("no factor moves the gap; the framework declares none that does".into()));
    }
    let title = words.say("What moves the gap, one factor at a time: {subject}", &[("subject", &scene.subject())]);
    let mut notes = vec![words.plain(
        "Bars: GAP with everything else as the framework has it; over all levels of a choice, otherwise from the 5th to the \
         95th percentile of the factor’s range.",
    )];
    if !idle.is_empty() {
        let names: Vec<String> = idle.iter().map(|r| variants::title(scene, r.factor)).collect();
        notes.push(words.say("No swing: {names}.", &[("names", &names.join("; "))]));
    }
    let how = words.plain("no draws");
    let mut sheet = Sheet::drawn(scene, style, title, &notes, &how);
    let palette = sheet.palette;
    if moving.iter().any(|r| r.turns) {
        sheet.legend(&[
            (words.plain("turns the sign of the gap"), Sample::Patch(palette.pair[0], Some(palette.ink))),
            (words.plain("keeps it"), Sample::Patch(palette.pair[1], Some(palette.ink))),
        ]);
    }
    let room_for_names = (style.width * 0.36).min(52.0);
    let names: Vec<Vec<String>> =
        moving.iter().map(|r| font::wrap(&variants::title(scene, r.factor), SMALL, false, room_for_names)).collect();
    let widest = names.iter().flatten().map(|l| font::width(l, SMALL, false)).fold(0.0, f64::max);
    let (from, to) = (MARGIN + widest + 1.5 + ASIDE, style.width - MARGIN - ASIDE);
    if to - from < 25.0 {
        sheet.cramp();
    }
    let numbers = moving.iter().flat_map(|r| [r.low, r.high]).chain([0.0, nominal]);
    let ruler = Ruler::holding(from, to.max(from + 1.0), numbers);
    let named = ruler::head_of_bands(scene, &palette, ruler);
    let n = moving.len() as f64;
    let own = leading(SMALL) + 1.0;
    let room = sheet.room(named + own + n * ROW + BELOW, named + own + n * LEAST_ROW + BELOW);
    let (top, step) = (sheet.top + named + own, (room - named - own - BELOW) / n);
    let bottom = top + n * step;
    let canvas = &mut sheet.canvas;
    ruler::draw_bands(canvas, scene, &palette, ruler, (top - own, bottom));
    ruler.draw(canvas, &palette, (top - own, bottom), ruler.axis(9.0, |x| words.signed(x, 0)))?;
    let look = Type::new(SMALL, palette.ink);
    let axis = words.plain("GAP = FORM − CONTENT, points");
    ruler::name(style.width, canvas, ((from + to) / 2.0, bottom + 7.0), &axis, look);
    canvas.line((ruler.at(nominal), top - own + 0.2), (ruler.at(nominal), bottom), Stroke::new(palette.ink, 0.35));
    let place = if ruler.at(nominal) > (from + to) / 2.0 { look.end() } else { look };
    let aside = if ruler.at(nominal) > (from + to) / 2.0 { -1.0 } else { 1.0 };
    let place = place.bold(true);
    let gap = words.signed(nominal, 1);
    let own_gap = words.say("framework’s own: {gap}", &[("gap", &gap)]);
    let at = (ruler.at(nominal) + aside, top - own + 0.6 * leading(SMALL));
    // Where the words would reach the line of 0, the number stands alone.
    let apart = (ruler.at(nominal) - ruler.at(0.0)).abs() > place.width(&own_gap) + 2.0;
    let reaches_zero = !apart && aside * (ruler.at(0.0) - ruler.at(nominal)) > 0.0;
    ruler.number(canvas, &palette, at, if reaches_zero { &gap } else { &own_gap }, place, &[0.0]);
    let bars: Vec<Bar<'_>> = moving
        .iter()
        .zip(&names)
        .map(|(row, name)| Bar {
            code: &row.factor.code,
            name,
            ends: (row.low, row.high),
            fill: palette.pair[usize::from(!row.turns)],
        })
        .collect();
    let said = |x: f64| words.signed(x, 1);
    swing_bars::draw(canvas, &palette, &bars, (ruler, nominal, &[0.0, nominal]), (top, step), &said);
    let alt = alt(scene, nominal, &moving);
    let caption = caption(scene);
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: table(scene, e, nominal, &all), caption, alt })
}

/// The one partnership of a figure that is about one, and what moves its gap.
pub(super) fn subject<'a>(scene: &Scene<'a>, kind: &str) -> Result<(&'a Evaluation, &'a Leverage<'a>), ChartError> {
    let nobody = || ChartError::Nothing(format!("`{kind}` shows one partnership; name it before --peers"));
    let e = chosen(scene).ok_or_else(nobody)?;
    let leverage = scene.leverage.filter(|l| l.slug == scene.slug(e));
    leverage
        .map(|l| (e, l))
        .ok_or_else(|| ChartError::Nothing(format!("`{kind}` has no analysis of {}", scene.slug(e))))
}

/// The nominal gap; where it is withheld there is nothing to move.
pub(super) fn known(scene: &Scene<'_>, e: &Evaluation, leverage: &Leverage<'_>) -> Result<f64, ChartError> {
    leverage.nominal.filter(|gap| gap.is_finite()).ok_or_else(|| {
        let missing = [e.card.form(), e.card.content()].into_iter().filter(|s| s.score.is_none());
        let least = missing.map(|s| s.coverage).fold(1.0, f64::min);
        let coverage = scene.words.coverage(least);
        ChartError::Nothing(format!("the gap of {} is withheld: coverage {coverage}", scene.slug(e)))
    })
}

/// The widest swing first; factors without a number go last.
fn rows<'a>(leverage: &Leverage<'a>) -> Vec<Row<'a>> {
    let row = |swing: &'a Swing| {
        let factor = leverage.factors.get(swing.factor)?;
        let (low, high) = swing.ends.first().copied().flatten()?;
        Some(Row { factor, swing, low, high, turns: swing.turns.first().copied().unwrap_or(false) })
    };
    let mut all: Vec<Row<'a>> = leverage.swings.iter().filter_map(row).collect();
    all.sort_by(|x, y| (y.high - y.low).total_cmp(&(x.high - x.low)).then(x.swing.factor.cmp(&y.swing.factor)));
    all
}

fn table(scene: &Scene<'_>, e: &Evaluation, nominal: f64, rows: &[Row<'_>]) -> Table {
    let header = [
        "partnership",
        "factor",
        "title",
        "range",
        "kind",
        "nominal",
        "low",
        "high",
        "swing",
        "turns_sign",
        "runs",
        "failed",
    ];
    let mut table = Table::new(&header);
    for row in rows {
        let kind = match row.factor.kind {
            FactorKind::Discrete { .. } => "all levels",
            FactorKind::Continuous | FactorKind::Drawn => "5th to 95th percentile",
        };
        table.push(vec![
            scene.slug(e),
            row.factor.code.clone(),
            variants::title(scene, row.factor),
            row.factor.range.clone(),
            kind.to_owned(),
            number(Some(nominal)),
            number(Some(row.low)),
            number(Some(row.high)),
            number(Some(row.high - row.low)),
            row.turns.to_string(),
            row.swing.runs.to_string(),
            row.swing.failed.to_string(),
        ]);
    }
    table
}

fn caption(scene: &Scene<'_>) -> String {
    let said = scene.words.say(
        "GAP = FORM − CONTENT of {subject}, moved by one factor at a time, the widest swing first; a factor that works only \
         together with others shows too little here.",
        &[("subject", &scene.subject())],
    );
    format!("{said} {} {}", ruler::said(scene), variants::findings(scene))
}

fn alt(scene: &Scene<'_>, nominal: f64, rows: &[&Row<'_>]) -> String {
    let words = scene.words;
    let one = |r: &&Row<'_>| {
        let ends = [("x", &*words.signed(r.low, 1)), ("y", &words.signed(r.high, 1))];
        let range = words.say("{x} to {y}", &ends);
        let turns = if r.turns { format!(" ({})", words.plain("turns the sign of the gap")) } else { String::new() };
        format!("{}: {range}{turns}", variants::title(scene, r.factor))
    };
    let all: Vec<String> = rows.iter().map(one).collect();
    let places = [("gap", &*words.signed(nominal, 1)), ("all", &all.join("; "))];
    let said = words.say("Tornado chart of the gap around {gap}. {all}.", &places);
    format!("{said} {}", variants::findings(scene))
}
