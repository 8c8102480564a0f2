//! Why a coalition value cannot be given, and how to mend it.

use thiserror::Error;

use crate::statistics::coalition::players::members;

/// A figure that cannot be computed. Players count from 0 and are reported from 1.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    #[error("there is no player")]
    NoPlayers,
    #[error("{found} players are more than the {most} whose coalitions are all looked at")]
    TooManyPlayers { found: usize, most: usize },
    #[error("all players together have no value")]
    NoWhole,
    #[error("{missing} of the {of} coalitions have no value")]
    MissingCoalitions { missing: usize, of: usize },
    #[error("the value of players {} is not a finite number", told(*.coalition))]
    NotFinite { coalition: u32 },
    #[error("the {what} {value} is not a finite number")]
    DeclaredNotFinite { what: &'static str, value: f64 },
    #[error("the band {band} is not a finite number above 0")]
    Band { band: f64 },
    #[error("the {figure} is too large for the computer's numbers")]
    OutOfRange { figure: &'static str },
}

impl Refusal {
    /// How to mend it.
    pub fn hint(&self) -> &'static str {
        match self {
            Refusal::NoPlayers => "name at least one player",
            Refusal::TooManyPlayers { .. } => "merge players, or keep the largest and merge the rest",
            Refusal::NoWhole => "choose a value that can be computed for all players together",
            Refusal::MissingCoalitions { .. } => "fill the gaps in the data, or declare a value for such coalitions",
            Refusal::NotFinite { .. } => "give no value where it cannot be computed",
            Refusal::DeclaredNotFinite { .. } => "declare a number, such as 0",
            Refusal::Band { .. } => "declare the smallest drop that counts, in points of the value",
            Refusal::OutOfRange { .. } => "express the value in larger units of measurement",
        }
    }
}

fn told(coalition: u32) -> String {
    if coalition == 0 {
        return "none".into();
    }
    members(coalition).map(|player| (player + 1).to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_is_wrong_and_how_to_mend_it() {
        let refusal = Refusal::NotFinite { coalition: 0b1011 };
        assert_eq!(refusal.to_string(), "the value of players 1, 2, 4 is not a finite number");
        assert_eq!(refusal.hint(), "give no value where it cannot be computed");
        assert!(Refusal::NotFinite { coalition: 0 }.to_string().contains("players none"));
        assert_eq!(Refusal::MissingCoalitions { missing: 2, of: 7 }.to_string(), "2 of the 7 coalitions have no value");
    }
}
