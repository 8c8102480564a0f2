//! Rival frameworks: each file reads as it says, the comparison has the numbers of each framework by itself, its
//! concordance is that of the printed ranks, and the figure fits.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use spscore::analysis::anchors::anchors;
use spscore::analysis::evaluate;
use spscore::analysis::verbs::{self, Error, Rivals, RivalsRequest};
use spscore::chart::{self, RivalScene, Style, Theme, Words};
use spscore::document::Cell;
use spscore::load::{built_in_frameworks, embedded_package};
use spscore::measure::Measurer;
use spscore::model::framework::{GoalpostKind, Measure, NodeKind, OrderedBy};
use spscore::model::{Framework, Package};
use spscore::report::{Detail, Report};

use crate::charts::assert_apart;
use crate::support::settled::framework_from;
use crate::support::workdir::Workdir;

const RIVALS: [&str; 4] = ["renard", "institutional", "hot-economics-cold-politics", "expectation-gap"];

fn framework(code: &str) -> Framework {
    framework_from(Path::new(code)).expect("a built-in framework")
}

fn all_five() -> Vec<Framework> {
    ["korolev"].into_iter().chain(RIVALS).map(framework).collect()
}

fn of_the_peers<'a>(frameworks: &'a [Framework], package: &'a Package) -> Rivals<'a> {
    let partnerships = frameworks[0].peers.partnerships(&package.parties);
    let request = RivalsRequest { partnerships, window: frameworks[0].window };
    verbs::rivals(frameworks, package, &request).expect("a comparison")
}

/// Every goalpost of kind "anchored" is what the sample gives today, and where the default framework has the same
/// indicator it has the same goalposts; every criterion without data is a coded indicator for which no row exists.
#[test]
fn the_files_of_the_rivals_are_what_they_say() {
    let package = embedded_package().expect("the package");
    let default = framework("korolev");
    for code in RIVALS {
        let f = framework(code);
        let found = anchors(&f, &package);
        assert_eq!(found.sha256, f.reference.sha256, "{code}: spscore framework anchors --framework {code}");
        for a in &found.anchors {
            assert!(a.computed.is_none_or(|(l, u)| same(l, a.stated.0) && same(u, a.stated.1)), "{code}: {a:?}");
        }
        for (_, node, indicator) in f.indicators() {
            let own = indicator.goalposts.as_ref().expect("goalposts");
            if let Some((_, _, other)) =
                default.indicators().find(|(_, n, i)| n.code == node.code && i.measure == indicator.measure)
            {
                assert_eq!(other.goalposts.as_ref(), Some(own), "{code}: {}", node.code);
            }
            assert!(!own.reason.is_empty() && own.kind != GoalpostKind::Declared, "{code}: {}", node.code);
            if indicator.measure == Measure::Coded {
                let coded = package.codings.iter().any(|c| c.indicator == node.code);
                assert!(!coded, "{code}: {} has codings, and is described as having none", node.code);
            }
        }
        // A work for every framework, which `cite` can word.
        assert!(f.citations.iter().all(|c| c.bibtex.is_some()) && f.citations.len() >= 2, "{code}");
    }
}

fn same(x: f64, y: f64) -> bool {
    (x - y).abs() <= 1e-9 * y.abs().max(1e-12)
}

/// The comparison adds no number of its own: score, coverage and residual are those of `evaluate`.
#[test]
fn a_comparison_of_frameworks_has_the_numbers_of_each_by_itself() {
    let package = embedded_package().expect("the package");
    let frameworks = all_five();
    let rivals = of_the_peers(&frameworks, &package);
    let mut withheld = 0;
    for column in &rivals.found.columns {
        let measurer = Measurer::new(&package, column.framework, rivals.window);
        for (p, s) in rivals.found.partnerships.iter().zip(&column.standings) {
            let e = evaluate(column.framework, &measurer, *p);
            assert_eq!((s.score, s.coverage), (e.card.content().score, e.card.content().coverage));
            let value = match column.framework.ordered_by {
                OrderedBy::Score => e.card.content().score,
                OrderedBy::Residual => e.gap.and_then(|g| g.residual).map(|r| -r),
            };
            assert_eq!(s.value, value, "{}", column.framework.code);
            assert_eq!(s.value.is_none(), s.withheld.is_some());
            withheld += usize::from(s.value.is_none());
        }
        // Ranks are places from the top among those that have a value.
        let values: Vec<f64> = column.standings.iter().filter_map(|s| s.value).collect();
        for s in &column.standings {
            let above = s.value.map(|own| 1.0 + values.iter().filter(|v| **v > own).count() as f64);
            assert!(s.rank == above || values.iter().filter(|v| Some(**v) == s.value).count() > 1);
        }
    }
    // Who is withheld under one has no place, whatever the others say.
    assert!(withheld > 0, "someone is withheld under some framework");
    let whole = |at: usize| rivals.found.columns.iter().all(|c| c.standings[at].value.is_some());
    let with_places: Vec<usize> = rivals.found.places.iter().map(|p| p.partnership).collect();
    let known: Vec<usize> = (0..rivals.found.partnerships.len()).filter(|at| whole(*at)).collect();
    assert_eq!(with_places, known, "those with places stand first, in the order of their mean ranks");
}

