//! The outranking matrix: how much of the weight speaks for each unit against each other one.

use crate::scoring::combine::refusal::Refusal;

/// Two opposite shares that differ by less are a draw: weights such as 1/3 do not sum exactly.
pub(crate) const DRAW: f64 = 1e-9;

/// Refuses a table whose rows do not fit the weights, or with cells or weights that are not finite.
pub(crate) fn check_table(table: &[Vec<Option<f64>>], weights: &[f64]) -> Result<(), Refusal> {
    if let Some((position, &weight)) = weights.iter().enumerate().find(|(_, w)| !w.is_finite() || **w < 0.0) {
        return Err(Refusal::BadWeight { position, weight });
    }
    if !weights.iter().sum::<f64>().is_finite() {
        return Err(Refusal::Overflow { rule: "the sum of weights" });
    }
    for (unit, row) in table.iter().enumerate() {
        if row.len() != weights.len() {
            return Err(Refusal::Ragged { unit, found: row.len(), expected: weights.len() });
        }
        if let Some(indicator) = row.iter().position(|z| z.is_some_and(|z| !z.is_finite())) {
            return Err(Refusal::CellNotFinite { unit, indicator });
        }
    }
    Ok(())
}

/// The rows with a known value of positive weight.
pub(crate) fn present(table: &[Vec<Option<f64>>], weights: &[f64]) -> Vec<usize> {
    let known = |row: &Vec<Option<f64>>| row.iter().zip(weights).any(|(z, w)| z.is_some() && *w > 0.0);
    table.iter().enumerate().filter(|(_, row)| known(row)).map(|(unit, _)| unit).collect()
}

/// Shares of weight for each ordered pair of units; a unit without any known value takes no part.
#[derive(Clone, Debug, PartialEq)]
pub struct Outranking {
    /// Rows of the table that take part, ascending; `shares` is square over them.
    members: Vec<usize>,
    shares: Vec<Vec<f64>>,
    rows: usize,
}

impl Outranking {
    /// The matrix of a table (Handbook step 7, multi-criteria approach; COINr `outrankMatrix`).
    ///
    /// Share of i against j = weight of the indicators in which i is better + half the weight of those in which they
    /// are equal, over the weight of the indicators known for BOTH. Thus the shares of i against j and of j against i
    /// sum to 1 whatever is missing and whatever the order of the rows; COINr sums over the known ones above the
    /// diagonal and takes 1 minus that below, which gives the missing weight to whichever unit stands lower in the
    /// table. Two units with nothing in common are refused. Equality is exact. Worked number: (3, 5, 1) against (2, 5,
    /// none) with weights 1, 1, 2 is (1 + 1/2)/2 = 0.75.
    pub fn of(table: &[Vec<Option<f64>>], weights: &[f64]) -> Result<Self, Refusal> {
        check_table(table, weights)?;
        let members = present(table, weights);
        if members.len() < 2 {
            return Err(Refusal::TooFewUnits { rule: "outranking", units: members.len(), need: 2 });
        }
        let mut shares = vec![vec![0.0; members.len()]; members.len()];
        for (i, &first) in members.iter().enumerate() {
            for (j, &second) in members.iter().enumerate().skip(i + 1) {
                let (mut ahead, mut behind) = (0.0, 0.0);
                for ((a, b), w) in table[first].iter().zip(&table[second]).zip(weights) {
                    let (Some(a), Some(b)) = (a, b) else { continue };
                    ahead += w * if a > b { 1.0 } else { 0.5 * f64::from(u8::from(a == b)) };
                    behind += w * if b > a { 1.0 } else { 0.5 * f64::from(u8::from(a == b)) };
                }
                if ahead + behind <= 0.0 {
                    return Err(Refusal::NothingInCommon { first, second });
                }
                shares[i][j] = ahead / (ahead + behind);
                shares[j][i] = behind / (ahead + behind);
            }
        }
        Ok(Self { members, shares, rows: table.len() })
    }

