//! Rows pooled by unit, topic and year: a unit is a party, or a bloc as the sum of that year's members.
//!
//! The rows of the years asked for, once for each unit they count in, are grouped: a few by a hash table, as they come; many by a frame of
//! polars, which shares them out among threads. Both keep the rows' order, and so give the same bits.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use polars::prelude::*;

use crate::model::package::Package;
use crate::model::party::{Parties, PartyId};
use crate::model::quick_hash::Quick;
use crate::model::records::Ballot;
use crate::model::window::{Window, Year};

/// Sums of up to four value columns, and the lines they came from: all, or a witness for each cell where nobody shows the rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pooled {
    pub values: [f64; 4],
    pub lines: Vec<u32>,
}

impl Pooled {
    pub fn add(&mut self, other: &Pooled) {
        for (a, b) in self.values.iter_mut().zip(other.values) {
            *a += b;
        }
        self.lines.extend_from_slice(&other.lines);
    }
}

/// No topic: tables that have none use this for all rows.
pub(super) const ANY: u32 = 0;

/// From, to, topic, year.
pub(super) type Key = (PartyId, PartyId, u32, Year);

/// Whether a cell knows every line it came from, or one of them, which says that there is any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    All,
    Witness,
}

/// The cells of one (from, to, topic), year by year: whoever sums over a window looks for them once.
type Series = Vec<Option<Pooled>>;

/// A table's sums by (from, to, topic, year).
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    /// Each from the same year on.
    series: Arc<HashMap<(PartyId, PartyId, u32), Series, Quick>>,
    first: u16,
    /// The units on the left side, by year.
    left: Arc<HashSet<(PartyId, Year), Quick>>,
    /// Cells that stand in the place of those above: a bloc's with some of its members. `None` where these have no row.
    instead: HashMap<Key, Option<Pooled>>,
}

impl Pool {
    pub fn cell(&self, from: PartyId, to: PartyId, topic: u32, year: Year) -> Option<&Pooled> {
        self.cells(from, to, topic, std::iter::once(year)).next().and_then(|(_, cell)| cell)
    }

    /// These years, each with its cell.
    fn cells(
        &self,
        from: PartyId,
        to: PartyId,
        topic: u32,
        years: impl Iterator<Item = Year>,
    ) -> impl Iterator<Item = (Year, Option<&Pooled>)> {
        let series = self.series.get(&(from, to, topic)).map_or(&[][..], Vec::as_slice);
        years.map(move |year| {
            let instead = if self.instead.is_empty() { None } else { self.instead.get(&(from, to, topic, year)) };
            let own = || series.get(usize::from(year.get().checked_sub(self.first)?))?.as_ref();
            (year, instead.map_or_else(own, Option::as_ref))
        })
    }

    /// The same table, shared, with these cells in place of its own.
    pub fn with(&self, instead: HashMap<Key, Option<Pooled>>) -> Self {
        Pool { series: Arc::clone(&self.series), left: Arc::clone(&self.left), first: self.first, instead }
    }

    /// The keys of all cells.
    fn all_keys(&self) -> impl Iterator<Item = Key> + '_ {
        self.series.iter().flat_map(|(&(from, to, topic), series)| {
            let years = (i64::from(self.first)..).map(Year::new).zip(series);
            years.filter_map(move |(year, cell)| cell.as_ref().and(year).map(|year| (from, to, topic, year)))
        })
    }

    /// Whether any cell has such a key.
    pub fn any(&self, chosen: impl Fn(&Key) -> bool) -> bool {
        self.all_keys().any(|key| chosen(&key))
    }

    /// The keys of all cells that `chosen` asks for, in order.
    pub fn keys(&self, chosen: impl Fn(&Key) -> bool) -> Vec<Key> {
        let mut keys: Vec<Key> = self.all_keys().filter(chosen).collect();
        keys.sort_unstable();
        keys
    }

    /// The sum over the years that have a row.
    pub fn sum(&self, from: PartyId, to: PartyId, topic: u32, years: &[Year]) -> Pooled {
        let mut sum = Pooled::default();
        for cell in self.cells(from, to, topic, years.iter().copied()).filter_map(|(_, cell)| cell) {
            sum.add(cell);
        }
        sum
    }

    /// The years of `window` that have a row.
    pub fn years(&self, from: PartyId, to: PartyId, topic: u32, window: Window) -> Vec<Year> {
        let cells = self.cells(from, to, topic, window.iter());
        cells.filter(|(_, cell)| cell.is_some()).map(|(year, _)| year).collect()
    }

    /// Whether any year of `window` has a row.
    pub fn knows(&self, from: PartyId, to: PartyId, topic: u32, window: Window) -> bool {
        self.cells(from, to, topic, window.iter()).any(|(_, cell)| cell.is_some())
    }

    /// Whether any row of the window has this unit on its left side.
    pub fn knows_from(&self, from: PartyId, window: Window) -> bool {
        window.iter().any(|year| self.left.contains(&(from, year)))
    }
}

