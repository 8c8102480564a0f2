//! Text that goes into a Markdown page as text: nothing in it opens a link, a tag, a table's column or a heading.

/// The text so that Markdown, and the HTML it becomes, show its very letters. What does nothing where it stands is left as it is,
/// so that the page can be read as it lies: `arms_share`, `p < 0.05` and `A & B` are themselves.
///
/// Worked examples: `<script>` becomes `&lt;script>`, `[a](b)` becomes `[a\](b)`, a `#` at the beginning `\#`, and a
/// line's end a space.
pub(super) fn plain(text: &str) -> String {
    at_the_beginning(letters(text))
}

/// The same for a cell of a table, where no line begins and a bar ends the column: `a|b` becomes `a\|b`.
pub(super) fn cell(text: &str) -> String {
    letters(text.trim()).replace('|', "\\|")
}

fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let after = letters.peek().map(|(_, c)| *c);
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            '\\' | '`' | '*' => out.extend(['\\', c]),
            '_' if !(within_word(before) && within_word(after)) => out.extend(['\\', c]),
            '~' if after == Some('~') || before == Some('~') => out.extend(['\\', c]),
            // Only with what follows a bracket makes a link; what follows the last one is not known here.
            ']' if after.is_none_or(|c| "([:".contains(c)) => out.extend(['\\', c]),
            '<' if after.is_some_and(|c| c.is_alphabetic() || "/!?".contains(c)) => out.push_str("&lt;"),
            '&' if names_a_letter(rest) => out.push_str("&amp;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

fn within_word(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_alphanumeric)
}

/// Whether an ampersand before this text begins a letter written by its name or number: `amp;`, `#60;`.
fn names_a_letter(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    length > 0 && name.get(length..).is_some_and(|end| end.starts_with(';'))
}

/// Marks that open a heading, a quotation or a list where a line begins.
fn at_the_beginning(text: String) -> String {
    let first = text.trim_start();
    let digits = first.find(|c: char| !c.is_ascii_digit()).unwrap_or(first.len());
    let mark = match first.chars().next() {
        Some('#' | '>') => Some(0),
        Some('-' | '+') if first.get(1..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-'])) => {
            Some(0)
        }
        Some(c) if c.is_ascii_digit() && first.get(digits..).is_some_and(|rest| rest.starts_with([')', '.'])) => {
            let behind = first.get(digits + 1..).unwrap_or_default();
            (behind.is_empty() || behind.starts_with(' ')).then_some(digits)
        }
        _ => None,
    };
    let Some(at) = mark.map(|at| text.len() - first.len() + at) else { return text };
    let mut out = text;
    out.insert(at, '\\');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_and_html_become_letters() {
        for (text, shown) in [
            ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
            ("<!-- x --> <?p ?>", "&lt;!-- x --> &lt;?p ?>"),
            ("[a](javascript:b) ![x](y) [a][b] [c]: d", "[a\\](javascript:b) ![x\\](y) [a\\][b] [c\\]: d"),
            ("ends [here]", "ends [here\\]"),
            ("`code` *strong* _em_ ~~gone~~", "\\`code\\` \\*strong\\* \\_em\\_ \\~\\~gone\\~\\~"),
            ("&lt;b&gt; &#60; &amp &", "&amp;lt;b&amp;gt; &amp;#60; &amp &"),
            ("back\\slash", "back\\\\slash"),
            ("two\nlines\r\n", "two lines  "),
            ("\u{1b}[31m", "\u{FFFD}[31m"),
            ("# heading", "\\# heading"),
            ("> quote", "\\> quote"),
            ("- item", "\\- item"),
            ("---", "\\---"),
            ("1. item", "1\\. item"),
            ("12) item", "12\\) item"),
        ] {
            assert_eq!(plain(text), shown, "{text:?}");
        }
    }

    #[test]
    fn what_does_nothing_stays() {
        for text in [
            "arms_share_ab",
            "p < 0.05 & q > 1",
            "A & B",
            "[0.5, 2] of their own",
            "share ~",
            "1.5 points",
            "2018-2022",
            "-0.5",
            "+3",
            "=1+1",
            "https://a.org/x_y?b=1&c=2#d",
            "Côte d'Ivoire",
            "|x|",
            "",
            " ",
        ] {
            assert_eq!(plain(text), text);
        }
        let cells = ["a|b", " 1 ", "> 1", "\\|"].map(cell);
        assert_eq!(cells, ["a\\|b", "1", "> 1", "\\\\\\|"]);
    }
}
