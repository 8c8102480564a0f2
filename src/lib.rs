//! How strategic is a strategic partnership? Nominal FORM set against CONTENT, every number traced to its source row.
//!
//! The pipeline, which is also the method section (Korolev 2024; OECD/JRC Handbook 2008):
//!
//! 1. [`load`] reads a data package and a framework file, checks all of both, and tells every trouble with its place.
//! 2. [`measure`] turns rows into indicator values, each with formula, working and rows.
//! 3. [`scoring`] turns values into scores between goalposts, and scores into FORM, CONTENT and their parameters.
//! 4. [`analysis`] asks questions of score cards: the gap among peers, the anchors of the goalposts.
//! 5. [`report`] writes results as text; nothing below it rounds.
//! 6. [`chart`] draws results as figures, with the numbers that `report` writes.
//! 7. [`cli`] is the program `spscore`; nothing else writes files.
//!
//! [`statistics`] computes with plain numbers for scoring and analysis. [`model`] holds the nouns, [`diagnostic`] how bad
//! input is told. Arrows between rooms point only downward (ARCHITECTURE.md).

#![forbid(unsafe_code)]

pub mod analysis;
pub mod chart;
pub mod cli;
pub mod diagnostic;
pub mod load;
pub mod measure;
pub mod model;
pub mod report;
pub mod scoring;
pub mod statistics;
