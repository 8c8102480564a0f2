//! What `compare` takes of tables: the versions beside the one that is named, and how they are shown.

use std::path::PathBuf;

#[derive(clap::Args)]
pub struct ComparedTables {
    /// With a table: rate it by this framework as well; may be given again
    #[arg(long, value_name = "FILE.toml", requires = "table", help_heading = "Versions of a table")]
    pub with_framework: Vec<PathBuf>,
    /// With a table: rate this version of it as well, by the same framework; may be given again
    #[arg(long, value_name = "FILE", requires = "table", help_heading = "Versions of a table")]
    pub with_table: Vec<PathBuf>,
    /// With --coinr or --coin-tool: rate it by this methods file as well; may be given again
    #[arg(long, value_name = "FILE.toml", requires = "Pair", help_heading = "Versions of a table")]
    pub with_methods: Vec<PathBuf>,
    /// With a table: rate it without these nodes or indicators as well, joined with commas; may be given again
    #[arg(long, value_name = "CODE,..", requires = "Tabled", help_heading = "Versions of a table")]
    pub without: Vec<String>,
    /// Of a panel: the years that are compared, the first with each of the others; or the one year of every version
    #[arg(
        long,
        value_name = "YEAR,..",
        value_delimiter = ',',
        requires = "Tabled",
        allow_negative_numbers = true,
        help_heading = "Versions of a table"
    )]
    pub years: Vec<i32>,
    /// Compare this node's scores [default: the index itself]
    #[arg(long, value_name = "CODE", requires = "Tabled", help_heading = "Versions of a table")]
    pub node: Option<String>,
    /// The unit that moves furthest first
    #[arg(long, requires = "Tabled", help_heading = "Versions of a table")]
    pub by_change: bool,
}
