//! Complete reports: what they hold, where their links lead, what is committed, and what becomes of bad input.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use spscore::analysis::uncertainty::{DRAWS, Plan, SEED};
use spscore::analysis::verbs::CompleteRequest;
use spscore::load;
use spscore::model::language::Language;
use spscore::model::{Framework, Package, Partnership};
use spscore::progress::Silent;
use spscore::publication::{self, Format, Publication, ReportRequest};

use crate::support::settled::framework_from;
use crate::support::workdir::Workdir;

static FRAMEWORK: LazyLock<Framework> = LazyLock::new(|| framework_from(Path::new("korolev")).expect("it"));
static PACKAGE: LazyLock<Package> = LazyLock::new(|| load::embedded_package().expect("the built-in package"));

/// A report as the program makes it, with so many draws and base points.
pub fn report(slugs: &[&str], formats: &[Format], draws: usize, base_points: Option<usize>) -> Publication {
    report_in(None, slugs, formats, (draws, base_points))
}

/// The same in a language; in English where there is none.
pub fn report_in(
    language: Option<Language>,
    slugs: &[&str],
    formats: &[Format],
    (draws, base_points): (usize, Option<usize>),
) -> Publication {
    let of = |slug: &&str| -> Partnership { PACKAGE.parties.partnership(slug).expect("a partnership") };
    let request = ReportRequest {
        of: CompleteRequest {
            partnerships: slugs.iter().map(of).collect(),
            window: FRAMEWORK.window,
            plan: Plan { draws, seed: SEED },
            base_points,
        },
        formats: formats.to_vec(),
        command: format!("spscore report {} --out DIR", slugs.join(" ")),
        language,
    };
    publication::report(&FRAMEWORK, &PACKAGE, &request, &Silent).expect("a report")
}

/// A report of Russia and ASEAN in every format, with few draws.
pub static SMALL: LazyLock<Publication> = LazyLock::new(|| report(&["russia-asean"], &Format::ALL, 40, Some(0)));

pub fn file<'a>(publication: &'a Publication, name: &str) -> &'a [u8] {
    let found = publication.files.iter().find(|f| f.name == name);
    &found.unwrap_or_else(|| panic!("no {name}")).bytes
}

pub fn text<'a>(publication: &'a Publication, name: &str) -> &'a str {
    std::str::from_utf8(file(publication, name)).expect("a text")
}

/// The values of an attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let begin = format!(" {attribute}=\"");
    let of = |(at, _): (usize, &str)| page[at + begin.len()..].split('"').next().expect("a value");
    page.match_indices(&begin).map(of).collect()
}

#[test]
fn the_answer_comes_first_and_every_link_leads_somewhere() {
    let page = text(&SMALL, "report.html");
    let answer = page.find("Form (75) exceeds content (34) by 41 points").expect("the answer");
    assert!(answer < page.find("<h2").expect("a section"), "the answer stands below a section");
    let ids = values(page, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "an id stands twice");
    let links: Vec<&str> = values(page, "href").into_iter().filter_map(|to| to.strip_prefix('#')).collect();
    assert!(links.len() > 500, "only {} links", links.len());
    for link in links {
        assert!(unique.contains(link), "#{link} leads nowhere");
    }
    for (_, node, _) in FRAMEWORK.indicators() {
        assert!(unique.contains(format!("russia-asean.{}", node.code).as_str()), "{} has no page", node.code);
    }
}

#[test]
fn nothing_is_fetched_and_the_page_is_small() {
    let page = text(&SMALL, "report.html");
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
    for source in values(page, "src") {
        assert!(source.starts_with("data:"), "{source}");
    }
    assert!(!page.contains("<link") && !page.contains("@import") && !page.contains("url("), "something is fetched");
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    assert_eq!(report(&["russia-asean"], &Format::ALL, 40, Some(0)), *SMALL);
}

#[test]
fn figures_stand_beside_the_texts_that_name_them() {
    let names: BTreeSet<&str> = SMALL.files.iter().map(|f| f.name.as_str()).collect();
    let tex = text(&SMALL, "report.tex");
    for (_, rest) in tex.match_indices("\\detokenize{").map(|(at, m)| (at, &tex[at + m.len()..])) {
        let name = rest.split('}').next().expect("a name");
        assert!(names.contains(name), "report.tex names {name}");
    }
    let markdown = text(&SMALL, "report.md");
    let figures = markdown.lines().filter(|l| l.starts_with("![")).count();
    assert_eq!(figures, 10, "figures of one partnership");
    for line in markdown.lines().filter(|l| l.starts_with("![")) {
        let name = line.rsplit("](<").next().and_then(|rest| rest.strip_suffix(">)")).expect("a name");
        assert!(names.contains(name), "report.md names {name}");
    }
}

