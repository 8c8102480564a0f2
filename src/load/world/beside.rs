//! What stands beside the scores of a window: agreement in votes, ideal points, who names whom. Joined with the units
//! of the world and summed over the window as frames.

use std::path::{Path, PathBuf};

use polars::prelude::*;

use super::descriptor::Listing;
use super::parts::parts;
use super::scan::{Kind, ROW, Scan, Wanted, grouped};
use crate::diagnostic::Diagnostics;
use crate::model::window::{Window, Year};
use crate::model::world::{Beside, Naming, ScannedTable, VoteCounts, World};

/// A table beside the flows, all its parts of the span in one frame whose codes are numbers of units.
struct Joined {
    frame: DataFrame,
    table: ScannedTable,
}

/// Fills [`World::beside`] for each window.
pub(super) fn read(dir: &Path, listing: &Listing, windows: &[Window], world: &mut World, found: &mut Diagnostics) {
    let from = windows.iter().map(|w| w.from()).min();
    let Some(span) = from.zip(windows.iter().map(|w| w.to()).max()).and_then(|(a, b)| Window::new(a, b).ok()) else {
        return;
    };
    world.beside = windows.iter().map(|w| (*w, Beside::default())).collect();
    if let Some(v) = &listing.votes {
        let wanted = [
            Wanted { name: "a", head: &v.a, kind: Kind::Code },
            Wanted { name: "b", head: &v.b, kind: Kind::Code },
            Wanted { name: "year", head: &v.year, kind: Kind::Year },
            Wanted { name: "both", head: &v.both, kind: Kind::Amount },
            Wanted { name: "same", head: &v.same, kind: Kind::Amount },
            Wanted { name: "opposite", head: &v.opposite, kind: Kind::Amount },
        ];
        table(
            world,
            found,
            ("votes", dir, v.files.as_slice(), v.source.as_str()),
            &wanted,
            span,
            |frame, _, beside| {
                pairs(frame, "a", "b", &["both", "same", "opposite"], |a, b, sums| {
                    let [both, same, opposite] = [0, 1, 2].map(|i| sums.get(i).copied().unwrap_or_default());
                    beside.votes.insert((a.min(b), a.max(b)), VoteCounts { both, same, opposite });
                })
            },
        );
    }
    if let Some(p) = &listing.ideal_points {
        let wanted = [
            Wanted { name: "a", head: &p.party, kind: Kind::Code },
            Wanted { name: "year", head: &p.year, kind: Kind::Year },
            Wanted { name: "value", head: &p.value, kind: Kind::Number },
        ];
        table(world, found, ("ideal_points", dir, p.files.as_slice(), p.source.as_str()), &wanted, span, points);
    }
    if let Some(m) = &listing.mentions {
        let wanted = [
            Wanted { name: "a", head: &m.speaker, kind: Kind::Code },
            Wanted { name: "b", head: &m.target, kind: Kind::Code },
            Wanted { name: "year", head: &m.year, kind: Kind::Year },
            Wanted { name: "mentions", head: &m.mentions, kind: Kind::Amount },
            Wanted { name: "words", head: &m.words, kind: Kind::Amount },
        ];
        table(
            world,
            found,
            ("mentions", dir, m.files.as_slice(), m.source.as_str()),
            &wanted,
            span,
            |frame, _, beside| {
                pairs(frame, "a", "b", &["mentions", "words"], |a, b, sums| {
                    let [mentions, words] = [0, 1].map(|i| sums.get(i).copied().unwrap_or_default());
                    beside.namings.insert((a, b), Naming { mentions, words });
                })
            },
        );
    }
}

