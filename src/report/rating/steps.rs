//! A rated table as CSV: the results, and every intermediate data set at full precision.

use std::io;

use rayon::prelude::*;

use super::Rated;
use crate::analysis::outranking::{NodeOutranking, outrankings};
use crate::document::number;
use crate::model::cell::guarded;
use crate::model::framework::NodeId;
use crate::model::method::Scope;
use crate::scoring::rating::Column;

type Writer = csv::Writer<Vec<u8>>;

/// What a writer has written; cells that a spreadsheet would run are kept texts ([`guarded`]).
fn text(writer: Writer) -> Result<String, csv::Error> {
    let bytes = writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(guarded(String::from_utf8_lossy(&bytes).into_owned()))
}

fn cell(x: Option<f64>) -> String {
    x.map_or_else(String::new, number::exact)
}

/// The columns that say what a row is: the unit, and its year in a panel.
fn key(rated: &Rated<'_>, row: usize) -> Vec<String> {
    let unit = rated.units.rows.get(row);
    let panel = rated.index.layout.year.is_some();
    let year = unit.and_then(|u| u.year).map_or_else(String::new, |y| y.to_string());
    let code = unit.map_or_else(String::new, |u| u.code.clone());
    std::iter::once(code).chain(panel.then_some(year)).collect()
}

fn key_names(rated: &Rated<'_>) -> Vec<String> {
    let panel = rated.index.layout.year.is_some();
    std::iter::once("unit".to_owned()).chain(panel.then(|| "year".to_owned())).collect()
}

/// One row per row of the table: rank, score of every node, share known, and which cells were filled.
pub fn csv(rated: &Rated<'_>) -> Result<String, csv::Error> {
    let mut whole = String::new();
    csv_by_parts(rated, &mut |part| {
        whole.push_str(part);
        Ok(())
    })?;
    Ok(whole)
}

/// Rows that one thread writes at a time, how many such parts are held at once, and how wide a number usually is.
const ROWS: usize = 128;
const PARTS: usize = 16;
const WIDTH: usize = 20;

/// Fields as the CSV writer writes them, quoted where need be, without the end of a line.
fn fields(fields: &[String]) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(256).from_writer(Vec::new());
    writer.write_record(fields)?;
    let mut line = text(writer)?;
    line.pop();
    Ok(line)
}

