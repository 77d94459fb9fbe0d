//! Where in a text a mapping and one of its keys stand, so that a value can be put there with all else left as it is. Reads the parser's
//! events without building a tree, and does not know aliases' values.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::place::steps;

/// A mapping of a text. Places are offsets in characters.
#[derive(Debug, Default)]
pub(super) struct Located {
    /// Where it begins: at `{`, or at its first key.
    pub(super) start: usize,
    /// Its keys in their order.
    pub(super) entries: Vec<Entry>,
}

/// A key of the mapping.
#[derive(Debug)]
pub(super) struct Entry {
    /// The key's name.
    pub(super) name: String,
    /// Where the key stands, its quotes included.
    pub(super) key: Range<usize>,
    /// What stands there.
    pub(super) value: Value,
}

/// What stands behind a key.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A text, number or truth value, or nothing.
    Scalar {
        /// Where, its quotes included; empty where there is nothing.
        at: Range<usize>,
        /// How it is written.
        style: ScalarStyle,
        /// What it says.
        text: String,
    },
    /// A `*name`.
    Alias,
    /// A list or mapping.
    Other,
}

/// What is open while the events pass by.
#[derive(Default)]
struct Frame {
    is_map: bool,
    /// The key whose value comes next; none where a key comes next.
    key: Option<(String, Range<usize>)>,
    /// Whether the steps so far lead here.
    on_the_way: bool,
}

/// Finds the mapping at a JSON Pointer. None where the text has none there, where it stands behind an alias, or the text is no YAML.
pub(super) fn locate(text: &str, pointer: &str) -> Option<Located> {
    let steps: Vec<String> = steps(pointer).collect();
    let mut stack: Vec<Frame> = Vec::new();
    let mut found: Option<Located> = None;
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.ok()?;
        let begins =
            matches!(event, Event::Scalar(..) | Event::Alias(_) | Event::SequenceStart(..) | Event::MappingStart(..));
        // Inside of the mapping itself; what is nested in it is passed over.
        let inside =
            found.is_some() && stack.len() == steps.len() + 1 && stack.last().is_some_and(|top| top.on_the_way);
        if begins && let Some(top) = stack.last_mut().filter(|top| top.is_map && top.key.is_none()) {
            let Event::Scalar(name, ..) = &event else { return None };
            top.key = Some((name.to_string(), range(&span)));
            continue;
        }
        match event {
            Event::Scalar(text, style, ..) => {
                let value = Value::Scalar { at: range(&span), style, text: text.into_owned() };
                close(&mut stack, found.as_mut().filter(|_| inside), value);
            }
            Event::Alias(_) => close(&mut stack, found.as_mut().filter(|_| inside), Value::Alias),
            Event::SequenceStart(..) => stack.push(Frame::default()),
            Event::MappingStart(..) => {
                let on_the_way = leads_on(&stack, &steps);
                if on_the_way && stack.len() == steps.len() {
                    found = Some(Located { start: span.start.index(), entries: Vec::new() });
                }
                stack.push(Frame { is_map: true, key: None, on_the_way });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let ended = stack.pop()?;
                if ended.on_the_way && stack.len() == steps.len() && found.is_some() {
                    return found;
                }
                let inside = stack.len() == steps.len() + 1 && stack.last().is_some_and(|top| top.on_the_way);
                close(&mut stack, found.as_mut().filter(|_| inside), Value::Other);
            }
            _ => {}
        }
    }
    None
}

/// Whether the value that begins now stands where the steps lead.
fn leads_on(stack: &[Frame], steps: &[String]) -> bool {
    match stack.last() {
        None => true,
        Some(top) => {
            let step = stack.len().checked_sub(1).and_then(|depth| steps.get(depth));
            top.on_the_way && top.key.as_ref().map(|(name, _)| name) == step
        }
    }
}

/// Ends the value of the key that is open, and notes both where they belong to the mapping.
fn close(stack: &mut [Frame], found: Option<&mut Located>, value: Value) {
    let key = stack.last_mut().and_then(|top| top.key.take());
    if let (Some(found), Some((name, key))) = (found, key) {
        found.entries.push(Entry { name, key, value });
    }
}

fn range(span: &Span) -> Range<usize> {
    span.start.index()..span.end.index()
}
