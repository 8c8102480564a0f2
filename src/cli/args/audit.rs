//! What can be typed after `spscore audit`.

use std::path::PathBuf;

use super::{Inputs, Output};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore audit                                   which papers are built in
  spscore audit korolev-2024
  spscore audit korolev-2024 --claim arms-share-1996-2017
  spscore audit korolev-2024 --format html --out audit.html
  spscore audit my-claims.toml --data my-data

docs/auditing-a-paper.md tells how to write a file of claims.")]
pub struct Audit {
    /// A file of claims, or the name of a built-in one [default: a list of these]
    #[arg(value_name = "FILE|NAME")]
    pub claims: Option<PathBuf>,
    /// One claim alone, in full
    #[arg(long, value_name = "NAME", requires = "claims")]
    pub claim: Option<String>,
    /// Every claim in full on the terminal too
    #[arg(long, conflicts_with = "claim")]
    pub long: bool,
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    pub output: Output,
}
