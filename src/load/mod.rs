//! From files to the model: reads a data package, checks all of it, and reports every problem with its place.
//!
//! A package is a folder with `datapackage.json`, CSV tables and a BibTeX file; one is built into the program. Both are
//! read by the same code over a set of named files. Nothing here computes a figure: the result holds what the
//! files say.

mod ancestor_weights;
mod bibliography;
mod claims;
mod coded_mentions;
mod coin_tool;
mod coinr;
mod declared_codes;
mod declared_form;
mod descriptor;
mod element;
mod embedded;
mod facts;
mod files;
mod fingerprint;
mod flows;
mod foreign;
mod form;
mod framework;
mod framework_file;
mod framework_form;
mod framework_words;
mod known;
mod language;
mod measures;
mod methods_file;
mod nearest;
mod package;
mod parties;
mod parts;
mod place;
mod plain;
mod rankings;
mod reader;
mod record;
mod row;
mod series;
mod states;
mod suitability;
mod table;
mod texts;
mod tree;
mod unit_row;
mod units;
mod variation;
mod visibility;
mod votes;
mod wholes;
mod world;
mod yardsticks;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::{DeclaredFramework, Index, Package, Table, Units};
use crate::sheet::ReadOptions;

pub use claims::{built_in as built_in_claims, claims_from, parse as parse_claims};
pub use declared_codes::declared_codes;
pub use files::sha256;
pub use framework::FrameworkKind;
pub use framework_file::schema as framework_schema;
pub use language::russian;
pub use nearest::{nearest, nearest_of};
pub use record::record_at;
pub use world::{WorldPackage, WorldRequest, world_from};

/// Why a package could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The folder, or files of it, cannot be read at all.
    #[error("{0}")]
    Unreadable(Diagnostics),
    /// The files can be read, and what they say is wrong.
    #[error("{0}")]
    Invalid(Diagnostics),
}

impl LoadError {
    /// Everything that was found, in the order of the places.
    pub fn diagnostics(&self) -> &Diagnostics {
        match self {
            LoadError::Unreadable(d) | LoadError::Invalid(d) => d,
        }
    }
}

/// Reads the package in the folder `dir`, and marks one that bears the built-in package's name and version and is not
/// it.
pub fn package_from(dir: &Path) -> Result<Package, LoadError> {
    let mut package = package::read(&files::Folder::open(dir)?)?;
    let same_name = embedded::name().is_some_and(|own| own == (package.name.clone(), package.version.clone()));
    // All of the built-in package is read only where the names are the same.
    package.borrowed_name = same_name && embedded_package().is_ok_and(|built_in| built_in.sha256 != package.sha256);
    Ok(package)
}

/// The files that make up the package in the folder `dir`: the descriptor, and what it names. Of a folder without a
/// descriptor that can be read only the descriptor's own path.
pub fn package_files(dir: &Path) -> Vec<PathBuf> {
    let descriptor = dir.join(descriptor::NAME);
    let text = std::fs::read_to_string(&descriptor).unwrap_or_default();
    let listing = descriptor::read(descriptor::NAME, &text).ok();
    let named = listing.into_iter().flat_map(|l| l.tables.into_values().chain([l.sources]));
    [descriptor].into_iter().chain(named.map(|path| dir.join(path))).collect()
}

/// The texts of the package in a folder, or of the one built into the program, by their paths within it: the descriptor
/// and what it names, without byte order marks and with LF line ends.
pub fn package_texts(dir: Option<&Path>) -> Result<BTreeMap<String, String>, LoadError> {
    match dir {
        Some(dir) => package::texts(&files::Folder::open(dir)?),
        None => package::texts(&embedded::Embedded),
    }
}

/// Reads a package from texts by their paths within it, shown as files of a folder with this name.
pub fn package_of(folder: &str, texts: BTreeMap<String, String>) -> Result<Package, LoadError> {
    package::read(&files::Texts { folder: folder.to_owned(), texts })
}

/// Reads the package that is built into the program.
pub fn embedded_package() -> Result<Package, LoadError> {
    package::read(&embedded::Embedded)
}

/// Reads a framework for partnerships from a file, or, where no such file exists, the built-in one with this code. What
/// scores is had from it by [`crate::scoring::settle`].
pub fn framework_from(named: &Path) -> Result<DeclaredFramework, LoadError> {
    match framework_kind_from(named)? {
        FrameworkKind::Partnerships(framework) => Ok(*framework),
        FrameworkKind::Rows(index) => Err(for_tables(&named.display().to_string(), &index)),
    }
}

/// The error that a framework scores something else.
fn for_tables(file: &str, index: &Index) -> LoadError {
    let mut diagnostics = Diagnostics::default();
    let message = format!("framework `{}` scores the rows of a table, not partnerships", index.code);
    let hint = "name the table: spscore evaluate --table FILE.csv --framework FILE.toml; or check the file: spscore framework check FILE.toml".to_owned();
    diagnostics.push(Place::whole(file), Problem::Framework { message, hint });
    LoadError::Invalid(diagnostics)
}

/// The text of a framework file, or, where no such file exists, of the built-in framework with this code.
pub fn framework_text(named: &Path) -> Result<String, LoadError> {
    match files::text(named, files::LARGEST_PAGE) {
        Ok((text, _)) => Ok(text),
        Err(e) => {
            let shown = named.display().to_string();
            built_in_frameworks().find(|(code, _)| *code == shown).map(|(_, text)| text.to_owned()).ok_or(e)
        }
    }
}

/// Reads a framework for partnerships from its text; `file` is how it is shown in problems.
pub fn framework_of(file: &str, text: &str) -> Result<DeclaredFramework, LoadError> {
    match framework::parse(file, text).map(marked).map_err(LoadError::Invalid)? {
        FrameworkKind::Partnerships(framework) => Ok(*framework),
        FrameworkKind::Rows(index) => Err(for_tables(file, &index)),
    }
}

