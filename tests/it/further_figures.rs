//! Figures that show answers beyond scores and variants: their numbers are those that `explain` and `evaluate` print, their parts sum
//! to what they are parts of, their labels stand apart in both languages, and what is unknown is a gap.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use spscore::analysis::decompose::{Bridge, NoBridge, bridge};
use spscore::analysis::gap_timeline::{GapTimeline, GapsRequest, gap_timelines};
use spscore::analysis::multiverse::Series;
use spscore::analysis::substance::{ALL_ROLL_CALLS, Substance, substance};
use spscore::analysis::uncertainty::{self, Plan};
use spscore::analysis::{self, Evaluation, Timeline};
use spscore::chart::{self, ChartError, Figure, Further, Kind, Options, Scene, Sloped, Style, Theme, Words};
use spscore::document::number;
use spscore::load;
use spscore::measure::Measurer;
use spscore::measure::platforms::on_common_ground;
use spscore::model::Window;
use spscore::model::framework::{NodeId, NodeKind};
use spscore::model::method::Aggregation;
use spscore::model::party::Partnership;
use spscore::model::window::Year;
use spscore::scoring::score;

use crate::charts::{OF_FURTHER, Room, assert_apart};
use crate::languages::{LATIN, decimal_point};
use crate::support::random_tree::tree;
use crate::support::workdir::Workdir;

const PLAN: Plan = Plan { draws: 20, seed: 1 };

fn window(text: &str) -> Window {
    Window::parse(text).expect("a window")
}

/// What these figures show of some partnerships, the first in question.
struct Shown {
    of: Vec<Partnership>,
    bridge: Result<Bridge, NoBridge>,
    substance: Option<Substance>,
    slope: Vec<Timeline>,
    series: Vec<Timeline>,
    gaps: Vec<GapTimeline>,
}

impl Shown {
    fn new(room: &Room, of: &[Partnership], at: Window) -> Shown {
        let Room { framework, package } = room;
        let measurer = Measurer::new(package, framework, at);
        let first = of.first().copied().expect("a partnership");
        let facing = framework.facing(&package.parties, first);
        let card = score(&facing, &measurer.measure(framework, first).readings());
        let sorted: Vec<Partnership> =
            analysis::compare(framework, &measurer, of).evaluations.iter().map(|e| e.partnership).collect();
        let series: Vec<Window> = (2014..=2018).map(|y| window(&format!("{y}-{}", y + 4))).collect();
        Shown {
            of: of.to_vec(),
            bridge: bridge(framework, &card),
            substance: substance(framework, package, first),
            slope: analysis::timelines(framework, package, &[window("2013-2017"), window("2018-2022")], &sorted),
            series: analysis::timelines(framework, package, &series, &sorted),
            gaps: {
                let asked = GapsRequest { windows: series, with_interval: sorted.clone(), plan: PLAN };
                gap_timelines(framework, package, &sorted, &asked)
            },
        }
    }

    fn draw(
        &self,
        room: &Room,
        words: &Words,
        (kind, sloped): (Kind, Sloped),
        style: Style,
    ) -> Result<Figure, ChartError> {
        let measurer = Measurer::new(&room.package, &room.framework, room.framework.window);
        let evaluations: Vec<Evaluation> = analysis::compare(&room.framework, &measurer, &self.of).evaluations;
        let strong = self.of.first().copied();
        let further = Further {
            bands: None,
            bridge: strong.map(|p| (p, &self.bridge)),
            substance: self.substance.as_ref(),
            gaps: &self.gaps,
            gap_draws: Some((PLAN.draws, PLAN.seed)),
            sloped,
        };
        let scene = Scene {
            framework: &room.framework,
            measurer: &measurer,
            evaluations: &evaluations,
            strong,
            timelines: if kind == Kind::Slope { &self.slope } else { &self.series },
            variants: None,
            leverage: None,
            passage: None,
            further,
            words,
            options: Options::default(),
        };
        chart::draw(kind, &scene, style)
    }
}

const SLOPED: [Sloped; 3] = [Sloped::Form, Sloped::Content, Sloped::Gap];

