//! What a verb prints, one call of the library returns: the same JSON, byte for byte, for every verb that has JSON.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use spscore::analysis::multiverse::RANK;
use spscore::analysis::origin::Origin;
use spscore::analysis::table_comparison::TableVersion;
use spscore::analysis::uncertainty::Plan;
use spscore::analysis::verbs::{
    self, CoherenceRequest, CompareRequest, DecomposeRequest, Error, FactorChoice, Keep, Population, RanksRequest,
    SensitivityRequest, TrendsRequest, UncertaintyRequest, UnitRequest, WeightsRequest,
};
use spscore::analysis::weight_robustness::Freedom;
use spscore::load;
use spscore::model::{Framework, Index, Package, Partnership, Units, Window};
use spscore::progress::Silent;
use spscore::report::Report;
use spscore::report::comparison::Series;
use spscore::report::table_comparison::Versions;
use spscore::scoring::settle;

use crate::support::workdir::Workdir;

static PACKAGE: LazyLock<Package> = LazyLock::new(|| load::embedded_package().expect("the built-in package"));
static FRAMEWORK: LazyLock<Framework> = LazyLock::new(|| framework(Path::new("korolev")));

/// A table of units, and a framework that declares factors for it.
static TABLE: LazyLock<(Index, Units)> = LazyLock::new(|| {
    let [data, meta, methods] = asem();
    load::coinr_from(&data, &meta, Some(&methods)).expect("the ASEM pair")
});

fn framework(named: &Path) -> Framework {
    settle(load::framework_from(named).expect("a framework")).expect("weights")
}

fn asem() -> [PathBuf; 3] {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    ["published/asem/asem_idata.csv", "published/asem/asem_imeta.csv", "asem/factors.toml"].map(|file| data.join(file))
}

fn partnership(slug: &str) -> Partnership {
    PACKAGE.parties.partnership(slug).expect("a partnership")
}

fn window(years: &str) -> Window {
    Window::parse(years).expect("a window")
}

/// The peers by the default framework.
fn peers() -> Origin<'static> {
    Origin::Partnerships { framework: &FRAMEWORK, package: &PACKAGE, window: FRAMEWORK.window }
}

fn table() -> Origin<'static> {
    Origin::Table { index: &TABLE.0, units: &TABLE.1 }
}

fn varied(slugs: &[&str]) -> Population<'static> {
    let partnerships = slugs.iter().map(|slug| partnership(slug)).collect();
    Population::Partnerships { framework: &FRAMEWORK, package: &PACKAGE, window: FRAMEWORK.window, partnerships }
}

/// What the program prints as JSON; `TABLE` stands for the options that name the table.
fn printed(args: &str) -> String {
    let [data, meta, methods] = asem().map(|path| path.display().to_string());
    let words = args.split(' ').flat_map(|word| match word {
        "TABLE" => vec!["--coinr", &data, &meta, "--methods", &methods],
        word => vec![word],
    });
    let words: Vec<&str> = words.chain(["--format", "json"]).collect();
    Workdir::new().run(&words).ends_with(0).stdout
}

#[track_caller]
fn same(args: &str, library: &str) {
    let program = printed(args);
    assert!(program.len() > 100, "spscore {args} printed nearly nothing: {program}");
    assert!(program == library, "spscore {args}\n--- the program\n{program}\n--- the library\n{library}");
}

#[test]
fn evaluate_with_intervals_and_without() {
    for (args, slug, years, plan) in [
        ("evaluate russia-asean --draws 40", "russia-asean", "2018-2022", Some(Plan { draws: 40, seed: 1 })),
        ("evaluate china-asean --draws 0 --window 2014-2018", "china-asean", "2014-2018", None),
    ] {
        let found = verbs::evaluate(&FRAMEWORK, &PACKAGE, partnership(slug), window(years), plan).expect("a card");
        same(args, &found.json().expect("JSON"));
    }
}

#[test]
fn evaluate_a_table() {
    let (index, units) = &*TABLE;
    let rated = verbs::rate(index, units.clone(), Keep::Ranks).expect("a rating");
    same("evaluate TABLE", &rated.json().expect("JSON"));
    let within = verbs::rate_within(index, units.clone(), Keep::Ranks, Some("GDPpc_group")).expect("a rating");
    same("evaluate TABLE --within GDPpc_group", &within.json().expect("JSON"));
}

#[test]
fn a_unit_of_a_table_and_its_versions() {
    let (index, units) = &*TABLE;
    let request = UnitRequest { unit: "IND".into(), node: None, against: Some("CHN".into()) };
    let found = verbs::explain_unit(index, units, &request).expect("an account");
    same("explain IND TABLE --against CHN", &found.json().expect("JSON"));
    let version =
        |label: &str, index: Index| TableVersion { label: label.into(), index, units: units.clone(), year: None };
    let (rest, _) = index.without(index.find("LPI").expect("an indicator")).expect("a tree");
    let versions = vec![version("factors", index.clone()), version("without LPI", rest)];
    let found = verbs::compare_tables(versions, Some("Conn")).expect("a comparison");
    let report = Versions { found: &found, by_change: false };
    same("compare TABLE --without LPI --node Conn", &report.json().expect("JSON"));
}

