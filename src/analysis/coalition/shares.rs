//! How much of a total the largest few hold.

use crate::analysis::coalition::refusal::Refusal;

/// Shares of a total, largest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// (place of the amount as given, its share); equal shares in the order given. They sum to 1.
    pub sorted: Vec<(usize, f64)>,
    /// `1/H` with `H = sum s^2`: as concentrated as this many equal shares; 1 up to the number of amounts.
    pub effective: f64,
}

impl Shares {
    /// Sum of the k largest shares, 0..=1; exactly 1 from all of them on.
    pub fn top(&self, k: usize) -> f64 {
        if k >= self.sorted.len() {
            return 1.0;
        }
        self.sorted.iter().take(k).fold(0.0, |sum: f64, (_, share)| sum + share).min(1.0)
    }
}

/// Shares of amounts from 0 up. Worked number: 1, 6, 3 have shares 0.6, 0.3, 0.1, the top two 0.9, and 1/0.46 = 2.17
/// effective shares.
///
/// Errors: an amount that is not a finite number from 0 up, a sum of nothing or beyond the computer's numbers.
pub fn shares(amounts: &[f64]) -> Result<Shares, Refusal> {
    if let Some(place) = amounts.iter().position(|amount| !(amount.is_finite() && *amount >= 0.0)) {
        return Err(Refusal::Amount { place });
    }
    let sum: f64 = amounts.iter().sum();
    if sum == 0.0 {
        return Err(Refusal::NoAmount);
    }
    if !sum.is_finite() {
        return Err(Refusal::OutOfRange { figure: "sum of the amounts" });
    }
    let mut sorted: Vec<(usize, f64)> = amounts.iter().map(|amount| amount / sum).enumerate().collect();
    sorted.sort_by(|a, b| b.1.total_cmp(&a.1));
    let concentration: f64 = sorted.iter().map(|(_, share)| share * share).sum();
    Ok(Shares { sorted, effective: 1.0 / concentration })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_by_hand() {
        let got = shares(&[1.0, 6.0, 3.0]).unwrap();
        assert_eq!(got.sorted, [(1, 0.6), (2, 0.3), (0, 0.1)]);
        assert!((got.top(2) - 0.9).abs() < 1e-15 && (got.effective - 1.0 / 0.46).abs() < 1e-12);
        assert_eq!((got.top(0), got.top(9)), (0.0, 1.0));
        let even = shares(&[2.0; 5]).unwrap();
        assert!((even.effective - 5.0).abs() < 1e-12);
        assert_eq!(even.sorted.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(shares(&[0.0, 4.0]).unwrap().effective, 1.0);
    }

    #[test]
    fn bad_input_is_refused() {
        assert_eq!(shares(&[]), Err(Refusal::NoAmount));
        assert_eq!(shares(&[0.0, 0.0]), Err(Refusal::NoAmount));
        assert_eq!(shares(&[1.0, -1.0]), Err(Refusal::Amount { place: 1 }));
        assert_eq!(shares(&[f64::NAN]), Err(Refusal::Amount { place: 0 }));
        assert_eq!(shares(&[1e308, 1e308]), Err(Refusal::OutOfRange { figure: "sum of the amounts" }));
    }
}
