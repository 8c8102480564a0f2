//! Normalisation in words.

use super::{HANDBOOK, Words};
use crate::document::number;
use crate::model::framework::{Goalposts, Transform};
use crate::model::method::{Anchor, BandsOn, Normalisation, RankShare, Ties};

/// With the goalposts and the target of the indicator it stands at, if it needs them.
pub fn normalisation(method: &Normalisation, posts: Option<&Goalposts>, target: Option<f64>) -> Words {
    use Normalisation::*;
    match method {
        Goalposts { low, high, truncate } => {
            let ends = posts.map_or(["L".to_owned(), "U".to_owned()], |g| [g.lower(), g.upper()].map(number::plain));
            let f = match posts.map(|g| g.transform()) {
                Some(Transform::Ln) => "; x, L and U through ln",
                Some(Transform::Ln1p) => "; x, L and U through ln(1 + x)",
                _ => "",
            };
            let cut = if *truncate { ", cut at the ends" } else { "" };
            let [l, u] = ends;
            let formula = format!("{low} + {} (x - L)/(U - L), L = {l}, U = {u}{f}{cut}", high - low);
            Words::new("goalposts", formula, HANDBOOK)
        }
        MinMax { low, high, with } => {
            let shared = match with.is_empty() {
                true => String::new(),
                false => format!(", min and max over {} as well", with.join(", ")),
            };
            let formula = format!("{low} + {} (x - min)/(max - min){shared}", high - low);
            Words::new(format!("min-max to {low}..{high}"), formula, HANDBOOK)
        }
        ZScore { mean, sd } => Words::new(
            format!("z-score, mean {mean}, sd {sd}"),
            format!("{mean} + {sd} (x - mean)/s, s the standard deviation (n - 1)"),
            HANDBOOK,
        ),
        AroundReference { reference, low, high } => {
            let r = reference.map_or("mean".to_owned(), number::plain);
            let formula = format!("{} + {} (x - {r})/(max - min)", (low + high) / 2.0, high - low);
            Words::new("goalposts round a reference", formula, "Mazziotta and Pareto 2016")
        }
        PercentileRank { ties, share, low, high } => {
            let share = match share {
                RankShare::FromZero => "(r - 1)/(n - 1)",
                RankShare::OfUnits => "r / n",
            };
            let formula = format!("{low} + {} {share}, r the rank from the worst, {}", high - low, ties_words(*ties));
            Words::new("percentile rank", formula, HANDBOOK)
        }
        Rank { ties } => Words::new("rank", format!("place from the worst, 1; {}", ties_words(*ties)), HANDBOOK),
        Borda { ties } => Words::new("Borda", format!("place from the worst, 0; {}", ties_words(*ties)), HANDBOOK),
        DistanceToMaximum {} => Words::new("distance to maximum", "1 - (max - x)/(max - min)", HANDBOOK),
        DistanceToTarget { cap } => {
            let target = target.map_or("target".to_owned(), number::plain);
            let cap = if *cap { ", at most 1" } else { "" };
            Words::new("distance to target", format!("1 - ({target} - x)/({target} - min){cap}"), HANDBOOK)
        }
        DistanceToReference { unit, cap } => {
            let cap = if *cap { ", at most 1" } else { "" };
            let formula = format!("1 - (r - x)/(r - min), r the value of {unit}{cap}");
            Words::new(format!("distance to reference unit {unit}"), formula, HANDBOOK)
        }
        RatioToReference { unit } => {
            Words::new(format!("ratio to reference unit {unit}"), format!("x / r, r the value of {unit}"), HANDBOOK)
        }
        FractionOfMaximum {} => Words::new("fraction of maximum", "x / max", HANDBOOK),
        Ratio { to } => Words::new(format!("ratio to the {}", anchor(*to)), format!("x / {}", anchor(*to)), HANDBOOK),
        Difference { to } => {
            let to = anchor(*to);
            Words::new(format!("relative difference to the {to}"), format!("x / {to} - 1"), HANDBOOK)
        }
        AboveBelowMean { band } => {
            let formula = format!("-1 below (1 - {band}) mean, 1 above (1 + {band}) mean, 0 between");
            Words::new("above or below the mean", formula, HANDBOOK)
        }
        Categorical { on, cuts, scores } => {
            let on = match on {
                BandsOn::Percentile => "percentile",
                BandsOn::Value => "value",
            };
            let list = |numbers: &[f64]| numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
            let formula = format!("cuts on the {on} at {}; scores {}", list(cuts), list(scores));
            Words::new("categorical scale", formula, HANDBOOK)
        }
    }
}

fn ties_words(ties: Ties) -> &'static str {
    match ties {
        Ties::Average => "ties averaged",
        Ties::Minimum => "ties to the lowest",
        Ties::Maximum => "ties to the highest",
        Ties::Dense => "ties without gaps",
    }
}

fn anchor(to: Anchor) -> &'static str {
    match to {
        Anchor::Mean => "mean",
        Anchor::Best => "best",
        Anchor::Worst => "worst",
    }
}
