//! `spscore explain`: what stands behind one number.

use super::{Failure, Outcome, args, input, output};
use crate::analysis;
use crate::diagnostic::list_or;
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
        let hint = match near.as_slice() {
            [] => "spscore list indicators shows every code".to_owned(),
            near => format!("did you mean {}?   (spscore list indicators)", list_or(near)),
        };
        let message = format!("error: framework `{}` has no node `{}`\n  {hint}", framework.code, args.node);
        return Err(Failure::new(Outcome::BadUsage, message));
    };
    let window = args.window.unwrap_or(framework.window);
    input::apart(&package.parties, partnership, window)?;
    let gauge = Gauge::new(&package, &framework, window);
    let evaluation = analysis::evaluate(&framework, &gauge, partnership);
    let subject = Subject { framework: &framework, gauge: &gauge, evaluation: &evaluation };
    let width = if args.out.is_some() { 100 } else { output::width() };
    let record = |row: crate::model::RowRef| load::record_at(&package.texts.get(&row.table)?.text, row.line);
    let text = report::explain::node(&subject, node, width, args.rows.0, &record);
    output::write(&text, args.out.as_deref())?;
    Ok(Outcome::Done)
}
