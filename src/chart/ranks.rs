//! Ranks over all declared variants: how often each rank is reached, the interval, the median, and the framework's own
//! rank.

use super::canvas::{Canvas, Mark, Stroke, Type};
use super::plot::Axis;
use super::results::Variants;
use super::ruler::{self, Ruler};
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sample, Sheet};
use super::table::{Table, number};
use super::theme::Palette;
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Evaluation;
use crate::analysis::uncertainty::Ranks;
use crate::statistics::spread::Spread;

const ROW: f64 = 9.2;
const LEAST_ROW: f64 = 7.0;
const HEAD: f64 = 4.6;
const BELOW: f64 = 8.5;
/// The least room of a rank.
const LEAST_COLUMN: f64 = 2.9;

/// A partnership's row.
struct Row<'a> {
    e: &'a Evaluation,
    /// Of a partnership that has a nominal score.
    ranked: Option<Ranked<'a>>,
}

#[derive(Clone, Copy)]
struct Ranked<'a> {
    nominal: usize,
    spread: Spread,
    acceptability: &'a [f64],
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let two = || ChartError::Nothing("ranks need at least two partnerships".into());
    if scene.evaluations.len() < 2 {
        return Err(two());
    }
    let variants = scene.variants.ok_or_else(|| ChartError::Nothing("ranks have no analysis to show".into()))?;
    let scored =
        || ChartError::Nothing("ranks need at least two partnerships with a score; the others’ are withheld".into());
    let ranks = variants.uncertainty.ranks.as_ref().ok_or_else(scored)?;
    let rows = rows(scene, variants, ranks);
    let count = rows.iter().filter(|r| r.ranked.is_some()).count();
    let words = scene.words;
    let title = words.say("Ranks in content over the declared variants: {subject}", &[("subject", &scene.subject())]);
    let n = words.count(ranks.draws);
    let note = words.say(
        "Bars: share of declared variants with that rank, a share and not a probability; ranks by pairs of those that have a score in \
         the same draw, in {n} of {all} draws.",
        &[("n", &n), ("all", &words.count(variants.uncertainty.plan.draws))],
    );
    let mut notes = vec![note];
    notes.extend(seldom_ranked(scene, &rows, variants.uncertainty.plan.draws));
    let how = variants.description(scene);
    let mut sheet = Sheet::drawn(scene, style, title, &notes, &how);
    let palette = sheet.palette;
    let stroke = Stroke::new(palette.ink, 0.3);
    sheet.legend(&[
        (words.plain("5th to 95th percentile, median"), Sample::Line(stroke, Some((Mark::Ring, 1.0)))),
        (words.plain("the framework’s own rank"), Sample::Mark(Mark::Diamond, 1.3, palette.own)),
        (words.plain("share of variants"), Sample::Patch(palette.other, None)),
    ]);
    let label = |e: &Evaluation| {
        let strong = scene.is_strong(e);
        (scene.label(e), Type::new(BODY, if strong { palette.strong } else { palette.ink }).bold(strong))
    };
    let left = rows.iter().map(|r| label(r.e)).map(|(t, look)| look.width(&t)).fold(0.0, f64::max) + MARGIN + 2.5;
    let small = Type::new(SMALL, palette.ink);
    let percent = words.plain("90 %");
    let right = small.width("10.5–11.0").max(small.bold(true).width(&percent)) + 1.5 + MARGIN;
    let column = (style.width - left - right) / count.max(1) as f64;
    if column < LEAST_COLUMN {
        sheet.cramp();
    }
    let lines = rows.len() as f64;
    let room = sheet.room(HEAD + lines * ROW + BELOW, HEAD + lines * LEAST_ROW + BELOW);
    let (top, step) = (sheet.top + HEAD, (room - HEAD - BELOW) / lines);
    let bottom = top + lines * step;
    let right_end = left + count as f64 * column;
    let ruler = Ruler { from: left, to: right_end, low: 0.5, high: count as f64 + 0.5 };
    let grid = Grid { ruler, column, most: most(&rows), step };
    let canvas = &mut sheet.canvas;
    canvas.text((style.width - MARGIN, top - 1.6), &percent, small.bold(true).end());
    let ranks = (1..=count).map(|rank| (rank as f64, rank.to_string())).collect();
    let axis = Axis { from: grid.ruler.low, to: grid.ruler.high, ticks: ranks };
    grid.ruler.draw(canvas, &palette, (top, bottom), axis)?;
    let axis = words.plain("rank in CONTENT, 1 the highest");
    ruler::name(style.width, canvas, ((left + right_end) / 2.0, bottom + 7.2), &axis, small);
    for (i, row) in rows.iter().enumerate() {
        let foot = top + (i as f64 + 1.0) * step;
        let (text, look) = label(row.e);
        canvas.open(&scene.slug(row.e));
        canvas.text_at_height((MARGIN, foot - step * 0.45), &text, look);
        canvas.line((MARGIN, foot), (style.width - MARGIN, foot), Stroke::new(palette.grid, 0.12));
        match row.ranked {
            Some(ranked) => {
                grid.row(canvas, &palette, ranked, foot, scene.is_strong(row.e));
                let interval = words.ranks(ranked.spread.low, ranked.spread.high);
                canvas.text_at_height((style.width - MARGIN, foot - step * 0.45), &interval, small.end());
            }
            None => {
                let said = withheld(scene, row.e);
                let said = font::shortened(&said, SMALL, style.width - left - right);
                canvas.text_at_height((left, foot - step * 0.45), &said, Type::new(SMALL, palette.muted));
            }
        }
        canvas.close();
    }
    let alt = alt(scene, &rows);
    let caption = caption(scene);
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: table(scene, &rows, count), caption, alt })
}

