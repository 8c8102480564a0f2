//! Reads a plain table without faults quickly: several threads fill columns of numbers, piece by piece.
//!
//! It stops at anything that is not plain: a quote, a control character, an empty line, a row of another
//! length, a cell that is no number, a unit that stands twice. Then [`super::units`] reads the table field by field and
//! reports every problem with its place. Both use the same functions for fields and give the same values.

use std::ops::Range;

use rayon::prelude::*;

use super::table::Lines;
use super::unit_row::{Columns, INAPPLICABLE, Seen, head, number};
use crate::diagnostic::{Diagnostics, Place};
use crate::model::cell::unguarded;
use crate::model::units::Units;

/// Bytes that one thread reads at a time: enough to outweigh the cost of starting a task.
const PIECE: usize = 1 << 18;

/// One column's part of a piece.
type Part<'c> = &'c mut [Option<f64>];

/// The rows below the header, of `width` fields each; nothing where they are not plain. `empty` is the table without
/// its rows.
pub(super) fn read(lines: &Lines<'_>, width: usize, columns: &Columns, empty: &Units) -> Option<Units> {
    let (file, text, line) = lines.rest();
    let text = text.strip_suffix('\n').unwrap_or(text);
    if text.is_empty() || !text.bytes().all(|b| (b >= b' ' && b != b'"' && b != 0x7f) || b == b'\n') {
        return None;
    }
    let pieces: Vec<(&str, usize)> =
        cut(text).map(|piece| (piece, 1 + piece.bytes().filter(|b| *b == b'\n').count())).collect();
    let rows: usize = pieces.iter().map(|(_, rows)| rows).sum();
    let layout = Layout::of(width, columns);
    let mut numbers = vec![vec![None; rows]; columns.numbers.len()];
    let mut parts: Vec<Vec<Part<'_>>> = pieces.iter().map(|_| Vec::with_capacity(numbers.len())).collect();
    for column in &mut numbers {
        let mut rest = column.as_mut_slice();
        for (parts, (_, rows)) in parts.iter_mut().zip(&pieces) {
            let (part, after) = rest.split_at_mut_checked(*rows)?;
            parts.push(part);
            rest = after;
        }
    }
    let jobs = pieces.par_iter().copied().zip(parts);
    let found = jobs.map(|((piece, rows), parts)| layout.fill(piece, rows, parts));
    let found: Vec<Piece<'_>> = found.collect::<Option<_>>()?;
    let mut units = empty.clone();
    units.numbers = columns.numbers.iter().map(|(name, _)| name.clone()).zip(numbers).collect();
    units.rows.reserve_exact(rows);
    let (mut seen, mut diagnostics) = (Seen::with_capacity(rows), Diagnostics::default());
    // These are never shown: on any problem the table is read again field by field.
    let nowhere = |_| Place::whole(file);
    for (row, texts) in found.iter().flat_map(|piece| piece.texts.chunks(layout.texts.max(1))).enumerate() {
        let field = |i: usize| layout.slot(i).and_then(|slot| texts.get(slot)).copied().unwrap_or_default();
        let line = line.saturating_add(u32::try_from(row).ok()?);
        head((&field, &nowhere, line), columns, &mut units, &mut seen, &mut diagnostics);
        if !diagnostics.is_empty() {
            return None;
        }
    }
    let firsts = pieces.iter().scan(0, |first, (_, rows)| Some(std::mem::replace(first, *first + rows)));
    let mut inapplicable: Vec<(usize, usize)> = found
        .iter()
        .zip(firsts)
        .flat_map(|(piece, first)| piece.inapplicable.iter().map(move |(row, column)| (first + row, *column)))
        .collect();
    inapplicable.sort_unstable();
    for (row, column) in inapplicable {
        units.inapplicable.push((columns.numbers.get(column)?.0.clone(), row));
    }
    Some(units)
}

/// The text in pieces of whole lines, without the line break at the end of each.
fn cut(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.as_bytes().iter().skip(PIECE).position(|b| *b == b'\n').map(|at| at + PIECE);
        let (piece, after) = end.map_or((text, None), |at| (&text[..at], Some(&text[at + 1..])));
        rest = after;
        Some(piece)
    })
}

/// What each field of a row is read as.
struct Layout {
    /// By field: the column of numbers it fills, and its place among the texts of a row.
    fields: Vec<(Option<usize>, Option<usize>)>,
    texts: usize,
}

/// One piece, read.
struct Piece<'t> {
    /// Row after row, those that say whom the row is about.
    texts: Vec<&'t str>,
    /// Row in the piece and column of numbers.
    inapplicable: Vec<(usize, usize)>,
}

impl Layout {
    fn of(width: usize, columns: &Columns) -> Layout {
        let mut layout = Layout { fields: vec![(None, None); width], texts: 0 };
        let texts = [Some(columns.unit), columns.name, columns.year].into_iter().flatten();
        for i in texts.chain(columns.words.iter().map(|(_, i)| *i)) {
            if let Some((_, slot @ None)) = layout.fields.get_mut(i) {
                *slot = Some(layout.texts);
                layout.texts += 1;
            }
        }
        for (column, (_, i)) in columns.numbers.iter().enumerate() {
            if let Some((number, _)) = layout.fields.get_mut(*i) {
                *number = Some(column);
            }
        }
        layout
    }

