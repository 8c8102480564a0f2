//! Strict CSV: the header is as declared, every row has as many fields, quoting is sound, and each row knows its line.
//!
//! The files named after the tables know what the fields mean; [`super::row`] knows how a field is read.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use csv::StringRecord;

use super::known::Known;
use super::nearest::Searches;
use super::place::{self, Marks, QuoteFault};
use super::row::{Field, Row};
use super::visibility::unseen;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::Table;
use crate::model::package::{RowSources, TableText};

/// Columns whose text may run over lines; every other field is a name, a number or a date, and fills one.
const PROSE: [&str; 5] = ["locator", "note", "quote", "reason", "text"];

/// What has been read of one table.
pub(super) struct Rows<T> {
    /// The good rows, in the order of the file.
    pub rows: Vec<T>,
    /// Whether every row was seen; if not, a name missing here may stand in a row that could not be read.
    pub complete: bool,
    pub diagnostics: Diagnostics,
    pub table: Table,
    pub sources: RowSources,
}

/// Reads the tables of a package and knows what their rows may refer to.
pub(super) struct TableReader<'a> {
    pub texts: &'a BTreeMap<Table, TableText>,
    pub known: Known<'a>,
}

impl TableReader<'_> {
    /// Reads a table row by row. `take` gets the row and its fields in the order of `columns`, whatever their order in
    /// the file; it returns nothing for a row whose problem it has reported. A table that is not in the package has no
    /// rows.
    pub(super) fn read<const N: usize, T>(
        &self,
        table: Table,
        columns: [&'static str; N],
        mut take: impl FnMut(&mut Row<'_>, [Field<'_>; N]) -> Option<T>,
    ) -> Rows<T> {
        let mut rows = Rows {
            rows: Vec::new(),
            complete: false,
            diagnostics: Diagnostics::default(),
            table,
            sources: RowSources::default(),
        };
        let Some(TableText { file, text, .. }) = self.texts.get(&table) else { return rows };
        let whole = |problem, rows: &mut Rows<T>| rows.diagnostics.push(Place::whole(file), problem);
        if text.trim().is_empty() {
            whole(Problem::EmptyFile, &mut rows);
            return rows;
        }
        let mut lines = Lines::new(file, text);
        let mut record = StringRecord::new();
        let Some(true) = lines.next(&mut record, &mut rows.diagnostics) else { return rows };
        let header = record.clone();
        let Some(order) = columns_in(&header, table, columns, &lines, &mut rows.diagnostics) else { return rows };
        rows.complete = true;
        let mut row = Row::new(file, text, &self.known, std::mem::take(&mut rows.diagnostics));
        let mut seen = 0_usize;
        while let Some(sound) = lines.next(&mut record, &mut row.diagnostics) {
            seen += 1;
            if !sound {
                rows.complete = false;
                continue;
            }
            if record.len() != header.len() {
                let (found, expected) = (record.len(), header.len());
                row.diagnostics.push(lines.place(found.min(expected)), Problem::RowLength { found, expected });
                rows.complete = false;
                continue;
            }
            row.start = lines.start;
            row.line = lines.line;
            let fields: [Field<'_>; N] = std::array::from_fn(|i| {
                let index = order.get(i).copied().unwrap_or(usize::MAX);
                Field { raw: record.get(index).unwrap_or_default(), index, name: columns.get(i).copied().unwrap_or("") }
            });
            if let (Some(problem), Some(first)) = (no_data(&fields), fields.iter().min_by_key(|f| f.index)) {
                row.report(*first, problem);
                rows.complete = false;
                continue;
            }
            if record.as_slice().bytes().any(|b| matches!(b, b'\n' | b'\t')) {
                let broken = fields.iter().filter(|f| !PROSE.contains(&f.name));
                let faults: Vec<_> = broken.filter_map(|f| Some((*f, unseen(f.text(), true)?))).collect();
                faults.into_iter().for_each(|(field, problem)| row.report(field, problem));
            }
            rows.rows.extend(take(&mut row, fields));
        }
        rows.diagnostics = row.diagnostics;
        rows.sources = row.sources;
        // A table that is to be filled yet holds nothing, as one that is not there; without parties nothing else can be
        // read.
        if seen == 0 && rows.diagnostics.is_empty() && table == Table::Parties {
            whole(Problem::NoRows, &mut rows);
            rows.complete = false;
        }
        rows
    }
}

