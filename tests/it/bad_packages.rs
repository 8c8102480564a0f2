//! Bad input as data: every folder of `tests/data/bad` holds the files in which a package differs from
//! `tests/data/tiny`, and `expected.txt`, the messages about it.
//!
//! `BLESS=1 cargo test every_bad_package_is_told` writes the expectations anew; read the difference before keeping it.

use std::fs;
use std::path::{Path, PathBuf};

use spscore::load::{LoadError, embedded_package, package_from, record_at};
use spscore::model::Package;
use tempfile::TempDir;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The names and contents of the files in a folder, sorted.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(dir)
        .unwrap_or_else(|e| panic!("{}: {e}", dir.display()))
        .map(|entry| entry.expect("an entry of the folder").path())
        .map(|path| {
            let name = path.file_name().expect("a file name").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("a file that can be read"))
        })
        .collect();
    files.sort();
    files
}

/// A folder with these files; later ones replace earlier ones.
fn folder<'a>(files: impl IntoIterator<Item = &'a (String, Vec<u8>)>) -> TempDir {
    let dir = TempDir::new().expect("a folder for the test");
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).expect("a file for the test");
    }
    dir
}

/// The messages about the package in `dir`, with file names as seen from there.
fn messages(dir: &Path) -> String {
    let (kind, diagnostics) = match package_from(dir) {
        Ok(_) => return "nothing is wrong\n".to_owned(),
        Err(LoadError::Invalid(diagnostics)) => ("invalid", diagnostics),
        Err(LoadError::Unreadable(diagnostics)) => ("unreadable", diagnostics),
    };
    let here = format!("{}{}", dir.display(), std::path::MAIN_SEPARATOR);
    format!("{kind}\n{diagnostics}\n").replace(&here, "")
}

/// Everything of a package but the texts, whose line ends and file names differ.
fn content(mut package: Package) -> String {
    package.texts.clear();
    let names = package.parties.names().join(" ");
    let parties: Vec<_> = package.parties.iter().map(|(_, p)| p.clone()).collect();
    let memberships = package.parties.memberships().to_vec();
    package.parties = Default::default();
    format!("{names}\n{parties:#?}\n{memberships:#?}\n{package:#?}")
}

#[test]
fn every_bad_package_is_reported() {
    let tiny = files(&data("tiny"));
    let mut cases: Vec<PathBuf> =
        fs::read_dir(data("bad")).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    let mut wrong = Vec::new();
    for case in &cases {
        let overlay: Vec<_> = files(case).into_iter().filter(|(name, _)| name != "expected.txt").collect();
        let found = messages(folder(tiny.iter().chain(&overlay)).path());
        let expected_file = case.join("expected.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expected_file, &found).expect("expected.txt to be written");
        }
        let expected = fs::read_to_string(&expected_file).unwrap_or_default().replace("\r\n", "\n");
        if found != expected {
            wrong.push(format!("== {}\n-- expected\n{expected}\n-- found\n{found}", case.display()));
        }
    }
    assert!(cases.len() >= 30, "only {} cases were found", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tiny_is_a_good_package() {
    let package = package_from(&data("tiny")).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((package.name.as_str(), package.version.as_str()), ("tiny", "0.1.0"));
    assert_eq!((package.parties.len(), package.trade.len(), package.votes.len(), package.codings.len()), (5, 8, 3, 2));
    let source = package.sources.get("printed-2024").expect("the article");
    let reference = "Doe, Jane and Roe, Richard (2024). Form & content. A Journal 7, 1–20. https://doi.org/10.1000/182";
    assert_eq!(source.reference, reference);
}

#[test]
fn a_row_leads_back_to_its_text() {
    use spscore::model::Table;
    let package = package_from(&data("tiny")).unwrap_or_else(|e| panic!("{e}"));
    let text = |table| package.texts.get(&table).map(|t| t.text.as_ref()).unwrap_or_default();
    let no_rcep = package.institutions.last().expect("the last institution");
    let fields = record_at(text(Table::Institutions), no_rcep.line).expect("its row");
    assert_eq!(no_rcep.line, 5, "a quotation above runs over two lines");
    assert!(fields.contains(&("note".to_owned(), "not in the list of members".to_owned())), "{fields:?}");
}

#[test]
fn bom_and_crlf_are_accepted_and_give_the_same_package() {
    let tiny = files(&data("tiny"));
    let foreign: Vec<(String, Vec<u8>)> = tiny
        .iter()
        .map(|(name, bytes)| {
            let text = String::from_utf8_lossy(bytes).replace('\n', "\r\n");
            (name.clone(), format!("\u{feff}{text}").into_bytes())
        })
        .collect();
    let read = |files| content(package_from(folder(files).path()).unwrap_or_else(|e| panic!("{e}")));
    assert_eq!(read(&tiny), read(&foreign));
}

#[test]
fn columns_may_stand_in_any_order_and_blank_lines_and_spaces_do_not_matter() {
    let tiny = files(&data("tiny"));
    let arms = "\n source ,x_note,year,supplier,tiv_million,recipient\n\n\
                made-up,a,2019 , CHN,12.5,IDN\nmade-up,b,2019,REST, 40 ,VNM\n\nmade-up,,2019,RUS,86.25,VNM";
    let other = [("arms.csv".to_owned(), arms.as_bytes().to_vec())];
    let read = |dir: TempDir| package_from(dir.path()).unwrap_or_else(|e| panic!("{e}")).arms;
    let (usual, unusual) = (read(folder(&tiny)), read(folder(tiny.iter().chain(&other))));
    let figures = |rows: &[spscore::model::records::ArmsFlow]| -> Vec<_> {
        rows.iter().map(|r| (r.supplier, r.recipient, r.year, r.tiv_million.to_bits())).collect()
    };
    assert_eq!(figures(&usual), figures(&unusual));
    assert_eq!(unusual.iter().map(|r| r.line).collect::<Vec<_>>(), [4, 5, 7]);
}

#[test]
fn tables_but_the_parties_may_be_left_out() {
    let descriptor = r#"{"name": "bare", "version": "1", "resources": [
        {"name": "parties", "path": "parties.csv"}, {"name": "sources", "path": "sources.bib"}]}"#;
    let bare = [("datapackage.json".to_owned(), descriptor.as_bytes().to_vec())];
    let package =
        package_from(folder(files(&data("tiny")).iter().chain(&bare)).path()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((package.parties.len(), package.trade.len(), package.title.as_str()), (5, 0, "bare"));
}

#[test]
fn a_folder_that_is_not_there_is_unreadable() {
    for (path, why) in [("nowhere", "no such file or directory"), ("tiny/trade.csv", "it is a file; name the folder")] {
        match package_from(&data(path)) {
            Err(LoadError::Unreadable(d)) => assert!(d.to_string().contains(why), "{d}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_built_in_package_is_the_one_in_datasets() {
    let embedded = embedded_package().unwrap_or_else(|e| panic!("{e}"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/asean");
    let on_disk = package_from(&folder).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(embedded.sha256, on_disk.sha256);
    assert_eq!(content(embedded), content(on_disk));
}
