//! Figures in Russian: every word of them, and what is said where a word is wanting.

use std::fs;
use std::path::Path;

use spscore::chart::{self, ChartError, Kind, Words};
use spscore::load;
use spscore::model::Partnership;

use crate::charts::{Room, assert_apart, of_any_number, style};
use crate::support::workdir::Workdir;

/// Codes, abbreviations and names that are written in Latin letters in Russian too.
pub const LATIN: [&str; 16] = [
    "asean", "korolev", "extended", "spscore", "CEPII", "BACI", "SIPRI", "TIV", "H", "s", "n", "COVID", "svg", "PHL",
    "KHM", "z",
];

/// A number with a decimal point; a date ends in a year of four digits.
pub fn decimal_point(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.').map(|t| t.trim_matches('.'));
    let dated = |t: &str| t.rsplit('.').next().is_some_and(|year| year.len() == 4);
    numbers.filter(|t| t.contains('.')).any(|t| !dated(t))
}

#[test]
fn russian_figures_are_russian() {
    for code in ["korolev", "korolev-extended"] {
        let framework = crate::support::settled::framework_from(Path::new(code)).expect("a built-in framework");
        let room = Room { framework, ..Room::new() };
        let words = Words::of(load::russian());
        let peers = room.peers();
        let viet = room.pair("VNM", "RUS");
        let canada = [room.pair("CAN", "ASEAN")];
        // All kinds once, then what is withheld or has no deliveries.
        let few = [viet, peers[0], peers[3]];
        let cases: [(&str, &[Partnership]); 4] = [("", &peers), ("", &peers[..1]), ("", &few), ("2019-2023", &canada)];
        for (window, of) in cases {
            {
                room.said(&words, window, of, |scene| {
                    for kind in of_any_number(of.len()) {
                        let what = format!("{} of {} in {window}", kind.name(), of.len());
                        let figure = match chart::draw(kind, scene, style(kind, of.len())) {
                            Ok(figure) => figure,
                            Err(ChartError::Nothing(_)) => continue,
                            Err(e) => panic!("{what}: {e}"),
                        };
                        assert_apart(&figure, &what);
                        // The source line ends every figure; titles of works stay as they are printed.
                        let own =
                            figure.texts.iter().map(|t| t.text.as_str()).take_while(|t| !t.starts_with("Источники"));
                        let figure_codes = matches!(kind, Kind::Members | Kind::MembersArms);
                        for text in own.chain([figure.title.as_str(), figure.caption.as_str()]) {
                            for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty()) {
                                let code = figure_codes && word.len() == 3 && word.chars().all(char::is_uppercase);
                                assert!(code || LATIN.contains(&word), "{what}: `{word}` in `{text}`");
                            }
                            // Versions and dates alone have points.
                            let date = text.contains("14.11.2018") || text.contains("07.1996");
                            assert!(
                                date || text.contains('·') || !decimal_point(text),
                                "{what}: a decimal point in `{text}`"
                            );
                        }
                    }
                });
            }
        }
        assert!(words.untranslated().is_empty(), "{code}: {:?}", words.untranslated());
    }
}

#[test]
fn every_code_has_a_russian_word() {
    use spscore::model::framework::{Measure, NodeKind};
    use spscore::model::language::Naming;
    let russian = load::russian();
    let room = Room::new();
    let has = |naming: Naming, key: &str| {
        assert!(russian.get(naming, key).is_some(), "assets/lang/ru.toml has no {} {key}", naming.name());
    };
    for (code, _) in load::built_in_frameworks() {
        let framework = crate::support::settled::framework_from(Path::new(code)).expect("a built-in framework");
        for node in &framework.nodes {
            // A direction is called after its pair and the two parties.
            let pair = node.parent.is_some_and(|p| matches!(framework.node(p).kind, NodeKind::Pair { .. }));
            if !pair {
                has(Naming::Node, &node.code);
            }
            if let NodeKind::Indicator(indicator) = &node.kind
                && let Measure::Status { ladder } = &indicator.measure
            {
                ladder.rungs.iter().for_each(|r| has(Naming::Rung, &r.code));
            }
        }
        framework.verdicts.labels.iter().for_each(|label| has(Naming::Verdict, label));
    }
    let parties = &room.package.parties;
    let data =
        parties.iter().map(|(id, _)| id).filter(|id| *id != spscore::model::PartyId::WORLD && !parties.is_economy(*id));
    data.for_each(|id| has(Naming::Party, parties.code(id)));
    room.package.issues.iter().for_each(|i| has(Naming::Issue, &i.code));
    room.package.status.iter().for_each(|s| has(Naming::Status, &s.label));
}

#[test]
fn a_word_that_is_wanting_is_reported() {
    let work = Workdir::new();
    let printed = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("frameworks/korolev.toml"));
    let own = printed.expect("the framework").replace("code = \"vision\"", "code = \"outlook\"");
    let own = own.replace("\"vision\"", "\"outlook\"").replace("code = \"korolev\"", "code = \"mine\"");
    fs::write(work.path("mine.toml"), own).expect("a framework");
    work.run(&["plot", "heatmap", "russia-asean", "--lang", "ru", "--framework", "mine.toml", "-o", "x.svg"])
        .ends_with(0)
        .reports(&["want of a translation", "Shared strategic vision"]);
    assert!(work.read("x.svg").contains("xml:lang=\"ru\""));
}
