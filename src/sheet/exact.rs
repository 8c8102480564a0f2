//! A number as it was printed: whole digits and a power of ten, so that sums keep every digit in any order.

use std::fmt;

/// `digits / 10^places`. Worked example: 12.50 is 1250 / 10^2, and is printed 12.5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exact {
    digits: i128,
    places: u32,
}

/// Digits that a binary number surely keeps; those behind them are the dust of its fractions.
const SURE: usize = 15;
/// Digits of the largest number that is read; sums have room for more.
const MOST: usize = 27;

impl Exact {
    pub const ZERO: Exact = Exact { digits: 0, places: 0 };

    pub fn whole(n: i128) -> Self {
        Exact { digits: n, places: 0 }
    }

    /// So many units of `10^-places`: what a sum over scaled whole numbers comes to.
    pub fn scaled(digits: i128, places: u32) -> Self {
        Exact { digits, places }.short()
    }

    /// Reads digits with a decimal point, a sign and an exponent, each where there is one.
    ///
    /// A fraction of more than 15 significant digits is the print of a binary number, and is read to 15:
    /// 254121.90000000002 is 254121.9.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i32>().ok().filter(|e| e.abs() <= 30)?),
            None => (text, 0),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !plain(whole) || !plain(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        let mut places = fraction.len();
        let read = |digits: &str| match digits {
            "" => Some(0),
            digits => digits.parse::<i128>().ok(),
        };
        let over = significant.len().saturating_sub(SURE).min(places);
        let digits = if over > 0 {
            let kept = read(significant.get(..significant.len() - over)?)?;
            let next = significant.as_bytes().get(significant.len() - over).copied().unwrap_or(b'0');
            places -= over;
            kept + i128::from(next >= b'5')
        } else if significant.len() <= MOST {
            read(significant)?
        } else {
            return None;
        };
        let digits = if negative { -digits } else { digits };
        Exact { digits, places: u32::try_from(places).ok()? }.short().times_ten(exponent)
    }

    /// Times a power of ten: thousands are 3, millions 6.
    pub fn times_ten(self, power: i32) -> Option<Self> {
        let places = i64::from(self.places) - i64::from(power);
        if places >= 0 {
            return Some(Exact { places: u32::try_from(places).ok().filter(|p| *p <= 36)?, ..self }.short());
        }
        let factor = 10i128.checked_pow(u32::try_from(-places).ok()?)?;
        Some(Exact { digits: self.digits.checked_mul(factor)?, places: 0 })
    }

    pub fn plus(self, other: Exact) -> Option<Self> {
        let places = self.places.max(other.places);
        let at = |x: Exact| x.digits.checked_mul(10i128.checked_pow(places - x.places)?);
        Some(Exact { digits: at(self)?.checked_add(at(other)?)?, places }.short())
    }

    pub fn is_negative(self) -> bool {
        self.digits < 0
    }

    pub fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// Without zeros at the end of its fraction.
    fn short(mut self) -> Self {
        while self.places > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.places -= 1;
        }
        self
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = self.digits.unsigned_abs().to_string();
        let places = self.places as usize;
        if places == 0 {
            return write!(f, "{sign}{digits}");
        }
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn numbers_are_kept_as_they_were_printed() {
        for (text, printed) in [
            ("0", "0"),
            ("007", "7"),
            ("5.0", "5"),
            ("12.50", "12.5"),
            (".5", "0.5"),
            ("-0.25", "-0.25"),
            ("1.5E+09", "1500000000"),
            ("2e-3", "0.002"),
            ("512075547.7", "512075547.7"),
            ("254121.90000000002", "254121.9"),
            ("473210.89999999997", "473210.9"),
            ("35366.753618724695", "35366.7536187247"),
            ("123456789012345678", "123456789012345678"),
        ] {
            assert_eq!(exact(text).to_string(), printed, "{text}");
        }
        for text in ["", "-", ".", "1,5", "1.2.3", "NaN", "inf", "1e99", "0x1", "1 2", "9999999999999999999999999999"] {
            assert_eq!(Exact::parse(text), None, "{text}");
        }
    }

    #[test]
    fn sums_keep_every_digit_in_any_order() {
        let values = ["0.1", "0.2", "1e12", "102.234"].map(exact);
        let sum = |order: [usize; 4]| order.iter().try_fold(Exact::ZERO, |sum, i| sum.plus(*values.get(*i)?));
        assert_eq!(sum([0, 1, 2, 3]).map(|s| s.to_string()).as_deref(), Some("1000000000102.534"));
        assert_eq!(sum([0, 1, 2, 3]), sum([3, 1, 0, 2]));
        assert_eq!(exact("102.234").times_ten(3).map(|s| s.to_string()).as_deref(), Some("102234"));
        assert_eq!(exact("0.0512").times_ten(3).map(|s| s.to_string()).as_deref(), Some("51.2"));
        assert_eq!(Exact::scaled(102_234, 3), exact("102.234"));
    }
}
