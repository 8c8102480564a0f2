//! Values of indicators that were measured, kept for the ways that ask for the same ones: in a design that changes one
//! factor at a time most ways do.

use super::setting::Otherwise;

/// How many sets of values are kept. A design turns about so many factors of the data between two runs with the same
/// values; each set is a few hundred numbers.
const KEPT: usize = 8;

/// What values were made for: the settings that touch the values of indicators, and of how many partnerships.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measured {
    pub window: usize,
    pub otherwise: Otherwise,
    pub status: Option<f64>,
    pub over_window: bool,
    pub partnerships: usize,
}

impl Measured {
    /// Whether values made for this are those made for `other`: the same settings, and no fewer partnerships.
    pub fn serves(self, other: Self) -> bool {
        self.partnerships >= other.partnerships && Measured { partnerships: other.partnerships, ..self } == other
    }
}

/// The values of one way, and those of the ways before it.
#[derive(Clone, Debug)]
pub(super) struct Values {
    /// By partnership, then by leaf: those that the way looks at.
    pub now: Vec<f64>,
    made_for: Option<Measured>,
    /// The latest first.
    before: Vec<(Measured, Vec<f64>)>,
}

impl Values {
    pub fn new(size: usize) -> Self {
        Values { now: vec![f64::NAN; size], made_for: None, before: Vec::new() }
    }

    /// Whether the values that are asked for are there, which then are those of `now`. Otherwise `now` waits for them.
    pub fn recall(&mut self, asked: Measured) -> bool {
        let serves = |made_for: Measured| made_for.serves(asked);
        if self.made_for.is_some_and(serves) {
            return true;
        }
        let found = self.before.iter().position(|(made_for, _)| serves(*made_for));
        let full = self.before.len() >= KEPT;
        let (made_for, mut values) = match found {
            Some(place) => self.before.remove(place),
            None if full => self.before.pop().map_or_else(|| (asked, self.now.clone()), |(_, old)| (asked, old)),
            None => (asked, self.now.clone()),
        };
        std::mem::swap(&mut self.now, &mut values);
        if let Some(latest) = self.made_for.replace(made_for) {
            self.before.insert(0, (latest, values));
        }
        found.is_some()
    }

    /// Some of the values were changed: no other way may find them.
    pub fn spoil(&mut self) {
        self.made_for = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(window: usize, partnerships: usize) -> Measured {
        Measured { window, otherwise: Otherwise::default(), status: None, over_window: false, partnerships }
    }

    #[test]
    fn what_was_measured_is_found_again() {
        let mut values = Values::new(1);
        let mut ask = |window: usize, n: usize| {
            let found = values.recall(asked(window, n));
            if !found {
                values.now[0] = window as f64 + n as f64 / 10.0;
            }
            (found, values.now[0])
        };
        assert_eq!(ask(1, 2), (false, 1.2));
        // Fewer partnerships are among the more.
        assert_eq!(ask(1, 1), (true, 1.2));
        assert_eq!(ask(2, 2), (false, 2.2));
        assert_eq!(ask(1, 2), (true, 1.2));
        assert_eq!(ask(1, 3), (false, 1.3));
        assert_eq!(ask(2, 1), (true, 2.2));
        // Of too many the oldest is forgotten.
        for window in 10..10 + KEPT {
            assert_eq!(ask(window, 2), (false, window as f64 + 0.2));
        }
        assert_eq!((ask(2, 2), ask(1, 3)), ((true, 2.2), (false, 1.3)));
        values.now[0] = 0.0;
        values.spoil();
        assert!(!values.recall(asked(1, 3)));
        assert!(values.recall(asked(2, 2)) && values.now[0] == 2.2);
    }
}
