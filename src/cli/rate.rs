//! `spscore evaluate --table` and `--coinr`: load, rate, report.

use std::path::{Path, PathBuf};

use super::args::{self, Format};
use super::output::Spared;
use super::{Failure, Outcome, input, output};
use crate::analysis::{self, memory};
use crate::report::rating::{self, Rated};
use crate::scoring;

pub(super) fn run(args: &args::Evaluate) -> Result<Outcome, Failure> {
    args.robustness.unused("a table")?;
    let (index, units) = input::table(&args.tabled, args.inputs.framework())?;
    let size = memory::of_row(index.indicators().count(), index.nodes.len());
    // Of a table there is no part that would do.
    input::afforded(memory::afford("rows", units.rows.len(), size, u64::MAX), "")?;
    let rating = scoring::rate(&index, &units).map_err(|refused| input::refused(&refused))?;
    let ranks = analysis::standings(&units, &rating);
    let rated = Rated { index: &index, units: &units, rating: &rating, ranks: &ranks };
    let unwritable = |e: String| Failure::new(Outcome::Unreachable, format!("error: {e}"));
    let text = match args.format {
        Format::Table => rating::terminal(&rated, if args.out.is_some() { 80 } else { output::width() }),
        Format::Markdown => rating::markdown(&rated),
        Format::Csv => rating::csv(&rated).map_err(|e| unwritable(e.to_string()))?,
        Format::Json => rating::json(&rated).map_err(|e| unwritable(e.to_string()))?,
    };
    if let Some(dir) = &args.steps {
        let files = rating::steps(&rated).map_err(|e| unwritable(e.to_string()))?;
        write_steps(dir, &files, &args.spared().with("the file of --out", args.out.as_deref()))?;
    }
    output::write(&text, args.out.as_deref(), &args.spared())?;
    let scored = index.roots().any(|root| rating.scores_of(root).iter().any(Option::is_some));
    Ok(if scored { Outcome::Done } else { Outcome::Withheld })
}

fn write_steps(dir: &Path, files: &[(&str, String)], spared: &Spared) -> Result<(), Failure> {
    let named: Vec<(PathBuf, &[u8])> = files.iter().map(|(name, text)| (dir.join(name), text.as_bytes())).collect();
    let files: Vec<(&[u8], &Path)> = named.iter().map(|(path, bytes)| (*bytes, path.as_path())).collect();
    output::write_into(dir, &files, spared)
}
