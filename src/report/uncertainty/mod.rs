//! An uncertainty analysis as text: the sentence, the intervals, the ranks, the factors.

mod json;
mod records;
mod words;

pub(super) use json::{correlation, factor};
pub(super) use words::correlated;
pub use words::sentence;

pub use crate::analysis::sensitivity::Driver;
pub use crate::analysis::verbs::UncertaintyAnalysis;

use crate::analysis::multiverse::{GAP, RANK, RESIDUAL};
use crate::analysis::uncertainty::Unit;
use crate::document::{Cell, Document, Notation, Table, number};
use crate::model::framework::{NodeId, NodeKind};
use crate::model::tree::Node;
use crate::report::origin::{Origin, made};
use crate::report::{Detail, Report};
use crate::statistics::spread::Spread;

impl UncertaintyAnalysis<'_> {
    /// The side that all of several partnerships share: " – ASEAN". It goes into the title and out of the rows.
    fn common(&self) -> Option<&str> {
        let end = |name: &String| name.find(" – ");
        let first = self.names.first().filter(|_| self.names.len() > 1)?;
        let end = first.get(end(first)?..)?;
        self.names.iter().all(|name| name.ends_with(end)).then_some(end)
    }

    /// A unit's name without what all share.
    fn label<'b>(&self, name: &'b str) -> &'b str {
        self.common().and_then(|end| name.strip_suffix(end)).unwrap_or(name)
    }

    fn decimals(&self) -> usize {
        match self.origin {
            Origin::Partnerships { .. } => 1,
            Origin::Table { .. } => {
                let scores = self.found.units.iter().filter_map(|u| u.full.get(self.found.ranked).copied().flatten());
                number::decimals_for(scores.flat_map(|s| [s.low, s.high]))
            }
        }
    }
}

impl Report for UncertaintyAnalysis<'_> {
    fn document(&self, _: Detail) -> Document {
        document(self)
    }

    fn records(&self) -> Option<Table> {
        Some(records::records(self))
    }

    fn json(&self) -> serde_json::Result<String> {
        json::json(self)
    }
}

fn document(analysis: &UncertaintyAnalysis<'_>) -> Document {
    let found = &analysis.found;
    let one = found.units.len() == 1;
    let title = match (analysis.names.as_slice(), one) {
        ([name], _) => name.clone(),
        (names, _) => match (analysis.origin, analysis.common()) {
            (Origin::Partnerships { .. }, Some(end)) => {
                format!("{} partnerships with {}", names.len(), end.trim_start_matches(" – "))
            }
            (Origin::Partnerships { .. }, None) => format!("{} partnerships", names.len()),
            _ => format!("{} units", names.len()),
        },
    };
    let title = format!("{title}: how far results move over {} model variants", number::plain(found.plan.draws as f64));
    let made = format!("{} · seed {}", made(analysis.origin), found.plan.seed);
    let mut d = Document::new(title, made);
    if let ([unit], [driver], [relative]) =
        (found.units.as_slice(), analysis.drivers.as_slice(), analysis.relative_drivers.as_slice())
    {
        for (label, text) in words::headline(analysis, unit, [driver.as_ref(), relative.as_ref()]) {
            d.fact(label, text);
        }
        d.table(nodes(analysis, unit));
    } else {
        d.fact("What", "Shares are shares of declared model variants, never probabilities that something is true.");
        d.table(units(analysis));
        d.table(among_peers(analysis));
        for table in [ranks(analysis), acceptabilities(analysis), winning(analysis)].into_iter().flatten() {
            d.table(table);
        }
        if let Some(shift) = found.ranks.as_ref().and_then(|r| r.shift) {
            d.pause();
            let (median, low, high) =
                (number::fixed(shift.median, 2), number::fixed(shift.low, 2), number::fixed(shift.high, 2));
            d.fact("Shift", format!("a unit moves {median} ranks in the median variant, on average over all units; 90 % interval {low} to {high}"));
        }
    }
    d.pause();
    d.list("Varied", factors(analysis));
    d.fact("", "The framework file gives the reason for each range.");
    d.list("Correlated", words::correlated(&analysis.correlations, &analysis.factors));
    let not_varied = analysis.not_varied.iter().map(|(code, why)| format!("{code}: {why}")).collect();
    d.list("Not varied", not_varied);
    let failed = words::failed(found);
    d.list("Failed", failed.into_iter().collect());
    d.list("Notes", analysis.notes.to_vec());
    d.fact("Next", words::next(analysis));
    d.with_roots(analysis.origin.own_roots())
}

/// Scores without a sign, gaps with one.
fn notation(decimals: usize, signed: bool) -> Notation {
    if signed { Notation::Signed(decimals) } else { Notation::Decimals(decimals) }
}

fn interval(spread: Option<Spread>, decimals: usize, signed: bool) -> Cell {
    spread.map_or_else(Cell::missing, |s| Cell::range(s.low, s.high, notation(decimals, signed)))
}

