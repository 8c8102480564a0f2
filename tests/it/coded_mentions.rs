//! Coded mentions: what the shipped codes come to, checked against numbers counted by hand; their agreement; the
//! measures on them; and the sentences that `spscore explain` shows.

use std::path::Path;
use std::sync::LazyLock;

use spscore::analysis::agreement::{Agreement, agreements, coders};
use spscore::load::embedded_package;
use spscore::measure::Measurer;
use spscore::model::evidence::Evidence;
use spscore::model::framework::{Framework, Measure, Mentions, NodeKind, Prior};
use spscore::model::measurement::{AbsenceKind, Measurement, Reading};
use spscore::model::{Package, Partnership, Window};

use crate::settled::framework_from;

static PACKAGE: LazyLock<Package> = LazyLock::new(|| embedded_package().unwrap_or_else(|e| panic!("{e}")));

/// The framework of version 1 with other measures in the place of its three of naming; its fourth parameter-mate,
/// agreement, is made to measure manner, so that no file has to exist for the test.
fn framework(prior: Prior, expected: Option<f64>, mentions: Mentions) -> Framework {
    let mut framework = framework_from(Path::new("korolev@1")).unwrap_or_else(|e| panic!("{e}"));
    for node in &mut framework.nodes {
        let NodeKind::Indicator(indicator) = &mut node.kind else { continue };
        match &mut indicator.measure {
            Measure::MentionRate { prior: p, mentions: m } | Measure::RelativeAttention { prior: p, mentions: m } => {
                (*p, *m) = (prior, mentions);
            }
            Measure::MentionRegularity { expected: e, mentions: m } => (*e, *m) = (expected, mentions),
            measure @ Measure::AgreementOnIssues { .. } => *measure = Measure::Manner { expected: 1.0 },
            _ => {}
        }
    }
    framework
}

fn two() -> Framework {
    framework(Prior::Mentions(1.0), Some(1.0), Mentions::Valid)
}

fn pair(a: &str, b: &str) -> Partnership {
    let find = |code: &str| PACKAGE.parties.by_code(code).expect("a party");
    Partnership::new(find(a), find(b)).expect("two parties")
}

fn measured(framework: &Framework, package: &Package, p: Partnership, window: &str, code: &str) -> Measurement {
    let measurer = Measurer::new(package, framework, Window::parse(window).expect("a window"));
    let panel = measurer.measure(framework, p);
    panel.get(framework.find(code).expect("the code")).expect("measured").clone()
}

fn value(m: &Measurement) -> f64 {
    m.reading.value().unwrap_or_else(|| panic!("{:?}", m.reading))
}

fn quantity(m: &Measurement, label: &str) -> f64 {
    let found = m.quantities.iter().find(|q| q.label.starts_with(label));
    found.and_then(|q| q.value).unwrap_or_else(|| panic!("no {label} in {:?}", m.quantities))
}

/// Counted by hand from the sentences of 2018-2022: sentences, valid ones, and the sum of their stances (mean over
/// coders).
#[test]
fn the_shipped_codes_are_what_was_read() {
    let f = two();
    for (partner, code, sentences, valid, stances) in [
        ("RUS", "agreement_on_a", 4.0, 4.0, 6.5),
        ("RUS", "agreement_on_b", 4.0, 2.0, -2.0),
        ("CHN", "agreement_on_b", 17.0, 15.0, 3.0),
        ("USA", "agreement_on_b", 12.0, 9.0, 5.0),
        ("JPN", "agreement_on_b", 3.0, 2.0, 1.0),
        ("GBR", "agreement_on_b", 4.0, 1.0, 1.0),
        // One sentence of Japan is valid for one coder only, with stance 0; another names ASEAN twice.
        ("JPN", "agreement_on_a", 4.0, 3.5, 3.0),
        ("CHN", "agreement_on_a", 0.0, 0.0, 0.0),
    ] {
        let m = measured(&f, &PACKAGE, pair(partner, "ASEAN"), "2018-2022", code);
        let found = ["sentences with a mention", "of which valid", "sum of their stances"].map(|l| quantity(&m, l));
        assert_eq!(found, [sentences, valid, stances], "{partner} {code}");
        // (S + m)/(V + 1), and m alone where nothing is said.
        let mean = quantity(&m, "their mean stance");
        assert!((value(&m) - (stances + mean) / (valid + 1.0)).abs() < 1e-12, "{partner} {code}");
        assert_eq!(m.warnings.iter().any(|w| w.contains("no valid mention")), valid == 0.0);
    }
    // All partners naming ASEAN, and all members naming partners, 2000-2024; one mean for each direction, computed
    // apart.
    let mean =
        |partner, code| quantity(&measured(&f, &PACKAGE, pair(partner, "ASEAN"), "2018-2022", code), "their mean");
    assert_eq!(mean("RUS", "agreement_on_a"), mean("CHN", "agreement_on_a"));
    assert_eq!(mean("RUS", "agreement_on_b"), mean("CHN", "agreement_on_b"));
    assert!((mean("RUS", "agreement_on_a") - 1.142_857_142_857_142_8).abs() < 1e-12);
    assert!((mean("RUS", "agreement_on_b") - 0.392_338_177_014_531_05).abs() < 1e-12);
}

