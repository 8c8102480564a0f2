//! What was published with version 1 of the frameworks can be computed again: `korolev@1` and `korolev-extended@1` keep
//! every score, to the last bit, on the data that have been added since.

use std::fmt::Write as _;
use std::path::Path;

use spscore::analysis::evaluate;
use spscore::load::embedded_package;
use spscore::measure::Measurer;
use spscore::model::window::Window;

use crate::settled::framework_from;

/// Scores of every node as `framework,window,partner,node,score`; an empty score is a withheld one.
const PINNED: &str = include_str!("../data/version-1.csv");

fn scores() -> String {
    let package = embedded_package().expect("the built-in package");
    let mut text = "framework,window,partner,node,score\n".to_owned();
    for code in ["korolev@1", "korolev-extended@1"] {
        let framework = framework_from(Path::new(code)).expect("a built-in framework");
        for window in ["2018-2022", "2011-2015"] {
            let measurer = Measurer::new(&package, &framework, Window::parse(window).expect("a window"));
            for p in framework.peers.partnerships(&package.parties) {
                let card = evaluate(&framework, &measurer, p).card;
                for (node, scored) in framework.nodes.iter().zip(&card.nodes) {
                    let score = scored.score.map_or_else(String::new, |z| z.to_string());
                    let partner = package.parties.code(p.a);
                    writeln!(text, "{code},{window},{partner},{},{score}", node.code).expect("memory");
                }
            }
        }
    }
    text
}

#[test]
fn version_one_keeps_its_scores() {
    let found = scores();
    for (found, pinned) in found.lines().zip(PINNED.lines()) {
        assert_eq!(found, pinned);
    }
    assert_eq!(found.lines().count(), PINNED.lines().count());
}
