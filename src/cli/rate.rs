//! `spscore evaluate --table` and `--coinr`: load, rate, report.

use std::path::{Path, PathBuf};

use super::args::{self, Format};
use super::output::Spared;
use super::{Failure, Outcome, deliver, input, output};
use crate::analysis::{self, memory};
use crate::model::framework::NodeId;
use crate::report::rating::{self, Rated};
use crate::scoring;

pub(super) fn run(args: &args::Evaluate) -> Result<Outcome, Failure> {
    args.robustness.unused("a table")?;
    if args.long {
        let message = "error: --long is for the card of a partnership\n  leave it out: a table is shown whole";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let (index, mut units) = input::table(&args.tabled, args.inputs.framework())?;
    let size = memory::of_row(index.indicators().count(), index.nodes.len());
    // Of a table there is no part that would do.
    input::afforded(memory::afford("rows", units.rows.len(), size, u64::MAX), "")?;
    let rating = match &args.steps {
        Some(_) => scoring::rate(&index, &units),
        // Nobody asks for the steps: a large table is held once.
        None => scoring::rate_alone(&index, &mut units),
    };
    let rating = rating.map_err(|refused| input::refused(&refused))?;
    let roots: Vec<NodeId> = index.roots().collect();
    let format = args.output.format()?;
    let ranks = analysis::standings_at(&units, &rating, &|n| format == Format::Json || roots.contains(&n));
    let rated = Rated { index: &index, units: &units, rating: &rating, ranks: &ranks };
    let unwritable = |e: String| Failure::new(Outcome::Unreachable, format!("error: {e}"));
    if let Some(dir) = &args.steps {
        let files = rating::steps(&rated).map_err(|e| unwritable(e.to_string()))?;
        write_steps(dir, &files, &args.spared().with("the file of --out", args.output.out.as_deref()))?;
    }
    let (out, spared) = (args.output.out.as_deref(), args.spared());
    match format {
        Format::Csv => output::write_parts(out, &spared, |give| rating::csv_by_parts(&rated, give))?,
        _ => deliver::result(&rated, &args.output, false, &spared)?,
    }
    let scored = index.roots().any(|root| rating.scores_of(root).iter().any(Option::is_some));
    Ok(if scored { Outcome::Done } else { Outcome::Withheld })
}

fn write_steps(dir: &Path, files: &[(&str, String)], spared: &Spared) -> Result<(), Failure> {
    let named: Vec<(PathBuf, &[u8])> = files.iter().map(|(name, text)| (dir.join(name), text.as_bytes())).collect();
    let files: Vec<(&[u8], &Path)> = named.iter().map(|(path, bytes)| (*bytes, path.as_path())).collect();
    output::write_into(dir, &files, spared)
}
