//! Weights and benefit of the doubt against the tables that the OECD/JRC Handbook prints for its TAI example.
//!
//! The printed values rest on unrounded logarithms of telephones and electricity, of which only two decimals are
//! published: that, and the two decimals of the tables, is why some of them cannot be reached more closely.
//! Values with twelve decimals were computed independently with numpy, scipy (HiGHS) and factor_analyzer.

use nalgebra::DMatrix;

use spscore::scoring::benefit_of_the_doubt::Evaluation;
use spscore::scoring::benefit_of_the_doubt::Restriction;
use spscore::scoring::benefit_of_the_doubt::directional;
use spscore::scoring::benefit_of_the_doubt::relative_to;
use spscore::scoring::benefit_of_the_doubt::scores;
use spscore::scoring::weigh;
use spscore::scoring::weigh::FactorCount;
use spscore::scoring::weigh::Importance;
use spscore::statistics::eigen;

use super::{Table, min_max, tai};

/// Royalties, internet, telephones, electricity, schooling: the five that load positively on their first component.
const POSITIVE: [usize; 5] = [1, 2, 4, 5, 6];

/// The numbers of one of the Handbook's tables.
fn printed(name: &str) -> DMatrix<f64> {
    Table::read(&format!("tai/{name}.csv")).matrix()
}

fn raw() -> DMatrix<f64> {
    tai().matrix()
}

fn scaled() -> DMatrix<f64> {
    min_max(raw())
}

#[track_caller]
fn assert_close(got: &[f64], expected: &[f64], within: f64) {
    assert_eq!(got.len(), expected.len());
    for (place, (a, b)) in got.iter().zip(expected).enumerate() {
        assert!((a - b).abs() <= within, "at {place}: {a} against {b}");
    }
}

fn values(found: Vec<Evaluation>) -> Vec<f64> {
    found.into_iter().map(|e| e.score).collect()
}

/// Ranks, best first; scores within 1e-9 share the better rank.
fn ranks(scores: &[f64]) -> Vec<usize> {
    scores.iter().map(|s| 1 + scores.iter().filter(|t| **t > s + 1e-9).count()).collect()
}

#[test]
fn table16_eigenvalues() {
    let found = eigen::symmetric_eigen(&eigen::correlation_matrix(&raw()).unwrap()).unwrap().values;
    let shares: Vec<f64> = found.iter().map(|v| v / 8.0 * 100.0).collect();
    let printed = printed("table16_eigenvalues");
    assert_close(&shares, printed.column(1).as_slice(), 0.111);
    // The printed eigenvalues are cut off or rounded to one decimal (3.354 is printed as 3.3).
    assert_close(&found, printed.column(0).as_slice(), 0.0545);
    let pinned = [
        3.354361207288,
        1.746060116215,
        0.984862030235,
        0.893915733087,
        0.471196130661,
        0.299452031873,
        0.174422181452,
        0.075730569190,
    ];
    assert_close(&found, &pinned, 1e-11);
}

#[test]
fn table08_pca_loadings() {
    let found = weigh::factor_analysis(&raw(), FactorCount::Given(8)).unwrap().loadings;
    let printed = printed("table08_pca_loadings");
    for (ours, theirs) in found.column_iter().zip(printed.column_iter()) {
        // The sign of a component is arbitrary.
        let sign = ours.dot(&theirs).signum();
        assert!((ours * sign - theirs).amax() < 0.013);
    }
}

#[test]
fn table17_varimax_loadings() {
    let found = weigh::factor_analysis(&raw(), FactorCount::Given(4)).unwrap();
    let printed = printed("table17_varimax_loadings");
    // Ours come in descending order of explained variance; the Handbook's in the order of the unrotated components.
    for (ours, theirs) in [0, 2, 3, 1].into_iter().enumerate().map(|(theirs, ours)| (ours, theirs)) {
        let loadings = printed.view((0, theirs), (8, 1));
        assert!((found.rotated.column(ours) - loadings).amax() < 0.013);
        assert!((found.explained[ours] - printed[(8, theirs)]).abs() < 0.024);
        assert!((found.explained[ours] / found.explained.iter().sum::<f64>() - printed[(9, theirs)]).abs() < 0.0056);
    }
    assert_close(&found.explained, &[2.632373343244, 1.782991291594, 1.385194655523, 1.178639796464], 1e-10);
}