/// The same, given away part by part, so that a large table is never held as text; many rows are written by several
/// threads.
pub fn csv_by_parts(rated: &Rated<'_>, give: &mut dyn FnMut(&str) -> io::Result<()>) -> Result<(), csv::Error> {
    let nodes: Vec<NodeId> = (0..rated.index.nodes.len()).map(NodeId).collect();
    let codes = nodes.iter().map(|n| rated.index.node(*n).code.clone());
    let roots: Vec<NodeId> = rated.index.roots().collect();
    // Where several nodes stand alone, each has a rank and a coverage of its own.
    let of = |what: &str, root: NodeId| match roots.len() {
        1 => what.to_owned(),
        _ => format!("{what}_{}", rated.index.node(root).code),
    };
    let mut header = key_names(rated);
    header.extend(rated.within.is_some().then(|| "group".to_owned()));
    header.extend(roots.iter().map(|r| of("rank", *r)));
    let grouped: &[NodeId] = if rated.within.is_some() { &roots } else { &[] };
    header.extend(grouped.iter().map(|r| of("rank_in_group", *r)));
    header.extend(codes);
    header.extend(roots.iter().map(|r| of("coverage", *r)));
    header.push("filled".to_owned());
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(&header)?;
    give(&text(writer)?)?;
    let filled = rated.filled();
    let part = |rows: &[usize]| {
        let mut part = String::with_capacity(rows.len() * (nodes.len() + 4) * WIDTH);
        // The rows stand in the order of their ranks and the columns in the table's: fetched column by column, what is
        // far apart in memory is asked for at once, and not cell by cell between the writing of numbers.
        let mut cells: Vec<Option<f64>> = Vec::with_capacity(rows.len() * (nodes.len() + 2 * roots.len()));
        for root in &roots {
            cells.extend(rows.iter().map(|row| rated.rank(*root, *row)));
        }
        for root in grouped {
            cells.extend(rows.iter().map(|row| rated.rank_in_group(*root, *row)));
        }
        for node in &nodes {
            cells.extend(rows.iter().map(|row| rated.score(*node, *row)));
        }
        for root in &roots {
            let covered = |row: usize| rated.rating.coverage.get(root.0).and_then(|c| c.get(row)).copied();
            cells.extend(rows.iter().map(|row| covered(*row).filter(|_| rated.rating.kept(*row))));
        }
        for (at, row) in rows.iter().enumerate() {
            let mut key = key(rated, *row);
            key.extend(rated.within.as_ref().map(|_| rated.group(*row).unwrap_or_default().to_owned()));
            part.push_str(&fields(&key)?);
            for cell in cells.iter().skip(at).step_by(rows.len().max(1)) {
                part.push(',');
                // A number needs no quotes.
                if let Some(x) = cell {
                    number::push_exact(*x, &mut part);
                }
            }
            part.push(',');
            if let Some(codes) = filled.get(row) {
                part.push_str(&fields(&[codes.join(";")])?);
            }
            part.push('\n');
        }
        Ok(part)
    };
    // While one lot is given away the next is written.
    let write = |rows: &[usize]| rows.par_chunks(ROWS).map(part).collect::<Vec<Result<String, csv::Error>>>();
    let order = rated.order();
    let mut lots = order.chunks(ROWS * PARTS);
    let mut next = lots.next().map_or_else(Vec::new, write);
    while !next.is_empty() {
        let lot = std::mem::take(&mut next);
        rayon::in_place_scope(|scope| {
            if let Some(rows) = lots.next() {
                scope.spawn(|_| next = write(rows));
            }
            for part in lot {
                give(&part?)?;
            }
            Ok::<(), csv::Error>(())
        })?;
    }
    Ok(())
}

/// Name and content of each file of `--steps`.
///
/// First column the unit (second its year in a panel), then one column per code. From `screened.csv` on the units that
/// were screened out have no row. `filled.csv`, `treated_cells.csv`, `clipped.csv`, `weights.csv` and `dropped.csv`
/// list what was moved and by what; `outranking.csv` is there where a node's rule compares units.
pub fn steps(rated: &Rated<'_>) -> Result<Vec<(&'static str, String)>, csv::Error> {
    let s = &rated.rating.steps;
    let indicators = &rated.rating.indicators;
    let nodes: Vec<NodeId> = indicators
        .iter()
        .copied()
        .chain((0..rated.index.nodes.len()).map(NodeId).filter(|n| !rated.index.node(*n).children().is_empty()))
        .collect();
    let aggregated: Vec<Column> = nodes.iter().map(|n| rated.rating.scores_of(*n).to_vec()).collect();
    let mut files = vec![
        ("raw.csv", data_set(rated, indicators, &s.raw, false)?),
        ("denominated.csv", data_set(rated, indicators, &s.denominated, false)?),
        ("imputed.csv", data_set(rated, indicators, &s.imputed, false)?),
        ("screened.csv", data_set(rated, indicators, &s.screened, true)?),
        ("treated.csv", data_set(rated, indicators, &s.treated, true)?),
        ("normalised.csv", data_set(rated, indicators, &s.normalised, true)?),
        ("aggregated.csv", data_set(rated, &nodes, &aggregated, true)?),
        ("filled.csv", filled(rated)?),
        ("treated_cells.csv", treated(rated)?),
        ("clipped.csv", clipped(rated)?),
        ("weights.csv", weights(rated)?),
        ("dropped.csv", dropped(rated)?),
    ];
    // Only where a rule compares units is there anything in it.
    let matrices = outrankings(rated.index, &rated.rating);
    if !matrices.is_empty() {
        files.push(("outranking.csv", outranking(rated, &matrices)?));
    }
    Ok(files)
}

