//! Every report in every format, and in one that only this file knows: a format is a file, and no report hears of it.

use std::path::Path;

use spscore::analysis::origin::Origin;
use spscore::analysis::uncertainty::Plan;
use spscore::analysis::verbs::{
    self, CoherenceRequest, CompareRequest, DecomposeRequest, Keep, Population, RanksRequest, SensitivityRequest,
    UncertaintyRequest, WeightsRequest,
};
use spscore::analysis::weight_robustness::Freedom;
use spscore::document::{Block, Cell, Document, Row, Table};
use spscore::model::{Framework, Package, Partnership, Window};
use spscore::progress::Silent;
use spscore::report::comparison::Series;
use spscore::report::{Detail, Report, Subject, explain, listing, sheet};
use spscore::write::{self, Format, Html, Latex, Markdown, Terminal, Writer};
use spscore::{load, scoring};

/// A format of our own: a line for every text, cells between bars.
struct Outline;

impl Writer for Outline {
    fn write(&self, document: &Document) -> String {
        let mut lines = vec![document.title.clone(), document.aside.clone()];
        lines.extend(document.subtitle.clone());
        for block in &document.blocks {
            match block {
                Block::Heading(heading) => lines.push(heading.text.clone()),
                Block::Paragraph(text) => lines.push(text.clone()),
                Block::Fact { label, text } => lines.extend([label.clone(), text.clone()]),
                Block::List { label, items } => lines.extend(std::iter::once(label).chain(items).cloned()),
                Block::Table(table) => lines.extend(rows(table)),
                Block::Figure(picture) => lines.push(picture.caption.clone()),
                Block::WhatIf(tree) => lines.extend(rows(&tree.table)),
                Block::Cited { label, keys } => lines.extend(std::iter::once(label).chain(keys).cloned()),
                Block::References { label, entries } => {
                    lines.push(label.clone());
                    lines.extend(entries.iter().flat_map(|e| [e.key.clone(), e.text.clone()]));
                }
                Block::Break => {}
            }
        }
        lines.join("\n")
    }
}

fn rows(table: &Table) -> Vec<String> {
    let heads: Vec<&str> =
        table.shown(false).into_iter().filter_map(|i| table.columns.get(i)).map(|c| c.head.as_str()).collect();
    let row = |row: &Row| row.cells.iter().map(Cell::words).collect::<Vec<_>>().join("|");
    [table.title.clone(), heads.join("|")]
        .into_iter()
        .chain(table.rows.iter().map(row))
        .chain([table.note.clone()])
        .collect()
}

