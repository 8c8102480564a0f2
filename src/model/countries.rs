//! The countries of the world and what they are called: one explicit table, which providers of data, package folders
//! and people who type a name all ask.
//!
//! `countries.csv` holds ISO 3166-1, the former states of ISO 3166-3 that data sets still have, and the few that never
//! had a code of their own. `m49` is the number of the United Nations, `ccode` that of the Correlates of War (twice
//! where a state had two), `trade_code` what UN Comtrade and CEPII's BACI write instead of it (251 France, 490 Taiwan).
//! `aliases` are names as SIPRI, the IMF, the World Bank, UN Comtrade and the United Nations print them. `from` and
//! `to` are the first and last year in which the entry stands for a state; empty where no data set needs the limit. A
//! former state is never its successor: who wants the Soviet Union's rows for Russia says so.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::window::Year;

/// A state or a territory, today's or a former one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 alpha-3; for the few that have none, the code that `note` names.
    pub code: String,
    /// ISO 3166 alpha-2; empty where there is none.
    pub iso2: String,
    /// The United Nations' number (M49).
    pub m49: Option<u16>,
    /// Numbers of the Correlates of War.
    pub ccodes: Vec<u16>,
    /// Numbers of UN Comtrade and BACI that differ from `m49`.
    pub trade_codes: Vec<u16>,
    pub name: String,
    pub aliases: Vec<String>,
    /// First year of the entry, where one matters.
    pub from: Option<u16>,
    /// Last year of the entry: that of a former state.
    pub to: Option<u16>,
    pub note: String,
}

impl Country {
    /// Whether the entry stands for a state in that year.
    pub fn stands_in(&self, year: Year) -> bool {
        self.from.is_none_or(|from| from <= year.get()) && self.to.is_none_or(|to| year.get() <= to)
    }

    pub fn is_former(&self) -> bool {
        self.to.is_some()
    }
}

/// What a name, a code or a number of a country turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    One(&'static Country),
    /// One code that several have borne, such as `CS`.
    Several(Vec<&'static Country>),
    /// Nobody is called so; the names that come near, nearest first.
    Unknown {
        nearest: Vec<&'static str>,
    },
}

/// Whose numbers a number is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numbering {
    /// United Nations, M49.
    M49,
    /// UN Comtrade and BACI: M49 but for a few.
    Trade,
    /// Correlates of War.
    Ccode,
}

struct Countries {
    list: Vec<Country>,
    /// Places in `list` by code of two or three letters. A code may be a word that names do without (`AND`, `DE`).
    codes: BTreeMap<String, Vec<usize>>,
    /// Places in `list` by what a name is known by ([`known_by`]).
    names: BTreeMap<String, Vec<usize>>,
    numbers: BTreeMap<(Numbering, u16), Vec<usize>>,
}

static COUNTRIES: LazyLock<Countries> = LazyLock::new(|| read(include_str!("countries.csv")));

/// Every entry, by code.
pub fn all() -> &'static [Country] {
    &COUNTRIES.list
}

/// By code of three or two letters, name or alias; accents, case, punctuation and the order of words are ignored, and
/// common abbreviations are read out ("Korea, Dem. Rep."). A number says whose it is: `m49:643`, `ccode:365`,
/// `baci:251`.
///
/// ```
/// use spscore::model::countries::{self, Found};
/// let Found::One(vietnam) = countries::find("viet nam") else { panic!("Vietnam is in the table") };
/// assert_eq!((vietnam.code.as_str(), vietnam.m49), ("VNM", Some(704)));
/// ```
pub fn find(text: &str) -> Found {
    if let Some((numbering, number)) = numbered(text) {
        let found: Vec<_> = of_number(numbering, number).collect();
        return match found.as_slice() {
            [] => Found::Unknown { nearest: Vec::new() },
            [one] => Found::One(one),
            _ => Found::Several(found),
        };
    }
    let coded = COUNTRIES.codes.get(&text.trim().to_uppercase());
    let found = coded.or_else(|| COUNTRIES.names.get(&known_by(text))).map(|places| of(places).collect::<Vec<_>>());
    match found.as_deref() {
        Some([one]) => Found::One(one),
        Some(several) => Found::Several(several.to_vec()),
        None => Found::Unknown { nearest: nearest(text) },
    }
}

/// Who bears this code of three letters, if its entry stands for a state in that year.
pub fn at(code: &str, year: Year) -> Option<&'static Country> {
    COUNTRIES.list.iter().find(|c| c.code == code && c.stands_in(year))
}

/// Who bears a number; of several (365: the Soviet Union, then Russia) the one that stands in that year.
pub fn by_number(numbering: Numbering, number: u16, year: Option<Year>) -> Option<&'static Country> {
    let all: Vec<&Country> = of_number(numbering, number).collect();
    if let [one] = all.as_slice() {
        // A data set that numbers a state a year too early or too late still means that state.
        return Some(one);
    }
    let then = all.into_iter().filter(|c| year.is_some_and(|y| c.stands_in(y)));
    // In the year of a change both stand, and the successor comes later in time.
    then.max_by_key(|c| c.from)
}

