//! The variables that a configuration may name: those of the process, then those of `.env` files. A value, so that nothing else
//! reads the process's environment.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use super::dotenv;
use super::errors::ConfigErrors;
use super::file;

/// Variables by name. What the process has set wins over `.env`.
#[derive(Clone, Default)]
pub struct Environment {
    process: BTreeMap<String, String>,
    dotenv: BTreeMap<String, String>,
    not_text: BTreeSet<String>,
}

/// What is known of a variable.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lookup<'a> {
    Set(&'a str),
    Unset,
    /// Set, but not to UTF-8 text.
    NotText,
}

impl fmt::Debug for Environment {
    /// Counts only: values may be secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Environment")
            .field("process", &self.process.len())
            .field("dotenv", &self.dotenv.len())
            .finish_non_exhaustive()
    }
}

impl Environment {
    /// The variables of this process, as they are now.
    #[must_use]
    pub fn from_process() -> Self {
        Self::from_os_pairs(std::env::vars_os())
    }

    /// These variables, as if the process had them.
    #[must_use]
    pub fn from_pairs<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let process = pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { process, ..Self::default() }
    }

    fn from_os_pairs(pairs: impl IntoIterator<Item = (std::ffi::OsString, std::ffi::OsString)>) -> Self {
        let mut environment = Self::default();
        for (name, value) in pairs {
            // A name that is no text cannot be written in a configuration either.
            let Ok(name) = name.into_string() else { continue };
            match value.into_string() {
                Ok(value) => drop(environment.process.insert(name, value)),
                Err(_) => drop(environment.not_text.insert(name)),
            }
        }
        environment
    }

    /// Adds the variables of a `.env` file; those set before win. A file that does not exist adds none.
    ///
    /// # Errors
    /// The file cannot be read, or a line of it is malformed: with file and line, never with a value.
    pub fn with_dotenv(mut self, path: &Path) -> Result<Self, ConfigErrors> {
        if matches!(path.try_exists(), Ok(false)) {
            return Ok(self);
        }
        let text = file::read_text_file(path)?;
        let pairs = dotenv::parse(&text).map_err(|problem| ConfigErrors::of_problem(path, problem))?;
        for (name, value) in pairs {
            self.dotenv.entry(name).or_insert(value);
        }
        Ok(self)
    }

    /// Adds the variables of the file `.env` beside a configuration file, where there is one.
    ///
    /// # Errors
    /// As [`Environment::with_dotenv`].
    pub fn with_dotenv_beside(self, configuration: &Path) -> Result<Self, ConfigErrors> {
        self.with_dotenv(&configuration.with_file_name(".env"))
    }

    pub(super) fn lookup(&self, name: &str) -> Lookup<'_> {
        if self.not_text.contains(name) {
            return Lookup::NotText;
        }
        match self.process.get(name).or_else(|| self.dotenv.get(name)) {
            Some(value) => Lookup::Set(value),
            None => Lookup::Unset,
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    use super::*;

    #[test]
    fn a_value_that_is_no_text_is_not_taken_for_unset() {
        let pairs = [(OsString::from("A"), OsString::from_vec(vec![0xff])), ("B".into(), "b".into())];
        let environment = Environment::from_os_pairs(pairs);
        assert_eq!(environment.lookup("A"), Lookup::NotText);
        assert_eq!(environment.lookup("B"), Lookup::Set("b"));
        assert_eq!(environment.lookup("C"), Lookup::Unset);
    }
}
