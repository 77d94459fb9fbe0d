//! Builds the tree from the parser's events, within bounds, without recursion, filling in variables on the way.

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::environment::Environment;
use super::expand::expand;
use super::message::quote;
use super::problem::Problem;
use super::scalar::{Scalar, plain};
use super::stack::{Frame, Key, path};
use super::syntax::{self, Format};
use super::tree::{Kind, MAX_DEPTH, MAX_NODES, MAX_TEXT, Node, Position, Text, Weight};

/// Most problems that are collected before the reading stops.
const MAX_PROBLEMS: usize = 200;

/// What a text holds. An empty one holds an empty value (null).
pub(super) struct Built {
    /// Missing where the text cannot be read to its end.
    pub(super) root: Option<Arc<Node>>,
    /// All problems up to the first that makes the rest unreadable.
    pub(super) problems: Vec<Problem>,
}

/// Reads a text.
pub(super) fn build(text: &str, format: Format, environment: &Environment) -> Built {
    let mut builder = Builder::new(environment);
    let outcome = syntax::check_characters(text).and_then(|()| match format {
        Format::Yaml => builder.run(text),
        Format::Json => syntax::check_json(text).and_then(|()| builder.run(&syntax::join_surrogates(text))),
    });
    let empty = || Node::scalar(Position::START, Kind::Null, 0);
    let root = outcome.is_ok().then(|| builder.root.take().unwrap_or_else(empty));
    builder.problems.extend(outcome.err());
    Built { root, problems: builder.problems }
}

struct Builder<'e> {
    environment: &'e Environment,
    stack: Vec<Frame>,
    anchors: HashMap<usize, Arc<Node>>,
    /// What was read so far, each alias with all that it stands for.
    weight: Weight,
    root: Option<Arc<Node>>,
    problems: Vec<Problem>,
}

impl<'e> Builder<'e> {
    fn new(environment: &'e Environment) -> Self {
        Self {
            environment,
            stack: Vec::new(),
            anchors: HashMap::new(),
            weight: Weight::default(),
            root: None,
            problems: Vec::new(),
        }
    }

