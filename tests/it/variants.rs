//! Figures of uncertainty and sensitivity: labels, numbers, languages, and what is said where there is nothing to draw.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use spscore::analysis::multiverse::{Factor, FactorKind, FixedFactors, GAP, Keeps, Multiverse, Partnerships};
use spscore::analysis::sensitivity::{
    Indices, Layout, Quantity, Specification, Swing, Variant, both_answers, gap_indices, specification, tornado,
};
use spscore::analysis::uncertainty::{
    Band, Families, Plan, Sample, Uncertainty, families, nominal, sample, uncertainty,
};
use spscore::analysis::{self, Evaluation};
use spscore::chart::{
    self, ChartError, Figure, Further, Kind, Leverage, Options, Passage, Scene, Style, Theme, Variants, Words,
};
use spscore::load;
use spscore::measure::Measurer;
use spscore::model::framework::{Node, NodeId, NodeKind};
use spscore::model::{Partnership, Window};
use spscore::statistics::sobol::Settings;
use spscore::statistics::spread::spread;

use crate::charts::{OF_VARIANTS, Room, assert_apart};
use crate::languages::{LATIN, decimal_point};
use crate::support::workdir::Workdir;

const PLAN: Plan = Plan { draws: 60, seed: 1 };

/// Some partnerships over few variants.
struct Spreads {
    of: Vec<Partnership>,
    factors: Vec<Factor>,
    uncertainty: Uncertainty,
    families: Option<Families>,
}

/// Everything that the figures need, computed once for all tests.
struct Laid {
    room: Room,
    /// Of one, of two and of all.
    spreads: Vec<Spreads>,
    factors: Vec<Factor>,
    gap: Option<f64>,
    indices: Indices,
    swings: Vec<Swing>,
    curve: Specification,
    passage: Passage,
}

fn spreads(room: &Room, of: &[Partnership], window: Window) -> Spreads {
    let (multiverse, _) = Partnerships::new(&room.framework, &room.package, of, window, &room.framework.factors);
    let uncertainty = uncertainty(&multiverse, Some(&room.framework.verdicts), PLAN, &|_| {});
    let n = multiverse.outputs().len();
    let gap = multiverse.outputs().iter().position(|o| o == GAP).expect("a gap");
    // What one pass computes for several bands is what each gives alone.
    let alone = |of: &Sample, unit: usize| of.column(unit * n + gap).filter(|x| !x.is_nan()).collect::<Vec<f64>>();
    let data = sample(&multiverse, PLAN, Band::Data, &|_| {});
    let absolute = sample(&FixedFactors::absolute(&multiverse), PLAN, Band::Full, &|_| {});
    let full = sample(&multiverse, PLAN, Band::Full, &|_| {});
    for (place, unit) in uncertainty.units.iter().enumerate() {
        assert_eq!(uncertainty.headline_of_data[place], alone(&data, place), "{}", unit.code);
        let on_absolute: Vec<f64> = uncertainty.headline[place].iter().map(|(_, x)| *x).collect();
        assert_eq!(on_absolute, alone(&absolute, place), "{}", unit.code);
        let whole = full.known(place * n, n).into_iter().map(|column| spread(column.into_iter())).collect::<Vec<_>>();
        assert_eq!(unit.full, whole, "{}", unit.code);
    }
    let families = families(&multiverse, PLAN, &uncertainty.headline, Some(0));
    Spreads { of: of.to_vec(), factors: multiverse.factors().to_vec(), uncertainty, families }
}