#[test]
fn table18_fa_weights_column_pc() {
    let found = weigh::factor_analysis(&raw(), FactorCount::Given(4)).unwrap().weights;
    let printed = printed("table18_fa_weights");
    assert_close(&found, printed.column(1).as_slice(), 0.0055);
    let pinned = [
        0.164876368093,
        0.151785640504,
        0.109219832454,
        0.073936406075,
        0.084615992540,
        0.116390812383,
        0.136212310114,
        0.162962637836,
    ];
    assert_close(&found, &pinned, 1e-11);
    // Table 22 prints the same weights with up to 0.01 of difference from table 18 (exports 0.06 and 0.07).
    let table22 = Table::read("tai/table22_weights.csv");
    let fa: Vec<f64> = table22.matrix().row(table22.row("FA")).iter().copied().collect();
    assert_close(&found, &fa, 0.014);
}

/// The rule as the Handbook words it keeps two factors; its example keeps four, which a threshold of 0.89 gives.
#[test]
fn the_handbooks_rule_keeps_fewer_factors_than_its_example() {
    let kept = |rule| weigh::factor_analysis(&raw(), FactorCount::Rule(rule)).unwrap().explained.len();
    assert_eq!(kept(weigh::HANDBOOK_RULE), 2);
    assert_eq!(kept(weigh::FactorRule { eigenvalue: 0.89, ..weigh::HANDBOOK_RULE }), 4);
}

/// 19 of 23 scores lie within half a unit of the second decimal (the United Kingdom misses it by 0.0001), all within
/// 0.007.
#[test]
fn table19_bod_scores() {
    let printed = printed("table19_bod_scores");
    let bounds = Restriction::WeightShares { lower: vec![0.10; 8], upper: vec![0.15; 8] };
    let found = scores(&scaled(), &bounds).unwrap();
    for e in &found {
        let sum: f64 = e.weights.iter().sum();
        assert!(e.weights.iter().all(|w| (0.10 - 1e-9..=0.15 + 1e-9).contains(&(w / sum))));
    }
    let found = values(found);
    assert_close(&found, printed.column(0).as_slice(), 0.0071);
    assert_eq!(found.iter().zip(printed.iter()).filter(|(a, b)| (*a - **b).abs() <= 0.005).count(), 19);
    let pinned = [
        1.0,
        1.0,
        1.0,
        0.863593328967,
        0.799324483645,
        0.749935278873,
        0.715079204024,
        0.731826585151,
        0.663258894360,
        0.620021304805,
        0.621448042728,
        0.862725520253,
        0.599039519084,
        0.540005802273,
        0.575740014244,
        0.521448488704,
        0.510347687388,
        0.487087704174,
        0.333022840193,
        0.379165136649,
        0.313749068349,
        0.272843027994,
        0.286089314504,
    ];
    assert_close(&found, &pinned, 1e-10);
}

/// All 23 ranks. The columns FA and AHP of table 23 rest on goalposts that the Handbook does not print.
#[test]
fn table23_rankings_column_bod() {
    let table23 = Table::read("tai/table23_rankings_by_weighting.csv");
    let printed = table23.matrix();
    let bounds = Restriction::WeightShares { lower: vec![0.10; 8], upper: vec![0.15; 8] };
    let found = ranks(&values(scores(&scaled(), &bounds).unwrap()));
    for (country, rank) in tai().names().iter().zip(found) {
        assert_eq!(rank as f64, printed[(table23.row(country), 2)], "{country}");
    }
}

/// CR 0.0214 fixes the random index for eight indicators at Saaty's 1.41 (1.40 would give 0.0215).
#[test]
fn table20_ahp_matrix() {
    let found = weigh::pairwise(&printed("table20_ahp_matrix"), weigh::SAATY_LIMIT).unwrap();
    assert!((found.lambda_max - 8.211079397091).abs() < 1e-11);
    assert!((found.lambda_max - 8.2111).abs() < 5e-5);
    assert!((found.consistency_ratio - 0.0214).abs() < 5e-5);
    assert!((found.consistency_index / 1.40 - 0.0214).abs() > 1e-4);
    assert_close(&found.weights, &[0.2291, 0.1346, 0.0594, 0.1761, 0.0385, 0.0385, 0.2522, 0.0715], 5e-5);
}

/// Exports load negatively on the first component of the TAI data: peers would weigh them at less than nothing.
#[test]
fn pca_weights_of_the_tai_data() {
    match weigh::principal_component(&raw()) {
        Err(weigh::Refusal::NegativeLoading { indicator: 3, loading }) => {
            assert!((loading + 0.191954829103).abs() < 1e-11);
        }
        other => panic!("{other:?}"),
    }
    let pinned = [0.161485161307, 0.229017318971, 0.196930027032, 0.227421175224, 0.185146317466];
    let found = weigh::principal_component(&raw().select_columns(&POSITIVE)).unwrap();
    assert_close(&found, &pinned, 1e-11);
}