#[test]
fn trends_of_a_panel() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/published/coinr");
    let [table, framework] = ["impute_panel.csv", "panel_linear.toml"].map(|file| data.join(file));
    let index = load::index_from(&framework).expect("an index");
    let units = load::units_from(&table, &index).expect("a panel");
    let request = TrendsRequest { years: Some((2020, 2021)), units: vec!["A".into()], ..TrendsRequest::default() };
    let found = verbs::trends(&index, &units, &request).expect("courses");
    let [table, framework] = [table, framework].map(|path| path.display().to_string());
    let words = format!("trends A --table {table} --framework {framework} --years 2020-2021");
    same(&words, &found.json().expect("JSON"));
}

#[test]
fn compare_one_window_and_a_series() {
    let pair = ["russia-asean", "china-asean"].map(partnership).to_vec();
    let one = CompareRequest {
        partnerships: pair.clone(),
        windows: vec![FRAMEWORK.window],
        upgrades: true,
        plan: Some(Plan { draws: 30, seed: 2 }),
    };
    let series = CompareRequest {
        partnerships: pair,
        windows: ["2009-2013", "2014-2018"].map(window).to_vec(),
        ..CompareRequest::default()
    };
    for (args, request) in [
        ("compare russia-asean china-asean --upgrades --draws 30 --seed 2", one),
        ("compare russia-asean china-asean --windows 2009-2013,2014-2018", series),
    ] {
        let found = verbs::compare(&FRAMEWORK, &PACKAGE, &request).expect("a comparison");
        same(args, &Series(&found).json().expect("JSON"));
    }
}

#[test]
fn decompose_levels_members_and_time() {
    let request = DecomposeRequest { window: FRAMEWORK.window, levels: false, members: false, time: false, from: None };
    let found = verbs::decompose(&FRAMEWORK, &PACKAGE, partnership("russia-asean"), &request).expect("parts");
    same("decompose russia-asean", &found.json().expect("JSON"));
}

#[test]
fn coherence_of_peers_and_of_a_table() {
    let all = verbs::coherence(peers(), &CoherenceRequest::default()).expect("a structure");
    same("coherence", &all.json().expect("JSON"));
    let request = CoherenceRequest { node: Some("Political".into()), unit: Some("AUT".into()), ..Default::default() };
    let part = verbs::coherence(table(), &request).expect("a structure");
    same("coherence TABLE --node Political --unit AUT", &part.json().expect("JSON"));
}

#[test]
fn uncertainty_of_partnerships_and_of_a_table() {
    let request = UncertaintyRequest { plan: Plan { draws: 30, seed: 3 }, driver_points: 8, ..Default::default() };
    let peers = verbs::uncertainty(&varied(&["russia-asean", "india-asean"]), &request, &Silent).expect("draws");
    let args = "--draws 30 --seed 3 --driver-points 8";
    same(&format!("uncertainty russia-asean india-asean {args}"), &peers.json().expect("JSON"));
    let rows = Population::of_table(&TABLE.0, &TABLE.1, &["AUT".into(), "BEL".into()]).expect("two rows");
    let rows = verbs::uncertainty(&rows, &request, &Silent).expect("draws");
    same(&format!("uncertainty AUT BEL TABLE {args}"), &rows.json().expect("JSON"));
    assert!(peers.found.outputs.iter().any(|o| o == RANK) && !rows.found.outputs.iter().any(|o| o == RANK));
}

#[test]
fn sensitivity_of_partnerships_and_of_a_table() {
    let factors =
        FactorChoice { only: Vec::new(), without: vec!["goalposts".into(), "left_out".into()], given: Vec::new() };
    let request = SensitivityRequest { base_points: 32, resamples: 30, factors, ..Default::default() };
    let one = verbs::sensitivity(&varied(&["russia-asean"]), &request, &Silent).expect("indices");
    let args = "--base-points 32 --resamples 30";
    same(&format!("sensitivity russia-asean {args} --without goalposts,left_out"), &one.json().expect("JSON"));
    let request = SensitivityRequest { base_points: 32, resamples: 30, ..Default::default() };
    let rows = Population::of_table(&TABLE.0, &TABLE.1, &[]).expect("all rows");
    let rows = verbs::sensitivity(&rows, &request, &Silent).expect("indices");
    same(&format!("sensitivity TABLE {args}"), &rows.json().expect("JSON"));
}

