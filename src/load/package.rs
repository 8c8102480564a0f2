//! Puts a package together: descriptor, files, registers, then the tables that refer to them. The tables themselves are
//! read by the files named after what they hold.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread::{self, ScopedJoinHandle};

use super::descriptor::{self, Listing};
use super::files::{Files, LARGEST_PAGE, LARGEST_TABLE, decode, reason};
use super::known::{Known, Register};
use super::table::{Desk, Rows};
use super::{
    LoadError, bibliography, coded_mentions, door, facts, fingerprint, flows, form, parties, rankings, series, texts,
    votes, wholes,
};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::package::{RowSources, TableText};
use crate::model::{Package, Parties, Table};

/// Reads and checks all files of a package.
pub(super) fn read(files: &dyn Files) -> Result<Package, LoadError> {
    let mut troubles = Diagnostics::default();
    let mut unreadable = Diagnostics::default();
    let descriptor = text_of(files, (descriptor::NAME, LARGEST_PAGE), &mut unreadable, &mut troubles);
    let Some(descriptor) = descriptor else { return Err(failure(unreadable, troubles)) };
    let listing = descriptor::read(&descriptor.file, &descriptor.text).map_err(LoadError::Invalid)?;

    let bibliography = text_of(files, (&listing.sources, LARGEST_PAGE), &mut unreadable, &mut troubles);
    let mut texts = BTreeMap::new();
    for (table, path) in &listing.tables {
        if let Some(text) = text_of(files, (path, LARGEST_TABLE), &mut unreadable, &mut troubles) {
            texts.insert(*table, TableText { vintage: listing.vintages.get(table).cloned(), ..text });
        }
    }
    if !unreadable.is_empty() {
        return Err(failure(unreadable, troubles));
    }

    let sources = match &bibliography {
        Some(b) => bibliography::read(&b.file, &b.text, &mut troubles),
        None => (BTreeMap::new(), false),
    };
    let (sources_known, until) = ((&sources.0, sources.1), listing.created);
    let mut tray = Tray { troubles, ..Tray::default() };
    let nobody = Parties::default();
    let list = parties::parties(&Desk { texts: &texts, known: Known::new((&nobody, false), sources_known, until) });
    let all_parties = list.complete;
    let parties = Parties::new(tray.take(list));
    let known = Known::new((&parties, all_parties), sources_known, until);
    let memberships = parties::memberships(&Desk { texts: &texts, known });
    let parties = parties.with_memberships(tray.take(memberships)).in_order();
    let mut desk = Desk { texts: &texts, known: Known::new((&parties, all_parties), sources_known, until) };
    let issues = texts::issues(&desk);
    desk.known.issues = Register::new(issues.codes, issues.rows.complete);
    // An issue that could not be read may be the one that declares a category.
    let all_issues = issues.rows.complete && issues.rows.troubles.is_empty();
    let issue_rows = tray.take(issues.rows);
    let (resolutions, codes) = votes::resolutions(&desk);
    desk.known.resolutions = Register::new(codes, resolutions.complete);
    let resolution_rows = tray.take(resolutions);
    let series_rows = tray.take(series::series(&desk, &resolution_rows));

    // The large tables side by side; what comes out does not depend on who is first.
    let desk = &desk;
    let bibliography_text = bibliography.as_ref().map(|b| (listing.sources.as_str(), b.text.as_ref()));
    let (positions, (attention, mentions, coded), sha256, mut package) = thread::scope(|scope| {
        let positions = scope.spawn(|| votes::positions(desk));
        let speeches =
            scope.spawn(|| (texts::attention(desk), texts::mentions(desk), coded_mentions::coded_mentions(desk)));
        let hash = scope.spawn(|| hash(&listing, &descriptor.text, bibliography_text, desk));
        let package = small_tables(desk, &mut tray);
        (join(positions), join(speeches), join(hash), package)
    });
    votes::tell_unknown_categories(issues.categories, &positions, &mut tray.troubles);
    package.positions = tray.take(positions);
    package.attention = tray.take(attention);
    let mentions_are_sound = mentions.troubles.is_empty();
    package.mentions = tray.take(mentions);
    package.coded_mentions = tray.take(coded);
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
        row_sources: tray.sources,
        ..package
    };
    flows::tell_flows_above_totals(&package, &mut tray.troubles);
    wholes::tell(&package, &mut tray.troubles);
    if all_issues {
        votes::tell_undeclared_categories(&package, &mut tray.troubles);
    }
    // A row of mentions that could not be read is no count of nothing.
    if mentions_are_sound {
        coded_mentions::tell_more_coded_than_counted(&package, &mut tray.troubles);
    }
    series::tell_votes_known_already(&package, &mut tray.troubles);
    tray.troubles.or(package).map_err(LoadError::Invalid)
}

