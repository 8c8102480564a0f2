//! Every pair of a small world: the values are those of the ordinary measurement, the files may be CSV or Parquet, and
//! what is wrong with them is told.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use spscore::analysis::verbs::{RankRequest, RankedWorld, rank};
use spscore::analysis::world_ranking::reach;
use spscore::load::{WorldRequest, package_of, world_from};
use spscore::measure::Measurer;
use spscore::model::party::Partnership;
use spscore::model::window::Window;
use spscore::model::{Framework, Package, World};

const CODES: [&str; 10] = ["CHN", "DEU", "FRA", "IDN", "JPN", "KOR", "RUS", "SGP", "THA", "VNM"];

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/world")
}

/// The built-in framework for pairs, with the blocs of the small world in its peer set where they are to be units.
fn framework(peers: &[&str]) -> Framework {
    let text = spscore::load::built_in_frameworks().find(|(code, _)| *code == "dyads").expect("built in").1;
    let from = text.find("members = [").expect("a list");
    let to = from + text[from..].find(']').expect("its end") + 1;
    let list: Vec<String> = peers.iter().map(|p| format!("\"{p}\"")).collect();
    let text = format!("{}members = [{}]{}", &text[..from], list.join(", "), &text[to..]);
    let declared = spscore::load::framework_of("dyads.toml", &text).unwrap_or_else(|e| panic!("{e}"));
    spscore::scoring::settle(declared).unwrap_or_else(|e| panic!("{e}"))
}

fn window(text: &str) -> Window {
    Window::parse(text).expect("a window")
}

fn world(dir: &Path, windows: &[&str], blocs: &[&str]) -> World {
    let request = WorldRequest {
        windows: windows.iter().map(|w| window(w)).collect(),
        reach: 10,
        blocs: blocs.iter().map(|b| (*b).to_owned()).collect(),
        parties: None,
    };
    let read = world_from(dir).and_then(|package| package.read(&request));
    read.unwrap_or_else(|e| panic!("{e}"))
}

/// An ordinary data package with the same flows: totals are sums, as the world takes them.
fn package(blocs: &[(&str, &[&str])]) -> Package {
    let text = fs::read_to_string(data().join("flows.csv")).expect("the flows");
    let flows: Vec<(&str, &str, u16, u64)> = text
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[0], cells[1], cells[2].parse().expect("a year"), cells[3].parse().expect("dollars"))
        })
        .collect();
    let mut trade = "exporter,importer,year,value_usd,source\n".to_owned();
    for (from, to, year, value) in &flows {
        trade += &format!("{from},{to},{year},{value},made-up\n");
    }
    let mut margins = "party,year,exports_usd,imports_usd,intra_usd,economies,source\n".to_owned();
    for year in 2006..=2015_u16 {
        let sum = |from: &dyn Fn(&str) -> bool, to: &dyn Fn(&str) -> bool| -> u64 {
            flows.iter().filter(|(f, t, y, _)| *y == year && from(f) && to(t)).map(|f| f.3).sum()
        };
        let all = sum(&|_| true, &|_| true);
        margins += &format!("WLD,{year},{all},{all},,10,made-up\n");
        for code in CODES {
            let (sold, bought) = (sum(&|f| f == code, &|_| true), sum(&|_| true, &|t| t == code));
            margins += &format!("{code},{year},{sold},{bought},,9,made-up\n");
        }
        for (bloc, members) in blocs {
            let member = |code: &str| members.contains(&code) && (code != "SGP" || year >= 2008);
            let (sold, bought) = (sum(&member, &|_| true), sum(&|_| true, &member));
            margins += &format!("{bloc},{year},{sold},{bought},{},9,made-up\n", sum(&member, &member));
        }
    }
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tiny");
    for entry in fs::read_dir(&tiny).expect("the small package") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a text");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        // Heads alone: nothing but trade is looked at.
        let text = if name.ends_with(".csv") { format!("{}\n", text.lines().next().expect("heads")) } else { text };
        texts.insert(name, text);
    }
    let descriptor = r#"{"name": "ten", "version": "1", "resources": [
        {"name": "parties", "path": "parties.csv"}, {"name": "memberships", "path": "memberships.csv"},
        {"name": "trade", "path": "trade.csv"}, {"name": "trade_margins", "path": "trade_margins.csv"},
        REST {"name": "sources", "path": "sources.bib"}]}"#;
    let rest: String = texts
        .keys()
        .filter_map(|n| n.strip_suffix(".csv"))
        .filter(|n| !["parties", "memberships", "trade", "trade_margins"].contains(n))
        .map(|n| format!("{{\"name\": \"{n}\", \"path\": \"{n}.csv\"}},"))
        .collect();
    texts.insert("datapackage.json".into(), descriptor.replace("REST", &rest));
    texts.insert("trade.csv".into(), trade);
    texts.insert("trade_margins.csv".into(), margins);
    for table in ["parties.csv", "memberships.csv"] {
        texts.insert(table.into(), fs::read_to_string(data().join(table)).expect("a table"));
    }
    package_of("ten", texts).unwrap_or_else(|e| panic!("{e}"))
}

