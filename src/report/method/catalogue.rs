//! docs/methods.md: every method with its formula, its source and a number that the kernel computes when the page is
//! made.

use super::{Words, aggregation, curve, denomination, imputation, normalisation, screening, treatment, weighting};
use crate::model::framework::{GoalpostKind, Transform};
use crate::model::method::{
    Aggregation, Anchor, BandsOn, BodBounds, CopelandBy, Curve, Denomination, Deviation, Importance, Imputation, Looks,
    Normalisation, Penalty, Quantifier, RankShare, Returns, Robust, Screening, Ties, Treatment, Weighting,
};
use crate::report::method::worked;

/// One method of the page.
struct Entry {
    /// As a framework file says it.
    said: &'static str,
    words: Words,
    worked: String,
}

const OPENING: &str = "# Methods

Every method that a framework file may name, with what is written, what is computed, where it comes from, and a small example.
The examples are computed by the program itself when this page is made; a test makes the page anew and compares it.

Symbols: x a value, z a score, w a weight, n the number of units. A method without parameters may be written as a bare name:
`aggregate = \"geometric\"` is `aggregate = { method = \"geometric\" }`. What stands under `[methods]` holds for the whole tree;
each `[[node]]` and `[[indicator]]` may say otherwise: for imputation, treatment and normalisation what a node says holds
for every indicator below it. `spscore framework show FILE` prints what became of it, node by node.

A missing value is never a number unless imputation is asked for; every filled cell is listed. What cannot be computed
(the geometric mean of a score that is not above 0, the range of a column that is the same for every unit, comparisons that
contradict each other) is refused with the path of the node, and nothing is scored.
";

const REFERENCES: &str = "
## References

