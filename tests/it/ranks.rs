//! `spscore ranks`: against hand-made tables, against the engine at sampled weights, and bad questions.

use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;
use spscore::analysis::gap;
use spscore::analysis::weight_robustness::{
    Freedom, Over, Overtaking, ScoredTree, Standing, WeightError, WeightVariation, frame, overtaking, standings,
};
use spscore::load;
use spscore::measure::Measurer;
use spscore::model::framework::{NodeId, Weight};
use spscore::model::{Framework, Index, Package, Reading, Units};
use spscore::scoring::{rate, score};
use spscore::statistics::attainable::BUDGET;

use crate::workdir::{Run, Workdir};

/// A linear congruential generator (Knuth's MMIX constants): the same draws everywhere.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Shares of siblings within the bounds that sum to 1; rejected until they do.
    fn shares(&mut self, own: &[f64], freedom: Freedom) -> Vec<f64> {
        let (low, high) = match freedom {
            Freedom::Within { low, high } => (low, high),
            Freedom::Any => (0.0, f64::INFINITY),
        };
        loop {
            // Cubes lie near the lower bound, so that corners, where the extremes are, come up.
            let power = if self.next() < 0.5 { 1 } else { 3 };
            let raw: Vec<f64> =
                own.iter().map(|w| w * (low.max(0.01) + self.next().powi(power) * high.min(20.0))).collect();
            let total: f64 = raw.iter().sum();
            let shares: Vec<f64> = raw.iter().map(|w| w / total).collect();
            if shares.iter().zip(own).all(|(s, w)| *s >= low * w && *s <= (high * w).min(1.0)) {
                return shares;
            }
        }
    }
}

const HALF_TO_DOUBLE: Freedom = Freedom::Within { low: 0.5, high: 2.0 };

/// Something that the engine scores again with other weights.
trait Scored {
    fn scored(&self) -> ScoredTree<'_>;
    fn nodes(&self) -> &[spscore::model::tree::Node];
    /// Scores of a node under other weights of some nodes.
    fn again(&self, weights: &[(NodeId, f64)], of: NodeId) -> Vec<Option<f64>>;

    fn find(&self, code: &str) -> NodeId {
        NodeId(self.nodes().iter().position(|n| n.code == code).unwrap_or_else(|| panic!("no node {code}")))
    }
}

struct Tabled {
    index: Index,
    units: Units,
}

impl Tabled {
    fn read(framework: &Path, table: &Path) -> Tabled {
        let index = load::index_from(framework).unwrap_or_else(|e| panic!("{e}"));
        let units = load::units_from(table, &index).unwrap_or_else(|e| panic!("{e}"));
        Tabled { index, units }
    }

    fn made(framework: &str, table: &str) -> Tabled {
        let here = Workdir::new();
        here.write("f.toml", framework);
        here.write("t.csv", table);
        Tabled::read(&here.path("f.toml"), &here.path("t.csv"))
    }

    fn tai() -> Tabled {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        Tabled::read(&root.join("docs/example-table.toml"), &root.join("tests/data/published/tai/tai23_raw.csv"))
    }
}

impl Scored for Tabled {
    fn scored(&self) -> ScoredTree<'_> {
        let rating = rate(&self.index, &self.units).expect("a rating");
        ScoredTree::of_rating(&self.index, &self.units, &rating).remove(0)
    }

    fn nodes(&self) -> &[spscore::model::tree::Node] {
        &self.index.nodes
    }

    fn again(&self, weights: &[(NodeId, f64)], of: NodeId) -> Vec<Option<f64>> {
        let mut index = self.index.clone();
        for (id, w) in weights {
            index.nodes[id.0].weight = Weight::new(*w).expect("a weight");
        }
        rate(&index, &self.units).expect("a rating").scores_of(of).to_vec()
    }
}

struct Peers {
    readings: Vec<Vec<Option<Reading>>>,
}

