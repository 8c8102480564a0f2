//! `spscore new`: a package that is sound at once, holds no figure, and says what to bring first.

use std::fs;

use spscore::load::package_from;

use crate::support::workdir::Workdir;

#[test]
fn a_new_package_passes_check_and_says_what_is_missing() {
    let here = Workdir::new();
    let made = here.run(&["new", "my-study", "--parties", "Viet Nam,RUS", "--peers", "china,india,vietnam"]);
    assert_eq!((made.code, made.stderr.as_str()), (0, ""), "{made:?}");
    assert_eq!(
        made.stdout,
        "my-study: a package for Vietnam and Russia, 20 files, no figure yet\n\
         Next     read my-study/FILL-IN.md: what to bring first, and the line that brings it\n         \
         spscore check my-study\n         spscore evaluate russia-vietnam --data my-study\n"
    );
    let check = here.run(&["check", "my-study"]);
    assert_eq!((check.code, check.stderr.as_str()), (0, ""), "{check:?}");
    assert!(check.stdout.contains("framework my-study 0.1: 12 indicators, no problem found"), "{check:?}");
    assert!(check.stdout.contains("note: tables without a row yet: mentions, issue_attention, trade,"), "{check:?}");
    let card = here.run(&["evaluate", "russia-vietnam", "--data", "my-study"]);
    assert_eq!(card.code, 4, "{card:?}");
    let words = card.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("Withheld: nothing is known yet of the two"), "{card:?}");
    assert!(words.contains("Next fill in mentions.csv, which holds no row yet (FILL-IN.md says how)"), "{card:?}");
    // The framework for two states, with the second party and its partners.
    let framework = here.read("my-study/framework.toml");
    assert!(framework.contains("with = \"RUS\"\n") && framework.contains("members = [\"VNM\", \"CHN\", \"IND\"]\n"));
    // Every economy of today is known by its code, and nobody stands there twice.
    let package = package_from(&here.path("my-study")).expect("a package");
    for code in ["VNM", "RUS", "CHN", "DEU", "TWN", "BRA"] {
        assert!(package.parties.by_code(code).is_some(), "{code}");
    }
    assert!(package.parties.by_code("SUN").is_none(), "no former state");
}

/// A bloc that the built-in package knows comes with its members, under the framework for a state and a bloc.
#[test]
fn a_bloc_brings_its_members() {
    let here = Workdir::new();
    let made = here.run(&["new", "turkey", "--parties", "Türkiye,ASEAN"]);
    assert_eq!(made.code, 0, "{made:?}");
    let check = here.run(&["check", "turkey"]);
    assert_eq!(check.code, 0, "{check:?}");
    let card = here.run(&["evaluate", "turkiye-asean", "--data", "turkey"]);
    assert_eq!(card.code, 4, "{card:?}");
    let memberships = here.read("turkey/memberships.csv");
    assert!(memberships.lines().count() == 12 && memberships.contains("ASEAN,VNM,1995-07-28,,yes,own-judgement"));
    assert!(here.read("turkey/framework.toml").contains("[[platform]]\ncode = \"eas\""));
}

#[test]
fn what_cannot_be_made_is_refused_and_nothing_is_written() {
    let here = Workdir::new();
    here.write("taken", "");
    fs::create_dir(here.path("full")).expect("a folder");
    here.write("full/letter.txt", "mine");
    for (args, expected) in [
        (
            vec!["new", "x", "--parties", "Vietman,Atlantis,Russia"],
            "error: `Vietman` is no state or bloc that is known\n  hint: did you mean `Vietnam`?\n",
        ),
        (
            vec!["new", "x", "--parties", "vietnam"],
            "error: a partnership has two parties; write, for example, --parties vietnam,russia\n",
        ),
        (vec!["new", "x", "--parties", "vietnam,VNM"], "error: Vietnam is named twice\n"),
        (vec!["new", "My Study", "--parties", "vietnam,russia"], "error: `My Study` cannot name a package"),
        (vec!["new", "full", "--parties", "vietnam,russia"], "full: error: it exists, and nothing was written\n"),
        (vec!["new", "taken", "--parties", "vietnam,russia"], "taken: error: it exists, and nothing was written\n"),
    ] {
        let run = here.run(&args);
        assert!(run.code == 2 && run.stderr.starts_with(expected), "{args:?}: {run:?}");
    }
    assert_eq!(here.names(), ["full", "taken"]);
}
