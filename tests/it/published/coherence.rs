//! The Handbook's tables 11 and 16, and figures of scipy, numpy, factor_analyzer and statsmodels on the same data and
//! on the ASEM columns with missing cells.

use spscore::statistics::coherence::Coherence;
use spscore::statistics::coherence::Column;
use spscore::statistics::coherence::Options;
use spscore::statistics::coherence::coherence;

use super::{Cells, Table};

/// The columns by name.
pub(super) fn columns(table: &Table, wanted: impl Fn(&str) -> bool) -> Vec<(String, Cells)> {
    table.heads.iter().filter(|head| wanted(head)).map(|head| (head.clone(), table.numbers(head))).collect()
}

pub(super) fn analysed(columns: &[(String, Cells)], group: impl Fn(&str) -> String) -> Coherence {
    let groups: Vec<String> = columns.iter().map(|(code, _)| group(code)).collect();
    let columns: Vec<Column<'_>> = columns
        .iter()
        .zip(&groups)
        .map(|((code, values), group)| Column { code, group, weight: 1.0, higher_is_better: true, values })
        .collect();
    coherence(&columns, &[], &Options::default()).unwrap()
}

pub(super) fn tai() -> (Vec<(String, Cells)>, Coherence) {
    let columns = columns(&super::tai(), |head| head != "country");
    let analysis = analysed(&columns, |_| "TAI".into());
    (columns, analysis)
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap()
}

#[test]
fn table_11_alpha_with_one_indicator_left_out() {
    let (columns, analysis) = tai();
    let reliability = analysis.groups[0].reliability.as_ref().unwrap();
    assert_eq!(reliability.units, 23);
    for row in Table::read("tai/table11_cronbach_drop_one.csv").rows {
        let alpha = match columns.iter().position(|(code, _)| *code == row[0]) {
            Some(place) => {
                let one = &reliability.drop_one[place];
                // Off by up to 0.006: telephones and electricity are printed as logs with two decimals.
                let correlation = one.item_total_standardised.clone().unwrap();
                assert!((correlation - number(&row[1])).abs() <= 0.006, "{}: {correlation}", row[0]);
                one.alpha.standardised.clone().unwrap()
            }
            None => {
                // Printed with one decimal in the text.
                let alpha = reliability.alpha.standardised.clone().unwrap();
                assert!((alpha - number(&row[2])).abs() <= 0.05);
                continue;
            }
        };
        assert!((alpha - number(&row[2])).abs() <= 0.0015, "{}: {alpha}", row[0]);
    }
}

#[test]
fn table_16_eigenvalues() {
    let (_, analysis) = tai();
    let components = analysis.groups[0].components.as_ref().unwrap();
    let rows = Table::read("tai/table16_eigenvalues.csv").rows;
    assert_eq!((rows.len(), components.components.len()), (8, 8));
    for (row, component) in rows.iter().zip(&components.components) {
        // Off by up to 0.1101 percentage points (the fifth): the inputs are rounded logs.
        assert!((100.0 * component.explained - number(&row[2])).abs() <= 0.1101, "component {}", row[0]);
    }
    // The Handbook keeps the components above 0.9; two of its eigenvalues are above 1 with the rounded logs.
    assert_eq!(components.above_one, 2);
}

#[test]
fn table_8_loadings_up_to_sign() {
    let (columns, analysis) = tai();
    let components = &analysis.groups[0].components.as_ref().unwrap().components;
    for (column, _) in &columns {
        let rows = Table::read("tai/table08_pca_loadings.csv").rows;
        let row = rows.iter().find(|row| row[0] == *column).unwrap();
        let place = columns.iter().position(|(code, _)| code == column).unwrap();
        for (component, printed) in components.iter().zip(&row[1..]) {
            let difference = (component.loadings[place].abs() - number(printed).abs()).abs();
            assert!(difference <= 0.05, "{column}: {} {printed}", component.loadings[place]);
        }
    }
}
