//! Goalposts that are not the framework's: moved, the formula's own bounds, or fitted to the peers.

use super::chance::{self, Matter, Stream};
use crate::model::framework::{GoalpostKind, Goalposts, Transform};
use crate::model::method::factors::PeerScale;

/// Fewer peers than this give no scale; the framework's goalposts stay then.
pub(super) const LEAST_PEERS: usize = 3;

/// Moves anchored and declared goalposts, each end by up to `share` of the distance between them on the transformed
/// scale. Natural ones mean something in themselves and stay.
///
/// A share below 0.5 cannot make them cross. `false` where the transform is not defined at the new lower end; they stay
/// then.
pub(super) fn shift(posts: &mut Goalposts, share: f64, set: f64, leaf: usize) {
    if posts.kind == GoalpostKind::Natural {
        return;
    }
    let mut random = Stream::of(Matter::Goalposts, leaf).at(set);
    let transform = posts.transform();
    let (low, high) = (transform.of(posts.lower()), transform.of(posts.upper()));
    let mut by = || share * (high - low) * (2.0 * chance::uniform(&mut random) - 1.0);
    let (low, high) = (low + by(), high + by());
    posts.move_to(transform.back(low), transform.back(high), transform);
}

/// What becomes of one indicator under a scale of another kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fit {
    /// The goalposts were moved, or stay.
    Posts,
    /// The scale is from 0 to 1, and values are to be replaced by their percentile ranks.
    Ranks,
    /// All peers are equal: such a scale does not exist.
    None,
}

