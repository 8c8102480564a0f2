use super::{Failure, Outcome, args}; pub(super) fn run(_: &args::Evaluate) -> Result<Outcome, Failure> { Ok(Outcome::Done) }