/// The page of every report, by the name of its verb, with the records where programs read them.
fn pages() -> Vec<(&'static str, Document, Option<Table>)> {
    let framework: Framework =
        scoring::settle(load::framework_from(Path::new("korolev")).expect("it")).expect("weights");
    let package: Package = load::embedded_package().expect("the built-in package");
    let of = |slug: &str| -> Partnership { package.parties.partnership(slug).expect("a partnership") };
    let (russia, window) = (of("russia-asean"), framework.window);
    let origin = Origin::Partnerships { framework: &framework, package: &package, window };
    let partnerships = vec![russia, of("china-asean")];
    let population = Population::Partnerships { framework: &framework, package: &package, window, partnerships };
    let mut all: Vec<(&str, Document, Option<Table>)> = Vec::new();
    let mut add = |name, report: &dyn Report| {
        all.extend([Detail::Brief, Detail::Full].map(|detail| (name, report.document(detail), report.records())));
        let json: serde_json::Value = serde_json::from_str(&report.json().expect("JSON")).expect("JSON");
        assert!(json.is_object() || json.is_array(), "{name}");
    };
    let plan = Some(Plan { draws: 20, seed: 1 });
    let evaluated = verbs::evaluate(&framework, &package, russia, window, plan).expect("a card");
    add("evaluate", &evaluated);
    let pair = vec![russia, of("china-asean")];
    let request = CompareRequest { partnerships: pair.clone(), windows: vec![window], plan, ..Default::default() };
    let compared = verbs::compare(&framework, &package, &request).expect("a comparison");
    add("compare", compared.first().expect("one window"));
    let windows = ["2009-2013", "2014-2018"].map(|w| Window::parse(w).expect("a window")).to_vec();
    let request = CompareRequest { partnerships: pair, windows, ..Default::default() };
    add("compare --windows", &Series(&verbs::compare(&framework, &package, &request).expect("a series")));
    let request = DecomposeRequest { window, levels: true, members: true, time: true, from: None };
    add("decompose", &verbs::decompose(&framework, &package, russia, &request).expect("parts"));
    add("coherence", &verbs::coherence(origin, &CoherenceRequest::default()).expect("a structure"));
    let request = UncertaintyRequest { plan: Plan { draws: 20, seed: 1 }, driver_points: 0, ..Default::default() };
    add("uncertainty", &verbs::uncertainty(&population, &request, &Silent).expect("draws"));
    let request = SensitivityRequest { base_points: 16, resamples: 20, ..Default::default() };
    let request = SensitivityRequest {
        factors: verbs::FactorChoice {
            only: vec!["weights".into(), "power".into()],
            without: Vec::new(),
            given: Vec::new(),
        },
        ..request
    };
    add("sensitivity", &verbs::sensitivity(&population, &request, &Silent).expect("indices"));
    let freedom = Freedom::Within { low: 0.5, high: 2.0 };
    let weights = WeightsRequest { of: None, over: None, leaves: false, freedom };
    let request = RanksRequest { weights: weights.clone(), units: Vec::new(), budget: 50, sample: None };
    add("ranks", &verbs::ranks(origin, &request, &Silent).expect("ranks"));
    add("ranks --swap", &verbs::swap(origin, &weights, "china-asean", "korea-asean").expect("a swap"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let index = load::index_from(&folder.join("docs/example-table.toml")).expect("an index");
    let units = load::units_from(&folder.join("tests/data/published/tai/tai23_raw.csv"), &index).expect("units");
    add("evaluate --table", &verbs::rate(&index, units, Keep::Ranks).expect("a rating"));
    let subject = Subject::from(&evaluated);
    for code in ["arms_share", "mention_rate", "content", "agreement_on_a", "institutions"] {
        let node = framework.find(code).expect("a node");
        all.push(("explain", explain::node(&subject, node, Some(3), &|_| None), None));
    }
    all.push(("explain gap", explain::gap(&subject), None));
    all.push(("list partnerships", listing::partnerships(&framework, &package), None));
    all.push(("list parties", listing::parties(&package), None));
    all.push(("list indicators", listing::indicators(&framework), None));
    all.push(("list issues", listing::issues(&package), None));
    all.push(("list sources", listing::sources(&package), None));
    all.push(("framework show", sheet::sheet(&index), None));
    all
}

/// The texts of a page, as they stand in it.
fn texts(document: &Document) -> Vec<String> {
    Outline.write(document).split(['\n', '|']).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

#[test]
fn every_report_comes_out_in_every_format_and_in_a_new_one() {
    let pages = pages();
    assert!(pages.len() > 25, "only {} pages", pages.len());
    for (name, page, records) in &pages {
        assert!(!page.title.is_empty() && texts(page).len() > 3, "{name}: an empty page");
        let [terminal, markdown, html, latex] =
            [Terminal { width: 80 }.write(page), Markdown.write(page), Html.write(page), Latex.write(page)];
        // Letters and digits of every text are in every format; marks are written in each one's own way.
        let bare = |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>();
        let without_tags: String =
            html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        let html_bare = bare(&without_tags.replace("&emsp;", ""));
        let markdown_bare = bare(&markdown.replace("&emsp;", ""));
        for text in texts(page) {
            assert!(markdown_bare.contains(&bare(&text)), "{name}, Markdown: {text}");
            let escaped = bare(
                &text
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('>', "&gt;")
                    .replace('"', "&quot;")
                    .replace('\'', "&#39;"),
            );
            assert!(html_bare.contains(&escaped), "{name}, HTML: {text}");
        }
        assert!(latex.contains("\\begin{document}") && latex.ends_with("\\end{document}\n"), "{name}");
        let widest = terminal.lines().map(|l| l.chars().filter(|c| !c.is_control()).count()).max().unwrap_or(0);
        // An address is longer than a line and is not broken, and styles are letters here.
        assert!(widest < 400, "{name}: a line of {widest}");
        assert_eq!(Format::Html.write(page), html, "{name}");
        if let Some(records) = records {
            let csv = write::records(records);
            assert_eq!(csv.lines().next().unwrap_or_default().split(',').count(), records.columns.len(), "{name}");
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            assert_eq!(reader.records().filter(Result::is_ok).count(), records.rows.len(), "{name}");
        }
    }
}
