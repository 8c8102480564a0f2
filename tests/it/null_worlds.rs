//! The test that decided what trade preference is measured against. It knows no partner's score: in a world made of the
//! real totals of all economies and of nothing else nobody prefers anybody, so every preference must be 0.
//!
//! Beside it, what the measure answers in two worlds that are not null: one whose Asia and Pacific trades more with
//! itself than sizes predict, and one whose flows are the null world's with noise.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use spscore::load::embedded_package;
use spscore::measure::Measurer;
use spscore::model::framework::{Expected, Framework, Measure, NodeKind};
use spscore::model::package::Package;
use spscore::model::party::{Partnership, PartyId};
use spscore::model::records::TradeMargin;
use spscore::model::window::{Window, Year};

use crate::settled::framework_from;

/// The window of the paper; its covered years are 2018 to 2020.
const WINDOW: &str = "2018-2022";
const YEARS: [i64; 3] = [2018, 2019, 2020];
const PARTNERS: [&str; 11] = ["AUS", "CAN", "CHN", "EUU", "IND", "JPN", "KOR", "NZL", "RUS", "GBR", "USA"];

/// The built-in package with its trade alone, so that it is quickly copied and pooled.
static PACKAGE: LazyLock<Package> = LazyLock::new(|| {
    let mut package = embedded_package().unwrap_or_else(|e| panic!("{e}"));
    for (flow, year) in package.trade.iter_mut().map(|f| (&mut f.value_usd, f.year)) {
        // What is not replaced later must not go unseen.
        if YEARS.contains(&i64::from(year.get())) {
            *flow = f64::NAN;
        }
    }
    package.trade.retain(|f| YEARS.contains(&i64::from(f.year.get())));
    package.trade_margins.retain(|m| YEARS.contains(&i64::from(m.year.get())));
    package.mentions.clear();
    package.attention.clear();
    package.positions.clear();
    package.arms.clear();
    package
});

/// `korolev`, its trade preference measured against one kind of expectation, whatever the file says.
fn framework(expected: Expected) -> Framework {
    let mut framework = framework_from(Path::new("korolev")).unwrap_or_else(|e| panic!("{e}"));
    let mut set = 0;
    for node in &mut framework.nodes {
        if let NodeKind::Indicator(indicator) = &mut node.kind
            && matches!(indicator.measure, Measure::TradePreference { .. })
        {
            indicator.measure = Measure::TradePreference { expected };
            set += 1;
        }
    }
    assert_eq!(set, 1);
    framework
}

/// The preference of every partner and ASEAN for one another.
fn preferences(package: &Package, framework: &Framework) -> BTreeMap<&'static str, f64> {
    let measurer = Measurer::new(package, framework, Window::parse(WINDOW).expect("a window"));
    let id = framework.find("trade_preference").expect("the indicator");
    let party = |code: &str| package.parties.by_code(code).expect("a party");
    let one = |code: &&'static str| {
        let p = Partnership::new(party(code), party("ASEAN")).expect("two parties");
        let panel = measurer.measure(framework, p);
        let m = panel.get(id).expect("measured");
        assert_eq!(m.years.len(), 3, "{code}: {:?}", m.reading);
        (*code, m.reading.value().unwrap_or_else(|| panic!("{code}: {:?}", m.reading)))
    };
    PARTNERS.iter().map(one).collect()
}

/// One year's flows between all economies, blocs taken apart.
struct World {
    year: Year,
    economies: Vec<PartyId>,
    /// Row exporter, column importer.
    flows: Vec<Vec<f64>>,
}

impl World {
    /// The flows x_i y_j that the real totals predict. Fitted here anew, by proportional fitting of the flows
    /// themselves, so that the measure is not tested against its own arithmetic. `tilt` is where the fit starts from: 1
    /// everywhere for the null.
    fn fitted(year: i64, tilt: &dyn Fn(&str, &str) -> f64) -> World {
        let year = Year::new(year).expect("a year");
        let parties = &PACKAGE.parties;
        let rows = PACKAGE.trade_margins.iter().filter(|m| m.year == year && m.party != PartyId::WORLD);
        let rows: Vec<&TradeMargin> = rows.filter(|m| !parties.is_bloc(m.party)).collect();
        let n = rows.len();
        assert_eq!(n, 206);
        let start = |i: usize, j: usize| {
            if i == j { 0.0 } else { tilt(parties.code(rows[i].party), parties.code(rows[j].party)) }
        };
        let mut flows: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| start(i, j)).collect()).collect();
        for _ in 0..60 {
            for (row, margin) in flows.iter_mut().zip(&rows) {
                let factor = margin.exports_usd / row.iter().sum::<f64>();
                row.iter_mut().for_each(|flow| *flow *= factor);
            }
            for (j, margin) in rows.iter().enumerate() {
                let factor = margin.imports_usd / flows.iter().map(|row| row[j]).sum::<f64>();
                flows.iter_mut().for_each(|row| row[j] *= factor);
            }
        }
        for (row, margin) in flows.iter().zip(&rows) {
            let sum: f64 = row.iter().sum();
            assert!((sum - margin.exports_usd).abs() < 1e-9 * sum.max(1e9), "the totals are the real ones");
        }
        World { year, economies: rows.iter().map(|m| m.party).collect(), flows }
    }

    fn sum(&self, from: &[PartyId], to: &[PartyId]) -> f64 {
        let places = |set: &[PartyId]| -> Vec<usize> {
            set.iter().map(|id| self.economies.iter().position(|e| e == id).expect("an economy")).collect()
        };
        let to = places(to);
        places(from).iter().flat_map(|i| to.iter().map(|j| self.flows[*i][*j])).sum()
    }

    /// Every flow and total of this year in the package becomes what it is in this world.
    fn put_into(&self, package: &mut Package) {
        let parties = &package.parties;
        let members = |id: PartyId| match parties.is_bloc(id) {
            true => parties.counted_members(id, self.year),
            false => vec![id],
        };
        for flow in package.trade.iter_mut().filter(|f| f.year == self.year) {
            flow.value_usd = self.sum(&members(flow.exporter), &members(flow.importer));
        }
        let out: Vec<f64> = self.flows.iter().map(|row| row.iter().sum()).collect();
        let back: Vec<f64> = (0..out.len()).map(|j| self.flows.iter().map(|row| row[j]).sum()).collect();
        for margin in package.trade_margins.iter_mut().filter(|m| m.year == self.year) {
            let inside = members(margin.party);
            let all = margin.party == PartyId::WORLD;
            let of = |sums: &[f64]| {
                let own = self.economies.iter().zip(sums).filter(|(e, _)| all || inside.contains(e));
                own.map(|(_, sum)| sum).sum::<f64>()
            };
            (margin.exports_usd, margin.imports_usd) = (of(&out), of(&back));
            if margin.intra_usd.is_some() {
                margin.intra_usd = Some(self.sum(&inside, &inside));
            }
        }
    }
}

