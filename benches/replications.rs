//! How long a replication of a table takes: 500 of them, a Sobol' design's worth, and the obvious alternative in the same run.
//!
//! What bounds it, on ASEM (51 units, 49 indicators, 11 inner nodes with 2 to 8 children each): a replication reads 2,499 leaf
//! scores and 510 inner ones, and does a multiply-add, a minimum and a maximum on each: some 12,000 operations, two abreast, which
//! at 3 GHz and one or two a cycle is 1 to 2 microseconds; laying out the results (561 numbers, unit by unit) and clearing the arrays
//! of the run before cost about one more. A geometric way adds 561 exponentials and 510 logarithms of inner scores, 4 to 8 ns each: 4 to 8
//! microseconds; the logarithms of the leaves are kept. Limit: about 2.5 microseconds for an arithmetic way, 7 for a geometric
//! one; measured 3.8 and 7.7 on one core of a shared server, and 350 for `rate` on the varied index.
//!
//! Kept: scores and logarithms, 8 bytes each, and 2 bytes of marks for every cell of every combination of the discrete settings
//! below the nodes: 45 kB a combination here, 450 kB for the ten. With 20,000 units and 17 indicators 6 MB a combination, more
//! than the second-level cache, so that reading them from the third or from memory sets the pace there.
//!
//! A program in NumPy that holds the same columns as arrays would need, for each node, about five calls over an array of
//! 51 x 5 numbers (product, sum, division, and log and exp where geometric), each at 1 to 5 microseconds of overhead: 11 nodes x 5
//! calls, 50 to 250 microseconds a replication, however small the arrays; for 20,000 units the overhead no longer counts, and it
//! would write and read a product array for each node beside.
//!
//! Single figures on a busy machine mean little; compare the rows of one run.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use divan::counter::ItemsCount;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;
use spscore::analysis::multiverse::{Multiverse, TableMultiverse, width};
use spscore::load;
use spscore::model::{Index, Units};
use spscore::scoring::rate;

const ASEM: [&str; 3] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/published/asem/asem_idata.csv"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/published/asem/asem_imeta.csv"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/asem/factors.toml"),
];

/// Tells how often memory is asked for: never, in a way whose leaves are kept.
#[global_allocator]
static MEMORY: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

fn asem() -> TableMultiverse {
    let [data, meta, methods] = ASEM.map(Path::new);
    let (index, units) = load::coinr_from(data, meta, Some(methods)).expect("the pair");
    spanned(index, units)
}

fn spanned(index: Index, units: Units) -> TableMultiverse {
    let factors = index.factors.clone();
    TableMultiverse::new(index, units, &factors).expect("a multiverse")
}

/// Random points, seed 1.
fn points(multiverse: &TableMultiverse, count: usize) -> Vec<Vec<Option<f64>>> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut coordinate = || Some((rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64);
    (0..count).map(|_| multiverse.factors().iter().map(|_| coordinate()).collect()).collect()
}

/// Runs every point on `threads` threads; how many could be computed.
fn run(multiverse: &TableMultiverse, points: &[Vec<Option<f64>>], threads: usize) -> usize {
    let made = || (multiverse.workspace(), vec![0.0; width(multiverse)]);
    if threads == 1 {
        let (mut workspace, mut out) = made();
        return points.iter().filter(|p| multiverse.run(p, &mut workspace, &mut out)).count();
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| {
        points
            .par_chunks(256)
            .map_init(made, |(workspace, out), chunk| {
                chunk.iter().filter(|p| multiverse.run(p, workspace, out)).count()
            })
            .sum()
    })
}

/// From the parsed tables: the multiverse is made, its leaves are computed, and 500 ways are run.
#[divan::bench(sample_count = 30)]
fn five_hundred_ways_of_asem_from_the_start(bencher: divan::Bencher<'_, '_>) {
    let [data, meta, methods] = ASEM.map(Path::new);
    let (index, units) = load::coinr_from(data, meta, Some(methods)).expect("the pair");
    let points = points(&asem(), 500);
    bencher.counter(ItemsCount::new(500_usize)).bench(|| {
        let multiverse = spanned(index.clone(), units.clone());
        assert_eq!(run(&multiverse, &points, 1), 500);
    });
}

#[divan::bench(sample_count = 10, args = [1, 2])]
fn a_design_of_14336_ways_of_asem(bencher: divan::Bencher<'_, '_>, threads: usize) {
    let points = points(&asem(), 14_336);
    bencher.counter(ItemsCount::new(points.len())).bench(|| run(&asem(), &points, threads));
}

