//! Trade in goods: trade.csv, trade_hs2.csv and trade_margins.csv.

use std::collections::{BTreeMap, BTreeSet};

use super::{cited, sum};
use crate::diagnostic::Diagnostics;
use crate::import::collection::{Amount, Collection, Valuation};
use crate::import::side::Side;
use crate::model::window::Year;
use crate::model::{Rows, Table};

pub(super) fn rows(collection: &mut Collection<'_>) -> Result<Vec<Rows>, Diagnostics> {
    let mut trade = Rows::new(Table::Trade, &["exporter", "importer", "year", "value_usd", "source"]);
    let chapters = ["exporter", "importer", "year", "hs2", "value_usd", "members", "source"];
    let mut products = Rows::new(Table::TradeHs2, &chapters);
    for ((from, to, year, chapter), amount) in &collection.trade.held {
        let code = |side: &Side| match side {
            Side::World if *chapter > 0 => Some("WLD".to_owned()),
            side => side.code().filter(|code| collection.parties.contains(*code)).map(str::to_owned),
        };
        let (Some(exporter), Some(importer)) = (code(from), code(to)) else { continue };
        if exporter == importer {
            continue;
        }
        let (value, source) = (amount.value.to_string(), cited(collection, [amount]));
        match chapter {
            0 => trade.rows.push(vec![exporter, importer, year.to_string(), value, source]),
            n => {
                // The row is one state's, and no sum over members of a bloc.
                let members = "1".to_owned();
                products.rows.push(vec![
                    exporter,
                    importer,
                    year.to_string(),
                    format!("{n:02}"),
                    value,
                    members,
                    source,
                ]);
            }
        }
    }
    let margins = margins(collection)?;
    add_remarks(collection, &trade);
    Ok(vec![trade, products, margins])
}

/// What should be known of the flows: reports that stand beside one another, and valuations that differ.
fn add_remarks(collection: &mut Collection<'_>, trade: &Rows) {
    let beside = collection.trade.second_reports.len();
    if beside > 0 {
        collection.account.remark(format!(
            "{beside} flows are reported by both sides: the exporter's figure (FOB) is taken, the importer's (CIF) is left out"
        ));
    }
    let valuations: BTreeSet<Valuation> = collection.trade.held.values().map(|a| a.valuation).collect();
    if !trade.rows.is_empty() && valuations.len() > 1 {
        let words: Vec<&str> = valuations.iter().map(|v| v.words()).collect();
        collection.account.remark(format!(
            "the flows are valued in different ways ({}); each row's source says which",
            words.join(", ")
        ));
    }
}

/// One party's total in a year.
#[derive(Default)]
struct Margin<'a> {
    exports: Vec<&'a Amount>,
    imports: Vec<&'a Amount>,
}

/// Totals of the parties, of blocs and of the world: as the file prints them, or as sums where it holds everybody.
fn margins(collection: &mut Collection<'_>) -> Result<Rows, Diagnostics> {
    let columns = ["party", "year", "exports_usd", "imports_usd", "intra_usd", "economies", "within", "source"];
    let mut rows = Rows::new(Table::TradeMargins, &columns);
    let whole = collection.trade.sums;
    let mut printed: BTreeMap<(&str, Year), Margin<'_>> = BTreeMap::new();
    let mut summed: BTreeMap<(&str, Year), Margin<'_>> = BTreeMap::new();
    let mut world: BTreeMap<Year, (Vec<&Amount>, BTreeSet<&Side>)> = BTreeMap::new();
    for ((from, to, year, chapter), amount) in &collection.trade.held {
        if *chapter > 0 {
            continue;
        }
        match (from, to) {
            (Side::World, Side::World) => {}
            (Side::Party(code), Side::World) => printed.entry((code, *year)).or_default().exports.push(amount),
            (Side::World, Side::Party(code)) => printed.entry((code, *year)).or_default().imports.push(amount),
            (Side::World, _) | (_, Side::World) => {}
            (from, to) => {
                if let (Side::Party(code), true) = (from, whole.to) {
                    summed.entry((code, *year)).or_default().exports.push(amount);
                }
                if let (Side::Party(code), true) = (to, whole.from) {
                    summed.entry((code, *year)).or_default().imports.push(amount);
                }
                let (amounts, exporters) = world.entry(*year).or_default();
                amounts.push(amount);
                exporters.insert(from);
            }
        }
    }
    let mut half: BTreeSet<&str> = BTreeSet::new();
    let mut all: BTreeMap<(&str, Year), &Margin<'_>> = printed.iter().map(|(key, m)| (*key, m)).collect();
    all.extend(summed.iter().map(|(key, m)| (*key, m)));
    for ((code, year), margin) in &all {
        if !collection.parties.contains(*code) {
            continue;
        }
        let economies = collection.trade.partners.get(&((*code).to_owned(), *year)).map_or(0, BTreeSet::len);
        // A total in one direction alone, or without partners, is no row: nothing is filled in.
        if economies == 0 || margin.imports.is_empty() || margin.exports.is_empty() {
            half.insert(code);
            continue;
        }
        rows.rows.push(row(collection, (code, *year), margin, None, economies)?);
    }
    let years: BTreeSet<Year> = world.keys().copied().collect();
    for year in years.iter().filter(|_| whole.from && whole.to) {
        for bloc in collection.folder.blocs() {
            let members = collection.folder.members(&bloc.code, Some(*year));
            if members.is_empty() {
                continue;
            }
            let mut margin = Margin::default();
            let mut partners: BTreeSet<&str> = BTreeSet::new();
            for member in &members {
                if let Some(own) = summed.get(&(*member, *year)) {
                    margin.exports.extend(&own.exports);
                    margin.imports.extend(&own.imports);
                }
                let with = collection.trade.partners.get(&((*member).to_owned(), *year));
                partners.extend(with.into_iter().flatten().map(String::as_str));
            }
            let inside = collection.trade.held.iter().filter(|((from, to, y, chapter), _)| {
                let member = |side: &Side| side.code().is_some_and(|code| members.contains(&code));
                y == year && *chapter == 0 && member(from) && member(to)
            });
            let inside: Vec<&Amount> = inside.map(|(_, amount)| amount).collect();
            if !margin.exports.is_empty() && !margin.imports.is_empty() {
                rows.rows.push(row(collection, (&bloc.code, *year), &margin, Some(&inside), partners.len())?);
            }
        }
        if let Some((amounts, exporters)) = world.get(year) {
            let margin = Margin { exports: amounts.clone(), imports: amounts.clone() };
            rows.rows.push(row(collection, ("WLD", *year), &margin, None, exporters.len())?);
        }
    }
    rows.rows.sort();
    let remark = (!half.is_empty()).then(|| {
        let names: Vec<&str> = half.into_iter().take(6).collect();
        format!(
            "no totals for {}: a row of trade_margins.csv needs exports, imports and partners; bring both directions at once",
            names.join(", ")
        )
    });
    collection.account.remarks.extend(remark);
    Ok(rows)
}

fn row(
    collection: &Collection<'_>,
    (code, year): (&str, Year),
    margin: &Margin<'_>,
    intra: Option<&[&Amount]>,
    economies: usize,
) -> Result<Vec<String>, Diagnostics> {
    let intra = intra.map(sum).transpose()?.map_or_else(String::new, |n| n.to_string());
    let source = cited(collection, margin.exports.iter().chain(&margin.imports).copied());
    Ok(vec![
        code.to_owned(),
        year.to_string(),
        sum(&margin.exports)?.to_string(),
        sum(&margin.imports)?.to_string(),
        intra,
        economies.to_string(),
        String::new(),
        source,
    ])
}
