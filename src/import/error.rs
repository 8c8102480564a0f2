//! Why an import comes to nothing.

use crate::diagnostic::Diagnostics;

/// Each with everything that is to be corrected.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for cannot be meant.
    #[error("{message}")]
    Usage { message: String, hint: String },
    /// A file cannot be read.
    #[error(transparent)]
    Unreadable(Diagnostics),
    /// What a file holds is refused.
    #[error(transparent)]
    Invalid(Diagnostics),
}

impl Error {
    /// Whichever the problems are.
    pub fn of(problems: Diagnostics) -> Self {
        use crate::diagnostic::Problem::Unreadable;
        let unreadable = problems.iter().any(|d| matches!(d.problem, Unreadable { .. }));
        if unreadable { Error::Unreadable(problems) } else { Error::Invalid(problems) }
    }

    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Error::Usage { message: message.into(), hint: hint.into() }
    }
}
