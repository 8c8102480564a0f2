//! What can be typed after `spscore rank`.

use std::path::{Path, PathBuf};

use super::output::Output;
use super::window;
use crate::model::window::Window;

/// The framework where none is named.
const DEFAULT_FRAMEWORK: &str = "dyads";

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore rank --data my-world
  spscore rank --data my-world --least 1e8
  spscore rank --data my-world --rolling 5 --out pairs.parquet
  spscore rank --data my-world --window 2018-2022 --blocs ASEAN,EUU --pair RUS-ASEAN
  spscore rank --data my-world --parties g20.txt --top 50 --format markdown

docs/world.md tells how to make the folder, and what the framework holds.")]
pub struct Rank {
    /// Folder with world.toml, which names the files of all flows
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Framework: a file, or the code of a built-in one [default: dyads]
    #[arg(long, value_name = "FILE|CODE")]
    pub framework: Option<PathBuf>,
    /// Years, both ends included [default: the framework's]
    #[arg(long, value_name = "FROM-TO", value_parser = window, conflicts_with_all = ["rolling", "reference"])]
    pub window: Option<Window>,
    /// A window of so many years ending in each year of the data
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u16).range(1..=50), conflicts_with = "reference")]
    pub rolling: Option<u16>,
    /// The windows of the framework's reference sample, from whose percentiles its goalposts were read
    #[arg(long)]
    pub reference: bool,
    /// `all`, or a file with the code of one party on each line: both sides of a pair stand in it
    #[arg(long, value_name = "all|FILE", default_value = "all")]
    pub parties: PathBuf,
    /// Pairs of these blocs with everybody outside of them, in place of pairs of economies
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub blocs: Vec<String>,
    /// Rank by this node's scores [default: the first below CONTENT of which any pair has a score]
    #[arg(long, value_name = "NODE")]
    pub by: Option<String>,
    /// Leave out pairs that trade less than this a year, there and back, in the unit of the table of flows
    #[arg(long, value_name = "AMOUNT", default_value_t = 0.0, value_parser = amount)]
    pub least: f64,
    /// Show where this pair stands, by the codes of the tables; may be repeated
    #[arg(long, value_name = "A-B", value_parser = pair)]
    pub pair: Vec<(String, String)>,
    /// How many of the first and of the last pairs a page shows
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub top: usize,
    #[command(flatten)]
    pub output: Output,
}

impl Rank {
    /// The framework that was named, or the one for pairs of the world.
    pub fn framework(&self) -> &Path {
        self.framework.as_deref().unwrap_or(Path::new(DEFAULT_FRAMEWORK))
    }

    /// The file of `--parties`, where it is not `all`.
    pub fn parties(&self) -> Option<&Path> {
        Some(self.parties.as_path()).filter(|p| *p != Path::new("all"))
    }

    /// Whether the result goes into a Parquet file.
    pub fn parquet(&self) -> Option<&Path> {
        let ends = |p: &&Path| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"));
        self.output.out.as_deref().filter(|_| self.output.format.is_none()).filter(ends)
    }
}

fn amount(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|x| x.is_finite() && *x >= 0.0);
    number.ok_or_else(|| "write a number of 0 or more, such as 1e8".into())
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('-') {
        Some((a, b)) if !a.is_empty() && !b.is_empty() => Ok((a.to_owned(), b.to_owned())),
        _ => Err("write the codes of both sides with a hyphen between them, such as RUS-ASEAN".into()),
    }
}
