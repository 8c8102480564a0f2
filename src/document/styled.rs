//! A text whose parts are set differently, as a style sheet for references asks for.

use super::Reference;

/// Letters that are set in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub italic: bool,
    /// The address that the letters lead to.
    pub link: Option<String>,
}

/// A work as a style of citation words it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Styled {
    pub key: String,
    /// The number before it, in styles that number their references.
    pub number: Option<String>,
    pub runs: Vec<Run>,
}

impl Styled {
    /// The reference without its number, as letters alone.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

impl From<&Styled> for Reference {
    fn from(styled: &Styled) -> Reference {
        Reference { key: styled.key.clone(), text: styled.text() }
    }
}