fn laid() -> &'static Laid {
    static LAID: OnceLock<Laid> = OnceLock::new();
    LAID.get_or_init(|| {
        let room = Room::new();
        let peers = room.peers();
        let window = room.framework.window;
        let all = [&peers[..1], &peers[..2], &peers[..]].map(|of| spreads(&room, of, window));
        let factors = &room.framework.factors;
        let (one, _) = Partnerships::new(&room.framework, &room.package, &peers[..1], window, factors);
        let row = nominal(&one);
        let place = |code: &str| one.factors().iter().position(|f| f.code == code);
        let settings = Settings { fixed: place("threshold").into_iter().collect(), ..Settings::default() };
        // Few enough to be quick, and enough for every factor of two levels to meet both.
        let layout = Layout { base_points: 64, seed: 1, settings, ..Layout::default() };
        let indices = gap_indices(&one, &layout).expect("a gap").expect("indices");
        let both = both_answers(&one, &layout, &|_| {}).expect("indices");
        let of_gap = |all: &Indices| {
            let place = all.quantities.iter().position(|q| *q == Quantity::Gap(0)).expect("the gap");
            all.analysis.outputs[place].clone()
        };
        assert_eq!(of_gap(&indices), of_gap(&both));
        let swings = tornado(&one, &row);
        let curve = specification(&one).expect("a curve").remove(0);
        let gap = one.outputs().iter().position(|o| o == GAP).map(|i| row[i]);
        // As contributions do: indicators, and pairs in place of their directions.
        let pair = |n: &Node| matches!(n.kind, NodeKind::Pair { .. });
        let direction = |n: &Node| n.parent.is_some_and(|p| pair(room.framework.node(p)));
        let leaf = |n: &Node| pair(n) || (matches!(n.kind, NodeKind::Indicator(_)) && !direction(n));
        let leaves = room.framework.nodes.iter().enumerate().filter(|(_, n)| leaf(n));
        let part = |(i, _)| (NodeId(i), if i % 2 == 0 { 1.25 } else { -2.5 });
        let parts: Vec<_> = leaves.map(part).collect();
        let windows = ["2013-2017", "2018-2022"].map(|w| Window::parse(w).expect("a window"));
        let sum: f64 = parts.iter().map(|(_, x)| x).sum();
        let scores = [Some(50.0), Some(50.0 + sum)];
        let passage = Passage { slug: "russia-asean".into(), windows, scores, parts };
        let factors = one.factors().to_vec();
        Laid { room, spreads: all.into(), factors, gap, indices, swings, curve, passage }
    })
}

impl Laid {
    fn leverage(&self) -> Leverage<'_> {
        Leverage {
            slug: "russia-asean",
            factors: &self.factors,
            nominal: self.gap,
            indices: Some((&self.indices, 1)),
            swings: &self.swings,
            curve: Some(&self.curve),
        }
    }
}

