//! Figures of scipy, numpy, factor_analyzer and statsmodels on the Technology Achievement Index and on ASEM columns
//! with missing cells.

use spscore::statistics::coherence::Adjusted;
use spscore::statistics::coherence::Caveat;
use spscore::statistics::coherence::Coherence;
use spscore::statistics::coherence::Column;
use spscore::statistics::coherence::Options;
use spscore::statistics::coherence::Pair;
use spscore::statistics::coherence::Parent;
use spscore::statistics::coherence::Refusal;
use spscore::statistics::coherence::Span;
use spscore::statistics::coherence::Test;
use spscore::statistics::coherence::coherence;
use spscore::statistics::coherence::correlation_ratio;

use super::coherence::{analysed, columns, tai};
use super::{Cells, Table};

/// The ASEM indicators with their pillars.
fn asem() -> (Vec<(String, Cells)>, Coherence) {
    let pillars: Vec<(String, String)> =
        Table::read("asem/lineage.csv").rows.into_iter().map(|r| (r[0].clone(), r[1].clone())).collect();
    let pillar = |code: &str| pillars.iter().find(|(own, _)| own == code).map(|(_, pillar)| pillar.clone());
    let columns = columns(&Table::read("asem/asem_idata.csv"), |head| pillar(head).is_some());
    let analysis = analysed(&columns, |code| pillar(code).unwrap());
    (columns, analysis)
}

fn pair<'a>(columns: &[(String, Cells)], analysis: &'a Coherence, a: &str, b: &str) -> &'a Pair {
    let place = |code: &str| columns.iter().position(|(own, _)| own == code).unwrap();
    let (first, second) = (place(a).min(place(b)), place(a).max(place(b)));
    analysis.correlations.pairs.iter().find(|pair| (pair.first, pair.second) == (first, second)).unwrap()
}

fn close(got: f64, want: f64, what: &str) {
    let allowed = 1e-12 + 1e-10 * want.abs();
    assert!((got - want).abs() <= allowed, "{what}: {got} is not {want}");
}

#[test]
fn eigenvalues_alpha_and_adequacy_of_the_tai_agree_with_peers() {
    let (_, analysis) = tai();
    let block = &analysis.groups[0];
    // numpy.linalg.eigvalsh(numpy.corrcoef(..)).
    let eigenvalues = [
        3.3543612072880005,
        1.746060116214699,
        0.9848620302345868,
        0.8939157330866089,
        0.47119613066142335,
        0.2994520318731193,
        0.17442218145165944,
        0.07573056918990369,
    ];
    for (component, want) in block.components.as_ref().unwrap().components.iter().zip(eigenvalues) {
        close(component.eigenvalue, want, "eigenvalue");
    }
    let reliability = block.reliability.as_ref().unwrap();
    close(reliability.alpha.raw.clone().unwrap(), 0.11889183477545626, "raw alpha");
    close(reliability.alpha.standardised.clone().unwrap(), 0.7035427579584912, "standardised alpha");
    // factor_analyzer.calculate_kmo, calculate_bartlett_sphericity.
    let adequacy = block.adequacy.as_ref().unwrap();
    close(adequacy.kmo.clone().unwrap(), 0.5005672252709317, "KMO");
    let each = [
        0.2599719072017727,
        0.34927023833596266,
        0.6825173625569949,
        0.37582842234707875,
        0.5198103333781076,
        0.5931000291205694,
        0.5261763016114819,
        0.5564950567947513,
    ];
    for (got, want) in adequacy.kmo_each.iter().zip(each) {
        close(got.clone().unwrap(), want, "KMO of one");
    }
    close(adequacy.sphericity.chi_squared, 85.93076297523224, "chi-squared");
    close(adequacy.sphericity.p / 8.460601185390656e-08, 1.0, "p of chi-squared");
    assert_eq!(adequacy.sphericity.freedom, 28);
    assert!(analysis.overall.is_none());
    let low = |c: &Caveat| matches!(c, Caveat::LowAdequacy { kmo, .. } if (*kmo - 0.5005672252709317).abs() < 1e-9);
    assert!(analysis.caveats.iter().any(low));
}

