//! What a strategy says while it works: cleaned, counted and capped. The only import that a guest has.

use super::bindings::odlm::strategy::{log, types};
use super::guard::Guard;
use super::limits::Limits;
use crate::text::one_line;

/// What each line costs beside its text, so that empty lines are no way around the limits.
const LINE_COST: usize = 32;

/// How much a strategy means what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// For its author.
    Debug,
    /// Worth knowing.
    Info,
    /// Worth a look.
    Warn,
    /// Why it fails.
    Error,
}

impl Level {
    /// Its name in the contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        }
    }
}

/// One line of a strategy's log, made harmless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Its level.
    pub level: Level,
    /// Its text: one line without control characters.
    pub message: String,
}

/// Ends a guest that does little else than logging.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more log than accepted")]
pub(super) struct Flood;

/// The log of one call.
pub(super) struct Journal {
    lines: Vec<LogLine>,
    dropped: u64,
    last_error: Option<String>,
    kept: usize,
    offered: usize,
    keep: usize,
    line: usize,
    flood: usize,
}

impl Journal {
    /// An empty log.
    pub(super) fn new(limits: &Limits) -> Journal {
        Journal {
            lines: Vec::new(),
            dropped: 0,
            last_error: None,
            kept: 0,
            offered: 0,
            keep: limits.log_bytes,
            line: limits.log_line_bytes,
            flood: limits.log_flood_bytes,
        }
    }

    /// Takes a message, each of its lines on its own: nothing in a text can pass for another line of the log.
    fn write(&mut self, level: Level, message: &str) -> Result<(), Flood> {
        self.offered = self.offered.saturating_add(message.len()).saturating_add(LINE_COST);
        if self.offered > self.flood {
            return Err(Flood);
        }
        for line in message.lines() {
            let message = one_line(line, self.line);
            if message.is_empty() {
                continue;
            }
            if level == Level::Error {
                // Kept even when the log is full: a guest's last words are why it died.
                self.last_error = Some(message.clone());
            }
            let kept = self.kept.saturating_add(message.len()).saturating_add(LINE_COST);
            if kept > self.keep {
                self.dropped += 1;
                continue;
            }
            self.kept = kept;
            self.lines.push(LogLine { level, message });
        }
        Ok(())
    }

    /// The last line that was said to be an error.
    pub(super) fn last_error(&self) -> Option<&str> {
        self.last_error.as_deref()
    }

    /// The lines kept so far.
    pub(super) fn lines(&self) -> &[LogLine] {
        &self.lines
    }

    /// The lines kept and the number of those dropped.
    pub(super) fn into_parts(self) -> (Vec<LogLine>, u64) {
        (self.lines, self.dropped)
    }
}

/// What the host keeps beside a guest during one call.
pub(super) struct Beside {
    /// Watches memory and tables.
    pub(super) guard: Guard,
    /// Takes the log.
    pub(super) journal: Journal,
}

impl log::Host for Beside {
    fn write(&mut self, level: log::Level, message: String) -> wasmtime::Result<()> {
        let level = match level {
            log::Level::Debug => Level::Debug,
            log::Level::Info => Level::Info,
            log::Level::Warn => Level::Warn,
            log::Level::Error => Level::Error,
        };
        Ok(self.journal.write(level, &message)?)
    }
}

impl types::Host for Beside {}
