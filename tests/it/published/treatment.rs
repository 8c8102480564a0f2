//! Outlier treatment of the ASEM indicators, against COINr's printed results and against the rule evaluated apart in
//! numpy.

use spscore::scoring::curve::Curve;
use spscore::scoring::curve::FittedCurve;
use spscore::scoring::curve::Power;
use spscore::scoring::treat::Cap;
use spscore::scoring::treat::Limits;
use spscore::scoring::treat::Shape;
use spscore::scoring::treat::Treatment;
use spscore::scoring::treat::treat;
use spscore::statistics::moments::kurtosis;
use spscore::statistics::moments::skewness;

use super::{Cells, Table};

/// A column of the ASEM data.
fn asem(code: &str) -> Cells {
    Table::read("asem/asem_idata.csv").numbers(code)
}

fn close(found: Option<Shape>, (skewness, kurtosis): (f64, f64), tolerance: f64, what: &str) {
    let found = found.expect("a shape");
    let off = (found.skewness - skewness).abs().max((found.kurtosis - kurtosis).abs());
    assert!(off <= tolerance, "{what}: {found:?}, not {skewness} and {kurtosis}");
}

/// Code, points pulled from the high and from the low end, skewness and kurtosis before and after. All others pass
/// untouched.
const WINSORISED: [(&str, usize, usize, [f64; 4]); 18] = [
    ("Flights", 1, 0, [2.103287194052, 4.508879369701, 1.900658025864, 3.336064685003]),
    ("Bord", 1, 0, [2.148235989171, 5.791490492524, 1.899210951624, 4.346297768656]),
    ("Elec", 1, 0, [2.225273624659, 5.791026767930, 1.717744102284, 2.586061560554]),
    ("Gas", 1, 0, [2.829448567634, 10.334649368799, 1.602518378253, 1.525575923351]),
    ("Goods", 2, 0, [2.649973254401, 8.266609523138, 1.140607965141, 0.157204696870]),
    ("FDI", 1, 0, [2.102822783664, 4.892063410766, 1.672165325026, 2.222448923488]),
    ("CostImpEx", 1, 0, [2.691426013711, 9.842633230827, 1.589748362318, 2.358445437102]),
    ("Tariff", 3, 0, [2.449179488053, 5.410918822582, 2.060029331738, 3.498664906945]),
    ("StMob", 2, 0, [2.727975345169, 8.305106907095, 1.970052415524, 3.364818785839]),
    ("Research", 2, 0, [2.221863653678, 4.813076428924, 1.907375058400, 3.090697585697]),
    ("Pat", 1, 0, [2.851162835413, 10.056926360290, 1.732694118128, 2.232317980510]),
    ("CultServ", 3, 0, [2.470624112624, 6.385539722242, 1.408044524332, 1.265257159667]),
    ("CultGood", 1, 0, [2.607862658764, 7.737718698913, 1.901603487598, 2.859315741773]),
    ("Tourist", 2, 0, [2.190388637552, 4.902983730582, 1.711065414048, 2.336672393959]),
    ("Forest", 2, 0, [2.711267663796, 9.347835892107, 1.423969566369, 1.798802741393]),
    ("Poverty", 3, 0, [2.921280920280, 7.878517310906, 1.864034051292, 1.881189219814]),
    ("NGOs", 2, 0, [2.789479063495, 7.917424785223, 2.094977553151, 3.373307845508]),
    ("FemLab", 0, 1, [-2.055812761316, 5.024317924102, -1.943958243415, 4.406226606072]),
];

#[test]
fn asem_usual_treatment_of_every_indicator() {
    let meta = Table::read("asem/asem_imeta.csv");
    let codes = meta.texts("iCode").into_iter().zip(meta.texts("Type"));
    let codes: Vec<String> = codes.filter(|(_, kind)| kind == "Indicator").map(|(code, _)| code).collect();
    assert_eq!(codes.len(), 49);
    for code in codes {
        let column = asem(&code);
        let treated = treat(Treatment::USUAL, &column).expect("treated");
        assert!(treated.passed && treated.curve.is_none(), "{code}");
        match WINSORISED.iter().find(|row| row.0 == code) {
            None => assert_eq!((treated.values, treated.touched.len()), (column, 0), "{code}"),
            Some(&(_, high, low, [s0, k0, s1, k1])) => {
                assert_eq!(treated.winsorised.map(|w| (w.high, w.low)), Some((high, low)), "{code}");
                assert_eq!(treated.touched.len(), high + low, "{code}");
                close(treated.before, (s0, k0), 1e-9, &code);
                close(treated.after, (s1, k1), 1e-9, &code);
            }
        }
    }
}

/// The example of COINr's help page of `qTreat`: one point at most, limits 1.5 and 3; winsorisation fails, and the
/// logarithm is drawn over the original. Printed to seven digits.
#[test]
fn coinr_qtreat_example_as_printed() {
    let limits = Limits { skewness: 1.5, kurtosis: 3.0 };
    let curve = Some(Curve::LnOfRange { a: 0.01 });
    let treatment = Treatment::Outliers { limits, winsorise: Cap::Points(1), curve, combine: false };
    let table = [
        ("Flights", (2.103287, 4.508879), (1.900658, 3.336065), (-0.09502644, -0.8305217)),
        ("Goods", (2.649973, 8.266610), (2.469910, 7.087309), (0.03104001, -0.8888965)),
    ];
    for (code, before, winsorised, after) in table {
        let treated = treat(treatment, &asem(code)).expect("treated");
        close(treated.before, before, 5e-7, code);
        close(treated.winsorised.map(|w| w.shape), winsorised, 5e-7, code);
        close(treated.after, after, 5e-7, code);
        assert!(treated.passed && treated.touched.len() == 51, "{code}");
    }
    let services: Vec<f64> = asem("Services").into_iter().flatten().collect();
    let shape =
        skewness(&services).ok().zip(kurtosis(&services).ok()).map(|(skewness, kurtosis)| Shape { skewness, kurtosis });
    close(shape, (1.701085, 2.375656), 5e-7, "Services");
}

/// The likeliest powers, against scipy's `boxcox` minimised to 1e-12 (whose own default stops near 1e-8).
#[test]
fn asem_box_cox_powers() {
    let table = [
        ("Population", -0.048_255_597_5),
        ("GDP", 0.005_040_087_7),
        ("LPI", 1.738_887_382_1),
        ("Energy", -0.002_784_567_9),
    ];
    for (code, expected) in table {
        let curve = Curve::BoxCox { power: Power::MaximumLikelihood, from_one: false };
        let FittedCurve::BoxCox { power, .. } = curve.fit(&asem(code)).expect("a curve") else { panic!("other") };
        assert!((power - expected).abs() < 1e-7, "{code}: {power}, not {expected}");
    }
}
