//! The files of a package as named bytes, wherever they lie, and their bytes as text. What the text means is not known
//! here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{LoadError, place, visibility};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::files::{self, reason};

/// The largest table, in bytes: five times one of 100,000 units and 100 indicators with all their digits. Every file is
/// held in memory whole, and a larger one is no table of an index but a mistake.
pub(super) const LARGEST_TABLE: u64 = 1 << 30;
/// The largest framework, methods file, iMeta, descriptor and bibliography: a hundred times the largest that is known.
pub(super) const LARGEST_PAGE: u64 = 1 << 24;

/// A set of files that belong together.
pub(super) trait Files {
    /// The file as the user knows it.
    fn shown(&self, name: &str) -> String;
    /// Its bytes, as they lie there; not more than `most`.
    fn bytes(&self, name: &str, most: u64) -> io::Result<Cow<'static, [u8]>>;
}

/// A folder on disk.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn open(dir: &Path) -> Result<Self, LoadError> {
        let why = match std::fs::metadata(dir) {
            Ok(found) if found.is_dir() => return Ok(Folder(dir.to_owned())),
            Ok(_) => "it is a file; name the folder that holds datapackage.json".to_owned(),
            Err(e) => reason(&e),
        };
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(Place::whole(dir.display().to_string()), Problem::Unreadable { why });
        Err(LoadError::Unreadable(diagnostics))
    }
}

impl Files for Folder {
    fn shown(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn bytes(&self, name: &str, most: u64) -> io::Result<Cow<'static, [u8]>> {
        let path = std::fs::canonicalize(self.0.join(name))?;
        if !path.starts_with(std::fs::canonicalize(&self.0)?) {
            return Err(io::Error::other("it is a link that leads out of the package's folder"));
        }
        Ok(Cow::Owned(files::whole(&path, most)?))
    }
}

/// Texts in memory, as an archive held them.
pub(super) struct Texts {
    pub folder: String,
    pub texts: BTreeMap<String, String>,
}

impl Files for Texts {
    fn shown(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    fn bytes(&self, name: &str, most: u64) -> io::Result<Cow<'static, [u8]>> {
        let text = self.texts.get(name).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        match text.len() as u64 <= most {
            true => Ok(Cow::Owned(text.clone().into_bytes())),
            false => Err(io::Error::other(format!("it has more than {most} bytes"))),
        }
    }
}

/// All bytes of one file of not more than `most`.
pub(super) fn whole(path: &Path, most: u64) -> Result<Vec<u8>, LoadError> {
    files::whole(path, most).map_err(|e| {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(Place::whole(path.display().to_string()), Problem::Unreadable { why: e.to_string() });
        LoadError::Unreadable(diagnostics)
    })
}

/// One file of not more than `most` bytes as text, with the SHA-256 of that text.
pub(super) fn text(path: &Path, most: u64) -> Result<(String, String), LoadError> {
    let file = path.display().to_string();
    let mut diagnostics = Diagnostics::default();
    let bytes = match files::whole(path, most) {
        Ok(bytes) => bytes,
        Err(e) => {
            diagnostics.push(Place::whole(file), Problem::Unreadable { why: e.to_string() });
            return Err(LoadError::Unreadable(diagnostics));
        }
    };
    match decode(Cow::Owned(bytes)) {
        Ok(text) if visibility::check_visible(&file, &text, &mut diagnostics) => {
            let sum = sha256(text.as_bytes());
            Ok((text.into_owned(), sum))
        }
        Ok(_) => Err(LoadError::Invalid(diagnostics.or(()).err().unwrap_or_default())),
        Err((line, column)) => {
            diagnostics.push(Place::new(file, line, column), Problem::NotUtf8);
            Err(LoadError::Invalid(diagnostics))
        }
    }
}

/// The SHA-256 of a text or of any bytes, in hexadecimal. Worked value: that of nothing begins with `e3b0c442`.
pub fn sha256(of: impl AsRef<[u8]>) -> String {
    Sha256::digest(of.as_ref()).iter().map(|b| format!("{b:02x}")).collect()
}

/// The bytes as text: a byte order mark is taken off and CRLF becomes LF. The error is the line and column of the first
/// byte that is not UTF-8.
pub(super) fn decode(bytes: Cow<'static, [u8]>) -> Result<Cow<'static, str>, (u64, u64)> {
    const BOM: &[u8] = b"\xEF\xBB\xBF";
    let text = match bytes {
        Cow::Borrowed(bytes) => {
            let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
            Cow::Borrowed(std::str::from_utf8(bytes).map_err(|e| place::of_bad_byte(bytes, &e))?)
        }
        Cow::Owned(mut bytes) => {
            if bytes.starts_with(BOM) {
                bytes.drain(..BOM.len());
            }
            Cow::Owned(String::from_utf8(bytes).map_err(|e| place::of_bad_byte(e.as_bytes(), &e.utf8_error()))?)
        }
    };
    Ok(if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_marks_and_crlf_leave_no_trace() {
        for bytes in [&b"a,b\n1,2\n"[..], b"\xEF\xBB\xBFa,b\r\n1,2\r\n"] {
            assert_eq!(decode(Cow::Borrowed(bytes)).as_deref(), Ok("a,b\n1,2\n"));
            assert_eq!(decode(Cow::Owned(bytes.to_vec())).as_deref(), Ok("a,b\n1,2\n"));
        }
    }

    #[test]
    fn the_first_bad_byte_is_placed_by_line_and_character() {
        assert_eq!(decode(Cow::Borrowed(b"a\n\xC3\xA9\xC3\xA9x\xFFy\n")), Err((2, 4)));
        assert_eq!(decode(Cow::Owned(b"\xEF\xBB\xBF\xFF".to_vec())), Err((1, 1)));
    }
}
