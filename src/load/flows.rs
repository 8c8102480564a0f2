//! Reads the tables of trade and arms flows: between which parties, in which year, how much.

use std::collections::HashMap;

use super::row::{Keys, Row, entire, out_of_range};
use super::table::{Rows, TableReader};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::records::{ArmsFlow, ArmsMargin, Flow, ProductFlow, PublishedTrade, TradeMargin};
use crate::model::{Package, PartyId, Table};

const TRADE: &str = "a trade flow";
const ARMS: &str = "a volume of arms";

pub(super) fn trade(reader: &TableReader<'_>) -> Rows<Flow> {
    let mut keys = Keys::new();
    let columns = ["exporter", "importer", "year", "value_usd", "source"];
    reader.read(Table::Trade, columns, |row, [exporter_field, importer_field, year_field, value, source]| {
        let exporter = row.party(exporter_field);
        let importer = row.party(importer_field);
        let year = row.year(year_field);
        let value_usd = row.amount(value, TRADE);
        let source = row.source(source);
        let (exporter, importer, year) = (exporter?, importer?, year?);
        if exporter == importer {
            let party = row.known.parties.name(exporter).to_owned();
            row.report(importer_field, Problem::WithItself { party });
            return None;
        }
        keys.add(row, (exporter, importer, year), &[exporter_field, importer_field, year_field])?;
        source?;
        Some(Flow { exporter, importer, year, value_usd: value_usd?, line: row.line })
    })
}

pub(super) fn trade_margins(reader: &TableReader<'_>) -> Rows<TradeMargin> {
    let mut keys = Keys::new();
    let columns = ["party", "year", "exports_usd", "imports_usd", "intra_usd", "economies", "within", "source"];
    reader.read(
        Table::TradeMargins,
        columns,
        |row, [party_field, year_field, exports, imports, intra, economies, within_field, source]| {
            let party = row.economy_or_world(party_field);
            let year = row.year(year_field);
            let exports_usd = row.amount(exports, TRADE);
            let imports_usd = row.amount(imports, TRADE);
            let intra_usd = row.open(intra, |row, field| row.amount(field, TRADE));
            let economies = row.count(economies);
            let within = row.open(within_field, Row::bloc);
            let source = row.source(source);
            let (party, year) = (party?, year?);
            keys.add(row, (party, year), &[party_field, year_field])?;
            economies.and(source)?;
            let within = within?;
            if let Some(bloc) = within.filter(|bloc| !may_stand_within(row, party, *bloc)) {
                let (party, bloc) = (row.known.parties.name(party).to_owned(), row.known.parties.name(bloc).to_owned());
                row.report(within_field, Problem::NeverWithin { party, bloc });
                return None;
            }
            let line = row.line;
            Some(TradeMargin {
                party,
                year,
                exports_usd: exports_usd?,
                imports_usd: imports_usd?,
                intra_usd: intra_usd?,
                within,
                line,
            })
        },
    )
}

/// Whether a bloc's row may hold this one's trade: it is a member at some time, and not one that is kept apart.
fn may_stand_within(row: &Row<'_>, party: PartyId, bloc: PartyId) -> bool {
    let mut times = row.known.parties.memberships().iter().filter(|m| m.bloc == bloc && m.member == party).peekable();
    times.peek().is_some() && times.all(|m| m.counted)
}

pub(super) fn trade_hs2(reader: &TableReader<'_>) -> Rows<ProductFlow> {
    let mut keys = Keys::new();
    let columns = ["exporter", "importer", "year", "hs2", "value_usd", "members", "source"];
    reader.read(Table::TradeHs2, columns, |row, fields| {
        let [exporter_field, importer_field, year_field, chapter_field, value, members, source] = fields;
        let exporter = row.party_or_world(exporter_field);
        let importer = row.party_or_world(importer_field);
        let year = row.year(year_field);
        let chapter = row.count(chapter_field);
        let value_usd = row.amount(value, TRADE);
        let members = row.count(members);
        let source = row.source(source);
        let chapter = u8::try_from(chapter?).ok().filter(|c| (1..=99).contains(c));
        if chapter.is_none() {
            row.report(chapter_field, out_of_range(chapter_field, "HS chapter", "01 to 99"));
        }
        let (exporter, importer, year, chapter) = (exporter?, importer?, year?, chapter?);
        let key_fields = [exporter_field, importer_field, year_field, chapter_field];
        keys.add(row, (exporter, importer, year, chapter), &key_fields)?;
        source?;
        let line = row.line;
        Some(ProductFlow { exporter, importer, year, chapter, value_usd: value_usd?, members: members?, line })
    })
}

