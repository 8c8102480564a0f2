//! The gap over all declared variants, and over those of the data alone: histograms of one width of bin, back to back.

use super::canvas::{Mark, Stroke, Type};
use super::plot::{Axis, Plot};
use super::results::Variants;
use super::ruler::{self, Ruler};
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::theme::Palette;
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Evaluation;
use crate::analysis::uncertainty::GapShares;
use crate::statistics::spread::Spread;

/// The width of every bin, in points of the gap; bins begin at multiples of it.
const BIN: f64 = 2.0;
/// Natural and least heights of a row: of one partnership, and of several.
const ALONE: (f64, f64) = (52.0, 24.0);
const AMONG: (f64, f64) = (12.5, 8.0);
const BELOW: f64 = 8.5;

/// One partnership's draws.
struct Row<'a> {
    e: &'a Evaluation,
    known: Option<Known<'a>>,
}

struct Known<'a> {
    nominal: Option<f64>,
    full: Spread,
    data: Option<Spread>,
    shares: &'a GapShares,
    /// Share of draws by bin, all declared variants and the data alone.
    bins: [Bins; 2],
}

/// Shares of draws by bin: the first bin's lower end is `first * BIN`.
#[derive(Clone, Debug, PartialEq)]
struct Bins {
    first: i64,
    shares: Vec<f64>,
}

impl Bins {
    fn new(draws: &[f64]) -> Bins {
        let place = |x: &f64| (x / BIN).floor() as i64;
        let (first, last) = draws.iter().map(place).fold((i64::MAX, i64::MIN), |(l, h), b| (l.min(b), h.max(b)));
        if first > last {
            return Bins { first: 0, shares: Vec::new() };
        }
        let mut shares = vec![0.0; (last - first) as usize + 1];
        for x in draws {
            if let Some(cell) = shares.get_mut((place(x) - first) as usize) {
                *cell += 1.0 / draws.len() as f64;
            }
        }
        Bins { first, shares }
    }

    fn most(&self) -> f64 {
        self.shares.iter().fold(0.0, |most, s| s.max(most))
    }

