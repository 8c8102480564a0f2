//! The totals of all economies, and the world of one year as units that trade with one another: each bloc one of them, every
//! other economy by itself.

use std::collections::BTreeMap;

use crate::measure::Measurer;
use crate::measure::pool::ANY;
use crate::model::framework::Framework;
use crate::model::package::Package;
use crate::model::party::{Partnership, PartyId};
use crate::model::records::TradeMargin;
use crate::model::window::Year;

/// Sums of figures that were rounded differ by this share of the world's trade at most; what differs more is something else.
const ROUNDING: f64 = 1e-6;

/// Where each total stands, and which of them repeat what a bloc's holds.
pub(in crate::measure) struct World {
    /// Places in the table, by party and year.
    rows: Vec<(PartyId, Year, usize)>,
    /// The rows of each year but the world's, by code, so that no order of a file moves a digit.
    years: BTreeMap<Year, Vec<Row>>,
    /// The parties by code.
    pub(super) order: Vec<PartyId>,
    /// Those of the peer set, its own first.
    blocs: Vec<PartyId>,
}

struct Row {
    place: usize,
    /// The bloc of the peer set whose row holds this one's trade.
    bloc: Option<PartyId>,
}

impl World {
    pub(in crate::measure) fn new(package: &Package, framework: &Framework) -> Self {
        let parties = &package.parties;
        let codes = std::iter::once(&framework.peers.with).chain(&framework.peers.members);
        let mut blocs: Vec<PartyId> = Vec::new();
        for bloc in codes.filter_map(|code| parties.by_code(code)).filter(|id| parties.is_bloc(*id)) {
            if !blocs.contains(&bloc) {
                blocs.push(bloc);
            }
        }
        let mut order: Vec<PartyId> = parties.iter().map(|(id, _)| id).collect();
        order.sort_by_key(|id| parties.code(*id));
        let mut rank = vec![0_usize; order.len()];
        for (place, id) in order.iter().enumerate() {
            if let Some(rank) = rank.get_mut(id.index()) {
                *rank = place;
            }
        }
        let mut rows: Vec<_> = package.trade_margins.iter().enumerate().map(|(i, m)| (m.party, m.year, i)).collect();
        let mut by_year: BTreeMap<Year, Vec<(usize, usize)>> = BTreeMap::new();
        for (party, year, place) in &rows {
            if let Some(rank) = rank.get(party.index()) {
                by_year.entry(*year).or_default().push((*rank, *place));
            }
        }
        rows.sort_unstable();
        let year = |(year, mut ranked): (Year, Vec<(usize, usize)>)| {
            ranked.sort_unstable();
            let members: Vec<_> = blocs.iter().map(|b| (*b, parties.counted_members(*b, year))).collect();
            let row = |(_, place): (usize, usize)| {
                let margin = package.trade_margins.get(place)?;
                let named = margin.within.filter(|b| blocs.contains(b));
                let dated = || members.iter().find(|(_, m)| m.contains(&margin.party)).map(|(b, _)| *b);
                Some(Row { place, bloc: named.or_else(dated) })
            };
            (year, ranked.into_iter().filter_map(row).collect())
        };
        let years = by_year.into_iter().map(year).collect();
        World { rows, years, order, blocs }
    }

    /// The row of a party and year.
    pub(super) fn row<'p>(&self, package: &'p Package, party: PartyId, year: Year) -> Option<&'p TradeMargin> {
        let at = self.rows.partition_point(|(p, y, _)| (*p, *y) < (party, year));
        let (p, y, place) = self.rows.get(at)?;
        package.trade_margins.get(*place).filter(|_| (*p, *y) == (party, year))
    }
}

/// Exports and imports of a unit, in dollars, its trade with itself left out.
pub(super) type Sums = [f64; 2];

/// One year of the world in units.
pub(super) struct Units {
    /// By code; a bloc that a party of the pair belongs to stands for its remaining members.
    pub units: Vec<(PartyId, Sums)>,
    /// What economies without a row sell and buy, all together, their trade with one another included.
    pub unlisted: Sums,
    /// The lines of the blocs' and the world's rows.
    pub lines: Vec<u32>,
    /// Blocs that were parted, with who left them.
    pub parted: Vec<(PartyId, PartyId)>,
}

/// A bloc's trade with the outside, and what it trades with itself.
struct Outside {
    sums: Sums,
    intra: f64,
    line: u32,
}