/// Every measured value of every pair, against the ordinary measurer on the same flows.
fn held_against(framework: &Framework, found: &RankedWorld<'_>, package: &Package, windows: &[&str]) -> usize {
    let mut compared = 0;
    for text in windows {
        let measurer = Measurer::new(package, framework, window(text));
        let ranking = found.ranking.windows.iter().find(|w| w.window == window(text)).expect("the window");
        for (at, (a, b)) in ranking.pairs.iter().enumerate() {
            let [one, other] = [a, b].map(|u| {
                let code = &found.world.unit(*u).expect("a unit").code;
                package.parties.by_code(code).expect("a party")
            });
            let pair = Partnership::new(one, other).expect("two parties");
            let panel = measurer.measure(framework, pair);
            let card = spscore::scoring::score(framework, &panel.readings());
            for code in ["trade_preference", "mutual_trade_share", "trade_trend"] {
                let node = framework.find(code).expect("an indicator");
                let column = ranking.column(node).expect("a column");
                let flat = column.values.as_ref().expect("measured")[at];
                let ordinary = panel.get(node).and_then(|m| m.reading.value());
                let name = format!("{code} of {} in {text}", pair.slug(&package.parties));
                match (flat, ordinary) {
                    (Some(x), Some(y)) => {
                        compared += 1;
                        assert!((x - y).abs() <= 1e-12 * y.abs().max(1.0), "{name}: {x} is not {y}");
                    }
                    (None, None) => {}
                    other => panic!("{name}: {other:?}"),
                }
            }
            let economy = framework.find("economy").expect("a node");
            let (flat, ordinary) = (ranking.column(economy).expect("a column").scores[at], card.node(economy).score);
            let gap = flat.zip(ordinary).map_or(0.0, |(x, y)| (x - y).abs());
            assert!(flat.is_some() == ordinary.is_some() && gap <= 1e-10, "{flat:?} {ordinary:?}");
        }
    }
    compared
}

#[test]
fn every_pair_is_measured_as_evaluate_measures_it() {
    let framework = framework(&["CHN", "VNM"]);
    assert_eq!(reach(&framework), 10);
    let windows = ["2011-2015", "2010-2014", "2012-2013"];
    let world = world(&data(), &windows, &[]);
    let found = rank(&framework, &world, &RankRequest { top: 20, ..RankRequest::default() }).expect("a ranking");
    let compared = held_against(&framework, &found, &package(&[]), &windows);
    // 44 pairs of three windows, but those that were given gaps.
    assert!(compared > 330, "{compared}");
    let first = &found.ranking.windows[0];
    assert_eq!((first.pairs.len(), first.ranked), (44, 43), "SGP and THA have no row, VNM and FRA two years");
    let [france, vietnam] = ["FRA", "VNM"].map(|c| world.place(c).expect("an economy"));
    let gap = first.find(vietnam, france).expect("a pair");
    assert_eq!((first.years[gap], first.ranks[gap]), (2, None));
    assert_eq!(framework.node(found.ranking.by).code, "economy");
}