/// Reads a framework of either kind as what scores a table: one for partnerships lends its tree.
pub fn index_from(named: &Path) -> Result<Index, LoadError> {
    Ok(match framework_kind_from(named)? {
        FrameworkKind::Partnerships(framework) => framework.index(),
        FrameworkKind::Rows(index) => *index,
    })
}

/// Reads the columns of a plain table (CSV) that `index` requires.
pub fn units_from(path: &Path, index: &Index) -> Result<Units, LoadError> {
    units_read_from(path, index, &ReadOptions::default())
}

/// The same from a workbook or any CSV; what cannot be recognised is settled by `options`.
pub fn units_read_from(path: &Path, index: &Index, options: &ReadOptions) -> Result<Units, LoadError> {
    let table = foreign::read(path, options)?;
    let units = units::parse(&path.display().to_string(), &table.text, table.sha256, index);
    let units = units.map_err(LoadError::Invalid)?;
    Ok(Units { read_as: table.read_as, ..units })
}

/// Reads COINr's pair of tables, with methods from a file of `[methods]`, `[screen]` and `[factors]` where one is
/// given.
pub fn coinr_from(data: &Path, meta: &Path, methods: Option<&Path>) -> Result<(Index, Units), LoadError> {
    coinr_read_from(data, meta, methods, &ReadOptions::default())
}

/// The same from workbooks or any CSV; what cannot be recognised is settled by `options`.
pub fn coinr_read_from(
    data: &Path,
    meta: &Path,
    methods: Option<&Path>,
    options: &ReadOptions,
) -> Result<(Index, Units), LoadError> {
    coinr::read(data, meta, methods, options)
}

/// Reads the Excel file of the COIN Tool, its sheets Database and Framework, with methods as [`coinr_from`].
pub fn coin_tool_from(path: &Path, methods: Option<&Path>) -> Result<(Index, Units), LoadError> {
    coin_tool::read(path, methods)
}

/// The framework file that says what the Excel file of the COIN Tool says.
pub fn coin_tool_framework(path: &Path, methods: Option<&Path>) -> Result<String, LoadError> {
    coin_tool::framework_text(path, methods)
}

/// The framework file that says what COINr's iMeta says.
pub fn coinr_framework(data: &Path, meta: &Path, methods: Option<&Path>) -> Result<String, LoadError> {
    coinr::framework_text(data, meta, methods)
}

/// Reads a framework from a file, or, where no such file exists, the built-in one with this code.
pub fn framework_kind_from(named: &Path) -> Result<FrameworkKind, LoadError> {
    let shown = named.display().to_string();
    match files::text(named, files::LARGEST_PAGE) {
        Ok((text, _)) => framework::parse(&shown, &text).map(marked).map_err(LoadError::Invalid),
        Err(LoadError::Unreadable(found)) => match built_in_framework(&shown) {
            Some(built_in) => built_in.map(Box::new).map(FrameworkKind::Partnerships).map_err(LoadError::Invalid),
            None => Err(LoadError::Unreadable(found)),
        },
        Err(invalid) => Err(invalid),
    }
}

/// A framework for partnerships marked where it bears the code and version of a built-in one and is not it.
fn marked(kind: FrameworkKind) -> FrameworkKind {
    let FrameworkKind::Partnerships(framework) = kind else { return kind };
    let (code, version, sha256) = framework.name();
    let built_in = built_in_frameworks().filter_map(|(built_in, _)| built_in_framework(built_in)?.ok());
    let same_name: Vec<DeclaredFramework> = built_in.filter(|f| (f.name().0, f.name().1) == (code, version)).collect();
    let borrowed = !same_name.is_empty() && same_name.iter().all(|f| f.name().2 != sha256);
    FrameworkKind::Partnerships(Box::new(framework.with_borrowed_name(borrowed)))
}

/// The built-in framework with this code, whatever files lie about.
pub fn built_in_framework(code: &str) -> Option<Result<DeclaredFramework, Diagnostics>> {
    let (code, text) = built_in_frameworks().find(|(built_in, _)| *built_in == code)?;
    match framework::parse(&format!("frameworks/{code}.toml"), text) {
        Ok(FrameworkKind::Partnerships(framework)) => Some(Ok(*framework)),
        Ok(FrameworkKind::Rows(_)) => None,
        Err(diagnostics) => Some(Err(diagnostics)),
    }
}

/// The text of a table of the built-in package, as its file has it.
pub fn built_in_table(table: Table) -> Option<&'static str> {
    embedded::text(&format!("{}.csv", table.name()))
}

/// Code and text of the frameworks that are built into the program; the first is the default. An earlier version keeps
/// its text under its code and its first number, so that what was published with it can be computed again.
pub fn built_in_frameworks() -> impl Iterator<Item = (&'static str, &'static str)> {
    [
        ("korolev", include_str!("../../frameworks/korolev.toml")),
        ("korolev-extended", include_str!("../../frameworks/korolev-extended.toml")),
        ("korolev-states", include_str!("../../frameworks/korolev-states.toml")),
        ("dyads", include_str!("../../frameworks/dyads.toml")),
        ("renard", include_str!("../../frameworks/renard.toml")),
        ("institutional", include_str!("../../frameworks/institutional.toml")),
        ("hot-economics-cold-politics", include_str!("../../frameworks/hot-economics-cold-politics.toml")),
        ("expectation-gap", include_str!("../../frameworks/expectation-gap.toml")),
        ("korolev@1", include_str!("../../frameworks/korolev@1.toml")),
        ("korolev-extended@1", include_str!("../../frameworks/korolev-extended@1.toml")),
    ]
    .into_iter()
}
