//! What is refused at the door whatever it says: files that are none, characters that nobody sees, tables without
//! units; and that the messages about bad input are bounded.

use std::fs;
use std::path::Path;

use crate::workdir::{Run, Workdir};

/// A framework for tables with two indicators, and what stands before its tree.
fn framework(parts: &str) -> String {
    format!(
        r#"schema = "spscore-framework/1"
units = "rows"
code = "two"
version = "1.0"
title = "Two indicators"
{parts}
[[node]]
code = "index"
title = "Index"

[[indicator]]
code = "x"
title = "X"
parent = "index"

[[indicator]]
code = "y"
title = "Y"
parent = "index"
"#
    )
}

const META: &str = "iCode,iName,Level,Direction,Weight,Parent,Type\n";

fn rate(folder: &Workdir, table: &str, parts: &str) -> Run {
    folder.write("t.csv", table);
    folder.write("f.toml", framework(parts));
    folder.run(&["evaluate", "--table", "t.csv", "--framework", "f.toml"])
}

#[test]
fn a_table_names_its_units() {
    let folder = Workdir::new();
    let message = "t.csv:1:1: error: the first column, `x`, is an indicator, and no column is said to name the units";
    rate(&folder, "x,y\n1,2\n2,3\n", "").ends_with(1).reports(&[message, "add unit = \"COLUMN\" to [table]"]);
    let parts = "[table]\nyear = \"t\"\n";
    let message = "t.csv:1:1: error: the first column, `t`, gives the years, and no column is said to name the units";
    rate(&folder, "t,x,y\n2001,1,2\n2002,2,3\n", parts).ends_with(1).reports(&[message]);
    // A column that names the units may stand anywhere, and the first one does where nothing is said.
    rate(&folder, "x,y,who\n1,2,A\n2,3,B\n", "[table]\nunit = \"who\"\n").ends_with(0);
    rate(&folder, "who,x,y\nA,1,2\nB,2,3\n", "").ends_with(0);
}

#[test]
fn years_of_a_table_are_years() {
    let folder = Workdir::new();
    let parts = "[table]\nunit = \"who\"\nyear = \"t\"\n";
    rate(&folder, "who,t,x,y\nA,1500,1,2\nB,2100,2,3\n", parts).ends_with(0);
    for year in ["1499", "2101", "-5", "20190"] {
        let message = format!("t.csv:2:3: error: a year `{year}` lies outside 1500 to 2100");
        rate(&folder, &format!("who,t,x,y\nA,{year},1,2\nB,2019,2,3\n"), parts).ends_with(1).reports(&[&message]);
    }
}

#[test]
fn two_units_with_one_name_are_reported() {
    let folder = Workdir::new();
    let parts = "[table]\nunit = \"who\"\nname = \"name\"\n";
    let table = "who,name,x,y\nA,Congo,1,2\nB, Congo ,2,3\nC,Con\u{200d}go,2,4\n";
    rate(&folder, table, parts).ends_with(1).reports(&[
        "t.csv:3:3: error: the name `Congo` is that of unit `A` (line 2) already",
        "t.csv:4:3: error: the name `Con\u{200d}go` is that of unit `A` (line 2) already",
        "2 errors in 1 file",
    ]);
    let table = "who,name,x,y\nA B,One,1,2\nA\u{a0}B,Two,2,3\n";
    rate(&folder, table, parts)
        .ends_with(1)
        .reports(&["t.csv:3:1: error: an entry for unit `A\u{a0}B` stands already in line 2"]);
    let table = "who,name,x,y\n\"A\nB\",One,1,2\nC,\"T\two\",2,3\n";
    rate(&folder, table, parts).ends_with(1).reports(&[
        "t.csv:2:1: error: a character that cannot be seen stands here: line feed, U+000A",
        "t.csv:4:3: error: a character that cannot be seen stands here: tab, U+0009",
    ]);
}

