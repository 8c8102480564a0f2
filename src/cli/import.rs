//! `spscore import`: downloads become rows of a data package.

use std::path::{Path, PathBuf};

use super::args::{self, Flow};
use super::output::ProtectedFiles;
use super::progress::Bars;
use super::{Failure, Outcome, deliver, output};
use crate::import::Error;
use crate::import::verbs::{self, Direction, Imported, Request, Stated};
use crate::report::import::{ImportReport, providers};
use crate::sheet::ReadOptions;

pub(super) fn run(args: &args::Import) -> Result<Outcome, Failure> {
    let protected = args.protected();
    if args.list {
        deliver::page(&providers(), &args.output, 100, &protected)?;
        return Ok(Outcome::Done);
    }
    let imported = verbs::import(&request(args), &Bars).map_err(|e| failed(&e))?;
    let report = ImportReport { imported: &imported, dry_run: args.dry_run };
    // The report is made before anything is written, so that an import whose report has no form changes nothing.
    let page = deliver::made(&report, &args.output, false)?;
    if !args.dry_run {
        write(&imported)?;
    }
    page.write(args.output.out.as_deref(), &protected)?;
    Ok(Outcome::Done)
}

impl args::Import {
    pub fn protected(&self) -> ProtectedFiles {
        let files =
            self.words.iter().fold(ProtectedFiles::default(), |p, file| p.with("a file to be imported", Some(file)));
        files.with("the mapping file", self.map.as_deref())
    }
}

fn request(args: &args::Import) -> Request {
    // The first word is a provider where it is the name of one and not of a file.
    let named = args.words.first().filter(|word| !word.exists()).and_then(|word| word.to_str());
    let provider = named.filter(|word| !word.contains(['.', '/', '\\'])).map(str::to_owned);
    let files: Vec<PathBuf> = args.words.iter().skip(usize::from(provider.is_some())).cloned().collect();
    let flow = args.flow.map(|flow| match flow {
        Flow::Exports => Direction::Exports,
        Flow::Imports => Direction::Imports,
    });
    Request {
        provider,
        files,
        into: args.into.clone().unwrap_or_default(),
        parties: args.parties.clone(),
        years: args.years,
        replace: args.replace,
        map: args.map.clone(),
        options: ReadOptions {
            separator: args.separator,
            decimal: args.decimal,
            sheet: args.sheet.clone(),
            ..ReadOptions::default()
        },
        stated: Stated { reporter: args.reporter.clone(), flow, vintage: args.vintage.clone(), partial: args.partial },
    }
}

/// The changed texts of the package, all or none.
pub(super) fn write(imported: &Imported) -> Result<(), Failure> {
    let changed = imported.changes.iter().filter(|change| change.added + change.replaced > 0);
    let files: Vec<(PathBuf, &[u8])> =
        changed.map(|change| (imported.into.join(&change.path), change.text.as_bytes())).collect();
    let files: Vec<(&[u8], &Path)> = files.iter().map(|(path, text)| (*text, path.as_path())).collect();
    output::write_package(&files)
}

pub(super) fn failed(error: &Error) -> Failure {
    match error {
        Error::Usage { message, hint } => {
            Failure::new(Outcome::BadUsage, format!("error: {message}\n  hint: {hint}\nnothing was changed"))
        }
        Error::Unreadable(found) => Failure::new(Outcome::Unreachable, format!("{found}; nothing was changed")),
        Error::Invalid(found) => Failure::new(Outcome::BadInput, format!("{found}; nothing was changed")),
    }
}
