//! A bloc looked at with some of its members only: what is summed or pooled over members is pooled over those, what is the bloc's
//! own (status, institutions, its name in others' speeches, coded values, product detail) stays.
//!
//! The tables are not pooled again. The cells of the bloc are taken apart by member once; each coalition adds up its own.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::pool::{Key, Pool, Pooled};
use super::{Measurer, Pools};
use crate::model::party::{Partnership, PartyId};
use crate::model::records::TradeMargin;
use crate::model::window::Year;

/// Which members a bloc is without, and its trade with the world without them.
pub(super) struct Coalition {
    pub bloc: PartyId,
    pub without: Vec<PartyId>,
    pub margins: BTreeMap<Year, TradeMargin>,
}

/// A set of members as bits: bit i is the i-th of [`Parts::members`].
pub type Mask = u32;

/// How far the flows held between members may fall short of the bloc's own row: a few small pairs may be wanting.
const SHORT: f64 = 0.01;

/// More members than this have too many coalitions to score every one.
pub const MOST_MEMBERS: usize = 16;

/// A bloc's cells taken apart by member, for one partnership and window.
pub struct Parts {
    pub bloc: PartyId,
    pub partner: PartyId,
    /// Those of the window, in the order of the registry.
    pub members: Vec<PartyId>,
    trade: Cells,
    arms: Cells,
    mentions: Cells,
    attention: Cells,
    positions: Cells,
    margins: Vec<Margin>,
}

/// Each of the bloc's cells, as the cells of its members.
type Cells = Vec<(Key, Vec<(Place, [f64; 4])>)>;

/// The member's place in [`Parts::members`]; `None` for one that had left before the window and is in every coalition.
type Place = Option<usize>;

/// The bloc's trade with the world in one year, by member.
struct Margin {
    stored: TradeMargin,
    /// Exports and imports; `None` where the package does not hold them.
    own: Vec<(Place, Option<(f64, f64)>)>,
    /// Flows from one member to another.
    inside: Vec<(Place, Place, f64)>,
}

fn within(mask: Mask, place: Place) -> bool {
    // Members beyond the bits of a mask are in every coalition.
    place.and_then(|i| mask.checked_shr(i as u32)).is_none_or(|rest| rest & 1 == 1)
}

impl<'a> Measurer<'a> {
    /// The bloc of the pair taken apart by member; `None` where no side has members whose rows are in the data.
    ///
    /// Between two blocs it is the one whose members have flows of their own with the other side.
    pub fn parts(&self, p: Partnership) -> Option<Parts> {
        let sides = [(p.b, p.a), (p.a, p.b)];
        let any = |bloc: PartyId, other: PartyId, pool: &Pool| {
            let members = self.members_in_window(bloc);
            pool.any(|k| members.contains(&k.0) && k.1 == other || members.contains(&k.1) && k.0 == other)
        };
        let pools = [&self.pools.trade, &self.pools.arms, &self.pools.mentions];
        let found = |pool: &&Pool| sides.into_iter().find(|(bloc, other)| any(*bloc, *other, pool));
        let (bloc, partner) = pools.iter().find_map(found)?;
        let members = self.members_in_window(bloc);
        let either = |k: &Key| (k.0 == bloc && k.1 == partner) || (k.0 == partner && k.1 == bloc);
        let left = |k: &Key| k.0 == bloc && (k.1 == partner || k.1 == PartyId::WORLD);
        let right = |k: &Key| k.1 == bloc && (k.0 == partner || k.0 == PartyId::WORLD);
        let apart = |pool: &Pool, chosen: &dyn Fn(&Key) -> bool| self.apart(pool, bloc, &members, chosen);
        Some(Parts {
            bloc,
            partner,
            trade: apart(&self.pools.trade, &either),
            arms: apart(&self.pools.arms, &right),
            mentions: apart(&self.pools.mentions, &left),
            attention: apart(&self.pools.attention, &left),
            positions: apart(&self.pools.positions, &left),
            margins: self.margins_apart(bloc, &members),
            members,
        })
    }

    fn apart(&self, pool: &Pool, bloc: PartyId, members: &[PartyId], chosen: &dyn Fn(&Key) -> bool) -> Cells {
        let one = |key: Key| {
            let (from, to, topic, year) = key;
            let cell = |m: PartyId| {
                let (from, to) = (if from == bloc { m } else { from }, if to == bloc { m } else { to });
                Some((members.iter().position(|x| *x == m), pool.cell(from, to, topic, year)?.values))
            };
            (key, self.counted_members(bloc, year).into_iter().filter_map(cell).collect())
        };
        pool.keys(chosen).into_iter().map(one).collect()
    }

