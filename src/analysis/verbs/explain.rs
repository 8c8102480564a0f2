//! `explain`: one node of a score card, or its gap.

use super::{Error, Evaluated, evaluate};
use crate::analysis;
use crate::measure::Measurer;
use crate::model::framework::{Framework, NodeId};
use crate::model::party::Partnership;
use crate::model::{Package, Window};

/// The score card that a number belongs to, and which number was meant.
pub struct Explained<'a> {
    pub of: Evaluated<'a>,
    /// `None` for the gap, which is no node and can be explained all the same.
    pub node: Option<NodeId>,
}

/// Evaluates a partnership and finds the node that is meant by a code or by a title as a card prints it, in any case.
pub fn explain<'a>(
    framework: &'a Framework,
    package: &'a Package,
    partnership: Partnership,
    window: Window,
    named: &str,
) -> Result<Explained<'a>, Error> {
    let of = evaluate(framework, package, partnership, window, None)?;
    let node = node(framework, &of.measurer, partnership, named)?;
    Ok(Explained { of, node })
}

/// The request in lower case and with single blanks, without the number that a card gives a parameter.
pub fn as_asked(typed: &str) -> String {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().to_owned()
}

fn node(framework: &Framework, measurer: &Measurer<'_>, p: Partnership, typed: &str) -> Result<Option<NodeId>, Error> {
    if let Some(node) = framework.find(typed) {
        return Ok(Some(node));
    }
    let wanted = as_asked(typed);
    if wanted == "gap" {
        return Ok(None);
    }
    let ids = || (0..framework.nodes.len()).map(NodeId);
    let titles =
        |id: NodeId| [analysis::title(framework, measurer, p, id), analysis::full_title(framework, measurer, p, id)];
    let named = |id: &NodeId| {
        framework.node(*id).code.to_lowercase() == wanted || titles(*id).iter().any(|t| as_asked(t) == wanted)
    };
    let found: Vec<NodeId> = ids().filter(named).collect();
    let code = |id: &NodeId| framework.node(*id).code.clone();
    match found.as_slice() {
        [one] => Ok(Some(*one)),
        [] => Err(Error::NothingCalled {
            framework: framework.code.clone(),
            typed: typed.to_owned(),
            names: ids().flat_map(|id| [code(&id), analysis::full_title(framework, measurer, p, id)]).collect(),
        }),
        several => Err(Error::SeveralNodes { title: typed.to_owned(), codes: several.iter().map(code).collect() }),
    }
}
