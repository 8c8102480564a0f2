//! Tables of any size, read in parts: only the columns that are asked for, only the years that are asked for. A part is
//! a frame of codes, years and amounts, and every row of it is sound.

use std::path::Path;

use polars::prelude::*;

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::window::Window;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The code of a party, as text.
    Code,
    /// A calendar year; there is one such column.
    Year,
    /// A number that is 0 or more.
    Amount,
    /// Any number.
    Number,
}

/// A column that is asked for: its name in our frames, its head in the file.
pub(super) struct Wanted<'a> {
    pub name: &'static str,
    pub head: &'a str,
    pub kind: Kind,
}

/// The row of the file, from 0.
pub(super) const ROW: &str = "__row";

/// Where a table lies, and which years of it are wanted.
pub(super) struct Scan<'a> {
    pub path: &'a Path,
    pub shown: &'a str,
    pub wanted: &'a [Wanted<'a>],
    pub span: Window,
}

/// A mistake in this many rows is told one by one.
const TOLD: usize = 3;

impl Scan<'_> {
    pub(super) fn report(&self, found: &mut Diagnostics, message: impl Into<String>, hint: impl Into<String>) {
        found.push(Place::whole(self.shown), Problem::Import { message: message.into(), hint: hint.into() });
    }

    /// The head of the column of years.
    pub(super) fn year_head(&self) -> &str {
        self.wanted.iter().find(|w| w.kind == Kind::Year).map_or("", |w| w.head)
    }

    pub(super) fn ends(&self) -> [i64; 2] {
        [self.span.from(), self.span.to()].map(|y| i64::from(y.get()))
    }

    /// Whether every column that is asked for is there; those that are not are told with the nearest head.
    pub(super) fn has_all(&self, heads: &[&str], found: &mut Diagnostics) -> bool {
        let missing: Vec<&Wanted<'_>> = self.wanted.iter().filter(|w| !heads.contains(&w.head)).collect();
        for wanted in &missing {
            let near = crate::load::nearest(wanted.head, heads.iter().copied());
            let hint = near
                .map_or_else(|| format!("its columns are {}", heads.join(", ")), |n| format!("did you mean `{n}`?"));
            self.report(found, format!("the table has no column `{}`, which world.toml names", wanted.head), hint);
        }
        missing.is_empty()
    }

    /// Whether columns hold what they are said to hold.
    pub(super) fn has_types(&self, frame: &DataFrame, found: &mut Diagnostics) -> bool {
        let mut right = true;
        for wanted in self.wanted {
            let Ok(column) = frame.column(wanted.head) else { continue };
            let dtype = column.dtype();
            let (suits, words) = match wanted.kind {
                Kind::Code => (dtype.is_string() || dtype.is_categorical() || dtype.is_enum(), "codes as text"),
                Kind::Year => (dtype.is_integer(), "years as whole numbers"),
                Kind::Amount | Kind::Number => (dtype.is_primitive_numeric(), "numbers"),
            };
            if !suits {
                right = false;
                self.report(
                    found,
                    format!("column `{}` holds {dtype}, not {words}", wanted.head),
                    "name another column in world.toml, or write the file with that type",
                );
            }
        }
        right
    }

    /// The rows of the span with our names and types. Rows in which something is missing, negative or no number are
    /// told and left out.
    pub(super) fn sound(&self, frame: DataFrame, found: &mut Diagnostics) -> PolarsResult<DataFrame> {
        let cast = |w: &Wanted<'_>| {
            let kind = match w.kind {
                Kind::Code => DataType::String,
                Kind::Year => DataType::Int64,
                Kind::Amount | Kind::Number => DataType::Float64,
            };
            col(w.head).cast(kind).alias(w.name)
        };
        let mut columns: Vec<Expr> = self.wanted.iter().map(cast).collect();
        columns.push(col(ROW));
        let [from, to] = self.ends();
        let within = |year: Expr| year.clone().is_null().or(year.clone().gt_eq(lit(from)).and(year.lt_eq(lit(to))));
        let frame =
            frame.lazy().filter(within(col(self.year_head()).cast(DataType::Int64))).select(columns).collect()?;
        let faulty = |w: &Wanted<'_>| {
            let value = col(w.name);
            match w.kind {
                Kind::Code => value.clone().is_null().or(value.eq(lit(""))),
                Kind::Year => value.is_null(),
                Kind::Amount => value.clone().is_null().or(value.clone().lt(lit(0.0))).or(not_finite(value)),
                Kind::Number => value.clone().is_null().or(not_finite(value)),
            }
        };
        let mut all_sound = true;
        for wanted in self.wanted {
            let bad = frame.clone().lazy().filter(faulty(wanted)).collect()?;
            if bad.height() == 0 {
                continue;
            }
            all_sound = false;
            let values = bad.column(wanted.name)?;
            for row in 0..bad.height().min(TOLD) {
                let at = bad.column(ROW)?.get(row)?.extract::<u64>().unwrap_or_default();
                let value = values.get(row)?;
                let fault = match value {
                    AnyValue::Null => "is empty".to_owned(),
                    other => format!("is {}", other.str_value()),
                };
                let also = bad.height() - 1;
                let more =
                    if row > 0 || also == 0 { String::new() } else { format!("; {also} more rows have such a fault") };
                self.report(found, format!("row {}: `{}` {fault}{more}", at + 1, wanted.head), fault_hint(wanted.kind));
            }
        }
        if all_sound {
            return Ok(frame);
        }
        let bad = self.wanted.iter().map(faulty).reduce(|one, other| one.or(other));
        match bad {
            Some(bad) => frame.lazy().filter(bad.not()).collect(),
            None => Ok(frame),
        }
    }
}

/// Neither infinite nor no number at all.
fn not_finite(value: Expr) -> Expr {
    let bound = lit(f64::MAX);
    value.clone().gt(bound.clone()).or(value.clone().lt(lit(f64::MIN))).or(value.clone().neq(value))
}

pub(super) fn fault_hint(kind: Kind) -> &'static str {
    match kind {
        Kind::Code => "every row needs the codes of both sides; take the row out",
        Kind::Year => "write whole years, such as 2018",
        Kind::Amount => "a flow or a count is a number of 0 or more; take the row out where nothing is known",
        Kind::Number => "write a number, or take the row out where nothing is known",
    }
}

/// Sums of these columns by these keys, with the number of rows of each group and the first of them.
pub(super) fn grouped(frame: DataFrame, keys: &[&str], sums: &[&str]) -> PolarsResult<DataFrame> {
    let keys: Vec<Expr> = keys.iter().map(|k| col(*k)).collect();
    let mut values: Vec<Expr> = sums.iter().map(|s| col(*s).sum()).collect();
    values.extend([len().alias("n"), col(ROW).min().alias("first")]);
    frame.lazy().group_by(keys).agg(values).collect()
}
