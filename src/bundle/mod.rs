//! Replication packages: everything that a result was made from in one archive, and the check that it makes the same
//! bytes again.
//!
//! What is in a bundle follows from the framework, the data, the partnerships and the window ([`contents()`]); [`verify()`]
//! takes these from a bundle, makes all of it again and compares file by file. Commands are run by whoever calls: the
//! program runs them as if they had been typed, and nothing is written.

pub mod archive;
mod citation;
mod codebook;
mod commands;
mod contents;
mod crate_metadata;
mod descriptor;
pub mod freeze;
mod gathered;
mod lock;
mod readme;
mod verify;

use std::collections::BTreeMap;

pub use contents::contents;
pub use descriptor::{DESCRIPTOR, Resource};
pub use gathered::Inputs;
pub use lock::{LOCK, Lock, NoLock, SUMS};
pub use verify::{Difference, Kind, Verified, verify};

use crate::model::{Framework, Package};

/// The files of a bundle by their paths, with `/` between folders.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Runs a command that begins after `spscore` on a framework and a package, and gives the files that it would write; the
/// error is what it would say.
pub type Run<'r> = &'r mut dyn FnMut(&Framework, &Package, &[String]) -> Result<Vec<(String, Vec<u8>)>, String>;

/// Why no bundle was made, or none was checked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Whether these may be passed on is not known.
    #[error("datapackage.json: error: no licence is stated for {}\n  hint: give each resource, or the whole package, its \"licenses\"; what may not be passed on is then left out of the bundle and told how to get", .0.join(", "))]
    Unlicensed(Vec<String>),
    #[error("datapackage.json: error: {0}")]
    Descriptor(String),
    /// RO-Crate and the README need a day.
    #[error(
        "error: the day of the bundle is not known: datapackage.json states none\n  name one with --date 2026-11-29"
    )]
    NoDay,
    /// A command of the bundle failed.
    #[error("spscore {command}: {why}")]
    Command { command: String, why: String },
    #[error("the bundle cannot be written as JSON: {0}")]
    Unwritten(String),
    #[error("{0}")]
    Uncited(String),
}

/// The SHA-256 of some bytes.
fn sum(bytes: impl AsRef<[u8]>) -> String {
    crate::load::sha256(bytes)
}
