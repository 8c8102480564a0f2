//! Factors as a table's framework declares them: what they span, and what is reported where they have no range.

use std::path::Path;

use spscore::analysis::multiverse::{Multiverse, MultiverseError, TableMultiverse};
use spscore::model::framework::{NodeId, Weight};
use spscore::model::method::Factors;
use spscore::scoring::rate;

use crate::rated::{flat, framework, indicator, load as load_both, node};
use crate::table_ways::{TWO, as_rated, asem, bits, laid_out, spanned, way};

fn error(framework: &str, table: &str) -> MultiverseError {
    let (index, units) = load_both(framework, table);
    TableMultiverse::new(index.clone(), units, &index.factors).expect_err("an error")
}

/// Sets: as many different ways as there are sets, each by all coordinates of its part.
#[test]
fn sets_are_as_many_as_stated() {
    let factors = "[factors.weights]\nconcentration = 5.0\nsets = 4\nreason = \"r\"\n";
    let (index, units) = load_both(&(flat("", "unit,x,y,z", "") + factors), "unit,x,y,z\na,0,4,1\nb,5,1,3\nc,10,0,2\n");
    let multiverse = spanned(&index, &units);
    let mut seen: Vec<Vec<Option<u64>>> =
        (0..100).map(|i| bits(&way(&multiverse, &[Some(f64::from(i) / 100.0)]).expect("a way"))).collect();
    seen.dedup();
    assert_eq!(seen.len(), 4);
    let all: TableMultiverse = {
        let mut every = index.factors.clone();
        every.weights.as_mut().expect("the factor").sets = None;
        TableMultiverse::new(index, units, &every).expect("a multiverse")
    };
    // A set is the draw of its middle coordinate.
    assert_eq!(bits(&way(&all, &[Some(0.375)]).expect("a way")), seen[1]);
}

/// Stated weights of every kind stay what they are where nothing varies them.
#[test]
fn stated_weights_of_every_kind_are_the_nominal_ones() {
    let kinds = [
        "weights = { method = \"budget\", points = [{ x = 60, y = 40 }, { x = 20, y = 80 }] }",
        "weights = { method = \"ahp\", order = [\"x\", \"y\"], matrix = [[1, 3], [0.3333333333333333, 1]] }",
        "weights = \"equal\"",
    ];
    for kind in kinds {
        let tree = node("all", None, kind) + &indicator("x", "all", "") + &indicator("y", "all", "");
        let factors = "[factors.weights]\nwithin = 0.1\nreason = \"r\"\n";
        let (index, units) = load_both(&(framework("", &tree) + factors), "unit,x,y\na,0,4\nb,5,1\nc,10,0\n");
        let multiverse = spanned(&index, &units);
        let rating = rate(&index, &units).expect("a rating");
        assert_eq!(bits(&way(&multiverse, &[None]).expect("a way")), laid_out(&multiverse, &index, &units, &rating));
        let (drawn, _) = multiverse.instance(&[Some(0.4)]).expect("an index");
        let sum: f64 = [1, 2].map(|i| drawn.node(NodeId(i)).weight).map(Weight::get).iter().sum();
        assert!((sum - 1.0).abs() < 1e-15, "{kind}");
        as_rated(&multiverse, &[Some(0.4)]);
    }
}

