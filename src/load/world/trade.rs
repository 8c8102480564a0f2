//! The flows of all economies: grouped by pair and year in frames, then put into one flat array.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::path::Path;

use polars::prelude::*;

use super::descriptor::Trade;
use super::parts::parts;
use super::scan::{Kind, Scan, Wanted, grouped};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::window::{Window, Year};
use crate::model::world::{ScannedTable, World};

/// So many cells of flows are held, 4 GB of them; more is to be read in shards.
const MOST_CELLS: usize = 1 << 29;

/// Rows as they came, codes as numbers in the order of their first appearance.
#[derive(Default)]
pub(super) struct Flows {
    codes: Vec<String>,
    numbers: HashMap<String, u16>,
    from: Vec<u16>,
    to: Vec<u16>,
    years: Vec<u16>,
    values: Vec<f64>,
    table: Option<ScannedTable>,
    /// The file that is told where a row stands twice.
    shown: String,
}

impl Flows {
    /// The number of a code; the last one stands for all that are too many.
    fn number(&mut self, code: &str) -> u16 {
        if let Some(number) = self.numbers.get(code) {
            return *number;
        }
        let number = u16::try_from(self.codes.len()).unwrap_or(u16::MAX);
        self.codes.push(code.to_owned());
        self.numbers.insert(code.to_owned(), number);
        number
    }

    /// The codes of everybody who has a flow, in order.
    pub(super) fn codes(&self) -> Vec<String> {
        self.codes.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Puts all flows into a world whose economies are these codes.
    pub(super) fn fill(self, world: &mut World, found: &mut Diagnostics) {
        let places: Vec<usize> = self.codes.iter().map(|code| world.place(code).unwrap_or(usize::MAX)).collect();
        let place = |number: u16| places.get(usize::from(number)).copied().unwrap_or(usize::MAX);
        let mut twice: Option<(usize, usize, u16)> = None;
        let mut again = 0_usize;
        for (((from, to), year), value) in self.from.iter().zip(&self.to).zip(&self.years).zip(&self.values) {
            let at = Year::new(i64::from(*year)).and_then(|y| world.at(y));
            if let Some(at) = at
                && !world.put(at, place(*from), place(*to), *value)
            {
                again += 1;
                let this = (place(*from), place(*to), *year);
                twice = Some(twice.map_or(this, |first| first.min(this)));
            }
        }
        if let Some((from, to, year)) = twice {
            let code = |place: usize| world.unit(place).map_or("?", |u| u.code.as_str());
            let message = format!(
                "{} to {} in {year} stands in more than one file or part; so do {} more",
                code(from),
                code(to),
                again - 1
            );
            let hint = "each flow stands once: take one of the two files out of world.toml".to_owned();
            found.push(Place::whole(self.shown.clone()), Problem::Import { message, hint });
        }
        world.tables.extend(self.table);
    }
}

/// Reads the flows of a span of years.
pub(super) fn read(dir: &Path, trade: &Trade, held: Window, span: Window, found: &mut Diagnostics) -> Flows {
    let wanted = [
        Wanted { name: "from", head: &trade.from, kind: Kind::Code },
        Wanted { name: "to", head: &trade.to, kind: Kind::Code },
        Wanted { name: "year", head: &trade.year, kind: Kind::Year },
        Wanted { name: "value", head: &trade.value, kind: Kind::Amount },
    ];
    let mut flows = Flows::default();
    let (mut files, mut rows, mut taken) = (Vec::new(), 0, 0);
    for file in &trade.files {
        let path = dir.join(file);
        let shown = path.display().to_string();
        let scan = Scan { path: &path, shown: &shown, wanted: &wanted, span };
        let counts = parts(&scan, found, |frame, found| {
            if let Err(e) = take(&scan, frame, &mut flows, found) {
                scan.report(found, format!("cannot be grouped: {e}"), "report this, with the file");
            }
        });
        rows += counts.rows;
        taken += counts.taken;
        flows.shown.clone_from(&shown);
        files.push(shown);
    }
    let cells = flows.codes.len().saturating_mul(flows.codes.len()).saturating_mul(span.years());
    let whole = Place::whole(dir.join(super::descriptor::NAME).display().to_string());
    if cells > MOST_CELLS {
        let message = format!("{} economies in {} years are more than one run holds", flows.codes.len(), span.years());
        let hint = "rank shorter windows one by one, or shard the files by year: docs/world.md, Sharding".to_owned();
        found.push(whole, Problem::Import { message, hint });
        return Flows::default();
    }
    if taken == 0 && found.is_empty() {
        let message = format!("the files of [trade] hold no row of {span}, though years = \"{held}\"");
        let hint = "mend `years` in world.toml, or name another window".to_owned();
        found.push(whole, Problem::Import { message, hint });
    }
    let source = trade.source.clone();
    flows.table = Some(ScannedTable { role: "trade", files, rows, taken, strangers: 0, source });
    flows
}

/// Adds the rows of one part.
fn take(scan: &Scan<'_>, frame: DataFrame, flows: &mut Flows, found: &mut Diagnostics) -> PolarsResult<()> {
    let groups = grouped(frame, &["from", "to", "year"], &["value"])?;
    let (from, to) = (groups.column("from")?.str()?, groups.column("to")?.str()?);
    let (year, value) = (groups.column("year")?.i64()?, groups.column("value")?.f64()?);
    let n = groups.column("n")?.cast(&DataType::Int64)?;
    let first = groups.column("first")?.cast(&DataType::Int64)?;
    let mut faults: Vec<(i64, String, &str)> = Vec::new();
    let counts = n.i64()?.iter().zip(first.i64()?.iter());
    for ((((from, to), year), value), (n, first)) in
        from.iter().zip(to.iter()).zip(year.iter()).zip(value.iter()).zip(counts)
    {
        let (Some(from), Some(to), Some(year), Some(value)) = (from, to, year, value) else { continue };
        let row = first.unwrap_or_default() + 1;
        if n.unwrap_or(1) > 1 {
            let times = n.unwrap_or(1);
            faults.push((
                row,
                format!("{from} to {to} in {year} stands {times} times, first in row {row}"),
                "keep one of them: a file of several flows or sources is to be filtered first",
            ));
        } else if from == to {
            faults.push((
                row,
                format!("{from} stands on both sides of row {row}"),
                "nobody trades with itself here; take the row out",
            ));
        }
        let (from, to) = (flows.number(from), flows.number(to));
        if from != to {
            flows.from.push(from);
            flows.to.push(to);
            flows.years.push(u16::try_from(year).unwrap_or_default());
            flows.values.push(value);
        }
    }
    faults.sort();
    for (_, message, hint) in faults {
        scan.report(found, message, hint);
    }
    Ok(())
}
