//! How long an uncertainty analysis of partnerships takes, and what a draw costs.

use std::path::Path;

use spscore::analysis::multiverse::{Multiverse, Partnerships};
use spscore::analysis::uncertainty::{Plan, uncertainty};
use spscore::load;
use spscore::measure::Gauge;
use spscore::model::{Framework, Package, Partnership};
use spscore::scoring::score;

fn main() {
    divan::main();
}

fn inputs() -> (Framework, Package, Vec<Partnership>) {
    let framework = load::framework_from(Path::new("korolev")).expect("the built-in framework");
    let package = load::embedded_package().expect("the built-in package");
    let find = |code: &String| package.parties.by_code(code).expect("a party");
    let with = find(&framework.peers.with);
    let peers =
        framework.peers.members.iter().map(|code| Partnership::new(find(code), with).expect("a pair")).collect();
    (framework, package, peers)
}

fn multiverse(framework: &Framework, package: &Package, all: &[Partnership]) -> Partnerships {
    Partnerships::new(framework, package, all, framework.window, &framework.factors).0
}

fn drawn(bencher: divan::Bencher<'_, '_>, threads: usize, partnerships: usize, draws: usize) {
    let (framework, package, peers) = inputs();
    let multiverse = multiverse(&framework, &package, &peers[..partnerships]);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    let plan = Plan { draws, seed: 1 };
    bencher.bench(|| pool.install(|| uncertainty(&multiverse, Some(&framework.verdicts), plan, &|_| {})));
}

/// Measuring eleven partnerships in every window of the multiverse.
#[divan::bench(sample_count = 20)]
fn measure_eleven_in_all_windows(bencher: divan::Bencher<'_, '_>) {
    let (framework, package, peers) = inputs();
    bencher.bench(|| multiverse(&framework, &package, &peers).factors().len());
}

#[divan::bench(sample_count = 20)]
fn measure_eleven_once(bencher: divan::Bencher<'_, '_>) {
    let (framework, package, peers) = inputs();
    bencher.bench(|| {
        let gauge = Gauge::new(&package, &framework, framework.window);
        peers.iter().map(|p| score(&framework, &gauge.measure(&framework, *p).readings())).collect::<Vec<_>>()
    });
}

#[divan::bench(sample_count = 10)]
fn ten_thousand_draws_of_eleven_two_threads(bencher: divan::Bencher<'_, '_>) {
    drawn(bencher, 2, 11, 10_000);
}

#[divan::bench(sample_count = 10)]
fn ten_thousand_draws_of_eleven_one_thread(bencher: divan::Bencher<'_, '_>) {
    drawn(bencher, 1, 11, 10_000);
}

#[divan::bench(sample_count = 10)]
fn a_thousand_draws_of_one_two_threads(bencher: divan::Bencher<'_, '_>) {
    drawn(bencher, 2, 1, 1_000);
}