/// Sets the goalposts by a scale. `column` holds the peers' values, those that are known.
pub(super) fn fit(
    scale: PeerScale,
    posts: &mut Goalposts,
    bounds: Option<(f64, f64)>,
    column: &[f64],
    deviations: f64,
) -> Fit {
    if scale == PeerScale::Natural {
        if let (Some((low, high)), true) = (bounds, posts.kind != GoalpostKind::Natural) {
            // The bounds are those of the formula: a logarithm has no place between them.
            posts.move_to(low, high, Transform::Identity);
        }
        return Fit::Posts;
    }
    if column.len() < LEAST_PEERS {
        return Fit::Posts;
    }
    let transform = posts.transform();
    let moved = match scale {
        PeerScale::PercentileRank => {
            return if posts.move_to(0.0, 1.0, Transform::Identity) { Fit::Ranks } else { Fit::None };
        }
        PeerScale::ZScore => {
            let known = || column.iter().map(|x| transform.of(*x)).filter(|x| x.is_finite());
            let n = known().count() as f64;
            let mean = known().sum::<f64>() / n;
            let sd = (known().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
            let (low, high) = (mean - deviations * sd, mean + deviations * sd);
            sd > 0.0 && posts.move_to(transform.back(low), transform.back(high), transform)
        }
        _ => {
            // What has no logarithm lies below any scale, and is no end of one.
            let known = || column.iter().copied().filter(|x| transform.of(*x).is_finite());
            let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
            posts.move_to(low, high, transform)
        }
    };
    if moved { Fit::Posts } else { Fit::None }
}

/// The rank of `x` as a share of the others' number, ties by half; 0 below all, 1 above all. `among` says whether `x`
/// is one of the column's own values. Worked number: the second lowest of three has 0.5.
pub(super) fn percentile(x: f64, column: &[f64], among: bool) -> f64 {
    let below = column.iter().filter(|v| **v < x).count() as f64;
    let ties = column.iter().filter(|v| **v == x).count() as f64;
    let (ties, others) = if among { (ties - 1.0, column.len() as f64 - 1.0) } else { (ties, column.len() as f64) };
    (below + ties / 2.0) / others
}

/// A spacing of the ladder's rungs: any that ascends between its ends, all as likely (order statistics of uniforms).
pub(super) fn spacing(rungs: &[f64], set: f64, spaced: &mut Vec<f64>) {
    spaced.clear();
    let (Some(first), Some(last)) = (rungs.first().copied(), rungs.last().copied()) else { return };
    let mut random = Stream::of(Matter::Rungs, 0).at(set);
    let inner = rungs.len().saturating_sub(2);
    spaced.extend((0..inner).map(|_| first + (last - first) * chance::uniform(&mut random)));
    spaced.sort_by(f64::total_cmp);
    spaced.insert(0, first);
    spaced.push(last);
}

/// Weights round those given: a Dirichlet distribution, or each multiplied by a number round 1; they sum to 1.
pub(super) fn weights(given: &[f64], spread: Spread, set: f64, node: usize, drawn: &mut Vec<f64>) {
    let mut random = Stream::of(Matter::Weights, node).at(set);
    drawn.clear();
    drawn.extend(given.iter().map(|w| match spread {
        Spread::Dirichlet(concentration) => chance::gamma(concentration * w, &mut random).max(f64::MIN_POSITIVE),
        Spread::Within(share) => w * (1.0 + share * (2.0 * chance::uniform(&mut random) - 1.0)),
    }));
    let sum: f64 = drawn.iter().sum();
    drawn.iter_mut().for_each(|w| *w = (*w / sum).clamp(f64::MIN_POSITIVE, 1.0));
}

/// How weights are spread round those given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spread {
    Dirichlet(f64),
    Within(f64),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posts(low: f64, high: f64, transform: Transform, kind: GoalpostKind) -> Goalposts {
        Goalposts::new(low, high, transform, kind, String::new()).expect("goalposts")
    }

    #[test]
    fn scales_by_hand() {
        let column = [1.0, 2.0, 6.0];
        let anchored = posts(0.5, 9.0, Transform::Identity, GoalpostKind::Anchored);
        let fitted = |scale, posts: &Goalposts, column: &[f64]| {
            let mut posts = posts.clone();
            let fit = fit(scale, &mut posts, Some((-1.0, 1.0)), column, 2.0);
            (fit, posts.lower(), posts.upper())
        };
        assert_eq!(fitted(PeerScale::MinMax, &anchored, &column), (Fit::Posts, 1.0, 6.0));
        // Mean 3, standard deviation sqrt(7): two of them either way.
        let (fit, low, high) = fitted(PeerScale::ZScore, &anchored, &column);
        assert!(
            fit == Fit::Posts
                && (low - (3.0 - 2.0 * 7f64.sqrt())).abs() < 1e-12
                && (high - (3.0 + 2.0 * 7f64.sqrt())).abs() < 1e-12
        );
        assert_eq!(fitted(PeerScale::PercentileRank, &anchored, &column), (Fit::Ranks, 0.0, 1.0));
        assert_eq!(fitted(PeerScale::Natural, &anchored, &column), (Fit::Posts, -1.0, 1.0));
        let natural = posts(0.0, 6.0, Transform::Identity, GoalpostKind::Natural);
        assert_eq!(fitted(PeerScale::Natural, &natural, &column), (Fit::Posts, 0.0, 6.0));
        assert_eq!(fitted(PeerScale::MinMax, &anchored, &[2.0, 2.0, 2.0]), (Fit::None, 0.5, 9.0));
        assert_eq!(fitted(PeerScale::MinMax, &anchored, &[2.0, 3.0]), (Fit::Posts, 0.5, 9.0));
        // A share of 0 has no logarithm and is not the end of a logarithmic scale.
        let shares = posts(0.01, 0.5, Transform::Ln, GoalpostKind::Anchored);
        assert_eq!(fitted(PeerScale::MinMax, &shares, &[0.0, 0.1, 0.2]), (Fit::Posts, 0.1, 0.2));
    }

    #[test]
    fn percentiles_by_hand() {
        let column = [1.0, 2.0, 2.0, 5.0];
        let among: Vec<f64> = column.iter().map(|x| percentile(*x, &column, true)).collect();
        assert_eq!(among, [0.0, 0.5, 0.5, 1.0]);
        assert_eq!(
            (percentile(0.0, &column, false), percentile(2.0, &column, false), percentile(9.0, &column, false)),
            (0.0, 0.5, 1.0)
        );
    }

    #[test]
    fn spacings_ascend_and_weights_sum_to_one() {
        let rungs: Vec<f64> = (0..7).map(f64::from).collect();
        let (mut spaced, mut drawn) = (Vec::new(), Vec::new());
        let mut sum = [0.0; 3];
        for i in 0..2000 {
            let set = f64::from(i) / 2000.0;
            spacing(&rungs, set, &mut spaced);
            assert!(spaced.len() == 7 && spaced[0] == 0.0 && spaced[6] == 6.0 && spaced.is_sorted());
            weights(&[0.5, 0.3, 0.2], Spread::Dirichlet(12.0), set, 4, &mut drawn);
            assert!((drawn.iter().sum::<f64>() - 1.0).abs() < 1e-12 && drawn.iter().all(|w| *w > 0.0));
            sum.iter_mut().zip(&drawn).for_each(|(s, w)| *s += w / 2000.0);
            weights(&[0.5, 0.5], Spread::Within(0.25), set, 4, &mut drawn);
            assert!(drawn.iter().all(|w| (0.375 / (0.375 + 0.625)..=0.625 / (0.375 + 0.625)).contains(w)));
        }
        // The Dirichlet's mean is what was given; its standard error here is 0.003.
        assert!(sum.iter().zip([0.5, 0.3, 0.2]).all(|(s, w)| (s - w).abs() < 0.012), "{sum:?}");
    }

    #[test]
    fn goalposts_move_within_their_share_and_natural_ones_do_not() {
        let mut natural = posts(0.0, 1.0, Transform::Identity, GoalpostKind::Natural);
        shift(&mut natural, 0.2, 0.3, 1);
        assert_eq!((natural.lower(), natural.upper()), (0.0, 1.0));
        for i in 0..500 {
            let mut moved = posts(10.0, 20.0, Transform::Identity, GoalpostKind::Anchored);
            shift(&mut moved, 0.2, f64::from(i) / 500.0, 1);
            assert!((8.0..=12.0).contains(&moved.lower()) && (18.0..=22.0).contains(&moved.upper()));
        }
    }
}