/// What `draw` gives in these words for some partnerships, the first in the strong colour.
fn scene<T>(
    (room, words): (&Room, &Words),
    window: Window,
    spreads: &Spreads,
    (leverage, passage): (Option<&Leverage<'_>>, Option<&Passage>),
    draw: impl Fn(&Scene<'_>) -> T,
) -> T {
    let measurer = Measurer::new(&room.package, &room.framework, window);
    let evaluations: Vec<Evaluation> = analysis::compare(&room.framework, &measurer, &spreads.of).evaluations;
    let Spreads { factors, uncertainty, families, .. } = spreads;
    let variants = Variants { factors, uncertainty, families: families.as_ref() };
    draw(&Scene {
        framework: &room.framework,
        measurer: &measurer,
        evaluations: &evaluations,
        strong: spreads.of.first().copied(),
        timelines: &[],
        variants: Some(&variants),
        leverage,
        passage,
        further: Further::default(),
        words,
        options: Options::default(),
    })
}

/// Every figure that there is of one, two and eleven partnerships.
fn every(words: &Words, styles: &[Style], see: impl Fn(Kind, &Figure, &str)) {
    let laid = laid();
    let leverage = laid.leverage();
    for spreads in &laid.spreads {
        let own = (Some(&leverage), Some(&laid.passage));
        scene((&laid.room, words), laid.room.framework.window, spreads, own, |scene| {
            let n = spreads.of.len();
            for kind in OF_VARIANTS.into_iter().chain([Kind::Plane, Kind::Gap]) {
                for style in styles {
                    let what = format!("{} of {n} at {} mm", kind.name(), style.width);
                    match chart::draw(kind, scene, *style) {
                        Ok(figure) => see(kind, &figure, &what),
                        Err(e) if n == 1 && kind == Kind::Ranks => {
                            assert_eq!(e.to_string(), "ranks need at least two partnerships");
                        }
                        Err(e) => panic!("{what}: {e}"),
                    }
                }
            }
        });
    }
}

fn style(width: f64, theme: Theme) -> Style {
    Style { width, height: None, theme, title: true }
}

#[test]
fn labels_do_not_touch_at_either_width_of_a_journal() {
    let styles = [style(85.0, Theme::Mono), style(120.0, Theme::Paper), style(174.0, Theme::Mono)];
    every(&Words::english(), &styles, |_, figure, what| {
        assert_apart(figure, what);
        assert!(figure.svg.len() < 120_000, "{what}: {} bytes", figure.svg.len());
        assert!(!figure.numbers.is_empty() && figure.caption.len() > 40 && figure.alt.len() > 40, "{what}");
        assert!(!figure.svg.contains("NaN") && !figure.numbers.contains("NaN"), "{what}");
    });
}

#[test]
fn they_are_russian_in_russian() {
    let words = Words::of(load::russian());
    every(&words, &[style(100.0, Theme::Paper), style(174.0, Theme::Paper)], |_, figure, what| {
        assert_apart(figure, what);
        let own = figure.texts.iter().map(|t| t.text.as_str()).take_while(|t| !t.starts_with("Источники"));
        for text in own.chain([figure.title.as_str(), figure.caption.as_str(), figure.alt.as_str()]) {
            for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty()) {
                assert!(LATIN.contains(&word), "{what}: `{word}` in `{text}`");
            }
            // Versions alone have points; at this width the last may stand on a line of its own.
            assert!(
                text.contains('·') || text.contains("asean") || !decimal_point(text),
                "{what}: a decimal point in `{text}`"
            );
        }
    });
    assert!(words.untranslated().is_empty(), "{:?}", words.untranslated());
}

/// What is said beside a figure are the numbers of the analysis.
#[test]
fn figures_tell_the_numbers_of_the_analysis() {
    let laid = laid();
    let cell = |figure: &Figure, row: usize, name: &str| {
        let mut reader = csv::Reader::from_reader(figure.numbers.as_bytes());
        let at = reader.headers().expect("a header").iter().position(|h| h == name).expect("a column");
        reader.records().nth(row).expect("a row").expect("a record")[at].to_owned()
    };
    let rows = |figure: &Figure| figure.numbers.lines().count() - 1;
    every(&Words::english(), &[style(174.0, Theme::Paper)], |kind, figure, what| {
        let of = |n: usize| what.contains(&format!(" of {n} at"));
        match kind {
            Kind::Ranks => {
                let n = if of(2) { 2 } else { 11 };
                assert_eq!(rows(figure), n * n, "{what}");
                let share = |row: usize| cell(figure, row, "acceptability").parse::<f64>().expect("a share");
                let sum: f64 = (0..n).map(share).sum();
                assert!((sum - 1.0).abs() < 1e-12, "{what}: shares sum to {sum}");
            }
            Kind::Density if of(1) => {
                let unit = &laid.spreads[0].uncertainty.units[0];
                let gap = unit.gap.as_ref().expect("shares");
                assert_eq!(cell(figure, 0, "share_above_0"), gap.positive.to_string());
                let all = (0..rows(figure)).filter(|r| cell(figure, *r, "variants") == "absolute");
                let sum: f64 = all.map(|r| cell(figure, r, "share").parse::<f64>().expect("a share")).sum();
                assert!((sum - 1.0).abs() < 1e-9, "bins hold all draws: {sum}");
                assert!(figure.texts.iter().any(|t| t.text.contains("not a probability")), "{:?}", figure.texts);
            }
            Kind::Tornado => {
                let width = |row| cell(figure, row, "swing").parse::<f64>().expect("a swing");
                let reported = laid.swings.iter().filter(|s| s.ends.first().is_some_and(Option::is_some)).count();
                assert_eq!(rows(figure), reported, "{what}");
                assert!((1..rows(figure)).all(|r| width(r - 1) >= width(r)), "{what}: the widest first");
                // On absolute scales nothing turns the sign of Russia's gap; the spacing of the rungs moves it most.
                assert_eq!(cell(figure, 0, "factor"), "status");
                assert_eq!(cell(figure, 0, "turns_sign"), "false");
            }
            Kind::Sobol => {
                let marks = figure.texts.iter().filter(|t| t.text.ends_with('*')).count();
                let open = (0..rows(figure)).filter(|r| cell(figure, *r, "quantity") == "gap");
                let moving = open.filter(|r| cell(figure, *r, "total") != "0");
                let unsettled = |r: usize| {
                    ["first_converged", "total_converged"].iter().filter(|c| cell(figure, r, c) == "false").count()
                };
                assert_eq!(
                    marks,
                    moving.map(unsettled).sum::<usize>(),
                    "{what}: a mark for each that is not converged"
                );
                assert!(marks > 0, "16 base points do not suffice");
            }
            Kind::Specification => {
                let n = laid.curve.variants.len();
                assert!(n > 1000, "{n} combinations");
                assert!(figure.caption.contains("50 columns of equal numbers"), "{}", figure.caption);
                let all: usize = (0..rows(figure))
                    .filter(|r| cell(figure, *r, "level") == "goalposts")
                    .map(|r| cell(figure, r, "found").parse::<usize>().expect("a count"))
                    .sum();
                assert_eq!(
                    all * 2,
                    n,
                    "of the absolute scales half of all combinations take the goalposts, half the natural bounds"
                );
            }
            Kind::Waterfall => {
                let last = rows(figure) - 1;
                let sum = |row| cell(figure, row, "sum").parse::<f64>().expect("a sum");
                assert!((sum(last) - sum(last - 1)).abs() < 1e-9, "the parts end where the second window is");
            }
            _ => {}
        }
    });
}

#[test]
fn plane_and_gap_have_intervals_only_with_variants() {
    let laid = laid();
    let words = Words::english();
    let window = laid.room.framework.window;
    scene((&laid.room, &words), window, &laid.spreads[2], (None, None), |scene| {
        for kind in [Kind::Plane, Kind::Gap] {
            let with = chart::draw(kind, scene, style(174.0, Theme::Paper)).expect("a figure");
            let without = Scene { variants: None, ..*scene };
            let without = chart::draw(kind, &without, style(174.0, Theme::Paper)).expect("a figure");
            let lines = |f: &Figure| f.svg.matches("<line").count();
            let least = if kind == Kind::Plane { 6 } else { 20 };
            // In the plane two lines with two ends each, of the one asked for; otherwise two for each of eleven.
            assert!(lines(&with) >= lines(&without) + least, "{}", kind.name());
            if kind == Kind::Plane {
                assert_eq!(lines(&with), lines(&without) + least);
                let every = Scene { options: Options { every_interval: true, ..Options::default() }, ..*scene };
                let every = chart::draw(kind, &every, style(174.0, Theme::Paper)).expect("a figure");
                assert!(lines(&every) >= lines(&with) + 10 * 6, "two lines with ends for each of eleven");
                let narrow = chart::draw(kind, scene, style(85.0, Theme::Paper)).expect("a figure");
                assert!(!narrow.svg.contains("declared variants"), "none on a narrow page");
            }
            let said = |f: &Figure| f.svg.contains("declared variants");
            assert!(said(&with) && !said(&without));
            assert!(with.svg.contains("60 draws, seed 1") && !without.svg.contains("draws"));
        }
    });
}

#[test]
fn what_is_withheld_is_said() {
    let laid = laid();
    let room = &laid.room;
    let window = Window::parse("2004-2008").expect("a window");
    let words = Words::english();
    let three = ["EUU", "RUS", "CHN"].map(|p| room.pair(p, "ASEAN"));
    let three = spreads(room, &three, window);
    scene((room, &words), window, &three, (None, None), |scene| {
        for kind in [Kind::Ranks, Kind::Density] {
            for width in [85.0, 174.0] {
                let figure = chart::draw(kind, scene, style(width, Theme::Paper));
                let figure = figure.unwrap_or_else(|e| panic!("{}: {e}", kind.name()));
                assert_apart(&figure, kind.name());
                let said = figure.texts.iter().any(|t| t.text.contains("withheld"));
                assert!(said, "{}: {:?}", kind.name(), figure.texts.iter().map(|t| &t.text).collect::<Vec<_>>());
            }
        }
    });
    let window = Window::parse("2019-2023").expect("a window");
    let one = spreads(room, &[room.pair("CAN", "ASEAN")], window);
    let leverage = Leverage { slug: "canada-asean", nominal: None, ..laid.leverage() };
    let passage = Passage { slug: "canada-asean".into(), scores: [Some(30.0), None], ..laid.passage.clone() };
    scene((room, &words), window, &one, (Some(&leverage), Some(&passage)), |scene| {
        let reported = |kind: Kind, words: &str| {
            let Err(ChartError::Nothing(why)) = chart::draw(kind, scene, style(120.0, Theme::Paper)) else {
                panic!("{} of what is withheld", kind.name())
            };
            assert!(why.contains(words), "{}: {why}", kind.name());
        };
        for kind in [Kind::Sobol, Kind::Tornado, Kind::Specification] {
            reported(kind, "withheld: coverage 0.50");
        }
        reported(Kind::Density, "no variant gives a gap");
        reported(Kind::Waterfall, "withheld in 2018–2022");
        reported(Kind::Ranks, "at least two partnerships");
    });
}

/// Few levels, few combinations, factors that do nothing.
#[test]
fn small_and_empty_cases() {
    let laid = laid();
    let words = Words::english();
    let factor = |code: &str, levels: &[&str]| Factor {
        code: code.into(),
        title: "lowest score".into(),
        kind: FactorKind::Discrete { levels: levels.iter().map(|l| (*l).to_owned()).collect(), nominal: 0 },
        range: String::new(),
        reason: String::new(),
        of_data: false,
        keeps: Keeps::All,
    };
    let factors = [factor("floor", &["1", "0.1", "5"])];
    let variant = |level, value| Variant { levels: vec![level], value };
    let variants = vec![variant(1, -4.0), variant(0, 12.0), variant(2, 12.0)];
    let curve = Specification {
        unit: 0,
        factors: vec![0],
        choices: vec![vec![0, 1, 2]],
        variants,
        nominal: Some(1),
        failed: 2,
    };
    let swing = |low, high| Swing {
        factor: 0,
        ends: vec![Some((low, high))],
        turns: vec![true],
        relative: vec![None],
        relative_turns: vec![false],
        runs: 3,
        failed: 2,
    };
    let swings = [swing(-4.0, 12.0)];
    let leverage = Leverage {
        slug: "russia-asean",
        factors: &factors,
        nominal: Some(12.0),
        indices: None,
        swings: &swings,
        curve: Some(&curve),
    };
    let window = laid.room.framework.window;
    let draw = |leverage: &Leverage<'_>, kind: Kind, width: f64| {
        scene((&laid.room, &words), window, &laid.spreads[0], (Some(leverage), None), |scene| {
            chart::draw(kind, scene, style(width, Theme::Paper))
        })
    };
    for width in [85.0, 174.0] {
        for kind in [Kind::Specification, Kind::Tornado] {
            let figure = draw(&leverage, kind, width).unwrap_or_else(|e| panic!("{}: {e}", kind.name()));
            assert_apart(&figure, kind.name());
        }
        let figure = draw(&leverage, Kind::Specification, width).expect("a curve");
        let said = |words: &str| figure.texts.iter().any(|t| t.text.contains(words));
        assert!(said("Each column is one combination") && said("Left out, since they give no gap: 2"));
    }
    let reported =
        |leverage: &Leverage<'_>, kind: Kind| draw(leverage, kind, 120.0).expect_err("nothing to draw").to_string();
    let still = [swing(12.0, 12.0)];
    let none = Leverage { swings: &still, curve: None, ..leverage };
    assert!(reported(&none, Kind::Tornado).contains("no factor moves the gap"));
    assert!(reported(&none, Kind::Specification).contains("no factor is a choice"));
    assert!(reported(&none, Kind::Sobol).contains("no indices"));
    assert!(reported(&none, Kind::Waterfall).contains("no second window"));
}

