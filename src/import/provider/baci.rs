//! CEPII's BACI: a row for each exporter, importer and product of six digits in a year, thousands of US dollars, two
//! gigabytes for all years.
//!
//! The file is read in blocks of whole lines, side by side. Every row is checked as it is read (six fields, whole
//! numbers, a value) and values are summed as whole numbers of their last decimal, so that no row becomes a hole in
//! silence and neither the order of rows nor that of threads changes a digit.

mod numerals;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use self::numerals::{Numerals, PLACES, decimal, digits, unquoted};
use super::sipri_values::refusal;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::import::collection::{Amount, Collection, Combine, Coverage, Kind, OTHER_YEARS, Valuation, too_large};
use crate::import::layout::{Head, Input, Likeness, Provider, columns};
use crate::import::side::Side;
use crate::import::source::{Source, part};
use crate::model::countries::Numbering;
use crate::model::window::Year;
use crate::progress::Stage;
use crate::sheet::Exact;
use crate::sheet::blocks::Blocks;

pub struct Baci;

const COLUMNS: [&str; 6] = ["t", "i", "j", "k", "v", "q"];
/// Bytes of a block, and blocks that are in memory at once.
const BLOCK: usize = 16 << 20;
const AT_ONCE: usize = 4;
/// A yearly file has about 220 exporters and 5,000 products; one with fewer than these is a part.
const EXPORTERS: usize = 150;
const PRODUCTS: usize = 4_000;

/// By what a year is known that was read already.
const SEEN: &str = "baci ";

impl Provider for Baci {
    fn code(&self) -> &'static str {
        "baci"
    }

    fn title(&self) -> &'static str {
        "CEPII BACI, yearly files by product"
    }

    fn page(&self) -> &'static str {
        "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37"
    }

    fn recognise(&self, head: &Head) -> Likeness {
        let codes = head.likeness(&["country_code", "country_iso3"]);
        if codes.is_complete() { codes } else { head.likeness(&COLUMNS) }
    }

    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let head = crate::sheet::head(&input.path, &input.options)?;
        if columns(&head.rows, ["country_code", "country_iso3"]).is_some() {
            collection
                .account
                .remark(format!("{}: not needed, the program knows BACI's numbers of countries", head.file));
            return Ok(());
        }
        let Some((0, places)) = columns(&head.rows, COLUMNS) else {
            return Err(refusal(&head, 1, "the first line is not t,i,j,k,v,q", "take CEPII's file as it is unpacked"));
        };
        let numbers = Numbers::of(collection);
        let sums = sums(input, places, &numbers, collection.stage)?;
        let file = input.name();
        let place = || Place::whole(&file);
        collection.account.leave_out_many(OTHER_YEARS, "", place(), sums.other_years);
        let whole = sums.exporters.len() >= EXPORTERS && sums.products.len() >= PRODUCTS;
        if !whole && !collection.stated.partial {
            let message = format!(
                "this is a part of BACI: {} exporters and {} products; sums over it are no totals of trade",
                sums.exporters.len(),
                sums.products.len()
            );
            let hint =
                "take the whole yearly file from CEPII; --partial takes the sums over what is there, and says so";
            return Err(refusal(&head, 1, &message, hint));
        }
        if !whole {
            collection.account.remark(format!(
                "{file} is a part of BACI: its values are sums over {} products alone, and no totals are made",
                sums.products.len()
            ));
        }
        collection.begin(Kind::Trade, Coverage { from: whole, to: whole }, whole);
        let source = collection.source(source(input, collection.stated.vintage.as_deref()));
        let twice: BTreeSet<u16> = sums.years().filter(|year| collection.seen(&format!("{SEEN}{year}"), 1)).collect();
        // Of flows between two others only the sum of each exporter is kept, which the world's totals need: so memory
        // does not grow with the pairs of the world.
        let mut others: BTreeMap<(u16, u16), (i128, usize)> = BTreeMap::new();
        let mut put = |year: u16, from: u16, to: Option<u16>, chapter: u8, (value, rows): (i128, usize)| {
            let Some(year) = Year::new(i64::from(year)) else { return Ok(()) };
            let side = |n: u16| collection.numbered(Numbering::Trade, &n.to_string(), year);
            let (exporter, importer) = (side(from), to.map_or(Side::Unspecified, side));
            let named = if collection.is_wanted(&exporter) { to.unwrap_or(from) } else { from }.to_string();
            let value = Exact::scaled(value, PLACES).times_ten(3).ok_or_else(|| one(place(), too_large()))?;
            let values = if chapter == 0 { rows } else { 0 };
            let amount = Amount { value, source, place: place(), valuation: Valuation::Reconciled, values };
            collection.put(Kind::Trade, (exporter, importer, year, chapter), amount, &named, Combine::Set);
            Ok(())
        };
        let mut again = 0;
        for ((year, from, to, chapter), sum) in sums.flows {
            let known = [from, to].into_iter().any(|n| numbers.known.contains(u32::from(n)));
            if known || !whole {
                put(year, from, Some(to), chapter, sum)?;
            } else if twice.contains(&year) {
                again += sum.1;
            } else {
                let (value, rows) = others.entry((year, from)).or_default();
                *value = value.checked_add(sum.0).ok_or_else(|| one(place(), too_large()))?;
                *rows += sum.1;
            }
        }
        for ((year, from), sum) in others {
            put(year, from, None, 0, sum)?;
        }
        collection.account.leave_out_many("rows that stand in another file", "", place(), again);
        Ok(())
    }
}