/// The share of draws below which a rank is told to rest on few.
const ENOUGH: f64 = 0.9;

/// Those that have a score in too few of the draws, each with its number of draws.
fn seldom_ranked(scene: &Scene<'_>, rows: &[Row<'_>], draws: usize) -> Option<String> {
    let words = scene.words;
    let one = |r: &Row<'_>| {
        let known = r.ranked?.spread.known;
        let share = known as f64 / draws.max(1) as f64;
        (share < ENOUGH).then(|| format!("{}: {} ({})", scene.label(r.e), words.count(known), words.per_cent(share)))
    };
    let all: Vec<String> = rows.iter().filter_map(one).collect();
    let said = all.join("; ");
    (!all.is_empty())
        .then(|| words.say("Ranked in fewer than 90 % of the draws, so read with care: {all}.", &[("all", &said)]))
}

/// Where ranks and shares lie.
#[derive(Clone, Copy)]
struct Grid {
    ruler: Ruler,
    column: f64,
    /// The largest share, as high as a row allows.
    most: f64,
    step: f64,
}

impl Grid {
    fn at(self, rank: f64) -> f64 {
        self.ruler.at(rank)
    }

    /// Bars above, the interval with its median and the nominal rank below them.
    fn row(self, canvas: &mut Canvas, palette: &Palette, ranked: Ranked<'_>, foot: f64, strong: bool) {
        let base = foot - 2.9;
        let tall = (self.step - 4.2).max(1.0);
        let half = (self.column * 0.36).min(4.0);
        let bar = |(i, share): (usize, &f64)| {
            let height = tall * share / self.most;
            (height > 0.005).then(|| ((self.at(i as f64 + 1.0) - half, base - height), (2.0 * half, height)))
        };
        let bars: Vec<_> = ranked.acceptability.iter().enumerate().filter_map(bar).collect();
        canvas.rects(&bars, if strong { palette.strong } else { palette.other });
        let last = self.at(ranked.acceptability.len() as f64 + 0.5);
        canvas.line((self.at(0.5), base), (last, base), Stroke::new(palette.muted, 0.15));
        let line = foot - 1.5;
        let (low, high) = (self.at(ranked.spread.low), self.at(ranked.spread.high));
        let stroke = Stroke::new(palette.ink, 0.3);
        canvas.line((low, line), (high, line), stroke);
        for x in [low, high] {
            canvas.line((x, line - 0.7), (x, line + 0.7), stroke);
        }
        canvas.mark(Mark::Diamond, (self.at(ranked.nominal as f64), line), 1.25, palette.own);
        // Open, so that a nominal rank at the median is seen through it.
        canvas.mark(Mark::Ring, (self.at(ranked.spread.median), line), 0.95, palette.ink);
    }
}

