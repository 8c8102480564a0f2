//! Goalposts of their own for the two directions of an indicator: who is read against which.

use std::path::Path;
use std::sync::LazyLock;

use spscore::load::embedded_package;
use spscore::measure::Measurer;
use spscore::model::Package;
use spscore::model::framework::{Framework, Goalposts, NodeId, NodeKind};
use spscore::model::party::Partnership;
use spscore::scoring::score;

use crate::support::settled::framework_from;

static PACKAGE: LazyLock<Package> = LazyLock::new(|| embedded_package().unwrap_or_else(|e| panic!("{e}")));

/// Version 1, with goalposts 0 to `first` for who names the bloc and 0 to `second` for the other direction.
fn framework(first: f64, second: f64, with: &str) -> Framework {
    let mut framework = framework_from(Path::new("korolev@1")).unwrap_or_else(|e| panic!("{e}"));
    framework.peers.with = with.to_owned();
    for (id, upper) in directions(&framework).into_iter().zip([first, second]) {
        let NodeKind::Indicator(indicator) = &mut framework.nodes[id.0].kind else { panic!("an indicator") };
        let old = indicator.goalposts.as_ref().expect("goalposts");
        indicator.goalposts = Goalposts::new(0.0, upper, old.transform(), old.kind, String::new());
        indicator.goalposts_by_direction = true;
    }
    framework
}

fn directions(framework: &Framework) -> [NodeId; 2] {
    ["mention_rate_ab", "mention_rate_ba"].map(|code| framework.find(code).expect("a direction"))
}

fn pair(one: &str, other: &str) -> Partnership {
    let party = |name| PACKAGE.parties.find(name).expect("a party");
    Partnership::new(party(one), party(other)).expect("two parties")
}

fn scores(framework: &Framework, p: Partnership) -> [Option<f64>; 2] {
    let readings = Measurer::new(&PACKAGE, framework, framework.window).measure(framework, p).readings();
    let card = score(&framework.facing(&PACKAGE.parties, p), &readings);
    directions(framework).map(|id| card.node(id).score)
}

#[test]
fn each_direction_is_read_against_its_own_goalposts() {
    let (one, both) = (|upper| framework(upper, upper, "ASEAN"), framework(3.0, 1.5, "ASEAN"));
    let russia = pair("russia", "asean");
    let (wide, narrow) = (scores(&one(3.0), russia), scores(&one(1.5), russia));
    assert!(wide[0] != narrow[0] && wide[1] != narrow[1] && wide[0].is_some(), "the goalposts matter");
    assert_eq!(scores(&both, russia), [wide[0], narrow[1]]);
}

/// Were Russia the party that all peers are paired with, its own direction would be the second.
#[test]
fn a_partnership_the_other_way_round_has_them_the_other_way_round() {
    let russia = pair("russia", "asean");
    let turned = scores(&framework(3.0, 1.5, "RUS"), russia);
    assert_eq!(turned, scores(&framework(1.5, 3.0, "ASEAN"), russia));
}

/// Two states both speak for themselves, as the members of the peer set do.
#[test]
fn where_no_side_is_the_peers_partner_both_have_the_first() {
    // Nobody counted how often all speakers name Vietnam, so that Russia's direction has no score.
    let states = pair("vietnam", "russia");
    assert!(scores(&framework(3.0, 1.5, "ASEAN"), states)[1].is_some());
    assert_eq!(scores(&framework(3.0, 1.5, "ASEAN"), states), scores(&framework(3.0, 3.0, "ASEAN"), states));
}