/// W from the printed ranks by its definition, `12 S / (m^2 (n^3 - n) - m sum(t^3 - t))`, t ranks that are one.
#[test]
fn the_concordance_is_that_of_the_printed_ranks() {
    let work = Workdir::new();
    let args = ["compare", "--frameworks", "korolev,renard,institutional", "--peers", "--format"];
    let run = |format: &str| {
        let out = format!("out.{format}");
        work.run(&[&args[..], &[format, "--out", &out]].concat()).ends_with(0);
        work.read(&out)
    };
    let json: Value = serde_json::from_str(&run("json")).expect("JSON");
    let csv = run("csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let mut sums: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in reader.deserialize() {
        let row: BTreeMap<String, String> = row.expect("a record");
        if let Ok(rank) = row["rank_among_all_known"].parse::<f64>() {
            sums.entry(row["partnership"].clone()).or_default().push(rank);
        }
    }
    let (m, n) = (3.0, sums.len() as f64);
    assert!(sums.values().all(|ranks| ranks.len() == 3) && n >= 4.0, "{sums:?}");
    let totals: Vec<f64> = sums.values().map(|ranks| ranks.iter().sum()).collect();
    let mean = m * (n + 1.0) / 2.0;
    let s: f64 = totals.iter().map(|t| (t - mean) * (t - mean)).sum();
    // Of t ranks that are one, t^3 - t is taken from the denominator, m times over all frameworks.
    let mut tied = 0.0;
    for framework in 0..3 {
        let mut ranks: Vec<f64> = sums.values().map(|ranks| ranks[framework]).collect();
        ranks.sort_by(f64::total_cmp);
        tied += ranks.chunk_by(|a, b| a == b).map(|t| (t.len() as f64).powi(3) - t.len() as f64).sum::<f64>();
    }
    assert!(tied > 0.0, "the institutional reading ties partners");
    let w = json["concordance"]["w"].as_f64().expect("W");
    assert!((w - 12.0 * s / (m * m * (n * n * n - n) - m * tied)).abs() < 1e-12, "{w}");
    assert_eq!(json["concordance"]["n"].as_u64(), Some(sums.len() as u64));
    let p = json["concordance"]["p"].as_f64().expect("p");
    assert!((0.0001..=1.0).contains(&p), "{p}");
    let pairs = json["pairs"].as_array().expect("pairs");
    assert_eq!(pairs.len(), 3);
    for pair in pairs {
        for key in ["spearman", "kendall"] {
            assert!(pair[key].as_f64().is_some_and(|r| (-1.0..=1.0).contains(&r)), "{pair}");
        }
        assert!(pair["shared_indicators"].as_u64() <= pair["indicators"][0].as_u64());
    }
    // Renard's file measures much of what the default one does, the institutional one nothing.
    let shared = |first: &str, second: &str| {
        let of = pairs.iter().find(|p| p["first"] == first && p["second"] == second).expect("a pair");
        of["shared_indicators"].as_u64().expect("a number")
    };
    assert!(shared("korolev", "renard") >= 7);
    assert_eq!(shared("korolev", "institutional"), 0);
}

