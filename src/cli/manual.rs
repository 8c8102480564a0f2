//! `spscore completions` and `spscore man`: what a shell and a manual know of the program, from the one description of
//! its options.

use clap::CommandFactory;
use clap_complete::Shell;

use super::verb::Args;
use super::{Failure, Outcome, output};

/// Prints the completions of a shell.
pub(super) fn completions(shell: Shell) -> Result<Outcome, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "spscore", &mut text);
    output::print(&String::from_utf8_lossy(&text))?;
    Ok(Outcome::Done)
}

/// Prints the manual of the program and, after it, of every verb, in roff.
pub(super) fn man() -> Result<Outcome, Failure> {
    let mut command = Args::command();
    command.build();
    let mut text = Vec::new();
    let verbs = command.get_subcommands().filter(|verb| verb.get_name() != "help").cloned();
    // The pages of verbs are named as a manual names them: spscore-evaluate.
    let own = std::iter::once(("spscore".to_owned(), command.clone()));
    for (name, page) in own.chain(verbs.map(|verb| (format!("spscore-{}", verb.get_name()), verb))) {
        let page = clap_mangen::Man::new(page.display_name(name.clone())).title(name);
        page.render(&mut text)
            .map_err(|e| Failure::new(Outcome::Unreachable, format!("error: the manual cannot be made: {e}")))?;
    }
    output::print(&String::from_utf8_lossy(&text))?;
    Ok(Outcome::Done)
}