/// Reads a table, tells rows that stand twice, and hands the rows of each window to `fill`.
fn table(
    world: &mut World,
    found: &mut Diagnostics,
    (role, dir, files, source): (&'static str, &Path, &[PathBuf], &str),
    wanted: &[Wanted<'_>],
    span: Window,
    mut fill: impl FnMut(DataFrame, Window, &mut Beside) -> PolarsResult<()>,
) {
    let codes: Vec<&str> = wanted.iter().filter(|w| w.kind == Kind::Code).map(|w| w.name).collect();
    let units: Vec<String> = (0..world.units()).filter_map(|i| world.unit(i).map(|u| u.code.clone())).collect();
    let mut told = ScannedTable { role, files: Vec::new(), rows: 0, taken: 0, strangers: 0, source: source.to_owned() };
    let mut frames: Vec<DataFrame> = Vec::new();
    for file in files {
        let path = dir.join(file);
        let shown = path.display().to_string();
        let scan = Scan { path: &path, shown: &shown, wanted, span };
        let counts = parts(&scan, found, |frame, found| match joined(frame, &units, &codes) {
            Ok(frame) => frames.push(frame),
            Err(e) => scan.report(found, format!("cannot be joined: {e}"), "report this, with the file"),
        });
        told.rows += counts.rows;
        told.taken += counts.taken;
        told.files.push(shown);
    }
    let shown = told.files.first().cloned().unwrap_or_default();
    let scan = Scan { path: Path::new(&shown), shown: &shown, wanted, span };
    match whole(frames, told, &codes, &scan, found) {
        Ok(None) => {}
        Ok(Some(Joined { frame, table })) => {
            world.tables.push(table);
            for (window, beside) in &mut world.beside {
                let [from, to] = [window.from(), window.to()].map(|y| i64::from(y.get()));
                let of_window =
                    frame.clone().lazy().filter(col("year").gt_eq(lit(from)).and(col("year").lt_eq(lit(to)))).collect();
                if let Err(e) = of_window.and_then(|f| fill(f, *window, beside)) {
                    scan.report(found, format!("cannot be summed: {e}"), "report this, with the file");
                }
            }
        }
        Err(e) => scan.report(found, format!("cannot be laid out: {e}"), "report this, with the file"),
    }
}

/// Codes become numbers of units; rows of anybody else are left out.
fn joined(frame: DataFrame, units: &[String], codes: &[&str]) -> PolarsResult<DataFrame> {
    let numbers: Vec<u32> = (0..units.len() as u32).collect();
    let mut lazy = frame.lazy();
    for code in codes {
        let known = df! { "code" => units, "number" => &numbers }?.lazy();
        let known = known
            .with_columns([col("number").alias(format!("{code}_number"))])
            .select([col("code"), col(format!("{code}_number"))]);
        lazy = lazy.join(known, [col(*code)], [col("code")], JoinArgs::new(JoinType::Inner));
    }
    lazy.collect()
}

/// All parts as one frame; `None` where there is none. A key that stands twice is told.
fn whole(
    parts: Vec<DataFrame>,
    mut table: ScannedTable,
    codes: &[&str],
    scan: &Scan<'_>,
    found: &mut Diagnostics,
) -> PolarsResult<Option<Joined>> {
    let mut all: Option<DataFrame> = None;
    for part in parts {
        match &mut all {
            None => all = Some(part),
            Some(frame) => {
                frame.vstack_mut(&part)?;
            }
        }
    }
    let Some(frame) = all else { return Ok(None) };
    table.strangers = table.taken.saturating_sub(frame.height());
    let keys: Vec<&str> = codes.iter().copied().chain(["year"]).collect();
    let groups = grouped(frame.clone(), &keys, &[])?.lazy().filter(col("n").gt(lit(1))).collect()?;
    if groups.height() > 0 {
        let first = groups.column("first")?.cast(&DataType::Int64)?;
        let first = first.i64()?.min().unwrap_or_default();
        let row = frame
            .clone()
            .lazy()
            .filter(col(ROW).eq(lit(first as IdxSize)))
            .select(keys.iter().map(|k| col(*k)).collect::<Vec<_>>())
            .collect()?;
        let words: Vec<String> =
            row.columns().iter().filter_map(|c| c.get(0).ok().map(|v| v.str_value().into_owned())).collect();
        let message =
            format!("{} stand twice, first in row {}; so do {} more", words.join(", "), first + 1, groups.height() - 1);
        scan.report(found, message, "each pair and year stands once");
    }
    Ok(Some(Joined { frame, table }))
}

/// Sums over the window by two units.
fn pairs(
    frame: DataFrame,
    a: &str,
    b: &str,
    sums: &[&str],
    mut each: impl FnMut(usize, usize, &[f64]),
) -> PolarsResult<()> {
    let (a, b) = (format!("{a}_number"), format!("{b}_number"));
    let groups = grouped(frame, &[a.as_str(), b.as_str()], sums)?;
    let (left, right) = (groups.column(&a)?.u32()?, groups.column(&b)?.u32()?);
    let values: Vec<&Float64Chunked> = sums.iter().map(|s| groups.column(s)?.f64()).collect::<PolarsResult<_>>()?;
    let mut row = Vec::with_capacity(sums.len());
    for (at, (a, b)) in left.iter().zip(right.iter()).enumerate() {
        let (Some(a), Some(b)) = (a, b) else { continue };
        row.clear();
        row.extend(values.iter().map(|v| v.get(at).unwrap_or_default()));
        each(a as usize, b as usize, &row);
    }
    Ok(())
}

/// The ideal points of a window, by unit and year.
fn points(frame: DataFrame, window: Window, beside: &mut Beside) -> PolarsResult<()> {
    let (units, years) = (frame.column("a_number")?.u32()?, frame.column("year")?.i64()?);
    for ((unit, year), value) in units.iter().zip(years.iter()).zip(frame.column("value")?.f64()?.iter()) {
        let (Some(unit), Some(year)) = (unit, year.and_then(Year::new)) else { continue };
        let points = beside.ideal_points.entry(unit as usize).or_insert_with(|| vec![None; window.years()]);
        if let Some(point) = points.get_mut(usize::from(year.get().saturating_sub(window.from().get()))) {
            *point = value;
        }
    }
    Ok(())
}