fn one(place: Place, problem: Problem) -> Diagnostics {
    let mut problems = Diagnostics::default();
    problems.push(place, problem);
    problems
}

/// Which numbers are wanted: chapters are kept between parties alone.
struct Numbers {
    wanted: Numerals,
    /// With the members of blocs, whose totals are sums over all of them whoever is wanted.
    known: Numerals,
    years: Option<(u16, u16)>,
}

impl Numbers {
    fn of(collection: &Collection<'_>) -> Self {
        let folder = collection.folder;
        let members: BTreeSet<&str> = folder.blocs().flat_map(|bloc| folder.members(&bloc.code, None)).collect();
        let of = |fits: &dyn Fn(&str) -> bool| -> Numerals {
            let countries = crate::model::countries::all().iter().filter(|c| fits(&c.code));
            countries.flat_map(|c| c.trade_codes.iter().copied().chain(c.m49)).map(u32::from).collect()
        };
        Numbers {
            wanted: of(&|code| collection.parties.contains(code)),
            known: of(&|code| collection.parties.contains(code) || members.contains(code)),
            years: collection.years.map(|w| (w.from().get(), w.to().get())),
        }
    }
}

/// Year, exporter, importer and chapter, 0 for all.
type Key = (u16, u16, u16, u8);

/// What a file comes to.
#[derive(Default)]
struct Sums {
    /// The value in units of the last decimal that is kept, and how many rows it is the sum of.
    flows: BTreeMap<Key, (i128, usize)>,
    exporters: BTreeSet<u16>,
    products: BTreeSet<u32>,
    other_years: usize,
}

impl Sums {
    /// The years of its flows.
    fn years(&self) -> impl Iterator<Item = u16> {
        self.flows.keys().map(|key| key.0).collect::<BTreeSet<u16>>().into_iter()
    }
}

/// What one block comes to.
#[derive(Default)]
struct Part {
    flows: HashMap<Key, (i128, usize)>,
    exporters: BTreeSet<u16>,
    products: BTreeSet<u32>,
    other_years: usize,
    lines: u64,
    /// By line of the block.
    problems: Vec<(u64, u64, Problem)>,
}

