//! `spscore import` as one call: files in, the package's new texts and the account out.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::account::Account;
pub use super::collection::{Direction, Stated};

use super::collection::Collection;
use super::error::Error;
use super::folder::Folder;
use super::layout::{Head, Input, Provider};
use super::merge::{self, Addition, Change};
use super::recognise::{codes, named, recognise};
use super::source::Source;
use super::tables;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::files;
use crate::model::countries::{self, Found};
use crate::model::window::Window;
use crate::progress::Progress;
use crate::sheet::{self, ReadOptions};

/// What is to be imported.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The provider's code; recognised by the layout where none is named.
    pub provider: Option<String>,
    pub files: Vec<PathBuf>,
    /// The package's folder.
    pub into: PathBuf,
    /// Names or codes; all states of the package where none are named.
    pub parties: Vec<String>,
    pub years: Option<Window>,
    pub replace: bool,
    /// A mapping file, for layouts of one's own.
    pub map: Option<PathBuf>,
    pub options: ReadOptions,
    pub stated: Stated,
}

/// What was imported: nothing is written yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub files: Vec<ReadFile>,
    pub parties: Vec<String>,
    pub account: Account,
    pub sources: Vec<Source>,
    /// The texts to be written, and tables in which nothing changes.
    pub changes: Vec<Change>,
    /// The package's folder.
    pub into: PathBuf,
}

/// One file, and as what it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFile {
    pub file: String,
    pub provider: &'static str,
    pub title: &'static str,
    pub page: &'static str,
    /// How it is written.
    pub dialect: String,
}

/// Reads the files and puts what concerns the parties into the texts of the package.
///
/// # Errors
///
/// Where a file is refused, a value stands against one of the package, or nothing is asked for that can be done. Then
/// nothing is changed.
pub fn import(request: &Request, progress: &dyn Progress) -> Result<Imported, Error> {
    if request.files.is_empty() {
        return Err(Error::usage("no file is named", "name the files to be imported, before --into"));
    }
    let provider = match (&request.provider, &request.map) {
        (Some(code), _) => match named(code) {
            Some(provider) => Some(provider),
            None => {
                return Err(Error::usage(format!("no provider is called `{code}`"), format!("one of: {}", codes())));
            }
        },
        (None, Some(_)) => named("table"),
        (None, None) => None,
    };
    let folder = Folder::read(&request.into).map_err(Error::of)?;
    let parties = parties(request, &folder)?;
    let mut collection = Collection::new(&folder, parties, request.years);
    collection.stated = request.stated.clone();
    let sizes: Vec<u64> = request.files.iter().map(|path| files::size(path).unwrap_or_default()).collect();
    let whole = sizes.iter().sum::<u64>();
    let stage = progress.begin("reading", usize::try_from(whole).unwrap_or(usize::MAX));
    collection.stage = Some(&*stage);
    let mut refused = Diagnostics::default();
    let mut read = Vec::new();
    let mut done = 0;
    for (path, size) in request.files.iter().zip(sizes) {
        let input = Input { map: request.map.clone(), ..Input::new(path, &request.options) };
        match one(&input, provider, &mut collection) {
            Ok(file) => read.push(file),
            Err(problems) => refused.extend(problems),
        }
        done += size;
        stage.reach(usize::try_from(done).unwrap_or(usize::MAX));
    }
    refused.extend(std::mem::take(&mut collection.problems));
    if !refused.is_empty() {
        return Err(Error::of(refused.or(()).err().unwrap_or_default()));
    }
    let rows = tables::rows(&mut collection).map_err(Error::Invalid)?;
    let mut vintages: Vec<(String, String)> = Vec::new();
    for rows in &rows {
        let at = rows.columns.iter().position(|c| *c == "source");
        let keys: BTreeSet<&str> =
            rows.rows.iter().filter_map(|row| row.get(at?)).flat_map(|keys| keys.split(';')).collect();
        let used = collection.sources.iter().filter(|s| keys.contains(s.key.as_str()));
        let words: Vec<&str> = used.map(|s| s.vintage.as_str()).collect();
        if !words.is_empty() {
            vintages.push((rows.table.name().to_owned(), words.join("; ")));
        }
    }
    let addition =
        Addition { rows: &rows, sources: &collection.sources, vintages: &vintages, replace: request.replace };
    let changes = merge::merge(&folder, &addition).map_err(Error::Invalid)?;
    if changes.iter().all(|c| c.added + c.unchanged + c.replaced == 0) {
        collection.account.remark("nothing was taken: no row concerns the parties and years that were asked for");
    }
    Ok(Imported {
        files: read,
        parties: collection.parties.iter().cloned().collect(),
        account: collection.account,
        sources: collection.sources,
        changes,
        into: request.into.clone(),
    })
}

