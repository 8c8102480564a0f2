//! What a withheld node holds below it is not observed, in tables and for partnerships alike; and what nobody has
//! searched for is not asked where a framework says so.

use spscore::analysis::{evaluate, partial};
use spscore::load::embedded_package;
use spscore::measure::Measurer;
use spscore::model::framework::{Framework, Unsearched};
use spscore::model::measurement::{AbsenceKind, Reading};
use spscore::scoring::{ScoreCard, score};

use crate::rated::{framework as table_framework, indicator, node, rated};
use crate::settled::{built_in_framework, framework_from};
use crate::workdir::Workdir;

/// Scores on 0 to 100 as they stand in the table.
const AS_GIVEN: &str = "goalposts = { lower = 0, upper = 100, kind = \"declared\", reason = \"as given\" }";

/// Root I over p(a, b) and q(c, d), everything weighing the same.
fn table(floor: &str, of_p: &str, rows: &str) -> crate::rated::Rated {
    let leaf = |code: &str, parent: &str| indicator(code, parent, AS_GIVEN);
    let tree = node("I", None, "") + &node("p", Some("I"), of_p) + &node("q", Some("I"), "");
    let tree = tree + &leaf("a", "p") + &leaf("b", "p") + &leaf("c", "q") + &leaf("d", "q");
    let methods = format!("normalise = \"goalposts\"\naggregate = \"arithmetic\"\nfloor = {floor}");
    rated(&table_framework(&methods, &tree), &format!("unit,a,b,c,d\n{rows}"))
}

/// b of the second unit is missing: p knows 0.5 of its weight, and I, once p is withheld, 0.5 of its own.
#[test]
fn a_withheld_node_counts_as_not_observed_in_a_table() {
    let rows = "whole,10,20,30,40\nholed,10,,30,40\n";
    let coverage = |found: &crate::rated::Rated, code: &str| {
        let id = found.index.find(code).expect("the node");
        found.rating.coverage[id.0][1]
    };
    // Floor, then the score of I and the coverage of I and of p.
    for (floor, score, whole, part) in
        [("0.6", None, 0.5, 0.5), ("0.5", Some(22.5), 0.75, 0.5), ("0.0", Some(22.5), 0.75, 0.5)]
    {
        let found = table(floor, "", rows);
        assert_eq!(found.score("whole", "I"), Some(25.0), "floor {floor}");
        assert_eq!(found.score("holed", "I"), score, "floor {floor}");
        assert_eq!((coverage(&found, "I"), coverage(&found, "p")), (whole, part), "floor {floor}");
    }
    // A node that asks for less than its parent still counts with what it knows.
    let found = table("0.6", "floor = 0.0", rows);
    assert_eq!((found.score("holed", "I"), coverage(&found, "I")), (Some(22.5), 0.75));
    // One that needs all its children is withheld at any coverage.
    let found = table("0.5", "needs_all = true", rows);
    assert_eq!((found.score("holed", "I"), coverage(&found, "I")), (Some(35.0), 0.5));
}

/// The head of the default framework, and under CONTENT the same tree with p and q for parameters.
fn partnerships(floor: f64, extra: &str) -> Framework {
    let whole = include_str!("../../frameworks/korolev@1.toml");
    let (head, _) = whole.split_once("[factors.data]").expect("a head");
    let head = head.replace("floor = 0.66 ", &format!("floor = {floor:?}\n{extra} "));
    let leaf = |code: &str, parent: &str| {
        format!(
            "[[indicator]]\ncode = \"{code}\"\nparent = \"{parent}\"\nweight = 0.5\ntitle = \"{code}\"\nmeasure = \"coded\"\nunit = \"index\"\n\
             definition = \"d\"\nformula = \"f\"\ngoalposts = {{ lower = 0.0, upper = 99.0, kind = \"declared\", reason = \"as given\" }}\n"
        )
    };
    let inner = |code: &str, parent: &str| {
        let above = if parent.is_empty() { String::new() } else { format!("parent = \"{parent}\"\nweight = 0.5\n") };
        format!("[[node]]\ncode = \"{code}\"\ntitle = \"{code}\"\naggregate = \"arithmetic\"\n{above}")
    };
    let tree = inner("form", "") + &leaf("x", "form") + &leaf("y", "form") + &inner("content", "");
    let tree = tree + &inner("p", "content") + &inner("q", "content");
    let tree = tree + &leaf("a", "p") + &leaf("b", "p") + &leaf("c", "q") + &leaf("d", "q");
    let dir = Workdir::new();
    dir.write("framework.toml", format!("{head}\n{tree}"));
    framework_from(&dir.path("framework.toml")).unwrap_or_else(|e| panic!("{e}"))
}

fn scored(framework: &Framework, values: [(&str, Option<f64>); 6], otherwise: AbsenceKind) -> ScoreCard {
    let mut readings = vec![None; framework.nodes.len()];
    for (code, value) in values {
        let reading = value.map_or_else(|| Reading::missing(otherwise, "a test"), Reading::exact);
        readings[framework.find(code).expect("an indicator").0] = Some(reading);
    }
    score(framework, &readings)
}

const HOLED: [(&str, Option<f64>); 6] =
    [("x", Some(49.0)), ("y", Some(49.0)), ("a", Some(9.0)), ("b", None), ("c", Some(29.0)), ("d", Some(39.0))];

