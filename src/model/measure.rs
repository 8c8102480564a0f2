//! What an indicator computes from the data, with the settings that belong to it.

use super::ladder::Ladder;
use super::platform::{Platform, ThroughTime};

/// What trade is predicted where nobody prefers anybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expected {
    /// By the totals of the two parties and of all, as if everybody could trade with itself.
    #[default]
    Independence,
    /// By the totals of all economies, each bloc one of them, when nobody trades with itself.
    QuasiIndependence,
}

/// What a rate counted in few texts is drawn towards the base rate of all others with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prior {
    /// So many words, whoever is named.
    Words(f64),
    /// So many mentions that one would expect: as many words as hold them at the base rate.
    Mentions(f64),
}

impl Prior {
    /// The weight in words (of regularity in speeches) at a base rate b per word: `B`, or `k/b`. Infinite where b = 0,
    /// and a prior of mentions says nothing there.
    ///
    /// Worked number: 1 expected mention at 0.17 mentions per 10,000 words is 10,000 / 0.17 = 58,824 words.
    pub fn weight(self, base: f64) -> f64 {
        match self {
            Prior::Words(words) => words,
            Prior::Mentions(expected) => expected / base,
        }
    }
}

/// Which mentions count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mentions {
    #[default]
    All,
    /// Those that coders hold valid: the sentence speaks of the target as a present actor.
    Valid,
}

/// What is computed from the data, with the settings that belong to it and to nothing else.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// Mentions of the target, shrunk towards the rate of all other speakers, per 10,000 words.
    MentionRate {
        prior: Prior,
        mentions: Mentions,
    },
    /// The shrunk rate against the rate of all other speakers, (x - 1)/(x + 1).
    RelativeAttention {
        prior: Prior,
        mentions: Mentions,
    },
    /// The share of documents that name the target; shrunk towards that of all other speakers by so many expected
    /// documents, where a number is given.
    MentionRegularity {
        expected: Option<f64>,
        mentions: Mentions,
    },
    /// Mean stance of the coded valid mentions, shrunk by so many mentions towards the mean of their direction.
    Manner {
        expected: f64,
    },
    /// Revealed preference on total trade.
    TradePreference {
        expected: Expected,
    },
    /// Geometric mean of each side's share in the other's trade.
    MutualTradeShare,
    /// Geometric mean of each side's share in the trade of all with all: what sizes alone lead one to expect.
    TradeMass,
    /// Log-linear slope of the share of mutual trade in joint world trade, % a year.
    TradeTrend {
        years: u16,
    },
    /// 1 - dissimilarity of the members' shares to their shares in the bloc's own trade.
    TradeMemberBreadth,
    /// Revealed preference of the recipient's arms imports for the supplier.
    ArmsPreference {
        minimum_share: f64,
    },
    /// Pooled share of the supplier in the recipient's arms imports.
    ArmsShare,
    ArmsMemberBreadth {
        minimum_share: f64,
    },
    /// Ruzicka overlap of the two parties' attention to the issue list.
    SalienceOverlap {
        prior_words: f64,
    },
    /// Voting agreement on the issues to which one side gives more attention than the world does.
    AgreementOnIssues {
        prior_words: f64,
        texts: Texts,
        /// Share of the side's excess attention, 0 to 1, that the issues put to a vote must hold; under it there is no
        /// value.
        minimum_coverage: Option<f64>,
    },
    /// Rung on the ladder of status.
    Status {
        ladder: Ladder,
    },
    /// Share of the platforms and bodies held that the two may have.
    Institutions {
        platforms: Vec<Platform>,
        minimum_share: f64,
        through_time: ThroughTime,
    },
    /// 1 - normalised concentration over HS chapters, geometric mean of the two directions.
    ProductDiversity,
    /// High-technology share in exports to the other against exports to the world, (x - 1)/(x + 1).
    TechnologyRelative {
        chapters: Vec<u8>,
    },
    /// Revealed preference within a list of HS chapters.
    CriticalGoods {
        chapters: Vec<u8>,
    },
    /// A human coder's value.
    Coded,
    /// The column of a plain table that bears the indicator's code.
    Column,
}

