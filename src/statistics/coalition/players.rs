//! A coalition is a set of bits, one for each player.

/// The players of a coalition, from 0 up: bit i stands for player i. Worked: 0b101 holds players 0 and 2.
pub fn members(coalition: u32) -> impl Iterator<Item = usize> {
    (0..u32::BITS).filter(move |player| coalition >> player & 1 == 1).map(|player| player as usize)
}
