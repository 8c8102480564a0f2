//! Sobol' indices of the gap: what each factor explains alone and together with others, with bootstrap intervals.

use super::index_bars::{self, Row};
use super::results::Leverage;
use super::scene::Scene;
use super::sheet::{Sample, Sheet};
use super::table::{Table, number};
use super::tornado::{known, subject};
use super::variants;
use super::{ChartError, Drawn, Style};
use crate::analysis::Evaluation;
use crate::analysis::sensitivity::Quantity;
use crate::statistics::sobol::Outcome;

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
    let rows = index_bars::rows(&indices.groups, output, "the gap")?;
    let (moving, idle): (Vec<Row<'_>>, Vec<Row<'_>>) = rows.iter().partition(|r| r.indices.total.estimate != 0.0);
    let title = words.say("What the uncertainty of the gap comes from: {subject}", &[("subject", &scene.subject())]);
    let notes = index_bars::notes(words, output, &moving, &idle);
    let places = [("points", &*words.count(indices.analysis.base_points)), ("seed", &seed.to_string())];
    let how = words.say("{points} base points, seed {seed}", &places);
    let mut sheet = Sheet::drawn(scene, style, title, &notes, &how);
    let palette = sheet.palette;
    sheet.legend(&[
        (words.plain("alone (first order)"), Sample::Patch(palette.pair[0], Some(palette.ink))),
        (words.plain("with all others (total)"), Sample::Patch(palette.pair[1], Some(palette.ink))),
    ]);
    let bottom = index_bars::draw(&mut sheet, words, &moving, &words.plain("share of the variance of GAP"))?;
    let alt = alt(scene, &moving);
    let caption = caption(scene);
    let numbers = table(scene, e, leverage);
    Ok(Drawn { sheet: sheet.finish(bottom), numbers, caption, alt })
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
        // What is drawn is written, and no more: the other quantities stand in the records of `sensitivity`.
        if !matches!(quantity, Quantity::Gap(_)) {
            continue;
        }
        for (group, found) in indices.groups.iter().zip(&found.factors) {
            let mut row = vec![
                scene.slug(e),
                "gap".to_owned(),
                group.code.clone(),
                scene.words.plain(&group.title),
                group.range.clone(),
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
    let said = scene.words.say(
        "Sobol’ indices of GAP = FORM − CONTENT of {subject}: the share of the variance over the declared variants on absolute scales that goes \
         when a factor becomes known (first order), and that stays while it alone is unknown (total).",
        &[("subject", &scene.subject())],
    );
    format!("{said} {}", variants::findings(scene))
}

fn alt(scene: &Scene<'_>, rows: &[Row<'_>]) -> String {
    let words = scene.words;
    let all = index_bars::said(words, rows);
    let said = words.say("Bar chart of Sobol’ indices of the gap. {all}.", &[("all", &all)]);
    format!("{said} {}", variants::findings(scene))
}