#[test]
fn correlations_and_p_values_agree_with_scipy() {
    let (tai_columns, tai) = tai();
    let (asem_columns, asem) = asem();
    // pearsonr, spearmanr, kendalltau: value and p each; the method of kendalltau.
    type Six = [f64; 6];
    let cases: [(&str, &str, usize, Six, Test); 8] = [
        (
            "PATENTS",
            "ROYALTIES",
            23,
            [
                0.13027633493687626,
                0.5535322473238607,
                0.4364804745427583,
                0.03731516838382977,
                0.3055555555555555,
                0.04184863094353829,
            ],
            Test::KendallNormal,
        ),
        (
            "INTERNET",
            "ELECTRICITY_LOG",
            23,
            [
                0.8412544624913676,
                4.9464359124222e-07,
                0.8583438701840358,
                1.6190946657895787e-07,
                0.6520990734397862,
                1.4519550195500451e-05,
            ],
            Test::KendallNormal,
        ),
        (
            "EXPORTS",
            "INTERNET",
            23,
            [
                -0.4475314115396311,
                0.032249792449271786,
                -0.34584980237154156,
                0.10599105534828317,
                -0.22529644268774704,
                0.14039017172957366,
            ],
            Test::KendallExact,
        ),
        (
            "Tariff",
            "TertGrad",
            42,
            [
                -0.4783386161581027,
                0.0013547269267797887,
                -0.613032373432886,
                1.5895285770342627e-05,
                -0.48431676101381793,
                5.247114966182092e-05,
            ],
            Test::KendallNormal,
        ),
        (
            "RDExp",
            "NEET",
            45,
            [
                -0.6046581220473247,
                1.0873804242154892e-05,
                -0.6567597386811674,
                9.61120986637051e-07,
                -0.49543785515018035,
                1.786295975077818e-06,
            ],
            Test::KendallNormal,
        ),
        (
            "NEET",
            "Palma",
            44,
            [
                0.3394895607491995,
                0.024163994134557523,
                0.4669205858277266,
                0.0013976321593008564,
                0.32389138375290805,
                0.002153414884797055,
            ],
            Test::KendallNormal,
        ),
        (
            "FDI",
            "PRemit",
            51,
            [
                0.8009064469739947,
                1.7093774850932216e-12,
                0.8128506787330316,
                4.353370688474832e-13,
                0.6172549019607845,
                1.6353706436964163e-10,
            ],
            Test::KendallNormal,
        ),
        // Exact as in R for 47 units; scipy must be told to.
        (
            "RDExp",
            "LPI",
            47,
            [f64::NAN, f64::NAN, f64::NAN, f64::NAN, 0.6466234967622573, 2.1845941320393163e-12],
            Test::KendallExact,
        ),
    ];
    for (a, b, units, want, test) in cases {
        let pair = match tai_columns.iter().any(|(code, _)| code == a) {
            true => pair(&tai_columns, &tai, a, b),
            false => pair(&asem_columns, &asem, a, b),
        };
        assert_eq!(pair.units, units, "{a} {b}");
        let of = |adjusted: &Result<Adjusted, Refusal>| adjusted.as_ref().unwrap().association;
        let [pearson, spearman, kendall] = [of(&pair.pearson), of(&pair.spearman), of(&pair.kendall)];
        assert_eq!((pearson.test, spearman.test, kendall.test), (Test::StudentT, Test::StudentT, test), "{a} {b}");
        let got = [pearson.value, pearson.p, spearman.value, spearman.p, kendall.value, kendall.p];
        for (got, want) in got.into_iter().zip(want).filter(|(_, want)| !want.is_nan()) {
            // p-values by their relative difference, however small.
            close(got / want, 1.0, &format!("{a} {b}: {got} {want}"));
        }
    }
}

