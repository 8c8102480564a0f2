//! Reports in the programs that their readers use: a browser, an accessibility checker, a validator, LaTeX,
//! LibreOffice. What is not installed is said and left out; `.ci/run` installs what it can.

use std::path::{Path, PathBuf};
use std::process::Command;

use spscore::load;
use spscore::model::framework::{Aggregation, NodeKind, Weight};
use spscore::model::language::Naming;
use spscore::scoring::score;

use crate::complete_reports::{SMALL, file, text};
use crate::russian_reports::RUSSIAN;
use crate::support::settled::framework_from;
use crate::support::workdir::Workdir;

/// A program on the path, or nothing, which is said.
fn found(names: &[&str], what: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let program =
        std::env::split_paths(&folders).flat_map(|f| names.iter().map(move |n| f.join(n))).find(|p| p.is_file());
    if program.is_none() {
        eprintln!("skipped: none of {names:?} is installed, so {what} was not looked at");
    }
    program
}

/// A file that the caller of the tests names in a variable of the surroundings.
fn named(variable: &str, what: &str) -> Option<PathBuf> {
    let path = std::env::var_os(variable).map(PathBuf::from).filter(|p| p.is_file());
    if path.is_none() {
        eprintln!("skipped: {variable} names no file, so {what} was not looked at");
    }
    path
}

