//! The effect of one mention, in words.

use super::{Subject, number};

/// One sentence for each direction in which one mention more would move CONTENT by more than two points.
pub(super) fn sentences(s: &Subject<'_>) -> Vec<String> {
    let Some(content) = s.evaluation.card.content().score else { return Vec::new() };
    let parties = &s.measurer.package().parties;
    let words = |one: &crate::analysis::OneMention| {
        let (low, high) = one.worth_telling(content)?;
        let [low, high, now] = [low, high, content].map(number::score);
        let range = if low == high { low } else { format!("{low} to {high}, by its manner") };
        let (from, to) = (parties.name(one.from), parties.name(one.to));
        Some(format!("one mention of {to} by {from} more would make CONTENT {range} (now {now})"))
    };
    s.evaluation.one_mention.iter().filter_map(words).collect()
}