#[test]
fn ranks_and_swaps_of_peers_and_of_a_table() {
    let freedom = Freedom::Within { low: 0.5, high: 2.0 };
    let weights = WeightsRequest { of: None, over: None, leaves: false, freedom };
    let all = RanksRequest { weights: weights.clone(), units: Vec::new(), budget: 100, sample: None };
    let found = verbs::ranks(peers(), &all, &Silent).expect("ranks");
    same("ranks --peers --budget 100", &found.json().expect("JSON"));
    let conn = WeightsRequest { of: Some("Conn".into()), ..weights.clone() };
    let some = RanksRequest { weights: conn, units: vec!["AUT".into()], budget: 100, sample: None };
    let found = verbs::ranks(table(), &some, &Silent).expect("ranks");
    same("ranks AUT TABLE --of Conn --budget 100", &found.json().expect("JSON"));
    let found = verbs::swap(peers(), &weights, "china-asean", "korea-asean").expect("a swap");
    same("ranks --swap china-asean,korea-asean", &found.json().expect("JSON"));
}

/// The weights that a file states by a method are those that score, whoever loads it. Worked number: experts who give
/// vision 80 of 100 points and the other two 10 each make CONTENT of Russia and ASEAN 38.5, which is 43.4 by the equal
/// weights of version 1: 36.638^0.8 · 39.009^0.1 · 57.192^0.1 = 38.55.
#[test]
fn stated_weights_score_in_the_program_and_in_the_library() {
    let here = Workdir::new();
    let printed = here.run(&["framework", "print", "korolev@1"]).ends_with(0).stdout;
    let mut text = printed.replacen(
        "code = \"content\"\n",
        "code = \"content\"\nweights = { method = \"budget\", points = [{ vision = 80, areas = 10, coordination = 10 }] }\n",
        1,
    );
    for child in ["vision", "areas", "coordination"] {
        let stated = format!("code = \"{child}\"\nparent = \"content\"\nweight = \"1/3\"\n");
        assert!(text.contains(&stated), "{child}");
        text = text.replacen(&stated, &format!("code = \"{child}\"\nparent = \"content\"\n"), 1);
    }
    here.write("points.toml", text);
    let own = framework(&here.path("points.toml"));
    let found = verbs::evaluate(&own, &PACKAGE, partnership("russia-asean"), own.window, None).expect("a card");
    let content = found.evaluation.card.content().score.expect("a score");
    assert!((content - 38.547_635).abs() < 1e-5, "{content}");
    let args = ["evaluate", "russia-asean", "--draws", "0", "--framework", "points.toml", "--format", "json"];
    let program = here.run(&args).ends_with(0).stdout;
    assert!(program == found.json().expect("JSON"), "{program}");
    // It bears the built-in framework's name, and both say so.
    let reported = &found.evaluation.warnings.first().expect("a note").text;
    assert!(reported.starts_with("this is not the built-in framework korolev 1"), "{reported}");
}

#[test]
fn stated_weights_that_contradict_each_other_are_refused() {
    let text = load::built_in_frameworks().find(|(code, _)| *code == "korolev").expect("the default").1;
    let mut text = text.replacen(
        "code = \"content\"\n",
        "code = \"content\"\nweights = { method = \"ahp\", order = [\"vision\", \"areas\", \"coordination\"], \
         matrix = [[1, 9, 0.1111], [0.1111, 1, 9], [9, 0.1111, 1]] }\n",
        1,
    );
    text = text.replace("parent = \"content\"\nweight = \"1/3\"\n", "parent = \"content\"\n");
    let here = Workdir::new();
    here.write("circle.toml", text);
    let declared = load::framework_from(&here.path("circle.toml")).expect("a sound file");
    let why = settle(declared).expect_err("comparisons in a circle").to_string();
    assert!(why.starts_with("content: weights: the comparisons contradict each other"), "{why}");
    here.run(&["evaluate", "russia-asean", "--framework", "circle.toml"]).ends_with(1).reports(&[&why]);
}

#[test]
fn what_has_no_answer_is_refused_with_a_type() {
    let inside = PACKAGE.parties.partnership("indonesia-asean").expect("two parties");
    let found = verbs::evaluate(&FRAMEWORK, &PACKAGE, inside, FRAMEWORK.window, None);
    assert!(matches!(found.err(), Some(Error::Inside(_))));
    let alone = CompareRequest { partnerships: vec![partnership("russia-asean")], ..Default::default() };
    assert_eq!(verbs::compare(&FRAMEWORK, &PACKAGE, &alone).err(), Some(Error::OnlyOne));
    let unknown = FactorChoice { only: vec!["luck".into()], without: Vec::new(), given: Vec::new() };
    let request = UncertaintyRequest { factors: unknown, ..Default::default() };
    let found = verbs::uncertainty(&varied(&["russia-asean"]), &request, &Silent);
    assert!(matches!(found.err(), Some(Error::UnknownFactor { undeclared: false, .. })));
}
