//! Agreement in votes: what is known of one issue, by resolution, year and recurring text, and how two sides' votes compare.

use std::collections::BTreeMap;

use super::indices;
use crate::model::package::RowRef;
use crate::model::party::PartyId;
use crate::model::records::Ballots;
use crate::model::window::Year;

/// Agreement on one issue: identical 1, one abstains 0.5, opposite 0, over `votes` pairs of votes.
#[derive(Default)]
pub(super) struct Agreement {
    pub mean: f64,
    pub votes: f64,
    pub years: Vec<Year>,
    pub rows: Vec<RowRef>,
    /// By resolution, in the window or not: what `explain` shows beside the mean.
    pub resolutions: Vec<OnResolution>,
    /// By year of the window, where that is reported.
    pub by_year: BTreeMap<Year, f64>,
    /// By recurring text, where the issue is looked at so.
    pub texts: Vec<OnText>,
    /// The states whose votes are in it, where single votes are.
    pub voters: Vec<PartyId>,
}

pub(super) struct OnResolution {
    pub code: String,
    pub inside: bool,
    pub agreement: f64,
    pub pairs: f64,
    /// How many states of each side voted.
    pub sides: [usize; 2],
}

/// One text: the agreement on it by year of the window, and over them.
pub(super) struct OnText {
    pub title: String,
    pub by_year: BTreeMap<Year, f64>,
}

impl OnText {
    pub fn mean(&self) -> Option<f64> {
        indices::mean(self.by_year.values().copied())
    }
}

/// How many states of one side voted yes, no, or abstained.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct VoteCount {
    yes: f64,
    no: f64,
    abstain: f64,
}

impl VoteCount {
    pub fn of(votes: impl Iterator<Item = Ballots>) -> Self {
        let mut count = VoteCount::default();
        for vote in votes {
            *match vote {
                Ballots::Yes => &mut count.yes,
                Ballots::No => &mut count.no,
                Ballots::Abstain => &mut count.abstain,
            } += 1.0;
        }
        count
    }

    pub fn states(&self) -> f64 {
        self.yes + self.no + self.abstain
    }

    /// The sum over all pairs of a state of each side: identical votes 1, one abstains 0.5, opposite 0.
    pub fn points(&self, other: &Self) -> f64 {
        let same = self.yes * other.yes + self.no * other.no + self.abstain * other.abstain;
        let one_abstains = self.abstain * (other.yes + other.no) + other.abstain * (self.yes + self.no);
        same + 0.5 * one_abstains
    }

    /// The mean over these pairs; nothing where a side did not vote. Worked number: yes against yes, yes, no and an abstention:
    /// 2.5 of 4 pairs are 0.625.
    pub fn agreement(&self, other: &Self) -> Option<f64> {
        let pairs = self.states() * other.states();
        (pairs > 0.0).then(|| self.points(other) / pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_of_two_sides_by_hand() {
        use Ballots::{Abstain, No, Yes};
        let count = |votes: &[Ballots]| VoteCount::of(votes.iter().copied());
        let (one, others) = (count(&[Yes]), count(&[Yes, Yes, No, Abstain]));
        assert_eq!((one.points(&others), one.agreement(&others)), (2.5, Some(0.625)));
        assert_eq!(count(&[Abstain]).agreement(&count(&[Abstain, No])), Some(0.75));
        assert_eq!(one.agreement(&count(&[])), None);
    }

    /// 2 yes, 3 no and 1 abstention against 1, 2 and 4: 2 + 6 + 4 pairs agree, 1 x 3 + 4 x 5 hold one abstention.
    #[test]
    fn every_kind_of_vote_has_its_part() {
        let one = VoteCount { yes: 2.0, no: 3.0, abstain: 1.0 };
        let other = VoteCount { yes: 1.0, no: 2.0, abstain: 4.0 };
        assert_eq!((one.states(), one.points(&other), other.points(&one)), (6.0, 23.5, 23.5));
        assert_eq!(one.agreement(&other), Some(23.5 / 42.0));
        assert_eq!(VoteCount::of([Ballots::Yes, Ballots::No].into_iter()).states(), 2.0);
    }
}
