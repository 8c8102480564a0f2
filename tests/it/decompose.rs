//! Decompositions: parts sum to what they are parts of, coalitions are what a smaller bloc would be, and what cannot be
//! determined is said.

use std::fs;
use std::path::Path;

use spscore::analysis::decompose::upgrade::NoEffect;
use spscore::analysis::decompose::{Need, levels, membership, passage, sustained};
use spscore::analysis::evaluate;
use spscore::load::embedded_package;
use spscore::measure::Measurer;
use spscore::model::framework::{Framework, NodeKind};
use spscore::model::party::{Partnership, PartyId};
use spscore::model::{Package, Reading, Window};

use crate::support::settled::built_in_framework;
use crate::support::workdir::{Run, Workdir};

fn korolev() -> Framework {
    built_in_framework("korolev").expect("a framework").expect("a good one")
}

fn package() -> Package {
    embedded_package().expect("the built-in data")
}

fn pair(package: &Package, slug: &str) -> Partnership {
    let (a, b) = slug.split_once('-').expect("two parties");
    let find = |name| package.parties.find(name).expect("a party");
    Partnership::new(find(a), find(b)).expect("two parties")
}

fn peers(framework: &Framework, package: &Package) -> Vec<Partnership> {
    let id = |code: &String| package.parties.by_code(code).expect("a party");
    framework.peers.members.iter().filter_map(|m| Partnership::new(id(m), id(&framework.peers.with))).collect()
}

fn window(text: &str) -> Window {
    Window::parse(text).expect("a window")
}

/// Equal but for rounding, or missing alike.
fn same(a: &Option<Reading>, b: &Option<Reading>) -> bool {
    let value = |r: &Option<Reading>| r.as_ref().and_then(Reading::value);
    match (value(a), value(b)) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
        (None, None) => a.as_ref().map(Reading::applies) == b.as_ref().map(Reading::applies),
        _ => false,
    }
}

/// With all its members a coalition is the bloc: every reading of every peer, in a late window and an early one.
#[test]
fn the_coalition_of_all_is_the_bloc() {
    let (framework, package) = (korolev(), package());
    for years in ["2018-2022", "2004-2008"] {
        let measurer = Measurer::new(&package, &framework, window(years));
        for p in peers(&framework, &package) {
            let parts = measurer.parts(p).expect("members");
            assert_eq!(parts.members.len(), 10);
            let whole = measurer.measure(&framework, p).readings();
            let all = measurer.coalition(&parts, 0x3ff).measure(&framework, p).readings();
            for ((a, b), node) in whole.iter().zip(&all).zip(&framework.nodes) {
                assert!(same(a, b), "{years} {} {}: {a:?} is not {b:?}", p.slug(&package.parties), node.code);
            }
        }
    }
}

/// The same package with a bloc of some members: memberships cut, and its totals summed from the members' own rows.
fn smaller(package: &Package, bloc: PartyId, members: &[PartyId]) -> Package {
    let mut cut = package.clone();
    let kept = package.parties.memberships().iter().filter(|m| m.bloc != bloc || members.contains(&m.member));
    cut.parties = package.parties.clone().with_memberships(kept.cloned().collect());
    for margin in cut.trade_margins.iter_mut().filter(|m| m.party == bloc) {
        let own = package.trade_margins.iter().filter(|m| m.year == margin.year && members.contains(&m.party));
        let (out, back): (Vec<f64>, Vec<f64>) = own.map(|m| (m.exports_usd, m.imports_usd)).unzip();
        (margin.exports_usd, margin.imports_usd) = (out.iter().sum(), back.iter().sum());
        let inside = package.trade.iter().filter(|f| f.year == margin.year);
        let inside = inside.filter(|f| members.contains(&f.exporter) && members.contains(&f.importer));
        margin.intra_usd = Some(inside.map(|f| f.value_usd).sum());
    }
    cut
}

/// The strongest check there is: a package in which the bloc has these members alone, pooled and measured in the
/// ordinary way. What is the bloc's own (how others name it: all ten are left out of the others) may differ, and is
/// held against the whole bloc.
#[test]
fn a_coalition_is_what_a_smaller_bloc_would_be() {
    let (framework, package) = (korolev(), package());
    let measurer = Measurer::new(&package, &framework, framework.window);
    for slug in ["russia-asean", "china-asean", "eu-asean"] {
        let p = pair(&package, slug);
        let parts = measurer.parts(p).expect("members");
        let whole = measurer.measure(&framework, p).readings();
        for mask in [0b11_1111_1110u32, 0b10_0000_0001, 0b00_1111_0000, 0b00_0000_1000, 0b10_0000_0000] {
            let members: Vec<PartyId> =
                parts.members.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, m)| *m).collect();
            let cut = smaller(&package, parts.bloc, &members);
            let expected = Measurer::new(&cut, &framework, framework.window).measure(&framework, p).readings();
            let found = measurer.coalition(&parts, mask).measure(&framework, p).readings();
            for (i, node) in framework.nodes.iter().enumerate() {
                let own = node.code.ends_with("_ab") && node.code != "agreement_on_a";
                let expected = if own { &whole[i] } else { &expected[i] };
                assert!(same(&found[i], expected), "{slug} {mask:b} {}: {:?}, {expected:?}", node.code, found[i]);
            }
        }
    }
}

