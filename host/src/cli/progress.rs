//! Progress on stderr: what is waited for, and while reading and writing leads a bar with rate and time left. Nothing is drawn where
//! stderr is no terminal; a log at INFO then has a line now and then.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::logging::is_dumb;
use super::manners::manners;
use super::output::{look, say};
use crate::pipeline::{Phase, Progress};
use crate::report::terminal_width;

/// Redraws a second, at the most.
const REDRAWS: u8 = 5;
/// How often a log without a bar tells how far it is.
const NOW_AND_THEN: Duration = Duration::from_secs(10);
/// Columns below which only the numbers are shown.
const NARROW: u16 = 60;

/// The bar that is on the screen, for whoever writes beside it.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Does something to the screen while the bar is not on it.
pub(super) fn beside_bar<R>(work: impl FnOnce() -> R) -> R {
    let shown = held(&SHOWN).clone();
    match shown {
        Some(bar) if !bar.is_hidden() => bar.suspend(work),
        _ => work(),
    }
}

/// Takes the bar off the screen for good.
pub(super) fn wipe() {
    if let Some(bar) = held(&SHOWN).take() {
        bar.finish_and_clear();
    }
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Progress of one run, and how long its phases took.
pub(super) struct Bar {
    bar: Mutex<ProgressBar>,
    times: Mutex<Times>,
}

/// How long each phase took, in the order in which they first began.
struct Times {
    phases: Vec<(Phase, Duration)>,
    at: Option<(Phase, Instant)>,
    told: Instant,
}

impl Times {
    /// Ends the phase that is at work.
    fn pause(&mut self) {
        let Some((phase, begun)) = self.at.take() else { return };
        match self.phases.iter_mut().find(|(other, _)| *other == phase) {
            Some((_, took)) => *took += begun.elapsed(),
            None => self.phases.push((phase, begun.elapsed())),
        }
    }
}

impl Bar {
    pub(super) fn new() -> Bar {
        Bar {
            bar: Mutex::new(drawn()),
            times: Mutex::new(Times { phases: Vec::new(), at: None, told: Instant::now() }),
        }
    }

    /// Takes the bar off the screen; the next phase brings another. What the operator ponders meanwhile is no part of the run's time.
    pub(super) fn done(&self) {
        held(&self.times).pause();
        wipe();
    }

    /// How long each phase took so far.
    pub(super) fn times(&self) -> Vec<(&'static str, Duration)> {
        held(&self.times).phases.iter().map(|(phase, took)| (phase.name(), *took)).collect()
    }

    /// Counts towards a known end.
    fn count(&self, done: usize, of: usize) {
        let bar = held(&self.bar);
        if bar.length() != Some(of as u64) {
            bar.set_style(counting());
            bar.set_length(of as u64);
            bar.reset_elapsed();
            bar.reset_eta();
        }
        bar.set_position(done as u64);
    }

    /// A line of the log now and then, where there is no bar.
    fn tell(&self, done: usize, of: Option<usize>, what: &str) {
        if !held(&self.bar).is_hidden() {
            return;
        }
        let mut times = held(&self.times);
        if times.told.elapsed() >= NOW_AND_THEN {
            times.told = Instant::now();
            tracing::info!(done, of, "{what}");
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.done();
    }
}

/// A bar on the screen, where there is one to draw on.
fn drawn() -> ProgressBar {
    let is_drawn = io::stderr().is_terminal() && !is_dumb() && !manners().quiet;
    let target = if is_drawn { ProgressDrawTarget::stderr_with_hz(REDRAWS) } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target);
    bar.set_style(waiting());
    if is_drawn {
        bar.enable_steady_tick(Duration::from_millis(200));
    }
    *held(&SHOWN) = Some(bar.clone());
    bar
}

/// Waiting for something whose end is not known.
fn waiting() -> ProgressStyle {
    style("{spinner} {msg} ({elapsed})")
}

fn counting() -> ProgressStyle {
    match terminal_width() {
        Some(width) if width < NARROW => style("{pos}/{len} {rate} {eta} left"),
        _ => style("{spinner} {msg} {bar:20} {pos} of {len}, {rate}, {eta} left"),
    }
}

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let style = style.with_key("rate", |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        // Writing to a line in memory cannot fail.
        let _ = write!(out, "{:.0}/s", state.per_sec());
    });
    if look().unicode { style } else { style.progress_chars("=>-").tick_chars("|/-\\ ") }
}

impl Progress for Bar {
    fn phase(&self, phase: Phase) {
        let mut times = held(&self.times);
        times.pause();
        times.at = Some((phase, Instant::now()));
        drop(times);
        let mut bar = held(&self.bar);
        if bar.is_finished() {
            *bar = drawn();
        }
        bar.unset_length();
        bar.set_style(waiting());
        bar.set_message(phase.words());
        bar.reset_elapsed();
    }

    fn read(&self, leads: usize, of: Option<usize>) {
        match of {
            // More may have come since they were counted.
            Some(of) => self.count(leads, of.max(leads)),
            None => held(&self.bar).set_message(format!("{leads} leads read")),
        }
        self.tell(leads, of, "leads read");
    }

    fn asking(&self, leads: usize) {
        held(&self.bar).set_message(format!("asking the strategy about {leads} leads"));
    }

    fn applied(&self, settled: usize, planned: usize) {
        self.count(settled, planned);
        self.tell(settled, Some(planned), "leads written");
    }

    fn notice(&self, message: &str) {
        say(&format!("warning: {message}"));
    }
}
