//! Tables as spreadsheets save them: semicolons, decimal commas, other encodings, workbooks. They score as plain CSV does.

use std::io::Write;

use crate::support::workdir::{Run, Workdir};

const FRAMEWORK: &str = r#"schema = "spscore-framework/1"
code = "t"
version = "1"
title = "Test"
units = "rows"
[table]
name = "name"
[[node]]
code = "index"
title = "Index"
[[indicator]]
code = "x"
parent = "index"
title = "X"
normalise = "min_max"
[[indicator]]
code = "y"
parent = "index"
title = "Y"
normalise = "min_max"
"#;

const PLAIN: &str = "unit,name,x,y\nA,Côte d'Ivoire,81.873,1204.5\nB,Perú,62.61988125,NA\nC,Österreich,70,-3.25\n";

fn scores(here: &Workdir, args: &[&str]) -> Run {
    let mut all = vec!["evaluate", "--framework", "f.toml", "--format", "csv", "--table"];
    all.extend(args);
    here.run(&all)
}

fn folder() -> Workdir {
    let here = Workdir::new();
    here.write("f.toml", FRAMEWORK);
    here.write("plain.csv", PLAIN);
    here
}

/// The same table with semicolons and decimal commas, in the encoding of an old spreadsheet.
fn european() -> Vec<u8> {
    let text = PLAIN.replace(',', ";").replace('.', ",").replace("1204,5", "1.204,5");
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a character of Latin-1")).collect()
}

#[test]
fn semicolons_decimal_commas_and_windows_1252_are_recognised_and_told() {
    let here = folder();
    here.write("european.csv", european());
    let (plain, european) = (scores(&here, &["plain.csv"]), scores(&here, &["european.csv"]));
    assert_eq!((plain.code, european.code), (0, 0), "{european:?}");
    assert_eq!(european.stdout, plain.stdout);
    assert!(plain.stderr.is_empty(), "{plain:?}");
    assert_eq!(european.stderr, "note: european.csv is read as separated by semicolons, Windows-1252 (Latin-1)\n");
}

#[test]
fn a_number_that_may_be_read_in_two_ways_is_asked_about() {
    let here = folder();
    here.write("t.csv", "unit;name;x;y\nA;a;1;1.961\nB;b;2;2.000\nC;c;4;3.100\n");
    let run = scores(&here, &["t.csv"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stderr.starts_with(
            "t.csv:2:4: error: `1.961` may be read in two ways, and no other number of the table says which\n  hint: say which it is: --decimal , or --decimal .\n"
        ),
        "{run:?}"
    );
    let settled = scores(&here, &["t.csv", "--decimal", ","]);
    assert!(settled.code == 0 && settled.stdout.contains("C,1,100,"), "{settled:?}");
    // Another column says which it is.
    here.write("t.csv", "unit;name;x;y\nA;a;1,5;1.961\nB;b;2,5;3.922\nC;c;3,5;5.883\n");
    let settled = scores(&here, &["t.csv"]);
    assert!(settled.code == 0 && settled.stdout.contains("B,2,50,50,50,"), "{settled:?}");
}

/// A workbook of one sheet, with texts in line and numbers as numbers.
fn workbook() -> Vec<u8> {
    let cell = |text: &str| match text.parse::<f64>() {
        Ok(_) => format!("<c><v>{text}</v></c>"),
        Err(_) => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    let rows: String =
        PLAIN.lines().map(|line| format!("<row>{}</row>", line.split(',').map(cell).collect::<String>())).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("a workbook").into_inner()
}

#[test]
fn a_workbook_scores_as_its_table_does() {
    let here = folder();
    here.write("book.xlsx", workbook());
    let (plain, book) = (scores(&here, &["plain.csv"]), scores(&here, &["book.xlsx"]));
    assert_eq!(book.code, 0, "{book:?}");
    assert_eq!(book.stdout, plain.stdout);
    assert!(book.stderr.starts_with("note: book.xlsx is read as "), "{book:?}");
    let none = scores(&here, &["book.xlsx", "--sheet", "Other"]);
    assert!(none.code == 1 && none.stderr.contains("Data"), "{none:?}");
}
