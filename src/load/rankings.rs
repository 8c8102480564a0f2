//! Rankings of the same parties that others have published: context, never an indicator.

use std::collections::HashMap;

use super::row::{Keys, Row, out_of_range};
use super::table::{Rows, TableReader};
use crate::diagnostic::Problem;
use crate::model::Table;
use crate::model::records::PublishedRank;

const EXACTNESS: [(&str, ()); 2] = [("printed", ()), ("derived", ())];

/// The places. Each party has one place in a ranking; title and edition are those of its first row.
pub(super) fn rankings(reader: &TableReader<'_>) -> Rows<PublishedRank> {
    let mut keys = Keys::new();
    let mut heads: HashMap<String, (String, String)> = HashMap::new();
    let columns = ["ranking", "title", "edition", "party", "rank", "value", "unit", "exactness", "quote", "source"];
    reader.read(Table::PublishedRankings, columns, |row, fields| {
        let [ranking_field, title_field, edition_field, party_field, rank_field, value, unit, exactness, quote, source] =
            fields;
        let ranking = row.required(ranking_field);
        let title = row.required(title_field);
        let edition = row.year(edition_field);
        let party = row.party(party_field);
        let rank = row.count(rank_field);
        let value = row.open(value, Row::number);
        let unit = row.required(unit);
        let exactness = row.choice(exactness, "kind of exactness", &EXACTNESS);
        let quote = row.required(quote);
        let source = row.source(source);
        let (ranking, title, party) = (ranking?, title?, party?);
        keys.add(row, (ranking.to_owned(), party), &[ranking_field, party_field])?;
        let head = (title.to_owned(), edition_field.text().to_owned());
        let first = heads.entry(ranking.to_owned()).or_insert_with(|| head.clone());
        let mut sound = true;
        for (field, found, wanted) in [(title_field, &head.0, &first.0), (edition_field, &head.1, &first.1)] {
            if found != wanted {
                let message = format!("the {} of `{ranking}` is `{wanted}` in its first row", field.name);
                let hint = "a ranking has one title and one edition; give another one a code of its own".to_owned();
                row.report(field, Problem::Framework { message, hint });
                sound = false;
            }
        }
        if rank == Some(0) {
            row.report(rank_field, out_of_range(rank_field, "rank", "1 upwards; 1 is the highest"));
        }
        let rank = rank.filter(|rank| sound && *rank > 0)?;
        unit.and(exactness).and(quote).and(source)?;
        let (ranking, title) = (ranking.to_owned(), title.to_owned());
        Some(PublishedRank { ranking, title, edition: edition?, party, rank, value: value?, line: row.line })
    })
}
