//! `compare` of tables: the same units rated in several ways.

use super::Error;
use crate::analysis::table_comparison::{Incomparable, TableComparison, TableVersion, compare_versions};

/// Rates every version of a table and sets ranks and scores beside those of the first; `node` is the code of the node
/// that is compared, the index itself where none is named.
pub fn compare_tables(versions: Vec<TableVersion>, node: Option<&str>) -> Result<TableComparison, Error> {
    compare_versions(versions, node).map_err(|why| match why {
        Incomparable::OnlyOne => Error::OnlyOneVersion,
        Incomparable::Refused { refused, .. } => Error::Refused(refused),
        Incomparable::NoNode { label, node, nodes } => Error::UnknownNode { framework: label, node, nodes },
        Incomparable::NoSuchYear { year, held, .. } => Error::NoSuchYear { year: Some(year), held },
        Incomparable::NoYear { held, .. } => Error::YearWanted { held },
    })
}
