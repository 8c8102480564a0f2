//! Uncertainty as CSV: one row per unit and output, full precision.

use super::Moved;
use crate::analysis::uncertainty::Spread;

/// `unit`, `output`, the nominal number, then median, 5th and 95th percentile and known draws over everything and over the data
/// alone; ranks and shares are outputs as well (`rank`, `rank_share:1`, `wins:UNIT`, `positive`, `verdict:LABEL`, `met:N`).
pub fn csv(moved: &Moved<'_>) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = ["unit", "output", "nominal", "median", "p05", "p95", "draws", "data_median", "data_p05", "data_p95"];
    writer.write_record(header)?;
    let found = moved.found;
    let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let spread = |s: Option<Spread>| [s.map(|s| s.median), s.map(|s| s.low), s.map(|s| s.high)].map(number);
    let mut row = |unit: &str, output: &str, nominal: Option<f64>, full: Option<Spread>, data: Option<Spread>| {
        let draws = full.map_or_else(String::new, |s| s.known.to_string());
        let before = [unit.to_owned(), output.to_owned(), number(nominal)];
        writer.write_record(before.into_iter().chain(spread(full)).chain([draws]).chain(spread(data)))
    };
    for (place, unit) in found.units.iter().enumerate() {
        for (output, code) in found.outputs.iter().enumerate() {
            let of = |list: &[Option<Spread>]| list.get(output).copied().flatten();
            let data = of(&unit.data).filter(|_| found.has_data);
            row(&unit.code, code, unit.nominal.get(output).copied().flatten(), of(&unit.full), data)?;
        }
        let mut share = |output: String, share: f64| row(&unit.code, &output, Some(share), None, None);
        if let Some(gap) = &unit.gap {
            let [data, full] = gap.positive;
            share("positive".into(), full)?;
            if found.has_data {
                share("positive_by_data".into(), data)?;
            }
            for (label, of) in &gap.verdicts {
                share(format!("verdict:{label}"), *of)?;
            }
            for (n, of) in gap.met.iter().enumerate() {
                share(format!("met:{n}"), *of)?;
            }
        }
        if let Some(driver) = moved.drivers.get(place).and_then(Option::as_ref) {
            share(format!("driver:{}", driver.code), driver.total.estimate)?;
        }
        if let Some(ranks) = &found.ranks {
            for (n, of) in ranks.acceptability.get(place).into_iter().flatten().enumerate() {
                share(format!("rank_share:{}", n + 1), *of)?;
            }
            for (rival, of) in found.units.iter().zip(ranks.winning.get(place).into_iter().flatten()) {
                if rival.code != unit.code {
                    share(format!("wins:{}", rival.code), *of)?;
                }
            }
            let own = ranks.nominal.get(place).copied().flatten().map(|r| r as f64);
            row(&unit.code, "rank", own, ranks.spreads.get(place).copied().flatten(), None)?;
        }
    }
    crate::report::csv::text(writer)
}
