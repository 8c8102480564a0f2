//! What became of the values of a download: each was taken or left out, and what was left out has its reason, its count
//! and its first places.

use crate::diagnostic::Place;

/// Places kept of one reason, and examples named.
const PLACES: usize = 3;
const NAMED: usize = 6;

/// The account of one import. Always `read` is `taken` and `summed` and all that was left together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Values that stood in the files, rows that hold one each or cells of a wide table.
    pub read: usize,
    /// Values that are a row of a table, or part of the sum that is one.
    pub taken: usize,
    /// Values that count in totals alone: flows of which no side, or one side, is a party of the package.
    pub summed: usize,
    pub left: Vec<Left>,
    /// What somebody who uses the rows should know, in sentences.
    pub remarks: Vec<String>,
}

/// Values that were left out for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub reason: String,
    pub count: usize,
    /// Where the first of them stand.
    pub places: Vec<Place>,
    /// What the first different ones are called, such as the names of regions.
    pub named: Vec<String>,
}

impl Account {
    /// Leaves one value out.
    pub fn leave_out(&mut self, reason: &str, named: &str, place: Place) {
        self.leave_out_many(reason, named, place, 1);
    }

    /// Leaves out several that begin at one place.
    pub fn leave_out_many(&mut self, reason: &str, named: &str, place: Place, count: usize) {
        if count == 0 {
            return;
        }
        self.read += count;
        let at = match self.left.iter().position(|left| left.reason == reason) {
            Some(at) => at,
            None => {
                let reason = reason.to_owned();
                self.left.push(Left { reason, count: 0, places: Vec::new(), named: Vec::new() });
                self.left.len() - 1
            }
        };
        let Some(left) = self.left.get_mut(at) else { return };
        left.count += count;
        // Of a file as a whole one place says all.
        if left.places.len() < PLACES && !left.places.contains(&place) {
            left.places.push(place);
        }
        if !named.is_empty() && left.named.len() < NAMED && !left.named.iter().any(|n| n == named) {
            left.named.push(named.to_owned());
        }
    }

    /// Tells something once.
    pub fn remark(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.remarks.contains(&text) {
            self.remarks.push(text);
        }
    }

    /// How many values were left out.
    pub fn left_out(&self) -> usize {
        self.left.iter().map(|left| left.count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_counted_by_reason() {
        let mut account = Account::default();
        for line in 1..=9 {
            account.leave_out("totals", if line % 2 == 0 { "World" } else { "Asia" }, Place::new("a.csv", line, 1));
        }
        account.leave_out_many("other years", "", Place::new("a.csv", 1, 2), 5);
        account.leave_out_many("never", "", Place::new("a.csv", 1, 2), 0);
        assert_eq!((account.read, account.left_out(), account.left.len()), (14, 14, 2));
        let totals = account.left.first().expect("a reason");
        assert_eq!(
            (totals.count, totals.places.len(), totals.named.clone()),
            (9, 3, vec!["Asia".into(), "World".into()])
        );
    }
}
