//! The table route: COINr's pair, a framework file, the Korolev tree on a plain table, and bad tables.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use spscore::load;
use spscore::measure::Measurer;
use spscore::model::framework::{Framework, NodeId, NodeKind};
use spscore::model::party::Partnership;
use spscore::scoring;

use crate::support::workdir::Workdir;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// The columns of a CSV by name, the first as keys.
fn columns(csv: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names = reader.headers().expect("a header").clone();
    let mut table: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for record in reader.records() {
        let record = record.expect("a row");
        for (name, cell) in names.iter().zip(&record).skip(1) {
            table.entry(name.to_owned()).or_default().insert(record[0].to_owned(), cell.to_owned());
        }
    }
    table
}

const STEPS: [&str; 12] = [
    "aggregated.csv",
    "clipped.csv",
    "denominated.csv",
    "dropped.csv",
    "filled.csv",
    "imputed.csv",
    "normalised.csv",
    "raw.csv",
    "screened.csv",
    "treated.csv",
    "treated_cells.csv",
    "weights.csv",
];

fn coinr_steps(folder: &Workdir) {
    let [idata, imeta] = ["asem_idata.csv", "asem_imeta.csv"].map(|f| text(&data("published/asem").join(f)));
    let methods = text(&data("asem/methods.toml"));
    let run = folder.run(&["evaluate", "--coinr", &idata, &imeta, "--methods", &methods, "--steps", "coinr"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn the_asem_index_agrees_with_an_independent_computation() {
    let folder = Workdir::new();
    coinr_steps(&folder);
    let ours = columns(&folder.read("coinr/aggregated.csv"));
    let theirs = columns(&fs::read_to_string(data("asem/independent.csv")).expect("the independent values"));
    assert_eq!(theirs.len(), 11);
    let mut compared = 0;
    for (node, scores) in theirs {
        for (unit, score) in scores {
            let [a, b] = [&ours[&node][&unit], &score].map(|x| x.parse::<f64>().expect("a number"));
            assert!((a - b).abs() < 1e-11, "{node} of {unit}: {a}, not {b}");
            compared += 1;
        }
    }
    assert_eq!(compared, 11 * 51);
}

#[test]
fn the_pair_of_coinr_and_the_framework_file_made_of_it_give_the_same_bytes() {
    let folder = Workdir::new();
    coinr_steps(&folder);
    let [idata, imeta] = ["asem_idata.csv", "asem_imeta.csv"].map(|f| text(&data("published/asem").join(f)));
    let methods = text(&data("asem/methods.toml"));
    let made = folder.run(&["framework", "print", "--coinr", &idata, &imeta, "--methods", &methods]);
    assert_eq!(made.code, 0, "{made:?}");
    folder.write("asem.toml", &made.stdout);
    let checked = folder.run(&["framework", "check", "asem.toml"]);
    assert_eq!(checked.stdout, "framework Index 1.0: 49 indicators, no problem found\n");
    let run = folder.run(&["evaluate", "--table", &idata, "--framework", "asem.toml", "--steps", "file"]);
    assert_eq!(run.code, 0, "{run:?}");
    for step in STEPS {
        assert_eq!(folder.read(&format!("coinr/{step}")), folder.read(&format!("file/{step}")), "{step}");
    }
}

/// Whether a node is a direction of a pair that was not asked.
fn unasked_whole(framework: &Framework, card: &scoring::ScoreCard, id: NodeId) -> bool {
    let parent = framework.node(id).parent;
    let pair = parent.filter(|p| matches!(framework.node(*p).kind, NodeKind::Pair { .. }));
    pair.is_some_and(|p| card.node(p).asked <= 0.0)
}

/// The readings of the peers as a plain table, rated by the same tree: the same scores to the last bit.
#[test]
fn the_korolev_frameworks_are_ordinary_instances() {
    let package = load::embedded_package().expect("the built-in data");
    for code in ["korolev", "korolev-extended"] {
        let framework =
            crate::support::settled::built_in_framework(code).expect("built in").expect("a sound framework");
        let measurer = Measurer::new(&package, &framework, framework.window);
        let with = package.parties.by_code(&framework.peers.with).expect("ASEAN");
        let leaves: Vec<_> = framework.indicators().map(|(id, node, _)| (id, node.code.clone())).collect();
        let mut csv = format!("unit,{}\n", leaves.iter().map(|(_, c)| c.as_str()).collect::<Vec<_>>().join(","));
        let mut cards = Vec::new();
        for member in &framework.peers.members {
            let member = package.parties.by_code(member).expect("a peer");
            let partnership = Partnership::new(member, with).expect("two parties");
            let panel = measurer.measure(&framework, partnership);
            let card = scoring::score(&framework, &panel.readings());
            // A table knows no question that was not asked: it does not apply there. A pair was asked as a whole or not
            // at all.
            let unasked = |id| card.node(id).asked <= 0.0 || unasked_whole(&framework, &card, id);
            let cell = |id| {
                panel.get(id).map(|m| match m.reading.value() {
                    _ if unasked(id) => "not_applicable".to_owned(),
                    Some(x) => format!("{x:?}"),
                    None if m.reading.applies() => String::new(),
                    None => "not_applicable".to_owned(),
                })
            };
            let cells: Vec<String> = leaves.iter().map(|(id, _)| cell(*id).expect("a measurement")).collect();
            let slug = partnership.slug(&package.parties);
            csv += &format!("{slug},{}\n", cells.join(","));
            cards.push((slug, card));
        }
        let folder = Workdir::new();
        folder.write("peers.csv", &csv);
        let index = framework.index();
        let units = load::units_from(&folder.path("peers.csv"), &index).expect("a sound table");
        let rating = scoring::rate(&index, &units).expect("a rating");
        for (row, (slug, card)) in cards.iter().enumerate() {
            for (id, scored) in card.nodes.iter().enumerate() {
                let rated = rating.scores[id][row];
                // One direction of a pair may be known though the pair was not asked.
                if unasked_whole(&framework, card, NodeId(id)) {
                    continue;
                }
                assert_eq!(
                    rated.map(f64::to_bits),
                    scored.score.map(f64::to_bits),
                    "{code}: {slug}: {}",
                    framework.nodes[id].code
                );
            }
        }
    }
}

const INDEX: &str = r#"schema = "spscore-framework/1"
units = "rows"
code = "small"
version = "1"
title = "Small"

[[node]]
code = "index"
title = "Index"

[[indicator]]
code = "gdp"
title = "GDP"
parent = "index"

[[indicator]]
code = "trade"
title = "Trade"
parent = "index"
"#;

#[test]
fn every_method_of_the_page_is_understood() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/methods.md")).expect("the page");
    let snippets: Vec<&str> =
        page.split("```toml\n").skip(1).map(|rest| rest.split("\n```").next().expect("the end of a block")).collect();
    assert!(snippets.len() > 60, "only {} snippets", snippets.len());
    for said in snippets {
        let at_node = said.starts_with("aggregate") || said.starts_with("weights");
        let (node, indicator, top) = match (said.starts_with('['), at_node) {
            (true, _) => ("", "", said),
            (_, true) => (said, "", ""),
            _ => ("", said, ""),
        };
        let over_years =
            ["carry_forward", "linear", "hold\""].iter().any(|m| said.starts_with("impute") && said.contains(m));
        let years = if over_years { "[table]\nyear = \"year\"\n\n" } else { "" };
        // A rule for undesirable indicators has one.
        let indicator = if said.contains("\"undesirable\"") { "direction = \"undesirable\"\n" } else { indicator };
        // Weights that look to an ancestor stand at a node below it.
        let top_node = "[[node]]\ncode = \"index\"\ntitle = \"Index\"\n";
        let (nodes, parent) = if said.starts_with("weights") && said.contains("with = ") {
            let pillar = "[[node]]\ncode = \"pillar\"\ntitle = \"Pillar\"\nparent = \"index\"\n";
            (format!("{top_node}\n{pillar}{node}"), "pillar")
        } else {
            (format!("{top_node}{node}"), "index")
        };
        let text = format!(
            "schema = \"spscore-framework/1\"\nunits = \"rows\"\ncode = \"x\"\nversion = \"1\"\ntitle = \"X\"\n\n{years}{top}\n{nodes}\n[[indicator]]\ncode = \"a\"\ntitle = \"A\"\nparent = \"{parent}\"\n{indicator}\n[[indicator]]\ncode = \"b\"\ntitle = \"B\"\nparent = \"{parent}\"\n"
        );
        let folder = Workdir::new();
        folder.write("f.toml", &text);
        let run = folder.run(&["framework", "check", "f.toml"]);
        assert_eq!(run.code, 0, "{said}\n{}", run.stderr);
    }
}

#[test]
fn the_page_of_methods_is_what_the_program_computes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/methods.md");
    let made = spscore::report::method::page();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &made).expect("the page to be written");
    }
    assert!(
        fs::read_to_string(&path).expect("the page") == made,
        "docs/methods.md is out of date (BLESS=1 makes it anew)"
    );
    // Every method has one head, however many ways of writing it there are.
    let mut heads: Vec<&str> = made.lines().filter(|line| line.starts_with("### ")).collect();
    let all = heads.len();
    heads.sort_unstable();
    heads.dedup();
    assert_eq!(heads.len(), all, "two entries of docs/methods.md have one head");
}

