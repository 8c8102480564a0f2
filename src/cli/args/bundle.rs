//! What can be typed after `spscore bundle`, `verify` and `freeze`.

use std::path::PathBuf;

use super::{Inputs, Output, Scope};
use crate::model::PartialDate;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore bundle russia-asean -o russia-asean.zip
  spscore bundle --peers --date 2026-11-29 -o peers.zip")]
pub struct Bundle {
    /// Partnerships whose results are bundled
    #[arg(value_name = "SLUG", required_unless_present = "peers")]
    pub slugs: Vec<String>,
    /// The framework's whole peer set
    #[arg(long)]
    pub peers: bool,
    /// The archive to be written
    #[arg(long, short = 'o', value_name = "FILE.zip")]
    pub out: PathBuf,
    /// The day of the bundle [default: the day of the data package]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<String>,
    /// Replace a file that is no bundle
    #[arg(long)]
    pub force: bool,
    // Understood, since `compare` has it, so that the refusal can say what to do instead.
    #[arg(long, value_name = "CODE|FILE,..", value_delimiter = ',', hide = true)]
    pub frameworks: Vec<PathBuf>,
    #[command(flatten)]
    pub scope: Scope,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore verify russia-asean.zip
  spscore verify russia-asean.zip --data my-data --keep made-again

Exit codes: 0 identical, 1 different")]
pub struct Verify {
    /// A bundle
    #[arg(value_name = "FILE.zip")]
    pub file: PathBuf,
    /// A package folder with the data that may not be passed on [default: the package in the program, if it is the same]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Leave what was made again in this folder; otherwise nothing is written
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore freeze -o freeze.json
  spscore freeze --framework my-framework.toml --date 2026-11-29 -o freeze.json
  spscore freeze --check freeze.json

Exit codes: 0 as frozen, 1 not as frozen")]
pub struct Freeze {
    /// Say whether framework, peer set and issue list are those of this freeze
    #[arg(long, value_name = "FILE.json", conflicts_with = "date")]
    pub check: Option<PathBuf>,
    /// The day of the freeze [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<String>,
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    pub output: Output,
}

/// A whole day.
fn day(text: &str) -> Result<String, String> {
    match PartialDate::parse(text) {
        Some(date) if text.len() == 10 => Ok(date.to_string()),
        _ => Err("write a day, such as 2026-11-29".into()),
    }
}