/// The share of the weight that speaks for the first unit against the second.
fn outranking(rated: &Rated<'_>, matrices: &[NodeOutranking]) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(["node", "unit", "other", "share"])?;
    let label = |row: Option<&usize>| row.map_or_else(String::new, |row| rated.unit(*row));
    for found in matrices {
        let code = rated.index.node(found.node).code.as_str();
        for first in found.matrix.members() {
            for second in found.matrix.members().iter().filter(|second| *second != first) {
                let share = cell(found.matrix.share(*first, *second));
                let (unit, other) = (label(found.rows.get(*first)), label(found.rows.get(*second)));
                writer.write_record([code, &unit, &other, &share])?;
            }
        }
    }
    text(writer)
}

fn data_set(rated: &Rated<'_>, nodes: &[NodeId], columns: &[Column], screened: bool) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    let codes = nodes.iter().map(|n| rated.index.node(*n).code.clone());
    writer.write_record(key_names(rated).into_iter().chain(codes))?;
    for row in (0..rated.units.rows.len()).filter(|row| !screened || rated.rating.kept(*row)) {
        let cells = columns.iter().map(|c| cell(c.get(row).copied().flatten()));
        writer.write_record(key(rated, row).into_iter().chain(cells))?;
    }
    text(writer)
}

fn filled(rated: &Rated<'_>) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    let names = ["indicator", "value", "method"].map(str::to_owned);
    writer.write_record(key_names(rated).into_iter().chain(names))?;
    for f in &rated.rating.filled {
        let code = rated.index.node(f.indicator).code.clone();
        let cells = [code, f.value.to_string(), rated.imputed_by(f)];
        writer.write_record(key(rated, f.unit).into_iter().chain(cells))?;
    }
    text(writer)
}

fn treated(rated: &Rated<'_>) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    let names = ["indicator", "before", "after", "step"].map(str::to_owned);
    writer.write_record(key_names(rated).into_iter().chain(names))?;
    for t in &rated.rating.treatments {
        let step = if t.treated.curve.is_some() { "curve" } else { "winsorisation" };
        for cell in &t.treated.touched {
            let row = t.units.get(cell.unit).copied().unwrap_or_default();
            let code = rated.index.node(t.indicator).code.clone();
            let record = [code, cell.before.to_string(), cell.after.to_string(), step.to_owned()];
            writer.write_record(key(rated, row).into_iter().chain(record))?;
        }
    }
    text(writer)
}

fn clipped(rated: &Rated<'_>) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    let names = ["indicator", "value", "score"].map(str::to_owned);
    writer.write_record(key_names(rated).into_iter().chain(names))?;
    for c in &rated.rating.clipped {
        let code = rated.index.node(c.indicator).code.clone();
        let cells = [code, c.value.to_string(), c.score.to_string()];
        writer.write_record(key(rated, c.unit).into_iter().chain(cells))?;
    }
    text(writer)
}

fn weights(rated: &Rated<'_>) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(["scope", "node", "parent", "weight"])?;
    let several = rated.rating.weights.len() > 1;
    for scope in &rated.rating.weights {
        let first = scope.units.first();
        let part = match &rated.index.scope {
            Scope::Group(column) => rated.units.word(column).and_then(|words| words.get(*first?).cloned().flatten()),
            _ => first.and_then(|row| rated.units.rows.get(*row)).and_then(|u| u.year).map(|y| y.to_string()),
        };
        let name = part.filter(|_| several).unwrap_or_else(|| "all".to_owned());
        for (node, share) in rated.index.nodes.iter().zip(&scope.shares) {
            let Some(parent) = node.parent else { continue };
            let parent = rated.index.node(parent).code.clone();
            writer.write_record([name.clone(), node.code.clone(), parent, share.to_string()])?;
        }
    }
    text(writer)
}

fn dropped(rated: &Rated<'_>) -> Result<String, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    let names = ["availability", "nonzero"].map(str::to_owned);
    writer.write_record(key_names(rated).into_iter().chain(names))?;
    for d in &rated.rating.dropped {
        writer.write_record(key(rated, d.unit).into_iter().chain([cell(d.availability), cell(d.nonzero)]))?;
    }
    text(writer)
}
