//! An XLSX workbook for Excel, R or Stata: the page on the first sheet, each of its tables on a sheet of its own whose
//! first row has the heads, and the records, unrounded, on the last. Numbers are numbers, with all their digits, shown
//! as the page rounds them; texts are texts, and none is run as a formula.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::document::{Block, Cell, Document, Notation, Table, Value, wording};

/// Who is said to have made a workbook last; a user who saves it puts another name in its place.
pub const MAKER: &str = "spscore";

/// Why there is no workbook: a table or a text is larger than a sheet or a cell may be.
#[derive(Debug, thiserror::Error)]
#[error("a workbook cannot hold this: {0}")]
pub struct Error(#[from] XlsxError);

/// Names of sheets may have so many characters.
const LONGEST_NAME: usize = 31;
/// Columns are as wide as their texts, in characters, within these bounds.
const WIDTHS: (usize, usize) = (6, 60);

/// The bytes of a workbook; without a page the records alone, on the first sheet. The same arguments give the same
/// bytes.
///
/// # Errors
///
/// Where a table has more than 1,048,575 rows or a text more than 32,767 characters.
pub fn workbook(page: Option<&Document>, records: Option<&Table>) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    // No clock: the earliest date that the file's container can hold.
    let made = ExcelDateTime::from_ymd(1980, 1, 1)?;
    book.set_properties(&DocProperties::new().set_author(MAKER).set_creation_datetime(&made));
    let mut names = Names::default();
    if let Some(page) = page {
        let summary = names.of(page.say(wording::PAGE));
        let tables: Vec<(String, Cow<'_, Table>)> = tables(page).map(|(title, t)| (names.of(&title), t)).collect();
        let sheet = book.add_worksheet().set_name(summary)?;
        text(sheet, page, &tables)?;
        for (name, table) in tables {
            fill(book.add_worksheet().set_name(name)?, &table, &table.shown(false))?;
        }
    }
    if let Some(records) = records {
        let all: Vec<usize> = (0..records.columns.len()).collect();
        fill(
            book.add_worksheet()
                .set_name(names.of(page.map_or(wording::RECORDS, |page| page.say(wording::RECORDS))))?,
            records,
            &all,
        )?;
    }
    Ok(book.save_to_buffer()?)
}

/// The tables of a page, each with its title, or with the heading that it stands under.
///
/// What stands deep in a page is called by the id of its heading too, since the same titles come again there.
fn tables(page: &Document) -> impl Iterator<Item = (String, Cow<'_, Table>)> {
    let (mut heading, mut place) = ("", "");
    page.blocks.iter().filter_map(move |block| match block {
        Block::Heading(own) => {
            heading = &own.text;
            // What has no id belongs to the heading above it.
            if !own.id.is_empty() {
                place = own.id.split_once('.').map_or("", |(_, node)| node);
            }
            None
        }
        Block::Table(table) => {
            let title = match (place, table.title.as_str()) {
                ("", "") => heading.to_owned(),
                ("", title) => title.to_owned(),
                (place, title) => format!("{place} {title}"),
            };
            Some((title, Cow::Borrowed(table)))
        }
        Block::WhatIf(tree) => Some((heading.to_owned(), Cow::Borrowed(&tree.table))),
        _ => None,
    })
}

/// Names of sheets, each given once; in small letters, since a workbook knows no others.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    /// The title as far as a sheet's name may go, with a number behind it where it stands already.
    fn of(&mut self, title: &str) -> String {
        let kept = |c: &char| !"[]:*?/\\'".contains(*c) && !c.is_control();
        let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>().trim().to_owned();
        // Of a path its last part.
        let words: Vec<&str> = title.split(' ').map(|word| word.rsplit('/').next().unwrap_or(word)).collect();
        let title: String = words.join(" ").chars().filter(kept).collect();
        let name = if title.trim().is_empty() { "Table".to_owned() } else { cut(&title, LONGEST_NAME) };
        let numbered = (2..).map(|n| {
            let end = format!(" ({n})");
            cut(&name, LONGEST_NAME - end.chars().count()) + &end
        });
        let free = |name: &String| self.0.insert(name.to_lowercase());
        // There are more numbers than sheets.
        std::iter::once(name.clone()).chain(numbered).find(free).unwrap_or(name)
    }
}

