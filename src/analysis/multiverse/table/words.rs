//! Methods as the levels of a factor are called: the word of the framework file and what distinguishes it from similar
//! methods.

use crate::model::method::{Aggregation, Imputation, Normalisation, Quantifier};

pub(super) fn normalisation(method: &Normalisation) -> String {
    use Normalisation::*;
    match method {
        Goalposts { low, high, .. } => format!("goalposts {low} to {high}"),
        MinMax { low, high, .. } => format!("min_max {low} to {high}"),
        ZScore { mean, sd } => format!("z_score mean {mean} sd {sd}"),
        AroundReference { low, high, .. } => format!("around_reference {low} to {high}"),
        PercentileRank { low, high, .. } => format!("percentile_rank {low} to {high}"),
        Rank { .. } => "rank".into(),
        Borda { .. } => "borda".into(),
        DistanceToMaximum {} => "distance_to_maximum".into(),
        DistanceToTarget { .. } => "distance_to_target".into(),
        DistanceToReference { unit, .. } => format!("distance_to_reference {unit}"),
        RatioToReference { unit } => format!("ratio_to_reference {unit}"),
        FractionOfMaximum {} => "fraction_of_maximum".into(),
        Ratio { .. } => "ratio".into(),
        Difference { .. } => "difference".into(),
        AboveBelowMean { band } => format!("above_below_mean {band}"),
        Categorical { .. } => "categorical".into(),
    }
}

pub(super) fn aggregation(method: &Aggregation) -> String {
    use Aggregation::*;
    match method {
        Arithmetic {} => "arithmetic".into(),
        Geometric {} => "geometric".into(),
        Harmonic {} => "harmonic".into(),
        Generalised { power } => format!("generalised {power}"),
        Median {} => "median".into(),
        Minimum {} => "minimum".into(),
        MazziottaPareto { .. } => "mazziotta_pareto".into(),
        AdjustedMazziottaPareto { .. } => "adjusted_mazziotta_pareto".into(),
        MeanMin { alpha, smoothing } => format!("mean_min {alpha} {smoothing}"),
        OrderedWeightedAverage { quantifier, .. } => match quantifier {
            Quantifier::Best { of } => format!("ordered_weighted_average best {of}"),
            Quantifier::Worst { of } => format!("ordered_weighted_average worst {of}"),
            Quantifier::Orness { orness } => format!("ordered_weighted_average orness {orness}"),
        },
        Copeland { .. } => "copeland".into(),
        Borda {} => "borda".into(),
        Condorcet {} => "condorcet".into(),
        Kemeny {} => "kemeny".into(),
        BenefitOfTheDoubt { .. } => "benefit_of_the_doubt".into(),
        GeometricBenefitOfTheDoubt { .. } => "geometric_benefit_of_the_doubt".into(),
        OrderM { m, .. } => format!("order_m {m}"),
        Wroclaw {} => "wroclaw".into(),
    }
}

pub(super) fn imputation(method: &Imputation) -> String {
    use Imputation::*;
    match method {
        None {} => "none".into(),
        Mean {} => "mean".into(),
        Median {} => "median".into(),
        GroupMean { group } => format!("group_mean {group}"),
        GroupMedian { group } => format!("group_median {group}"),
        ParentMean {} => "parent_mean".into(),
        ParentMedian {} => "parent_median".into(),
        Regression { on } => format!("regression on {}", on.join(", ")),
        Em {} => "em".into(),
        CarryForward { years } => format!("carry_forward {years}"),
        Linear { .. } => "linear".into(),
        Hold {} => "hold".into(),
        Constant { value } => format!("constant {value}"),
    }
}
