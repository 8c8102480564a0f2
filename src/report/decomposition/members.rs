//! Which members sustain a partnership: shares, the bloc without each member, shares over coalitions, the carrying set.

use super::Decomposed;
use super::words;
use crate::analysis::decompose::{Coalitions, Membership, NoMembers, Without};
use crate::document::Block;
use crate::document::number;
use crate::measure::coalition::MOST_MEMBERS;
use crate::measure::members::Carriers;
use crate::model::PartyId;
use crate::statistics::coalition::{self, Carrying};

/// How many sets of one size are named.
const NAMED: usize = 3;

pub(super) fn blocks(d: &Decomposed<'_>, members: &Result<Membership, NoMembers>) -> Vec<Block> {
    let m = match members {
        Ok(m) => m,
        Err(why) => {
            let heading = Block::Heading("Members: who carries it".into());
            return vec![heading, Block::fact("Answer", format!("Cannot be determined: {why}."))];
        }
    };
    let mut out = vec![Block::Heading(format!("Members of {}: who carries it", d.name(m.bloc)).into())];
    out.push(Block::fact("Answer", answer(d, m)));
    if let Some(text) = m.coalitions.as_ref().and_then(|c| c.carrying.as_ref()).map(|c| carrying(d, m, c)) {
        out.push(Block::fact("Carrying", text));
    }
    out.push(Block::fact("Shares", shares(d, m)));
    if d.brief {
        return out;
    }
    out.push(Block::Break);
    out.push(super::table(table(d, m)));
    out.push(Block::Break);
    out.push(Block::list("Caveats", doubts(d, m)));
    out
}

/// From the one that is missed most to the one without whom CONTENT rises most; unknown ones last.
fn ordered(m: &Membership) -> Vec<(usize, &Without)> {
    let mut all: Vec<(usize, &Without)> = m.without.iter().enumerate().collect();
    let key = |w: &Without| w.content.unwrap_or(f64::INFINITY);
    all.sort_by(|x, y| key(x.1).total_cmp(&key(y.1)).then(x.0.cmp(&y.0)));
    all
}

fn answer(d: &Decomposed<'_>, m: &Membership) -> String {
    let band = d.framework.verdicts.aligned_to;
    let all = ordered(m);
    let known: Vec<(&Without, f64)> = all.iter().filter_map(|(_, w)| Some((*w, w.content?))).collect();
    let content = number::score(m.content);
    let Some((first, change)) = known.first().copied() else {
        return format!("CONTENT is {content}; it is withheld without any one member, so that none can be set apart.");
    };
    let name = d.name(first.member);
    let to = number::score(m.content + change);
    let lead = if -change >= band {
        format!(
            "CONTENT depends on {name}: without it {to} instead of {content} ({} points)",
            number::signed(change, 1)
        )
    } else if change < 0.0 {
        let band = number::plain(band);
        let points = number::signed(change, 1);
        format!(
            "No single member carries CONTENT ({content}) by {band} points: {name} is missed most, without it {to} ({points})"
        )
    } else {
        format!("CONTENT ({content}) falls without no single member")
    };
    let rises = known.last().filter(|(_, change)| *change > 0.0).map_or_else(String::new, |(w, change)| {
        let to = number::score(m.content + change);
        format!("; it would rise most without {}, to {to} ({})", d.name(w.member), number::signed(*change, 1))
    });
    let unknown = all.len() - known.len();
    let unknown = if unknown == 0 { String::new() } else { format!("; without {unknown} of them it is withheld") };
    format!("{lead}{rises}{unknown}.")
}

fn named(d: &Decomposed<'_>, m: &Membership, set: u32) -> String {
    let names = coalition::members(set).filter_map(|i| m.members.get(i)).map(|id| d.name(*id).to_owned());
    words::list(&names.collect::<Vec<_>>())
}

fn carrying(d: &Decomposed<'_>, m: &Membership, c: &Carrying) -> String {
    let band = number::plain(c.band);
    let unknown = match c.unknown.len() {
        0 => String::new(),
        1 => " One of the removals tried leaves no score, and may be another.".to_owned(),
        n => format!(" {n} of the removals tried leave no score, and may be others."),
    };
    let Some(sets) = c.sets.as_ref().filter(|s| !s.is_empty()) else {
        return format!("No set of members short of all lowers CONTENT by {band} points when it leaves.{unknown}");
    };
    let size = sets.first().map_or(0, |s| s.players.count_ones());
    let shown: Vec<String> = sets
        .iter()
        .take(NAMED)
        .map(|s| format!("{} ({})", named(d, m, s.players), number::signed(-s.drop, 1)))
        .collect();
    let more = match sets.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!("; {n} more"),
    };
    let fewest = if size == 1 { "One member is".to_owned() } else { format!("It takes {size} members") };
    let whose = if size == 1 { "enough whose leaving" } else { "whose leaving together" };
    format!("{fewest} {whose} lowers CONTENT by {band} points or more: {}{more}.{unknown}", shown.join("; "))
}

