//! Aggregation in words.

use super::{HANDBOOK, Words};
use crate::model::method::{Aggregation, CopelandBy, Deviation, Penalty, Quantifier};

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
        MazziottaPareto { penalty, deviation } => {
            let (name, sign) = match penalty {
                Penalty::Negative => ("negative", "-"),
                Penalty::Positive => ("positive", "+"),
            };
            let (sample, divisor) = match deviation {
                Deviation::Population => ("", "n"),
                Deviation::Sample => (", sample deviation", "n - 1"),
            };
            Words::new(
                format!("Mazziotta-Pareto index, {name} penalty{sample}"),
                format!("M {sign} S^2/M, M mean, S standard deviation ({divisor}); weights do not enter"),
                mazziotta,
            )
        }
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
        OrderedWeightedAverage { quantifier, power } => {
            let (name, q) = match quantifier {
                Quantifier::Best { of } => (format!("best {of}"), format!("min(1, r n/{of})")),
                Quantifier::Worst { of } => (format!("worst {of}"), format!("max(0, 1 - (1 - r) n/{of})")),
                Quantifier::Orness { orness } => (format!("orness {orness}"), format!("r^((1 - {orness})/{orness})")),
            };
            let (powered, of_power) = if power == 1.0 {
                (String::new(), String::new())
            } else {
                (format!(", power {power}"), format!(" of power {power}"))
            };
            Words::new(
                format!("ordered weighted average, {name}{powered}"),
                format!(
                    "mean{of_power} of z from the best down, weights Q(S) - Q(R) where a place takes the shares R to S \
                     of the weight; Q(r) = {q}"
                ),
                if power == 1.0 { "Yager 1988" } else { "Yager 2004" },
            )
        }
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
        BenefitOfTheDoubt { bounds, robust } => super::frontier::benefit_of_the_doubt(bounds, robust),
        GeometricBenefitOfTheDoubt { low, high } => super::frontier::geometric(low, high),
        OrderM { m, directional } => super::frontier::order_m(m, directional),
        Wroclaw {} => Words::new(
            "Wroclaw taxonomic method",
            "1 - d/(mean d + 2 sd d), d the distance of the scores to those of the ideal unit",
            "Hellwig 1968",
        ),
    }
}
