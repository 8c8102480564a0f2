//! Options that only figures of partnerships know: where another figure is drawn they would have no effect.

use crate::cli::args;

/// Whether each was typed, and what it is for.
pub(super) fn of_kinds_of_partnerships(args: &args::Plot) -> [(bool, &'static str); 6] {
    [
        (args.radar, "--radar is for profile"),
        (args.format.is_some(), "--format is for --all; a single figure says it in its name"),
        (args.rolling.is_some(), "--rolling is for timeline, trends and gap-timeline"),
        (!args.windows.is_empty(), "--windows is for waterfall and slope"),
        (args.of.is_some(), "--of is for slope"),
        (args.no_intervals || args.intervals, "intervals are for plane and gap"),
    ]
}
