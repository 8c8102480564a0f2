//! A document as a LaTeX article that compiles by itself, with tables that can be taken over into a paper.

use super::{Writer, head};
use crate::document::number::Marks;
use crate::document::{Block, Cell, Document, Row, Table, Value, number, wording};

/// LaTeX in UTF-8, for pdfLaTeX, LuaLaTeX and XeLaTeX, with the packages booktabs, longtable, siunitx and graphicx.
/// Whatever the text holds is text there.
pub struct Latex;

const PREAMBLE: &str = "\\documentclass[a4paper]{article}\n\\usepackage{iftex}\n\\ifPDFTeX\n\\usepackage[{ENCODING}]{fontenc}\n\\usepackage[utf8]{inputenc}\n\\usepackage{textcomp}\n\\else\n\\usepackage{fontspec}\n\\fi\n\
\\usepackage[margin=25mm]{geometry}\n\\usepackage{booktabs,longtable,array,graphicx}\n\\usepackage{siunitx}\n\
\\sisetup{group-minimum-digits=5, group-separator={,}, retain-explicit-plus, table-align-text-post=false}\n\
\\newcolumntype{P}[1]{>{\\raggedright\\arraybackslash}p{#1\\linewidth}}\n\
\\setlength{\\parindent}{0pt}\n\\setlength{\\parskip}{0.5\\baselineskip}\n\\setlength{\\LTpre}{0.5\\baselineskip}\n\
\\emergencystretch=3em\n";

/// Numbers keep their points in the source, and are printed with commas.
const COMMA: &str = "\\sisetup{output-decimal-marker={,}, group-separator={~}}\n";

impl Writer for Latex {
    fn write(&self, document: &Document) -> String {
        let [title, below] = head(document, escaped);
        let mut body = String::new();
        document.blocks.iter().for_each(|b| body += &block(b));
        // Letters of another script need fonts of their own; only a page that has such letters asks for them.
        let cyrillic =
            [&title, &below, &body].iter().any(|text| text.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c)));
        let mut out = PREAMBLE.replace("{ENCODING}", if cyrillic { "T1,T2A" } else { "T1" });
        if document.marks == Marks::Comma {
            out += COMMA;
        }
        if document.say(wording::FIGURE) != wording::FIGURE {
            out += &format!("\\renewcommand{{\\figurename}}{{{}}}\n", escaped(document.say(wording::FIGURE)));
        }
        out += &format!("\\begin{{document}}\n\n\\section*{{{title}}}\n\n");
        if !below.is_empty() {
            out += &format!("{below}\n\n");
        }
        out + &body + "\\end{document}\n"
    }
}

/// A word of so many letters is not broken.
const LONG: usize = 8;

/// The text so that LaTeX prints its very letters. Signs beyond the usual fonts are written by their commands.
///
/// Worked example: `50 % of A_b & {c}` becomes `50 \% of A\_b \& \{c\}`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Letters since the last blank: a long word may be broken behind a mark, or it would leave the line.
    let mut long = 0;
    for c in text.chars() {
        if long > LONG && !c.is_whitespace() && out.ends_with([';', '/', '_', '-', '=', '&']) {
            out.push_str("\\allowbreak{}");
        }
        long = if c.is_whitespace() { 0 } else { long + 1 };
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', c]),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '"' => out.push_str("\\textquotedbl{}"),
            // A bracket at the beginning of a row or after a line's end would be an argument.
            '[' => out.push_str("{[}"),
            ']' => out.push_str("{]}"),
            '–' => out.push_str("--"),
            '—' => out.push_str("---"),
            '−' => out.push_str("$-$"),
            '±' => out.push_str("$\\pm$"),
            '×' => out.push_str("$\\times$"),
            '≥' => out.push_str("$\\geq$"),
            '≤' => out.push_str("$\\leq$"),
            '→' => out.push_str("$\\rightarrow$"),
            '·' => out.push_str("\\textperiodcentered{}"),
            '…' => out.push_str("\\ldots{}"),
            '°' => out.push_str("\\textdegree{}"),
            '²' => out.push_str("$^2$"),
            'τ' => out.push_str("$\\tau$"),
            'α' => out.push_str("$\\alpha$"),
            'ρ' => out.push_str("$\\rho$"),
            'Σ' => out.push_str("$\\Sigma$"),
            '\u{a0}' => out.push('~'),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => out.push('?'),
            c => out.push(c),
        }
    }
    // Two hyphens or quotes side by side would run together.
    out.replace("`", "\\textasciigrave{}").replace("''", "'{}'")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(h) => {
            let command = match h.level {
                ..=2 => "subsection",
                3 => "subsubsection",
                _ => "paragraph",
            };
            format!("\\{command}*{{{}}}\n\n", escaped(&h.text))
        }
        Block::Paragraph(text) => format!("{}\n\n", escaped(text)),
        Block::Fact { label, text } if label.is_empty() => format!("{}\n\n", escaped(text)),
        Block::Fact { label, text } => format!("\\textbf{{{}.}} {}\n\n", escaped(label), escaped(text)),
        Block::List { label, items } => {
            let items: String = items.iter().map(|item| format!("\\item {}\n", escaped(item))).collect();
            let label = if label.is_empty() { String::new() } else { format!("\\textbf{{{}}}\n", escaped(label)) };
            format!("{label}\\begin{{itemize}}\n{items}\\end{{itemize}}\n\n")
        }
        Block::Table(table) => self::table(table),
        Block::Figure(picture) => {
            let file = picture.file.replace(['{', '}', '\\', '%'], "");
            let width = format!("width=\\ifdim{0}mm>\\linewidth\\linewidth\\else{0}mm\\fi", picture.size[0]);
            format!(
                "\\begin{{figure}}[htbp]\n\\centering\n\\includegraphics[{width},height=0.85\\textheight,keepaspectratio]{{\\detokenize{{{file}.pdf}}}}\n\\caption{{{}}}\n\\end{{figure}}\n\n",
                escaped(&picture.caption)
            )
        }
        Block::WhatIf(tree) => self::table(&tree.table),
        Block::References { label, entries } => {
            let entries: String = entries
                .iter()
                .map(|e| format!("\\item {{[}}{}{{]}} {}\n", escaped(&e.key), escaped(&e.text)))
                .collect();
            let label = if label.is_empty() { String::new() } else { format!("\\subsection*{{{}}}\n", escaped(label)) };
            format!("{label}\\begin{{itemize}}\n{entries}\\end{{itemize}}\n\n")
        }
        Block::Cited { label, keys } => format!("\\textbf{{{}}} {}\n\n", escaped(label), escaped(&keys.join(", "))),
        Block::Break => String::new(),
    }
}

