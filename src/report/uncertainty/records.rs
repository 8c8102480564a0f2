//! Uncertainty as records: one for each unit and output, unrounded.

use super::UncertaintyAnalysis;
use crate::document::{Cell, Table};
use crate::statistics::spread::Spread;

/// `unit`, `output`, the nominal number, then median, 5th and 95th percentile and known draws over everything, over the
/// data alone and, of partnerships, on absolute scales; ranks and shares are outputs as well (`rank`, `rank_share:1`,
/// `wins:UNIT`, `positive`, `verdict:LABEL`, `met:N`).
pub(super) fn records(analysis: &UncertaintyAnalysis<'_>) -> Table {
    let header = [
        "unit",
        "output",
        "nominal",
        "median",
        "p05",
        "p95",
        "draws",
        "data_median",
        "data_p05",
        "data_p95",
        "absolute_median",
        "absolute_p05",
        "absolute_p95",
        "absolute_draws",
    ];
    let mut records = Table::records(header);
    let found = &analysis.found;
    let number = Cell::exact;
    let spread = |s: Option<Spread>| [s.map(|s| s.median), s.map(|s| s.low), s.map(|s| s.high)].map(number);
    let mut row = |unit: &str, output: &str, nominal: Option<f64>, [full, data, absolute]: [Option<Spread>; 3]| {
        let draws = |s: Option<Spread>| [s.map_or_else(Cell::default, |s| Cell::from(s.known))];
        let before = [unit.into(), output.into(), number(nominal)];
        let spreads = spread(full).into_iter().chain(draws(full)).chain(spread(data)).chain(spread(absolute));
        records.push(before.into_iter().chain(spreads).chain(draws(absolute)));
    };
    let gaps = found.units.iter().any(|u| u.gap.is_some());
    let absolute = |s: Option<Spread>| s.filter(|_| gaps);
    for (place, unit) in found.units.iter().enumerate() {
        for (output, code) in found.outputs.iter().enumerate() {
            let of = |list: &[Option<Spread>]| list.get(output).copied().flatten();
            let data = of(&unit.data).filter(|_| found.has_data);
            row(
                &unit.code,
                code,
                unit.nominal.get(output).copied().flatten(),
                [of(&unit.full), data, absolute(of(&unit.absolute))],
            );
        }
        let mut share = |output: String, share: f64| row(&unit.code, &output, Some(share), [None; 3]);
        if let Some(gap) = &unit.gap {
            share("positive".into(), gap.positive);
            share("same_sign".into(), gap.same_sign);
            if found.has_data {
                share("positive_by_data".into(), gap.positive_by_data);
            }
            for (label, of) in &gap.verdicts {
                share(format!("verdict:{label}"), *of);
            }
            for (n, of) in gap.met.iter().enumerate() {
                share(format!("met:{n}"), *of);
            }
        }
        if let Some(peers) = &unit.peers {
            for (word, of) in [
                ("like_peers", peers.like),
                ("more_form", peers.more_form),
                ("more_content", peers.more_content),
                ("yardsticks_apart", peers.apart),
                ("same_stance", peers.same),
            ] {
                share(word.into(), of);
            }
        }
        for (drivers, word) in [(&analysis.drivers, "driver"), (&analysis.relative_drivers, "relative_driver")] {
            if let Some(driver) = drivers.get(place).and_then(Option::as_ref) {
                share(format!("{word}:{}", driver.code), driver.total.estimate);
            }
        }
        if let Some(ranks) = &found.ranks {
            for (n, of) in ranks.acceptability.get(place).into_iter().flatten().enumerate() {
                share(format!("rank_share:{}", n + 1), *of);
            }
            for (rival, of) in found.units.iter().zip(ranks.winning.get(place).into_iter().flatten()) {
                if rival.code != unit.code {
                    share(format!("wins:{}", rival.code), *of);
                }
            }
            let own = ranks.nominal.get(place).copied().flatten().map(|r| r as f64);
            row(&unit.code, "rank", own, [ranks.spreads.get(place).copied().flatten(), None, None]);
        }
    }
    records
}
