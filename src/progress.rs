//! Reports the progress of a long computation to its caller.

/// Receives the stages of a computation.
pub trait Progress {
    /// A stage of so many steps begins; it ends when the returned value is dropped.
    fn begin<'a>(&'a self, what: &'static str, steps: usize) -> Box<dyn Stage + 'a>;
}

/// One stage; threads may report its steps out of order.
pub trait Stage: Sync {
    /// So many steps more are done.
    fn tick(&self, done: usize);

    /// So many steps are done in all.
    fn reach(&self, done: usize);
}

/// A progress that is not shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin<'a>(&'a self, _: &'static str, _: usize) -> Box<dyn Stage + 'a> {
        Box::new(Silent)
    }
}

impl Stage for Silent {
    fn tick(&self, _: usize) {}

    fn reach(&self, _: usize) {}
}
