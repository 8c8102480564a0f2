//! Aggregation in words.

use super::{HANDBOOK, Words};
use crate::model::method::{Aggregation, BodBounds, CopelandBy, Penalty};

pub fn aggregation(method: Aggregation) -> Words {
    use Aggregation::*;
    let mazziotta = "Mazziotta and Pareto 2016";
    match method {
        Arithmetic {} => Words::new("weighted arithmetic mean", "sum w z / sum w", HANDBOOK),
        Geometric {} => Words::new("weighted geometric mean", "product z^(w / sum w)", HANDBOOK),
        Harmonic {} => Words::new("weighted harmonic mean", "sum w / sum (w / z)", HANDBOOK),
        Generalised { power } => Words::new(
            format!("weighted generalised mean of power {power}"),
            if power == 0.0 {
                "product z^(w / sum w)".into()
            } else {
                format!("(sum w z^{power} / sum w)^(1/{power})")
            },
            HANDBOOK,
        ),
        Median {} => Words::new("weighted median", "the z that half of the weight lies below", HANDBOOK),
        Minimum {} => Words::new("minimum", "min z; weights do not enter", HANDBOOK),
        MazziottaPareto { penalty: Penalty::Negative } => Words::new(
            "Mazziotta-Pareto index, negative penalty",
            "M - S^2/M, M mean, S standard deviation (n); weights do not enter",
            mazziotta,
        ),
        MazziottaPareto { penalty: Penalty::Positive } => Words::new(
            "Mazziotta-Pareto index, positive penalty",
            "M + S^2/M, M mean, S standard deviation (n); weights do not enter",
            mazziotta,
        ),
        AdjustedMazziottaPareto { penalty: Penalty::Negative } => Words::new(
            "adjusted Mazziotta-Pareto index, negative penalty",
            "M - S cv, cv = S/M; weights do not enter",
            mazziotta,
        ),
        AdjustedMazziottaPareto { penalty: Penalty::Positive } => Words::new(
            "adjusted Mazziotta-Pareto index, positive penalty",
            "M + S cv, cv = S/M; weights do not enter",
            mazziotta,
        ),
        MeanMin { alpha, smoothing } => Words::new(
            format!("mean-min function, alpha {alpha}, beta {smoothing}"),
            format!("M - {alpha} (sqrt((M - min)^2 + {smoothing}^2) - {smoothing}), M weighted mean"),
            "Casadio Tarabusi and Guarini 2013",
        ),
        Copeland { by: CopelandBy::Shares } => Words::new(
            "Copeland score on shares",
            "sum over the other units of the share of weight that prefers this one, ties half",
            "Munda and Nardo 2009",
        ),
        Copeland { by: CopelandBy::Majorities } => Words::new(
            "Copeland score on majorities",
            "units beaten less units lost to, by weighted majority",
            "Copeland 1951",
        ),
        Borda {} => Words::new("Borda score", "weighted mean of n - rank, ties averaged", HANDBOOK),
        Condorcet {} => Words::new(
            "Condorcet ranking",
            "number of units beaten by weighted majority; refused where majorities run in a circle",
            HANDBOOK,
        ),
        Kemeny {} => Words::new(
            "Kemeny ranking (C-K-Y-L)",
            "the ranking with the largest sum of outranking weights over all pairs",
            HANDBOOK,
        ),
        BenefitOfTheDoubt { bounds } => {
            let (name, limits) = match bounds {
                BodBounds::Free {} => ("", "w >= 0".to_owned()),
                BodBounds::Weights { low, high } => (", bounded weights", format!("{low} <= w_j / sum w <= {high}")),
                BodBounds::Multiples { low, high } => {
                    (", bounded weights", format!("{low} v_j <= w_j / sum w <= {high} v_j, v stated"))
                }
                BodBounds::Shares { low, high } => {
                    (", bounded shares", format!("{low} <= w_j z_j / sum w z <= {high}"))
                }
                BodBounds::Directional {} => (", directional", String::new()),
            };
            let formula = match bounds {
                BodBounds::Directional {} => {
                    "1/(1 + e), e the longest step in the direction of the stated weights that a mix of units \
                                              still reaches; in the unit of the scores, so normalise to 0..1"
                        .to_owned()
                }
                _ => format!("max sum w z such that no unit exceeds 1; {limits}"),
            };
            let source =
                if matches!(bounds, BodBounds::Directional {}) { "Fusco 2015" } else { "Cherchye et al. 2007" };
            Words::new(
                format!("benefit of the doubt{name}"),
                format!("{formula}; for units that know every child"),
                source,
            )
        }
        Wroclaw {} => Words::new(
            "Wroclaw taxonomic method",
            "1 - d/(mean d + 2 sd d), d the distance of the scores to those of the ideal unit",
            "Hellwig 1968",
        ),
    }
}
