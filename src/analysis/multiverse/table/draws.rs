//! Random draws of one way: weights, errors of values, moved goalposts. The bits of a coordinate are the seed, every
//! node and column has a stream of its own, so that no draw depends on another's.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, Gamma, StandardNormal};

use crate::model::framework::{GoalpostKind, Goalposts, Index, NodeKind};
use crate::model::method::factors;
use crate::model::units::Units;
use crate::scoring::known::known;
use crate::statistics::moments::standard_deviation;
use crate::statistics::uniform::uniform;

/// Whose stream it is, beside the number of the node or column.
#[derive(Clone, Copy)]
enum Whose {
    Weights,
    Values,
    Goalposts,
}

fn stream(coordinate: f64, whose: Whose, number: usize) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(coordinate.to_bits());
    rng.set_stream(((whose as u64) << 32) | number as u64);
    rng
}

/// Replaces the weights of the children of node `node` by a draw round them; they sum to 1, but for rounding error, and
/// none is 0.
pub(super) fn weights(factor: &factors::Weights, coordinate: f64, node: usize, weights: &mut [f64]) {
    let mut rng = stream(coordinate, Whose::Weights, node);
    let total: f64 = weights.iter().sum();
    for weight in weights.iter_mut() {
        let share = *weight / total;
        *weight = match (factor.concentration, factor.within) {
            // A Dirichlet draw: gammas of shape concentration x share, over their sum.
            (Some(concentration), _) => {
                Gamma::new(concentration * share, 1.0).map_or(share, |gamma| gamma.sample(&mut rng))
            }
            (None, within) => share * (1.0 + within.unwrap_or(0.0) * (2.0 * uniform(&mut rng) - 1.0)),
        };
    }
    let total: f64 = weights.iter().sum();
    for weight in weights.iter_mut() {
        // A gamma of a small shape may be too small for a number; a weight is above 0 all the same.
        *weight = if total > 0.0 { *weight / total } else { 0.0 }.clamp(f64::MIN_POSITIVE, 1.0);
    }
}

/// Adds a normal error to every known cell of the index's indicators: standard deviation `share` times the column's
/// own.
pub(super) fn values(share: f64, coordinate: f64, index: &Index, units: &mut Units) {
    for (number, (name, column)) in units.numbers.iter_mut().enumerate() {
        let indicator = index.indicators().any(|(_, node, _)| node.code == *name);
        let spread = known(column).ok().and_then(|values| standard_deviation(&values).ok());
        let Some(spread) = spread.filter(|_| indicator) else { continue };
        let mut rng = stream(coordinate, Whose::Values, number);
        for cell in column {
            // Drawn for missing values as well, so that a cell's error does not depend on them.
            let error: f64 = StandardNormal.sample(&mut rng);
            *cell = cell.map(|x| x + share * spread * error);
        }
    }
}

/// Whether these goalposts may move: natural ones mean something in themselves.
pub(super) fn movable(posts: &Goalposts) -> bool {
    posts.kind != GoalpostKind::Natural
}

/// Moves either end of every movable pair of goalposts by up to `share` of their distance, on the transformed scale.
pub(super) fn goalposts(share: f64, coordinate: f64, index: &mut Index) {
    for (number, node) in index.nodes.iter_mut().enumerate() {
        let NodeKind::Indicator(indicator) = &mut node.kind else { continue };
        let Some(posts) = indicator.goalposts.as_ref().filter(|p| movable(p)) else { continue };
        let mut rng = stream(coordinate, Whose::Goalposts, number);
        let transform = posts.transform();
        let (low, high) = (transform.of(posts.lower()), transform.of(posts.upper()));
        let mut moved = |end: f64| transform.back(end + share * (high - low) * (2.0 * uniform(&mut rng) - 1.0));
        let (lower, upper) = (moved(low), moved(high));
        // Below one half the ends cannot cross; where a number ends, the goalposts stay.
        if let Some(moved) = Goalposts::new(lower, upper, transform, posts.kind, posts.reason.clone()) {
            indicator.goalposts = Some(moved);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(concentration: Option<f64>, within: Option<f64>) -> factors::Weights {
        factors::Weights { concentration, within, sets: None, reason: String::new() }
    }

    /// A Dirichlet weight of mean w has standard deviation sqrt(w (1 - w)/(c + 1)): 0.5, 0.3, 0.2 and c = 24 give 0.1,
    /// 0.0917, 0.08.
    #[test]
    fn dirichlet_draws_have_the_stated_mean_and_spread() {
        let base = [0.5, 0.3, 0.2];
        let draws: Vec<Vec<f64>> = (0..4000)
            .map(|i| {
                let mut drawn = base.to_vec();
                weights(&factor(Some(24.0), None), f64::from(i) / 4000.0, 3, &mut drawn);
                drawn
            })
            .collect();
        for (child, expected) in base.iter().enumerate() {
            let mean = draws.iter().map(|d| d[child]).sum::<f64>() / 4000.0;
            let variance = draws.iter().map(|d| (d[child] - mean).powi(2)).sum::<f64>() / 4000.0;
            let sd = (expected * (1.0 - expected) / 25.0_f64).sqrt();
            assert!((mean - expected).abs() < 4.0 * sd / 4000.0_f64.sqrt(), "{child}: {mean}");
            assert!((variance.sqrt() / sd - 1.0).abs() < 0.05, "{child}: {}", variance.sqrt());
        }
        assert!(draws.iter().all(|d| (d.iter().sum::<f64>() - 1.0).abs() < 1e-12 && d.iter().all(|w| *w > 0.0)));
    }

    #[test]
    fn weights_within_a_share_stay_within_it() {
        for i in 0..200 {
            let mut drawn = [0.6, 0.4];
            weights(&factor(None, Some(0.25)), f64::from(i) / 200.0, 1, &mut drawn);
            // The least is 0.6 x 0.75 against 0.4 x 1.25.
            assert!((0.45 / 0.95..=0.75 / 1.05).contains(&drawn[0]), "{drawn:?}");
            assert!((drawn[0] + drawn[1] - 1.0).abs() < 1e-15);
        }
    }

    /// Tiny shapes underflow: the draw is still a set of weights.
    #[test]
    fn the_smallest_concentration_gives_weights() {
        for i in 0..100 {
            let mut drawn = [0.5, 0.25, 0.25];
            weights(&factor(Some(1e-4), None), f64::from(i) / 100.0, 0, &mut drawn);
            assert!(drawn.iter().all(|w| *w > 0.0 && *w <= 1.0), "{drawn:?}");
        }
    }

    #[test]
    fn a_nodes_draw_does_not_depend_on_the_others() {
        let draw = |node, coordinate| {
            let mut drawn = [0.5, 0.5];
            weights(&factor(Some(10.0), None), coordinate, node, &mut drawn);
            drawn
        };
        assert_eq!(draw(4, 0.3), draw(4, 0.3));
        assert!(draw(4, 0.3) != draw(5, 0.3) && draw(4, 0.3) != draw(4, 0.300_000_000_1));
    }
}
