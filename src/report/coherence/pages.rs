//! The structure for the terminal and for Markdown: the answer, its limits, the tables.

use unicode_width::UnicodeWidthStr;

use super::findings::findings;
use super::limits::limits;
use super::tables::{Extent, Table, refusals, tables};
use super::{Examined, Source, profile};
use crate::report::escape::{plain, row};
use crate::report::page::{Page, wrap};

const INDENT: usize = 13;

/// As wide as the terminal: columns at the right that do not fit are left to the other formats.
pub fn terminal(examined: &Examined<'_>, width: usize) -> String {
    let mut page = Page::new(width, INDENT);
    for line in wrap(&examined.title(), width).into_iter().chain(wrap(&examined.made(), width)) {
        page.line(&line);
    }
    page.blank();
    for finding in findings(examined) {
        page.paragraph(finding.topic, &finding.text);
    }
    page.blank();
    paragraphs(&mut page, "Limits", &limits(examined));
    page.paragraph("Data", &examined.basis());
    paragraphs(&mut page, "Notes", &notes(examined));
    for table in profile_of(examined).into_iter().chain(tables(examined, Extent::Brief)) {
        page.blank();
        let heading = heading(examined, &table);
        write(&mut page, &heading, table, width);
    }
    let reasons = refusals(examined);
    if !reasons.is_empty() {
        page.blank();
        paragraphs(&mut page, "Not given", &reasons);
    }
    page.blank();
    page.paragraph("Everything", "--format csv or json (all pairs, loadings, every unit's profile)");
    page.out
}

fn paragraphs(page: &mut Page, label: &str, texts: &[String]) {
    for (i, text) in texts.iter().enumerate() {
        page.paragraph(if i == 0 { label } else { "" }, text);
    }
}

fn notes(examined: &Examined<'_>) -> Vec<String> {
    match &examined.source {
        Source::Peers { borrowed, .. } => borrowed.clone(),
        Source::Table { .. } => Vec::new(),
    }
}

fn profile_of(examined: &Examined<'_>) -> Option<Table> {
    profile::table(examined, examined.unit?)
}

fn heading(examined: &Examined<'_>, table: &Table) -> String {
    match examined.unit.filter(|_| table.title == "Profile").and_then(|u| examined.structure.sample.units.get(u)) {
        Some(unit) => match &unit.name {
            Some(name) => format!("Profile of {} ({name})", unit.code),
            None => format!("Profile of {}", unit.code),
        },
        None => table.title.to_owned(),
    }
}

fn write(page: &mut Page, heading: &str, table: Table, width: usize) {
    let Table { words, header, rows, texts, left_out, .. } = table;
    let more = if left_out > 0 { format!(" ({left_out} more rows: --format csv)") } else { String::new() };
    page.line(&format!("{heading}{more}"));
    let mut all: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
    let columns = all.first().map_or(0, Vec::len);
    let widest =
        |all: &[Vec<String>], i: usize| all.iter().filter_map(|r| r.get(i)).map(|c| c.width()).max().unwrap_or(0);
    // Two spaces between columns, two before the first.
    let mut fitting = columns;
    while fitting > texts + 1 && (0..fitting).map(|i| widest(&all, i) + 2).sum::<usize>() > width {
        fitting -= 1;
    }
    let widths: Vec<usize> = (0..fitting).map(|i| widest(&all, i)).collect();
    for row in &mut all {
        let cells = row.iter().zip(&widths).enumerate().map(|(i, (cell, width))| {
            let pad = " ".repeat(width.saturating_sub(cell.width()));
            if i < texts { format!("  {cell}{pad}") } else { format!("  {pad}{cell}") }
        });
        page.line(&cells.collect::<String>());
    }
    for line in wrap(words, width.saturating_sub(2)) {
        page.line(&format!("  {line}"));
    }
}

/// Every table in full, but of the pairs those that stand out.
pub fn markdown(examined: &Examined<'_>) -> String {
    let mut out = format!("# {}\n\n{}\n\n", plain(&examined.title()), plain(&examined.made()));
    out += &format!("Data: {}\n\n## What stands out\n\n", plain(&examined.basis()));
    out.extend(findings(examined).iter().map(|f| format!("- **{}.** {}\n", f.topic, plain(&f.text))));
    let limits: Vec<String> = limits(examined).into_iter().chain(notes(examined)).collect();
    if !limits.is_empty() {
        out += "\n## What cannot be inferred\n\n";
        out.extend(limits.iter().map(|l| format!("- {}\n", plain(l))));
    }
    for table in profile_of(examined).into_iter().chain(tables(examined, Extent::Full)) {
        out += &format!("\n## {}\n\n{}.\n\n", plain(&heading(examined, &table)), plain(table.words));
        out += &row(&table.header);
        let rule = |i: usize| if i < table.texts { "---" } else { "---:" };
        out += &format!("| {} |\n", (0..table.header.len()).map(rule).collect::<Vec<_>>().join(" | "));
        out.extend(table.rows.iter().map(|cells| row(cells)));
    }
    let reasons = refusals(examined);
    if !reasons.is_empty() {
        out += "\n## Not given\n\n";
        out.extend(reasons.iter().map(|r| format!("- {}\n", plain(r))));
    }
    out
}
