//! A rated table for the terminal and for Markdown: the answer first, then what was done on the way.

use super::Rated;
use crate::model::framework::NodeId;
use crate::report::escape::{self, plain};
use crate::report::number;
use crate::report::page::Page;

/// So many decimals as the spread of the scores needs: one on a scale of 100, three on a scale of 1.
fn decimals(rated: &Rated<'_>, nodes: &[NodeId]) -> usize {
    let scores = nodes.iter().flat_map(|n| rated.rating.scores_of(*n)).flatten();
    let (low, high) = scores.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
    match high - low {
        spread if spread >= 20.0 => 1,
        spread if spread >= 2.0 => 2,
        _ => 3,
    }
}

/// The nodes that stand alone and what lies directly below each.
fn shown(rated: &Rated<'_>) -> Vec<NodeId> {
    let below = rated.index.roots().flat_map(|root| rated.index.node(root).children().iter().copied());
    rated.index.roots().chain(below).collect()
}

/// Header and rows; ranks and scores to the right, the name to the left.
fn rows(rated: &Rated<'_>, nodes: &[NodeId]) -> Vec<Vec<String>> {
    let named = rated.units.rows.iter().any(|r| r.name.is_some());
    let filled = !rated.rating.filled.is_empty();
    let fillings = rated.filled();
    let places = decimals(rated, nodes);
    let mut header = vec!["rank".to_owned(), "unit".to_owned()];
    header.extend(named.then(|| "name".to_owned()));
    header.extend(nodes.iter().map(|n| rated.index.node(*n).code.clone()));
    header.extend(filled.then(|| "filled".to_owned()));
    let mut rows = vec![header];
    for row in rated.order() {
        let rank = rated.rank(rated.root(), row).map_or_else(|| "–".to_owned(), number::whole);
        let mut cells = vec![rank, rated.unit(row)];
        let name = rated.units.rows.get(row).and_then(|r| r.name.clone());
        cells.extend(named.then(|| name.unwrap_or_default()));
        let score = |n: &NodeId| rated.score(*n, row).map_or_else(|| "–".to_owned(), |z| number::fixed(z, places));
        cells.extend(nodes.iter().map(score));
        let count = fillings.get(&row).map_or(0, Vec::len);
        cells.extend(filled.then(|| if count == 0 { String::new() } else { count.to_string() }));
        rows.push(cells);
    }
    rows
}

fn heading(rated: &Rated<'_>) -> (String, String) {
    let index = rated.index;
    let units = rated.units.rows.len();
    let size = format!("{units} rows, {} indicators", rated.rating.indicators.len());
    let from = format!("framework {} {} · table {}", index.code, index.version, rated.units.file);
    (format!("{}: {size}", index.title), from)
}

/// The ranking, as wide as the terminal allows: columns that do not fit are left to the other formats.
pub fn terminal(rated: &Rated<'_>, width: usize) -> String {
    let mut nodes = shown(rated);
    let all = nodes.len();
    // No score is narrower than this.
    nodes.truncate(width / 4);
    let fits = |nodes: &[NodeId]| {
        let rows = rows(rated, nodes);
        let count = rows.first().map_or(0, Vec::len);
        let widest = |i: usize| rows.iter().filter_map(|r| r.get(i)).map(|c| c.chars().count()).max().unwrap_or(0);
        (0..count).map(|i| widest(i) + 2).sum::<usize>() <= width + 2
    };
    while nodes.len() > 1 && !fits(&nodes) {
        nodes.pop();
    }
    let (title, from) = heading(rated);
    let mut page = Page::new(width, 10);
    for line in crate::report::page::wrap(&title, width) {
        page.line(&line);
    }
    page.line(&from);
    page.blank();
    let mut rows = rows(rated, &nodes);
    for row in &mut rows {
        // Room between columns; texts to the left.
        row.iter_mut().skip(1).for_each(|cell| cell.insert(0, ' '));
    }
    let named = rated.units.rows.iter().any(|r| r.name.is_some());
    let texts: Vec<usize> = if named { vec![1, 2] } else { vec![1] };
    page.columns(&align(rows, &texts), 1);
    page.blank();
    if nodes.len() < all {
        page.paragraph("", "More columns: --format csv, or a wider terminal.");
    }
    for (i, note) in rated.notes().iter().enumerate() {
        page.paragraph(if i == 0 { "Notes" } else { "" }, note);
    }
    page.out
}

/// Pads the text columns to the right, so that only numbers are left to be set flush right.
fn align(mut rows: Vec<Vec<String>>, texts: &[usize]) -> Vec<Vec<String>> {
    for i in texts {
        let widest = rows.iter().filter_map(|r| r.get(*i)).map(|c| c.chars().count()).max().unwrap_or(0);
        for cell in rows.iter_mut().filter_map(|r| r.get_mut(*i)) {
            let pad = widest.saturating_sub(cell.chars().count());
            cell.push_str(&" ".repeat(pad));
        }
    }
    rows
}

/// The ranking as a Markdown page.
pub fn markdown(rated: &Rated<'_>) -> String {
    let nodes = shown(rated);
    let (title, from) = heading(rated);
    let mut out = format!("# {}\n\n{}\n\n", plain(&title), plain(&from));
    let all = rows(rated, &nodes);
    for (i, row) in all.iter().enumerate() {
        out += &escape::row(row);
        if i == 0 {
            let texts = 2 + usize::from(rated.units.rows.iter().any(|r| r.name.is_some()));
            let rule = |c: usize| if (1..texts).contains(&c) { "---" } else { "---:" };
            out += &format!("| {} |\n", (0..row.len()).map(rule).collect::<Vec<_>>().join(" | "));
        }
    }
    let notes = rated.notes();
    if !notes.is_empty() {
        out += "\n## Notes\n\n";
        out.extend(notes.iter().map(|n| format!("- {}\n", plain(n))));
    }
    out
}