    /// Lower end, upper end and share of each bin.
    fn each(&self) -> impl Iterator<Item = (f64, f64, f64)> + '_ {
        let at = |i: usize| (self.first + i as i64) as f64 * BIN;
        self.shares.iter().enumerate().map(move |(i, share)| (at(i), at(i + 1), *share))
    }

    /// Whether a value stands between two humps: its bin is less than half as full as the fullest on either side.
    fn in_trough(&self, x: f64) -> bool {
        let at = (x / BIN).floor() as i64 - self.first;
        let Some(own) = usize::try_from(at).ok().and_then(|i| Some((i, *self.shares.get(i)?))) else { return false };
        let (i, share) = own;
        let most = |shares: &[f64]| shares.iter().fold(0.0f64, |most, s| most.max(*s));
        let (below, above) = self.shares.split_at(i);
        share < 0.5 * most(below).min(most(above.get(1..).unwrap_or_default()))
    }

    fn ends(&self) -> [f64; 2] {
        [self.first as f64 * BIN, (self.first + self.shares.len() as i64) as f64 * BIN]
    }
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let variants = scene.variants.ok_or_else(|| ChartError::Nothing("a density has no analysis to show".into()))?;
    let rows: Vec<Row<'_>> = scene.evaluations.iter().map(|e| row(scene, variants, e)).collect();
    if rows.iter().all(|r| r.known.is_none()) {
        return Err(ChartError::Nothing("no variant gives a gap: form or content is withheld".into()));
    }
    let words = scene.words;
    let alone = rows.len() == 1;
    let title = words.say("The gap over the declared variants: {subject}", &[("subject", &scene.subject())]);
    let with_data = rows.iter().filter_map(|r| r.known.as_ref()).any(|k| k.data.is_some());
    let notes = notes(scene, &rows, with_data);
    let how = variants.description(scene);
    let mut sheet = Sheet::drawn(scene, style, title, &notes, &how);
    let palette = sheet.palette;
    let mut legend =
        vec![(words.plain("variants on absolute scales"), Sample::Patch(palette.other, Some(palette.muted)))];
    if with_data {
        legend.push((words.plain("the data alone"), Sample::Patch(palette.pair[0], None)));
    }
    legend.push((words.plain("median"), Sample::Line(Stroke::new(palette.ink, 0.45), None)));
    legend.push((words.plain("the framework’s own"), Sample::Mark(Mark::Diamond, 1.3, palette.own)));
    sheet.legend(&legend);
    let label = |e: &Evaluation| {
        let strong = scene.is_strong(e);
        (scene.label(e), Type::new(BODY, if strong { palette.strong } else { palette.ink }).bold(strong))
    };
    let widest = rows.iter().map(|r| label(r.e)).map(|(t, look)| look.width(&t)).fold(0.0, f64::max);
    let left = if alone { MARGIN + 1.0 } else { widest + MARGIN + 2.5 };
    let small = Type::new(SMALL, palette.ink);
    let above = words.plain("above 0");
    let right = if alone { MARGIN + 1.0 } else { small.bold(true).width(&above) + 2.0 + MARGIN };
    if style.width - right - left < 25.0 {
        sheet.cramp();
    }
    let all = rows.iter().filter_map(|r| r.known.as_ref());
    let ends = all.flat_map(|k| k.bins.iter().filter(|b| !b.shares.is_empty()).flat_map(Bins::ends).chain(k.nominal));
    let ruler = Ruler::holding(left, (style.width - right).max(left + 1.0), ends.chain([0.0]));
    let head = ruler::head_of_bands(scene, &palette, ruler).max(leading(SMALL) + 1.2);
    let (natural, least) = if alone { ALONE } else { AMONG };
    let n = rows.len() as f64;
    let room = sheet.room(head + n * natural + BELOW, head + n * least + BELOW);
    let (top, step) = (sheet.top + head, (room - head - BELOW) / n);
    let bottom = top + n * step;
    let canvas = &mut sheet.canvas;
    ruler::draw_bands(canvas, scene, &palette, ruler, (top, bottom));
    // Rows are counted from above, each one high.
    let y = Axis::bare(n, 0.0);
    let mut plot = ruler.plot(canvas, &palette, (top, bottom), (ruler.axis(9.0, |x| words.signed(x, 0)), y))?;
    for (i, row) in rows.iter().enumerate() {
        if let Some(known) = &row.known {
            let fill = if scene.is_strong(row.e) && !alone { palette.strong } else { palette.other };
            plot.open(&scene.slug(row.e))?;
            known.draw(&mut plot, &palette, i as f64, (if alone { 1.5 } else { 1.0 }, fill))?;
            plot.close()?;
        }
    }
    // Above the histograms too.
    plot.line([(0.0, 0.0), (0.0, n)], Stroke::new(palette.ink, 0.2))?;
    drop(plot);
    let axis = words.plain("GAP = FORM − CONTENT, points");
    ruler::name(style.width, canvas, ((ruler.from + ruler.to) / 2.0, bottom + 7.0), &axis, small);
    if !alone {
        canvas.text((style.width - MARGIN, top - 1.2), &above, small.bold(true).end());
    }
    for (i, row) in rows.iter().enumerate() {
        let y = top + (i as f64 + 0.6) * step;
        if !alone {
            let (text, look) = label(row.e);
            canvas.text_at_height((MARGIN, y), &text, look);
        }
        match &row.known {
            Some(known) if !alone => {
                let share = words.per_cent(known.shares.positive);
                canvas.text_at_height((style.width - MARGIN, y), &share, small.end());
            }
            Some(known) => {
                let median = known.full.median;
                let said = words.say("median {median}", &[("median", &words.signed(median, 1))]);
                let right = ruler.at(median) > (ruler.from + ruler.to) / 2.0;
                let (aside, look) = if right { (-1.0, small.end()) } else { (1.0, small) };
                let at = (ruler.at(median) + aside, top + 0.5 * leading(SMALL));
                ruler.number(canvas, &palette, at, &said, look, &[0.0]);
            }
            None => {
                let said = font::shortened(&withheld(scene, row.e), SMALL, ruler.to - ruler.from - 2.0);
                canvas.text_on((ruler.from + 1.0, y), &said, small, palette.ground);
            }
        }
    }
    let (alt, caption) = (alt(scene, &rows), caption(scene, with_data));
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers: table(scene, &rows), caption, alt })
}

