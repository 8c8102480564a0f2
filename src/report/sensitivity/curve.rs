//! The specification curve: summarised as text, complete as CSV.

use super::SensitivityAnalysis;
use crate::analysis::multiverse::FactorKind;
use crate::analysis::sensitivity::{MOST_COMBINATIONS, Specification, TooMany, Variant};
use crate::document::{Cell, Table, number};

/// Why there is no curve, in words.
pub fn curveless(why: &TooMany) -> String {
    match why {
        TooMany::None => "no factor that varies is a choice among a few".into(),
        TooMany::Combinations { found } => format!(
            "{} combinations of discrete choices are more than {}",
            number::plain(*found as f64),
            number::plain(MOST_COMBINATIONS as f64)
        ),
    }
}

/// The levels of a discrete factor, and the framework's own among them.
pub(super) fn levels<'a>(answer: &'a SensitivityAnalysis<'_>, factor: usize) -> (&'a [String], usize) {
    match answer.found.factors.get(factor).map(|f| &f.kind) {
        Some(FactorKind::Discrete { levels, nominal }) => (levels, *nominal),
        _ => (&[], 0),
    }
}

/// Each choice that was combined, with the median at it.
pub(super) fn medians<'a>(
    curve: &'a Specification,
    place: usize,
    levels: &'a [String],
) -> impl Iterator<Item = (&'a String, Option<f64>)> {
    let kept = curve.choices.get(place).map_or(&[][..], Vec::as_slice);
    let all = levels.iter().zip(curve.medians(place, levels.len())).enumerate();
    all.filter(|(level, _)| kept.contains(level)).map(|(_, of)| of)
}

/// Codes and levels of a combination, those alone that are not the framework's own: "scale z_score, floor 5".
pub(super) fn choices(answer: &SensitivityAnalysis<'_>, curve: &Specification, variant: &Variant) -> String {
    let chosen = curve.factors.iter().zip(&variant.levels).filter_map(|(factor, level)| {
        let (levels, nominal) = levels(answer, *factor);
        let chosen = levels.get(*level).map_or("", |l| l);
        (*level != nominal).then(|| match answer.factor(*factor) {
            "issues" => format!("without the issue {chosen}"),
            "peers" => format!("without the peer {chosen}"),
            code => format!("{code} {chosen}"),
        })
    });
    let chosen: Vec<String> = chosen.collect();
    if chosen.is_empty() { "all as the framework has it".into() } else { chosen.join(", ") }
}

/// The sentences about one unit's curve.
pub(super) fn said(answer: &SensitivityAnalysis<'_>, curve: &Specification) -> Vec<(&'static str, String)> {
    let combinations = number::plain((curve.variants.len() + curve.failed) as f64);
    let (Some(low), Some(high)) = (curve.variants.first(), curve.variants.last()) else {
        return vec![("Choices", format!("none of {combinations} combinations of the discrete choices has a value"))];
    };
    let quantile = |share: f64| answer.write_or_none(curve.quantile(share));
    let positive = match curve.positive().filter(|_| answer.found.gaps) {
        Some(share) => {
            format!(
                "GAP is above 0 in {} of {combinations} combinations of the discrete choices",
                number::percent_of_draws(share)
            )
        }
        None => format!("{combinations} combinations of the discrete choices"),
    };
    let place = curve.nominal.map_or_else(String::new, |at| {
        let at = number::plain((at + 1) as f64);
        format!("; the framework's own is number {at} from the lowest")
    });
    let failed = match curve.failed {
        0 => String::new(),
        n => format!("; {} of them have no value", number::plain(n as f64)),
    };
    let end = |variant: &Variant| format!("{} with {}", answer.write(variant.value), choices(answer, curve, variant));
    vec![
        (
            "Choices",
            format!(
                "{positive}, median {}, middle half {} to {}{place}{failed}.",
                quantile(0.5),
                quantile(0.25),
                quantile(0.75)
            ),
        ),
        ("", format!("Lowest: {}. Highest: {}.", end(low), end(high))),
    ]
}

/// Of a factor with more levels than this only some are shown: the framework's own, the lowest and the highest.
const MOST_LEVELS: usize = 6;

