//! The house rules that the compiler does not keep: which room may know which, and what stays out of a room.
//!
//! Comments do not count; unit tests do, since they are compiled into the same room.

mod circles;

use std::fs;
use std::path::{Path, PathBuf};

/// A source file: its path below `src/`, the room it stands in, and its lines without comments.
struct Source {
    path: String,
    room: String,
    lines: Vec<String>,
    length: usize,
}

fn sources() -> Vec<Source> {
    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    assert!(paths.len() > 60, "only {} sources", paths.len());
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a source in UTF-8");
        let below = path.strip_prefix(&root).expect("a path below src");
        let path = below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let room = path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        let lines = text.lines().filter(|l| !l.trim_start().starts_with("//"));
        let lines = lines.map(|l| l.split(" // ").next().unwrap_or_default().to_owned()).collect();
        Source { path, room, lines, length: text.lines().count() }
    };
    paths.into_iter().map(read).collect()
}

/// The rooms and what they may know; everybody may know themselves.
const ROOMS: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("files", &[]),
    ("progress", &[]),
    ("model", &["diagnostic"]),
    ("load", &["model", "sheet", "files", "diagnostic"]),
    ("sheet", &["files", "diagnostic"]),
    ("import", &["progress", "sheet", "files", "model", "diagnostic", "text"]),
    ("statistics", &[]),
    ("measure", &["model", "statistics"]),
    ("scoring", &["model", "statistics"]),
    ("scaffold", &["load", "model", "diagnostic"]),
    ("text", &["progress", "sheet", "files", "model", "statistics", "diagnostic"]),
    ("analysis", &["progress", "measure", "scoring", "statistics", "model"]),
    ("document", &["model"]),
    ("cite", &["analysis", "document", "model"]),
    ("bundle", &["cite", "scoring", "load", "model"]),
    ("write", &["document", "model"]),
    (
        "report",
        &[
            "bundle",
            "cite",
            "document",
            "import",
            "analysis",
            "measure",
            "scoring",
            "text",
            "statistics",
            "model",
            "diagnostic",
        ],
    ),
    // The numbers printed in a figure are those of the reports: rounded in the same place.
    ("chart", &["document", "analysis", "measure", "scoring", "statistics", "model"]),
    ("publication", &["report", "chart", "cite", "write", "document", "analysis", "load", "progress", "model"]),
    (
        "cli",
        &[
            "analysis",
            "bundle",
            "chart",
            "cite",
            "diagnostic",
            "document",
            "files",
            "import",
            "load",
            "measure",
            "model",
            "progress",
            "publication",
            "report",
            "scaffold",
            "scoring",
            "sheet",
            "statistics",
            "text",
            "write",
        ],
    ),
    ("lib", &[]),
];

