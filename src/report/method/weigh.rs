//! Weights in words.

use super::{HANDBOOK, Words};
use crate::model::method::{Importance, Weighting};

pub fn weighting(method: &Weighting) -> Words {
    use Weighting::*;
    match method {
        Given {} => Words::new("weights as stated", "w", HANDBOOK),
        Equal {} => Words::new("equal weights", "1 / number of children", HANDBOOK),
        Budget { points } => {
            let n = points.len();
            Words::new(format!("budget allocation by {n} experts"), "mean share of the experts' points", HANDBOOK)
        }
        Ahp { consistency, .. } => Words::new(
            "analytic hierarchy process",
            format!(
                "principal eigenvector of the pairwise comparisons; refused where the consistency ratio exceeds {consistency}"
            ),
            "Saaty 1980",
        ),
        Pca {} => Words::new(
            "principal component weights",
            "loadings of the first component of the correlation matrix; refused where one is negative",
            HANDBOOK,
        ),
        FactorAnalysis { factors } => {
            let number = factors.map_or("the factors with eigenvalue above 1".to_owned(), |f| format!("{f} factors"));
            let formula =
                format!("{number}, varimax; squared loading at the child's highest factor x the factor's share");
            Words::new("factor analysis weights", formula, "Nicoletti et al. 2000")
        }
        Entropy {} => {
            Words::new("entropy weights", "(1 - e_j) / sum (1 - e), e the entropy of shares / ln n", "Shannon 1948")
        }
        Critic {} => Words::new(
            "CRITIC weights",
            "s_j sum_k (1 - r_jk), scaled to 1; s the standard deviation after min-max to 0..1",
            "Diakoulaki et al. 1995",
        ),
        Optimised { importance, with, tolerance } => {
            let target = match importance {
                Importance::Equal => "equal",
                Importance::Given => "in proportion to the stated weights",
            };
            let whom = whom(with.as_deref());
            let near = if *tolerance > 0.0 {
                format!("; the nearest are taken where no correlation misses its target by more than {tolerance}")
            } else {
                String::new()
            };
            let formula = format!("such that the squared correlations of {whom} are {target}{near}");
            Words::new("optimised weights", formula, "Becker et al. 2017")
        }
        Infomax { with } => {
            let formula = match with {
                None => "1 / s, scaled to 1, s the standard deviation: no weights give the children's correlations with the node a larger sum".to_owned(),
                Some(_) => format!("such that the sum of the correlations of {} is largest", whom(with.as_deref())),
            };
            Words::new("infomax weights", formula, "Becker et al. 2017")
        }
    }
}

/// Whose correlations, and with what.
fn whom(with: Option<&str>) -> String {
    match with {
        None => "the children with the node".to_owned(),
        Some(code) => {
            format!("the children with `{code}`, jointly with all nodes that are weighed by it, weights between kept,")
        }
    }
}
