//! CSV and its relatives: which character separates, then the records with the lines on which they begin.

use super::{Dialect, ReadOptions, Row, Sheet, encoding, one};
use crate::diagnostic::{Diagnostics, Place, Problem};

/// What may stand between cells; the first of equals is taken.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
/// Lines by which the separator is recognised.
const LINES: usize = 200;
/// Lines that one record may have: a quote that is never closed would swallow the rest of the file.
const TALLEST: u64 = 200;

/// In words, as a reader of messages knows it.
pub(super) fn name(separator: char) -> &'static str {
    match separator {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "bars",
        _ => "the character that was named",
    }
}

pub(super) fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Sheet, Diagnostics> {
    let (text, encoding) = encoding::decode(name, bytes)?;
    let separator = options.separator.unwrap_or_else(|| recognised(&text));
    let Ok(byte) = u8::try_from(separator) else {
        let message = format!("`{separator}` cannot separate cells");
        return Err(one(name, Problem::Import { message, hint: "name a comma, a semicolon, a tab or a bar".into() }));
    };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(byte).from_reader(text.as_bytes());
    let mut rows: Vec<Row> = Vec::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(|e| one(name, Problem::Malformed { what: "table", why: e.to_string() }))?;
        let line = lines.of(record.position().map_or(0, |p| p.byte() as usize));
        let breaks = record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        if breaks > TALLEST && !options.long_texts {
            let mut problems = Diagnostics::default();
            problems.push(Place::new(name, line, 1), Problem::StrayQuote);
            return Err(problems);
        }
        rows.push(Row { line, cells: record });
    }
    if rows.iter().all(Row::is_empty) {
        return Err(one(name, Problem::EmptyFile));
    }
    let dialect = Dialect::Separated { separator, encoding };
    Ok(Sheet { file: name.to_owned(), sheet: None, dialect, rows })
}

/// Counts lines up to where records begin. The reader's own count stands before the blank lines above a record.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the record that is read from this byte on; bytes ascend.
    fn of(&mut self, byte: usize) -> u64 {
        let blank = self.text.get(byte..).unwrap_or_default().iter().take_while(|b| **b == b'\n').count();
        let passed = self.text.get(self.at..byte + blank).unwrap_or_default();
        self.line += passed.iter().filter(|b| **b == b'\n').count() as u64;
        self.at = byte + blank;
        self.line
    }
}

/// The character that stands equally often in most lines; of equals the one that stands there more often.
///
/// Separators that stand only at the end of a line are the leavings of a spreadsheet and do not count.
fn recognised(text: &str) -> char {
    let lines: Vec<&str> = lines(text).collect();
    let fit = |separator: char| {
        let counts: Vec<usize> = lines.iter().map(|line| count(line, separator)).filter(|n| *n > 0).collect();
        let alike = |n: usize| counts.iter().filter(|m| **m == n).count();
        counts.iter().map(|n| (alike(*n), *n)).max().unwrap_or_default()
    };
    let mut best = (',', (0, 0));
    for separator in SEPARATORS {
        let fit = fit(separator);
        if fit > best.1 {
            best = (separator, fit);
        }
    }
    best.0
}

/// The first records of a text, as far as quotes show where one ends.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let records = std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut quoted = false;
        let end = rest.bytes().take(1 << 16).position(|b| {
            quoted ^= b == b'"';
            b == b'\n' && !quoted
        });
        // A quote inside a text (5" gun) closes nothing: the line ends where it ends.
        let end = end.or_else(|| rest.find('\n')).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        rest = after.strip_prefix('\n').unwrap_or(after);
        Some(line)
    });
    records.take(LINES)
}

/// How often a separator stands outside quotes, but for a run of it that alone ends the line.
fn count(line: &str, separator: char) -> usize {
    let mut quoted = false;
    let mut outside = |c: char| {
        quoted ^= c == '"';
        c == separator && !quoted
    };
    let all = line.chars().filter(|c| outside(*c)).count();
    let at_the_end = line.chars().rev().take_while(|c| *c == separator).count();
    if all == at_the_end && separator != ',' { 0 } else { all }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        read("a.csv", text.as_bytes(), &ReadOptions::default()).unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    fn separator(text: &str) -> char {
        match sheet(text).dialect {
            Dialect::Separated { separator, .. } => separator,
            dialect => panic!("{dialect:?}"),
        }
    }

    #[test]
    fn the_separator_is_the_one_of_most_lines() {
        assert_eq!(separator("a,b\n1,2\n"), ',');
        assert_eq!(separator("year;share;rate\n2001;1,5;2,5\n2002;1,25;3,5\n"), ';');
        assert_eq!(separator("a\tb\n1,5\t2,5\n"), '\t');
        assert_eq!(separator("A title; with, prose; in it\nsupplier,years,tiv\nA,2010; 2012,5\nB,2011,6\n"), ',');
        assert_eq!(separator("a title;\nid,supplier,tiv;\n1,A,5;\n2,B,6;\n"), ',');
        assert_eq!(separator("name,value\n\"Korea; Rep., of\",1\n\"Congo; Rep.\",2\n"), ',');
    }

    #[test]
    fn cells_keep_their_places_and_their_texts() {
        let sheet = sheet("a,b\n\"two\nlines\",\"say \"\"so\"\"\"\n\nlast, 1 \n");
        let found: Vec<_> = sheet.rows.iter().map(|r| (r.line, r.cell(0), r.cell(1))).collect();
        assert_eq!(found, [(1, "a", "b"), (2, "two\nlines", "say \"so\""), (5, "last", "1")]);
        let last = sheet.rows.last().expect("a row");
        assert_eq!(sheet.place(last, 1).to_string(), "a.csv:5:2");
        assert_eq!((last.cell(9), last.raw(1), last.len()), ("", " 1 ", 2));
    }

    #[test]
    fn files_without_line_feeds_are_read() {
        let found = sheet("a,b\r1,2\r3,4\r");
        assert_eq!(found.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        let text = format!("a,b\n\"open,1\n{}", "x,1\n".repeat(300));
        let refused = read("a.csv", text.as_bytes(), &ReadOptions::default()).expect_err("a stray quote").to_string();
        assert!(refused.starts_with("a.csv:2:1: error: a double quote stands where none may stand"), "{refused}");
    }
}
