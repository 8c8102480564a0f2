//! The files that a run reads and therefore never writes to; a file is recognised under any of its names.

use std::path::{Path, PathBuf};

use crate::cli::args::{Inputs, Tabled};
use crate::cli::{Failure, Outcome};
use crate::load;

/// The files of a run that are read.
#[derive(Debug, Default)]
pub(in crate::cli) struct ProtectedFiles {
    /// Each with what it is.
    files: Vec<(&'static str, PathBuf)>,
    /// The folder of the data package. Nothing is written into it, or a result would one day lie in a table's place.
    package: Option<PathBuf>,
}

impl ProtectedFiles {
    /// Data package and framework. A built-in framework has no file, so a code that names one protects none.
    pub fn of(inputs: &Inputs) -> Self {
        let files = inputs.framework.iter().map(|path| ("the framework file", path.clone())).collect();
        let mut protected = ProtectedFiles { files, package: inputs.data.clone() };
        let package = inputs.data.iter().flat_map(|dir| load::package_files(dir));
        protected.files.extend(package.map(|path| ("a file of the data package", path)));
        protected
    }

    /// A table, or COINr's pair with its methods.
    pub fn and(mut self, tabled: &Tabled) -> Self {
        self.files.extend(tabled.table.iter().map(|path| ("the table", path.clone())));
        self.files.extend(tabled.coinr.iter().map(|path| ("one of COINr's tables", path.clone())));
        self.files.extend(tabled.coin_tool.iter().map(|path| ("the COIN Tool's file", path.clone())));
        self.files.extend(tabled.methods.iter().map(|path| ("the methods file", path.clone())));
        self
    }

    /// Frameworks that stand beside one another.
    pub fn and_frameworks(mut self, frameworks: &[PathBuf]) -> Self {
        self.files.extend(frameworks.iter().map(|path| ("a framework file", path.clone())));
        self
    }

    /// One more file, such as the other output of the same run.
    pub fn with(mut self, what: &'static str, path: Option<&Path>) -> Self {
        self.files.extend(path.map(|path| (what, path.to_owned())));
        self
    }

    /// An error that says what would be lost, where writing to `path` would write over what is read.
    pub fn check(&self, path: &Path) -> Result<(), Failure> {
        let shown = path.display();
        let target = Identity::of(path);
        if let Some((what, file)) = self.files.iter().find(|(_, file)| Identity::of(file).same(&target)) {
            let as_named = if file == path { String::new() } else { format!(", {}", file.display()) };
            let message = format!("{shown}: error: this is {what}{as_named}, which would be lost; nothing was written");
            return Err(Failure::new(Outcome::BadUsage, format!("{message}\n  hint: write to a file of another name")));
        }
        let package = self.package.as_deref().and_then(|dir| std::fs::canonicalize(dir).ok());
        let read = package.is_some() && target.folder() == package.as_deref();
        // A package that is not read now may be read another time.
        let of_a_package = target.folder().is_some_and(|dir| dir.join("datapackage.json").is_file());
        if read || of_a_package {
            let which = if read { "the data package that is read" } else { "a data package" };
            let message = format!("{shown}: error: this lies in the folder of {which}; nothing was written");
            let hint = "  hint: write to another folder, so that no result is ever taken for a table";
            return Err(Failure::new(Outcome::BadUsage, format!("{message}\n{hint}")));
        }
        Ok(())
    }
}

/// The file to which a path leads.
struct Identity {
    /// Without links, dots and the folder the program runs in; of a file that is not there yet, with those of its
    /// folder. `None` where there is no such folder.
    path: Option<PathBuf>,
    /// The number of the device and of the file on it, which two hard links share.
    #[cfg(unix)]
    inode: Option<(u64, u64)>,
}

impl Identity {
    fn of(path: &Path) -> Self {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let new = || Some(std::fs::canonicalize(folder).ok()?.join(path.file_name()?));
        Identity {
            path: std::fs::canonicalize(path).ok().or_else(new),
            #[cfg(unix)]
            inode: std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|m| {
                use std::os::unix::fs::MetadataExt;
                (m.dev(), m.ino())
            }),
        }
    }

    fn same(&self, other: &Self) -> bool {
        #[cfg(unix)]
        if self.inode.is_some() && self.inode == other.inode {
            return true;
        }
        self.path.is_some() && self.path == other.path
    }

    fn folder(&self) -> Option<&Path> {
        self.path.as_deref().and_then(Path::parent)
    }
}
