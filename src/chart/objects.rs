//! The objects of a PDF in an order that the document itself decides.
//!
//! svg2pdf keeps fonts and resources in hash maps, so two runs number the same objects differently. Here a finished
//! file is read back into its objects, entries of dictionaries are sorted by their names, objects are numbered as one
//! meets them on the way from the trailer, and the file is written anew: equal drawings give equal bytes. Streams are
//! copied as they are.

use std::collections::BTreeMap;

/// What stands between the bytes of a file.
enum Value<'a> {
    Dictionary(BTreeMap<&'a [u8], Value<'a>>),
    Array(Vec<Value<'a>>),
    /// The number of another object.
    Reference(u32),
    /// Numbers, names, strings: as they stand.
    Plain(&'a [u8]),
}

struct Object<'a> {
    value: Value<'a>,
    stream: Option<&'a [u8]>,
}

/// A file read into its objects.
pub(super) struct Document<'a> {
    /// What stands before the first object.
    head: &'a [u8],
    objects: BTreeMap<u32, Object<'a>>,
    trailer: BTreeMap<&'a [u8], Value<'a>>,
}

impl<'a> Document<'a> {
    /// `None` for what is not built as svg2pdf builds a file: one table of references at the end, no object inside a stream.
    pub fn read(pdf: &'a [u8]) -> Option<Document<'a>> {
        let (objects, trailer) = objects(pdf)?;
        let Value::Dictionary(trailer) = trailer else { return None };
        Some(Document { head: pdf.get(..objects_begin(pdf)?)?, objects, trailer })
    }

    /// A number that no object has, nor any after it.
    pub fn next(&self) -> u32 {
        self.objects.keys().next_back().map_or(1, |last| last + 1)
    }

    /// The object that the trailer names so: `/Root`, `/Info`.
    pub fn named(&self, name: &[u8]) -> Option<u32> {
        match self.trailer.get(name)? {
            Value::Reference(number) => Some(*number),
            _ => None,
        }
    }

    /// The object, the first in a list of them, that an entry of a dictionary refers to.
    pub fn followed(&self, number: u32, name: &[u8]) -> Option<u32> {
        let Value::Dictionary(entries) = &self.objects.get(&number)?.value else { return None };
        match entries.get(name)? {
            Value::Reference(number) => Some(*number),
            Value::Array(items) => match items.first()? {
                Value::Reference(number) => Some(*number),
                _ => None,
            },
            _ => None,
        }
    }

    /// Puts a new object into the file, or entries into the dictionary that has this number.
    pub fn put(&mut self, number: u32, dictionary: &'a str, stream: Option<&'a [u8]>) -> Option<()> {
        let added = Reader { bytes: dictionary.as_bytes(), at: 0 }.value(0)?;
        match (self.objects.get_mut(&number), added) {
            (Some(Object { value: Value::Dictionary(own), .. }), Value::Dictionary(more)) => own.extend(more),
            (Some(_), _) => return None,
            (None, value) => {
                self.objects.insert(number, Object { value, stream });
            }
        }
        Some(())
    }

    /// The same document with its objects in their order; `None` where one is referred to that is not there.
    pub fn ordered(self) -> Option<Vec<u8>> {
        let mut order: Vec<u32> = Vec::new();
        let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
        let mut meet = |value: &Value<'_>, order: &mut Vec<u32>| {
            for met in references(value) {
                if let std::collections::btree_map::Entry::Vacant(free) = numbers.entry(met) {
                    order.push(met);
                    free.insert(u32::try_from(order.len()).unwrap_or(u32::MAX));
                }
            }
        };
        for entry in self.trailer.values() {
            meet(entry, &mut order);
        }
        let mut at = 0;
        while let Some(number) = order.get(at).copied() {
            meet(&self.objects.get(&number)?.value, &mut order);
            at += 1;
        }
        let mut out = self.head.to_vec();
        let mut places = Vec::new();
        for (i, number) in order.iter().enumerate() {
            let object = self.objects.get(number)?;
            places.push(out.len());
            out.extend(format!("{} 0 obj\n", i + 1).bytes());
            write(&object.value, &numbers, &mut out)?;
            if let Some(stream) = object.stream {
                out.extend(b"\nstream\n");
                out.extend(stream);
                out.extend(b"\nendstream");
            }
            out.extend(b"\nendobj\n\n");
        }
        let table = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f\r\n", places.len() + 1).bytes());
        for place in &places {
            out.extend(format!("{place:010} 00000 n\r\n").bytes());
        }
        // What nothing refers to is left out, and does not count.
        let size = (places.len() + 1).to_string();
        out.extend(b"trailer\n");
        let mut trailer: BTreeMap<&[u8], Value<'_>> = self.trailer;
        trailer.insert(b"/Size", Value::Plain(size.as_bytes()));
        write(&Value::Dictionary(trailer), &numbers, &mut out)?;
        out.extend(format!("\nstartxref\n{table}\n%%EOF").bytes());
        Some(out)
    }
}

