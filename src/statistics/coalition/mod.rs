//! What each member adds to a value: shares of the whole, the loss without one, the smallest set that carries it.

mod carrying;
mod game;
mod players;
mod refusal;
mod removal;
mod shapley;

pub use carrying::{Carrying, Removed, carrying_set};
pub use game::MOST_PLAYERS;
pub use players::members;
pub use refusal::Refusal;
pub use removal::{LeaveOneOut, leave_one_out};
pub use shapley::{MissingCoalition, Shapley, shapley};
