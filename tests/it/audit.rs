//! Claims of a paper set against the data: each operation by hand on a tiny package, bad files with their messages, and
//! the known differences of the source paper with numbers computed from its tables in another program.

use std::collections::BTreeMap;
use std::path::Path;

use spscore::analysis::audit::{AuditedClaim, Verdict};
use spscore::analysis::verbs::audit;
use spscore::load::{LoadError, claims_from, embedded_package, framework_from, package_from};
use spscore::model::claim::Answer;
use spscore::model::{Framework, Package};
use spscore::scoring::settle;

use crate::support::workdir::Workdir;

fn korolev() -> Framework {
    settle(framework_from(Path::new("korolev")).expect("the framework")).expect("its weights")
}

const HEAD: &str =
    "schema = \"spscore-claims/1\"\ncode = \"t\"\nversion = \"1\"\ntitle = \"T\"\nsource = \"printed-2024\"\n";

/// A tiny package with printed totals of trade: one by the audited paper alone, two by others.
fn tiny(folder: &Workdir) -> Package {
    folder.package("data", None);
    let head = "partner,bloc,year,flow,value,unit,scope,reported_by,publisher,source,locator,quote,note\n";
    let row = |year: u16, value: &str, by: &str, source: &str| {
        format!("RUS,ASEAN,{year},two_way,{value},usd_billion,goods,{by},a newspaper,{source},page 3,,\n")
    };
    let rows = [
        row(2017, "4", "ASEAN", "made-up"),
        row(2018, "5", "RUS", "made-up"),
        row(2018, "6", "ASEAN", "printed-2024"),
        row(2019, "3", "ASEAN", "made-up"),
    ];
    folder.write("data/trade_published.csv", format!("{head}{}", rows.concat()));
    package_from(&folder.path("data")).unwrap_or_else(|e| panic!("{e}"))
}

/// What one operation of a claim on the fact F3, which prints no number, comes to: the answer, or why there is none.
fn asked(package: &Package, framework: &Framework, operation: &str, relation: &str) -> Result<Answer, String> {
    let folder = Workdir::new();
    let text = format!("{HEAD}[[claim]]\nid = \"x\"\nfact = \"F3\"\noperation = {operation}\nexpect = {relation}\n");
    folder.write("t.toml", text);
    let set = claims_from(&folder.path("t.toml"), package, framework).unwrap_or_else(|e| panic!("{operation}\n{e}"));
    let found = audit(framework, package, &set, None).expect("an audit");
    let tried = found.claims[0].tried.first().expect("the claim as printed").clone();
    tried.found.map(|f| f.answer)
}

