//! Lists of what there is: partnerships, parties, indicators, frameworks, sources.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

use super::number;
use crate::model::framework::{Framework, NodeKind};
use crate::model::package::Package;
use crate::model::party::{Partnership, PartyKind};
use crate::model::records::Ballot;

fn table(width: usize, header: &[&str]) -> Table {
    let mut t = Table::new();
    t.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width as u16);
    t.set_header(header);
    t
}

fn text(t: &Table) -> String {
    // The table indents by one for a border it does not have.
    t.to_string().lines().map(|l| format!("{}\n", l.strip_prefix(' ').unwrap_or(l).trim_end())).collect()
}

/// The framework's peers, and how to name any other pair.
pub fn partnerships(framework: &Framework, package: &Package, width: usize) -> String {
    let parties = &package.parties;
    let mut t = table(width, &["slug", "parties"]);
    let with = parties.by_code(&framework.peers.with);
    for code in &framework.peers.members {
        let Some(p) = parties.by_code(code).zip(with).and_then(|(m, w)| Partnership::new(m, w)) else { continue };
        t.add_row([p.slug(parties), format!("{} – {}", parties.name(p.a), parties.name(p.b))]);
    }
    let peers = &framework.peers.name;
    let more =
        format!("These are {peers}. Any two parties may be joined by a hyphen, either way round: vietnam-russia.");
    format!("{}\n{}\n", text(&t), super::page::wrap(&more, width).join("\n"))
}

pub fn parties(package: &Package, width: usize) -> String {
    let mut t = table(width, &["slug", "code", "name", "kind", "also known as"]);
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
        t.add_row([p.slug.as_str(), &p.code, &p.name, kind, &p.aliases.join(", ")]);
    }
    if economies == 0 {
        return text(&t);
    }
    // They have no partnership, so that a list of those who may have one does not name each of them.
    let more = format!("And {economies} economies of which only the total trade is known; parties.csv names them.");
    format!("{}\n{}\n", text(&t), super::page::wrap(&more, width).join("\n"))
}

/// The tree of a framework: code, title, unit, grade of the evidence and weight; the two directions of a pair share one line of them.
/// The goalposts stand with everything else that is done to an indicator: `spscore framework show`.
pub fn indicators(framework: &Framework, width: usize) -> String {
    let mut t = table(width, &["code", "title", "unit", "grade", "weight"]);
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
        let weight = if in_pair { String::new() } else { number::weight(node.weight.get()) };
        // Whoever a partnership joins, its directions are those of a first and a second party.
        let title = node.title.replace("{from}", "one").replace("{to}", "the other");
        let grade = measured.and_then(|i| i.grade).map_or_else(String::new, |g| g.letter().to_owned());
        t.add_row([format!("{}{}", "\u{a0}".repeat(ancestors), node.code), title, unit, grade, weight]);
    }
    super::page::right(&mut t, &[4]);
    // A code that is broken over two lines cannot be copied.
    for column in [0, 3, 4] {
        if let Some(column) = t.column_mut(column) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    if let Some(title) = t.column_mut(1) {
        title.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(23)));
    }
    text(&t).replace('\u{a0}', " ")
}

/// The declared issues: what is counted in speeches, and where it is put to a vote.
pub fn issues(package: &Package, width: usize) -> String {
    let mut t = table(width, &["issue", "votes", "in K24", "why it is in the list"]);
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
        t.add_row([issue.code.clone(), votes, named.into(), format!("{}{own}", issue.reason)]);
    }
    let patterns = package.texts.get(&crate::model::Table::Issues);
    let patterns = patterns.map_or_else(String::new, |t| format!("\nThe patterns counted stand in {}.\n", t.file));
    text(&t) + &patterns
}

/// Each framework under the name by which `--framework` finds it.
pub fn frameworks(frameworks: &[(String, Framework)], width: usize) -> String {
    let mut t = table(width, &["code", "version", "indicators", "title"]);
    for (name, f) in frameworks {
        let mut codes: Vec<&str> = f.indicators().map(|(_, _, i)| i.code.as_str()).collect();
        codes.dedup();
        t.add_row([name.clone(), f.version.clone(), codes.len().to_string(), f.title.clone()]);
    }
    text(&t)
}

pub fn sources(package: &Package, width: usize) -> String {
    let mut out = String::new();
    for s in package.sources.values() {
        let lines = super::page::wrap(&s.reference, width.saturating_sub(4));
        out += &format!("{}\n", s.key);
        out.extend(lines.iter().map(|l| format!("    {l}\n")));
    }
    out
}
