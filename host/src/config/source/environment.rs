//! The variables that a configuration may name: those of the process, then those of `.env` files. A value, so that nothing else
//! reads the process's environment.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::dotenv;
use super::errors::ConfigErrors;
use super::file;

/// Variables by name. What the process has set wins over `.env`.
#[derive(Clone, Default)]
pub struct Environment {
    process: BTreeMap<String, String>,
    dotenv: BTreeMap<String, String>,
    not_text: BTreeSet<String>,
    stand_ins: Option<StandIns>,
    verbatim: bool,
}

/// What stands in for variables that are not set.
#[derive(Clone)]
struct StandIns {
    /// The sections in which it does.
    sections: &'static [&'static str],
    /// The variables for which it did.
    used: Arc<Mutex<BTreeSet<String>>>,
}

/// A text, a host and a whole number: what the value would have been is not known. Where a truth value or a choice is wanted, one
/// of those is taken when the tree becomes a value.
const STAND_IN: &str = "1";

/// What is known of a variable.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lookup<'a> {
    Set(&'a str),
    /// Unset, with what stands in for it.
    StandIn(&'a str),
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

    /// Lets variables that are not set pass within these sections of a file: something stands in for them, and they are noted.
    /// For looking at a file on a machine that will not run it.
    #[must_use]
    pub fn with_stand_ins(mut self, sections: &'static [&'static str]) -> Self {
        self.stand_ins = Some(StandIns { sections, used: Arc::default() });
        self
    }

    /// Leaves texts as the file has them, `${` and all.
    #[must_use]
    pub(super) fn verbatim() -> Self {
        Self { verbatim: true, ..Self::default() }
    }

    pub(super) fn is_verbatim(&self) -> bool {
        self.verbatim
    }

    /// The variables for which something stood in.
    #[must_use]
    pub fn missed(&self) -> Vec<String> {
        let used =
            self.stand_ins.as_ref().map(|stand_ins| stand_ins.used.lock().unwrap_or_else(PoisonError::into_inner));
        used.map(|used| used.iter().cloned().collect()).unwrap_or_default()
    }

    /// The value of a variable for a key at this path; see [`Environment::with_stand_ins`]. One that may be empty (`${NAME:-}`) is
    /// stood in for too, and not noted: perhaps another one holds what is needed.
    pub(super) fn lookup_for(&self, name: &str, path: &str, may_be_empty: bool) -> Lookup<'_> {
        let section = path.split('.').next().unwrap_or_default();
        match (self.lookup(name), &self.stand_ins) {
            (Lookup::Unset, Some(stand_ins)) if stand_ins.sections.contains(&section) => {
                if !may_be_empty {
                    stand_ins.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
                }
                Lookup::StandIn(STAND_IN)
            }
            (found, _) => found,
        }
    }

    /// A variable's value: that of the process, else that of `.env`; none where it is unset or no text.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        match self.lookup(name) {
            Lookup::Set(value) => Some(value),
            Lookup::StandIn(_) | Lookup::Unset | Lookup::NotText => None,
        }
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
    fn what_is_not_set_is_stood_in_for_only_where_that_is_asked_for() {
        let environment = Environment::from_pairs([("A", "b")]).with_stand_ins(&["connection"]);
        assert_eq!(environment.lookup_for("X", "campaign.name", false), Lookup::Unset);
        assert_eq!(environment.lookup_for("A", "connection.host", false), Lookup::Set("b"));
        assert_eq!(environment.missed(), Vec::<String>::new());
        assert_eq!(environment.lookup_for("Y", "connection.key", true), Lookup::StandIn(STAND_IN));
        assert_eq!(environment.lookup_for("X", "connection.host", false), Lookup::StandIn(STAND_IN));
        assert_eq!(environment.missed(), ["X"]);
    }

    #[test]
    fn a_value_that_is_no_text_is_not_taken_for_unset() {
        let pairs = [(OsString::from("A"), OsString::from_vec(vec![0xff])), ("B".into(), "b".into())];
        let environment = Environment::from_os_pairs(pairs);
        assert_eq!(environment.lookup("A"), Lookup::NotText);
        assert_eq!(environment.lookup("B"), Lookup::Set("b"));
        assert_eq!(environment.lookup("C"), Lookup::Unset);
        assert_eq!(["A", "B", "C"].map(|name| environment.value(name)), [None, Some("b"), None]);
    }
}