#[test]
fn the_command_line_knows_them() {
    let work = Workdir::new();
    let plot = |args: &[&str]| work.run(&[&["plot"], args].concat());
    let few = ["--draws", "40", "--seed", "7", "-o", "x.svg"];
    plot(&[&["density", "russia-asean"][..], &few].concat()).ends_with(0);
    let papers: serde_json::Value = serde_json::from_str(&work.read("x.svg.json")).expect("JSON");
    assert_eq!(papers["command"], "spscore plot density russia-asean --draws 40 --seed 7 -o x.svg");
    assert_eq!((&papers["draws"], &papers["seed"]), (&40.into(), &7.into()));
    assert!(papers["factors"].as_array().is_some_and(|f| f.len() > 8 && f.iter().all(|f| f["reason"].is_string())));
    assert!(work.read("x.svg").contains("40 draws, seed 7"));
    let first = work.read("x.svg.csv");
    plot(&[&["density", "russia-asean"][..], &few].concat()).ends_with(0);
    assert_eq!(first, work.read("x.svg.csv"), "the same seed gives the same numbers");
    plot(&["waterfall", "russia-asean", "--windows", "2008-2012,2013-2017", "-o", "w.svg"]).ends_with(0);
    let papers: serde_json::Value = serde_json::from_str(&work.read("w.svg.json")).expect("JSON");
    assert_eq!(papers["window"], serde_json::json!(["2008–2012", "2013–2017"]));
    let command = "spscore plot waterfall russia-asean --windows 2008-2012,2013-2017 -o w.svg";
    assert_eq!(papers["command"], command);
    // Without two windows it is the framework's own and the one before.
    plot(&["waterfall", "russia-asean", "-o", "w.svg"]).ends_with(0);
    let card = work.run(&["evaluate", "russia-asean", "--format", "json"]).ends_with(0);
    let card: serde_json::Value = serde_json::from_str(&card.stdout).expect("JSON");
    let last = work.read("w.svg.csv").lines().last().and_then(|l| l.rsplit(',').next().map(str::to_owned));
    let content = last.and_then(|x| x.parse::<f64>().ok()).expect("CONTENT");
    assert!(card.to_string().contains(&content.to_string()), "{content} is the evaluation's own");
}