/// The types of tables, each with the characters that a line of the page has room for in it: the first in which the
/// columns fit, and otherwise the last.
const TYPES: [(&str, usize); 3] =
    [("\\small", 92), ("\\footnotesize", 104), ("\\scriptsize\\setlength{\\tabcolsep}{3pt}", 132)];
/// A column of words keeps its width up to so many characters, where all have room.
const NARROW: usize = 24;

fn table(table: &Table) -> String {
    let shown = table.shown(false);
    if shown.is_empty() {
        return String::new();
    }
    let columns: Vec<_> = shown.iter().filter_map(|i| table.columns.get(*i)).collect();
    let mut out = String::new();
    if !table.title.is_empty() {
        out += &format!("\\subsubsection*{{{}}}\n\n", escaped(&table.title));
    }
    let widths: Vec<usize> = shown.iter().map(|i| width(table, *i)).collect();
    let least: usize = widths.iter().map(|w| (*w).min(NARROW)).sum();
    let fitting = TYPES.iter().find(|(_, line)| least <= *line).or(TYPES.last());
    let (size, line) = fitting.copied().unwrap_or_default();
    let kinds = kinds(table, &shown, &widths, line);
    let heads: Vec<String> = columns.iter().map(|c| format!("{{{}}}", escaped(&c.head))).collect();
    out += &format!(
        "{{{size}\n\\begin{{longtable}}{{{}}}\n\\toprule\n{} \\\\\n\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n",
        kinds.concat(),
        heads.join(" & ")
    );
    for row in &table.rows {
        let of = |(place, i): (usize, &usize)| {
            cell(row, place, *i, kinds.get(place).is_some_and(|kind| kind.starts_with('S')))
        };
        let cells: Vec<String> = shown.iter().enumerate().map(of).collect();
        out += &format!("{} \\\\\n", cells.join(" & "));
    }
    out += "\\end{longtable}}\n\n";
    if !table.note.is_empty() {
        out += &format!("{}\n\n", escaped(&table.note));
    }
    out
}

/// What stands in each column: `l` words as wide as they are, `P` words in so much of the line, `S` numbers about their
/// decimal mark, `r` anything else at the right.
fn kinds(table: &Table, shown: &[usize], widths: &[usize], line: usize) -> Vec<String> {
    let words = |i: &usize| table.columns.get(*i).is_some_and(|c| c.words);
    let fits = widths.iter().sum::<usize>() <= line;
    // Words that must share the line share what the others leave, each by its own length, none by more than thrice the least.
    let narrow = |(i, w): (&usize, &usize)| !words(i) || *w <= NARROW;
    let kept: usize = shown.iter().zip(widths).filter(|(i, w)| narrow((i, w))).map(|(_, w)| *w).sum();
    let wide: Vec<usize> = shown.iter().zip(widths).filter(|(i, w)| !narrow((i, w))).map(|(_, w)| *w).collect();
    let least = wide.iter().copied().min().unwrap_or(1);
    let total: usize = wide.iter().map(|w| (*w).min(3 * least)).sum();
    let room = (line.saturating_sub(kept) as f64 / line as f64).max(0.3) * 0.92;
    let of = |(i, w): (&usize, &usize)| match () {
        () if !fits && !narrow((i, w)) => {
            format!("P{{{}}}", number::fixed(room * (*w).min(3 * least) as f64 / total.max(1) as f64, 3))
        }
        () if words(i) => "l".to_owned(),
        () => numbers(table, *i).unwrap_or_else(|| "r".to_owned()),
    };
    shown.iter().zip(widths).map(of).collect()
}

