//! Cells of the CSV files that are written: a text that a spreadsheet would run as a formula is kept a text.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and a formula can fetch and send (OWASP, "CSV
//! injection"). Such a text gets an apostrophe before it, which spreadsheets read as "this is text"; a number stays a number. Our
//! own reader takes the apostrophe off again, so that every text comes back as it was.

/// The first letters that make a cell a formula, and those that some programs skip before they look; the wide forms count in
/// East Asian settings.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a formula's first letter stands at the beginning, after any apostrophes.
fn starts_as_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(STARTS)
}

fn is_number(cell: &str) -> bool {
    cell.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) && cell.parse::<f64>().is_ok()
}

/// Whether a cell must be written with an apostrophe before it. An apostrophe that stands there already gets a second one, or
/// reading would take away the text's own.
///
/// Worked examples: `=1+1`, `-Iceland` and `'=a` must; `-12.5`, `+3e-5` and `Côte d'Ivoire` need not.
fn needs_guard(cell: &str) -> bool {
    starts_as_formula(cell) && !is_number(cell)
}

/// The text of a cell as it was before it was written: without the apostrophe that keeps it a text.
///
/// Worked examples: `'=1+1` is `=1+1`, and `''=a` is `'=a`; `'t Hooft` and `-12.5` are themselves.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| starts_as_formula(cell)).unwrap_or(cell)
}

/// A finished CSV text (commas, double quotes where need be) with an apostrophe before each cell that needs one.
///
/// Worked example: the line `-Iceland,"=HYPERLINK(""x"",""y"")",-0.5` becomes `'-Iceland,"'=HYPERLINK(""x"",""y"")",-0.5`.
pub fn guarded(text: String) -> String {
    let mut out: Option<String> = None;
    let (mut at, mut copied) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (lead, length) = match rest.strip_prefix('"') {
            Some(quoted) => (1, closing_quote(quoted)),
            None => (0, rest.find([',', '\n']).unwrap_or(rest.len())),
        };
        let content = at + lead;
        if text.get(content..content + length).is_some_and(needs_guard) {
            let made = out.get_or_insert_with(|| String::with_capacity(text.len() + 64));
            made.push_str(text.get(copied..content).unwrap_or_default());
            made.push('\'');
            copied = content;
        }
        // Behind the cell, its closing quote and the comma or the end of the line.
        at = content + length + lead + 1;
    }
    match out {
        None => text,
        Some(mut made) => {
            made.push_str(text.get(copied..).unwrap_or_default());
            made
        }
    }
}

/// Bytes before the quote that closes a cell; a doubled quote is one of its letters.
fn closing_quote(quoted: &str) -> usize {
    let mut at = 0;
    while let Some(found) = quoted.get(at..).and_then(|rest| rest.find('"')) {
        at += found;
        if !quoted.get(at + 1..).is_some_and(|rest| rest.starts_with('"')) {
            return at;
        }
        at += 2;
    }
    quoted.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        for (plain, written) in [
            ("=1+1\n", "'=1+1\n"),
            ("a,=b,c\n", "a,'=b,c\n"),
            ("-Iceland,-12.5,+3e-5,-,@x\n", "'-Iceland,-12.5,+3e-5,'-,'@x\n"),
            ("\"=HYPERLINK(\"\"x\"\",\"\"y\"\")\",1\n", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",1\n"),
            ("\"a,=b\",\"\",\"=\"\n=c\n", "\"a,=b\",\"\",\"'=\"\n'=c\n"),
            ("\"a\n=b\",x\n", "\"a\n=b\",x\n"),
            ("\"\n=b\",\tx,＝y\n", "\"'\n=b\",'\tx,'＝y\n"),
            ("'=a,'t Hooft,''\n", "''=a,'t Hooft,''\n"),
            ("-1-2,--3,+\n", "'-1-2,'--3,'+\n"),
            ("", ""),
            ("é=,=é", "é=,'=é"),
        ] {
            assert_eq!(guarded(plain.to_owned()), written, "{plain:?}");
        }
    }

    /// What is written is read again as it was, whatever apostrophes it had.
    #[test]
    fn a_guard_comes_off_again() {
        for text in ["=1", "'=1", "''=1", "-x", "-5", "'-5", "'t Hooft", "'", "''", "", "@", "x=", "＋1", "+1", "\tx"]
        {
            let written = if needs_guard(text) { format!("'{text}") } else { text.to_owned() };
            assert_eq!(unguarded(&written), text);
            assert!(is_number(&written) || !written.starts_with(STARTS), "{written:?} would be run");
        }
    }
}