fn sums(input: &Input, places: [usize; 6], numbers: &Numbers, stage: Option<&dyn Stage>) -> Result<Sums, Diagnostics> {
    let name = input.name();
    let whole = |problem| one(Place::whole(&name), problem);
    let mut blocks = Blocks::open(&input.path, BLOCK).map_err(whole)?;
    let mut sums = Sums::default();
    let mut problems = Diagnostics::default();
    let mut line = 0;
    loop {
        let mut group = Vec::new();
        while group.len() < AT_ONCE {
            match blocks.next_block().map_err(whole)? {
                Some(block) => group.push(block),
                None => break,
            }
        }
        if group.is_empty() {
            break;
        }
        if let Some(stage) = stage {
            stage.tick(group.iter().map(Vec::len).sum());
        }
        let first = line == 0;
        let parts: Vec<Part> =
            group.par_iter().enumerate().map(|(n, block)| part_of(block, first && n == 0, places, numbers)).collect();
        for part in parts {
            for (below, column, problem) in part.problems {
                problems.push(Place::new(&name, line + below, column), problem);
            }
            line += part.lines;
            for (key, (value, rows)) in part.flows {
                let (sum, count) = sums.flows.entry(key).or_default();
                *sum = sum.checked_add(value).ok_or_else(|| whole(too_large()))?;
                *count += rows;
            }
            sums.exporters.extend(part.exporters);
            sums.products.extend(part.products);
            sums.other_years += part.other_years;
        }
    }
    problems.or(sums)
}

/// Reads one block of whole lines.
fn part_of(block: &[u8], begins: bool, places: [usize; 6], numbers: &Numbers) -> Part {
    let mut part = Part::default();
    let [t, i, j, k, v, q] = places;
    let (mut exporters, mut products) = (Numerals::new(), Numerals::new());
    let mut last = (0, 0, Default::default());
    for (line, row) in (1..).zip(block.split(|b| *b == b'\n')) {
        if row.trim_ascii().is_empty() || (begins && line == 1) {
            continue;
        }
        // Fields are numbers, and none has a comma in it, whether or not a program put quotes around it.
        let mut fields = [&[][..]; 6];
        let mut count = 0;
        for field in row.split(|b| *b == b',') {
            if let Some(place) = fields.get_mut(count) {
                *place = unquoted(field);
            }
            count += 1;
        }
        if count != fields.len() {
            part.problems.push((line, 1, Problem::RowLength { found: count, expected: fields.len() }));
            continue;
        }
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        let number = |at: usize| digits(field(at)).and_then(|n| u32::try_from(n).ok());
        let small = |at: usize| number(at).and_then(|n| u16::try_from(n).ok());
        let row = (small(t), small(i), small(j), number(k), decimal(field(v)));
        let (Some(year), Some(from), Some(to), Some(product), Some(value)) = row else {
            let bad = [(t, row.0.is_none()), (i, row.1.is_none()), (j, row.2.is_none()), (k, row.3.is_none())];
            let at = bad.iter().find(|(_, bad)| *bad).map_or(v, |(at, _)| *at);
            let value = String::from_utf8_lossy(field(at)).into_owned();
            let problem = if at == v { Problem::NotANumber { value } } else { Problem::NotWhole { value } };
            part.problems.push((line, at as u64 + 1, problem));
            continue;
        };
        // The quantity is not kept, but a letter in it says that the columns have slipped.
        if !field(q).is_empty() && decimal(field(q)).is_none() && !field(q).eq_ignore_ascii_case(b"na") {
            let value = String::from_utf8_lossy(field(q)).into_owned();
            part.problems.push((line, q as u64 + 1, Problem::NotANumber { value }));
            continue;
        }
        exporters.insert(u32::from(from));
        // A product of more than six digits is none of the Harmonised System's; it still counts as one.
        if !products.insert(product) {
            part.products.insert(product);
        }
        if numbers.years.is_some_and(|(first, last)| year < first || year > last) {
            part.other_years += 1;
            continue;
        }
        // Rows of one pair stand together: the sum is put down when the pair changes.
        let key: (u16, u16, u16) = (year, from, to);
        if last.0 == 0 || last.2 != key {
            put(&mut part.flows, last);
            last = (0, 0, key);
        }
        last = (last.0 + 1, last.1 + value, key);
        if numbers.wanted.contains(u32::from(from)) && numbers.wanted.contains(u32::from(to)) {
            let chapter = u8::try_from(product / 10_000).unwrap_or(0);
            if (1..=99).contains(&chapter) {
                let sum = part.flows.entry((year, from, to, chapter)).or_default();
                *sum = (sum.0 + value, sum.1 + 1);
            }
        }
    }
    put(&mut part.flows, last);
    part.products.extend(products.iter());
    part.exporters = exporters.iter().filter_map(|n| u16::try_from(n).ok()).collect();
    part.lines = block.iter().filter(|b| **b == b'\n').count() as u64;
    part
}

