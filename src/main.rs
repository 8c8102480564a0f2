//! The program: parses, runs, and turns the outcome into an exit code. Everything else is the library's.

use std::process::ExitCode;

fn main() -> ExitCode {
    spscore::cli::run().into()
}
