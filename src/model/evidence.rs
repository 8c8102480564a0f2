//! What a value was computed from, in numbers: enough to compute it again under another assumption, or with another draw of the
//! counts behind it.

use super::party::PartyId;

/// Mentions in so many words.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub mentions: f64,
    pub words: f64,
}

impl Counts {
    /// Mentions per word.
    pub fn rate(self) -> f64 {
        self.mentions / self.words
    }
}

/// One issue in a party's speeches, and in those of all others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IssueCounts {
    /// The issue's place in the package's list.
    pub issue: usize,
    pub own: Counts,
    pub others: Counts,
}

/// One sentence that names the other, as its coders read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// The speech it stands in: equal numbers, equal speeches.
    pub document: usize,
    /// Counted mentions of the other in it.
    pub mentions: f64,
    /// One place for each coder who read it: who (equal numbers, equal coders), and the stance where the mention is valid.
    pub codes: Vec<(usize, Option<f64>)>,
}

/// What a party speaks of, issue by issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Attention {
    pub speaker: PartyId,
    pub issues: Vec<IssueCounts>,
}

/// The numbers behind one value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Evidence {
    /// Nothing below the value itself, or below its bounds.
    #[default]
    Value,
    /// A party's mentions of another, and those of all other speakers; and its sentences, where all of them are coded.
    Naming { from: PartyId, to: PartyId, own: Counts, others: Counts, sentences: Option<Vec<Sentence>> },
    /// Speeches that name the other, of the speeches held; the share among all other speakers' speeches, where there is one; and
    /// its sentences, where all of them are coded.
    Speeches { from: PartyId, to: PartyId, naming: f64, held: f64, base: Option<f64>, sentences: Option<Vec<Sentence>> },
    /// A party's coded sentences on another, and the stances of all such sentences of that direction: each stance with the number
    /// of sentences (mean over coders) that have it, ascending.
    Manner { from: PartyId, to: PartyId, sentences: Vec<Sentence>, direction: Vec<(f64, f64)> },
    /// Both sides' attention.
    Overlap { a: Attention, b: Attention },
    /// One side's attention, and the agreement on each issue that enters: the issue's place and 0 to 1.
    Agreement { of: Attention, on: Vec<(usize, f64)> },
    /// Shares of one flow in the totals of its two ends.
    Shares { in_a: f64, in_b: f64 },
    /// Amounts by member: of the flow, and of what it is set against.
    Breadth { flows: Vec<f64>, benchmark: Vec<f64> },
    /// The rungs of status held through the window, each with its share of the window's time, in order; they sum to 1.
    Rungs { held: Vec<(f64, f64)> },
    /// The years a slope was fitted on.
    Slope { years: Vec<u16> },
}
