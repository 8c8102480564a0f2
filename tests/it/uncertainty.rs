//! `spscore uncertainty`, and the multiverse behind it: the nominal way is the evaluation, single ways are evaluations
//! of a framework or data changed by hand, and draws depend on nothing but the seed.

use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;
use spscore::analysis;
use spscore::analysis::multiverse::{
    Factor, FactorKind, FixedFactors, GAP, Multiverse, Partnerships, RANK, RESIDUAL, middle_of,
};
use spscore::analysis::uncertainty::{Plan, Uncertainty, nominal, uncertainty};
use spscore::load::embedded_package;
use spscore::measure::Measurer;
use spscore::model::framework::{Aggregation, Framework, GoalpostKind, Measure, Mentions, NodeKind, Prior};
use spscore::model::{Package, Partnership, Reading, Window};
use spscore::scoring::score;

use crate::settled::framework_from;
use crate::workdir::{Run, Workdir};

/// What is computed of a partnership beyond its nodes: gap, parameters met, rank and residual.
const BEYOND: usize = 4;

static PACKAGE: LazyLock<Package> = LazyLock::new(|| embedded_package().unwrap_or_else(|e| panic!("{e}")));
static KOROLEV: LazyLock<Framework> = LazyLock::new(|| framework("korolev"));

fn framework(code: &str) -> Framework {
    framework_from(Path::new(code)).unwrap_or_else(|e| panic!("{e}"))
}

fn pair(a: &str, b: &str) -> Partnership {
    let find = |name| PACKAGE.parties.find(name).expect("a party");
    Partnership::new(find(a), find(b)).expect("two parties")
}

fn peers(framework: &Framework) -> Vec<Partnership> {
    let find = |code: &str| PACKAGE.parties.by_code(code).expect("a party");
    let with = find(&framework.peers.with);
    framework.peers.members.iter().map(|code| Partnership::new(find(code), with).expect("a pair")).collect()
}

fn only(framework: &Framework, words: &[&str], all: &[Partnership]) -> Partnerships {
    let (multiverse, idle) =
        Partnerships::new(framework, &PACKAGE, all, framework.window, &framework.factors.only(words));
    assert_eq!(idle, [], "every factor that was named has a range");
    multiverse
}

/// The scores of every node, `NaN` where there is none.
fn scores(framework: &Framework, package: &Package, window: Window, p: Partnership) -> Vec<f64> {
    let measurer = Measurer::new(package, framework, window);
    let card = score(framework, &measurer.measure(framework, p).readings());
    card.nodes.iter().map(|n| n.score.unwrap_or(f64::NAN)).collect()
}

#[track_caller]
fn same(found: &[f64], expected: &[f64]) {
    let bits = |list: &[f64]| list.iter().map(|x| if x.is_nan() { u64::MAX } else { x.to_bits() }).collect::<Vec<_>>();
    assert_eq!(bits(found), bits(expected));
}

/// One way with a single factor at one coordinate, the outputs of the first partnership cut to the nodes.
fn way(multiverse: &Partnerships, word: &str, coordinate: f64) -> Vec<f64> {
    let point: Vec<Option<f64>> = multiverse.factors().iter().map(|f| (f.code == word).then_some(coordinate)).collect();
    assert!(point.iter().any(Option::is_some), "no factor {word}");
    let mut out = vec![f64::NAN; multiverse.units().len() * multiverse.outputs().len()];
    assert!(multiverse.run(&point, &mut multiverse.workspace(), &mut out));
    out.truncate(multiverse.outputs().len() - BEYOND);
    out
}

fn factor<'a>(multiverse: &'a Partnerships, word: &str) -> &'a Factor {
    multiverse.factors().iter().find(|f| f.code == word).expect("the factor")
}

fn levels<'a>(multiverse: &'a Partnerships, word: &str) -> &'a [String] {
    match &factor(multiverse, word).kind {
        FactorKind::Discrete { levels, .. } => levels,
        other => panic!("{word} is {other:?}"),
    }
}

