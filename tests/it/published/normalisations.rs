//! Table 15 of the Handbook: mean years of schooling of 23 countries, normalised in ten ways.

use spscore::scoring::normalise::Anchor;
use spscore::scoring::normalise::Bands;
use spscore::scoring::normalise::Constant;
use spscore::scoring::normalise::Direction;
use spscore::scoring::normalise::Method;
use spscore::scoring::normalise::Range;
use spscore::scoring::normalise::RankShare;
use spscore::scoring::normalise::Ties;
use spscore::scoring::normalise::fit;

use super::Table;

/// The printed column and how far the computed scores may lie from it: half of the last printed digit, and rounding
/// error.
#[test]
fn table_15_normalisations_of_schooling() {
    let rounding = 0.005 + 1e-9;
    let ratio = |to| Method::Ratio { to };
    let difference = |to| Method::Difference { to };
    let percentile = Method::PercentileRank { ties: Ties::Minimum, share: RankShare::OfUnits, to: Range::HUNDRED };
    let table = [
        ("rank_high_is_top", Method::Rank { ties: Ties::Minimum }, 0.0),
        ("zscore", Method::ZScore { mean: 0.0, sd: 1.0 }, rounding),
        ("minmax", Method::MinMax { to: Range::ONE }, rounding),
        ("ratio_to_mean", ratio(Anchor::Mean), rounding),
        ("ratio_to_best", ratio(Anchor::Best), rounding),
        ("ratio_to_worst", ratio(Anchor::Worst), rounding),
        ("diff_to_mean", difference(Anchor::Mean), rounding),
        ("diff_to_worst", difference(Anchor::Worst), rounding),
        ("above_below_mean_p20", Method::AboveBelowMean { band: 0.2 }, 0.0),
        ("percentile", percentile, 0.05),
        ("categorical", Method::PercentileBands(Bands::handbook()), 0.0),
    ];
    let published = Table::read("tai/table15_normalisations_of_schooling.csv");
    let values = published.numbers("value");
    for (column, method, tolerance) in table {
        let scale = fit(&method, Direction::HigherIsBetter, Constant::Refuse, &values).expect("a scale");
        let scores = scale.apply_to(&values).expect("scores");
        for (row, (printed, score)) in published.numbers(column).into_iter().zip(scores).enumerate() {
            let (printed, score) = (printed.expect("printed"), score.expect("a score"));
            assert!((printed - score).abs() <= tolerance, "{column}, row {row}: {score}, printed {printed}");
        }
    }
}
