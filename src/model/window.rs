//! Years and windows of whole years.

use std::fmt;

/// A calendar year from 1900 to 2100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(u16);

impl Year {
    pub fn new(year: i64) -> Option<Self> {
        (1900..=2100).contains(&year).then_some(Year(year as u16))
    }

    /// Reads exactly four digits.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
            .and_then(Year::new)
    }

    pub fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Whole years, both ends included, never backwards. The earlier beginning comes first, of two alike the earlier end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    from: Year,
    to: Year,
}

/// Why a text is not a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowError {
    Malformed,
    Backward,
}

impl Window {
    pub fn new(from: Year, to: Year) -> Result<Self, WindowError> {
        if from <= to { Ok(Window { from, to }) } else { Err(WindowError::Backward) }
    }

    /// Reads `2018-2022` (an en dash is understood) or a single year.
    pub fn parse(text: &str) -> Result<Self, WindowError> {
        let text = text.trim();
        let (from, to) = text.split_once(['-', '–']).unwrap_or((text, text));
        let year = |s: &str| Year::parse(s.trim()).ok_or(WindowError::Malformed);
        Window::new(year(from)?, year(to)?)
    }

    pub fn from(self) -> Year {
        self.from
    }

    pub fn to(self) -> Year {
        self.to
    }

    pub fn contains(self, year: Year) -> bool {
        self.from <= year && year <= self.to
    }

    /// Number of years, at least 1.
    pub fn years(self) -> usize {
        usize::from(self.to.0 - self.from.0) + 1
    }

    pub fn iter(self) -> impl Iterator<Item = Year> {
        (self.from.0..=self.to.0).map(Year)
    }

    /// The window of the same length just before; `None` where the calendar does not reach so far.
    pub fn before(self) -> Option<Self> {
        let (last, years) = (i64::from(self.from.0) - 1, self.years() as i64);
        Window::new(Year::new(last + 1 - years)?, Year::new(last)?).ok()
    }

    /// The `length` years that end with `last`, cut at 1900.
    pub fn ending(last: Year, length: u16) -> Self {
        Window { from: Year(last.0.saturating_sub(length.saturating_sub(1)).max(1900)), to: last }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from == self.to {
            true => write!(f, "{}", self.from),
            false => write!(f, "{}–{}", self.from, self.to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_whole_years_that_run_forward() {
        let w = Window::parse("2018-2022").expect("a window");
        assert_eq!((w.years(), w.to_string().as_str()), (5, "2018–2022"));
        assert_eq!(Window::parse("2018").map(Window::years), Ok(1));
        assert_eq!(w.before(), Window::parse("2013-2017").ok());
        assert_eq!(Window::parse("1903-1906").ok().and_then(Window::before), None);
        assert_eq!(Window::parse("2022-2018"), Err(WindowError::Backward));
        for bad in ["", "18-22", "2018-", "2018-2022-2023", "abcd-2020", "1800-1900"] {
            assert_eq!(Window::parse(bad), Err(WindowError::Malformed), "{bad}");
        }
    }
}
