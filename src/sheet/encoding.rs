//! Bytes become text: UTF-8, UTF-16, or else Windows-1252, which holds Latin-1.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::diagnostic::{Diagnostics, Place, Problem};

/// The text with LF alone at its line ends, and the name of the encoding.
///
/// A file that is UTF-8 in one line and is not in another was put together from two: it is refused, since either
/// reading spoils names.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Result<(String, &'static str), Diagnostics> {
    let (encoding, called): (&'static Encoding, _) = match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding == UTF_8 => (encoding, "UTF-8 with a byte order mark"),
        Some((encoding, _)) => (encoding, encoding.name()),
        None => match zeros(bytes) {
            Some(encoding) => (encoding, encoding.name()),
            None if std::str::from_utf8(bytes).is_ok() => (UTF_8, "UTF-8"),
            None => {
                if let Some((line, column)) = mixed(bytes) {
                    return Err(single(Place::new(name, line, column), mixed_problem()));
                }
                (WINDOWS_1252, "Windows-1252 (Latin-1)")
            }
        },
    };
    // Takes the byte order mark away.
    let (text, _, broken) = encoding.decode(bytes);
    if broken {
        let why = format!("a text in {called}");
        return Err(single(Place::whole(name), Problem::Import { message: format!("not {why}"), hint: SAVE.into() }));
    }
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.into_owned() };
    Ok((text, called))
}

/// Whether the bytes show that they are UTF-16, or begin with a byte order mark.
pub(super) fn is_marked(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some() || zeros(bytes).is_some()
}

const SAVE: &str = "save it again as UTF-8 from the program that wrote it";

fn single(place: Place, problem: Problem) -> Diagnostics {
    let mut problems = Diagnostics::default();
    problems.push(place, problem);
    problems
}

fn mixed_problem() -> Problem {
    let message = "this line is not UTF-8, and others of the file are: two encodings are mixed";
    Problem::Import { message: message.into(), hint: "take the parts from their sources again, each by itself".into() }
}

/// UTF-16 without a byte order mark: every other byte of plain letters is zero.
fn zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(1024))?;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let most = head.len() / 2;
    match (zeros(0), zeros(1)) {
        (even, odd) if most > 1 && odd * 4 > most * 3 && even * 4 < most => Some(UTF_16LE),
        (even, odd) if most > 1 && even * 4 > most * 3 && odd * 4 < most => Some(UTF_16BE),
        _ => None,
    }
}

/// Line and byte of the first line that is not UTF-8, where other lines hold letters of UTF-8 beyond ASCII.
fn mixed(bytes: &[u8]) -> Option<(u64, u64)> {
    let mut bad = None;
    let mut good = false;
    for (number, line) in bytes.split(|b| *b == b'\n').enumerate() {
        match std::str::from_utf8(line) {
            Ok(_) => good |= !line.is_ascii(),
            Err(e) => bad = bad.or(Some((number as u64 + 1, e.valid_up_to() as u64 + 1))),
        }
    }
    bad.filter(|_| good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_in_each_encoding() {
        let text = "a,b\nCôte,1\n";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked: Vec<u8> = [&[0xFF, 0xFE][..], &utf16].concat();
        for (bytes, called) in [
            (text.as_bytes(), "UTF-8"),
            (&[b"\xEF\xBB\xBF", text.as_bytes()].concat()[..], "UTF-8 with a byte order mark"),
            (b"a,b\r\nC\xF4te,1\r\n", "Windows-1252 (Latin-1)"),
            (b"a,b\rC\xF4te,1\r", "Windows-1252 (Latin-1)"),
            (&marked[..], "UTF-16LE"),
            (&utf16[..], "UTF-16LE"),
            (&big[..], "UTF-16BE"),
        ] {
            assert_eq!(decode("a", bytes), Ok((text.to_owned(), called)), "{called}");
        }
    }

    #[test]
    fn two_encodings_in_one_file_are_told() {
        let mixed = ["a\nCôte\nb".as_bytes(), b"\nC\xF4te"].concat();
        let refused = decode("a.csv", &mixed);
        assert!(refused.is_err_and(|found| found.to_string().starts_with("a.csv:4:2: error: ")));
    }
}