fn of(places: &'static [usize]) -> impl Iterator<Item = &'static Country> {
    places.iter().filter_map(|at| COUNTRIES.list.get(*at))
}

fn of_number(numbering: Numbering, number: u16) -> impl Iterator<Item = &'static Country> {
    of(COUNTRIES.numbers.get(&(numbering, number)).map_or(&[][..], Vec::as_slice))
}

fn numbered(text: &str) -> Option<(Numbering, u16)> {
    let (whose, number) = text.trim().split_once(':')?;
    let numbering = match whose.trim().to_lowercase().as_str() {
        "m49" | "un" => Numbering::M49,
        "comtrade" | "baci" => Numbering::Trade,
        "ccode" | "cow" => Numbering::Ccode,
        _ => return None,
    };
    Some((numbering, number.trim().parse().ok()?))
}

/// Names within as many slips of the pen as a third of their letters, nearest first, at most three.
fn nearest(text: &str) -> Vec<&'static str> {
    const MOST: usize = 3;
    const LETTERS: usize = 60;
    let typed = words(text).join(" ");
    let letters = typed.chars().count();
    if letters == 0 || letters > LETTERS {
        return Vec::new();
    }
    let slips = |name: &str| strsim::osa_distance(&typed, &words(name).join(" "));
    let near = |c: &'static Country| {
        let fewest = std::iter::once(&c.name).chain(&c.aliases).map(|name| slips(name)).min()?;
        (fewest <= (letters / 3).max(1)).then_some((fewest, c.is_former(), c.name.as_str()))
    };
    let mut near: Vec<_> = COUNTRIES.list.iter().filter_map(near).collect();
    near.sort_unstable();
    near.into_iter().take(MOST).map(|(_, _, name)| name).collect()
}

/// What two spellings of one name have in common: its words in alphabetical order, without those that say nothing.
///
/// Worked example: "Korea, Rep. of" and "Republic of Korea" are both "korea republic".
pub fn known_by(name: &str) -> String {
    let mut words = words(name);
    words.retain(|w| !["of", "the", "and", "de"].contains(&w.as_str()));
    words.sort_unstable();
    words.join(" ")
}

/// The words of a name in lower case, without accents and apostrophes, abbreviations read out.
fn words(name: &str) -> Vec<String> {
    let plain: String = name.nfd().filter(|c| !is_combining_mark(*c) && !['\'', '’'].contains(c)).collect();
    let plain = plain.to_lowercase();
    // "U.S." is one word, "Rep. of" are two.
    let initials = plain.contains('.') && plain.split('.').all(|part| part.chars().count() <= 1);
    let plain = if initials { plain.replace('.', "") } else { plain };
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let read_out = |w| match w {
        "rep" => "republic",
        "dem" => "democratic",
        "isl" | "isds" | "isd" | "is" | "isla" | "island" => "islands",
        "st" => "saint",
        "fed" => "federated",
        "sts" => "states",
        "fmr" => "former",
        "ter" | "terr" => "territory",
        w => w,
    };
    words.map(|w| read_out(w).to_owned()).collect()
}

/// The table as it is built into the program; a row that is not well formed would be left out, and a test counts them.
fn read(table: &str) -> Countries {
    let records = csv::Reader::from_reader(table.as_bytes()).into_records();
    let list: Vec<Country> = records.filter_map(|record| row(&record.ok()?)).collect();
    let mut codes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut numbers: BTreeMap<(Numbering, u16), Vec<usize>> = BTreeMap::new();
    for (at, c) in list.iter().enumerate() {
        for code in [&c.code, &c.iso2].into_iter().filter(|code| !code.is_empty()) {
            codes.entry(code.clone()).or_default().push(at);
        }
        for name in std::iter::once(&c.name).chain(&c.aliases) {
            let bearers = names.entry(known_by(name)).or_default();
            if !bearers.contains(&at) {
                bearers.push(at);
            }
        }
        // Where trade statistics have a number of their own, that of the United Nations means the same state to them.
        let trade = c.trade_codes.iter().copied().chain(c.m49).map(|n| (Numbering::Trade, n));
        let others = c.m49.map(|n| (Numbering::M49, n)).into_iter();
        for number in trade.chain(others).chain(c.ccodes.iter().map(|n| (Numbering::Ccode, *n))) {
            numbers.entry(number).or_default().push(at);
        }
    }
    Countries { list, codes, names, numbers }
}

