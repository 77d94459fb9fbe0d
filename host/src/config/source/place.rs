//! Where things stand: a place in a file, and the places of all values of a file that was read. Holds no typed value.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::message::escape;
use super::tree::{Kind, Node, Position};

/// A place in a configuration file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as the user named it.
    pub file: PathBuf,
    /// From 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// From 1, in characters; 0 where the file as a whole is meant.
    pub column: usize,
}

impl Place {
    pub(super) fn new(file: &Path, position: Position) -> Self {
        Self { file: file.to_owned(), line: position.line, column: position.column }
    }

    /// The file as a whole.
    #[must_use]
    pub fn file(file: &Path) -> Self {
        Self { file: file.to_owned(), line: 0, column: 0 }
    }
}

impl fmt::Display for Place {
    /// `FILE:LINE:COLUMN`, or the file alone.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&escape(&self.file.to_string_lossy()))?;
        if self.line > 0 {
            write!(formatter, ":{}:{}", self.line, self.column)?;
        }
        Ok(())
    }
}

/// The places of all values of one file, by JSON Pointer (RFC 6901), as in `/lead_finding/statuses/2`.
#[derive(Clone)]
pub struct Places {
    file: PathBuf,
    root: Arc<Node>,
}

impl fmt::Debug for Places {
    /// Names the file only: the values may be secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Places").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Places {
    pub(super) fn new(file: &Path, root: Arc<Node>) -> Self {
        Self { file: file.to_owned(), root }
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Where a value stands: a scalar itself, a section or list at its key. Of what the file does not hold (a default) the place
    /// of the nearest section around it.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Place {
        let mut found = Position::START;
        let mut node = &self.root;
        for step in steps(pointer) {
            let Some((key, child)) = node.child(&step) else { break };
            found = match (&child.kind, key) {
                // An empty value stands nowhere of its own.
                (Kind::List(_) | Kind::Map(_) | Kind::Null, Some(key)) => key,
                _ => child.position,
            };
            node = child;
        }
        Place::new(&self.file, found)
    }

    /// Where the key of a value stands; of an item of a list, where the item stands.
    #[must_use]
    pub fn key_place(&self, pointer: &str) -> Place {
        let mut found = Position::START;
        let mut node = &self.root;
        for step in steps(pointer) {
            let Some((key, child)) = node.child(&step) else { break };
            found = key.unwrap_or(child.position);
            node = child;
        }
        Place::new(&self.file, found)
    }

    /// Whether the value, or a part of it, came from the environment or the `.env` file. False for a literal, and for
    /// `${NAME:-default}` where the default was taken.
    #[must_use]
    pub fn is_from_environment(&self, pointer: &str) -> bool {
        matches!(self.node(pointer).map(|node| &node.kind), Some(Kind::Text(text)) if text.from_environment)
    }

    /// Whether something stands in for a variable there: the value is not known. See `Environment::with_stand_ins`.
    #[must_use]
    pub fn is_stand_in(&self, pointer: &str) -> bool {
        matches!(self.node(pointer).map(|node| &node.kind), Some(Kind::Text(text)) if text.stood_in)
    }

    /// Whether the file has a value there.
    #[must_use]
    pub fn holds(&self, pointer: &str) -> bool {
        self.node(pointer).is_some_and(|node| !matches!(node.kind, Kind::Null))
    }

    pub(super) fn node(&self, pointer: &str) -> Option<&Node> {
        let mut node = &self.root;
        for step in steps(pointer) {
            node = node.child(&step)?.1;
        }
        Some(node)
    }
}

/// The steps of a JSON Pointer, unescaped.
pub(super) fn steps(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
}

/// The pointer one step further.
pub(super) fn join(pointer: &str, step: &str) -> String {
    format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
}