fn row<'a>(scene: &Scene<'a>, variants: &Variants<'a>, e: &'a Evaluation) -> Row<'a> {
    let known = || {
        let (i, unit) = variants.unit(&scene.slug(e))?;
        let gap = variants.output(crate::analysis::multiverse::GAP)?;
        let of_data = variants.of_data.get(i).map_or(&[][..], Vec::as_slice);
        Some(Known {
            nominal: unit.nominal.get(gap).copied().flatten(),
            full: unit.absolute.get(gap).copied().flatten()?,
            data: unit.data.get(gap).copied().flatten().filter(|_| !of_data.is_empty()),
            shares: unit.gap.as_ref()?,
            bins: [Bins::new(variants.uncertainty.headline.get(i)?), Bins::new(of_data)],
        })
    };
    Row { e, known: known() }
}

impl Known<'_> {
    /// All variants stand on the base line, those of the data alone hang from it, each to its own height.
    fn draw(
        &self,
        plot: &mut Plot<'_>,
        palette: &Palette,
        row: f64,
        (radius, fill): (f64, &'static str),
    ) -> Result<(), ChartError> {
        let base = row + if self.data.is_some() { 0.70 } else { 0.92 };
        let (highest, lowest) = (row + 0.08, base + 0.24);
        let [full, data] = &self.bins;
        let rim = Stroke::new(palette.muted, 0.15);
        plot.area(outline(full, base, highest), base, fill, Some(rim))?;
        if self.data.is_some() {
            plot.area(outline(data, base, lowest), base, palette.pair[0], None)?;
        }
        plot.line([(f64::NEG_INFINITY, base), (f64::INFINITY, base)], rim)?;
        let median = self.full.median;
        plot.line([(median, highest), (median, base)], Stroke::new(palette.ink, 0.45))?;
        if let Some(data) = self.data {
            plot.line([(data.median, base), (data.median, lowest)], Stroke::new(palette.ground, 0.3))?;
        }
        plot.marks(self.nominal.map(|nominal| (nominal, base)), (Mark::Diamond, radius, palette.own))
    }
}

/// The outline of a histogram from `base` to `end`, which its fullest bin reaches.
fn outline(bins: &Bins, base: f64, end: f64) -> Vec<(f64, f64)> {
    let most = bins.most().max(1e-12);
    let [first, last] = bins.ends();
    let mut corners = vec![(first, base)];
    for (low, high, share) in bins.each() {
        let y = base + (end - base) * share / most;
        corners.extend([(low, y), (high, y)]);
    }
    corners.push((last, base));
    corners
}

fn notes(scene: &Scene<'_>, rows: &[Row<'_>], with_data: bool) -> Vec<String> {
    let words = scene.words;
    let mut notes = Vec::new();
    if let [Row { known: Some(known), .. }] = rows {
        let [data, all] = [known.shares.positive_by_data, known.shares.positive].map(|s| words.per_cent(s));
        let ends = [known.full.low, known.full.high].map(|x| words.signed(x, 1));
        let median = words.signed(known.full.median, 1);
        let places = [("all", &*all), ("data", &data), ("median", &median), ("low", &ends[0]), ("high", &ends[1])];
        notes.push(words.say(
            "GAP is above 0 in {all} of the declared variants on absolute scales: a share of declared variants, not a probability. Median {median}, \
             5th to 95th percentile {low} to {high}.",
            &places,
        ));
        if with_data {
            notes.push(words.say("With the data alone uncertain it is above 0 in {data} of the draws.", &places));
        }
    } else {
        notes.push(words.plain(
            "above 0: share of declared variants on absolute scales in which GAP is above 0, not a probability.",
        ));
    }
    if let [Row { known: Some(known), .. }] = rows {
        let median = words.signed(known.full.median, 1);
        if known.bins.first().is_some_and(|b| b.in_trough(known.full.median)) {
            notes.push(words.say(
                "The median ({median}) stands where few variants lie, between two humps: no variant is typical; one choice parts \
                 them, and `tornado` says which.",
                &[("median", &median)],
            ));
        }
    }
    let bin = words.whole(BIN);
    let said = if with_data {
        "Histograms with bins of {bin} points; upward the variants on absolute scales, downward the data alone, each to its own height."
    } else {
        "Histograms with bins of {bin} points, each to its own height."
    };
    notes.push(words.say(said, &[("bin", &bin)]));
    notes
}