/// The word that begins here: a room's name after `crate::`.
fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[test]
fn arrows_point_only_downward() {
    let mut wrong = Vec::new();
    let mut arrows = 0;
    for source in sources().iter().filter(|s| s.room != "main") {
        let (room, may) = ROOMS.iter().find(|(room, _)| *room == source.room).unwrap_or_else(|| {
            panic!("src/{}: a room without a rule; add it to ROOMS and to ARCHITECTURE.md", source.path)
        });
        for line in &source.lines {
            for (at, _) in line.match_indices("crate::") {
                let known = word(&line[at + "crate::".len()..]);
                arrows += 1;
                let number =
                    *room != "chart" || known != "document" || line[at..].starts_with("crate::document::number");
                if (known != *room && !may.contains(&known)) || !number {
                    wrong.push(format!("src/{}: {room} may not know {known}: {}", source.path, line.trim()));
                }
            }
        }
    }
    assert!(arrows > 100, "only {arrows} arrows were found: is this test still reading the sources?");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ways round the rule above: a list of rooms after `crate::`, the crate by its own name, `super` out of the room.
#[test]
fn arrows_are_drawn_in_one_way() {
    for source in sources() {
        let depth = source.path.matches('/').count();
        let entrance = source.path.ends_with("/mod.rs");
        let mut in_tests = false;
        for line in &source.lines {
            in_tests |= line.contains("#[cfg(test)]");
            let list = line.contains("crate::{") || line.contains("crate::*") || line.contains("crate as ");
            assert!(!list, "src/{}: one room a line: {line}", source.path);
            let by_name = line.contains("spscore::") && source.room != "main";
            assert!(!by_name, "src/{}: write crate:: {line}", source.path);
            let out = line.contains("super::super::") || (line.contains("super::") && (entrance || depth == 0));
            assert!(!out || in_tests, "src/{}: `super` leads out of the room: {line}", source.path);
        }
    }
}

/// What may stand only in some places, as paths below `src/` begin.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("cli::run", &["main.rs"]),
    // Frames group large tables, read those of the world, and write the results that are as large.
    ("polars", &["measure/pool.rs", "load/world/", "write/columns.rs"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("plotters", &["chart/"]),
    ("terminal_size", &["cli/"]),
    ("anstream", &["cli/"]),
    ("anstyle", &["write/terminal.rs"]),
    ("calamine", &["sheet/workbook.rs"]),
    ("encoding_rs", &["sheet/encoding.rs", "text/"]),
    ("rust_xlsxwriter", &["write/workbook.rs"]),
    ("comfy_table", &[]),
    ("toml::", &["load/", "import/map.rs"]),
    ("biblatex", &["load/", "cite/"]),
    ("hayagriva", &["cite/style.rs"]),
    // The methods of a framework file read themselves from it, and say so in its schema: they are the words of the
    // file.
    ("schemars", &["load/", "model/method/"]),
    ("strsim", &["load/", "model/countries.rs"]),
    ("unicode_normalization", &["model/countries.rs", "text/normalise.rs"]),
    ("regex_syntax", &["load/", "text/"]),
    ("regex_automata", &["text/"]),
    ("html5gum", &["text/extract/html.rs"]),
    ("quick_xml", &["text/extract/docx.rs", "write/docx/mod.rs"]),
    ("zip::", &["text/extract/docx.rs", "cli/output/workbook.rs", "write/docx/mod.rs", "bundle/archive.rs"]),
    ("lopdf", &["text/extract/pdf.rs"]),
    (
        "serde",
        &[
            "load/",
            "import/",
            "model/method/",
            "report/",
            "scaffold/",
            "cite/",
            "bundle/",
            "write/html/what_if.rs",
            "cli/",
        ],
    ),
    ("base64", &["write/html/"]),
    ("zmij", &["document/number.rs"]),
    (
        "csv::",
        &[
            "load/",
            "sheet/",
            "import/",
            "model/countries.rs",
            "scaffold/",
            "write/",
            "report/rating/steps.rs",
            "chart/table.rs",
            "cli/",
        ],
    ),
    ("nalgebra", &["scoring/", "statistics/"]),
    ("statrs", &["statistics/"]),
    ("microlp", &["statistics/linear_programme.rs"]),
    ("resvg", &["chart/font.rs", "chart/pages.rs"]),
    ("svg2pdf", &["chart/pages.rs"]),
    ("ttf_parser", &["chart/font.rs"]),
    // Coordinates are cut to hundredths of a millimetre in one place.
    ("<svg", &["chart/canvas.rs"]),
    ("chart::", &["cli/plot", "publication/"]),
    // Reading is for load, writing for cli alone.
    (
        "std::fs",
        &[
            "files.rs",
            "load/files.rs",
            "load/mod.rs",
            "sheet/blocks.rs",
            "import/folder.rs",
            "text/files.rs",
            "cli/output/",
        ],
    ),
    ("fs::write", &[]),
    ("File::", &[]),
    ("OpenOptions", &["cli/output/", "files.rs"]),
    ("tempfile", &["cli/output/"]),
    ("io::Write", &["cli/output/"]),
    ("io::{self, Read, Write", &["cli/output/"]),
    ("println!", &[]),
    ("print!(", &[]),
    ("dbg!", &[]),
    // No clock and no surroundings; threads of its own only where files are read and where a series of windows is
    // scored. A left file is a day old: two times of one folder are compared, none is asked for.
    ("std::time", &["cli/output/temporary.rs", "cli/freeze.rs"]),
    ("std::env", &[]),
    // Chance is drawn in a multiverse and its samples, and in the designs and resamples of sensitivity analysis; always
    // from a written seed.
    ("rand::", &[]),
    (
        "rand_chacha",
        &[
            "analysis/multiverse/",
            "analysis/uncertainty/",
            "statistics/concordance.rs",
            "statistics/reliability.rs",
            "statistics/resample.rs",
            "statistics/uniform.rs",
            "statistics/sobol/",
            "statistics/weight_draws.rs",
        ],
    ),
    ("rand_distr", &["analysis/multiverse/"]),
    ("sobol_burley", &["statistics/sobol/"]),
    (
        "rayon",
        &["analysis/", "statistics/", "load/plain.rs", "import/provider/baci.rs", "report/rating/steps.rs", "text/"],
    ),
    ("indicatif", &["cli/progress.rs"]),
    ("std::thread", &["load/package.rs", "analysis/timeline.rs"]),
    ("std::process", &["main.rs", "cli/mod.rs", "cli/output/temporary.rs"]),
];

#[test]
fn what_belongs_to_one_room_stays_there() {
    let sources = sources();
    for (thing, places) in ONLY_IN.iter().copied() {
        for source in sources.iter().filter(|s| !places.iter().any(|p| s.path.starts_with(p))) {
            let line = source.lines.iter().find(|l| l.contains(thing));
            assert!(line.is_none(), "src/{}: `{thing}` may stand only in {places:?}: {line:?}", source.path);
        }
    }
}

/// A format with a precision, such as `{x:.1}`.
fn rounds(line: &str) -> bool {
    let holes = line.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    holes.into_iter().any(|hole| hole.contains(":.") || hole.contains(":>.") || hole.contains(":+."))
}

/// Results are rounded in document/number alone. Elsewhere numbers are cut only for words: the working of a
/// measurement, a warning, a diagnostic's sum, the lines under a fingerprint, the cells of a bar, and the coordinates
/// of a figure; and a sentence asks whether its rounded numbers fit one another.
#[test]
fn one_place_rounds_results() {
    let words = ["chart/canvas.rs", "model/digits.rs", "measure/", "analysis/warnings.rs", "analysis/anchors.rs"];
    let sums = ["load/tree.rs", "load/votes.rs", "write/terminal.rs", "report/answer.rs"];
    for source in sources().iter().filter(|s| s.path != "document/number.rs") {
        for line in &source.lines {
            let said = rounds(line) && !words.iter().any(|w| source.path.starts_with(w));
            let cut = line.contains(".round()") && !sums.contains(&source.path.as_str());
            assert!(!said && !cut, "src/{}: rounded outside document/number: {line}", source.path);
        }
    }
    assert!(rounds("format!(\"{z:.1}\")") && rounds("format!(\"{:.decimals$}\")") && !rounds("{ a..b }"));
}

#[test]
fn files_are_short_and_named_after_nouns() {
    const LONGEST: usize = 420;
    const NO_NAMES: [&str; 8] = ["utils", "util", "helpers", "helper", "common", "types", "core", "manager"];
    for source in sources() {
        assert!(source.length <= LONGEST, "src/{} has {} lines, more than {LONGEST}", source.path, source.length);
        for part in source.path.trim_end_matches(".rs").split('/') {
            assert!(!NO_NAMES.contains(&part), "src/{}: `{part}` says nothing of what is in it", source.path);
        }
        let inline = source.lines.iter().filter_map(|l| l.trim().trim_start_matches("pub ").strip_prefix("mod "));
        for name in inline.map(word) {
            assert!(!NO_NAMES.contains(&name), "src/{}: `mod {name}` says nothing of what is in it", source.path);
        }
    }
}

#[test]
fn every_file_begins_by_saying_what_it_is_for() {
    for source in sources() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(&source.path);
        let text = fs::read_to_string(path).expect("a source");
        assert!(text.starts_with("//! "), "src/{} begins without a word on its purpose", source.path);
    }
}