/// Which units a party counts in, by year: itself, and every bloc it is a member of.
pub(super) struct Units {
    blocs: HashMap<(PartyId, Year), Vec<PartyId>, Quick>,
    lines: Lines,
}

impl Units {
    pub fn new(parties: &Parties, window: Window, lines: Lines) -> Self {
        let mut blocs: HashMap<(PartyId, Year), Vec<PartyId>, Quick> = HashMap::default();
        for (bloc, _) in parties.iter().filter(|(id, _)| parties.is_bloc(*id)) {
            for year in window.iter() {
                for member in parties.counted_members(bloc, year) {
                    blocs.entry((member, year)).or_default().push(bloc);
                }
            }
        }
        Units { blocs, lines }
    }

    /// The party itself, then its blocs where `expand` asks for them.
    fn of(&self, party: PartyId, year: Year, expand: bool) -> impl Iterator<Item = PartyId> + Clone + '_ {
        let blocs = if expand { self.blocs.get(&(party, year)) } else { None };
        std::iter::once(party).chain(blocs.into_iter().flatten().copied())
    }
}

/// Which sides of a row are a flow's ends, to be summed over a bloc's members; the others are names, taken as they are.
#[derive(Clone, Copy)]
struct Sides {
    from: bool,
    to: bool,
}

/// A table's rows, once for each pair of units they count in.
struct Columns<'a> {
    units: &'a Units,
    sides: Sides,
    from: Vec<u32>,
    to: Vec<u32>,
    topic: Vec<u32>,
    year: Vec<u32>,
    line: Vec<u32>,
    values: Vec<[f64; 4]>,
}

impl<'a> Columns<'a> {
    fn new(units: &'a Units, sides: Sides) -> Self {
        let (from, to, topic, year, line) = Default::default();
        Columns { units, sides, from, to, topic, year, line, values: Vec::new() }
    }

    fn push(&mut self, from: PartyId, to: PartyId, topic: u32, year: Year, line: u32, values: [f64; 4]) {
        let rights = self.units.of(to, year, self.sides.to);
        for left in self.units.of(from, year, self.sides.from) {
            for right in rights.clone() {
                self.from.push(left.raw());
                self.to.push(right.raw());
                self.topic.push(topic);
                self.year.push(u32::from(year.get()));
                self.line.push(line);
                self.values.push(values);
            }
        }
    }

    /// The groups' rows, in their order, found by a frame.
    fn groups(&self) -> PolarsResult<Vec<Vec<usize>>> {
        let Columns { from, to, topic, year, .. } = self;
        let frame = df! { "from" => from, "to" => to, "topic" => topic, "year" => year }?;
        let grouped = frame.group_by(["from", "to", "topic", "year"])?;
        let groups = grouped.get_groups().iter().map(|group| match group {
            GroupsIndicator::Idx((_, all)) => all.iter().map(|row| *row as usize).collect(),
            GroupsIndicator::Slice([first, n]) => (first as usize..(first + n) as usize).collect(),
        });
        Ok(groups.collect())
    }

    /// The first year, and how many there are to the last.
    fn span(&self) -> (u16, usize) {
        let (first, last) = self.year.iter().fold((u32::MAX, 0), |(low, high), y| (low.min(*y), high.max(*y)));
        let first = u16::try_from(first).unwrap_or(0);
        (first, (last as usize + 1).saturating_sub(usize::from(first)))
    }

    /// The cells; rows from `MANY` on are grouped by a frame. The columns have equal lengths, so that it has nothing to refuse.
    fn pool(self) -> Pool {
        self.pool_from(MANY)
    }

    fn pool_from(self, many: usize) -> Pool {
        let (first, years) = self.span();
        let mut series: HashMap<_, Series, Quick> = HashMap::default();
        let mut left = HashSet::default();
        let mut add = |row: usize| {
            let (from, to) = (PartyId::from_raw(self.from[row]), PartyId::from_raw(self.to[row]));
            let of_years = series.entry((from, to, self.topic[row])).or_insert_with(|| vec![None; years]);
            let Some(cell) = of_years.get_mut(self.year[row] as usize - usize::from(first)) else { return };
            let sum = cell.get_or_insert_with(|| {
                left.extend(Year::new(i64::from(self.year[row])).map(|year| (from, year)));
                Pooled::default()
            });
            for (total, value) in sum.values.iter_mut().zip(self.values[row]) {
                *total += value;
            }
            if self.units.lines == Lines::All || sum.lines.is_empty() {
                sum.lines.push(self.line[row]);
            }
        };
        if self.from.len() < many {
            (0..self.from.len()).for_each(&mut add);
        } else {
            let groups = self.groups().unwrap_or_else(|e| unreachable!("columns of one length can be grouped: {e}"));
            groups.into_iter().flatten().for_each(&mut add);
        }
        Pool { series: Arc::new(series), first, left: Arc::new(left), instead: HashMap::new() }
    }
}

