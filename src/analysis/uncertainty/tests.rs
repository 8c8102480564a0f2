//! Draws repeat, threads do not matter, intervals widen.
