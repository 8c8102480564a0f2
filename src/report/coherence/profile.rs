//! One unit over all indicators: its places, strengths and weaknesses.

use super::tables::filled;
use super::{Examined, correlation, known, number};
use crate::document::Table;
use crate::statistics::coherence::Profile;

/// The strengths, then the weaknesses, then the rest, each with the unit's place.
pub(super) fn table(examined: &Examined<'_>, unit: usize) -> Option<Table> {
    let profile = examined.structure.profiles.get(unit)?;
    let rest = (0..profile.standings.len()).filter(|p| !listed(profile, *p));
    let order = profile.strengths.iter().chain(&profile.weaknesses).copied().chain(rest);
    let row = |place: usize| {
        let kind = if profile.strengths.contains(&place) {
            "strength"
        } else if profile.weaknesses.contains(&place) {
            "weakness"
        } else {
            ""
        };
        let mut row = vec![examined.leaf(place).to_owned(), kind.to_owned()];
        match profile.standings.get(place).and_then(Option::as_ref) {
            Some(s) => {
                let percentile = known(&s.percentile).map_or_else(|| "–".to_owned(), number::whole);
                row.extend([number::plain(s.value).replace('-', "−"), format!("{}/{}", s.rank, s.of)]);
                row.extend([percentile, correlation(known(&s.z))]);
            }
            None => row.extend(["missing", "", "", ""].map(str::to_owned)),
        }
        row
    };
    let words =
        "rank and percentile among the units that have a value, z in standard deviations; higher is always better";
    let header = ["indicator", "", "value", "rank", "percentile", "z"];
    let title = match examined.structure.sample.units.get(unit) {
        Some(unit) => match &unit.name {
            Some(name) => format!("Profile of {} ({name})", unit.code),
            None => format!("Profile of {}", unit.code),
        },
        None => "Profile".to_owned(),
    };
    Some(filled(title, words, &header, 2, (order.map(row).collect(), usize::MAX)))
}

fn listed(profile: &Profile, place: usize) -> bool {
    profile.strengths.contains(&place) || profile.weaknesses.contains(&place)
}
