//! Trade preference on the real totals: the values of an independent computation, how blocs are separated, and what is
//! reported where totals are wanting.

use std::path::Path;
use std::sync::LazyLock;

use spscore::load::embedded_package;
use spscore::measure::Measurer;
use spscore::model::framework::{Expected, Framework, Measure, NodeKind};
use spscore::model::measurement::Measurement;
use spscore::model::party::{Partnership, PartyId};
use spscore::model::window::Window;
use spscore::model::{Package, Table};

use crate::support::settled::framework_from;
use crate::support::workdir::Workdir;

static PACKAGE: LazyLock<Package> = LazyLock::new(|| embedded_package().unwrap_or_else(|e| panic!("{e}")));

static FRAMEWORK: LazyLock<Framework> = LazyLock::new(|| {
    let mut framework = framework_from(Path::new("korolev")).unwrap_or_else(|e| panic!("{e}"));
    for node in &mut framework.nodes {
        if let NodeKind::Indicator(i) = &mut node.kind
            && matches!(i.measure, Measure::TradePreference { .. })
        {
            i.measure = Measure::TradePreference { expected: Expected::QuasiIndependence };
        }
    }
    framework
});

fn measured(package: &Package, slug: &str, window: &str) -> Measurement {
    let (a, b) = slug.rsplit_once('-').expect("two parties");
    let find = |name| package.parties.find(name).expect("a party");
    let p = Partnership::new(find(a), find(b)).expect("two parties");
    let measurer = Measurer::new(package, &FRAMEWORK, Window::parse(window).expect("a window"));
    let id = FRAMEWORK.find("trade_preference").expect("the indicator");
    measurer.measure(&FRAMEWORK, p).get(id).expect("measured").clone()
}

fn value(package: &Package, slug: &str, window: &str) -> f64 {
    let m = measured(package, slug, window);
    m.reading.value().unwrap_or_else(|| panic!("{slug} {window}: {:?} {:?}", m.reading, m.left_out))
}

fn changed(change: impl FnOnce(&mut Package)) -> Package {
    let mut package = PACKAGE.clone();
    change(&mut package);
    package
}

fn party(code: &str) -> PartyId {
    PACKAGE.parties.by_code(code).expect("a party")
}

/// By another program, from the matrix of all flows, blocs summed from their members.
#[test]
fn the_values_of_an_independent_computation() {
    let expected = [
        ("australia", 0.322),
        ("canada", -0.602),
        ("china", 0.320),
        ("eu", -0.294),
        ("india", 0.202),
        ("japan", 0.429),
        ("korea", 0.365),
        ("new-zealand", 0.293),
        ("russia", -0.474),
        ("uk", -0.467),
        ("us", -0.145),
    ];
    for (partner, expected) in expected {
        let found = value(&PACKAGE, &format!("{partner}-asean"), "2018-2022");
        assert!((found - expected).abs() < 0.001, "{partner}: {found:.4}");
    }
}

/// The economies and the blocs that stand for their members are the world, to the dollar, in every year.
#[test]
fn the_units_are_the_whole_world() {
    let parties = &PACKAGE.parties;
    for year in 2000..=2020 {
        let rows: Vec<_> = PACKAGE.trade_margins.iter().filter(|m| i64::from(m.year.get()) == year).collect();
        let world = rows.iter().find(|m| m.party == PartyId::WORLD).expect("the world");
        let economies = || rows.iter().filter(|m| m.party != PartyId::WORLD && !parties.is_bloc(m.party));
        assert_eq!(economies().map(|m| m.exports_usd).sum::<f64>(), world.exports_usd, "{year}");
        assert_eq!(economies().map(|m| m.imports_usd).sum::<f64>(), world.imports_usd, "{year}");
        for bloc in rows.iter().filter(|m| parties.is_bloc(m.party)) {
            let members = parties.counted_members(bloc.party, bloc.year);
            let held = |m: &&&_| {
                let m: &spscore::model::records::TradeMargin = m;
                m.within == Some(bloc.party) || members.contains(&m.party)
            };
            let sum: f64 = economies().filter(held).map(|m| m.exports_usd).sum();
            assert_eq!(sum, bloc.exports_usd, "{} {year}", parties.code(bloc.party));
        }
        // Nobody counts twice, so nothing is left over for economies without a row.
        let window = format!("{year}-{year}");
        let m = measured(&PACKAGE, "china-asean", &window);
        assert!(m.warnings.is_empty(), "{year}: {:?}", m.warnings);
    }
}

