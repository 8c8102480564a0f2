//! `spscore bundle`, `verify` and `freeze`: what leaves the program comes back to the same bytes, and what was changed
//! is named.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write};

use serde_json::{Value, json};
use spscore::bundle::archive;
use spscore::bundle::{Files, LOCK, Lock, SUMS};
use spscore::load;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::workdir::Workdir;

type Archive = ZipWriter<Cursor<Vec<u8>>>;

fn unpacked(here: &Workdir, name: &str) -> Files {
    archive::read(&fs::read(here.path(name)).expect(name)).expect("a bundle")
}

fn packed(here: &Workdir, name: &str, files: &Files) {
    here.write(name, archive::write(files).expect("a zip"));
}

fn text<'a>(files: &'a Files, name: &str) -> &'a str {
    let bytes = files.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", files.keys()));
    std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The tiny package with a licence for the whole of it, and one for its arms that forbids to pass them on.
fn licensed(here: &Workdir) {
    here.package("mine", None);
    let text = here.read("mine/datapackage.json");
    let mut value: Value = serde_json::from_str(&text).expect("JSON");
    value["licenses"] = json!([{"name": "CC0-1.0", "title": "Creative Commons Zero"}]);
    for resource in value["resources"].as_array_mut().expect("resources") {
        if resource["name"] == "arms" {
            resource["licenses"] = json!([{"name": "other-closed", "title": "Not to be passed on"}]);
        }
    }
    here.write("mine/datapackage.json", serde_json::to_string_pretty(&value).expect("JSON"));
}

const TINY: [&str; 8] = ["bundle", "russia-asean", "--data", "mine", "--date", "2026-11-29", "-o", "a.zip"];

#[test]
fn a_bundle_comes_back_to_the_same_bytes() {
    let here = Workdir::new();
    let made = here.run(&["bundle", "russia-asean", "-o", "a.zip"]).ends_with(0);
    made.holds(made.stdout.contains("Left out trade_hs2.csv, arms.csv, arms_margins.csv"), "what is left out");
    here.run(&["bundle", "russia-asean", "-o", "b.zip"]).ends_with(0);
    let (a, b) = (fs::read(here.path("a.zip")).expect("a"), fs::read(here.path("b.zip")).expect("b"));
    assert!(a == b, "the same bytes twice");
    let files = unpacked(&here, "a.zip");
    for needed in [
        "README.md",
        "CITATION.cff",
        "codebook.md",
        "datapackage.json",
        "ro-crate-metadata.json",
        "run.sh",
        LOCK,
        SUMS,
        "data/datapackage.json",
        "data/sources.bib",
        "data/trade.csv",
        "data/RECIPES.md",
        "framework/korolev.toml",
        "results/russia-asean.json",
        "results/russia-asean.csv",
        "results/russia-asean.md",
        "results/references.bib",
        "figures/gap.svg",
        "figures/gap.svg.csv",
        "figures/gap.svg.json",
    ] {
        assert!(files.contains_key(needed), "no {needed} in {:?}", files.keys());
    }
    for licensed in ["data/arms.csv", "data/arms_margins.csv", "data/trade_hs2.csv"] {
        assert!(!files.contains_key(licensed), "{licensed} may not be passed on");
        assert!(text(&files, "data/RECIPES.md").contains(licensed), "{licensed} has a recipe");
    }
    let hash = load::sha256(load::built_in_table(spscore::model::Table::Arms).expect("a table"));
    assert!(text(&files, "data/RECIPES.md").contains(&hash), "the hash that is expected");
    // What is in the bundle is what the program prints.
    let card = here.run(&["evaluate", "russia-asean", "--format", "json"]).ends_with(0);
    assert_eq!(card.stdout, text(&files, "results/russia-asean.json"));
    sections(text(&files, "README.md"));
    is_a_research_object(&files);

    let before = here.names();
    let same = here.run(&["verify", "a.zip"]).ends_with(0);
    same.holds(same.stdout.contains("Identical: "), "identical");
    // One byte of one file.
    let mut changed = files.clone();
    let card = changed.get_mut("results/russia-asean.csv").expect("a card");
    let (old, at) = (load::sha256(&*card), card.len() / 2);
    card[at] ^= 1;
    let new = load::sha256(&*card);
    packed(&here, "c.zip", &changed);
    let different = here.run(&["verify", "c.zip", "--format", "json"]).ends_with(1);
    let found: Value = serde_json::from_str(&different.stdout).expect("JSON");
    assert_eq!(found["identical"], false);
    let differences = found["differences"].as_array().expect("a list");
    assert_eq!(differences.len(), 1, "{differences:#?}");
    assert_eq!(differences[0]["file"], "results/russia-asean.csv");
    let kinds = differences[0]["differences"].as_array().expect("a list");
    assert_eq!(kinds[0]["sha256"], json!({"recorded": old, "found": new, "made": null}));
    assert_eq!(kinds[1]["sha256"], json!({"recorded": null, "found": new, "made": old}));
    assert!(kinds[1]["first"]["line"].as_u64().is_some_and(|line| line > 0), "{kinds:#?}");
    let mut names = before;
    names.insert(2, "c.zip".into());
    assert_eq!(here.names(), names, "verify writes nothing");
}

