//! A table read part by part, whatever its format.

use polars::prelude::*;

use super::scan::Scan;
use super::{csv, parquet};
use crate::diagnostic::Diagnostics;

/// Rows of a file of text in one part.
const PART: usize = 1 << 20;

/// How many rows the file has, and how many of them lie in the span.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub rows: usize,
    pub taken: usize,
}

/// Reads the file part by part and gives each part; what is wrong with it is reported, and such rows are left out.
pub(super) fn parts(
    scan: &Scan<'_>,
    found: &mut Diagnostics,
    mut each: impl FnMut(DataFrame, &mut Diagnostics),
) -> Counts {
    let mut taken = 0;
    let mut give = |frame: DataFrame, found: &mut Diagnostics| {
        taken += frame.height();
        each(frame, found);
    };
    let rows = match scan.path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet")) {
        true => parquet::parts(scan, found, &mut give),
        false => csv::parts(scan, PART, found, &mut give),
    };
    Counts { rows, taken }
}