/// References in the order in which they stand.
fn references(value: &Value<'_>) -> Vec<u32> {
    match value {
        Value::Dictionary(entries) => entries.values().flat_map(references).collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Reference(number) => vec![*number],
        Value::Plain(_) => Vec::new(),
    }
}

fn write(value: &Value<'_>, numbers: &BTreeMap<u32, u32>, out: &mut Vec<u8>) -> Option<()> {
    match value {
        Value::Dictionary(entries) => {
            out.extend(b"<<");
            for (name, entry) in entries {
                out.push(b'\n');
                out.extend(*name);
                out.push(b' ');
                write(entry, numbers, out)?;
            }
            out.extend(b"\n>>");
        }
        Value::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                out.extend((i > 0).then_some(b' '));
                write(item, numbers, out)?;
            }
            out.push(b']');
        }
        Value::Reference(number) => out.extend(format!("{} 0 R", numbers.get(number)?).bytes()),
        Value::Plain(bytes) => out.extend(*bytes),
    }
    Some(())
}

/// Where the head of the file ends.
fn objects_begin(pdf: &[u8]) -> Option<usize> {
    places(pdf)?.0.values().min().copied()
}

/// The place of each object by its number, and that of the trailer.
fn places(pdf: &[u8]) -> Option<(BTreeMap<u32, usize>, usize)> {
    let end = pdf.windows(9).rposition(|w| w == b"startxref")?;
    let mut tail = Reader { bytes: pdf, at: end + 9 };
    let mut table = Reader { bytes: pdf, at: usize::try_from(tail.number()?).ok()? };
    table.word(b"xref")?;
    let (first, count) = (table.number()?, table.number()?);
    let mut places = BTreeMap::new();
    for number in first..first.checked_add(count)? {
        let (place, _) = (table.number()?, table.number()?);
        if table.token()? == b"n" {
            places.insert(number, usize::try_from(place).ok()?);
        }
    }
    table.word(b"trailer")?;
    Some((places, table.at))
}

fn objects(pdf: &[u8]) -> Option<(BTreeMap<u32, Object<'_>>, Value<'_>)> {
    let (places, trailer) = places(pdf)?;
    let mut objects = BTreeMap::new();
    for (number, place) in places {
        let mut reader = Reader { bytes: pdf, at: place };
        if reader.number()? != number {
            return None;
        }
        reader.number()?;
        reader.word(b"obj")?;
        let value = reader.value(0)?;
        let stream = match reader.token()? {
            b"stream" => Some(reader.stream(&value)?),
            b"endobj" => None,
            _ => return None,
        };
        objects.insert(number, Object { value, stream });
    }
    Some((objects, Reader { bytes: pdf, at: trailer }.value(0)?))
}

/// Deeper than any file svg2pdf writes.
const DEEPEST: usize = 64;

/// Reads one thing after the other.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        self.at += self.rest().iter().take_while(|b| is_space(**b)).count();
    }

    /// Letters up to a space or a delimiter; a name with its slash.
    fn token(&mut self) -> Option<&'a [u8]> {
        self.skip_space();
        let rest = self.rest();
        let slash = usize::from(rest.first() == Some(&b'/'));
        let length =
            slash + rest.iter().skip(slash).take_while(|b| !is_space(**b) && !b"()<>[]{}/%".contains(b)).count();
        self.at += length;
        rest.get(..length).filter(|token| !token.is_empty())
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        (self.token()? == word).then_some(())
    }

    fn number(&mut self) -> Option<u32> {
        std::str::from_utf8(self.token()?).ok()?.parse().ok()
    }

    /// `12 0 R`; the reader stays where it is for anything else.
    fn reference(&mut self) -> Option<u32> {
        let mut ahead = Reader { bytes: self.bytes, at: self.at };
        let number = ahead.number()?;
        ahead.number()?;
        ahead.word(b"R")?;
        self.at = ahead.at;
        Some(number)
    }

    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        if depth > DEEPEST {
            return None;
        }
        self.skip_space();
        let rest = self.rest();
        if rest.starts_with(b"<<") {
            self.at += 2;
            let mut entries = BTreeMap::new();
            loop {
                self.skip_space();
                if self.rest().starts_with(b">>") {
                    self.at += 2;
                    return Some(Value::Dictionary(entries));
                }
                let name = self.token().filter(|name| name.starts_with(b"/"))?;
                entries.insert(name, self.value(depth + 1)?);
            }
        }
        if rest.starts_with(b"[") {
            self.at += 1;
            let mut items = Vec::new();
            loop {
                self.skip_space();
                if self.rest().starts_with(b"]") {
                    self.at += 1;
                    return Some(Value::Array(items));
                }
                items.push(self.value(depth + 1)?);
            }
        }
        if let Some(number) = self.reference() {
            return Some(Value::Reference(number));
        }
        let length = match rest.first()? {
            b'(' => string(rest)?,
            b'<' => rest.iter().position(|b| *b == b'>')? + 1,
            _ => return self.token().map(Value::Plain),
        };
        self.at += length;
        rest.get(..length).map(Value::Plain)
    }

    /// As many bytes as the dictionary says, from the line below `stream`.
    fn stream(&mut self, value: &Value<'_>) -> Option<&'a [u8]> {
        let Value::Dictionary(entries) = value else { return None };
        let Some(Value::Plain(length)) = entries.get(b"/Length".as_slice()) else { return None };
        let length: usize = std::str::from_utf8(length).ok()?.parse().ok()?;
        let line = self.rest();
        let begin = self.at + if line.starts_with(b"\r\n") { 2 } else { 1 };
        let end = begin.checked_add(length)?;
        self.at = end;
        self.word(b"endstream")?;
        self.bytes.get(begin..end)
    }
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0
}