#[test]
fn every_operation_by_hand() {
    let (folder, framework) = (Workdir::new(), korolev());
    let package = tiny(&folder);
    let number = |operation: &str, expected: f64| {
        let found = asked(&package, &framework, operation, "{ relation = \"positive\" }");
        let Ok(Answer::Number(x, _)) = found else { panic!("{operation}: {found:?}") };
        assert!((x - expected).abs() < 1e-9, "{operation}: {x}, not {expected}");
    };
    // Arms of 2019, in million TIV: CHN to IDN 12.5, REST to VNM 40, RUS to VNM 86.25.
    let arms = |kind: &str, more: &str| {
        format!("{{ kind = \"{kind}\", supplier = \"RUS\", recipients = [\"ASEAN\"], years = \"2019\"{more} }}")
    };
    number(&arms("arms_share", ""), 100.0 * 86.25 / 138.75);
    number(&arms("arms_share", ", take = \"mean\""), (0.0 + 100.0 * 86.25 / 126.25) / 2.0);
    number(&arms("arms_sum", ""), 0.08625);
    number(&arms("arms_lead", ", than = \"CHN\""), (86.25 - 12.5) / 1e3);
    number(&arms("arms_rank", ""), 1.0);
    number(&arms("arms_rank", "").replace("RUS", "CHN"), 2.0);
    number(&arms("arms_to_members", ", members = [\"VNM\"]"), 100.0);
    // Trade of 2019, in dollars: Russia's exports 1.6 and 1.1 million, its imports 0.9 million and 0.
    let trade = |kind: &str, more: &str| {
        format!("{{ kind = \"{kind}\", of = \"RUS\", with = \"ASEAN\", years = \"2019\"{more} }}")
    };
    number(&trade("trade_value", ""), 0.0036);
    number(&trade("trade_value", ", flow = \"exports\""), 0.0027);
    number(&trade("trade_value", ", table = \"trade_published\""), 3.0);
    number(&trade("trade_share", ", flow = \"exports\""), 100.0 * 2.7 / 90.0);
    let of_asean =
        trade("trade_share", ", flow = \"exports\"").replace("\"RUS\"", "\"X\"").replace("\"ASEAN\"", "\"RUS\"");
    number(&of_asean.replace("\"X\"", "\"ASEAN\""), 100.0 * 0.9 / 150.0);
    let outside = of_asean.replace("\"X\"", "\"ASEAN\"").replace(" }", ", outside_bloc = true }");
    number(&outside, 100.0 * 0.9 / 141.0);
    number(&trade("trade_to_members", ", members = [\"VNM\"]"), 100.0 * 1.1 / 3.6);
    // China trades 212.9 million with ASEAN.
    number(&trade("trade_rank", ""), 2.0);
    number(&trade("trade_partners_below", "").replace("RUS", "CHN"), 1.0);
    // Totals of one reporter: 3 after 4.
    number(&trade("trade_change", ", base_year = 2017, table = \"trade_published\""), -25.0);
    let goods = |kind: &str, more: &str| {
        format!(
            "{{ kind = \"{kind}\", exporter = \"RUS\", importer = \"ASEAN\", chapters = [27], years = \"2019\"{more} }}"
        )
    };
    number(&goods("product_share", ""), 100.0);
    number(&goods("product_share", ", take = \"maximum\"").replace("27", "31"), 0.0);
    number(&goods("product_value", ""), 0.0007);
    number("{ kind = \"arithmetic\", of = \"2 * (F1 + 10) - -1\", unit = \"percent\" }", -9.0);
    number("{ kind = \"fact_count\", what = [\"trade_change\"], from = \"RUS\", to = \"ASEAN\", own = true }", 1.0);
    number("{ kind = \"fact_count\", what = [\"trade_change\"], from = \"RUS\", to = \"ASEAN\" }", 0.0);
    number("{ kind = \"fact_asymmetry\", what = \"trade_change\", from = \"RUS\", to = \"ASEAN\" }", 1.0);
    number(
        "{ kind = \"years_since_status\", party = \"RUS\", with = \"ASEAN\", rung = \"strategic\", year = 2023 }",
        5.0,
    );
    let platform = "party = \"RUS\", with = \"ASEAN\", institution = \"plan_of_action\"";
    number(&format!("{{ kind = \"times_held\", {platform}, year = 2018 }}"), 1.0);
    number("{ kind = \"members\", bloc = \"ASEAN\", year = 2019 }", 2.0);
    // One mention of ASEAN by Russia, none of Russia by a member.
    let naming = "from = \"RUS\", to = \"ASEAN\", years = \"2019\"";
    for unit in ["mentions", "documents", "rate", "valid_mentions", "valid_documents"] {
        number(&format!("{{ kind = \"naming_asymmetry\", {naming}, unit = \"{unit}\" }}"), 1.0);
    }
    // Of two coders one holds the sentence valid, with stance 2.
    number(&format!("{{ kind = \"mean_stance\", {} }}", naming.replace("RUS", "CHN")), 2.0);
    // 5 of 2,600 words against 595 of 397,400.
    let attention = "{ kind = \"attention\", speaker = \"RUS\", issue = \"nuclear\", years = \"2019\" }";
    number(attention, (5.0 / 2_600.0) / (595.0 / 397_400.0));

    let holds = |operation: &str, expected: bool| {
        let found = asked(&package, &framework, operation, "{ relation = \"true\" }");
        assert_eq!(found, Ok(Answer::Holds(expected)), "{operation}");
    };
    holds("{ kind = \"same_status\", parties = [\"RUS\", \"CHN\"], with = \"ASEAN\", year = 2022 }", false);
    holds("{ kind = \"same_status\", parties = [\"RUS\"], with = \"ASEAN\", year = 2022 }", true);
    holds(&format!("{{ kind = \"held\", {platform}, year = 2018 }}"), true);
    holds(&format!("{{ kind = \"held\", {platform}, year = 2022 }}"), false);
    let date = |operation: &str, expected: &str| {
        let found = asked(&package, &framework, operation, "{ relation = \"date\" }");
        let Ok(Answer::Date(found)) = found else { panic!("{operation}: {found:?}") };
        assert_eq!(found.to_string(), expected, "{operation}");
    };
    date("{ kind = \"status_since\", party = \"RUS\", with = \"ASEAN\", rung = \"full\" }", "1996-07");
    date("{ kind = \"held_since\", party = \"CHN\", with = \"ASEAN\", institution = \"rcep\" }", "2022-01-01");
    let word = "{ relation = \"word\", word = \"full\", reason = \"r\" }";
    let status = "{ kind = \"status\", parties = [\"RUS\"], with = \"ASEAN\", year = 2017 }";
    assert_eq!(asked(&package, &framework, status, word), Ok(Answer::Word("full".into())));
}

