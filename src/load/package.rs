//! Assembles a package: descriptor, files, registers, then the tables that refer to them. The tables themselves are
//! read by the files named after what they hold.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread::{self, ScopedJoinHandle};

use super::descriptor::{self, Listing};
use super::files::{Files, LARGEST_PAGE, LARGEST_TABLE, decode};
use super::known::{Known, Register};
use super::table::{Rows, TableReader};
use super::{
    LoadError, bibliography, coded_mentions, facts, fingerprint, flows, form, parties, rankings, series, texts,
    visibility, votes, wholes,
};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::files::reason;
use crate::model::package::{RowSources, TableText};
use crate::model::{Package, Parties, Table};

/// Reads and checks all files of a package.
pub(super) fn read(files: &dyn Files) -> Result<Package, LoadError> {
    let mut diagnostics = Diagnostics::default();
    let mut unreadable = Diagnostics::default();
    let descriptor = text_of(files, (descriptor::NAME, LARGEST_PAGE), &mut unreadable, &mut diagnostics);
    let Some(descriptor) = descriptor else { return Err(failure(unreadable, diagnostics)) };
    let listing = descriptor::read(&descriptor.file, &descriptor.text).map_err(LoadError::Invalid)?;

    let bibliography = text_of(files, (&listing.sources, LARGEST_PAGE), &mut unreadable, &mut diagnostics);
    let mut texts = BTreeMap::new();
    for (table, path) in &listing.tables {
        if let Some(text) = text_of(files, (path, LARGEST_TABLE), &mut unreadable, &mut diagnostics) {
            texts.insert(*table, TableText { vintage: listing.vintages.get(table).cloned(), ..text });
        }
    }
    if !unreadable.is_empty() {
        return Err(failure(unreadable, diagnostics));
    }

    let sources = match &bibliography {
        Some(b) => bibliography::read(&b.file, &b.text, &mut diagnostics),
        None => (BTreeMap::new(), false),
    };
    let (sources_known, until) = ((&sources.0, sources.1), listing.created);
    let mut collected = Collected { diagnostics, ..Collected::default() };
    let nobody = Parties::default();
    let list =
        parties::parties(&TableReader { texts: &texts, known: Known::new((&nobody, false), sources_known, until) });
    let all_parties = list.complete;
    let parties = Parties::new(collected.take(list));
    let known = Known::new((&parties, all_parties), sources_known, until);
    let memberships = parties::memberships(&TableReader { texts: &texts, known });
    let parties = parties.with_memberships(collected.take(memberships)).in_order();
    let mut reader = TableReader { texts: &texts, known: Known::new((&parties, all_parties), sources_known, until) };
    let issues = texts::issues(&reader);
    reader.known.issues = Register::new(issues.codes, issues.rows.complete);
    // An issue that could not be read may be the one that declares a category.
    let all_issues = issues.rows.complete && issues.rows.diagnostics.is_empty();
    let issue_rows = collected.take(issues.rows);
    let (resolutions, codes) = votes::resolutions(&reader);
    reader.known.resolutions = Register::new(codes, resolutions.complete);
    let resolution_rows = collected.take(resolutions);
    let series_rows = collected.take(series::series(&reader, &resolution_rows));

    // The large tables are read in parallel; the result does not depend on which ends first.
    let reader = &reader;
    let bibliography_text = bibliography.as_ref().map(|b| (listing.sources.as_str(), b.text.as_ref()));
    let (positions, (attention, mentions, coded), sha256, mut package) = thread::scope(|scope| {
        let positions = scope.spawn(|| votes::positions(reader));
        let speeches =
            scope.spawn(|| (texts::attention(reader), texts::mentions(reader), coded_mentions::coded_mentions(reader)));
        let hash = scope.spawn(|| hash(&listing, &descriptor.text, bibliography_text, reader));
        let package = small_tables(reader, &mut collected);
        (join(positions), join(speeches), join(hash), package)
    });
    votes::report_unknown_categories(issues.categories, &positions, &mut collected.diagnostics);
    package.positions = collected.take(positions);
    package.attention = collected.take(attention);
    let mentions_are_sound = mentions.diagnostics.is_empty();
    package.mentions = collected.take(mentions);
    package.coded_mentions = collected.take(coded);
    let Listing { name, version, title, known_to, framework, .. } = listing;
    let package = Package {
        name,
        version,
        title,
        sha256,
        created: until,
        known_to,
        framework: framework.map(PathBuf::from),
        issues: issue_rows,
        resolutions: resolution_rows,
        series: series_rows,
        parties,
        sources: sources.0,
        texts,
        row_sources: collected.sources,
        ..package
    };
    flows::report_flows_above_totals(&package, &mut collected.diagnostics);
    wholes::report(&package, &mut collected.diagnostics);
    if all_issues {
        votes::report_undeclared_categories(&package, &mut collected.diagnostics);
    }
    // A row of mentions that could not be read is not a count of zero.
    if mentions_are_sound {
        coded_mentions::report_more_coded_than_counted(&package, &mut collected.diagnostics);
    }
    series::report_votes_known_already(&package, &mut collected.diagnostics);
    collected.diagnostics.or(package).map_err(LoadError::Invalid)
}

