//! The Excel file of the COIN Tool of the Joint Research Centre: its sheets Database and Framework become COINr's pair
//! of tables, as COINr's `import_coin_tool` reads them.
//!
//! Of Database row 16 has the indicators' codes from column E on, the rows above it their names (15), the codes of the
//! nodes above them from the lowest (14) to the index (11), the upper and the lower goalpost (10, 9), direction (8) and
//! weight (7); below stand the units, with name in B and code in C. Of Framework, from the row whose heads name
//! `Dimension/indicator`, C has the code of a node, E its weight and H its name. `n/a` is a missing value. A level with
//! the same code for every indicator is not used. Departure from COINr: a column or unit without any value is left out
//! wherever it stands, and named in a note; COINr takes what is left for the first ones.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::coinr::{Pair, pair_text, read_pair};
use super::foreign::TableFile;
use super::{LoadError, files};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::{Index, Units};
use crate::sheet::{self, ReadOptions, Row, Sheet};

/// The rows of Database, counted as Excel counts them.
const WEIGHT: u64 = 7;
const DIRECTION: u64 = 8;
const LOWER: u64 = 9;
const UPPER: u64 = 10;
/// From the index down to the lowest level.
const LEVELS: [u64; 4] = [11, 12, 13, 14];
const NAMES: u64 = 15;
const CODES: u64 = 16;

/// Columns, from 0: the first indicator's, and those of a unit's name and code.
const FIRST: usize = 4;
const UNIT_NAME: usize = 1;
const UNIT_CODE: usize = 2;

/// Columns of Framework.
const NODE_CODE: usize = 2;
const NODE_WEIGHT: usize = 4;
const NODE_NAME: usize = 7;

/// Reads the workbook, with the `[methods]`, `[screen]` and `[factors]` of `methods` where it is given.
pub(super) fn read(path: &Path, methods: Option<&Path>) -> Result<(Index, Units), LoadError> {
    let shown = path.display().to_string();
    let (pair, notes) = pair(path)?;
    // What the pair has no place for is told of the whole workbook.
    let (index, mut units) = read_pair(&pair, [&shown, &shown], methods, &|_| Place::whole(&shown))?;
    units.notes.extend(notes);
    Ok((index, units))
}

/// The framework file that says what the workbook says.
pub(super) fn framework_text(path: &Path, methods: Option<&Path>) -> Result<String, LoadError> {
    let (pair, _) = pair(path)?;
    pair_text(&pair, &path.display().to_string(), methods)
}

fn pair(path: &Path) -> Result<(Pair, Vec<String>), LoadError> {
    let shown = path.display().to_string();
    let bytes = files::whole(path, files::LARGEST_TABLE)?;
    let part = |name: &str| {
        let options = ReadOptions { sheet: Some(name.to_owned()), ..ReadOptions::default() };
        sheet::from_bytes(&shown, &bytes, &options).map_err(LoadError::Invalid)
    };
    let (database, framework) = (part("Database")?, part("Framework")?);
    let mut found = Diagnostics::default();
    let tool = Tool::of(&database, &framework, &mut found);
    let Some(tool) = found.or(tool).map_err(LoadError::Invalid)? else {
        return Err(LoadError::Invalid(no_tool(&shown)));
    };
    let sha256 = files::sha256(&bytes);
    let file = |text| TableFile { text, sha256: sha256.clone(), read_as: None };
    Ok((Pair { data: file(tool.idata()), meta: file(tool.imeta()) }, tool.notes))
}

fn no_tool(shown: &str) -> Diagnostics {
    let mut found = Diagnostics::default();
    let message = "the sheet Database has no indicator in row 16 from column E on, or no unit below".to_owned();
    let hint = "name the COIN Tool's own workbook, its sheets Database and Framework filled in".to_owned();
    found.push(Place::whole(shown), Problem::Framework { message, hint });
    found
}

/// What the workbook says.
struct Tool {
    indicators: Vec<Indicator>,
    /// Node: its name, weight and parent, and how many levels lie below the index.
    nodes: BTreeMap<String, Node>,
    units: Vec<(String, String)>,
    /// One per indicator.
    values: Vec<Vec<Option<f64>>>,
    notes: Vec<String>,
}

