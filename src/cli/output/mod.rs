//! Writing: to the terminal with colour where it belongs, to a file all at once or not at all. What a run reads it
//! never writes to ([`ProtectedFiles`]), and a figure that somebody else made stays ([`figures`]).

mod figures;
mod parquet;
mod protected;
mod temporary;
mod tree;
mod workbook;

use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::cli::{Failure, Outcome};

pub(in crate::cli) use figures::{Figure, files_of, may_draw, write_figures};
pub(in crate::cli) use parquet::may_write_parquet;
pub(in crate::cli) use protected::ProtectedFiles;
pub(in crate::cli) use tree::{is_new, may_fill, write_tree};

/// The width of the terminal; 80 where there is none.
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(w, _)| usize::from(w.0))
}

/// Writes to `out`, or to standard output. Styles are kept only on a terminal that supports them.
pub(super) fn write(text: &str, out: Option<&Path>, protected: &ProtectedFiles) -> Result<(), Failure> {
    match out {
        Some(path) => {
            may_write(out, protected)?;
            write_all(&[(plain(text).as_bytes(), path)])
        }
        None => print(text),
    }
}

/// A text that comes part by part, each of whole lines, to `out` or to standard output, as [`write()`] writes one that
/// is there at once.
pub(super) fn write_parts(
    out: Option<&Path>,
    protected: &ProtectedFiles,
    parts: impl FnOnce(&mut dyn FnMut(&str) -> io::Result<()>) -> Result<(), csv::Error>,
) -> Result<(), Failure> {
    may_write(out, protected)?;
    let Some(path) = out else {
        let mut stdout = anstream::stdout();
        let written = parts(&mut |part| stdout.write_all(visible(part).as_bytes())).map_err(io::Error::from);
        return printed(written.and_then(|()| io::stdout().flush()));
    };
    let mut parts = Some(parts);
    let mut fill = |file: &mut std::fs::File| {
        let mut give = |part: &str| match holds_controls(part) {
            true => file.write_all(plain(part).as_bytes()),
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

/// Whether a text holds a control character other than the end of a line. Mostly its bytes tell, which is quick for a
/// large table: those of ASCII are one byte, and those above begin with C2, as some letters do.
fn holds_controls(text: &str) -> bool {
    let maybe = text.bytes().any(|b| (b < b' ' && b != b'\n') || matches!(b, 0x7F | 0xC2));
    maybe && text.contains(|c: char| c.is_control() && c != '\n')
}

/// The text as a file has it: without styles.
pub(super) fn plain(text: &str) -> String {
    anstream::adapter::strip_str(&visible(text)).to_string()
}

/// Whether a report may go to `out`, or to standard output: checked before anything is computed, so that no user waits
/// for a result that is then lost.
pub(super) fn may_write(out: Option<&Path>, protected: &ProtectedFiles) -> Result<(), Failure> {
    let Some(path) = out else { return open() };
    protected.check(path)?;
    if holds_no_text(path) && !workbook::is_ours(path) {
        let message = "this is no text, and so no report of spscore's; it would be lost, and nothing was written";
        let hint = "  hint: write to a file of another name, or take this one away first";
        return Err(Failure::new(Outcome::BadUsage, format!("{}: error: {message}\n{hint}", path.display())));
    }
    Ok(())
}

/// Writes to standard output, which must be open: where it was closed before the program began, that is an
/// error.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    open()?;
    remark(text)
}

/// An error where the program was started without a standard output. The runtime then opens the null device in its
/// place, for reading as well as for writing, which `> /dev/null` does not. A caller who opens such a device on purpose
/// cannot be distinguished from one who closed it, so the message says what to do; where the system reports neither,
/// the output is taken as open.
fn open() -> Result<(), Failure> {
    let null = std::fs::read_link("/proc/self/fd/1").is_ok_and(|target| target == Path::new("/dev/null"));
    let flags = std::fs::read_to_string("/proc/self/fdinfo/1").unwrap_or_default();
    let flags = flags.lines().find_map(|line| line.strip_prefix("flags:")).map(str::trim);
    // Octal; the last two bits say how it was opened, 2 for both ways.
    let both_ways = flags.and_then(|f| u32::from_str_radix(f, 8).ok()).is_some_and(|f| f & 3 == 2);
    if !(null && both_ways) {
        return Ok(());
    }
    let message = "error: standard output is closed, and the result would reach nobody";
    let hint =
        "  hint: write to a file: --out FILE, or > FILE; to want no result, > /dev/null (open for writing alone)";
    Err(Failure::new(Outcome::Unreachable, format!("{message}\n{hint}")))
}

/// Writes to standard output where the exit code is the answer, so that the text need not be read.
pub(super) fn remark(text: &str) -> Result<(), Failure> {
    printed(anstream::stdout().write_all(visible(text).as_bytes()).and_then(|()| io::stdout().flush()))
}

/// A reader who closes the pipe has read enough, so that is no error.
fn printed(outcome: io::Result<()>) -> Result<(), Failure> {
    match outcome {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Outcome::Unreachable, format!("error: standard output cannot be written: {e}")))
        }
        _ => Ok(()),
    }
}

/// Writes a message to standard error; a failure to write there is ignored, since it could not be reported.
pub(super) fn to_stderr(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", visible(text));
}

