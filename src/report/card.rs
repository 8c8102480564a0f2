//! The score card: the quotable answer first, then its robustness, the reasons, and the reservations.

use super::{Report, Subject, answer, records, robustness, rows};
use crate::analysis::verbs::Evaluated;
use crate::document::{Cell, Column, Document, Notation, Reference, Row, Table, number};
use crate::measure::members::Carriers;
use crate::model::framework::{NodeId, NodeKind};

/// How much of a result a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What a reader needs first: one screen.
    Brief,
    /// Everything.
    Full,
}

impl Report for Subject<'_> {
    fn document(&self, detail: Detail) -> Document {
        let (e, package) = (self.evaluation, self.measurer.package());
        let full = detail == Detail::Full;
        let mut d = Document {
            title: format!("{} – {}", self.name_a(), self.name_b()),
            aside: format!("window {}", e.window),
            subtitle: [status(self), made(self)],
            ..Document::default()
        };
        d.paragraph(answer::sentences(self).join(" "));
        summary(&mut d, self, full);
        d.pause();
        d.table(body(self, full));
        d.pause();
        doubts(&mut d, self, full);
        let slug = self.slug();
        let empty = package.empty_tables().into_iter().next().filter(|_| e.gap.is_none());
        let fill =
            |t: crate::model::Table| format!("fill in {}.csv, which holds no row yet (FILL-IN.md says how)", t.name());
        d.fact("Next", empty.map_or_else(|| format!("spscore explain {slug} {}", next(self)), fill));
        if full {
            let cited = super::explain::sources(package, e.panel.measurements.iter().flatten());
            let text = |key: &String| package.sources.get(key).map_or_else(String::new, |s| s.reference.clone());
            d.references("Sources", cited.iter().map(|key| Reference { key: key.clone(), text: text(key) }).collect());
            let of_framework = self.framework.citations.iter();
            let entry = |c: &crate::model::framework::Citation| Reference { key: c.key.clone(), text: c.text.clone() };
            d.references("Framework", of_framework.map(entry).collect());
            d.pause();
            d.paragraph(format!("Framework sha256 {}, data sha256 {}.", self.framework.sha256, package.sha256));
        }
        d.with_roots(self.framework.own_roots())
    }

    fn records(&self) -> Option<Table> {
        Some(records::evaluation(self))
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        super::json::evaluation(self)
    }
}

impl Report for Evaluated<'_> {
    fn document(&self, detail: Detail) -> Document {
        Subject::from(self).document(detail)
    }

    fn records(&self) -> Option<Table> {
        Subject::from(self).records()
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        Subject::from(self).json()
    }
}

pub(super) fn status(s: &Subject<'_>) -> String {
    let Some(status) = &s.evaluation.status else {
        // A framework that does not measure it has not looked.
        return if s.framework.measures_status() { "no dated status in the data".into() } else { String::new() };
    };
    let since = status.since.as_ref().map_or_else(String::new, |d| format!(" since {d}"));
    format!("{}{since}{}", status.label, super::tenure(status))
}

fn made(s: &Subject<'_>) -> String {
    let package = s.measurer.package();
    format!("{} {} · data {} {}", s.framework.code, s.framework.version, package.name, package.version)
}

/// FORM, CONTENT and what they are made of; then the gap and both answers about it.
pub(super) fn summary(d: &mut Document, s: &Subject<'_>, full: bool) {
    let (card, f) = (&s.evaluation.card, s.framework);
    let mut scores = Table::new("", ["", "", "score", "bounds", "coverage", "parts"], 2);
    scores.headless = !full;
    for place in [3, 5] {
        if let Some(column) = scores.columns.get_mut(place) {
            column.words = true;
        }
    }
    for (label, id, scored) in [("FORM", f.form, card.form()), ("CONTENT", f.content, card.content())] {
        let bounds = format!("bounds {}–{}", number::score(scored.lower), number::score(scored.upper));
        let known = scored.lower == scored.upper;
        let part = |c: &NodeId| format!("{} {}", f.node(*c).code, number::score_or_none(card.node(*c).score));
        let parts: Vec<String> = f.node(id).children().iter().map(part).collect();
        let coverage = if full { Cell::number(scored.coverage, Notation::Decimals(2)) } else { Cell::default() };
        let cells = [
            label.into(),
            Cell::bar(scored.score, scored.lower, scored.upper),
            Cell::score(scored.score),
            if known { Cell::default() } else { bounds.into() },
            coverage,
            parts.join(", ").into(),
        ];
        scores.push_at(0, true, cells);
    }
    d.table(scores);
    if let Some(partial) = s.evaluation.partial {
        d.fact("", format!("{}; the bounds are those that they would open", partial.words()));
    }
    let Some(gap) = &s.evaluation.gap else {
        let (low, high) = card.gap_bounds();
        let bounds = format!("bounds {} to {}", number::signed(low, 1), number::signed(high, 1));
        return d.fact("GAP", format!("withheld for coverage; {bounds}"));
    };
    let mut more = vec![format!("{}  {}", number::signed(gap.absolute, 1), s.evaluation.label().unwrap_or_default())];
    if gap.lower != gap.upper {
        more.push(format!("bounds {} to {}", number::signed(gap.lower, 1), number::signed(gap.upper, 1)));
    }
    let all = f.parameters().len();
    more.push(format!("parameters met (≥ {}): {} of {all}", number::plain(f.threshold), gap.met));
    more.extend(gap.typology.filter(|_| full).map(|t| format!("typology: {}", t.words())));
    d.fact("GAP", more.join(" · "));
    match &s.evaluation.robustness {
        Some(r) => {
            d.fact("ABSOLUTE", robustness::absolute(r));
            d.facts("RELATIVE", robustness::relative(r, gap));
            if full {
                d.facts("", robustness::besides(r));
            }
        }
        None => {
            if let Some(((rank, residual), n)) = gap.rank.zip(gap.residual).zip(gap.peers) {
                let (rank, residual) = (number::signed(rank, 0), number::signed(residual, 1));
                d.fact("RELATIVE", format!("rank {rank}, residual {residual} among {n} peers"));
            }
        }
    }
}

