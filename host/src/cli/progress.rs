//! Progress on stderr: a counter while reading, a bar with rate and time left while writing. Silent where stderr is no terminal.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::say;
use crate::pipeline::Progress;

/// Progress of one run.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new() -> Bar {
        let target =
            if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(style("{spinner} {msg}"));
        bar.enable_steady_tick(Duration::from_millis(200));
        Bar(bar)
    }

    pub(super) fn done(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Progress for Bar {
    fn read(&self, leads: usize) {
        self.0.set_message(format!("{leads} leads read"));
    }

    fn asking(&self, leads: usize) {
        self.0.set_message(format!("planning {leads} leads"));
    }

    fn applied(&self, settled: usize, planned: usize) {
        if self.0.length().is_none() {
            self.0.set_style(style("{bar:30} {pos} of {len} leads written, {per_sec}, {eta} left"));
            self.0.set_length(planned as u64);
            self.0.reset_elapsed();
        }
        self.0.set_position(settled as u64);
    }

    fn notice(&self, message: &str) {
        self.0.suspend(|| say(&format!("warning: {message}")));
    }
}
