//! Bins of a histogram of gaps: all of one width, so that two histograms can stand on one scale.

/// The width of every bin, in points of the gap; bins begin at multiples of it.
pub(super) const BIN: f64 = 2.0;

/// Shares of draws by bin: the first bin's lower end is `first * BIN`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bins {
    first: i64,
    pub shares: Vec<f64>,
}

impl Bins {
    pub fn new(draws: &[f64]) -> Bins {
        let place = |x: &f64| (x / BIN).floor() as i64;
        let (first, last) = draws.iter().map(place).fold((i64::MAX, i64::MIN), |(l, h), b| (l.min(b), h.max(b)));
        if first > last {
            return Bins { first: 0, shares: Vec::new() };
        }
        let empty = Bins { first, shares: vec![0.0; (last - first) as usize + 1] };
        Bins { shares: empty.part(draws.iter().copied(), draws.len()), first }
    }

    /// The shares that some of `all` draws have in the same bins.
    pub fn part(&self, some: impl Iterator<Item = f64>, all: usize) -> Vec<f64> {
        let mut shares = vec![0.0; self.shares.len()];
        for x in some {
            if let Some(cell) = shares.get_mut(((x / BIN).floor() as i64 - self.first) as usize) {
                *cell += 1.0 / all as f64;
            }
        }
        shares
    }

    pub fn most(&self) -> f64 {
        self.shares.iter().fold(0.0, |most, s| s.max(most))
    }

    /// Lower end, upper end and share of each bin.
    pub fn each(&self) -> impl Iterator<Item = (f64, f64, f64)> + '_ {
        let at = |i: usize| (self.first + i as i64) as f64 * BIN;
        self.shares.iter().enumerate().map(move |(i, share)| (at(i), at(i + 1), *share))
    }

    /// Whether a value stands between two humps: its bin is less than half as full as the fullest on either side.
    pub fn in_trough(&self, x: f64) -> bool {
        let at = (x / BIN).floor() as i64 - self.first;
        let Some(own) = usize::try_from(at).ok().and_then(|i| Some((i, *self.shares.get(i)?))) else { return false };
        let (i, share) = own;
        let most = |shares: &[f64]| shares.iter().fold(0.0f64, |most, s| most.max(*s));
        let (below, above) = self.shares.split_at(i);
        share < 0.5 * most(below).min(most(above.get(1..).unwrap_or_default()))
    }

    pub fn ends(&self) -> [f64; 2] {
        [self.first as f64 * BIN, (self.first + self.shares.len() as i64) as f64 * BIN]
    }

    /// The outline of a histogram from `base` to `end`, which its fullest bin reaches.
    pub fn outline(&self, base: f64, end: f64) -> Vec<(f64, f64)> {
        let most = self.most().max(1e-12);
        let [first, last] = self.ends();
        let mut corners = vec![(first, base)];
        for (low, high, share) in self.each() {
            let y = base + (end - base) * share / most;
            corners.extend([(low, y), (high, y)]);
        }
        corners.push((last, base));
        corners
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_by_hand() {
        let bins = Bins::new(&[-0.5, 0.0, 1.9, 5.0]);
        assert_eq!(bins, Bins { first: -1, shares: vec![0.25, 0.5, 0.0, 0.25] });
        assert_eq!(bins.ends(), [-2.0, 6.0]);
        assert!(Bins::new(&[]).shares.is_empty());
        // Two humps of three and four draws with one draw between them: the median is that draw.
        let humps = Bins::new(&[0.0, 0.5, 1.0, 5.0, 9.0, 9.1, 9.2]);
        assert!(humps.in_trough(5.0) && !humps.in_trough(0.5) && !humps.in_trough(9.0) && !humps.in_trough(99.0));
    }
}