/// The tree; in full with each direction in a row, weights and what is known.
fn body(s: &Subject<'_>, full: bool) -> Table {
    let pairs = s.framework.nodes.iter().any(|n| matches!(n.kind, NodeKind::Pair { .. }));
    let values = if full || !pairs { "value".into() } else { format!("value (of two: {} first)", s.name_a()) };
    let mut t = Table::new("", ["".to_owned(), "score".into(), values], 1);
    if let Some(value) = t.columns.get_mut(2) {
        value.words = true;
    }
    t.columns.extend(["weight", "known"].into_iter().filter(|_| full).map(Column::numbers));
    for row in rows::body(s, !full) {
        let value = match row.scored {
            Some(z) => Cell::bar(Some(z), z, z),
            None => row.value.into(),
        };
        let mut cells = vec![row.title.into(), row.score, value];
        cells.extend([row.weight, row.known.into()].into_iter().filter(|_| full));
        t.rows.push(Row { depth: row.depth, strong: row.strong, cells });
    }
    t
}

/// How many notes the short card has.
const NOTES: usize = 1;

pub(super) fn doubts(d: &mut Document, s: &Subject<'_>, full: bool) {
    let e = s.evaluation;
    if full {
        d.facts("Members", members(s));
    }
    let mut also = Vec::new();
    if let Some(a) = e.card.alternatives.as_ref().filter(|_| full) {
        also.push(format!(
            "CONTENT by arithmetic mean {} · minimum {} · Mazziotta–Pareto {}",
            number::score(a.arithmetic),
            number::score(a.minimum),
            number::score(a.mazziotta_pareto)
        ));
    }
    also.extend(super::without_arms(s));
    d.facts("Also", also);
    d.facts("Mentions", super::one_mention::sentences(s));
    let major = e.warnings.iter().filter(|w| full || !w.minor);
    let mut notes: Vec<String> = major.take(if full { usize::MAX } else { NOTES }).map(|w| w.text.clone()).collect();
    let left = e.warnings.len() - notes.len();
    if left > 0 {
        notes.push(format!("{left} more notes, each direction, weights, members and sources: --long"));
    }
    d.list("Notes", notes);
}

/// Which members carry trade and arms.
fn members(s: &Subject<'_>) -> Vec<String> {
    let e = s.evaluation;
    let parties = &s.measurer.package().parties;
    let carriers = |what: &str, c: &Carriers| {
        let one = |(m, share): &(crate::model::PartyId, f64)| {
            format!("{} {}", parties.name(*m), number::value(*share, "share"))
        };
        let list: Vec<String> = c.shares.iter().map(one).collect();
        let years = crate::analysis::list_years(&c.years);
        format!("{what} {years}: {} ({} effective members)", list.join(", "), number::score(c.effective))
    };
    let all = [("trade", &e.members.trade), ("arms", &e.members.arms)];
    all.iter().filter_map(|(what, c)| Some(carriers(what, c.as_ref()?))).collect()
}

/// The indicator worth explaining first: the lowest score of CONTENT.
fn next(s: &Subject<'_>) -> String {
    let content = s.framework.indicators().filter(|(id, ..)| id.0 > s.framework.content.0);
    let known = content.filter_map(|(id, node, _)| Some((s.evaluation.card.node(id).score?, node)));
    known.min_by(|x, y| x.0.total_cmp(&y.0)).map_or_else(|| "status".into(), |(_, node)| node.code.clone())
}
