//! Which sources evaluations rest on.

use std::collections::BTreeSet;

use super::Error;
use crate::measure::Measurer;
use crate::model::package::RowRef;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};

/// The keys of the sources of all rows that the indicators of some partnerships are measured from, sorted.
pub fn sources_read(
    framework: &Framework,
    package: &Package,
    partnerships: &[Partnership],
    window: Window,
) -> Result<Vec<String>, Error> {
    for partnership in partnerships {
        package.parties.apart(*partnership, window)?;
    }
    let measurer = Measurer::new(package, framework, window);
    let mut rows: BTreeSet<RowRef> = BTreeSet::new();
    for partnership in partnerships {
        let panel = measurer.measure(framework, *partnership);
        rows.extend(panel.measurements.iter().flatten().flat_map(|m| m.rows.iter().copied()));
    }
    Ok(package.sources_of(rows))
}