/// A table, what is added to the framework, and what is said of them; 1 is the exit code.
#[test]
fn bad_tables_are_reported_with_their_places() {
    let normalise = "\nnormalise = { method = \"min_max\" }\n";
    let geometric = "\n[methods]\naggregate = \"geometric\"\n";
    let cases: [(&str, &str, &str); 13] = [
        ("", "", "t.csv: error: the table is empty"),
        ("unit,gdp,trade\n", "", "t.csv: error: the table has no row"),
        ("unit,gdp\nA,1\n", "", "t.csv:1:1: error: the table has no column `trade`, an indicator"),
        ("unit,gdp,trad\nA,1,2\n", "", "did you mean `trad`?"),
        ("unit,gdp,trade\nA,1,x\n", "", "t.csv:2:5: error: value `x` is not a number"),
        ("unit,gdp,trade\nA,1,inf\n", "", "t.csv:2:5: error: value `inf` is not a finite number"),
        ("unit,gdp,trade\nA,1\n", "", "t.csv:2:4: error: the row has 2 fields, the header has 3"),
        ("unit,gdp,trade\nA,1,2\nA,3,4\n", "", "an entry for unit `A` stands already in line 2"),
        ("unit,gdp,gdp,trade\nA,1,2,3\n", "", "column `gdp` stands twice"),
        ("unit,gdp,trade\n,1,2\n", "", "column `unit` is empty here"),
        ("unit,gdp,trade\nA,1,2\nB,1,3\n", normalise, "index / trade: normalisation: every known value"),
        ("unit,gdp,trade\nA,1,2\nB,5,3\n", geometric, "index: aggregation:"),
        ("unit,gdp,trade\nA,1,2\nB,5,3\n", "\n[methods]\nweights = \"pca\"\n", "index: weights:"),
    ];
    for (table, more, expected) in cases {
        let folder = Workdir::new();
        folder.write("t.csv", table);
        let framework = match more.starts_with("\n[") {
            true => INDEX.replacen("\n[[node]]", &format!("{more}\n[[node]]"), 1),
            false => format!("{INDEX}{more}"),
        };
        folder.write("f.toml", framework);
        let run = folder.run(&["evaluate", "--table", "t.csv", "--framework", "f.toml"]);
        let expected = if more == normalise { "normalisation: every known value" } else { expected };
        let table = if more == normalise { "constant" } else { table };
        assert!(run.code == 1 && run.stdout.is_empty(), "{table}: {run:?}");
        assert!(run.stderr.contains(expected), "{table:?}: {}", run.stderr);
        assert!(run.stderr.contains("nothing was scored") && run.stderr.contains("hint: "), "{}", run.stderr);
    }
}

