//! The papers that a report sets against the data: those that are about its partnerships.

use std::collections::BTreeSet;

use crate::analysis::verbs::CompleteRequest;
use crate::load;
use crate::model::claim::ClaimSet;
use crate::model::party::{Partnership, PartyId};
use crate::model::records::PublishedFact;
use crate::model::{Framework, Package};

/// The built-in audits of which the package holds the facts, most of them facts about one of these partnerships. One
/// that asks for nodes which this framework does not have is left out.
pub(super) fn about(framework: &Framework, package: &Package, request: &CompleteRequest) -> Vec<ClaimSet> {
    let named = |set: &ClaimSet| {
        let facts: Vec<&PublishedFact> = package.facts.iter().filter(|f| f.source == set.source).collect();
        let most = |p: &Partnership| {
            let sides = [p.a, p.b].map(|side| side_of(package, request, side));
            let own = facts.iter().filter(|f| between(f, &sides)).count();
            2 * own > facts.len()
        };
        request.partnerships.iter().any(most)
    };
    let held = |code: &str| package.facts.iter().any(|f| f.source == code);
    let texts = load::built_in_claims().filter(|(code, _)| held(code));
    let read = |(code, text): (&str, &str)| load::parse_claims(code, text, package, framework).ok();
    texts.filter_map(read).filter(named).collect()
}

/// The codes of a party and of its members in the window.
fn side_of<'a>(package: &'a Package, request: &CompleteRequest, side: PartyId) -> BTreeSet<&'a str> {
    let members = request.window.iter().flat_map(|year| package.parties.members(side, year));
    std::iter::once(side).chain(members).map(|id| package.parties.code(id)).collect()
}

/// Whether a fact speaks of one side and the other.
fn between(fact: &PublishedFact, [a, b]: &[BTreeSet<&str>; 2]) -> bool {
    let within =
        |list: &str, side: &BTreeSet<&str>| !list.is_empty() && list.split(';').all(|c| side.contains(c.trim()));
    (within(&fact.from, a) && within(&fact.to, b)) || (within(&fact.from, b) && within(&fact.to, a))
}
