//! What the documents show is what the program prints: every fenced block that follows a line `<!-- output: ARGS -->`
//! is made anew and compared, and so is every file of `reports/`.
//!
//! `BLESS=1 cargo test documents` writes both anew; read the difference before keeping it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use assert_cmd::Command;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// What was run before: some pages and reports show the same.
static RUNS: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// Standard output of `spscore ARGS`, run in the project's folder, as a pipe sees it.
fn output(args: &str) -> String {
    if let Some(known) = RUNS.lock().expect("the runs").get(args) {
        return known.clone();
    }
    let mut program = Command::cargo_bin("spscore").expect("the program");
    // Nothing that happens to be set where the tests run may colour, widen or shorten what is kept.
    let run = program.args(args.split(' ')).current_dir(project()).env_clear().output().expect("the program to run");
    let reported = String::from_utf8_lossy(&run.stderr).into_owned();
    // Withheld results are results; a verb that fails shows nothing worth keeping.
    assert!(matches!(run.status.code(), Some(0 | 4)), "spscore {args} ends with {}: {reported}", run.status);
    let text = String::from_utf8(run.stdout).expect("text");
    RUNS.lock().expect("the runs").insert(args.to_owned(), text.clone());
    text
}

#[test]
fn blocks_show_what_the_program_prints() {
    let mut pages: Vec<PathBuf> =
        fs::read_dir(project().join("docs")).expect("docs").map(|e| e.expect("a page").path()).collect();
    pages.push(project().join("README.md"));
    pages.retain(|p| p.extension().is_some_and(|e| e == "md"));
    let (mut blocks, mut wrong) = (0, Vec::new());
    for page in pages {
        let text = fs::read_to_string(&page).expect("a page that can be read");
        let mut made = String::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("<!-- output: ") {
            let (args, after) = after.split_once(" -->").expect("the end of the comment");
            let (opening, after) = after.split_once("```").expect("a fenced block");
            let (language, _) = after.split_once('\n').expect("the block's first line");
            // From the first line's own end, so that an empty block is one too.
            let (shown, after) = after[language.len()..].split_once("\n```").expect("the block's end");
            let shown = shown.strip_prefix('\n').unwrap_or(shown);
            let (command, lines) = first_lines(args);
            let printed = output(command);
            let printed = printed.lines().take(lines).collect::<Vec<_>>().join("\n");
            blocks += 1;
            if shown != printed.trim_end() {
                wrong.push(format!("{}: spscore {args}", page.display()));
            }
            made += &format!("{before}<!-- output: {args} -->{opening}```{language}\n{}\n```", printed.trim_end());
            rest = after;
        }
        if blessing() {
            fs::write(&page, made + rest).expect("the page to be written");
        }
    }
    assert!(blocks > 0, "no block was found");
    assert!(blessing() || wrong.is_empty(), "these blocks are out of date (BLESS=1 makes them anew): {wrong:#?}");
}

/// `evaluate russia-asean (first 17 lines)`: the arguments, and how many lines of the output are shown.
fn first_lines(marker: &str) -> (&str, usize) {
    let cut = marker.strip_suffix(" lines)").and_then(|rest| rest.rsplit_once(" (first "));
    cut.map_or((marker, usize::MAX), |(args, n)| (args, n.parse().expect("a number of lines")))
}