/// Every way the same to see what one costs: arithmetic or geometric means.
#[divan::bench(sample_count = 100, sample_size = 20, args = ["arithmetic", "geometric"])]
fn one_way_of_asem(bencher: divan::Bencher<'_, '_>, aggregation: &str) {
    let multiverse = asem();
    let last = if aggregation == "geometric" { 0.75 } else { 0.25 };
    let point = [Some(0.3), Some(0.2), Some(0.4), Some(last)];
    let (mut workspace, mut out) = (multiverse.workspace(), vec![0.0; width(&multiverse)]);
    multiverse.run(&point, &mut workspace, &mut out);
    bencher.bench_local(|| multiverse.run(divan::black_box(&point), &mut workspace, &mut out));
}

/// The obvious alternative: `rate` on the varied index, way by way.
#[divan::bench(sample_count = 5)]
fn a_hundred_ways_of_asem_by_rate(bencher: divan::Bencher<'_, '_>) {
    let multiverse = asem();
    let instances: Vec<(Index, Units)> =
        points(&multiverse, 100).iter().filter_map(|p| multiverse.instance(p)).collect();
    bencher
        .counter(ItemsCount::new(instances.len()))
        .bench(|| instances.iter().filter(|(index, units)| rate(&index.clone(), units).is_ok()).count());
}

const SEVENTEEN: &str = r#"schema = "spscore-framework/1"
units = "rows"
code = "random"
version = "1"
title = "Seventeen indicators below four nodes"

[methods]
normalise = { method = "min_max", low = 1, high = 100 }

[factors.weights]
within = 0.25
sets = 100
reason = "a benchmark"

[factors.aggregation]
choices = ["geometric"]
reason = "a benchmark"

[[node]]
code = "all"
title = "all"
"#;

/// A table of random numbers, `holes` of a hundred cells empty.
fn table(units: usize, holes: u64) -> TableMultiverse {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("replications-{units}-{holes}"));
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut framework = SEVENTEEN.to_owned();
    for node in 0..4 {
        let _ = write!(framework, "\n[[node]]\ncode = \"n{node}\"\ntitle = \"n\"\nparent = \"all\"\n");
    }
    let mut csv = "unit".to_owned();
    for i in 0..17 {
        let _ = write!(framework, "\n[[indicator]]\ncode = \"x{i}\"\ntitle = \"x\"\nparent = \"n{}\"\n", i % 4);
        let _ = write!(csv, ",x{i}");
    }
    let mut rng = ChaCha8Rng::seed_from_u64(units as u64);
    for unit in 0..units {
        let _ = write!(csv, "\nu{unit}");
        for _ in 0..17 {
            let empty = rng.next_u64() % 100 < holes;
            let _ = if empty { write!(csv, ",") } else { write!(csv, ",{}", rng.next_u64() % 100_000) };
        }
    }
    std::fs::write(folder.join("index.toml"), framework).expect("the framework to be written");
    std::fs::write(folder.join("table.csv"), csv + "\n").expect("the table to be written");
    let index = load::index_from(&folder.join("index.toml")).expect("the framework");
    let units = load::units_from(&folder.join("table.csv"), &index).expect("the table");
    spanned(index, units)
}

const SIZES: [usize; 5] = [11, 110, 1_100, 11_000, 20_000];

/// Units a second should be the same in every row: the cost is linear.
#[divan::bench(sample_count = 20, args = SIZES)]
fn ten_ways_of_a_table(bencher: divan::Bencher<'_, '_>, units: usize) {
    ways_of(bencher, units, 0);
}

/// One cell in ten is empty, so that most units are summed up one by one.
#[divan::bench(sample_count = 20, args = SIZES)]
fn ten_ways_of_a_table_with_holes(bencher: divan::Bencher<'_, '_>, units: usize) {
    ways_of(bencher, units, 10);
}

fn ways_of(bencher: divan::Bencher<'_, '_>, units: usize, holes: u64) {
    let multiverse = table(units, holes);
    let points = points(&multiverse, 10);
    let (mut workspace, mut out) = (multiverse.workspace(), vec![0.0; width(&multiverse)]);
    // The leaves of a table are computed once; what is asked here is what a way costs after that.
    multiverse.run(&points[0], &mut workspace, &mut out);
    let counter = ItemsCount::new(10 * units);
    bencher.counter(counter).bench_local(|| {
        for point in &points {
            multiverse.run(point, &mut workspace, &mut out);
        }
    });
}