#[test]
fn factors_without_a_range_are_reported() {
    let reported = |methods: &str, more: &str, factors: &str, table: &str| {
        let header = table.lines().next().expect("a header");
        let found = error(&(flat(methods, header, more) + factors), table);
        assert!(!found.hint().is_empty(), "{found}");
        found.to_string()
    };
    let table = "unit,x,y\na,0,4\nb,5,1\nc,10,0\nd,2,7\ne,3,3\n";
    let choice = |factor: &str, choices: &str| format!("[factors.{factor}]\nchoices = [{choices}]\nreason = \"r\"\n");
    let cases = [
        ("", String::new(), "the framework declares no factor of uncertainty"),
        ("", choice("winsorisation", "1, 2"), "factor `winsorisation` has no range here: no indicator is winsorised"),
        (
            "treat = { method = \"winsorise\", points = 3 }",
            choice("winsorisation", "3"),
            "factor `winsorisation` has no range here: no choice but the framework's own",
        ),
        ("", choice("imputation", "\"mean\""), "factor `imputation` has no range here: no value is missing"),
        (
            "",
            choice("aggregation", "\"arithmetic\""),
            "factor `aggregation` has no range here: no choice but the framework's own",
        ),
        (
            "",
            choice("normalisation", "\"goalposts\""),
            "factor `normalisation`: goalposts 0 to 100 wants goalposts, and `x` has none",
        ),
        (
            "",
            choice("normalisation", "{ method = \"distance_to_reference\", unit = \"q\" }"),
            "factor `normalisation`: distance_to_reference q wants the unit `q`, and the table has none",
        ),
        (
            "",
            "[factors.goalposts]\nshare = 0.2\nreason = \"r\"\n".into(),
            "factor `goalposts` has no range here: no indicator has goalposts that may move: natural ones stay",
        ),
        (
            "weights = \"pca\"",
            "[factors.weights]\nwithin = 0.2\nreason = \"r\"\n".into(),
            "factor `weights` has no range here: every node has one child, or weights fitted to the units",
        ),
    ];
    for (methods, factors, expected) in &cases {
        // Loadings are above 0 where both rise together.
        let table = if methods.contains("pca") { "unit,x,y\na,0,1\nb,5,2\nc,10,4\n" } else { table };
        assert_eq!(reported(methods, "", factors, table), *expected);
    }
    let holes = "unit,x,y\na,0,4\nb,,1\nc,10,0\n";
    assert_eq!(
        reported("", "", &choice("imputation", "\"hold\""), holes),
        "factor `imputation`: hold wants several years, and the table has none"
    );
    let refused = reported("constant = \"refuse\"", "", &choice("aggregation", "\"geometric\""), "unit,x\na,1\nb,1\n");
    assert!(refused.starts_with("the framework itself cannot be computed: all / x: normalisation: "), "{refused}");
}

#[test]
fn several_years_and_factors_of_partnerships_are_reported() {
    let panel = flat("", "unit,x", "") + "\n[table]\nyear = \"year\"\n" + TWO;
    let found = error(&panel, "unit,year,x\na,2018,1\na,2019,2\nb,2018,3\nb,2019,4\n");
    assert_eq!(found, MultiverseError::Panel { years: 2 });
    assert_eq!(found.to_string(), "the table has 2 years; ways are computed of one year at a time");
    // One year is a table like any other, its units labelled.
    let one = "unit,year,x,y\na,2018,1,5\nb,2018,3,2\nc,2018,2,2\n";
    let (index, units) = load_both(&(flat("", "unit,x,y", "") + "\n[table]\nyear = \"year\"\n" + TWO), one);
    assert_eq!(spanned(&index, &units).units(), ["a 2018", "b 2018", "c 2018"]);
    let floor = spscore::model::method::factors::Floor { choices: vec![5.0], reason: String::new() };
    let factors = Factors { floor: Some(floor), ..Factors::default() };
    let found = TableMultiverse::new(index.clone(), units.clone(), &factors).expect_err("an error");
    assert_eq!(found.to_string(), "factor `floor` is for partnerships");
    let mut factors = index.factors.clone();
    factors.power =
        Some(spscore::model::method::factors::Power { node: "x".into(), low: 0.0, high: 1.0, reason: String::new() });
    let found = TableMultiverse::new(index, units, &factors).expect_err("an error");
    assert_eq!(found, MultiverseError::NoNode { node: "x".into() });
}

/// The example of docs/tables.md is read by the program and spans what it says.
#[test]
fn the_documents_example_of_factors_is_read() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tables.md")).expect("the page");
    let (_, section) = page.split_once("## How robust is the ranking").expect("the section");
    let (_, rest) = section.split_once("```toml\n").expect("the example");
    let (example, _) = rest.split_once("```").expect("its end");
    let (index, units) = asem("asem/methods.toml", &format!("\n{example}"));
    let multiverse = spanned(&index, &units);
    assert_eq!(
        multiverse.factors().iter().map(|f| f.code.clone()).collect::<Vec<_>>(),
        ["data", "winsorisation", "normalisation", "weights", "indicators"]
    );
    assert!(multiverse.factors().iter().all(|f| f.reason.len() > 20));
}
