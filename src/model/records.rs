//! One struct per kind of data row, as checked by the loader: every reference resolved, every number finite.
//!
//! `line` is the row's line in its file, so that a figure can be traced to it.

use super::date::PartialDate;
use super::party::PartyId;
use super::window::Year;

/// Merchandise trade of one year, reconciled, in current US dollars.
#[derive(Clone, Debug)]
pub struct Flow {
    pub exporter: PartyId,
    pub importer: PartyId,
    pub year: Year,
    pub value_usd: f64,
    pub line: u32,
}

/// A party's trade with the whole world in one year. For blocs the sums over members, with the intra-bloc flows (each once) apart.
#[derive(Clone, Debug)]
pub struct TradeMargin {
    pub party: PartyId,
    pub year: Year,
    pub exports_usd: f64,
    pub imports_usd: f64,
    pub intra_usd: Option<f64>,
    /// The bloc whose row of that year holds this economy's trade although it was no member then.
    pub within: Option<PartyId>,
    pub line: u32,
}

/// Trade by HS chapter.
#[derive(Clone, Debug)]
pub struct ProductFlow {
    pub exporter: PartyId,
    pub importer: PartyId,
    pub year: Year,
    pub chapter: u8,
    pub value_usd: f64,
    /// How many of the bloc's members the sum covers.
    pub members: u32,
    pub line: u32,
}

/// Deliveries of major arms in one year, in millions of SIPRI trend-indicator values: a volume of capability, never money.
#[derive(Clone, Debug)]
pub struct ArmsFlow {
    pub supplier: PartyId,
    pub recipient: PartyId,
    pub year: Year,
    pub tiv_million: f64,
    pub line: u32,
}

/// A supplier's deliveries to the whole world in one year.
#[derive(Clone, Debug)]
pub struct ArmsMargin {
    pub supplier: PartyId,
    pub year: Year,
    pub tiv_million: f64,
    pub line: u32,
}

/// How often the texts of one speaker and year name a target.
#[derive(Clone, Debug)]
pub struct Mention {
    pub speaker: PartyId,
    pub target: PartyId,
    pub year: Year,
    pub documents: u32,
    pub documents_mentioning: u32,
    pub mentions: u32,
    pub words: u32,
    pub line: u32,
}

/// One sentence that names a target, as one coder reads it.
#[derive(Clone, Debug)]
pub struct CodedMention {
    /// The sentence as a mention of this target; every coder's row of it bears the same.
    pub unit: String,
    pub speaker: PartyId,
    pub target: PartyId,
    pub year: Year,
    /// The speech.
    pub document: String,
    /// Its number in the speech.
    pub sentence: u32,
    /// Counted mentions of the target in the sentence, 1 or more.
    pub mentions: u32,
    pub coder: String,
    /// `None` where the mention is not valid: the sentence does not speak of the target as a present actor.
    pub manner: Option<Manner>,
    pub line: u32,
}

/// What a coder reads in a valid mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// -1 criticism, 0 factual, 1 positive, 2 strategic or long-term vision.
    pub stance: i8,
    /// Whether the target is only one of three or more enumerated; open where the coder left it open, as are the next two.
    pub list: Option<bool>,
    /// Whether the target is called a strategic partner.
    pub label: Option<bool>,
    /// Whether the sentence is about the relation between the two.
    pub relation: Option<bool>,
}

/// How often the texts of one speaker and year speak of an issue; `issue` is a place in [`super::Package::issues`].
#[derive(Clone, Debug)]
pub struct Attention {
    pub speaker: PartyId,
    pub issue: usize,
    pub year: Year,
    pub documents: u32,
    pub documents_mentioning: u32,
    pub mentions: u32,
    pub words: u32,
    pub line: u32,
}

/// Where an issue was put to a vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ballot {
    /// A category of General Assembly roll calls, counted in the positions table.
    Category(String),
    /// Single resolutions, in the resolutions and votes tables.
    Resolutions,
    /// Never, in this package.
    None,
}

/// A declared issue: what is counted in speeches, and which votes speak to it.
#[derive(Clone, Debug)]
pub struct Issue {
    pub code: String,
    pub title: String,
    pub pattern: String,
    pub ballot: Ballot,
    pub own_affair_of: Vec<String>,
    pub named_by_korolev: bool,
    pub reason: String,
    pub line: u32,
}

/// Votes of one member and one partner in one year and category. `issue` as written: a category, or `all`.
#[derive(Clone, Debug)]
pub struct Position {
    pub member: PartyId,
    pub partner: PartyId,
    pub year: Year,
    pub issue: String,
    /// Roll calls in which both voted; a mean over states where the partner is a bloc, hence not always whole.
    pub both_voted: f64,
    pub same: f64,
    pub one_abstains: f64,
    pub opposite: f64,
    pub line: u32,
}

#[derive(Clone, Debug)]
pub struct Resolution {
    pub code: String,
    pub date: PartialDate,
    pub issue: usize,
    pub title: String,
    pub line: u32,
}

