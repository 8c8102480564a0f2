//! Statuses and institutions with a mapping: a list of partnerships, treaties in force, visa waivers. What the file
//! calls a rung or a body becomes the code that the framework declares.

use std::collections::BTreeSet;

use super::{Cell, MappedFile};
use crate::diagnostic::{Diagnostics, Problem};
use crate::import::collection::Collection;
use crate::import::folder::Party;
use crate::import::side::Side;
use crate::model::{PartialDate, Rows, Table};
use crate::sheet::Row;

/// What is said of a word that stands for no code.
const UNCODED: &str = "what the mapping gives no code";

/// Makes a row of each status or institution between two parties of the package. Years that were asked for cut nothing
/// here: a status holds until another replaces it.
pub(super) fn read(file: &MappedFile<'_>, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
    let (what, since, columns) = match file.table {
        Table::Status => ("rung", "date", &["party", "with", "rung", "label", "date", "precision", "source"][..]),
        _ => ("institution", "from", &["party", "with", "institution", "held", "from", "source"][..]),
    };
    file.check(&["party", "with", what, since], &["to"])?;
    let (header, head) = file.header()?;
    let [party, with, what, since] = ["party", "with", what, since].map(|name| file.cell(head, name));
    let cells = Cells { party: party?, with: with?, what: what?, since: since? };
    let said = file.map.columns.contains_key("to") || file.map.constant.contains_key("to");
    let to = said.then(|| file.cell(head, "to")).transpose()?;
    let mut rows = Rows::new(file.table, columns);
    rows.columns.extend(to.is_some().then_some("to"));
    let mut made: BTreeSet<Vec<String>> = BTreeSet::new();
    for row in file.sheet.rows.iter().skip(header + 1).filter(|row| !row.is_empty()) {
        let Some(mut fields) = cells.row(file, row, collection) else { continue };
        if let Some(to) = &to {
            let Some(end) = date(file, to, row, collection) else { continue };
            fields.push(end);
        }
        // A list of pairs often has each of them twice, once from either side.
        if made.insert(fields.clone()) {
            collection.account.read += 1;
            collection.account.taken += 1;
            rows.rows.push(fields);
        } else {
            collection.account.leave_out("rows that stand twice", "", file.sheet.place(row, 0));
        }
    }
    collection.rows.push(rows);
    Ok(())
}

/// Where what stands.
struct Cells {
    party: Cell,
    with: Cell,
    what: Cell,
    since: Cell,
}

impl Cells {
    /// The fields of one row; nothing where it is left out or wrong.
    fn row(&self, file: &MappedFile<'_>, row: &Row, collection: &mut Collection<'_>) -> Option<Vec<String>> {
        let place = || file.sheet.place(row, 0);
        let word = self.what.text(row);
        // A footer names nothing.
        if word.is_empty() && self.since.text(row).is_empty() {
            return None;
        }
        let mut pair = Vec::new();
        for cell in [&self.party, &self.with] {
            let name = cell.text(row).to_owned();
            match party(&name, &place, collection) {
                Some(party) => pair.push((party.kind == "bloc", party.code.clone())),
                None => {
                    let others = "others than the parties of this package";
                    collection.account.leave_out(others, &name, place());
                    return None;
                }
            }
        }
        // A bloc stands second; two states stand by their codes, whichever the file names first.
        pair.sort();
        let [(_, one), (_, other)] = <[_; 2]>::try_from(pair).ok()?;
        if one == other {
            collection.account.leave_out("a party with itself", &one, place());
            return None;
        }
        let code = match file.map.codes.get(word) {
            Some(code) => code.clone(),
            None if file.map.codes.is_empty() => word.to_owned(),
            None => {
                collection.account.leave_out(UNCODED, word, place());
                return None;
            }
        };
        let since = date(file, &self.since, row, collection)?;
        let source = collection.sources.get(file.source).map_or_else(String::new, |s| s.key.clone());
        Some(match file.table {
            Table::Status => {
                let precision = match since.len() {
                    0 => "unknown",
                    4 => "year",
                    7 => "month",
                    _ => "day",
                };
                vec![one, other, code, word.to_owned(), since, precision.to_owned(), source]
            }
            _ => vec![one, other, code, "yes".to_owned(), since, source],
        })
    }
}

/// The party of the package that a name stands for, if its rows are wanted.
fn party<'c>(
    name: &str,
    place: &impl Fn() -> crate::diagnostic::Place,
    collection: &mut Collection<'c>,
) -> Option<&'c Party> {
    let side = collection.side(name, &place());
    let party = collection.folder.party(name).or_else(|| collection.folder.party(side.code()?))?;
    let wanted = party.kind == "bloc" || collection.is_wanted(&Side::Party(party.code.clone()));
    wanted.then_some(party)
}

/// A date as a table of a package has it: year, month or day; empty where the file says nothing, or what stands for it.
/// Nothing where it is no date, which is a problem.
fn date(file: &MappedFile<'_>, cell: &Cell, row: &Row, collection: &mut Collection<'_>) -> Option<String> {
    let text = cell.text(row);
    if text.is_empty() || file.map.missing.iter().any(|m| m == text) {
        return Some(String::new());
    }
    if PartialDate::parse(text).is_some() {
        return Some(text.to_owned());
    }
    let at = if let Cell::Column(at) = cell { *at } else { 0 };
    collection.problems.push(file.sheet.place(row, at), Problem::NotADate { value: text.to_owned() });
    None
}
