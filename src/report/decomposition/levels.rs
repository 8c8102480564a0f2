//! Contributions by level, what would close the gap, and who names whom.

use super::Decomposed;
use super::words;
use crate::analysis::contribution::largest_first;
use crate::analysis::decompose::{Asymmetry, Closing, Composition, Levels, Need};
use crate::document::Block;
use crate::document::number;
use crate::measure::yearly::Naming;
use crate::model::PartyId;
use crate::model::framework::NodeId;
use crate::model::tree;

/// How many indicators the answer names.
const NAMED: usize = 3;

pub(super) fn blocks(d: &Decomposed<'_>, l: &Levels) -> Vec<Block> {
    let mut out = vec![Block::Heading("Levels: what each part adds above the lowest score".into())];
    out.push(Block::fact("Answer", answer(d, l)));
    if !d.brief {
        out.push(Block::Break);
        out.push(super::table(table(d, l)));
    }
    if let Some(closing) = &l.closing {
        out.push(Block::Break);
        out.extend(what_if(d, closing));
    }
    out.push(Block::Break);
    out.push(Block::fact("Naming", naming(d, &l.naming)));
    if !d.brief {
        out.push(Block::Break);
        out.push(Block::list("Caveats", doubts(d, l)));
    }
    out
}

fn answer(d: &Decomposed<'_>, l: &Levels) -> String {
    let Some(content) = &l.content else {
        return "CONTENT is withheld for coverage, so that it has no parts; spscore evaluate tells what is missing."
            .into();
    };
    let above = |c: &Composition| number::score(c.score - l.floor);
    let parts: Vec<String> = d
        .framework
        .parameters()
        .iter()
        .filter_map(|id| {
            let points = content.nodes.iter().find(|c| c.node == *id)?.points;
            Some(format!("{} {}", d.word(*id), number::signed(points, 1)))
        })
        .collect();
    let mut largest = content.parts.clone();
    largest_first(&mut largest);
    let largest: Vec<String> =
        largest.iter().take(NAMED).map(|c| format!("{} {}", d.word(c.node), number::signed(c.points, 1))).collect();
    let floor = number::plain(l.floor);
    let form = l.form.as_ref().map_or_else(String::new, |f| {
        let parts: Vec<String> =
            f.parts.iter().map(|c| format!("{} {}", d.word(c.node), number::signed(c.points, 1))).collect();
        format!(" FORM is {}: {} points above {floor}: {}.", number::score(f.score), above(f), words::list(&parts))
    });
    format!(
        "CONTENT is {}: {} points above the lowest score, {floor}. They come from {}; the indicators that add most are {}.{form}",
        number::score(content.score),
        above(content),
        words::list(&parts),
        words::list(&largest)
    )
}

fn table(d: &Decomposed<'_>, l: &Levels) -> Vec<Vec<String>> {
    let mut rows = vec![["", "score", "weight", "points"].map(str::to_owned).to_vec()];
    for (root, composition) in [(d.framework.form, &l.form), (d.framework.content, &l.content)] {
        for (id, depth) in shown(d, root) {
            let node = l.card.node(id);
            let points = composition.as_ref().and_then(|c| c.nodes.iter().find(|c| c.node == id));
            let weight = if id == root || node.score.is_none() { String::new() } else { number::weight(node.used) };
            rows.push(vec![
                format!("{}{}", "  ".repeat(depth), d.title(id)),
                if node.applies { number::score_or_none(node.score) } else { "n/a".into() },
                weight,
                points.filter(|_| node.score.is_some()).map_or_else(String::new, |c| number::signed(c.points, 1)),
            ]);
        }
    }
    rows
}

/// A root and the nodes below it with their depth; the directions of a pair share the pair's line.
pub(super) fn shown(d: &Decomposed<'_>, root: NodeId) -> Vec<(NodeId, usize)> {
    let f = d.framework;
    let pair = |id: NodeId| matches!(f.node(id).kind, crate::model::framework::NodeKind::Pair { .. });
    let all = (0..f.nodes.len()).map(NodeId).filter(|id| !f.node(*id).parent.is_some_and(pair));
    all.filter_map(|id| Some((id, tree::ancestors(&f.nodes, id).position(|a| a == root)?))).collect()
}

