//! The loss of value without each player alone.

use crate::statistics::coalition::game::difference;
use crate::statistics::coalition::game::everyone;
use crate::statistics::coalition::game::value_of;
use crate::statistics::coalition::game::values;
use crate::statistics::coalition::refusal::Refusal;

/// What each player's leaving costs.
#[derive(Clone, Debug, PartialEq)]
pub struct LeaveOneOut {
    /// Value of all players together; `None` where it cannot be computed.
    pub whole: Option<f64>,
    /// By player: `v(all) - v(all but the player)`, negative where the value rises without it; `None` where one of the
    /// two cannot be computed.
    pub drops: Vec<Option<f64>>,
}

/// The drop of the value when one player leaves, for each of up to 16 players.
///
/// `value` is asked for all players and for each coalition of all but one (bit i for player i), from several threads;
/// for one player that is the coalition of none. Drops do not sum to the whole: what two players bring only together is
/// lost with either. Worked number (glove game, one left and two right): 1, 0, 0.
///
/// Errors: no player or more than 16, a value or drop that is not finite.
pub fn leave_one_out<F>(players: usize, value: F) -> Result<LeaveOneOut, Refusal>
where
    F: Fn(u32) -> Option<f64> + Sync,
{
    let all = everyone(players)?;
    let whole = value_of(all, &value)?;
    let rest = values((0..players).map(|player| all ^ 1 << player).collect(), &value)?;
    let drops = rest.into_iter().map(|rest| whole.zip(rest).map(|(whole, rest)| difference(whole, rest)).transpose());
    Ok(LeaveOneOut { whole, drops: drops.collect::<Result<_, _>>()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_by_hand() {
        let glove = |s: u32| Some(f64::from(u8::from(s & 1 != 0 && s & 0b110 != 0)));
        let got = leave_one_out(3, glove).unwrap();
        assert_eq!((got.whole, got.drops), (Some(1.0), vec![Some(1.0), Some(0.0), Some(0.0)]));
        // A mean of 10, 40, 70: without one it rises, stays, falls.
        let mean = |s: u32| {
            let sum: f64 = (0..3).filter(|player| s >> player & 1 == 1).map(|player| [10.0, 40.0, 70.0][player]).sum();
            (s != 0).then(|| sum / f64::from(s.count_ones()))
        };
        assert_eq!(leave_one_out(3, mean).unwrap().drops, [Some(-15.0), Some(0.0), Some(15.0)]);
        // Without the only player there is none left to have a mean.
        assert_eq!(leave_one_out(1, mean), Ok(LeaveOneOut { whole: Some(10.0), drops: vec![None] }));
    }

    #[test]
    fn what_cannot_be_computed_is_missing() {
        let got = leave_one_out(2, |s| (s != 0b10).then_some(f64::from(s))).unwrap();
        assert_eq!(got.drops, [None, Some(2.0)]);
        let got = leave_one_out(2, |s| (s != 0b11).then_some(1.0)).unwrap();
        assert_eq!((got.whole, got.drops), (None, vec![None, None]));
        assert_eq!(leave_one_out(0, |_| Some(1.0)), Err(Refusal::NoPlayers));
        assert_eq!(leave_one_out(2, |s| Some(1.0 / f64::from(s - 1))), Err(Refusal::NotFinite { coalition: 1 }));
        let wide = leave_one_out(2, |s| Some(if s == 3 { 1e308 } else { -1e308 }));
        assert_eq!(wide, Err(Refusal::OutOfRange { figure: "difference of two values" }));
    }
}