/// What a page says in words, from the top down; where a table stands, the sheet that has it, with its note.
fn text(sheet: &mut Worksheet, page: &Document, tables: &[(String, Cow<'_, Table>)]) -> Result<(), XlsxError> {
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
    sheet.set_column_width(0, 24)?.set_column_width(1, 100)?;
    let mut line = 0;
    let mut put = |label: &str, text: &str| {
        sheet.write_string_with_format(line, 0, label, &bold)?;
        sheet.write_string_with_format(line, 1, text, &wrapped)?;
        line += 1;
        Ok::<(), XlsxError>(())
    };
    let [title, below] = super::head(page, str::to_owned);
    put(&title, "")?;
    put("", &below)?;
    let mut tables = tables.iter();
    for block in &page.blocks {
        match block {
            Block::Heading(heading) => put(&heading.text, "")?,
            Block::Paragraph(text) => put("", text)?,
            Block::Fact { label, text } => put(label, text)?,
            Block::List { label, items } => {
                for (i, item) in items.iter().enumerate() {
                    put(if i == 0 { label } else { "" }, item)?;
                }
            }
            Block::References { label, entries } => {
                for (i, entry) in entries.iter().enumerate() {
                    put(if i == 0 { label } else { "" }, &format!("{}: {}", entry.key, entry.text))?;
                }
            }
            Block::Figure(picture) => put(&picture.file, &picture.caption)?,
            Block::Table(_) | Block::WhatIf(_) => {
                if let Some((name, table)) = tables.next() {
                    put(
                        &table.title,
                        &page.say(wording::SHEET).replace("{name}", name).replace("{note}", &table.note),
                    )?;
                }
            }
            Block::Cited { label, keys } => put(label, &keys.join(", "))?,
            Block::Break => put("", "")?,
        }
    }
    Ok(())
}

/// These columns of a table, from the first row of its sheet on.
fn fill(sheet: &mut Worksheet, table: &Table, columns: &[usize]) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap();
    sheet.set_freeze_panes(1, 0)?;
    let mut formats: BTreeMap<(String, bool, u8), Format> = BTreeMap::new();
    for (at, column) in columns.iter().enumerate() {
        let at = at as u16;
        let title = table.columns.get(*column).map_or("", |c| &c.head);
        sheet.write_string_with_format(0, at, title, &head)?;
        let mut width = title.chars().count().min(16);
        for (line, row) in (1..).zip(&table.rows) {
            let Some(cell) = row.cells.get(*column) else { continue };
            width = width.max(cell.words().chars().count() + row.depth * usize::from(*column == 0));
            let steps = if *column == 0 { u8::try_from(row.depth.min(15)).unwrap_or_default() } else { 0 };
            let format = formats.entry((number_format(cell), row.strong, steps)).or_insert_with_key(|key| {
                let format = Format::new().set_indent(key.2);
                let format = if key.1 { format.set_bold() } else { format };
                if key.0.is_empty() { format } else { format.set_num_format(&key.0) }
            });
            match number(cell) {
                Some(x) => sheet.write_number_with_format(line, at, x, format)?,
                None if cell.is_empty() => sheet,
                None => sheet.write_string_with_format(line, at, cell.words(), format)?,
            };
        }
        sheet.set_column_width(at, (width + 2).clamp(WIDTHS.0, WIDTHS.1) as f64)?;
    }
    Ok(())
}

/// The number of a cell that is one.
fn number(cell: &Cell) -> Option<f64> {
    match &cell.value {
        // An answer of yes or no is a word.
        Value::Number(_, Notation::Unit(unit)) if unit == "yes or no" => None,
        Value::Number(x, _) => Some(*x).filter(|x| x.is_finite()),
        _ => None,
    }
}

/// How the number is shown, in the workbook's own notation; empty where it is shown as it is. A mark stands behind it.
fn number_format(cell: &Cell) -> String {
    let decimals = |n: usize| if n == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(n)) };
    let format = match &cell.value {
        Value::Number(_, Notation::Decimals(n)) => decimals(*n),
        Value::Number(_, Notation::Signed(n)) => format!("+{0};\u{2212}{0};{0}", decimals(*n)),
        Value::Number(_, Notation::Unit(unit)) if unit == "share" => "0.0%".to_owned(),
        Value::Number(x, Notation::Amount | Notation::Unit(_)) if x.abs() >= 10_000.0 => "#,##0".to_owned(),
        Value::Number(_, Notation::Weight) => "0.00".to_owned(),
        _ => String::new(),
    };
    if cell.mark.is_empty() || number(cell).is_none() {
        return format;
    }
    let quoted = format!("\"{}\"", cell.mark.replace('"', ""));
    let format = if format.is_empty() { "General".to_owned() } else { format };
    format.split(';').map(|part| format!("{part}{quoted}")).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_of_their_own() {
        let mut names = Names::default();
        let long = "Where the points of a partnership go, and why";
        let found = [long, "a/ab", "A:B", "", long].map(|title| names.of(title));
        let first = "Where the points of a partnersh";
        assert_eq!(found, [first, "ab", "AB (2)", "Table", "Where the points of a partn (2)"]);
    }

    #[test]
    fn numbers_are_shown_as_a_page_rounds_them() {
        for (cell, format) in [
            (Cell::score(Some(75.25)), "0.0"),
            (Cell::number(41.3, Notation::Signed(1)).marked("*"), "+0.0\"*\";\u{2212}0.0\"*\";0.0\"*\""),
            (Cell::number(0.1, Notation::Unit("share".into())), "0.0%"),
            (Cell::number(123_456.0, Notation::Amount), "#,##0"),
            (Cell::exact(Some(0.1)), ""),
            (Cell::from("=1+1"), ""),
        ] {
            assert_eq!(number_format(&cell), format, "{cell:?}");
        }
    }

    #[test]
    fn the_same_page_gives_the_same_bytes() {
        let mut table = Table::new("Scores", ["unit", "score"], 1);
        table.push([Cell::from("=1+1"), Cell::score(Some(0.1 + 0.2))]);
        let page =
            Document { title: "A page".into(), blocks: vec![Block::Table(table.clone())], ..Document::default() };
        let made = || workbook(Some(&page), Some(&table)).expect("a workbook");
        assert!(made() == made() && made().starts_with(b"PK"));
        let long = Document { blocks: vec![Block::Paragraph("x".repeat(40_000))], ..Document::default() };
        let told = workbook(Some(&long), None).expect_err("too long").to_string();
        assert!(told.starts_with("a workbook cannot hold this: "), "{told}");
    }
}