fn shares(d: &Decomposed<'_>, m: &Membership) -> String {
    let one = |what: &str, c: &Carriers| {
        let top = |k: usize| number::whole(100.0 * c.shares.iter().take(k).map(|(_, s)| s).sum::<f64>());
        let first: Vec<String> = c.shares.iter().take(3).map(|(id, _)| d.name(*id).to_owned()).collect();
        let effective = number::score(c.effective);
        let years = crate::analysis::list_years(&c.years);
        let (two, three) = (top(2), top(3));
        format!(
            "{what} {years}: {}; the two largest {two} %, three {three} %; {effective} effective members",
            words::list(&first)
        )
    };
    let found = [("trade", &m.carriers.trade), ("arms", &m.carriers.arms)];
    let sentences: Vec<String> = found.iter().filter_map(|(what, c)| Some(one(what, c.as_ref()?))).collect();
    if sentences.is_empty() { "no flows by member in the data.".into() } else { format!("{}.", sentences.join(". ")) }
}

fn table(d: &Decomposed<'_>, m: &Membership) -> Vec<Vec<String>> {
    let f = d.framework;
    let head = ["without", "trade", "arms", "CONTENT"].map(str::to_owned);
    let parameters = f.parameters().iter().map(|id| f.node(*id).code.clone());
    let points = m.coalitions.as_ref().and_then(|c| c.shares.as_ref());
    let last = if points.is_some_and(|s| s.possible < s.all) { "share ~" } else { "Shapley" };
    let mut rows = vec![head.into_iter().chain(parameters).chain([last.to_owned()]).collect::<Vec<_>>()];
    let percent = |c: &Option<Carriers>, id: PartyId| match c {
        Some(c) => {
            let share = c.shares.iter().find(|(m, _)| *m == id).map_or(0.0, |(_, s)| *s);
            format!("{} %", number::whole(100.0 * share))
        }
        None => "–".into(),
    };
    let change = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| number::signed(x, 1));
    for (i, w) in ordered(m) {
        let own = [
            d.name(w.member).to_owned(),
            percent(&m.carriers.trade, w.member),
            percent(&m.carriers.arms, w.member),
            change(w.content),
        ];
        let parameters = w.parameters.iter().map(|(_, x)| change(*x));
        let share = points.and_then(|s| s.points.get(i)).map_or_else(|| "–".to_owned(), |x| number::signed(*x, 1));
        rows.push(own.into_iter().chain(parameters).chain([share]).collect());
    }
    if let Some(s) = points {
        let blanks = std::iter::repeat_n(String::new(), 3 + f.parameters().len());
        let sum = number::signed(s.points.iter().sum(), 1);
        rows.push(std::iter::once("sum".to_owned()).chain(blanks).chain([sum]).collect());
    }
    rows
}

fn doubts(d: &Decomposed<'_>, m: &Membership) -> Vec<String> {
    let bloc = d.name(m.bloc);
    let mut sentences = vec![
        "trade, arms: share of the flows with the partner; CONTENT and parameters: change in points when the member is left out (below 0: it is missed)".to_owned(),
        format!("without a member its flows, speeches and votes are those of the rest of the world; how others name {bloc} stays, and so does everything that is the bloc's own: {}", own(d, m)),
    ];
    match &m.coalitions {
        Some(c) => sentences.extend(averaged(d, c)),
        None => sentences
            .push(format!("shares over coalitions and the carrying set are given for up to {MOST_MEMBERS} members")),
    }
    let band = number::plain(d.framework.verdicts.aligned_to);
    sentences.push(format!(
        "band: {band} points, to which a gap counts as aligned in this framework ([verdict] aligned_to)"
    ));
    sentences.push("a coalition of few members has few speeches and votes, and trades most broadly by definition when it is one: read shares as what members add to the figures, not as what they want".into());
    if (m.content - m.evaluated).abs() > 1e-9 {
        let (sum, stored) = (number::two_decimals(m.content), number::two_decimals(m.evaluated));
        sentences.push(format!("the members' own rows do not add up to the bloc's totals: CONTENT is {sum} from the rows and {stored} from the totals; changes start from the first"));
    }
    sentences
}

fn own(d: &Decomposed<'_>, m: &Membership) -> String {
    let form: Vec<String> = d.framework.node(d.framework.form).children().iter().map(|id| d.word(*id)).collect();
    let own: Vec<String> = m.own.iter().map(|id| d.framework.node(*id).code.clone()).collect();
    words::list(&form.into_iter().chain(own).collect::<Vec<_>>())
}

fn averaged(d: &Decomposed<'_>, c: &Coalitions) -> Vec<String> {
    let all = number::plain(c.all as f64);
    let floor = number::plain(c.nobody);
    let mut sentences = Vec::new();
    if let Some(s) = &c.shares {
        sentences.push(format!("shares: what a member adds, averaged over the orders in which members can join, from {floor} (no members, no partnership) up to CONTENT; all {all} coalitions were tried"));
        if s.possible < s.all {
            let part = number::value(s.possible / s.all, "share");
            let withheld = number::plain(c.withheld as f64);
            sentences.push(format!("CONTENT is withheld for {withheld} of them, most of few members; orders that pass through one are left out (~), {part} of all orders remain, and no value is filled in"));
        }
    } else {
        let withheld = number::plain(c.withheld as f64);
        sentences.push(format!(
            "no shares: CONTENT is withheld for {withheld} of {all} coalitions, and no order of joining avoids them all"
        ));
    }
    if d.framework.parameters().is_empty() { Vec::new() } else { sentences }
}
