//! Words for the outcomes of tests and sums.

use crate::analysis::decompose::trends::{TrendVerdict, Untested};
use crate::analysis::decompose::{Movement, SeriesKind};
use crate::document::number;
use crate::report::decomposition::Decomposed;
use crate::statistics::inference::{Equivalence, Interval, Verdict};

/// A p-value: two digits, three below 0.1, never 0.
pub(super) fn p(p: f64) -> String {
    match p {
        p if p < 0.001 => "< 0.001".into(),
        p if p < 0.1 => number::fixed(p, 3),
        p => number::fixed(p, 2),
    }
}

/// In a sentence: "p = 0.03", "p < 0.001".
pub(super) fn p_is(value: f64) -> String {
    let text = p(value);
    if text.starts_with('<') { format!("p {text}") } else { format!("p = {text}") }
}

pub(super) fn range(i: &Interval, decimals: usize) -> String {
    format!("{} to {}", number::signed(i.lower, decimals), number::signed(i.upper, decimals))
}

/// "Unchanged" is an equivalence; a change has a direction.
pub(super) fn verdict(e: &Equivalence) -> &'static str {
    match e.verdict {
        Verdict::Equivalent => "unchanged",
        Verdict::Different if e.estimate > 0.0 => "rose",
        Verdict::Different => "fell",
        Verdict::Inconclusive => "cannot be determined",
    }
}

pub(super) fn trend_verdict(c: TrendVerdict) -> &'static str {
    match c {
        TrendVerdict::Unchanged => "unchanged",
        TrendVerdict::Rose => "rose",
        TrendVerdict::Fell => "fell",
        TrendVerdict::Undetermined => "cannot be determined",
    }
}

pub(super) fn moved(m: Movement) -> &'static str {
    match m {
        Movement::Unchanged => "unchanged",
        Movement::Rose => "rose",
        Movement::Fell => "fell",
        Movement::Undetermined => "cannot be determined",
    }
}

pub(super) fn untested(u: &Untested) -> String {
    match u {
        Untested::Empty => "no year has a value".into(),
        Untested::Nothing => "0 in every year".into(),
        Untested::Refused(why) => why.to_string(),
    }
}

/// The key of a series in CSV and JSON.
pub(super) fn key(kind: SeriesKind) -> &'static str {
    match kind {
        SeriesKind::Trade => "mutual_trade_share",
        SeriesKind::Arms => "arms_share",
        SeriesKind::There => "mentions_ab",
        SeriesKind::Back => "mentions_ba",
    }
}

/// The unit of its values.
pub(super) fn unit(kind: SeriesKind) -> &'static str {
    match kind {
        SeriesKind::Trade | SeriesKind::Arms => "share",
        SeriesKind::There | SeriesKind::Back => "per 10,000 words",
    }
}

/// "a, b and c".
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// "1 speech", "2 speeches".
pub(super) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number::plain(n as f64), if n == 1 { one } else { many })
}

/// What a yearly series is called.
pub(super) fn series(d: &Decomposed<'_>, kind: SeriesKind) -> String {
    let p = d.partnership;
    match kind {
        SeriesKind::Trade => "mutual trade share".into(),
        SeriesKind::Arms => "arms import share".into(),
        SeriesKind::There => format!("{} names {}", d.name(p.a), d.name(p.b)),
        SeriesKind::Back => format!("{} names {}", d.name(p.b), d.name(p.a)),
    }
}
