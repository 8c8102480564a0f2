//! A document as a LaTeX article that compiles by itself, with tables that can be taken over into a paper.

use super::{Writer, head};
use crate::document::{Block, Document, Row, Table};

/// LaTeX in UTF-8, with the packages booktabs, longtable and graphicx. Whatever the text holds is text there.
pub struct Latex;

const PREAMBLE: &str = "\\documentclass[a4paper]{article}\n\\usepackage[T1]{fontenc}\n\\usepackage[utf8]{inputenc}\n\
\\usepackage{textcomp}\n\\usepackage{booktabs,longtable,array,graphicx}\n\\setlength{\\parindent}{0pt}\n\
\\setlength{\\parskip}{0.5\\baselineskip}\n";

impl Writer for Latex {
    fn write(&self, document: &Document) -> String {
        let [title, below] = head(document, escaped);
        let mut out = format!("{PREAMBLE}\\begin{{document}}\n\n\\section*{{{title}}}\n\n");
        if !below.is_empty() {
            out += &format!("{below}\n\n");
        }
        document.blocks.iter().for_each(|b| out += &block(b));
        out + "\\end{document}\n"
    }
}

/// The text so that LaTeX prints its very letters. Signs beyond the usual fonts are written by their commands.
///
/// Worked example: `50 % of A_b & {c}` becomes `50 \% of A\_b \& \{c\}`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
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
        Block::Heading(text) => format!("\\subsection*{{{}}}\n\n", escaped(text)),
        Block::Paragraph(text) => format!("{}\n\n", escaped(text)),
        Block::Fact { label, text } if label.is_empty() => format!("{}\n\n", escaped(text)),
        Block::Fact { label, text } => format!("\\textbf{{{}.}} {}\n\n", escaped(label), escaped(text)),
        Block::List { label, items } => {
            let items: String = items.iter().map(|item| format!("\\item {}\n", escaped(item))).collect();
            format!("\\textbf{{{}}}\n\\begin{{itemize}}\n{items}\\end{{itemize}}\n\n", escaped(label))
        }
        Block::Table(table) => self::table(table),
        Block::Figure { file, caption } => format!(
            "\\begin{{figure}}\n\\includegraphics[width=\\linewidth]{{\\detokenize{{{}}}}}\n\\caption{{{}}}\n\\end{{figure}}\n\n",
            file.replace(['{', '}', '\\', '%'], ""),
            escaped(caption)
        ),
        Block::References { label, entries } => {
            let entries: String = entries
                .iter()
                .map(|e| format!("\\item {{[}}{}{{]}} {}\n", escaped(&e.key), escaped(&e.text)))
                .collect();
            format!("\\subsection*{{{}}}\n\\begin{{itemize}}\n{entries}\\end{{itemize}}\n\n", escaped(label))
        }
        Block::Break => String::new(),
    }
}

fn table(table: &Table) -> String {
    let shown = table.shown(false);
    let columns: Vec<_> = shown.iter().filter_map(|i| table.columns.get(*i)).collect();
    let mut out = String::new();
    if !table.title.is_empty() {
        out += &format!("\\subsection*{{{}}}\n\n", escaped(&table.title));
    }
    let kinds: String = columns.iter().map(|c| if c.words { 'l' } else { 'r' }).collect();
    let heads: Vec<String> = columns.iter().map(|c| escaped(&c.head)).collect();
    out += &format!("\\begin{{longtable}}{{{kinds}}}\n\\toprule\n{} \\\\\n\\midrule\n\\endhead\n", heads.join(" & "));
    for row in &table.rows {
        let cells: Vec<String> = shown.iter().enumerate().map(|(place, i)| cell(row, place, *i)).collect();
        out += &format!("{} \\\\\n", cells.join(" & "));
    }
    out += "\\bottomrule\n\\end{longtable}\n\n";
    if !table.note.is_empty() {
        out += &format!("{}\n\n", escaped(&table.note));
    }
    out
}

fn cell(row: &Row, place: usize, i: usize) -> String {
    let words = escaped(&row.cells.get(i).map(|c| c.words()).unwrap_or_default());
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
}
