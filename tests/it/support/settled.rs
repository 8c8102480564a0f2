//! Frameworks as the program has them: read, and their stated weights put at the children.

use std::path::Path;

use spscore::load;
use spscore::model::{DeclaredFramework, Framework};
use spscore::scoring::settle;

fn settled(declared: DeclaredFramework) -> Result<Framework, String> {
    settle(declared).map_err(|e| e.to_string())
}

/// A framework from a file, or the built-in one with this code.
pub fn framework_from(named: &Path) -> Result<Framework, String> {
    load::framework_from(named).map_err(|e| e.to_string()).and_then(settled)
}

/// The built-in framework with this code.
pub fn built_in_framework(code: &str) -> Option<Result<Framework, String>> {
    Some(load::built_in_framework(code)?.map_err(|e| e.to_string()).and_then(settled))
}
