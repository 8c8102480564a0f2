//! What a rise of status did to CONTENT: the last window before it against the first after it, and the same at dates
//! when nothing rose.

use crate::analysis::decompose::trends::{ALPHA, MARGIN, Series, SeriesKind, Untested};
use crate::analysis::timeline::Rise;
use crate::model::window::{Window, Year};
use crate::statistics::inference::{FEW_PLACEBOS, Placebo, Refusal, Step, placebo, step};

/// Whether CONTENT moved, by more than it moves without a rise of status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// The interval lies within the margin.
    Unchanged,
    Rose,
    Fell,
    /// Neither can be said.
    Undetermined,
}

/// CONTENT before and after one rise.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    pub before: f64,
    pub after: f64,
    /// The difference, its rank among those at placebo dates, and all of these.
    pub placebo: Placebo<Year>,
    /// Points within which nine in ten placebo differences lie, either way; `None` with fewer than five placebos.
    pub spread: Option<f64>,
    pub margin: f64,
    pub moved: Movement,
}

/// Why the effect of a rise cannot be given.
#[derive(Clone, Debug, PartialEq)]
pub enum NoEffect {
    /// CONTENT is withheld in the window that is needed, with the indicators' own reasons.
    Withheld { window: Window, reasons: Vec<String> },
    /// The window begins before the data do, or ends after them.
    Outside { window: Window, data: Window },
}

/// The years before a rise against those after it, in one series.
#[derive(Clone, Debug, PartialEq)]
pub struct YearlyStep {
    pub kind: SeriesKind,
    /// Means of the years before and after in the unit of the series, geometric where it is tested by its logarithm.
    pub levels: Option<(f64, f64)>,
    /// In per cent: of the logarithm, or of the mean of all years.
    pub step: Result<Step, Untested>,
}

/// One rise of status and what followed it.
#[derive(Clone, Debug)]
pub struct Upgrade {
    pub rise: Rise,
    /// The last window that ends before the year of the rise, and the first that begins after it; they share no year.
    pub before: Window,
    pub after: Window,
    pub effect: Result<Effect, NoEffect>,
    /// Yearly values before against yearly values after: also where CONTENT cannot be determined.
    pub steps: Vec<YearlyStep>,
}

/// The years of a window before a date and after it, the year of the date left out.
pub fn around(year: Year, length: u16) -> Option<(Window, Window)> {
    let shifted = |by: i64| Year::new(i64::from(year.get()) + by);
    let length = i64::from(length);
    Some((Window::new(shifted(-length)?, shifted(-1)?).ok()?, Window::new(shifted(1)?, shifted(length)?).ok()?))
}

/// The difference of CONTENT across `year`, set against the same difference across the placebo years.
///
/// The interval is the difference -/+ the spread: nine in ten differences across years without a rise are no larger
/// than that. Within the margin it says "unchanged"; apart from 0 it says that CONTENT rose or fell; otherwise nothing
/// can be said. Worked number: 3 points with a margin of 5 are unchanged with a spread of 1.5 (1.5 to 4.5), a rise with
/// one of 2.5 (0.5 to 5.5), and cannot be determined with one of 4 (-1 to 7).
pub fn effect(
    year: Year,
    placebos: &[Year],
    margin: f64,
    sides: impl Fn(Year) -> Option<(f64, f64)>,
) -> Result<Effect, Refusal> {
    let (before, after) = sides(year).ok_or(Refusal::NoEffect)?;
    let placebo = placebo(&year, placebos, |y| sides(*y).map(|(before, after)| after - before))?;
    let spread = spread(&placebo);
    let moved = moved(placebo.effect, spread, margin);
    Ok(Effect { before, after, placebo, spread, margin, moved })
}

/// The smallest placebo difference, whatever its sign, that at least nine in ten do not exceed.
fn spread(placebo: &Placebo<Year>) -> Option<f64> {
    let mut sizes: Vec<f64> = placebo.placebos.iter().filter_map(|(_, effect)| Some(effect.as_ref()?.abs())).collect();
    sizes.sort_by(f64::total_cmp);
    let place = (0.9 * sizes.len() as f64).ceil() as usize;
    sizes.get(place.checked_sub(1)?).copied().filter(|_| sizes.len() >= FEW_PLACEBOS)
}

fn moved(effect: f64, spread: Option<f64>, margin: f64) -> Movement {
    let Some(spread) = spread else { return Movement::Undetermined };
    let (low, high) = (effect - spread, effect + spread);
    if -margin < low && high < margin {
        Movement::Unchanged
    } else if low > 0.0 {
        Movement::Rose
    } else if high < 0.0 {
        Movement::Fell
    } else {
        Movement::Undetermined
    }
}

/// The step of each yearly series at a rise; the margin is five per cent a year over the years between the middles of
/// the two sides.
pub fn steps(series: &[Series], year: Year, before: Window, after: Window) -> Vec<YearlyStep> {
    let date = f64::from(year.get());
    let one = |s: &Series| {
        let points = s.points_within(&[before, after])?;
        let (early, late): (Vec<f64>, Vec<f64>) = points.iter().map(|p| p.0).partition(|x| *x < date);
        let middle = |years: &[f64]| years.iter().sum::<f64>() / years.len().max(1) as f64;
        let apart = if early.is_empty() || late.is_empty() { 1.0 } else { middle(&late) - middle(&early) };
        step(&points, date, MARGIN * apart, ALPHA).map_err(Untested::Refused)
    };
    let all = |s: &Series| YearlyStep { kind: s.kind, levels: s.level(before).zip(s.level(after)), step: one(s) };
    series.iter().map(all).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(y: u16) -> Year {
        Year::new(i64::from(y)).expect("a year")
    }

    #[test]
    fn windows_before_and_after_share_no_year() {
        let (before, after) = around(year(2018), 5).expect("windows");
        assert_eq!((before.to_string(), after.to_string()), ("2013–2017".into(), "2019–2023".into()));
        assert_eq!(around(year(1902), 5), None);
    }

    #[test]
    fn verdicts_by_hand() {
        let table = [
            (3.0, Some(1.5), Movement::Unchanged),
            (3.0, Some(2.5), Movement::Rose),
            (3.0, Some(4.0), Movement::Undetermined),
            (-7.0, Some(2.0), Movement::Fell),
            (0.1, None, Movement::Undetermined),
            (0.0, Some(5.0), Movement::Undetermined),
        ];
        for (effect, spread, expected) in table {
            assert_eq!(moved(effect, spread, 5.0), expected, "{effect} {spread:?}");
        }
    }

    #[test]
    fn the_spread_is_what_nine_in_ten_do_not_exceed() {
        let content = |y: Year| Some((50.0, 50.0 + f64::from(y.get() % 10)));
        let placebos: Vec<Year> = (2001..2010).map(year).collect();
        let found = effect(year(2010), &placebos, 5.0, content).expect("an effect");
        // 1 to 9: nine of them, the ninth is 9.
        assert_eq!((found.placebo.effect, found.spread, found.placebo.p), (0.0, Some(9.0), 1.0));
        let few = effect(year(2010), &placebos[..4], 5.0, content).expect("an effect");
        assert_eq!((few.spread, few.moved, few.placebo.few), (None, Movement::Undetermined, true));
        let ten: Vec<Year> = (2001..2010).chain([2011]).map(year).collect();
        assert_eq!(effect(year(2020), &ten, 5.0, content).expect("an effect").spread, Some(8.0));
        assert_eq!(effect(year(2010), &placebos, 5.0, |_| None), Err(Refusal::NoEffect));
    }
}
