//! The papers that a report sets against the data: those that are about its partnerships.

use crate::analysis::verbs::CompleteRequest;
use crate::load;
use crate::model::claim::ClaimSet;
use crate::model::party::Partnership;
use crate::model::records::PublishedFact;
use crate::model::{Framework, Package};

/// The built-in audits of which the package holds the facts, most of them facts about one of these partnerships. One
/// that asks for nodes which this framework does not have is left out.
pub(super) fn about(framework: &Framework, package: &Package, request: &CompleteRequest) -> Vec<ClaimSet> {
    let named = |set: &ClaimSet| {
        let facts: Vec<&PublishedFact> = package.facts.iter().filter(|f| f.source == set.source).collect();
        let most = |p: &Partnership| {
            let [a, b] = [p.a, p.b].map(|side| package.parties.codes_within(side, request.window));
            let own = facts.iter().filter(|f| f.is_between(&a, &b) || f.is_between(&b, &a)).count();
            2 * own > facts.len()
        };
        request.partnerships.iter().any(most)
    };
    let held = |code: &str| package.facts.iter().any(|f| f.source == code);
    let texts = load::built_in_claims().filter(|(code, _)| held(code));
    let read = |(code, text): (&str, &str)| load::parse_claims(code, text, package, framework).ok();
    texts.filter_map(read).filter(named).collect()
}