/// Every node of one unit, and the gap.
fn nodes(analysis: &UncertaintyAnalysis<'_>, unit: &Unit) -> Table {
    let decimals = analysis.decimals();
    let gaps = unit.gap.is_some();
    let mut t = Table::new("Scores", ["", "score", "90 % interval", "data alone"], 1);
    let all = analysis.origin.nodes();
    for (place, code) in analysis.found.outputs.iter().enumerate() {
        let node = all.iter().find(|n| n.code == *code);
        let depth =
            node.map_or(0, |n| std::iter::successors(n.parent, |p| all.get(p.0).and_then(|n| n.parent)).count());
        let (title, signed) = match node {
            Some(node) => (named(node, analysis.names.first().map_or("", String::as_str)), false),
            None if code == GAP => ("GAP (form − content)".to_owned(), true),
            None if code == RANK => ("Rank gap among the peers°".to_owned(), true),
            None if code == RESIDUAL => ("Residual among the peers°".to_owned(), true),
            None => continue,
        };
        let relative = !gaps || code == RANK || code == RESIDUAL;
        let band = if relative { &unit.full } else { &unit.absolute };
        let (full, data) = (band.get(place).copied().flatten(), unit.data.get(place).copied().flatten());
        let nominal = unit.nominal.get(place).copied().flatten();
        // A node without a number anywhere does not apply.
        let drawn = |id: &NodeId| unit.full.get(id.0).copied().flatten().is_some();
        let below = node.is_some_and(|n| n.children().iter().any(drawn));
        if nominal.is_none() && full.is_none() && !below {
            continue;
        }
        // What is withheld has no interval: the variants in which it has a score are not a sample of those in which it
        // has none.
        let (full, data) = nominal.map_or((None, None), |_| (full, data));
        let data = interval(data.filter(|_| analysis.found.has_data), decimals, signed);
        let own = Cell::maybe(nominal, notation(decimals, signed));
        t.push_at(depth, false, [title.into(), own, interval(full, decimals, signed), data]);
    }
    let of = if gaps { "the variants on absolute scales (° of all variants)" } else { "all variants" };
    t.note = format!(
        "score: as the framework has it; interval: from the 5th to the 95th percentile of {of}; data alone: the method as it is, \
         the data within their errors."
    );
    t
}

/// The title of a node with the names of both parties.
fn named(node: &Node, names: &str) -> String {
    let (a, b) = names.split_once(" – ").unwrap_or((names, ""));
    let backwards =
        matches!(&node.kind, NodeKind::Indicator(i) if i.direction == crate::model::framework::Direction::BToA);
    let (from, to) = if backwards { (b, a) } else { (a, b) };
    node.title.replace("{from}", from).replace("{to}", to)
}

/// One line for each of several units.
fn units(analysis: &UncertaintyAnalysis<'_>) -> Table {
    let (found, decimals) = (&analysis.found, analysis.decimals());
    let gaps = found.units.iter().any(|u| u.gap.is_some());
    let mut t = if gaps {
        Table::new("GAP", ["", "GAP", "90 % interval", "data alone", "GAP > 0", "driver"], 1)
    } else {
        Table::new("Scores", ["", "score", "median", "90 % interval", "data alone", "driver"], 1)
    };
    let place = found.headline_output;
    for ((unit, name), driver) in found.units.iter().zip(&analysis.names).zip(&analysis.drivers) {
        let nominal = unit.nominal.get(place).copied().flatten();
        let (full, data) = (unit.absolute.get(place).copied().flatten(), unit.data.get(place).copied().flatten());
        let driver = driver.as_ref();
        let driver =
            driver.map_or_else(Cell::missing, |d| format!("{} {}", d.code, number::fixed(d.total.estimate, 2)).into());
        let nominal = Cell::maybe(nominal, notation(decimals, gaps));
        let data = interval(data.filter(|_| found.has_data), decimals, gaps);
        let full_interval = interval(full, decimals, gaps);
        let partly = |known: usize| if known < found.plan.draws { "*" } else { "" };
        let positive = unit.gap.as_ref();
        let positive = positive
            .map_or_else(Cell::missing, |g| Cell::from(number::percent_of_draws(g.positive)).marked(partly(g.known)));
        let name = Cell::from(analysis.label(name));
        t.push(match gaps {
            true => [name, nominal, full_interval, data, positive, driver],
            false => {
                let median = Cell::maybe(full.map(|s| s.median), Notation::Decimals(decimals));
                [name, nominal, median, full_interval, data, driver]
            }
        });
    }
    let of = if gaps { "the variants on absolute scales" } else { "all variants" };
    t.note = format!(
        "interval: from the 5th to the 95th percentile of {of}; driver: the factor with the largest total index ST; * of the \
         variants that have a gap, which is not all."
    );
    t
}

