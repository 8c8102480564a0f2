//! Figures: their bytes, their labels, their colours, and what is said where none can be drawn.

use std::fs;
use std::path::Path;

use spscore::analysis::{self, Evaluation};
use spscore::chart::{self, ChartError, Figure, Further, Kind, Options, Scene, Style, Theme, Words};
use spscore::load;
use spscore::measure::Measurer;
use spscore::measure::platforms::on_common_ground;
use spscore::model::party::Partnership;
use spscore::model::{Framework, Package, Window};

use crate::support::workdir::Workdir;

/// Everything read once, and scored for one window.
pub struct Room {
    pub framework: Framework,
    pub package: Package,
}

impl Room {
    pub fn new() -> Room {
        let framework = crate::support::settled::framework_from(Path::new("korolev")).expect("the built-in framework");
        Room { framework, package: load::embedded_package().expect("the built-in package") }
    }

    pub fn pair(&self, a: &str, b: &str) -> Partnership {
        let party = |code| self.package.parties.by_code(code).unwrap_or_else(|| panic!("no party {code}"));
        Partnership::new(party(a), party(b)).expect("two parties")
    }

    pub fn peers(&self) -> Vec<Partnership> {
        self.framework.peers.members.iter().map(|m| self.pair(m, &self.framework.peers.with)).collect()
    }

    fn window(&self, text: &str) -> Window {
        if text.is_empty() { self.framework.window } else { Window::parse(text).expect("a window") }
    }

