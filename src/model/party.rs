//! States, blocs, who belongs to which bloc when, and the pairs they form.

use std::collections::HashMap;

use super::date::PartialDate;
use super::window::{Window, Year};

/// A party's place in the registry of its package ([`Parties::in_order`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyId(u32);

impl PartyId {
    /// All states, or all speakers: the `WLD` rows of a table. Not a party.
    pub const WORLD: PartyId = PartyId(u32::MAX);
    /// Everyone who has no row of their own: the `REST` rows of the arms table. Not a party.
    pub const REST: PartyId = PartyId(u32::MAX - 1);

    pub fn from_index(index: usize) -> Self {
        PartyId(index as u32)
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The raw number, as it stands in a data frame.
    pub fn raw(self) -> u32 {
        self.0
    }

    pub fn from_raw(raw: u32) -> Self {
        PartyId(raw)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyKind {
    State,
    Bloc,
    /// Known by its total trade alone, so that the world can be distinguished; it has no partnership.
    Economy,
}

/// A state (ISO 3166 alpha-3), a bloc with dated members, or an economy of which only the total trade is known.
#[derive(Clone, Debug)]
pub struct Party {
    pub code: String,
    pub kind: PartyKind,
    pub name: String,
    pub slug: String,
    pub aliases: Vec<String>,
}

/// One member's time in a bloc; `to` is the last day, open when empty.
#[derive(Clone, Debug)]
pub struct Membership {
    pub bloc: PartyId,
    pub member: PartyId,
    pub from: PartialDate,
    pub to: Option<PartialDate>,
    /// Whether the member's own rows are added up in the bloc; a package may keep a member apart in all its tables.
    pub counted: bool,
}

impl Membership {
    /// Whether the member belongs to the bloc in `year`: it had joined by the end of the year and had not left before
    /// that end.
    ///
    /// Worked example: the United Kingdom left the EU on 2020-01-31, so 2019 is its last year as a member.
    pub fn covers(&self, year: Year) -> bool {
        self.from.by_end_of(year) && self.to.is_none_or(|to| !to.ends_before_last_day_of(year))
    }
}

/// Every party of a package; their order also decides which party of a pair comes first.
#[derive(Clone, Debug, Default)]
pub struct Parties {
    list: Vec<Party>,
    memberships: Vec<Membership>,
    names: HashMap<String, PartyId>,
}

impl Parties {
    /// Registers the parties; memberships follow by [`Parties::with_memberships`], since they refer to parties.
    pub fn new(list: Vec<Party>) -> Self {
        let mut names = HashMap::new();
        for (i, p) in list.iter().enumerate() {
            let id = PartyId::from_index(i);
            for name in [&p.slug, &p.code.to_lowercase(), &slugify(&p.name)].into_iter().chain(&p.aliases) {
                names.entry(name.clone()).or_insert(id);
            }
        }
        Parties { list, memberships: Vec::new(), names }
    }

    pub fn with_memberships(mut self, memberships: Vec<Membership>) -> Self {
        self.memberships = memberships;
        self
    }

    /// The same parties in an order that does not depend on how the rows of a table stand, so that no digit and no name
    /// of a pair does: states before blocs, blocs by the day on which their first member joined, and then by short
    /// name. It gives every party a new id, and so belongs between the registers of the parties and whatever refers to
    /// them.
    ///
    /// Worked example: Russia comes before Vietnam, both before the EU (1958), and that before ASEAN (1967).
    pub fn in_order(self) -> Self {
        let Parties { list, mut memberships, .. } = self;
        let first_joined = |bloc: usize| {
            let dates = memberships.iter().filter(|m| m.bloc.index() == bloc).map(|m| m.from);
            // Nobody knows when a bloc without members began: it comes last.
            dates.min().map_or((true, None), |date| (false, Some(date)))
        };
        let rank = |at: usize, p: &Party| match p.kind {
            PartyKind::State => (0, (false, None)),
            PartyKind::Bloc => (1, first_joined(at)),
            // They have no partnership; their order is that of their names.
            PartyKind::Economy => (2, (false, None)),
        };
        let mut ranked: Vec<_> = list.into_iter().enumerate().map(|(at, p)| (rank(at, &p), at, p)).collect();
        ranked.sort_by(|(a, _, p), (b, _, q)| a.cmp(b).then_with(|| (&p.slug, &p.code).cmp(&(&q.slug, &q.code))));
        let moved: HashMap<PartyId, PartyId> = ranked
            .iter()
            .enumerate()
            .map(|(now, (_, was, _))| (PartyId::from_index(*was), PartyId::from_index(now)))
            .collect();
        for m in &mut memberships {
            for id in [&mut m.bloc, &mut m.member] {
                *id = moved.get(id).copied().unwrap_or(*id);
            }
        }
        Parties::new(ranked.into_iter().map(|(_, _, p)| p).collect()).with_memberships(memberships)
    }

    pub fn iter(&self) -> impl Iterator<Item = (PartyId, &Party)> {
        self.list.iter().enumerate().map(|(i, p)| (PartyId::from_index(i), p))
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The party; `None` for [`PartyId::WORLD`] and [`PartyId::REST`].
    pub fn get(&self, id: PartyId) -> Option<&Party> {
        self.list.get(id.index())
    }

    /// The name in a sentence: "Russia", or "all" and "the rest" for the two that are no parties.
    pub fn name(&self, id: PartyId) -> &str {
        match id {
            PartyId::WORLD => "all",
            PartyId::REST => "the rest",
            _ => self.get(id).map_or("?", |p| p.name.as_str()),
        }
    }

    pub fn code(&self, id: PartyId) -> &str {
        match id {
            PartyId::WORLD => "WLD",
            PartyId::REST => "REST",
            _ => self.get(id).map_or("?", |p| p.code.as_str()),
        }
    }

    pub fn is_bloc(&self, id: PartyId) -> bool {
        self.get(id).is_some_and(|p| p.kind == PartyKind::Bloc)
    }

    /// By exact code, as data files write it.
    pub fn by_code(&self, code: &str) -> Option<PartyId> {
        self.names.get(&code.to_lowercase()).copied().filter(|id| self.code(*id) == code)
    }

    /// By slug, ISO code, name or alias, in any case; spaces and underscores count as hyphens.
    pub fn find(&self, name: &str) -> Option<PartyId> {
        self.names.get(&slugify(name)).copied()
    }

    pub fn is_economy(&self, id: PartyId) -> bool {
        self.get(id).is_some_and(|p| p.kind == PartyKind::Economy)
    }

    /// Every name of a party that may have a partnership, sorted; those of mere economies are found, not offered.
    pub fn names(&self) -> Vec<&str> {
        let offered = self.names.iter().filter(|(_, id)| !self.is_economy(**id));
        let mut names: Vec<&str> = offered.map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names
    }

    pub fn memberships(&self) -> &[Membership] {
        &self.memberships
    }

    /// The members of `bloc` in `year`, in registry order; empty for a state.
    pub fn members(&self, bloc: PartyId, year: Year) -> Vec<PartyId> {
        let mut m: Vec<PartyId> =
            self.memberships.iter().filter(|m| m.bloc == bloc && m.covers(year)).map(|m| m.member).collect();
        m.sort_unstable();
        m.dedup();
        m
    }

    /// The codes of a party and of all its members in a window, its own first.
    pub fn codes_within(&self, party: PartyId, window: Window) -> Vec<&str> {
        let members = window.iter().flat_map(|year| self.members(party, year));
        std::iter::once(party).chain(members).map(|id| self.code(id)).collect()
    }

    /// The members of `bloc` in `year` whose rows are added up in it.
    pub fn counted_members(&self, bloc: PartyId, year: Year) -> Vec<PartyId> {
        let apart =
            |member: &PartyId| self.memberships.iter().any(|m| m.bloc == bloc && m.member == *member && !m.counted);
        self.members(bloc, year).into_iter().filter(|m| !apart(m)).collect()
    }
}

/// An unordered pair of parties, kept in the order of the registry, so that either way of typing it is the same
/// partnership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Partnership {
    pub a: PartyId,
    pub b: PartyId,
}

impl Partnership {
    /// `None` when both are the same party.
    pub fn new(one: PartyId, other: PartyId) -> Option<Self> {
        (one != other).then(|| Partnership { a: one.min(other), b: one.max(other) })
    }

    /// `russia-asean`, whichever way it was typed.
    pub fn slug(self, parties: &Parties) -> String {
        let slug = |id| parties.get(id).map_or("?", |p| p.slug.as_str());
        format!("{}-{}", slug(self.a), slug(self.b))
    }
}

/// The party on one side of every partnership, if there is one and they are several: the second side where both would
/// do. Worked example: of russia-asean and china-asean it is ASEAN.
pub fn common_side(all: &[Partnership]) -> Option<PartyId> {
    let first = all.first().filter(|_| all.len() > 1)?;
    [first.b, first.a].into_iter().find(|id| all.iter().all(|p| p.a == *id || p.b == *id))
}

/// Lower case, with single hyphens for spaces, underscores and dashes: `South Korea` is `south-korea`.
pub fn slugify(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.trim().chars().flat_map(char::to_lowercase) {
        match c {
            // They have no width: with and without them a name looks the same.
            '\u{200c}' | '\u{200d}' => {}
            ' ' | '\u{a0}' | '_' | '-' | '–' | '—' if slug.ends_with('-') => {}
            ' ' | '\u{a0}' | '_' | '–' | '—' => slug.push('-'),
            c => slug.push(c),
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(s: &str) -> PartialDate {
        PartialDate::parse(s).expect("a date")
    }

    fn party(code: &str, kind: PartyKind) -> Party {
        let slug = code.to_lowercase();
        Party { code: code.into(), kind, name: code.into(), slug, aliases: Vec::new() }
    }

    /// Every order of the rows gives the same registry: names, ids and memberships.
    #[test]
    fn the_order_of_rows_decides_nothing() {
        use PartyKind::{Bloc, State};
        let all = [("VNM", State), ("ASEAN", Bloc), ("RUS", State), ("NEW", Bloc), ("EUU", Bloc), ("AUT", State)];
        let joined =
            [("ASEAN", "VNM", "1995-07-28"), ("EUU", "AUT", "1995"), ("ASEAN", "RUS", "2000"), ("EUU", "VNM", "1958")];
        let told = |turn: usize, backward: bool| {
            let mut list: Vec<Party> = all.iter().map(|(code, kind)| party(code, *kind)).collect();
            list.rotate_left(turn);
            if backward {
                list.reverse();
            }
            let parties = Parties::new(list);
            let id = |code: &str| parties.by_code(code).expect("a party");
            let of = |(bloc, member, from): &(&str, &str, &str)| Membership {
                bloc: id(bloc),
                member: id(member),
                from: date(from),
                to: None,
                counted: true,
            };
            let memberships = joined.iter().map(of).collect();
            let parties = parties.with_memberships(memberships).in_order();
            let codes: Vec<String> = parties.iter().map(|(_, p)| p.code.clone()).collect();
            let members = parties.memberships().iter();
            let members: Vec<_> =
                members.map(|m| format!("{}>{}", parties.code(m.bloc), parties.code(m.member))).collect();
            (codes, members)
        };
        let first = told(0, false);
        assert_eq!(first.0, ["AUT", "RUS", "VNM", "EUU", "ASEAN", "NEW"]);
        assert_eq!(first.1, ["ASEAN>VNM", "EUU>AUT", "ASEAN>RUS", "EUU>VNM"]);
        for turn in 0..all.len() {
            assert_eq!((told(turn, false), told(turn, true)), (first.clone(), first.clone()), "{turn}");
        }
    }

    #[test]
    fn membership_is_dated() {
        let m = |from, to: Option<&str>| Membership {
            bloc: PartyId::from_index(0),
            member: PartyId::from_index(1),
            from: date(from),
            to: to.map(date),
            counted: true,
        };
        let y = |y| Year::new(y).expect("a year");
        let uk = m("1973-01-01", Some("2020-01-31"));
        assert!(uk.covers(y(2019)) && !uk.covers(y(2020)) && !uk.covers(y(1972)));
        let timor_leste = m("2025-10-26", None);
        assert!(!timor_leste.covers(y(2024)) && timor_leste.covers(y(2025)));
    }
}
