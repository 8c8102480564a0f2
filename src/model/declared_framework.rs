//! A framework as its file declares it: weights that stand there as a method's points or comparisons are no weights
//! yet.

use super::framework::{Framework, Node};
use super::tree::Index;

/// A checked framework whose nodes may still state their children's weights by a method (experts' budgets, pairwise
/// comparisons, equal shares). Nothing scores it: a [`Framework`] is had from it only by putting those weights at the
/// children, which `scoring::settle` does, so that whoever scores has the weights that the file means.
#[derive(Clone, Debug)]
pub struct DeclaredFramework(Framework);

impl DeclaredFramework {
    /// A framework whose weights may still be stated by a method.
    pub fn new(framework: Framework) -> Self {
        DeclaredFramework(framework)
    }

    /// The code, the version and the SHA-256 of the file.
    pub fn name(&self) -> (&str, &str, &str) {
        (&self.0.code, &self.0.version, &self.0.sha256)
    }

    /// What the file declares, for those who ask for names alone.
    pub(crate) fn declared(&self) -> &Framework {
        &self.0
    }

    /// The tree alone, as declared: it names the methods, and rates the rows of a table.
    pub fn index(&self) -> Index {
        self.0.index()
    }

    /// Marks a framework that bears the code and version of a built-in one and is not it.
    pub fn with_borrowed_name(mut self, borrowed: bool) -> Self {
        self.0.borrowed_name = borrowed;
        self
    }

    /// The framework, once `put` has put every weight stated by a method at the child it belongs to.
    pub fn weighted_by<E>(mut self, put: impl FnOnce(&mut [Node]) -> Result<(), E>) -> Result<Framework, E> {
        put(&mut self.0.nodes)?;
        Ok(self.0)
    }
}
