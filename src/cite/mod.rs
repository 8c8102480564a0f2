//! References to what a result rests on: the program, the framework, the data package, and the sources of the rows that
//! were read.
//!
//! An entry of BibTeX is read once (`entry`) and becomes an item of CSL-JSON, which is written as it is, put into RIS,
//! or worded by a style of the Citation Style Language (`style`); the wording is the citation library's.

mod cff;
mod collisions;
mod entry;
mod ris;
mod style;
mod works;

pub use style::Style;
pub use works::{Cited, Request, Work, cite};

use serde_json::Value;

use crate::document::{Reference, Styled};
use crate::model::Package;
use crate::model::package::Source;

/// References as a style words them, and what is to be said of them.
#[derive(Clone, Debug, Default)]
pub struct Formatted {
    /// In the order of the style.
    pub references: Vec<Styled>,
    pub notes: Vec<String>,
}

impl Cited {
    /// The entries of BibTeX, each as the package has it.
    pub fn bibtex(&self) -> String {
        let entries: Vec<&str> = self.works.iter().map(|work| work.source.bibtex.as_str()).collect();
        entries.join("\n\n") + "\n"
    }

    /// The entries as CSL-JSON, which Zotero, pandoc and others read.
    ///
    /// # Errors
    ///
    /// Where the entries cannot be written as JSON, which none is known to do.
    pub fn csl_json(&self) -> Result<String, serde_json::Error> {
        let items: Vec<Value> = self.works.iter().map(|work| entry::item(&work.source).csl).collect();
        serde_json::to_string_pretty(&items).map(|text| text + "\n")
    }

    /// The entries as RIS, which EndNote and others read.
    pub fn ris(&self) -> String {
        self.works.iter().map(|work| ris::record(&entry::item(&work.source).csl)).collect::<Vec<_>>().join("\n")
    }

    /// The works that have an author and a title as references of a CITATION.cff, below `references:`.
    pub fn cff_references(&self) -> String {
        let items: Vec<Value> = self.works.iter().map(|work| entry::item(&work.source).csl).collect();
        cff::references(items.iter())
    }

    /// The references in a style, with what is missing in them.
    pub fn formatted(&self, style: Style) -> Formatted {
        style::formatted(&self.works, style)
    }
}

/// The references of some sources of a package in a style, for the list at the end of a report; keys that the package
/// does not know are left out.
pub fn references(package: &Package, keys: &[String], style: Style) -> Vec<Reference> {
    let source = |key: &String| package.sources.get(key).map(|s| Work::of(s.clone()));
    let works: Vec<Work> = keys.iter().filter_map(source).collect();
    style::formatted(&works, style).references.iter().map(Reference::from).collect()
}

/// A source made of one entry of BibTeX, whose reference is worded elsewhere.
fn alone(key: &str, bibtex: String, reference: String) -> Source {
    Source { key: key.to_owned(), reference, bibtex, ..Source::default() }
}
