//! Rates the rows of a plain table by a framework of its own. `cargo run --example own_table` prints the five countries
//! that lead the Technology Achievement Index:
//!
//! ```text
//! 1 Finland 71.9
//! 2 Sweden 68.8
//! 3 United States 68.0
//! 4 Norway 54.8
//! 5 Japan 54.4
//! ```

use std::path::Path;

use spscore::analysis::verbs::{Keep, rate};
use spscore::document::number;
use spscore::load;
use spscore::model::framework::NodeId;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let index = load::index_from(&folder.join("docs/example-table.toml"))?;
    let units = load::units_from(&folder.join("tests/data/published/tai/tai23_raw.csv"), &index)?;
    let rated = rate(&index, units, Keep::Roots)?;
    let root = index.roots().next().unwrap_or(NodeId(0));
    let scores = rated.rating.scores_of(root).iter().zip(&rated.units.rows);
    let mut ranked: Vec<(f64, &str)> = scores.filter_map(|(z, unit)| Some(((*z)?, unit.code.as_str()))).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (rank, (score, code)) in ranked.iter().take(5).enumerate() {
        println!("{} {code} {}", rank + 1, number::score(*score));
    }
    Ok(())
}
