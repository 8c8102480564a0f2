//! Lists of partnerships, parties, indicators, frameworks, sources.

use crate::document::{Cell, Document, Notation, Reference, Table};
use crate::model::framework::{Framework, NodeKind};
use crate::model::package::Package;
use crate::model::party::{Partnership, PartyKind};
use crate::model::records::Ballot;

/// A list under heads that are all of words.
fn list<const N: usize>(heads: [&str; N]) -> Table {
    Table::new("", heads, N)
}

/// A page of one list.
fn page(title: &str, table: Table) -> Document {
    let mut d = Document::new(title, "");
    d.table(table);
    d
}

/// The framework's peers, and how to name any other pair.
pub fn partnerships(framework: &Framework, package: &Package) -> Document {
    let parties = &package.parties;
    let mut t = list(["slug", "parties"]);
    let with = parties.by_code(&framework.peers.with);
    for code in &framework.peers.members {
        let Some(p) = parties.by_code(code).zip(with).and_then(|(m, w)| Partnership::new(m, w)) else { continue };
        t.push([p.slug(parties), format!("{} – {}", parties.name(p.a), parties.name(p.b))]);
    }
    let peers = &framework.peers.name;
    let more =
        format!("These are {peers}. Any two parties may be joined by a hyphen, either way round: vietnam-russia.");
    let mut d = page("Partnerships", t);
    d.paragraph(more);
    d
}

pub fn parties(package: &Package) -> Document {
    let mut t = list(["slug", "code", "name", "kind", "also known as"]);
    let mut economies = 0_usize;
    for (_, p) in package.parties.iter() {
        let kind = match p.kind {
            PartyKind::State => "state",
            PartyKind::Bloc => "bloc",
            PartyKind::Economy => {
                economies += 1;
                continue;
            }
        };
        t.push([p.slug.clone(), p.code.clone(), p.name.clone(), kind.to_owned(), p.aliases.join(", ")]);
    }
    if economies == 0 {
        return page("Parties", t);
    }
    // They have no partnership, so that a list of those who may have one does not name each of them.
    let more = format!("And {economies} economies of which only the total trade is known; parties.csv names them.");
    let mut d = page("Parties", t);
    d.paragraph(more);
    d
}

/// The tree of a framework: code, title, unit, grade of the evidence and weight; the two directions of a pair share one
/// line of them. The goalposts stand with everything else that is done to an indicator: `spscore framework show`.
pub fn indicators(framework: &Framework) -> Document {
    let mut t = list(["code", "title", "unit", "grade", "weight"]);
    for node in &framework.nodes {
        let ancestors = std::iter::successors(node.parent, |p| framework.node(*p).parent).count();
        let in_pair = node.parent.is_some_and(|p| matches!(framework.node(p).kind, NodeKind::Pair { .. }));
        let measured = match &node.kind {
            NodeKind::Indicator(_) if in_pair => None,
            NodeKind::Indicator(i) => Some(i),
            NodeKind::Pair { directions: [ab, _] } => match &framework.node(*ab).kind {
                NodeKind::Indicator(i) => Some(i),
                _ => None,
            },
            NodeKind::Composite { .. } => None,
        };
        let unit = measured.map_or_else(String::new, |i| i.unit.clone());
        let weight = if in_pair { Cell::default() } else { Cell::number(node.weight.get(), Notation::Weight) };
        // Whoever a partnership joins, its directions are those of a first and a second party.
        let title = node.title.replace("{from}", "one").replace("{to}", "the other");
        let grade = measured.and_then(|i| i.grade).map_or_else(String::new, |g| g.letter().to_owned());
        t.push_at(ancestors, false, [node.code.clone().into(), title.into(), unit.into(), grade.into(), weight]);
    }
    if let Some(weights) = t.columns.last_mut() {
        weights.words = false;
    }
    page(&format!("Indicators of {} {}", framework.code, framework.version), t)
}

/// The declared issues: what is counted in speeches, and where it is put to a vote.
pub fn issues(package: &Package) -> Document {
    let mut t = list(["issue", "votes", "in K24", "why it is in the list"]);
    for (place, issue) in package.issues.iter().enumerate() {
        let texts = package.series.iter().filter(|s| s.issue == place).count();
        let votes = match (&issue.ballot, texts) {
            (Ballot::Category(_), 0) => "roll calls".to_owned(),
            (Ballot::Category(_), _) => format!("roll calls, {texts} texts"),
            (Ballot::Resolutions, 0) => "resolutions".to_owned(),
            (Ballot::None, 0) => "none".to_owned(),
            (Ballot::Resolutions | Ballot::None, _) => format!("{texts} texts"),
        };
        let named = if issue.named_by_korolev { "yes" } else { "no" };
        let own = match issue.own_affair_of.as_slice() {
            [] => String::new(),
            states => format!(" Not counted in texts of {}.", states.join(", ")),
        };
        t.push([issue.code.clone(), votes, named.into(), format!("{}{own}", issue.reason)]);
    }
    let patterns = package.texts.get(&crate::model::Table::Issues);
    let mut d = page("Issues", t);
    if let Some(text) = patterns {
        d.paragraph(format!("The patterns counted stand in {}.", text.file));
    }
    d
}

/// Each framework under the name by which `--framework` finds it.
pub fn frameworks(frameworks: &[(String, Framework)]) -> Document {
    let mut t = list(["code", "version", "indicators", "title"]);
    for (name, f) in frameworks {
        let mut codes: Vec<&str> = f.indicators().map(|(_, _, i)| i.code.as_str()).collect();
        codes.dedup();
        t.push([name.clone(), f.version.clone(), codes.len().to_string(), f.title.clone()]);
    }
    page("Frameworks", t)
}

/// Everything that a row may cite.
pub fn sources(package: &Package) -> Document {
    let mut d = Document::new("Sources", "");
    let entry = |s: &crate::model::package::Source| Reference { key: s.key.clone(), text: s.reference.clone() };
    d.references("", package.sources.values().map(entry).collect());
    d
}