/// The text with a mark (U+FFFD) for every control character but the line's end, the tab and our own styles, so that no
/// text in the data can control a terminal.
///
/// Worked example: a name that holds `ESC ]0;x BEL` shows as `�]0;x�`; `ESC [1m` is a style and stays.
fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c.is_control() && c != '\n') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (this, after) = rest.split_at(style(rest).unwrap_or(c.len_utf8()));
        let kept = !c.is_control() || c == '\n' || c == '\t' || style(rest).is_some();
        out.push_str(if kept { this } else { "\u{FFFD}" });
        rest = after;
    }
    Cow::Owned(out)
}

/// Bytes of the style that begins here: `ESC [`, numbers, `m`.
fn style(text: &str) -> Option<usize> {
    let numbers = text.strip_prefix("\u{1b}[")?;
    let end = numbers.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    numbers.get(end..)?.starts_with('m').then_some(2 + end + 1)
}

/// Whether a file is there that holds bytes which no report of ours has.
fn holds_no_text(path: &Path) -> bool {
    let regular = std::fs::metadata(path).is_ok_and(|m| m.is_file());
    let mut head = Vec::new();
    let read = regular.then(|| std::fs::OpenOptions::new().read(true).open(path).ok()).flatten();
    if read.is_none_or(|file| file.take(8192).read_to_end(&mut head).is_err()) {
        return false;
    }
    let cut_at_the_end = |e: std::str::Utf8Error| e.error_len().is_none();
    head.contains(&0) || !std::str::from_utf8(&head).map_or_else(cut_at_the_end, |_| true)
}

/// Several files: all are written beside their targets before the first target is replaced, so that what cannot be
/// written leaves nothing behind.
fn write_all(files: &[(&[u8], &Path)]) -> Result<(), Failure> {
    let staged: Vec<Staged<'_>> = files
        .iter()
        .map(|(bytes, path)| stage(path, bytes).map_err(|e| unwritable(path, &e)))
        .collect::<Result<_, _>>()?;
    staged.into_iter().zip(files).try_for_each(|(s, (_, path))| s.commit().map_err(|e| unwritable(path, &e)))
}

/// Bytes to one file, whatever stood there.
pub(super) fn write_bytes(path: &Path, bytes: &[u8], protected: &ProtectedFiles) -> Result<(), Failure> {
    protected.check(path)?;
    write_all(&[(bytes, path)])
}

/// Several texts at once; no two of them may go to one file.
pub(super) fn write_each(files: &[(&[u8], &Path)], protected: &ProtectedFiles) -> Result<(), Failure> {
    files.iter().try_for_each(|(_, path)| may_write(Some(path), protected))?;
    write_all(files)
}

/// The texts of a data package that changes: the one thing that may be written into its folder, all at once.
pub(super) fn write_package(files: &[(&[u8], &Path)]) -> Result<(), Failure> {
    write_all(files)
}

/// The same into one folder, which is made if there is none, and not left behind empty.
pub(super) fn write_into(folder: &Path, files: &[(&[u8], &Path)], protected: &ProtectedFiles) -> Result<(), Failure> {
    in_folder(folder, || write_each(files, protected))
}

/// Texts into a folder that holds nothing yet; one that does is left as it is.
pub(super) fn write_new_folder(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    if folder.is_file() || std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        let message =
            format!("{}: error: it exists, and nothing was written\n  hint: take another name", folder.display());
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.join(name)).collect();
    let files: Vec<(&[u8], &Path)> =
        files.iter().zip(&paths).map(|((_, text), path)| (text.as_bytes(), path.as_path())).collect();
    write_into(folder, &files, &ProtectedFiles::default())
}

fn in_folder(folder: &Path, write: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let made = !folder.exists();
    if made {
        std::fs::create_dir(folder).map_err(|e| unwritable(folder, &why(e)))?;
    }
    write().inspect_err(|_| {
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

/// A file that is ready to be put in place.
enum Staged<'a> {
    /// A target that is no regular file (a pipe, a device) cannot be replaced and is written to directly.
    Device(std::fs::File, &'a [u8]),
    /// A temporary file beside the target, then renamed: the old file stays whole until the new one is.
    File(tempfile::NamedTempFile, PathBuf),
}

/// Whole in memory, before it is written.
fn stage<'a>(path: &Path, bytes: &'a [u8]) -> Result<Staged<'a>, String> {
    stage_by(path, |file| file.write_all(bytes))
        .map(|staged| staged.unwrap_or_else(|device| Staged::Device(device, bytes)))
}

/// Written by `fill` into a temporary file; a target that is no regular file is opened and returned. A link keeps
/// pointing to where it points.
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
    let mut temporary = temporary::temporary_in(folder).map_err(why)?;
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

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_steers_a_terminal_but_our_own_styles() {
        for (text, shown) in [
            ("Côte d'Ivoire\n\ttab", "Côte d'Ivoire\n\ttab"),
            ("\u{1b}[1mbold\u{1b}[0m \u{1b}[38;5;4mblue\u{1b}[m", "\u{1b}[1mbold\u{1b}[0m \u{1b}[38;5;4mblue\u{1b}[m"),
            ("\u{1b}]0;title\u{7}", "\u{FFFD}]0;title\u{FFFD}"),
            ("\u{1b}[2J\u{1b}[1;1H", "\u{FFFD}[2J\u{FFFD}[1;1H"),
            ("a\rb\u{8}\u{0}\u{7f}", "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("\u{9b}1m\u{85}x", "\u{FFFD}1m\u{FFFD}x"),
            ("\u{1b}", "\u{FFFD}"),
            ("\u{1b}[1", "\u{FFFD}[1"),
        ] {
            assert_eq!(visible(text), shown, "{text:?}");
        }
    }
}
