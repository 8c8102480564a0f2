//! A bundle as a zip: the same files always give the same bytes, and of a zip from elsewhere nothing is believed that
//! was not counted.

use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::Files;

/// The largest archive that is read, in bytes.
pub const LARGEST_ARCHIVE: u64 = 1 << 28;

/// How much may come out of an archive.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    files: usize,
    /// Bytes of one file and of all together, counted while they are unpacked.
    file: u64,
    sum: u64,
}

const BOUNDS: Bounds = Bounds { files: 4096, file: 1 << 28, sum: 1 << 29 };

/// Why an archive is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("it is no zip that can be read: {0}")]
    NoZip(String),
    #[error("it has more than {0} files")]
    TooMany(usize),
    #[error("`{name}` leads out of the archive, and is no name of a file in a bundle")]
    UnsafeName { name: String },
    #[error("`{name}` is a link")]
    Link { name: String },
    #[error("a name stands there twice; which file is meant cannot be told")]
    Duplicate,
    #[error("`{name}` is encrypted")]
    Encrypted { name: String },
    #[error("`{name}` unpacks to more than {most} bytes")]
    TooLarge { name: String, most: u64 },
    #[error("its files unpack to more than {0} bytes together")]
    TooLargeTogether(u64),
    #[error("`{name}` cannot be unpacked: {why}")]
    Damaged { name: String, why: String },
}

/// The archive of some files: by name, at one time, with one set of permissions.
///
/// # Errors
///
/// Where the files do not fit into a zip.
pub fn write(files: &Files) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name, options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The files of an archive from elsewhere. Names are plain paths within it, links are refused, and sizes are counted while
/// unpacking, whatever the archive says of them.
///
/// # Errors
///
/// Where anything in the archive is not as a bundle has it; nothing of it is then given.
pub fn read(bytes: &[u8]) -> Result<Files, Refusal> {
    read_within(bytes, BOUNDS)
}

fn read_within(bytes: &[u8], bounds: Bounds) -> Result<Files, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| Refusal::NoZip(e.to_string()))?;
    if archive.len() > bounds.files {
        return Err(Refusal::TooMany(bounds.files));
    }
    // The library keeps one entry of each name; the directory at the end says how many there are.
    if entries(bytes).is_some_and(|count| count != archive.len()) {
        return Err(Refusal::Duplicate);
    }
    let mut files = Files::new();
    let mut sum = 0_u64;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|e| unreadable(index, &e))?;
        let name = entry.name().map_err(|e| unreadable(index, &e))?.into_owned();
        if entry.unix_mode().is_some_and(|mode| mode & 0o170_000 == 0o120_000) {
            return Err(Refusal::Link { name });
        }
        if !is_plain(&name) {
            return Err(Refusal::UnsafeName { name });
        }
        let mut unpacked = Vec::new();
        let read = entry.by_ref().take(bounds.file + 1).read_to_end(&mut unpacked);
        read.map_err(|e| Refusal::Damaged { name: name.clone(), why: e.to_string() })?;
        let size = unpacked.len() as u64;
        if size > bounds.file {
            return Err(Refusal::TooLarge { name, most: bounds.file });
        }
        sum += size;
        if sum > bounds.sum {
            return Err(Refusal::TooLargeTogether(bounds.sum));
        }
        if files.insert(name, unpacked).is_some() {
            return Err(Refusal::Duplicate);
        }
    }
    Ok(files)
}

fn unreadable(index: usize, e: &ZipError) -> Refusal {
    let name = format!("entry {}", index + 1);
    match e {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => Refusal::Encrypted { name },
        other => Refusal::Damaged { name, why: other.to_string() },
    }
}

/// A relative path of plain parts: no root, no `..`, no drive, no backslash, no folder, nothing that does not show.
pub(super) fn is_plain(name: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part != "." && part != "..";
    !name.contains(['\\', ':']) && !name.chars().any(char::is_control) && name.split('/').all(part)
}