/// Characters of the widest cell of a column, with the room between columns.
fn width(table: &Table, column: usize) -> usize {
    let indent = |row: &Row| if column == 0 { 2 * row.depth } else { 0 };
    let of = |row: &Row| row.cells.get(column).map_or(0, |c| c.words().chars().count() + indent(row));
    let head = table.columns.get(column).map_or(0, |c| c.head.chars().count());
    table.rows.iter().map(of).max().unwrap_or(0).max(head) + 2
}

/// A column of numbers, as siunitx wants it: its sign, and so many digits before and after the decimal mark. `None`
/// where some number is no plain decimal.
fn numbers(table: &Table, column: usize) -> Option<String> {
    let (mut whole, mut decimals, mut sign, mut any) = (1, 0, "", false);
    for cell in table.rows.iter().filter_map(|row| row.cells.get(column)) {
        let Some(number) = plain_number(cell) else { continue };
        let bare = number.trim_start_matches(['+', '-']);
        let (before, after) = bare.split_once('.').unwrap_or((bare, ""));
        (whole, decimals, any) = (whole.max(before.len()), decimals.max(after.len()), true);
        if bare.len() < number.len() {
            sign = "+";
        }
    }
    any.then(|| format!("S[table-format={sign}{whole}.{decimals}]"))
}

/// The number of a cell as siunitx reads it; nothing where the cell has words beside it.
fn plain_number(cell: &Cell) -> Option<String> {
    let Value::Number(..) = cell.value else { return None };
    let words = cell.pointed().replace('\u{2212}', "-").replace(',', "");
    let bare = words.trim_start_matches(['+', '-']);
    let digits =
        !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || c == '.') && bare.matches('.').count() < 2;
    digits.then_some(words)
}

fn cell(row: &Row, place: usize, i: usize, number: bool) -> String {
    let Some(cell) = row.cells.get(i) else { return String::new() };
    if number {
        // What is no number stands in braces, and siunitx leaves it alone.
        let words = || Some(cell.words()).filter(|w| !w.is_empty()).map(|w| format!("{{{}}}", escaped(&w)));
        return plain_number(cell).or_else(words).unwrap_or_default();
    }
    let words = escaped(&cell.words());
    let indent = if place == 0 { "\\quad ".repeat(row.depth) } else { String::new() };
    if row.strong && place == 0 { format!("{indent}\\textbf{{{words}}}") } else { format!("{indent}{words}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text() {
        assert_eq!(escaped("50 % of A_b & {c}"), "50 \\% of A\\_b \\& \\{c\\}");
        assert_eq!(
            escaped("\\input{x} $y$ #1 ~ ^"),
            "\\textbackslash{}input\\{x\\} \\$y\\$ \\#1 \\textasciitilde{} \\textasciicircum{}"
        );
        assert_eq!(escaped("−0.5 ≥ [0]"), "$-$0.5 $\\geq$ {[}0{]}");
        assert_eq!(escaped("\u{1b}[31m"), "?{[}31m");
    }

    #[test]
    fn numbers_stand_about_their_decimal_mark() {
        use crate::document::Notation;
        let mut t = Table::new("", ["unit", "gap"], 1);
        t.push([Cell::from("a"), Cell::number(41.3, Notation::Signed(1))]);
        t.push([Cell::from("b"), Cell::number(-5.0, Notation::Signed(1)).marked("*")]);
        t.push([Cell::from("c"), Cell::missing()]);
        let written = table(&t);
        assert!(
            written.contains("\\begin{longtable}{lS[table-format=+2.1]}\n\\toprule\n{unit} & {gap} \\\\"),
            "{written}"
        );
        assert!(written.contains("a & +41.3 \\\\\nb & {$-$5.0*} \\\\\nc & {--} \\\\"), "{written}");
    }

    #[test]
    fn long_words_share_the_line() {
        let mut t = Table::new("", ["", "value"], 1);
        t.push([Cell::from("x".repeat(200)), Cell::from(3)]);
        let kinds = kinds(&t, &[0, 1], &[202, 7], 92);
        assert_eq!(kinds, ["P{0.850}", "S[table-format=1.0]"]);
    }
}
