//! What several tests share: folders in which the program runs, settled frameworks, random trees, rated tables.

pub mod asem;
pub mod random_tree;
pub mod rated;
pub mod settled;
pub mod varied;
pub mod workdir;
