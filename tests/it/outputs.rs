//! Outputs that harm nothing: what is read stays, what somebody else made stays, and what cannot be written or held is
//! said.

use std::fs;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use spscore::analysis::memory::{of_base_point, of_draw};

use crate::support::rated::{flat, indicator};
use crate::support::workdir::Workdir;

const TABLE: &str = "unit,x,y\nnorth,1,5\nsouth,4,2\neast,9,3\n";

/// A small table with its framework, in which weights may differ.
fn small() -> Workdir {
    let here = Workdir::new();
    let factors = "[factors.weights]\nwithin = 0.2\nreason = \"r\"\n[factors.aggregation]\nchoices = [\"arithmetic\", \"geometric\"]\nreason = \"r\"\n";
    here.write(
        "mine.toml",
        flat("normalise = { method = \"min_max\", low = 1, high = 100 }", "unit,x,y", "") + factors,
    );
    here.write("units.csv", TABLE);
    here
}

const SMALL: [&str; 5] = ["evaluate", "--table", "units.csv", "--framework", "mine.toml"];

/// A line of the shell, with the program as `$SPSCORE`.
fn shell(here: &Workdir, line: &str) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(here.path(".")).env("SPSCORE", cargo_bin!("spscore"));
    command.output().expect("a shell")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_is_read_is_never_written_to() {
    let here = small();
    here.write("methods.toml", "[methods]\nnormalise = { method = \"min_max\", low = 1, high = 100 }\n");
    fs::create_dir(here.path("below")).expect("a folder");
    let absolute = here.path("units.csv").display().to_string();
    let table = ["units.csv", "./units.csv", "below/../units.csv", &absolute];
    for out in table {
        let run = here.run(&[&SMALL[..], &["--out", out]].concat()).ends_with(2);
        run.reports(&[
            "error: this is the table",
            "would be lost; nothing was written",
            "hint: write to a file of another name",
        ]);
    }
    here.run(&[&SMALL[..], &["--out", "mine.toml"]].concat()).ends_with(2).reports(&["this is the framework file"]);
    let verbs: [&[&str]; 6] = [
        &["coherence", "--table", "units.csv", "--framework", "mine.toml", "--out", "units.csv"],
        &["ranks", "--table", "units.csv", "--framework", "mine.toml", "--out", "units.csv"],
        &["uncertainty", "--table", "units.csv", "--framework", "mine.toml", "--out", "units.csv"],
        &["sensitivity", "--table", "units.csv", "--framework", "mine.toml", "--out", "units.csv"],
        &["sensitivity", "--table", "units.csv", "--framework", "mine.toml", "--specification", "units.csv"],
        &["plot", "scree", "--table", "units.csv", "--framework", "mine.toml", "-o", "units.svg"],
    ];
    for verb in &verbs[..5] {
        here.run(verb).ends_with(2).reports(&["units.csv: error: this is the table"]);
    }
    // The numbers of a figure stand beside it under a name of their own, and that name may be the table's.
    here.write("units.svg.csv", TABLE);
    let beside =
        ["plot", "scree", "--table", "units.svg.csv", "--framework", "mine.toml", "-o", "units.svg", "--force"];
    here.run(&beside).ends_with(2).reports(&["units.svg.csv: error: this is the table"]);
    here.write("iMeta.csv", "x");
    for (out, what) in
        [("units.csv", "COINr's tables"), ("iMeta.csv", "COINr's tables"), ("methods.toml", "methods file")]
    {
        let coinr = ["evaluate", "--coinr", "units.csv", "iMeta.csv", "--methods", "methods.toml", "--out", out];
        here.run(&coinr).ends_with(2).reports(&[what]);
    }
    assert_eq!(here.read("units.csv"), TABLE);
}

#[cfg(unix)]
#[test]
fn a_link_is_the_file_it_leads_to() {
    let here = small();
    std::os::unix::fs::symlink(here.path("units.csv"), here.path("soft.csv")).expect("a link");
    fs::hard_link(here.path("units.csv"), here.path("hard.csv")).expect("a link");
    for out in ["soft.csv", "hard.csv"] {
        here.run(&[&SMALL[..], &["--out", out]].concat()).ends_with(2).reports(&["this is the table, units.csv"]);
    }
    // And the other way round: what is read is the link.
    let linked = ["evaluate", "--table", "soft.csv", "--framework", "mine.toml", "--out", "units.csv"];
    here.run(&linked).ends_with(2).reports(&["this is the table, soft.csv"]);
    assert_eq!(here.read("units.csv"), TABLE);
}

