//! A folder of its own and the program run in it; a failure shows the command, the folder and everything that was said.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

pub struct Workdir(TempDir);

/// What one run of the program came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    shown: String,
}

impl Workdir {
    pub fn new() -> Self {
        Workdir(TempDir::new().expect("a folder for the test"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("a file for the test");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// The names of everything in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// A folder with the tiny package of the tests, and over it the files of one bad package.
    pub fn package(&self, name: &str, bad: Option<&str>) {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
        fs::create_dir(self.path(name)).expect("a folder for the package");
        let layers = [Some(data.join("tiny")), bad.map(|case| data.join("bad").join(case))];
        for layer in layers.into_iter().flatten() {
            for entry in fs::read_dir(&layer).unwrap_or_else(|e| panic!("{}: {e}", layer.display())) {
                let from = entry.expect("an entry").path();
                fs::copy(&from, self.path(name).join(from.file_name().expect("a name"))).expect("a copy");
            }
        }
    }

    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    /// Runs with some variables set, and without those that speak of colour or of the terminal's width.
    pub fn run_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = Command::new(cargo_bin!("spscore"));
        command.current_dir(self.0.path()).args(args);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command.envs(variables.iter().copied());
        let output = command.output().unwrap_or_else(|e| panic!("spscore cannot be run: {e}"));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8 from the program");
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        let code = output.status.code().expect("an exit code and not a signal");
        let shown = format!("spscore {}\n  in {}", args.join(" "), self.0.path().display());
        Run { code, stdout, stderr, shown }
    }
}

impl Run {
    /// This run, if it ended with `code`; otherwise a failure that shows everything.
    #[track_caller]
    pub fn ends_with(self, code: i32) -> Run {
        self.holds(self.code == code, &format!("exit code {code}"));
        assert!(!self.stderr.contains("panicked"), "{}\n{}", self.shown, self.stderr);
        self
    }

    /// This run, if its standard error has all these pieces.
    #[track_caller]
    pub fn reports(self, pieces: &[&str]) -> Run {
        for piece in pieces {
            self.holds(self.stderr.contains(piece), &format!("`{piece}` on standard error"));
        }
        self
    }

    #[track_caller]
    pub fn holds(&self, condition: bool, expected: &str) {
        let Run { code, stdout, stderr, shown } = self;
        assert!(
            condition,
            "{shown}\nexpected: {expected}\nexit code: {code}\n--- stdout\n{stdout}\n--- stderr\n{stderr}"
        );
    }
}
