//! The row behind a figure, as its file has it.

/// Header and value of every field of the record that starts in `line` (from 1); `None` when none starts there.
pub fn record_at(text: &str, line: u32) -> Option<Vec<(String, String)>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let breaks_before = line.checked_sub(2)? as usize;
    let start = text.match_indices('\n').nth(breaks_before)?.0 + 1;
    let (before, from_here) = text.split_at_checked(start)?;
    let inside_quotes = before.bytes().filter(|b| *b == b'"').count() % 2 == 1;
    if inside_quotes || from_here.starts_with(['\n', '\r']) {
        return None;
    }
    let header = first_record(text)?;
    let record = first_record(from_here)?;
    Some(header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect())
}

fn first_record(text: &str) -> Option<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    reader.read_record(&mut record).ok()?.then_some(record)
}

#[cfg(test)]
mod tests {
    use super::record_at;

    #[test]
    fn finds_the_record_that_starts_in_a_line() {
        let text = "a,b\n1,\"x\ny, \"\"z\"\"\"\n\n3,w\n";
        let pairs = |a: &str, b: &str| Some(vec![("a".to_owned(), a.to_owned()), ("b".to_owned(), b.to_owned())]);
        assert_eq!(record_at(text, 2), pairs("1", "x\ny, \"z\""));
        assert_eq!(record_at(text, 5), pairs("3", "w"));
        for nowhere in [0, 1, 3, 4, 6, 7] {
            assert_eq!(record_at(text, nowhere), None, "line {nowhere}");
        }
        assert_eq!(record_at("\u{feff}a,b\r\n1,2\r\n", 2), pairs("1", "2"));
    }
}