#[test]
fn adjusted_p_values_over_all_asem_pairs_agree_with_scipy() {
    let (_, asem) = asem();
    let pairs = &asem.correlations.pairs;
    assert_eq!(pairs.len(), 1_176);
    let adjusted: Vec<f64> = pairs.iter().map(|pair| pair.pearson.as_ref().unwrap().adjusted_p).collect();
    // scipy.stats.false_discovery_control: sum, and how many are under 5 %.
    close(adjusted.iter().sum(), 333.14035000800317, "sum of adjusted p");
    assert_eq!(adjusted.iter().filter(|p| **p < 0.05).count(), 467);
    assert!(asem.caveats.contains(&Caveat::ManyTests { tests: 1_176, expected: 1_176.0 * 0.05 }));
}

#[test]
fn groups_of_asem_with_missing_cells_agree_with_numpy_and_factor_analyzer() {
    let (_, asem) = asem();
    // group, units, raw alpha, standardised alpha, first and last item-total, KMO, first KMO, chi-squared, eigenvalue.
    let cases: [(&str, usize, [f64; 8]); 3] = [
        (
            "Social",
            37,
            [
                0.03844173490193015,
                -0.6577842286508929,
                -0.1530012273320132,
                0.40805525667111897,
                0.7243463455761174,
                0.5282160209057166,
                219.2247187097449,
                4.8585610974810916,
            ],
        ),
        (
            "P2P",
            42,
            [
                0.04936715771433394,
                0.8843787930866939,
                0.8971355937554276,
                0.07868883412268182,
                0.7457227994471888,
                0.7103858842680986,
                306.0627686301141,
                4.942355537036927,
            ],
        ),
        (
            "Physical",
            43,
            [
                0.59416416795229,
                0.7257567513253789,
                0.5819767811023429,
                0.17238975295639655,
                0.6131551728513026,
                0.6849506692886667,
                118.77360212570187,
                2.874752969880449,
            ],
        ),
    ];
    for (group, units, want) in cases {
        let block = asem.groups.iter().find(|block| block.group.as_deref() == Some(group)).unwrap();
        let (reliability, adequacy) = (block.reliability.as_ref().unwrap(), block.adequacy.as_ref().unwrap());
        assert_eq!((block.complete_units, reliability.units, adequacy.units), (units, units, units), "{group}");
        let item = |one: usize| reliability.drop_one[one].item_total_raw.clone().unwrap();
        let got = [
            reliability.alpha.raw.clone().unwrap(),
            reliability.alpha.standardised.clone().unwrap(),
            item(0),
            item(reliability.drop_one.len() - 1),
            adequacy.kmo.clone().unwrap(),
            adequacy.kmo_each[0].clone().unwrap(),
            adequacy.sphericity.chi_squared,
            block.components.as_ref().unwrap().components[0].eigenvalue,
        ];
        for (place, (got, want)) in got.into_iter().zip(want).enumerate() {
            close(got, want, &format!("{group}, figure {place}"));
        }
        let caveat = Caveat::IncompleteUnits { group: Some(group.into()), used: units, of: 51 };
        assert!(asem.caveats.contains(&caveat));
    }
    // 29 complete units do not suffice for 49 indicators: components stand, adequacy is refused.
    let overall = asem.overall.as_ref().unwrap();
    let units = overall.complete_units;
    assert!(units < 49 && overall.components.is_ok());
    assert_eq!(overall.adequacy, Err(Refusal::UnitsNotAboveIndicators { units, indicators: 49 }));
}