#[test]
fn labels_stand_apart_in_both_languages_at_both_widths() {
    let room = Room::new();
    let peers = room.peers();
    let viet = room.pair("VNM", "RUS");
    let [english, russian] = [Words::english(), Words::of(load::russian())];
    for of in [&peers[..], &peers[..1], &peers[..2], &[viet]] {
        let shown = Shown::new(&room, of, room.framework.window);
        for (words, is_russian) in [(&english, false), (&russian, true)] {
            for kind in OF_FURTHER {
                for sloped in SLOPED.into_iter().filter(|s| kind == Kind::Slope || *s == Sloped::Content) {
                    for (width, theme) in
                        [(85.0, Theme::Mono), (kind.default_width(of.len()), Theme::Paper), (174.0, Theme::Screen)]
                    {
                        let what = format!("{} of {} at {width} mm, {}", kind.name(), of.len(), words.code());
                        let style = Style { width, height: None, theme, title: true };
                        let figure = match shown.draw(&room, words, (kind, sloped), style) {
                            Ok(figure) => figure,
                            // Of two states alone there is no bloc, and its gap is withheld.
                            Err(ChartError::Nothing(_)) if of.len() == 1 && of.first() == Some(&viet) => continue,
                            Err(e) => panic!("{what}: {e}"),
                        };
                        assert_apart(&figure, &what);
                        let per_partnership = matches!(kind, Kind::Trends | Kind::GapTimeline);
                        assert_named(&figure, if per_partnership { of.len() } else { 1 }, &what);
                        if is_russian {
                            assert_russian(&figure, &what);
                        }
                    }
                }
            }
        }
    }
    assert!(russian.untranslated().is_empty(), "{:?}", russian.untranslated());
}

/// Names of groups and of all else are unique, each group ends, and the language is said.
fn assert_named(figure: &Figure, groups: usize, what: &str) {
    let mut names: Vec<&str> = figure.svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "{what}: a name twice among {names:?}");
    let (open, close) = (figure.svg.matches("<g ").count(), figure.svg.matches("</g>").count());
    assert!(open >= groups && open == close, "{what}: {open} groups of {groups}, {close} ends");
    assert!(figure.svg.contains(&format!(" xml:lang=\"{}\"", figure.language)), "{what}");
}

fn assert_russian(figure: &Figure, what: &str) {
    let own = figure.texts.iter().map(|t| t.text.as_str()).take_while(|t| !t.starts_with("Источники"));
    for text in own.chain([figure.title.as_str(), figure.caption.as_str(), figure.alt.as_str()]) {
        for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty()) {
            assert!(LATIN.contains(&word), "{what}: `{word}` in `{text}`");
        }
        let date = text.contains("14.11.2018") || text.contains("07.");
        let version = text.contains("asean") || text.contains("korolev") || text.ends_with("1.1.0");
        assert!(date || version || text.contains('·') || !decimal_point(text), "{what}: a decimal point in `{text}`");
    }
}

fn records(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(|r| r.expect("a record")).collect()
}

fn value(text: &str) -> f64 {
    text.parse().unwrap_or_else(|e| panic!("`{text}`: {e}"))
}

/// The bridge of Russia and ASEAN against the scores that `evaluate` prints, decomposed here by hand.
#[test]
fn the_bridge_is_made_of_the_scores_that_are_printed() {
    let work = Workdir::new();
    work.run(&["plot", "bridge", "russia-asean", "-o", "bridge.svg"]).ends_with(0);
    let rows = records(&work.read("bridge.svg.csv"));
    let row = |code: &str| rows.iter().find(|r| r["code"] == code).unwrap_or_else(|| panic!("no {code}"));
    let (form, content) = (value(&row("form")["sum"]), value(&row("content")["sum"]));
    let said = work.run(&["explain", "russia-asean", "content"]).ends_with(0);
    let working = "25.60^(1/3) x 39.12^(1/3) x 39.04^(1/3) = 33.94";
    said.holds(said.stdout.contains(working), working);
    assert_eq!((number::score(form), number::two_decimals(content)), ("75.3".into(), "33.94".into()));
    // CONTENT is the geometric mean of three: L(C, F) (ln z - ln F) / 3.
    let scale = (content - form) / (content / form).ln();
    let mut sum = 0.0;
    for (code, printed) in [("vision", "25.60"), ("areas", "39.12"), ("coordination", "39.04")] {
        let (z, points) = (value(&row(code)["score"]), value(&row(code)["points"]));
        assert_eq!(number::two_decimals(z), printed);
        assert!((points - scale * (z / form).ln() / 3.0).abs() < 1e-9, "{code}: {points}");
        sum += points;
    }
    assert!((sum - (content - form)).abs() < 1e-9);
    // VISION is an arithmetic mean: its parts are in proportion to w (z - FORM).
    let vision = ["mention_rate", "relative_attention", "mention_regularity", "manner"];
    let below: f64 = vision.iter().map(|c| 0.25 * (value(&row(c)["score"]) - form)).sum();
    for code in vision {
        let share = 0.25 * (value(&row(code)["score"]) - form) / below;
        assert!((value(&row(code)["points"]) - share * value(&row("vision")["points"])).abs() < 1e-9, "{code}");
    }
}