/// The relative answers of several partnerships.
fn among_peers(analysis: &UncertaintyAnalysis<'_>) -> Table {
    let found = &analysis.found;
    let header = ["", "rank", "resid.", "90 % interval", "like", "form", "content", "n", "driver"];
    let mut t = Table::new("Among the peers", header, 1);
    let place = |code: &str| found.outputs.iter().position(|o| o == code);
    let (rank, residual) = (place(RANK), place(RESIDUAL));
    for ((unit, name), driver) in found.units.iter().zip(&analysis.names).zip(&analysis.relative_drivers) {
        let Some(peers) = &unit.peers else { continue };
        let own = |place: Option<usize>, decimals| {
            Cell::maybe(place.and_then(|p| unit.nominal.get(p).copied().flatten()), Notation::Signed(decimals))
        };
        let band = residual.and_then(|p| unit.full.get(p).copied().flatten());
        let share = |x: f64| Cell::number(100.0 * x, Notation::Decimals(0));
        let driver = driver.as_ref().map_or_else(Cell::missing, |d| d.code.clone().into());
        t.push([
            analysis.label(name).into(),
            own(rank, 0),
            own(residual, 1),
            interval(band, 1, true),
            share(peers.like),
            share(peers.more_form),
            share(peers.more_content),
            Cell::number(peers.known as f64, Notation::Amount),
            driver,
        ]);
    }
    t.note = "rank: percentile rank in form less that in content; resid.: from the peers' line, with its interval over all variants; \
               like, form, content: % of the n variants in which it is like its peers, has more form, has more content; the rest: \
               the two yardsticks disagree."
        .into();
    t
}

fn ranks(analysis: &UncertaintyAnalysis<'_>) -> Option<Table> {
    let r = analysis.found.ranks.as_ref()?;
    let mut t = Table::new(
        format!("Ranks by {}", ranked(analysis)),
        ["", "rank", "median", "90 % interval", "first", "last", "n"],
        1,
    );
    let mut order: Vec<usize> = (0..analysis.names.len()).collect();
    order.sort_by_key(|u| (r.nominal.get(*u).copied().flatten().unwrap_or(usize::MAX), *u));
    for u in order {
        let (Some(Some(own)), Some(Some(s)), Some(shares)) =
            (r.nominal.get(u), r.spreads.get(u), r.acceptability.get(u))
        else {
            continue;
        };
        let end = |share: Option<&f64>| share.map_or_else(|| "–".into(), |s| number::percent_of_draws(*s));
        t.push([
            analysis.names.get(u).map_or("", |name| analysis.label(name)).to_owned(),
            own.to_string(),
            short(s.median),
            format!("{} to {}", short(s.low), short(s.high)),
            end(shares.first()),
            end(shares.last()),
            number::plain(s.known as f64),
        ]);
    }
    t.note = format!(
        "by pairs of those that have a score in the same variant, {} variants, all in {} of them; n: variants in which the unit has a \
         score; first and last: share of these with that rank.",
        number::plain(r.draws as f64),
        number::plain(r.whole as f64)
    );
    Some(t)
}

fn ranked(analysis: &UncertaintyAnalysis<'_>) -> String {
    let code = analysis.found.outputs.get(analysis.found.ranked);
    let node = analysis.origin.nodes().iter().find(|n| Some(&n.code) == code);
    node.map_or_else(|| "score".into(), |n| n.title.clone())
}

/// A rank, which lies between two where some rivals have no score.
fn short(rank: f64) -> String {
    number::fixed(rank, 1).trim_end_matches(".0").to_owned()
}

/// More units than this are left to the other formats.
const MOST: usize = 12;

fn acceptabilities(analysis: &UncertaintyAnalysis<'_>) -> Option<Table> {
    let r = analysis.found.ranks.as_ref().filter(|_| analysis.names.len() <= MOST)?;
    let ranks = r.acceptability.iter().map(Vec::len).max().unwrap_or(0);
    let heads = std::iter::once(String::new()).chain((1..=ranks).map(|n| n.to_string()));
    let mut t = Table::new("Rank acceptabilities, % of variants", heads, 1);
    square(analysis, &r.acceptability, false).into_iter().for_each(|row| t.push(row));
    t.note = "rows: units; columns: ranks.".into();
    Some(t)
}

fn winning(analysis: &UncertaintyAnalysis<'_>) -> Option<Table> {
    let r = analysis.found.ranks.as_ref().filter(|_| analysis.names.len() <= MOST)?;
    let heads = std::iter::once(String::new()).chain((1..=analysis.names.len()).map(|n| n.to_string()));
    let mut t = Table::new("Pairwise winning shares, % of variants", heads, 1);
    square(analysis, &r.winning, true).into_iter().for_each(|row| t.push(row));
    t.note = "how often the unit of the row scores higher than that of the column, which are in the same order.".into();
    Some(t)
}

fn square(analysis: &UncertaintyAnalysis<'_>, shares: &[Vec<f64>], numbered: bool) -> Vec<Vec<String>> {
    let row = |(place, (name, shares)): (usize, (&String, &Vec<f64>))| {
        let short = analysis.label(name);
        let cell = |share: &f64| if *share == 0.0 { "·".to_owned() } else { number::whole(100.0 * share) };
        let head = if numbered { format!("{} {short}", place + 1) } else { short.to_owned() };
        std::iter::once(head).chain(shares.iter().map(cell)).collect()
    };
    analysis.names.iter().zip(shares).enumerate().map(row).collect()
}

fn factors(analysis: &UncertaintyAnalysis<'_>) -> Vec<String> {
    analysis.factors.iter().map(|f| format!("{}: {}", f.code, f.range)).collect()
}