#[test]
fn levels_sum_to_the_score_above_the_floor() {
    let (framework, package) = (korolev(), package());
    let measurer = Measurer::new(&package, &framework, framework.window);
    for p in peers(&framework, &package) {
        let found = levels(&framework, &measurer, p);
        for c in [found.form.as_ref(), found.content.as_ref()].into_iter().map(|c| c.expect("a score")) {
            let sum: f64 = c.parts.iter().map(|x| x.points).sum();
            assert!((sum - (c.score - 1.0)).abs() < 1e-9, "{sum} {}", c.score);
            assert!(c.parts.iter().all(|x| x.points >= -1e-12), "no part lies below the floor");
            // By hand: an indicator directly below the arithmetic mean of FORM.
            for x in c.parts.iter().filter(|x| framework.node(x.node).parent == Some(framework.form)) {
                let node = found.card.node(x.node);
                assert!((x.points - node.used * (node.score.expect("a score") - 1.0)).abs() < 1e-12);
            }
        }
        let closing = found.closing.expect("both scores");
        let z: Vec<f64> = framework.parameters().iter().filter_map(|id| found.card.node(*id).score).collect();
        let geometric = |z: &[f64]| z.iter().map(|z| z.ln() / 3.0).sum::<f64>().exp();
        if closing.gap <= 0.0 {
            assert!(closing.alone.is_empty() && closing.together.is_none());
            continue;
        }
        let raised: Vec<f64> = z.iter().map(|z| (z + closing.together.expect("a way")).min(100.0)).collect();
        assert!((geometric(&raised) - closing.form).abs() < 1e-9);
        for (i, (_, need)) in closing.alone.iter().enumerate() {
            let mut other = z.clone();
            match need {
                Need::Score { score, points } => {
                    other[i] = *score;
                    assert!((score - z[i] - points).abs() < 1e-12 && *score <= 100.0);
                    assert!((geometric(&other) - closing.form).abs() < 1e-9);
                }
                Need::Beyond { content } => {
                    other[i] = 100.0;
                    assert!((geometric(&other) - content).abs() < 1e-9 && *content < closing.form);
                }
            }
        }
    }
}

/// One membership in full, since a debug build takes seconds for its 1,023 coalitions.
#[test]
fn members_of_russia_asean_share_out_its_content() {
    let (framework, package) = (korolev(), package());
    let measurer = Measurer::new(&package, &framework, framework.window);
    let p = pair(&package, "russia-asean");
    let m = membership(&framework, &measurer, p).expect("members");
    let evaluated = evaluate(&framework, &measurer, p).card.content().score.expect("a score");
    assert_eq!(m.evaluated.to_bits(), evaluated.to_bits());
    assert!((m.content - evaluated).abs() < 1e-9);
    let c = m.coalitions.expect("ten members");
    assert_eq!((c.all, c.withheld_by_size.iter().sum::<usize>()), (1023, c.withheld));
    assert_eq!(c.withheld_by_size.last(), Some(&0));
    let shares = c.shares.expect("orders that can be followed");
    assert!((shares.points.iter().sum::<f64>() - (m.content - 1.0)).abs() < 1e-9);
    assert_eq!(shares.all, 3_628_800.0);
    assert_eq!(shares.possible < shares.all, c.withheld > 0);
    // Without one member: the ordinary measurement of a package that has not got it.
    let first = m.members[0];
    let cut = smaller(&package, m.bloc, &m.members[1..]);
    let rest = evaluate(&framework, &Measurer::new(&cut, &framework, framework.window), p).card;
    let without = m.without.iter().find(|w| w.member == first).expect("the first member");
    let security = |id| rest.node(id).score.expect("a score");
    for (id, change) in m.without[0].parameters.iter().filter(|(id, _)| framework.node(*id).code != "vision") {
        let whole = evaluate(&framework, &measurer, p).card.node(*id).score.expect("a score");
        assert!((change.expect("a change") - (security(*id) - whole)).abs() < 1e-9);
    }
    assert!(without.content.is_some());
    for set in c.carrying.and_then(|c| c.sets).into_iter().flatten() {
        assert!(set.drop >= framework.verdicts.aligned_to - 1e-6);
    }
}