    fn slot(&self, field: usize) -> Option<usize> {
        self.fields.get(field)?.1
    }

    /// Reads the rows of one piece into its parts of the columns; nothing where one is not sound.
    fn fill<'t>(&self, text: &'t str, rows: usize, mut parts: Vec<Part<'_>>) -> Option<Piece<'t>> {
        let mut piece = Piece { texts: vec![""; rows * self.texts], inapplicable: Vec::new() };
        let (mut row, mut field, mut start) = (0, 0, 0);
        for (at, byte) in text.bytes().chain([b'\n']).enumerate() {
            if byte != b',' && byte != b'\n' {
                continue;
            }
            self.take(text, start..at, (row, field), &mut parts, &mut piece)?;
            (start, field) = (at + 1, field + 1);
            if byte == b'\n' {
                if field != self.fields.len() {
                    return None;
                }
                (row, field) = (row + 1, 0);
            }
        }
        (row == rows).then_some(piece)
    }

    fn take<'t>(
        &self,
        text: &'t str,
        bytes: Range<usize>,
        (row, field): (usize, usize),
        parts: &mut [Part<'_>],
        piece: &mut Piece<'t>,
    ) -> Option<()> {
        let (number_of, slot) = *self.fields.get(field)?;
        let raw = text.get(bytes)?;
        // The strict reader passes over an empty line, which is no row.
        if raw.is_empty() && self.fields.len() == 1 {
            return None;
        }
        if let Some(slot) = slot {
            *piece.texts.get_mut(row * self.texts + slot)? = unguarded(raw.trim());
        }
        if let Some(column) = number_of {
            let value = number(raw.trim()).ok()?;
            if value.is_none() && raw.trim() == INAPPLICABLE {
                piece.inapplicable.push((row, column));
            }
            *parts.get_mut(column)?.get_mut(row)? = value;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::framework::{self, FrameworkKind};
    use super::super::units::parse;
    use super::*;
    use crate::model::Index;

    fn index() -> Index {
        let text = r#"
schema = "spscore-framework/1"
units = "rows"
code = "t"
version = "1"
title = "T"
[table]
unit = "who"
name = "name"
year = "year"
[methods]
normalise = { method = "min_max", low = 0, high = 100 }
impute = { method = "group_mean", group = "group" }
[[node]]
code = "all"
title = "all"
[[indicator]]
code = "x"
title = "x"
parent = "all"
[[indicator]]
code = "y"
title = "y"
parent = "all"
"#;
        match framework::parse("t.toml", text) {
            Ok(FrameworkKind::Rows(index)) => *index,
            other => panic!("{other:?}"),
        }
    }

    /// More than two pieces; missing values, cells without a place, spaces, letters of other scripts.
    fn table() -> String {
        let mut text = "year,y,extra,who,x,group,name\n".to_owned();
        for row in 0..20_000 {
            let y = ["1.50", "", "NA", "not_applicable", " -3e2 "][row % 5];
            let _ = writeln!(text, "2020,{y},z,u{row},{}.25,g{},Страна {row}", row % 97, row % 3);
        }
        text
    }

    fn read_as(text: &str) -> Result<(bool, Units), Diagnostics> {
        let quoted = text.contains('"');
        parse("t.csv", text, String::new(), &index()).map(|units| (quoted, units))
    }

    #[test]
    fn both_roads_give_the_same_columns() {
        let text = table();
        let slow = text.replacen(",u19999,", ",\"u19999\",", 1);
        let [(false, quick), (true, slow)] = [read_as(&text), read_as(&slow)].map(|read| read.expect("units")) else {
            panic!("one is quoted")
        };
        assert_eq!((&quick.rows, &quick.numbers, &quick.words), (&slow.rows, &slow.numbers, &slow.words));
        assert_eq!((&quick.inapplicable, &quick.unused), (&slow.inapplicable, &slow.unused));
        assert_eq!((quick.rows.len(), quick.inapplicable.len(), quick.rows[19_999].line), (20_000, 4_000, 20_001));
        assert!(cut(text.split_once('\n').expect("a header").1).count() > 2);
    }

    /// None of these is a plain table: the strict reader decides and reports line and column.
    #[test]
    fn what_is_not_plain_is_left_to_the_strict_reader() {
        let good = "year,y,extra,who,x,group,name\n2020,1,z,a,2,g,A\n2020,1,z,b,2,g,B\n";
        assert!(read_as(good).is_ok());
        for (from, to, expected) in [
            ("z,b,2", "z,b,2x", "t.csv:3:12"),
            ("z,b,2", "z,a,2", "t.csv:3:10"),
            ("z,b,2", "z,b", "t.csv:3:"),
            ("z,b,2", "z,,2", "t.csv:3:10"),
            ("2020,1,z,b", "x,1,z,b", "t.csv:3:1"),
            ("z,b,2", "z,b,1e999", "t.csv:3:12"),
        ] {
            let diagnostics = read_as(&good.replace(from, to)).expect_err(to).to_string();
            assert!(diagnostics.contains(expected), "{to}: {diagnostics}");
        }
        // The strict reader passes over empty lines, and so counts the lines of the file.
        let (_, units) = read_as(&good.replace("2020,1,z,b", "\n2020,1,z,b")).expect("units");
        assert_eq!(units.rows[1].line, 4);
    }
}