fn one(
    input: &Input,
    provider: Option<&'static dyn Provider>,
    collection: &mut Collection<'_>,
) -> Result<ReadFile, Diagnostics> {
    let head = Head { sheet: sheet::head(&input.path, &input.options)? };
    let provider = match provider {
        Some(provider) => {
            let likeness = provider.recognise(&head);
            if !likeness.is_complete() && provider.code() != "table" {
                return Err(wrong(&head, provider, &likeness.missing));
            }
            provider
        }
        None => recognise(&head)?,
    };
    provider.read(input, collection)?;
    let dialect = head.sheet.dialect.words();
    Ok(ReadFile {
        file: input.name(),
        provider: provider.code(),
        title: provider.title(),
        page: provider.page(),
        dialect,
    })
}

/// A file that is not what its user takes it for.
fn wrong(head: &Head, provider: &'static dyn Provider, missing: &[String]) -> Diagnostics {
    let message = format!("this is not the layout of {}: it lacks {}", provider.title(), missing.join(", "));
    let hint = match recognise(head) {
        Ok(other) => {
            format!("it is that of {} ({}); leave the provider out, or name that one", other.code(), other.title())
        }
        Err(_) => {
            format!("download it again from {}, or leave the provider out to hear what comes near", provider.page())
        }
    };
    let mut problems = Diagnostics::default();
    let line = head.sheet.rows.first().map_or(0, |row| row.line);
    problems.push(Place::new(&head.sheet.file, line, 1), Problem::Import { message, hint });
    problems
}

/// The codes of the parties whose rows are wanted: those that were named, with the members of blocs, or every state.
fn parties(request: &Request, folder: &Folder) -> Result<BTreeSet<String>, Error> {
    let mut codes = BTreeSet::new();
    if request.parties.is_empty() {
        codes.extend(folder.parties().iter().filter(|p| p.kind == "state").map(|p| p.code.clone()));
        if codes.is_empty() {
            let hint = "add states to parties.csv: their rows are what an import looks for";
            return Err(Error::usage("parties.csv names no state", hint));
        }
        return Ok(codes);
    }
    for name in &request.parties {
        let by_name = folder.party(name);
        let by_country = match countries::find(name) {
            Found::One(country) => folder.party(&country.code),
            _ => None,
        };
        let Some(party) = by_name.or(by_country) else {
            let hint = match countries::find(name) {
                Found::One(country) => format!("add {} ({}) to parties.csv first", country.code, country.name),
                Found::Several(all) => {
                    let all: Vec<String> = all.iter().map(|c| c.code.clone()).collect();
                    format!("several are called so: {}", all.join(", "))
                }
                Found::Unknown { nearest } if nearest.is_empty() => {
                    "use an ISO code or a name of parties.csv".to_owned()
                }
                Found::Unknown { nearest } => format!("did you mean {}?", nearest.join(", ")),
            };
            return Err(Error::usage(format!("the package has no party `{name}`"), hint));
        };
        match party.kind.as_str() {
            "bloc" => codes.extend(folder.members(&party.code, None).into_iter().map(str::to_owned)),
            _ => drop(codes.insert(party.code.clone())),
        }
    }
    Ok(codes)
}