#[test]
fn the_nominal_way_is_the_evaluation_bit_for_bit() {
    for code in ["korolev", "korolev-extended"] {
        let framework = framework(code);
        let mut all = peers(&framework);
        all.push(pair("vietnam", "russia"));
        let (multiverse, _) = Partnerships::new(&framework, &PACKAGE, &all, framework.window, &framework.factors);
        let found = nominal(&multiverse);
        let width = multiverse.outputs().len();
        let measurer = Measurer::new(&PACKAGE, &framework, framework.window);
        for (p, out) in all.iter().zip(found.chunks(width)) {
            let facing = framework.facing(&PACKAGE.parties, *p);
            let card = score(&facing, &measurer.measure(&framework, *p).readings());
            let nodes: Vec<f64> = card.nodes.iter().map(|n| n.score.unwrap_or(f64::NAN)).collect();
            same(&out[..width - BEYOND], &nodes);
            same(&out[width - BEYOND..width - BEYOND + 1], &[card.gap().unwrap_or(f64::NAN)]);
            // Rank and residual are those of the card as well.
            let gap = analysis::evaluate(&framework, &measurer, *p).gap;
            let yardsticks = [gap.as_ref().and_then(|g| g.rank), gap.as_ref().and_then(|g| g.residual)];
            same(&out[width - 2..], &yardsticks.map(|x| x.unwrap_or(f64::NAN)));
        }
    }
}

/// What a factor does is what a scholar would do by hand: change the framework or the data, and evaluate.
#[test]
fn a_way_is_an_evaluation_of_what_was_changed_by_hand() {
    let (f, p) = (&*KOROLEV, pair("russia", "asean"));
    let by_hand = |change: &dyn Fn(&mut Framework)| {
        let mut changed = f.clone();
        change(&mut changed);
        scores(&changed, &PACKAGE, f.window, p)
    };
    let m = only(f, &["floor", "power", "prior", "prior_mentions", "mentions", "window", "issues"], &[p]);

    assert_eq!(levels(&m, "floor"), ["1", "0.1", "5"]);
    same(&way(&m, "floor", middle_of(2, 3)), &by_hand(&|f| f.score_floor = 5.0));

    // -5 + 0.25 x 6 = -3.5
    let power = by_hand(&|f| {
        if let NodeKind::Composite { aggregation, .. } = &mut f.nodes[f.content.0].kind {
            *aggregation = Aggregation::Generalised { power: -3.5 };
        }
    });
    same(&way(&m, "power", 0.25), &power);

    let words = (2500f64.ln() + 0.75 * (40_000f64.ln() - 2500f64.ln())).exp();
    let prior = by_hand(&|f| {
        for node in &mut f.nodes {
            let NodeKind::Indicator(indicator) = &mut node.kind else { continue };
            match &mut indicator.measure {
                Measure::MentionRate { prior: Prior::Words(prior), .. }
                | Measure::RelativeAttention { prior: Prior::Words(prior), .. }
                | Measure::SalienceOverlap { prior_words: prior }
                | Measure::AgreementOnIssues { prior_words: prior, .. } => *prior = words,
                _ => {}
            }
        }
    });
    same(&way(&m, "prior", 0.75), &prior);

    let expected = (0.5f64.ln() + 0.75 * (4f64.ln() - 0.5f64.ln())).exp();
    let of_measures = |change: &dyn Fn(&mut Measure)| {
        by_hand(&|f| {
            for node in &mut f.nodes {
                if let NodeKind::Indicator(indicator) = &mut node.kind {
                    change(&mut indicator.measure);
                }
            }
        })
    };
    let prior = of_measures(&|measure| match measure {
        Measure::MentionRate { prior: Prior::Mentions(k), .. }
        | Measure::RelativeAttention { prior: Prior::Mentions(k), .. }
        | Measure::MentionRegularity { expected: Some(k), .. }
        | Measure::Manner { expected: k } => *k = expected,
        _ => {}
    });
    same(&way(&m, "prior_mentions", 0.75), &prior);

    assert_eq!(levels(&m, "mentions"), ["valid", "all"]);
    let all = of_measures(&|measure| match measure {
        Measure::MentionRate { mentions, .. }
        | Measure::RelativeAttention { mentions, .. }
        | Measure::MentionRegularity { mentions, .. } => *mentions = Mentions::All,
        _ => {}
    });
    same(&way(&m, "mentions", middle_of(1, 2)), &all);
    same(&way(&m, "mentions", middle_of(0, 2)), &by_hand(&|_| {}));

    let windows = levels(&m, "window").to_vec();
    assert!(windows.len() > 2 && windows[0] == f.window.to_string(), "{windows:?}");
    for (level, window) in windows.iter().enumerate() {
        let other = Window::parse(window).expect("a window");
        same(&way(&m, "window", middle_of(level, windows.len())), &scores(f, &PACKAGE, other, p));
    }

    let issues = levels(&m, "issues").to_vec();
    let ukraine = issues.iter().position(|i| i.contains("Ukraine")).expect("the issue of Ukraine");
    let mut package = PACKAGE.clone();
    let place = package.issues.iter().position(|i| i.title == issues[ukraine]).expect("the issue");
    // Without its rows nobody speaks of it, and it has no place on either side.
    package.attention.retain(|a| a.issue != place);
    let found = way(&m, "issues", middle_of(ukraine, issues.len()));
    same(&found, &scores(f, &package, f.window, p));
}