#[test]
fn changes_sum_and_windows_of_a_rise_share_no_year() {
    let (framework, package) = (korolev(), package());
    let (from, to) = (window("2013-2017"), window("2018-2022"));
    for p in peers(&framework, &package) {
        let x = passage(&framework, &package, p, from, to);
        for c in [&x.content, &x.form] {
            let Some(points) = c.points() else { continue };
            let sum: f64 = c.parts.iter().map(|x| x.points).sum();
            assert!((sum - points).abs() < 1e-9, "{sum} {points}");
        }
        let alone = evaluate(&framework, &Measurer::new(&package, &framework, from), p).card.content().score;
        assert_eq!(x.content.before.map(f64::to_bits), alone.map(f64::to_bits), "a shared pool changes nothing");
        for u in &x.upgrades {
            let year = u.rise.date.year();
            assert!(u.before.to() < year && year < u.after.from());
            let Ok(e) = &u.effect else { continue };
            let rises: Vec<_> = x.upgrades.iter().map(|u| u.rise.date.year()).collect();
            assert!(e.placebo.placebos.iter().all(|(y, effect)| !rises.contains(y) && effect.is_some()));
            assert!((e.after - e.before - e.placebo.effect).abs() < 1e-12 && e.placebo.p > 0.0);
        }
    }
}

/// Trade ends in 2020, so that no window after 2018 has CONTENT: said, and not guessed.
#[test]
fn the_rise_of_2018_cannot_be_determined() {
    let (framework, package) = (korolev(), package());
    let p = pair(&package, "russia-asean");
    let x = passage(&framework, &package, p, window("2013-2017"), window("2018-2022"));
    let of = |year: u16| x.upgrades.iter().find(|u| u.rise.date.year().get() == year).expect("a rise");
    let Err(NoEffect::Withheld { window: w, reasons }) = &of(2018).effect else { panic!("{:?}", of(2018).effect) };
    assert_eq!(w.to_string(), "2019–2023");
    assert!(reasons.iter().any(|r| r.contains("2 of 5 years")), "{reasons:?}");
    assert!(matches!(of(1996).effect, Err(NoEffect::Outside { .. })));
    let effect = of(2005).effect.as_ref().expect("windows on both sides");
    assert!(effect.placebo.computed >= 5 && effect.spread.is_some());
}

/// A year's value is what the ordinary measurement gives for a window of that year alone.
#[test]
fn yearly_values_are_those_of_windows_of_one_year() {
    let (framework, package) = (korolev(), package());
    let p = pair(&package, "russia-asean");
    let measurer = Measurer::new(&package, &framework, window("2013-2022"));
    let value = |year: u16, code: &str| {
        let panel = Measurer::new(&package, &framework, window(&year.to_string())).measure(&framework, p);
        panel.get(framework.find(code).expect("a node")).and_then(|m| m.reading.value())
    };
    let trade = measurer.yearly_trade_share(p);
    assert_eq!(trade.len(), 8, "to 2020");
    let arms = measurer.yearly_arms_share(p);
    for (year, share) in trade.iter().take(3) {
        assert!((value(year.get(), "mutual_trade_share").expect("a share") - share).abs() < 1e-12);
    }
    for (year, share) in arms.iter().take(3) {
        assert!((value(year.get(), "arms_share").expect("a share") - share).abs() < 1e-12);
    }
    let counts = measurer.naming_counts(p.a, p.b);
    let sum: u64 = measurer.yearly_naming(p.a, p.b).iter().map(|(_, n)| n.mentions).sum();
    assert_eq!(counts.mentions, sum);
}

/// One thread or two: the same to the last bit.
#[test]
fn results_do_not_depend_on_threads() {
    let (framework, package) = (korolev(), package());
    let measurer = Measurer::new(&package, &framework, framework.window);
    let p = pair(&package, "korea-asean");
    let reported = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let x = passage(&framework, &package, p, window("2005-2009"), window("2011-2015"));
            format!("{:?} {:?} {:?}", sustained(&framework, &measurer, p), x.upgrades, x.content)
        })
    };
    assert_eq!(reported(1), reported(2));
}

fn run(args: &[&str]) -> Run {
    Workdir::new().run(args)
}

