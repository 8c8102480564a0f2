//! The gap over all declared variants, and over those of the data alone: histograms of one width of bin, back to back.

use super::bins::{BIN, Bins};
use super::canvas::{Mark, Stroke, Type};
use super::families::{Division, stack};
use super::plot::{Axis, Plot};
use super::results::Variants;
use super::ruler::{self, Ruler};
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::theme::Palette;
use super::variants::{found, label as label_of};
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Evaluation;
use crate::analysis::uncertainty::GapShares;
use crate::statistics::spread::{Spread, spread};

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
    /// The first of these by family, and the median of each family.
    families: Vec<(Vec<f64>, Option<f64>)>,
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let variants = scene.variants.ok_or_else(|| ChartError::Nothing("a density has no analysis to show".into()))?;
    let division = Division::of(scene, variants);
    let rows: Vec<Row<'_>> = scene.evaluations.iter().map(|e| row(scene, variants, division.as_ref(), e)).collect();
    if rows.iter().all(|r| r.known.is_none()) {
        return Err(ChartError::Nothing("no variant gives a gap: form or content is withheld".into()));
    }
    let words = scene.words;
    let alone = rows.len() == 1;
    let title = words.say("The gap over the declared variants: {subject}", &[("subject", &scene.subject())]);
    let with_data = rows.iter().filter_map(|r| r.known.as_ref()).any(|k| k.data.is_some());
    let notes = notes(scene, &rows, division.as_ref(), with_data);
    let how = variants.description(scene);
    let mut sheet = Sheet::drawn(scene, style, title, &notes, &how);
    let palette = sheet.palette;
    let mut legend = match &division {
        Some(division) => division.legend(scene, &palette),
        None => vec![(words.plain("variants on absolute scales"), Sample::Patch(palette.other, Some(palette.muted)))],
    };
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
            let slug = scene.slug(row.e);
            plot.open(&slug)?;
            let radius = if alone { 1.5 } else { 1.0 };
            known.draw(&mut plot, &palette, i as f64, (radius, fill), division.as_ref().map(|d| (&*slug, d)))?;
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
                let phrase = match known.median_in_trough() {
                    true => "median {median}, where few variants lie",
                    false => "median {median}",
                };
                let said = words.say(phrase, &[("median", &words.signed(median, 1))]);
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
    let (alt, caption) = (alt(scene, &rows, division.as_ref()), caption(scene, division.as_ref(), with_data));
    let numbers = table(scene, &rows, division.as_ref());
    Ok(Drawn { sheet: sheet.finish(bottom + BELOW), numbers, caption, alt })
}

fn row<'a>(scene: &Scene<'a>, variants: &Variants<'a>, division: Option<&Division<'_>>, e: &'a Evaluation) -> Row<'a> {
    let known = || {
        let (i, unit) = variants.unit(&scene.slug(e))?;
        let gap = variants.output(crate::analysis::multiverse::GAP)?;
        let of_data = variants.uncertainty.headline_of_data.get(i).map_or(&[][..], Vec::as_slice);
        let draws = variants.uncertainty.headline.get(i)?;
        let bins = Bins::new(&draws.iter().map(|(_, x)| *x).collect::<Vec<f64>>());
        let family = |division: &Division<'_>, place: usize| {
            let own = draws.iter().filter(|(draw, _)| division.family(*draw) == place).map(|(_, x)| *x);
            (bins.part(own.clone(), draws.len()), spread(own).map(|s| s.median))
        };
        let families =
            division.map(|division| (0..division.families.len()).map(|place| family(division, place)).collect());
        Some(Known {
            nominal: unit.nominal.get(gap).copied().flatten(),
            full: unit.absolute.get(gap).copied().flatten()?,
            data: unit.data.get(gap).copied().flatten().filter(|_| !of_data.is_empty()),
            shares: unit.gap.as_ref()?,
            families: families.unwrap_or_default(),
            bins: [bins, Bins::new(of_data)],
        })
    };
    Row { e, known: known() }
}

