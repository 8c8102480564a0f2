//! Which decimal mark a column of numbers has, and what its texts then come to.
//!
//! A single text may be read in two ways: 1.961 is about two, or nearly two thousand. A column mostly holds others that
//! can be read in one way only; where it does not, the user is asked and nothing is guessed.

use super::Exact;

/// What stands between the whole part and the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Point,
    Comma,
}

impl Mark {
    pub fn character(self) -> char {
        match self {
            Mark::Point => '.',
            Mark::Comma => ',',
        }
    }

    /// From what was typed: `.` or `,`.
    pub fn typed(text: &str) -> Option<Self> {
        match text.trim() {
            "." | "point" => Some(Mark::Point),
            "," | "comma" => Some(Mark::Comma),
            _ => None,
        }
    }

    fn other(self) -> Mark {
        match self {
            Mark::Point => Mark::Comma,
            Mark::Comma => Mark::Point,
        }
    }
}

/// How the numbers of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    pub mark: Mark,
}

/// Why a column's decimal mark is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// This text, the column's number so-many-th from 0, may be read in two ways, and no other says which.
    Ambiguous { at: usize, text: String },
    /// One text has a decimal point, another a decimal comma.
    Both { at: usize, text: String, other: String },
}

/// What one text says of the mark.
enum Evidence {
    Nothing,
    Either,
    Surely(Mark),
}

impl Decimal {
    /// A decimal point, and commas between thousands where there are any: what most providers write.
    pub const POINT: Decimal = Decimal { mark: Mark::Point };

    /// The mark of a column, from all its texts; those that are no numbers say nothing.
    ///
    /// Worked example: of 81,873 alone nobody knows; beside 62,61988125 it has a decimal comma.
    pub fn of_column<'t>(texts: impl IntoIterator<Item = &'t str>) -> Result<Decimal, Undecided> {
        let mut sure: Option<(Mark, &str)> = None;
        let mut either = None;
        for (at, text) in texts.into_iter().enumerate() {
            match evidence(text) {
                Evidence::Nothing => {}
                Evidence::Either => either = either.or(Some((at, text))),
                Evidence::Surely(mark) => match sure {
                    Some((first, other)) if first != mark => {
                        return Err(Undecided::Both { at, text: text.to_owned(), other: other.to_owned() });
                    }
                    _ => sure = sure.or(Some((mark, text))),
                },
            }
        }
        match (sure, either) {
            (Some((mark, _)), _) => Ok(Decimal { mark }),
            (None, Some((at, text))) => Err(Undecided::Ambiguous { at, text: text.to_owned() }),
            (None, None) => Ok(Decimal::POINT),
        }
    }

    /// The number, if the text is one; thousands are grouped in threes by the other mark, blanks or apostrophes.
    pub fn parse(self, text: &str) -> Option<Exact> {
        let text = text.trim();
        let mark = self.mark.character();
        let (whole, fraction) = match text.rsplit_once(mark) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text, None),
        };
        if whole.contains(mark) {
            return None;
        }
        let whole = ungrouped(whole, self.mark.other().character())?;
        Exact::parse(&match fraction {
            Some(fraction) => format!("{whole}.{fraction}"),
            None => whole,
        })
    }
}

/// Blanks and apostrophes that stand between thousands.
const BLANKS: [char; 6] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’'];

/// The whole part without what groups it, if it is grouped in threes.
fn ungrouped(whole: &str, other: char) -> Option<String> {
    let groups: Vec<&str> = whole.split(|c| c == other || BLANKS.contains(&c)).collect();
    let [first, rest @ ..] = groups.as_slice() else { return None };
    let in_threes = rest.iter().all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()));
    let begins = first.trim_start_matches(['-', '−', '+']);
    let well = rest.is_empty() || (in_threes && (1..=3).contains(&begins.len()));
    well.then(|| groups.concat())
}