/// The median by level of each discrete factor.
pub(super) fn of_one(answer: &SensitivityAnalysis<'_>) -> Option<Table> {
    let curve = answer.found.curves.as_ref().ok()?.first()?;
    let mut t =
        Table::new(format!("Median {} by discrete choice", answer.headline()), ["factor", "choice", "median"], 2);
    let mut cut = false;
    for (place, factor) in curve.factors.iter().enumerate() {
        let (words, nominal) = levels(answer, *factor);
        let medians = curve.medians(place, words.len());
        let mut rows: Vec<(usize, f64)> = medians.iter().enumerate().filter_map(|(l, m)| Some((l, (*m)?))).collect();
        if rows.len() > MOST_LEVELS {
            let sorted = |a: &&(usize, f64), b: &&(usize, f64)| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0));
            let ends = [rows.iter().min_by(sorted).map(|r| r.0), rows.iter().max_by(sorted).map(|r| r.0)];
            rows.retain(|(level, _)| *level == nominal || ends.contains(&Some(*level)));
            cut = true;
        }
        for (i, (level, median)) in rows.into_iter().enumerate() {
            let code = if i == 0 { answer.factor(*factor).to_owned() } else { String::new() };
            let own = if level == nominal { " (framework)" } else { "" };
            let word = words.get(level).map_or("", String::as_str);
            t.push([code, format!("{word}{own}"), answer.write(median)]);
        }
    }
    let more = if cut {
        format!(
            " Of factors with more than {MOST_LEVELS} choices the framework's own, the lowest and the highest; JSON has all."
        )
    } else {
        String::new()
    };
    t.note = format!(
        "Over all combinations of the other discrete choices, what is not discrete as the framework has it.{more}"
    );
    Some(t)
}

/// A line for each of several units.
pub(super) fn of_many(answer: &SensitivityAnalysis<'_>) -> Option<Table> {
    let curves = answer.found.curves.as_ref().ok()?;
    let gaps = answer.found.gaps;
    let first = curves.first()?;
    let count = number::plain((first.variants.len() + first.failed) as f64);
    let called = answer.headline();
    let mut t = Table::new(
        format!("Specification curve: {called} over {count} combinations of discrete choices"),
        ["", "> 0", "lowest", "quarter", "median", "three q.", "highest", "own place"],
        1,
    );
    if !gaps {
        t.columns.remove(1);
    }
    for (name, curve) in answer.short().into_iter().zip(curves) {
        let mut cells = vec![name];
        if gaps {
            cells.push(curve.positive().map_or_else(|| "–".into(), number::percent_of_draws));
        }
        cells.extend([0.0, 0.25, 0.5, 0.75, 1.0].map(|q| answer.write_or_none(curve.quantile(q))));
        cells.push(curve.nominal.map_or_else(|| "–".into(), |at| number::plain((at + 1) as f64)));
        t.push(cells);
    }
    let failed: usize = curves.iter().map(|c| c.failed).sum();
    let failed = if failed == 0 {
        String::new()
    } else {
        format!(" {} results have no value and are left out.", number::plain(failed as f64))
    };
    t.note = format!(
        "Quarter and three q.: quartiles; own place: that of the framework's own choices, from the lowest.{failed}"
    );
    Some(t)
}

/// One row for each unit and combination, ascending: `unit`, `place` (from 1), `gap` or `score`, `nominal` (true for
/// the framework's own choices), then the choice of each discrete factor.
pub fn curves(answer: &SensitivityAnalysis<'_>, curves: &[Specification]) -> Table {
    let value = if answer.found.gaps { "gap" } else { "score" };
    let factors = curves.first().map_or(&[][..], |c| c.factors.as_slice());
    let codes = factors.iter().map(|f| answer.factor(*f).to_owned());
    let mut records = Table::records(["unit", "place", value, "nominal"].map(str::to_owned).into_iter().chain(codes));
    for curve in curves {
        let unit = answer.found.units.get(curve.unit).cloned().unwrap_or_default();
        for (place, variant) in curve.variants.iter().enumerate() {
            let nominal = if curve.nominal == Some(place) { "true" } else { "false" };
            let before = [unit.clone().into(), Cell::from(place + 1), Cell::exact(Some(variant.value)), nominal.into()];
            let chosen = curve.factors.iter().zip(&variant.levels);
            let chosen = chosen.map(|(f, l)| Cell::from(levels(answer, *f).0.get(*l).cloned().unwrap_or_default()));
            records.push(before.into_iter().chain(chosen));
        }
    }
    records
}