static PACKAGE: LazyLock<Package> = LazyLock::new(|| load::embedded_package().unwrap_or_else(|e| panic!("{e}")));
static KOROLEV: LazyLock<Framework> =
    LazyLock::new(|| crate::settled::framework_from(Path::new("korolev")).unwrap_or_else(|e| panic!("{e}")));

impl Peers {
    fn new() -> Peers {
        let measurer = Measurer::new(&PACKAGE, &KOROLEV, KOROLEV.window);
        let peers = gap::peers(&KOROLEV, &measurer).scored;
        assert_eq!(peers.len(), 11);
        Peers { readings: peers.iter().map(|p| measurer.measure(&KOROLEV, p.partnership).readings()).collect() }
    }
}

impl Scored for Peers {
    fn scored(&self) -> ScoredTree<'_> {
        let card =
            |(i, r): (usize, &Vec<Option<Reading>>)| (format!("peer-{i}"), format!("peer {i}"), score(&KOROLEV, r));
        ScoredTree::of_cards(&KOROLEV, self.readings.iter().enumerate().map(card).collect())
    }

    fn nodes(&self) -> &[spscore::model::tree::Node] {
        &KOROLEV.nodes
    }

    fn again(&self, weights: &[(NodeId, f64)], of: NodeId) -> Vec<Option<f64>> {
        let mut framework = KOROLEV.clone();
        for (id, w) in weights {
            framework.nodes[id.0].weight = Weight::new(*w).expect("a weight");
        }
        self.readings.iter().map(|r| score(&framework, r).node(of).score).collect()
    }
}

/// Nodes with several children whose weights vary in a question.
fn varied(scored: &ScoredTree<'_>, variation: WeightVariation) -> Vec<NodeId> {
    use spscore::model::framework::NodeKind;
    let below =
        |id: NodeId| std::iter::successors(Some(id), |n| scored.nodes[n.0].parent).any(|above| above == variation.of);
    let all = (0..scored.nodes.len()).map(NodeId);
    match variation.over {
        Over::Node(over) => vec![over],
        Over::Leaves => {
            all.filter(|id| below(*id) && matches!(scored.nodes[id.0].kind, NodeKind::Composite { .. })).collect()
        }
    }
}

/// Shares within their nodes from effective weights of the parts.
fn shares(
    scored: &ScoredTree<'_>,
    variation: WeightVariation,
    parts: &[NodeId],
    weights: &[f64],
) -> Vec<(NodeId, f64)> {
    let sum = |top: NodeId| -> f64 {
        let below = |id: NodeId| std::iter::successors(Some(id), |n| scored.nodes[n.0].parent).any(|a| a == top);
        parts.iter().zip(weights).filter(|(p, _)| below(**p)).map(|(_, w)| w).sum()
    };
    let children =
        varied(scored, variation).into_iter().flat_map(|n| scored.nodes[n.0].children().iter().map(move |c| (n, *c)));
    children.map(|(n, c)| (c, sum(c) / sum(n))).collect()
}

/// Ranks of a unit, with units nearer than rounding error on either side of it.
fn rank(scores: &[f64], row: usize) -> (usize, usize) {
    let ahead =
        |dust: f64| 1 + scores.iter().enumerate().filter(|(i, s)| *i != row && **s > scores[row] + dust).count();
    (ahead(1e-4), ahead(-1e-4))
}

