//! What the draws say of the two questions: does form exceed content, and is this partnership unlike its peers?

use super::sample::Sample;
use crate::analysis::gap::Stance;
use crate::model::framework::Verdicts;

/// The share of variants that must say the same for an answer to be robust.
pub const ENOUGH: f64 = 0.95;

/// How sure an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sureness {
    Robust,
    NotRobust,
    /// Fewer than half of the variants have a number: those that have one are not a sample of those that have none.
    NotAssessed,
}

impl Sureness {
    /// Worked number: 96 % of 600 known of 1,000 draws is robust, 100 % of 400 is not assessed.
    fn of(same: f64, known: usize, draws: usize) -> Self {
        match (2 * known >= draws, same >= ENOUGH) {
            (false, _) => Sureness::NotAssessed,
            (true, true) => Sureness::Robust,
            (true, false) => Sureness::NotRobust,
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Sureness::Robust => "robust",
            Sureness::NotRobust => "not robust",
            Sureness::NotAssessed => "not assessed",
        }
    }
}

/// The absolute question: how often the gap is what, as shares of the draws on absolute scales that have one.
#[derive(Clone, Debug, PartialEq)]
pub struct GapShares {
    /// GAP above 0.
    pub positive: f64,
    /// The same over the draws of the data alone; of the nominal gap where no datum varies.
    pub positive_by_data: f64,
    /// The sign of the nominal gap.
    pub same_sign: f64,
    /// By label of the verdict.
    pub verdicts: Vec<(String, f64)>,
    /// By number of parameters that reach the threshold, from none.
    pub met: Vec<f64>,
    /// Draws that have a gap.
    pub known: usize,
}

/// The relative question: how often the gap is what among the peers, as shares of the draws over all factors in which
/// both yardsticks, rank and residual, have a number. The four sum to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct PeerShares {
    /// With everything as the framework has it.
    pub own: Stance,
    pub like: f64,
    pub more_form: f64,
    pub more_content: f64,
    pub apart: f64,
    /// The share that keeps the nominal answer: both yardsticks within the tolerance where it is like its peers, both
    /// of the nominal sign where it has one; 0 where the yardsticks have no sign in common.
    pub same: f64,
    /// Draws that have both yardsticks.
    pub known: usize,
}

impl GapShares {
    pub fn sureness(&self, draws: usize) -> Sureness {
        Sureness::of(self.same_sign, self.known, draws)
    }

    /// From the draws of the data alone and of those on absolute scales; nothing without a nominal gap.
    pub(super) fn of(
        [data, absolute]: [&Sample; 2],
        (gap, met): (usize, usize),
        nominal: Option<f64>,
        verdicts: &Verdicts,
    ) -> Option<Self> {
        let nominal = nominal?;
        let gaps: Vec<f64> = absolute.column(gap).filter(|g| !g.is_nan()).collect();
        let each = || gaps.iter().copied();
        let parameters = absolute.column(met).filter(|m| !m.is_nan()).fold(0.0, f64::max) as usize;
        let of_label = |label: &String| share(each(), |g| verdicts.label(g) == label).unwrap_or(0.0);
        Some(GapShares {
            positive: share(each(), |g| g > 0.0)?,
            positive_by_data: share(data.column(gap), |g| g > 0.0)?,
            same_sign: share(each(), |g| (g > 0.0) == (nominal > 0.0))?,
            verdicts: verdicts.labels.iter().map(|label| (label.clone(), of_label(label))).collect(),
            met: (0..=parameters).map(|n| share(absolute.column(met), |m| m == n as f64).unwrap_or(0.0)).collect(),
            known: gaps.len(),
        })
    }
}

impl PeerShares {
    pub fn sureness(&self, draws: usize) -> Sureness {
        Sureness::of(self.same, self.known, draws)
    }

    /// From the draws over all factors; nothing for who is not ranked among the peers.
    pub(super) fn of(
        full: &Sample,
        places: (usize, usize),
        nominal: Option<(f64, f64)>,
        tolerance: f64,
    ) -> Option<Self> {
        let (rank, residual) = nominal?;
        let own = Stance::of(rank, residual, tolerance);
        let drawn: Vec<(f64, f64)> =
            full.column(places.0).zip(full.column(places.1)).filter(|(r, e)| !r.is_nan() && !e.is_nan()).collect();
        let n = drawn.len();
        let of = |so: &dyn Fn(f64, f64) -> bool| drawn.iter().filter(|(r, e)| so(*r, *e)).count() as f64 / n as f64;
        let stance = |wanted: Stance| of(&|r, e| Stance::of(r, e, tolerance) == wanted);
        let same = match own {
            Stance::Like => stance(Stance::Like),
            Stance::MoreForm => of(&|r, e| r > 0.0 && e > 0.0),
            Stance::MoreContent => of(&|r, e| r < 0.0 && e < 0.0),
            Stance::Apart => 0.0,
        };
        (n > 0).then(|| PeerShares {
            own,
            like: stance(Stance::Like),
            more_form: stance(Stance::MoreForm),
            more_content: stance(Stance::MoreContent),
            apart: stance(Stance::Apart),
            same,
            known: n,
        })
    }
}

/// The share of known numbers that are so; nothing where none is known.
fn share(column: impl Iterator<Item = f64>, so: impl Fn(f64) -> bool) -> Option<f64> {
    let (mut all, mut hits) = (0usize, 0usize);
    for x in column.filter(|x| !x.is_nan()) {
        all += 1;
        hits += usize::from(so(x));
    }
    (all > 0).then(|| hits as f64 / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_by_hand() {
        // Rank and residual in five draws, the last without a line.
        let values = vec![10.0, 6.0, 5.0, 4.0, -5.0, 3.0, 20.0, 8.0, 10.0, f64::NAN];
        let full = Sample { width: 2, values, failed: 0 };
        let found = PeerShares::of(&full, (0, 1), Some((10.0, 6.0)), 5.0).expect("shares");
        assert_eq!((found.own, found.known), (Stance::MoreForm, 4));
        assert_eq!((found.like, found.more_form, found.more_content, found.apart), (0.5, 0.5, 0.0, 0.0));
        // The second draw is like its peers and has the sign all the same.
        assert_eq!(found.same, 0.75);
        let apart = PeerShares::of(&full, (0, 1), Some((-10.0, 6.0)), 0.0).expect("shares");
        assert_eq!((apart.same, apart.apart, apart.sureness(4)), (0.0, 0.25, Sureness::NotRobust));
        assert_eq!(PeerShares::of(&full, (0, 1), None, 5.0), None);
    }

    #[test]
    fn sureness_by_hand() {
        let found = [(0.96, 600), (0.94, 600), (1.0, 499), (0.95, 500)].map(|(same, n)| Sureness::of(same, n, 1000));
        assert_eq!(found, [Sureness::Robust, Sureness::NotRobust, Sureness::NotAssessed, Sureness::Robust]);
    }
}
