//! `spscore evaluate --table` and `--coinr`: parse, rate, report.

use std::path::{Path, PathBuf};

use super::args::{self, Format};
use super::output::ProtectedFiles;
use super::{Failure, Outcome, deliver, input, output, refusals};
use crate::analysis::verbs::{self, Keep};
use crate::report::rating;

pub(super) fn run(args: &args::Evaluate) -> Result<Outcome, Failure> {
    args.robustness.unused("a table")?;
    if args.long {
        let message = "error: --long is for the card of a partnership\n  leave it out: a table is shown whole";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let (index, units) = input::table(&args.tabled, args.options.scope.inputs.framework())?;
    // Only JSON gives the ranks at every node.
    let format = args.options.output.format()?;
    let keep = match (&args.steps, format) {
        (None, Format::Json) => Keep::Ranks,
        (None, _) => Keep::Roots,
        (Some(_), Format::Json) => Keep::Everything,
        (Some(_), _) => Keep::Steps,
    };
    let rated = verbs::rate_within(&index, units, keep, args.within.as_deref()).map_err(|e| refusals::failed(&e))?;
    let (out, protected) = (args.options.output.out.as_deref(), args.protected());
    if let Some(dir) = &args.steps {
        let files = rating::steps(&rated).map_err(Failure::unwritten)?;
        write_steps(dir, &files, &args.protected().with("the file of --out", out))?;
    }
    match format {
        Format::Csv => output::write_parts(out, &protected, |give| rating::csv_by_parts(&rated, give))?,
        _ => deliver::result(&rated, &args.options.output, false, &protected)?,
    }
    Ok(if rated.withheld() { Outcome::Withheld } else { Outcome::Done })
}

fn write_steps(dir: &Path, files: &[(&str, String)], protected: &ProtectedFiles) -> Result<(), Failure> {
    let named: Vec<(PathBuf, &[u8])> = files.iter().map(|(name, text)| (dir.join(name), text.as_bytes())).collect();
    let files: Vec<(&[u8], &Path)> = named.iter().map(|(path, bytes)| (*bytes, path.as_path())).collect();
    output::write_into(dir, &files, protected)
}