#[test]
fn steps_leave_the_table_they_came_from() {
    let here = small();
    fs::create_dir(here.path("steps")).expect("a folder");
    here.write("steps/raw.csv", TABLE);
    let chained = ["evaluate", "--table", "steps/raw.csv", "--framework", "mine.toml", "--steps", "steps"];
    here.run(&chained).ends_with(2).reports(&["raw.csv: error: this is the table, "]);
    assert_eq!(
        (here.read("steps/raw.csv").as_str(), fs::read_dir(here.path("steps")).expect("it").count()),
        (TABLE, 1)
    );
    // Nor do the steps and the report take one place.
    here.run(&[&SMALL[..], &["--steps", "s", "--out", "s/raw.csv"]].concat())
        .ends_with(2)
        .reports(&["the file of --out"]);
    fs::create_dir(here.path("t")).expect("a folder");
    here.run(&[&SMALL[..], &["--steps", "t", "--out", "t/raw.csv"]].concat())
        .ends_with(2)
        .reports(&["the file of --out"]);
    // What was written is a table that can be read: twice is the same.
    here.run(&[&SMALL[..], &["--steps", "new"]].concat()).ends_with(0);
    here.run(&[&SMALL[..], &["--steps", "new"]].concat()).ends_with(0);
    let again = ["evaluate", "--table", "new/raw.csv", "--framework", "mine.toml", "--format", "csv"];
    let first = here.run(&[&SMALL[..], &["--format", "csv"]].concat()).ends_with(0).stdout;
    assert_eq!(here.run(&again).ends_with(0).stdout, first);
}

#[test]
fn nothing_goes_into_the_data_package() {
    let here = Workdir::new();
    here.package("tiny", None);
    let before = fs::read_to_string(here.path("tiny/trade.csv")).expect("a table");
    let evaluate =
        |out: &str| here.run(&["evaluate", "russia-asean", "--data", "tiny", "--format", "csv", "--out", out]);
    evaluate("tiny/trade.csv").ends_with(2).reports(&["trade.csv: error: this is a file of the data package, "]);
    evaluate("tiny/datapackage.json").ends_with(2).reports(&["this is a file of the data package"]);
    let reported = ["lies in the folder of the data package", "hint: write to another folder"];
    evaluate("tiny/card.csv").ends_with(2).reports(&reported);
    here.run(&["plot", "coverage", "russia-asean", "--data", "tiny", "-o", "tiny/x.svg"])
        .ends_with(2)
        .reports(&reported);
    here.run(&["plot", "--all", "tiny", "russia-asean", "--data", "tiny"]).ends_with(2).reports(&reported);
    assert_eq!(fs::read_to_string(here.path("tiny/trade.csv")).expect("a table"), before);
    // The usual case goes on: a report is made again in its place, below the package or beside it.
    fs::create_dir(here.path("tiny/results")).expect("a folder");
    for out in ["card.csv", "card.csv", "tiny/results/card.csv", "tiny/results/card.csv"] {
        evaluate(out).ends_with(4);
    }
}

/// A package that is not read now is a package all the same.
#[test]
fn nothing_goes_into_a_package_that_is_not_read() {
    let here = small();
    here.package("tiny", None);
    let before = here.read("tiny/arms.csv");
    let refused = here.run(&[&SMALL[..], &["--out", "tiny/arms.csv", "--format", "csv"]].concat()).ends_with(2);
    refused.reports(&["tiny/arms.csv: error: this lies in the folder of a data package; nothing was written"]);
    assert_eq!(here.read("tiny/arms.csv"), before);
}

#[test]
fn two_outputs_take_two_files() {
    let here = small();
    let both = ["sensitivity", "--table", "units.csv", "--framework", "mine.toml", "--out", "a.txt", "--specification"];
    for other in ["a.txt", "./a.txt"] {
        here.run(&[&both[..], &[other]].concat())
            .ends_with(2)
            .reports(&["the file of --out", "write to a file of another name"]);
    }
    assert_eq!(here.names(), ["mine.toml", "units.csv"]);
}

