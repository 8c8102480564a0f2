//! The trade of every economy with every other as flat arrays, and what stands beside it: what a ranking of all pairs
//! is made from.

use std::collections::HashMap;

use super::window::{Window, Year};

/// An economy or a bloc as the ranking names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldUnit {
    pub code: String,
    /// For print; the code where nobody has a name for it.
    pub name: String,
}

/// A bloc that is looked at as one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldBloc {
    pub unit: WorldUnit,
    /// Places of the members whose rows are added up in it, ascending, for each year of the span.
    pub members: Vec<Vec<usize>>,
    /// How many members count in each of these years, those without any flow among them.
    pub counted: Vec<usize>,
}

/// A table that was read, and how much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedTable {
    /// What it is for, as the descriptor calls it: `trade`, `votes`.
    pub role: &'static str,
    pub files: Vec<String>,
    /// Rows of the files; of a Parquet file those of its footer.
    pub rows: usize,
    /// Rows of the years that were asked for.
    pub taken: usize,
    /// Rows that were taken and belong to nobody who trades.
    pub strangers: usize,
    /// Where the figures come from, in the descriptor's words.
    pub source: String,
}

/// Agreement in recorded votes over a window: on everything, whatever it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VoteCounts {
    pub both: f64,
    pub same: f64,
    pub opposite: f64,
}

impl VoteCounts {
    /// `(same + one abstains / 2) / both`, 0 to 1; `None` where the two never both voted.
    ///
    /// Worked number: of ten votes six the same, three opposite, one with an abstention: 0.65.
    pub fn agreement(self) -> Option<f64> {
        let one_abstains = self.both - self.same - self.opposite;
        (self.both > 0.0).then(|| (self.same + 0.5 * one_abstains) / self.both)
    }
}

/// How often one names another over a window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Naming {
    pub mentions: f64,
    pub words: f64,
}

impl Naming {
    /// Mentions per 10,000 words, as counted: no prior draws it anywhere. Worked number: 3 in 15,000 words are 2.
    pub fn rate(self) -> Option<f64> {
        (self.words > 0.0).then(|| 1e4 * self.mentions / self.words)
    }
}

/// What stands beside the scores of one window and enters none of them. Keys are places of units: see [`World::unit`].
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// By the lower and the higher place.
    pub votes: HashMap<(usize, usize), VoteCounts>,
    /// By speaker and target.
    pub namings: HashMap<(usize, usize), Naming>,
    /// Ideal points by place, for each year of the window; missing where there is none.
    pub ideal_points: HashMap<usize, Vec<Option<f64>>>,
}

impl Beside {
    /// The mean over the years in which both have an ideal point of the distance between them.
    ///
    /// Worked number: 0.5 and 1.0 against -0.5 and 0.0 is 1.
    pub fn ideal_point_distance(&self, a: usize, b: usize) -> Option<f64> {
        let (of_a, of_b) = (self.ideal_points.get(&a)?, self.ideal_points.get(&b)?);
        let both = of_a.iter().zip(of_b).filter_map(|(x, y)| Some((x.as_ref()? - y.as_ref()?).abs()));
        let (sum, n) = both.fold((0.0, 0_usize), |(sum, n), d| (sum + d, n + 1));
        (n > 0).then(|| sum / n as f64)
    }

    /// The votes of two, whichever stands first.
    pub fn votes_of(&self, a: usize, b: usize) -> Option<VoteCounts> {
        self.votes.get(&(a.min(b), a.max(b))).copied()
    }
}

/// The flows of a span of years, and what stands beside them in some windows.
///
/// Units are numbered: the economies first, by code, and then the blocs in the order in which they were asked for.
#[derive(Clone, Debug)]
pub struct World {
    /// Name and version of the package.
    pub name: String,
    pub version: String,
    pub economies: Vec<WorldUnit>,
    pub blocs: Vec<WorldBloc>,
    /// The years that were read.
    pub span: Window,
    /// The years for which the package holds flows.
    pub held: Window,
    /// From one economy to another in a year, in the unit of the file; what is no number stands for no row.
    flows: Vec<f64>,
    pub tables: Vec<ScannedTable>,
    /// Units to which the pairs are limited; `None` for all.
    pub chosen: Option<Vec<usize>>,
    /// For each window that was asked for.
    pub beside: Vec<(Window, Beside)>,
}

impl World {
    /// A world without flows; [`World::put`] fills it.
    pub fn new(name: String, version: String, economies: Vec<WorldUnit>, held: Window, span: Window) -> Self {
        let cells = economies.len() * economies.len() * span.years();
        World {
            name,
            version,
            economies,
            blocs: Vec::new(),
            span,
            held,
            flows: vec![f64::NAN; cells],
            tables: Vec::new(),
            chosen: None,
            beside: Vec::new(),
        }
    }

    /// Where a year stands in the span.
    pub fn at(&self, year: Year) -> Option<usize> {
        self.span.contains(year).then(|| usize::from(year.get() - self.span.from().get()))
    }

    fn cell(&self, at: usize, from: usize, to: usize) -> usize {
        (at * self.economies.len() + from) * self.economies.len() + to
    }

    /// The flow between two economies in the year at this place of the span; `None` where there is no row.
    pub fn flow(&self, at: usize, from: usize, to: usize) -> Option<f64> {
        self.flows.get(self.cell(at, from, to)).copied().filter(|x| !x.is_nan())
    }

    /// All flows from one economy in a year, by the place of the other; what is no number stands for no row.
    pub fn flows_from(&self, at: usize, from: usize) -> &[f64] {
        let first = self.cell(at, from, 0);
        self.flows.get(first..first + self.economies.len()).unwrap_or(&[])
    }

    /// Puts a flow; whether its place was free.
    pub fn put(&mut self, at: usize, from: usize, to: usize, value: f64) -> bool {
        let cell = self.cell(at, from, to);
        match self.flows.get_mut(cell) {
            Some(free) if free.is_nan() => {
                *free = value;
                true
            }
            _ => false,
        }
    }

    /// An economy or a bloc by its number.
    pub fn unit(&self, place: usize) -> Option<&WorldUnit> {
        let blocs = || self.blocs.get(place.checked_sub(self.economies.len())?).map(|b| &b.unit);
        self.economies.get(place).or_else(blocs)
    }

    /// The number of a unit with this code.
    pub fn place(&self, code: &str) -> Option<usize> {
        let economy = self.economies.binary_search_by(|u| u.code.as_str().cmp(code)).ok();
        economy.or_else(|| Some(self.economies.len() + self.blocs.iter().position(|b| b.unit.code == code)?))
    }

    /// How many units there are.
    pub fn units(&self) -> usize {
        self.economies.len() + self.blocs.len()
    }

    /// What stands beside the scores of this window.
    pub fn beside(&self, window: Window) -> Option<&Beside> {
        self.beside.iter().find(|(w, _)| *w == window).map(|(_, b)| b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_by_hand() {
        let votes = VoteCounts { both: 10.0, same: 6.0, opposite: 3.0 };
        assert_eq!(votes.agreement(), Some(0.65));
        assert_eq!(VoteCounts::default().agreement(), None);
        assert_eq!(Naming { mentions: 3.0, words: 15_000.0 }.rate(), Some(2.0));
        let mut beside = Beside::default();
        beside.ideal_points.insert(0, vec![Some(0.5), Some(1.0), None]);
        beside.ideal_points.insert(1, vec![Some(-0.5), Some(0.0), Some(9.0)]);
        assert_eq!(beside.ideal_point_distance(0, 1), Some(1.0));
        assert_eq!(beside.ideal_point_distance(0, 2), None);
    }
}
