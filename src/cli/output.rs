//! Writing: to the terminal with colour where it belongs, to a file all at once or not at all.

use std::io::{self, Write};
use std::path::Path;

use super::{Failure, Outcome};

/// The width of the terminal; 80 where there is none.
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(w, _)| usize::from(w.0))
}

/// To `out`, or to standard output. Styles are kept only on a terminal that wants them.
pub(super) fn write(text: &str, out: Option<&Path>) -> Result<(), Failure> {
    match out {
        Some(path) => to_file(path, &anstream::adapter::strip_str(text).to_string()).map_err(|e| {
            Failure::new(Outcome::Unreachable, format!("{}: error: cannot be written: {}", path.display(), e.kind()))
        }),
        None => match anstream::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush()) {
            Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::new(Outcome::Unreachable, format!("error: standard output cannot be written: {e}")))
            }
            _ => Ok(()),
        },
    }
}

/// Troubles and their hints, on standard error; nobody is left to hear of a failure there.
pub(super) fn tell(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Into a temporary file beside the target, then renamed: the old file stays whole until the new one is.
fn to_file(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::Builder::new().prefix(".spscore-").tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    temporary.as_file().sync_all()?;
    readable(&temporary, path)?;
    temporary.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// Temporary files are private to their owner; a result is as readable as the file it replaces, or as a new file would be.
#[cfg(unix)]
fn readable(temporary: &tempfile::NamedTempFile, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_or(0o644, |m| m.permissions().mode());
    temporary.as_file().set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn readable(_: &tempfile::NamedTempFile, _: &Path) -> io::Result<()> {
    Ok(())
}
