//! Who stands in a new package: the two parties, the peers, and every economy whose total trade is part of the world's.

use std::fmt::Write as _;

use crate::load;
use crate::model::countries::{self, Country, Found};
use crate::model::party::slugify;
use crate::model::{Package, Table};

use super::Request;

/// Why there is no package.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The name cannot be one of a package.
    #[error(
        "`{0}` cannot name a package; write small letters, digits, dots, hyphens and underscores, such as my-study"
    )]
    Name(String),
    /// A partnership has two parties.
    #[error("a partnership has two parties; write, for example, --parties vietnam,russia")]
    TooFew,
    /// Names that are no state and no bloc, each with those that come near.
    #[error("{}", unknown(.0))]
    Unknown(Vec<(String, Vec<String>)>),
    /// The same party twice.
    #[error("{0} is named twice")]
    Twice(String),
    /// The program's own data are broken.
    #[error("the built-in package cannot be read: {0}")]
    BuiltIn(String),
}

fn unknown(names: &[(String, Vec<String>)]) -> String {
    let mut text = String::new();
    for (name, near) in names {
        let hint = match near.as_slice() {
            [] => "write its name in English or its ISO code".to_owned(),
            near => format!("did you mean {}?", crate::diagnostic::list_or(near)),
        };
        let separator = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{separator}`{name}` is no state or bloc that is known\n  hint: {hint}");
    }
    text
}

/// A party of the new package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub code: String,
    pub name: String,
    pub slug: String,
    pub aliases: Vec<String>,
    pub bloc: bool,
}

/// Everybody in the package.
pub(super) struct All {
    built_in: Package,
    /// The two of the partnership first, then the others and the peers.
    pub parties: Vec<Member>,
    /// Codes of those whose partnerships with the second party are compared, the first party among them.
    pub peers: Vec<String>,
}

impl All {
    /// The partnership's short name in the order of a registry (states before blocs, then by short name), and the names.
    pub fn pair(&self) -> (String, [String; 2]) {
        let mut pair: Vec<&Member> = self.parties.iter().take(2).collect();
        let names = [0, 1].map(|i| pair.get(i).map_or_else(String::new, |m| m.name.clone()));
        pair.sort_by(|x, y| x.bloc.cmp(&y.bloc).then(x.slug.cmp(&y.slug)));
        let slugs: Vec<&str> = pair.iter().map(|m| m.slug.as_str()).collect();
        (slugs.join("-"), names)
    }

    pub fn first(&self) -> &str {
        self.parties.first().map_or("", |m| &m.code)
    }

    pub fn second(&self) -> &str {
        self.parties.get(1).map_or("", |m| &m.code)
    }

    /// Whether the partnership is one of two states.
    pub fn two_states(&self) -> bool {
        !self.parties.iter().take(2).any(|m| m.bloc)
    }
}

/// The parties that the names stand for.
pub(super) fn resolve(request: &Request) -> Result<All, Error> {
    let named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
    if request.name.is_empty() || !request.name.chars().all(named) || request.name.starts_with('.') {
        return Err(Error::Name(request.name.clone()));
    }
    if request.parties.len() < 2 {
        return Err(Error::TooFew);
    }
    let built_in = load::embedded_package().map_err(|e| Error::BuiltIn(e.to_string()))?;
    let (mut parties, mut unknown): (Vec<Member>, Vec<(String, Vec<String>)>) = Default::default();
    let mut peers: Vec<String> = Vec::new();
    let typed = request.parties.iter().map(|name| (name, false)).chain(request.peers.iter().map(|name| (name, true)));
    for (name, peer) in typed {
        let member = match member(&built_in, name.trim()) {
            Ok(member) => member,
            Err(near) => {
                unknown.push((name.clone(), near));
                continue;
            }
        };
        let known = parties.iter().any(|m| m.code == member.code);
        if known && !peer {
            return Err(Error::Twice(member.name));
        }
        if peer && !peers.contains(&member.code) {
            peers.push(member.code.clone());
        }
        if !known {
            parties.push(member);
        }
    }
    if !unknown.is_empty() {
        return Err(Error::Unknown(unknown));
    }
    let mut all = All { built_in, parties, peers };
    let (first, second) = (all.first().to_owned(), all.second().to_owned());
    all.peers.retain(|code| *code != first && *code != second);
    all.peers.insert(0, first);
    Ok(all)
}

