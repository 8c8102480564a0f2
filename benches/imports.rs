//! How fast downloads are brought into a package: yearly files of BACI, and the bulk file of roll calls of the United
//! Nations' library.
//!
//! The files are made for this, in a temporary folder: BACI of as many megabytes together as `BACI_MB` says (2,048),
//! in files of about 430 MB as CEPII has them, each with some 220 exporters and importers and 5,000 products; roll
//! calls of `VOTES` rows (900,000). At the end the largest amount of memory that was in use is printed, which the size
//! of BACI's files must not change.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
use std::sync::OnceLock;

use spscore::import::verbs::{Request, import};
use spscore::model::countries;
use spscore::progress::Silent;
use spscore::scaffold;
use tempfile::TempDir;

fn main() {
    divan::main();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find(|line| line.starts_with("VmHWM:")) {
        println!("largest amount of memory in use: {}", peak.trim_start_matches("VmHWM:").trim());
    }
}

/// What the environment says, or what is usual.
fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Numbers that look like chance and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A package of the members of ASEAN and three of their partners.
fn package(folder: &TempDir) -> PathBuf {
    let parties = ["BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "VNM", "RUS", "CHN", "USA"];
    let request =
        scaffold::Request { name: "bench".into(), parties: parties.map(str::to_owned).into(), peers: Vec::new() };
    let made = scaffold::package(&request).unwrap_or_else(|e| panic!("{e}"));
    let path = folder.path().join("package");
    fs::create_dir_all(&path).expect("a folder");
    for (name, text) in &made.files {
        fs::write(path.join(name), text).expect("a file");
    }
    path
}

struct Data {
    folder: TempDir,
    files: Vec<PathBuf>,
    bytes: u64,
    rows: usize,
}

/// BACI's yearly files: exporter by exporter, the products of each pair one after the other.
fn baci() -> &'static Data {
    static DATA: OnceLock<Data> = OnceLock::new();
    DATA.get_or_init(|| {
        const YEARLY: u64 = 430 << 20;
        let folder = TempDir::new().expect("a folder");
        let codes: Vec<u16> = countries::all()
            .iter()
            .filter(|c| !c.is_former())
            .filter_map(|c| c.trade_codes.first().copied().or(c.m49))
            .collect();
        let (mut numbers, mut files, mut bytes, mut rows) = (Numbers(1), Vec::new(), 0, 0);
        let wanted = (setting("BACI_MB", 2048) as u64) << 20;
        for year in 2002.. {
            if bytes >= wanted {
                break;
            }
            let path = folder.path().join(format!("BACI_HS02_Y{year}_V202401b.csv"));
            let mut file = BufWriter::new(fs::File::create(&path).expect("a file"));
            let (mut lines, mut size) = (String::from("t,i,j,k,v,q\n"), 0);
            let pairs = (codes.len() * (codes.len() - 1)) as u64;
            // So many products for each pair as fill the file.
            let each = (YEARLY / pairs / 34).max(1);
            for from in &codes {
                for to in codes.iter().filter(|to| *to != from) {
                    for _ in 0..each {
                        let product = (1 + numbers.below(97)) * 10_000 + 100 * (1 + numbers.below(52));
                        let (value, decimals) = (numbers.below(90_000), numbers.below(1_000));
                        let tonnes = numbers.below(9_000);
                        writeln!(lines, "{year},{from},{to},{product:06},{value}.{decimals:03},{tonnes}.{decimals:03}")
                            .expect("memory");
                        rows += 1;
                    }
                }
                size += lines.len() as u64;
                file.write_all(lines.as_bytes()).expect("a disk with room");
                lines.clear();
            }
            file.flush().expect("a disk with room");
            bytes += size;
            files.push(path);
        }
        Data { folder, files, bytes, rows }
    })
}

/// The library's bulk file: a row for each state and resolution.
fn votes() -> &'static Data {
    static DATA: OnceLock<Data> = OnceLock::new();
    DATA.get_or_init(|| {
        let folder = TempDir::new().expect("a folder");
        let states: Vec<&countries::Country> = countries::all().iter().filter(|c| !c.is_former()).collect();
        let (wanted, mut numbers) = (setting("VOTES", 900_000), Numbers(2));
        let mut text = String::from("undl_id,ms_code,ms_name,ms_vote,date,session,resolution,title\n");
        let mut rows = 0;
        for call in 0.. {
            if rows >= wanted {
                break;
            }
            let year = 1946 + call / 70;
            for state in &states {
                let vote = ["Y", "N", "A", "X"].get(numbers.below(4) as usize).copied().unwrap_or("Y");
                let (session, code, name) = (year - 1945, &state.code, &state.name);
                writeln!(
                    text,
                    "{call},{code},\"{name}\",{vote},{year}-12-01,{session},A/RES/{session}/{call},\"A title, as long as many\""
                )
                .expect("memory");
                rows += 1;
            }
        }
        let path = folder.path().join("votes.csv");
        fs::write(&path, &text).expect("a disk with room");
        Data { folder, files: vec![path], bytes: text.len() as u64, rows }
    })
}

fn run(bencher: divan::Bencher, data: &Data) {
    let request = Request { files: data.files.clone(), into: package(&data.folder), ..Request::default() };
    bencher
        .counter(divan::counter::BytesCount::new(data.bytes))
        .counter(divan::counter::ItemsCount::new(data.rows))
        .bench(|| import(&request, &Silent).unwrap_or_else(|e| panic!("{e}")));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn baci_files(bencher: divan::Bencher) {
    run(bencher, baci());
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn roll_calls(bencher: divan::Bencher) {
    run(bencher, votes());
}
