//! The one integration test binary; a file per subject.

mod bad_packages;
mod broken_bytes;
mod documents;
mod figures;
