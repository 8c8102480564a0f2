//! README.md of a bundle, in the sections of the template that the data editors of social science journals share.

use super::Files;
use super::gathered::Gathered;
use crate::cite::Style;

pub(super) fn page(gathered: &Gathered<'_>, files: &Files) -> String {
    let Gathered { inputs, slugs, .. } = gathered;
    let (framework, package) = (inputs.framework, inputs.package);
    let version = env!("CARGO_PKG_VERSION");
    let mut out = format!("# {}\n\n## Overview\n\n", gathered.title);
    out += &format!(
        "This bundle holds what is needed to make {} again: the score {} of {} in {}, by the framework {} {} on the data \
         package {} {}. One command, `spscore verify FILE.zip`, runs everything and compares each file byte for byte. It \
         takes some seconds.\n\n",
        if slugs.len() == 1 { "a score card" } else { "a comparison" },
        if slugs.len() == 1 { "card" } else { "cards" },
        slugs.join(", "),
        inputs.window,
        framework.code,
        framework.version,
        package.name,
        package.version
    );
    out += "## Data availability and provenance statements\n\n";
    let withheld = gathered.withheld();
    let open = gathered.resources.len() - withheld.len();
    out += &match withheld.len() {
        0 => format!("All {open} files of data may be passed on under the licences below and are in the bundle.\n\n"),
        n => format!(
            "{open} files of data may be passed on under the licences below and are in the bundle. {n} may not: \
             [data/RECIPES.md](data/RECIPES.md) says where each is to be had and by which hash it is known to be the same.{}\n\n",
            match inputs.built_in {
                true =>
                    format!(" The program spscore {version} has them within it, so that nothing is needed to verify."),
                false => " To verify, name a folder that holds them: `spscore verify FILE.zip --data DIR`.".to_owned(),
            }
        ),
    };
    out += "Rights: the makers of this bundle state no right to the data beyond these licences.\n\n";
    out += "## Dataset list\n\n| file | content | source | licence | provided |\n| --- | --- | --- | --- | --- |\n";
    for r in &gathered.resources {
        let sources = match r.sources.len() {
            0 => "this package".to_owned(),
            n if n > 3 => format!("{n} sources, named in its column `source`"),
            _ => r.sources.join(", "),
        };
        let provided = if r.licence.is_open() { "yes" } else { "no" };
        let cells = [r.path.as_str(), &r.title, &sources, &r.licence.title, provided].map(cell);
        out += &format!("| data/{} |\n", cells.join(" | "));
    }
    out += &format!(
        "\nSHA-256 of the package: {}. Columns and their meaning: [codebook.md](codebook.md).\n\n## Computational \
         requirements\n\n",
        package.sha256
    );
    out += &format!(
        "- spscore {version}; nothing else is fetched, and no network is used.\n- Random numbers: intervals are drawn with \
         ChaCha8 from seed 1, 1,000 draws; the same numbers on every machine.\n- Memory below 1 GB; some seconds on one \
         core. Made on {}.\n\n",
        super::lock::target()
    );
    out += "## Description of programs/code\n\n";
    out += &format!(
        "- `run.sh`: the exact commands, in order.\n- `{}`: the framework, SHA-256 {}. Every weight, goalpost and method \
         stands in it.\n- `bundle.lock`: versions, hashes of all files, commands. `SHA256SUMS`: the same for `sha256sum -c`.\n- \
         `datapackage.json`, `ro-crate-metadata.json`: descriptions for machines.\n\n",
        super::commands::framework_file(inputs),
        framework.sha256
    );
    out += "## Instructions to replicators\n\n";
    out += &format!(
        "1. Install spscore {version}.\n2. `spscore verify FILE.zip` runs every command in memory and compares; `--keep DIR` \
         leaves the files there.\n3. Or unpack, and run `sh run.sh`{}. `sha256sum -c SHA256SUMS` then tells whether \
         anything differs.\n\n",
        if withheld.is_empty() || inputs.built_in { "" } else { " after the data of data/RECIPES.md are in place" }
    );
    out += "## List of tables and figures\n\n| file | made by |\n| --- | --- |\n";
    for words in &gathered.commands {
        let made = words.last().map(String::as_str).unwrap_or_default();
        out += &format!("| [{made}]({made}) | `spscore {}` |\n", words.join(" "));
    }
    for left in &gathered.left_out {
        let why = left.why.trim_start_matches("error: ");
        out += &format!("| not drawn: {} | `spscore {}` |\n", cell(why), left.command);
    }
    let sidecars = files.keys().filter(|name| name.starts_with("figures/") && !name.ends_with(".svg")).count();
    out += &format!(
        "\nBeside each figure stand its numbers (`.svg.csv`) and its description (`.svg.json`), {sidecars} files.\n\n## \
         References\n\n"
    );
    for reference in gathered.cited.formatted(Style::Chicago).references {
        out += &format!("- {}\n", line(&reference.text()));
    }
    out
}

/// Text of a page: nothing in it opens a tag or a link.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('<', "&lt;").replace("](", "]\\(")
}

fn cell(text: &str) -> String {
    line(text).replace('|', "\\|")
}
