//! `spscore explain`: what stands behind one number.

use super::{Failure, Outcome, args, input, output};
use crate::analysis;
use crate::diagnostic::list_or;
use crate::load;
use crate::measure::Gauge;
use crate::model::framework::{Framework, NodeId};
use crate::report::{self, Subject};

pub(super) fn run(args: &args::Explain) -> Result<Outcome, Failure> {
    let framework = input::framework(args.inputs.framework())?;
    let package = input::package(args.inputs.data.as_deref())?;
    let partnership = input::partnership(&package.parties, &args.slug)?;
    let node = node(&framework, &args.node)?;
    let window = args.window.unwrap_or(framework.window);
    input::apart(&package.parties, partnership, window)?;
    let gauge = Gauge::new(&package, &framework, window);
    let evaluation = analysis::evaluate(&framework, &gauge, partnership);
    let subject = Subject { framework: &framework, gauge: &gauge, evaluation: &evaluation };
    let width = if args.out.is_some() { 100 } else { output::width() };
    let record = |row: crate::model::RowRef| load::record_at(&package.texts.get(&row.table)?.text, row.line);
    let text = match node {
        Some(node) => report::explain::node(&subject, node, width, args.rows.0, &record),
        None => report::explain::gap(&subject, width),
    };
    output::write(&text, args.out.as_deref(), &args.spared())?;
    Ok(Outcome::Done)
}

/// The node asked for; `None` for the gap, which is no node and can be explained all the same.
fn node(framework: &Framework, code: &str) -> Result<Option<NodeId>, Failure> {
    if let Some(node) = framework.find(code) {
        return Ok(Some(node));
    }
    if code == "gap" {
        return Ok(None);
    }
    let codes = framework.nodes.iter().map(|n| n.code.as_str());
    let part = |c: &&str| code.len() > 2 && c.contains(code);
    let mut near: Vec<String> = codes.clone().filter(part).take(4).map(str::to_owned).collect();
    if near.is_empty() {
        near = load::nearest_of(code, codes, 3);
    }
    let hint = match near.as_slice() {
        [] => "spscore list indicators shows every code".to_owned(),
        near => format!("did you mean {}?   (spscore list indicators)", list_or(near)),
    };
    let message = format!("error: framework `{}` has no node `{code}`\n  {hint}", framework.code);
    Err(Failure::new(Outcome::BadUsage, message))
}
