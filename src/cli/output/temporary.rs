//! Creates temporary files and removes those that a killed run left behind: the next run that writes into the folder
//! deletes them.
//!
//! The name of a temporary file holds the process that made it and the system on which it ran, so that only files whose
//! process has certainly ended are removed. Where a system does not list its processes, a file must be a day older than
//! one made now in the same folder; the two times are of one clock, that of the folder.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

const PREFIX: &str = ".spscore-";
const RANDOM: usize = 6;
const OLD: Duration = Duration::from_secs(24 * 60 * 60);

/// A new temporary file in the folder; what earlier runs left there is removed. It is as readable as any other file the
/// user makes, where the system has permissions.
pub(super) fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    let prefix = format!("{PREFIX}{}-{}-", std::process::id(), system());
    let mut builder = Builder::new();
    builder.prefix(&prefix).rand_bytes(RANDOM);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder)?;
    // The removal is optional: where it fails, the run continues.
    if let (Ok(now), Ok(entries)) = (file.as_file().metadata(), fs::read_dir(folder)) {
        for entry in entries.flatten() {
            let name = entry.file_name();
            let made = name.to_str().and_then(MadeBy::parse);
            let left =
                made.is_some_and(|made| entry.metadata().is_ok_and(|old| made.is_abandoned(&old, &now, &system())));
            if left {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
    Ok(file)
}

/// Who made a temporary file, as its name has it.
#[derive(Debug, PartialEq, Eq)]
struct MadeBy<'a> {
    process: u32,
    system: &'a str,
}

impl<'a> MadeBy<'a> {
    /// Nothing for a name that is not exactly of our kind.
    fn parse(name: &'a str) -> Option<Self> {
        let mut parts = name.strip_prefix(PREFIX)?.split('-');
        let (process, system, random) = (parts.next()?, parts.next()?, parts.next()?);
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
        let ours = parts.next().is_none() && plain(system) && plain(random) && random.len() == RANDOM;
        let digits = process.bytes().all(|b| b.is_ascii_digit());
        (ours && digits).then(|| process.parse().ok()).flatten().map(|process| MadeBy { process, system })
    }

    /// Whether the file was abandoned: a regular one (no link) whose process has ended on this system, or one that
    /// is a day older than what is made `now`.
    fn is_abandoned(&self, old: &Metadata, now: &Metadata, here: &str) -> bool {
        if !old.is_file() {
            return false;
        }
        let gone = here != UNKNOWN && self.system == here && !Path::new(&format!("/proc/{}", self.process)).exists();
        let age = old.modified().ok().zip(now.modified().ok()).and_then(|(old, now)| now.duration_since(old).ok());
        gone || age.is_some_and(|age| age > OLD)
    }
}

const UNKNOWN: &str = "0";

/// Which processes a number is looked up among: this start of this machine, and this name space of its processes.
/// [`UNKNOWN`] where the system does not say.
fn system() -> String {
    let boot = fs::read("/proc/sys/kernel/random/boot_id").ok();
    let space = fs::read_link("/proc/self/ns/pid").ok();
    match boot.zip(space) {
        // FNV-1a, 64 bits.
        Some((boot, space)) => {
            let letters = boot.iter().chain(space.as_os_str().as_encoded_bytes());
            let hash = letters
                .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
            format!("{hash:016x}")
        }
        None => UNKNOWN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_our_kind_are_ours() {
        let made = MadeBy { process: 4711, system: "00ab" };
        assert_eq!(MadeBy::parse(".spscore-4711-00ab-aB3xYz"), Some(made));
        for foreign in [
            ".spscore-",
            ".spscore-4711",
            ".spscore-4711-00ab",
            ".spscore-x-00ab-aB3xYz",
            ".spscore-4711-00ab-aB3xY",
            ".spscore-4711-00ab-aB3xYz-1",
            ".spscore-4711--aB3xYz",
            "spscore-4711-00ab-aB3xYz",
            ".spscore-4711-00ab-aB3x.z",
            ".spscore--00ab-aB3xYz",
            ".spscore-99999999999-00ab-aB3xYz",
        ] {
            assert_eq!(MadeBy::parse(foreign), None, "{foreign}");
        }
    }

    /// Old files are removed whichever run made them; recent ones of a living process or of another system stay, and so
    /// does everything that is not a file of ours.
    #[test]
    fn what_is_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let make = |name: &str, age: Duration| {
            let path = folder.path().join(name);
            let file = fs::OpenOptions::new().write(true).create(true).truncate(true).open(&path).expect("a file");
            let now = file.metadata().and_then(|m| m.modified()).expect("a time");
            file.set_modified(now - age).expect("an age");
            path
        };
        let (young, day) = (Duration::from_secs(60), OLD + Duration::from_secs(60));
        let living = std::process::id();
        let here = system();
        let kept = [
            make(&format!(".spscore-{living}-{here}-aaaaaa"), young),
            make(".spscore-1-ffff-bbbbbb", young),
            make(".spscore-old", day),
            make("card.txt", day),
        ];
        let swept = make(".spscore-1-ffff-cccccc", day);
        // No process has so high a number.
        let dead = make(&format!(".spscore-4294967295-{here}-dddddd"), young);
        let folders_own = folder.path().join(".spscore-4294967295-0-eeeeee");
        fs::create_dir(&folders_own).expect("a folder of that name");
        let file = temporary_in(folder.path()).expect("a temporary file");
        assert!(kept.iter().all(|path| path.exists()) && folders_own.exists() && file.path().exists());
        assert!(!swept.exists());
        assert_eq!(dead.exists(), here == UNKNOWN);
    }
}
