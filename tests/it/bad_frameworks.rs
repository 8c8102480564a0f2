//! Bad frameworks as data: every file of `tests/data/bad_frameworks` says how it differs from `base.toml` there, and
//! what is reported about it. Places are those of the framework so made, under the name of the case.
//!
//! `BLESS=1 cargo test every_bad_framework_is_told` writes the expectations anew; read the difference before keeping
//! it.

use std::fs;
use std::path::{Path, PathBuf};

use spscore::load::{LoadError, framework_from};
use tempfile::TempDir;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad_frameworks")
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display())).replace("\r\n", "\n")
}

/// The base with the lines replaced that a case names: lines after `#- ` leave, those that follow come in their place.
fn changed(base: &str, case: &str, name: &str) -> String {
    let mut changes: Vec<(String, String)> = Vec::new();
    for line in case.lines().filter(|l| !l.starts_with("# ")) {
        match (line.strip_prefix("#- "), changes.last_mut()) {
            (Some(gone), Some((old, new))) if new.is_empty() => *old += &format!("{gone}\n"),
            (Some(gone), _) => changes.push((format!("{gone}\n"), String::new())),
            (None, Some((_, new))) => *new += &format!("{line}\n"),
            (None, None) => panic!("{name}: `{line}` replaces nothing"),
        }
    }
    let mut made = format!("\n{base}");
    for (old, new) in changes {
        assert_eq!(made.matches(&format!("\n{old}")).count(), 1, "{name}: not one place of the base:\n{old}");
        made = made.replacen(&format!("\n{old}"), &format!("\n{new}"), 1);
    }
    made.split_off(1)
}

/// The problems reported for a framework file of these bytes, with the file name alone.
fn messages(name: &str, bytes: &[u8]) -> String {
    let dir = TempDir::new().expect("a folder for the test");
    let path = dir.path().join(name);
    fs::write(&path, bytes).expect("a file for the test");
    let found = match framework_from(&path) {
        Ok(_) => "nothing is wrong".to_owned(),
        Err(LoadError::Invalid(diagnostics)) => diagnostics.to_string(),
        Err(LoadError::Unreadable(diagnostics)) => format!("unreadable\n{diagnostics}"),
    };
    found.replace(&format!("{}{}", dir.path().display(), std::path::MAIN_SEPARATOR), "")
}

#[test]
fn every_bad_framework_is_reported() {
    let base = text(&folder().join("base.toml"));
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder()).expect("the cases").map(|e| e.expect("a case").path()).collect();
    cases.retain(|path| path.file_name().is_some_and(|name| name != "base.toml"));
    cases.sort();
    let mut wrong = Vec::new();
    for path in &cases {
        let name = path.file_name().expect("a file name").to_string_lossy();
        let case = text(path);
        let input: String = case.lines().filter(|l| !l.starts_with("# expect:")).map(|l| format!("{l}\n")).collect();
        let found = messages(&name, changed(&base, &input, &name).as_bytes());
        if std::env::var_os("BLESS").is_some() {
            let expect: String = found.lines().map(|l| format!("# expect: {l}\n")).collect();
            fs::write(path, format!("{input}{expect}")).expect("the case to be written");
        }
        let case = text(path);
        let expected: Vec<&str> = case.lines().filter_map(|l| l.strip_prefix("# expect: ")).collect();
        if found.lines().ne(expected.iter().copied()) {
            wrong.push(format!("== {name}\n-- expected\n{}\n-- found\n{found}\n", expected.join("\n")));
        }
    }
    assert!(cases.len() >= 45, "only {} cases were found", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_base_is_a_good_framework() {
    let framework = framework_from(&folder().join("base.toml")).unwrap_or_else(|e| panic!("{e}"));
    let tree = framework.index();
    let codes: Vec<&str> = tree.nodes.iter().map(|n| n.code.as_str()).collect();
    let tree =
        ["form", "status", "content", "areas", "arms_preference", "arms_share", "naming", "naming_ab", "naming_ba"];
    assert_eq!(codes, tree, "parents stand before their children, siblings as in the file");
}

#[test]
fn an_empty_file_and_a_blank_one_are_reported() {
    for bytes in [&b""[..], b"\n  \n", b"\xEF\xBB\xBF"] {
        let messages = messages("empty.toml", bytes);
        assert!(messages.starts_with("empty.toml: error: the file is empty\n  hint: "), "{messages}");
        assert!(messages.ends_with("1 error in 1 file"), "{messages}");
    }
}

#[test]
fn a_byte_that_is_not_utf8_has_a_place() {
    let base = text(&folder().join("base.toml"));
    let (before, after) = base.split_once("title = \"A small").expect("the title");
    let bytes = [before.as_bytes(), b"title = \"\xC3\xA9t\xE9", after.as_bytes()].concat();
    let line = before.lines().count() + 1;
    let messages = messages("latin1.toml", &bytes);
    assert!(
        messages.starts_with(&format!("latin1.toml:{line}:12: error: this byte is not valid UTF-8\n")),
        "{messages}"
    );
    assert!(messages.ends_with("1 error in 1 file"), "{messages}");
}

#[test]
fn bom_and_crlf_give_the_same_framework() {
    let base = text(&folder().join("base.toml"));
    let foreign = format!("\u{feff}{}", base.replace('\n', "\r\n"));
    let dir = TempDir::new().expect("a folder for the test");
    let [usual, unusual] = [("usual.toml", &base), ("unusual.toml", &foreign)].map(|(name, text)| {
        let path = dir.path().join(name);
        fs::write(&path, text).expect("a file for the test");
        format!("{:#?}", framework_from(&path).unwrap_or_else(|e| panic!("{e}")))
    });
    assert_eq!(usual, unusual, "the fingerprint too is the same");
}

#[test]
fn places_do_not_depend_on_line_ends() {
    let base = text(&folder().join("base.toml")).replace("weight = 0.4", "weight = 0.5");
    let messages = |text: &str| messages("base.toml", text.as_bytes());
    assert_eq!(messages(&base), messages(&format!("\u{feff}{}", base.replace('\n', "\r\n"))));
    assert!(messages(&base).contains("sum to 1.1, not to 1"), "{}", messages(&base));
}

#[test]
fn a_file_that_is_not_there_is_unreadable() {
    for (path, why) in [("nowhere.toml", "no such file or directory"), (".", "is a directory")] {
        match framework_from(&folder().join(path)) {
            Err(LoadError::Unreadable(d)) => assert!(d.to_string().contains(why), "{d}"),
            other => panic!("{other:?}"),
        }
    }
}