fn withheld(scene: &Scene<'_>, e: &Evaluation) -> String {
    let missing = [e.card.form(), e.card.content()].into_iter().filter(|s| s.score.is_none());
    let least = missing.map(|s| s.coverage).fold(1.0, f64::min);
    scene.words.say("withheld: coverage {coverage}", &[("coverage", &scene.words.coverage(least))])
}

fn table(scene: &Scene<'_>, rows: &[Row<'_>]) -> Table {
    let mut table = Table::new(&[
        "partnership",
        "label",
        "variants",
        "nominal",
        "median",
        "p5",
        "p95",
        "share_above_0",
        "known",
        "bin_from",
        "bin_to",
        "share",
    ]);
    for row in rows {
        let Some(known) = &row.known else { continue };
        let [data_share, share] = [known.shares.positive_by_data, known.shares.positive];
        let both =
            [("absolute", Some(known.full), share, &known.bins[0]), ("data", known.data, data_share, &known.bins[1])];
        for (name, spread, above, bins) in both {
            let Some(spread) = spread else { continue };
            for (from, to, share) in bins.each() {
                table.push(vec![
                    scene.slug(row.e),
                    scene.label(row.e),
                    name.to_owned(),
                    number(known.nominal),
                    number(Some(spread.median)),
                    number(Some(spread.low)),
                    number(Some(spread.high)),
                    number(Some(above)),
                    spread.known.to_string(),
                    number(Some(from)),
                    number(Some(to)),
                    number(Some(share)),
                ]);
            }
        }
    }
    table
}

fn caption(scene: &Scene<'_>, with_data: bool) -> String {
    let phrase = if with_data {
        "GAP = FORM − CONTENT of {subject} over the declared variants on absolute scales (upward) and with the data alone uncertain (downward); \
         lines: medians; diamond: the framework as it is."
    } else {
        "GAP = FORM − CONTENT of {subject} over the declared variants on absolute scales; lines: medians; diamond: the framework as it is."
    };
    format!("{} {}", scene.words.say(phrase, &[("subject", &scene.subject())]), ruler::said(scene))
}

fn alt(scene: &Scene<'_>, rows: &[Row<'_>]) -> String {
    let words = scene.words;
    let one = |r: &Row<'_>| {
        let said = r.known.as_ref().map_or_else(
            || withheld(scene, r.e),
            |k| {
                let [low, median, high] = [k.full.low, k.full.median, k.full.high].map(|x| words.signed(x, 1));
                let share = words.per_cent(k.shares.positive);
                let places = [("median", &*median), ("low", &low), ("high", &high), ("share", &share)];
                words.say("median {median}, from {low} to {high}, above 0 in {share}", &places)
            },
        );
        format!("{}: {said}", scene.label(r.e))
    };
    let all: Vec<String> = rows.iter().map(one).collect();
    words.say("Histograms of the gap over declared variants. {all}.", &[("all", &all.join("; "))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_by_hand() {
        let bins = Bins::new(&[-0.5, 0.0, 1.9, 5.0]);
        assert_eq!(bins, Bins { first: -1, shares: vec![0.25, 0.5, 0.0, 0.25] });
        assert_eq!(bins.ends(), [-2.0, 6.0]);
        assert!(Bins::new(&[]).shares.is_empty());
        // Two humps of three and four draws with one draw between them: the median is that draw.
        let humps = Bins::new(&[0.0, 0.5, 1.0, 5.0, 9.0, 9.1, 9.2]);
        assert!(humps.in_trough(5.0) && !humps.in_trough(0.5) && !humps.in_trough(9.0) && !humps.in_trough(99.0));
    }
}
