//! `spscore rank`: parse, read the tables of the world, score and rank every pair, report.

use std::path::PathBuf;

use super::args::{Format, Rank};
use super::output::{self, ProtectedFiles};
use super::{Failure, Outcome, deliver, input, refusals};
use crate::analysis::verbs::{self, RankRequest};
use crate::analysis::world_ranking;
use crate::load::{self, WorldPackage, WorldRequest};
use crate::model::Framework;
use crate::model::window::Window;
use crate::write::columns;

impl Rank {
    /// An error where the result would be written over what is read, or over what is no result.
    pub(super) fn may_write(&self) -> Result<(), Failure> {
        match self.parquet() {
            Some(path) => output::may_write_parquet(path, &ProtectedFiles::default()),
            None => {
                output::may_write(self.output.out.as_deref(), &ProtectedFiles::default())?;
                self.output.format().map(|_| ())
            }
        }
    }
}

pub(super) fn run(args: &Rank) -> Result<Outcome, Failure> {
    let framework = input::framework(args.framework())?;
    let package = load::world_from(&args.data).map_err(|e| input::unloaded(&e))?;
    let read = package.files().into_iter().chain(args.parties().map(PathBuf::from));
    let own = ProtectedFiles::default().with("the framework file", args.framework.as_deref());
    let protected = read.fold(own, |all, file| all.with("a table of the world", Some(file.as_path())));
    if let Some(out) = &args.output.out {
        protected.check(out)?;
    }
    let request = WorldRequest {
        windows: windows(args, &framework, &package)?,
        reach: world_ranking::reach(&framework),
        blocs: args.blocs.clone(),
        parties: args.parties().map(PathBuf::from),
    };
    let world = package.read(&request).map_err(|e| input::unloaded(&e))?;
    let request = RankRequest { by: args.by.clone(), pairs: args.pair.clone(), top: args.top, least: args.least };
    let found = verbs::rank(&framework, &world, &request).map_err(|e| refusals::failed(&e))?;
    let out = args.output.out.as_deref();
    if let Some(path) = args.parquet() {
        let bytes = columns::parquet(found.columns()).map_err(Failure::unwritten)?;
        output::write_bytes(path, &bytes, &protected)?;
    } else if args.output.format()? == Format::Csv {
        let table = found.columns();
        output::write_parts(out, &protected, |give| columns::csv_by_parts(&table, give))?;
    } else {
        deliver::result(&found, &args.output, false, &protected)?;
    }
    Ok(if found.withheld() { Outcome::Withheld } else { Outcome::Done })
}

/// The windows asked for; one that shares no year with the data is refused.
fn windows(args: &Rank, framework: &Framework, package: &WorldPackage) -> Result<Vec<Window>, Failure> {
    let held = package.held();
    if let Some(length) = args.rolling {
        let windows: Vec<Window> =
            held.iter().map(|y| Window::ending(y, length)).filter(|w| w.from() >= held.from()).collect();
        if windows.is_empty() {
            let message =
                format!("error: the data hold {held}, which has no window of {length} years\n  take a shorter one");
            return Err(Failure::new(Outcome::BadUsage, message));
        }
        return Ok(windows);
    }
    let windows: Vec<Window> = match (args.reference, args.window) {
        (true, _) => framework.reference.ending.iter().map(|y| Window::ending(y, framework.reference.length)).collect(),
        (false, Some(window)) => vec![window],
        (false, None) => vec![framework.window],
    };
    let outside = |w: &&Window| !w.iter().any(|y| held.contains(y));
    match windows.iter().find(outside) {
        Some(window) => {
            let message = format!(
                "error: {window} lies outside of the data, which hold {held}\n  name a window within: --window {held}"
            );
            Err(Failure::new(Outcome::BadUsage, message))
        }
        None => Ok(windows),
    }
}
