//! Statements of a paper as operations on data: what is asserted, what re-computes it, and what would count as agreement.

mod arithmetic;
mod operation;

pub use arithmetic::{Enclosed, Expression, Sign};
pub use operation::*;

use crate::model::date::PartialDate;
use crate::model::records::{PublishedFact, Qualifier};

/// The statements of one paper.
#[derive(Clone, Debug)]
pub struct ClaimSet {
    pub code: String,
    pub version: String,
    pub title: String,
    pub description: String,
    /// The paper's key among the package's sources. Rows that rest on it alone prove nothing of it.
    pub source: String,
    pub claims: Vec<Claim>,
    /// The file as the user knows it.
    pub file: String,
    pub sha256: String,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Claim {
    pub id: String,
    /// A place in [`super::Package::facts`]: the published value, its unit, quotation and locator.
    pub fact: usize,
    pub operation: Operation,
    pub expected: Expected,
    /// Other definitions by which the published value might come about, in the order in which they are tried.
    pub others: Vec<Definition>,
    /// The auditor's words; they explain and never decide.
    pub note: String,
    /// Its line in the file.
    pub line: u64,
}

/// Another definition of the same quantity.
#[derive(Clone, Debug)]
pub struct Definition {
    pub words: String,
    pub operation: Operation,
}

/// What counts as agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    pub relation: Relation,
    /// Why, where the relation or a tolerance is the auditor's reading of words; empty where the print decides.
    pub reason: String,
}

/// How a re-computed answer must stand to what is printed.
#[derive(Clone, Debug, PartialEq)]
pub enum Relation {
    /// Within so much of the value: half a unit of the last printed digit, unless a tolerance is declared.
    Equal {
        value: f64,
        within: f64,
    },
    AtLeast(f64),
    AtMost(f64),
    /// Between the two, each with its own half unit.
    Between {
        low: f64,
        high: f64,
        within: f64,
    },
    /// Above 0, below 0: the reading of words such as "rose" and "fell".
    Positive,
    Negative,
    /// The same date, as precisely as it is printed.
    Date(PartialDate),
    /// The same word.
    Word(String),
    /// The statement holds.
    True,
}

/// What an operation comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Number(f64, Unit),
    Date(PartialDate),
    Word(String),
    Holds(bool),
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Percent,
    BillionDollars,
    /// Thousand millions of SIPRI's trend-indicator value: a volume of capability, never money.
    BillionTiv,
    Rank,
    Count,
    Years,
    Times,
    /// Of a score, 1 to 100, or a difference of two.
    Points,
    /// A number without a unit, such as an asymmetry from -1 to +1 or a mean stance from -1 to 2.
    Index,
}

impl Unit {
    pub fn words(self) -> &'static str {
        match self {
            Unit::Percent => "%",
            Unit::BillionDollars => "billion US dollars",
            Unit::BillionTiv => "billion TIV",
            Unit::Rank => "rank",
            Unit::Count => "",
            Unit::Years => "years",
            Unit::Times => "times",
            Unit::Points => "points",
            Unit::Index => "",
        }
    }

    /// Whether a number of this unit and the printed one may be compared; a volume of arms is compared with money as a
    /// number alone, since that is how it gets printed, and [`Unit::is_that_of`] says that it is none.
    pub fn comparable(self, printed: &str) -> bool {
        self.is_that_of(printed) || (self == Unit::BillionTiv && printed == "usd_billion")
    }

    pub fn is_that_of(self, printed: &str) -> bool {
        match self {
            Unit::Percent => printed == "percent",
            Unit::BillionDollars => printed == "usd_billion",
            Unit::BillionTiv => printed == "tiv_billion",
            Unit::Rank => printed == "rank",
            Unit::Times => printed == "times",
            Unit::Years => matches!(printed, "years" | "anniversary"),
            Unit::Count | Unit::Points | Unit::Index => {
                !matches!(printed, "percent" | "usd_billion" | "tiv_billion" | "rank" | "times" | "eur_million")
            }
        }
    }

    /// Numbers of this kind are whole, and are equal or not.
    pub fn is_whole(self) -> bool {
        matches!(self, Unit::Rank | Unit::Count | Unit::Years)
    }
}

