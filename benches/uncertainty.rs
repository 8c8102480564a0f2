//! How long an uncertainty analysis of partnerships takes, and what a draw costs.
//!
//! The obvious alternative stands beside it: measuring and scoring eleven partnerships anew for one way (`measure_eleven_once`), which is
//! what a loop over changed framework files would do ten thousand times.
//!
//! What bounds a draw of eleven: some 500 gamma variates (twelve speakers times seventeen issues, each side and all others) and 45 streams
//! of ChaCha8 to draw them from, about 35 µs; 187 values with two logarithms each and 11 score cards of 35 nodes, about 25 µs. Memory is
//! no limit: a draw reads 40 kB of counts and writes 3 kB of scores. A NumPy program that holds all draws of one indicator as an array would
//! need the same variates, at 30 ns each 0.15 s for 10,000 draws, and as many passes over arrays of 10,000 as there are nodes and
//! partnerships, some 0.1 s; what it cannot do is draw the very window, issue list and scale of each way without a loop.

use std::path::Path;

use spscore::analysis::multiverse::{Multiverse, Partnerships};
use spscore::analysis::sensitivity::{Layout, sobol_indices};
use spscore::analysis::uncertainty::{Plan, nominal, uncertainty};
use spscore::load;
use spscore::measure::Measurer;
use spscore::model::{Framework, Package, Partnership};
use spscore::scoring::score;

fn main() {
    divan::main();
}

fn inputs() -> (Framework, Package, Vec<Partnership>) {
    let framework =
        spscore::scoring::settle(load::framework_from(Path::new("korolev")).expect("the built-in framework"))
            .expect("sound weights");
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
        let measurer = Measurer::new(&package, &framework, framework.window);
        peers.iter().map(|p| score(&framework, &measurer.measure(&framework, *p).readings())).collect::<Vec<_>>()
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

/// What the design of 1,024 base points runs, with indices and intervals of every partnership's gap, score and rank.
#[divan::bench(sample_count = 5)]
fn sobol_design_of_eleven_two_threads(bencher: divan::Bencher<'_, '_>) {
    let (framework, package, peers) = inputs();
    let words: Vec<&str> = framework.factors.declared().into_iter().filter(|w| *w != "threshold").collect();
    let (multiverse, _) =
        Partnerships::new(&framework, &package, &peers, framework.window, &framework.factors.only(&words));
    let own = nominal(&multiverse);
    let layout = Layout { base_points: 1024, seed: 1, ..Layout::default() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("a pool");
    bencher.bench(|| pool.install(|| sobol_indices(&multiverse, &own, &layout, &|_| {})));
}

#[divan::bench(sample_count = 10)]
fn a_thousand_draws_of_one_two_threads(bencher: divan::Bencher<'_, '_>) {
    drawn(bencher, 2, 1, 1_000);
}
