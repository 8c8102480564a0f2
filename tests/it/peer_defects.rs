//! Defects of other programs for composite indicators that the engine must not share, each by way of the engine's door:
//! a framework file and a table.

use serde_json::Value;
use spscore::scoring::RefusedAt;

use crate::rated::{flat, framework, indicator, node, rated, try_rate};
use crate::workdir::Workdir;

/// Scores on 0 to 100 as they stand in the table.
const AS_GIVEN: &str = "goalposts = { lower = 0, upper = 100, kind = \"declared\", reason = \"as given\" }";

#[track_caller]
fn close(found: Option<f64>, expected: f64) {
    let found = found.expect("a score");
    assert!((found - expected).abs() < 1e-12 * expected.abs().max(1.0), "{found}, not {expected}");
}

#[track_caller]
fn refused(framework: &str, table: &str) -> RefusedAt {
    let refused = try_rate(framework, table).err().expect("a refusal");
    assert_eq!(refused.len(), 1, "{refused:?}");
    refused.into_iter().next().expect("one refusal")
}

/// 1. With missing values a Copeland score depended on the order of the rows.
#[test]
fn copeland_with_missing_values_does_not_depend_on_the_order_of_the_rows() {
    let leaves = [("a", 0.4), ("b", 0.3), ("c", 0.2), ("d", 0.1)];
    let leaves = leaves.map(|(code, weight)| indicator(code, "all", &format!("weight = {weight}\n{AS_GIVEN}")));
    let framework =
        framework("normalise = \"goalposts\"\naggregate = \"copeland\"", &(node("all", None, "") + &leaves.concat()));
    let rows = ["u,3,,1,4\n", "v,2,5,,4\n", "w,,4,6,1\n", "x,9,2,6,\n"];
    let straight = rated(&framework, &format!("unit,a,b,c,d\n{}", rows.concat()));
    // By hand: u against v knows a and d, (0.4 + 0.05)/0.5; against w c and d, 0.1/0.3; against x a and c, nothing.
    close(straight.score("u", "all"), 0.45 / 0.5 + 0.1 / 0.3);
    for turn in 1..rows.len() {
        let turned: String = rows.iter().cycle().skip(turn).take(rows.len()).copied().collect();
        let turned = rated(&framework, &format!("unit,a,b,c,d\n{turned}"));
        for unit in ["u", "v", "w", "x"] {
            close(turned.score(unit, "all"), straight.score(unit, "all").expect("a score"));
        }
    }
    // Each of the six pairs has one whole share to give.
    close(Some(["u", "v", "w", "x"].iter().filter_map(|unit| straight.score(unit, "all")).sum()), 6.0);
}

/// 2. The Global Innovation Index's logarithm was the identity.
#[test]
fn the_logarithm_of_the_global_innovation_index_is_one() {
    let methods = "treat = { method = \"transform\", by = { curve = \"ln_gii\" } }\nnormalise = \"min_max\"";
    let values = [4.0, 10.0, 36.0, 100.0];
    let table: String = values.iter().enumerate().map(|(i, x)| format!("u{i},{x}\n")).collect();
    let found = rated(&flat(methods, "unit,a", ""), &format!("unit,a\n{table}"));
    for (treated, x) in found.rating.steps.treated[0].iter().zip(values) {
        close(*treated, (99.0 * (x - 4.0) / 96.0 + 1.0_f64).ln());
    }
    // The ends keep their places, 0 and ln 100, and the middle is drawn up.
    close(found.score("u0", "all"), 0.0);
    close(found.score("u2", "all"), 34.0_f64.ln() / 100.0_f64.ln() * 100.0);
    close(found.score("u3", "all"), 100.0);
}