/// One expected mention: (M + 1)/(W + 1/b), with valid mentions alone; worked by hand for Russia and ASEAN.
#[test]
fn one_expected_mention_by_hand() {
    let f = two();
    let p = pair("RUS", "ASEAN");
    let of = |code| measured(&f, &PACKAGE, p, "2018-2022", code);
    // 4 of 4 valid in 13,672 words; 0.173473 per 10,000 words by all others.
    let own = of("mention_rate_ab");
    let base = quantity(&own, "base rate b") / 10_000.0;
    assert!((base * 10_000.0 - 0.173473).abs() < 1e-6);
    assert!((value(&own) - 10_000.0 * (4.0 + 1.0) / (13_672.0 + 1.0 / base)).abs() < 1e-9);
    assert_eq!(own.basis, "4 valid of 4x in 5 speeches");
    // 2 of 4 valid in 85,491 words at 4.03194.
    let back = of("mention_rate_ba");
    let base = quantity(&back, "base rate b") / 10_000.0;
    assert!((value(&back) - 10_000.0 * (2.0 + 1.0) / (85_491.0 + 1.0 / base)).abs() < 1e-9);
    assert_eq!(back.basis, "2 valid of 4x in 47 speeches");
    assert!(back.left_out.iter().any(|l| l.contains("base rate is that of all mentions")), "{:?}", back.left_out);
    assert!((quantity(&back, "raw rate") - 10_000.0 * 4.0 / 85_491.0).abs() < 1e-9, "the raw rate is that of all");
    // Three speeches of 47 name Russia; both valid sentences stand in one.
    let share = of("mention_regularity_ba");
    let base = quantity(&share, "base share b");
    assert!((value(&share) - (1.0 + 1.0) / (47.0 + 1.0 / base)).abs() < 1e-12);
    assert_eq!(share.basis, "valid in 1 of 47");
    // r/b against the base.
    let (rate, relative) = (value(&of("mention_rate_ab")), value(&of("relative_attention_ab")));
    let ratio = rate / quantity(&own, "base rate b");
    assert!((relative - (ratio - 1.0) / (ratio + 1.0)).abs() < 1e-12);
}

/// What is not coded falls back to all mentions, and says so; manner has no value then.
#[test]
fn what_nobody_coded_counts_whole_and_is_reported() {
    // No share of all speakers is held for a single member, so that its share stays unshrunk.
    let of = |mentions| framework(Prior::Mentions(1.0), None, mentions);
    for (p, window, code, manner) in [
        (pair("AUS", "IDN"), "2001-2005", "mention_regularity_ab", "agreement_on_a"), // naming a single member
        (pair("USA", "ASEAN"), "1996-2000", "mention_rate_ba", "agreement_on_b"),     // before 2000
    ] {
        let m = measured(&of(Mentions::Valid), &PACKAGE, p, window, code);
        assert_eq!(m.reading, measured(&of(Mentions::All), &PACKAGE, p, window, code).reading);
        assert!(
            value(&m) > 0.0 && m.warnings.iter().chain(&m.left_out).filter(|w| w.contains("not coded")).count() == 2
        );
        let absent = measured(&of(Mentions::Valid), &PACKAGE, p, window, manner);
        let Reading::Missing(absence) = &absent.reading else { panic!("{absent:?}") };
        assert_eq!(absence.kind, AbsenceKind::NotAvailable);
        assert!(absence.reason.contains("not coded"), "{}", absence.reason);
    }
    // A member's mentions of a partner are coded.
    let vietnam = measured(&of(Mentions::Valid), &PACKAGE, pair("RUS", "VNM"), "2018-2022", "mention_rate_ba");
    assert!(matches!(vietnam.evidence, Evidence::Naming { sentences: Some(_), .. }), "{vietnam:?}");
}

