//! `audit`: the statements of a paper, each set against the data.

use super::Error;
use crate::analysis::audit::{AuditedClaim, Context, Verdict};
use crate::analysis::origin::borrowed_names;
use crate::model::claim::{ClaimSet, Facts, Operation};
use crate::model::records::PublishedFact;
use crate::model::{Framework, Package};

/// What became of every claim, with what they were checked with.
pub struct Audited<'a> {
    pub framework: &'a Framework,
    pub package: &'a Package,
    pub set: &'a ClaimSet,
    /// In the order of the file.
    pub claims: Vec<AuditedClaim<'a>>,
    /// Whether one claim was asked for by its name.
    pub single: bool,
    pub notes: Vec<String>,
}

impl Audited<'_> {
    /// How many claims came to this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.claims.iter().filter(|c| c.verdict == verdict).count()
    }

    /// The paper's facts that the package holds, and those of them that a claim rests on or computes with.
    pub fn facts(&self) -> (Vec<&PublishedFact>, Vec<&PublishedFact>) {
        let own: Vec<_> = self.package.facts.iter().filter(|f| f.source == self.set.source).collect();
        let mut used: Vec<usize> = Vec::new();
        for claim in &self.set.claims {
            used.push(claim.fact);
            for operation in std::iter::once(&claim.operation).chain(claim.others.iter().map(|o| &o.operation)) {
                if let Operation::Facts(Facts::Arithmetic { of, .. }) = operation {
                    used.extend(of.facts());
                }
            }
        }
        let used: Vec<&str> = used.iter().filter_map(|p| self.package.facts.get(*p)).map(|f| f.id.as_str()).collect();
        let covered = own.iter().copied().filter(|f| used.contains(&f.id.as_str())).collect();
        (own, covered)
    }
}

/// Re-computes every claim, or the one that is named, and judges it.
///
/// # Errors
///
/// Where no claim has that name.
pub fn audit<'a>(
    framework: &'a Framework,
    package: &'a Package,
    set: &'a ClaimSet,
    named: Option<&str>,
) -> Result<Audited<'a>, Error> {
    if let Some(name) = named.filter(|name| !set.claims.iter().any(|c| c.id == *name)) {
        let claims = set.claims.iter().map(|c| c.id.clone()).collect();
        return Err(Error::NoSuchClaim { set: set.code.clone(), claim: name.to_owned(), claims });
    }
    let context = Context::new(framework, package, set);
    let asked = set.claims.iter().filter(|c| named.is_none_or(|name| c.id == name));
    let claims = asked.filter_map(|claim| context.judge(claim)).collect();
    let notes = borrowed_names(framework, package);
    Ok(Audited { framework, package, set, claims, single: named.is_some(), notes })
}