/// Whatever the tree: parts of indicators sum to their parameter's, and these to CONTENT less FORM.
#[test]
fn every_bridge_reaches_content() {
    let seed = Config { cases: 300, rng_seed: RngSeed::Fixed(13), failure_persistence: None, ..Config::default() };
    let mut bridges = 0;
    proptest::test_runner::TestRunner::new(seed)
        .run(&tree(), |tree| {
            let card = tree.card();
            let (form, content) = (card.card.form().score, card.card.content().score);
            match bridge(&card.framework, &card.card) {
                Ok(found) => {
                    let close = |a: f64, b: f64| (a - b).abs() < 1e-7;
                    prop_assert!(form == Some(found.form) && content == Some(found.content));
                    let all: f64 = found.parameters.iter().map(|p| p.points).sum();
                    prop_assert!(close(all, found.content - found.form), "{all} {found:?}");
                    for p in &found.parameters {
                        let own: f64 = p.parts.iter().map(|c| c.points).sum();
                        prop_assert!(close(own, p.points), "{own} {p:?}");
                        let z = card.card.node(p.parameter).score.expect("a score");
                        prop_assert!(p.points * (z - found.form) >= -1e-9, "a part against its score: {p:?}");
                        prop_assert!(!found.without.contains(&p.parameter));
                    }
                }
                Err(NoBridge::FormWithheld) => prop_assert!(form.is_none()),
                Err(NoBridge::ContentWithheld) => prop_assert!(content.is_none()),
                Err(NoBridge::NoParts) => {
                    let sums = |id: NodeId| match &card.framework.node(id).kind {
                        NodeKind::Composite { aggregation, .. } => {
                            matches!(aggregation, Aggregation::Arithmetic {} | Aggregation::Geometric {})
                        }
                        _ => false,
                    };
                    prop_assert!(!sums(card.framework.content), "a mean that has parts");
                }
            }
            Ok(())
        })
        .unwrap_or_else(|e| panic!("{e}"));
    let room = Room::new();
    for p in room.peers() {
        bridges += usize::from(Shown::new(&room, &[p], room.framework.window).bridge.is_ok());
    }
    assert!(bridges > 5, "{bridges} of the peers");
}

