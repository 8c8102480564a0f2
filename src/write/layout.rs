//! Texts within a width: wrapped lines, and columns that share what room there is.

use unicode_width::UnicodeWidthStr;

/// Breaks a text at spaces so that no line is wider than `width`, save for words that are.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The same with an indent before the first line, and two blanks more before the others.
pub(super) fn hanging(text: &str, indent: usize, width: usize) -> Vec<String> {
    if indent + text.width() <= width {
        return vec![format!("{}{text}", " ".repeat(indent))];
    }
    let lines = wrap(text, width.saturating_sub(indent + 2)).into_iter().enumerate();
    lines.map(|(i, line)| format!("{}{line}", " ".repeat(indent + if i == 0 { 0 } else { 2 }))).collect()
}

/// How the columns of a table share a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shares {
    pub widths: Vec<usize>,
    /// Blanks between columns.
    pub gap: usize,
}

/// Shares out `width` among columns as wide as `natural`: two blanks between them, or one; then columns give way down to what they
/// need at `least`, the widest first; then columns at the right are left out.
pub(super) fn share(natural: &[usize], least: &[usize], width: usize) -> Shares {
    let total = |widths: &[usize], gap: usize| widths.iter().sum::<usize>() + gap * widths.len().saturating_sub(1);
    let mut widths = natural.to_vec();
    if total(&widths, 2) <= width {
        return Shares { widths, gap: 2 };
    }
    let gap = 1;
    loop {
        let over = total(&widths, gap).saturating_sub(width);
        if over == 0 || widths.len() < 2 {
            return Shares { widths, gap };
        }
        let may = |(i, w): &(usize, &mut usize)| least.get(*i).is_some_and(|least| **w > *least);
        match widths.iter_mut().enumerate().filter(may).max_by_key(|(i, w)| (**w, usize::MAX - i)) {
            Some((_, widest)) => *widest -= 1,
            // What was narrowed in vain is as wide as it was once others are left out.
            None => {
                let left = widths.len() - 1;
                widths = natural.iter().take(left).copied().collect();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_a_line() {
        let of = |natural: &[usize], least: &[usize], width| {
            let shares = share(natural, least, width);
            (shares.widths, shares.gap)
        };
        assert_eq!(of(&[10, 5], &[10, 5], 17), (vec![10, 5], 2));
        assert_eq!(of(&[10, 5], &[10, 5], 16), (vec![10, 5], 1));
        // The widest column gives way first, down to what it needs.
        assert_eq!(of(&[30, 5, 20], &[12, 5, 12], 47), (vec![20, 5, 20], 1));
        assert_eq!(of(&[30, 5, 20], &[12, 5, 12], 31), (vec![12, 5, 12], 1));
        assert_eq!(of(&[30, 5, 20], &[12, 5, 12], 30), (vec![24, 5], 1));
        assert_eq!(of(&[30, 5], &[30, 5], 20), (vec![30], 1));
    }

    #[test]
    fn lines_hang() {
        assert_eq!(wrap("a bb ccc", 4), ["a bb", "ccc"]);
        assert_eq!(hanging("one two three", 2, 10), ["  one", "    two", "    three"]);
        assert_eq!(hanging("one", 2, 10), ["  one"]);
    }
}
