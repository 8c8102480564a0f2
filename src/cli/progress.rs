//! How far a long computation is: a bar on standard error, on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar of so many steps; it is seen after the first tenth of a second, and never where standard error is no terminal.
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub fn new(what: &'static str, steps: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::stderr_with_hz(10));
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message(what);
        Progress(bar)
    }

    /// So many steps more are done.
    pub fn tick(&self, done: usize) {
        self.0.inc(done as u64);
    }

    /// So many steps are done in all; threads may tell it out of order.
    pub fn reach(&self, done: usize) {
        let more = (done as u64).saturating_sub(self.0.position());
        self.0.inc(more);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
