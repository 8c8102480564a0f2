//! Attainable ranks as CSV: one row per unit, full precision, with the weights that prove each rank.

use super::{Group, Ranked};
use crate::analysis::weight_robustness::Standing;

/// `unit`, in a panel `year`, the present score and rank, the bounds, then the weights of the best and of the worst rank by part.
pub fn csv(ranked: &Ranked<'_>) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let panel = ranked.groups.iter().flat_map(|g| &g.graded.units).any(|u| u.year.is_some());
    let mut header: Vec<String> = vec!["unit".into()];
    header.extend(panel.then(|| "year".into()));
    let columns =
        ["score", "rank", "lowest_score", "highest_score", "best_rank_from", "best_rank_to", "worst_rank_from"];
    header.extend(columns.iter().chain(&["worst_rank_to"]).map(|c| (*c).to_owned()));
    let parts = ranked.groups.first().map_or(&[] as &[_], |g| g.frame.parts.as_slice());
    let nodes = ranked.origin.nodes();
    for end in ["best", "worst"] {
        header.extend(parts.iter().filter_map(|p| nodes.get(p.0)).map(|n| format!("{end}:{}", n.code)));
    }
    writer.write_record(&header)?;
    for group in &ranked.groups {
        for standing in &group.standings {
            writer.write_record(record(group, standing, panel))?;
        }
    }
    crate::report::csv::text(writer)
}

fn record(group: &Group<'_>, s: &Standing, panel: bool) -> Vec<String> {
    let unit = group.graded.units.get(s.unit);
    let mut record = vec![unit.map_or_else(String::new, |u| u.code.clone())];
    record.extend(panel.then(|| unit.and_then(|u| u.year).map_or_else(String::new, |y| y.to_string())));
    let can = &s.can;
    record.extend([s.score.to_string(), s.rank.to_string()]);
    record.extend([can.lowest.score, can.highest.score].map(|z| z.to_string()));
    record.extend([can.best.low, can.best.high, can.worst.low, can.worst.high].map(|r| r.to_string()));
    record.extend(can.best.weights.iter().chain(&can.worst.weights).map(|w| w.to_string()));
    record
}
