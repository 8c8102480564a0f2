//! Which known name a mistyped one may stand for.

/// The known name with the fewest slips of the pen from `typed`, if they are few; the earlier one of equals.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    names.into_iter().filter_map(|n| slips(typed, n).map(|d| (d, n))).min_by_key(|(d, _)| *d).map(|(_, n)| n.to_owned())
}

/// Up to `most` known names that `typed` may stand for, nearest first.
pub fn nearest_of<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<String> {
    let mut near: Vec<(usize, &str)> = names.into_iter().filter_map(|n| slips(typed, n).map(|d| (d, n))).collect();
    near.sort_by_key(|(d, _)| *d);
    near.into_iter().take(most).map(|(_, n)| n.to_owned()).collect()
}

/// How many letters are wrong, missing, too many or swapped, in any case; `None` when too many to be a slip (a third).
pub(super) fn slips(typed: &str, name: &str) -> Option<usize> {
    let distance = strsim::osa_distance(&typed.to_lowercase(), &name.to_lowercase());
    (distance <= (typed.chars().count() / 3).max(1)).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_mended_and_other_words_are_not() {
        let names = ["exporter", "importer", "value_usd"];
        assert_eq!(nearest("Valeu_usd", names).as_deref(), Some("value_usd"));
        assert_eq!(nearest("exproter", names).as_deref(), Some("exporter"));
        assert_eq!(nearest("remarks", names), None);
    }
}
