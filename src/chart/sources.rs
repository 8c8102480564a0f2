//! The source line: the providers behind the plotted numbers, by name.

use std::collections::BTreeMap;

use super::scene::Scene;
use crate::model::package::Table;

/// The tables that hold data of a provider, in the order they are named.
pub(super) const ALL: [Table; 7] = [
    Table::Trade,
    Table::Arms,
    Table::Mentions,
    Table::IssueAttention,
    Table::Votes,
    Table::RollCalls,
    Table::Positions,
];

/// "Sources: CEPII BACI; SIPRI Arms Transfers Database; ...": of each table the source most of the used rows come from,
/// and how many stand behind it.
pub(super) fn line(scene: &Scene<'_>, tables: &[Table]) -> String {
    let places = [("names", &*names(scene, tables)), ("version", env!("CARGO_PKG_VERSION"))];
    scene.words.say("Sources: {names}. Computed with spscore {version}.", &places)
}

/// The same with how it was computed, such as "2,000 draws, seed 1".
pub(super) fn line_with(scene: &Scene<'_>, tables: &[Table], how: &str) -> String {
    let places = [("names", &*names(scene, tables)), ("version", env!("CARGO_PKG_VERSION")), ("how", how)];
    scene.words.say("Sources: {names}. Computed with spscore {version}, {how}.", &places)
}

fn names(scene: &Scene<'_>, tables: &[Table]) -> String {
    let package = scene.measurer.package();
    let mut used: BTreeMap<Table, BTreeMap<&str, usize>> = BTreeMap::new();
    let rows = scene.evaluations.iter().flat_map(|e| e.panel.measurements.iter().flatten()).flat_map(|m| &m.rows);
    for row in rows {
        for key in package.source_of(*row).into_iter().flat_map(|cell| cell.split(';')).map(str::trim) {
            *used.entry(row.table).or_default().entry(key).or_default() += 1;
        }
    }
    let mut named: Vec<&str> = Vec::new();
    for table in tables {
        let most = used.get(table).and_then(|keys| keys.iter().max_by(|x, y| x.1.cmp(y.1).then(y.0.cmp(x.0))));
        named.extend(most.map(|(key, _)| *key).filter(|k| !named.contains(k)));
    }
    let whole = tables.len() == ALL.len();
    let mut all: Vec<&str> =
        used.iter().filter(|(t, _)| whole || tables.contains(t)).flat_map(|(_, k)| k.keys().copied()).collect();
    all.sort_unstable();
    all.dedup();
    let others = all.len() - named.len();
    let mut names: Vec<String> = named
        .iter()
        .filter_map(|k| package.sources.get(*k))
        .map(|s| scene.words.source(&s.key, short(&s.reference)))
        .collect();
    match others {
        0 => {}
        1 => names.push(scene.words.plain("one other document")),
        n => names.push(scene.words.say("{n} other documents", &[("n", &n.to_string())])),
    }
    if names.is_empty() { scene.words.plain("none recorded") } else { names.join("; ") }
}

/// The title out of a reference, up to its first comma or full stop, after the provider where that is one word.
///
/// Worked example: of "CEPII. BACI: bilateral goods trade of 210 economies, totals ..." it is "CEPII BACI: bilateral
/// goods trade of 210 economies".
fn short(reference: &str) -> String {
    let (author, rest) = match reference.split_once("). ") {
        // "Jankin, S. (2025). Title": only a year in brackets ends the authors.
        Some((author, rest)) if author.ends_with(|c: char| c.is_ascii_digit()) && author.len() < 160 => (author, rest),
        _ => reference.split_once(". ").unwrap_or(("", reference)),
    };
    let end = rest.find(", ").into_iter().chain(rest.find(". ")).min().unwrap_or(rest.len());
    let title = rest[..end].trim_end_matches('.');
    let acronym = !author.is_empty() && author.chars().all(|c| c.is_ascii_uppercase());
    if acronym { format!("{author} {title}") } else { title.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_by_their_short_names() {
        let cases = [
            (
                "CEPII. BACI: bilateral goods trade of 210 economies, totals as in. CEPII.",
                "CEPII BACI: bilateral goods trade of 210 economies",
            ),
            (
                "Jankin, Slava and Dasandi, Niheer (2025). United Nations General Debate Corpus, 1946-2024.",
                "United Nations General Debate Corpus",
            ),
            (
                "Robinson, David (2021). unvotes: United Nations General Assembly Voting Data, version 0.3.0.",
                "unvotes: United Nations General Assembly Voting Data",
            ),
            ("Table", "Table"),
        ];
        for (reference, expected) in cases {
            assert_eq!(short(reference), expected);
        }
    }
}