    /// A matrix given as such (a published one): square, opposite shares sum to 1, the diagonal is ignored.
    pub fn given(matrix: &[Vec<f64>]) -> Result<Self, Refusal> {
        let n = matrix.len();
        if n < 2 {
            return Err(Refusal::TooFewUnits { rule: "outranking", units: n, need: 2 });
        }
        if matrix.iter().any(|row| row.len() != n) {
            return Err(Refusal::NotOutranking);
        }
        let proper = |a: f64, b: f64| (0.0..=1.0).contains(&a) && (a + b - 1.0).abs() <= DRAW;
        if (0..n).any(|i| (0..i).any(|j| !proper(matrix[i][j], matrix[j][i]) || !proper(matrix[j][i], matrix[i][j]))) {
            return Err(Refusal::NotOutranking);
        }
        let diagonal_free = |(i, row): (usize, &Vec<f64>)| {
            row.iter().enumerate().map(|(j, share)| if i == j { 0.0 } else { *share }).collect()
        };
        let shares = matrix.iter().enumerate().map(diagonal_free).collect();
        Ok(Self { members: (0..n).collect(), shares, rows: n })
    }

    /// The share that speaks for row `first` against row `second`; `None` for a row that takes no part, and on the
    /// diagonal.
    pub fn share(&self, first: usize, second: usize) -> Option<f64> {
        let (i, j) = (self.members.binary_search(&first).ok()?, self.members.binary_search(&second).ok()?);
        if i == j { None } else { self.shares.get(i)?.get(j).copied() }
    }

    /// The rows of the table that take part, ascending.
    pub fn members(&self) -> &[usize] {
        &self.members
    }

    /// How many rows the table has, with those that take no part.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Share by place in `members`.
    pub(crate) fn at(&self, i: usize, j: usize) -> f64 {
        self.shares[i][j]
    }

    /// Whether member `i` beats member `j`: more than a draw.
    pub(crate) fn beats(&self, i: usize, j: usize) -> bool {
        i != j && self.at(i, j) - self.at(j, i) > DRAW
    }

    fn by_row(&self, value: impl Fn(usize) -> f64) -> Vec<Option<f64>> {
        let mut rows = vec![None; self.rows];
        for (i, &row) in self.members.iter().enumerate() {
            if let Some(cell) = rows.get_mut(row) {
                *cell = Some(value(i));
            }
        }
        rows
    }

    /// COINr's `a_copeland`: the sum of a unit's shares against all others; between 0 and the number of others.
    ///
    /// On a complete table it equals the weighted [`borda`](fn@crate::scoring::combine::borda) score. Worked number:
    /// the Handbook's Table 36 gives Finland 0.5 + 0.375 + 0.75 + 0.625 = 2.25.
    pub fn copeland(&self) -> Vec<Option<f64>> {
        self.by_row(|i| (0..self.members.len()).filter(|j| *j != i).map(|j| self.at(i, j)).sum())
    }

    /// Copeland's own score (1951): pairwise majorities won minus lost, draws count nothing.
    ///
    /// It looks at who wins a pair, not by how much. Worked number: in the Handbook's Table 36 Sweden wins over
    /// Finland, Japan and Korea and draws with the United States: 3.
    pub fn majorities(&self) -> Vec<Option<f64>> {
        let n = self.members.len();
        self.by_row(|i| (0..n).map(|j| f64::from(self.beats(i, j)) - f64::from(self.beats(j, i))).sum())
    }

    /// Pairs `(better, worse)` in which the better unit leads in every indicator known for both (share 1).
    pub fn dominances(&self) -> Vec<(usize, usize)> {
        let pairs = self.members.iter().enumerate().flat_map(|(i, a)| {
            self.members.iter().enumerate().filter(move |(j, _)| self.at(i, *j) >= 1.0).map(move |(_, b)| (*a, *b))
        });
        pairs.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
        rows.iter().map(|row| row.iter().map(|z| z.is_finite().then_some(*z)).collect()).collect()
    }
    const NO: f64 = f64::NAN;