    fn margins_apart(&self, bloc: PartyId, members: &[PartyId]) -> Vec<Margin> {
        let place = |m: PartyId| members.iter().position(|x| *x == m);
        let stored = self.package.trade_margins.iter().filter(|m| m.party == bloc);
        let one = |stored: &TradeMargin| {
            let year = stored.year;
            let of_year = self.counted_members(bloc, year);
            let own = |m: &PartyId| (place(*m), self.margin(*m, year).map(|t| (t.exports_usd, t.imports_usd)));
            let flow = |a: PartyId, b: PartyId| self.pools.trade.cell(a, b, super::pool::ANY, year);
            let pairs = of_year.iter().flat_map(|a| of_year.iter().filter(move |b| *b != a).map(move |b| (*a, *b)));
            let inside: Vec<_> = pairs.filter_map(|(a, b)| Some((place(a), place(b), flow(a, b)?.values[0]))).collect();
            let mut own: Vec<_> = of_year.iter().map(own).collect();
            // Where the data hold the bloc's inner trade but not its flows, no part of the bloc has a total.
            let flows: f64 = inside.iter().map(|(.., flow)| flow).sum();
            if stored.intra_usd.is_some_and(|intra| flows < (1.0 - SHORT) * intra) {
                own.iter_mut().for_each(|(_, own)| *own = None);
            }
            Margin { stored: stored.clone(), own, inside }
        };
        stored.map(one).collect()
    }

    /// The same measurer, the bloc with the members of `mask` alone; lines of rows are not kept, so that nothing is shown from it.
    ///
    /// Flows, imports, speeches and votes are those of these members. Who is left out is part of the rest of the world: its trade
    /// with the others counts as trade outside the bloc, and its speeches among those of all others, save where others name the
    /// bloc itself: that name is the bloc's, and all its members are left out of that base, as always.
    pub fn coalition(&self, parts: &Parts, mask: Mask) -> Measurer<'a> {
        let Parts { bloc, members, .. } = parts;
        let pools = Pools {
            trade: self.pools.trade.with(cells(&parts.trade, mask)),
            arms: self.pools.arms.with(cells(&parts.arms, mask)),
            mentions: self.pools.mentions.with(cells(&parts.mentions, mask)),
            attention: self.pools.attention.with(cells(&parts.attention, mask)),
            positions: self.pools.positions.with(cells(&parts.positions, mask)),
            world: Arc::clone(&self.pools.world),
            codes: self.pools.codes.clone(),
            casts: Arc::clone(&self.pools.casts),
            lists_rows: self.pools.lists_rows,
        };
        let without = members.iter().enumerate().filter(|(i, _)| !within(mask, Some(*i))).map(|(_, m)| *m).collect();
        let margins = parts.margins.iter().filter_map(|m| Some((m.stored.year, m.of(mask)?))).collect();
        let coalition = Some(Coalition { bloc: *bloc, without, margins });
        Measurer {
            package: self.package,
            window: self.window,
            pools: Arc::new(pools),
            coalition,
            common: self.common.clone(),
            ..*self
        }
    }
}

fn cells(all: &Cells, mask: Mask) -> HashMap<Key, Option<Pooled>> {
    let sum = |parts: &Vec<(Place, [f64; 4])>| {
        let mut sum: Option<Pooled> = None;
        for (_, values) in parts.iter().filter(|(place, _)| within(mask, *place)) {
            let sum = sum.get_or_insert_default();
            for (total, value) in sum.values.iter_mut().zip(values) {
                *total += value;
            }
        }
        sum
    };
    all.iter().map(|(key, parts)| (*key, sum(parts))).collect()
}

impl Margin {
    /// The sum over the members of `mask`; `None` where one of them has no total of its own.
    fn of(&self, mask: Mask) -> Option<TradeMargin> {
        let (mut exports, mut imports) = (0.0, 0.0);
        for (_, own) in self.own.iter().filter(|(place, _)| within(mask, *place)) {
            let (out, back) = (*own)?;
            exports += out;
            imports += back;
        }
        let inside = self.inside.iter().filter(|(a, b, _)| within(mask, *a) && within(mask, *b));
        let intra = self.stored.intra_usd.map(|_| inside.map(|(.., flow)| flow).sum());
        Some(TradeMargin { exports_usd: exports, imports_usd: imports, intra_usd: intra, ..self.stored.clone() })
    }
}