/// By nominal rank, those without one last.
fn rows<'a>(scene: &Scene<'a>, variants: &Variants<'a>, ranks: &'a Ranks) -> Vec<Row<'a>> {
    let row = |e: &'a Evaluation| {
        let unit = variants.unit(&scene.slug(e)).map(|(i, _)| i);
        let ranked = unit.and_then(|i| {
            Some(Ranked {
                nominal: ranks.nominal.get(i).copied().flatten()?,
                spread: ranks.spreads.get(i).copied().flatten()?,
                acceptability: ranks.acceptability.get(i)?,
            })
        });
        Row { e, ranked }
    };
    let mut rows: Vec<Row<'a>> = scene.evaluations.iter().map(row).collect();
    rows.sort_by_key(|r| r.ranked.map_or(usize::MAX, |x| x.nominal));
    rows
}

fn most(rows: &[Row<'_>]) -> f64 {
    let all = rows.iter().filter_map(|r| r.ranked).flat_map(|r| r.acceptability);
    all.fold(1e-9, |most, share| most.max(*share))
}

fn withheld(scene: &Scene<'_>, e: &Evaluation) -> String {
    let coverage = scene.words.coverage(e.card.content().coverage);
    scene.words.say("withheld: coverage {coverage}", &[("coverage", &coverage)])
}

fn table(scene: &Scene<'_>, rows: &[Row<'_>], count: usize) -> Table {
    let mut table = Table::new(&[
        "partnership",
        "label",
        "nominal_rank",
        "median_rank",
        "p5",
        "p95",
        "rank",
        "acceptability",
        "draws",
    ]);
    for row in rows {
        let own = row.ranked;
        for rank in 1..=count {
            table.push(vec![
                scene.slug(row.e),
                scene.label(row.e),
                own.map_or_else(String::new, |r| r.nominal.to_string()),
                number(own.map(|r| r.spread.median)),
                number(own.map(|r| r.spread.low)),
                number(own.map(|r| r.spread.high)),
                rank.to_string(),
                number(own.and_then(|r| r.acceptability.get(rank - 1).copied())),
                own.map_or_else(String::new, |r| r.spread.known.to_string()),
            ]);
        }
    }
    table
}

fn caption(scene: &Scene<'_>) -> String {
    scene.words.say(
        "Ranks by CONTENT of {subject} over all declared variants: share of variants with each rank (bars), 5th to 95th \
         percentile (line) and median (circle), and the rank under the framework as it is (diamond). A variant ranks \
         those that have a score in it; equal scores share the better rank.",
        &[("subject", &scene.subject())],
    )
}

fn alt(scene: &Scene<'_>, rows: &[Row<'_>]) -> String {
    let words = scene.words;
    let one = |r: &Row<'_>| {
        let said = match r.ranked {
            Some(x) => {
                let (nominal, median) = (x.nominal.to_string(), words.score(x.spread.median));
                let interval = words.ranks(x.spread.low, x.spread.high);
                let places = [("nominal", &*nominal), ("median", &median), ("interval", &interval)];
                words.say("rank {nominal}, median {median}, interval {interval}", &places)
            }
            None => withheld(scene, r.e),
        };
        format!("{}: {said}", scene.label(r.e))
    };
    let all: Vec<String> = rows.iter().map(one).collect();
    words.say("Bars of how often each rank is reached. {all}.", &[("all", &all.join("; "))])
}
