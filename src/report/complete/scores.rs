//! The score card of a report: as `evaluate` has it in full, each score leading down to the page of its node.

use super::{Subject, id_of};
use crate::document::{Column, Document, Row, Table};
use crate::report::{card, rows};

pub(super) fn card(d: &mut Document, s: &Subject<'_>) {
    card::summary(d, s, true);
    let mut t = Table::new("", ["", "score"], 1);
    t.columns.push(Column::words("value"));
    t.numbers(["weight", "known"]);
    for row in rows::body(s, false) {
        let score = row.score.linked(format!("#{}", id_of(s, row.id)));
        let cells = vec![row.title.into(), score, row.value.into(), row.weight, row.known.into()];
        t.rows.push(Row { depth: row.depth, strong: row.strong, cells });
    }
    t.note = "Scores from 1 to 100; weight: share in the score above; known: indicators known of those that apply. \
              Each score leads to its formula, rows and sources below."
        .into();
    d.table(t);
    card::doubts(d, s, true);
}