/// No sampled weights leave an interval, and the weights given as proof give what they prove, as the engine scores
/// them.
fn holds(what: &dyn Scored, variation: WeightVariation, samples: usize) -> Vec<Standing> {
    let scored = what.scored();
    let frame = frame(&scored, variation).unwrap_or_else(|e| panic!("{e}"));
    let found = standings(&scored, &frame, &[], BUDGET, &|_| {}).expect("standings");
    assert_eq!(found.len(), frame.units.len());
    let scores = |weights: &[(NodeId, f64)]| -> Vec<f64> {
        let all = what.again(weights, variation.of);
        frame.units.iter().map(|u| all[*u].expect("a score")).collect()
    };
    let row = |s: &Standing| frame.units.iter().position(|u| *u == s.unit).expect("a row");
    let mut draws = Draws(20_260_101);
    for _ in 0..samples {
        let mut weights = Vec::new();
        for node in varied(&scored, variation) {
            let children = scored.nodes[node.0].children();
            let own: Vec<f64> = children.iter().map(|c| scored.shares[c.0]).collect();
            weights.extend(children.iter().copied().zip(draws.shares(&own, variation.freedom)));
        }
        let scores = scores(&weights);
        for s in &found {
            let own = scores[row(s)];
            let (low, high) = (s.can.lowest.score, s.can.highest.score);
            assert!(low - 1e-6 <= own && own <= high + 1e-6, "unit {}: {low} {own} {high}", s.unit);
            let (best, worst) = rank(&scores, row(s));
            assert!(s.can.best.low <= worst && best <= s.can.worst.high, "unit {}: {best} {worst} {:?}", s.unit, s.can);
        }
    }
    for s in &found {
        let at = |w: &[f64]| scores(&shares(&scored, variation, &frame.parts, w));
        for bound in [&s.can.lowest, &s.can.highest] {
            let own = at(&bound.weights)[row(s)];
            assert!((own - bound.score).abs() < 1e-6 * bound.score.abs().max(1.0), "unit {}: {own} {bound:?}", s.unit);
        }
        for (proved, weights) in [(s.can.best.high, &s.can.best.weights), (s.can.worst.low, &s.can.worst.weights)] {
            let (best, worst) = rank(&at(weights), row(s));
            assert!(best <= proved && proved <= worst, "unit {}: {best} {worst} {proved}", s.unit);
        }
    }
    found
}

#[test]
fn no_sampled_weights_beat_the_intervals_of_the_peers() {
    let peers = Peers::new();
    let content = KOROLEV.content;
    for freedom in [HALF_TO_DOUBLE, Freedom::Within { low: 0.8, high: 1.25 }] {
        let found = holds(&peers, WeightVariation { of: content, over: Over::Node(content), freedom }, 400);
        assert!(found.iter().all(|s| s.exact().is_some()), "three weights are soon searched");
    }
    // Arithmetic below geometric, two levels down: economy and security in areas in content.
    let over = Over::Node(peers.find("areas"));
    let found = holds(&peers, WeightVariation { of: content, over, freedom: HALF_TO_DOUBLE }, 400);
    assert!(found.iter().all(|s| s.exact().is_some()));
    let vision = WeightVariation { of: peers.find("vision"), over: Over::Leaves, freedom: HALF_TO_DOUBLE };
    holds(&peers, vision, 200);
}

#[test]
fn no_sampled_weights_of_all_levels_beat_the_bounds_of_the_peers() {
    let peers = Peers::new();
    let variation = WeightVariation { of: KOROLEV.content, over: Over::Leaves, freedom: HALF_TO_DOUBLE };
    let found = holds(&peers, variation, 400);
    assert!(found.iter().any(|s| s.exact().is_some()), "some bounds meet");
}

#[test]
fn no_sampled_weights_beat_the_intervals_of_the_technology_achievement_index() {
    let tai = Tabled::tai();
    let of = tai.find("tai");
    for over in [Over::Node(of), Over::Leaves] {
        let found = holds(&tai, WeightVariation { of, over, freedom: HALF_TO_DOUBLE }, 60);
        assert_eq!(found.len(), 23);
    }
    holds(&tai, WeightVariation { of, over: Over::Node(tai.find("skills")), freedom: HALF_TO_DOUBLE }, 60);
}

