//! Imputation of the ASEM indicators, against independent implementations: numpy for EM, siblings and groups,
//! statsmodels for least squares.

use spscore::scoring::impute::Centre;
use spscore::scoring::impute::Convergence;
use spscore::scoring::impute::FilledColumn;
use spscore::scoring::impute::by_em;
use spscore::scoring::impute::by_group;
use spscore::scoring::impute::by_regression;
use spscore::scoring::impute::by_siblings;
use spscore::scoring::normalise::Direction;

use super::{Cells, Table};

/// A column of the ASEM data.
fn asem(code: &str) -> Cells {
    Table::read("asem/asem_idata.csv").numbers(code)
}

fn close(column: &FilledColumn, expected: &[(usize, f64)], tolerance: f64) {
    assert_eq!(column.filled.len(), expected.len());
    for (cell, (unit, value)) in column.filled.iter().zip(expected) {
        assert_eq!(cell.unit, *unit);
        assert!((cell.value - value).abs() <= tolerance * value.abs(), "{unit}: {}, not {value}", cell.value);
    }
}

/// The independent EM ran unit by unit on the same data; the gradient of its observed likelihood is 2e-6 at the
/// estimate, so that it is the maximum.
#[test]
fn asem_em() {
    let columns: Vec<Cells> = ["Pat", "Research", "CultServ", "CultGood"].iter().map(|code| asem(code)).collect();
    let columns: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let found = by_em(&columns, Convergence { tolerance: 1e-12, iterations: 1000 }).expect("filled");
    let pat = [
        (31, 28.697911144541365),
        (32, 19.735811696065014),
        (33, 1.6247003385096832),
        (40, 13.275403019480166),
        (43, 3.0542621204426723),
        (50, 73.72211614021325),
    ];
    let services =
        [(26, 3.0318851580835657), (32, 0.4547875898912239), (40, 0.4721480968655668), (50, 0.6746367264128358)];
    let goods = [
        (31, 1.4382637298161232),
        (33, 0.4121331368890342),
        (36, 1.5634887000479303),
        (39, 10.362465222719093),
        (40, -0.08980577129421974),
        (43, 0.29608551483914525),
        (50, 1.832755621676494),
    ];
    for (column, expected) in found.columns.iter().zip([&pat[..], &[], &services, &goods]) {
        close(column, expected, 1e-9);
    }
    for (mean, expected) in
        found.means.iter().zip([297.08059224429905, 16340.333333333334, 1.4228585798284938, 8.936870316758698])
    {
        assert!((mean - expected).abs() <= 1e-10 * expected);
    }
    assert!((found.covariance[0][1] - 9213950.796266608).abs() < 1e-3);
    assert!((found.covariance[0][0] - 260780.85703330487).abs() < 1e-4);
    let usual = by_em(&columns, Convergence::USUAL).expect("filled");
    for (column, expected) in usual.columns.iter().zip([&pat[..], &[], &services, &goods]) {
        close(column, expected, 1e-6);
    }
}

/// Patents on researchers and trade in goods, by statsmodels.
#[test]
fn asem_regression() {
    let (target, research, goods) = (asem("Pat"), asem("Research"), asem("Goods"));
    let found = by_regression(&target, &[&research, &goods]).expect("filled");
    let expected = [
        (31, 28.35132070138191),
        (32, -21.164363188366313),
        (33, -9.758557576199328),
        (40, -20.164702087160908),
        (43, -1.7548180498782533),
        (50, 202.9129933485342),
    ];
    close(&found, &expected, 1e-10);
}

/// Patents by the mean and the median of the population group.
#[test]
fn asem_groups() {
    let groups: Vec<Option<String>> =
        Table::read("asem/asem_idata.csv").texts("Pop_group").into_iter().map(Some).collect();
    let table = [
        (Centre::Mean, [627.16, 41.925, 398.45454545454544, 321.10833333333335, 398.45454545454544, 627.16]),
        (Centre::Median, [289.55, 14.75, 249.8, 191.55, 249.8, 289.55]),
    ];
    for (centre, values) in table {
        let found = by_group(&asem("Pat"), &groups, centre).expect("filled");
        let expected: Vec<(usize, f64)> = [31, 32, 33, 40, 43, 50].into_iter().zip(values).collect();
        close(&found, &expected, 1e-12);
    }
}

/// The nine indicators of the pillar "Social", each with its direction.
#[test]
fn asem_siblings() {
    let meta = Table::read("asem/asem_imeta.csv");
    let meta = |column| meta.texts(column);
    let rows = meta("iCode").into_iter().zip(meta("Direction")).zip(meta("Parent")).filter(|row| row.1 == "Social");
    let (codes, directions): (Vec<String>, Vec<Direction>) = rows
        .map(|((code, direction), _)| match direction.as_str() {
            "-1" => (code, Direction::LowerIsBetter),
            _ => (code, Direction::HigherIsBetter),
        })
        .unzip();
    let columns: Vec<Cells> = codes.iter().map(|code| asem(code)).collect();
    let columns: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let poverty = [
        (14, [10.511687580500531, 9.348986682674449]),
        (32, [16.639676405427636, 19.539240506329115]),
        (33, [14.209262013616193, 14.350574712643681]),
        (37, [9.19351320578541, 5.730321548086714]),
        (41, [16.69927698326037, 15.774218168279969]),
        (44, [6.892111185870199, 5.506413281405461]),
        (48, [9.637795353312152, 7.140117301990806]),
    ];
    let labour = [(32, [0.4920236270582785, 0.3987185915616711]), (43, [0.4388688001594955, 0.39540574401118705])];
    for (k, centre) in [Centre::Mean, Centre::Median].into_iter().enumerate() {
        let found = by_siblings(&columns, &directions, centre).expect("filled");
        for (code, expected) in [("Poverty", &poverty[..]), ("FemLab", &labour[..])] {
            let expected: Vec<(usize, f64)> = expected.iter().map(|(unit, values)| (*unit, values[k])).collect();
            let at = codes.iter().position(|c| c == code).expect("a sibling");
            close(&found[at], &expected, 1e-12);
        }
    }
}