impl Relation {
    /// What a fact's own print asks for: its qualifier and its digits. `None` where it prints no number.
    ///
    /// Worked example: 21.8 asks for what lies within 0.05 of it; "50-55" for 49.5 to 55.5.
    pub fn printed(fact: &PublishedFact) -> Option<Self> {
        let within = fact.half_unit();
        Some(match (fact.value, fact.lower, fact.upper) {
            (Some(v), ..) => match fact.qualifier {
                Some(Qualifier::AtLeast) => Relation::AtLeast(v),
                Some(Qualifier::AtMost) => Relation::AtMost(v),
                _ => Relation::Equal { value: v, within },
            },
            (None, Some(low), Some(high)) => Relation::Between { low, high, within },
            (None, Some(low), None) => Relation::AtLeast(low),
            (None, None, Some(high)) => Relation::AtMost(high),
            (None, None, None) => return None,
        })
    }

    /// Whether an answer agrees. A number that rests on rounded prints comes with the bounds that their rounding allows,
    /// and agrees where these meet what was printed.
    pub fn agrees(&self, answer: &Answer, bounds: Option<[f64; 2]>) -> bool {
        const SLACK: f64 = 1e-9;
        match (self, answer) {
            (Relation::Date(printed), Answer::Date(found)) => {
                let (printed, found) = (printed.to_string(), found.to_string());
                found.starts_with(&printed) || printed.starts_with(&found)
            }
            (Relation::Word(printed), Answer::Word(found)) => printed == found,
            (Relation::True, Answer::Holds(holds)) => *holds,
            (_, Answer::Number(x, unit)) => {
                let [low, high] = bounds.unwrap_or([*x, *x]);
                let meets = |from: f64, to: f64| low <= to + SLACK && high >= from - SLACK;
                match *self {
                    Relation::Equal { value, within } if unit.is_whole() && within <= 0.5 => meets(value, value),
                    Relation::Equal { value, within } => meets(value - within, value + within),
                    Relation::Between { low, high, within } => meets(low - within, high + within),
                    Relation::AtLeast(least) => high >= least - SLACK,
                    Relation::AtMost(most) => low <= most + SLACK,
                    Relation::Positive => low > 0.0,
                    Relation::Negative => high < 0.0,
                    Relation::Date(_) | Relation::Word(_) | Relation::True => false,
                }
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(x: f64) -> Answer {
        Answer::Number(x, Unit::Percent)
    }

    #[test]
    fn agreement_by_hand() {
        let printed = Relation::Equal { value: 21.8, within: 0.05 };
        for (x, agrees) in [(21.8, true), (21.75, true), (21.849, true), (21.851, false), (25.1, false)] {
            assert_eq!(printed.agrees(&percent(x), None), agrees, "{x}");
        }
        // 7 % from rounded numbers: 4.7 to 10.0 meets 6.5 to 7.5, and 41.6 to 46.5 does not.
        let about = Relation::Equal { value: 7.0, within: 0.5 };
        assert!(about.agrees(&percent(7.5001), Some([4.7, 10.0])) && !about.agrees(&percent(44.0), Some([41.6, 46.5])));
        let range = Relation::Between { low: 50.0, high: 55.0, within: 0.5 };
        assert!(range.agrees(&percent(55.4), None) && !range.agrees(&percent(55.6), None));
        assert!(Relation::AtLeast(45.0).agrees(&percent(45.0), None));
        assert!(!Relation::AtLeast(45.0).agrees(&percent(39.4), None));
        assert!(
            Relation::AtMost(4.0).agrees(&percent(0.0), None) && !Relation::AtMost(4.0).agrees(&percent(4.1), None)
        );
        assert!(Relation::Positive.agrees(&percent(0.1), None) && !Relation::Positive.agrees(&percent(0.0), None));
        let second = Relation::Equal { value: 2.0, within: 0.5 };
        assert!(!second.agrees(&Answer::Number(1.6, Unit::Rank), None), "a rank is whole");
        assert!(!Relation::True.agrees(&percent(1.0), None));
    }

    #[test]
    fn dates_agree_as_far_as_they_are_printed() {
        let date = |text| PartialDate::parse(text).expect("a date");
        let agrees = |printed, found| Relation::Date(date(printed)).agrees(&Answer::Date(date(found)), None);
        assert!(agrees("2018", "2018-11-14") && agrees("1991-07", "1991") && agrees("1996", "1996"));
        assert!(!agrees("2018-10", "2018-11-14") && !agrees("2018", "2019"));
    }
}