#[test]
fn bad_requests_are_reported() {
    let work = Workdir::new();
    let plot = |args: &[&str]| work.run(&[&["plot"], args, &["-o", "x.svg"]].concat());
    let ranks = plot(&["ranks", "russia-asean", "--draws", "20"]).ends_with(2);
    ranks.reports(&["error: ranks need at least two partnerships"]);
    plot(&["sobol", "--peers", "--base-points", "4"]).ends_with(2).reports(&["shows one partnership", "--peers"]);
    plot(&["tornado", "vietnam-russia"]).ends_with(2).reports(&["withheld: coverage"]);
    plot(&["heatmap", "russia-asean", "--draws", "50"]).ends_with(2).reports(&["--draws is for"]);
    plot(&["heatmap", "russia-asean", "--seed", "5"]).ends_with(2).reports(&["--seed is for"]);
    plot(&["ranks", "--peers", "--base-points", "64"]).ends_with(2).reports(&["--base-points is for sobol"]);
    plot(&["ranks", "--peers", "--no-intervals"]).ends_with(2).reports(&["--no-intervals is for plane and gap"]);
    plot(&["plane", "--peers", "--no-intervals", "--draws", "50"]).ends_with(2).reports(&["--draws is for"]);
    plot(&["gap", "--peers", "--draws", "3"]).ends_with(2).reports(&["20"]);
    plot(&["gap", "--peers", "--windows", "2013-2017,2018-2022"]).ends_with(2).reports(&["--windows is for waterfall"]);
    plot(&["waterfall", "russia-asean", "--windows", "2013-2017"]).ends_with(2).reports(&["write two"]);
    plot(&["waterfall", "russia-asean", "--windows", "2018-2022,2018-2022"]).ends_with(2).reports(&["the same"]);
    plot(&["waterfall", "--peers"]).ends_with(2).reports(&["shows one partnership"]);
    plot(&["waterfall", "vietnam-russia", "--windows", "1950-1954,2018-2022"])
        .ends_with(2)
        .reports(&["withheld in 1950"]);
    plot(&["scree", "--peers", "--draws", "50"]).ends_with(2).reports(&["nothing is drawn at random"]);
    assert!(work.names().is_empty(), "{:?}", work.names());
}

/// The design leaves out what moves no score: the indices go by its own factors, not by those of the multiverse.
#[test]
fn the_figure_of_indices_names_the_factors_of_the_analysis() {
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("reports").join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    let page = read("sensitivity-russia-asean.txt");
    let tables = page.split("Sobol' indices of ").skip(1);
    let listed = tables.flat_map(|t| t.split("\n\n").next().unwrap_or_default().lines().skip(2));
    let analysed: BTreeSet<&str> = listed
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| page.contains(&format!("· {word}: ")))
        .collect();
    let figure = read("figures/sobol-russia-asean.svg.csv");
    let mut rows = csv::Reader::from_reader(figure.as_bytes());
    let drawn: BTreeSet<String> = rows.records().map(|r| r.expect("a row")[2].to_owned()).collect();
    assert!(
        drawn.len() > 10 && drawn.iter().map(String::as_str).eq(analysed.iter().copied()),
        "{drawn:?}\n{analysed:?}"
    );
}