/// The tables that do not take long, in a package that holds nothing else yet.
fn small_tables(desk: &Desk<'_>, tray: &mut Tray) -> Package {
    Package {
        status: tray.take(form::status(desk)),
        institutions: tray.take(form::institutions(desk)),
        trade: tray.take(flows::trade(desk)),
        trade_margins: tray.take(flows::trade_margins(desk)),
        trade_hs2: tray.take(flows::trade_hs2(desk)),
        trade_published: tray.take(flows::trade_published(desk)),
        arms: tray.take(flows::arms(desk)),
        arms_margins: tray.take(flows::arms_margins(desk)),
        votes: tray.take(votes::votes(desk)),
        roll_calls: tray.take(series::roll_calls(desk)),
        rankings: tray.take(rankings::rankings(desk)),
        facts: tray.take(facts::facts(desk)),
        codings: tray.take(facts::codings(desk)),
        caveats: tray.take(facts::caveats(desk)),
        ..Package::default()
    }
}

fn hash(listing: &Listing, descriptor: &str, bibliography: Option<(&str, &str)>, desk: &Desk<'_>) -> String {
    let tables = desk.texts.iter().filter_map(|(t, text)| Some((listing.tables.get(t)?.as_str(), text.text.as_ref())));
    fingerprint::sha256(&tables.chain(bibliography).chain([(descriptor::NAME, descriptor)]).collect())
}

/// The text of one file; a file that cannot be read and one that is not text are told apart.
fn text_of(
    files: &dyn Files,
    (name, most): (&str, u64),
    unreadable: &mut Diagnostics,
    troubles: &mut Diagnostics,
) -> Option<TableText> {
    let file = files.shown(name);
    match files.bytes(name, most).map(decode) {
        Ok(Ok(text)) => door::admits(&file, &text, troubles).then_some(TableText { file, text, vintage: None }),
        Ok(Err((line, column))) => {
            troubles.push(Place::new(file, line, column), Problem::NotUtf8);
            None
        }
        Err(e) => {
            unreadable.push(Place::whole(file), Problem::Unreadable { why: reason(&e) });
            None
        }
    }
}

/// Files that cannot be read outweigh what is wrong in the others; both are told.
fn failure(unreadable: Diagnostics, mut troubles: Diagnostics) -> LoadError {
    let error = if unreadable.is_empty() { LoadError::Invalid } else { LoadError::Unreadable };
    troubles.extend(unreadable);
    error(troubles.or(()).err().unwrap_or_default())
}

/// What comes with the rows of every table: their troubles and their sources.
#[derive(Default)]
struct Tray {
    troubles: Diagnostics,
    sources: BTreeMap<Table, RowSources>,
}

impl Tray {
    /// The rows, what comes with them put aside.
    fn take<T>(&mut self, rows: Rows<T>) -> Vec<T> {
        self.troubles.extend(rows.troubles);
        self.sources.insert(rows.table, rows.sources);
        rows.rows
    }
}

/// What the thread found; a panic goes on here.
fn join<T>(handle: ScopedJoinHandle<'_, T>) -> T {
    handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