/// What is committed under `reports/` is what the program makes today.
#[test]
fn committed_reports_are_what_the_program_makes() {
    let peers: Vec<String> =
        FRAMEWORK.peers.partnerships(&PACKAGE.parties).iter().map(|p| p.slug(&PACKAGE.parties)).collect();
    let peers: Vec<&str> = peers.iter().map(String::as_str).collect();
    let screen = [Format::Html, Format::Markdown];
    let russia = [Format::Html, Format::Latex, Format::Markdown];
    let mut wrong = Vec::new();
    for (folder, slugs, formats) in
        [("russia-asean", &["russia-asean"][..], &russia[..]), ("peers", &peers, &screen[..])]
    {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports").join(folder);
        let made = report(slugs, formats, DRAWS, Some(if slugs.len() == 1 { 256 } else { 0 }));
        // PDF figures are those that the tests of figures hold.
        for file in made.files.iter().filter(|f| !f.name.ends_with(".pdf") && !f.name.ends_with(".csv")) {
            let path = root.join(&file.name);
            if std::env::var_os("BLESS").is_some() {
                fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
                fs::write(&path, &file.bytes).expect("the file");
            } else if fs::read(&path).unwrap_or_default() != file.bytes {
                wrong.push(path.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "these reports are out of date (BLESS=1 makes them anew): {wrong:#?}");
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let here = Workdir::new();
    fs::create_dir(here.path("mine")).expect("a folder");
    here.write("mine/report.html", "my own work");
    let args = ["report", "russia-asean", "--out", "mine", "--format", "markdown", "--draws", "20"];
    let run = here.run(&args).ends_with(2);
    assert_eq!(
        run.stderr,
        "mine: error: it holds files already, and nothing was written\n  hint: take another name, or write over a report there with --force\n"
    );
    assert_eq!(here.read("mine/report.html"), "my own work");
    assert_eq!(fs::read_dir(here.path("mine")).expect("the folder").count(), 1);
}

#[test]
fn bad_command_lines_are_told_before_anything_is_written() {
    let here = Workdir::new();
    for (args, told) in [
        (&["report", "russia-asean"][..], "--out <DIR>"),
        (&["report", "--out", "x"], "required"),
        (&["report", "russia-asan", "--out", "x"], "did you mean `russia-asean`"),
        (&["report", "russia-asean", "--out", "x", "--format", "odt"], "possible values: html, latex, docx, xlsx"),
        (&["report", "russia-asean", "--out", "x", "--draws", "0"], "leave out --draws 0"),
        (&["report", "russia-asean", "--out", "x", "--lang", "fr"], "possible values: en, ru"),
    ] {
        let run = here.run(args).ends_with(2);
        assert!(run.stderr.contains(told), "{args:?}: {}", run.stderr);
        assert!(!here.path("x").exists(), "{args:?} made a folder");
    }
    here.write("file", "text");
    let run = here.run(&["report", "russia-asean", "--out", "file"]).ends_with(2);
    assert!(run.stderr.contains("file: error: it is no folder"), "{}", run.stderr);
    assert_eq!(here.read("file"), "text");
}

/// A package of a reader's own, with names that would harm a page; no peers are left to compare with but those it has.
#[test]
fn a_package_with_hostile_names_is_reported() {
    let here = Workdir::new();
    here.package("tiny", None);
    let parties = here.read("tiny/parties.csv");
    here.write("tiny/parties.csv", parties.replace("state,Russia,", "state,=Ru<b>i&{x}%,"));
    let args = ["report", "russia-asean", "--data", "tiny", "--out", "out", "--draws", "20", "--format"];
    let run = here.run(&[&args[..], &["html,latex,markdown,docx,xlsx"]].concat());
    run.holds(run.code == 0 || run.code == 4, "a report");
    let page = here.read("out/report.html");
    assert!(page.contains("=Ru&lt;b&gt;i&amp;{x}%") && !page.contains("<b>i"), "the name is text");
    assert!(!page.contains("Ru<b>"), "the name is text in the panel's data too");
    assert!(here.read("out/report.tex").contains("=Ru\\textless{}b\\textgreater{}i\\&\\{x\\}\\%"));
    assert!(here.read("out/report.md").contains("=Ru&lt;b>i&{x}%"));
    for name in ["out/report.docx", "out/report.xlsx"] {
        assert!(fs::read(here.path(name)).expect("a file").starts_with(b"PK"), "{name}");
    }
    // With --force the same files are written again.
    here.run(&[&args[..], &["html", "--force"]].concat()).holds(true, "written again");
    assert_eq!(here.read("out/report.html"), page);
}
