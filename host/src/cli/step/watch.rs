//! Progress between the steps: out of the way while a screen is shown, there again when leads are written.

use std::sync::{Mutex, PoisonError};

use crate::cli::output::say;
use crate::cli::progress::Bar;
use crate::pipeline::Progress;

/// A bar that makes room for questions.
pub(in crate::cli) struct Watched(Mutex<Option<Bar>>);

impl Watched {
    pub(in crate::cli) fn new(bar: Bar) -> Watched {
        Watched(Mutex::new(Some(bar)))
    }

    /// Takes the bar away.
    pub(in crate::cli) fn pause(&self) {
        if let Some(bar) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.done();
        }
    }

    fn with(&self, tell: impl FnOnce(&Bar)) {
        if let Some(bar) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            tell(bar);
        }
    }
}

impl Progress for Watched {
    fn read(&self, leads: usize) {
        self.with(|bar| bar.read(leads));
    }

    fn asking(&self, leads: usize) {
        self.with(|bar| bar.asking(leads));
    }

    fn applied(&self, settled: usize, planned: usize) {
        let mut bar = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bar.get_or_insert_with(Bar::new).applied(settled, planned);
    }

    fn notice(&self, message: &str) {
        match self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            Some(bar) => bar.notice(message),
            None => say(&format!("warning: {message}")),
        }
    }
}