#[test]
fn entropy_and_critic_weights_of_the_tai_data() {
    let entropy = [
        0.256533680487,
        0.223167407465,
        0.127293661636,
        0.059066720495,
        0.049889878205,
        0.066239706684,
        0.102678788514,
        0.115130156513,
    ];
    assert_close(&weigh::entropy(&scaled()).unwrap(), &entropy, 1e-11);
    let critic = [
        0.119948828437,
        0.142146900067,
        0.122474557421,
        0.159202816973,
        0.089817129456,
        0.090839748608,
        0.139376931928,
        0.136193087111,
    ];
    assert_close(&weigh::critic(&scaled()).unwrap(), &critic, 1e-11);
    assert_close(&weigh::critic(&raw()).unwrap(), &critic, 1e-11);
}

/// Equal correlations of the five indicators would need a negative weight on internet, as a least-squares search finds.
#[test]
fn optimised_weights_of_the_tai_data() {
    let data = scaled().select_columns(&POSITIVE);
    let pinned = [0.279255771220, 0.107551802498, 0.015210989569, 0.478492143051, 0.119489293662];
    let targets = [2.0, 3.0, 2.0, 3.0, 2.0];
    let found = weigh::optimised(&data, &targets, Importance::SquaredCorrelation).unwrap();
    assert_close(&found.weights, &pinned, 1e-10);
    let squares: Vec<f64> = found.correlations.iter().map(|r| r * r).collect();
    let sum: f64 = squares.iter().sum();
    assert_close(&squares.iter().map(|s| s / sum).collect::<Vec<_>>(), &targets.map(|t| t / 12.0), 1e-12);
    match weigh::optimised(&data, &[1.0; 5], Importance::Correlation) {
        Err(weigh::Refusal::Unreachable { indicator: 1, weight, residual }) => {
            assert!((weight + 0.010076619373 / (1.0 + 2.0 * 0.010076619373)).abs() < 1e-10);
            assert!(residual > 0.0 && residual < 0.02, "{residual}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn other_benefits_of_the_doubt_of_the_tai_data() {
    let free = [
        1.0,
        1.0,
        1.0,
        1.0,
        1.0,
        0.994335440440,
        0.969415215055,
        0.984323198352,
        1.0,
        1.0,
        0.865287672669,
        1.0,
        0.786607713418,
        0.658351068282,
        0.938775510204,
        0.741714359274,
        0.781829787006,
        0.638473482063,
        0.622138498275,
        0.757140481771,
        0.633575098217,
        0.752745038783,
        0.558835021018,
    ];
    assert_close(&values(scores(&scaled(), &Restriction::Free).unwrap()), &free, 1e-10);
    let pie = [
        1.0,
        1.0,
        1.0,
        0.792508937000,
        0.152714071497,
        0.662725358131,
        0.712008727387,
        0.472486612634,
        0.288864765698,
        0.122355363526,
        0.646547170895,
        0.551425820451,
        0.628670672487,
        0.553860888046,
        0.160636858423,
        0.488548860891,
        0.546870893071,
        0.513231741111,
        0.247805075451,
        0.183399366502,
        0.127454906028,
        0.058640913924,
        0.086441209934,
    ];
    let bounds = Restriction::PieShares { lower: vec![0.05; 8], upper: vec![0.30; 8] };
    let from_one = scaled().map(|z| 1.0 + 99.0 * z);
    assert_close(&values(scores(&from_one, &bounds).unwrap()), &pie, 1e-10);
    let towards = [
        1.0,
        1.0,
        1.0,
        1.0,
        1.0,
        0.929931454684,
        0.845003343208,
        0.938577840982,
        1.0,
        1.0,
        0.589768749960,
        1.0,
        0.432828697385,
        0.388915800109,
        0.784754859701,
        0.414459118200,
        0.455170641947,
        0.370057743368,
        0.354545209279,
        0.429315275310,
        0.336150287654,
        0.413215116818,
        0.325532147328,
    ];
    let direction: Vec<f64> = (1..=8).map(|k| f64::from(k) / 36.0).collect();
    assert_close(&values(directional(&scaled(), &direction).unwrap()), &towards, 1e-10);
    let widened = [
        1.0,
        1.0,
        1.0,
        1.0,
        1.0,
        0.834977959920,
        0.808441656325,
        0.853306281770,
        0.795710852321,
        0.786442486127,
        0.716847420492,
        1.0,
        0.661935056332,
        0.582002744120,
        0.715878178353,
        0.615753112460,
        0.626623608791,
        0.551199170510,
        0.437107640406,
        0.528167018802,
        0.421257006815,
        0.416984568595,
        0.386168947350,
    ];
    let around_equal = relative_to(&[1.0; 8], 0.5, 2.0).unwrap();
    assert_close(&values(scores(&scaled(), &around_equal).unwrap()), &widened, 1e-10);
}
