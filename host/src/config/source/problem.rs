//! A mistake found in a text, before it is known in which file the text stands.

use super::tree::Position;

/// One mistake, with the place in the text and the path of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) position: Position,
    /// As in `lead_finding.statuses[2]`; empty where no key is concerned.
    pub(super) path: String,
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

impl Problem {
    pub(super) fn new(position: Position, message: impl Into<String>) -> Self {
        Self { position, path: String::new(), message: message.into(), hint: None }
    }

    pub(super) fn at(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