#[test]
fn a_report_replaces_no_picture_and_no_book() {
    let here = small();
    let pdf = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
    here.write("paper.pdf", pdf);
    here.write("book.docx", b"PK\x03\x04\0\0");
    for file in ["paper.pdf", "book.docx"] {
        let run = here.run(&[&SMALL[..], &["--out", file]].concat()).ends_with(2);
        run.reports(&[&format!("{file}: error: this is no text"), "take this one away first"]);
    }
    assert_eq!(fs::read(here.path("paper.pdf")).expect("it"), pdf);
    // A text that ends in the middle of a letter where the first bytes are cut off is a text.
    here.write("old.txt", "ф".repeat(5000));
    here.run(&[&SMALL[..], &["--out", "old.txt"]].concat()).ends_with(0);
}

#[test]
fn a_figure_of_somebody_elses_stays() {
    let here = small();
    let plot = |more: &[&str]| {
        here.run(
            &[&["plot", "scree", "--table", "units.csv", "--framework", "mine.toml", "-o", "scree.svg"], more].concat(),
        )
    };
    here.write("scree.svg", "<svg>mine</svg>");
    let reported =
        ["scree.svg: error: spscore did not make this", "it would be lost", "add --force", "nothing was written"];
    plot(&[]).ends_with(2).reports(&reported);
    assert_eq!((here.read("scree.svg").as_str(), here.names().len()), ("<svg>mine</svg>", 3));
    plot(&["--force"]).ends_with(0);
    // Ours is made anew as often as one likes, by any command.
    plot(&[]).ends_with(0);
    plot(&["--no-title"]).ends_with(0);
    // Until somebody changes it, or its numbers.
    for file in ["scree.svg", "scree.svg.csv"] {
        let changed = here.read(file) + "<!-- moved a label by hand -->";
        here.write(file, &changed);
        plot(&[])
            .ends_with(2)
            .reports(&[&format!("{file}: error: spscore did not make this, or it was changed since")]);
        assert_eq!(here.read(file), changed);
        plot(&["--force"]).ends_with(0);
    }
    // The owner of each file is reported as well, all together.
    here.write("scree.svg.json", "{}");
    plot(&[]).ends_with(2).reports(&["scree.svg: error", "scree.svg.csv: error", "scree.svg.json: error"]);
    plot(&["--force"]).ends_with(0);
    // A file that is there and empty has nothing to lose.
    for (at, name) in ["scree.svg", "scree.svg.csv", "scree.svg.json"].into_iter().enumerate() {
        here.write(name, "");
        if at == 2 {
            plot(&[]).ends_with(0);
        }
    }
    let papers: serde_json::Value = serde_json::from_str(&here.read("scree.svg.json")).expect("JSON");
    let sum = |name: &str| spscore::load::sha256(here.read(name));
    assert_eq!(papers["sha256"]["figure"], sum("scree.svg"));
    assert_eq!(papers["sha256"]["numbers"], sum("scree.svg.csv"));
}

#[test]
fn a_set_of_figures_shows_all_that_stands_in_its_way() {
    let here = Workdir::new();
    here.package("tiny", None);
    fs::create_dir(here.path("set")).expect("a folder");
    here.write("set/plane.svg", "mine");
    here.write("set/coverage.svg.csv", "mine");
    let set = ["plot", "--all", "set", "russia-asean", "--data", "tiny", "--format", "svg", "--draws", "20"];
    here.run(&set)
        .ends_with(2)
        .reports(&["plane.svg: error: spscore did not make", "coverage.svg.csv: error: spscore did not make"]);
    assert_eq!(fs::read_dir(here.path("set")).expect("it").count(), 2, "nothing was drawn");
}

