//! One row of a plain table: whom it is about, its groups and its numbers, each field checked.

use std::collections::HashMap;

use super::visibility::unseen;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::units::{Unit, Units};

/// What a row says of its unit, and which columns are read as what.
pub(super) struct Columns {
    pub unit: usize,
    pub name: Option<usize>,
    pub year: Option<usize>,
    pub numbers: Vec<(String, usize)>,
    pub words: Vec<(String, usize)>,
    pub unused: Vec<String>,
}

/// The years that a table may hold; any other is a mistake, or a column of something else.
const YEARS: std::ops::RangeInclusive<i32> = 1500..=2100;

/// Whom the rows so far were about.
#[derive(Default)]
pub(super) struct Seen {
    /// The line of each unit and year.
    units: HashMap<(String, Option<i32>), u32>,
    /// Whose each name is, and the line that says so.
    names: HashMap<String, (String, u32)>,
}

impl Seen {
    pub(super) fn with_capacity(rows: usize) -> Self {
        Seen { units: HashMap::with_capacity(rows), names: HashMap::new() }
    }
}

/// A code or name as the eye reads it: spaces of any sort and width as one, and no joiners, which have none.
fn as_read(text: &str) -> String {
    if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_whitespace()) {
        return text.to_owned();
    }
    let seen = text.chars().filter(|c| !matches!(c, '\u{200c}' | '\u{200d}')).collect::<String>();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A row's fields by their number in the table, where each stands, and the row's line.
pub(super) type Fields<'f, 't> = (&'f dyn Fn(usize) -> &'t str, &'f dyn Fn(usize) -> Place, u32);

/// Whom a row is about, and its groups.
pub(super) fn head(
    (field, place, line): Fields<'_, '_>,
    columns: &Columns,
    units: &mut Units,
    seen: &mut Seen,
    diagnostics: &mut Diagnostics,
) {
    let code = field(columns.unit);
    if code.is_empty() {
        diagnostics.push(place(columns.unit), Problem::EmptyField { column: "unit".into() });
    }
    let year = columns.year.and_then(|i| {
        let year = field(i).parse::<i32>().ok();
        match year {
            None => diagnostics.push(place(i), Problem::NotAYear { value: field(i).into() }),
            Some(y) if !YEARS.contains(&y) => {
                let range = format!("{} to {}", YEARS.start(), YEARS.end());
                diagnostics
                    .push(place(i), Problem::OutOfRange { value: field(i).into(), what: "a year".into(), range });
            }
            Some(_) => {}
        }
        year
    });
    let first = *seen.units.entry((as_read(code), year)).or_insert(line);
    if first != line {
        let key = year.map_or_else(|| format!("unit `{code}`"), |y| format!("unit `{code}` in {y}"));
        diagnostics.push(place(columns.unit), Problem::DuplicateKey { key, first: u64::from(first) });
    }
    let name = columns.name.map(|i| field(i).to_owned()).filter(|n| !n.is_empty());
    if let (Some(name), Some(i)) = (&name, columns.name) {
        let (owner, first) = seen.names.entry(as_read(name)).or_insert_with(|| (code.to_owned(), line));
        if owner != code {
            let owner = format!("unit `{owner}` (line {first})");
            diagnostics.push(place(i), Problem::SameName { name: name.clone(), owner });
        }
    }
    for (i, text) in [Some((columns.unit, code)), columns.name.map(|i| (i, field(i)))].into_iter().flatten() {
        if let Some(problem) = unseen(text, true) {
            diagnostics.push(place(i), problem);
        }
    }
    units.rows.push(Unit { code: code.to_owned(), name, year, line });
    for ((_, values), (_, i)) in units.words.iter_mut().zip(&columns.words) {
        values.push(Some(field(*i)).filter(|w| !missing(w)).map(str::to_owned));
    }
}

/// The status of a value that the method gives no place: its weight goes to its siblings.
pub(super) const INAPPLICABLE: &str = "not_applicable";

fn missing(text: &str) -> bool {
    text.is_empty() || text == "NA" || text == INAPPLICABLE
}

/// A number as R or Excel writes it; nothing where the value is missing.
pub(super) fn number(text: &str) -> Result<Option<f64>, Problem> {
    if missing(text) {
        return Ok(None);
    }
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    let value = text.parse::<f64>().ok();
    match value {
        Some(v) if plain && v.is_finite() => Ok(Some(v)),
        Some(_) => Err(Problem::NotFinite { value: text.to_owned() }),
        None => Err(Problem::NotANumber { value: text.to_owned() }),
    }
}