struct Indicator {
    code: String,
    name: String,
    weight: Option<f64>,
    direction: Option<f64>,
    goalposts: [Option<f64>; 2],
    parent: String,
}

struct Node {
    name: String,
    weight: f64,
    parent: Option<String>,
    level: usize,
}

/// A number; nothing where none is given, and a problem where something else stands.
fn number(sheet: &Sheet, row: &Row, column: usize, found: &mut Diagnostics) -> Option<f64> {
    match row.cell(column) {
        "" | "n/a" | "--" => None,
        text => match text.parse::<f64>() {
            Ok(x) if x.is_finite() => Some(x),
            _ => {
                found.push(sheet.place(row, column), Problem::NotANumber { value: text.to_owned() });
                None
            }
        },
    }
}

fn row(sheet: &Sheet, line: u64) -> Option<&Row> {
    sheet.rows.iter().find(|row| row.line == line)
}

impl Tool {
    /// Nothing where the sheet has no indicators or no units.
    fn of(database: &Sheet, framework: &Sheet, found: &mut Diagnostics) -> Option<Tool> {
        let codes = row(database, CODES)?;
        let body: Vec<&Row> = database.rows.iter().filter(|row| row.line > CODES).collect();
        let named = |row: &&&Row| !row.cell(UNIT_CODE).is_empty();
        let named: Vec<&Row> = body.iter().filter(named).copied().collect();
        let columns = (FIRST..codes.len()).filter(|at| !matches!(codes.cell(*at), "" | "--" | "n/a"));
        let mut filled: Vec<(usize, Vec<Option<f64>>)> = Vec::new();
        let mut empty: Vec<String> = Vec::new();
        for at in columns {
            let values: Vec<Option<f64>> = named.iter().map(|row| number(database, row, at, found)).collect();
            match values.iter().any(Option::is_some) {
                true => filled.push((at, values)),
                false => empty.push(codes.cell(at).to_owned()),
            }
        }
        let known = |unit: usize| filled.iter().any(|(_, values)| values.get(unit).is_some_and(Option::is_some));
        let kept: Vec<usize> = (0..named.len()).filter(|unit| known(*unit)).collect();
        let unit = |unit: &usize| named.get(*unit).map(|row| [row.cell(UNIT_CODE), row.cell(UNIT_NAME)]);
        let units: Vec<(String, String)> =
            kept.iter().filter_map(unit).map(|[code, name]| (code.to_owned(), name.to_owned())).collect();
        if filled.is_empty() || units.is_empty() {
            return None;
        }
        let without: Vec<String> = (0..named.len())
            .filter(|u| !kept.contains(u))
            .filter_map(|u| unit(&u))
            .map(|[code, _]| code.to_owned())
            .collect();
        let mut notes = Vec::new();
        for (what, names) in [("indicators", empty), ("units", without)] {
            if !names.is_empty() {
                notes.push(format!("{what} of the COIN Tool's file without any value, left out: {}", names.join(", ")));
            }
        }
        let places: Vec<usize> = filled.iter().map(|(at, _)| *at).collect();
        let lineage = lineage(database, &places);
        let cell = |line: u64, at: usize| row(database, line).map_or("", |row| row.cell(at)).to_owned();
        let indicators = places
            .iter()
            .zip(&lineage)
            .map(|(at, above)| {
                let mut of = |line: u64| row(database, line).and_then(|row| number(database, row, *at, found));
                Indicator {
                    code: cell(CODES, *at),
                    name: cell(NAMES, *at),
                    weight: of(WEIGHT),
                    direction: of(DIRECTION),
                    goalposts: [of(LOWER), of(UPPER)],
                    parent: above.last().cloned().unwrap_or_default(),
                }
            })
            .collect();
        let nodes = nodes(framework, &lineage, found);
        let values =
            filled.iter().map(|(_, all)| kept.iter().map(|u| all.get(*u).copied().flatten()).collect()).collect();
        Some(Tool { indicators, nodes, units, values, notes })
    }

