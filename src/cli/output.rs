//! Writing: to the terminal with colour where it belongs, to a file all at once or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Failure, Outcome};

/// The width of the terminal; 80 where there is none.
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(w, _)| usize::from(w.0))
}

/// To `out`, or to standard output. Styles are kept only on a terminal that wants them.
pub(super) fn write(text: &str, out: Option<&Path>) -> Result<(), Failure> {
    match out {
        Some(path) => write_all(&[(anstream::adapter::strip_str(text).to_string().as_bytes(), path)]),
        None => printed(anstream::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush())),
    }
}

/// A text that comes part by part, each of whole lines, to `out` or to standard output, as [`write()`] writes one that is there at once.
pub(super) fn write_parts(
    out: Option<&Path>,
    parts: impl FnOnce(&mut dyn FnMut(&str) -> io::Result<()>) -> Result<(), csv::Error>,
) -> Result<(), Failure> {
    let Some(path) = out else {
        let mut stdout = anstream::stdout();
        let told = parts(&mut |part| stdout.write_all(part.as_bytes())).map_err(io::Error::from);
        return printed(told.and_then(|()| io::stdout().flush()));
    };
    let mut parts = Some(parts);
    let mut fill = |file: &mut std::fs::File| {
        let mut give = |part: &str| match part.contains('\u{1b}') {
            true => file.write_all(anstream::adapter::strip_str(part).to_string().as_bytes()),
            false => file.write_all(part.as_bytes()),
        };
        parts.take().map_or(Ok(()), |parts| parts(&mut give).map_err(io::Error::from))
    };
    match stage_by(path, &mut fill).map_err(|e| unwritable(path, &e))? {
        Ok(staged) => staged.commit(),
        Err(mut device) => fill(&mut device).map_err(why),
    }
    .map_err(|e| unwritable(path, &e))
}

/// Whoever stops reading has read enough.
fn printed(outcome: io::Result<()>) -> Result<(), Failure> {
    match outcome {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Outcome::Unreachable, format!("error: standard output cannot be written: {e}")))
        }
        _ => Ok(()),
    }
}

/// Troubles and their hints, on standard error; nobody is left to hear of a failure there.
pub(super) fn tell(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Several files: all are written beside their targets before the first target is replaced, so that what cannot be written
/// leaves nothing behind.
pub(super) fn write_all(files: &[(&[u8], &Path)]) -> Result<(), Failure> {
    let staged: Vec<Staged<'_>> = files
        .iter()
        .map(|(bytes, path)| stage(path, bytes).map_err(|e| unwritable(path, &e)))
        .collect::<Result<_, _>>()?;
    staged.into_iter().zip(files).try_for_each(|(s, (_, path))| s.commit().map_err(|e| unwritable(path, &e)))
}

/// The same into one folder, which is made if there is none, and not left behind empty.
pub(super) fn write_into(folder: &Path, files: &[(&[u8], &Path)]) -> Result<(), Failure> {
    let made = !folder.exists();
    if made {
        std::fs::create_dir(folder).map_err(|e| unwritable(folder, &why(e)))?;
    }
    write_all(files).inspect_err(|_| {
        if made {
            // Holds nothing: of files that were refused none is left.
            let _ = std::fs::remove_dir(folder);
        }
    })
}

fn unwritable(path: &Path, why: &str) -> Failure {
    Failure::new(Outcome::Unreachable, format!("{}: error: cannot be written: {why}", path.display()))
}

fn why(e: io::Error) -> String {
    e.kind().to_string()
}

/// What is about to be written.
enum Staged<'a> {
    /// What is no regular file (a pipe, a device) cannot be replaced and is written to.
    Device(std::fs::File, &'a [u8]),
    /// A temporary file beside the target, then renamed: the old file stays whole until the new one is.
    File(tempfile::NamedTempFile, PathBuf),
}

/// Whole in memory, before it is written.
fn stage<'a>(path: &Path, bytes: &'a [u8]) -> Result<Staged<'a>, String> {
    stage_by(path, |file| file.write_all(bytes))
        .map(|staged| staged.unwrap_or_else(|device| Staged::Device(device, bytes)))
}

/// Written by `fill` into a temporary file; what is no regular file is opened and given back. A link keeps pointing to where it points.
fn stage_by<'a>(
    path: &Path,
    fill: impl FnOnce(&mut std::fs::File) -> io::Result<()>,
) -> Result<Result<Staged<'a>, std::fs::File>, String> {
    let old = std::fs::metadata(path).ok();
    if old.as_ref().is_some_and(|m| m.is_dir()) {
        return Err("it is a folder".into());
    }
    if old.as_ref().is_some_and(|m| !m.is_file()) {
        let device = std::fs::OpenOptions::new().write(true).open(path).map_err(why)?;
        return Ok(Err(device));
    }
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err("its folder does not exist".into());
    }
    let mut temporary = builder().tempfile_in(folder).map_err(why)?;
    fill(temporary.as_file_mut()).and_then(|()| temporary.as_file().sync_all()).map_err(why)?;
    if let Some(old) = old {
        temporary.as_file().set_permissions(old.permissions()).map_err(why)?;
    }
    Ok(Ok(Staged::File(temporary, target)))
}

impl Staged<'_> {
    fn commit(self) -> Result<(), String> {
        match self {
            Staged::Device(mut device, bytes) => device.write_all(bytes).map_err(why),
            Staged::File(temporary, target) => temporary.persist(&target).map(drop).map_err(|e| why(e.error)),
        }
    }
}

/// A new file is as readable as any other the user makes, where the system knows such a thing.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".spscore-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}