/// Nobody else names the target: no number of words holds an expected mention, and the indicator does not apply.
#[test]
fn without_a_base_rate_nothing_is_expected() {
    let mut package = PACKAGE.clone();
    let asean = PACKAGE.parties.by_code("ASEAN").expect("ASEAN");
    let canada = PACKAGE.parties.by_code("CAN").expect("Canada");
    for row in package.mentions.iter_mut().filter(|m| m.target == canada) {
        (row.mentions, row.documents_mentioning) = (0, 0);
    }
    package.coded_mentions.retain(|c| c.target != canada);
    let p = Partnership::new(canada, asean).expect("two");
    for code in ["mention_rate_ba", "relative_attention_ba", "mention_regularity_ba"] {
        let m = measured(&two(), &package, p, "2018-2022", code);
        let Reading::Missing(absence) = &m.reading else { panic!("{code}: {m:?}") };
        assert_eq!(absence.kind, AbsenceKind::NotApplicable, "{code}");
    }
}

/// The agreement that was published with the codes, over 530 units; two of them name a target by its predecessor only
/// and are not in the package, which moves validity in the third digit: .9849 and .9529 there, computed apart for 528
/// here.
#[test]
fn coders_agree_as_published() {
    let found = agreements(&PACKAGE);
    let of = |code: &str| -> &Agreement { found.iter().find(|a| a.code == code).expect("the code") };
    assert_eq!(coders(&PACKAGE), ["machine-a", "machine-b"]);
    for (code, units, agree, alpha) in [
        ("valid", 528, 0.984_848_484_848_484_9, 0.952_149_854_862_119),
        ("list", 420, 1.0, 1.0),
        ("stance", 420, 0.954_761_904_761_904_7, 0.968_283_143_064_222_3),
        ("label", 420, 1.0, 1.0),
        ("relation", 420, 0.988_095_238_095_238_1, 0.975_252_343_505_731_2),
    ] {
        let a = of(code);
        assert_eq!(a.units, units, "{code}");
        assert!((a.units_agree.expect("units") - agree).abs() < 1e-12, "{a:?}");
        assert!((a.alpha.expect("variation") - alpha).abs() < 1e-12, "{a:?}");
    }
    // Of 382 distinct sentences 374 agree on the validity of every target they name; of 295 with a stance 283.
    assert_eq!((of("valid").sentences, of("stance").sentences), (382, 295));
    assert!((of("valid").sentences_agree.expect("some") - 374.0 / 382.0).abs() < 1e-12);
    assert!((of("stance").sentences_agree.expect("some") - 283.0 / 295.0).abs() < 1e-12);
    // One coder has nobody to agree with; one value gives no alpha.
    let mut alone = PACKAGE.clone();
    alone.coded_mentions.retain(|c| c.coder == "machine-a");
    assert!(agreements(&alone).iter().all(|a| a.units == 0 && a.alpha.is_none() && a.units_agree.is_none()));
    let mut same = PACKAGE.clone();
    same.coded_mentions.retain(|c| c.manner.is_some());
    assert_eq!(agreements(&same)[0].alpha, None, "no variation gives no alpha");
}

#[test]
fn explain_shows_the_sentences_with_their_codes() {
    let args = ["explain", "russia-asean", "mention_rate_ba", "--framework", "korolev"];
    let text = crate::workdir::Workdir::new().run(&args).ends_with(0).stdout;
    for words in
        ["Coded sentences: ASEAN on Russia (4)", "SGP_77_2022, sentence 37", "stance -1 (criticism)", "not valid"]
    {
        assert!(text.contains(words), "no `{words}` in\n{text}");
    }
    assert!(text.contains("machine-a, machine-b: machine readings with one codebook"), "{text}");
    let quoted = text.split_once("Coded sentences").and_then(|(_, rest)| rest.split_once("Rows of"));
    let (quoted, _) = quoted.expect("the sentences stand before the rows");
    assert!(quoted.lines().all(|l| l.chars().count() <= 80), "{quoted}");
    // Of manner the sentences of the window come first; the others are counted, and shown when all are asked for.
    let manner = |more: &[&str]| {
        let args = [&["explain", "russia-asean", "manner_ba"], more].concat();
        crate::workdir::Workdir::new().run(&args).ends_with(0).stdout
    };
    let (few, all) = (manner(&[]), manner(&["--rows", "all"]));
    assert!(
        few.contains("Coded sentences: ASEAN on Russia (4)") && few.contains("476 sentences of other speakers"),
        "{few}"
    );
    assert!(!few.contains("MYS_78_2023") && all.contains("MYS_78_2023"));
}