/// The committed examples: file and arguments.
fn reports() -> Vec<(String, String)> {
    let mut list: Vec<(String, String)> = [("txt", "table"), ("json", "json"), ("csv", "csv"), ("md", "markdown")]
        .map(|(ending, format)| (format!("russia-asean.{ending}"), format!("evaluate russia-asean --format {format}")))
        .to_vec();
    let partners = ["us", "china", "eu", "japan", "korea", "india", "australia", "new-zealand", "canada", "uk"]
        .map(|p| format!("{p}-asean"));
    let others = partners.into_iter().chain(["vietnam-russia".to_owned()]);
    list.extend(others.map(|slug| (format!("{slug}.txt"), format!("evaluate {slug}"))));
    list.push(("russia-asean-extended.txt".into(), "evaluate russia-asean --framework korolev-extended".into()));
    for (ending, format) in [("txt", "table"), ("csv", "csv"), ("md", "markdown")] {
        list.push((format!("compare-peers.{ending}"), format!("compare --peers --format {format}")));
        let series = format!("compare russia-asean china-asean --rolling 5 --format {format}");
        list.push((format!("series-russia-china.{ending}"), series));
    }
    for (ending, format) in [("txt", "table"), ("md", "markdown")] {
        list.push((format!("coherence-peers.{ending}"), format!("coherence --format {format}")));
    }
    for (ending, format) in [("txt", "table"), ("csv", "csv"), ("md", "markdown"), ("json", "json")] {
        list.push((format!("ranks-peers.{ending}"), format!("ranks --peers --format {format}")));
    }
    list.push(("uncertainty-peers.txt".into(), "uncertainty --peers".into()));
    list.push(("ranks-peers-all-weights.txt".into(), "ranks --peers --leaves".into()));
    list.push(("ranks-china-korea.txt".into(), "ranks --swap china-asean,korea-asean".into()));
    for (name, args) in [
        (".txt", ""),
        (".json", " --format json"),
        ("-levels.txt", " --levels"),
        ("-levels.md", " --levels --format markdown"),
        ("-levels.csv", " --levels --format csv"),
        ("-time.txt", " --time"),
        ("-time.csv", " --time --format csv"),
    ] {
        list.push((format!("decompose-russia-asean{name}"), format!("decompose russia-asean{args}")));
    }
    let rise = "decompose korea-asean --time --from 2005-2009 --to 2011-2015";
    list.push(("decompose-korea-asean-2010.txt".into(), rise.into()));
    list.push(("compare-peers-upgrades.txt".into(), "compare --peers --upgrades".into()));
    for (ending, format) in [("txt", "table"), ("md", "markdown"), ("csv", "csv")] {
        let args = format!("compare --frameworks korolev,renard,institutional --peers --format {format}");
        list.push((format!("compare-frameworks-peers.{ending}"), args));
    }
    // The windows that end before and after each rise of its status, in November 2015 and in November 2022.
    let status = "compare us-asean --windows 2010-2014,2011-2015,2017-2021,2018-2022";
    list.push(("compare-us-status.txt".into(), status.into()));
    list.push(("compare-china-korea.txt".into(), "compare china-asean korea-asean".into()));
    list.push(("compare-germany-france.txt".into(), "compare germany-asean france-asean".into()));
    for code in ["hot-economics-cold-politics", "expectation-gap"] {
        list.push((format!("compare-peers-{code}.txt"), format!("compare --peers --framework {code}")));
    }
    for (ending, format) in [("txt", "table"), ("csv", "csv"), ("md", "markdown"), ("json", "json")] {
        list.push((
            format!("uncertainty-russia-asean.{ending}"),
            format!("uncertainty russia-asean --format {format}"),
        ));
    }
    for (ending, format) in [("txt", "table"), ("csv", "csv"), ("md", "markdown"), ("html", "html")] {
        list.push((format!("audit-korolev-2024.{ending}"), format!("audit korolev-2024 --format {format}")));
    }
    list.push(("sensitivity-russia-asean.txt".into(), "sensitivity russia-asean".into()));
    // Small designs: the tests run the program hardly optimised.
    for (ending, format) in [("csv", "csv"), ("md", "markdown"), ("json", "json")] {
        let args = format!("sensitivity russia-asean --base-points 32 --without issues,peers --format {format}");
        list.push((format!("sensitivity-russia-asean-32.{ending}"), args));
    }
    list.push(("sensitivity-peers.txt".into(), "sensitivity --peers --base-points 128 --without issues,peers".into()));
    for node in ["arms_share", "mention_rate", "agreement_on_a", "trade_preference", "institutions", "content"] {
        list.push((format!("explain-russia-asean-{node}.txt"), format!("explain russia-asean {node} --rows 12")));
    }
    list
}

#[test]
fn reports_are_what_the_program_prints() {
    let mut wrong = Vec::new();
    for (name, args) in reports() {
        let file = project().join("reports").join(&name);
        let printed = output(&args);
        if blessing() {
            fs::write(&file, &printed).expect("the report to be written");
        } else if fs::read_to_string(&file).unwrap_or_default() != printed {
            wrong.push(format!("reports/{name}: spscore {args}"));
        }
    }
    assert!(wrong.is_empty(), "these reports are out of date (BLESS=1 makes them anew): {wrong:#?}");
}

#[test]
fn the_schema_in_docs_is_the_programs() {
    let file = project().join("docs/framework.schema.json");
    let printed = output("framework schema");
    if blessing() {
        fs::write(&file, &printed).expect("the schema to be written");
    }
    let same = fs::read_to_string(&file).unwrap_or_default() == printed;
    assert!(same, "docs/framework.schema.json is out of date (BLESS=1 makes it anew)");
}

/// A comparison keeps to 80 columns.
#[test]
fn comparisons_fit_eighty_columns() {
    for args in
        ["compare --peers", "compare russia-asean vietnam-russia", "compare russia-asean --windows 2004-2008,2014-2018"]
    {
        for line in output(args).lines() {
            let width = line.chars().count();
            assert!(width <= 80, "{args}: {width} columns: {line}");
        }
    }
}

/// No line of a card or an explanation's prose is wider than the 80 columns it was made for.
#[test]
fn score_cards_fit_eighty_columns() {
    for (name, args) in reports().into_iter().filter(|(name, args)| {
        let verb = args.split(' ').next().unwrap_or_default();
        name.ends_with(".txt") && ["evaluate", "coherence", "sensitivity"].contains(&verb)
    }) {
        for line in output(&args).lines() {
            let width = line.chars().count();
            assert!(width <= 80, "{name}: {width} columns: {line}");
        }
    }
}
