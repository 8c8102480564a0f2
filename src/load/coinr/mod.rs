//! COINr's pair of tables: iMeta becomes a framework file, so that there is one reading of it, and iData is its table.
//!
//! Of iMeta the columns `iCode`, `Level`, `Direction`, `Weight`, `Parent` and `Type` are needed; `iName`, `Unit`,
//! `Target` and `Denominator` are read where they stand, and so are the numbers of a normalisation (`goalpost_lower`,
//! `minmax_upper`, `zscore_mean` and so on) where the methods name that normalisation, as COINr does with `use_iMeta`.
//! Rows of the type Group or Denominator are columns of the table. Siblings' weights are divided by their sum; what has
//! the weight 0 is left out of the tree, and a note says so.

mod imeta;
mod text;

use std::path::Path;

use crate::diagnostic::{Diagnostics, Place};
use crate::load::foreign::TableFile;
use crate::load::framework::FrameworkKind;
use crate::load::{LoadError, foreign, framework, methods_file, units};
use crate::model::{Index, Units};
use crate::sheet::ReadOptions;
use imeta::{ImetaRows, elements};
use text::{Made, TableLayout, toml_of, weighty};

/// Reads the pair, with the `[methods]`, `[screen]` and `[factors]` of `methods` where it is given.
pub(super) fn read(
    data: &Path,
    meta: &Path,
    methods: Option<&Path>,
    options: &ReadOptions,
) -> Result<(Index, Units), LoadError> {
    let meta_file = foreign::read(meta, options)?;
    let pair = Pair { meta: meta_file, data: foreign::read(data, options)? };
    let (data, meta) = (data.display().to_string(), meta.display().to_string());
    read_pair(&pair, [&data, &meta], methods, &|place| place)
}

/// COINr's two tables as texts.
pub(super) struct Pair {
    pub data: TableFile,
    pub meta: TableFile,
}

/// The same from texts; `names` are those of iData and iMeta in print, `moved` says where a place of theirs is for the
/// user.
pub(super) fn read_pair(
    pair: &Pair,
    [data, shown]: [&str; 2],
    methods: Option<&Path>,
    moved: &dyn Fn(Place) -> Place,
) -> Result<(Index, Units), LoadError> {
    let found = |e: Diagnostics| LoadError::Invalid(e.moved(|place| moved(place.clone())));
    let made = made(pair, shown, methods).map_err(|e| match e {
        LoadError::Invalid(e) => found(e),
        other => other,
    })?;
    let index = match framework::parse(shown, &made.text) {
        Ok(FrameworkKind::Rows(index)) => *index,
        // The text says `units = "rows"`.
        Ok(FrameworkKind::Partnerships(framework)) => framework.index(),
        Err(found) => {
            let methods = methods.map(|m| m.display().to_string());
            let origin = |place: &Place| match made.origin(place, methods.as_deref(), shown) {
                place if place.file == shown => moved(place),
                place => place,
            };
            return Err(LoadError::Invalid(found.moved(origin).or(()).err().unwrap_or_default()));
        }
    };
    let units = units::parse(data, &pair.data.text, pair.data.sha256.clone(), &index);
    let units = units.map_err(|e| LoadError::Invalid(e.moved(|place| moved(place.clone()))))?;
    Ok((index, Units { read_as: pair.data.read_as.clone(), notes: made.notes, ..units }))
}

/// The framework file that says what iMeta says.
pub(super) fn framework_text(data: &Path, meta: &Path, methods: Option<&Path>) -> Result<String, LoadError> {
    let options = ReadOptions::default();
    let pair = Pair { data: foreign::read(data, &options)?, meta: foreign::read(meta, &options)? };
    pair_text(&pair, &meta.display().to_string(), methods)
}

/// The same of a pair that was read.
pub(super) fn pair_text(pair: &Pair, shown: &str, methods: Option<&Path>) -> Result<String, LoadError> {
    made(pair, shown, methods).map(|made| made.text)
}

fn made(pair: &Pair, shown: &str, methods: Option<&Path>) -> Result<Made, LoadError> {
    let ImetaRows { elements, columns } = elements(shown, &pair.meta.text).map_err(LoadError::Invalid)?;
    let (elements, notes) = weighty(elements);
    let table = &pair.data.text;
    let methods = methods.map(methods_file::read).transpose()?;
    let header: Vec<String> = table
        .lines()
        .next()
        .unwrap_or_default()
        .split(',')
        .map(|name| name.trim().trim_matches('"').to_owned())
        .collect();
    let layout = TableLayout { header: &header, years: years(table, &header), columns: &columns };
    Ok(Made { notes, ..toml_of(&elements, &layout, methods.as_deref()) })
}

/// How many years the table's column `Time` has.
fn years(table: &str, header: &[String]) -> usize {
    let Some(column) = header.iter().position(|h| h == "Time") else { return 0 };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
    let mut seen: Vec<String> =
        reader.records().flatten().filter_map(|r| r.get(column).map(|y| y.trim().to_owned())).collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len()
}
