//! Lines and columns inside a text. Only troubles ask for them, so they are found by looking again instead of being carried
//! along; columns count characters, from 1.

/// Line and column of the character that begins at `byte`.
pub(super) fn of_byte(text: &str, byte: usize) -> (u64, u64) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.bytes().filter(|b| *b == b'\n').count() as u64 + 1;
    (line, before.chars().rev().take_while(|c| *c != '\n').count() as u64 + 1)
}

/// Line and column of the first byte that is not UTF-8.
pub(super) fn of_bad_byte(bytes: &[u8], error: &std::str::Utf8Error) -> (u64, u64) {
    let good = bytes.get(..error.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default();
    of_byte(good, good.len())
}

/// Where field number `index` (from 0) of the record that starts at `start` begins; the end of the record when it has fewer.
pub(super) fn field_start(text: &str, start: usize, index: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    for _ in 0..index {
        at = field_end(bytes, at);
        if bytes.get(at) != Some(&b',') {
            return at;
        }
        at += 1;
    }
    at
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

/// What is wrong with the quoting of a record.
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
        let place = |index| of_byte(text, field_start(text, 6, index));
        assert_eq!([place(0), place(1), place(2), place(3)], [(2, 1), (2, 3), (3, 4), (3, 5)]);
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