    fn run(&mut self, text: &str) -> Result<(), Problem> {
        let mut parser = Parser::new_from_str(text);
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| syntax::explain(&error, text))?;
            let position = syntax::position(span.start);
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        let message = "the file holds more than one YAML document";
                        return Err(
                            Problem::new(position, message).hint("keep one, and remove the line `---` or `...`")
                        );
                    }
                }
                Event::Alias(anchor) => self.alias(anchor, position)?,
                Event::Scalar(text, style, anchor, tag) => {
                    self.scalar(&text, style, anchor, tag.as_deref(), position)?;
                }
                Event::SequenceStart(anchor, tag) => {
                    self.open(Frame::list(position, anchor), tag.as_deref(), "seq", position)?;
                }
                Event::MappingStart(anchor, tag) => {
                    self.open(Frame::map(position, anchor), tag.as_deref(), "map", position)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close()?,
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
            if self.problems.len() >= MAX_PROBLEMS {
                break;
            }
        }
        Ok(())
    }

    fn open(&mut self, frame: Frame, tag: Option<&Tag>, kind: &str, position: Position) -> Result<(), Problem> {
        if self.stack.last().is_some_and(Frame::wants_key) {
            return Err(self.wrong_key(position));
        }
        if self.stack.len() >= MAX_DEPTH {
            return Err(syntax::too_deep(position));
        }
        if let Some(tag) = tag
            && !(is_neutral(tag) || tag.is_yaml_core_schema() && tag.suffix == kind)
        {
            return Err(self.wrong_tag(tag, position));
        }
        self.count(Weight::scalar(0), position)?;
        self.stack.push(frame);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Problem> {
        let Some(frame) = self.stack.pop() else { return Ok(()) };
        let anchor = frame.anchor;
        let node = frame.close().map_err(|problem| problem.at(path(&self.stack).0))?;
        self.add(node, anchor);
        Ok(())
    }

    fn alias(&mut self, anchor: usize, position: Position) -> Result<(), Problem> {
        let Some(node) = self.anchors.get(&anchor).map(Arc::clone) else {
            let message = "the alias stands inside of what it names";
            return Err(Problem::new(position, message).at(path(&self.stack).0).hint("write the value out"));
        };
        if self.stack.last().is_some_and(Frame::wants_key) {
            let Kind::Text(text) = &node.kind else { return Err(self.wrong_key(position)) };
            let name = text.written.as_ref().unwrap_or(&text.value).clone();
            return self.key(Key { name, position, merges: false });
        }
        if self.stack.len().saturating_add(node.weight.height) > MAX_DEPTH {
            return Err(syntax::too_deep(position));
        }
        self.count(node.weight, position)?;
        self.add(node, 0);
        Ok(())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        position: Position,
    ) -> Result<(), Problem> {
        if self.stack.last().is_some_and(Frame::wants_key) {
            if anchor != 0 {
                let value = Text { value: text.to_owned(), written: None, from_environment: false, stood_in: false };
                self.anchors.insert(anchor, Node::scalar(position, Kind::Text(value), text.len()));
            }
            if style == ScalarStyle::Plain && text.is_empty() {
                return Err(Problem::new(position, "a key is missing before the `:`").at(path(&self.stack).0));
            }
            let merges = style == ScalarStyle::Plain && text == "<<";
            return self.key(Key { name: text.to_owned(), position, merges });
        }
        let kind = match tag {
            None if style == ScalarStyle::Plain => plain(text),
            None => Scalar::Text,
            Some(tag) if is_neutral(tag) => Scalar::Text,
            Some(tag) if tag.is_yaml_core_schema() => match (tag.suffix.as_str(), plain(text)) {
                ("str", _) => Scalar::Text,
                ("null", scalar @ Scalar::Null) | ("bool", scalar @ Scalar::Bool(_)) => scalar,
                ("int" | "float", scalar @ (Scalar::Number(_) | Scalar::NotFinite)) => scalar,
                _ => return Err(self.wrong_tag(tag, position)),
            },
            Some(tag) => return Err(self.wrong_tag(tag, position)),
        };
        let (kind, length) = match kind {
            Scalar::Null => (Kind::Null, 0),
            Scalar::Bool(value) => (Kind::Bool(value), 0),
            Scalar::Number(value) => (Kind::Number(value), 0),
            Scalar::NotFinite => {
                let problem = Problem::new(position, "infinite numbers and `.nan` are not taken");
                return Err(problem.at(path(&self.stack).0).hint("put it in quotes where a text is meant"));
            }
            Scalar::Text => {
                let text = self.text(text, position);
                let length = text.value.len();
                (Kind::Text(text), length)
            }
        };
        self.count(Weight::scalar(length), position)?;
        self.add(Node::scalar(position, kind, length), anchor);
        Ok(())
    }

    fn text(&mut self, text: &str, position: Position) -> Text {
        let literal = |written| Text { value: text.to_owned(), written, from_environment: false, stood_in: false };
        if self.environment.is_verbatim() || !text.contains("${") {
            return literal(None);
        }
        let (path, secret) = path(&self.stack);
        match expand(text, self.environment, &path, secret) {
            Ok(None) => literal(None),
            Ok(Some(expanded)) => Text {
                value: expanded.value,
                written: Some(text.to_owned()),
                from_environment: expanded.from_environment,
                stood_in: expanded.stood_in,
            },
            Err(faults) => {
                let problem = |fault: super::expand::Fault| {
                    Problem::new(position, fault.message).at(path.as_str()).hint(fault.hint)
                };
                self.problems.extend(faults.into_iter().map(problem));
                literal(Some(text.to_owned()))
            }
        }
    }

    fn key(&mut self, key: Key) -> Result<(), Problem> {
        let position = key.position;
        self.count(Weight { nodes: 0, text: key.name.len(), height: 0 }, position)?;
        if let Some(frame) = self.stack.last_mut() {
            frame.set_key(key);
        }
        Ok(())
    }

    /// Puts a finished node into what is open, or makes it the root.
    fn add(&mut self, node: Arc<Node>, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, Arc::clone(&node));
        }
        match self.stack.last_mut().map(|frame| frame.add(node.clone())) {
            Some(Ok(())) => {}
            Some(Err(problem)) => self.problems.push(problem.at(path(&self.stack).0)),
            None => self.root = Some(node),
        }
    }

    fn count(&mut self, weight: Weight, position: Position) -> Result<(), Problem> {
        self.weight.add(0, weight);
        let message = if self.weight.nodes > MAX_NODES {
            format!("the file holds more than {MAX_NODES} values, those that its aliases repeat included")
        } else if self.weight.text > MAX_TEXT {
            format!("the file holds more than {} MiB of text, what its aliases repeat included", MAX_TEXT >> 20)
        } else {
            return Ok(());
        };
        Err(Problem::new(position, message).hint("repeat less with `*`, and move long lists into files of their own"))
    }

    fn wrong_key(&self, position: Position) -> Problem {
        Problem::new(position, "a list or mapping stands where a key must be")
            .at(path(&self.stack).0)
            .hint("put a text that holds `{`, `}`, `[` or `]` in quotes")
    }

    fn wrong_tag(&self, tag: &Tag, position: Position) -> Problem {
        let written = if tag.is_yaml_core_schema() { format!("!!{}", tag.suffix) } else { tag.to_string() };
        Problem::new(position, format!("the tag {} is not taken here", quote(&written)))
            .at(path(&self.stack).0)
            .hint("remove it, or put a text that begins with `!` in quotes")
    }
}

/// A lone `!`: what follows is a text, list or mapping as it stands.
fn is_neutral(tag: &Tag) -> bool {
    (tag.handle.is_empty() && tag.suffix == "!") || (tag.handle == "!" && tag.suffix.is_empty())
}
