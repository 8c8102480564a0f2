//! The engine against tables that others have printed, and against figures of independent programs on the same data.

mod aggregations;
mod attainable_ranks;
mod coherence;
mod coherence_peers;
mod coinr;
mod imputation;
mod normalisations;
mod treatment;
mod weights;

use std::path::Path;

use nalgebra::DMatrix;

/// A column; an empty cell or NA is missing.
pub type Cells = Vec<Option<f64>>;

/// One of the files in tests/data/published.
pub struct Table {
    file: String,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The indicators of the Technology Achievement Index, by country.
pub fn tai() -> Table {
    Table::read("tai/tai23_raw.csv")
}

impl Table {
    pub fn read(file: &str) -> Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/published").join(file);
        let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let heads = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
        Table { file: file.to_owned(), heads, rows }
    }

    /// The first column, which names the rows.
    pub fn names(&self) -> Vec<String> {
        self.rows.iter().map(|row| row[0].clone()).collect()
    }

    /// The place of the row with this name.
    pub fn row(&self, name: &str) -> usize {
        self.rows.iter().position(|row| row[0] == name).unwrap_or_else(|| panic!("{} has no row {name}", self.file))
    }

    pub fn texts(&self, column: &str) -> Vec<String> {
        let at = self.heads.iter().position(|head| head == column);
        let at = at.unwrap_or_else(|| panic!("{} has no column {column}", self.file));
        self.rows.iter().map(|row| row[at].clone()).collect()
    }

    pub fn numbers(&self, column: &str) -> Cells {
        let number = |cell: &String| match cell.as_str() {
            "" | "NA" => None,
            cell => Some(cell.parse().unwrap_or_else(|_| panic!("{}: {cell} is not a number", self.file))),
        };
        self.texts(column).iter().map(number).collect()
    }

    /// Everything but the first column; no cell is missing.
    pub fn matrix(&self) -> DMatrix<f64> {
        let cell = |i: usize, j: usize| {
            let cell = &self.rows[i][j + 1];
            cell.parse().unwrap_or_else(|_| panic!("{}: {cell} is not a number", self.file))
        };
        DMatrix::from_fn(self.rows.len(), self.heads.len() - 1, cell)
    }
}

/// A complete table as the engine's kernels take one: a row per unit.
pub fn known(matrix: &DMatrix<f64>) -> Vec<Cells> {
    matrix.row_iter().map(|row| row.iter().copied().map(Some).collect()).collect()
}

/// Each column from 0 at its least value to 1 at its largest.
pub fn min_max(mut data: DMatrix<f64>) -> DMatrix<f64> {
    for mut column in data.column_iter_mut() {
        let (low, high) = (column.min(), column.max());
        column.apply(|x| *x = (*x - low) / (high - low));
    }
    data
}