fn draw(f: &Framework, words: &[&str], all: &[Partnership], plan: Plan) -> Uncertainty {
    uncertainty(&only(f, words, all), Some(&f.verdicts), plan, &|_| {})
}

const FEW: Plan = Plan { draws: 150, seed: 7 };

#[test]
fn draws_do_not_depend_on_threads_nor_on_who_else_is_looked_at() {
    let f = &*KOROLEV;
    let russia = pair("russia", "asean");
    let words = f.factors.declared();
    let alone = draw(f, &words, &[russia], FEW);
    let pooled = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| draw(f, &words, &[russia], FEW))
    };
    for threads in [1, 2, 3] {
        let other = pooled(threads);
        assert_eq!((&other.units, &other.headline), (&alone.units, &alone.headline), "{threads} threads");
    }
    let together = draw(f, &words, &[pair("china", "asean"), russia, pair("vietnam", "russia")], FEW);
    assert_eq!(together.units[1], alone.units[0]);
    assert_ne!(draw(f, &words, &[russia], Plan { seed: 0, ..FEW }).units, alone.units, "0 is a seed of its own");
}

/// Seeds as written: the mean width of all intervals grows with every factor that is added.
#[test]
fn intervals_widen_when_a_factor_is_added() {
    let f = &*KOROLEV;
    let russia = pair("russia", "asean");
    let mut before = 0.0;
    let order = ["data", "prior", "issues", "goalposts", "weights", "status", "power", "scale"];
    for count in 1..=order.len() {
        let found = draw(f, &order[..count], &[russia], Plan { draws: 600, seed: 11 });
        let widths = found.units[0].full.iter().flatten().map(|s| s.high - s.low);
        let mean = widths.clone().sum::<f64>() / widths.count() as f64;
        assert!(mean > before, "{} adds nothing: {mean} after {before}", order[count - 1]);
        before = mean;
    }
}