impl Known<'_> {
    /// Whether the median stands between two humps.
    fn median_in_trough(&self) -> bool {
        self.bins.first().is_some_and(|bins| bins.in_trough(self.full.median))
    }

    /// All variants stand on the base line, those of the data alone hang from it, each to its own height.
    fn draw(
        &self,
        plot: &mut Plot<'_>,
        palette: &Palette,
        row: f64,
        (radius, fill): (f64, &'static str),
        division: Option<(&str, &Division<'_>)>,
    ) -> Result<(), ChartError> {
        let base = row + if self.data.is_some() { 0.70 } else { 0.92 };
        let (highest, lowest) = (row + 0.08, base + 0.24);
        let [full, data] = &self.bins;
        let rim = Stroke::new(palette.muted, 0.15);
        match division {
            Some(named) => {
                let shares: Vec<Vec<f64>> = self.families.iter().map(|(shares, _)| shares.clone()).collect();
                let ends: Vec<(f64, f64)> = full.each().map(|(from, to, _)| (from, to)).collect();
                stack(plot, palette, named, (&shares, &ends), (base, (highest - base) / full.most().max(1e-12)))?;
            }
            None => plot.area(full.outline(base, highest), base, fill, Some(rim))?,
        }
        if self.data.is_some() {
            plot.area(data.outline(base, lowest), base, palette.pair[0], None)?;
        }
        plot.line([(f64::NEG_INFINITY, base), (f64::INFINITY, base)], rim)?;
        let median = self.full.median;
        // A light seam, so that it is seen upon a dark shade.
        plot.line([(median, highest), (median, base)], Stroke::new(palette.ground, 0.9))?;
        plot.line([(median, highest), (median, base)], Stroke::new(palette.ink, 0.45))?;
        if let Some(data) = self.data {
            plot.line([(data.median, base), (data.median, lowest)], Stroke::new(palette.ground, 0.3))?;
        }
        plot.marks(self.nominal.map(|nominal| (nominal, base)), (Mark::Diamond, radius, palette.own))
    }
}

fn notes(scene: &Scene<'_>, rows: &[Row<'_>], division: Option<&Division<'_>>, with_data: bool) -> Vec<String> {
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
    if let Some(division) = division {
        notes.push(shades(scene, rows, division));
    }
    if let [Row { known: Some(known), .. }] = rows {
        let median = words.signed(known.full.median, 1);
        if known.median_in_trough() {
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

/// By which choice the draws are shaded, how much of their spread it is, and where the families lie.
fn shades(scene: &Scene<'_>, rows: &[Row<'_>], division: &Division<'_>) -> String {
    let words = scene.words;
    let share = words.per_cent(division.share);
    let places = [("title", &*division.title), ("share", &share)];
    let said = words.say(
        "Shades: {title}, which divides the draws most of all choices with levels or a range; {share} of the variance of GAP \
         lies between them.",
        &places,
    );
    match rows {
        [Row { known: Some(known), .. }] => format!("{said} {}", medians(scene, known, division)),
        _ => said,
    }
}

/// "Medians: lower third +38.1; middle third +30.2."
fn medians(scene: &Scene<'_>, known: &Known<'_>, division: &Division<'_>) -> String {
    let one = |(place, (_, name)): (usize, &(String, String))| {
        let (_, median) = known.families.get(place)?;
        Some(format!("{name} {}", scene.words.signed((*median)?, 1)))
    };
    let all: Vec<String> = division.families.iter().enumerate().filter_map(one).collect();
    scene.words.say("Medians: {all}.", &[("all", &all.join("; "))])
}

fn withheld(scene: &Scene<'_>, e: &Evaluation) -> String {
    let missing = [e.card.form(), e.card.content()].into_iter().filter(|s| s.score.is_none());
    let least = missing.map(|s| s.coverage).fold(1.0, f64::min);
    scene.words.say("withheld: coverage {coverage}", &[("coverage", &scene.words.coverage(least))])
}

/// A row for each bin, and of divided draws for each family in it.
fn table(scene: &Scene<'_>, rows: &[Row<'_>], division: Option<&Division<'_>>) -> Table {
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
        "factor",
        "family",
        "family_name",
        "family_median",
    ]);
    for row in rows {
        let Some(known) = &row.known else { continue };
        let [data_share, share] = [known.shares.positive_by_data, known.shares.positive];
        let both =
            [("absolute", Some(known.full), share, &known.bins[0]), ("data", known.data, data_share, &known.bins[1])];
        for (name, spread, above, bins) in both {
            let Some(spread) = spread else { continue };
            let divided = division.filter(|_| name == "absolute");
            for (i, (from, to, share)) in bins.each().enumerate() {
                let start = vec![
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
                ];
                let Some(division) = divided else {
                    let none = [(); 4].map(|()| String::new());
                    table.push(start.into_iter().chain([number(Some(share))]).chain(none).collect());
                    continue;
                };
                for ((shares, median), (code, family)) in known.families.iter().zip(&division.families) {
                    let own = [number(shares.get(i).copied()), division.factor.code.clone(), code.clone()];
                    let end = [family.clone(), number(*median)];
                    table.push(start.iter().cloned().chain(own).chain(end).collect());
                }
            }
        }
    }
    table
}

fn caption(scene: &Scene<'_>, division: Option<&Division<'_>>, with_data: bool) -> String {
    let phrase = if with_data {
        "GAP = FORM − CONTENT of {subject} over the declared variants on absolute scales (upward) and with the data alone uncertain (downward); \
         lines: medians; diamond: the framework as it is."
    } else {
        "GAP = FORM − CONTENT of {subject} over the declared variants on absolute scales; lines: medians; diamond: the framework as it is."
    };
    let mut said = vec![scene.words.say(phrase, &[("subject", &scene.subject())])];
    said.extend(division.map(|d| scene.words.say("Shades by {choice}.", &[("choice", &d.said())])));
    said.push(ruler::said(scene));
    said.extend(found(scene));
    said.join(" ")
}

fn alt(scene: &Scene<'_>, rows: &[Row<'_>], division: Option<&Division<'_>>) -> String {
    let words = scene.words;
    let one = |r: &Row<'_>| {
        let said = r.known.as_ref().map_or_else(
            || withheld(scene, r.e),
            |k| {
                let [low, median, high] = [k.full.low, k.full.median, k.full.high].map(|x| words.signed(x, 1));
                let share = words.per_cent(k.shares.positive);
                let verdict = label_of(scene, r.e).unwrap_or_default();
                let places =
                    [("median", &*median), ("low", &low), ("high", &high), ("share", &share), ("verdict", &verdict)];
                words.say("{verdict}; median {median}, 90 % from {low} to {high}, above 0 in {share}", &places)
            },
        );
        format!("{}: {said}", scene.label(r.e))
    };
    let all: Vec<String> = rows.iter().map(one).collect();
    let said = words.say("Histograms of the gap over declared variants. {all}.", &[("all", &all.join("; "))]);
    let Some(division) = division else { return said };
    let shades = words.say("Shades by {choice}.", &[("choice", &division.said())]);
    match rows {
        [Row { known: Some(known), .. }] => format!("{said} {shades} {}", medians(scene, known, division)),
        _ => format!("{said} {shades}"),
    }
}
