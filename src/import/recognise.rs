//! Which provider a file comes from, by its layout; and for a file of none, what was seen and what comes near.

use super::layout::{Head, Likeness, Provider};
use super::map::Mapped;
use super::provider::baci::Baci;
use super::provider::census::Census;
use super::provider::comtrade;
use super::provider::cow::CowTrade;
use super::provider::imf::Dots;
use super::provider::singstat::SingStat;
use super::provider::sipri_register::SipriRegister;
use super::provider::sipri_values::SipriValues;
use super::provider::unmapped;
use super::provider::votes::Votes;
use super::provider::wits::Wits;
use crate::diagnostic::{Diagnostics, Place, Problem};

/// Every layout, in the order in which they are asked.
const ALL: [&dyn Provider; 17] = [
    &SipriRegister,
    &SipriValues,
    &comtrade::PLUS,
    &comtrade::LEGACY,
    &Baci,
    &Wits,
    &Dots,
    &Census,
    &SingStat,
    &CowTrade,
    &Votes,
    &unmapped::GRAVITY,
    &unmapped::ATOP,
    &unmapped::COW_ALLIANCES,
    &unmapped::FBIC,
    &unmapped::WEO,
    &Mapped,
];

/// Every layout that is known.
pub fn providers() -> impl Iterator<Item = &'static dyn Provider> {
    ALL.into_iter()
}

/// The provider of this code.
pub fn named(code: &str) -> Option<&'static dyn Provider> {
    providers().find(|p| p.code().eq_ignore_ascii_case(code))
}

/// The one whose layout this is.
///
/// # Errors
///
/// Where it is no known layout: says what was seen and which providers come near.
pub fn recognise(head: &Head) -> Result<&'static dyn Provider, Diagnostics> {
    let likenesses: Vec<(&'static dyn Provider, Likeness)> = providers().map(|p| (p, p.recognise(head))).collect();
    if let Some((provider, _)) = likenesses.iter().find(|(_, likeness)| likeness.is_complete()) {
        return Ok(*provider);
    }
    let mut near: Vec<_> = likenesses.into_iter().filter(|(_, l)| l.found * 2 >= l.wanted && l.found > 0).collect();
    near.sort_by_key(|(provider, l)| (l.missing.len(), provider.code()));
    let near: Vec<String> = near
        .iter()
        .take(2)
        .map(|(provider, l)| format!("{} ({} lacks {})", provider.code(), provider.title(), l.missing.join(", ")))
        .collect();
    let near = if near.is_empty() { "none comes near".to_owned() } else { near.join("; ") };
    let message = format!("this is the layout of no provider that is known; it begins {}", seen(head));
    let hint = format!(
        "nearest: {near}. Name the provider if it is one of {}; or say with --map which column is what",
        codes()
    );
    let mut problems = Diagnostics::default();
    let line = head.sheet.rows.first().map_or(0, |row| row.line);
    problems.push(Place::new(&head.sheet.file, line, 1), Problem::Import { message, hint });
    Err(problems)
}

/// The codes of all providers, for messages.
pub fn codes() -> String {
    providers().map(|p| p.code()).collect::<Vec<_>>().join(", ")
}

/// The first cells of a file, and how it was read.
fn seen(head: &Head) -> String {
    const CELLS: usize = 8;
    let row = head.sheet.rows.iter().find(|row| !row.is_empty());
    let cells: Vec<String> = row.into_iter().flat_map(|row| row.cells()).map(|cell| format!("`{cell}`")).collect();
    let more = if cells.len() > CELLS { format!(" and {} more", cells.len() - CELLS) } else { String::new() };
    let cells = cells.into_iter().take(CELLS).collect::<Vec<_>>().join(", ");
    format!("{cells}{more} ({})", head.sheet.dialect.words())
}
