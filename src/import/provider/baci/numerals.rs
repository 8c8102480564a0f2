//! The numbers of BACI's files: read from the bytes of a field, and kept as sets. Every row has five of them, so that
//! what is done here is most of the work of an import.

/// Decimals that are kept of a value in thousands: a millionth of a dollar.
pub(super) const PLACES: u32 = 9;

/// A set of numbers below a million, a bit for each: every row asks it, and a tree would be most of the work.
pub(super) struct Numerals(Vec<u64>);

impl Numerals {
    const BELOW: u32 = 1_000_000;

    pub(super) fn new() -> Self {
        Numerals(vec![0; Self::BELOW.div_ceil(64) as usize])
    }

    /// Whether the number could be put in.
    pub(super) fn insert(&mut self, number: u32) -> bool {
        let word = self.0.get_mut((number / 64) as usize);
        word.map(|word| *word |= 1 << (number % 64)).is_some()
    }

    pub(super) fn contains(&self, number: u32) -> bool {
        self.0.get((number / 64) as usize).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let words = (0..).step_by(64).zip(&self.0).filter(|(_, word)| **word != 0);
        words.flat_map(|(first, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| first + bit))
    }
}

impl FromIterator<u32> for Numerals {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut set = Numerals::new();
        for number in numbers {
            set.insert(number);
        }
        set
    }
}

/// A field without blanks and quotes around it.
pub(super) fn unquoted(field: &[u8]) -> &[u8] {
    let field = field.trim_ascii();
    field.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(field)
}

/// A whole number of at most nine digits.
pub(super) fn digits(text: &[u8]) -> Option<u64> {
    let plain = !text.is_empty() && text.len() <= 9 && text.iter().all(u8::is_ascii_digit);
    plain.then(|| text.iter().fold(0, |n, b| 10 * n + u64::from(b - b'0')))
}

/// The powers of ten from 0 to 15.
const POWERS: [u64; 16] = {
    let mut powers = [1; 16];
    let mut n = 1;
    while n < powers.len() {
        powers[n] = 10 * powers[n - 1];
        n += 1;
    }
    powers
};

/// A number with at most nine decimals, in units of the ninth.
pub(super) fn decimal(text: &[u8]) -> Option<i128> {
    let point = text.iter().position(|b| *b == b'.');
    let (whole, fraction) = match point {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => (text, &[][..]),
    };
    if whole.len() > 15 || fraction.len() > PLACES as usize || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    // 15 and 9 digits are more than a word holds, as hardly any number has.
    let mut number: u128 = 0;
    for part in [whole, fraction] {
        let digits = part.iter().try_fold(0u64, |n, b| b.is_ascii_digit().then(|| 10 * n + u64::from(b - b'0')))?;
        number = number * u128::from(POWERS.get(part.len()).copied()?) + u128::from(digits);
    }
    let missing = POWERS.get((PLACES as usize).checked_sub(fraction.len())?)?;
    i128::try_from(number * u128::from(*missing)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_whole_numbers_of_their_last_decimal() {
        assert_eq!(decimal(b"102.234"), Some(102_234_000_000));
        assert_eq!(decimal(b"5"), Some(5_000_000_000));
        assert_eq!(decimal(b".5"), Some(500_000_000));
        for text in [&b""[..], b".", b"1e3", b"-1", b"1,5", b"0.1234567891", b"NA"] {
            assert_eq!(decimal(text), None);
        }
        assert_eq!(
            (digits(b"010121"), digits(b""), digits(b"12a"), digits(b"1234567890")),
            (Some(10_121), None, None, None)
        );
    }

    #[test]
    fn quotes_around_a_field_are_none_of_it() {
        assert_eq!([unquoted(b" 5\r"), unquoted(b"\"5\""), unquoted(b"\"5")], [&b"5"[..], b"5", b"\"5"]);
    }

    #[test]
    fn a_set_gives_its_numbers_in_order() {
        let set: Numerals = [70, 3, 999_999, 3].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 70, 999_999]);
        assert!(set.contains(70) && !set.contains(71) && !set.contains(1_000_000));
        assert!(!Numerals::new().insert(1_000_000));
    }
}