/// The raw series of Russia and ASEAN are those that `explain` shows behind the indicators.
#[test]
fn the_substance_is_what_explain_shows() {
    let work = Workdir::new();
    work.run(&["plot", "substance", "russia-asean", "-o", "substance.svg"]).ends_with(0);
    let rows = records(&work.read("substance.svg.csv"));
    let sum = |series: &str, from: &str, years: std::ops::RangeInclusive<u16>| -> f64 {
        let own = rows.iter().filter(|r| r["series"] == series && r["from"] == from);
        own.filter(|r| years.contains(&r["date"].parse().expect("a year"))).map(|r| value(&r["value"])).sum()
    };
    let shown = |indicator: &str, lines: &[(&str, String)]| {
        let said = work.run(&["explain", "russia-asean", indicator]).ends_with(0);
        for (label, number) in lines {
            let line = said.stdout.lines().find(|l| l.starts_with(label) && l.contains(number.as_str()));
            said.holds(line.is_some(), &format!("{label} {number}"));
        }
    };
    // Billions of US$, printed in dollars; the package's flows end in 2020.
    let dollars = |from: &str| {
        let whole = format!("{:.0}", 1e9 * sum("trade", from, 2018..=2022));
        let digits: Vec<char> = whole.chars().rev().collect();
        let groups: Vec<String> = digits.chunks(3).map(|c| c.iter().collect::<String>()).collect();
        groups.join(",").chars().rev().collect::<String>()
    };
    shown(
        "trade_preference",
        &[("Russia to ASEAN (X_ab)", dollars("RUS")), ("ASEAN to Russia (X_ba)", dollars("ASEAN"))],
    );
    let known: Vec<u16> = rows
        .iter()
        .filter(|r| r["series"] == "trade" && r["from"] == "RUS")
        .map(|r| r["date"].parse().expect("a year"))
        .collect();
    assert_eq!((known.first(), known.last()), (Some(&2000), Some(&2020)), "what is unknown has no row");
    shown("arms_share", &[("deliveries of Russia to ASEAN", number::plain(sum("arms", "RUS", 2018..=2022)))]);
    // Rates are counts over words.
    let room = Room::new();
    let p = room.pair("RUS", "ASEAN");
    let measurer = Measurer::new(&room.package, &room.framework, window("2018-2022"));
    let found = substance(&room.framework, &room.package, p).expect("series");
    for (from, to, rates) in &found.naming {
        let mut mentions = 0.0;
        for (year, naming) in measurer.yearly_naming(*from, *to) {
            let rate = rates.iter().find(|(y, _)| *y == year).map(|(_, r)| *r).expect("a rate");
            mentions += rate * naming.words as f64 / 1e4;
        }
        assert!((mentions - measurer.naming_counts(*from, *to).mentions as f64).abs() < 1e-9);
    }
    shown("mention_rate_ab", &[("mentions of ASEAN by Russia (M)", " 4 ".into()), ("words (W)", "13,672".into())]);
    assert_eq!(
        measurer.naming_counts(p.a, p.b).mentions + measurer.naming_counts(p.b, p.a).mentions,
        mentions_shown(&work)
    );
    // Agreement by category is that of the grid of `explain`; over all roll calls it is that of the rows.
    let by_year = |category: &str| -> Vec<String> {
        measurer.yearly_agreement(p, category).iter().map(|(_, x)| format!("{x:.2}")).collect()
    };
    assert_eq!(by_year("human_rights"), ["0.85", "0.86", "0.82"]);
    shown("agreement_on_a", &[("Human rights", "0.85 0.86 0.82".into())]);
    let year = Year::new(2019).expect("a year");
    let positions = room.package.positions.iter().filter(|r| r.partner == p.a || r.partner == p.b);
    let positions = positions.filter(|r| r.year == year && r.issue == ALL_ROLL_CALLS);
    let (same, votes) = positions.fold((0.0, 0.0), |(s, v), r| (s + r.same + 0.5 * r.one_abstains, v + r.both_voted));
    let drawn = found.agreement.iter().find(|(y, _)| *y == year).map(|(_, x)| *x).expect("an agreement");
    assert!((drawn - same / votes).abs() < 1e-12, "{drawn} is not {same}/{votes}");
}

/// Mentions of either by the other, as `explain` prints both.
fn mentions_shown(work: &Workdir) -> u64 {
    let one = |indicator: &str| -> u64 {
        let said = work.run(&["explain", "russia-asean", indicator]).ends_with(0);
        let line = said.stdout.lines().find(|l| l.starts_with("mentions of") && l.contains("(M)"));
        let line = line.unwrap_or_else(|| panic!("no mentions in {indicator}")).to_owned();
        line.split_whitespace().rev().nth(1).and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("{line}"))
    };
    one("mention_rate_ab") + one("mention_rate_ba")
}

