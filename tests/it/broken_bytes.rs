//! Whatever bytes the files of a package hold, loading ends with a package or with problems that have a place.

use std::fs;
use std::path::Path;

use spscore::load::package_from;

/// Numbers without a pattern, the same in every run (Knuth's multiplier).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// Cuts, doubles, replaces or puts in a few bytes, most of which mean something to one of the formats.
fn broken(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    const PIECES: [&[u8]; 24] = [
        b"\"",
        b"\n",
        b"\r",
        b",",
        b";",
        b"\\",
        b"{",
        b"}",
        b"@",
        b"%",
        b"\xFF",
        b"\xC3",
        b"\0",
        b"-",
        b"9",
        b"NaN",
        b"$",
        b"#",
        b"\xEF\xBB\xBF",
        "é".as_bytes(),
        b"\\'",
        b" ",
        b"=",
        b"\"\"",
    ];
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(3) {
        let from = dice.below(bytes.len() + 1);
        let to = (from + dice.below(6)).min(bytes.len());
        let piece = match dice.below(4) {
            0 => Vec::new(),
            1 => bytes[from..to].repeat(2),
            _ => PIECES[dice.below(PIECES.len())].to_vec(),
        };
        bytes.splice(from..to, piece);
    }
    bytes
}

#[test]
fn no_bytes_make_the_loader_panic() {
    let rounds = std::env::var("ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(40);
    let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tiny");
    let dir = tempfile::TempDir::new().expect("a folder for the test");
    let mut names: Vec<_> = fs::read_dir(&tiny).expect("tiny").map(|e| e.expect("a file").file_name()).collect();
    names.sort();
    for name in &names {
        fs::copy(tiny.join(name), dir.path().join(name)).expect("a copy");
    }
    let mut dice = Dice(1);
    let mut reported = 0;
    for name in &names {
        let sound = fs::read(tiny.join(name)).expect("a file that can be read");
        for _ in 0..rounds {
            fs::write(dir.path().join(name), broken(&sound, &mut dice)).expect("a broken file");
            if let Err(error) = package_from(dir.path()) {
                let text = error.to_string();
                assert!(!error.diagnostics().is_empty() && text.contains("hint: "), "{text}");
                reported += 1;
            }
        }
        fs::write(dir.path().join(name), &sound).expect("the sound file");
    }
    assert!(reported > rounds * names.len() / 4, "only {reported} of the broken packages were told");
}
