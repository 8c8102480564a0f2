//! From what people write to the partnership they mean, and whether two parties can have one.

use super::party::{Parties, Partnership, PartyId, slugify};
use super::window::{Window, Year};

/// Why a text names no partnership.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPartnership {
    /// An economy has totals and no flows of its own.
    #[error("of {name} only the total trade is known, and it has no partnership")]
    Economy { name: String },
    #[error("{name} has no partnership with itself")]
    Itself { name: String },
    /// The other party is missing; the slug of the one that was named.
    #[error("`{typed}` names one party; a partnership has two")]
    OneParty { typed: String, slug: String },
    #[error("unknown partnership `{typed}`")]
    Unknown { typed: String },
}

/// A party has no partnership with a bloc it belongs to: half of what would be measured is its own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{member} is a member of {bloc} in {year}, and has no partnership with it")]
pub struct Inside {
    pub member: String,
    pub bloc: String,
    pub year: Year,
}

/// The two parts of a slug at each of its hyphens, since names have hyphens too.
pub fn halves(slug: &str) -> Vec<(&str, &str)> {
    slug.match_indices('-').map(|(i, _)| (&slug[..i], &slug[i + 1..])).collect()
}

impl Parties {
    /// The partnership that two names joined by a hyphen mean, either way round. Worked example: `asean-south-korea` is
    /// the partnership of South Korea and ASEAN.
    pub fn partnership(&self, typed: &str) -> Result<Partnership, NoPartnership> {
        let slug = slugify(typed);
        let halves = halves(&slug);
        let name = |id: PartyId| self.name(id).to_owned();
        match halves.iter().find_map(|(a, b)| Some((self.find(a)?, self.find(b)?))) {
            Some((a, b)) if [a, b].iter().any(|id| self.is_economy(*id)) => {
                Err(NoPartnership::Economy { name: name(if self.is_economy(a) { a } else { b }) })
            }
            Some((a, b)) => Partnership::new(a, b).ok_or_else(|| NoPartnership::Itself { name: name(a) }),
            None => Err(match self.find(&slug).filter(|_| halves.is_empty()).and_then(|id| self.get(id)) {
                Some(party) => NoPartnership::OneParty { slug: party.slug.clone(), typed: slug },
                None => NoPartnership::Unknown { typed: slug },
            }),
        }
    }

    /// An error where one of the two is a member of the other in some year of the window.
    pub fn apart(&self, p: Partnership, window: Window) -> Result<(), Inside> {
        let inside = |bloc: PartyId, member: PartyId| window.iter().find(|y| self.members(bloc, *y).contains(&member));
        let found = [(p.a, p.b), (p.b, p.a)].into_iter().find_map(|(bloc, m)| Some((bloc, m, inside(bloc, m)?)));
        found.map_or(Ok(()), |(bloc, member, year)| {
            Err(Inside { member: self.name(member).to_owned(), bloc: self.name(bloc).to_owned(), year })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::party::{Party, PartyKind};

    fn parties() -> Parties {
        let party = |code: &str, kind, name: &str| Party {
            code: code.into(),
            kind,
            name: name.into(),
            slug: slugify(name),
            aliases: Vec::new(),
        };
        use PartyKind::{Bloc, Economy, State};
        Parties::new(vec![
            party("KOR", State, "South Korea"),
            party("ASEAN", Bloc, "ASEAN"),
            party("MAC", Economy, "Macao"),
        ])
    }

    #[test]
    fn names_with_hyphens_are_found_either_way_round() {
        let parties = parties();
        let there = parties.partnership("South Korea-ASEAN").expect("a partnership");
        assert_eq!(parties.partnership("asean-south-korea"), Ok(there));
        assert_eq!(there.slug(&parties), "south-korea-asean");
    }

    #[test]
    fn what_names_no_partnership_is_told_apart() {
        let parties = parties();
        let told = |typed: &str| parties.partnership(typed).map_err(|e| e.to_string()).expect_err(typed);
        assert_eq!(told("macao-asean"), "of Macao only the total trade is known, and it has no partnership");
        assert_eq!(told("asean-asean"), "ASEAN has no partnership with itself");
        assert_eq!(told("ASEAN"), "`asean` names one party; a partnership has two");
        assert_eq!(told("nowhere-asean"), "unknown partnership `nowhere-asean`");
    }
}