- Becker, W., Saisana, M., Paruolo, P. and Vandecasteele, I. (2017). Weights and importance in composite indicators: Closing the gap. Ecological Indicators, 80, 12-22. https://doi.org/10.1016/j.ecolind.2017.03.056
- Becker, W., Caperna, G., Del Sorbo, M., Norlén, H., Papadimitriou, E. and Saisana, M. (2022). COINr: An R package for developing composite indicators. Journal of Open Source Software, 7(78), 4567. https://doi.org/10.21105/joss.04567
- Box, G. E. P. and Cox, D. R. (1964). An analysis of transformations. Journal of the Royal Statistical Society B, 26(2), 211-252. https://doi.org/10.1111/j.2517-6161.1964.tb00553.x
- Casadio Tarabusi, E. and Guarini, G. (2013). An unbalance adjustment method for development indicators. Social Indicators Research, 112(1), 19-45. https://doi.org/10.1007/s11205-012-0070-4
- Cherchye, L., Moesen, W., Rogge, N. and Van Puyenbroeck, T. (2007). An introduction to 'benefit of the doubt' composite indicators. Social Indicators Research, 82(1), 111-145. https://doi.org/10.1007/s11205-006-9029-7
- Cazals, C., Florens, J.-P. and Simar, L. (2002). Nonparametric frontier estimation: A robust approach. Journal of Econometrics, 106(1), 1-25.
- Copeland, A. H. (1951). A reasonable social welfare function. Mimeographed notes, University of Michigan Seminar on Applications of Mathematics to the Social Sciences.
- Daraio, C. and Simar, L. (2005). Introducing environmental variables in nonparametric frontier models: A probabilistic approach. Journal of Productivity Analysis, 24(1), 93-121.
- Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining objective weights in multiple criteria problems: The CRITIC method. Computers & Operations Research, 22(7), 763-770. https://doi.org/10.1016/0305-0548(94)00059-H
- Dutta, S., Lanvin, B. and Wunsch-Vincent, S. (eds.) (2020). Global Innovation Index 2020. Cornell University, INSEAD and WIPO.
- Fusco, E. (2015). Enhancing non-compensatory composite indicators: A directional proposal. European Journal of Operational Research, 242(2), 620-630. https://doi.org/10.1016/j.ejor.2014.10.017
- Fusco, E. (2023). Potential improvements approach in composite indicators construction: The Multi-directional Benefit of the Doubt model. Socio-Economic Planning Sciences, 85, 101447.
- Hellwig, Z. (1968). Zastosowanie metody taksonomicznej do typologicznego podziału krajów. Przegląd Statystyczny, 15(4), 307-327.
- John, J. A. and Draper, N. R. (1980). An alternative family of transformations. Journal of the Royal Statistical Society C (Applied Statistics), 29(2), 190-197. https://doi.org/10.2307/2986305
- Little, R. J. A. and Rubin, D. B. (2002). Statistical Analysis with Missing Data, second edition. Wiley.
- Mazziotta, M. and Pareto, A. (2016). On a generalized non-compensatory composite index for measuring socio-economic phenomena. Social Indicators Research, 127(3), 983-1003. https://doi.org/10.1007/s11205-015-0998-2
- Munda, G. and Nardo, M. (2009). Noncompensatory/nonlinear composite indicators for ranking countries: a defensible setting. Applied Economics, 41(12), 1513-1523. https://doi.org/10.1080/00036840601019364
- Nicoletti, G., Scarpetta, S. and Boylaud, O. (2000). Summary indicators of product market regulation. OECD Economics Department Working Papers, 226.
- OECD and JRC (2008). Handbook on Constructing Composite Indicators: Methodology and User Guide. OECD. ISBN 978-92-64-04345-9
- Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
- Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal, 27(3), 379-423.
- Van Puyenbroeck, T. and Rogge, N. (2017). Geometric mean quantity index numbers with Benefit-of-the-Doubt weights. European Journal of Operational Research, 256(3), 1004-1014. https://doi.org/10.1016/j.ejor.2016.07.038
- Vidoli, F., Fusco, E. and Mazziotta, C. (2015). Non-compensability in composite indicators: A robust directional frontier method. Social Indicators Research, 122(3), 635-652. https://doi.org/10.1007/s11205-014-0710-y
- Yager, R. R. (1988). On ordered weighted averaging aggregation operators in multicriteria decision making. IEEE Transactions on Systems, Man, and Cybernetics, 18(1), 183-190.
- Yager, R. R. (2004). Generalized OWA aggregation operators. Fuzzy Optimization and Decision Making, 3(1), 93-107.
- Zanella, A., Camanho, A. S. and Dias, T. G. (2015). Undesirable outputs and weighting schemes in composite indicators based on data envelopment analysis. European Journal of Operational Research, 245(2), 517-530.
";

/// The whole page.
pub fn page() -> String {
    let mut out = OPENING.to_owned();
    let mut section = |title: &str, key: &str, text: &str, entries: Vec<Entry>| {
        out += &format!("\n## {title}\n\n{key}\n");
        out += if text.is_empty() { "" } else { "\n" };
        out += text;
        out += "\n";
        let mut before = String::new();
        for e in entries {
            let Words { name, formula, source } = e.words;
            // Two ways of saying one method stand under one head.
            out += &if name == before { String::new() } else { format!("\n### {name}\n") };
            out += &format!("\n```toml\n{}\n```\n\n", e.said);
            before = name;
            out += &format!("- computed: {formula}\n- source: {source}\n- example: {}\n", e.worked);
        }
    };
    section("Denomination", "`denominate`, at an indicator.", "", denominations());
    section("Imputation", "`impute`, anywhere.", "", imputations());
    section("Screening", "`[screen]`, once for the file.", SCREENING, screenings());
    section("Treatment", "`treat`, anywhere.", "", treatments());
    section("Normalisation", "`normalise`, anywhere.", NORMALISATION, normalisations());
    section("Weights", "`weights`, at a node, for its children.", WEIGHTS, weightings());
    section("Aggregation", "`aggregate`, at a node.", AGGREGATION, aggregations());
    out + REFERENCES
}

