//! A table and its framework as files, read as the program reads them, and rated.

use spscore::load::{index_from, units_from};
use spscore::model::{Index, Units};
use spscore::scoring::{Rating, RefusedAt, rate};

use crate::workdir::Workdir;

pub struct Rated {
    pub index: Index,
    pub units: Units,
    pub rating: Rating,
}

/// A framework for a table: what stands under `[methods]`, and the nodes and indicators.
pub fn framework(methods: &str, tree: &str) -> String {
    let head =
        "schema = \"spscore-framework/1\"\nunits = \"rows\"\ncode = \"test\"\nversion = \"1\"\ntitle = \"Test\"\n";
    format!("{head}\n[methods]\n{methods}\n\n{tree}")
}

/// An indicator, with further keys.
pub fn indicator(code: &str, parent: &str, more: &str) -> String {
    format!("[[indicator]]\ncode = \"{code}\"\nparent = \"{parent}\"\ntitle = \"{code}\"\n{more}\n\n")
}

pub fn node(code: &str, parent: Option<&str>, more: &str) -> String {
    let parent = parent.map_or_else(String::new, |p| format!("parent = \"{p}\"\n"));
    format!("[[node]]\ncode = \"{code}\"\ntitle = \"{code}\"\n{parent}{more}\n\n")
}

/// One node `all` over the indicators of the header, each with the same further keys.
pub fn flat(methods: &str, header: &str, more: &str) -> String {
    let leaves = header.split(',').skip(1).map(|code| indicator(code, "all", more));
    framework(methods, &(node("all", None, "") + &leaves.collect::<String>()))
}

pub fn load(framework: &str, table: &str) -> (Index, Units) {
    let dir = Workdir::new();
    dir.write("framework.toml", framework);
    dir.write("table.csv", table);
    let index = index_from(&dir.path("framework.toml")).unwrap_or_else(|e| panic!("{e}\n{framework}"));
    let units = units_from(&dir.path("table.csv"), &index).unwrap_or_else(|e| panic!("{e}\n{table}"));
    (index, units)
}

/// The rating, or everything that was refused.
pub fn try_rate(framework: &str, table: &str) -> Result<Rated, Vec<RefusedAt>> {
    let (index, units) = load(framework, table);
    rate(&index, &units).map(|rating| Rated { index, units, rating })
}

#[track_caller]
pub fn rated(framework: &str, table: &str) -> Rated {
    let reported = |refused: Vec<RefusedAt>| refused.iter().map(|r| format!("{r}\n")).collect::<String>();
    try_rate(framework, table).unwrap_or_else(|refused| panic!("{}{framework}{table}", reported(refused)))
}

impl Rated {
    /// The score of a unit at a node.
    pub fn score(&self, unit: &str, node: &str) -> Option<f64> {
        let row = self.units.rows.iter().position(|r| r.code == unit).expect("the unit");
        self.rating.scores_of(self.index.find(node).expect("the node"))[row]
    }
}
