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
    /// Blanks before each column.
    pub gaps: Vec<usize>,
}

/// One column before the room is shared out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    pub natural: usize,
    /// How narrow it may be made.
    pub least: usize,
    /// Whether it holds words, which stand at the left.
    pub words: bool,
}

/// Shares out `width` among columns: two blanks between them, or one (but two where words follow numbers, which would touch); then
/// columns give way down to what they need at least, the widest first; then columns at the right are left out.
pub(super) fn share(wishes: &[Wish], width: usize) -> Shares {
    let gaps = |tight: bool| -> Vec<usize> {
        let touch = |i: usize| i.checked_sub(1).and_then(|b| wishes.get(b)).is_some_and(|b| !b.words);
        let gap = |(i, wish): (usize, &Wish)| match i {
            0 => 0,
            _ if tight && !(wish.words && touch(i)) => 1,
            _ => 2,
        };
        wishes.iter().enumerate().map(gap).collect()
    };
    let total = |widths: &[usize], gaps: &[usize]| widths.iter().zip(gaps).map(|(w, g)| w + g).sum::<usize>();
    let natural: Vec<usize> = wishes.iter().map(|w| w.natural).collect();
    let (wide, tight) = (gaps(false), gaps(true));
    if total(&natural, &wide) <= width {
        return Shares { widths: natural, gaps: wide };
    }
    let mut widths = natural.clone();
    while total(&widths, &tight) > width && widths.len() > 1 {
        let may = |(i, w): &(usize, &mut usize)| wishes.get(*i).is_some_and(|wish| **w > wish.least);
        match widths.iter_mut().enumerate().filter(may).max_by_key(|(i, w)| (**w, usize::MAX - i)) {
            Some((_, widest)) => *widest -= 1,
            // What was narrowed in vain is as wide as it was once others are left out.
            None => widths = natural.iter().take(widths.len() - 1).copied().collect(),
        }
    }
    Shares { widths, gaps: tight }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_a_line() {
        let of = |columns: &[(usize, usize, bool)], width| {
            let wish = |(natural, least, words): &(usize, usize, bool)| Wish {
                natural: *natural,
                least: *least,
                words: *words,
            };
            let shares = share(&columns.iter().map(wish).collect::<Vec<_>>(), width);
            (shares.widths, shares.gaps)
        };
        let two = [(10, 10, true), (5, 5, false)];
        assert_eq!(of(&two, 17), (vec![10, 5], vec![0, 2]));
        assert_eq!(of(&two, 16), (vec![10, 5], vec![0, 1]));
        // The widest column gives way first, down to what it needs; words do not touch numbers.
        let three = [(30, 12, true), (5, 5, false), (20, 12, true)];
        assert_eq!(of(&three, 48), (vec![20, 5, 20], vec![0, 1, 2]));
        assert_eq!(of(&three, 32), (vec![12, 5, 12], vec![0, 1, 2]));
        assert_eq!(of(&three, 31), (vec![25, 5], vec![0, 1, 2]));
        assert_eq!(of(&[(30, 30, false), (5, 5, false)], 20).0, [30]);
    }

    #[test]
    fn lines_hang() {
        assert_eq!(wrap("a bb ccc", 4), ["a bb", "ccc"]);
        assert_eq!(hanging("one two three", 2, 10), ["  one", "    two", "    three"]);
        assert_eq!(hanging("one", 2, 10), ["  one"]);
    }
}
