//! The tree of a configuration as written: every node knows its place. Immutable, and shared where the text uses aliases.

use std::sync::Arc;

use serde_json::Number;

/// Deepest nesting of lists and mappings that is read; what walks the tree recurses no further.
pub(super) const MAX_DEPTH: usize = 64;
/// Most values that a file may hold, each use of an alias counted with all that it stands for.
pub(super) const MAX_NODES: usize = 100_000;
/// Most bytes of text that keys and values may hold together, counted as above and after the variables are filled in.
pub(super) const MAX_TEXT: usize = 4 << 20;

/// A place in a text: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Position {
    pub(super) const START: Self = Self { line: 1, column: 1 };
}

/// A value, and what it weighs once aliases are written out.
pub(super) struct Node {
    pub(super) position: Position,
    pub(super) kind: Kind,
    pub(super) weight: Weight,
}

/// What a node holds.
pub(super) enum Kind {
    Null,
    Bool(bool),
    Number(Number),
    Text(Text),
    List(Vec<Arc<Node>>),
    Map(Vec<Entry>),
}

/// A text, with the variables filled in.
pub(super) struct Text {
    pub(super) value: String,
    /// The text as the file has it, where it names variables.
    pub(super) written: Option<String>,
    /// At least one part of the value came from the environment, not from the file.
    pub(super) from_environment: bool,
    /// Something stood in for a variable: the value is not known.
    pub(super) stood_in: bool,
}

/// A key with its value.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) position: Position,
    pub(super) value: Arc<Node>,
}

/// Size of a node with all below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weight {
    pub(super) nodes: usize,
    pub(super) text: usize,
    /// Levels of lists and mappings: 0 for a scalar.
    pub(super) height: usize,
}

impl Weight {
    pub(super) fn scalar(text: usize) -> Self {
        Self { nodes: 1, text, height: 0 }
    }

    /// Puts a child below, whose key has `key` bytes.
    pub(super) fn add(&mut self, key: usize, child: Self) {
        self.nodes = self.nodes.saturating_add(child.nodes);
        self.text = self.text.saturating_add(key).saturating_add(child.text);
        self.height = self.height.max(child.height.saturating_add(1));
    }
}

impl Node {
    pub(super) fn scalar(position: Position, kind: Kind, text: usize) -> Arc<Self> {
        Arc::new(Self { position, kind, weight: Weight::scalar(text) })
    }

    pub(super) fn list(position: Position, items: Vec<Arc<Self>>) -> Arc<Self> {
        let mut weight = Weight { nodes: 1, text: 0, height: 1 };
        for item in &items {
            weight.add(0, item.weight);
        }
        Arc::new(Self { position, kind: Kind::List(items), weight })
    }

    pub(super) fn map(position: Position, entries: Vec<Entry>) -> Arc<Self> {
        let mut weight = Weight { nodes: 1, text: 0, height: 1 };
        for entry in &entries {
            weight.add(entry.key.len(), entry.value.weight);
        }
        Arc::new(Self { position, kind: Kind::Map(entries), weight })
    }

    /// The child that a step of a pointer names, with the place of its key.
    pub(super) fn child(&self, step: &str) -> Option<(Option<Position>, &Arc<Self>)> {
        match &self.kind {
            Kind::List(items) => items.get(step.parse::<usize>().ok()?).map(|item| (None, item)),
            Kind::Map(entries) => {
                entries.iter().find(|entry| entry.key == step).map(|entry| (Some(entry.position), &entry.value))
            }
            _ => None,
        }
    }
}