/// A slope and a timeline of the same windows have the same scores; a gap through time is FORM less CONTENT of a timeline.
#[test]
fn gaps_through_time_are_those_of_the_timeline() {
    let room = Room::new();
    let of = &room.peers()[..2];
    let shown = Shown::new(&room, of, room.framework.window);
    for (gap, timeline) in shown.gaps.iter().zip(&shown.series) {
        assert_eq!(gap.partnership, timeline.partnership);
        for (g, m) in gap.moments.iter().zip(&timeline.moments) {
            assert_eq!((g.window, g.gap), (m.window, m.form.score.zip(m.content.score).map(|(f, c)| f - c)));
            assert!(g.interval.is_none_or(|s| s.low <= s.median && s.median <= s.high && g.gap.is_some()));
        }
    }
    let timeline = &shown.series[0];
    let parameters = room.framework.parameters();
    for m in &timeline.moments {
        let card = |p: Partnership| {
            let measurer = Measurer::new(&room.package, &room.framework, m.window);
            let readings = measurer.measure(&room.framework, p).readings();
            score(&room.framework.facing(&room.package.parties, p), &readings)
        };
        let card = card(timeline.partnership);
        let own: Vec<_> = parameters.iter().map(|id| card.node(*id).clone()).collect();
        assert_eq!(own, m.parameters);
    }
}

/// An interval does not depend on who else has one, and that of a window is the one of this window's own multiverse.
#[test]
fn a_ribbon_does_not_depend_on_the_others() {
    let room = Room::new();
    let Room { framework, package } = &room;
    let of = &room.peers()[..3];
    let windows: Vec<Window> = ["2016-2020", "2017-2021", "2018-2022"].map(window).to_vec();
    let asked = |with_interval: &[Partnership]| {
        let asked = GapsRequest { windows: windows.clone(), with_interval: with_interval.to_vec(), plan: PLAN };
        gap_timelines(framework, package, of, &asked)
    };
    let (all, one) = (asked(of), asked(&of[1..2]));
    assert!(all.iter().all(|g| g.moments.iter().all(|m| m.interval.is_some() == m.gap.is_some())));
    assert_eq!(one[1], all[1]);
    for i in [0, 2] {
        assert!(one[i].moments.iter().all(|m| m.interval.is_none()));
        assert!(one[i].moments.iter().zip(&all[i].moments).all(|(a, b)| (a.gap, a.bounds) == (b.gap, b.bounds)));
    }
    // A window alone, on the platforms that the series counts, gives what the series gives that measures it once for all.
    let mut series = Measurer::series_without_rows(package, framework, &windows);
    on_common_ground(framework, &mut series, of);
    let alone = Series::new(framework, package, &of[1..2], &windows[2..], &framework.factors, series.first());
    let found = uncertainty::gap_intervals(&alone.at(windows[2]).0, PLAN);
    assert!(found[0].is_some() && found[0] == one[1].moments[2].interval);
}

#[test]
fn what_cannot_be_shown_is_said() {
    let work = Workdir::new();
    let plot = |args: &[&str]| work.run(&[&["plot"], args, &["-o", "x.svg"]].concat());
    plot(&["bridge", "--peers"]).ends_with(2).reports(&["one partnership", "before --peers"]);
    plot(&["bridge", "canada-asean", "--window", "2019-2023"]).ends_with(2).reports(&["has no bridge", "is withheld"]);
    plot(&["tiles", "russia-vietnam"]).ends_with(2).reports(&["bloc"]);
    plot(&["slope", "--peers", "--windows", "2018-2022"]).ends_with(2).reports(&["write two"]);
    plot(&["slope", "--peers", "--window", "2018-2022", "--windows", "2013-2017,2018-2022"])
        .ends_with(2)
        .reports(&["says both"]);
    plot(&["trends", "--peers", "--window", "2018-2022"]).ends_with(2).reports(&["trends", "--rolling"]);
    plot(&["gap-timeline", "russia-asean", "--rolling", "50"]).ends_with(2).reports(&["series of windows"]);
    plot(&["substance", "russia-asean", "--window", "2018-2022"]).ends_with(2).reports(&["every year"]);
    plot(&["bridge", "russia-asean", "--of", "gap"]).ends_with(2).reports(&["--of is for slope"]);
    plot(&["substance", "russia-asean", "--draws", "40"]).ends_with(2).reports(&["--draws is for"]);
    assert!(work.names().is_empty(), "{:?}", work.names());
}