/// Vietnam beside Russia: a member that is a party stands alone, and the other nine are a unit. The same as if Vietnam
/// had never been a member and ASEAN's row were that of the nine.
#[test]
fn a_member_that_is_a_party_stands_apart_from_its_bloc() {
    let (asean, vietnam) = (party("ASEAN"), party("VNM"));
    let nine = changed(|package| {
        let parties = PACKAGE.parties.clone();
        let kept = parties.memberships().iter().filter(|m| (m.bloc, m.member) != (asean, vietnam)).cloned().collect();
        package.parties = parties.with_memberships(kept);
        for margin in package.trade_margins.iter_mut().filter(|m| m.party == asean) {
            let own = PACKAGE.trade_margins.iter().find(|m| (m.party, m.year) == (vietnam, margin.year));
            let own = own.expect("Vietnam's row");
            let members = PACKAGE.parties.counted_members(asean, margin.year);
            let inside = |from: PartyId, to: PartyId| {
                let flows = PACKAGE.trade.iter().filter(|f| f.year == margin.year);
                let flows = flows.filter(|f| f.exporter == from && members.contains(&f.importer) && to == asean);
                flows.map(|f| f.value_usd).sum::<f64>()
            };
            let back: f64 = members
                .iter()
                .map(|m| {
                    let flows = PACKAGE.trade.iter().filter(|f| f.year == margin.year);
                    flows.filter(|f| f.exporter == *m && f.importer == vietnam).map(|f| f.value_usd).sum::<f64>()
                })
                .sum();
            let between = inside(vietnam, asean) + back;
            margin.exports_usd -= own.exports_usd;
            margin.imports_usd -= own.imports_usd;
            margin.intra_usd = margin.intra_usd.map(|intra| intra - between);
        }
    });
    let (whole, parted) = (value(&nine, "vietnam-russia", "2018-2022"), value(&PACKAGE, "vietnam-russia", "2018-2022"));
    assert!((whole - parted).abs() < 1e-9, "{parted} is not {whole}");
    let reported = measured(&PACKAGE, "vietnam-russia", "2018-2022").left_out.join("\n");
    assert!(reported.contains("Vietnam stands apart from ASEAN"), "{reported}");
    // Both parties inside one bloc: eight are left.
    let m = measured(&PACKAGE, "vietnam-thailand", "2018-2022");
    assert!(m.reading.value().is_some_and(|v| (-1.0..1.0).contains(&v)), "{:?}", m.reading);
    assert_eq!(m.left_out.iter().filter(|t| t.contains("stands apart")).count(), 2, "{:?}", m.left_out);
    // Between two that stand outside of both blocs nothing is parted.
    let m = measured(&PACKAGE, "russia-china", "2018-2022");
    assert!(m.reading.value().is_some() && !m.left_out.iter().any(|t| t.contains("apart")), "{:?}", m.left_out);
}

#[test]
fn economies_without_a_row_are_one_unit_and_reported() {
    let hole = changed(|p| p.trade_margins.retain(|m| !["MEX", "CHE"].contains(&PACKAGE.parties.code(m.party))));
    let m = measured(&hole, "russia-asean", "2018-2022");
    let found = m.reading.value().expect("a value");
    assert!((found - -0.474).abs() < 0.01, "{found}");
    assert!(
        m.warnings.iter().any(|w| w.contains("% of the world's exports, are taken as one unit")),
        "{:?}",
        m.warnings
    );
    // In one of three years only: reported by name.
    let hole = changed(|p| p.trade_margins.retain(|m| m.party != party("MEX") || m.year.get() != 2019));
    let reported = measured(&hole, "russia-asean", "2018-2022").left_out.join("\n");
    assert!(reported.contains("Mexico"), "{reported}");
}

#[test]
fn what_the_units_need_is_reported_by_year() {
    type Change = fn(&mut Package);
    let cases: [(&str, Change, &str); 4] = [
        ("no world", |p| p.trade_margins.retain(|m| m.party != PartyId::WORLD), "no total of all"),
        (
            "another bloc's inner trade",
            |p| p.trade_margins.iter_mut().filter(|m| m.party == party("EUU")).for_each(|m| m.intra_usd = None),
            "the trade inside European Union is not known",
        ),
        (
            "economies that exceed the world",
            |p| p.trade_margins.iter_mut().filter(|m| m.party == party("MEX")).for_each(|m| m.exports_usd *= 9.0),
            "the totals of single economies exceed the world's",
        ),
        (
            "a world that sells what nobody buys",
            |p| p.trade_margins.iter_mut().filter(|m| m.party == PartyId::WORLD).for_each(|m| m.exports_usd *= 1.5),
            "what all export is not what all import",
        ),
    ];
    for (case, change, reported) in cases {
        let m = measured(&changed(change), "russia-asean", "2018-2022");
        assert!(m.reading.value().is_none(), "{case}: {:?}", m.reading);
        assert!(m.left_out.iter().any(|t| t.contains("2019") && t.contains(reported)), "{case}: {:?}", m.left_out);
    }
}

/// The order of rows moves no digit.
#[test]
fn totals_in_another_order_give_the_same_bits() {
    let turned = changed(|p| p.trade_margins.reverse());
    for slug in ["russia-asean", "eu-asean", "vietnam-russia"] {
        let (here, there) = (value(&PACKAGE, slug, "2018-2022"), value(&turned, slug, "2018-2022"));
        assert_eq!(here.to_bits(), there.to_bits(), "{slug}");
    }
}

#[test]
fn the_page_names_flows_odds_and_the_other_units() {
    let m = measured(&PACKAGE, "russia-asean", "2018-2022");
    for mark in ["X_ab", "X_ar", "X_rb", "X_ba", "X_br", "X_ra", "X_rr", "H_r", "OR_ab", "OR_ba"] {
        assert!(m.quantities.iter().any(|q| q.label.contains(&format!("({mark})"))), "{mark}");
    }
    let grid = m.grids.first().expect("the others");
    assert_eq!(grid.title, "The 169 other units of the world, each without its trade with itself");
    assert_eq!(grid.rows.first().map(|(unit, _)| unit.as_str()), Some("European Union"));
    assert_eq!(grid.rows.last().map(|(unit, _)| unit.as_str()), Some("159 more"));
    // Russia, ASEAN, the European Union and the world, in three years.
    assert_eq!(m.rows.iter().filter(|r| r.table == Table::TradeMargins).count(), 12);
}

#[test]
fn an_economy_is_counted_not_listed_and_has_no_partnership() {
    let here = Workdir::new();
    here.run(&["evaluate", "hong-kong-asean"])
        .ends_with(2)
        .reports(&["of Hong Kong only the total trade is known", "spscore list parties"]);
    let list = here.run(&["list", "parties"]).ends_with(0).stdout;
    assert!(list.contains("And 150 economies of which only the total trade is known"), "{list}");
    assert!(!list.contains("hong-kong") && list.contains("norway"), "{list}");
}