/// The same framework read twice agrees with itself: copies differ in their names alone.
#[test]
fn a_framework_agrees_with_its_copy() {
    let work = Workdir::new();
    let text = built_in_frameworks().find(|(code, _)| *code == "renard").expect("renard").1;
    fs::write(work.path("mine.toml"), text.replace("code = \"renard\"", "code = \"mine\"")).expect("a framework");
    let run =
        work.run(&["compare", "--frameworks", "renard,mine.toml", "--peers", "--format", "json", "--out", "o.json"]);
    run.ends_with(0);
    let json: Value = serde_json::from_str(&work.read("o.json")).expect("JSON");
    assert_eq!(json["concordance"]["w"], 1.0);
    assert_eq!(json["pairs"][0]["spearman"], 1.0);
    assert!(json["partnerships"].as_array().expect("a list").iter().all(|p| p["places_apart"] == 0.0));
    assert!(json["first_under_all"].is_string() && json["last_under_all"].is_string());
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let package = embedded_package().expect("the package");
    let two = [framework("korolev"), framework("renard")];
    let partnerships = two[0].peers.partnerships(&package.parties);
    let window = two[0].window;
    let ask = |frameworks: &[Framework], n: usize| {
        let request = RivalsRequest { partnerships: partnerships[..n].to_vec(), window };
        verbs::rivals(frameworks, &package, &request).err()
    };
    assert_eq!(ask(&two[..1], 3), Some(Error::OneFramework));
    assert_eq!(ask(&two, 1), Some(Error::TwoPartnerships));
    let twice = [two[0].clone(), two[0].clone()];
    assert_eq!(ask(&twice, 3), Some(Error::FrameworkTwice { framework: "korolev 2.0".into() }));
    let work = Workdir::new();
    let refused: [(&[&str], &str); 8] = [
        (&["compare", "--frameworks", "korolev", "--peers"], "at least two"),
        (&["compare", "--frameworks", "korolev,korolev", "--peers"], "korolev 2.0 is named twice"),
        (&["compare", "--frameworks", "korolev,renard", "russia-asean"], "at least two partnerships"),
        (&["compare", "--frameworks", "korolev,renard", "--peers", "--draws", "50"], "no intervals here"),
        (&["compare", "--frameworks", "korolev,renard", "--framework", "korolev"], "cannot be used with"),
        (&["plot", "gap", "--frameworks", "korolev,renard", "--peers", "-o", "x.svg"], "--frameworks is for the kind"),
        (&["plot", "frameworks", "--peers", "-o", "x.svg"], "asks for two or more"),
        (
            &["plot", "frameworks", "--frameworks", "korolev,renard", "--peers", "--draws", "50", "-o", "x.svg"],
            "no variants are drawn here",
        ),
    ];
    for (args, expected) in refused {
        work.run(args).ends_with(2).reports(&[expected]);
    }
    work.run(&["compare", "--frameworks", "korolev,renrad", "--peers"])
        .reports(&["renrad", "name a built-in framework"]);
    assert!(!work.names().iter().any(|n| n.starts_with("x.svg")));
}

