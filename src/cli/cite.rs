//! `spscore cite`: parse, name the works, write them.

use super::args::{self, CiteFormat};
use super::deliver::Written;
use super::input::{self, Loaded};
use super::{Failure, Outcome, output, refusals};
use crate::cite::{self, Request, Style};
use crate::model::{Framework, Package, Window};
use crate::write::references;

pub(super) fn run(args: &args::Cite) -> Result<Outcome, Failure> {
    args.format()?;
    let Loaded { framework, package, window } = input::loaded(&args.scope)?;
    let (made, notes) = made(args, &framework, &package, window)?;
    made.write(args.out.as_deref(), &args.protected())?;
    for note in notes {
        output::to_stderr(&format!("note: {note}"));
    }
    Ok(Outcome::Done)
}

/// What the command would write, and what is to be said of it.
pub(super) fn made(
    args: &args::Cite,
    framework: &Framework,
    package: &Package,
    window: Window,
) -> Result<(Written, Vec<String>), Failure> {
    let partnerships = input::peers_and_named(framework, &package.parties, args.peers, &args.slugs)?;
    let request = Request { partnerships: &partnerships, window };
    let cited = cite::cite(framework, package, request).map_err(|e| refusals::failed(&e))?;
    let mut notes = cited.notes.clone();
    let style = args.style.map_or_else(Style::default, Style::from);
    let mut list = |write: fn(&[crate::document::Styled]) -> String| {
        let formatted = cited.formatted(style);
        notes.extend(formatted.notes);
        write(&formatted.references)
    };
    let text = match args.format()? {
        CiteFormat::Text => list(references::text),
        CiteFormat::Markdown => list(references::markdown),
        CiteFormat::Html => list(references::html),
        CiteFormat::Bibtex => cited.bibtex(),
        CiteFormat::CslJson => cited.csl_json().map_err(Failure::unwritten)?,
        CiteFormat::Ris => cited.ris(),
    };
    Ok((Written::Text(text), notes))
}