#[test]
fn a_withheld_node_counts_as_not_observed_for_a_partnership() {
    for (floor, expected, whole) in [(0.6, None, 0.5), (0.5, Some(22.5), 0.75)] {
        let framework = partnerships(floor, "");
        let card = scored(&framework, HOLED, AbsenceKind::NotAvailable);
        let content = card.content();
        assert_eq!((content.score, content.coverage), (expected, whole), "floor {floor}");
        // Were b at its worst, p would be 5.5, and at its best 55; q is 35.
        assert_eq!((content.lower, content.upper), (20.25, 45.0), "floor {floor}");
    }
}

#[test]
fn what_nobody_searched_is_not_asked_where_the_framework_says_so() {
    let framework = partnerships(0.6, "unsearched = \"not_asked\"\n");
    assert_eq!(framework.unsearched, Unsearched::NotAsked);
    let card = scored(&framework, HOLED, AbsenceKind::NotSearched);
    let p = card.node(framework.find("p").expect("p"));
    // p rests on a alone, 10, with b between 1 and 100; CONTENT is (10 + 35)/2.
    assert_eq!((p.score, p.coverage, p.asked, p.lower, p.upper), (Some(10.0), 1.0, 0.5, 5.5, 55.0));
    let content = card.content();
    assert_eq!((content.score, content.coverage, content.asked), (Some(22.5), 1.0, 0.75));
    assert_eq!((content.lower, content.upper), (20.25, 45.0));
    assert_eq!(partial::partial(&framework, &card).map(|x| (x.unasked, x.of)), Some((1, 4)));
    // What was looked for in vain is missing all the same.
    let missing = scored(&framework, HOLED, AbsenceKind::NotAvailable);
    assert_eq!((missing.content().score, missing.content().coverage), (None, 0.5));
    assert_eq!(partial::partial(&framework, &missing), None);
    // A parameter of which nothing was asked is missing from CONTENT, which is a word on all of them.
    let mut none = HOLED;
    none[2].1 = None;
    let card = scored(&framework, none, AbsenceKind::NotSearched);
    assert_eq!((card.content().score, card.content().coverage), (None, 0.5));
    // Without the key the same readings are missing.
    let framework = partnerships(0.6, "");
    let card = scored(&framework, HOLED, AbsenceKind::NotSearched);
    assert_eq!((card.content().score, card.content().coverage, card.content().asked), (None, 0.5, 1.0));
}

/// The extended framework answers for every partner, and says how much of it was asked.
#[test]
fn the_extended_framework_gives_a_partial_answer_for_every_partner() {
    let package = embedded_package().expect("the built-in package");
    let framework = built_in_framework("korolev-extended").expect("built in").expect("a sound framework");
    let measurer = Measurer::new(&package, &framework, framework.window);
    for p in framework.peers.partnerships(&package.parties) {
        let e = evaluate(&framework, &measurer, p);
        let slug = p.slug(&package.parties);
        let (content, partial) = (e.card.content(), e.partial.unwrap_or_else(|| panic!("{slug} is not partial")));
        let score = content.score.unwrap_or_else(|| panic!("{slug} has no CONTENT"));
        assert!(content.lower < score && score < content.upper, "{slug}");
        let gap = e.gap.unwrap_or_else(|| panic!("{slug} has no gap"));
        assert!(gap.lower < gap.absolute && gap.absolute < gap.upper, "{slug}");
        let coded = if slug.starts_with("russia") { 5 } else { 13 };
        assert!(partial.unasked >= coded && partial.unasked < partial.of, "{slug}: {partial:?}");
    }
    let run = Workdir::new().run(&["evaluate", "russia-asean", "--framework", "korolev-extended", "--draws", "0"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("indicators were never searched"), "{}", run.stdout);
}

/// A pair of which one direction was not searched was not asked as a whole; one that was looked for in vain is missing.
#[test]
fn half_a_pair_is_not_asked_and_not_known() {
    let framework = built_in_framework("korolev-extended").expect("built in").expect("a sound framework");
    let id = |code: &str| framework.find(code).expect("a node");
    let pair = id("bilateral_framing");
    let directions = framework.node(pair).children();
    let mut readings = vec![None; framework.nodes.len()];
    let unsearched = || Some(Reading::missing(AbsenceKind::NotSearched, "nobody"));
    let table = [
        (Some(Reading::exact(0.4)), unsearched(), 0.0),
        (Some(Reading::missing(AbsenceKind::NotAvailable, "in vain")), unsearched(), 1.0),
        (Some(Reading::missing(AbsenceKind::NotApplicable, "no such thing")), unsearched(), 0.0),
        (Some(Reading::missing(AbsenceKind::NotAvailable, "in vain")), Some(Reading::exact(0.4)), 1.0),
    ];
    for (ab, ba, asked) in table {
        readings[directions[0].0] = ab.clone();
        readings[directions[1].0] = ba.clone();
        let card = score(&framework, &readings);
        let found = card.node(pair);
        assert_eq!((found.score, found.asked, found.coverage), (None, asked, 0.0), "{ab:?} {ba:?}");
        assert_eq!((found.lower, found.upper), (1.0, 100.0));
    }
}
