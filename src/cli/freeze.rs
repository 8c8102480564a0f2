//! `spscore freeze`: signs what an evaluation will be made with, or says whether it is still that.

use std::time::{SystemTime, UNIX_EPOCH};

use super::output::ProtectedFiles;
use super::{Failure, Outcome, args, deliver, input, output};
use crate::bundle::freeze::Freeze;
use crate::files;
use crate::report::frozen::Frozen;

/// More than any freeze has.
const LARGEST: u64 = 1 << 24;

pub(super) fn run(args: &args::Freeze) -> Result<Outcome, Failure> {
    let protected = ProtectedFiles::of(&args.inputs).with("the freeze", args.check.as_deref());
    output::may_write(args.output.out.as_deref(), &protected)?;
    let (framework, package) = input::both(&args.inputs)?;
    let Some(file) = &args.check else {
        let freeze = Freeze::of(&framework, &package, &args.date.clone().unwrap_or_else(today));
        let text = freeze.json().map_err(Failure::unwritten)?;
        output::write(&text, args.output.out.as_deref(), &protected)?;
        return Ok(Outcome::Done);
    };
    let shown = file.display();
    let bytes = files::whole(file, LARGEST)
        .map_err(|e| Failure::new(Outcome::Unreachable, format!("{shown}: error: cannot be read: {e}")))?;
    let freeze = Freeze::parse(&String::from_utf8_lossy(&bytes))
        .map_err(|e| Failure::new(Outcome::BadInput, format!("{shown}: error: {e}")))?;
    let items = freeze.compare(&Freeze::of(&framework, &package, &freeze.date));
    let frozen = Frozen { freeze, items };
    deliver::result(&frozen, &args.output, false, &protected)?;
    Ok(if frozen.kept() { Outcome::Done } else { Outcome::BadInput })
}

/// The day by the clock, in Greenwich.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    day(seconds / 86_400)
}

/// The date so many days after 1 January 1970.
fn day(days: u64) -> String {
    let mut left = days;
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while left >= if leap(year) { 366 } else { 365 } {
        left -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let february = if leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", left + 1)
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_dates() {
        for (days, date) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_322, "2000-12-31"),
            (20_786, "2026-11-29"),
        ] {
            assert_eq!(day(days), date);
        }
    }
}