#[test]
fn every_factor_moves_something_and_only_what_it_may() {
    let f = &*KOROLEV;
    let russia = pair("russia", "asean");
    let place = |code: &str| f.find(code).expect("a node").0;
    let (form, content) = (f.form.0, f.content.0);
    // FORM moves, CONTENT moves; the threshold moves neither, but how many parameters reach it.
    let expected = [
        // All of Russia's institutions are known; the status always is.
        ("data", false, true),
        ("goalposts", false, true),
        ("scale", true, true),
        ("floor", true, true),
        ("status", true, false),
        ("weights", true, true),
        ("power", false, true),
        ("window", true, true),
        ("prior", false, true),
        ("prior_mentions", false, true),
        ("mentions", false, true),
        ("issues", false, true),
        ("threshold", false, false),
    ];
    for (word, moves_form, moves_content) in expected {
        let found = draw(f, &[word], &[russia], FEW);
        let width = |output: usize| found.units[0].full[output].map_or(0.0, |s| s.high - s.low);
        assert_eq!((width(form) > 1e-9, width(content) > 1e-9), (moves_form, moves_content), "{word}");
        assert_eq!(found.units[0].data == found.units[0].full, word == "data", "{word}");
    }
    // Coordination of the United Kingdom lies between the thresholds of the range, or close to them.
    let met = draw(f, &["threshold"], &[pair("canada", "asean")], FEW);
    assert!(met.units[0].gap.as_ref().is_some_and(|g| g.met.iter().filter(|s| **s > 0.0).count() > 1));
    // The data move naming and arms, and leave the status alone.
    let data = draw(f, &["data"], &[russia], FEW);
    let width = |code: &str| data.units[0].full[place(code)].map_or(0.0, |s| s.high - s.low);
    assert!(width("mention_rate_ab") > 1.0 && width("arms_share") > 1.0 && width("status") == 0.0);
    let gap = data.outputs.iter().position(|o| o == GAP).expect("the gap");
    let shares = data.units[0].gap.as_ref().expect("a gap");
    assert!((shares.verdicts.iter().map(|(_, s)| s).sum::<f64>() - 1.0).abs() < 1e-12 && data.headline_output == gap);
}

/// Draws of the data keep the printed values as their means where goalposts and means are out of the way: with the
/// coders drawn as well, and of a manner on which nothing was said the draws are the direction's own stances. Seed as
/// written.
#[test]
fn draws_of_mentions_have_the_printed_values_as_means() {
    let mut f = KOROLEV.clone();
    for code in ["mention_regularity_ab", "manner_ab", "manner_ba"] {
        let place = f.find(code).expect("the code").0;
        let NodeKind::Indicator(indicator) = &mut f.nodes[place].kind else { panic!("{code}") };
        let (low, high) = indicator.measure.bounds().expect("bounds");
        let posts = indicator.goalposts.as_mut().expect("goalposts");
        assert!(posts.move_to(low, high, spscore::model::framework::Transform::Identity));
    }
    for (partner, draws) in [("russia", 3000), ("china", 3000)] {
        let p = pair(partner, "asean");
        let (m, _) = Partnerships::new(&f, &PACKAGE, &[p], f.window, &f.factors.only(&["data"]));
        let now = scores(&f, &PACKAGE, f.window, p);
        let mut space = m.workspace();
        let mut out = vec![f64::NAN; m.outputs().len()];
        for code in ["mention_regularity_ab", "manner_ab", "manner_ba"] {
            let place = f.find(code).expect("the code").0;
            let drawn: Vec<f64> = (0..draws)
                .map(|i| {
                    assert!(m.run(&[Some((f64::from(i) + 0.5) / f64::from(draws))], &mut space, &mut out));
                    out[place]
                })
                .collect();
            let n = f64::from(draws);
            let mean = drawn.iter().sum::<f64>() / n;
            let sd = (drawn.iter().map(|z| (z - mean).powi(2)).sum::<f64>() / n).sqrt();
            assert!(sd > 0.1, "{partner} {code} does not move");
            assert!((mean - now[place]).abs() < 4.5 * sd / n.sqrt(), "{partner} {code}: {mean} for {}", now[place]);
        }
    }
}

fn run(args: &[&str]) -> Run {
    Workdir::new().run(args)
}

#[test]
fn the_verb_prints_interval_share_and_sentence_and_repeats_itself() {
    let args = ["uncertainty", "russia-asean", "--draws", "200", "--driver-points", "16"];
    let one = run(&args);
    assert_eq!(one.code, 0, "{}", one.stderr);
    for part in [
        "90 % interval",
        "The gap is positive in",
        "of 200 model variants on absolute scales (korolev 2.0, seed 1)",
        "largest driver",
    ] {
        assert!(one.stdout.split_whitespace().collect::<Vec<_>>().join(" ").contains(part), "{part}: {}", one.stdout);
    }
    for threads in ["1", "2"] {
        let again = Workdir::new().run_with(&args, &[("RAYON_NUM_THREADS", threads)]);
        assert_eq!(again.stdout, one.stdout, "{threads} threads");
    }
    let json = run(&[
        "uncertainty",
        "russia-asean",
        "china-asean",
        "--draws",
        "200",
        "--driver-points",
        "0",
        "--format",
        "json",
        "--seed",
        "0",
    ]);
    let document: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!((document["seed"].as_u64(), document["draws"].as_u64()), (Some(0), Some(200)));
    assert_eq!(document["ranks"]["acceptability"].as_array().map(Vec::len), Some(2));
}

