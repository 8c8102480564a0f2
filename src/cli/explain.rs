//! `spscore explain`: what stands behind one number.

use super::{Failure, Outcome, args, input, output};
use crate::analysis;
use crate::load;
use crate::measure::Gauge;
use crate::report::{self, Subject};

pub(super) fn run(args: &args::Explain) -> Result<Outcome, Failure> {
    let framework = input::framework(&args.inputs.framework)?;
    let package = input::package(args.inputs.data.as_deref())?;
    let partnership = input::partnership(&package.parties, &args.slug)?;
    let Some(node) = framework.find(&args.node) else {
        let codes = framework.nodes.iter().map(|n| n.code.as_str());
        let near = load::nearest_of(&args.node, codes, 3);
        let hint = if near.is_empty() {
            String::new()
        } else {
            format!("  did you mean {}?", crate::diagnostic::list_or(&near))
        };
        let message = format!(
            "error: framework `{}` has no node `{}`\n{hint}   (spscore list indicators)",
            framework.code, args.node
        );
        return Err(Failure::new(Outcome::BadUsage, message));
    };
    let gauge = Gauge::new(&package, &framework, args.window.unwrap_or(framework.window));
    let evaluation = analysis::evaluate(&framework, &gauge, partnership);
    let subject = Subject { framework: &framework, gauge: &gauge, evaluation: &evaluation };
    let width = if args.out.is_some() { 100 } else { output::width() };
    let record = |row: crate::model::RowRef| load::record_at(&package.texts.get(&row.table)?.text, row.line);
    let text = report::explain::node(&subject, node, width, args.rows.0, &record);
    output::write(&text, args.out.as_deref())?;
    Ok(Outcome::Done)
}
