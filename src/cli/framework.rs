//! `spscore framework`: questions about the framework itself.

use super::args::{self, FrameworkCommand};
use super::{Failure, Outcome, input, output};
use crate::analysis;
use crate::document::Document;
use crate::load;
use crate::report;
use crate::write::{Terminal, Writer};

/// A page as wide as the terminal.
fn shown(page: &Document) -> String {
    Terminal { width: output::width() }.write(page)
}

pub(super) fn run(args: &args::Framework) -> Result<Outcome, Failure> {
    let text = match &args.command {
        FrameworkCommand::Anchors { inputs } => {
            let (framework, package) = input::both(inputs)?;
            shown(&report::anchors::document(&framework, &analysis::anchors::anchors(&framework, &package)))
        }
        FrameworkCommand::Methods => report::method::page(),
        FrameworkCommand::Schema => load::framework_schema(),
        FrameworkCommand::Show { framework } => shown(&report::sheet::sheet(&input::index(framework)?)),
        FrameworkCommand::Check { framework } => {
            let index = input::index(framework)?;
            let (n, title) = (index.indicators().count(), format!("{} {}", index.code, index.version));
            format!("framework {title}: {n} indicators, no problem found\n")
        }
        FrameworkCommand::Print { coinr, methods, .. } if !coinr.is_empty() => {
            input::coinr_framework(coinr, methods.as_deref())?
        }
        FrameworkCommand::Print { coin_tool: Some(file), methods, .. } => {
            load::coin_tool_framework(file, methods.as_deref()).map_err(|e| input::unloaded(&e))?
        }
        FrameworkCommand::Print { methods: Some(_), .. } => {
            let message =
                "error: --methods goes with COINr's pair\n  add --coinr IDATA IMETA, or --coin-tool FILE.xlsx";
            return Err(Failure::new(Outcome::BadUsage, message));
        }
        FrameworkCommand::Print { code, .. } => match load::built_in_frameworks().find(|(c, _)| c == code) {
            Some((_, text)) => text.to_owned(),
            None => {
                let codes: Vec<String> = load::built_in_frameworks().map(|(c, _)| c.to_owned()).collect();
                let hint = crate::diagnostic::list_or(&codes);
                let message = format!("error: no built-in framework `{code}`\n  one of {hint}");
                return Err(Failure::new(Outcome::BadUsage, message));
            }
        },
    };
    match &args.command {
        FrameworkCommand::Check { .. } => output::remark(&text)?,
        _ => output::print(&text)?,
    }
    Ok(Outcome::Done)
}