#[test]
fn bad_requests_are_reported() {
    let cases: [(&[&str], i32, &str); 9] = [
        (&["uncertainty", "russia-asean", "--draws", "0"], 2, "write a number of draws from 2 to 10000000"),
        (&["uncertainty", "russia-asean", "--factors", "wieghts"], 2, "did you mean `weights`?"),
        (
            &["uncertainty", "russia-asean", "--factors", "imputation"],
            2,
            "has no range: the framework does not declare it",
        ),
        (
            &["uncertainty", "vietnam-russia", "--factors", "peers"],
            1,
            "nothing is fitted to them unless `scale` varies",
        ),
        (&["uncertainty"], 2, "nobody is named"),
        (&["uncertainty", "russia-asean", "--seed", "1.5"], 2, "invalid value"),
        (&["evaluate", "russia-asean", "--draws", "1"], 2, "write 0, or a number from 2"),
        (&["compare", "russia-asean", "--rolling", "5", "--draws", "10"], 2, "a series has no intervals here"),
        (&["uncertainty", "russia-asean", "--factors", "data", "--without", "data"], 2, "cannot be used with"),
    ];
    for (args, code, said) in cases {
        let found = run(args);
        let err = found.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(found.code == code && err.contains(said), "{args:?}: {} {err}", found.code);
    }
}

/// Whether a score is withheld is a matter of the framework: drawn weights must not decide it.
#[test]
fn drawn_weights_withhold_nothing_and_release_nothing() {
    // With version 1 India has no score in some of the windows.
    let f = &framework("korolev@1");
    let known = |words: &[&str]| {
        let found = draw(f, words, &[pair("india", "asean")], FEW);
        found.units[0].full[f.content.0].map_or(0, |s| s.known)
    };
    let windows = known(&["window"]);
    assert!(0 < windows && windows < FEW.draws, "{windows}");
    assert_eq!(known(&["window", "weights"]), windows);
}

/// A scale fitted to the peers looks at who names whom, not at who stands first in the registry.
#[test]
fn scales_follow_the_part_a_side_plays() {
    let dir = Workdir::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/asean");
    let copy = dir.path("asean");
    std::fs::create_dir(&copy).expect("a folder");
    for entry in std::fs::read_dir(&source).expect("the package") {
        let entry = entry.expect("a file");
        std::fs::copy(entry.path(), copy.join(entry.file_name())).expect("a copy");
    }
    let registry = std::fs::read_to_string(source.join("parties.csv")).expect("the registry");
    let (asean, others): (Vec<&str>, Vec<&str>) = registry.lines().skip(1).partition(|l| l.starts_with("ASEAN,"));
    let header = registry.lines().next().expect("a header");
    let lines: Vec<&str> = std::iter::once(header).chain(asean).chain(others).collect();
    std::fs::write(copy.join("parties.csv"), lines.join("\n") + "\n").expect("the registry");
    let turned = spscore::load::package_from(&copy).unwrap_or_else(|e| panic!("{e}"));
    let f = &*KOROLEV;
    let gaps = |package: &Package| {
        let find = |name| package.parties.find(name).expect("a party");
        let p = Partnership::new(find("canada"), find("asean")).expect("two parties");
        let (m, _) = Partnerships::new(f, package, &[p], f.window, &f.factors.only(&["scale"]));
        let found = uncertainty(&m, Some(&f.verdicts), FEW, &|_| {});
        let gap = found.outputs.iter().position(|o| o == GAP).expect("the gap");
        found.units[0].full[gap].expect("a gap")
    };
    let (straight, other) = (gaps(&PACKAGE), gaps(&turned));
    for (a, b) in [(straight.low, other.low), (straight.median, other.median), (straight.high, other.high)] {
        assert!((a - b).abs() < 1e-9, "{straight:?} {other:?}");
    }
}