/// What a framework for a table must not say, and the message.
#[test]
fn what_nobody_would_hear_is_refused() {
    let cases: [(&str, &str, &str); 15] = [
        (
            "parent = \"index\"\n",
            "parent = \"index\"\ndirection = \"undesirable\"\n",
            "`gdp` is undesirable, and the rule of `index` would take its rise for good",
        ),
        (
            "title = \"Index\"",
            "title = \"Index\"\naggregate = { method = \"benefit_of_the_doubt\", bounds = { kind = \"undesirable\" } }",
            "0 of the 2 children of `index` are undesirable",
        ),
        (
            "title = \"Index\"",
            "title = \"Index\"\naggregate = { method = \"ordered_weighted_average\", quantifier = { kind = \"best\", of = 3 } }",
            "`index` is the average of 3 children, and has 2",
        ),
        (
            "title = \"Index\"",
            "title = \"Index\"\naggregate = { method = \"ordered_weighted_average\", quantifier = { kind = \"orness\", orness = 0 } }",
            "the orness does not lie above 0 and up to 1",
        ),
        (
            "title = \"Index\"",
            "title = \"Index\"\naggregate = { method = \"benefit_of_the_doubt\", bounds = { kind = \"proportions\" } }",
            "the proportions bound nothing",
        ),
        (
            "title = \"Index\"",
            "title = \"Index\"\naggregate = { method = \"benefit_of_the_doubt\", robust = { sample = 0, draws = 9, seed = 1 } }",
            "a sample has 1 to 1000 units, and there are 1 to 10000 draws",
        ),
        ("title = \"Index\"", "title = \"Index\"\nweights = \"equal\"\nweight = 0.5", "stands alone and has no weight"),
        ("parent = \"index\"\n", "parent = \"index\"\ntarget = \"x\"\n", "f.toml:"),
        (
            "parent = \"index\"\n",
            "parent = \"index\"\nimpute = \"hold\"\n",
            "imputed from other years, and the table has none",
        ),
        ("parent = \"index\"\n", "parent = \"index\"\ncodes_directed = [\"a\", \"b\"]\n", "is not directed"),
        (
            "parent = \"index\"\n",
            "parent = \"index\"\nnormalise = \"min_max\"\ngoalposts = { lower = 0, upper = 1, kind = \"declared\", reason = \"r\" }\n",
            "has goalposts, and its normalisation takes none",
        ),
        (
            "parent = \"index\"\n",
            "parent = \"index\"\nnormalise = \"goalposts\"\n",
            "is normalised by goalposts and has none",
        ),
        (
            "parent = \"index\"\n",
            "parent = \"index\"\nnormalise = \"distance_to_target\"\n",
            "distance to a target and has none",
        ),
        ("\n[[node]]", "\n[methods]\nscope = \"year\"\n\n[[node]]", "scope = \"year\", and the table has no years"),
        (
            "title = \"Index\"",
            "title = \"Index\"\nweights = \"pca\"",
            "takes its weights by a method, and a child states one",
        ),
    ];
    for (old, new, expected) in cases {
        let folder = Workdir::new();
        let mut text = INDEX.replacen(old, new, 1);
        if new.contains("pca") {
            text = text.replace("parent = \"index\"\n", "parent = \"index\"\nweight = 0.5\n");
        }
        folder.write("f.toml", text);
        let run = folder.run(&["framework", "check", "f.toml"]);
        assert!(run.code == 1 && run.stderr.contains(expected), "{new}: {run:?}");
    }
}

