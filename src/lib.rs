//! How strategic is a strategic partnership? Nominal FORM set against CONTENT, every number traced to its source row.
//!
//! Five lines score a partnership, with the numbers that the program prints:
//!
//! ```
//! # use spscore::{analysis::verbs, load, scoring};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let framework = scoring::settle(load::framework_from("korolev".as_ref())?)?;
//! let package = load::embedded_package()?;
//! let partnership = package.parties.partnership("russia-asean")?;
//! let found = verbs::evaluate(&framework, &package, partnership, framework.window, None)?;
//! let content = found.evaluation.card.content().score;
//! # assert_eq!(content.map(|z| format!("{z:.1}")).as_deref(), Some("33.9"));
//! # Ok(())
//! # }
//! ```
//!
//! [`analysis::verbs`] has one function for each verb of the program; `examples/` has whole programs.
//!
//! The pipeline, which is also the method section (Korolev 2024; OECD/JRC Handbook 2008):
//!
//! 1. [`load`] reads a data package and a framework file, checks all of both, and reports every problem with its place.
//! 2. [`measure`] turns rows into indicator values, each with formula, working and rows.
//! 3. [`scoring`] puts stated weights at their nodes, turns values into scores between goalposts, and scores into FORM,
//!    CONTENT and their parameters.
//! 4. [`analysis`] asks questions of score cards, and answers each verb of the program whole.
//! 5. [`report`] turns results into documents, [`mod@write`] documents into text; [`document::number`] alone
//!    rounds.
//! 6. [`chart`] draws results as figures, with the same numbers.
//! 7. [`mod@cite`] names the works that a result rests on, in the words of a style of reference.
//! 8. [`publication`] puts documents and figures together into what leaves the program as a whole: complete reports.
//! 9. [`bundle`] puts what a result was made from into one archive, and makes it again.
//! 10. [`cli`] is the program `spscore`: it parses, asks [`analysis::verbs`], prints; nothing else writes files.
//!
//! Before them stand [`scaffold`], which begins a package, [`mod@import`], which brings downloads into one, and [`text`],
//! which counts mentions in documents; [`sheet`] reads tables of any kind for them, [`files`] the bytes of files
//! for all that read, and [`progress`] says how far they are.
//!
//! [`model`] holds the nouns, [`statistics`] what computes with plain numbers, [`diagnostic`] how bad input is reported.
//! Arrows between rooms point only downward (ARCHITECTURE.md).

#![forbid(unsafe_code)]

pub mod analysis;
pub mod bundle;
pub mod chart;
pub mod cite;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod files;
pub mod import;
pub mod load;
pub mod measure;
pub mod model;
pub mod progress;
pub mod publication;
pub mod report;
pub mod scaffold;
pub mod scoring;
pub mod sheet;
pub mod statistics;
pub mod text;
pub mod write;