/// From so many rows on the frame's threads outweigh what it costs to lay out.
const MANY: usize = 1_000_000;

pub(super) fn trade(package: &Package, window: Window, units: &Units) -> Pool {
    let mut c = Columns::new(units, Sides { from: true, to: true });
    for f in package.trade.iter().filter(|f| window.contains(f.year)) {
        c.push(f.exporter, f.importer, ANY, f.year, f.line, [f.value_usd, 0.0, 0.0, 0.0]);
    }
    c.pool()
}

/// From supplier to recipient; suppliers are taken as they are (the EU is folded in the package).
pub(super) fn arms(package: &Package, window: Window, units: &Units) -> Pool {
    let mut c = Columns::new(units, Sides { from: false, to: true });
    for f in package.arms.iter().filter(|f| window.contains(f.year)) {
        c.push(f.supplier, f.recipient, ANY, f.year, f.line, [f.tiv_million, 0.0, 0.0, 0.0]);
        // Every delivery counts among those of the world, so that a recipient's imports are one cell.
        c.push(PartyId::WORLD, f.recipient, ANY, f.year, f.line, [f.tiv_million, 0.0, 0.0, 0.0]);
    }
    c.pool()
}

/// Values: documents, documents mentioning, mentions, words. The target is a name, never the sum of its members' names.
pub(super) fn mentions(package: &Package, window: Window, units: &Units) -> Pool {
    let mut c = Columns::new(units, Sides { from: true, to: false });
    for m in package.mentions.iter().filter(|m| window.contains(m.year)) {
        let values = [m.documents, m.documents_mentioning, m.mentions, m.words].map(f64::from);
        c.push(m.speaker, m.target, ANY, m.year, m.line, values);
    }
    c.pool()
}

/// Values as in [`mentions`]; the topic is the issue's place in the list, and both sides are the speaker.
pub(super) fn attention(package: &Package, window: Window, units: &Units) -> Pool {
    let mut c = Columns::new(units, Sides { from: true, to: false });
    for a in package.attention.iter().filter(|a| window.contains(a.year)) {
        let values = [a.documents, a.documents_mentioning, a.mentions, a.words].map(f64::from);
        c.push(a.speaker, PartyId::WORLD, a.issue as u32, a.year, a.line, values);
    }
    c.pool()
}

/// Values: both voted, same, one abstains, opposite. The topic is the first issue of that category; categories no issue
/// asks for are left out.
pub(super) fn positions(package: &Package, window: Window, units: &Units) -> Pool {
    let topics: HashMap<&str, u32> = package
        .issues
        .iter()
        .enumerate()
        .filter_map(|(i, issue)| match &issue.ballot {
            Ballot::Category(category) => Some((category.as_str(), i as u32)),
            _ => None,
        })
        .rev()
        .collect();
    let mut c = Columns::new(units, Sides { from: true, to: false });
    for p in package.positions.iter().filter(|p| window.contains(p.year)) {
        if let Some(topic) = topics.get(p.issue.as_str()) {
            c.push(p.member, p.partner, *topic, p.year, p.line, [p.both_voted, p.same, p.one_abstains, p.opposite]);
        }
    }
    c.pool()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_table_and_a_frame_give_the_same_cells() {
        let units = |lines| Units { blocs: HashMap::default(), lines };
        for lines in [Lines::All, Lines::Witness] {
            let units = units(lines);
            let columns = || {
                let mut c = Columns::new(&units, Sides { from: false, to: false });
                for i in 0..3_000_u32 {
                    let year = Year::new(2000 + i64::from(i % 7)).expect("a year");
                    let value = f64::from(i) * 0.1;
                    let party = |n| PartyId::from_raw(n);
                    c.push(party(i % 5), party(i % 11), i % 2, year, i + 2, [value, 1.0, -value, 0.0]);
                }
                c
            };
            let (table, frame) = (columns().pool_from(usize::MAX), columns().pool_from(0));
            assert_eq!((&table.series, table.first, &table.left), (&frame.series, frame.first, &frame.left));
            assert_eq!((table.keys(|_| true).len(), table.first), (770, 2000));
            let cell = table.series.values().flatten().flatten().next().expect("a cell");
            assert_eq!(cell.lines.len() == 1, lines == Lines::Witness, "{cell:?}");
            assert!(Columns::new(&units, Sides { from: true, to: true }).pool().series.is_empty());
        }
    }
}