/// What is wrong with a row that holds no data: a blank one, or a title or footer that a spreadsheet left there.
fn no_data(fields: &[Field<'_>]) -> Option<Problem> {
    let mut filled = fields.iter().filter(|f| !f.text().is_empty());
    match (filled.next(), filled.next()) {
        (None, _) => Some(Problem::BlankRow),
        (Some(only), None) if only.text().contains([' ', ':']) => {
            Some(Problem::Footer { text: only.text().to_owned() })
        }
        _ => None,
    }
}

/// The records of a text one after the other, each with the line and the byte it starts at.
pub(super) struct Lines<'t> {
    reader: csv::Reader<&'t [u8]>,
    file: &'t str,
    text: &'t str,
    quoted: bool,
    /// Nothing but lines and commas: where the next line begins, and its number. Other texts are the reader's.
    plain: Option<(usize, u32)>,
    /// The byte at which the record starts.
    pub start: usize,
    pub line: u32,
    marks: RefCell<Marks>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let quoted = text.contains('"');
        // A byte order mark is for the reader to judge as well.
        let plain = !quoted && !text.contains('\r') && !text.starts_with('\u{feff}');
        let plain = plain.then_some((0, 1));
        Lines { reader, file, text, quoted, plain, start: 0, line: 1, marks: RefCell::default() }
    }

    /// Reads on: `Some(true)` for a good record, `Some(false)` for one whose faulty quoting was reported, `None` at the
    /// end.
    pub(super) fn next(&mut self, record: &mut StringRecord, diagnostics: &mut Diagnostics) -> Option<bool> {
        if let Some((start, line)) = self.plain {
            return self.plain_line(start, line, record);
        }
        match self.reader.read_record(record) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(e) => {
                let problem = Problem::Malformed { what: "CSV table", why: e.to_string() };
                diagnostics.push(Place::new(self.file, u64::from(self.line), 1), problem);
                return None;
            }
        }
        let position = record.position()?;
        let start = usize::try_from(position.byte()).ok()?;
        // The reader passes over blank lines; the record starts behind them.
        let blank = self.text.as_bytes().iter().skip(start).take_while(|b| **b == b'\n').count();
        self.start = start + blank;
        self.line = u32::try_from(position.line()).ok()?.saturating_add(u32::try_from(blank).ok()?);
        let fault = if self.quoted { place::quote_fault(self.text, self.start) } else { None };
        let Some(fault) = fault else { return Some(true) };
        let (byte, problem) = match fault {
            QuoteFault::Stray(byte) => (byte, Problem::StrayQuote),
            QuoteFault::Unclosed(byte) => {
                let why = "the double quote opened here is never closed".to_owned();
                (byte, Problem::Malformed { what: "CSV table", why })
            }
        };
        diagnostics.push(self.place_of(byte), problem);
        Some(false)
    }

    /// The next line that is not empty, cut at its commas: the same as the reader does with a text without quotes, but
    /// faster.
    fn plain_line(&mut self, mut start: usize, mut line: u32, record: &mut StringRecord) -> Option<bool> {
        let bytes = self.text.as_bytes();
        while bytes.get(start) == Some(&b'\n') {
            (start, line) = (start + 1, line.saturating_add(1));
        }
        (self.start, self.line) = (start, line);
        record.clear();
        let (mut from, mut at) = (start, start);
        loop {
            let byte = bytes.get(at).copied();
            if matches!(byte, Some(b',' | b'\n') | None) {
                if byte.is_none() && at == start {
                    self.plain = Some((start, line));
                    return None;
                }
                record.push_field(self.text.get(from..at)?);
                from = at + 1;
                if byte != Some(b',') {
                    self.plain = Some((from.min(bytes.len()), line.saturating_add(1)));
                    return Some(true);
                }
            }
            at += 1;
        }
    }

    /// The file's name, what follows the current record's line, and the line that begins there.
    pub(super) fn rest(&self) -> (&'t str, &'t str, u32) {
        let record = self.text.get(self.start..).unwrap_or_default();
        let rest = record.split_once('\n').map_or("", |(_, rest)| rest);
        (self.file, rest, self.line.saturating_add(1))
    }

    /// The place of field number `index` (from 0) of the current record.
    pub(super) fn place(&self, index: usize) -> Place {
        let (below, column) = self.marks.borrow_mut().field(self.text, self.start, index);
        Place::new(self.file, u64::from(self.line) + below, column)
    }

    fn place_of(&self, byte: usize) -> Place {
        let record = self.text.get(self.start..).unwrap_or_default();
        let (below, column) = place::of_byte(record, byte.saturating_sub(self.start));
        Place::new(self.file, u64::from(self.line) + below - 1, column)
    }
}