/// Totals as printed elsewhere, shown beside the measures and never part of one.
pub(super) fn trade_published(reader: &TableReader<'_>) -> Rows<PublishedTrade> {
    let mut keys = Keys::new();
    let columns = [
        "partner",
        "bloc",
        "year",
        "flow",
        "value",
        "unit",
        "scope",
        "reported_by",
        "publisher",
        "source",
        "locator",
        "quote",
        "note",
    ];
    reader.read(Table::TradePublished, columns, |row, fields| {
        let [partners_field, bloc_field, year_field, flow_field, value, unit, scope, reported_by, _, source, ..] =
            fields;
        let partners = row.parties(partners_field);
        let bloc = row.bloc(bloc_field);
        let year = row.year(year_field);
        let flow = row.required(flow_field);
        let value = row.open(value, |row, field| row.amount(field, TRADE));
        let unit = row.required(unit);
        row.source(source)?;
        partners?;
        // One total may be printed in several places, and each print once.
        keys.add(row, entire(&fields), &[partners_field, bloc_field, year_field, flow_field])?;
        Some(PublishedTrade {
            partners: partners_field.text().to_owned(),
            bloc: bloc?,
            year: year?,
            flow: flow?.to_owned(),
            value: value?,
            unit: unit?.to_owned(),
            scope: scope.text().to_owned(),
            reported_by: reported_by.text().to_owned(),
            line: row.line,
        })
    })
}

pub(super) fn arms(reader: &TableReader<'_>) -> Rows<ArmsFlow> {
    let mut keys = Keys::new();
    let columns = ["supplier", "recipient", "year", "tiv_million", "source"];
    reader.read(Table::Arms, columns, |row, [supplier_field, recipient_field, year_field, value, source]| {
        let supplier = row.party_or_rest(supplier_field);
        let recipient = row.party(recipient_field);
        let year = row.year(year_field);
        let tiv_million = row.amount(value, ARMS);
        let source = row.source(source);
        let (supplier, recipient, year) = (supplier?, recipient?, year?);
        keys.add(row, (supplier, recipient, year), &[supplier_field, recipient_field, year_field])?;
        source?;
        Some(ArmsFlow { supplier, recipient, year, tiv_million: tiv_million?, line: row.line })
    })
}

pub(super) fn arms_margins(reader: &TableReader<'_>) -> Rows<ArmsMargin> {
    let mut keys = Keys::new();
    let columns = ["supplier", "year", "tiv_million", "source"];
    reader.read(Table::ArmsMargins, columns, |row: &mut Row<'_>, [supplier_field, year_field, value, source]| {
        let supplier = row.party_or_world(supplier_field);
        let year = row.year(year_field);
        let tiv_million = row.amount(value, ARMS);
        let source = row.source(source);
        let (supplier, year) = (supplier?, year?);
        keys.add(row, (supplier, year), &[supplier_field, year_field])?;
        source?;
        Some(ArmsMargin { supplier, year, tiv_million: tiv_million?, line: row.line })
    })
}

/// A flow cannot exceed what its exporter sells to the world, or its importer buys from it.
pub(super) fn report_flows_above_totals(package: &Package, diagnostics: &mut Diagnostics) {
    let Some(file) = package.texts.get(&Table::Trade).map(|t| &t.file) else { return };
    let totals: HashMap<_, _> = package.trade_margins.iter().map(|m| ((m.party, m.year), m)).collect();
    for flow in &package.trade {
        let sold = totals.get(&(flow.exporter, flow.year)).map(|m| (m.exports_usd, "exports", flow.exporter));
        let bought = totals.get(&(flow.importer, flow.year)).map(|m| (m.imports_usd, "imports", flow.importer));
        for (total, what, whose) in [sold, bought].into_iter().flatten() {
            // Rounded sums of rounded parts may differ by dollars.
            if flow.value_usd > total + 1000.0 {
                let whose = format!("the {what} of {}", package.parties.name(whose));
                let problem = Problem::AboveTotal { flow: flow.value_usd.to_string(), total: total.to_string(), whose };
                diagnostics.push(Place::new(file, u64::from(flow.line), 1), problem);
            }
        }
    }
}