impl Measurer<'_> {
    /// The world of one year for a pair; the error says what is wanting.
    ///
    /// Each bloc of the peer set, and each that is a party, is one unit. A party of the pair that belongs to such a bloc stands
    /// alone, and the bloc's other members are a unit of their own. Members whom a coalition is without stand alone as well.
    pub(super) fn units(&self, p: Partnership, year: Year) -> Result<Units, String> {
        let world = self.margin(PartyId::WORLD, year).ok_or("no total of all")?;
        let index = &self.pools.world;
        let own: Vec<PartyId> = [p.a, p.b].into_iter().filter(|id| self.package.parties.is_bloc(*id)).collect();
        let others: Vec<_> = own
            .iter()
            .filter(|bloc| !index.blocs.contains(bloc))
            .map(|bloc| (*bloc, self.counted_members(*bloc, year)))
            .collect();
        let rows = index.years.get(&year).map_or(&[][..], Vec::as_slice);
        let left = |bloc: PartyId, party: PartyId| {
            self.coalition.as_ref().is_some_and(|c| c.bloc == bloc && c.without.contains(&party))
        };
        let bloc_of = |row: &Row, margin: &TradeMargin| {
            let by_pair = |(bloc, members): &&(PartyId, Vec<PartyId>)| {
                margin.within == Some(*bloc) || members.contains(&margin.party)
            };
            let bloc = row.bloc.or_else(|| others.iter().find(by_pair).map(|(bloc, _)| *bloc))?;
            (!left(bloc, margin.party)).then_some(bloc)
        };
        let margins = || rows.iter().filter_map(|row| Some((row, self.package.trade_margins.get(row.place)?)));
        let of_pair = |m: &TradeMargin| m.party == p.a || m.party == p.b;
        let parted: Vec<(PartyId, PartyId)> =
            margins().filter(|(_, m)| of_pair(m)).filter_map(|(r, m)| Some((bloc_of(r, m)?, m.party))).collect();
        // In the order of the framework, so that the order of parties.csv moves no digit.
        let mut outside: Vec<(PartyId, Outside)> = Vec::new();
        for bloc in index.blocs.iter().copied().chain(others.iter().map(|(bloc, _)| *bloc)) {
            let gone: Vec<PartyId> = parted.iter().filter(|(b, _)| *b == bloc).map(|(_, m)| *m).collect();
            outside.push((bloc, self.outside(bloc, &gone, year)?));
        }
        let mut units = Vec::with_capacity(rows.len());
        for (row, margin) in margins() {
            if let Some((bloc, whole)) = outside.iter().find(|(bloc, _)| *bloc == margin.party) {
                units.push((*bloc, whole.sums));
            } else if !self.package.parties.is_bloc(margin.party) && (of_pair(margin) || bloc_of(row, margin).is_none())
            {
                units.push((margin.party, [margin.exports_usd, margin.imports_usd]));
            }
        }
        let inside: f64 = outside.iter().map(|(_, o)| o.intra).sum();
        let totals = [world.exports_usd - inside, world.imports_usd - inside];
        if (totals[0] - totals[1]).abs() > ROUNDING * totals[0] {
            return Err("what all export is not what all import".into());
        }
        let unlisted = totals_less(totals, &units)
            .ok_or("the totals of single economies exceed the world's (one may stand in two blocs)")?;
        let lines = outside.iter().map(|(_, o)| o.line).chain([world.line]).collect();
        Ok(Units { units, unlisted, lines, parted })
    }

    /// A bloc without some of its members: their totals are taken off its own, and their flows with it turn from inside to
    /// outside.
    fn outside(&self, bloc: PartyId, gone: &[PartyId], year: Year) -> Result<Outside, String> {
        let margin = self.margin(bloc, year).ok_or_else(|| format!("no total of {}", self.name(bloc)))?;
        let unknown = || format!("the trade inside {} is not known", self.name(bloc));
        let mut intra = margin.intra_usd.ok_or_else(unknown)?;
        let (mut exports, mut imports) = (margin.exports_usd, margin.imports_usd);
        let flow = |from, to| self.pools.trade.cell(from, to, ANY, year).map(|cell| cell.values[0]);
        for member in gone {
            let name = self.name(*member);
            let own = self.margin(*member, year).ok_or_else(|| format!("no total of {name}"))?;
            let inside = flow(*member, bloc).zip(flow(bloc, *member));
            let (out, back) = inside.ok_or_else(|| format!("no trade of {name} with the others in its bloc"))?;
            exports -= own.exports_usd;
            imports -= own.imports_usd;
            intra -= out + back;
        }
        // What two that leave trade with one another was taken off for each of them.
        let pairs = gone.iter().flat_map(|a| gone.iter().filter(move |b| *b != a).map(move |b| (*a, *b)));
        intra += pairs.filter_map(|(a, b)| flow(a, b)).sum::<f64>();
        Ok(Outside { sums: [exports - intra, imports - intra], intra, line: margin.line })
    }
}

/// What the units leave of the totals; `None` where they have more.
fn totals_less(totals: Sums, units: &[(PartyId, Sums)]) -> Option<Sums> {
    let mut rest = totals;
    for (_, sums) in units {
        for (rest, sum) in rest.iter_mut().zip(sums) {
            *rest -= sum;
        }
    }
    for (rest, total) in rest.iter_mut().zip(totals) {
        if *rest < -ROUNDING * total {
            return None;
        }
        *rest = if *rest <= ROUNDING * total { 0.0 } else { *rest };
    }
    Some(rest)
}
