//! Frontier rules in words: benefit of the doubt in its forms, and order-m frontiers.

use super::Words;
use crate::model::method::{BodBounds, Returns, Robust};

/// Every frontier is one of the units that know all children.
const COMPLETE: &str = "for units that know every child";

pub(super) fn benefit_of_the_doubt(bounds: BodBounds, robust: Option<Robust>) -> Words {
    let doubt =
        |name: &str, formula: String, source| Words::new(format!("benefit of the doubt{name}"), formula, source);
    let weighted = |limits: String| format!("max sum w z such that no unit exceeds 1; {limits}");
    let average = |low: f64, high: f64, ordered: bool, of: &str| {
        let mut said = Vec::new();
        if low > 0.0 || high < 1.0 {
            said.push(format!("{low} <= w_j m_j / sum w m <= {high}"));
        }
        if ordered {
            said.push("w_j m_j >= w_k m_k where j states more weight than k".to_owned());
        }
        if said.is_empty() { "w >= 0".to_owned() } else { format!("{}, m the means{of}", said.join("; ")) }
    };
    let (cherchye, zanella) = ("Cherchye et al. 2007", "Zanella et al. 2015");
    let words = match bounds {
        BodBounds::Free {} => doubt("", weighted("w >= 0".into()), cherchye),
        BodBounds::Weights { low, high } => {
            doubt(", bounded weights", weighted(format!("{low} <= w_j / sum w <= {high}")), cherchye)
        }
        BodBounds::Multiples { low, high } => {
            let limits = format!("{low} v_j <= w_j / sum w <= {high} v_j, v stated");
            doubt(", bounded weights", weighted(limits), cherchye)
        }
        BodBounds::Shares { low, high } => {
            doubt(", bounded shares", weighted(format!("{low} <= w_j z_j / sum w z <= {high}")), cherchye)
        }
        BodBounds::Proportions { low, high, ordered } => {
            let name = if ordered { ", ordered proportions" } else { ", bounded proportions" };
            doubt(name, weighted(average(low, high, ordered, "")), zanella)
        }
        BodBounds::Directional {} => doubt(
            ", directional",
            "1/(1 + e), e the longest step in the direction of the stated weights that a mix of units still reaches; in \
             the unit of the scores, so normalise to 0..1"
                .into(),
            "Fusco 2015",
        ),
        BodBounds::Multidirectional {} => doubt(
            ", multidirectional",
            "sum z / sum (z + e d), d what a mix of units that keeps the other children reaches in each child beyond z, e \
             the longest step in the direction d"
                .into(),
            "Fusco 2023",
        ),
        BodBounds::Undesirable { low, high, ordered, returns } => {
            let of = match returns {
                Returns::Constant => "a multiple of a mix of units",
                Returns::Variable => "a mix of units",
            };
            let name = if ordered { ", undesirable indicators, ordered" } else { ", undesirable indicators" };
            let limits = average(low, high, ordered, ", undesirable ones included");
            let formula = format!(
                "1/(1 + e), e the largest for which {of} has (1 + e) z of every desirable child and no more than (1 - e) z \
                 of any undesirable one; weights of its dual: {limits}"
            );
            doubt(name, formula, zanella)
        }
    };
    let Words { name, formula, source } = words;
    match robust {
        None => Words::new(name, format!("{formula}; {COMPLETE}"), source),
        Some(Robust { sample, draws, seed }) => Words::new(
            format!("{name}, robust"),
            format!(
                "{formula}; 1/(1 + mean e) over {draws} samples of {sample} units drawn with replacement (seed {seed}), \
                 e = 1/score - 1; {COMPLETE}"
            ),
            "Cazals et al. 2002",
        ),
    }
}

pub(super) fn geometric(low: f64, high: f64) -> Words {
    Words::new(
        "geometric benefit of the doubt",
        format!(
            "product z^s, s_j = w_j z_j / sum w z of the unit's benefit of the doubt under {low} <= s_j <= {high}; of \
             equally good w those with the largest product; {COMPLETE}"
        ),
        "Van Puyenbroeck and Rogge 2017",
    )
}

pub(super) fn order_m(m: usize, directional: bool) -> Words {
    let (name, ratio, source) = match directional {
        false => ("", "z_j / z", "Daraio and Simar 2005"),
        true => (", directional", "z_j / (z d), d the stated weights over the largest", "Vidoli et al. 2015"),
    };
    Words::new(
        format!("order-m frontier, m = {m}{name}"),
        format!(
            "1/E, E the expected largest, among {m} units drawn with replacement, of the least ratio {ratio}, over the \
             children; {COMPLETE}"
        ),
        source,
    )
}
