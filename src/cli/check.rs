//! `spscore check`: all problems of a package and a framework at once.

use super::{Failure, Outcome, args, input, output};

pub(super) fn run(args: &args::Check) -> Result<Outcome, Failure> {
    let framework = input::framework(&args.framework);
    let package = input::package(args.data.as_deref());
    let (framework, package) = match (framework, package) {
        (Ok(framework), Ok(package)) => (framework, package),
        (Err(one), Err(other)) => {
            output::tell(&one.message);
            return Err(other);
        }
        (Err(e), Ok(_)) | (Ok(_), Err(e)) => return Err(e),
    };
    let parties = &package.parties;
    let strangers: Vec<&str> = framework
        .peers
        .members
        .iter()
        .chain([&framework.peers.with])
        .filter(|code| parties.by_code(code).is_none())
        .map(String::as_str)
        .collect();
    if !strangers.is_empty() {
        let message = format!(
            "error: framework `{}` names peers the package does not know: {}\n  hint: add them to parties.csv, or take them out of [peers]",
            framework.code,
            strangers.join(", ")
        );
        return Err(Failure::new(Outcome::BadInput, message));
    }
    let text = format!(
        "framework {} {}: {} nodes, no problem found\ndata {} {}: {} parties, {} sources, no problem found\n",
        framework.code,
        framework.version,
        framework.nodes.len(),
        package.name,
        package.version,
        parties.len(),
        package.sources.len()
    );
    output::write(&text, None)?;
    Ok(Outcome::Done)
}
