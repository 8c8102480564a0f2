//! Sentences about attainable ranks, for the terminal and for Markdown alike.

use super::{Group, Ranked};
use crate::analysis::weight_robustness::{Frame, Freedom, LeftOutReason, Over, ScoredTree, Standing, WeightVariation};
use crate::document::number;
use crate::model::framework::NodeId;
use crate::report::origin::{Origin, made};

/// So many parts are named with their weights.
const FEW: usize = 6;

/// "each weight within 0.5 to 2 times its own".
pub(super) fn freedom(freedom: Freedom) -> String {
    match freedom {
        Freedom::Any => "any weights".into(),
        Freedom::Within { low, high } => {
            format!("each weight within {} to {} times its own", number::plain(low), number::plain(high))
        }
    }
}

/// The end of "China stays first".
fn whatever(freedom: Freedom) -> String {
    match freedom {
        Freedom::Any => "whatever the weights".into(),
        Freedom::Within { low, high } => {
            format!("whatever the weights within [{}, {}] of their own", number::plain(low), number::plain(high))
        }
    }
}

/// "what varies: vision 1/3, areas 1/3, coordination 1/3; each ..."
pub(super) fn varied(variation: WeightVariation, tree: &ScoredTree<'_>, frame: &Frame) -> String {
    let code = |id: NodeId| tree.nodes.get(id.0).map_or("", |n| n.code.as_str());
    let what = match variation.over {
        Over::Node(over) => format!("weights of the children of {}", code(over)),
        Over::Leaves => format!("all {} weights below {}", frame.parts.len(), code(variation.of)),
    };
    let parts = frame.parts.iter().zip(&frame.weights);
    let named: Vec<String> = parts.map(|(p, w)| format!("{} {}", code(*p), number::weight(*w))).collect();
    let named = if named.len() <= FEW { format!(" ({})", named.join(", ")) } else { String::new() };
    format!("{what}{named}: {}", freedom(variation.freedom))
}

/// What stands over the table: title, and what it was made from.
pub(super) fn heading(origin: Origin<'_>, variation: WeightVariation) -> (String, String) {
    let node = origin.nodes().get(variation.of.0);
    let title = node.map_or("", |n| n.title.as_str());
    (title.to_owned(), made(origin))
}

/// "China – ASEAN" loses the side that all share: the entry's name already has.
pub(super) fn name(tree: &ScoredTree<'_>, unit: usize) -> String {
    tree.units.get(unit).map_or_else(String::new, |u| u.title())
}

/// "first", "2nd", ..., "last".
fn place(rank: usize, of: usize) -> String {
    match rank {
        1 => "first".into(),
        n if n == of => "last".into(),
        2 => "second".into(),
        3 => "third".into(),
        n => format!("in place {n}"),
    }
}

/// "China stays first whatever the weights ...; 1 of 11 ranks is fixed"; who can be first.
pub(super) fn sentences(ranked: &Ranked<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    for group in &ranked.groups {
        let year = group.tree.units.first().and_then(|u| u.year).filter(|_| ranked.groups.len() > 1);
        let lead = year.map_or_else(String::new, |y| format!("{y}: "));
        let n = group.frame.units.len();
        let of = |s: &Standing| name(&group.tree, s.unit);
        let fixed: Vec<&Standing> = group.standings.iter().filter(|s| s.is_fixed()).collect();
        if !fixed.is_empty() {
            let stays: Vec<String> =
                fixed.iter().map(|s| format!("{} stays {}", of(s), place(s.can.best.low, n))).collect();
            sentences.push(format!("{lead}{} {}.", join(&stays), whatever(ranked.variation.freedom)));
        }
        if ranked.all {
            let can: Vec<String> = group.standings.iter().filter(|s| s.can.best.high == 1).map(of).collect();
            if can.len() > 1 {
                sentences.push(format!("{lead}First place can go to {}.", join(&can)));
            }
        }
        sentences.push(format!("{lead}{}", summary(group)));
    }
    sentences
}

fn summary(group: &Group<'_>) -> String {
    let shown = group.standings.len();
    let fixed = group.standings.iter().filter(|s| s.is_fixed()).count();
    let open = group.standings.iter().filter(|s| s.exact().is_none()).count();
    let be = if fixed == 1 { "is" } else { "are" };
    let unproved = if open == 0 { String::new() } else { format!("; {open} are known to bounds only (~)") };
    format!("{fixed} of {shown} ranks {be} fixed{unproved}.")
}

fn join(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Units left out, and what was noted on the way.
pub(super) fn notes(ranked: &Ranked<'_>) -> Vec<String> {
    let mut sentences = ranked.notes.clone();
    for group in &ranked.groups {
        let code = |id: &NodeId| group.tree.nodes.get(id.0).map_or("", |n| n.code.as_str());
        let mut families: [(&str, Vec<String>); 3] = [
            ("without a score", Vec::new()),
            ("since what is known of them carries the weight of what is missing, which is not linear", Vec::new()),
            ("since the mean needs scores above 0", Vec::new()),
        ];
        for gone in &group.frame.left_out {
            let name = name(&group.tree, gone.unit);
            let (family, text) = match &gone.why {
                LeftOutReason::NoScore => (0, name),
                LeftOutReason::Missing(node) => (1, format!("{name} ({})", code(node))),
                LeftOutReason::OutOfDomain(node) => (2, format!("{name} ({})", code(node))),
            };
            if let Some((_, list)) = families.get_mut(family) {
                list.push(text);
            }
        }
        let families = families.iter().filter(|(_, list)| !list.is_empty());
        sentences.extend(families.map(|(why, list)| format!("not ranked, {why}: {}", list.join(", "))));
    }
    sentences
}
