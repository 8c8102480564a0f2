//! A table by columns, for results of more rows than a table of cells should hold.

use std::borrow::Cow;

use super::number;

/// Columns of one length under their heads, with nothing rounded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns<'a> {
    pub columns: Vec<(String, Values<'a>)>,
}

/// What one column holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Values<'a> {
    Texts(Vec<Cow<'a, str>>),
    /// Whole numbers; `None` where there is none.
    Counts(Vec<Option<i64>>),
    Numbers(Vec<Option<f64>>),
}

impl Columns<'_> {
    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.columns.first().map_or(0, |(_, values)| match values {
            Values::Texts(texts) => texts.len(),
            Values::Counts(counts) => counts.len(),
            Values::Numbers(numbers) => numbers.len(),
        })
    }
}

impl Values<'_> {
    /// The value in a row as text; empty where there is none.
    pub fn text(&self, row: usize) -> Cow<'_, str> {
        match self {
            Values::Texts(texts) => texts.get(row).map_or(Cow::Borrowed(""), |t| Cow::Borrowed(t.as_ref())),
            Values::Counts(counts) => known(counts, row).map_or(Cow::Borrowed(""), |n| Cow::Owned(n.to_string())),
            Values::Numbers(numbers) => known(numbers, row).map_or(Cow::Borrowed(""), |x| Cow::Owned(number::exact(x))),
        }
    }
}

fn known<T: Copy>(values: &[Option<T>], row: usize) -> Option<T> {
    values.get(row).copied().flatten()
}