/// 3. A power mean asked to skip missing values gave 1 to every unit; a harmonic mean of negative numbers gave some figure.
#[test]
fn a_power_mean_skips_missing_values_and_a_harmonic_mean_of_negatives_is_refused() {
    let table = "unit,a,b,c\nu,4,,16\nv,1,1,1\n";
    let methods = "normalise = \"goalposts\"\naggregate = { method = \"generalised\", power = 0.5 }";
    let found = rated(&flat(methods, "unit,a,b,c", AS_GIVEN), table);
    close(found.score("u", "all"), 9.0);
    close(found.score("v", "all"), 1.0);
    let methods = "normalise = \"z_score\"\naggregate = \"harmonic\"";
    let refused = refused(&flat(methods, "unit,a,b", ""), "unit,a,b\nu,1,2\nv,2,3\nw,4,1\n");
    assert_eq!((refused.path.as_str(), refused.step), ("all", "aggregation"));
    assert!(refused.to_string().contains("the harmonic mean is defined for values above 0 only"), "{refused}");
}

/// 4. Weights by principal components had the sign the solver happened to give, and negative ones were used in silence.
#[test]
fn weights_by_principal_component_have_a_fixed_sign_and_negative_ones_are_refused() {
    // a and b agree (r = 0.8), c runs against a (r = -0.6).
    let rows = "unit,a,b,c\nu,1,1,3\nv,2,3,4\nw,3,2,1\nx,4,4,2\n";
    let methods = "normalise = \"min_max\"\nweights = \"pca\"";
    let refused = refused(&flat(methods, "unit,a,b,c", ""), rows);
    assert_eq!((refused.path.as_str(), refused.step), ("all", "weights"));
    assert!(refused.to_string().contains("negative"), "{refused}");
    // With c turned round all three load one way, whichever the order of the columns and rows.
    let turned = |header: &str, table: &str| {
        let leaf = |code| indicator(code, "all", if code == "c" { "direction = \"lower_is_better\"" } else { "" });
        let leaves = header.split(',').skip(1).map(leaf).collect::<String>();
        rated(&framework(methods, &(node("all", None, "") + &leaves)), table)
    };
    let one = turned("unit,a,b,c", rows);
    let two = turned("unit,c,b,a", "unit,a,b,c\nx,4,4,2\nw,3,2,1\nv,2,3,4\nu,1,1,3\n");
    for code in ["a", "b", "c"] {
        let share = |of: &crate::rated::Rated| of.rating.weights[0].shares[of.index.find(code).expect("a node").0];
        assert!(share(&one) > 0.0);
        assert!((share(&one) - share(&two)).abs() < 1e-12, "{code}");
    }
    for unit in ["u", "v", "w", "x"] {
        close(two.score(unit, "all"), one.score(unit, "all").expect("a score"));
    }
}

/// A table of four units and the factors that a test declares, asked by a verb; the document it prints.
fn asked(factors: &str, verb: &[&str]) -> (i32, Value, String) {
    let leaf = |code: &str| indicator(code, "all", "");
    let tree = node("all", None, "") + &leaf("a") + &leaf("b");
    let framework =
        framework("normalise = { method = \"min_max\", low = 1, high = 100 }\naggregate = \"geometric\"", &tree)
            + factors;
    let dir = Workdir::new();
    dir.write("framework.toml", framework);
    dir.write("table.csv", "unit,a,b\nu,1,8\nv,2,6\nw,4,7\nx,8,1\n");
    let given = ["--table", "table.csv", "--framework", "framework.toml", "--format", "json"];
    let run = dir.run(&verb.iter().chain(&given).copied().collect::<Vec<_>>());
    (run.code, serde_json::from_str(&run.stdout).unwrap_or(Value::Null), run.stderr)
}

const WEIGHTS: &str = "[factors.weights]\nwithin = 0.5\nreason = \"a test\"\n\n";

