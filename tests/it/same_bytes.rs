//! The same request gives the same bytes: in every process, and however the rows of a register stand.

use std::fs;
use std::path::Path;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use spscore::load::package_from;

use crate::workdir::Workdir;

#[test]
fn eight_processes_give_one_pdf() {
    let here = Workdir::new();
    here.package("tiny", None);
    let mut files = Vec::new();
    for i in 0..8 {
        let name = format!("{i}.pdf");
        here.run(&["plot", "coverage", "russia-asean", "china-asean", "--data", "tiny", "-o", &name]).ends_with(0);
        files.push(fs::read(here.path(&name)).expect("a PDF"));
    }
    assert!(files.iter().all(|file| *file == files[0]), "eight figures differ");
    // Two fonts, whose order caused the difference.
    let fonts = files[0].windows(10).filter(|w| *w == b"/FontFile2").count();
    assert_eq!(fonts, 2, "regular and bold");
}

/// The shipped package in a folder, with the rows of parties.csv in another order, and under a name of its own.
fn shuffled(here: &Workdir, name: &str, seed: Option<u64>) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/asean");
    fs::create_dir(here.path(name)).expect("a folder");
    for entry in fs::read_dir(from).expect("the package") {
        let path = entry.expect("a file").path();
        let mut bytes = fs::read(&path).expect("bytes");
        let file = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if file == "datapackage.json" {
            bytes = text.replacen("\"name\": \"asean\"", "\"name\": \"asean-copy\"", 1).into_bytes();
        }
        if let (Some(seed), "parties.csv") = (seed, file.as_str()) {
            let (head, rows) = text.split_once('\n').expect("a header");
            let mut rows: Vec<&str> = rows.lines().collect();
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            for i in (1..rows.len()).rev() {
                rows.swap(i, (random.next_u64() % (i as u64 + 1)) as usize);
            }
            bytes = format!("{head}\n{}\n", rows.join("\n")).into_bytes();
        }
        fs::write(here.path(name).join(file), bytes).expect("a copy");
    }
}

#[test]
fn the_order_of_parties_moves_no_digit() {
    let here = Workdir::new();
    shuffled(&here, "data", None);
    let sum = package_from(&here.path("data")).unwrap_or_else(|e| panic!("{e}")).sha256;
    let requests: [&[&str]; 6] = [
        &["compare", "--peers", "--draws", "60", "--format", "json"],
        &["compare", "--peers", "--draws", "60"],
        &["evaluate", "vietnam-russia", "--draws", "60", "--format", "markdown"],
        &["decompose", "eu-asean", "--levels", "--format", "csv"],
        &["explain", "russia-asean", "agreement_on_a"],
        &["list", "parties"],
    ];
    let reported = |sum: &str| -> Vec<String> {
        let one = |args: &&[&str]| {
            let run = here.run(&[args, &["--data", "data"][..]].concat());
            run.holds(run.code == 0 || run.code == 4, "a report");
            run.stdout.replace(sum, "sum")
        };
        requests.iter().map(one).collect()
    };
    let usual = reported(&sum);
    for pair in ["\"russia-asean\"", "\"eu-asean\"", "\"china-asean\"", "\"uk-asean\""] {
        assert!(usual[0].contains(pair), "{pair} keeps its name");
    }
    assert!(usual[2].starts_with("# Russia – Vietnam"), "{}", usual[2]);
    for seed in [1, 2] {
        fs::remove_dir_all(here.path("data")).expect("the folder away");
        shuffled(&here, "data", Some(seed));
        let package = package_from(&here.path("data")).unwrap_or_else(|e| panic!("{e}"));
        assert_ne!(package.sha256, sum, "seed {seed} changes the file");
        for ((found, usual), request) in reported(&package.sha256).iter().zip(&usual).zip(requests) {
            assert!(found == usual, "seed {seed}: {request:?}\n{found}\n-- was\n{usual}");
        }
    }
}