/// The state or bloc with this name; the error names those that come near.
fn member(built_in: &Package, name: &str) -> Result<Member, Vec<String>> {
    let parties = &built_in.parties;
    let of = |code: &str| {
        let party = parties.by_code(code).and_then(|id| Some((parties.get(id)?, parties.is_bloc(id))))?;
        let (party, bloc) = party;
        let (name, slug, aliases) = (party.name.clone(), party.slug.clone(), party.aliases.clone());
        Some(Member { code: party.code.clone(), name, slug, aliases, bloc })
    };
    let here = parties.find(&slugify(name)).or_else(|| parties.by_code(&name.to_uppercase()));
    if let Some(member) = here.filter(|id| !parties.is_economy(*id)).and_then(|id| of(parties.code(id))) {
        return Ok(member);
    }
    match countries::find(name) {
        Found::One(country) => Ok(of(&country.code).filter(|m| m.slug.len() > 3).unwrap_or_else(|| plain(country))),
        Found::Several(several) => Err(several.iter().map(|c| c.name.clone()).collect()),
        Found::Unknown { nearest } => Err(nearest.into_iter().map(str::to_owned).collect()),
    }
}

fn plain(country: &Country) -> Member {
    let aliases = country.aliases.iter().map(|alias| slugify(alias)).filter(|alias| alias.is_ascii()).collect();
    let slug = slugify(&country.name);
    Member { code: country.code.clone(), name: country.name.clone(), slug, aliases, bloc: false }
}

/// Those who are named, with the members of their blocs, then every economy of today.
pub(super) fn table(all: &All) -> String {
    let mut rows: Vec<[String; 6]> = Vec::new();
    let mut push = |kind: &str, member: &Member, note: &str| {
        let aliases = if kind == "economy" { String::new() } else { member.aliases.join(";") };
        let [code, name, slug] = [&member.code, &member.name, &member.slug].map(Clone::clone);
        if !rows.iter().any(|r| r[0] == code) {
            rows.push([code, kind.to_owned(), name, slug, aliases, note.to_owned()]);
        }
    };
    for member in &all.parties {
        push(if member.bloc { "bloc" } else { "state" }, member, "");
    }
    for code in members_of_blocs(all) {
        if let Ok(member) = member(&all.built_in, &code) {
            push("state", &member, "member of a bloc named above");
        }
    }
    let today = countries::all().iter().filter(|c| c.m49.is_some() && !c.is_former());
    today.for_each(|country| push("economy", &plain(country), "known by its total trade alone"));
    lines(&["code", "kind", "name", "slug", "aliases", "note"], rows.iter().map(|r| r.as_slice()))
}

/// The members of the blocs among the parties, as the built-in package has them.
pub(super) fn memberships(all: &All) -> String {
    let text = load::built_in_table(Table::Memberships).unwrap_or_default();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let blocs: Vec<&str> = all.parties.iter().filter(|m| m.bloc).map(|m| m.code.as_str()).collect();
    let header = reader.headers().cloned().unwrap_or_default();
    let records = reader.records().flatten().filter(|r| r.get(0).is_some_and(|bloc| blocs.contains(&bloc)));
    let rows: Vec<Vec<String>> = records
        .map(|r| {
            header.iter().zip(&r).map(|(c, f)| if c == "source" { "own-judgement" } else { f }.to_owned()).collect()
        })
        .collect();
    lines(&header.iter().collect::<Vec<_>>(), rows.iter().map(Vec::as_slice))
}

fn members_of_blocs(all: &All) -> Vec<String> {
    let parties = &all.built_in.parties;
    let blocs: Vec<_> = all.parties.iter().filter(|m| m.bloc).filter_map(|m| parties.by_code(&m.code)).collect();
    let members = parties.memberships().iter().filter(|m| blocs.contains(&m.bloc));
    members.map(|m| parties.code(m.member).to_owned()).collect()
}

fn lines<'r>(header: &[&str], rows: impl Iterator<Item = &'r [String]>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut whole = writer.write_record(header).is_ok();
    for row in rows {
        whole &= writer.write_record(row).is_ok();
    }
    debug_assert!(whole, "memory takes every record");
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
