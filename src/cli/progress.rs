//! How far a long computation is: a bar on standard error, on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::{Progress, Stage};

/// A bar for each stage.
pub(super) struct Bars;

impl Progress for Bars {
    fn begin<'a>(&'a self, what: &'static str, steps: usize) -> Box<dyn Stage + 'a> {
        Box::new(Bar::new(what, steps))
    }
}

/// From so many steps on a bar shows a share of them.
const MANY: usize = 10_000_000;

/// A bar of so many steps; it is seen after the first tenth of a second, and never where standard error is no terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new(what: &'static str, steps: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::stderr_with_hz(10));
        // Bytes are too many to be read one by one.
        let template = if steps < MANY { "{msg} {wide_bar} {pos}/{len}" } else { "{msg} {wide_bar} {percent} %" };
        let style = ProgressStyle::with_template(template);
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message(what);
        Bar(bar)
    }
}

impl Stage for Bar {
    fn tick(&self, done: usize) {
        self.0.inc(done as u64);
    }

    fn reach(&self, done: usize) {
        let more = (done as u64).saturating_sub(self.0.position());
        self.0.inc(more);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
