//! What may be asked of the data about one statement: a closed set, each with its arguments.

use super::Expression;
use super::Unit;
use crate::model::framework::NodeId;
use crate::model::party::{Partnership, PartyId};
use crate::model::window::{Window, Year};

/// One question.
#[derive(Clone, Debug)]
pub enum Operation {
    Arms(Arms),
    Trade(Trade),
    Products(Products),
    Facts(Facts),
    Form(Form),
    Words(Words),
    Scores(Scores),
    /// The data this needs are declared to be in no table.
    NotHeld(NotHeld),
}

/// How the values of several years, or of several members, become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// A sum; of shares the sum of numerators over that of denominators.
    Pooled,
    Mean,
    Minimum,
    Maximum,
}

/// Deliveries of major arms, in TIV.
#[derive(Clone, Debug)]
pub struct Arms {
    pub supplier: PartyId,
    /// States, or blocs as their members of the year.
    pub recipients: Vec<PartyId>,
    pub years: Window,
    pub ask: AskArms,
}

#[derive(Clone, Debug)]
pub enum AskArms {
    /// The supplier's share of the recipients' imports: pooled, or the mean of the recipients' own shares.
    Share(Take),
    /// Its deliveries.
    Sum,
    /// Its place among the suppliers that the table has singly.
    Rank,
    /// Its deliveries less those of another.
    Lead(PartyId),
    /// The share of its deliveries that went to these.
    To(Vec<PartyId>),
}

/// Which way goods go, seen from the first party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    Exports,
    Imports,
    Turnover,
}

/// Where totals of trade are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TradeTable {
    /// The reconciled series.
    Series,
    /// Totals as others print them; never joined to the series.
    Published,
}

/// Merchandise trade of two parties.
#[derive(Clone, Debug)]
pub struct Trade {
    pub of: PartyId,
    pub with: PartyId,
    pub flow: Flow,
    pub years: Window,
    pub ask: AskTrade,
}

#[derive(Clone, Debug)]
pub enum AskTrade {
    Value(TradeTable, Take),
    /// Against the base year, in per cent; `years` is the one later year.
    Change(TradeTable, Year),
    /// Of `of`'s trade with the whole world; of a bloc with or without what its members trade among themselves.
    Share {
        outside: bool,
    },
    /// The share of the flow that these members of `with` hold.
    To(Vec<PartyId>),
    /// The place of `of` among the peers by trade with `with`.
    Rank,
    /// How many of the peers trade less with `with`.
    Below,
}

/// Trade by HS chapter.
#[derive(Clone, Debug)]
pub struct Products {
    pub exporter: PartyId,
    pub importer: PartyId,
    pub chapters: Vec<u8>,
    pub years: Window,
    pub ask: AskProducts,
}

#[derive(Clone, Debug)]
pub enum AskProducts {
    /// Of all chapters.
    Share(Take),
    Value,
    /// Against the base year, in per cent.
    Change(Year),
    /// The share that went to these members.
    To(Vec<PartyId>),
}

/// Published figures among themselves.
#[derive(Clone, Debug)]
pub enum Facts {
    /// `base` is the year a change is measured against, where it is one.
    Arithmetic { of: Expression, unit: Unit, base: Option<Year> },
    /// What another source prints.
    Other(usize),
    /// How many facts of this kind there are; `own` counts those of the paper, otherwise those of all others.
    Count { whats: Vec<String>, from: String, to: String, own: bool },
    /// (n - m)/(n + m) over the paper's own facts from one side and from the other, those of the years of the facts `without`
    /// left out.
    Asymmetry { what: String, sides: [String; 2], without: Vec<usize> },
}