/// On natural scales every anchored indicator whose formula has bounds lies between these, in the absolute band as in
/// the other.
#[test]
fn natural_scales_move_every_bounded_indicator() {
    let f = &*KOROLEV;
    let russia = pair("russia", "asean");
    let m = only(f, &["scale"], &[russia]);
    let natural = levels(&m, "scale").iter().position(|l| l == "natural").expect("the level");
    let (own, moved) = (way(&m, "scale", middle_of(0, 5)), way(&m, "scale", middle_of(natural, 5)));
    for (id, node, indicator) in f.indicators() {
        let posts = indicator.goalposts.as_ref().expect("goalposts");
        let bounded = indicator.measure.bounds().filter(|_| posts.kind != GoalpostKind::Natural);
        let expected = match bounded {
            // A straight line between the bounds of the formula.
            Some((low, high)) => {
                let measurer = Measurer::new(&PACKAGE, f, f.window);
                let value =
                    measurer.measure(f, russia).readings()[id.0].as_ref().and_then(Reading::value).expect("a value");
                1.0 + 99.0 * (value - low) / (high - low)
            }
            None => own[id.0],
        };
        assert!((moved[id.0] - expected).abs() < 1e-9, "{}: {} for {expected}", node.code, moved[id.0]);
    }
    let absolute = FixedFactors::absolute(&m);
    let kept = match &absolute.factors()[0].kind {
        FactorKind::Discrete { levels, .. } => levels.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(kept, ["goalposts", "natural"]);
}

/// What is fitted to the peers, and who they are, move the relative answer and leave the absolute one alone.
#[test]
fn the_absolute_band_knows_no_peers() {
    let f = &*KOROLEV;
    let russia = pair("russia", "asean");
    let at = |found: &Uncertainty, code: &str| found.outputs.iter().position(|o| o == code).expect("the output");
    let peers = draw(f, &["peers", "scale"], &[russia], FEW);
    let unit = &peers.units[0];
    let gap = unit.absolute[at(&peers, GAP)].expect("a gap");
    let found = nominal(&only(f, &["scale"], &[russia]));
    let m = only(f, &["scale"], &[russia]);
    let natural = way_of(&m, "scale", middle_of(1, 5), GAP);
    let own = found[at(&peers, GAP)];
    let (low, high) = if own < natural { (own, natural) } else { (natural, own) };
    assert!(low <= gap.low && gap.high <= high, "{gap:?} within {low} to {high}");
    let full = unit.full[at(&peers, GAP)].expect("a gap");
    assert!(full.high - full.low > gap.high - gap.low, "fitted scales widen the relative band alone");
    // Leaving out a peer moves nothing but the yardsticks.
    let alone = draw(f, &["peers"], &[russia], FEW);
    let width = |code: &str| alone.units[0].full[at(&alone, code)].map_or(0.0, |s| s.high - s.low);
    assert_eq!(width(GAP), 0.0);
    assert!(width(RESIDUAL) > 0.0 && width(RANK) > 0.0);
    let shares = alone.units[0].peers.as_ref().expect("a peer");
    assert!((shares.like + shares.more_form + shares.more_content + shares.apart - 1.0).abs() < 1e-12);
    assert_eq!(draw(f, &["data"], &[pair("vietnam", "russia")], FEW).units[0].peers, None);
}

/// One output of one way.
fn way_of(multiverse: &Partnerships, word: &str, coordinate: f64, output: &str) -> f64 {
    let point: Vec<Option<f64>> = multiverse.factors().iter().map(|f| (f.code == word).then_some(coordinate)).collect();
    let mut out = vec![f64::NAN; multiverse.units().len() * multiverse.outputs().len()];
    assert!(multiverse.run(&point, &mut multiverse.workspace(), &mut out));
    out[multiverse.outputs().iter().position(|o| o == output).expect("the output")]
}
