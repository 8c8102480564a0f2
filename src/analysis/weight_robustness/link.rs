//! The scale on which a mean is a weighted sum: `phi(mean) = sum w phi(z)`.

use crate::model::framework::Aggregation;

/// Steeper powers leave differences between scores that the solver cannot distinguish from ties.
const STEEPEST: f64 = 2.0;

/// Powers nearer to 0 than this lose the digits of `z^power - 1`.
const FLATTEST: f64 = 1e-2;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Link {
    /// `phi(z) = z^power`: 1 the arithmetic mean, -1 the harmonic.
    Power(f64),
    /// `phi(z) = ln z`: the geometric mean.
    Ln,
}

impl Link {
    /// `None` for rules that are a weighted sum on no scale.
    pub(super) fn of(rule: Aggregation) -> Option<Self> {
        Some(match rule {
            Aggregation::Arithmetic {} => Link::Power(1.0),
            Aggregation::Geometric {} => Link::Ln,
            Aggregation::Harmonic {} => Link::Power(-1.0),
            Aggregation::Generalised { power: 0.0 } => Link::Ln,
            Aggregation::Generalised { power } if (FLATTEST..=STEEPEST).contains(&power.abs()) => Link::Power(power),
            _ => return None,
        })
    }

    /// `phi(z)`; `None` outside of the domain.
    pub(super) fn to(self, z: f64) -> Option<f64> {
        let inside = match self {
            Link::Power(1.0) => true,
            Link::Power(power) if power > 0.0 => z >= 0.0,
            _ => z > 0.0,
        };
        let v = match self {
            Link::Power(1.0) => z,
            Link::Power(power) => z.powf(power),
            Link::Ln => z.ln(),
        };
        (inside && z.is_finite() && v.is_finite()).then_some(v)
    }

    /// The score at `v`; `None` where there is none.
    pub(super) fn back(self, v: f64) -> Option<f64> {
        let z = match self {
            Link::Power(1.0) => v,
            Link::Power(power) => v.powf(1.0 / power),
            Link::Ln => v.exp(),
        };
        z.is_finite().then_some(z)
    }

    /// -1 where `phi` falls as the score rises.
    pub(super) fn sense(self) -> f64 {
        if matches!(self, Link::Power(power) if power < 0.0) { -1.0 } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_go_there_and_back() {
        for link in [Link::Power(1.0), Link::Power(-1.0), Link::Power(0.5), Link::Ln] {
            let v = link.to(40.0).expect("in the domain");
            assert!((link.back(v).expect("a score") - 40.0).abs() < 1e-12, "{link:?}");
        }
        assert_eq!([Link::Ln.to(0.0), Link::Power(-1.0).to(0.0), Link::Power(0.5).to(-1.0)], [None; 3]);
        assert_eq!(Link::Power(1.0).to(-3.0), Some(-3.0));
        assert_eq!(Link::of(Aggregation::Generalised { power: 5.0 }), None);
        assert_eq!(Link::of(Aggregation::Minimum {}), None);
    }
}