/// Status and institutions.
#[derive(Clone, Debug)]
pub enum Form {
    /// The date of a rung.
    Since { party: PartyId, with: PartyId, rung: String },
    /// The rung at the end of a year, if all of these have the same.
    Rung { parties: Vec<PartyId>, with: PartyId, year: Year },
    /// Whether all of these have the same rung.
    SameRung { parties: Vec<PartyId>, with: PartyId, year: Year },
    /// Years from a rung to this one.
    YearsSince { party: PartyId, with: PartyId, rung: String, year: Year },
    /// The date from which a platform is held.
    HeldSince { party: PartyId, with: PartyId, institution: String },
    /// Whether it is held in a year.
    Held { party: PartyId, with: PartyId, institution: String, year: Year },
    /// How many rows say that it was held, up to a year.
    Times { party: PartyId, with: PartyId, institution: String, year: Year },
    /// How many members a bloc has at the end of a year.
    Members { bloc: PartyId, year: Year },
}

/// What naming is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountUnit {
    Mentions,
    Documents,
    /// Mentions per word.
    Rate,
    ValidMentions,
    ValidDocuments,
}

/// What the parties say.
#[derive(Clone, Debug)]
pub enum Words {
    /// (n - m)/(n + m) of naming there and back.
    Asymmetry { from: PartyId, to: PartyId, years: Window, unit: CountUnit },
    /// Mean stance of the valid mentions, -1 to 2.
    Stance { from: PartyId, to: PartyId, years: Window },
    /// Mentions of an issue per word, as a multiple of the rate of another party or, without one, of all other speakers.
    Attention { speaker: PartyId, than: Option<PartyId>, issue: usize, years: Window },
}

/// What scores say, in the framework's window.
#[derive(Clone, Debug)]
pub enum Scores {
    Score {
        of: Partnership,
        node: NodeId,
    },
    /// The score less the highest of others.
    Lead {
        of: Partnership,
        node: NodeId,
        than: Vec<Partnership>,
    },
    /// Percentile rank among the peers.
    Percentile {
        of: Partnership,
        node: NodeId,
    },
    /// FORM less CONTENT.
    Gap {
        of: Partnership,
    },
    /// How many parameters reach the threshold.
    Met {
        of: Partnership,
    },
    /// The parameter with the highest score.
    Best {
        of: Partnership,
    },
    /// One of the comparative claims that `compare` tests.
    Tested {
        of: Partnership,
        claim: Tested,
    },
    /// Place in a published ranking.
    Ranked {
        party: PartyId,
        ranking: String,
    },
}

/// The comparative claims (METHOD section 9) that are read off score cards and windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tested {
    ReversedParadox,
    DeFacto,
    CarriedByTwo,
    MiddlePower,
    SustainedByMembers,
    UnchangedByUpgrade,
}

impl Tested {
    pub const ALL: [(&'static str, Tested); 6] = [
        ("reversed_asian_paradox", Tested::ReversedParadox),
        ("strategic_in_fact", Tested::DeFacto),
        ("carried_by_two_members", Tested::CarriedByTwo),
        ("middle_power", Tested::MiddlePower),
        ("sustained_by_members", Tested::SustainedByMembers),
        ("unchanged_by_upgrade", Tested::UnchangedByUpgrade),
    ];

    /// As a comparison titles it.
    pub fn title(self) -> &'static str {
        match self {
            Tested::ReversedParadox => "reversed Asian paradox",
            Tested::DeFacto => "strategic in fact, not in name",
            Tested::CarriedByTwo => "carried by two members",
            Tested::MiddlePower => "middle power or less",
            Tested::SustainedByMembers => "sustained by individual members",
            Tested::UnchangedByUpgrade => "the last upgrade changed nothing",
        }
    }
}

/// Data that the package is declared not to hold, and where it is looked whether it does.
#[derive(Clone, Debug)]
pub struct NotHeld {
    /// What would be needed, in words.
    pub what: String,
    /// Codings of these indicators would speak to it.
    pub indicators: Vec<String>,
    /// So would other sources' facts of these kinds.
    pub facts: Vec<String>,
}
