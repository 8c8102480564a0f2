//! Describes a problem in an input: its place, what is wrong there, and how to mend it.
//!
//! A [`Diagnostic`] is data until the moment it is shown; loaders collect them in [`Diagnostics`] so that the user can
//! correct a whole file at once.

mod diagnostics;
mod invisible;

use std::fmt;

pub use diagnostics::{Diagnostic, Diagnostics};
pub use invisible::invisible;

/// A position in an input: the file as the user knows it, the line and the column, both counted from 1.
///
/// Line 0 means "the file as a whole" and is left out when the place is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub file: String,
    pub line: u64,
    pub column: u64,
}

impl Place {
    pub fn new(file: impl Into<String>, line: u64, column: u64) -> Self {
        Place { file: file.into(), line, column }
    }

    /// The file as a whole, for problems that belong to no line (an empty file, a file that cannot be read).
    pub fn whole(file: impl Into<String>) -> Self {
        Place::new(file, 0, 0)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}", self.file),
            _ => write!(f, "{}:{}:{}", self.file, self.line, self.column),
        }
    }
}

/// What is wrong with an input. Each variant carries its data; the words are made in one place, [`fmt::Display`] for
/// what is wrong and [`Problem::hint`] for how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    NotUtf8,
    EmptyFile,
    NoRows,
    Unreadable { why: String },
    Malformed { what: &'static str, why: String },
    MissingColumn { column: String, table: String },
    DuplicateColumn { column: String, first: u64 },
    UnknownColumn { column: String, nearest: Option<String> },
    RowLength { found: usize, expected: usize },
    NotANumber { value: String },
    NotFinite { value: String },
    NotWhole { value: String },
    Negative { value: String, what: String },
    OutOfRange { value: String, what: String, range: String },
    NotAYear { value: String },
    NotADate { value: String },
    NotAWindow { value: String },
    BackwardWindow { value: String },
    EmptyField { column: String },
    BlankRow,
    Footer { text: String },
    WorldAsParty,
    UnknownChoice { value: String, what: String, choices: Vec<String> },
    Undeclared { what: &'static str, value: String, framework: String, nearest: Option<String>, declared: Vec<String> },
    UnknownParty { value: String, nearest: Vec<String> },
    UnknownSource { value: String, nearest: Option<String> },
    DuplicateKey { key: String, first: u64 },
    BeforeBloc { date: String, bloc: String, since: String },
    DatesReversed { from: String, to: String },
    CyclicMembership { chain: Vec<String> },
    MissingResource { name: String },
    UnknownResource { name: String, nearest: Option<String> },
    UnsafePath { path: String },
    DuplicateName { name: String, owner: String },
    NotASlug { value: String, slug: String },
    StrayQuote,
    WithItself { party: String },
    Invisible { sort: &'static str, code: u32 },
    SameName { name: String, owner: String },
    AfterItsTime { date: String, until: String },
    NotAPattern { why: String },
    AboveWhole { part: String, value: String, whole: String, total: String },
    Disagrees { what: String, value: String, other: String, first: u64 },
    Contradiction { message: String, hint: String },
    AboveTotal { flow: String, total: String, whose: String },
    OnlyAnEconomy { code: String },
    NeverWithin { party: String, bloc: String },
    PartAboveWhole { part: String, value: String, whole: String, total: String },
    Unequal { part: String, value: String, whole: String, total: String },
    WrongSeparator { separator: &'static str },
    SumMismatch { parts: String, sum: String, whole: String, value: String },
    UnknownKey { message: String },
    WeightSum { parent: String, sum: String },
    BadWeight { value: String },
    GoalpostOrder { indicator: String, lower: String, upper: String },
    NoDataSource { indicator: String },
    UnknownNode { value: String, what: String, nearest: Option<String> },
    NodeCycle { chain: Vec<String> },
    Framework { message: String, hint: String },
    Import { message: String, hint: String },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Problem::*;
        match self {
            NotUtf8 => write!(f, "this byte is not valid UTF-8"),
            EmptyFile => write!(f, "the file is empty"),
            NoRows => write!(f, "the table has a header and no rows"),
            Unreadable { why } => write!(f, "cannot be read: {why}"),
            Malformed { what, why } => write!(f, "not a well-formed {what}: {why}"),
            MissingColumn { column, table } => write!(f, "table `{table}` has no column `{column}`"),
            DuplicateColumn { column, first } => write!(f, "column `{column}` stands twice (first as column {first})"),
            UnknownColumn { column, .. } => write!(f, "unknown column `{column}`"),
            RowLength { found, expected } => write!(f, "the row has {found} fields, the header has {expected}"),
            NotANumber { value } => write!(f, "value `{value}` is not a number"),
            NotFinite { value } => write!(f, "value `{value}` is not a finite number"),
            NotWhole { value } => write!(f, "value `{value}` is not a whole number"),
            Negative { value, what } => write!(f, "{what} cannot be negative: `{value}`"),
            OutOfRange { value, what, range } => write!(f, "{what} `{value}` lies outside {range}"),
            NotAYear { value } => write!(f, "`{value}` is not a year"),
            NotADate { value } => write!(f, "`{value}` is not a date"),
            NotAWindow { value } => write!(f, "`{value}` is not a window of years"),
            BackwardWindow { value } => write!(f, "the window `{value}` lies backwards"),
            EmptyField { column } => write!(f, "column `{column}` is empty here"),
            BlankRow => write!(f, "every field of this row is empty"),
            Footer { text } => write!(f, "`{text}` stands in a row of its own: a title or a footer, no data"),
            WorldAsParty => write!(f, "`WLD`, the world, is no party of this table"),
            UnknownChoice { value, what, .. } => write!(f, "`{value}` is not a {what}"),
            Undeclared { what, value, framework, .. } => {
                write!(f, "`{value}` is no {what} that framework `{framework}` or a built-in one declares")
            }
            UnknownParty { value, .. } => write!(f, "unknown party `{value}`"),
            UnknownSource { value, .. } => write!(f, "source `{value}` is not in sources.bib"),
            DuplicateKey { key, first } => write!(f, "an entry for {key} stands already in line {first}"),
            BeforeBloc { date, bloc, since } => write!(f, "{date} lies before {bloc} existed ({since})"),
            DatesReversed { from, to } => write!(f, "the period ends ({to}) before it begins ({from})"),
            CyclicMembership { chain } => write!(f, "membership runs in a circle: {}", chain.join(" > ")),
            MissingResource { name } => write!(f, "the package has no resource `{name}`"),
            UnknownResource { name, .. } => write!(f, "unknown resource `{name}`"),
            UnsafePath { path } => write!(f, "the path `{path}` leads out of the package's folder"),
            DuplicateName { name, owner } => write!(f, "`{name}` names {owner} already"),
            NotASlug { value, .. } => write!(f, "`{value}` is not written as a short name"),
            WithItself { party } => write!(f, "{party} stands on both sides of this row"),
            Invisible { sort, code } => write!(f, "a character that cannot be seen stands here: {sort}, U+{code:04X}"),
            SameName { name, owner } => write!(f, "the name `{name}` is that of {owner} already"),
            AfterItsTime { date, until } => {
                write!(f, "{date} lies after {until}, the day up to which the package speaks")
            }
            NotAPattern { why } => write!(f, "the pattern is no regular expression: {why}"),
            AboveWhole { part, value, whole, total } => write!(f, "{part}: {value}, more than {whole}, {total}"),
            Disagrees { what, value, other, first } => write!(f, "{what}: {value} here, {other} in line {first}"),
            Contradiction { message, .. } => write!(f, "{message}"),
            AboveTotal { flow, total, whose } => write!(f, "the flow {flow} exceeds {whose} with the world, {total}"),
            OnlyAnEconomy { code } => write!(f, "`{code}` is an economy, of which only the total trade is known"),
            NeverWithin { party, bloc } => write!(f, "{party} is not among the members that count in {bloc}"),
            PartAboveWhole { part, value, whole, total } => write!(f, "{part}, {value}, exceed {whole}, {total}"),
            Unequal { part, value, whole, total } => write!(f, "{part}, {value}, are not {whole}, {total}"),
            WrongSeparator { separator } => write!(f, "the columns are separated by {separator}, not by commas"),
            StrayQuote => write!(f, "a double quote stands where none may stand"),
            SumMismatch { parts, sum, whole, value } => write!(f, "{parts} sum to {sum}, but {whole} is {value}"),
            UnknownKey { message } => write!(f, "{message}"),
            WeightSum { parent, sum } => write!(f, "the weights below `{parent}` sum to {sum}, not to 1"),
            BadWeight { value } => write!(f, "`{value}` is not a weight"),
            GoalpostOrder { indicator, lower, upper } => {
                write!(f, "goalposts of `{indicator}` are in the wrong order: lower {lower}, upper {upper}")
            }
            NoDataSource { indicator } => write!(f, "indicator `{indicator}` has no data source"),
            UnknownNode { value, what, .. } => write!(f, "{what} `{value}` is not a node of this framework"),
            NodeCycle { chain } => write!(f, "nodes are their own ancestors: {}", chain.join(" > ")),
            Framework { message, .. } | Import { message, .. } => write!(f, "{message}"),
        }
    }
}

impl Problem {
    /// How to mend it, in one line.
    pub fn hint(&self) -> String {
        use Problem::*;
        fn nearest(n: &Option<String>, otherwise: &str) -> String {
            n.as_ref().map_or_else(|| otherwise.to_owned(), |n| format!("did you mean `{n}`?"))
        }
        match self {
            NotUtf8 => "save the file again as UTF-8 (in Excel: CSV UTF-8)".into(),
            EmptyFile => {
                "fill it (a table needs its header row and a row), or take the resource out of datapackage.json".into()
            }
            NoRows => "add rows, or take the resource out of datapackage.json".into(),
            Unreadable { .. } => {
                "check the path and that you may read the file, or take its entry out of datapackage.json".into()
            }
            Malformed { what: "TOML file", .. } => {
                "texts and fractions such as \"1/3\" stand in straight quotes; numbers have a decimal point".into()
            }
            Malformed { what, .. } => format!("mend the {what} here; nothing after this point was read"),
            MissingColumn { column, .. } => {
                format!("add a column headed `{column}` (datasets/README.md lists the columns)")
            }
            DuplicateColumn { .. } => "keep one of the two columns".into(),
            UnknownColumn { nearest: n, .. } => nearest(n, "take the column out, or let its name begin with `x_`"),
            RowLength { found, expected } if found < expected => {
                "add the missing fields; leave a field empty between two commas where nothing is known".into()
            }
            RowLength { .. } => {
                "a text that holds a comma must stand in double quotes; a number has a decimal point and no commas"
                    .into()
            }
            NotANumber { value } => number_hint(value),
            NotFinite { .. } => "leave the field empty or take the row out where nothing is known".into(),
            NotWhole { .. } => "this column counts: write digits only, such as 12".into(),
            Negative { .. } => "a flow or a count is 0 or more; take the row out where nothing is known".into(),
            OutOfRange { range, .. } => format!("write a value within {range}"),
            NotAYear { .. } => "write four digits, such as 2018 (1900 to 2100)".into(),
            NotADate { .. } => "write YYYY, YYYY-MM or YYYY-MM-DD, a day that exists".into(),
            NotAWindow { .. } => "write first and last year, such as 2018-2022".into(),
            BackwardWindow { value } => match value.split_once('-') {
                Some((a, b)) => format!("write {b}-{a}"),
                None => "write the earlier year first".into(),
            },
            EmptyField { .. } => "every row needs this field; take the row out where nothing is known".into(),
            BlankRow | Footer { .. } => "take the row out; a table ends with its last row of data".into(),
            WorldAsParty => {
                "the world's totals belong in trade_margins.csv and arms_margins.csv; take the row out here".into()
            }
            Undeclared { nearest, declared, .. } => {
                let near = nearest.as_ref().map_or_else(String::new, |n| format!("did you mean `{n}`? "));
                format!("{near}declared are {}", declared.join(", "))
            }
            UnknownChoice { choices, .. } if choices.is_empty() => "this package has none at all; add it first".into(),
            UnknownChoice { choices, .. } => format!("one of: {}", choices.join(", ")),
            UnknownParty { nearest, .. } if nearest.is_empty() => {
                "add the party to parties.csv, or mend the code".into()
            }
            UnknownParty { nearest, .. } => format!("did you mean {}?", list_or(nearest)),
            UnknownSource { nearest: n, .. } => nearest(n, "add an entry with this key to sources.bib"),
            DuplicateKey { .. } => "keep one of the two".into(),
            BeforeBloc { .. } => "mend the date, or the bloc's first membership in memberships.csv".into(),
            DatesReversed { .. } => "swap the two dates, or mend one of them".into(),
            CyclicMembership { .. } => {
                "a bloc cannot be a member of its own members; take one of these rows out".into()
            }
            MissingResource { name } => format!("add `{name}` to the resources of datapackage.json"),
            UnknownResource { nearest: n, .. } => nearest(
                n,
                "take the resource out, or let its name begin with `x_`; datasets/README.md lists the tables",
            ),
            UnsafePath { .. } => "write a path relative to datapackage.json, such as `trade.csv`, without `..`".into(),
            DuplicateName { .. } => {
                "each code, short name and alias belongs to one party; change one of the two".into()
            }
            NotASlug { slug, .. } => format!("write `{slug}`: lower case, with hyphens for spaces"),
            WithItself { .. } => "a row needs two different parties; mend one of the two codes".into(),
            Invisible { sort: "carriage return", .. } => {
                "let every line end with LF or CRLF; of this file nothing was read".into()
            }
            Invisible { sort: "byte order mark", .. } => {
                "such a mark may only begin a file: were two files joined? of this one nothing was read".into()
            }
            Invisible { sort: "line feed" | "tab", .. } => {
                "a name, a date or a number fills one line: put a space here, or nothing".into()
            }
            Invisible { .. } => "take it out, or put what is meant in its place".into(),
            SameName { .. } => "tell the two apart: change one name, or give both rows one code".into(),
            AfterItsTime { .. } => "mend the date, or `created` in datapackage.json where the data are newer".into(),
            NotAPattern { .. } => {
                "write it as Python, Rust or RE2 do, without look-around and back-references: \\bnuclear\\b".into()
            }
            AboveWhole { .. } => "a part is never above its whole; mend one of the two, and its unit first".into(),
            Disagrees { .. } => "mend one of the two rows; they count the same thing".into(),
            Contradiction { hint, .. } => hint.clone(),
            AboveTotal { .. } => {
                "mend the flow, or the totals of that year in trade_margins.csv, which must change with it".into()
            }
            OnlyAnEconomy { .. } => "write `state` as its kind in parties.csv, or mend the code".into(),
            NeverWithin { .. } => "name a bloc of its memberships in memberships.csv, or leave the field empty".into(),
            PartAboveWhole { .. } => "a part cannot exceed its whole; mend one of the two".into(),
            Unequal { .. } => {
                "write both tables in the same unit (dollars, not thousands), and leave no flow out".into()
            }
            WrongSeparator { .. } => {
                "save the table as comma-separated CSV, with decimal points (R: write.csv, row.names = FALSE)".into()
            }
            StrayQuote => "put the whole field in double quotes, and write each quote inside it twice".into(),
            SumMismatch { .. } => "mend one of the counts; they must add up".into(),
            UnknownKey { .. } => "docs/framework.md lists the keys a framework file may hold".into(),
            WeightSum { .. } => {
                "change the weights so that they sum to 1; fractions such as \"1/3\" are understood".into()
            }
            BadWeight { .. } => "a weight is above 0 and at most 1: 0.25, or a fraction such as \"1/3\"".into(),
            GoalpostOrder { .. } => {
                "goalposts ascend: write the lower one first; for a lower-is-better indicator set `direction`".into()
            }
            NoDataSource { .. } => "add `measure = \"...\"`; docs/framework.md lists the measures".into(),
            UnknownNode { nearest: n, .. } => nearest(n, "name the code of a [[node]]"),
            NodeCycle { .. } => "change one `parent` so that the tree ends at `form` or `content`".into(),
            Framework { hint, .. } | Import { hint, .. } => hint.clone(),
        }
    }
}

fn number_hint(value: &str) -> String {
    if ["na", "n/a", "#n/a", "..", "-", "."].contains(&value.to_lowercase().as_str()) {
        return "take the row out where nothing is known; a missing value is shown by the absence of its row".into();
    }
    if value.contains(['e', 'E']) && value.parse::<f64>().is_ok() {
        return "write all the digits, without an exponent (R: options(scipen = 99))".into();
    }
    let decimal = decimal_comma(value);
    match (without_thousands(value), decimal) {
        // One comma before three digits may be either, and a hint never makes the number wrong.
        (Some(plain), Some(decimal)) => {
            format!("write {decimal} if the comma is a decimal comma, {plain} if it separates thousands")
        }
        (Some(plain), None) => format!("write {plain}; no thousands separators"),
        (None, Some(decimal)) => format!("write {decimal}, with a decimal point"),
        (None, None) => "write digits with a decimal point, such as 1204.5".into(),
    }
}

/// `62,61` as `62.61`; `None` unless the one separator is a comma between digits.
fn decimal_comma(value: &str) -> Option<String> {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = value.split_once(',')?;
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    (digits(unsigned) && digits(fraction)).then(|| format!("{whole}.{fraction}"))
}

/// `1,204.5` as `1204.5`; `None` unless every separator is followed by just three digits, since `1,5` may mean 1.5.
fn without_thousands(value: &str) -> Option<String> {
    let (whole, fraction) = value.split_once('.').map_or((value, None), |(w, f)| (w, Some(f)));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let separators = [',', ' ', '\'', '’', '\u{a0}', '\u{202f}'];
    let mut groups = whole.strip_prefix('-').unwrap_or(whole).split(separators);
    let first = groups.next().filter(|g| digits(g) && g.len() <= 3)?;
    let rest: Vec<&str> = groups.collect();
    let plain = !rest.is_empty() && rest.iter().all(|g| digits(g) && g.len() == 3) && fraction.is_none_or(digits);
    let sign = if value.starts_with('-') { "-" } else { "" };
    plain.then(|| format!("{sign}{first}{}{}", rest.concat(), fraction.map_or(String::new(), |f| format!(".{f}"))))
}

/// "`a`, `b` or `c`", for naming the nearest of several names.
pub fn list_or(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_that_may_be_either_is_not_decided() {
        let hint = |value: &str| Problem::NotANumber { value: value.into() }.hint();
        assert_eq!(hint("81,873"), "write 81.873 if the comma is a decimal comma, 81873 if it separates thousands");
        assert_eq!(hint("62,61988125"), "write 62.61988125, with a decimal point");
        assert_eq!(hint("1,234,567"), "write 1234567; no thousands separators");
        assert_eq!(hint("-1,5"), "write -1.5, with a decimal point");
    }

    #[test]
    fn thousands_separators_are_recognised_and_decimal_commas_are_not() {
        for (value, plain) in [("1,204.5", "1204.5"), ("-12 345", "-12345"), ("1'000'000", "1000000")] {
            assert_eq!(without_thousands(value).as_deref(), Some(plain));
        }
        for value in ["1,5", "1.204,5", "12", "1e5", ",100", "in,f", "1,2345"] {
            assert_eq!(without_thousands(value), None, "{value}");
        }
    }
}
