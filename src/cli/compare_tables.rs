//! `spscore compare --table` and `--coinr`: parse, rate every version, report.

use std::path::{Path, PathBuf};

use super::args::{self, Tabled};
use super::{Failure, Outcome, deliver, input, refusals};
use crate::analysis::table_comparison::TableVersion;
use crate::analysis::verbs::{self, Error};
use crate::model::{Index, Units};
use crate::report::table_comparison::Versions;

pub(super) fn run(args: &args::Compare) -> Result<Outcome, Failure> {
    args.robustness.unused("a table")?;
    let versions = versions(args)?;
    let found = verbs::compare_tables(versions, args.tables.node.as_deref()).map_err(|e| refusals::failed(&e))?;
    let report = Versions { found: &found, by_change: args.tables.by_change };
    deliver::result(&report, &args.options.output, false, &args.protected())?;
    let withheld = found.units.iter().all(|u| u.standings.iter().all(|s| s.score.is_none()));
    Ok(if withheld { Outcome::Withheld } else { Outcome::Done })
}

/// The version that is named, then the others in the order of the options' names.
fn versions(args: &args::Compare) -> Result<Vec<TableVersion>, Failure> {
    let (tabled, tables) = (&args.tabled, &args.tables);
    let framework = args.options.scope.inputs.framework();
    let (index, units) = input::table(tabled, framework)?;
    // One year is that of every version; several are versions themselves.
    let year = tables.years.first().copied();
    let mut found: Vec<(String, Index, Units, Option<i32>)> = Vec::new();
    let own = tabled.methods.as_deref().or(tabled.table.as_deref().map(|_| framework));
    for path in &tables.with_framework {
        let (index, units) = input::table(tabled, path)?;
        found.push((stem(path), index, units, year));
    }
    for path in &tables.with_table {
        let (index, units) = input::table(&Tabled { table: Some(path.clone()), ..tabled.clone() }, framework)?;
        found.push((stem(path), index, units, year));
    }
    for path in &tables.with_methods {
        let (index, units) = input::table(&Tabled { methods: Some(path.clone()), ..tabled.clone() }, framework)?;
        found.push((stem(path), index, units, year));
    }
    for codes in &tables.without {
        found.push((format!("without {codes}"), without(&index, codes)?, units.clone(), year));
    }
    for year in tables.years.iter().skip(1) {
        found.push((year.to_string(), index.clone(), units.clone(), Some(*year)));
    }
    let first = match (tables.years.as_slice(), own) {
        ([year, _, ..], _) => year.to_string(),
        // Where tables are compared, the table's name tells them apart.
        (_, Some(_)) if !tables.with_table.is_empty() => {
            tabled.table.as_deref().map_or_else(|| "as named".to_owned(), stem)
        }
        (_, Some(path)) => stem(path),
        (_, None) => "as named".to_owned(),
    };
    found.insert(0, (first, index, units, year));
    Ok(told_apart(found, &paths(args)))
}

/// The files behind the labels, in the order of the versions; an empty path where a label is none of a file's.
fn paths(args: &args::Compare) -> Vec<PathBuf> {
    let tables = &args.tables;
    let others = tables.with_framework.iter().chain(&tables.with_table).chain(&tables.with_methods);
    std::iter::once(PathBuf::new()).chain(others.cloned()).collect()
}

/// Labels of which no two are the same: those that are become the whole path, or take a number.
fn told_apart(found: Vec<(String, Index, Units, Option<i32>)>, paths: &[PathBuf]) -> Vec<TableVersion> {
    let mut labels: Vec<String> = Vec::with_capacity(found.len());
    for (place, (label, ..)) in found.iter().enumerate() {
        let path = paths.get(place).filter(|p| !p.as_os_str().is_empty()).map(|p| p.display().to_string());
        let candidates = [Some(label.clone()), path].into_iter().flatten();
        let numbered = (2..).map(|n| format!("{label} ({n})"));
        let free = candidates.chain(numbered).find(|name| !labels.contains(name));
        labels.push(free.unwrap_or_else(|| label.clone()));
    }
    let version = |(label, (_, index, units, year))| TableVersion { label, index, units, year };
    labels.into_iter().zip(found).map(version).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| path.display().to_string(), |stem| stem.to_string_lossy().into_owned())
}

/// The index without some nodes, whose siblings share their weight.
fn without(index: &Index, codes: &str) -> Result<Index, Failure> {
    let mut rest = index.clone();
    for code in codes.split(',').map(str::trim) {
        let Some(id) = index.find(code) else {
            let nodes = index.nodes.iter().map(|n| n.code.clone()).collect();
            let error = Error::UnknownNode { framework: index.code.clone(), node: code.to_owned(), nodes };
            return Err(refusals::failed(&error));
        };
        // What lay below a node that is gone is gone already.
        let Some(id) = rest.find(&index.node(id).code) else { continue };
        let Some((left, _)) = rest.without(id) else {
            let message = format!("error: without `{code}` nothing of the index is left to be scored");
            return Err(Failure::new(Outcome::BadUsage, message));
        };
        rest = left;
    }
    Ok(rest)
}