/// Which votes speak to an issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Texts {
    /// What the issue's own row names: a category of roll calls, or its resolutions, every pair of votes weighing the
    /// same.
    #[default]
    Issue,
    /// The recurring texts declared for the issue, each text weighing the same and each of its years the same; the
    /// category of roll calls where no text is declared for enough of the window's years.
    Series,
}

impl Measure {
    /// The word a framework file uses.
    pub fn name(&self) -> &'static str {
        match self {
            Measure::MentionRate { .. } => "mention_rate",
            Measure::RelativeAttention { .. } => "relative_attention",
            Measure::MentionRegularity { .. } => "mention_regularity",
            Measure::Manner { .. } => "manner",
            Measure::TradePreference { .. } => "trade_preference",
            Measure::MutualTradeShare => "mutual_trade_share",
            Measure::TradeMass => "trade_mass",
            Measure::TradeTrend { .. } => "trade_trend",
            Measure::TradeMemberBreadth => "trade_member_breadth",
            Measure::ArmsPreference { .. } => "arms_preference",
            Measure::ArmsShare => "arms_share",
            Measure::ArmsMemberBreadth { .. } => "arms_member_breadth",
            Measure::SalienceOverlap { .. } => "salience_overlap",
            Measure::AgreementOnIssues { .. } => "agreement_on_issues",
            Measure::Status { .. } => "status",
            Measure::Institutions { .. } => "institutions",
            Measure::ProductDiversity => "product_diversity",
            Measure::TechnologyRelative { .. } => "technology_relative",
            Measure::CriticalGoods { .. } => "critical_goods",
            Measure::Coded => "coded",
            Measure::Column => "column",
        }
    }
}

/// The ends of the ladder of stance: criticism, and a strategic or long-term vision.
pub const STANCES: (f64, f64) = (-1.0, 2.0);

impl Measure {
    /// The bounds of the formula, where it has any: natural goalposts, whoever is measured.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        use Measure::*;
        match self {
            RelativeAttention { .. }
            | TradePreference { .. }
            | ArmsPreference { .. }
            | TechnologyRelative { .. }
            | CriticalGoods { .. } => Some((-1.0, 1.0)),
            Manner { .. } => Some(STANCES),
            MentionRegularity { .. }
            | MutualTradeShare
            | TradeMass
            | TradeMemberBreadth
            | ArmsShare
            | ArmsMemberBreadth { .. }
            | SalienceOverlap { .. }
            | AgreementOnIssues { .. }
            | Institutions { .. }
            | ProductDiversity => Some((0.0, 1.0)),
            MentionRate { .. } | TradeTrend { .. } | Status { .. } | Coded | Column => None,
        }
    }

    /// Words of prior weight, where texts are counted and words are what the prior is stated in.
    pub fn prior_words(&self) -> Option<f64> {
        match self {
            Measure::MentionRate { prior: Prior::Words(words), .. }
            | Measure::RelativeAttention { prior: Prior::Words(words), .. }
            | Measure::SalienceOverlap { prior_words: words }
            | Measure::AgreementOnIssues { prior_words: words, .. } => Some(*words),
            _ => None,
        }
    }

    /// Expected mentions of prior weight, where the prior is stated in them.
    pub fn prior_mentions(&self) -> Option<f64> {
        match self {
            Measure::MentionRate { prior: Prior::Mentions(expected), .. }
            | Measure::RelativeAttention { prior: Prior::Mentions(expected), .. }
            | Measure::MentionRegularity { expected: Some(expected), .. }
            | Measure::Manner { expected } => Some(*expected),
            _ => None,
        }
    }

    /// Which mentions count, where mentions are counted.
    pub fn mentions(&self) -> Option<Mentions> {
        match self {
            Measure::MentionRate { mentions, .. }
            | Measure::RelativeAttention { mentions, .. }
            | Measure::MentionRegularity { mentions, .. } => Some(*mentions),
            _ => None,
        }
    }
}
