//! Brings what users download into a data package: recognises the provider, reads its layout, keeps what concerns the
//! package's parties, and says what was left out and why.
//!
//! A [`Provider`] reads one layout into the [`Collection`]: deliveries, flows and votes between sides, each with its
//! place. What they come to as rows of the package's tables is worked out once for all providers (`import::tables`), and
//! [`merge`] puts rows into the texts of the package. Nothing is written here: what leaves is the texts to be written.

pub mod account;
mod ballots;
mod collection;
pub mod counts;
mod error;
mod folder;
mod layout;
mod map;
pub mod merge;
mod provider;
mod recognise;
mod side;
mod source;
mod tables;
mod values;
pub mod verbs;

pub use account::{Account, Left};
pub use collection::Collection;
pub use error::Error;
pub use folder::Folder;
pub use layout::{Head, Input, Likeness, Provider};
pub use recognise::{providers, recognise};
pub use side::Side;
pub use source::Source;
