//! The mistakes found in a configuration, in the order in which they stand in the file. Prints nothing.

use std::fmt;

use super::message::escape;
use super::place::Place;
use super::problem::Problem;

/// Most errors that are listed; the rest is counted.
const MAX_ERRORS: usize = 100;

/// One mistake, where it stands, and the way out of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConfigError {
    /// Where it stands.
    pub place: Place,
    /// The key's path, as in `lead_finding.date_range.younger_than_days`; empty where no key is concerned.
    pub path: String,
    /// One sentence, without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl fmt::Display for ConfigError {
    /// `error: PLACE: PATH: MESSAGE`, then a line `hint: HINT`; control characters of what the user wrote are escaped.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "error: {}: ", self.place)?;
        if !self.path.is_empty() {
            write!(formatter, "{}: ", escape(&self.path))?;
        }
        formatter.write_str(&escape(&self.message))?;
        match &self.hint {
            Some(hint) => write!(formatter, "\nhint: {}", escape(hint)),
            None => Ok(()),
        }
    }
}

/// All mistakes of a configuration: sorted by place, none twice. A pass that finds mistakes of meaning adds its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
pub struct ConfigErrors {
    errors: Vec<ConfigError>,
    left_out: usize,
}

impl ConfigErrors {
    /// No errors yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an error: `errors.add(places.place("/campaign/name"), "campaign.name", "...", None)`. A repeated one is dropped;
    /// of more than a hundred the first of the file are kept, the rest is counted.
    pub fn add(
        &mut self,
        place: Place,
        path: impl Into<String>,
        message: impl Into<String>,
        hint: impl Into<Option<String>>,
    ) {
        let error = ConfigError { place, path: path.into(), message: message.into(), hint: hint.into() };
        if let Err(position) = self.errors.binary_search(&error) {
            self.errors.insert(position, error);
            if self.errors.len() > MAX_ERRORS {
                self.errors.pop();
                self.left_out = self.left_out.saturating_add(1);
            }
        }
    }

    /// Adds the errors of another file or pass.
    pub fn extend(&mut self, others: Self) {
        self.left_out = self.left_out.saturating_add(others.left_out);
        for ConfigError { place, path, message, hint } in others.errors {
            self.add(place, path, message, hint);
        }
    }

    pub(super) fn add_problem(&mut self, file: &std::path::Path, problem: Problem) {
        let Problem { position, path, message, hint } = problem;
        self.add(Place::new(file, position), path, message, hint);
    }

    /// A single error about a file as a whole.
    pub(super) fn of_file(file: &std::path::Path, message: impl Into<String>, hint: impl Into<Option<String>>) -> Self {
        let mut errors = Self::new();
        errors.add(Place::file(file), "", message, hint);
        errors
    }

    /// A single error at a place of a file.
    pub(super) fn of_problem(file: &std::path::Path, problem: Problem) -> Self {
        let mut errors = Self::new();
        errors.add_problem(file, problem);
        errors
    }

    /// The errors listed, by file, line and column.
    #[must_use]
    pub fn as_slice(&self) -> &[ConfigError] {
        &self.errors
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// How many were found, those included that are not listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.errors.len().saturating_add(self.left_out)
    }

    /// `value` where nothing was found.
    ///
    /// # Errors
    /// The errors themselves, where there are any.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.errors.iter().enumerate() {
            if index > 0 {
                formatter.write_str("\n")?;
            }
            error.fmt(formatter)?;
        }
        match self.left_out {
            0 => Ok(()),
            1 => formatter.write_str("\nand 1 more error"),
            more => write!(formatter, "\nand {more} more errors"),
        }
    }
}