/// A text that is put to a vote again and again (or the texts of one emergency session), and the issue it speaks to.
#[derive(Clone, Debug)]
pub struct Series {
    pub code: String,
    /// A place in [`super::Package::issues`].
    pub issue: usize,
    pub title: String,
    /// The years for which its votes are followed in this package: what decides whether a window has the issue by its texts.
    pub from: Year,
    pub to: Year,
    /// Places in [`super::Package::resolutions`]; each resolution belongs to one series at most.
    pub resolutions: Vec<usize>,
    pub line: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ballots {
    Yes,
    No,
    Abstain,
}

/// One state's vote on one resolution; absences and unknown votes are not votes and are not kept here.
#[derive(Clone, Debug)]
pub struct Vote {
    /// A place in [`super::Package::resolutions`].
    pub resolution: usize,
    pub party: PartyId,
    pub vote: Ballots,
    pub line: u32,
}

/// A party's place in a ranking that others have published; context, never part of a score.
#[derive(Clone, Debug)]
pub struct PublishedRank {
    /// Code of the ranking and edition, the same in all of its rows, as are title and edition.
    pub ranking: String,
    pub title: String,
    pub edition: Year,
    pub party: PartyId,
    /// 1 is the highest. Places of parties that no source read names are left open, so ranks need not follow each other.
    pub rank: u32,
    /// The value behind the rank, where it is printed.
    pub value: Option<f64>,
    pub line: u32,
}

/// A dated step on the ladder of status between two parties; `date` is `None` when no source prints it.
#[derive(Clone, Debug)]
pub struct StatusStep {
    pub party: PartyId,
    pub with: PartyId,
    pub rung: String,
    pub label: String,
    pub date: Option<PartialDate>,
    /// The last day on which it held, where it ended and nothing took its place.
    pub to: Option<PartialDate>,
    pub line: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    Yes,
    No,
    NoneFound,
    NotAvailable,
}

/// Whether two parties have a platform or body, from when to when; of a bloc's, `with` is the bloc.
#[derive(Clone, Debug)]
pub struct Institution {
    pub party: PartyId,
    pub with: PartyId,
    pub institution: String,
    pub held: Held,
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
    /// Where `from` is not printed: the date the source speaks for; before it nothing is known.
    pub as_of: Option<PartialDate>,
    pub line: u32,
}

/// A printed total of a year, never part of a score and never joined to a series.
#[derive(Clone, Debug)]
pub struct PublishedTrade {
    /// Codes joined with semicolons, where a total covers several partners.
    pub partners: String,
    pub bloc: PartyId,
    pub year: Year,
    pub flow: String,
    /// `None` where the figure is printed in another currency only.
    pub value: Option<f64>,
    pub unit: String,
    pub scope: String,
    pub reported_by: String,
    pub line: u32,
}

/// How exactly a published figure is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qualifier {
    Exact,
    About,
    AtLeast,
    AtMost,
    Interval,
}

/// What is known of a value. Only `TrueZero` and `NoneFound` count as 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Observed,
    TrueZero,
    Estimated,
    Censored,
    NotApplicable,
    NotAvailable,
    NotSearched,
    NoneFound,
}

/// A human coder's value for an indicator, with its quotation.
#[derive(Clone, Debug)]
pub struct Coding {
    pub indicator: String,
    pub from: PartyId,
    pub to: PartyId,
    pub first: Year,
    /// Open-ended when `None`.
    pub last: Option<Year>,
    pub value: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub qualifier: Option<Qualifier>,
    pub status: Status,
    pub coder: String,
    pub line: u32,
}

/// A published figure, as printed; never used for a score, always shown beside it.
#[derive(Clone, Debug)]
pub struct PublishedFact {
    pub id: String,
    pub from: String,
    pub to: String,
    pub topic: String,
    pub what: String,
    pub period: String,
    pub base_year: Option<Year>,
    pub value: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub qualifier: Option<Qualifier>,
    pub unit: String,
    /// Digits behind the point as printed, the most of value and bounds: 20.0 has one.
    pub decimals: u8,
    /// Key of the source that prints it, and where it stands there.
    pub source: String,
    pub locator: String,
    pub quote: String,
    pub note: String,
    pub line: u32,
}

impl PublishedFact {
    /// Whether it has a figure, be it a bound.
    pub fn is_figure(&self) -> bool {
        self.value.is_some() || self.lower.is_some() || self.upper.is_some()
    }

    /// Whether it speaks of one side towards the other, where a side is given by the codes of its party and members.
    pub fn is_between(&self, from: &[&str], to: &[&str]) -> bool {
        let of = |list: &str, side: &[&str]| !list.is_empty() && list.split(';').all(|c| side.contains(&c.trim()));
        of(&self.from, from) && of(&self.to, to)
    }

    /// Half a unit of the last printed digit, 0 of what is counted. Worked example: 0.05 of 21.8 per cent, 0 of 5 texts.
    pub fn half_unit(&self) -> f64 {
        let measured = ["percent", "usd_", "eur_", "tiv_", "million_"].iter().any(|unit| self.unit.starts_with(unit));
        if !measured && self.decimals == 0 {
            return 0.0;
        }
        0.5 * 0.1f64.powi(i32::from(self.decimals))
    }
}

/// What the reader of certain rows must be told.
#[derive(Clone, Debug)]
pub struct Caveat {
    pub table: String,
    pub party: Option<PartyId>,
    pub from: Option<Year>,
    pub to: Option<Year>,
    pub kind: CaveatKind,
    pub text: String,
    pub line: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaveatKind {
    Quality,
    Vintage,
    Coverage,
    Composition,
}