/// Puts down what was summed of one pair: rows, value, key.
fn put(flows: &mut HashMap<Key, (i128, usize)>, (rows, value, (year, from, to)): (usize, i128, (u16, u16, u16))) {
    if rows > 0 {
        let sum = flows.entry((year, from, to, 0)).or_default();
        *sum = (sum.0 + value, sum.1 + rows);
    }
}

/// The edition from the file's name, such as BACI_HS92_Y2020_V202401b.csv.
fn source(input: &Input, stated: Option<&str>) -> Source {
    let name = input.file_name();
    let stem = name.split('.').next().unwrap_or_default();
    let parts: Vec<&str> = stem.split('_').collect();
    let system = parts.iter().find(|p| p.starts_with("HS")).copied().unwrap_or_default();
    let version = parts.iter().find(|p| p.starts_with('V') && p.len() > 4).copied();
    let edition = match (stated, version) {
        (Some(stated), _) => stated.to_owned(),
        (None, Some(version)) => format!("{system} version {}", version.trim_start_matches('V')),
        (None, None) => String::new(),
    };
    let words = if edition.is_empty() { "edition not stated by the file's name".to_owned() } else { edition.clone() };
    Source {
        key: if edition.is_empty() { "cepii-baci".to_owned() } else { format!("cepii-baci-{}", part(&edition)) },
        author: "Gaulier, Guillaume and Zignago, Soledad".into(),
        title: format!("BACI: International Trade Database at the Product-Level, {words}"),
        year: "2010".into(),
        url: "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37".into(),
        note: "CEPII, Etalab Open Licence 2.0. Reconciled, FOB, thousands of current US dollars.".into(),
        vintage: format!("CEPII BACI, {words}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_depend_on_the_order_of_rows() {
        let numbers = Numbers { wanted: [643, 704].into_iter().collect(), known: Numerals::new(), years: None };
        let of = |text: &str| {
            let part = part_of(text.as_bytes(), true, [0, 1, 2, 3, 4, 5], &numbers);
            assert!(part.problems.is_empty());
            part.flows.into_iter().collect::<BTreeMap<_, _>>()
        };
        let rows = ["2020,643,704,010121,1.5,2\n", "2020,643,156,10121,0.25,\n", "2020,643,704,270900,2.125,NA\n"];
        let head = "t,i,j,k,v,q\n";
        let one = of(&[&[head], &rows[..]].concat().concat());
        let other = of(&[head, rows[2], rows[1], rows[0]].concat());
        assert_eq!(one, other);
        assert_eq!(one.get(&(2020, 643, 704, 0)), Some(&(3_625_000_000, 2)));
        assert_eq!(one.get(&(2020, 643, 704, 27)), Some(&(2_125_000_000, 1)));
        assert_eq!(one.get(&(2020, 643, 156, 1)), None);
    }

    #[test]
    fn short_and_broken_rows_are_reported_with_their_lines() {
        let numbers = Numbers { wanted: Numerals::new(), known: Numerals::new(), years: None };
        let part = part_of(
            b"2020,643,704,10121,1.5,2\n2020,643,704\n2020,643,704,x,1,2\n",
            false,
            [0, 1, 2, 3, 4, 5],
            &numbers,
        );
        let places: Vec<(u64, u64)> = part.problems.iter().map(|(line, column, _)| (*line, *column)).collect();
        assert_eq!(places, [(2, 1), (3, 4)]);
    }
}
