//! Attainable ranks as records: one for each unit, unrounded, with the weights that prove each rank.

use super::{Group, Ranked};
use crate::analysis::weight_robustness::Standing;
use crate::document::{Cell, Table};

/// `unit`, in a panel `year`, the present score and rank, the bounds, then the weights of the best and of the worst
/// rank by part; where weights were drawn the mean rank, the share of each rank, and the central weights.
pub(super) fn records(ranked: &Ranked<'_>) -> Table {
    let panel = ranked.groups.iter().flat_map(|g| &g.tree.units).any(|u| u.year.is_some());
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
    // Years may rank different numbers of units; a rank beyond a year's units never comes up there.
    let ranks = ranked.groups.iter().flat_map(|g| &g.accepted).map(|a| a.ranks.len()).max().unwrap_or(0);
    if ranked.sample.is_some() {
        header.push("mean_rank".into());
        header.extend((1..=ranks).map(|rank| format!("acceptability:{rank}")));
        header.extend(parts.iter().filter_map(|p| nodes.get(p.0)).map(|n| format!("central:{}", n.code)));
    }
    let mut records = Table::records(header);
    for group in &ranked.groups {
        for (place, standing) in group.standings.iter().enumerate() {
            let mut record = record(group, standing, panel);
            if let Some(a) = group.accepted.get(place) {
                record.push(Cell::exact(Some(a.mean_rank)));
                record.extend((0..ranks).map(|r| Cell::exact(Some(a.ranks.get(r).copied().unwrap_or(0.0)))));
                let central = |part: usize| a.central.as_ref().and_then(|w| w.get(part).copied());
                record.extend((0..parts.len()).map(|part| Cell::exact(central(part))));
            }
            records.push(record);
        }
    }
    records
}

fn record(group: &Group<'_>, s: &Standing, panel: bool) -> Vec<Cell> {
    let unit = group.tree.units.get(s.unit);
    let mut record: Vec<Cell> = vec![unit.map_or("", |u| u.code.as_str()).into()];
    record.extend(panel.then(|| unit.and_then(|u| u.year).map_or_else(String::new, |y| y.to_string()).into()));
    let can = &s.can;
    record.extend([Cell::exact(Some(s.score)), s.rank.into()]);
    record.extend([can.lowest.score, can.highest.score].map(|z| Cell::exact(Some(z))));
    record.extend([can.best.low, can.best.high, can.worst.low, can.worst.high].map(Cell::from));
    record.extend(can.best.weights.iter().chain(&can.worst.weights).map(|w| Cell::exact(Some(*w))));
    record
}