#[test]
fn what_cannot_be_checked_says_why() {
    let (folder, framework) = (Workdir::new(), korolev());
    let package = tiny(&folder);
    for (operation, why) in [
        // The only ASEAN-side total of 2018 is the audited paper's; Russia's own stands beside one reporter, not two.
        (
            r#"{ kind = "trade_change", of = "RUS", with = "ASEAN", years = "2019", base_year = 2018, table = "trade_published" }"#,
            "comes from the audited paper itself",
        ),
        (
            r#"{ kind = "trade_value", of = "RUS", with = "ASEAN", years = "2021" }"#,
            "no trade for 2021; the series has 2019; for 2019: 0.0036 (2019)",
        ),
        (
            r#"{ kind = "arms_sum", supplier = "RUS", recipients = ["ASEAN"], years = "2005-2009" }"#,
            "no deliveries of all suppliers for 2005–2009",
        ),
        (
            r#"{ kind = "product_to_members", exporter = "RUS", importer = "ASEAN", chapters = [27], members = ["VNM"], years = "2019" }"#,
            "the table trade_hs2 has no row of RUS to VNM",
        ),
        (
            r#"{ kind = "held", party = "RUS", with = "ASEAN", institution = "arf", year = 2020 }"#,
            "the table institutions has no row of RUS and ASEAN, `arf`",
        ),
        (
            r#"{ kind = "not_held", what = "reports of the Secretariat", indicators = ["list_prominence"] }"#,
            "no table of the package holds reports of the Secretariat; its 1 coding is read off the audited paper itself",
        ),
        (
            r#"{ kind = "published_rank", party = "CHN", ranking = "powers" }"#,
            "no source but the audited paper prints a ranking `powers`",
        ),
        (r#"{ kind = "other_fact", fact = "F1" }"#, "fact F1 is the audited paper's own"),
        (r#"{ kind = "arithmetic", of = "1 / (F1 + 15.2)", unit = "index" }"#, "divides by what may be 0"),
    ] {
        let relation =
            if operation.contains("\"held\"") { "{ relation = \"true\" }" } else { "{ relation = \"positive\" }" };
        let found = asked(&package, &framework, operation, relation);
        let Err(missing) = found else { panic!("{operation}: {found:?}") };
        assert!(missing.contains(why), "{operation}\n{missing}");
    }
}

/// A file of claims with these lines after its head, which has five lines.
fn refused(package: &Package, framework: &Framework, lines: &str) -> String {
    let folder = Workdir::new();
    folder.write("t.toml", format!("{HEAD}{lines}"));
    match claims_from(&folder.path("t.toml"), package, framework) {
        Ok(_) => "nothing is wrong".into(),
        Err(LoadError::Invalid(found) | LoadError::Unreadable(found)) => {
            found.to_string().replace(&format!("{}/", folder.path("").display()).replace("//", "/"), "")
        }
    }
}

#[test]
fn bad_claims_are_told_with_their_place() {
    let (folder, framework) = (Workdir::new(), korolev());
    let package = tiny(&folder);
    let arms = "{ kind = \"arms_share\", supplier = \"RUS\", recipients = [\"ASEAN\"], years = \"2019\" }";
    let claim = |fact: &str, operation: &str, more: &str| {
        format!("[[claim]]\nid = \"x\"\nfact = \"{fact}\"\noperation = {operation}\n{more}")
    };
    for (lines, expected) in [
        (claim("F9", arms, ""), "t.toml:8:8: error: the package has no fact `F9`"),
        (
            claim("F2", &arms.replace("arms_share", "arms_shares"), ""),
            "t.toml:9:22: error: `arms_shares` is no `kind`\n  hint: did you mean `arms_share`?",
        ),
        (claim("F2", &arms.replace("\"RUS\"", "\"RUX\""), ""), "t.toml:9:47: error: unknown party `RUX`"),
        (claim("F2", &arms.replace("2019", "2019-2018"), ""), "t.toml:9:86: error: "),
        (claim("F2", &arms.replace("years", "year"), ""), "`operation` of claim `x` has no `years`"),
        (claim("F2", &arms.replace("years", "year"), ""), "has no key `year`; did you mean `years`?"),
        (
            claim("F2", &arms.replace("arms_share", "arms_sum"), ""),
            "the operation gives billion TIV, and fact `F2` prints `percent`",
        ),
        (claim("F3", arms, ""), "fact `F3` prints no number, and the claim does not say what agrees"),
        (
            claim("F1", arms, "expect = { relation = \"equal\", value = 3, reason = \"r\" }\n"),
            "t.toml:10:40: error: the published value comes from fact `F1`; leave `value` out",
        ),
        (
            claim("F3", arms, "expect = { relation = \"at_least\", value = 3 }\n"),
            "a value, word or tolerance of the auditor's needs a `reason`",
        ),
        (claim("F1", arms, "expect = { relation = \"about\", reason = \"r\" }\n"), "`about` needs `within`"),
        (
            claim("F1", arms, "expect = { relation = \"true\" }\n"),
            "the operation gives a number, which this relation does not take",
        ),
        (
            claim("F1", "{ kind = \"arithmetic\", of = \"F1 / F2\", unit = \"percent\" }", ""),
            "t.toml:9:47: error: fact `F2` is not printed as one number",
        ),
        (
            claim("F1", "{ kind = \"arithmetic\", of = \"(F1 + 1\", unit = \"percent\" }", ""),
            "t.toml:9:49: error: a bracket is not closed",
        ),
        (
            claim("F1", "{ kind = \"score\", partnership = \"russia-asean\", node = \"contents\" }", ""),
            "t.toml:9:68: error: ",
        ),
        (
            claim(
                "F1",
                "{ kind = \"trade_change\", of = \"RUS\", with = \"ASEAN\", years = \"2018\", base_year = 2019 }",
                "",
            ),
            "a change goes from `base_year` to one later year",
        ),
        (claim("F1", arms, "verdict = \"differs\"\n"), "t.toml:10:1: error: claim `x` has no key `verdict`"),
        (format!("{0}{0}", claim("F1", arms, "")), "t.toml:10:1: error: "),
        (String::new(), "t.toml:1:1: error: the file has no claim"),
        ("[[claim]\n".into(), "t.toml:6:"),
    ] {
        let told = refused(&package, &framework, &lines);
        assert!(told.contains(expected), "{lines}\nexpected: {expected}\n{told}");
    }
    // Problems of several claims are told together.
    let both = format!("{}{}", claim("F9", arms, ""), claim("F8", arms, "").replace("\"x\"", "\"y\""));
    let told = refused(&package, &framework, &both);
    assert!(told.contains("`F9`") && told.contains("`F8`"), "{told}");
}

/// The numbers that a claim came to, as printed and under each other definition.
fn numbers(claim: &AuditedClaim<'_>) -> Vec<Option<f64>> {
    let number = |a: &Answer| if let Answer::Number(x, _) = a { Some(*x) } else { None };
    claim.tried.iter().map(|t| t.found.as_ref().ok().and_then(|f| number(&f.answer))).collect()
}

/// The known differences between paper and data, with numbers computed from the package's tables by another program; the
/// arithmetic stands beside each.
#[test]
fn the_known_differences_come_out() {
    let (package, framework) = (embedded_package().expect("the package"), korolev());
    let set = claims_from(Path::new("korolev-2024"), &package, &framework).unwrap_or_else(|e| panic!("{e}"));
    let found = audit(&framework, &package, &set, None).expect("an audit");
    let claims: BTreeMap<&str, &AuditedClaim<'_>> = found.claims.iter().map(|c| (c.claim.id.as_str(), c)).collect();
    let is = |id: &str, verdict: Verdict, expected: &[f64]| {
        let claim = claims.get(id).unwrap_or_else(|| panic!("no claim {id}"));
        assert_eq!(claim.verdict, verdict, "{id}");
        let numbers = numbers(claim);
        assert_eq!(numbers.len(), expected.len(), "{id}: {numbers:?}");
        for (x, expected) in numbers.iter().zip(expected) {
            let same = x.map_or(expected.is_nan(), |x| (x - expected).abs() < 5e-4);
            assert!(same, "{id}: {numbers:?}, not {expected}");
        }
    };
    use Verdict::{Differs, OtherDefinition, Reproduced};
    // 1. "ASEAN average 20.8": members' shares of 2018-2022, in million TIV, Russia's over all: 5.8/72.4, 104.86/170.41,
    // 277.88/916.78, 40.25/1474.06, 627/1137.59 and five times 0; over ten 15.770, over five 31.541. By the paper's own
    // shares 173.3/10 and 173.3/5. Pooled 1055.79/8573.44, of the five 1055.79/3771.24.
    is("asean-average-arms-share", Differs, &[15.770_25, 17.33, 34.66, 31.540_50, 12.314_66, 27.995_83]);
    is("arms-share-2018-2022", Differs, &[12.314_66, 15.770_25, 31.540_50]);
    // 2. "55 % of all Russian exports": (7.7 + 1.1)/(15.9 - 4.35), and of turnover 8.8/15.9.
    is("fuel-fertilisers-2023", OtherDefinition, &[76.190_48, 55.345_91]);
    // 3. -41 %: 4.35/(15.4 - 11.55/1.07) - 1, and against 2021 4.35/(15.4/0.85 - 11.55/1.07) - 1. +7 %:
    // 11.55/(15.4 - 4.35/0.59) - 1, and against 2021 11.55/(15.4/0.85 - 4.35/0.59) - 1.
    is("asean-exports-change", OtherDefinition, &[-5.549_92, -40.600_18]);
    is("russian-exports-change", OtherDefinition, &[43.887_25, 7.494_20]);
    // 4. Dollars that are TIV: 10,181.77 million are the printed 10.2 billion; 10,856.78 are not 9.4.
    is("us-arms-value-1996-2017", OtherDefinition, &[10.181_77]);
    is("arms-value-1996-2017", Differs, &[10.856_78]);
    assert!(claims["us-arms-value-1996-2017"].tried[0].other_unit && claims["us-arms-value-1996-2017"].tried[0].agrees);
    // 5. Asymmetry by count unit: corpora 5:1, documents 5:4 and, without lists, 5:0; mentions 4:4, per word 4/13,672
    // against 4/85,491, speeches 3:3, valid mentions 4:2.
    is("references-far-exceed", Reproduced, &[4.0 / 6.0, 1.0 / 9.0, 1.0, 0.0, 0.724_25, 0.0, 1.0 / 3.0]);
    assert!(!claims["references-far-exceed"].not_under().is_empty());
    // 6. 1996-2017: 10,856.78 of 43,320.94, of members of each year's 43,157.52; the mean over ten. The United States'
    // 10,181.77.
    is("arms-share-1996-2017", Differs, &[25.061_28, 25.156_17, 21.125_39]);
    is("us-arms-share-1996-2017", Reproduced, &[23.503_11, 23.592_11]);

    assert!(found.claims.len() >= 60 && found.claims.len() == set.claims.len(), "{}", found.claims.len());
    let (own, covered) = found.facts();
    assert!(own.len() >= 100 && covered.len() >= 60, "{} of {}", covered.len(), own.len());
    // What only the paper says of the world is not held against the world.
    for id in ["trade-2022", "business-council", "vietnam-status", "dialogue-since-1991"] {
        assert_eq!(claims[id].verdict, Verdict::NotCheckable, "{id}");
    }
    // No result rests on rows of the paper's own alone, prints of its figures apart.
    for row in found.claims.iter().flat_map(|c| &c.tried).filter_map(|t| t.found.as_ref().ok()).flat_map(|f| &f.rows) {
        let own = package.source_of(*row) == Some("korolev-2024") && row.table != spscore::model::Table::Facts;
        assert!(!own, "{row:?}");
    }
}

#[test]
fn the_program_prints_audits() {
    let folder = Workdir::new();
    let listed = folder.run(&["audit"]).ends_with(0).stdout;
    assert!(listed.contains("korolev-2024"), "{listed}");
    let page = folder.run(&["audit", "korolev-2024"]).ends_with(0).stdout;
    assert!(page.contains("Claims rest on") && page.contains("verdict"), "{page}");
    for line in page.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let one = folder.run(&["audit", "korolev-2024", "--claim", "arms-share-1996-2017"]).ends_with(0).stdout;
    for piece in
        ["21.8% of the region's arms imports", "100 x 10856.8 / 43320.9 = 25.0613", "arms.csv:", "12 February 2026"]
    {
        assert!(one.split_whitespace().collect::<Vec<_>>().join(" ").contains(piece), "{piece}\n{one}");
    }
    let unknown = folder.run(&["audit", "korolev-2024", "--claim", "arms-share-1996-2018"]).ends_with(2);
    unknown
        .reports(&["error: `korolev-2024` has no claim `arms-share-1996-2018`", "did you mean `arms-share-1996-2017`"]);
    folder
        .run(&["audit", "nowhere.toml"])
        .ends_with(3)
        .reports(&["or name a built-in audit: `korolev-2024`, `opinion-russia-asean` or `sputnik-2024`"]);
    folder.write("bad.toml", "schema = \"spscore-claims/2\"\n");
    folder.run(&["audit", "bad.toml"]).ends_with(1).reports(&["bad.toml:1:10: error: ", "nothing was audited"]);
    let kept = folder.run(&["audit", "bad.toml", "--out", "bad.toml", "--format", "csv"]).ends_with(2);
    kept.reports(&["this is the file of claims, which would be lost"]);
    let json = folder.run(&["audit", "korolev-2024", "--format", "json"]).ends_with(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let count = |key: &str| json["summary"][key].as_u64().expect("a count");
    let parts = ["reproduced", "other_definition", "differs", "not_checkable"].map(count);
    assert_eq!(parts.iter().sum::<u64>(), count("claims"));
    assert_eq!(json["claims"].as_array().map(Vec::len), Some(count("claims") as usize));
    let csv = folder.run(&["audit", "korolev-2024", "--format", "csv"]).ends_with(0).stdout;
    assert!(csv.starts_with("claim,fact,topic,"), "{csv}");
    for format in ["html", "latex", "markdown"] {
        let page = folder.run(&["audit", "korolev-2024", "--format", format]).ends_with(0).stdout;
        // LaTeX may break a long word.
        assert!(page.replace("\\allowbreak{}", "").contains("arms-share-1996-2017"), "{format}");
    }
}