/// The sections of the template of the social science data editors, in their order.
fn sections(readme: &str) {
    let wanted = [
        "Overview",
        "Data availability and provenance statements",
        "Dataset list",
        "Computational requirements",
        "Description of programs/code",
        "Instructions to replicators",
        "List of tables and figures",
        "References",
    ];
    let found: Vec<&str> = readme.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(found, wanted);
}

/// The structural rules of RO-Crate 1.1: a metadata descriptor about the root, a root with its properties, a part for
/// each file, and no reference within the crate that leads nowhere.
fn is_a_research_object(files: &Files) {
    let value: Value = serde_json::from_str(text(files, "ro-crate-metadata.json")).expect("JSON");
    assert_eq!(value["@context"], "https://w3id.org/ro/crate/1.1/context");
    let graph = value["@graph"].as_array().expect("a flat graph");
    let ids: Vec<&str> = graph.iter().map(|e| e["@id"].as_str().expect("an @id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "each entity once");
    assert!(graph.iter().all(|e| e["@type"].is_string()), "each with a type");
    let entity = |id: &str| graph.iter().find(|e| e["@id"] == id).unwrap_or_else(|| panic!("no entity {id}"));
    let descriptor = entity("ro-crate-metadata.json");
    assert_eq!(descriptor["@type"], "CreativeWork");
    assert_eq!(descriptor["conformsTo"]["@id"], "https://w3id.org/ro/crate/1.1");
    assert_eq!(descriptor["about"]["@id"], "./");
    let root = entity("./");
    assert_eq!(root["@type"], "Dataset");
    for needed in ["name", "description", "license", "datePublished", "hasPart"] {
        assert!(!root[needed].is_null(), "the root needs {needed}");
    }
    let day = root["datePublished"].as_str().expect("a day");
    assert!(day.len() == 10 && day.split('-').count() == 3, "{day} is no day of ISO 8601");
    let parts: BTreeSet<&str> =
        root["hasPart"].as_array().expect("parts").iter().map(|p| p["@id"].as_str().expect("an @id")).collect();
    let payload: BTreeSet<&str> =
        files.keys().map(String::as_str).filter(|name| *name != "ro-crate-metadata.json").collect();
    assert_eq!(parts, payload, "a part for each file");
    for part in parts {
        assert_eq!(entity(part)["@type"], "File");
    }
    let mut references = Vec::new();
    gather(&value["@graph"], &mut references);
    for id in references.iter().filter(|id| !id.starts_with("https://w3id.org/ro/crate/")) {
        assert!(unique.contains(id.as_str()), "`{id}` leads nowhere");
    }
}

/// Every `@id` that stands as a value: an object that has nothing else.
fn gather(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => match (object.get("@id").and_then(Value::as_str), object.len()) {
            (Some(id), 1) => found.push(id.to_owned()),
            _ => object.values().for_each(|v| gather(v, found)),
        },
        Value::Array(list) => list.iter().for_each(|v| gather(v, found)),
        _ => {}
    }
}

/// A package of one's own, one table of which may not be passed on.
#[test]
fn what_is_changed_missing_or_added_is_named() {
    let here = Workdir::new();
    here.package("mine", None);
    let unlicensed = here.run(&TINY).ends_with(1);
    unlicensed.reports(&["no licence is stated for", "give each resource, or the whole package, its \"licenses\""]);
    fs::remove_dir_all(here.path("mine")).expect("the package");
    licensed(&here);
    let made = here.run(&TINY).ends_with(0);
    made.holds(made.stdout.contains("Left out arms.csv"), "what is left out");
    let files = unpacked(&here, "a.zip");
    let lock = Lock::of(&files).expect("a lock");
    assert_eq!(lock.data.withheld.iter().map(|w| w.file.as_str()).collect::<Vec<_>>(), ["arms.csv"]);
    // Without the data nothing is made again, and that is said.
    let without = here.run(&["verify", "a.zip"]).ends_with(1);
    let words = without.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    without.holds(words.contains("arms.csv may not be passed on"), "what is needed");
    without.holds(words.contains("--data DIR"), "the way to it");
    let with = ["verify", "a.zip", "--data", "mine"];
    here.run(&with).ends_with(0);
    let expect = |files: &Files, expected: &[&str]| {
        packed(&here, "b.zip", files);
        let run = here.run(&["verify", "b.zip", "--data", "mine", "--format", "csv"]).ends_with(1);
        for piece in expected {
            run.holds(run.stdout.contains(piece), piece);
        }
    };
    let without_file = |name: &str| {
        let mut fewer = files.clone();
        fewer.remove(name).expect(name);
        fewer
    };
    let hash = |name: &str| load::sha256(&files[name]);
    expect(&without_file("codebook.md"), &[&format!("codebook.md,missing,{}", hash("codebook.md"))]);
    expect(&without_file("data/trade.csv"), &[&format!("data/trade.csv,missing,{}", hash("data/trade.csv"))]);
    let mut more = files.clone();
    more.insert("data/notes.txt".into(), b"a note".to_vec());
    expect(&more, &[&format!("data/notes.txt,added,,{}", load::sha256("a note"))]);
    let mut other = files.clone();
    let lock_text = text(&files, LOCK).replace("2026-11-29", "2026-11-28");
    other.insert(LOCK.into(), lock_text.into_bytes());
    expect(&other, &[&format!("{LOCK},changed,{}", hash(LOCK)), "CITATION.cff,made_otherwise,"]);
    // Data that are not those of the bundle.
    let arms = here.read("mine/arms.csv");
    let row = arms.lines().nth(1).expect("a row");
    here.write("mine/arms.csv", arms.replacen(&format!("{row}\n"), "", 1));
    let others = here.run(&with).ends_with(1);
    let cause = others.stdout.find("data/arms.csv: the data given are others");
    let effect = others.stdout.find("Follows");
    others.holds(cause.is_some() && cause < effect, "the table, before what follows from it");
    // What was made again is left where it is wanted, and nowhere else.
    here.write("mine/arms.csv", arms);
    here.run(&["verify", "a.zip", "--data", "mine", "--keep", "again"]).ends_with(0);
    assert_eq!(here.read("again/README.md"), text(&files, "README.md"));
    here.run(&["verify", "a.zip", "--keep", "again"])
        .ends_with(2)
        .reports(&["it holds files already, and nothing was written"]);
}

#[test]
fn what_is_no_bundle_is_refused() {
    let here = Workdir::new();
    let refused = |name: &str, words: &str| {
        here.run(&["verify", name]).ends_with(1).reports(&[words, "nothing was run"]);
    };
    here.write("text.zip", "no zip");
    refused("text.zip", "it is no zip that can be read");
    here.run(&["verify", "nowhere.zip"]).ends_with(3);
    let zip = |name: &str, fill: &dyn Fn(&mut Archive)| {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        fill(&mut archive);
        here.write(name, archive.finish().expect("a zip").into_inner());
    };
    let options = SimpleFileOptions::default();
    for (name, entry) in [("up.zip", "../up.txt"), ("root.zip", "/tmp/root.txt"), ("back.zip", "a\\..\\b.txt")] {
        zip(name, &|archive| {
            archive.start_file(entry, options).expect("an entry");
            archive.write_all(b"x").expect("a byte");
        });
        refused(name, "leads out of the archive");
    }
    zip("link.zip", &|archive| archive.add_symlink("data", "/etc", options).expect("a link"));
    refused("link.zip", "`data` is a link");
    zip("other.zip", &|archive| {
        archive.start_file("a.txt", options).expect("an entry");
    });
    refused("other.zip", "it has no bundle.lock, and so is no bundle of spscore");
    packed(&here, "lock.zip", &Files::from([(LOCK.to_owned(), b"{\"format\": \"spscore-bundle/9\"}".to_vec())]));
    refused("lock.zip", "is of the format `spscore-bundle/9`");
    packed(&here, "broken.zip", &Files::from([(LOCK.to_owned(), b"{".to_vec())]));
    refused("broken.zip", "bundle.lock cannot be read");
    // One framework is in a bundle; the way to a comparison of several is told.
    let several = ["bundle", "russia-asean", "--frameworks", "renard,korolev", "-o", "several.zip"];
    here.run(&several).ends_with(2).reports(&[
        "a bundle holds one framework",
        "--framework renard",
        "spscore compare --frameworks renard,korolev",
    ]);
    assert!(!here.names().contains(&"several.zip".to_owned()));
    // A bundle does not take the place of what is none.
    here.write("mine.txt", "mine");
    let kept = here.run(&["bundle", "russia-asean", "-o", "mine.txt"]).ends_with(2);
    kept.reports(&["this is no bundle, and would be lost", "--force"]);
    assert_eq!(here.read("mine.txt"), "mine");
}

#[test]
fn a_freeze_says_what_has_changed() {
    let here = Workdir::new();
    here.run(&["freeze", "--date", "2026-11-29", "-o", "freeze.json"]).ends_with(0);
    let frozen: Value = serde_json::from_str(&here.read("freeze.json")).expect("JSON");
    assert_eq!(frozen["date"], "2026-11-29");
    assert_eq!(frozen["peers"]["slugs"].as_array().map(Vec::len), Some(11));
    let kept = here.run(&["freeze", "--check", "freeze.json"]).ends_with(0);
    kept.holds(kept.stdout.contains("are those that were frozen"), "kept");
    let text = here.run(&["framework", "print", "korolev"]).ends_with(0).stdout;
    let fewer = text.replace(", \"CAN\", \"GBR\"]", ", \"GBR\"]").replace("version = \"2.0\"", "version = \"2.1\"");
    assert_ne!(fewer, text);
    here.write("mine.toml", fewer);
    let broken = here.run(&["freeze", "--check", "freeze.json", "--framework", "mine.toml"]).ends_with(1);
    let words = broken.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in ["Not what was frozen: framework, peer set", "(korolev 2.0, now korolev 2.1)", "left out: canada-asean"]
    {
        broken.holds(words.contains(said), said);
    }
    // Data that were drawn since break nothing.
    here.package("mine", None);
    let drawn = here.run(&["freeze", "--check", "freeze.json", "--data", "mine", "--format", "json"]);
    let found: Value = serde_json::from_str(&drawn.stdout).expect("JSON");
    let data = found["items"].as_array().and_then(|items| items.iter().find(|i| i["item"] == "data")).expect("data");
    assert_eq!((&data["same"], &data["binding"]), (&json!(false), &json!(false)));
    for (file, content, words) in [
        ("broken.json", "{", "it cannot be read as a freeze"),
        ("other.json", "{\"format\": \"x\"}", "it is of the format `x`"),
    ] {
        here.write(file, content);
        here.run(&["freeze", "--check", file]).ends_with(1).reports(&[words]);
    }
    here.run(&["freeze", "--date", "2026-11"]).ends_with(2).reports(&["write a day, such as 2026-11-29"]);
}
