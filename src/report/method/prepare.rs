//! Denomination, imputation, screening and treatment in words.

use super::{HANDBOOK, Words};
use crate::model::method::{Curve, Denomination, Imputation, Looks, Screening, Treatment};

pub fn denomination(by: &Denomination) -> Words {
    let times = if by.scale == 1.0 { String::new() } else { format!(" x {}", by.scale) };
    Words::new(format!("denominated by {}", by.by), format!("x / {}{times}", by.by), HANDBOOK)
}

pub fn imputation(method: &Imputation) -> Words {
    use Imputation::*;
    match method {
        None {} => Words::new("no imputation", "missing stays missing", HANDBOOK),
        Mean {} => Words::new("mean imputation", "mean of the known x", HANDBOOK),
        Median {} => Words::new("median imputation", "median of the known x", HANDBOOK),
        GroupMean { group } => {
            Words::new(format!("group mean imputation by {group}"), "mean of the known x of the unit's group", HANDBOOK)
        }
        GroupMedian { group } => Words::new(
            format!("group median imputation by {group}"),
            "median of the known x of the unit's group",
            HANDBOOK,
        ),
        ParentMean {} => Words::new(
            "imputation by the node's mean",
            "mean of the unit's min-max scores on the node's other indicators, taken back to the scale of x",
            "Becker et al. 2022",
        ),
        ParentMedian {} => Words::new(
            "imputation by the node's median",
            "median of the unit's min-max scores on the node's other indicators, taken back to the scale of x",
            "Becker et al. 2022",
        ),
        Regression { on } => {
            let name = format!("regression imputation on {}", on.join(", "));
            Words::new(name, "b0 + sum b x, least squares over the units that know all", HANDBOOK)
        }
        Em {} => Words::new(
            "expectation-maximisation",
            "E(x | the unit's known values) under the multivariate normal of greatest likelihood",
            "Little and Rubin 2002",
        ),
        CarryForward { years } => Words::new(
            format!("last value carried forward, at most {years} years"),
            "the unit's newest known x of an earlier year",
            HANDBOOK,
        ),
        Linear { hold_ends } => {
            let ends = if *hold_ends { "; beyond them the nearest known x" } else { "" };
            Words::new("linear interpolation", format!("the line between the unit's known years{ends}"), HANDBOOK)
        }
        Hold {} => Words::new("value held constant", "the unit's newest earlier x, or its first known one", HANDBOOK),
        Constant { value } => Words::new("constant imputation", format!("{value}"), HANDBOOK),
    }
}

pub fn screening(by: &Screening) -> Words {
    let data = match by.looks_at {
        Looks::Known => "before imputation",
        Looks::Imputed => "after imputation",
    };
    let mut formula = format!("kept with at least {} of the indicators known", by.availability);
    if by.nonzero > 0.0 {
        formula += &format!(" and {} of those not 0", by.nonzero);
    }
    Words::new(format!("screening of units, {data}"), formula, HANDBOOK)
}

pub fn treatment(method: &Treatment) -> Words {
    match method {
        Treatment::None {} => Words::new("no treatment", "x", HANDBOOK),
        Treatment::Winsorise { skewness, kurtosis, points, then, combine } => {
            let of = if *combine { "the x so treated" } else { "the untreated x" };
            let after =
                then.map_or(String::new(), |c| format!("; if that is not enough, {} of {of}", curve(c).formula));
            let formula = format!(
                "outermost points drawn in to the next, at most {points}, until |skewness| <= {skewness} or kurtosis <= {kurtosis}{after}"
            );
            Words::new("winsorisation", formula, HANDBOOK)
        }
        Treatment::WinsorisePoints { high, low } => {
            let ends = [(*high, "largest"), (*low, "smallest")].into_iter().filter(|(n, _)| *n > 0);
            let ends: Vec<String> = ends.map(|(n, end)| format!("the {n} {end}")).collect();
            let formula = format!("{} drawn in to the next x inwards", ends.join(" and "));
            Words::new("winsorisation of given points", formula, HANDBOOK)
        }
        Treatment::Transform { by } => curve(*by),
    }
}

pub fn curve(by: Curve) -> Words {
    match by {
        Curve::Ln {} => Words::new("logarithm", "ln x", HANDBOOK),
        Curve::LnPlus { shift } => Words::new("logarithm with a shift", format!("ln(x + {shift})"), HANDBOOK),
        Curve::LnShifted { share } => {
            Words::new("shifted logarithm", format!("ln(x - min + {share} (max - min))"), "Becker et al. 2022")
        }
        Curve::LnFromOne {} => Words::new("logarithm from 1", "ln(x - min + 1)", "Becker et al. 2022"),
        Curve::LnGii {} => Words::new(
            "logarithm of the Global Innovation Index",
            "ln((max - 1)(x - min)/(max - min) + 1)",
            "Dutta et al. 2020",
        ),
        Curve::LnSigned {} => Words::new("logarithm of both signs", "sign(x) ln(1 + |x|)", "John and Draper 1980"),
        Curve::BoxCox { lambda, from_one } => {
            let x = if from_one { "(x - min + 1)" } else { "x" };
            let source = "Box and Cox 1964";
            match lambda {
                Some(0.0) => Words::new("Box-Cox transform, lambda 0", format!("ln {x}"), source),
                Some(l) => Words::new(format!("Box-Cox transform, lambda {l}"), format!("({x}^{l} - 1)/{l}"), source),
                None => {
                    let formula = format!("({x}^lambda - 1)/lambda, lambda of greatest likelihood");
                    Words::new("Box-Cox transform", formula, source)
                }
            }
        }
    }
}
