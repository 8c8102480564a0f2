//! The commands of a bundle, in the order in which they are run.

use super::gathered::Inputs;

/// The folder of the package within the bundle.
pub(super) const DATA: &str = "data";

/// Each as its words after `spscore`.
pub(super) fn commands(inputs: &Inputs<'_>) -> Vec<Vec<String>> {
    let slugs: Vec<String> = inputs.partnerships.iter().map(|p| p.slug(&inputs.package.parties)).collect();
    let window = format!("{}-{}", inputs.window.from(), inputs.window.to());
    let command = |verb: &[&str], slugs: &[String], out: &str| {
        let mut words: Vec<String> = verb.iter().map(|word| (*word).to_owned()).collect();
        words.extend(slugs.iter().cloned());
        words.extend(["--window".to_owned(), window.clone(), "--framework".into(), framework_file(inputs)]);
        if !inputs.built_in {
            words.extend(["--data".to_owned(), DATA.to_owned()]);
        }
        words.extend(["--out".to_owned(), out.to_owned()]);
        words
    };
    let mut all = Vec::new();
    for slug in &slugs {
        for ending in ["json", "csv", "md"] {
            all.push(command(&["evaluate"], std::slice::from_ref(slug), &format!("results/{slug}.{ending}")));
        }
    }
    if slugs.len() > 1 {
        for ending in ["json", "csv", "md"] {
            all.push(command(&["compare"], &slugs, &format!("results/compare.{ending}")));
        }
    }
    for name in ["references.bib", "references.md"] {
        all.push(command(&["cite"], &slugs, &format!("results/{name}")));
    }
    // Of many, bridge and substance would be a figure each.
    let kinds: &[&str] = if slugs.len() == 1 {
        &["gap", "profile", "coverage", "bridge", "substance"]
    } else {
        &["plane", "gap", "heatmap", "coverage"]
    };
    for kind in kinds {
        let mut words = command(&["plot", kind], &slugs, &format!("figures/{kind}.svg"));
        // Every year of the data is shown, whatever the window.
        if *kind == "substance" {
            words.retain(|word| word != "--window" && *word != window);
        }
        all.push(words);
    }
    all
}

pub(super) fn framework_file(inputs: &Inputs<'_>) -> String {
    format!("framework/{}.toml", inputs.framework.code)
}

/// What a shell reads; the words of these commands need no quotes, being names of files, codes and numbers.
pub(super) fn script(commands: &[Vec<String>]) -> String {
    let mut out = String::from(
        "#!/bin/sh\n# Makes every result and figure of this bundle again.\nset -eu\ncd \"$(dirname \"$0\")\"\n",
    );
    for words in commands {
        out += &format!("spscore {}\n", words.join(" "));
    }
    out
}