/// Bytes of a string with its brackets, which may stand in pairs inside or behind a backslash.
fn string(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (i, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(i + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(pdf: &[u8]) -> Option<Vec<u8>> {
        Document::read(pdf)?.ordered()
    }

    /// A file of the given objects, numbered as they stand, with the offsets that belong to them.
    fn file(objects: &[(u32, &str)], trailer: &str) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n\n".to_vec();
        let mut places = BTreeMap::new();
        for (number, body) in objects {
            places.insert(*number, out.len());
            out.extend(format!("{number} 0 obj\n{body}\nendobj\n\n").bytes());
        }
        let table = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1).bytes());
        out.extend(places.values().flat_map(|p| format!("{p:010} 00000 n\r\n").into_bytes()));
        out.extend(format!("trailer\n{trailer}\nstartxref\n{table}\n%%EOF").bytes());
        out
    }

    #[test]
    fn the_same_objects_in_another_order_are_the_same_file() {
        let page = "<< /Type /Page /Fonts << /f0 3 0 R /f1 4 0 R >> /Kids [5 0 R (a\\) 1 \\( 3 0 R)] /At [0 -1.5 2] >>";
        let turned = "<< /At [ 0 -1.5 2 ]/Kids[2 0 R (a\\) 1 \\( 3 0 R)] /Fonts<< /f1 3 0 R /f0 5 0 R >> /Type/Page>>";
        let stream = "<< /Length 17 >>\nstream\n1 0 R endobj <<//\nendstream";
        let [first, second] = ["<< /Name /one /Hex <00FF> >>", "<< /Name /two >>"];
        let one = file(
            &[(1, "<< /Pages 2 0 R >>"), (2, page), (3, first), (4, second), (5, stream)],
            "<< /Size 6 /Root 1 0 R >>",
        );
        let other = file(
            &[(4, "<</Pages 1 0 R>>"), (2, stream), (5, first), (1, turned), (3, second)],
            "<< /Root 4 0 R /Size 6 >>",
        );
        let made = ordered(&one).expect("a file");
        assert_eq!(String::from_utf8_lossy(&made), String::from_utf8_lossy(&ordered(&other).expect("a file")));
        let text = String::from_utf8_lossy(&made);
        for piece in [
            "1 0 obj\n<<\n/Pages 2 0 R\n>>",
            "/f0 3 0 R",
            "/f1 4 0 R",
            "[5 0 R (a\\) 1 \\( 3 0 R)]",
            "1 0 R endobj <<//",
        ] {
            assert!(text.contains(piece), "{piece} in {text}");
        }
        assert_eq!(ordered(&made).expect("a file"), made, "ordered already");
    }

    #[test]
    fn what_is_no_such_file_is_none() {
        let good = file(&[(1, "<< /Pages 2 0 R >>"), (2, "[]")], "<< /Root 1 0 R /Size 3 >>");
        assert!(ordered(&good).is_some());
        for cut in 0..good.len() - 5 {
            // Whatever is cut off, nothing panics.
            let _ = ordered(&good[..cut]);
        }
        for bad in [&b""[..], b"%PDF-1.7", b"startxref", b"xref startxref 0", b"startxref 99999999999"] {
            assert!(ordered(bad).is_none());
        }
        let lost = file(&[(1, "<< /Pages 7 0 R >>")], "<< /Root 1 0 R /Size 2 >>");
        assert!(ordered(&lost).is_none(), "an object that is not there");
        let long = file(&[(1, "<< /Length 999 >>\nstream\nx\nendstream")], "<< /Root 1 0 R /Size 2 >>");
        assert!(ordered(&long).is_none(), "a stream that ends too early");
    }
}