#[test]
fn no_escape_brings_in_what_the_text_may_not_hold() {
    let folder = Workdir::new();
    folder.write("t.csv", "who,x,y\nA,1,2\nB,2,3\n");
    let escaped = [
        (
            "title = \"X\"",
            "title = \"X\\u001b[2J\"",
            "f.toml:13:9: error: a character that cannot be seen stands here: control character, U+001B",
        ),
        (
            "title = \"X\"",
            "title = \"X\\nY\"",
            "f.toml:13:9: error: a character that cannot be seen stands here: line feed, U+000A",
        ),
        (
            "code = \"x\"",
            "code = \"x\\u202e\"",
            "f.toml:12:8: error: a character that cannot be seen stands here: mark of writing direction, U+202E",
        ),
        (
            "code = \"two\"",
            "code = \"two\"\n\"a\\u0000b\" = 1",
            "f.toml:4:1: error: a character that cannot be seen stands here: control character, U+0000",
        ),
    ];
    for (old, new, message) in escaped {
        folder.write("f.toml", framework("").replacen(old, new, 1));
        folder.run(&["evaluate", "--table", "t.csv", "--framework", "f.toml"]).ends_with(1).reports(&[message]);
    }
    folder.write("f.toml", framework("").replacen("title = \"X\"", "title = \"X\u{7}\"", 1));
    folder
        .run(&["framework", "check", "f.toml"])
        .ends_with(1)
        .reports(&["f.toml:13:11: error: a character that cannot be seen"]);
    // Prose may run over lines.
    folder.write("f.toml", framework("description = \"\"\"\nTwo\n\tlines.\"\"\"\n"));
    folder.run(&["framework", "check", "f.toml"]).ends_with(0);
    folder.write("t.csv", "who,x,y\nA,1,2\rB,2,3\n");
    folder.write("f.toml", framework(""));
    let run = folder.run(&["evaluate", "--table", "t.csv", "--framework", "f.toml"]).ends_with(1);
    run.reports(&["t.csv:2:6: error: a character that cannot be seen stands here: carriage return, U+000D"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    use std::os::unix::fs::symlink;
    use std::process::Command;
    let folder = Workdir::new();
    folder.package("mine", None);
    let pipe = |name: &str| {
        let made = Command::new("mkfifo").arg(folder.path(name)).status().expect("mkfifo");
        assert!(made.success(), "{name}");
    };
    let trade = "mine/trade.csv";
    fs::remove_file(folder.path(trade)).expect("the table gone");
    pipe(trade);
    let no_file = "mine/trade.csv: error: cannot be read: it is a pipe, a socket or a device";
    folder.run(&["check", "mine"]).ends_with(3).reports(&[no_file]);
    fs::remove_file(folder.path(trade)).expect("the pipe gone");
    fs::create_dir(folder.path(trade)).expect("a folder");
    folder.run(&["check", "mine"]).ends_with(3).reports(&["mine/trade.csv: error: cannot be read: it is a directory"]);
    fs::remove_dir(folder.path(trade)).expect("the folder gone");
    folder.write("outside.csv", "exporter,importer,year,value_usd,source\nCHN,IDN,2019,1,made-up\n");
    symlink("../outside.csv", folder.path(trade)).expect("a link");
    let leaves = "mine/trade.csv: error: cannot be read: it is a link that leads out of the package's folder";
    folder.run(&["check", "mine"]).ends_with(3).reports(&[leaves]);
    fs::remove_file(folder.path(trade)).expect("the link gone");
    fs::rename(folder.path("outside.csv"), folder.path("mine/inside.csv")).expect("the table inside");
    symlink("inside.csv", folder.path(trade)).expect("a link");
    // The package is read, and is not one of the framework's peers.
    let read = ["framework `korolev` names peers the package does not know"];
    folder.run(&["check", "mine"]).ends_with(1).reports(&read);
    symlink("mine", folder.path("alias")).expect("a link");
    folder.run(&["check", "alias"]).ends_with(1).reports(&read);

    pipe("p");
    folder.write("f.toml", framework(""));
    folder.write("t.csv", "who,x,y\nA,1,2\nB,2,3\n");
    for (table, framework) in [("p", "f.toml"), ("t.csv", "p"), ("/dev/zero", "f.toml")] {
        let run = folder.run(&["evaluate", "--table", table, "--framework", framework]).ends_with(3);
        run.reports(&["cannot be read: it is a pipe, a socket or a device"]);
    }
}

/// A sparse file: as long as it says, and nothing is written.
#[test]
fn absurd_sizes_are_refused_before_they_are_read() {
    let folder = Workdir::new();
    folder.write("t.csv", "who,x,y\nA,1,2\nB,2,3\n");
    folder.write("f.toml", framework(""));
    let stretch = |name: &str, bytes: u64| {
        let file = fs::OpenOptions::new().append(true).open(folder.path(name)).expect("the file");
        file.set_len(bytes).expect("its length");
    };
    stretch("f.toml", (1 << 24) + 1);
    let run = folder.run(&["evaluate", "--table", "t.csv", "--framework", "f.toml"]).ends_with(3);
    run.reports(&["f.toml: error: cannot be read: it holds 16777217 bytes, and a file of this kind may hold 16777216"]);
    folder.write("f.toml", framework(""));
    stretch("t.csv", (1 << 30) + 1);
    let run = folder.run(&["evaluate", "--table", "t.csv", "--framework", "f.toml"]).ends_with(3);
    run.reports(&[
        "t.csv: error: cannot be read: it holds 1073741825 bytes, and a file of this kind may hold 1073741824",
    ]);
}

#[test]
fn the_pair_of_coinr_without_methods_says_what_is_not_done() {
    let folder = Workdir::new();
    folder.write("d.csv", "uCode,x,y\nA,1,2\nB,2,5\nC,3,3\nD,4,1\nE,6,4\nF,5,6\n");
    folder.write("m.csv", format!("{META}x,X,1,1,1,I,Indicator\ny,Y,1,1,1,I,Indicator\nI,Index,2,1,1,NA,Aggregate\n"));
    let run = folder.run(&["evaluate", "--coinr", "d.csv", "m.csv"]).ends_with(0);
    let run = run.reports(&[
        "note: without --methods nothing is imputed, screened or treated",
        "name a methods file with treat =",
    ]);
    assert_eq!(run.stderr.trim_end().lines().count(), 1, "{}", run.stderr);
    // The chain that the note names is one that a methods file may hold.
    let named = run.stderr.split("methods file with ").nth(1).and_then(|rest| rest.split(" in [methods]").next());
    folder.write("methods.toml", format!("[methods]\n{}\n", named.expect("the treatment")));
    let run = folder.run(&["evaluate", "--coinr", "d.csv", "m.csv", "--methods", "methods.toml"]).ends_with(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn errors_in_the_methods_are_reported_in_their_file() {
    let folder = Workdir::new();
    folder.write("d.csv", "uCode,x,y\nA,1,2\nB,2,5\nC,3,3\n");
    folder.write("m.csv", format!("{META}x,X,1,1,1,I,Indicator\ny,Y,1,1,1,I,Indicator\nI,Index,2,1,1,NA,Aggregate\n"));
    let cases = [
        ("[methods]\nnormalise = \"min_max\n", "methods.toml:2:"),
        ("[methods]\nnormalise = { method = \"minmax\" }\n", "methods.toml:2:"),
        ("normalise = \"min_max\"\n", "methods.toml:1:1: error: `normalise` is no part of a methods file"),
        (
            "[methods]\nnormalise = \"min_max\"\n\n[table]\nunit = \"x\"\n",
            "methods.toml:4:2: error: `table` is no part",
        ),
        ("[methods]\nscope = \"year\"\n", "methods.toml:1:1: error: scope = \"year\", and the table has no years"),
        (
            "# first\n[methods]\nimpute = { method = \"linear\" }\n",
            "methods.toml:2:1: error: `x` is imputed from other years",
        ),
        ("[factors.normalisation]\nchoices = []\nreason = \"\"\n", "methods.toml:1:"),
        ("[methods]\naggregate = \"geometric\\u0007\"\n", "methods.toml:2:13: error: a character that cannot be seen"),
    ];
    for (methods, message) in cases {
        folder.write("methods.toml", methods);
        let run = folder.run(&["evaluate", "--coinr", "d.csv", "m.csv", "--methods", "methods.toml"]).ends_with(1);
        run.reports(&[message]).holds(true, "");
    }
    // A problem with an indicator is reported at its row of iMeta.
    folder.write("methods.toml", "[methods]\nnormalise = \"distance_to_target\"\n");
    let run = folder.run(&["evaluate", "--coinr", "d.csv", "m.csv", "--methods", "methods.toml"]).ends_with(1);
    run.reports(&["m.csv:2:1: error: ", "m.csv:3:1: error: "]);
}

#[test]
fn a_flat_imeta_names_its_row_and_the_remedy() {
    let folder = Workdir::new();
    folder.write("d.csv", "uCode,x,y\nA,1,2\nB,2,5\n");
    folder.write("m.csv", format!("{META}x,X,1,1,1,NA,Indicator\ny,Y,1,1,1,,Indicator\n"));
    let run = folder.run(&["evaluate", "--coinr", "d.csv", "m.csv"]).ends_with(1).reports(&[
        "m.csv:2:11: error: no row of iMeta names a parent: `x` and all others belong to no index",
        "add a row with iCode Index, Level 2, Direction 1, Weight 1, Parent NA and Type Aggregate, and write Index as the Parent",
    ]);
    run.holds(run.stderr.contains("1 error in 1 file"), "told once");
    folder
        .write("m.csv", format!("{META}x,X,1,1,1,NA,Indicator\ny,Y,1,1,1,Idx,Indicator\nIndx,I,2,1,1,NA,Aggregate\n"));
    folder.run(&["evaluate", "--coinr", "d.csv", "m.csv"]).ends_with(1).reports(&[
        "m.csv:2:11: error: indicator `x` names no parent and belongs to no index",
        "m.csv:3:11: error: parent `Idx` is the iCode of no row of the tree\n  hint: did you mean `Indx`?",
    ]);
    // The remedy is one.
    let whole = "x,X,1,1,1,Index,Indicator\ny,Y,1,1,1,Index,Indicator\nIndex,Index,2,1,1,NA,Aggregate\n";
    folder.write("m.csv", format!("{META}{whole}"));
    folder.run(&["evaluate", "--coinr", "d.csv", "m.csv"]).ends_with(0);
}

#[test]
fn intervals_of_mixed_scales_are_warned_of() {
    let folder = Workdir::new();
    folder.write("t.csv", "who,x,y\nA,1,2\nB,2,3\nC,3,1\nD,5,4\n");
    let ask = |choice: &str| {
        let parts = format!("[factors.normalisation]\nchoices = [{choice}]\nreason = \"a convention\"\n");
        folder.write("f.toml", framework(&parts));
        folder.run(&["uncertainty", "--table", "t.csv", "--framework", "f.toml", "--draws", "50"]).ends_with(0).stdout
    };
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mixed = words(ask("{ method = \"z_score\" }"));
    let warning = "the normalisations put scores on different scales (0 to 100 and mean 0, standard deviation 1)";
    assert!(mixed.contains(warning), "{mixed}");
    let one = words(ask("{ method = \"percentile_rank\", low = 0, high = 100 }"));
    assert!(!one.contains("different scales"), "{one}");
}

/// Ten thousand rows, each wrong in two ways: reported once, with the count and the first places.
#[test]
fn a_wrong_table_is_reported_in_a_few_lines() {
    let folder = Workdir::new();
    folder.package("mine", None);
    let rows: String = (0..10_000).map(|n| format!("CHN,XXX,2019,a{n},nowhere\n")).collect();
    folder.write("mine/trade.csv", format!("exporter,importer,year,value_usd,source\n{rows}"));
    let run = folder.run(&["check", "mine"]).ends_with(1).reports(&[
        "mine/trade.csv:2:5: error: unknown party `XXX`\n  the same 10000 times: also at 3:5, 4:5, 5:5, 6:5, ..\n",
        "mine/trade.csv:2:17: error: source `nowhere` is not in sources.bib\n  the same 10000 times: also at 3:17, ",
        "mine/trade.csv:21:14: error: value `a19` is not a number\n",
        "  and 9980 more of this kind in mine/trade.csv\n",
        "30000 errors in 1 file",
    ]);
    assert!(run.stderr.lines().count() < 60, "{} lines", run.stderr.lines().count());
}

#[test]
fn a_wrong_framework_is_reported_in_a_few_lines() {
    let folder = Workdir::new();
    let tree: String = (0..2_000)
        .map(|n| format!("\n[[indicator]]\ncode = \"i{n}\"\ntitle = \"T\"\nparent = \"nobody{n}\"\n"))
        .collect();
    folder.write("f.toml", framework("") + &tree);
    let run = folder.run(&["framework", "check", "f.toml"]).ends_with(1);
    let run = run.reports(&[
        "parent `nobody0` is not a node",
        "and 1980 more of this kind in f.toml",
        "2000 errors in 1 file",
    ]);
    assert!(run.stderr.lines().count() < 60, "{} lines", run.stderr.lines().count());
    // One long line: every column is doubled.
    let header: Vec<String> = (0..5_000).map(|n| format!("c{}", n / 2)).collect();
    folder.write("t.csv", format!("who,x,y,{}\n", header.join(",")));
    folder.write("f.toml", framework(""));
    let run = folder.run(&["evaluate", "--table", "t.csv", "--framework", "f.toml"]).ends_with(1);
    run.reports(&["error: column `c0` stands twice (first as column 4)", "2500 errors in 1 file"]);
}

/// The rule holds for the files that are shipped.
#[test]
fn the_shipped_frameworks_hold_nothing_unseen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    for folder in ["frameworks", "datasets/asean", "docs"] {
        for entry in fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let unseen = text.chars().find(|c| spscore::diagnostic::invisible(*c).is_some());
            assert_eq!(unseen, None, "{}", path.display());
            read += 1;
        }
    }
    assert!(read > 30, "{read}");
}
