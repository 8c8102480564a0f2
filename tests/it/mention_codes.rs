//! Sheets go out to coders and come back; what is wrong with them, and with texts and patterns, is told.

use crate::support::workdir::Workdir;
use spscore::text::rows::Rows;

const SPEECHES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mentions/txt");
const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mentions/metadata.csv");

/// The sheet filled in by one coder: the same values in every row, and others for some units.
fn filled(sheet: &str, coder: &str, values: &str, others: &[(&str, &str)]) -> String {
    let mut lines = sheet.lines();
    let mut out = format!("{}\n", lines.next().expect("a header"));
    for line in lines {
        let (head, empty) = line.split_at(line.len() - ",,,,,,".len());
        assert_eq!(empty, ",,,,,,", "five codes and a note: {line}");
        let given = others.iter().find(|(unit, _)| line.contains(unit)).map_or(values, |(_, given)| given);
        out += &format!("{coder}{head},{given},\n");
    }
    out
}

fn sheet(dir: &Workdir) -> String {
    let run = dir.run(&[
        "mentions",
        "sheet",
        SPEECHES,
        "--metadata",
        METADATA,
        "--target",
        "ASEAN",
        "--speaker",
        "RUS,CHN",
        "-o",
        "sheet.csv",
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    dir.read("sheet.csv")
}

#[test]
fn sheets_go_out_and_come_back_as_rows() {
    let dir = Workdir::new();
    let sheet = sheet(&dir);
    assert!(sheet.starts_with(
        "coder,unit,speaker,target,year,document,sentence,mentions,source,text,valid,list,stance,label,relation,note\n"
    ));
    let units = sheet.lines().count() - 1;
    assert!(units > 3, "{sheet}");
    let first = Rows::read("sheet.csv", &sheet).expect("a sheet").rows[0].field(1).to_owned();
    dir.write("anna.csv", filled(&sheet, "anna", "1,0,1,0,1", &[]));
    dir.write("boris.csv", filled(&sheet, "", "1,0,1,0,1", &[(&first, "0,,,,")]));
    let run = dir.run(&["mentions", "code", "anna.csv", "boris.csv", "--sheet", "sheet.csv", "--format", "csv"]);
    assert_eq!(run.code, 0, "{run:?}");
    let rows = Rows::read("rows", &run.stdout).expect("rows");
    assert_eq!(rows.rows.len(), 2 * units);
    let coder = |row: &spscore::text::rows::Row| row.field(rows.column("coder")).to_owned();
    assert_eq!(rows.rows.iter().take(2).map(coder).collect::<Vec<_>>(), ["anna", "boris"]);
    let boris = &rows.rows[1];
    let codes = ["valid", "list", "stance", "label", "relation"].map(|c| boris.field(rows.column(c)));
    assert_eq!(codes, ["0", "", "", "", ""]);

    let run = dir.run(&["mentions", "reliability", "anna.csv", "boris.csv", "--draws", "100", "--format", "markdown"]);
    assert_eq!(run.code, 0, "{run:?}");
    for part in [
        "Agreement of coders",
        "valid: the value 0 was given 1 time; coefficients hang on these",
        "list: alpha is not defined: every value is the same, so that chance would agree as well",
        &first,
        "1 / 0",
    ] {
        assert!(run.stdout.contains(part), "{part}\n{}", run.stdout);
    }
}

/// Sheets as workbooks, and codes that become rows of a package; the same codes again change nothing.
#[test]
fn workbooks_go_out_and_codes_go_into_a_package() {
    let dir = Workdir::new();
    let csv = sheet(&dir);
    let asked = ["--metadata", METADATA, "--target", "ASEAN", "--speaker", "RUS,CHN"];
    let made = dir.run(&[&["mentions", "sheet", SPEECHES, "-o", "sheet.xlsx"][..], &asked].concat());
    assert_eq!((made.code, made.stderr.as_str()), (0, ""), "{made:?}");
    let read = |name: &str| Rows::open(&dir.path(name), None).unwrap_or_else(|e| panic!("{e}"));
    let (book, text) = (read("sheet.xlsx"), read("sheet.csv"));
    assert_eq!((&book.header, book.rows.len()), (&text.header, text.rows.len()));
    for (one, other) in book.rows.iter().zip(&text.rows) {
        (0..book.header.len()).for_each(|column| assert_eq!(one.field(column), other.field(column)));
    }
    dir.write("anna.csv", filled(&csv, "anna", "1,0,1,0,1", &[]));
    assert_eq!(dir.run(&["new", "mine", "--parties", "RUS,CHN,ASEAN"]).code, 0);
    let put = ["mentions", "code", "anna.csv", "--sheet", "sheet.xlsx", "--into", "mine"];
    let run = dir.run(&put);
    assert_eq!(run.code, 0, "{run:?}");
    let rows = Rows::open(&dir.path("mine/coded_mentions.csv"), None).expect("rows");
    assert_eq!(rows.rows.len(), text.rows.len());
    assert!(dir.read("mine/datapackage.json").contains("sentences coded by anna, codebook patterns/codebook.csv"));
    let before = dir.read("mine/coded_mentions.csv");
    assert_eq!(dir.run(&put).code, 0);
    assert_eq!(dir.read("mine/coded_mentions.csv"), before);
    dir.write("anna.csv", filled(&csv, "anna", "1,0,2,0,1", &[]));
    assert_eq!(dir.run(&put).code, 1, "another code is no second value");
    assert_eq!(dir.run(&[&put[..], &["--replace"]].concat()).code, 0);
    assert_ne!(dir.read("mine/coded_mentions.csv"), before);
    dir.write("book.csv", "code,level,values\nstance,ordinal,0|1|2\n");
    let other = dir.run(&["mentions", "code", "anna.csv", "--codebook", "book.csv", "--into", "mine"]);
    assert!(other.code == 2 && other.stderr.contains("the codebook has no code `valid`"), "{other:?}");
}

/// The codes of the built-in package, as two sheets: the coefficients that stand in its description.
#[test]
fn the_coders_of_the_package_agree_as_it_says() {
    let dir = Workdir::new();
    let coded = include_str!("../../datasets/asean/coded_mentions.csv");
    let table = Rows::read("coded_mentions.csv", coded).expect("a table");
    let columns = ["coder", "unit", "document", "sentence", "valid", "list", "stance", "label", "relation"];
    for coder in ["machine-a", "machine-b"] {
        let mut sheet = columns.join(",") + "\n";
        for row in table.rows.iter().filter(|r| r.field(table.column("coder")) == coder) {
            sheet += &(columns.map(|c| row.field(table.column(c))).join(",") + "\n");
        }
        dir.write(&format!("{coder}.csv"), sheet);
    }
    let run =
        dir.run(&["mentions", "reliability", "machine-a.csv", "machine-b.csv", "--draws", "100", "--format", "csv"]);
    assert_eq!(run.code, 0, "{run:?}");
    let found = Rows::read("out", &run.stdout).expect("records");
    let of = |code: &str, column: &str| -> f64 {
        let row = found.rows.iter().find(|r| r.field(found.column("code")) == code).expect("the code");
        row.field(found.column(column)).parse().expect("a number")
    };
    let two = |x: f64| format!("{x:.3}");
    assert_eq!(two(of("valid", "percent_agreement")), "0.985");
    assert_eq!(two(of("stance", "percent_agreement")), "0.955");
    assert_eq!(two(of("valid", "percent_agreement_by_sentence")), "0.979");
    assert_eq!(two(of("stance", "percent_agreement_by_sentence")), "0.959");
    assert!(
        (of("valid", "alpha_nominal") - 0.95).abs() < 0.005 && (of("stance", "alpha_ordinal") - 0.97).abs() < 0.005
    );
    assert_eq!(of("list", "cohens_kappa"), 1.0);
}

#[test]
fn sheets_that_do_not_fit_are_told() {
    let dir = Workdir::new();
    let sheet = sheet(&dir);
    let first = Rows::read("sheet.csv", &sheet).expect("a sheet").rows[0].field(1).to_owned();
    dir.write("anna.csv", filled(&sheet, "anna", "1,0,7,0,1", &[(&first, "0,1,,,")]));
    dir.write("boris.csv", filled(&sheet, "anna", "1,0,1,0,1", &[]).replace(&first, "elsewhere"));
    dir.write("carl.csv", filled(&sheet, "carl", "1,0,1,0,1", &[]).replace(&first, "elsewhere"));
    let run = dir.run(&["mentions", "code", "anna.csv", "boris.csv", "carl.csv", "--sheet", "sheet.csv"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
    for part in [
        "anna.csv:2:",
        "error: `list` is coded although `valid` is 0",
        "error: `7` is not a value of the code `stance`",
        "hint: one of: -1, 0, 1, 2",
        "boris.csv: error: two coders have the name `anna`: the other sheet is anna.csv",
        "error: unit `elsewhere` is not on the sheet that was sent out",
    ] {
        assert!(run.stderr.contains(part), "{part}\n{}", run.stderr);
    }
}

#[test]
fn texts_that_cannot_be_counted_are_told() {
    let dir = Workdir::new();
    dir.write("lfs.txt", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
    dir.write("latin.txt", b"Fine.\nCaf\xE9\n");
    dir.write("scan.pdf", "%PDF-1.4\nnothing\n");
    dir.write("good.txt", "ASEAN.\n");
    dir.write(
        "metadata.csv",
        "file,speaker,year\nlfs.txt,RUS,2019\nlatin.txt,RUS,2019\nscan.pdf,RUS,2019\ngood.txt,RUS,20x9\n",
    );
    let run = dir.run(&["mentions", "count", ".", "--metadata", "metadata.csv"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
    assert!(run.stderr.contains("metadata.csv:5:3: error: `20x9` is not a year"), "{}", run.stderr);
    dir.write(
        "metadata.csv",
        "file,speaker,year\nlfs.txt,RUS,2019\nlatin.txt,RUS,2019\nscan.pdf,RUS,2019\ngood.txt,RUS,2019\n",
    );
    let run = dir.run(&["mentions", "count", ".", "--metadata", "metadata.csv", "--format", "csv", "-o", "out.csv"]);
    assert_eq!(run.code, 1, "{run:?}");
    for part in [
        "lfs.txt: error: this is a pointer of Git LFS, not the text itself",
        "latin.txt:2:4: error: this byte is not valid UTF-8",
        "scan.pdf: error: the PDF is broken",
        "3 errors in 3 files; nothing was counted",
    ] {
        assert!(run.stderr.contains(part), "{part}\n{}", run.stderr);
    }
    assert!(!dir.path("out.csv").exists(), "nothing half-written");
    let run = dir.run(&["mentions", "count", "good.txt", "--metadata", "metadata.csv", "--patterns", "russia"]);
    assert_eq!(run.code, 3, "{run:?}");
    let run = dir.run(&["mentions", "count", "good.txt", "--metadata", "metadata.csv", "--group", "X=ASEAN,NOBODY"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("error: group `X`: no pattern names `NOBODY`"), "{}", run.stderr);
}

#[test]
fn russian_texts_are_counted_with_their_endings() {
    let dir = Workdir::new();
    let text = "Страны Юго\u{2011}Восточной\u{a0}Азии и Россия. Российская делегация приветствует АСЕАН. В Южно-Китайском море нет Китая.\n";
    dir.write("a.txt", text);
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    dir.write("b.txt", bytes);
    dir.write("metadata.csv", "file,speaker,year\na.txt,VNM,2019\nb.txt,LAO,2019\n");
    let run =
        dir.run(&["mentions", "count", ".", "--metadata", "metadata.csv", "--patterns", "russian", "--format", "csv"]);
    assert_eq!(run.code, 0, "{run:?}");
    for speaker in ["VNM", "LAO"] {
        for (target, rest) in
            [("SEA", "1,1,1,1,1,0,0"), ("RUS", "1,1,2,2,1,0,1"), ("ASEAN", "1,1,1,1,0,1,0"), ("CHN", "1,1,1,1,1,0,0")]
        {
            assert!(
                run.stdout.contains(&format!("{speaker},{target},2019,{rest}")),
                "{speaker} {target}\n{}",
                run.stdout
            );
        }
    }
}