    fn idata(&self) -> String {
        let heads = ["uCode", "uName"].into_iter().chain(self.indicators.iter().map(|i| i.code.as_str()));
        let mut text = line(heads.map(str::to_owned));
        for (place, (code, name)) in self.units.iter().enumerate() {
            let cell = |values: &Vec<Option<f64>>| {
                values.get(place).copied().flatten().map_or_else(String::new, |x| x.to_string())
            };
            text += &line([code.clone(), name.clone()].into_iter().chain(self.values.iter().map(cell)));
        }
        text
    }

    fn imeta(&self) -> String {
        let heads =
            ["Level", "iCode", "iName", "Direction", "Weight", "Parent", "Type", "goalpost_lower", "goalpost_upper"];
        let mut text = line(heads.map(str::to_owned));
        let maybe = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
        for i in &self.indicators {
            let [lower, upper] = i.goalposts.map(maybe);
            let (direction, weight) = (maybe(i.direction.or(Some(1.0))), maybe(i.weight.or(Some(1.0))));
            let (code, name, parent) = (i.code.clone(), i.name.clone(), i.parent.clone());
            text += &line(["1".into(), code, name, direction, weight, parent, "Indicator".into(), lower, upper]);
        }
        let depth = self.nodes.values().map(|n| n.level).max().unwrap_or(0);
        for (code, node) in &self.nodes {
            let level = (depth - node.level + 2).to_string();
            let (name, weight) = (node.name.clone(), node.weight.to_string());
            let parent = node.parent.clone().unwrap_or_default();
            let kind = "Aggregate".to_owned();
            let (none, one) = (String::new(), "1".to_owned());
            text += &line([level, code.clone(), name, one, weight, parent, kind, none.clone(), none]);
        }
        text
    }
}

/// The codes above each indicator, from the index down; a level that has one code for all is not used, but for the
/// index.
fn lineage(database: &Sheet, places: &[usize]) -> Vec<Vec<String>> {
    let level = |line: &u64| -> Vec<String> {
        places.iter().map(|at| row(database, *line).map_or("", |row| row.cell(*at)).to_owned()).collect()
    };
    let levels: Vec<Vec<String>> = LEVELS.iter().map(level).collect();
    let used =
        |(place, codes): &(usize, &Vec<String>)| *place == 0 || codes.iter().any(|code| Some(code) != codes.first());
    let levels: Vec<&Vec<String>> = levels.iter().enumerate().filter(used).map(|(_, codes)| codes).collect();
    let above = |place: usize| -> Vec<String> {
        levels.iter().filter_map(|codes| codes.get(place)).filter(|c| !c.is_empty()).cloned().collect()
    };
    (0..places.len()).map(above).collect()
}

/// The nodes that indicators name, with their names and weights of the sheet Framework.
fn nodes(framework: &Sheet, lineage: &[Vec<String>], found: &mut Diagnostics) -> BTreeMap<String, Node> {
    let is_head = |row: &&Row| row.cells().any(|cell| cell == "Dimension/indicator");
    let head = framework.rows.iter().find(is_head).map_or(0, |row| row.line);
    let mut said: BTreeMap<&str, &Row> = BTreeMap::new();
    for row in framework.rows.iter().filter(|row| row.line > head && !row.cell(NODE_CODE).is_empty()) {
        said.entry(row.cell(NODE_CODE)).or_insert(row);
    }
    let mut nodes = BTreeMap::new();
    for above in lineage {
        for (level, code) in above.iter().enumerate() {
            if nodes.contains_key(code) {
                continue;
            }
            let row = said.get(code.as_str());
            let weight = row.and_then(|row| number(framework, row, NODE_WEIGHT, found)).unwrap_or(1.0);
            let name = row.map(|row| row.cell(NODE_NAME)).filter(|name| !name.is_empty()).unwrap_or(code);
            let parent = level.checked_sub(1).and_then(|up| above.get(up)).cloned();
            nodes.insert(code.clone(), Node { name: name.to_owned(), weight, parent, level });
        }
    }
    nodes
}

/// A line of CSV.
fn line(cells: impl IntoIterator<Item = String>) -> String {
    let mut text = String::new();
    for (place, cell) in cells.into_iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        let _ = write!(text, "{comma}\"{}\"", cell.replace('"', "\"\"").replace(['\n', '\r'], " "));
    }
    text + "\n"
}