const SCREENING: &str = "Units below a share are left out before any scale is fitted, and told. A node has floors of its own: `floor` \
(share of the weight below it that must be known), `nonzero` (share of the known that must not be 0) and `needs_all`.";

const NORMALISATION: &str = "With `direction = \"lower_is_better\"` the scale is turned round: the lowest value is the best, ranks count from \
the other end, a ratio is turned upside down. An indicator that is the same for every unit has `constant = \"refuse\"` (the \
default) or `constant = \"mid_scale\"`. Scales that look at other units look at those that were not screened out, of all years \
(`scope = \"panel\"`, the default) or of the same year (`scope = \"year\"`).";

const WEIGHTS: &str = "Weights that rest on the data are fitted on the units that know every child. Benefit of the doubt gives each unit weights \
of its own, of which there may be many equally good sets; it is therefore an aggregation here and not a set of weights.";

const AGGREGATION: &str = "Means are taken over the known children, whose weights are scaled to 1; a filled cell counts as known here and in the \
floors. Rules that compare units (Copeland, Borda, Condorcet, Kemeny, \
benefit of the doubt, order-m, Wroclaw) look at all units of the scope and cannot stand in a framework for partnerships, where \
no score may depend on whom else one looks at. They refuse a child that does not apply to one of the units.";

fn denominations() -> Vec<Entry> {
    let by = Denomination { by: "gdp".into(), scale: 100.0 };
    let worked = format!("50 over 200 is {}", worked::denominated(50.0, 200.0, by.scale));
    vec![Entry { said: "denominate = { by = \"gdp\", scale = 100 }", words: denomination(&by), worked }]
}

fn imputations() -> Vec<Entry> {
    use Imputation::*;
    let group = || "region".to_owned();
    let all: Vec<(&'static str, Imputation)> = vec![
        ("impute = \"none\"", None {}),
        ("impute = \"mean\"", Mean {}),
        ("impute = \"median\"", Median {}),
        ("impute = { method = \"group_mean\", group = \"region\" }", GroupMean { group: group() }),
        ("impute = { method = \"group_median\", group = \"region\" }", GroupMedian { group: group() }),
        ("impute = \"parent_mean\"", ParentMean {}),
        ("impute = \"parent_median\"", ParentMedian {}),
        ("impute = { method = \"regression\", on = [\"b\"] }", Regression { on: vec!["b".into()] }),
        ("impute = \"em\"", Em {}),
        ("impute = { method = \"carry_forward\", years = 5 }", CarryForward { years: 5 }),
        ("impute = { method = \"linear\", hold_ends = false }", Linear { hold_ends: false }),
        ("impute = \"hold\"", Hold {}),
        ("impute = { method = \"constant\", value = 0 }", Constant { value: 0.0 }),
    ];
    all.into_iter().map(|(said, m)| Entry { said, words: imputation(&m), worked: worked::imputed(&m) }).collect()
}

fn screenings() -> Vec<Entry> {
    let by = Screening { availability: 0.75, nonzero: 0.5, looks_at: Looks::Known };
    let said = "[screen]\navailability = 0.75\nnonzero = 0.5\nlooks_at = \"known\"    # or \"imputed\", as COINr does after imputation";
    vec![Entry { said, words: screening(&by), worked: worked::screened(&by) }]
}

