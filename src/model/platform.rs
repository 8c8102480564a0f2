//! What the indicator of institutions counts: platforms and bodies, what each is called, and which rows speak of it.

/// A platform or body of a bloc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// The kind of row in the institutions table.
    pub code: String,
    /// For print, where the framework names it: "yearly summit".
    pub title: Option<String>,
    /// Of a platform that is held for a term at a time: the kinds of rows that document its terms; empty for all others. Outside its
    /// documented terms nobody knows whether one was held.
    pub terms: Vec<String>,
}

impl Platform {
    /// A platform by its code alone.
    pub fn plain(code: impl Into<String>) -> Self {
        Platform { code: code.into(), title: None, terms: Vec::new() }
    }

    /// What it is called in print. Worked example: `joint_centre` without a title is "joint centre".
    pub fn name(&self) -> String {
        self.title.clone().unwrap_or_else(|| self.code.replace('_', " "))
    }

    /// Whether a row of this kind speaks of it.
    pub fn is_told_by(&self, kind: &str) -> bool {
        if self.terms.is_empty() { self.code == kind } else { self.terms.iter().any(|term| term == kind) }
    }

    pub fn comes_in_terms(&self) -> bool {
        !self.terms.is_empty()
    }
}

/// On which platforms the same partnership is compared in several windows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThroughTime {
    /// On those of each window, whichever they are.
    #[default]
    Each,
    /// On those whose holding is known in every window that is compared; one that nobody had yet was not held.
    Common,
}