    #[test]
    fn shares_by_hand() {
        let matrix = Outranking::of(&table(&[&[3.0, 5.0, 1.0], &[2.0, 5.0, NO]]), &[1.0, 1.0, 2.0]).expect("a matrix");
        assert_eq!((matrix.share(0, 1), matrix.share(1, 0), matrix.share(0, 0)), (Some(0.75), Some(0.25), None));
        assert_eq!(matrix.copeland(), [Some(0.75), Some(0.25)]);
        assert_eq!(matrix.majorities(), [Some(1.0), Some(-1.0)]);
        assert!(matrix.dominances().is_empty());
    }

    #[test]
    fn a_unit_without_data_takes_no_part() {
        let matrix = Outranking::of(&table(&[&[3.0], &[NO], &[1.0]]), &[1.0]).expect("a matrix");
        assert_eq!(matrix.copeland(), [Some(1.0), None, Some(0.0)]);
        assert_eq!((matrix.members(), matrix.share(0, 1)), (&[0, 2][..], None));
        assert_eq!(matrix.dominances(), [(0, 2)]);
    }

    #[test]
    fn tables_that_cannot_be_compared_are_refused() {
        let of = |rows: &[&[f64]], weights: &[f64]| Outranking::of(&table(rows), weights).expect_err("refused");
        let apart = of(&[&[1.0, NO], &[NO, 1.0]], &[1.0, 1.0]);
        assert_eq!(apart, Refusal::NothingInCommon { first: 0, second: 1 });
        assert_eq!(of(&[&[1.0]], &[1.0]), Refusal::TooFewUnits { rule: "outranking", units: 1, need: 2 });
        assert!(matches!(of(&[&[1.0], &[1.0, 2.0]], &[1.0]), Refusal::Ragged { unit: 1, .. }));
        assert!(matches!(of(&[&[1.0], &[1.0]], &[-1.0]), Refusal::BadWeight { .. }));
        let infinite = Outranking::of(&[vec![Some(f64::INFINITY)], vec![None]], &[1.0]);
        assert_eq!(infinite, Err(Refusal::CellNotFinite { unit: 0, indicator: 0 }));
        assert_eq!(Outranking::given(&[vec![0.0, 0.7], vec![0.7, 0.0]]), Err(Refusal::NotOutranking));
        assert_eq!(Outranking::given(&[vec![0.0, 0.7], vec![0.3]]), Err(Refusal::NotOutranking));
    }

    #[test]
    fn a_given_matrix_is_checked_cell_by_cell() {
        let given = |rows: &[&[f64]]| Outranking::given(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
        // The diagonal says nothing, whatever stands there.
        let matrix = given(&[&[9.0, 0.25, 0.5], &[0.75, 9.0, 1.0], &[0.5, 0.0, 9.0]]).expect("a matrix");
        assert_eq!((matrix.share(0, 1), matrix.share(1, 0), matrix.share(1, 1)), (Some(0.25), Some(0.75), None));
        assert_eq!((matrix.at(0, 0), matrix.rows()), (0.0, 3));
        assert!(given(&[&[0.0, 1.0], &[0.0, 0.0]]).is_ok());
        for wrong in [[0.4, 0.7], [0.4, 0.4], [1.5, -0.5], [-0.5, 1.5], [1.0, -5e-10], [f64::NAN, 0.5]] {
            let [a, b] = wrong;
            assert_eq!(given(&[&[0.0, a], &[b, 0.0]]), Err(Refusal::NotOutranking), "{wrong:?}");
        }
        assert_eq!(given(&[&[0.0, 1.0], &[0.0]]), Err(Refusal::NotOutranking));
        assert_eq!(given(&[&[0.0]]), Err(Refusal::TooFewUnits { rule: "outranking", units: 1, need: 2 }));
    }

    #[test]
    fn a_weight_of_nothing_counts_for_nothing() {
        let matrix = Outranking::of(&table(&[&[3.0, 1.0], &[2.0, 5.0], &[NO, 9.0]]), &[1.0, 0.0]).expect("a matrix");
        assert_eq!((matrix.share(0, 1), matrix.members()), (Some(1.0), &[0, 1][..]));
    }
}
