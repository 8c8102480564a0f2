//! The one integration test binary; a file per subject.

mod arrows;
mod bad_frameworks;
mod bad_packages;
mod broken_bytes;
mod charts;
mod coherence;
mod coherence_properties;
mod command_line;
mod documents;
mod engine;
mod figures;
mod holes;
mod independence;
mod languages;
mod peer_defects;
mod properties;
mod published;
mod random_tree;
mod ranks;
mod rated;
mod tables;
mod variants;
mod workdir;
mod written_cards;
