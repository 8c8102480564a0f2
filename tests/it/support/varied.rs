//! A small table of which weights, normalisation and aggregation vary.

use crate::support::rated::{framework, indicator, node};
use crate::support::workdir::Workdir;

/// Seven units and three indicators.
pub const TABLE: &str =
    "unit,a,b,c\nu1,10,2,90\nu2,20,10,40\nu3,30,50,80\nu4,40,30,10\nu5,50,80,60\nu6,60,40,70\nu7,80,90,20\n";
/// What varies.
const FACTORS: &str = "[factors.weights]\nwithin = 0.5\nreason = \"r\"\n\n[factors.normalisation]\nchoices = [{ method = \"min_max\", low = 1, high = 100 }, { method = \"percentile_rank\", low = 1, high = 100 }]\nreason = \"r\"\n\n[factors.aggregation]\nchoices = [\"arithmetic\", \"geometric\"]\nreason = \"r\"\n";

/// A folder with a table of these columns, and the framework `all.toml`.
pub fn folder(table: &str) -> Workdir {
    let leaves = ["a", "b", "c"].map(|code| indicator(code, "all", "")).concat();
    let methods = "normalise = { method = \"min_max\", low = 1, high = 100 }\naggregate = \"arithmetic\"";
    let folder = Workdir::new();
    folder.write("table.csv", table);
    folder.write("all.toml", framework(methods, &(node("all", None, "") + &leaves + FACTORS)));
    folder
}