#[test]
fn refusals_name_units_and_children() {
    let folder = Workdir::new();
    folder.write("f.toml", INDEX.replace("title = \"Index\"", "title = \"Index\"\naggregate = \"geometric\""));
    folder.write("t.csv", "unit,gdp,trade\nA,1,2\nB,5,3\n");
    let run = folder.run(&["evaluate", "--table", "t.csv", "--framework", "f.toml"]);
    let expected =
        "error: index: aggregation: unit A: `gdp` is 0, and the geometric mean is defined for values above 0 only";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
}

/// Values beyond the goalposts are clipped, and every one is reported.
#[test]
fn what_is_cut_is_reported() {
    let folder = Workdir::new();
    let posts = "parent = \"index\"\ngoalposts = { lower = 1, upper = 10, kind = \"declared\", reason = \"r\" }\n";
    folder.write("f.toml", INDEX.replace("parent = \"index\"\n", posts));
    folder.write("t.csv", "unit,gdp,trade\nA,-50,2\nB,5,500\n");
    let run = folder.run(&["evaluate", "--table", "t.csv", "--framework", "f.toml", "--steps", "steps"]);
    assert!(run.stdout.contains("beyond the ends of their scales, and scored as the ends: gdp of A,"), "{run:?}");
    assert_eq!(folder.read("steps/clipped.csv"), "unit,indicator,value,score\nA,gdp,-50,0\nB,trade,500,100\n");
}

/// Weights by a method count in a score card as well, since they are put at the children when the framework is read.
#[test]
fn a_partnership_is_weighed_by_the_method_that_is_stated() {
    let folder = Workdir::new();
    let framework = load::built_in_frameworks().find(|(code, _)| *code == "korolev").expect("built in").1;
    let at = framework.find("code = \"economy\"").expect("the node");
    let (before, rest) = framework.split_at(at);
    let weights = "weights = { method = \"budget\", points = [{ trade_preference = 10, mutual_trade_share = 20, trade_trend = 30, trade_member_breadth = 40 }] }\n";
    let rest = rest
        .replacen("aggregate = ", &format!("{weights}aggregate = "), 1)
        .replace("parent = \"economy\"\nweight = 0.25\n", "parent = \"economy\"\n");
    folder.write("f.toml", format!("{before}{rest}").replace("version = \"1.0\"", "version = \"mine\""));
    let run = folder.run(&["evaluate", "russia-asean", "--framework", "f.toml", "--format", "csv"]);
    assert_eq!(run.code, 0, "{run:?}");
    let rows: BTreeMap<String, Vec<String>> = csv::Reader::from_reader(run.stdout.as_bytes())
        .records()
        .map(|r| r.expect("a row"))
        .map(|r| (r[5].to_owned(), r.iter().map(str::to_owned).collect()))
        .collect();
    assert!(rows.contains_key("economy"), "{rows:?}");
    let header: Vec<String> = run.stdout.lines().next().expect("a header").split(',').map(str::to_owned).collect();
    let score = |code: &str| -> f64 {
        let place = header.iter().position(|h| h == "score").expect("a column of scores");
        rows[code][place].parse().expect("a score")
    };
    let by_hand = 0.1 * score("trade_preference")
        + 0.2 * score("mutual_trade_share")
        + 0.3 * score("trade_trend")
        + 0.4 * score("trade_member_breadth");
    assert!((score("economy") - by_hand).abs() < 1e-9, "{} is not {by_hand}", score("economy"));
}