fn what_if(d: &Decomposed<'_>, c: &Closing) -> Vec<Block> {
    if c.gap <= 0.0 {
        let text = format!("CONTENT ({}) reaches FORM ({}) already", number::score(c.content), number::score(c.form));
        return vec![Block::fact("What if", text)];
    }
    let form = number::score(c.form);
    let lead =
        format!("CONTENT would equal FORM ({form}), and the gap of {} points be closed, with", number::score(c.gap));
    let needs = c.alone.iter().map(|(id, need)| match need {
        Need::Score { score, points } => {
            format!(
                "{} {} points, at {}, the others as they are",
                d.word(*id),
                number::signed(*points, 1),
                number::score(*score)
            )
        }
        Need::Beyond { content } => {
            format!("{} alone: no, not even 100 would do (CONTENT {})", d.word(*id), number::score(*content))
        }
    });
    let together = c.together.map(|points| {
        let n = c.alone.len();
        format!("all {n} together: {} points each, none above 100", number::signed(points, 1))
    });
    vec![Block::fact("What if", lead), Block::list("", needs.chain(together).collect())]
}

/// "Russia names ASEAN 4 times in 22,710 words, ...": both sides, then the two tests.
fn naming(d: &Decomposed<'_>, a: &Asymmetry) -> String {
    let side = |from: PartyId, to: PartyId, n: &Naming| {
        format!(
            "{} names {} {} in {} ({} of {})",
            d.name(from),
            d.name(to),
            words::counted(n.mentions, "time", "times"),
            words::counted(n.words, "word", "words"),
            number::plain(n.naming as f64),
            words::counted(n.documents, "speech", "speeches"),
        )
    };
    let p = d.partnership;
    let (there, back) = (side(p.a, p.b, &a.there), side(p.b, p.a, &a.back));
    let ratio = match &a.ratio {
        Ok(r) => {
            let upper = r.upper.map_or_else(|| "no upper end".to_owned(), |u| format!("to {}", number::fixed(u, 2)));
            let interval =
                format!("{} % interval {} {upper}", number::whole(100.0 * r.level), number::fixed(r.lower, 2));
            let ratio = r.ratio.map_or_else(
                || "Per word the ratio has no number, since one side never names the other".to_owned(),
                |ratio| format!("Per word {} does so {} times as often", d.name(p.a), number::fixed(ratio, 2)),
            );
            format!("{ratio} ({interval}; exact {})", words::p_is(r.p))
        }
        Err(why) => format!("The rates cannot be compared: {why}"),
    };
    let speeches = match &a.speeches {
        Ok(f) => format!("Of speeches that name the other: Fisher's exact {}", words::p_is(f.p)),
        Err(why) => format!("The speeches cannot be compared: {why}"),
    };
    format!("{there}; {back}. {ratio}. {speeches}.")
}

fn doubts(d: &Decomposed<'_>, l: &Levels) -> Vec<String> {
    let floor = number::plain(l.floor);
    let mut sentences = vec![
        format!(
            "points: counted from the lowest score, {floor}, which is where a scale begins and not where partnerships do; below a geometric mean they depend on the other parts too, so that no part's points are what would be lost without it"
        ),
        "weight: share in the score of the line above, after what does not apply has yielded".into(),
    ];
    if l.closing.as_ref().is_some_and(|c| c.gap > 0.0) {
        sentences.push(
            "what if: points of score on this framework's scales; it says how far, not how, and leaves FORM as it is"
                .into(),
        );
    }
    let clustered = "naming: the ratio takes each mention as a chance of its own; mentions come in clusters, so that its p is too small. The speeches count once each. Neither has the prior that the scores have";
    sentences.push(clustered.into());
    if d.framework.indicators().any(|(id, ..)| l.card.node(id).clip.is_some()) {
        sentences.push(
            "clipped indicators stand at the end of their scale: more or less of them would not move the score".into(),
        );
    }
    sentences
}
