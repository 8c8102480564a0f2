//! framework.toml of a new package: a copy of a built-in framework under a name of its own, with the peers filled in.

use super::Request;
use super::parties::All;
use crate::load;

/// The framework for two states, or the one for a state and a bloc.
fn template(all: &All) -> &'static str {
    let code = if all.two_states() { "korolev-states" } else { "korolev" };
    load::built_in_frameworks().find(|(built_in, _)| *built_in == code).map_or("", |(_, text)| text)
}

pub(super) fn text(request: &Request, all: &All) -> String {
    let names: Vec<String> = all.peers.iter().map(|code| format!("\"{code}\"")).collect();
    let second = all.pair().1[1].clone();
    let mut part = "";
    let mut text = String::new();
    for line in template(all).lines() {
        if line.starts_with('[') {
            part = line;
        }
        let key = line.split(" = ").next().unwrap_or_default();
        let changed = match (part, key) {
            ("", "code") => Some(format!("code = \"{}\"", request.name)),
            ("", "version") => Some("version = \"0.1\"".to_owned()),
            ("[peers]", "name") => Some(format!("name = \"partners of {second}\"")),
            ("[peers]", "with") => Some(format!("with = \"{}\"", all.second())),
            ("[peers]", "members") => Some(format!("members = [{}]", names.join(", "))),
            _ => None,
        };
        text.push_str(changed.as_deref().unwrap_or(line));
        text.push('\n');
    }
    text
}
