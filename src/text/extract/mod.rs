//! The text of a file: plain text, HTML, DOCX, PDF with a text layer. What has no text is refused with the reason.

mod docx;
mod html;
mod pdf;

use encoding_rs::{Encoding, UTF_8};

use crate::diagnostic::{Place, Problem};

/// The kinds of files that are read, by the ending of their names.
pub const ENDINGS: [&str; 7] = ["txt", "text", "md", "html", "htm", "docx", "pdf"];

/// Why a file gives no text: where, and what is wrong.
pub(super) type Refused = Box<(Place, Problem)>;

/// The text in a file of this name; a text that is not UTF-8 is taken for one in the encoding that is named, if one is.
pub(super) fn text(file: &str, bytes: &[u8], otherwise: Option<&'static Encoding>) -> Result<String, Refused> {
    let ending = file.rsplit('.').next().unwrap_or_default().to_lowercase();
    if bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
        let hint = "fetch the file itself, for example with `git lfs pull`";
        return Err(refused(file, "this is a pointer of Git LFS, not the text itself", hint));
    }
    if bytes.starts_with(b"%PDF-") {
        return pdf::text(file, bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return docx::text(file, bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        let hint = "open it in a word processor and save it, without a password, as DOCX or as text";
        return Err(refused(file, "this is an old Office file, or a DOCX that a password protects", hint));
    }
    match ending.as_str() {
        "pdf" => return Err(refused(file, "this is no PDF: it does not begin as one", "download it again")),
        "docx" => return Err(refused(file, "this is no DOCX: it does not begin as one", "save it again as DOCX")),
        _ => {}
    }
    let decoded = decode(file, bytes, otherwise)?;
    let begins = decoded.trim_start().get(..15).unwrap_or_default().to_lowercase();
    let page = matches!(ending.as_str(), "html" | "htm")
        || begins.starts_with("<!doctype html")
        || begins.starts_with("<html");
    let text = if page { html::text(&decoded) } else { decoded };
    if text.trim().is_empty() {
        return Err(Box::new((Place::whole(file), Problem::EmptyFile)));
    }
    Ok(text)
}

/// Bytes as text: UTF-8, UTF-16 with its mark, or the encoding that is named.
pub(super) fn decode(file: &str, bytes: &[u8], otherwise: Option<&'static Encoding>) -> Result<String, Refused> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let bad = match std::str::from_utf8(bytes) {
        Ok(text) if marked.is_none_or(|e| e == UTF_8) => {
            // The search of a slice looks at many bytes at once; where is asked only of a text that has one.
            if text.as_bytes().contains(&0) {
                let at = text.bytes().position(|b| b == 0).unwrap_or_default();
                let hint = "name files that hold text";
                let (line, column) = place_of(text.as_bytes(), at);
                let message = "a byte 0 stands here: this is no text".to_owned();
                return Err(Box::new((
                    Place::new(file, line, column),
                    Problem::Framework { message, hint: hint.into() },
                )));
            }
            return Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned());
        }
        Ok(_) => 0,
        Err(e) => e.valid_up_to(),
    };
    let Some(encoding) = marked.filter(|e| *e != UTF_8).or(otherwise) else {
        let (line, column) = place_of(bytes, bad);
        let message = "this byte is not valid UTF-8".to_owned();
        let hint = "save the file as UTF-8, or name the encoding of such files, for example --encoding windows-1251"
            .to_owned();
        return Err(Box::new((Place::new(file, line, column), Problem::Framework { message, hint })));
    };
    let (text, _, broken) = encoding.decode(bytes);
    if broken {
        let message = format!("the file is neither UTF-8 nor {}: two encodings may be mixed in it", encoding.name());
        let (line, column) = place_of(bytes, bad);
        let hint = "save it as UTF-8 with an editor that shows its letters rightly".to_owned();
        return Err(Box::new((Place::new(file, line, column), Problem::Framework { message, hint })));
    }
    Ok(text.into_owned())
}

fn place_of(bytes: &[u8], at: usize) -> (u64, u64) {
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.iter().filter(|b| **b == b'\n').count() as u64 + 1;
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let column = String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count() as u64 + 1;
    (line, column)
}

fn refused(file: &str, message: &str, hint: &str) -> Refused {
    Box::new((Place::whole(file), Problem::Framework { message: message.to_owned(), hint: hint.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(file: &str, bytes: &[u8]) -> String {
        let (place, problem) = *text(file, bytes, None).expect_err("a refusal");
        format!("{place}: {problem}")
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_reason() {
        let cases: [(&str, &[u8], &str); 6] = [
            ("a.txt", b"version https://git-lfs.github.com/spec/v1\n", "a.txt: this is a pointer of Git LFS"),
            ("a.txt", b"a\nb\xE9c", "a.txt:2:2: this byte is not valid UTF-8"),
            ("a.txt", b"a\0", "a.txt:1:2: a byte 0 stands here"),
            ("a.docx", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "a.docx: this is an old Office file"),
            ("a.pdf", b"<html>", "a.pdf: this is no PDF"),
            ("a.txt", b" \n", "a.txt: the file is empty"),
        ];
        for (file, bytes, message) in cases {
            assert!(told(file, bytes).starts_with(message), "{}", told(file, bytes));
        }
    }

    #[test]
    fn encodings_are_told_by_their_marks_or_named() {
        let utf16: Vec<u8> = "\u{feff}Азия".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text("a.txt", &utf16, None).ok().as_deref(), Some("Азия"));
        assert_eq!(text("a.txt", b"\xC0\xE7\xE8\xFF", Some(encoding_rs::WINDOWS_1251)).ok().as_deref(), Some("Азия"));
        assert_eq!(text("a.txt", "Азия".as_bytes(), Some(encoding_rs::WINDOWS_1251)).ok().as_deref(), Some("Азия"));
    }
}
