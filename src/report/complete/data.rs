//! What the report rests on: tables with their vintages, what is known of each indicator, and figures printed elsewhere.

use std::collections::BTreeSet;

use super::{Complete, Subject, id_of};
use crate::analysis::list_years;
use crate::analysis::verbs::Part;
use crate::document::{Cell, Column, Document, Table as Rows};
use crate::model::measurement::Reading;
use crate::model::package::{RowRef, Table};
use crate::model::records::PublishedFact;
use crate::report::{published::value, standing};

/// The tables of the package that are used, with how many of their rows.
pub(super) fn tables(d: &mut Document, of: &Complete<'_>) {
    let measurements = of.parts.iter().flat_map(|p| p.evaluated.evaluation.panel.measurements.iter().flatten());
    let used: BTreeSet<RowRef> = measurements.flat_map(|m| m.rows.iter().copied()).collect();
    let mut t = Rows::new("", ["table", "vintage or release"], 2);
    t.numbers(["rows used"]);
    for table in Table::ALL {
        let n = used.iter().filter(|row| row.table == table).count();
        let Some(text) = of.package.texts.get(&table).filter(|_| n > 0) else { continue };
        t.push([text.file.clone().into(), text.vintage.clone().unwrap_or_default().into(), Cell::from(n)]);
    }
    d.table(t);
}

/// What is known of each indicator.
pub(super) fn coverage(d: &mut Document, s: &Subject<'_>) {
    let mut t = Rows::new("", ["indicator", "what is known", "years", "members"], 4);
    t.numbers(["rows"]);
    t.columns.push(Column::words("why missing"));
    for (id, ..) in s.framework.indicators() {
        let Some(m) = s.evaluation.panel.get(id) else { continue };
        let (word, why) = standing(s, id);
        let members = m.members.map_or_else(String::new, |c| format!("{} of {}", c.have, c.of));
        let years = if m.years.is_empty() { String::new() } else { list_years(&m.years) };
        let word = match &m.reading {
            Reading::Observed { lower, upper, .. } if lower != upper => "observed within bounds",
            _ => word,
        };
        t.push([
            Cell::from(s.evaluation.full_title(s.framework, s.measurer, id)).linked(format!("#{}", id_of(s, id))),
            word.into(),
            years.into(),
            members.into(),
            Cell::from(m.rows.len()),
            why.unwrap_or_default().into(),
        ]);
    }
    d.table(t);
}

/// A source, leading to its reference.
fn cited(key: &str) -> Cell {
    if key.is_empty() || key.contains(';') { Cell::from(key) } else { Cell::from(key).linked(format!("#{key}")) }
}

/// Figures of the literature about these partnerships and their members. None enters a score.
pub(super) fn published(d: &mut Document, of: &Complete<'_>) {
    let package = of.package;
    let sides = |part: &Part<'_>| {
        let p = part.evaluated.evaluation.partnership;
        [p.a, p.b].map(|side| package.parties.codes_within(side, of.window))
    };
    let sides: Vec<[Vec<&str>; 2]> = of.parts.iter().map(sides).collect();
    let about =
        |f: &&PublishedFact| f.is_figure() && sides.iter().any(|[a, b]| f.is_between(a, b) || f.is_between(b, a));
    let mut t = Rows::new("", ["fact", "period", "who", "what", "value", "unit", "source"], 7);
    for f in package.facts.iter().filter(about) {
        t.push([
            Cell::from(f.id.clone()),
            f.period.clone().into(),
            format!("{} {}", f.from, f.to).into(),
            f.what.replace('_', " ").into(),
            value(f).into(),
            f.unit.clone().into(),
            cited(&f.source),
        ]);
    }
    if t.rows.is_empty() {
        d.paragraph("The package holds no figure printed elsewhere about these partnerships.");
        return;
    }
    d.paragraph(
        "Figures as they are printed in the literature. They stand beside the data and enter no score; where an indicator speaks of the \
         same thing, its page below has both.",
    );
    d.table(t);
}
