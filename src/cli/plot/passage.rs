//! The two windows of a waterfall.

use super::told;
use crate::analysis::contribution::{contributions, largest_first};
use crate::chart::Passage;
use crate::cli::{Failure, args};
use crate::measure::Measurer;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};
use crate::scoring::score;

/// Those that were typed; otherwise the window of all figures and the one of the same length before it.
pub(super) fn windows(args: &args::Plot, window: Window) -> Result<[Window; 2], Failure> {
    match args.windows.as_slice() {
        [] => {
            let length = u16::try_from(window.years()).unwrap_or(u16::MAX);
            let before = i64::from(window.from().get()) - 1;
            let last = crate::model::Year::new(before);
            let first = crate::model::Year::new(before + 1 - i64::from(length));
            let earlier = first.zip(last).and_then(|(first, last)| Window::new(first, last).ok());
            let none = || told("no window lies before this one\n  write both: --windows 2013-2017,2018-2022");
            Ok([earlier.ok_or_else(none)?, window])
        }
        [from, to] if from == to => Err(told("the two windows are the same\n  write --windows 2013-2017,2018-2022")),
        [from, to] => Ok([*from, *to]),
        _ => Err(told("a waterfall goes from one window to another\n  write two: --windows 2013-2017,2018-2022")),
    }
}

/// CONTENT in both windows, and the exact parts of its change, largest first.
pub(super) fn passage(f: &Framework, package: &Package, p: Partnership, windows: [Window; 2]) -> Passage {
    let gauges = Measurer::series(package, f, &windows);
    let facing = f.facing(&package.parties, p);
    let cards: Vec<_> = gauges.iter().map(|g| score(&facing, &g.measure(f, p).readings())).collect();
    let mut parts = match cards.as_slice() {
        [before, after] => contributions(f, after, before, f.content),
        _ => Vec::new(),
    };
    largest_first(&mut parts);
    let own = |i: usize| cards.get(i).and_then(|card| card.content().score);
    Passage {
        slug: p.slug(&package.parties),
        windows,
        scores: [own(0), own(1)],
        parts: parts.into_iter().map(|c| (c.node, c.points)).collect(),
    }
}
