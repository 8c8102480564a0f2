//! A cell: a value with what is needed to write it.

use super::number::{self, Marks};

/// What stands in one place of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub value: Value,
    /// Stands behind the value: `*`, `~`. May be empty.
    pub mark: String,
    /// Where the value comes from, for formats that know links.
    pub link: Option<String>,
    /// How its number is written.
    pub marks: Marks,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    #[default]
    Empty,
    Text(String),
    Number(f64, Notation),
    /// From the first to the second.
    Range(f64, f64, Notation),
    /// There is no value; the word says why, or is empty.
    Missing(String),
    /// Where a score lies on the scale from 0 to 100, drawn; without a score, from where to where it may lie.
    Bar {
        score: Option<f64>,
        lower: f64,
        upper: f64,
    },
}

/// How a number is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Notation {
    /// As it is, with all its digits.
    Exact,
    Decimals(usize),
    /// A difference, with its sign.
    Signed(usize),
    /// A share of 1 as a fraction, where it is one of small numbers.
    Weight,
    /// Four significant digits, thousands grouped.
    Amount,
    /// As values of this unit are written in a column whose title tells the unit.
    Unit(String),
}

impl Notation {
    /// The number as text.
    pub fn write(&self, x: f64) -> String {
        match self {
            Notation::Exact => number::exact(x),
            Notation::Decimals(n) => number::fixed(x, *n),
            Notation::Signed(n) => number::signed(x, *n),
            Notation::Weight => number::weight(x),
            Notation::Amount => number::plain(x),
            Notation::Unit(unit) => number::cell(x, unit),
        }
    }
}

impl Cell {
    pub fn number(x: f64, notation: Notation) -> Self {
        Cell { value: Value::Number(x, notation), ..Cell::default() }
    }

    /// A number that may be missing.
    pub fn maybe(x: Option<f64>, notation: Notation) -> Self {
        x.map_or_else(Cell::missing, |x| Cell::number(x, notation))
    }

    /// A number as a record has it, with all its digits; nothing where it is missing.
    pub fn exact(x: Option<f64>) -> Self {
        x.map_or_else(Cell::default, |x| Cell::number(x, Notation::Exact))
    }

    /// A score with one decimal.
    pub fn score(z: Option<f64>) -> Self {
        Cell::maybe(z, Notation::Decimals(1))
    }

    pub fn range(low: f64, high: f64, notation: Notation) -> Self {
        Cell { value: Value::Range(low, high, notation), ..Cell::default() }
    }

    pub fn missing() -> Self {
        Cell { value: Value::Missing(String::new()), ..Cell::default() }
    }

    /// A score that is withheld has a bar between its bounds.
    pub fn bar(score: Option<f64>, lower: f64, upper: f64) -> Self {
        Cell { value: Value::Bar { score, lower, upper }, ..Cell::default() }
    }

    pub fn marked(self, mark: impl Into<String>) -> Self {
        Cell { mark: mark.into(), ..self }
    }

    pub fn linked(self, link: impl Into<String>) -> Self {
        Cell { link: Some(link.into()), ..self }
    }

    /// Whether nothing stands here, which a value that is missing is not.
    pub fn is_empty(&self) -> bool {
        matches!(self.value, Value::Empty) && self.mark.is_empty() && self.link.is_none()
    }

    /// As a page shows it. A bar is a drawing, which each format makes for itself, and so has no words.
    pub fn words(&self) -> String {
        let marked = |text: String| match self.marks {
            Marks::Point => text,
            marks => number::marked(&text, marks),
        };
        let words = match &self.value {
            Value::Empty | Value::Bar { .. } => String::new(),
            Value::Text(text) => text.clone(),
            Value::Number(x, notation) => marked(notation.write(*x)),
            Value::Range(low, high, notation) => {
                marked(format!("{} to {}", notation.write(*low), notation.write(*high)))
            }
            Value::Missing(word) if word.is_empty() => "–".to_owned(),
            Value::Missing(word) => word.clone(),
        };
        words + &self.mark
    }

    /// As a program reads it, with the decimal point of English.
    pub fn pointed(&self) -> String {
        match self.marks {
            Marks::Point => self.words(),
            Marks::Comma => Cell { marks: Marks::Point, ..self.clone() }.words(),
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        let value = if text.is_empty() { Value::Empty } else { Value::Text(text) };
        Cell { value, ..Cell::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::from(text.to_owned())
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Cell::number(count as f64, Notation::Exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_by_hand() {
        let gap = Notation::Signed(1);
        for (cell, words) in [
            (Cell::score(Some(75.25)), "75.3"),
            (Cell::score(None), "–"),
            (Cell::range(-16.94, 10.66, gap.clone()), "−16.9 to +10.7"),
            (Cell::number(41.3, gap).marked("*"), "+41.3*"),
            (Cell::number(1.0 / 3.0, Notation::Weight), "1/3"),
            (Cell::number(0.1, Notation::Exact), "0.1"),
            (Cell::number(0.123, Notation::Unit("share".into())), "12.3 %"),
            (Cell::bar(Some(50.0), 50.0, 50.0), ""),
            (Cell::from(12), "12"),
            (Cell::default(), ""),
        ] {
            assert_eq!(cell.words(), words);
        }
    }
}