/// A tree of three nodes with two indicators each, the scores being the values; `top` and `below` are the means.
fn tree(top: &str, below: &str) -> String {
    let mut text = format!(
        "schema = \"spscore-framework/1\"\nunits = \"rows\"\ncode = \"made\"\nversion = \"1\"\ntitle = \"Made\"\n
[methods]\nnormalise = {{ method = \"goalposts\", low = 0, high = 100 }}\n
[[node]]\ncode = \"all\"\ntitle = \"All\"\naggregate = {top}\n"
    );
    for node in ["a", "b", "c"] {
        text += &format!("[[node]]\ncode = \"{node}\"\ntitle = \"{node}\"\nparent = \"all\"\naggregate = {below}\n");
        for leaf in ["1", "2"] {
            text += &format!(
                "[[indicator]]\ncode = \"{node}{leaf}\"\ntitle = \"{node}{leaf}\"\nparent = \"{node}\"\nunit = \"points\"
goalposts = {{ lower = 0.0, upper = 100.0, kind = \"natural\", reason = \"the scale\" }}\n"
            );
        }
    }
    text
}

fn random_table(units: usize) -> String {
    let mut draws = Draws(7);
    let mut text = "unit,a1,a2,b1,b2,c1,c2\n".to_owned();
    for i in 0..units {
        let cells: Vec<String> = (0..6).map(|_| (1.0 + 99.0 * draws.next()).to_string()).collect();
        text += &format!("u{i},{}\n", cells.join(","));
    }
    text
}

const ARITHMETIC: &str = "\"arithmetic\"";
const GEOMETRIC: &str = "\"geometric\"";
const HARMONIC: &str = "\"harmonic\"";

#[test]
fn every_mean_that_is_linear_on_some_scale_holds() {
    for (top, below) in [(ARITHMETIC, ARITHMETIC), (GEOMETRIC, GEOMETRIC), (HARMONIC, HARMONIC)] {
        let made = Tabled::made(&tree(top, below), &random_table(9));
        let of = made.find("all");
        for over in [Over::Node(of), Over::Node(made.find("b")), Over::Leaves] {
            let found = holds(&made, WeightVariation { of, over, freedom: HALF_TO_DOUBLE }, 150);
            assert!(found.iter().all(|s| s.exact().is_some()), "{top} {below} {over:?}");
        }
    }
    // A geometric mean may stand above another one; the node's weights stay exact.
    for below in [ARITHMETIC, HARMONIC] {
        let made = Tabled::made(&tree(GEOMETRIC, below), &random_table(9));
        let variation =
            WeightVariation { of: made.find("all"), over: Over::Node(made.find("b")), freedom: HALF_TO_DOUBLE };
        holds(&made, variation, 150);
    }
    let made = Tabled::made(&tree(GEOMETRIC, ARITHMETIC), &random_table(9));
    holds(&made, WeightVariation { of: made.find("all"), over: Over::Leaves, freedom: HALF_TO_DOUBLE }, 300);
    let variation = |over| WeightVariation { of: made.find("all"), over, freedom: HALF_TO_DOUBLE };
    let scored = made.scored();
    let whole = overtaking(&scored, &frame(&scored, variation(Over::Leaves)).expect("a frame"), 0, 1);
    assert_eq!(whole, Err(WeightError::NoShift));
}

#[test]
fn means_that_are_linear_on_no_scale_are_refused() {
    for (top, below, over) in [(ARITHMETIC, GEOMETRIC, "b"), (ARITHMETIC, GEOMETRIC, ""), (HARMONIC, ARITHMETIC, "")] {
        let made = Tabled::made(&tree(top, below), &random_table(4));
        let over = if over.is_empty() { Over::Leaves } else { Over::Node(made.find(over)) };
        let scored = made.scored();
        let found = frame(&scored, WeightVariation { of: made.find("all"), over, freedom: HALF_TO_DOUBLE });
        assert!(matches!(found, Err(WeightError::Mixed { .. })), "{top} {below} {over:?}");
    }
    let made = Tabled::made(&tree("\"minimum\"", ARITHMETIC), &random_table(4));
    let (all, b, leaf) = (made.find("all"), made.find("b"), made.find("b1"));
    let scored = made.scored();
    let asked = |of, over| frame(&scored, WeightVariation { of, over, freedom: HALF_TO_DOUBLE });
    assert!(matches!(asked(all, Over::Node(all)), Err(WeightError::NoMean { .. })));
    assert!(matches!(asked(all, Over::Node(b)), Err(WeightError::NoMean { .. })), "the minimum stands above");
    assert!(matches!(asked(b, Over::Node(leaf)), Err(WeightError::NoWeights { .. })));
    assert!(matches!(asked(b, Over::Node(made.find("c"))), Err(WeightError::Elsewhere { .. })));
    assert!(asked(b, Over::Node(b)).is_ok());
}

/// Every way that is offered brings the two level, as the engine scores them.
fn levels(what: &Tabled, variation: WeightVariation, ahead: usize, behind: usize) -> Overtaking {
    let scored = what.scored();
    let frame = frame(&scored, variation).expect("a frame");
    let found = overtaking(&scored, &frame, ahead, behind).expect("ways");
    let gap = |scores: &[Option<f64>]| scores[ahead].expect("a score") - scores[behind].expect("a score");
    let mut all: Vec<&[f64]> = found.single.iter().map(|s| s.weights.as_slice()).collect();
    all.extend([&found.declared, &found.any].into_iter().flatten().map(|r| r.weights.as_slice()));
    for weights in all.into_iter().filter(|w| w.iter().all(|w| *w > 1e-6)) {
        let again = what.again(&shares(&scored, variation, &frame.parts, weights), variation.of);
        assert!(gap(&again).abs() < 1e-5, "{weights:?} {}", gap(&again));
    }
    for value in found.values.iter().filter(|v| v.indicator && v.reachable) {
        let mut units = what.units.clone();
        let code = &what.index.nodes[value.node.0].code;
        // The value is the score: goalposts of 0 and 100.
        let (_, column) = units.numbers.iter_mut().find(|(name, _)| name == code).expect("a column");
        column[behind] = Some(value.needed);
        let again = rate(&what.index, &units).expect("a rating").scores_of(variation.of).to_vec();
        assert!(gap(&again).abs() < 1e-8, "{code} {}", gap(&again));
    }
    found
}

#[test]
fn what_swaps_two_units_brings_them_level_when_scored_again() {
    let mut ways = 0;
    for (top, below) in
        [(ARITHMETIC, ARITHMETIC), (GEOMETRIC, ARITHMETIC), (GEOMETRIC, GEOMETRIC), (HARMONIC, HARMONIC)]
    {
        let made = Tabled::made(&tree(top, below), &random_table(6));
        let of = made.find("all");
        let scores = made.again(&[], of);
        for (a, b) in [(0, 1), (2, 3), (4, 5), (0, 5)] {
            let (a, b) = if scores[a] > scores[b] { (a, b) } else { (b, a) };
            for over in [Over::Node(of), Over::Node(made.find("c"))] {
                let found = levels(&made, WeightVariation { of, over, freedom: HALF_TO_DOUBLE }, a, b);
                ways += found.single.len() + usize::from(found.declared.is_some()) + found.values.len();
            }
        }
        if top == below {
            let (a, b) = if scores[0] > scores[1] { (0, 1) } else { (1, 0) };
            ways += levels(&made, WeightVariation { of, over: Over::Leaves, freedom: Freedom::Any }, a, b).values.len();
        }
    }
    assert!(ways > 100, "only {ways} ways were looked at");
}

const TWO: &str = "schema = \"spscore-framework/1\"
units = \"rows\"
code = \"two\"
version = \"1\"
title = \"Two\"

[methods]
normalise = { method = \"goalposts\", low = 0, high = 100 }

[[node]]
code = \"both\"
title = \"Both\"

[[indicator]]
code = \"x\"
title = \"X\"
parent = \"both\"
unit = \"points\"
goalposts = { lower = 0.0, upper = 100.0, kind = \"natural\", reason = \"the scale\" }

[[indicator]]
code = \"y\"
title = \"Y\"
parent = \"both\"
unit = \"points\"
goalposts = { lower = 0.0, upper = 100.0, kind = \"natural\", reason = \"the scale\" }
";

fn two(table: &str) -> Workdir {
    let here = Workdir::new();
    here.write("two.toml", TWO);
    here.write("units.csv", table);
    here
}

fn ask(here: &Workdir, more: &[&str]) -> Run {
    here.run(&[&["ranks", "--table", "units.csv", "--framework", "two.toml"], more].concat())
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|e| panic!("{e}\n{}", run.stdout))
}

const THREE: &str = "unit,x,y\nnorth,100,0\nsouth,10,90\nmiddle,45,45\n";

#[test]
fn a_small_table_by_hand() {
    let here = two(THREE);
    let ends = |more: &[&str]| -> Vec<(String, u64, u64, f64, f64)> {
        let document = json(&ask(&here, &[more, &["--format", "json"]].concat()).ends_with(0));
        let units = document["groups"][0]["units"].as_array().expect("units").clone();
        let mut found: Vec<_> = units
            .iter()
            .map(|u| {
                let rank = |key: &str| u[key]["rank"].as_u64().expect("a proved rank");
                let score = |key: &str| u[key]["score"].as_f64().expect("a score");
                let name = u["unit"].as_str().expect("a name").to_owned();
                (name, rank("best_rank"), rank("worst_rank"), score("lowest_score"), score("highest_score"))
            })
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    };
    // Any weights: w on x. north 100 w, south 90 - 80 w, middle 45: north leads from w = 1/2 on, middle is never first
    // and stands second where one of the two is below it (w < 0.45, or w > 0.5625).
    let free = ends(&["--free"]);
    let expected = [("middle", 2, 3, 45.0, 45.0), ("north", 1, 3, 0.0, 100.0), ("south", 1, 3, 10.0, 90.0)];
    for ((unit, best, worst, low, high), e) in free.iter().zip(expected) {
        assert_eq!((unit.as_str(), *best, *worst), (e.0, e.1, e.2));
        assert!((low - e.3).abs() < 1e-9 && (high - e.4).abs() < 1e-9, "{unit} {low} {high}");
    }
    // 0.46 to 0.54: both others stay above middle.
    let near = ends(&["--weights-within", "0.92,1.08"]);
    assert_eq!(near.iter().map(|u| (u.1, u.2)).collect::<Vec<_>>(), [(3, 3), (1, 2), (1, 2)]);
    let text = ask(&here, &["--weights-within", "0.92,1.08"]).ends_with(0);
    text.holds(
        text.stdout.contains("middle stays last whatever the weights within [0.92, 1.08] of their"),
        "the sentence",
    );
    text.holds(text.stdout.contains("1 of 3 ranks is fixed."), "the summary");
    let csv = ask(&here, &["middle", "--free", "--format", "csv"]).ends_with(0).stdout;
    assert!(csv.starts_with("unit,score,rank,lowest_score,") && csv.contains("\nmiddle,45,3,45,45,2,2,3,3,"), "{csv}");
    assert_eq!(csv.lines().count(), 2, "the others are ranked and not shown: {csv}");
}

#[test]
fn a_swap_by_hand() {
    // w on x: south has 90 - 80 w, middle 45 whatever w is; level at w = 0.5625.
    let here = two(THREE);
    let found = json(&ask(&here, &["--swap", "south,middle", "--format", "json"]).ends_with(0));
    assert!((found["least_shift"]["moved"].as_f64().expect("a share") - 0.0625).abs() < 1e-9, "{found}");
    assert!((found["least_shift"]["weights"]["x"].as_f64().expect("a weight") - 0.5625).abs() < 1e-9);
    // south has 50 with equal weights; middle needs 10 more there: 55 in x or y.
    let needed = found["single_scores"][0]["needed"].as_f64().expect("a score");
    assert!((needed - 55.0).abs() < 1e-9, "{found}");
    let text = ask(&here, &["--swap", "south,middle", "--weights-within", "0.95,1.05"]).ends_with(0);
    text.holds(text.stdout.contains("not possible with each weight within"), "what the set does not allow");
    text.holds(text.stdout.contains("with any weights 6.3 % of the weight"), "what it would take");
    for format in ["table", "markdown", "csv", "json"] {
        let run = ask(&here, &["--swap", "south,middle", "--format", format]).ends_with(0);
        run.holds(run.stderr.is_empty() && !run.stdout.is_empty(), "an answer");
    }
    let beaten = two("unit,x,y\nnorth,90,80\nsouth,10,20\n");
    let text = ask(&beaten, &["--swap", "north,south"]).ends_with(0);
    text.holds(text.stdout.contains("not possible: north is ahead whatever the weights"), "no weights");
    text.holds(text.stdout.contains("One indicator not possible"), "beyond the scale");
}

#[test]
fn bad_requests_are_reported() {
    let here = two(THREE);
    let usage = |more: &[&str], pieces: &[&str]| {
        ask(&here, more).ends_with(2).reports(pieces);
    };
    usage(&["nort"], &["no unit `nort`", "did you mean `north`?"]);
    usage(&["--weights-within", "1.2,2"], &["1.2 and 2 do not enclose 1", "0.5,2"]);
    usage(&["--weights-within", "half"], &["two numbers that enclose 1"]);
    usage(&["--over", "bth"], &["no node `bth`", "did you mean `both`?"]);
    usage(&["--over", "x"], &["`x` has no children whose weights could vary"]);
    usage(&["--swap", "middle,south"], &["south is ahead of middle already", "--swap south,middle"]);
    usage(&["--swap", "middle,middle"], &["does not overtake itself"]);
    usage(&["--swap", "middle"], &["two units with a comma"]);
    usage(&["--free", "--weights-within", "0.5,2"], &["cannot be used with"]);
    usage(&["--over", "both", "--leaves"], &["cannot be used with"]);
    ask(&two("unit,x,y\nnorth,100,0\n"), &[])
        .ends_with(1)
        .reports(&["only one unit (north) is complete", "ranks need two"]);
    let gaps = two("unit,x,y\nnorth,100,0\nsouth,10,90\neast,,40\n");
    let run = ask(&gaps, &[]).ends_with(0);
    run.holds(run.stdout.contains("east (x)") && !run.stdout.contains("3  east"), "the gap is told, the unit left out");
    ask(&gaps, &["east"]).ends_with(4);
    ask(&gaps, &["--swap", "south,east"]).ends_with(4).reports(&["east has no score in x"]);
    let peers = Workdir::new();
    peers.run(&["ranks"]).ends_with(2).reports(&["nobody is named", "--peers"]);
    peers.run(&["ranks", "vietnam-russia"]).ends_with(2).reports(&["none of the framework's peers", "russia-asean"]);
    peers.run(&["ranks", "russia-asan"]).ends_with(2).reports(&["did you mean `russia-asean`?"]);
}

/// Each year by itself, and its own sentences.
#[test]
fn years_are_ranked_apart() {
    let here = Workdir::new();
    here.write("two.toml", TWO.replace("[methods]", "[table]\nunit = \"unit\"\nyear = \"year\"\n\n[methods]"));
    here.write("units.csv", "unit,year,x,y\nnorth,2018,100,0\nsouth,2018,10,90\nnorth,2019,90,90\nsouth,2019,10,10\n");
    let run = ask(&here, &["--format", "csv", "--free"]).ends_with(0);
    let ranks: Vec<String> =
        run.stdout.lines().skip(1).map(|l| l.split(',').take(10).skip(6).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(ranks, ["1 1 2 2", "1 1 2 2", "1 1 1 1", "2 2 2 2"]);
    ask(&here, &["--swap", "north,south"]).ends_with(2).reports(&["several years"]);
    ask(&here, &["--swap", "north 2018,south 2018"]).ends_with(0);
}

#[test]
fn tables_fit_eighty_columns() {
    let here = Workdir::new();
    let runs: [&[&str]; 3] =
        [&["ranks", "--peers"], &["ranks", "--peers", "--leaves"], &["ranks", "--swap", "eu-asean,russia-asean"]];
    for args in runs {
        for line in here.run(args).ends_with(0).stdout.lines() {
            assert!(line.chars().count() <= 80, "{args:?}: {line}");
        }
    }
}
