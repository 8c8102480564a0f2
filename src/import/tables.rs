//! What the values of a download come to as rows of the package's tables: flows between its parties, and the totals
//! that the same download holds or that are sums over all of it.

mod arms;
mod trade;
mod votes;

use super::collection::{Amount, Collection, too_large};
use crate::diagnostic::Diagnostics;
use crate::model::Rows;
use crate::sheet::Exact;

/// The rows of every table to which the collection has any.
///
/// # Errors
///
/// Where sums have more digits than are kept.
pub fn rows(collection: &mut Collection<'_>) -> Result<Vec<Rows>, Diagnostics> {
    let mut all = std::mem::take(&mut collection.rows);
    all.extend(arms::rows(collection)?);
    all.extend(trade::rows(collection)?);
    all.push(votes::rows(collection)?);
    all.retain(|rows| !rows.rows.is_empty());
    Ok(all)
}

/// The keys of the sources of these amounts, joined as a table cites several.
fn cited<'a>(collection: &Collection<'_>, amounts: impl IntoIterator<Item = &'a Amount>) -> String {
    let mut keys: Vec<&str> =
        amounts.into_iter().filter_map(|a| collection.sources.get(a.source)).map(|s| s.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.join(";")
}

/// What amounts come to, exactly.
fn sum(amounts: &[&Amount]) -> Result<Exact, Diagnostics> {
    let all = amounts.iter().try_fold(Exact::ZERO, |sum, a| sum.plus(a.value));
    all.ok_or_else(|| {
        let mut problems = Diagnostics::default();
        if let Some(first) = amounts.first() {
            problems.push(first.place.clone(), too_large());
        }
        problems
    })
}