    /// What `draw` gives for these partnerships, the first in the strong colour.
    fn drawn<T>(&self, window: &str, of: &[Partnership], draw: impl Fn(&Scene<'_>) -> T) -> T {
        self.said(&Words::english(), window, of, draw)
    }

    /// The same in other words.
    pub fn said<T>(&self, words: &Words, window: &str, of: &[Partnership], draw: impl Fn(&Scene<'_>) -> T) -> T {
        let measurer = Measurer::new(&self.package, &self.framework, self.window(window));
        let evaluations: Vec<Evaluation> = analysis::compare(&self.framework, &measurer, of).evaluations;
        let strong = of.first().copied();
        let sorted: Vec<Partnership> = evaluations.iter().map(|e| e.partnership).collect();
        // A series does not depend on the window, and is drawn once.
        let series = if window.is_empty() { series() } else { Vec::new() };
        let timelines = analysis::timelines(&self.framework, &self.package, &series, &sorted);
        draw(&Scene {
            framework: &self.framework,
            measurer: &measurer,
            evaluations: &evaluations,
            strong,
            timelines: &timelines,
            variants: None,
            leverage: None,
            passage: None,
            further: Further::default(),
            words,
            options: Options::default(),
        })
    }
}

/// Windows of five years, one ending in each year from 2004 to 2022.
fn series() -> Vec<Window> {
    (2000..=2018).map(|y| Window::parse(&format!("{y}-{}", y + 4)).expect("a window")).collect()
}

pub fn style(kind: Kind, n: usize) -> Style {
    Style { width: kind.default_width(n), height: None, theme: Theme::Paper, title: true }
}

/// No two texts touch, none leaves the page, and every stroke is seen.
pub fn assert_apart(figure: &Figure, what: &str) {
    assert!(figure.texts.len() > 5, "{what}: only {} texts", figure.texts.len());
    for (i, text) in figure.texts.iter().enumerate() {
        for (x, y) in text.corners {
            let inside = x > -1e-6 && y > -1e-6 && x < figure.width + 1e-6 && y < figure.height + 1e-6;
            assert!(inside, "{what}: `{}` leaves the page", text.text);
        }
        for other in &figure.texts[..i] {
            assert!(!text.touches(other), "{what}: `{}` touches `{}`", text.text, other.text);
        }
    }
    assert!(figure.svg.len() < 200_000, "{what}: {} bytes", figure.svg.len());
    crate::strokes::assert_seen(&figure.svg, what);
}

/// Kinds that rest on the declared variants or on a second window: `variants.rs` has their tests.
pub const OF_VARIANTS: [Kind; 6] =
    [Kind::Ranks, Kind::Density, Kind::Sobol, Kind::Tornado, Kind::Specification, Kind::Waterfall];

/// Kinds that rest on answers beyond scores and variants: `further_figures.rs` has their tests.
pub const OF_FURTHER: [Kind; 6] =
    [Kind::Bridge, Kind::Substance, Kind::Slope, Kind::Trends, Kind::GapTimeline, Kind::Tiles];

/// The kinds that show scores; a radar takes three partnerships at most.
pub fn of_any_number(n: usize) -> impl Iterator<Item = Kind> {
    let scores = Kind::ALL.into_iter().filter(|k| !OF_VARIANTS.contains(k) && !OF_FURTHER.contains(k));
    scores.filter(move |k| *k != Kind::Radar || n <= 3)
}

#[test]
fn labels_do_not_overlap_on_the_real_data() {
    let room = Room::new();
    let peers = room.peers();
    let viet = room.pair("VNM", "RUS");
    for window in ["", "2019-2023"] {
        for of in [&peers[..], &peers[..1], &peers[..2], &peers[2..5], &[viet, peers[0]]] {
            room.drawn(window, of, |scene| {
                let kinds = of_any_number(of.len()).filter(|k| window.is_empty() || *k != Kind::Timeline);
                for kind in kinds {
                    let what = format!("{} of {} in {window}", kind.name(), of.len());
                    let figure = match chart::draw(kind, scene, style(kind, of.len())) {
                        Ok(figure) => figure,
                        // Trade by member ends before that window.
                        Err(ChartError::Nothing(_)) if kind == Kind::Members && !window.is_empty() => continue,
                        Err(e) => panic!("{what}: {e}"),
                    };
                    assert_apart(&figure, &what);
                }
            });
        }
    }
}

#[test]
fn labels_do_not_overlap_with_twenty_partnerships_in_one_spot() {
    let room = Room::new();
    let one = room.peers().first().copied().expect("a peer");
    let measurer = Measurer::new(&room.package, &room.framework, room.framework.window);
    let evaluations = vec![analysis::evaluate(&room.framework, &measurer, one); 20];
    let timelines = analysis::timelines(&room.framework, &room.package, &series(), &[one; 20]);
    let scene = Scene {
        framework: &room.framework,
        measurer: &measurer,
        evaluations: &evaluations,
        strong: None,
        timelines: &timelines,
        variants: None,
        leverage: None,
        passage: None,
        further: Further::default(),
        words: &Words::english(),
        options: Options::default(),
    };
    for kind in [Kind::Plane, Kind::Gap, Kind::Timeline] {
        let figure = chart::draw(kind, &scene, style(kind, 20)).unwrap_or_else(|e| panic!("{}: {e}", kind.name()));
        assert_apart(&figure, kind.name());
        let labels = figure.texts.iter().filter(|t| t.text.starts_with("Russia")).count();
        let all = figure.texts.iter().filter(|t| t.text.contains("Russia") || t.text.contains("ASEAN")).count();
        assert!(labels >= 20 || all >= 20, "{}: {labels} labels", kind.name());
    }
}

/// The committed figures; `BLESS=1 cargo test` writes them anew.
#[test]
fn figures_are_those_committed() {
    let work = Workdir::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/figures");
    let both = [("russia-asean", &["russia-asean"][..]), ("peers", &["russia-asean", "--peers"][..])];
    let mut wanted: Vec<(String, Vec<&str>)> = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|k| *k != Kind::Radar) {
        let file = |name: &str| format!("{}-{name}.svg", kind.name());
        // A quarter of the default draws, and half of the points: these are made in a build that is not optimised.
        let few: &[&str] = match kind {
            Kind::Plane | Kind::Gap | Kind::Ranks | Kind::Density => &["--draws", "500"],
            Kind::Bridge | Kind::Tornado | Kind::Specification => &["--draws", "500"],
            Kind::Sobol => &["--base-points", "512", "--draws", "500"],
            Kind::GapTimeline => &["--draws", "100"],
            _ => &[],
        };
        let of_one = matches!(
            kind,
            Kind::Sobol
                | Kind::Tornado
                | Kind::Specification
                | Kind::Waterfall
                | Kind::Bridge
                | Kind::Substance
                | Kind::GapTimeline
                | Kind::Tiles
        );
        let shown = both.iter().filter(|(name, _)| match *name {
            "peers" => !of_one,
            _ => !matches!(kind, Kind::Ranks | Kind::Slope | Kind::Trends),
        });
        wanted.extend(shown.map(|(name, args)| (file(name), [&[kind.name()], *args, few].concat())));
    }
    wanted.push(("radar-russia-asean.svg".into(), vec!["profile", "russia-asean", "--radar"]));
    for kind in ["plane", "timeline"] {
        let few: &[&str] = if kind == "plane" { &["--draws", "500"] } else { &[] };
        let args = [&[kind, "russia-asean", "--peers", "--lang", "ru"], few].concat();
        wanted.push((format!("{kind}-peers-ru.svg"), args));
    }
    for (file, args) in wanted {
        work.run(&[&["plot"], &args[..], &["-o", &file]].concat()).ends_with(0);
        for file in [file.clone(), format!("{file}.csv"), format!("{file}.json")] {
            let made = work.read(&file);
            assert!(!file.ends_with(".svg") || made.len() < 120_000, "{file}: {} bytes", made.len());
            let committed = folder.join(&file);
            if std::env::var_os("BLESS").is_some() {
                fs::create_dir_all(&folder).expect("a folder for figures");
                fs::write(&committed, &made).expect("a figure");
            }
            let old = fs::read_to_string(&committed).unwrap_or_default();
            assert!(made == old, "{file} differs from the committed one; look at it, then BLESS=1 cargo test charts");
        }
    }
}

#[test]
fn a_figure_states_what_it_shows() {
    let work = Workdir::new();
    work.run(&["plot", "plane", "russia-asean", "--peers", "--draws", "40", "-o", "plane.svg"]).ends_with(0);
    let svg = work.read("plane.svg");
    for piece in
        ["<title id=\"title\">Form against content", "<desc id=\"desc\">", "width=\"120mm\"", "form = content", "SIPRI"]
    {
        assert!(svg.contains(piece), "{piece}");
    }
    let papers: serde_json::Value = serde_json::from_str(&work.read("plane.svg.json")).expect("JSON");
    assert_eq!(papers["command"], "spscore plot plane russia-asean --peers --draws 40 -o plane.svg");
    assert!(papers["data"]["sha256"].as_str().is_some_and(|s| s.len() == 64) && papers["alt"].as_str().is_some());
    let numbers = work.read("plane.svg.csv");
    assert_eq!(numbers.lines().count(), 12);
    let mut reader = csv::Reader::from_reader(numbers.as_bytes());
    for record in reader.records().map(|r| r.expect("a record")) {
        let form: f64 = record.get(2).and_then(|x| x.parse().ok()).expect("a number");
        assert!((1.0..=100.0).contains(&form));
    }
    let bare =
        work.run(&["plot", "plane", "russia-asean", "--no-title", "--no-intervals", "-o", "bare.svg"]).ends_with(0);
    bare.holds(!work.read("bare.svg").contains("font-weight=\"bold\">Form against"), "no drawn title");
    bare.holds(work.read("bare.svg").contains("<title id="), "a title for those who do not see it");
}

#[test]
fn the_other_formats_are_whole() {
    let work = Workdir::new();
    let has = |bytes: &[u8], piece: &[u8]| bytes.windows(piece.len()).any(|w| w == piece);
    work.run(&["plot", "gap", "--peers", "--draws", "40", "-o", "gap.pdf"]).ends_with(0);
    let pdf = fs::read(work.path("gap.pdf")).expect("a PDF");
    assert!(
        pdf.starts_with(b"%PDF-")
            && has(&pdf, b"/FontFile")
            && has(&pdf, b"LiberationSans")
            && has(&pdf, b"/ToUnicode")
    );
    assert!(has(&pdf, b"/Count 1"), "one page");
    work.run(&["plot", "gap", "russia-asean", "--draws", "40", "--width", "85mm", "--dpi", "600", "-o", "gap.png"])
        .ends_with(0);
    let png = fs::read(work.path("gap.png")).expect("a PNG");
    let wide = png.get(16..20).map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
    assert!(png.starts_with(b"\x89PNG") && (2006..=2014).contains(&wide), "{wide} pixels for 85 mm at 600 dpi");
    assert!(has(&png, b"pHYs\0\0\x5c\x46\0\0\x5c\x46\x01"), "23,622 pixels a metre");
    assert_eq!(work.names(), ["gap.pdf", "gap.pdf.csv", "gap.pdf.json", "gap.png", "gap.png.csv", "gap.png.json"]);
}

#[test]
fn a_withheld_score_is_said_and_not_drawn() {
    let room = Room::new();
    let canada = [room.pair("CAN", "ASEAN")];
    room.drawn("2019-2023", &canada, |scene| {
        assert!(scene.evaluations.iter().all(|e| e.card.content().score.is_none()), "the window has a withheld score");
        // Of CONTENT vision has a score and coordination half of its own; areas know half of theirs and are withheld.
        for (kind, coverage) in [(Kind::Plane, "0.50"), (Kind::Gap, "0.50"), (Kind::Profile, "0.50")] {
            let figure = chart::draw(kind, scene, style(kind, 1)).unwrap_or_else(|e| panic!("{}: {e}", kind.name()));
            // In a column the words may be broken into lines.
            let all: Vec<&str> = figure.texts.iter().map(|t| t.text.as_str()).collect();
            let said = all.join(" ").contains("withheld") && all.iter().any(|t| t.contains(coverage));
            assert!(said, "{}: {:?}", kind.name(), figure.texts.iter().map(|t| &t.text).collect::<Vec<_>>());
        }
        let plane = chart::draw(Kind::Plane, scene, style(Kind::Plane, 1)).expect("a plane");
        let strong = Theme::Paper.palette().strong;
        let point = |line: &str| line.starts_with("<polygon") && line.contains(&format!("fill=\"{strong}\""));
        assert!(!plane.svg.lines().any(point), "a point for a score that is not there");
        assert!(plane.svg.contains("stroke-dasharray"), "bounds");
    });
}

#[test]
fn bad_requests_are_reported_and_leave_nothing() {
    let work = Workdir::new();
    let plot = |args: &[&str]| work.run(&[&["plot"], args].concat());
    plot(&["pie", "russia-asean", "-o", "x.svg"]).ends_with(2).reports(&["pie", "plane", "heatmap"]);
    plot(&["plane", "russia-asean", "-o", "x.jpg"]).ends_with(2).reports(&["x.jpg", ".svg, .pdf, .png or .tiff"]);
    plot(&["plane", "-o", "x.svg"]).ends_with(2).reports(&["needs a partnership", "--peers"]);
    plot(&["plane", "russia-asan", "-o", "x.svg"]).ends_with(2).reports(&["russia-asean"]);
    plot(&["gap", "--peers", "--no-intervals", "--width", "40mm", "-o", "x.svg"])
        .ends_with(2)
        .reports(&["40 mm", "at least"]);
    plot(&["gap", "--peers", "--no-intervals", "--height", "2cm", "-o", "x.svg"]).ends_with(2).reports(&["at least"]);
    plot(&["gap", "--peers", "--width", "wide", "-o", "x.svg"]).ends_with(2).reports(&["millimetres"]);
    plot(&["gap", "--peers", "--dpi", "71", "-o", "x.png"]).ends_with(2).reports(&["72 to 1200"]);
    plot(&["members", "vietnam-russia", "-o", "x.svg"]).ends_with(2).reports(&["bloc"]);
    plot(&["timeline", "russia-asean", "--window", "2018-2022", "-o", "x.svg"]).ends_with(2).reports(&["--rolling"]);
    plot(&["timeline", "russia-asean", "--rolling", "50", "-o", "x.svg"]).ends_with(2).reports(&["series of windows"]);
    plot(&["gap", "--peers", "--rolling", "5", "-o", "x.svg"]).ends_with(2).reports(&["timeline"]);
    plot(&["gap", "russia-asean", "--radar", "-o", "x.svg"]).ends_with(2).reports(&["profile"]);
    plot(&["profile", "--peers", "--radar", "-o", "x.svg"]).ends_with(2).reports(&["3 partnerships"]);
    plot(&["gap", "--peers", "--lang", "fr", "-o", "x.svg"]).ends_with(2).reports(&["fr", "en", "ru"]);
    plot(&["gap", "--peers", "--format", "svg", "-o", "x.svg"]).ends_with(2).reports(&["--all"]);
    plot(&["gap", "--peers"]).ends_with(2).reports(&["--out"]);
    plot(&["--all", "set", "gap", "russia-asean"]).ends_with(2).reports(&["every kind", "gap"]);
    plot(&["--all", "set", "russia-asean", "--width", "20mm", "--draws", "40", "--base-points", "16"])
        .ends_with(2)
        .reports(&["20 mm", "at least", "at this size"]);
    plot(&["--all", "nowhere/set", "russia-asean", "--draws", "40", "--base-points", "16"])
        .ends_with(3)
        .reports(&["nowhere/set"]);
    plot(&["gap", "--peers", "--no-intervals", "-o", "nowhere/x.svg"])
        .ends_with(3)
        .reports(&["nowhere/x.svg", "folder"]);
    assert!(work.names().is_empty(), "{:?}", work.names());
    // Where the numbers cannot stand, the figure does not stand either.
    fs::create_dir(work.path("x.svg.csv")).expect("a folder in the way");
    plot(&["gap", "--peers", "--no-intervals", "-o", "x.svg"]).ends_with(3).reports(&["x.svg.csv"]);
    assert_eq!(work.names(), ["x.svg.csv"]);
}

#[test]
fn the_least_size_that_is_reported_suffices() {
    let room = Room::new();
    room.drawn("", &room.peers(), |scene| {
        for kind in of_any_number(11) {
            let tried = chart::draw(kind, scene, Style { width: 30.0, ..style(kind, 11) });
            let Err(ChartError::TooSmall { least_width, .. }) = tried else { panic!("{}: 30 mm suffice", kind.name()) };
            let drawn = chart::draw(kind, scene, Style { width: least_width, ..style(kind, 11) });
            assert!(drawn.is_ok() && least_width <= 174.0, "{}: {least_width} mm", kind.name());
        }
    });
}

#[test]
fn a_whole_set_stands_in_its_folder_or_not_at_all() {
    let work = Workdir::new();
    work.run(&["plot", "--all", "set", "vietnam-russia", "--format", "svg", "--draws", "40"]).ends_with(0).reports(&[
        "no members: no bloc",
        "no ranks: ranks need at least two",
        "no sobol: the gap of russia-vietnam is withheld",
        "no waterfall: CONTENT of russia-vietnam is withheld in 2013–2017",
        "no density: no variant gives a gap",
        "no bridge: russia-vietnam has no bridge: FORM is withheld",
        "no slope: no partnership has CONTENT in both windows",
        "no gap-timeline: the gap is withheld in every window",
        "no tiles: no bloc",
    ]);
    let names = |dir: &str| {
        let mut names: Vec<String> = fs::read_dir(work.path(dir))
            .expect("a folder")
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let found = names("set");
    for kind in
        ["plane", "gap", "heatmap", "profile", "reciprocity", "coverage", "issues", "timeline", "substance", "trends"]
    {
        for ending in ["svg", "svg.csv", "svg.json"] {
            assert!(found.contains(&format!("{kind}.{ending}")), "{kind}.{ending} in {found:?}");
        }
    }
    assert_eq!(found.len(), 30, "no radar, no members, nothing of the gap: {found:?}");
    let papers: serde_json::Value = serde_json::from_str(&work.read("set/gap.svg.json")).expect("JSON");
    assert_eq!(papers["command"], "spscore plot gap vietnam-russia --draws 40 -o set/gap.svg");
    // Where one file cannot stand, none does.
    fs::create_dir_all(work.path("blocked/plane.svg")).expect("a folder in the way");
    work.run(&["plot", "--all", "blocked", "russia-asean", "--format", "svg", "--draws", "40", "--base-points", "16"])
        .ends_with(3)
        .reports(&["plane.svg"]);
    assert_eq!(names("blocked"), ["plane.svg"]);
}

/// A series scores as one window at a time does, whatever else is scored beside it.
#[test]
fn a_timeline_is_made_of_ordinary_scores() {
    let room = Room::new();
    let peers = &room.peers()[..3];
    let windows = series();
    let timelines = analysis::timelines(&room.framework, &room.package, &windows, peers);
    // FORM is that of the platforms known in all the windows; everything else is what a single evaluation gives.
    let mut measurers = Measurer::series(&room.package, &room.framework, &windows);
    on_common_ground(&room.framework, &mut measurers, peers);
    for (i, measurer) in measurers.iter().enumerate().step_by(9) {
        for (timeline, partnership) in timelines.iter().zip(peers) {
            let readings = measurer.measure(&room.framework, *partnership).readings();
            let card = spscore::scoring::score(&room.framework, &readings);
            assert_eq!((&timeline.moments[i].form, &timeline.moments[i].content), (card.form(), card.content()));
        }
    }
    let russia = &timelines[0];
    let dates: Vec<String> = russia.rises.iter().map(|r| format!("{} {}", r.date, r.rung)).collect();
    assert!(dates.contains(&"2018-11-14 strategic".to_owned()), "{dates:?}");
}

#[test]
fn a_withheld_window_is_a_gap_with_its_bounds() {
    // Version 1 withholds India where it never voted on what it is sensitive to.
    let room = Room {
        framework: crate::support::settled::framework_from(Path::new("korolev@1")).expect("version 1"),
        ..Room::new()
    };
    let india = [room.pair("IND", "ASEAN")];
    room.drawn("", &india, |scene| {
        let moments = &scene.timelines[0].moments;
        let known = moments.iter().filter(|m| m.content.score.is_some()).count();
        assert!(known > 2 && known < moments.len(), "{known} of {}", moments.len());
        let figure = chart::draw(Kind::Timeline, scene, style(Kind::Timeline, 1)).expect("a timeline");
        let content = Theme::Paper.palette().content;
        let squares = figure.svg.matches(&format!("fill=\"{content}\"")).count();
        assert_eq!(squares, known + 1, "a square for each known window, one in the legend");
        // No line of CONTENT goes on over a withheld window: as many pieces as there are runs of known ones.
        let runs = moments.split(|m| m.content.score.is_none()).filter(|run| run.len() > 1).count();
        let drawn = format!("stroke=\"{content}\" stroke-width=\"0.35\"");
        let lines = figure.svg.lines().filter(|l| l.contains(&drawn)).count();
        assert_eq!(lines, runs + 1, "one in the legend");
        // What is withheld is a hatched block from the worst to the best case, one for each run of equal bounds.
        let runs_of_equal = moments.chunk_by(|x, y| {
            let of = |m: &spscore::analysis::timeline::Moment| {
                (m.content.score.is_none(), m.content.lower.to_bits(), m.content.upper.to_bits())
            };
            of(x) == of(y)
        });
        let blocks = runs_of_equal.filter(|run| run[0].content.score.is_none()).count();
        let rims =
            figure.svg.lines().filter(|l| l.contains(&format!("stroke=\"{content}\" stroke-width=\"0.25\""))).count();
        assert_eq!(rims, blocks, "a rim for each block of CONTENT");
        assert!(figure.svg.matches("fill=\"url(#hatch)\"").count() > blocks, "and one in the legend");
    });
}