#[test]
fn moments_of_asem_columns_agree_with_scipy() {
    let (columns, asem) = asem();
    // n, mean, median, sd, skew(bias=False), kurtosis(bias=False).
    let cases: [(&str, usize, [f64; 5]); 2] = [
        ("Flights", 51, [38.624864901960784, 25.64994, 46.72227498370915, 2.103287194051549, 4.508879369700655]),
        ("TertGrad", 44, [21.94745545454545, 23.349525, 8.523142648173213, -0.38341082362767176, -0.30341398899234306]),
    ];
    for (code, known, want) in cases {
        let place = columns.iter().position(|(own, _)| own == code).unwrap();
        let s = &asem.statistics[place];
        assert_eq!((s.units, s.known), (51, known));
        let got = [&s.mean, &s.median, &s.sd, &s.skewness, &s.kurtosis];
        for (got, want) in got.into_iter().zip(want) {
            close(got.clone().unwrap(), want, code);
        }
    }
    assert_eq!(asem.availability.overall.of - asem.availability.overall.known, 63);
}

#[test]
fn main_effects_on_the_tai_agree_with_an_independent_smoother() {
    let (columns, _) = tai();
    // Arithmetic mean of the min-max scores.
    let scaled: Vec<Vec<f64>> = columns
        .iter()
        .map(|(_, values)| {
            let values: Vec<f64> = values.iter().flatten().copied().collect();
            let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
            values.into_iter().map(|v| (v - low) / (high - low)).collect()
        })
        .collect();
    let scores: Cells = (0..23).map(|unit| Some(scaled.iter().map(|column| column[unit]).sum::<f64>() / 8.0)).collect();
    let table: Vec<Column<'_>> = columns
        .iter()
        .map(|(code, values)| Column { code, group: "TAI", weight: 1.0, higher_is_better: true, values })
        .collect();
    let parents = [Parent { code: "TAI", scores: &scores }];
    let analysis = coherence(&table, &parents, &Options::default()).unwrap();
    // numpy, and for the curved ones statsmodels' lowess(it=0): main effect, cross-validated, squared correlation.
    let want = [
        [0.4259742113864806, 0.336741284042655, 0.1745681836755118],
        [0.6443868979482633, 0.5143516598208653, 0.5042901668216327],
        [0.5365023740464209, 0.48357693208814634, 0.5365023740464212],
        [0.07930563634425672, -0.01639492902220363, 0.006362852475228971],
        [0.6306427164530554, 0.6040502965001361, 0.6306427164530555],
        [0.5473944627118374, 0.4628939187145251, 0.5473944627118376],
        [0.41469500455689795, 0.37209996283244284, 0.4146950045568981],
        [0.18701288912636024, 0.10361944949106339, 0.1870128891263602],
    ];
    for (importance, want) in analysis.importance.iter().zip(want) {
        let effect = importance.main_effect.as_ref().unwrap();
        close(effect.value, want[0], "main effect");
        close(effect.cross_validated, want[1], "cross-validated");
        close(importance.squared_correlation.clone().unwrap(), want[2], "squared correlation");
        close(importance.nominal.clone().unwrap(), 0.125, "nominal");
    }
    let effective: f64 = analysis.importance.iter().map(|i| i.effective.clone().unwrap()).sum();
    close(effective, 1.0, "effective shares");
    assert!(analysis.caveats.contains(&Caveat::RoughMainEffects { units: 23 }));
}

#[test]
fn main_effects_between_asem_columns_agree_with_an_independent_smoother() {
    let (columns, _) = asem();
    let cells = |code: &str| &columns.iter().find(|(own, _)| own == code).unwrap().1;
    // numpy, and statsmodels' lowess(it=0) for the fitted curve. The last pair has whole numbers with many ties.
    let cases = [
        ("RDExp", "LPI", 47, Span::Tenths(7), 0.6577565647726525, 0.6409410331219111),
        ("Flights", "Services", 51, Span::Tenths(10), 0.6366695381865162, 0.5947004798708239),
        ("RTAs", "Visa", 51, Span::Line, 0.4517168434289093, 0.42144022015549665),
    ];
    for (x, y, units, span, value, cross_validated) in cases {
        let got = correlation_ratio(cells(x), cells(y)).unwrap();
        assert_eq!((got.units, got.span), (units, span), "{x} {y}");
        close(got.value, value, x);
        close(got.cross_validated, cross_validated, x);
    }
}
