//! A complete report in Russian: its answer word for word, its numbers, its heads and labels, its figures.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use spscore::load;
use spscore::publication::{Format, Publication};

use crate::complete_reports::{file, report_in, text};
use crate::languages::{LATIN, decimal_point};

/// The report of Russia and ASEAN in Russian, with few draws.
pub static RUSSIAN: LazyLock<Publication> =
    LazyLock::new(|| report_in(Some(load::russian()), &["russia-asean"], &Format::ALL, (40, Some(0))));

/// What stands between two pieces of a page.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page.split_once(from).unwrap_or_else(|| panic!("no {from}")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("no {to} behind {from}")).0
}

/// What a reader sees of a piece of a page.
fn seen(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        out += before;
        rest = tag.split_once('>').map_or("", |(_, after)| after);
        // What a script holds is data.
        if tag.starts_with("script") {
            rest = rest.split_once("</script>").map_or("", |(_, after)| after);
        }
        out.push(' ');
    }
    (out + rest).replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// Every element of this name, with its attributes and its content.
fn elements<'a>(page: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let (begin, end) = (format!("<{name}"), format!("</{name}>"));
    let of = |(at, _): (usize, &str)| {
        let (attributes, rest) = page[at + begin.len()..].split_once('>')?;
        let own = attributes.is_empty() || attributes.starts_with(' ');
        own.then(|| (attributes, rest.split_once(end.as_str()).map_or("", |(content, _)| content)))
    };
    page.match_indices(&begin).filter_map(of).collect()
}

#[test]
fn the_answer_is_russian_word_for_word() {
    let page = text(&RUSSIAN, "report.html");
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"ru\">"));
    let head = seen(between(page, "<main>\n", "<p>Доказательная часть"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/russian-answer.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &head).expect("the snapshot");
    }
    assert_eq!(head, fs::read_to_string(&path).expect("the snapshot"));
    assert!(head.contains("Форма (75) превосходит содержание (34) на 41 п."), "{head}");
}

#[test]
fn numbers_of_answer_card_and_panel_have_commas() {
    let page = text(&RUSSIAN, "report.html");
    for (from, to) in [("<main>", "<nav>"), ("id=\"card\"", "id=\"figures\"")] {
        // What stays English is marked, and keeps its points.
        let lines = between(page, from, to).lines().filter(|line| !line.contains(" lang=\"en\""));
        let lines = lines.collect::<Vec<_>>().join("\n");
        let shown = seen(&lines).replace("korolev 2.0", "").replace("asean 1.1.0", "");
        let comma = |w: &[char]| matches!(w, [a, ',', b] if a.is_ascii_digit() && b.is_ascii_digit());
        let letters: Vec<char> = shown.chars().collect();
        assert!(letters.windows(3).any(comma), "no number with a comma between {from} and {to}");
        let point = shown.split_whitespace().find(|word| decimal_point(word));
        assert_eq!(point, None, "between {from} and {to}");
    }
    // What a program reads keeps its points.
    assert!(page.contains("data-v=\"75.25\""), "a cell has its number");
    assert!(text(&RUSSIAN, "report.tex").contains("output-decimal-marker={,}"));
    assert!(text(&RUSSIAN, "report.tex").contains("& 75.3 &"));
}

/// Headings, labels and heads of columns; those of rows of data are the names that the data's own files have.
#[test]
fn heads_and_labels_are_russian() {
    let page = text(&RUSSIAN, "report.html");
    let package = load::embedded_package().expect("the built-in package");
    let framework = crate::support::settled::framework_from(Path::new("korolev")).expect("it");
    let mut names: BTreeSet<String> = LATIN.iter().map(|w| (*w).to_owned()).collect();
    names.extend(framework.nodes.iter().map(|node| node.code.clone()));
    names.extend(package.parties.iter().map(|(id, _)| package.parties.code(id).to_owned()));
    let is_name = |word: &str| word.contains('.') || word.contains('_') || names.contains(word);
    let mut wrong: BTreeSet<String> = BTreeSet::new();
    let mut check = |what: &str, attributes: &str, content: &str| {
        let shown = seen(content);
        let latin = |word: &&str| word.chars().filter(|c| c.is_ascii_lowercase()).count() > 1;
        let words = shown.split(|c: char| !c.is_ascii_alphanumeric() && !"._-".contains(c));
        let foreign: Vec<&str> = words.filter(latin).filter(|w| !is_name(w)).collect();
        if attributes.contains("lang=\"en\"") || foreign.len() > 2 {
            wrong.insert(format!("{what}: {shown}"));
        }
    };
    for name in ["h1", "h2", "h3", "dt", "caption"] {
        // Titles of rows of data name the file and the release as the provider does, titles of papers are as printed.
        let of_data = |content: &str| seen(content).starts_with("Строки");
        let found = elements(page, name).into_iter();
        let own = found.filter(|(attributes, content)| !of_data(content) && !attributes.contains("id=\"audit-"));
        own.for_each(|(attributes, content)| check(name, attributes, content));
    }
    for (_, table) in elements(page, "table") {
        let title = elements(table, "caption").first().map_or(String::new(), |(_, content)| seen(content));
        if title.starts_with("Строки") {
            continue;
        }
        for (attributes, content) in elements(table, "th") {
            if attributes.contains("scope=\"col\"") {
                check("th", attributes, content);
            }
        }
    }
    assert!(wrong.is_empty(), "not Russian: {wrong:#?}");
}

#[test]
fn what_stays_english_is_marked_and_told() {
    let page = text(&RUSSIAN, "report.html");
    let head = between(page, "<main>\n", "<nav>");
    let told = between(head, "Различных английских текстов на этой странице: ", ".</p>");
    let n: usize = told.replace('\u{a0}', "").parse().expect("a number");
    assert!(n > 100 && page.matches(" lang=\"en\"").count() >= n / 2, "{n} texts in English");
    assert!(page.contains("<dd lang=\"en\">"), "the evidence is marked");
}

#[test]
fn figures_workbook_and_document_are_russian() {
    let figures: Vec<_> = RUSSIAN.files.iter().filter(|f| f.name.ends_with(".svg")).collect();
    assert!(figures.len() >= 9, "{} figures", figures.len());
    for f in figures {
        assert!(String::from_utf8_lossy(&f.bytes).contains("xml:lang=\"ru\""), "{}", f.name);
    }
    assert!(RUSSIAN.notes.iter().all(|note| !note.contains("for want of a translation")), "{:?}", RUSSIAN.notes);
    let markdown = text(&RUSSIAN, "report.md");
    assert!(markdown.contains("Рис. 1. ") && markdown.contains("| **ФОРМА** | 75,3 |"), "{markdown}");
    for name in ["report.docx", "report.xlsx"] {
        assert!(file(&RUSSIAN, name).starts_with(b"PK"), "{name}");
    }
}