fn treatments() -> Vec<Entry> {
    let winsorise = |points, then| Treatment::Winsorise { skewness: 2.0, kurtosis: 3.5, points, then, combine: false };
    let both = Treatment::Winsorise {
        skewness: 2.0,
        kurtosis: 3.5,
        points: 1,
        then: Some(Curve::LnFromOne {}),
        combine: true,
    };
    let points = Treatment::WinsorisePoints { high: 2, low: 1 };
    let curves: [(&'static str, Curve); 7] = [
        ("treat = { method = \"transform\", by = { curve = \"ln\" } }", Curve::Ln {}),
        ("treat = { method = \"transform\", by = { curve = \"ln_plus\", shift = 1 } }", Curve::LnPlus { shift: 1.0 }),
        (
            "treat = { method = \"transform\", by = { curve = \"ln_shifted\", share = 0.01 } }",
            Curve::LnShifted { share: 0.01 },
        ),
        ("treat = { method = \"transform\", by = { curve = \"ln_from_one\" } }", Curve::LnFromOne {}),
        ("treat = { method = \"transform\", by = { curve = \"ln_gii\" } }", Curve::LnGii {}),
        ("treat = { method = \"transform\", by = { curve = \"ln_signed\" } }", Curve::LnSigned {}),
        (
            "treat = { method = \"transform\", by = { curve = \"box_cox\", lambda = 0.5 } }",
            Curve::BoxCox { lambda: Some(0.5), from_one: false },
        ),
    ];
    let mut entries = vec![
        Entry { said: "treat = \"none\"", words: treatment(&Treatment::None {}), worked: "x stays x".into() },
        Entry {
            said: "treat = { method = \"winsorise\", skewness = 2, kurtosis = 3.5, points = 5 }",
            words: treatment(&winsorise(5, Option::None)),
            worked: worked::treated(&winsorise(5, Option::None)),
        },
        Entry {
            said: "treat = { method = \"winsorise\", points = 1, then = { curve = \"ln_shifted\" } }",
            words: Words {
                name: "winsorisation, then a curve".into(),
                ..treatment(&winsorise(1, Some(Curve::LnShifted { share: 0.01 })))
            },
            worked: worked::treated(&winsorise(1, Some(Curve::LnShifted { share: 0.01 }))),
        },
        Entry {
            said: "treat = { method = \"winsorise\", points = 1, then = { curve = \"ln_from_one\" }, combine = true }",
            words: Words { name: "winsorisation and a curve over it".into(), ..treatment(&both) },
            worked: worked::treated(&both),
        },
        Entry {
            said: "treat = { method = \"winsorise_points\", high = 2, low = 1 }",
            words: treatment(&points),
            worked: worked::treated(&points),
        },
    ];
    entries.extend(curves.into_iter().map(|(said, by)| Entry { said, words: curve(by), worked: worked::curved(by) }));
    let likely = Curve::BoxCox { lambda: Option::None, from_one: false };
    entries.push(Entry {
        said: "treat = { method = \"transform\", by = { curve = \"box_cox\" } }",
        words: Words { name: "Box-Cox transform of greatest likelihood".into(), ..curve(likely) },
        worked: worked::curved(likely),
    });
    entries
}

fn normalisations() -> Vec<Entry> {
    use Normalisation::*;
    let posts =
        crate::model::framework::Goalposts::new(0.0, 20.0, Transform::Identity, GoalpostKind::Declared, String::new());
    let handbook = Categorical {
        on: BandsOn::Percentile,
        cuts: vec![5.0, 15.0, 35.0, 65.0, 85.0, 95.0],
        scores: vec![0.0, 20.0, 40.0, 50.0, 60.0, 80.0, 100.0],
    };
    let thresholds = Categorical { on: BandsOn::Value, cuts: vec![3.0, 10.0], scores: vec![1.0, 2.0, 3.0] };
    let all: Vec<(&'static str, Normalisation)> = vec![
        (
            "normalise = { method = \"goalposts\", low = 0, high = 100, truncate = true }\ngoalposts = { lower = 0, upper = 20, kind = \"declared\", reason = \"..\" }",
            Goalposts { low: 0.0, high: 100.0, truncate: true },
        ),
        (
            "normalise = { method = \"min_max\", low = 0, high = 100 }",
            MinMax { low: 0.0, high: 100.0, with: Vec::new() },
        ),
        ("normalise = { method = \"z_score\", mean = 0, sd = 1 }", ZScore { mean: 0.0, sd: 1.0 }),
        (
            "normalise = { method = \"around_reference\", low = 70, high = 130 }",
            AroundReference { reference: Option::None, low: 70.0, high: 130.0 },
        ),
        (
            "normalise = { method = \"percentile_rank\", low = 0, high = 1 }",
            PercentileRank { ties: Ties::Minimum, share: RankShare::FromZero, low: 0.0, high: 1.0 },
        ),
        ("normalise = { method = \"rank\", ties = \"minimum\" }", Rank { ties: Ties::Minimum }),
        ("normalise = { method = \"borda\", ties = \"minimum\" }", Borda { ties: Ties::Minimum }),
        ("normalise = \"distance_to_maximum\"", DistanceToMaximum {}),
        ("normalise = { method = \"distance_to_target\", cap = true }\ntarget = 10", DistanceToTarget { cap: true }),
        (
            "normalise = { method = \"distance_to_reference\", unit = \"B\", cap = false }",
            DistanceToReference { unit: "B".into(), cap: false },
        ),
        ("normalise = { method = \"ratio_to_reference\", unit = \"B\" }", RatioToReference { unit: "B".into() }),
        ("normalise = \"fraction_of_maximum\"", FractionOfMaximum {}),
        ("normalise = { method = \"ratio\", to = \"mean\" }", Ratio { to: Anchor::Mean }),
        ("normalise = { method = \"difference\", to = \"mean\" }", Difference { to: Anchor::Mean }),
        ("normalise = { method = \"above_below_mean\", band = 0.2 }", AboveBelowMean { band: 0.2 }),
        ("normalise = \"categorical\"", handbook),
        ("normalise = { method = \"categorical\", on = \"value\", cuts = [3, 10], scores = [1, 2, 3] }", thresholds),
    ];
    let target = |m: &Normalisation| matches!(m, DistanceToTarget { .. }).then_some(10.0);
    all.into_iter()
        .map(|(said, m)| {
            let mut words = normalisation(&m, posts.as_ref(), target(&m));
            if matches!(m, Categorical { on: BandsOn::Value, .. }) {
                words.name = "categorical scale by thresholds".into();
            }
            Entry { said, words, worked: worked::normalised(&m, posts.as_ref(), target(&m)) }
        })
        .collect()
}

fn weightings() -> Vec<Entry> {
    use Weighting::*;
    let expert = |a: f64, b: f64| [("a".to_owned(), a), ("b".to_owned(), b)].into_iter().collect();
    let all: Vec<(&'static str, Weighting)> = vec![
        ("weights = \"given\"", Given {}),
        ("weights = \"equal\"", Equal {}),
        (
            "weights = { method = \"budget\", points = [{ a = 60, b = 40 }, { a = 20, b = 80 }] }",
            Budget { points: vec![expert(60.0, 40.0), expert(20.0, 80.0)] },
        ),
        (
            "weights = { method = \"ahp\", order = [\"a\", \"b\"], matrix = [[1, 3], [0.3333, 1]], consistency = 0.1 }",
            Ahp {
                order: vec!["a".into(), "b".into()],
                matrix: vec![vec![1.0, 3.0], vec![1.0 / 3.0, 1.0]],
                consistency: 0.1,
            },
        ),
        ("weights = \"pca\"", Pca {}),
        ("weights = { method = \"factor_analysis\", factors = 1 }", FactorAnalysis { factors: Some(1) }),
        ("weights = \"entropy\"", Entropy {}),
        ("weights = \"critic\"", Critic {}),
        (
            "weights = { method = \"optimised\", importance = \"equal\" }",
            Optimised { importance: Importance::Equal, with: None, tolerance: 0.0 },
        ),
        (
            "weights = { method = \"optimised\", importance = \"equal\", with = \"index\", tolerance = 0.05 }",
            Optimised { importance: Importance::Equal, with: Some("index".into()), tolerance: 0.05 },
        ),
        ("weights = \"infomax\"", Infomax { with: None }),
        ("weights = { method = \"infomax\", with = \"index\" }", Infomax { with: Some("index".into()) }),
    ];
    all.into_iter()
        .map(|(said, m)| Entry { said, words: weighting(&m), worked: worked::weighed(&m, &EXAMPLE) })
        .collect()
}

/// Five units, three indicators that agree more or less.
const EXAMPLE: [[f64; 3]; 5] =
    [[10.0, 30.0, 20.0], [40.0, 20.0, 30.0], [30.0, 50.0, 60.0], [60.0, 80.0, 50.0], [80.0, 70.0, 90.0]];

fn aggregations() -> Vec<Entry> {
    use Aggregation::*;
    let bod = |bounds| BenefitOfTheDoubt { bounds, robust: Option::None };
    let owa = |quantifier, power| OrderedWeightedAverage { quantifier, power };
    let (population, sample) = (Deviation::Population, Deviation::Sample);
    let undesirable = |returns| BodBounds::Undesirable { low: 0.05, high: 1.0, ordered: false, returns };
    let robust = Some(Robust { sample: 4, draws: 200, seed: 1 });
    let all: Vec<(&'static str, Aggregation)> = vec![
        ("aggregate = \"arithmetic\"", Arithmetic {}),
        ("aggregate = \"geometric\"", Geometric {}),
        ("aggregate = \"harmonic\"", Harmonic {}),
        ("aggregate = { method = \"generalised\", power = 0.5 }", Generalised { power: 0.5 }),
        ("aggregate = \"median\"", Median {}),
        ("aggregate = \"minimum\"", Minimum {}),
        (
            "aggregate = { method = \"mazziotta_pareto\", penalty = \"negative\" }",
            MazziottaPareto { penalty: Penalty::Negative, deviation: population },
        ),
        (
            "aggregate = { method = \"mazziotta_pareto\", penalty = \"positive\" }",
            MazziottaPareto { penalty: Penalty::Positive, deviation: population },
        ),
        (
            "aggregate = { method = \"mazziotta_pareto\", deviation = \"sample\" }",
            MazziottaPareto { penalty: Penalty::Negative, deviation: sample },
        ),
        (
            "aggregate = { method = \"adjusted_mazziotta_pareto\", penalty = \"negative\" }\n# with normalise = \"around_reference\" below",
            AdjustedMazziottaPareto { penalty: Penalty::Negative },
        ),
        (
            "aggregate = { method = \"adjusted_mazziotta_pareto\", penalty = \"positive\" }\n# with normalise = \"around_reference\" below",
            AdjustedMazziottaPareto { penalty: Penalty::Positive },
        ),
        ("aggregate = { method = \"mean_min\", alpha = 0.5, smoothing = 10 }", MeanMin { alpha: 0.5, smoothing: 10.0 }),
        (
            "aggregate = { method = \"ordered_weighted_average\", quantifier = { kind = \"best\", of = 1 } }",
            owa(Quantifier::Best { of: 1 }, 1.0),
        ),
        (
            "aggregate = { method = \"ordered_weighted_average\", quantifier = { kind = \"worst\", of = 1 } }",
            owa(Quantifier::Worst { of: 1 }, 1.0),
        ),
        (
            "aggregate = { method = \"ordered_weighted_average\", quantifier = { kind = \"orness\", orness = 0.25 } }",
            owa(Quantifier::Orness { orness: 0.25 }, 1.0),
        ),
        (
            "aggregate = { method = \"ordered_weighted_average\", quantifier = { kind = \"best\", of = 2 }, power = 0 }",
            owa(Quantifier::Best { of: 2 }, 0.0),
        ),
        ("aggregate = { method = \"copeland\", by = \"shares\" }", Copeland { by: CopelandBy::Shares }),
        ("aggregate = { method = \"copeland\", by = \"majorities\" }", Copeland { by: CopelandBy::Majorities }),
        ("aggregate = \"borda\"", Borda {}),
        ("aggregate = \"condorcet\"", Condorcet {}),
        ("aggregate = \"kemeny\"", Kemeny {}),
        ("aggregate = \"benefit_of_the_doubt\"", bod(BodBounds::Free {})),
        (
            "aggregate = { method = \"benefit_of_the_doubt\", bounds = { kind = \"weights\", low = 0.2, high = 0.5 } }",
            bod(BodBounds::Weights { low: 0.2, high: 0.5 }),
        ),
        (
            "aggregate = { method = \"benefit_of_the_doubt\", bounds = { kind = \"multiples\", low = 0.5, high = 2 } }",
            bod(BodBounds::Multiples { low: 0.5, high: 2.0 }),
        ),
        (
            "aggregate = { method = \"benefit_of_the_doubt\", bounds = { kind = \"shares\", low = 0.2, high = 0.5 } }",
            bod(BodBounds::Shares { low: 0.2, high: 0.5 }),
        ),
        (
            "aggregate = { method = \"benefit_of_the_doubt\", bounds = { kind = \"proportions\", low = 0.2, high = 0.5 } }",
            bod(BodBounds::Proportions { low: 0.2, high: 0.5, ordered: false }),
        ),
        (
            "aggregate = { method = \"benefit_of_the_doubt\", bounds = { kind = \"proportions\", ordered = true } }",
            bod(BodBounds::Proportions { low: 0.0, high: 1.0, ordered: true }),
        ),
        (
            "aggregate = { method = \"benefit_of_the_doubt\", bounds = { kind = \"directional\" } }",
            bod(BodBounds::Directional {}),
        ),
        (
            "aggregate = { method = \"benefit_of_the_doubt\", bounds = { kind = \"multidirectional\" } }",
            bod(BodBounds::Multidirectional {}),
        ),
        (
            "aggregate = { method = \"benefit_of_the_doubt\", bounds = { kind = \"undesirable\", low = 0.05 } }\n# with direction = \"undesirable\" at the indicators that are",
            bod(undesirable(Returns::Constant)),
        ),
        (
            "aggregate = { method = \"benefit_of_the_doubt\", bounds = { kind = \"undesirable\", low = 0.05, returns = \"variable\" } }\n# with direction = \"undesirable\" at the indicators that are",
            bod(undesirable(Returns::Variable)),
        ),
        (
            "aggregate = { method = \"benefit_of_the_doubt\", robust = { sample = 4, draws = 200, seed = 1 } }",
            BenefitOfTheDoubt { bounds: BodBounds::Free {}, robust },
        ),
        (
            "aggregate = { method = \"geometric_benefit_of_the_doubt\", low = 0.2, high = 0.5 }",
            GeometricBenefitOfTheDoubt { low: 0.2, high: 0.5 },
        ),
        ("aggregate = { method = \"order_m\", m = 3 }", OrderM { m: 3, directional: false }),
        ("aggregate = { method = \"order_m\", m = 3, directional = true }", OrderM { m: 3, directional: true }),
        ("aggregate = \"wroclaw\"", Wroclaw {}),
    ];
    all.into_iter()
        .map(|(said, m)| {
            let mut words = aggregation(m);
            if let BenefitOfTheDoubt { bounds: BodBounds::Multiples { .. }, .. } = m {
                words.name = "benefit of the doubt, weights within multiples".into();
            }
            if let BenefitOfTheDoubt { bounds: BodBounds::Undesirable { returns: Returns::Variable, .. }, .. } = m {
                words.name += ", variable returns";
            }
            Entry { said, words, worked: worked::aggregated(m, &EXAMPLE) }
        })
        .collect()
}