/// A page without its line ends.
fn words(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Of two partnerships nothing can be said; those outside the data are withheld under all.
#[test]
fn few_partnerships_have_no_concordance() {
    let work = Workdir::new();
    let run = work.run(&["compare", "--frameworks", "korolev,renard", "russia-asean", "china-asean"]);
    let run = run.ends_with(0);
    run.holds(
        words(&run.stdout).contains("cannot be said: 2 units; agreement of rankings needs 3"),
        "why there is no W",
    );
    let run = work.run(&["compare", "--frameworks", "korolev,renard", "germany-asean", "france-asean"]);
    let run = run.ends_with(4);
    let said = words(&run.stdout);
    run.holds(said.contains("Withheld · Germany under korolev: Content has no score"), "who is withheld, and why");
}

/// Two composites of other names: their titles stand on every page in place of FORM and CONTENT, and GAP is the first
/// less the second.
#[test]
fn frameworks_with_roots_of_their_own_say_so_on_every_page() {
    let work = Workdir::new();
    let run = |args: &[&str]| {
        let out = "page.txt";
        let code = work.run(&[args, &["--framework", "hot-economics-cold-politics", "--out", out]].concat());
        code.ends_with(0);
        work.read(out)
    };
    for args in [
        &["evaluate", "russia-asean", "--draws", "20"][..],
        &["compare", "russia-asean", "china-asean", "--draws", "20"],
        &["explain", "russia-asean", "gap"],
    ] {
        let page = run(args);
        assert!(page.contains("ECONOMICS") && page.contains("POLITICS"), "{args:?}: {page}");
        for word in ["FORM", "CONTENT", "Form (", "content ("] {
            assert!(!page.contains(word), "{args:?} has {word}: {page}");
        }
    }
    work.run(&[
        "evaluate",
        "russia-asean",
        "--framework",
        "hot-economics-cold-politics",
        "--format",
        "json",
        "--out",
        "c.json",
    ])
    .ends_with(0);
    let card: Value = serde_json::from_str(&work.read("c.json")).expect("JSON");
    assert_eq!(
        (card["form"]["code"].as_str(), card["content"]["code"].as_str()),
        (Some("economics"), Some("politics"))
    );
    let score = |root: &str| card[root]["score"].as_f64().expect("a score");
    assert!((card["gap"]["absolute"].as_f64().expect("a gap") - (score("form") - score("content"))).abs() < 1e-12);
    work.run(&[
        "plot",
        "plane",
        "russia-asean",
        "--no-intervals",
        "--framework",
        "hot-economics-cold-politics",
        "-o",
        "p.svg",
    ])
    .ends_with(0);
    let figure = work.read("p.svg");
    assert!(figure.contains("ECONOMICS") && !figure.contains(">FORM<"), "{figure}");
}

#[test]
fn roots_are_two_nodes_of_the_file() {
    let text = built_in_frameworks().find(|(code, _)| *code == "hot-economics-cold-politics").expect("built in").1;
    let work = Workdir::new();
    let cases = [
        ("roots = [\"economics\", \"politics\"]", "roots = [\"economics\"]", "`roots` names two different nodes"),
        (
            "roots = [\"economics\", \"politics\"]",
            "roots = [\"politics\", \"politics\"]",
            "`roots` names two different nodes",
        ),
        (
            "roots = [\"economics\", \"politics\"]",
            "roots = [\"economics\", \"policies\"]",
            "the tree has no node `policies`",
        ),
        ("roots = [\"economics\", \"politics\"] #", "#", "only `form` and `content` stand alone"),
        ("roots = ", "ordered_by = \"gap\"\nroots = ", "unknown variant `gap`, expected `score` or `residual`"),
    ];
    for (from, to, expected) in cases {
        assert!(text.contains(from));
        fs::write(work.path("mine.toml"), text.replace(from, to)).expect("a framework");
        work.run(&["check", "--framework", "mine.toml"]).ends_with(1).reports(&[expected]);
    }
}

/// The square of the mass is the product of the shares that `explain` prints.
#[test]
fn trade_mass_is_the_product_of_two_shares() {
    let package = embedded_package().expect("the package");
    let f = framework("expectation-gap");
    let measurer = Measurer::new(&package, &f, f.window);
    let (id, ..) = f.indicators().find(|(_, n, _)| n.code == "trade_mass").expect("the indicator");
    let mut masses: Vec<(String, f64)> = Vec::new();
    for p in f.peers.partnerships(&package.parties) {
        let panel = measurer.measure(&f, p);
        let m = panel.get(id).expect("a measurement");
        let share = |what: &str| {
            let end = format!("share of {what} in the trade of all");
            m.quantities.iter().find(|q| q.label == end).and_then(|q| q.value).expect("a share")
        };
        let (a, b) = (share(package.parties.name(p.a)), share(package.parties.name(p.b)));
        let value = m.reading.value().expect("a value");
        assert!((value * value - a * b).abs() < 1e-15 && 0.0 < a && a < 1.0, "{a} {b} {value}");
        masses.push((p.slug(&package.parties), value));
    }
    masses.sort_by(|x, y| y.1.total_cmp(&x.1));
    // Larger in world trade than all others are the European Union, China and the United States.
    let largest: Vec<&str> = masses.iter().take(3).map(|(slug, _)| slug.as_str()).collect();
    assert!(["eu-asean", "china-asean", "us-asean"].iter().all(|slug| largest.contains(slug)), "{masses:?}");
    assert_eq!(masses.last().map(|(slug, _)| slug.as_str()), Some("new-zealand-asean"));
}

#[test]
fn ranks_by_framework_are_drawn_at_both_widths_in_both_languages() {
    let package = embedded_package().expect("the package");
    let frameworks = all_five();
    let three = &frameworks[..3];
    let rivals = of_the_peers(three, &package);
    let strong = package.parties.partnership("russia-asean").ok();
    for width in [85.0, 120.0, 174.0] {
        for theme in [Theme::Paper, Theme::Screen, Theme::Mono] {
            for words in [Words::english(), Words::of(spscore::load::russian())] {
                let scene = RivalScene { rivals: &rivals, strong, title: None, words: &words };
                let style = Style { width, height: None, theme, title: true };
                let figure = chart::draw_rivals(&scene, style).expect("a figure");
                let what = format!("frameworks at {width} mm, {}", words.code());
                assert_apart(&figure, &what);
                assert!(words.untranslated().is_empty(), "{what}: {:?}", words.untranslated());
                // One accent: the line and the marks of the one in question, which no other has.
                let palette = theme.palette();
                let (_, own) = figure.svg.split_once("<g id=\"russia-asean\">").expect("its group");
                let own = own.split("</g>").next().unwrap_or_default();
                assert!(own.contains(palette.strong) && !own.contains(palette.other), "{what}: {own}");
                let (_, other) = figure.svg.split_once("<g id=\"china-asean\">").expect("its group");
                assert!(!other.split("</g>").next().unwrap_or_default().contains(palette.strong), "{what}");
                let lines = figure.svg.matches("-asean\">").count();
                assert_eq!(lines, rivals.found.places.len(), "{what}: a line for each that is known under all");
            }
        }
    }
    // All five fit as well, the long code broken behind its hyphens.
    let rivals = of_the_peers(&frameworks, &package);
    let words = Words::english();
    let scene = RivalScene { rivals: &rivals, strong, title: None, words: &words };
    for width in [120.0, 174.0] {
        let style = Style { width, height: None, theme: Theme::Paper, title: true };
        assert_apart(&chart::draw_rivals(&scene, style).expect("a figure"), "five frameworks");
    }
}

/// The committed figure; `BLESS=1 cargo test` writes it anew.
#[test]
fn the_figure_of_frameworks_is_the_one_committed() {
    let work = Workdir::new();
    let name = "frameworks-peers.svg";
    let args =
        ["plot", "frameworks", "russia-asean", "--frameworks", "korolev,renard,institutional", "--peers", "-o", name];
    work.run(&args).ends_with(0);
    for ending in ["", ".csv", ".json"] {
        let file = format!("{name}{ending}");
        let (drawn, kept) =
            (work.read(&file), Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/figures").join(&file));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&kept, &drawn).expect("the figure to be written");
        }
        assert!(fs::read_to_string(&kept).unwrap_or_default() == drawn, "{file} is out of date (BLESS=1)");
    }
    let papers: Value = serde_json::from_str(&work.read(&format!("{name}.json"))).expect("JSON");
    assert_eq!(papers["command"], format!("spscore {}", args.join(" ")));
    for ending in ["pdf", "png"] {
        let out = format!("figure.{ending}");
        let args = ["plot", "frameworks", "--frameworks", "korolev,renard", "--peers", "--theme", "mono", "-o", &out];
        work.run(&args).ends_with(0);
        assert!(fs::metadata(work.path(&out)).is_ok_and(|m| m.len() > 2_000), "{out}");
    }
}

/// Every cell of the records is unrounded, and the page says the same order in words.
#[test]
fn page_and_records_are_of_one_result() {
    let package = embedded_package().expect("the package");
    let frameworks = [framework("korolev"), framework("institutional")];
    let rivals = of_the_peers(&frameworks, &package);
    let records = rivals.records().expect("records");
    assert_eq!(records.rows.len(), 2 * 11);
    let of = |row: usize, column: &str| {
        let at = records.columns.iter().position(|c| c.head == column).expect("a column");
        records.rows[row].cells.get(at).map(Cell::words).unwrap_or_default()
    };
    let first = rivals.found.columns[0].standings[0].score.expect("a score");
    assert_eq!(of(0, "score"), first.to_string());
    let page = rivals.document(Detail::Brief);
    let title = format!("11 partnerships with ASEAN under 2 frameworks, window {}", rivals.window);
    assert_eq!(page.title, title);
    // A node of kind pair is one indicator in what is shared.
    let pair = &rivals.found.pairs[0];
    let leaves = frameworks[0].nodes.iter().filter(|n| matches!(n.kind, NodeKind::Indicator(_))).count();
    assert!(pair.indicators[0] < leaves, "{:?} of {leaves}", pair.indicators);
}
