//! Dates as sources print them: a year, a month or a day.

use std::fmt;

use super::window::Year;

/// A date known to the year, the month or the day. Ordered by its first possible day.
///
/// Worked example: `2018` and `2018-11-14` both lie on or before the end of 2018; `2018` sorts before `2018-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: Year,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `None` when it is none of these or no such day exists.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = Year::parse(parts.next()?)?;
        let two =
            |s: &str| (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u8>().ok()).flatten();
        let month = parts.next().map(|m| two(m).filter(|m| (1..=12).contains(m)).ok_or(())).transpose().ok()?;
        let day = match (parts.next(), month) {
            (None, _) => None,
            (Some(d), Some(m)) => Some(two(d).filter(|d| (1..=days_in(year, m)).contains(d))?),
            (Some(_), None) => return None,
        };
        parts.next().is_none().then_some(PartialDate { year, month, day })
    }

    pub fn year(self) -> Year {
        self.year
    }

    /// Where the date lies on an axis of years, in the middle of what is not printed.
    ///
    /// Worked example: `2018` lies at 2018.5, `2018-01` at 2018.04, and the last day of 2018 just before 2019.
    pub fn on_axis(self) -> f64 {
        let within = match (self.month, self.day) {
            (Some(m), Some(d)) => (f64::from(m) - 1.0 + (f64::from(d) - 0.5) / f64::from(days_in(self.year, m))) / 12.0,
            (Some(m), None) => (f64::from(m) - 0.5) / 12.0,
            (None, _) => 0.5,
        };
        f64::from(self.year.get()) + within
    }

    /// Whether something that ended on this date was surely over on the last day of `year`; a bare year may reach to its end.
    pub fn ends_before_last_day_of(self, year: Year) -> bool {
        let before_the_last = match (self.month, self.day) {
            (Some(12), Some(day)) => day < 31,
            (Some(month), _) => month < 12,
            (None, _) => false,
        };
        self.year < year || (self.year == year && before_the_last)
    }

    /// Whether it lies before `other` as precisely as both are known. Worked example: `2017` lies surely before `2018-11`, `2018` does not.
    pub fn surely_before(self, other: Self) -> bool {
        if self.year != other.year {
            return self.year < other.year;
        }
        match self.month.zip(other.month) {
            Some((own, others)) if own != others => own < others,
            Some(_) => self.day.zip(other.day).is_some_and(|(own, others)| own < others),
            None => false,
        }
    }

    /// Whether the date lies in or before `year`; exact at any precision, since only whole years are compared.
    pub fn by_end_of(self, year: Year) -> bool {
        self.year <= year
    }
}

/// A year as a date of which no more is known.
impl From<Year> for PartialDate {
    fn from(year: Year) -> Self {
        PartialDate { year, month: None, day: None }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.year)?;
        if let Some(m) = self.month {
            write!(f, "-{m:02}")?;
        }
        if let Some(d) = self.day {
            write!(f, "-{d:02}")?;
        }
        Ok(())
    }
}

fn days_in(year: Year, month: u8) -> u8 {
    let y = year.get();
    let leap = (y.is_multiple_of(4) && !y.is_multiple_of(100)) || y.is_multiple_of(400);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_three_precisions_and_nothing_else() {
        for good in ["2018", "2018-11", "2018-11-14", "2020-02-29"] {
            assert_eq!(PartialDate::parse(good).expect(good).to_string(), good);
        }
        for bad in ["", "18", "2018-", "2018-13", "2018-1", "2019-02-29", "2018-11-31", "2018-11-14-1", "14.11.2018"] {
            assert_eq!(PartialDate::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn dates_are_compared_as_precisely_as_both_are_known() {
        let before = |a, b| PartialDate::parse(a).zip(PartialDate::parse(b)).map(|(a, b)| a.surely_before(b));
        for (a, b) in [("1966", "1967-08-08"), ("1967-07", "1967-08-08"), ("1967-08-07", "1967-08-08")] {
            assert_eq!(before(a, b), Some(true), "{a} {b}");
        }
        for (a, b) in [("1967", "1967-08-08"), ("1967-08", "1967-08-08"), ("1967-08-08", "1967-08"), ("1968", "1967")] {
            assert_eq!(before(a, b), Some(false), "{a} {b}");
        }
    }
}