#[test]
fn bad_requests_are_reported() {
    let cases: [(&[&str], &[&str]); 8] = [
        (&["decompose"], &["<SLUG|UNIT>"]),
        (&["decompose", "russia-asaen"], &["did you mean `russia-asean`?"]),
        (&["decompose", "russia-asean", "--from", "2013-2017"], &["--time"]),
        (&["decompose", "russia-asean", "--to", "2013-2017"], &["--time"]),
        (
            &["decompose", "russia-asean", "--time", "--from", "2016-2020"],
            &["2016–2020 does not end before 2018–2022 begins", "share no year"],
        ),
        (&["decompose", "russia-asean", "--time", "--from", "2020-2024"], &["does not end before"]),
        (&["decompose", "russia-asean", "--time", "--window", "1900"], &["no year comes before 1900"]),
        (&["decompose", "vietnam-asean", "--members"], &["Vietnam is a member of ASEAN"]),
    ];
    for (args, reported) in cases {
        let bad = run(args).ends_with(2).reports(reported);
        bad.holds(bad.stdout.is_empty(), "nothing on standard output");
    }
    run(&["compare", "--peers", "--rolling", "5", "--upgrades"]).ends_with(2).reports(&["--upgrades"]);
    run(&["decompose", "russia-asean", "--levels", "--data", "nowhere"]).ends_with(3).reports(&["nowhere"]);
    run(&["decompose", "russia-asean", "--levels", "--out", "nowhere/x.txt"])
        .ends_with(3)
        .reports(&["cannot be written"]);
    let here = Workdir::new();
    here.package("data", Some("exponent"));
    here.run(&["decompose", "russia-asean", "--data", "data"]).ends_with(1).reports(&["; nothing was scored"]);
}

#[test]
fn what_cannot_be_determined_is_4_and_said() {
    let states = run(&["decompose", "vietnam-russia", "--members"]).ends_with(4);
    states.holds(states.stdout.contains("between two states there are no members"), "the reason");
    let here = Workdir::new();
    here.package("tiny", None);
    for format in ["table", "markdown", "csv", "json"] {
        let args = ["decompose", "russia-asean", "--data", "tiny", "--format", format, "--out", "x"];
        here.run(&args).ends_with(4);
        let text = here.read("x");
        assert!(!text.contains("NaN") && !text.contains("inf"), "{format}: {text}");
    }
}

#[test]
fn csv_and_json_have_every_digit() {
    let here = Workdir::new();
    let csv = here.run(&["decompose", "russia-asean", "--levels", "--format", "csv"]).ends_with(0).stdout;
    let points = |item: &str| -> f64 {
        let row = csv.lines().find(|l| l.contains(&format!(",levels,{item},adds_above"))).expect("a row");
        row.split(',').nth(8).expect("a value").parse().expect("a number")
    };
    let f = korolev();
    let below: f64 = f.parameters().iter().map(|id| points(&f.node(*id).code)).sum();
    assert!((below - points("content")).abs() < 1e-9);
    let json = here.run(&["decompose", "korea-asean", "--time", "--format", "json"]).ends_with(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(json["levels"].is_null() && json["members"].is_null());
    let parts = json["time"]["content"]["indicators"].as_array().expect("parts");
    let sum: f64 = parts.iter().filter_map(|p| p["points"].as_f64()).sum();
    assert!((sum - json["time"]["content"]["change"].as_f64().expect("a change")).abs() < 1e-9);
}

/// The claim of a comparison is what a decomposition says of the last rise.
#[test]
fn upgrades_are_reported_on_request() {
    let reported = |more: &[&str]| {
        let page = run(&[&["compare", "korea-asean", "canada-asean", "--framework", "korolev@1"], more].concat())
            .ends_with(0)
            .stdout;
        page.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let plain = reported(&[]);
    assert!(plain.contains("sustained by individual members") && !plain.contains("the last upgrade changed nothing"));
    assert!(reported(&["--upgrades"]).contains("the last upgrade changed nothing"));
}

/// The committed pages: 80 columns, and no word of the paper's title but in quotation.
#[test]
fn committed_pages_fit_eighty_columns() {
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports");
    let mut pages = 0;
    for entry in fs::read_dir(reports).expect("reports") {
        let path = entry.expect("a report").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !name.starts_with("decompose-") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a page");
        pages += 1;
        assert!(!text.to_lowercase().contains("illusion"), "{name}");
        for line in text.lines().filter(|_| name.ends_with(".txt")) {
            assert!(line.chars().count() <= 80, "{name}: {line}");
        }
    }
    assert!(pages >= 5, "only {pages} pages");
}

/// Indicators that are the bloc's own are the same without any member.
#[test]
fn what_is_the_blocs_own_stays() {
    let (framework, package) = (korolev(), package());
    let measurer = Measurer::new(&package, &framework, framework.window);
    let p = pair(&package, "russia-asean");
    let parts = measurer.parts(p).expect("members");
    let whole = measurer.measure(&framework, p).readings();
    let one = measurer.coalition(&parts, 1).measure(&framework, p).readings();
    for (i, node) in framework.nodes.iter().enumerate() {
        let own = ["status", "institutions", "mention_rate_ab", "relative_attention_ab", "mention_regularity_ab"];
        if matches!(node.kind, NodeKind::Indicator(_)) && own.contains(&node.code.as_str()) {
            assert_eq!(whole[i], one[i], "{}", node.code);
        }
    }
}
