//! What COINr's documentation prints for its own example, the ASEM index, against the program's answers.

use serde_json::Value;

use super::Table;
use crate::support::workdir::Workdir;

/// A file below tests/data.
fn data(name: &str) -> String {
    format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The JSON that a verb prints of COINr's pair under the methods of its example.
fn asked(before: &[&str], after: &[&str]) -> Value {
    let (idata, imeta) = (data("published/asem/asem_idata.csv"), data("published/asem/asem_imeta.csv"));
    let methods = data("asem/methods.toml");
    let pair = ["--coinr", &idata, &imeta, "--methods", &methods, "--format", "json"];
    let run = Workdir::new().run(&[before, &pair[..], after].concat());
    assert_eq!(run.code, 0, "{run:?}");
    serde_json::from_str(&run.stdout).expect("JSON")
}

/// `compare_coins_multi` in the vignette on adjustments: another normalisation, two indicators fewer, no imputation and
/// units with less than 90 % of their data screened out. All 4 x 51 ranks are those that are printed.
#[test]
fn ranks_of_four_versions_are_those_of_compare_coins_multi() {
    let (prank, screen) = (data("asem/prank.toml"), data("asem/screen90.toml"));
    let others = ["--with-methods", prank.as_str(), "--with-methods", screen.as_str(), "--without", "LPI,Forest"];
    let found = asked(&["compare"], &others);
    let printed = Table::read("asem/compare_coins_multi.csv");
    let columns = ["Nominal", "Prank", "Screen90", "NoLPIFor"].map(|name| printed.numbers(name));
    let units = found["units"].as_array().expect("units");
    assert_eq!(units.len(), 51);
    for unit in units {
        let code = unit["unit"].as_str().expect("a code");
        let row = printed.row(code);
        for (version, column) in columns.iter().enumerate() {
            assert_eq!(unit["ranks"][version].as_f64(), column[row], "{code}, version {version}");
        }
        let gained = columns[1][row].map(|prank| columns[0][row].expect("a rank") - prank);
        assert_eq!(unit["places_gained"][0].as_f64(), gained, "{code}");
    }
    // "the maximum rank change is 10 places for Portugal".
    let shift = &found["nodes"][0];
    assert_eq!((shift["node"].as_str(), shift["greatest_rank_change"].as_u64()), (Some("Index"), Some(10)));
    // Of the third version five units have no score.
    assert_eq!(found["nodes"][1]["lost"].as_u64(), Some(5));
    let note = found["notes"][0].as_str().expect("a note");
    assert!(note.starts_with("the versions put scores on different scales"), "{note}");
}

/// `get_results(use = "groupranks", use_group = "GDPpc_group")` in the vignette on results.
#[test]
fn ranks_within_groups_are_those_of_get_results() {
    let found = asked(&["evaluate"], &["--within", "GDPpc_group"]);
    let printed = Table::read("asem/get_results_groupranks.csv");
    let units = found["units"].as_array().expect("units");
    for (row, cells) in printed.rows.iter().enumerate() {
        let unit = units.iter().find(|unit| unit["unit"].as_str() == Some(&cells[0])).expect("a unit");
        assert_eq!(unit["group"].as_str(), Some(cells[1].as_str()), "{}", cells[0]);
        for node in &printed.heads[2..] {
            let rank = unit["scores"][node]["rank_in_group"].as_f64();
            assert_eq!(rank, printed.numbers(node)[row], "{} in {node}", cells[0]);
        }
    }
}

/// `get_unit_summary(usel = "IND")` in the same vignette: scores to two decimals, and ranks.
#[test]
fn a_unit_is_summed_up_as_by_get_unit_summary() {
    let found = asked(&["explain", "IND"], &[]);
    let printed = Table::read("asem/get_unit_summary_ind.csv");
    let nodes = found["nodes"].as_array().expect("nodes");
    let (scores, ranks) = (printed.numbers("Score"), printed.numbers("Rank"));
    for (row, code) in printed.names().iter().enumerate() {
        let node = nodes.iter().find(|node| node["code"].as_str() == Some(code)).expect("a node");
        let score = node["score"].as_f64().expect("a score");
        assert!((score - scores[row].expect("a score")).abs() <= 0.005 + 1e-9, "{code}: {score}");
        assert_eq!(node["rank"].as_f64(), ranks[row], "{code}");
    }
    // The points of the indicators sum to the score, and their lead over the mean to the lead of the score.
    let leaf = |node: &&Value| !node["value"].is_null();
    let sum = |key: &str| nodes.iter().filter(leaf).map(|node| node[key].as_f64().expect("points")).sum::<f64>();
    let root = |key: &str| nodes[0][key].as_f64().expect("a number");
    assert!((sum("adds") - root("score")).abs() < 1e-9, "{} points of {}", sum("adds"), root("score"));
    assert!((sum("ahead") - root("ahead")).abs() < 1e-9);
}

/// `get_corr_flags` above 0.75 and below -0.5 within pillars on normalised data, and `get_denom_corr` above 0.7 on raw
/// data, in the vignette on analysis.
#[test]
fn pairs_that_stand_out_are_those_of_get_corr_flags_and_get_denom_corr() {
    let found = asked(&["coherence"], &["--collinear", "0.75", "--negative", "-0.5", "--with-sizes", "0.7"]);
    let pairs = found["pairs"].as_array().expect("pairs");
    let flagged = |flag: &str, sign: f64| {
        let within = pairs.iter().filter(|p| p[flag] == true && !p["node"].is_null());
        let mut found: Vec<(String, String, i64)> = within
            .filter_map(|p| {
                let r = p["pearson"]["value"].as_f64().filter(|r| r * sign > 0.0)?;
                let mut names = [p["first"].as_str()?.to_owned(), p["second"].as_str()?.to_owned()];
                names.sort();
                let [first, second] = names;
                Some((first, second, (1000.0 * r).round() as i64))
            })
            .collect();
        found.sort();
        found
    };
    let of = |first: &str, second: &str, r: i64| (first.to_owned(), second.to_owned(), r);
    assert_eq!(flagged("collinear", 1.0), [of("CPI", "FreePress", 761), of("CPI", "NGOs", 768)]);
    let low = [of("CostImpEx", "TBTs", -697), of("RTAs", "TBTs", -752), of("TBTs", "TIRcon", -623)];
    assert_eq!(flagged("negative", -1.0), low);
    let printed = Table::read("asem/get_denom_corr.csv");
    let strong = found["sizes"].as_array().expect("sizes").iter().filter_map(|link| {
        let r = link["pearson"]["value"].as_f64().filter(|r| r.abs() > 0.7)?;
        Some((link["indicator"].as_str()?.to_owned(), link["size"].as_str()?.to_owned(), r))
    });
    let strong: Vec<(String, String, f64)> = strong.collect();
    assert_eq!(strong.len(), printed.rows.len(), "{strong:?}");
    for row in &printed.rows {
        let (_, _, r) = strong.iter().find(|(i, size, _)| *i == row[0] && *size == row[1]).expect("a pair");
        assert!((r - row[2].parse::<f64>().expect("a number")).abs() <= 0.005 + 1e-9, "{row:?}: {r}");
    }
}

/// `get_corr` of the pillar Environ on raw data: the printed correlations that differ from none, two of them with their
/// sign as the indicators stand, since COINr does not turn raw data. `get_cronbach` of the pillar P2P.
#[test]
fn correlations_of_a_pillar_are_those_of_get_corr() {
    let found = asked(&["coherence"], &["--node", "Environ", "--data-set", "raw"]);
    let pairs = found["pairs"].as_array().expect("pairs");
    let printed = [("CO2", "MatCon", 0.7222051), ("CO2", "PrimEner", 0.3268484), ("CO2", "Renew", -0.5986338)];
    for (first, second, r) in printed {
        let is = |p: &&Value| {
            let names = [p["first"].as_str(), p["second"].as_str()];
            names.contains(&Some(first)) && names.contains(&Some(second))
        };
        let value = pairs.iter().find(is).expect("a pair")["pearson"]["value"].as_f64().expect("a correlation");
        // Of Renew higher is better, of the others lower.
        let turned = if second == "Renew" { -1.0 } else { 1.0 };
        assert!((turned * value - r).abs() < 5e-8, "{first} {second}: {value}");
    }
}

/// In the vignette on analysis `get_stats`, three significant digits and the flag on outliers; `get_data_avail` of
/// Bangladesh; `get_PCA` of the pillar Social, shares of variance to four digits over 37 complete units.
#[test]
fn statistics_are_those_of_get_stats_get_data_avail_and_get_pca() {
    // Of raw data before denomination, so that the framework divides by nothing.
    let folder = Workdir::new();
    let meta = std::fs::read_to_string(data("published/asem/asem_imeta.csv")).expect("iMeta");
    let divisors = ["Population", "GDP", "Area", "Energy"];
    let undivided = divisors.iter().fold(meta, |meta, by| meta.replace(&format!("\"{by}\",\""), "\"\",\""));
    folder.write("imeta.csv", undivided);
    let idata = data("published/asem/asem_idata.csv");
    let run = folder.run(&["coherence", "--coinr", &idata, "imeta.csv", "--data-set", "raw", "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let printed = [
        ("LPI", [2.07, 4.23, 3.41, 3.42, 0.538, -0.304, -0.657], [51, 51], false),
        ("Flights", [0.99, 211.0, 38.6, 25.6, 46.7, 2.1, 4.51], [51, 51], true),
        ("Ship", [0.0, 21.2, 12.0, 12.7, 6.84, -0.576, -0.681], [42, 43], false),
        ("Bord", [0.0, 122.0, 23.6, 18.0, 24.8, 2.15, 5.79], [45, 30], true),
        ("Elec", [0.0, 110.0, 16.2, 6.91, 22.7, 2.23, 5.79], [47, 46], true),
    ];
    for (code, figures, [nonzero, distinct], outliers) in printed {
        let row = found["indicators"].as_array().expect("rows").iter().find(|r| r["code"] == code).expect("a row");
        let keys = ["min", "max", "mean", "median", "sd", "skewness", "kurtosis"];
        for (key, printed) in keys.into_iter().zip(figures) {
            let value = row[key].as_f64().or_else(|| row[key]["value"].as_f64()).expect("a figure");
            assert!((value - printed).abs() <= 0.005 * f64::abs(printed), "{code} {key}: {value}, not {printed}");
        }
        let known = row["known"].as_u64().expect("a count");
        assert_eq!(known - row["zeros"].as_u64().expect("a count"), nonzero, "{code}");
        assert_eq!(row["distinct"].as_u64(), Some(distinct), "{code}");
        assert_eq!(row["flags"].as_array().expect("flags").contains(&"outliers".into()), outliers, "{code}");
    }
    let units = found["availability"]["units"].as_array().expect("units");
    let bgd = units.iter().find(|u| u["unit"] == "BGD").expect("Bangladesh");
    assert_eq!((bgd["overall"]["known"].as_u64(), bgd["zeros"].as_u64()), (Some(43), Some(1)));
    for (node, known, of) in [("ConEcFin", 5, 5), ("Instit", 5, 6), ("P2P", 6, 8), ("Physical", 7, 8)] {
        let cells = &bgd["nodes"][node];
        assert_eq!((cells["known"].as_u64(), cells["of"].as_u64()), (Some(known), Some(of)), "{node}");
    }
    let social = found["nodes"].as_array().expect("nodes").iter().find(|n| n["node"] == "Social").expect("Social");
    assert_eq!(social["complete_units"], 37);
    let printed = [0.5398, 0.1408, 0.1065, 0.06905, 0.06614, 0.03589, 0.02003, 0.01445, 0.00737];
    for (component, share) in social["components"].as_array().expect("components").iter().zip(printed) {
        let explained = component["explained"].as_f64().expect("a share");
        // R rounds to five decimals before it prints four digits.
        assert!((explained - share).abs() <= 6e-5, "{explained}, not {share}");
    }
}

/// The panel of COINr's own tests of `impute_panel`, filled in its three ways; unit B is there that scales can be
/// fitted.
#[test]
fn a_panel_is_filled_as_by_impute_panel() {
    let table = data("published/coinr/impute_panel.csv");
    // i2, i3, i4 of unit A; `latest` looks back only.
    let cases: [(&str, [[Option<f64>; 3]; 3]); 3] = [
        (
            "linear",
            [[Some(3.0), Some(4.0), Some(5.0)], [Some(5.0), Some(5.0), Some(6.0)], [Some(7.0), Some(8.0), Some(8.0)]],
        ),
        (
            "constant",
            [[Some(3.0), Some(3.0), Some(5.0)], [Some(5.0), Some(5.0), Some(6.0)], [Some(7.0), Some(8.0), Some(8.0)]],
        ),
        (
            "latest",
            [[Some(3.0), Some(3.0), Some(5.0)], [None, Some(5.0), Some(6.0)], [Some(7.0), Some(8.0), Some(8.0)]],
        ),
    ];
    for (way, expected) in cases {
        let folder = Workdir::new();
        let framework = data(&format!("published/coinr/panel_{way}.toml"));
        let run = folder.run(&["evaluate", "--table", &table, "--framework", &framework, "--steps", "steps"]);
        assert_eq!(run.code, 0, "{run:?}");
        let filled = folder.read("steps/imputed.csv");
        let mut reader = csv::Reader::from_reader(filled.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        let ours = |column: usize| -> Vec<Option<f64>> {
            let cell = |row: &csv::StringRecord| row[column].parse().ok();
            rows.iter().filter(|row| &row[0] == "A").map(cell).collect()
        };
        assert_eq!(ours(2), [Some(1.0), Some(2.0), Some(3.0)], "{way}");
        for (place, column) in expected.iter().enumerate() {
            assert_eq!(ours(place + 3), column, "{way}: i{}", place + 2);
        }
    }
}

/// `CAGR` and `prc_change` by their formulas on the same panel, and a panel whose years are cut.
#[test]
fn growth_is_that_of_cagr_and_prc_change() {
    let (table, framework) = (data("published/coinr/impute_panel.csv"), data("published/coinr/panel_linear.toml"));
    let ask = |more: &[&str]| -> Value {
        let words = ["trends", "--table", &table, "--framework", &framework, "--format", "json"];
        let run = Workdir::new().run(&[&words[..], more].concat());
        assert_eq!(run.code, 0, "{run:?}");
        serde_json::from_str(&run.stdout).expect("JSON")
    };
    let of = |found: &Value, unit: &str, node: &str| -> Value {
        let courses = found["courses"].as_array().expect("courses");
        courses.iter().find(|c| c["unit"] == unit && c["node"] == node).expect("a course").clone()
    };
    let found = ask(&[]);
    // 1, 2, 3: a slope of 1 from 1.
    let i1 = of(&found, "A", "i1");
    let close = |value: &Value, expected: f64| (value.as_f64().expect("a number") - expected).abs() < 1e-12;
    assert!(close(&i1["cagr"], 3f64.sqrt() - 1.0) && close(&i1["percent_a_year"], 100.0) && close(&i1["slope"], 1.0));
    // 3, none, 5: two years, as a per cent of 3 and of two years.
    let i2 = of(&found, "A", "i2");
    assert!(close(&i2["percent_a_year"], 100.0 * 2.0 / 3.0 / 2.0) && i2["known"] == 2 && i2["years"] == 3);
    // Filled by the line it has three years, and the same line.
    assert_eq!(of(&ask(&["--imputed"]), "A", "i2")["known"], 3);
    let later = of(&ask(&["--years", "2021-2022"]), "A", "i1");
    assert!(close(&later["cagr"], 0.5) && later["first_year"] == 2021);
    // One year alone has no rate, and says why.
    let alone = of(&ask(&["--years", "2020-2021"]), "B", "i3");
    assert!(alone["cagr"].is_null() && alone["reason"] == "fewer than two years are known", "{alone}");
}