/// 5. Sobol' indices counted an input that touches nothing as one with an index of 0.
#[test]
fn an_input_that_touches_nothing_is_an_error() {
    // No column here is skewed enough to be winsorised: the cap changes nothing.
    let idle = "[factors.winsorisation]\nchoices = [1]\nreason = \"a test\"\n";
    let (code, _, err) = asked(&format!("{WEIGHTS}{idle}"), &["sensitivity", "--base-points", "64"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("winsorisation"), "{err}");
    let (code, found, err) = asked(WEIGHTS, &["sensitivity", "--base-points", "64"]);
    assert_eq!((code, found["design"]["base_points"].as_u64()), (0, Some(64)), "{err}");
}

/// 6. A failed replication became a missing number without a word.
#[test]
fn a_failed_replication_is_counted_and_shown() {
    // Standard scores lie below 0 for some units, where a geometric mean is not defined: every such way fails.
    let scores = "[factors.normalisation]\nchoices = [\"z_score\"]\nreason = \"a test\"\n";
    let (code, found, err) = asked(&format!("{WEIGHTS}{scores}"), &["uncertainty", "--draws", "400"]);
    assert_eq!(code, 0, "{err}");
    let failed = found["failed"]["full"].as_u64().expect("a number of failures");
    // About half of the draws: four standard errors of a fair coin are 40.
    assert!((160..=240).contains(&failed), "{failed} of 400 failed");
    let known = found["units"][0]["outputs"]["all"]["full"]["draws"].as_u64();
    assert_eq!(known, Some(400 - failed), "what failed counts nowhere");
}

/// 6. A constant indicator became a column that is no number.
#[test]
fn a_constant_indicator_has_a_declared_rule() {
    let table = "unit,a,b\nu,7,1\nv,7,2\nw,7,4\n";
    for method in ["min_max", "z_score", "percentile_rank", "rank", "around_reference", "distance_to_maximum"] {
        let refused = refused(&flat(&format!("normalise = \"{method}\""), "unit,a,b", ""), table);
        assert_eq!((refused.path.as_str(), refused.step), ("all / a", "normalisation"), "{method}");
        assert!(refused.to_string().contains("every known value is 7"), "{refused}");
        assert!(refused.refused.hint().contains("mid-scale"), "{}", refused.refused.hint());
    }
    for (method, middle) in
        [("min_max", 50.0), ("z_score", 0.0), ("percentile_rank", 0.5), ("rank", 2.0), ("around_reference", 100.0)]
    {
        let methods = format!("normalise = \"{method}\"\nconstant = \"mid_scale\"");
        let found = rated(&flat(&methods, "unit,a,b", ""), table);
        for unit in ["u", "v", "w"] {
            close(found.score(unit, "a"), middle);
        }
    }
}

fn adjusted(penalty: &str, leaves: &[(&str, &str)], reference: f64, table: &str) -> crate::rated::Rated {
    let methods = format!(
        "normalise = {{ method = \"around_reference\", reference = {reference} }}\n\
         aggregate = {{ method = \"adjusted_mazziotta_pareto\", penalty = \"{penalty}\" }}"
    );
    let leaves: String = leaves.iter().map(|(code, more)| indicator(code, "all", more)).collect();
    rated(&framework(&methods, &(node("all", None, "") + &leaves)), table)
}

/// 7. The adjusted Mazziotta-Pareto index took one penalty whatever was asked for, and was cut to three decimals.
#[test]
fn the_adjusted_mazziotta_pareto_index_honours_its_penalty_and_is_not_rounded() {
    // Range 0 to 3, reference 1, so goalposts -0.5 and 2.5: 0 becomes 80, 1 becomes 100, 1/3 becomes 86 2/3.
    let table = "unit,a,b,c\nleast,0,0,0\nu,0,1,0.3333333333333333\nlargest,3,3,3\n";
    let (mean, variance) = (800.0 / 9.0, 5600.0 / 81.0);
    for (penalty, expected) in [("negative", mean - variance / mean), ("positive", mean + variance / mean)] {
        let found = adjusted(penalty, &[("a", ""), ("b", ""), ("c", "")], 1.0, table);
        close(found.score("u", "c"), 260.0 / 3.0);
        close(found.score("u", "all"), expected);
        close(found.score("least", "all"), 80.0);
    }
    // Range 0 to 8, reference 4: 2 is 85 and 6 is 115; where lower is better 2 is 115.
    let table = "unit,a,b,c\nleast,0,0,0\nu,2,6,2\nlargest,8,8,8\n";
    let lower = "direction = \"lower_is_better\"";
    for (penalty, expected) in [("negative", 97.75), ("positive", 102.25)] {
        close(adjusted(penalty, &[("a", ""), ("b", "")], 4.0, table).score("u", "all"), expected);
        let found = adjusted(penalty, &[("a", ""), ("c", lower)], 4.0, table);
        close(found.score("u", "c"), 115.0);
        close(found.score("u", "all"), expected);
    }
}
