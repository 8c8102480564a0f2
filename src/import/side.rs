//! Who stands on one side of a flow: a party, the world, or what is no state.

use crate::model::countries::{self, Found};

/// One side, as a provider's name or number was understood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// A state or territory, by the code that the package or the table of countries has for it.
    Party(String),
    /// All together.
    World,
    /// A region or another group of countries, whose members have rows of their own.
    Group,
    /// Rebels, international bodies.
    NoState,
    /// Whoever the provider does not name: unknown suppliers, areas not specified, bunkers.
    Unspecified,
    /// A name that nobody is known by.
    Unknown,
}

impl Side {
    pub fn code(&self) -> Option<&str> {
        match self {
            Side::Party(code) => Some(code),
            _ => None,
        }
    }

    /// Why no row is made of it; nothing for a party and for the world.
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            Side::Party(_) | Side::World => None,
            Side::Group => Some("groups of countries, whose members have rows of their own"),
            Side::NoState => Some("groups and bodies that are no states (* and ** in SIPRI's tables)"),
            Side::Unspecified => Some("partners that are not named (not specified, unknown, special categories)"),
            Side::Unknown => Some("names that no country is known by"),
        }
    }
}

/// Names of the whole world, as [`countries::known_by`] has them.
const WORLD: [&str; 10] = [
    "world",
    "wld",
    "w00",
    "all countries",
    "all",
    "all markets total",
    "adjusted not seasonally world",
    "adjusted seasonally world",
    "total",
    "total world",
];

/// Words that make a name one of goods or partners that nobody names.
const UNSPECIFIED: [&str; 12] = [
    "not specified",
    "unspecified",
    "special categories",
    "unknown",
    "areas, nes",
    "bunkers",
    "free zones",
    "other countries",
    "other markets",
    ", nes",
    "not elsewhere specified",
    "neutral zone",
];

/// Regions and groups as providers write them, in lower case.
const GROUPS: [&str; 71] = [
    "africa",
    "america",
    "americas",
    "asia",
    "europe",
    "oceania",
    "middle east",
    "north america",
    "south america",
    "central america",
    "latin america",
    "caribbean",
    "east asia & pacific",
    "east asia and pacific",
    "europe & central asia",
    "europe and central asia",
    "latin america & caribbean",
    "latin america and caribbean",
    "middle east & north africa",
    "middle east and north africa",
    "middle east, north africa, afghanistan & pakistan",
    "south asia",
    "southeast asia",
    "south-east asia",
    "sub-saharan africa",
    "western europe",
    "eastern europe",
    "european union",
    "european union (27)",
    "eu",
    "eu27",
    "eu-27",
    "eu28",
    "euro area",
    "eurozone",
    "asean",
    "asean-5",
    "apec",
    "nafta",
    "usmca",
    "oecd",
    "opec",
    "mercosur",
    "commonwealth of independent states",
    "cis",
    "g7",
    "g20",
    "bric",
    "brics",
    "pacific rim",
    "pacific rim countries",
    "newly industrialized countries (nics)",
    "advanced economies",
    "emerging and developing economies",
    "emerging market and developing economies",
    "emerging and developing asia",
    "emerging and developing europe",
    "middle east and central asia",
    "middle east, north africa, afghanistan, and pakistan",
    "western hemisphere",
    "export earnings: fuel",
    "export earnings: nonfuel",
    "gcc",
    "low & middle income",
    "high income",
    "low income",
    "middle income",
    "still unspecified groups",
    "australia and oceania",
    "south/central america",
    "european union - 27",
];

/// What a provider's name stands for, without the package's own names.
pub fn of_name(name: &str) -> Side {
    let name = name.trim();
    if name.ends_with('*') {
        return Side::NoState;
    }
    if let Found::One(country) = countries::find(name) {
        return Side::Party(country.code.clone());
    }
    let lower = name.to_lowercase();
    if WORLD.contains(&countries::known_by(name).as_str()) {
        return Side::World;
    }
    if GROUPS.contains(&lower.as_str()) {
        return Side::Group;
    }
    if UNSPECIFIED.iter().any(|word| lower.contains(word)) {
        return Side::Unspecified;
    }
    Side::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_providers_write_them() {
        for (name, side) in [
            ("Viet Nam", Side::Party("VNM".into())),
            ("Other Asia, nes", Side::Party("TWN".into())),
            ("World", Side::World),
            ("World, Not Seasonally Adjusted", Side::World),
            ("Total All Markets", Side::World),
            ("East Asia & Pacific", Side::Group),
            ("United Nations**", Side::NoState),
            ("Indonesia rebels*", Side::NoState),
            ("unknown supplier(s)", Side::Unspecified),
            ("Countries & Areas not specified", Side::Unspecified),
            ("Areas, nes", Side::Unspecified),
            ("Xyzzy", Side::Unknown),
        ] {
            assert_eq!(of_name(name), side, "{name}");
        }
    }
}
