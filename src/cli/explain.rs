//! `spscore explain`: what stands behind one number.

use super::{Failure, Outcome, args, input, output};
use crate::analysis;
use crate::diagnostic::list_or;
use crate::load;
use crate::measure::Measurer;
use crate::model::framework::{Framework, NodeId};
use crate::model::party::Partnership;
use crate::report::{self, Subject};

pub(super) fn run(args: &args::Explain) -> Result<Outcome, Failure> {
    let framework = input::framework(args.inputs.framework())?;
    let package = input::package(args.inputs.data.as_deref())?;
    let partnership = input::partnership(&package.parties, &args.slug)?;
    let window = args.window.unwrap_or(framework.window);
    input::apart(&package.parties, partnership, window)?;
    let gauge = Measurer::new(&package, &framework, window);
    let node = node(&framework, &gauge, partnership, &args.node)?;
    let evaluation = analysis::evaluate(&framework, &gauge, partnership);
    let facing = framework.facing(&package.parties, partnership);
    let subject = Subject { framework: &facing, gauge: &gauge, evaluation: &evaluation };
    let width = if args.out.is_some() { 100 } else { output::width() };
    let record = |row: crate::model::RowRef| load::record_at(&package.texts.get(&row.table)?.text, row.line);
    let text = match node {
        Some(node) => report::explain::node(&subject, node, width, args.rows.0, &record),
        None => report::explain::gap(&subject, width),
    };
    output::write(&text, args.out.as_deref(), &args.spared())?;
    Ok(Outcome::Done)
}

/// What was asked for, in lower case and with single blanks, without the number that a card gives a parameter.
fn plain(typed: &str) -> String {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().to_owned()
}

/// The node asked for by its code or by a title as a card prints it, in any case; `None` for the gap, which is no node and can be
/// explained all the same.
fn node(framework: &Framework, gauge: &Measurer<'_>, p: Partnership, typed: &str) -> Result<Option<NodeId>, Failure> {
    if let Some(node) = framework.find(typed) {
        return Ok(Some(node));
    }
    let wanted = plain(typed);
    if wanted == "gap" {
        return Ok(None);
    }
    let ids = || (0..framework.nodes.len()).map(NodeId);
    let titles = |id: NodeId| [analysis::title(framework, gauge, p, id), analysis::full_title(framework, gauge, p, id)];
    let named = |id: &NodeId| {
        framework.node(*id).code.to_lowercase() == wanted || titles(*id).iter().any(|t| plain(t) == wanted)
    };
    let found: Vec<NodeId> = ids().filter(named).collect();
    match found.as_slice() {
        [one] => return Ok(Some(*one)),
        [] => {}
        several => {
            let codes: Vec<String> = several.iter().map(|id| framework.node(*id).code.clone()).collect();
            let message = format!("error: `{typed}` is the title of several nodes\n  write {}", list_or(&codes));
            return Err(Failure::new(Outcome::BadUsage, message));
        }
    }
    let names: Vec<String> =
        ids().flat_map(|id| [framework.node(id).code.clone(), analysis::full_title(framework, gauge, p, id)]).collect();
    let part = |n: &&String| wanted.len() > 2 && n.to_lowercase().contains(&wanted);
    let mut near: Vec<String> = names.iter().filter(part).cloned().collect();
    if near.is_empty() {
        near = load::nearest_of(&wanted, names.iter().map(String::as_str), 3);
    }
    near.dedup();
    near.truncate(4);
    let hint = match near.as_slice() {
        [] => "spscore list indicators shows every code and title".to_owned(),
        near => format!("did you mean {}?   (spscore list indicators)", list_or(near)),
    };
    let message = format!("error: framework `{}` has no node `{typed}`\n  {hint}", framework.code);
    Err(Failure::new(Outcome::BadUsage, message))
}
