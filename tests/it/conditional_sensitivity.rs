//! Sensitivity given a choice: what the other factors do when one is fixed at a level.

use crate::support::rated::{framework, indicator, node};
use crate::support::workdir::Workdir;

const TABLE: &str =
    "unit,a,b,c\nu1,10,2,90\nu2,20,10,40\nu3,30,50,80\nu4,40,30,10\nu5,50,80,60\nu6,60,40,70\nu7,80,90,20\n";
const FACTORS: &str = "[factors.weights]\nwithin = 0.5\nreason = \"r\"\n\n[factors.normalisation]\nchoices = [{ method = \"min_max\", low = 1, high = 100 }, { method = \"percentile_rank\", low = 1, high = 100 }]\nreason = \"r\"\n\n";
const CHOICE: &str = "[factors.aggregation]\nchoices = [\"arithmetic\", \"geometric\"]\nreason = \"r\"\n";

fn folder() -> Workdir {
    let leaves = ["a", "b", "c"].map(|code| indicator(code, "all", "")).concat();
    let tree = node("all", None, "") + &leaves;
    let methods =
        |rule: &str| format!("normalise = {{ method = \"min_max\", low = 1, high = 100 }}\naggregate = \"{rule}\"");
    let folder = Workdir::new();
    folder.write("table.csv", TABLE);
    folder.write("all.toml", framework(&methods("arithmetic"), &(tree.clone() + FACTORS + CHOICE)));
    folder.write("geometric.toml", framework(&methods("geometric"), &(tree + FACTORS)));
    folder
}

fn asked(folder: &Workdir, framework: &str, more: &[&str]) -> crate::support::workdir::Run {
    let plain = ["sensitivity", "--table", "table.csv", "--framework", framework, "--base-points", "64"];
    folder.run(&[&plain[..], &["--resamples", "20"], more].concat())
}

/// Given the geometric mean, everything is as in a framework that has the geometric mean and no choice.
#[test]
fn given_a_rule_the_others_do_what_they_do_under_that_rule() {
    let folder = folder();
    let given = asked(&folder, "all.toml", &["--fix", "aggregation=geometric", "--format", "csv"]).ends_with(0).stdout;
    let declared = asked(&folder, "geometric.toml", &["--format", "csv"]).ends_with(0).stdout;
    assert_eq!(given, declared);
    let free = asked(&folder, "all.toml", &["--without", "aggregation", "--format", "csv"]).ends_with(0).stdout;
    assert_ne!(given, free);
    let page = asked(&folder, "all.toml", &["--fix", "aggregation=geometric"]).ends_with(0).stdout;
    for told in ["aggregation: fixed at geometric, as asked for", "conditional on aggregation = geometric"] {
        assert!(page.replace('\n', " ").contains(told), "{page}");
    }
}

#[test]
fn what_cannot_be_fixed_is_reported() {
    let folder = folder();
    let cases = [
        (
            vec!["--fix", "aggregation=median"],
            "factor `aggregation` has no level `median`\n  its levels are arithmetic, geometric",
        ),
        (
            vec!["--fix", "weights=0.5"],
            "factor `weights` is a range, and has no level `0.5`\n  --without weights holds it",
        ),
        (vec!["--fix", "aggregation=geometric", "--without", "aggregation"], "fix each factor once"),
        (vec!["--fix", "luck=1"], "luck"),
        (vec!["--fix", "aggregation"], "write a factor and one of its levels"),
        (vec!["--factors", "aggregation", "--fix", "aggregation=geometric"], "no factor is left to vary"),
    ];
    for (more, told) in cases {
        let run = asked(&folder, "all.toml", &more);
        assert!(run.code != 0 && run.stderr.contains(told), "{more:?}: {run:?}");
    }
    // Fitted to the peers, a scale says how a partnership stands among them.
    let run = folder.run(&["sensitivity", "russia-asean", "--base-points", "8", "--fix", "peers=all"]);
    assert!(run.code != 0, "{run:?}");
}
