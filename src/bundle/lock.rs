//! The lock: what a bundle was made from and by, and the hash of every file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Files, sum};

/// The file with the lock.
pub const LOCK: &str = "bundle.lock";
/// The file with the checksums, as `sha256sum -c` reads them.
pub const SUMS: &str = "SHA256SUMS";
const FORMAT: &str = "spscore-bundle/1";

/// What a bundle was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    pub format: String,
    /// The version of the program.
    pub spscore: String,
    /// The machine for which that program was built.
    pub target: String,
    /// The day of the bundle.
    pub date: String,
    pub framework: LockedFramework,
    pub data: LockedData,
    pub partnerships: Vec<String>,
    pub window: String,
    pub commands: Vec<String>,
    /// Figures that have nothing to show, each with the reason.
    pub not_drawn: Vec<String>,
    /// The SHA-256 of every file but the lock and the checksums.
    pub files: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedFramework {
    pub code: String,
    pub version: String,
    pub sha256: String,
    pub file: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedData {
    pub name: String,
    pub version: String,
    pub sha256: String,
    /// Whether the program of that version has the package within it.
    pub built_in: bool,
    /// Files that may not be passed on, which are needed all the same.
    pub withheld: Vec<Withheld>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withheld {
    /// Within the folder of the package.
    pub file: String,
    pub sha256: String,
    pub bytes: usize,
    pub licence: String,
}

/// Why files are no bundle.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoLock {
    #[error("it has no {LOCK}, and so is no bundle of spscore")]
    Missing,
    #[error("{LOCK} cannot be read: {0}")]
    Malformed(String),
    #[error("{LOCK} is of the format `{0}`, and this program reads {FORMAT}")]
    Foreign(String),
}

/// The machine for which this program was built.
pub(super) fn target() -> String {
    let machine = if cfg!(target_arch = "x86_64") {
        "x86_64"
    } else if cfg!(target_arch = "aarch64") {
        "aarch64"
    } else {
        "other"
    };
    let system = if cfg!(target_os = "linux") {
        "linux"
    } else if cfg!(target_os = "macos") {
        "macos"
    } else if cfg!(windows) {
        "windows"
    } else {
        "other"
    };
    format!("{machine}-{system}")
}

impl Lock {
    pub(super) fn format() -> String {
        FORMAT.to_owned()
    }

    /// The lock of a bundle.
    ///
    /// # Errors
    ///
    /// Where there is none that this program reads.
    pub fn of(files: &Files) -> Result<Lock, NoLock> {
        let bytes = files.get(LOCK).ok_or(NoLock::Missing)?;
        let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|e| NoLock::Malformed(e.to_string()))?;
        match value.get("format").and_then(serde_json::Value::as_str) {
            Some(FORMAT) => serde_json::from_value(value).map_err(|e| NoLock::Malformed(e.to_string())),
            Some(other) => Err(NoLock::Foreign(other.to_owned())),
            None => Err(NoLock::Malformed("it names no format".to_owned())),
        }
    }
}

/// A line for each file, by name.
pub(super) fn sums(files: &Files) -> String {
    let others = files.iter().filter(|(name, _)| *name != SUMS);
    others.map(|(name, bytes)| format!("{}  {name}\n", sum(bytes))).collect()
}
