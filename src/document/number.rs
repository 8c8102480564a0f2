//! How numbers are written: the only place where anything is rounded.

use std::fmt::Write as _;

/// What stands between whole and decimals, and between thousands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marks {
    /// 13,672.5
    #[default]
    Point,
    /// 13 672,5 with a blank at which no line is broken.
    Comma,
}

/// A text of which every number gets these marks; what only looks like a number, such as 1.1.2020, is left alone.
pub fn marked(text: &str, marks: Marks) -> String {
    if marks == Marks::Point {
        return text.to_owned();
    }
    let (mut out, mut token) = (String::with_capacity(text.len()), String::new());
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() || (matches!(c, '.' | ',') && !token.is_empty()) {
            token.push(c);
            continue;
        }
        // A mark at the end closes a clause or a sentence.
        let digits = token.trim_end_matches(['.', ',']);
        out += &comma(digits).unwrap_or_else(|| digits.to_owned());
        out += token.get(digits.len()..).unwrap_or("");
        token.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// A number with a comma before its decimals; nothing where it has none of the marks, or is no number.
fn comma(digits: &str) -> Option<String> {
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let grouped = whole.split(',').enumerate().all(|(i, part)| match i {
        0 => whole.len() == part.len() || part.len() <= 3,
        _ => part.len() == 3,
    });
    let is_number = grouped && !decimals.contains(['.', ',']) && (whole.contains(',') || !decimals.is_empty());
    let end = if decimals.is_empty() { String::new() } else { format!(",{decimals}") };
    is_number.then(|| whole.replace(',', "\u{a0}") + &end)
}

/// Rounded half away from zero, as a person rounds: 75.25 is 75.3, where plain formatting gives 75.2.
pub fn fixed(x: f64, decimals: usize) -> String {
    let scale = 10f64.powi(decimals as i32);
    // What rounds to nothing has no sign: -0 + 0 is 0.
    let rounded = (x * scale).round() / scale + 0.0;
    format!("{:.decimals$}", if rounded.is_finite() { rounded } else { x })
}

/// With all its digits: the shortest that read back as the same number, as [`f64`] itself prints them.
///
/// The digits are found several times as quickly, which a table of a million rows is bound by. The standard library
/// writes what it writes otherwise: an exponent, what is not finite, and numbers halfway between two shortest texts, of
/// which it takes the upper one. Such a number has few binary digits: below 2^40 the last seven of its 52 are zeros,
/// since half a unit of the last decimal must be less than half a unit of the last binary digit.
pub fn push_exact(x: f64, into: &mut String) {
    let quick = x.abs() < QUICK && x.to_bits().trailing_zeros() < 7;
    let mut buffer = zmij::Buffer::new();
    match quick.then(|| buffer.format_finite(x)).filter(|text| !text.contains('e')) {
        Some(text) => into.push_str(text.strip_suffix(".0").unwrap_or(text)),
        // Writing into a text cannot fail.
        None => drop(write!(into, "{x}")),
    }
}

/// 2^40: from here on a number may be halfway between two texts though its last binary digits are no zeros.
const QUICK: f64 = (1_u64 << 40) as f64;

/// The same as a text of its own.
pub fn exact(x: f64) -> String {
    let mut text = String::new();
    push_exact(x, &mut text);
    text
}

/// A score, 1 to 100, with one decimal.
pub fn score(z: f64) -> String {
    fixed(z, 1)
}

/// With two decimals, where a sum is shown and its parts should be seen to fit.
pub fn two_decimals(x: f64) -> String {
    fixed(x, 2)
}

/// Without decimals.
pub fn whole(x: f64) -> String {
    fixed(x, 0)
}

/// A score that may be withheld.
pub fn score_or_none(z: Option<f64>) -> String {
    z.map_or_else(|| "–".into(), score)
}

/// A difference of scores or an index, with its sign: `+3.1`, `−0.4`, `0.0`.
pub fn signed(x: f64, decimals: usize) -> String {
    let text = fixed(x.abs(), decimals);
    let zero = text.chars().all(|c| c == '0' || c == '.');
    match x {
        _ if zero => text,
        x if x < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}

/// A value in its indicator's unit: shares as per cent, indices with their sign, rates with two decimals.
pub fn value(x: f64, unit: &str) -> String {
    match unit {
        "share" => format!("{} %", percent(x)),
        "index" => signed(x, 2),
        "% per year" => format!("{} % per year", signed(x, 1)),
        "rung" => format!("rung {}", plain(x)),
        "per 10,000 words" => format!("{} per 10,000 words", fixed(x, 2)),
        _ => format!("{} {unit}", plain(x)),
    }
}

/// A value where the row's title tells the unit: as [`value`], without the words a column has no room for.
pub fn brief_value(x: f64, unit: &str) -> String {
    match unit {
        "per 10,000 words" => fixed(x, 2),
        "% per year" => format!("{} %/year", signed(x, 1)),
        _ => value(x, unit),
    }
}

/// A cell of a table whose heading tells the unit.
pub fn cell(x: f64, unit: &str) -> String {
    match unit {
        "agreement" => fixed(x, 2),
        "points" => signed(x, 1),
        "yes or no" => if x > 0.5 { "yes" } else { "no" }.into(),
        "share" => value(x, unit),
        _ => plain(x),
    }
}

/// A share as per cent: one decimal, two below one per cent.
fn percent(share: f64) -> String {
    let p = 100.0 * share;
    if p != 0.0 && p.abs() < 0.995 { fixed(p, 2) } else { fixed(p, 1) }
}

/// An amount: thousands grouped above 10,000, otherwise four significant digits and no trailing zeros.
pub fn plain(x: f64) -> String {
    if x.abs() >= 10_000.0 {
        return crate::model::digits::grouped(x);
    }
    let magnitude = if x == 0.0 { 0 } else { x.abs().log10().floor() as i32 };
    let decimals = (3 - magnitude).clamp(0, 8) as usize;
    let text = fixed(x, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// `digits` significant digits without an exponent: 0.02129458762, 5.842095633.
pub fn significant(x: f64, digits: usize) -> String {
    if x == 0.0 {
        return "0".into();
    }
    let magnitude = x.abs().log10().floor() as i32;
    let decimals = (digits as i32 - 1 - magnitude).max(0) as usize;
    let text = format!("{x:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A weight as a fraction where it is one of small numbers, otherwise with two decimals: `1/3`, `1/2`, `0.15`.
pub fn weight(w: f64) -> String {
    if w == 0.0 || (w - 1.0).abs() < 1e-9 {
        return format!("{w:.0}");
    }
    let fraction = (2..=10u32).find_map(|d| {
        let n = w * f64::from(d);
        ((n - n.round()).abs() < 2e-3 && n.round() >= 1.0).then(|| format!("{}/{d}", n.round()))
    });
    fraction.unwrap_or_else(|| fixed(w, 2))
}

/// A coverage, 0 to 1.
pub fn coverage(k: f64) -> String {
    fixed(k, 2)
}

/// A share as per cent, one decimal; 0 and 100 are only said where nothing and everything is.
pub fn percent_of_draws(share: f64) -> String {
    match share {
        s if s > 0.0 && s < 0.000_5 => "< 0.1 %".into(),
        s if s < 1.0 && s > 0.999_5 => "> 99.9 %".into(),
        s => format!("{} %", fixed(100.0 * s, 1)),
    }
}

/// So many decimals as the spread of the scores needs: one on a scale of 100, three on a scale of 1.
pub fn decimals_for(scores: impl Iterator<Item = f64>) -> usize {
    let (low, high) = scores.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    match high - low {
        spread if spread >= 20.0 => 1,
        spread if spread >= 2.0 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_with_a_comma() {
        for (text, said) in [
            ("+12.3", "+12,3"),
            ("13,672 and 1,013,672.25.", "13\u{a0}672 and 1\u{a0}013\u{a0}672,25."),
            ("1.1.2020, 2019,2020, 1,2,3, 1/3", "1.1.2020, 2019,2020, 1,2,3, 1/3"),
            (".5 0.5, 7.", ".5 0,5, 7."),
        ] {
            assert_eq!(marked(text, Marks::Comma), said);
            assert_eq!(marked(text, Marks::Point), text);
        }
    }

    #[test]
    fn all_digits_of_edges_are_those_of_the_standard_library() {
        let powers = [1e15, 1e16, 1e17, 1e-4, 1e-5, 1e-6, 1e-7, 5e-324, f64::MAX, f64::EPSILON];
        let halfway = [2_071_254_452_146_181.2, 68_719_476_736.0 + 1.0 / 64.0];
        for x in [0.0, 1.0, 0.1, 123_456_789.5, f64::NAN, f64::INFINITY].into_iter().chain(powers).chain(halfway) {
            assert_eq!([exact(x), exact(-x)], [x.to_string(), (-x).to_string()]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        /// Any pattern of bits, scores, and numbers of few binary digits, some of which lie halfway between two texts.
        #[test]
        fn all_digits_are_those_of_the_standard_library(
            bits: u64, score in 0.0..100.0, few: u32, power in -36..12
        ) {
            for x in [f64::from_bits(bits), score, f64::from(few) * 2_f64.powi(power)] {
                prop_assert_eq!(exact(x), x.to_string());
            }
        }
    }

    #[test]
    fn numbers_as_a_scholar_writes_them() {
        assert_eq!([score(75.25), score(43.349), score(100.0)], ["75.3", "43.3", "100.0"]);
        assert_eq!([fixed(-0.001, 2), fixed(-0.0, 1), fixed(-0.05, 1)], ["0.00", "0.0", "-0.1"]);
        assert_eq!([signed(3.06, 1), signed(-0.42, 1), signed(-0.001, 1)], ["+3.1", "−0.4", "0.0"]);
        assert_eq!(
            [value(0.123147, "share"), value(0.0004, "share"), value(0.0, "share")],
            ["12.3 %", "0.04 %", "0.0 %"]
        );
        assert_eq!([weight(1.0 / 3.0), weight(0.5), weight(0.15), weight(2.0 / 3.0)], ["1/3", "1/2", "0.15", "2/3"]);
        assert_eq!([plain(1055.79), plain(0.0), plain(13_672.0), plain(0.001234)], ["1056", "0", "13,672", "0.001234"]);
    }
}