#[test]
fn blocs_are_measured_as_evaluate_measures_them() {
    let framework = framework(&["SEA", "RHI"]);
    let windows = ["2011-2015", "2007-2011"];
    let world = world(&data(), &windows, &["SEA", "RHI"]);
    let found = rank(&framework, &world, &RankRequest { top: 20, ..RankRequest::default() }).expect("a ranking");
    let blocs: [(&str, &[&str]); 2] = [("SEA", &["VNM", "IDN", "THA", "SGP"]), ("RHI", &["DEU", "FRA"])];
    let compared = held_against(&framework, &found, &package(&blocs), &windows);
    // Four states are outside of both, each with either; and the two with one another.
    let first = &found.ranking.windows[0];
    assert_eq!(first.pairs.len(), 9);
    assert_eq!(compared, 54);
    // Of one bloc alone, a member of the other is outside.
    let world = self::world(&data(), &windows, &["SEA"]);
    let alone = rank(&framework, &world, &RankRequest::default()).expect("a ranking");
    assert_eq!(alone.ranking.windows[0].pairs.len(), 6);
}

/// A folder with the small world and one file of it changed.
fn changed(name: &str, change: impl Fn(&str) -> String) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(data()).expect("the small world") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, dir.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    let text = fs::read_to_string(dir.path().join(name)).expect("a text");
    fs::write(dir.path().join(name), change(&text)).expect("written");
    dir
}

fn run(args: &[&str]) -> (i32, String, String) {
    let out = Command::cargo_bin("spscore").expect("the program").args(args).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (out.status.code().unwrap_or(-1), text(&out.stdout), text(&out.stderr))
}

fn ranked(dir: &Path, more: &[&str]) -> (i32, String, String) {
    let dir = dir.to_string_lossy().into_owned();
    run(&[&["rank", "--data", &dir, "--window", "2011-2015"], more].concat())
}