/// The number that fits is the number that fits: one more is refused as well.
#[test]
fn draws_are_bounded_by_memory() {
    let here = small();
    let ask = |verb: &str, more: &[&str]| {
        here.run(&[&[verb, "--table", "units.csv", "--framework", "mine.toml"], more].concat())
    };
    // Three units and one node; no factor is of the data.
    let fitting = (1_u64 << 30) / of_draw(3, 1, 1);
    let refused = ask("uncertainty", &["--draws", "10000000", "--memory", "1"]).ends_with(2);
    refused.reports(&[
        "error: 10000000 draws would take ",
        "no more than 1024 MiB may be taken",
        &format!("hint: no more than {fitting} draws fit: ask for fewer, or allow more with --memory"),
    ]);
    ask("uncertainty", &["--draws", &(fitting + 1).to_string(), "--memory", "1"]).ends_with(2).reports(&["draws fit"]);
    ask("uncertainty", &["--draws", "64", "--memory", "1"]).ends_with(0);
    ask("uncertainty", &["--draws", "64", "--memory", "0"]).ends_with(2).reports(&["--memory"]);
    assert!(of_base_point(3, 4) * 4096 < 1 << 30);
    ask("sensitivity", &["--base-points", "16", "--memory", "1"]).ends_with(0);
    let plot = ["plot", "ranks", "--peers", "--draws", "1000000", "-o", "x.pdf"];
    here.run(&plot).ends_with(2).reports(&[
        "error: 1000000 draws would take",
        "MiB",
        "hint: no more than ",
        " draws fit",
    ]);
    assert_eq!(here.names(), ["mine.toml", "units.csv"]);
}