/// Whether commas separate the columns; another separator is reported.
pub(super) fn commas(names: &[&str], lines: &Lines<'_>, diagnostics: &mut Diagnostics) -> bool {
    let [only] = names else { return true };
    let separator = [(';', "semicolons"), ('\t', "tabs")].into_iter().find(|(c, _)| only.contains(*c));
    if let Some((_, separator)) = separator {
        diagnostics.push(lines.place(0), Problem::WrongSeparator { separator });
    }
    separator.is_none()
}

/// Columns that packages written before them do not have; every field of such a column is empty then.
const MAY_BE_ABSENT: [(Table, &str); 2] = [(Table::TradeMargins, "within"), (Table::Status, "to")];

/// What a column was called when a status could be held with a bloc alone; it is still read.
const FORMERLY: [(Table, &str, &str); 2] = [(Table::Status, "with", "bloc"), (Table::Institutions, "with", "bloc")];

/// Where each declared column stands in the header; `None` when one is missing. Every fault of the header is reported.
fn columns_in<const N: usize>(
    header: &StringRecord,
    table: Table,
    columns: [&'static str; N],
    lines: &Lines<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<usize>> {
    let names: Vec<&str> = header.iter().map(str::trim).collect();
    if !commas(&names, lines, diagnostics) {
        return None;
    }
    let former =
        |name: &&str| FORMERLY.iter().find(|(t, now, then)| *t == table && then == name && !names.contains(now));
    let names: Vec<&str> = names.iter().map(|name| former(name).map_or(*name, |(_, now, _)| *now)).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut searches = Searches::default();
    for (i, name) in names.iter().enumerate() {
        let first = *seen.entry(name).or_insert(i);
        if first != i {
            let problem = Problem::DuplicateColumn { column: (*name).to_owned(), first: first as u64 + 1 };
            diagnostics.push(lines.place(i), problem);
        } else if !columns.contains(name) && !name.starts_with("x_") {
            let nearest = searches.nearest("column", name, columns.into_iter().filter(|c| !names.contains(c)));
            diagnostics.push(lines.place(i), Problem::UnknownColumn { column: (*name).to_owned(), nearest });
        }
    }
    let mut order = Vec::with_capacity(N);
    for column in columns {
        match names.iter().position(|n| *n == column) {
            Some(index) => order.push(index),
            None if MAY_BE_ABSENT.contains(&(table, column)) => order.push(usize::MAX),
            None => {
                let problem = Problem::MissingColumn { column: column.to_owned(), table: table.name().to_owned() };
                diagnostics.push(lines.place(0), problem);
            }
        }
    }
    (order.len() == N).then_some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What both ways of reading find: fields, line and start of every record.
    fn records(mut lines: Lines<'_>) -> Vec<(Vec<String>, u32, usize)> {
        let (mut record, mut diagnostics, mut found) = (StringRecord::new(), Diagnostics::default(), Vec::new());
        while let Some(true) = lines.next(&mut record, &mut diagnostics) {
            found.push((record.iter().map(str::to_owned).collect(), lines.line, lines.start));
        }
        assert!(diagnostics.is_empty());
        found
    }

    #[test]
    fn plain_lines_are_what_the_reader_reads() {
        for text in ["", "\n\n", "a", "a,b\n", "a,,\n\n\n,\né, x ,\n1", ",\n\n", " \n\na,b\n\n"] {
            let plain = Lines::new("t.csv", text);
            assert!(plain.plain.is_some());
            let strict = Lines { plain: None, ..Lines::new("t.csv", text) };
            assert_eq!(records(plain), records(strict), "{text:?}");
        }
    }
}
