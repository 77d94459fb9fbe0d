//! The lists and mappings that are open while a text is read; knows duplicates and merge keys, not the parser.

use std::collections::HashMap;
use std::sync::Arc;

use super::message::{push_step, quote};
use super::problem::Problem;
use super::tree::{Entry, Kind, Node, Position};

/// A list or mapping whose end was not read yet.
pub(super) struct Frame {
    position: Position,
    /// The parser's number of the anchor; 0 where there is none.
    pub(super) anchor: usize,
    open: Open,
}

enum Open {
    List(Vec<Arc<Node>>),
    Map(OpenMap),
}

#[derive(Default)]
struct OpenMap {
    entries: Vec<Entry>,
    seen: HashMap<String, Position>,
    key: Option<Key>,
    merged: Vec<(Position, Arc<Node>)>,
}

/// A key whose value was not read yet.
pub(super) struct Key {
    pub(super) name: String,
    pub(super) position: Position,
    /// An unquoted `<<`.
    pub(super) merges: bool,
}

impl Frame {
    pub(super) fn list(position: Position, anchor: usize) -> Self {
        Self { position, anchor, open: Open::List(Vec::new()) }
    }

    pub(super) fn map(position: Position, anchor: usize) -> Self {
        Self { position, anchor, open: Open::Map(OpenMap::default()) }
    }

    /// Whether what comes next is a key.
    pub(super) fn wants_key(&self) -> bool {
        matches!(&self.open, Open::Map(map) if map.key.is_none())
    }

    pub(super) fn set_key(&mut self, key: Key) {
        if let Open::Map(map) = &mut self.open {
            map.key = Some(key);
        }
    }

    /// Puts a value in. One under a key that is there already is left out.
    ///
    /// # Errors
    /// The key is there already.
    pub(super) fn add(&mut self, value: Arc<Node>) -> Result<(), Problem> {
        let map = match &mut self.open {
            Open::List(items) => {
                items.push(value);
                return Ok(());
            }
            Open::Map(map) => map,
        };
        let Some(key) = map.key.take() else { return Ok(()) };
        if let Some(first) = map.seen.get(&key.name) {
            let message = format!(
                "the key {} stands here twice, first in line {}, column {}",
                quote(&key.name),
                first.line,
                first.column
            );
            return Err(Problem::new(key.position, message).hint("keep one of the two"));
        }
        map.seen.insert(key.name.clone(), key.position);
        if key.merges {
            map.merged.push((key.position, value));
        } else {
            map.entries.push(Entry { key: key.name, position: key.position, value });
        }
        Ok(())
    }

    /// The node that was read, with what `<<` brings in behind the keys of its own.
    ///
    /// # Errors
    /// `<<` names something else than mappings.
    pub(super) fn close(self) -> Result<Arc<Node>, Problem> {
        let mut map = match self.open {
            Open::List(items) => return Ok(Node::list(self.position, items)),
            Open::Map(map) => map,
        };
        for (position, source) in std::mem::take(&mut map.merged) {
            let wrong = || {
                Problem::new(position, "the value of `<<` is neither a mapping nor a list of mappings")
                    .hint("write `<<: *anchor`, or put the key in quotes")
            };
            match &source.kind {
                Kind::Map(entries) => map.merge(entries),
                Kind::List(items) => {
                    for item in items {
                        let Kind::Map(entries) = &item.kind else { return Err(wrong()) };
                        map.merge(entries);
                    }
                }
                _ => return Err(wrong()),
            }
        }
        Ok(Node::map(self.position, map.entries))
    }
}

impl OpenMap {
    /// Takes over what is not there yet: keys of its own win, then the mapping named first (the merge type of YAML 1.1).
    fn merge(&mut self, entries: &[Entry]) {
        for entry in entries {
            if !self.seen.contains_key(&entry.key) {
                self.seen.insert(entry.key.clone(), entry.position);
                self.entries.push(entry.clone());
            }
        }
    }
}

/// The path of what is read now, and whether a word of it says that it is secret.
pub(super) fn path(stack: &[Frame]) -> (String, bool) {
    let mut path = String::new();
    let mut secret = false;
    for frame in stack {
        match &frame.open {
            Open::List(items) => push_step(&mut path, &items.len().to_string(), true),
            Open::Map(OpenMap { key: Some(key), .. }) => {
                secret |= super::message::is_secret([&key.name]);
                push_step(&mut path, &key.name, false);
            }
            Open::Map(_) => {}
        }
    }
    (path, secret)
}
