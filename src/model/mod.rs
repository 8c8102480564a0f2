//! The nouns and their invariants: no files, no clocks, no data frames.

pub mod cell;
pub mod claim;
pub mod countries;
pub mod date;
pub mod declared_framework;
pub mod digits;
pub mod evidence;
pub mod framework;
pub mod goalposts;
pub mod ladder;
pub mod language;
pub mod measure;
pub mod measurement;
pub mod method;
pub mod naming;
pub mod package;
pub mod party;
pub mod platform;
pub mod pruning;
pub(crate) mod quick_hash;
pub mod records;
pub mod roots;
pub mod rows;
pub mod tree;
pub mod units;
pub mod window;

pub use date::PartialDate;
pub use declared_framework::DeclaredFramework;
pub use framework::Framework;
pub use measurement::{Absence, AbsenceKind, Measurement, Reading};
pub use package::{Package, RowRef, Table};
pub use party::{Parties, Partnership, PartyId};
pub use rows::Rows;
pub use tree::Index;
pub use units::Units;
pub use window::{Window, Year};