/// Many quantities in one design: every pair of many units.
#[test]
fn base_points_are_bounded_by_memory() {
    let here = small();
    let rows: String = (0..120).map(|i| format!("u{i},{i},{}\n", (i * 37) % 120)).collect();
    here.write("many.csv", format!("unit,x,y\n{rows}"));
    let ask = ["sensitivity", "--table", "many.csv", "--framework", "mine.toml", "--pairs", "--memory", "1"];
    let quantities = 120 * 2 + 120 * 119 / 2 + 1;
    let fitting = (1_u64 << 30) / of_base_point(quantities, 4);
    let refused = here.run(&[&ask[..], &["--base-points", "65536"]].concat()).ends_with(2);
    refused.reports(&["error: 65536 base points would take", &format!("no more than {fitting} base points fit")]);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_that_the_system_does_not_give_is_said() {
    let here = small();
    let line = "ulimit -v 1000000; exec \"$SPSCORE\" uncertainty --table units.csv --framework mine.toml --draws 10000000 --memory 64";
    let run = shell(&here, line);
    let reported = said(&run);
    assert_eq!(run.status.code(), Some(3), "{reported}");
    assert!(
        reported.contains("error: 10000000 draws would take") && reported.contains("the system does not give so much"),
        "{reported}"
    );
    assert!(reported.contains("hint: ask for less"), "{reported}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_next_run_sweeps_what_a_killed_one_left() {
    let here = small();
    here.write(".spscore-1-ffffffffffffffff-abcdef", "of another machine, and young");
    // The system ends a run that writes more than it may.
    let run = shell(
        &here,
        "ulimit -c 0; ulimit -f 0; \"$SPSCORE\" evaluate --table units.csv --framework mine.toml --out card.txt",
    );
    assert_ne!(run.status.code(), Some(0), "{}", said(&run));
    let left = here.names().into_iter().filter(|n| n.starts_with(".spscore-")).count();
    assert_eq!(left, 2, "the killed run left a file: {:?}", here.names());
    here.run(&[&SMALL[..], &["--out", "card.txt"]].concat()).ends_with(0);
    assert_eq!(here.names(), [".spscore-1-ffffffffffffffff-abcdef", "card.txt", "mine.toml", "units.csv"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_closed_standard_output_is_3_and_a_broken_pipe_0() {
    let here = small();
    let closed = shell(&here, "\"$SPSCORE\" evaluate --table units.csv --framework mine.toml >&-");
    let reported = said(&closed);
    assert_eq!(closed.status.code(), Some(3), "{reported}");
    assert!(reported.contains("error: standard output is closed") && reported.contains("hint: "), "{reported}");
    for line in ["\"$SPSCORE\" --help >&-", "\"$SPSCORE\" list frameworks >&-"] {
        assert_eq!(shell(&here, line).status.code(), Some(3), "{line}");
    }
    // With a file to write to nobody needs standard output, nor where the exit code is the answer.
    for line in [
        "\"$SPSCORE\" evaluate --table units.csv --framework mine.toml --out card.txt >&-",
        "\"$SPSCORE\" framework check mine.toml >&-",
        "\"$SPSCORE\" evaluate --table units.csv --framework mine.toml > /dev/null",
    ] {
        let run = shell(&here, line);
        assert_eq!(run.status.code(), Some(0), "{line}: {}", said(&run));
    }
    let full = shell(&here, "\"$SPSCORE\" list parties > /dev/full");
    assert_eq!(full.status.code(), Some(3), "{}", said(&full));
    // The listing is longer than a pipe holds, so that it meets the end of a reader.
    let line = "{ \"$SPSCORE\" framework schema; echo $? > code; } | head -c 1 > /dev/null";
    shell(&here, line);
    assert_eq!(here.read("code").trim(), "0");
}

/// Texts that a spreadsheet, a Markdown page, a figure or a terminal would take for something else.
const HOSTILE: [&str; 6] =
    ["=HYPERLINK(\"http://x\")", "-north", "@sum(1)", "a|b<script>`[x](y)", "+1 & \"2\"", "\u{1b}]0;title\u{7}"];

#[test]
fn a_hostile_table_harms_nobody() {
    let here = Workdir::new();
    let row = |(i, unit): (usize, &&str)| format!("\"{}\",{i},{}\n", unit.replace('"', "\"\""), (i * 3) % 5);
    let rows: String = HOSTILE[..5].iter().enumerate().map(row).collect();
    here.write("units.csv", format!("unit,x,y\n{rows}"));
    let head = flat("normalise = { method = \"min_max\", low = 1, high = 100 }", "unit,x", "");
    here.write(
        "mine.toml",
        head.replace("title = \"Test\"", "title = \"T|est <img src=x> & [a](b)\"") + &indicator("y", "all", ""),
    );
    let ask = |more: &[&str]| here.run(&[&SMALL[..], more].concat()).ends_with(0).stdout;
    let csv = ask(&["--format", "csv"]);
    for cell in ["'=HYPERLINK(\"\"http://x\"\")", "'-north", "'@sum(1)", "'+1 & \"\"2\"\"", "a|b<script>`[x](y)"] {
        assert!(csv.contains(cell), "{cell} in {csv}");
    }
    formulas(&csv);
    ask(&["--steps", "steps"]);
    for entry in fs::read_dir(here.path("steps")).expect("the steps") {
        let path = entry.expect("a step").path();
        formulas(&fs::read_to_string(&path).expect("a text"));
    }
    // Read again, the guards are off: the same units, the same scores.
    let again = ["evaluate", "--table", "steps/raw.csv", "--framework", "mine.toml", "--format", "csv"];
    assert_eq!(here.run(&again).ends_with(0).stdout, csv);
    let page = ask(&["--format", "markdown"]);
    markdown(&page);
    assert!(page.contains("a\\|b&lt;script>\\`[x\\](y)") && page.contains("T|est &lt;img src=x> & [a\\](b)"), "{page}");
    for verb in ["evaluate", "coherence", "ranks", "uncertainty"] {
        let asked = |format| {
            let args = [verb, "--table", "units.csv", "--framework", "mine.toml", "--format", format];
            let run = here.run(&args);
            // A framework without factors has no uncertainty; every other verb answers.
            run.holds(run.code == 0 || verb == "uncertainty", "an answer");
            run.stdout
        };
        markdown(&asked("markdown"));
        html(&asked("html"));
        latex(&asked("latex"));
        formulas(&asked("csv"));
    }
    let page = ask(&["--format", "html"]).replace("<wbr>", "");
    assert!(page.contains("a|b&lt;script&gt;`[x](y)") && page.contains("=HYPERLINK(&quot;http://x&quot;)"), "{page}");
    let page = ask(&["--format", "latex"]).replace("\\allowbreak{}", "");
    assert!(page.contains("a\\textbar{}b\\textless{}script\\textgreater{}") && page.contains("+1 \\& "), "{page}");
}

#[test]
fn a_hostile_package_harms_nobody() {
    let here = Workdir::new();
    here.package("tiny", None);
    let parties = fs::read_to_string(here.path("tiny/parties.csv")).expect("the parties");
    let name = "=Ru|ss<b>i&lt;a`[x](y)";
    here.write("tiny/parties.csv", parties.replace("state,Russia,", &format!("state,{name},")));
    let status = fs::read_to_string(here.path("tiny/status.csv")).expect("the status");
    here.write("tiny/status.csv", status.replace("Strategic Partnership,2018", "@S|trategic <i>P</i>,2018"));
    let ask = |args: &[&str]| {
        let run = here.run(&[args, &["--data", "tiny"]].concat());
        run.holds(run.code == 0 || run.code == 4, "a report");
        run.stdout
    };
    for args in [
        &["evaluate", "russia-asean", "--format", "markdown"][..],
        &["compare", "russia-asean", "china-asean", "--format", "markdown"],
        &["decompose", "russia-asean", "--levels", "--members", "--format", "markdown"],
        &["explain", "russia-asean", "content", "--format", "markdown"],
        &["list", "parties", "--format", "markdown"],
    ] {
        let page = ask(args);
        assert!(page.contains("ss&lt;b>i&amp;lt;a\\`[x\\](y)"), "{page}");
        markdown(&page);
        let others = |format| [args.split_last().map_or(args, |(_, rest)| rest), &[format]].concat();
        let page = ask(&others("html"));
        assert!(page.replace("<wbr>", "").contains("ss&lt;b&gt;i&amp;lt;a`[x](y)"), "{page}");
        html(&page);
        let page = ask(&others("latex"));
        let whole = page.replace("\\allowbreak{}", "");
        assert!(whole.contains("ss\\textless{}b\\textgreater{}i\\&lt;a"), "{page}");
        latex(&page);
    }
    formulas(&ask(&["evaluate", "russia-asean", "--format", "csv"]));
    formulas(&ask(&["decompose", "russia-asean", "--format", "csv"]));
    // A figure in SVG is well formed, or no PDF could be made of it.
    for file in ["c.svg", "c.pdf"] {
        here.run(&["plot", "coverage", "russia-asean", "china-asean", "--data", "tiny", "-o", file]).ends_with(0);
    }
    let svg = here.read("c.svg");
    assert!(svg.contains("=Ru|ss&lt;b&gt;i&amp;lt;a`[x](y)") && !svg.contains("<b>"), "{svg}");
    formulas(&here.read("c.svg.csv"));
}

/// Whatever a loader lets through, no text of the data steers a terminal.
#[test]
fn no_text_of_the_data_steers_a_terminal() {
    let here = small();
    here.write("units.csv", format!("unit,x,y\n{},1,5\nsouth,4,2\neast,9,3\n", HOSTILE[5]));
    let shown = here.run_with(&SMALL, &[("CLICOLOR_FORCE", "1")]);
    assert!(!shown.stdout.contains("\u{1b}]") && !shown.stderr.contains("\u{1b}]"), "{shown:?}");
    let out = here.run(&[&SMALL[..], &["--out", "card.txt"]].concat());
    assert!(out.code != 0 || !here.read("card.txt").contains('\u{7}'));
}

/// No cell begins as a formula does, unless it is a number.
fn formulas(csv: &str) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.as_bytes());
    for record in reader.records() {
        for cell in &record.expect("a row") {
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
            assert!(!formula, "{cell:?} in {csv}");
        }
    }
}

/// No tag, no link, and every row of a table with as many columns as its head.
fn markdown(page: &str) {
    let mut columns = None;
    for line in page.lines() {
        let bare = line.replace("\\\\", "").replace("\\|", "").replace("\\]", "").replace("\\`", "");
        let tag = ["<b>", "<i>", "<img", "<script"].into_iter().find(|tag| bare.contains(tag));
        assert!(tag.is_none() && !bare.contains("](y)") && !bare.contains("](b)"), "{line}");
        let bars = bare.matches('|').count();
        match (bare.starts_with('|'), columns) {
            (false, _) => columns = None,
            (true, None) => columns = Some(bars),
            (true, Some(columns)) => assert_eq!(bars, columns, "{line}\nin {page}"),
        }
    }
}

/// Every tag is one of ours and is closed, and every ampersand begins a letter's name.
fn html(page: &str) {
    const OURS: [&str; 33] = [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "main",
        "div",
        "wbr",
        "p",
        "dl",
        "dt",
        "dd",
        "ul",
        "li",
        "strong",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "meter",
        "figure",
        "figcaption",
        "img",
        "a",
        "!DOCTYPE",
        "em",
        "br",
    ];
    let mut open: Vec<&str> = Vec::new();
    for (at, _) in page.match_indices('<') {
        let tag = page[at + 1..].split('>').next().expect("a tag");
        let name = tag.trim_start_matches('/').split(' ').next().expect("a name");
        assert!(OURS.contains(&name), "<{tag}>");
        match tag.starts_with('/') {
            true => assert_eq!(open.pop(), Some(name), "</{name}> in {page}"),
            false if ["meta", "img", "wbr", "!DOCTYPE"].contains(&name) => {}
            false => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
    for (at, _) in page.match_indices('&') {
        let letter = page[at + 1..].split(';').next().expect("a letter");
        assert!(["amp", "lt", "gt", "quot", "#39", "emsp"].contains(&letter), "&{letter} in {page}");
    }
    assert!(!page.contains(['\u{1b}', '\u{7}']), "a control character in {page}");
}

/// Braces and environments are closed, no comment or argument is opened, and every row of a table has the columns of
/// its head.
fn latex(page: &str) {
    // What stands before the text is the program's own.
    // A verb that has no answer prints no page.
    let Some((_, text)) = page.split_once("\\begin{document}") else { return assert!(page.is_empty(), "{page}") };
    let page = &format!("\\begin{{document}}{}", text.replace("\\allowbreak{}", ""));
    let bare = page.replace("\\\\", "").replace("\\%", "").replace("\\&", "").replace("\\#", "").replace("\\_", "");
    let bare = bare.replace("\\{", "").replace("\\}", "").replace("\\$", "");
    assert!(
        !bare.contains(['%', '#', '~', '^', '<', '>', '|', '"', '\u{1b}', '\u{7}']) || bare.contains("$^2$"),
        "{bare}"
    );
    assert_eq!(bare.matches('{').count(), bare.matches('}').count(), "{page}");
    assert_eq!(bare.matches('$').count() % 2, 0, "{page}");
    assert_eq!(bare.matches("\\begin{").count(), bare.matches("\\end{").count(), "{page}");
    let mut columns = None;
    for line in bare.lines() {
        if let Some((_, kinds)) = line.split_once("\\begin{longtable}{") {
            // Letters outside brackets and braces: `lP{0.3}S[table-format=2.1]` are three.
            let mut depth = 0;
            let mut count = 0;
            for c in kinds.chars() {
                match c {
                    '[' | '{' => depth += 1,
                    ']' | '}' => depth -= 1,
                    _ if depth == 0 => count += 1,
                    _ => {}
                }
            }
            columns = Some(count);
        }
        if line.starts_with("\\end{longtable}") {
            columns = None;
        }
        let inside = !line.starts_with('\\') || line.starts_with("\\textbf") || line.starts_with("\\quad");
        if let Some(columns) = columns.filter(|_| inside && !line.is_empty()) {
            assert_eq!(line.matches('&').count() + 1, columns, "{line}\nin {page}");
        }
        assert!(columns.is_some() || !line.contains('&'), "{line}\nin {page}");
    }
}

#[test]
fn the_checks_of_these_tests_can_fail() {
    let fails = |of: fn()| std::panic::catch_unwind(of).is_err();
    assert!(fails(|| formulas("a,=b\n")) && fails(|| markdown("| a | b |\n| 1 |\n")) && fails(|| markdown("<b>x")));
    formulas("a,-1.5,'=b\n");
    assert!(fails(|| html("<p><script></p>")) && fails(|| html("<p>a & b</p>")) && fails(|| html("<p>")));
    latex("\\begin{document}50 \\% of it\\end{document}");
    for wrong in ["50 % of it", "a & b", "\\textbf{a"] {
        let page = format!("\\begin{{document}}{wrong}\\end{{document}}");
        assert!(std::panic::catch_unwind(|| latex(&page)).is_err(), "{wrong}");
    }
}
