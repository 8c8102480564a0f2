//! From what was found to a verdict.

use super::{Context, Found, Missing};
use crate::model::claim::{Answer, Claim, Operation, Relation, Unit};
use crate::model::records::PublishedFact;

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Reproduced,
    /// Not as it is printed, but by one of the other definitions that were tried, or in another unit than is printed.
    OtherDefinition,
    Differs,
    NotCheckable,
}

impl Verdict {
    pub const ALL: [Verdict; 4] =
        [Verdict::Reproduced, Verdict::OtherDefinition, Verdict::Differs, Verdict::NotCheckable];

    pub fn words(self) -> &'static str {
        match self {
            Verdict::Reproduced => "reproduced",
            Verdict::OtherDefinition => "reproduced under another definition",
            Verdict::Differs => "differs",
            Verdict::NotCheckable => "not checkable with the data held",
        }
    }

    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Reproduced => "reproduced",
            Verdict::OtherDefinition => "other_definition",
            Verdict::Differs => "differs",
            Verdict::NotCheckable => "not_checkable",
        }
    }
}

/// One operation with its result.
#[derive(Clone, Debug)]
pub struct Tried<'a> {
    /// The other definition's words; `None` for the claim as it is printed.
    pub definition: Option<&'a str>,
    pub operation: &'a Operation,
    pub found: Result<Found, Missing>,
    /// Whether the numbers agree.
    pub agrees: bool,
    /// Whether it is of another unit than is printed, so that at most the number agrees.
    pub other_unit: bool,
}

/// One claim with everything that was tried, as printed first.
#[derive(Clone, Debug)]
pub struct AuditedClaim<'a> {
    pub claim: &'a Claim,
    pub fact: &'a PublishedFact,
    pub tried: Vec<Tried<'a>>,
    pub verdict: Verdict,
}

impl<'a> AuditedClaim<'a> {
    /// The claim as it is printed.
    pub fn printed(&self) -> Option<&Tried<'a>> {
        self.tried.first()
    }

    /// What decided: the definition that agrees, or else the first that came to anything.
    pub fn deciding(&self) -> Option<&Tried<'a>> {
        let agrees = self.tried.iter().find(|t| t.agrees && self.verdict != Verdict::Differs);
        agrees.or_else(|| self.tried.iter().find(|t| t.found.is_ok())).or(self.tried.first())
    }

    /// Of what agrees as printed: the other definitions under which it does not.
    pub fn not_under(&self) -> Vec<&Tried<'a>> {
        let differs = |t: &&Tried<'_>| t.found.is_ok() && !t.agrees;
        if self.verdict == Verdict::Reproduced {
            self.tried.iter().skip(1).filter(differs).collect()
        } else {
            Vec::new()
        }
    }
}

impl<'a> Context<'a> {
    /// Carries out a claim and its other definitions, and judges. `None` for a fact that the package does not have.
    pub fn judge(&self, claim: &'a Claim) -> Option<AuditedClaim<'a>> {
        let fact = self.package.facts.get(claim.fact)?;
        let others = claim.others.iter().map(|o| (Some(o.words.as_str()), &o.operation));
        let all = std::iter::once((None, &claim.operation)).chain(others);
        let tried: Vec<Tried<'a>> = all
            .map(|(definition, operation)| {
                let found = self.carried_out(operation).and_then(|found| decided(found, &claim.expected.relation));
                let agrees = found.as_ref().is_ok_and(|f| claim.expected.relation.agrees(&f.answer, f.bounds));
                let other_unit = found.as_ref().is_ok_and(|f| is_of_another_unit(&f.answer, fact));
                Tried { definition, operation, found, agrees, other_unit }
            })
            .collect();
        let verdict = verdict(&tried);
        Some(AuditedClaim { claim, fact, tried, verdict })
    }
}

/// A rank that suppliers without a place of their own could make the printed one is not known.
fn decided(found: Found, relation: &Relation) -> Result<Found, Missing> {
    match (&found.answer, found.bounds) {
        (Answer::Number(x, Unit::Rank), Some([_, high]))
            if relation.agrees(&found.answer, found.bounds) && !relation.agrees(&found.answer, None) =>
        {
            Err(format!("it is {x}, and could be up to {high}: {}", found.notes.join("; ")))
        }
        _ => Ok(found),
    }
}

/// A volume of arms where the print says money: what else differs in unit is refused when the file is read.
fn is_of_another_unit(answer: &Answer, fact: &PublishedFact) -> bool {
    matches!(answer, Answer::Number(_, Unit::BillionTiv)) && fact.unit == "usd_billion"
}

/// What is printed decides; where it does not agree, another definition may. Something that could be computed and agrees
/// under no definition differs.
fn verdict(tried: &[Tried<'_>]) -> Verdict {
    if tried.first().is_some_and(|t| t.agrees && !t.other_unit) {
        Verdict::Reproduced
    } else if tried.iter().any(|t| t.agrees) {
        Verdict::OtherDefinition
    } else if tried.iter().any(|t| t.found.is_ok()) {
        Verdict::Differs
    } else {
        Verdict::NotCheckable
    }
}
