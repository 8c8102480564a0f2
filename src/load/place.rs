//! Lines and columns inside a text. Only problems need them, so they are found by a second pass instead of being
//! carried along, and what was found is kept for the next problem; columns count characters, from 1.

/// Line and column of the character that begins at `byte`.
pub(super) fn of_byte(text: &str, byte: usize) -> (u64, u64) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.bytes().filter(|b| *b == b'\n').count() as u64 + 1;
    (line, before.chars().rev().take_while(|c| *c != '\n').count() as u64 + 1)
}

/// Places in one text, looked up repeatedly: lines are found once, and a column is counted on from the last one
/// asked for, so that many problems in one long line cost one pass over it.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The bytes at which lines begin, found when the first place is asked for.
    starts: Vec<usize>,
    /// The last byte asked for, the beginning of its line and its column.
    last: (usize, usize, u64),
}

impl Places {
    /// Line and column of the character that begins at `byte` of `text`, which is the same text every time.
    pub(super) fn find(&mut self, text: &str, byte: usize) -> (u64, u64) {
        if self.starts.is_empty() {
            self.starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        }
        let byte = (0..=byte.min(text.len())).rev().find(|b| text.is_char_boundary(*b)).unwrap_or(0);
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = line.checked_sub(1).and_then(|i| self.starts.get(i)).copied().unwrap_or(0);
        let (from, column) = match self.last {
            (last, same, column) if same == start && (start..=byte).contains(&last) && column > 0 => (last, column),
            _ => (start, 1),
        };
        let column = column + text.get(from..byte).unwrap_or_default().chars().count() as u64;
        self.last = (byte, start, column);
        (line as u64, column)
    }
}

/// The fields of one record, located once, when its first problem is reported.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Where the record starts; the marks are those of this record.
    start: usize,
    /// Lines below the record's first, and columns, of each field's beginning; the last is the record's end.
    fields: Vec<(u64, u64)>,
}

impl Marks {
    /// Lines below the first and column of field number `index` (from 0) of the record that starts at byte `start`; the
    /// end of the record when it has fewer.
    pub(super) fn field(&mut self, text: &str, start: usize, index: usize) -> (u64, u64) {
        if self.start != start || self.fields.is_empty() {
            self.read(text, start);
        }
        self.fields.get(index).or(self.fields.last()).copied().unwrap_or((0, 1))
    }

    fn read(&mut self, text: &str, start: usize) {
        self.start = start;
        self.fields.clear();
        let bytes = text.as_bytes();
        let (mut at, mut below, mut column) = (start, 0, 1);
        loop {
            self.fields.push((below, column));
            let end = field_end(bytes, at);
            let more = bytes.get(end) == Some(&b',');
            for c in text.get(at..end + usize::from(more)).unwrap_or_default().chars() {
                (below, column) = if c == '\n' { (below + 1, 1) } else { (below, column + 1) };
            }
            if !more {
                self.fields.push((below, column));
                return;
            }
            at = end + 1;
        }
    }
}

/// Line and column of the first byte that is not UTF-8.
pub(super) fn of_bad_byte(bytes: &[u8], error: &std::str::Utf8Error) -> (u64, u64) {
    let good = bytes.get(..error.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default();
    of_byte(good, good.len())
}

/// The first comma or line break after the field that begins at `at`, or the end of the text.
fn field_end(bytes: &[u8], at: usize) -> usize {
    let from = if bytes.get(at) == Some(&b'"') { closing_quote(bytes, at).map_or(bytes.len(), |q| q + 1) } else { at };
    from + bytes.iter().skip(from).take_while(|b| !matches!(b, b',' | b'\n')).count()
}

/// The quote that closes the one at `open`; doubled quotes are text.
fn closing_quote(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// The fault in the quoting of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// The quote at this byte opens a field that nothing closes.
    Unclosed(usize),
    /// The field is quoted only in part; it goes wrong at this byte.
    Stray(usize),
}

/// The first fault in the quoting of the record that starts at `start`.
pub(super) fn quote_fault(text: &str, start: usize) -> Option<QuoteFault> {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        let end = field_end(bytes, at);
        if bytes.get(at) == Some(&b'"') {
            let Some(close) = closing_quote(bytes, at) else { return Some(QuoteFault::Unclosed(at)) };
            if close + 1 != end {
                return Some(QuoteFault::Stray(close + 1));
            }
        } else if let Some(quote) = bytes.get(at..end).and_then(|f| f.iter().position(|b| *b == b'"')) {
            return Some(QuoteFault::Stray(at + quote));
        }
        if bytes.get(end) != Some(&b',') {
            return None;
        }
        at = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_inside_quotes() {
        let text = "a,b,c\né,\"x,\"\"y\"\"\nz\",3\n";
        let mut marks = Marks::default();
        let mut place = |index| marks.field(text, 6, index);
        // The fourth field is not there: its place is the record's end.
        assert_eq!([place(0), place(1), place(2), place(3)], [(0, 1), (0, 3), (1, 4), (1, 5)]);
        assert_eq!(marks.field(text, 0, 2), (0, 5), "another record");
    }

    /// Asked in any order, places are those of a search from the beginning.
    #[test]
    fn places_are_found_in_any_order() {
        let text = "aé,\n\nx中\ty\nlast";
        let mut places = Places::default();
        let ends: Vec<usize> = (0..=text.len()).filter(|b| text.is_char_boundary(*b)).collect();
        for byte in ends.iter().chain(ends.iter().rev()).chain([3, 11, 4, 14].iter()) {
            assert_eq!(places.find(text, *byte), of_byte(text, *byte), "byte {byte}");
        }
        assert_eq!(places.find(text, 2), places.find(text, 1), "inside a character");
    }

    #[test]
    fn quoting_is_strict() {
        assert_eq!(quote_fault("\"a\",\"b \"\"c\"\" d\",\"\",e\n\"", 0), None);
        assert_eq!(quote_fault("a,\"b,c\n", 0), Some(QuoteFault::Unclosed(2)));
        assert_eq!(quote_fault("a,b\"c,d\n", 0), Some(QuoteFault::Stray(3)));
        assert_eq!(quote_fault("a,\"b\"c,d\n", 0), Some(QuoteFault::Stray(5)));
        assert_eq!(quote_fault("a, \"b\"\n", 0), Some(QuoteFault::Stray(3)));
    }
}
