//! What is found in texts: counts, sentences, codes and the agreement of coders.

mod coding;
mod count;
mod kwic;
mod reliability;
mod sheet;

pub use sheet::coding_sheet;

use crate::document::number;

/// "3 documents", "1 document".
fn several(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {what}{plural}", number::plain(n as f64))
}
