//! Which units and nodes have data, and how much.

use crate::statistics::coherence::column::Column;
use crate::statistics::coherence::column::groups;

/// How many of a number of cells are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub known: usize,
    pub of: usize,
}

impl Known {
    /// 0..=1; `None` of no cell.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.known as f64 / self.of as f64)
    }

    fn add(&mut self, cell: Option<f64>) {
        self.known += usize::from(cell.is_some());
        self.of += 1;
    }
}

/// The data of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitAvailability {
    pub overall: Known,
    /// Known values that are zero.
    pub zeros: usize,
    /// Per node, in the order of [`Availability::nodes`].
    pub nodes: Vec<Known>,
}

/// The data of the whole table, by unit and by node.
#[derive(Clone, Debug, PartialEq)]
pub struct Availability {
    pub overall: Known,
    /// Code of each node with its cells over all units.
    pub nodes: Vec<(String, Known)>,
    /// In the order of the table.
    pub units: Vec<UnitAvailability>,
}

/// Counts of known cells (Handbook steps 2 and 3; COINr's `get_data_avail`). Weights play no part here: coverage by
/// weight belongs to the score. Worked: a unit with values in 1 of 2 indicators has the share 0.5.
pub fn availability(columns: &[Column<'_>]) -> Availability {
    let nodes = groups(columns);
    let units = columns.iter().map(|c| c.values.len()).max().unwrap_or(0);
    let mut whole = Availability {
        overall: Known::default(),
        nodes: nodes.iter().map(|code| (code.to_string(), Known::default())).collect(),
        units: Vec::with_capacity(units),
    };
    for unit in 0..units {
        let mut of =
            UnitAvailability { overall: Known::default(), zeros: 0, nodes: vec![Known::default(); nodes.len()] };
        for column in columns {
            let cell = column.values.get(unit).copied().flatten();
            of.overall.add(cell);
            whole.overall.add(cell);
            of.zeros += usize::from(cell == Some(0.0));
            let own =
                nodes.iter().zip(of.nodes.iter_mut().zip(&mut whole.nodes)).find(|(code, _)| **code == column.group);
            if let Some((_, (in_unit, (_, in_all)))) = own {
                in_unit.add(cell);
                in_all.add(cell);
            }
        }
        whole.units.push(of);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coherence::column::tests::column;

    #[test]
    fn cells_are_counted_by_unit_and_by_node() {
        let (a, b, c) = ([Some(0.0), None], [Some(1.0), Some(2.0)], [None, None]);
        let got = availability(&[column("a", "g", &a), column("b", "h", &b), column("c", "g", &c)]);
        assert_eq!(got.overall, Known { known: 3, of: 6 });
        assert_eq!(got.nodes, [("g".into(), Known { known: 1, of: 4 }), ("h".into(), Known { known: 2, of: 2 })]);
        assert_eq!((got.units[0].overall.share(), got.units[0].zeros), (Some(2.0 / 3.0), 1));
        assert_eq!(got.units[1].nodes, [Known { known: 0, of: 2 }, Known { known: 1, of: 1 }]);
        assert_eq!(Known::default().share(), None);
    }
}
