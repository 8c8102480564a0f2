//! Every parser as a function of bytes: it ends with a value or with problems, and never with a panic. The fuzzer
//! (`fuzz/`, CONTRIBUTING.md) calls the same functions; what it found, and what stands for each layout, is the corpus
//! in `tests/data/corpus`, which runs here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use spscore::bundle::{Lock, archive};
use spscore::import::verbs::{Request, import};
use spscore::model::{Framework, Package};
use spscore::progress::Silent;
use spscore::sheet::{ReadOptions, from_bytes};
use spscore::text::codebook::Codebook;
use spscore::text::matcher::{Matcher, Words};
use spscore::text::patterns::{Issues, Patterns};
use spscore::text::rows::Rows;
use spscore::{load, scoring};

/// A parser and its name, which is that of its folder in the corpus.
pub type Parser = (&'static str, fn(&[u8]));

pub const PARSERS: [Parser; 9] = [
    ("archive", bundle_archive),
    ("claims", claims),
    ("codebook", codebook),
    ("download", download),
    ("framework", framework),
    ("package", package),
    ("patterns", search_patterns),
    ("sheet", sheet),
    ("table", table),
];

/// The data of the tests, from the package itself and from that of the fuzzer below it.
fn data() -> PathBuf {
    let of = |folder: &Path| folder.join("tests/data");
    let mut folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(of);
    folders.find(|folder| folder.is_dir()).expect("the data of the tests")
}

/// The framework that the program is built with, and its package.
static BUILT_IN: LazyLock<(Framework, Package)> = LazyLock::new(|| {
    let declared = load::framework_from(Path::new("korolev")).expect("a framework");
    (scoring::settle(declared).expect("a settled framework"), load::embedded_package().expect("a package"))
});

/// The tiny package of the tests.
static TINY: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| load::package_texts(Some(&data().join("tiny"))).expect("a package"));

/// A framework for partnerships.
pub fn framework(bytes: &[u8]) {
    if let Ok(declared) = load::framework_of("framework.toml", &String::from_utf8_lossy(bytes)) {
        let _ = scoring::settle(declared);
    }
}

/// A package in which one file is another: its name stands in the first line.
pub fn package(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (name, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let mut texts = TINY.clone();
    texts.insert(name.trim().to_owned(), rest.to_owned());
    let _ = load::package_of("package", texts);
}

/// What a paper claims.
pub fn claims(bytes: &[u8]) {
    let (framework, package) = &*BUILT_IN;
    let _ = load::parse_claims("claims.toml", &String::from_utf8_lossy(bytes), package, framework);
}

/// A sheet of text cells, from CSV or a workbook.
pub fn sheet(bytes: &[u8]) {
    let _ = from_bytes("sheet", bytes, &ReadOptions::default());
}

/// A table of units: the framework to the first line `---`, then the table.
pub fn table(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (index, units) = text.split_once("\n---\n").unwrap_or((&text, ""));
    let folder = tempfile::tempdir().expect("a folder");
    let [index_file, units_file] = ["index.toml", "units.csv"].map(|name| folder.path().join(name));
    fs::write(&index_file, index).expect("a file");
    fs::write(&units_file, units).expect("a file");
    if let Ok(index) = load::index_from(&index_file) {
        let _ = load::units_from(&units_file, &index);
    }
}

/// A provider's download, brought into the tiny package.
pub fn download(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("download");
    fs::write(&file, bytes).expect("a file");
    let request = Request { files: vec![file], into: data().join("tiny"), ..Request::default() };
    let _ = import(&request, &Silent);
}

/// The archive of a bundle, and its lock.
pub fn bundle_archive(bytes: &[u8]) {
    if let Ok(files) = archive::read(bytes) {
        let _ = Lock::of(&files);
    }
}

/// Patterns that are searched for in texts.
pub fn search_patterns(bytes: &[u8]) {
    let Ok(rows) = Rows::read("patterns.csv", &String::from_utf8_lossy(bytes)) else { return };
    let (patterns, issues) = (Patterns::read(&rows), Issues::read(&rows));
    if patterns.is_err() && issues.is_err() {
        return;
    }
    let none = Patterns { file: String::new(), targets: Vec::new(), patterns: Vec::new() };
    if let Ok(matcher) = Matcher::new(&patterns.unwrap_or(none), &issues.unwrap_or_default(), Words::default()) {
        matcher.scan("South-East Asia and Russia, 2018", &mut matcher.workspace());
    }
}

/// What coders may say.
pub fn codebook(bytes: &[u8]) {
    if let Ok(rows) = Rows::read("codebook.csv", &String::from_utf8_lossy(bytes)) {
        let _ = Codebook::read(&rows);
    }
}

/// The files of a parser's corpus, by name.
#[cfg(test)]
fn corpus(name: &str) -> Vec<PathBuf> {
    let folder = data().join("corpus").join(name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

#[test]
fn no_parser_panics_on_what_is_in_its_corpus() {
    for (name, parse) in PARSERS {
        let files = corpus(name);
        assert!(files.len() >= 3, "{name} has {} files", files.len());
        for file in files {
            let bytes = fs::read(&file).expect("a file");
            // The name of the file is printed where it panics.
            let done = std::panic::catch_unwind(|| parse(&bytes));
            assert!(done.is_ok(), "{} makes {name} panic", file.display());
        }
    }
}