fn row(record: &csv::StringRecord) -> Option<Country> {
    let fields: Vec<&str> = record.iter().collect();
    let [code, iso2, m49, ccodes, trade_codes, name, aliases, from, to, note] = fields.try_into().ok()?;
    let numbers = |text: &str| text.split(';').filter_map(|n| n.parse().ok()).collect();
    Some(Country {
        code: code.to_owned(),
        iso2: iso2.to_owned(),
        m49: m49.parse().ok(),
        ccodes: numbers(ccodes),
        trade_codes: numbers(trade_codes),
        name: name.to_owned(),
        aliases: aliases.split(';').filter(|n| !n.is_empty()).map(str::to_owned).collect(),
        from: from.parse().ok(),
        to: to.parse().ok(),
        note: note.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> &'static str {
        match find(text) {
            Found::One(c) => c.code.as_str(),
            found => panic!("{text}: {found:?}"),
        }
    }

    fn year(y: u16) -> Year {
        Year::new(i64::from(y)).expect("a year")
    }

    #[test]
    fn every_row_is_read_and_every_name_has_one_bearer() {
        let rows = include_str!("countries.csv").lines().count() - 1;
        assert_eq!(all().len(), rows);
        assert!(rows > 260, "{rows}");
        assert!(all().is_sorted_by_key(|c| &c.code));
        for (name, bearers) in COUNTRIES.names.iter().chain(COUNTRIES.codes.iter().filter(|(code, _)| *code != "CS")) {
            assert!(bearers.len() == 1 && !name.is_empty(), "{name}");
        }
        let Found::Several(both) = find("CS") else { panic!("Czechoslovakia, then Serbia and Montenegro") };
        assert_eq!(both.len(), 2);
    }

    /// As SIPRI, the IMF, the World Bank, UN Comtrade, WITS and the United Nations write them.
    #[test]
    fn names_are_found_as_providers_write_them() {
        for (name, expected) in [
            ("Viet Nam", "VNM"),
            ("KOREA, Rep.", "KOR"),
            ("Dem. People's Rep. of Korea", "PRK"),
            ("Korea, Dem. Rep.", "PRK"),
            ("Afghanistan, Islamic Rep. of", "AFG"),
            ("Côte d'Ivoire", "CIV"),
            ("cote d’ivoire", "CIV"),
            ("Congo, Rep.", "COG"),
            ("Congo, Dem. Rep.", "COD"),
            ("Other Asia, nes", "TWN"),
            ("Turkiye", "TUR"),
            ("East Germany (GDR)", "DDR"),
            ("Serbia, FR(Serbia/Montenegro)", "SCG"),
            ("BOLIVIA (PLURINATIONAL STATE OF)", "BOL"),
            ("Bahamas, The", "BHS"),
            ("U.S.", "USA"),
            ("China, P.R.: Mainland", "CHN"),
            ("China, Hong Kong SAR", "HKG"),
            ("ROM", "ROU"),
            ("AND", "AND"),
            ("de", "DEU"),
            ("IS", "ISL"),
            ("na", "NAM"),
            ("South Vietnam", "RVN"),
            ("m49:643", "RUS"),
            ("baci:490", "TWN"),
        ] {
            assert_eq!(code(name), expected, "{name}");
        }
        assert_eq!(find("World"), Found::Unknown { nearest: Vec::new() });
    }

    #[test]
    fn a_mistyped_name_is_told_with_what_comes_near() {
        let near = |text| match find(text) {
            Found::Unknown { nearest } => nearest,
            found => panic!("{found:?}"),
        };
        assert_eq!(near("Vietnma"), ["Vietnam"]);
        assert_eq!(near("Indonezia").first(), Some(&"Indonesia"));
        assert!(near("Xyzzy and all the rest of them").is_empty());
    }

    #[test]
    fn numbers_are_dated() {
        let ccode = |n, y| by_number(Numbering::Ccode, n, Some(year(y))).map(|c| c.code.as_str());
        assert_eq!((ccode(365, 1985), ccode(365, 2000)), (Some("SUN"), Some("RUS")));
        assert_eq!((ccode(345, 1980), ccode(345, 1995), ccode(345, 2010)), (Some("YUG"), Some("SCG"), Some("SRB")));
        assert_eq!((ccode(255, 2014), ccode(260, 1985), ccode(816, 1960)), (Some("DEU"), Some("DEU"), Some("VNM")));
        let trade = |n| by_number(Numbering::Trade, n, Some(year(2010))).map(|c| c.code.as_str());
        let codes = [251, 490, 699, 757, 842, 579, 643, 704, 0].map(trade);
        let expected = ["FRA", "TWN", "IND", "CHE", "USA", "NOR", "RUS", "VNM"].map(Some);
        assert_eq!((&codes[..8], codes[8]), (&expected[..], None));
        assert_eq!(at("SUN", year(1985)).map(|c| c.name.as_str()), Some("Soviet Union"));
        assert!(at("SUN", year(2000)).is_none() && at("RUS", year(1985)).is_none());
    }
}
