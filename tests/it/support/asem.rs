//! The ASEM index as COINr ships it, in a folder in which the program runs.

use std::fs;
use std::path::Path;

use crate::support::workdir::Workdir;

/// COINr's pair, with its methods.
pub const ASEM: [&str; 5] = ["--coinr", "idata.csv", "imeta.csv", "--methods", "methods.toml"];

/// The folder in which these are found.
pub fn asem() -> Workdir {
    let here = Workdir::new();
    let files = [
        ("idata.csv", "published/asem/asem_idata.csv"),
        ("imeta.csv", "published/asem/asem_imeta.csv"),
        ("methods.toml", "asem/methods.toml"),
    ];
    for (name, from) in files {
        let at = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(from);
        here.write(name, fs::read(at).unwrap_or_else(|e| panic!("{from}: {e}")));
    }
    here
}
