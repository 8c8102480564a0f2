//! The nominal way, and each factor by itself.