fn evidence(text: &str) -> Evidence {
    let text: String =
        text.trim().trim_start_matches(['-', '−', '+']).chars().filter(|c| !BLANKS.contains(c)).collect();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let number = digits > 0 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
    let grouped = |c: char| ungrouped(&text, c).is_some();
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    let last = |mark: Mark| text.rsplit(mark.character()).next().map_or(0, str::len);
    let first = |mark: Mark| text.split(mark.character()).next().unwrap_or_default();
    if !number {
        return Evidence::Nothing;
    }
    match (points, commas) {
        (0, 0) => Evidence::Nothing,
        (1, n) if n > 0 && last(Mark::Point) < last(Mark::Comma) => Evidence::Surely(Mark::Point),
        (n, 1) if n > 0 && last(Mark::Comma) < last(Mark::Point) => Evidence::Surely(Mark::Comma),
        (n, 0) if n > 1 && grouped('.') => Evidence::Surely(Mark::Comma),
        (0, n) if n > 1 && grouped(',') => Evidence::Surely(Mark::Point),
        (n, m) if n + m > 2 && (n == 0 || m == 0) => Evidence::Nothing,
        (2, 0) | (0, 2) => Evidence::Nothing,
        (n, m) if n > 0 && m > 0 => Evidence::Nothing,
        (1, _) => one(Mark::Point, first(Mark::Point), last(Mark::Point)),
        _ => one(Mark::Comma, first(Mark::Comma), last(Mark::Comma)),
    }
}

/// One mark alone: between thousands only where three digits follow and one to three precede, no lone zero.
fn one(mark: Mark, before: &str, after: usize) -> Evidence {
    let may_group = after == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    if may_group { Evidence::Either } else { Evidence::Surely(mark) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(texts: &[&str]) -> Result<Mark, Undecided> {
        Decimal::of_column(texts.iter().copied()).map(|d| d.mark)
    }

    #[test]
    fn a_column_says_its_decimal_mark() {
        for (texts, mark) in [
            (&["1", "2", "...", ""][..], Mark::Point),
            (&["81,873", "62,61988125"], Mark::Comma),
            (&["1.961", "1.5"], Mark::Point),
            (&["1,961.10", "12"], Mark::Point),
            (&["1.961,10", "1.961"], Mark::Comma),
            (&["1,234,567"], Mark::Point),
            (&["1.2.3", "1,5"], Mark::Comma),
            (&["1 234,5"], Mark::Comma),
            (&["0,123"], Mark::Comma),
            (&["1234.567"], Mark::Point),
        ] {
            assert_eq!(column(texts), Ok(mark), "{texts:?}");
        }
        assert_eq!(column(&["12", "1.961"]), Err(Undecided::Ambiguous { at: 1, text: "1.961".into() }));
        let both = Undecided::Both { at: 1, text: "1,5".into(), other: "2.5".into() };
        assert_eq!(column(&["2.5", "1,5"]), Err(both));
    }

    #[test]
    fn numbers_are_read_as_the_column_writes_them() {
        let parse = |mark, text| Decimal { mark }.parse(text).map(|n: Exact| n.to_string());
        for (mark, text, number) in [
            (Mark::Comma, "81,873", Some("81.873")),
            (Mark::Comma, "1.961,10", Some("1961.1")),
            (Mark::Point, "1,961.10", Some("1961.1")),
            (Mark::Point, "1,961", Some("1961")),
            (Mark::Point, "1\u{a0}234 567", Some("1234567")),
            (Mark::Point, "1'234.5", Some("1234.5")),
            (Mark::Point, "19,61", None),
            (Mark::Point, "1,5", None),
            (Mark::Comma, "1.5", None),
            (Mark::Point, "-0.5", Some("-0.5")),
            (Mark::Point, "1.5E+3", Some("1500")),
            (Mark::Point, "n/a", None),
            (Mark::Point, "1234,567", None),
        ] {
            assert_eq!(parse(mark, text).as_deref(), number, "{text}");
        }
    }
}
