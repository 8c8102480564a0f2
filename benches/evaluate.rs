//! How long an evaluation takes: the parts in this process, and the program as a whole.
//!
//! The obvious alternatives run beside it: the folder instead of the built-in package, all eleven partners instead of one,
//! and a program that does nothing but start (`--version`), the floor no evaluation can go below. Single figures on a busy
//! machine mean little; compare the rows of one run.
//!
//! What bounds it: about 59,000 rows (3 MB) are read, checked and hashed, which at some 200 MB/s of strict CSV is 15 ms on one
//! core; everything after that touches a few thousand rows.

use std::path::Path;
use std::process::{Command, Stdio};

use spscore::analysis;
use spscore::load;
use spscore::measure::Measurer;
use spscore::model::{Framework, Package, Partnership, Window};

const ASEM: [&str; 3] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/published/asem/asem_idata.csv"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/published/asem/asem_imeta.csv"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/asem/methods.toml"),
];

fn main() {
    divan::main();
}

fn package() -> Package {
    load::embedded_package().expect("the built-in package")
}

fn framework() -> Framework {
    spscore::scoring::settle(load::framework_from(Path::new("korolev")).expect("the built-in framework"))
        .expect("sound weights")
}

fn russia_asean(package: &Package) -> Partnership {
    let find = |name| package.parties.find(name).expect("a party");
    Partnership::new(find("russia"), find("asean")).expect("two parties")
}

#[divan::bench(sample_count = 30)]
fn load_built_in_package() -> Package {
    package()
}

#[divan::bench(sample_count = 30)]
fn load_package_from_folder() -> Package {
    load::package_from(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/asean"))).expect("the package")
}

#[divan::bench(sample_count = 100)]
fn load_framework() -> Framework {
    framework()
}

#[divan::bench(sample_count = 30)]
fn pool_tables_for_a_window(bencher: divan::Bencher<'_, '_>) {
    let (package, framework) = (package(), framework());
    bencher.bench(|| divan::black_box(Measurer::new(&package, &framework, framework.window)));
}

/// One partnership with its ranks, which need all eleven peers.
#[divan::bench(sample_count = 30)]
fn evaluate_among_peers(bencher: divan::Bencher<'_, '_>) {
    let (package, framework) = (package(), framework());
    let measurer = Measurer::new(&package, &framework, framework.window);
    let partnership = russia_asean(&package);
    bencher.bench(|| analysis::evaluate(&framework, &measurer, partnership));
}

/// All eleven peers in nineteen windows: what a timeline computes.
#[divan::bench(sample_count = 20)]
fn score_eleven_in_nineteen_windows(bencher: divan::Bencher<'_, '_>) {
    let (package, framework) = (package(), framework());
    let with = package.parties.by_code(&framework.peers.with).expect("the bloc");
    let peer = |code: &String| Partnership::new(package.parties.by_code(code)?, with);
    let peers: Vec<Partnership> = framework.peers.members.iter().filter_map(peer).collect();
    let window = |first: u16| Window::parse(&format!("{first}-{}", first + 4)).expect("a window");
    let windows: Vec<Window> = (2000..=2018).map(window).collect();
    bencher.bench(|| analysis::timelines(&framework, &package, &windows, &peers));
}

/// The kernel alone: readings in, score card out.
#[divan::bench(sample_count = 100)]
fn score_one_partnership(bencher: divan::Bencher<'_, '_>) {
    let (package, framework) = (package(), framework());
    let measurer = Measurer::new(&package, &framework, framework.window);
    let readings = measurer.measure(&framework, russia_asean(&package)).readings();
    bencher.bench(|| spscore::scoring::score(&framework, divan::black_box(&readings)));
}

/// The ASEM index, 51 units and 49 indicators on four levels: from parsed tables to scores.
#[divan::bench(sample_count = 100)]
fn rate_the_asem_table(bencher: divan::Bencher<'_, '_>) {
    let [data, meta, methods] = ASEM.map(Path::new);
    let (index, units) = load::coinr_from(data, meta, Some(methods)).expect("the pair");
    bencher.bench(|| spscore::scoring::rate(divan::black_box(&index), divan::black_box(&units)).expect("a rating"));
}

/// The same as a whole process, and with every intermediate data set written.
#[divan::bench(sample_count = 40, args = [false, true])]
fn rate_the_asem_table_as_a_whole_process(steps: bool) {
    let [data, meta, methods] = ASEM;
    let mut args = vec!["evaluate", "--coinr", data, meta, "--methods", methods];
    if steps {
        args.extend(["--steps", concat!(env!("CARGO_TARGET_TMPDIR"), "/bench-steps")]);
    }
    run(&args);
}

fn run(args: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_spscore")).args(args).stdout(Stdio::null()).status();
    assert!(status.expect("the program to run").success());
}

/// A figure of all eleven partners, with its CSV and JSON; the folder is the build's own.
#[divan::bench(sample_count = 20, args = ["plane", "gap", "heatmap", "members", "timeline"])]
fn plot_eleven(kind: &str) {
    let out = format!("{}/bench-{kind}.svg", env!("CARGO_TARGET_TMPDIR"));
    run(&["plot", kind, "--peers", "-o", &out]);
}

#[divan::bench(sample_count = 40, args = ["--version", "evaluate russia-asean", "evaluate russia-asean --format json", "compare --peers", "compare --peers --upgrades", "decompose russia-asean --levels", "decompose russia-asean --members", "decompose russia-asean --time", "compare russia-asean --rolling 5", "framework anchors"])]
fn whole_process(args: &str) {
    run(&args.split(' ').collect::<Vec<_>>());
}