/// The texts of all files by their paths: the descriptor, the bibliography and the tables. What they say is not checked.
pub(super) fn texts(files: &dyn Files) -> Result<BTreeMap<String, String>, LoadError> {
    let (mut diagnostics, mut unreadable) = (Diagnostics::default(), Diagnostics::default());
    let descriptor = text_of(files, (descriptor::NAME, LARGEST_PAGE), &mut unreadable, &mut diagnostics);
    let Some(descriptor) = descriptor else { return Err(failure(unreadable, diagnostics)) };
    let listing = descriptor::read(&descriptor.file, &descriptor.text).map_err(LoadError::Invalid)?;
    let named = listing.tables.values().map(|path| (path, LARGEST_TABLE)).chain([(&listing.sources, LARGEST_PAGE)]);
    let mut texts = BTreeMap::from([(descriptor::NAME.to_owned(), descriptor.text.into_owned())]);
    for (path, most) in named {
        if let Some(text) = text_of(files, (path, most), &mut unreadable, &mut diagnostics) {
            texts.insert(path.clone(), text.text.into_owned());
        }
    }
    if unreadable.is_empty() && diagnostics.is_empty() { Ok(texts) } else { Err(failure(unreadable, diagnostics)) }
}

/// The tables that do not take long, in a package that holds nothing else yet.
fn small_tables(reader: &TableReader<'_>, collected: &mut Collected) -> Package {
    Package {
        status: collected.take(form::status(reader)),
        institutions: collected.take(form::institutions(reader)),
        trade: collected.take(flows::trade(reader)),
        trade_margins: collected.take(flows::trade_margins(reader)),
        trade_hs2: collected.take(flows::trade_hs2(reader)),
        trade_published: collected.take(flows::trade_published(reader)),
        arms: collected.take(flows::arms(reader)),
        arms_margins: collected.take(flows::arms_margins(reader)),
        votes: collected.take(votes::votes(reader)),
        roll_calls: collected.take(series::roll_calls(reader)),
        rankings: collected.take(rankings::rankings(reader)),
        facts: collected.take(facts::facts(reader)),
        codings: collected.take(facts::codings(reader)),
        caveats: collected.take(facts::caveats(reader)),
        ..Package::default()
    }
}

fn hash(listing: &Listing, descriptor: &str, bibliography: Option<(&str, &str)>, reader: &TableReader<'_>) -> String {
    let tables =
        reader.texts.iter().filter_map(|(t, text)| Some((listing.tables.get(t)?.as_str(), text.text.as_ref())));
    fingerprint::sha256(&tables.chain(bibliography).chain([(descriptor::NAME, descriptor)]).collect())
}

/// The text of one file; a file that cannot be read and one that is not text are distinguished.
fn text_of(
    files: &dyn Files,
    (name, most): (&str, u64),
    unreadable: &mut Diagnostics,
    diagnostics: &mut Diagnostics,
) -> Option<TableText> {
    let file = files.shown(name);
    match files.bytes(name, most).map(decode) {
        Ok(Ok(text)) => {
            visibility::check_visible(&file, &text, diagnostics).then_some(TableText { file, text, vintage: None })
        }
        Ok(Err((line, column))) => {
            diagnostics.push(Place::new(file, line, column), Problem::NotUtf8);
            None
        }
        Err(e) => {
            unreadable.push(Place::whole(file), Problem::Unreadable { why: reason(&e) });
            None
        }
    }
}

/// Files that cannot be read take precedence over problems in the others; both are reported.
fn failure(unreadable: Diagnostics, mut diagnostics: Diagnostics) -> LoadError {
    let error = if unreadable.is_empty() { LoadError::Invalid } else { LoadError::Unreadable };
    diagnostics.extend(unreadable);
    error(diagnostics.or(()).err().unwrap_or_default())
}

/// The diagnostics and the sources that come with the rows of every table.
#[derive(Default)]
struct Collected {
    diagnostics: Diagnostics,
    sources: BTreeMap<Table, RowSources>,
}

impl Collected {
    /// Returns the rows and keeps their diagnostics and sources.
    fn take<T>(&mut self, rows: Rows<T>) -> Vec<T> {
        self.diagnostics.extend(rows.diagnostics);
        self.sources.insert(rows.table, rows.sources);
        rows.rows
    }
}

/// The thread's result; its panic is resumed here.
fn join<T>(handle: ScopedJoinHandle<'_, T>) -> T {
    handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