fn package_of(worlds: &[World]) -> Package {
    let mut package = PACKAGE.clone();
    worlds.iter().for_each(|world| world.put_into(&mut package));
    assert!(package.trade.iter().all(|f| f.value_usd.is_finite()), "every flow is of this world");
    package
}

static NULL: LazyLock<Vec<World>> = LazyLock::new(|| YEARS.map(|y| World::fitted(y, &|_, _| 1.0)).into());

fn assert_table(found: &BTreeMap<&'static str, f64>, expected: [f64; 11], within: f64) {
    for (code, expected) in PARTNERS.iter().zip(expected) {
        let found = found[code];
        assert!((found - expected).abs() <= within, "{code}: {found:.4} is not {expected}");
    }
}

/// A world of sizes: 0 for all eleven, though China and the European Union are large and the bloc's inner trade is
/// larger.
#[test]
fn a_world_of_sizes_has_no_preferences() {
    let package = package_of(&NULL);
    for (code, value) in preferences(&package, &framework(Expected::QuasiIndependence)) {
        assert!(value.abs() < 0.001, "{code}: {value}");
    }
}

/// What version 1 found in the same world: the larger a partner, the more it seemed to be preferred, and the bloc most
/// of all.
#[test]
fn independence_takes_size_for_preference() {
    let found = preferences(&package_of(&NULL), &framework(Expected::Independence));
    assert_table(&found, [0.019, 0.029, 0.090, 0.223, 0.031, 0.035, 0.029, 0.015, 0.018, 0.036, 0.095], 0.001);
}

/// Asia and the Pacific, as the members and their neighbours: ISO codes.
const REGION: [&str; 22] = [
    "BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM", "TLS", "CHN", "HKG", "MAC", "JPN", "KOR",
    "PRK", "MNG", "IND", "AUS", "NZL", "PNG",
];

/// A world with a bias for home: with the real totals, flows within Asia and the Pacific are twice what they would be
/// for the sizes (a factor within what distance and shared supply chains do). Preference reads that as what it is, more
/// trade than sizes predict, whatever the reason: neighbours are above 0 by much the same, those from afar below by
/// much the same.
#[test]
fn a_bias_for_the_region_is_read_as_preference() {
    let home = |a: &str, b: &str| if REGION.contains(&a) && REGION.contains(&b) { 2.0 } else { 1.0 };
    let package = package_of(&YEARS.map(|y| World::fitted(y, &home)));
    let found = preferences(&package, &framework(Expected::QuasiIndependence));
    assert_table(&found, [0.157, -0.092, 0.224, -0.104, 0.160, 0.167, 0.164, 0.153, -0.091, -0.092, -0.099], 0.001);
}

/// The null world with noise: each flow of each year times exp(0.3 z), z standard normal. Over the draws the mean is 0,
/// and one draw is off by 0.03 (standard deviation), half of that for the European Union with its 27 states: sums over
/// members and years wash most of the noise out.
#[test]
fn noise_moves_preferences_by_little_and_to_no_side() {
    const SEED: u64 = 20_260_101;
    const DRAWS: usize = 40;
    let framework = framework(Expected::QuasiIndependence);
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut drawn: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for _ in 0..DRAWS {
        let noisy = |world: &World| {
            let mut noise = |flow: &f64| {
                let z: f64 = StandardNormal.sample(&mut random);
                flow * (0.3 * z).exp()
            };
            let flows = world.flows.iter().map(|row| row.iter().map(&mut noise).collect()).collect();
            World { year: world.year, economies: world.economies.clone(), flows }
        };
        let worlds: Vec<World> = NULL.iter().map(noisy).collect();
        for (code, value) in preferences(&package_of(&worlds), &framework) {
            drawn.entry(code).or_default().push(value);
        }
    }
    for (code, values) in drawn {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let sd = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        assert!(mean.abs() < 4.0 * sd / n.sqrt(), "{code}: mean {mean:.4}, sd {sd:.4}");
        let expected = if code == "EUU" { 0.016 } else { 0.030 };
        // Of 40 draws a standard deviation is known to a ninth of itself.
        assert!((sd / expected - 1.0).abs() < 0.4, "{code}: sd {sd:.4}");
    }
}