#[test]
fn parquet_and_csv_give_the_same_bytes() {
    let parquet = changed("world.toml", |t| t.replace("flows.csv", "flows.parquet"));
    let (code, from_csv, errors) = ranked(&data(), &["--format", "csv"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let (_, from_parquet, errors) = ranked(parquet.path(), &["--format", "csv"]);
    assert_eq!(errors, "");
    assert_eq!(from_csv, from_parquet);
    // Two files by year are one table.
    let shards = changed("world.toml", |t| t.replace("\"flows.csv\"", "\"early.csv\", \"late.csv\""));
    let text = fs::read_to_string(data().join("flows.csv")).expect("the flows");
    let late = |line: &&str| line.split(',').nth(2).is_some_and(|y| y >= "2012");
    let head = text.lines().next().expect("heads");
    let file = |lines: Vec<&str>| format!("{head}\n{}\n", lines.join("\n"));
    let (b, a): (Vec<&str>, Vec<&str>) = text.lines().skip(1).partition(late);
    fs::write(shards.path().join("early.csv"), file(a)).expect("written");
    fs::write(shards.path().join("late.csv"), file(b)).expect("written");
    assert_eq!(ranked(shards.path(), &["--format", "csv"]).1, from_csv);
}

#[test]
fn a_result_in_parquet_reads_back_and_may_be_replaced() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("pairs.parquet");
    let path = out.to_string_lossy().into_owned();
    assert_eq!(ranked(&data(), &["--out", &path]).0, 0);
    let first = fs::read(&out).expect("the file");
    assert!(first.starts_with(b"PAR1") && first.ends_with(b"PAR1"));
    assert_eq!(ranked(&data(), &["--out", &path]).0, 0, "a result of ours is replaced");
    assert_eq!(fs::read(&out).expect("the file"), first, "the same bytes on every run");
    let foreign = dir.path().join("foreign.parquet");
    fs::copy(data().join("flows.parquet"), &foreign).expect("a copy");
    let (code, _, errors) = ranked(&data(), &["--out", &foreign.to_string_lossy()]);
    assert!(code == 2 && errors.contains("this is no result of spscore's"), "{errors}");
}

#[test]
fn the_page_has_eighty_columns_and_says_where_the_rest_is() {
    let (code, page, _) = ranked(&data(), &["--top", "3", "--pair", "VNM-RUS"]);
    assert_eq!(code, 0);
    for said in [
        "Pairs of economies by economy",
        "the first 3",
        "the last 3",
        "asked for",
        "--out FILE.csv",
        "not held for the world",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.lines().all(|l| l.chars().count() <= 80), "{page}");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let whole = "flows.csv";
    let line = |t: &str, n: usize, with: &str| {
        let mut lines: Vec<&str> = t.lines().collect();
        lines[n - 1] = with;
        lines.join("\n") + "\n"
    };
    type Change = Box<dyn Fn(&str) -> String>;
    let cases: Vec<(&str, Change, Vec<&str>)> = vec![
        (whole, Box::new(move |t| line(t, 9, "CHN,DEU,2014,-5")), vec!["flows.csv:9:14", "cannot be negative"]),
        (whole, Box::new(move |t| line(t, 9, "CHN,DEU,2014,many")), vec!["flows.csv:9:14", "not a number"]),
        (whole, Box::new(move |t| line(t, 9, "CHN,DEU,2014")), vec!["flows.csv:9:1", "has 3 fields"]),
        (whole, Box::new(move |t| line(t, 9, "CHN,DEU,year,5")), vec!["flows.csv:9:9", "not a year"]),
        (whole, Box::new(move |t| line(t, 9, "CHN,CHN,2014,5")), vec!["CHN stands on both sides"]),
        (
            whole,
            Box::new(move |t| t.to_owned() + "CHN,DEU,2014,5\n"),
            vec!["CHN to DEU in 2014 stands 2 times", "keep one"],
        ),
        (
            "world.toml",
            Box::new(|t| t.replace("\"partner_iso3\"", "\"partner_iso\"")),
            vec!["no column `partner_iso`", "did you mean `partner_iso3`?"],
        ),
        ("world.toml", Box::new(|t| t.replace("flows.csv", "nothing.csv")), vec!["nothing.csv", "cannot be read"]),
        (
            "world.toml",
            Box::new(|t| t.replace("2006-2015", "2015-2006").replace("[votes]", "[vote]")),
            vec!["lies backwards", "unknown key `vote`"],
        ),
        (
            "world.toml",
            Box::new(|t| t.replace("value = \"value_usd\"", "")),
            vec!["[trade]: missing key `value`", "docs/world.md"],
        ),
    ];
    for (file, change, said) in cases {
        let dir = changed(file, change);
        let (code, _, errors) = ranked(dir.path(), &[]);
        assert_ne!(code, 0, "{said:?}");
        for word in said {
            assert!(errors.contains(word), "{word}: {errors}");
        }
    }
    // A text that is called Parquet, and a column of another type in one that is.
    let text = changed("world.toml", |t| t.replace("flows.csv", "text.parquet"));
    fs::copy(data().join("flows.csv"), text.path().join("text.parquet")).expect("a copy");
    assert!(ranked(text.path(), &[]).2.contains("cannot be read as Parquet"));
    let typed = changed("world.toml", |t| {
        t.replace("flows.csv", "flows.parquet").replace("value = \"value_usd\"", "value = \"reporter_iso3\"")
    });
    assert!(ranked(typed.path(), &[]).2.contains("not numbers"));
    let empty = tempfile::tempdir().expect("a folder");
    assert!(ranked(empty.path(), &[]).2.contains("the folder has no world.toml"));
    let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tiny");
    assert!(ranked(&tiny, &[]).2.contains("this is a data package"));
}

#[test]
fn what_is_typed_wrongly_is_told() {
    let dir = data().to_string_lossy().into_owned();
    let list = tempfile::NamedTempFile::new().expect("a file");
    fs::write(list.path(), "CHN\nVNN # a slip\nXXQ\n").expect("written");
    let list = list.path().to_string_lossy().into_owned();
    let cases: [(&[&str], &[&str]); 6] = [
        (&["--window", "1990-1994"], &["lies outside of the data, which hold 2006–2015"]),
        (&["--rolling", "20"], &["no window of 20 years"]),
        (&["--window", "2011-2015", "--parties", &list], &[":2:1", "did you mean VNM?", ":3:1"]),
        (&["--window", "2011-2015", "--blocs", "SEA,NATO"], &["no bloc `NATO`", "SEA"]),
        (&["--window", "2011-2015", "--by", "econmy"], &["did you mean `economy`?"]),
        (&["--window", "2011-2015", "--pair", "RUS-VNN"], &["no party `VNN`", "VNM"]),
    ];
    for (args, said) in cases {
        let (code, _, errors) = run(&[&["rank", "--data", dir.as_str()], args].concat());
        assert_ne!(code, 0, "{args:?}");
        for word in said {
            assert!(errors.contains(word), "{word}: {errors}");
        }
    }
}

/// Python with duckdb; a caller of the tests may name one.
fn python() -> Option<std::ffi::OsString> {
    let python = std::env::var_os("SPSCORE_PYTHON").unwrap_or_else(|| "python3".into());
    let has =
        std::process::Command::new(&python).args(["-c", "import duckdb"]).output().is_ok_and(|o| o.status.success());
    if !has {
        eprintln!("skipped: {} has no duckdb here, so docs/world.sql was not run", python.display());
    }
    has.then_some(python)
}

/// docs/world.sql gives the same pairs, values, scores and ranks.
#[test]
fn the_steps_in_sql_give_the_same_numbers() {
    let Some(python) = python() else { return };
    let script = "
import duckdb, sys
flows, sql = sys.argv[1:]
c = duckdb.connect()
c.execute(f\"SET VARIABLE flows = '{flows}'; SET VARIABLE first = 2011; SET VARIABLE last = 2015;\")
for row in c.execute(open(sql).read()).fetchall():
    print(*['' if x is None else repr(x).strip(\"'\") for x in row], sep=',')
";
    let sql = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/world.sql");
    let run =
        std::process::Command::new(python).args(["-c", script]).arg(data().join("flows.parquet")).arg(sql).output();
    let run = run.expect("python to run");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = String::from_utf8(run.stdout).expect("a text");
    let (_, csv, _) = ranked(&data(), &["--format", "csv"]);
    let heads: Vec<&str> = csv.lines().next().expect("heads").split(',').collect();
    let at = |head: &str| heads.iter().position(|h| *h == head).unwrap_or_else(|| panic!("{head} in {heads:?}"));
    let columns = [
        "rank",
        "a",
        "b",
        "years",
        "flow_ab",
        "flow_ba",
        "trade_preference",
        "mutual_trade_share",
        "trade_trend",
        "economy_score",
    ];
    let places: Vec<usize> = columns.iter().map(|c| at(c)).collect();
    let program: Vec<Vec<&str>> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|cells| !cells[at("rank")].is_empty())
        .map(|cells| places.iter().map(|p| cells[*p]).collect())
        .collect();
    let engine: Vec<Vec<&str>> = text.lines().map(|l| l.split(',').collect()).collect();
    assert_eq!(engine.len(), program.len());
    for (found, expected) in engine.iter().zip(&program) {
        assert_eq!(found[..4], expected[..4], "{expected:?}");
        for (head, (x, y)) in columns.iter().zip(found.iter().zip(expected)).skip(4) {
            let [x, y] = [x, y].map(|t| t.parse::<f64>().unwrap_or(f64::NAN));
            let near = (x - y).abs() <= 1e-12 * y.abs().max(1.0) || (x.is_nan() && y.is_nan());
            // A score is up to a hundred times the value it is read from.
            let near = near || (*head == "economy_score" && (x - y).abs() <= 1e-10);
            assert!(near, "{head} of {expected:?}: {x} in SQL");
        }
    }
}
