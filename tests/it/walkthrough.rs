//! docs/your-own-partnership.md as it stands: its commands in their order, its rows typed where it says, its answers.
//!
//! `BLESS=1 cargo test walkthrough` writes the answers anew; read the difference before keeping it.

use std::fs;
use std::path::Path;

use crate::support::workdir::Workdir;

fn copy(from: &Path, here: &Workdir, below: &str) {
    for entry in fs::read_dir(from).expect("the files of the walk-through") {
        let path = entry.expect("an entry").path();
        let name = format!("{below}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            fs::create_dir(here.path(&name)).expect("a folder");
            copy(&path, here, &format!("{name}/"));
        } else {
            here.write(&name, fs::read(&path).expect("a file"));
        }
    }
}

/// The parts of the page: text, and what stands between fences with the line above it.
fn answers(page: &str, here: &Workdir) -> String {
    let (mut made, mut above, mut last, mut lines) = (String::new(), "", String::new(), page.lines());
    while let Some(line) = lines.next() {
        made.push_str(line);
        made.push('\n');
        if let Some(folder) = line.strip_prefix("<!-- known_to 2014 in ").and_then(|rest| rest.strip_suffix(" -->")) {
            let file = format!("{folder}/datapackage.json");
            let descriptor: serde_json::Value = serde_json::from_str(&here.read(&file)).expect("a descriptor");
            let mut descriptor = descriptor;
            for resource in descriptor["resources"].as_array_mut().expect("resources") {
                if ["status", "institutions"].contains(&resource["name"].as_str().expect("a name")) {
                    resource["known_to"] = "2014".into();
                }
            }
            here.write(&file, serde_json::to_string_pretty(&descriptor).expect("JSON"));
        }
        if !line.starts_with("```") {
            above = line;
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|l| !l.starts_with("```")).collect();
        let mut text: String = block.iter().map(|l| format!("{l}\n")).collect();
        if line == "```sh" {
            for command in &block {
                let words: Vec<&str> = command.split_whitespace().skip(1).collect();
                let run = here.run(&words);
                assert!(run.code == 0 && run.stderr.is_empty(), "{command}: {run:?}");
                last = run.stdout;
            }
        } else if let Some(file) = above.strip_prefix("<!-- add to ").and_then(|rest| rest.strip_suffix(" -->")) {
            let held = here.read(file);
            here.write(file, format!("{held}{text}"));
        } else if above == "<!-- answer -->" {
            text.clone_from(&last);
        }
        made.push_str(&text);
        made.push_str("```\n");
        above = "";
    }
    made
}

#[test]
fn the_walk_through_works_as_it_stands() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = Workdir::new();
    copy(&root.join("tests/data/walkthrough"), &here, "");
    let file = root.join("docs/your-own-partnership.md");
    let page = fs::read_to_string(&file).expect("the page");
    let made = answers(&page, &here);
    for wanted in ["FORM", "CONTENT", "GAP"] {
        assert!(made.lines().any(|l| l.starts_with(wanted)), "{wanted} is printed:\n{made}");
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, &made).expect("the page, written anew");
    }
    assert!(
        page == made || std::env::var_os("BLESS").is_some(),
        "the page is out of date (BLESS=1 makes it anew):\n{made}"
    );
    // The same again changes nothing.
    let before: Vec<String> = ["trade", "arms", "mentions"].map(|t| here.read(&format!("aus-idn/{t}.csv"))).to_vec();
    for command in page.lines().filter(|l| l.contains("--into")) {
        let words: Vec<&str> = command.split_whitespace().skip(1).collect();
        if command.starts_with("spscore ") {
            assert_eq!(here.run(&words).code, 0, "{command}");
        }
    }
    let after: Vec<String> = ["trade", "arms", "mentions"].map(|t| here.read(&format!("aus-idn/{t}.csv"))).to_vec();
    assert_eq!(before, after);
}
