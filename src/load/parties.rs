//! Reads parties.csv and memberships.csv: the parties with their names, and their memberships in blocs with dates.

use std::collections::{HashMap, HashSet};

use super::row::{Field, Keys, Row};
use super::table::{Rows, TableReader};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::party::{Membership, Party, PartyKind, slugify};
use crate::model::{PartialDate, Parties, PartyId, Table};

const KINDS: [(&str, PartyKind); 3] =
    [("state", PartyKind::State), ("bloc", PartyKind::Bloc), ("economy", PartyKind::Economy)];

/// The parties in the order of the table. A row with a faulty field is kept, since other tables refer to its code.
pub(super) fn parties(reader: &TableReader<'_>) -> Rows<Party> {
    let mut codes = Keys::new();
    let mut names = Names::default();
    reader.read(Table::Parties, ["code", "kind", "name", "slug", "aliases", "note"], |row, fields| {
        let [code_field, kind, name_field, slug_field, alias_field, _] = fields;
        let code = row.required(code_field)?;
        let kind = row.choice(kind, "kind of party", &KINDS);
        let name = row.required(name_field);
        let slug = row.required(slug_field);
        let aliases: Vec<&str> = alias_field.text().split(';').map(str::trim).filter(|a| !a.is_empty()).collect();
        codes.add(row, code.to_owned(), &[code_field])?;
        names.add(row, code, code_field, &code.to_lowercase());
        for (field, name) in slug.map(|s| (slug_field, s)).into_iter().chain(aliases.iter().map(|a| (alias_field, *a)))
        {
            let plain = slugify(name);
            if plain != name {
                row.report(field, Problem::NotASlug { value: name.to_owned(), slug: plain.clone() });
            }
            names.add(row, code, field, &plain);
        }
        if let Some(name) = name {
            names.add(row, code, name_field, &slugify(name));
        }
        Some(Party {
            code: code.to_owned(),
            // An unknown kind is reported once, not at every row that uses the party as a bloc.
            kind: kind.unwrap_or(PartyKind::Bloc),
            name: name.unwrap_or_default().to_owned(),
            slug: slug.unwrap_or_default().to_owned(),
            aliases: aliases.into_iter().map(str::to_owned).collect(),
        })
    })
}

/// Every name that may be used for a party, with the party's code and line.
struct Names(HashMap<String, (String, u32)>);

impl Default for Names {
    fn default() -> Self {
        let reserved = [("wld", "all states"), ("rest", "the suppliers without a row")];
        Names(reserved.into_iter().map(|(name, owner)| (name.to_owned(), (owner.to_owned(), 0))).collect())
    }
}

impl Names {
    /// Tells a name that stands for another party already; one party may repeat itself.
    fn add(&mut self, row: &mut Row<'_>, code: &str, field: Field<'_>, name: &str) {
        let line = row.line;
        let (owner, first) = self.0.entry(name.to_owned()).or_insert_with(|| (code.to_owned(), line));
        if *first != line {
            let owner = if *first == 0 { owner.clone() } else { format!("{owner} (line {first})") };
            row.report(field, Problem::DuplicateName { name: name.to_owned(), owner });
        }
    }
}

/// The memberships; a circle among them is reported once, at its topmost row.
pub(super) fn memberships(reader: &TableReader<'_>) -> Rows<Membership> {
    let mut keys = Keys::new();
    let mut edges = Vec::new();
    let mut held: HashMap<(PartyId, PartyId), Vec<Period>> = HashMap::new();
    let columns = ["bloc", "member", "from", "to", "counted", "source"];
    let mut rows = reader.read(
        Table::Memberships,
        columns,
        |row, [bloc_field, member_field, from_field, to_field, counted, source]| {
            let bloc = row.bloc(bloc_field);
            let member = row.party(member_field);
            let from = row.date(from_field);
            // A membership may have been ended from a day that lies ahead.
            let to = row.open(to_field, Row::planned);
            let counted = row.choice(counted, "answer", &[("yes", true), ("no", false)]);
            row.source(source);
            row.forward(to_field, from, to.flatten());
            let (bloc, member) = (bloc?, member?);
            edges.push((bloc, member, row.place(member_field)));
            let (from, to) = (from?, to?);
            keys.add(row, (bloc, member, from), &[bloc_field, member_field, from_field])?;
            let held = held.entry((bloc, member)).or_default();
            if let Some((_, _, first)) = held.iter().find(|other| overlap(**other, (from, to, row.line))) {
                let pair = [member, bloc].map(|id| reader.known.parties.code(id)).join(" in ");
                let (key, first) = (format!("{pair} at the same time"), u64::from(*first));
                row.report(from_field, Problem::DuplicateKey { key, first });
                return None;
            }
            held.push((from, to, row.line));
            Some(Membership { bloc, member, from, to, counted: counted? })
        },
    );
    report_circle(edges, reader.known.parties, &mut rows.diagnostics);
    rows
}

/// From when to when, and the line that says so.
type Period = (PartialDate, Option<PartialDate>, u32);

/// Whether two periods surely share a day.
fn overlap(a: Period, b: Period) -> bool {
    let begins_within = |begin: PartialDate, end: Option<PartialDate>| end.is_none_or(|end| begin.surely_before(end));
    begins_within(a.0, b.1) && begins_within(b.0, a.1)
}

/// Takes away the memberships of parties that have no members themselves until nothing changes; what remains leads to a
/// circle.
fn report_circle(mut edges: Vec<(PartyId, PartyId, Place)>, parties: &Parties, diagnostics: &mut Diagnostics) {
    loop {
        let before = edges.len();
        let blocs: HashSet<PartyId> = edges.iter().map(|(bloc, _, _)| *bloc).collect();
        edges.retain(|(_, member, _)| blocs.contains(member));
        if edges.len() == before {
            break;
        }
    }
    let Some((first, _, _)) = edges.first() else { return };
    let next = |bloc: PartyId| edges.iter().find(|(b, _, _)| *b == bloc).map_or(bloc, |(_, member, _)| *member);
    // As many steps as there are memberships lead onto the circle; from there, once round.
    let start = edges.iter().fold(*first, |at, _| next(at));
    let mut circle = vec![start];
    let mut at = next(start);
    while at != start {
        circle.push(at);
        at = next(at);
    }
    let on_circle = |bloc: &PartyId, member: &PartyId| circle.contains(bloc) && next(*bloc) == *member;
    let Some((bloc, _, place)) = edges.iter().find(|(b, m, _)| on_circle(b, m)) else { return };
    let turn = circle.iter().position(|id| id == bloc).unwrap_or(0);
    circle.rotate_left(turn);
    circle.push(*bloc);
    let chain = circle.iter().map(|id| parties.code(*id).to_owned()).collect();
    diagnostics.push(place.clone(), Problem::CyclicMembership { chain });
}