/// What a script at the end of the page writes into an element of its own, after the page's own scripts have run.
fn in_browser(browser: &Path, here: &Workdir, page: &str, script: &str) -> String {
    let probe = "<pre id=\"probe\">nothing</pre>";
    let page = page.replace("</body>", &format!("{probe}<script>{script}</script></body>"));
    here.write("page.html", page);
    let profile = here.path("profile");
    let run = Command::new(browser)
        .args(QUIETLY)
        .args(["--virtual-time-budget=30000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", here.path("page.html").display()))
        .output()
        .expect("the browser to run");
    let dom = String::from_utf8_lossy(&run.stdout).into_owned();
    let found = dom.split("<pre id=\"probe\">").nth(1).and_then(|rest| rest.split("</pre>").next());
    let found = found.unwrap_or_else(|| panic!("no probe in the page: {}", String::from_utf8_lossy(&run.stderr)));
    found.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Without a window, a sandbox that needs rights, or anything that asks the network.
const QUIETLY: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A browser that shows an empty page; one that does not even do that is no browser here, which is said.
fn browser(what: &str) -> Option<PathBuf> {
    let browser = found(&BROWSERS, what)?;
    let here = Workdir::new();
    let run = Command::new(&browser)
        .args(QUIETLY)
        .args(["--dump-dom", "about:blank"])
        .arg(format!("--user-data-dir={}", here.path("profile").display()))
        .output();
    let shows = run.is_ok_and(|run| String::from_utf8_lossy(&run.stdout).contains("<html"));
    if !shows {
        eprintln!("skipped: {} shows no page here, so {what} was not looked at", browser.display());
    }
    shows.then_some(browser)
}

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// A reader moves the weight of strategic areas to 60 and combines CONTENT by the arithmetic mean; then moves back.
#[test]
fn a_weight_moved_in_a_browser_gives_the_programs_numbers() {
    let said = |_: Naming, _: &str, english: &str| english.to_owned();
    panel_gives_the_programs_numbers(text(&SMALL, "report.html"), "arithmetic", &said);
}

/// The same numbers, by their Russian names.
#[test]
fn a_weight_moved_in_a_russian_page_gives_the_programs_numbers() {
    let russian = load::russian();
    let said = |naming: Naming, key: &str, _: &str| russian.get(naming, key).expect("a word").to_owned();
    panel_gives_the_programs_numbers(text(&RUSSIAN, "report.html"), "среднее арифметическое", &said);
}

/// `said` gives a name in the language of the page, by its code and its English form.
fn panel_gives_the_programs_numbers(page: &str, arithmetic: &str, said: &dyn Fn(Naming, &str, &str) -> String) {
    let Some(browser) = browser("the panel of weights") else { return };
    let here = Workdir::new();
    let script = "
        const row = () => [...document.querySelectorAll('#what-if-panel tbody tr')].map((r) =>
            [r.cells[0].textContent, ...[1, 2, 3].map((i) => Number(r.cells[i].dataset.v)), r.cells[7].textContent]);
        const before = row();
        const slider = document.getElementById('weight-areas');
        slider.value = '60';
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        const rule = document.getElementById('rule-content');
        rule.value = [...rule.options].findIndex((o) => o.textContent.startsWith('ARITHMETIC')).toString();
        rule.dispatchEvent(new Event('change', { bubbles: true }));
        const after = row();
        document.getElementById('what-if-reset').click();
        document.getElementById('probe').textContent = JSON.stringify({ before, after, back: row() });";
    let told: serde_json::Value =
        serde_json::from_str(&in_browser(&browser, &here, page, &script.replace("ARITHMETIC", arithmetic)))
            .expect("an answer");
    assert_eq!(told["before"], told["back"], "one press brings the published setting back");

    let framework = framework_from(Path::new("korolev")).expect("it");
    let mut moved = framework.clone();
    let areas = moved.find("areas").expect("areas");
    moved.nodes[areas.0].weight = Weight::new(0.6).expect("a weight");
    let content = moved.content;
    let NodeKind::Composite { aggregation, .. } = &mut moved.nodes[content.0].kind else { panic!("a composite") };
    *aggregation = Aggregation::Arithmetic {};
    let package = load::embedded_package().expect("the built-in package");
    let peers = framework.peers.partnerships(&package.parties);
    assert_eq!(told["after"].as_array().expect("rows").len(), peers.len());
    for (which, by) in [("before", &framework), ("after", &moved)] {
        for p in &peers {
            let evaluated = spscore::analysis::verbs::evaluate(&framework, &package, *p, framework.window, None);
            let card = score(by, &evaluated.expect("a card").evaluation.panel.readings());
            let party = |id| said(Naming::Party, package.parties.code(id), package.parties.name(id));
            let name = format!("{} – {}", party(p.a), party(p.b));
            let row = told[which].as_array().expect("rows").iter().find(|r| r[0] == name.as_str()).expect("its row");
            let program = [card.form().score, card.content().score, card.gap()].map(|z| z.expect("a score"));
            for (i, z) in program.into_iter().enumerate() {
                let shown = row[i + 1].as_f64().expect("a number");
                assert!((shown - z).abs() < 1e-9, "{name}, {which}: the page has {shown}, the program {z}");
            }
            let verdict = framework.verdicts.label(card.gap().expect("a gap"));
            assert_eq!(row[4], said(Naming::Verdict, verdict, verdict), "{name}, {which}");
        }
    }
}

/// The coverage of indicators by the number of rows, upwards and downwards; a missing cell stands last.
#[test]
fn a_head_that_is_pressed_sorts_its_table() {
    let Some(browser) = browser("sorting") else { return };
    let script = "
        const table = [...document.querySelectorAll('table.sortable')].find((t) => t.tHead.textContent.includes('what is known'));
        const column = [...table.tHead.rows[0].cells].findIndex((c) => c.textContent.trim() === 'rows');
        const press = () => table.tHead.rows[0].cells[column].querySelector('button').click();
        const rows = () => [...table.tBodies[0].rows].map((r) => Number(r.cells[column].dataset.v));
        const told = { before: rows() };
        press(); told.up = rows(); told.word = table.tHead.rows[0].cells[column].getAttribute('aria-sort');
        press(); told.down = rows();
        document.getElementById('probe').textContent = JSON.stringify(told);";
    let told: serde_json::Value =
        serde_json::from_str(&in_browser(&browser, &Workdir::new(), text(&SMALL, "report.html"), script))
            .expect("an answer");
    let of = |key: &str| -> Vec<u64> {
        told[key].as_array().expect("rows").iter().map(|x| x.as_u64().expect("a count")).collect()
    };
    let mut sorted = of("before");
    assert!(sorted.len() > 15, "{sorted:?}");
    sorted.sort_unstable();
    assert_eq!(of("up"), sorted);
    sorted.reverse();
    assert_eq!((of("down"), told["word"].as_str()), (sorted, Some("ascending")));
}

#[test]
fn axe_finds_nothing_serious() {
    let Some(axe) = named("SPSCORE_AXE", "accessibility") else { return };
    let Some(browser) = browser("accessibility") else { return };
    let axe = std::fs::read_to_string(axe).expect("axe.min.js");
    let script = format!(
        "{}\naxe.run().then((r) => document.getElementById('probe').textContent = JSON.stringify(r.violations.map((v) => [v.impact, v.id, v.nodes[0].html])));",
        axe.replace("</script", "<\\/script")
    );
    let told = in_browser(&browser, &Workdir::new(), text(&SMALL, "report.html"), &script);
    let found: Vec<(String, String, String)> = serde_json::from_str(&told).expect("a list of findings");
    let serious: Vec<_> = found.iter().filter(|(impact, ..)| impact == "serious" || impact == "critical").collect();
    assert!(serious.is_empty(), "{serious:#?}");
}

#[test]
fn a_validator_finds_no_error_in_the_page() {
    let Some(validator) = named("SPSCORE_VNU", "the page's HTML") else { return };
    let Some(java) = found(&["java"], "the page's HTML") else { return };
    let here = Workdir::new();
    here.write("report.html", text(&SMALL, "report.html"));
    let run = Command::new(java)
        .args(["-jar".as_ref(), validator.as_os_str(), "--errors-only".as_ref(), "--format".as_ref(), "gnu".as_ref()])
        .arg(here.path("report.html"))
        .output()
        .expect("the validator to run");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// Twice, since the widths of tables are known from the run before.
#[test]
fn latex_compiles_the_report() {
    let Some(latex) = found(&["pdflatex", "lualatex", "tectonic"], "report.tex") else { return };
    let here = Workdir::new();
    std::fs::create_dir(here.path("figures")).expect("a folder");
    for f in SMALL.files.iter().filter(|f| f.name.ends_with(".pdf") || f.name.ends_with(".tex")) {
        std::fs::write(here.path(&f.name), &f.bytes).expect("a file");
    }
    let batch = !latex.ends_with("tectonic");
    for _ in 0..2 {
        let run = Command::new(&latex)
            .args(if batch { &["-interaction=nonstopmode", "-halt-on-error"][..] } else { &[] })
            .arg("report.tex")
            .current_dir(here.path("."))
            .output()
            .expect("LaTeX to run");
        let log = String::from_utf8_lossy(&run.stdout).into_owned();
        // An installation without these packages is no fault of the report.
        if log.contains("siunitx.sty' not found") || log.contains("booktabs.sty' not found") {
            eprintln!("skipped: LaTeX has no siunitx or booktabs, so report.tex was not compiled");
            return;
        }
        assert!(run.status.success(), "{}", log.lines().rev().take(30).collect::<Vec<_>>().join("\n"));
    }
    assert!(here.path("report.pdf").exists());
}

/// What LibreOffice reads in a document and a workbook is what was written: the answer, a score, its sheet's cells.
#[test]
fn libreoffice_reads_document_and_workbook() {
    let Some(office) = found(&["soffice", "libreoffice"], "report.docx and report.xlsx") else { return };
    let here = Workdir::new();
    for name in ["report.docx", "report.xlsx"] {
        std::fs::write(here.path(name), file(&SMALL, name)).expect("a file");
    }
    let convert = |to: &str, name: &str| {
        let run = Command::new(&office)
            .arg(format!("-env:UserInstallation=file://{}", here.path("office").display()))
            .args(["--headless", "--convert-to", to])
            .arg(here.path(name))
            .arg("--outdir")
            .arg(here.path("."))
            .output()
            .expect("LibreOffice to run");
        assert!(run.status.success(), "{name}: {}", String::from_utf8_lossy(&run.stderr));
    };
    convert("txt:Text (encoded):UTF8", "report.docx");
    let read = here.read("report.txt");
    assert!(read.contains("Form (75) exceeds content (34) by 41 points"), "the answer is not in {read}");
    assert!(
        read.contains("Share of arms imports") && read.contains("Figure 1. "),
        "tables and figures are not in {read}"
    );
    // Every sheet as a file of its own.
    convert("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "report.xlsx");
    let card = here.read("report-Score card (2).csv");
    let row =
        card.lines().find(|l| l.starts_with("Share of arms imports")).unwrap_or_else(|| panic!("no row in {card}"));
    // The cell is a number with all its digits, which the workbook shows as 84.2.
    assert!(row.starts_with("Share of arms imports,84.198516916"), "{row}");
}