/// How many entries the record at the end of the archive counts.
fn entries(bytes: &[u8]) -> Option<usize> {
    const LENGTH: usize = 22;
    let last = bytes.len().checked_sub(LENGTH)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let at = (first..=last).rev().find(|at| bytes.get(*at..at + 4) == Some(b"PK\x05\x06"))?;
    let count = bytes.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes(count.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> Files {
        names.iter().map(|name| ((*name).to_owned(), name.as_bytes().to_vec())).collect()
    }

    #[test]
    fn the_same_files_are_the_same_bytes_and_come_back() {
        let all = files(&["README.md", "data/trade.csv", "a b.csv"]);
        let bytes = write(&all).expect("a zip");
        assert_eq!(bytes, write(&all).expect("a zip"));
        assert_eq!(read(&bytes).expect("files"), all);
    }

    #[test]
    fn names_are_plain_paths() {
        for good in ["a", "a/b.csv", "a..b", "a b", "ä"] {
            assert!(is_plain(good), "{good}");
        }
        for bad in ["", "/a", "../a", "a/../b", "a//b", "a/", "./a", "c:/a", "a\\b", "a\u{1b}", "a\nb"] {
            assert!(!is_plain(bad), "{bad}");
            let refused = write(&files(&[bad])).map(|bytes| read(&bytes));
            assert!(!matches!(refused, Ok(Ok(_))), "{bad}");
        }
    }

    #[test]
    fn what_is_no_zip_is_said_to_be_none() {
        assert!(matches!(read(b""), Err(Refusal::NoZip(_))));
        assert!(matches!(read(b"PK\x05\x06 and so on, which is no zip"), Err(Refusal::NoZip(_))));
    }

    /// A million zeros are a thousand bytes in an archive, and an archive may say that they are one.
    #[test]
    fn what_unpacks_to_too_much_is_refused_while_it_is_unpacked() {
        let bounds = Bounds { files: 3, file: 1_000_000, sum: 2_500_000 };
        let zeros = |names: &[&str], count: usize| -> Files {
            names.iter().map(|name| ((*name).to_owned(), vec![0; count])).collect()
        };
        let read = |files: &Files| read_within(&write(files).expect("a zip"), bounds);
        assert!(read(&zeros(&["a", "b"], 1_000_000)).is_ok());
        assert_eq!(read(&zeros(&["a"], 1_000_001)), Err(Refusal::TooLarge { name: "a".into(), most: 1_000_000 }));
        assert_eq!(read(&zeros(&["a", "b", "c"], 1_000_000)), Err(Refusal::TooLargeTogether(2_500_000)));
        assert_eq!(read(&zeros(&["a", "b", "c", "d"], 1)), Err(Refusal::TooMany(3)));
        // The size that the archive states, in the file's header and in the directory, is set to 1.
        let mut bytes = write(&zeros(&["a"], 2_000_000)).expect("a zip");
        let stated = 2_000_000_u32.to_le_bytes();
        while let Some(at) = bytes.windows(4).position(|part| part == stated) {
            bytes[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
        }
        assert!(read_within(&bytes, bounds).is_err());
    }

    #[test]
    fn links_and_doubles_are_refused() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.add_symlink("a", "/etc/passwd", SimpleFileOptions::default()).expect("a link");
        let bytes = archive.finish().expect("a zip").into_inner();
        assert_eq!(read(&bytes), Err(Refusal::Link { name: "a".into() }));
        // Two names of one length, the second then written over with the first.
        let mut bytes = write(&files(&["one.csv", "two.csv"])).expect("a zip");
        while let Some(at) = bytes.windows(7).position(|part| part == b"two.csv") {
            bytes[at..at + 7].copy_from_slice(b"one.csv");
        }
        assert!(matches!(read(&bytes), Err(Refusal::Duplicate)), "{:?}", read(&bytes));
    }
}
