//! How much memory an analysis needs, computed before it starts: too large a request ends with a message, and not in
//! the middle of the work.

/// The memory an analysis may take by default: 4 GiB, in bytes.
pub const LIMIT: u64 = 4 << 30;

const NUMBER: u64 = 8;
const MEBIBYTE: u64 = 1 << 20;

/// Why an analysis was not begun.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Shortage {
    /// More than may be taken; so many would do.
    #[error("{wanted} {what} would take {} MiB of memory, and no more than {} MiB may be taken", mebibytes(*bytes), mebibytes(*limit))]
    AboveLimit { what: &'static str, wanted: u64, bytes: u64, limit: u64, fitting: u64 },
    /// It may be taken, and the system does not have it.
    #[error("{wanted} {what} would take {} MiB of memory, and the system does not give so much", mebibytes(*bytes))]
    NotHad { what: &'static str, wanted: u64, bytes: u64 },
}

/// Begun ones count.
fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(MEBIBYTE)
}

/// Bytes that a draw of an uncertainty analysis takes: the outputs of every unit in each of the `bands` that are drawn,
/// and of every unit its headline, its rank and what is sorted on the way.
///
/// Worked number: 11 partnerships with 40 outputs, the data alone and everything: 8 · (11 · 40 · 2 + 11 · 4 + 2) =
/// 7,408 bytes, so that 10,000 draws take 71 MiB.
pub fn of_draw(units: usize, outputs: usize, bands: usize) -> u64 {
    let (units, outputs, bands) = (units as u64, outputs as u64, bands as u64);
    NUMBER * (units * outputs * bands + 4 * units + 2)
}

/// Bytes that a base point of a Sobol' design takes: so many quantities in each of its runs, and for one quantity what
/// its indices are made from.
///
/// Worked number: 30 quantities and 12 factors, so 14 runs: 8 · 14 · (30 + 8) = 4,256 bytes, so that 1,024 base points
/// take 5 MiB.
pub fn of_base_point(quantities: usize, runs: usize) -> u64 {
    NUMBER * runs as u64 * (quantities as u64 + 8)
}

/// Bytes that a row of a rated table takes: its values after each of the seven steps, and score, weights and rank of
/// every node.
///
/// Worked number: 49 indicators in a tree of 61 nodes: 16 · (7 · 49 + 4 · 61) = 9,392 bytes.
pub fn of_row(indicators: usize, nodes: usize) -> u64 {
    2 * NUMBER * (7 * indicators as u64 + 4 * nodes as u64)
}

/// Whether so many, each of so many bytes, fit into `limit` and can be had now.
///
/// Availability is tested by reserving all of it at once and releasing it; no byte of it is touched.
pub fn afford(what: &'static str, wanted: usize, each: u64, limit: u64) -> Result<(), Shortage> {
    let wanted = wanted as u64;
    let bytes = wanted.saturating_mul(each);
    if bytes > limit {
        return Err(Shortage::AboveLimit { what, wanted, bytes, limit, fitting: limit / each.max(1) });
    }
    let had = usize::try_from(bytes).is_ok_and(|bytes| Vec::<u8>::new().try_reserve_exact(bytes).is_ok());
    if had { Ok(()) } else { Err(Shortage::NotHad { what, wanted, bytes }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_reported() {
        assert_eq!((of_draw(11, 40, 2), of_base_point(30, 14), of_row(49, 61)), (7_408, 4_256, 9_392));
        assert_eq!(afford("draws", 10_000, 7_408, LIMIT), Ok(()));
        let shortage = afford("draws", 1_000_000, 7_408, LIMIT).expect_err("more than may be taken");
        assert_eq!(
            shortage.to_string(),
            "1000000 draws would take 7065 MiB of memory, and no more than 4096 MiB may be taken"
        );
        let Shortage::AboveLimit { fitting, .. } = shortage else { panic!("{shortage:?}") };
        assert!(fitting * 7_408 <= LIMIT && (fitting + 1) * 7_408 > LIMIT);
        assert_eq!(afford("draws", fitting as usize, 7_408, LIMIT), Ok(()));
        // No machine has so much.
        let shortage = afford("rows", usize::MAX, 1, u64::MAX).expect_err("more than there is");
        assert!(matches!(shortage, Shortage::NotHad { .. }), "{shortage:?}");
        assert!(matches!(afford("rows", usize::MAX, 9, u64::MAX - 1), Err(Shortage::AboveLimit { .. })));
    }
}
