//! Components for tests, built from the WAT under `tests/guests`.
//!
//! A guest's file holds only what is special about it. The parts that it does not define itself (`$memory`, `$realloc`,
//! `$describe`, `$assign`) come from `tests/guests/frame`; the core is then wrapped as a component.

use std::path::PathBuf;

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata, metadata::Bindgen};

/// The contract, as it is published.
pub(crate) const CONTRACT: &str = include_str!("../../wit/v1/strategy.wit");

/// Parts that a guest may leave to the frame, in the order in which WAT wants them.
const PARTS: [(&str, &str); 5] = [
    ("(import ", include_str!("../guests/frame/log.wat")),
    ("(memory $memory", include_str!("../guests/frame/memory.wat")),
    ("(func $realloc", include_str!("../guests/frame/realloc.wat")),
    ("(func $describe", include_str!("../guests/frame/describe.wat")),
    ("(func $assign", include_str!("../guests/frame/assign.wat")),
];

/// The text of `tests/guests/<name>.wat`.
pub(crate) fn source(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/guests").join(name).with_extension("wat");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The guest `tests/guests/<name>.wat` as a component that speaks the contract.
pub(crate) fn guest(name: &str) -> Vec<u8> {
    component(&core(&source(name)), CONTRACT)
}

/// A guest's own WAT fields, completed by the frame, as the text of a core module.
pub(crate) fn complete(fields: &str) -> String {
    let frame: String = PARTS.iter().filter(|(part, _)| !fields.contains(part)).map(|(_, text)| *text).collect();
    format!("(module {frame} {fields})")
}

/// A guest's own WAT fields, completed by the frame, as a core module.
pub(crate) fn core(fields: &str) -> Vec<u8> {
    wat::parse_str(complete(fields)).expect("a guest's WAT")
}

/// A core module as a component for the world `plugin` of `contract`.
pub(crate) fn component(core: &[u8], contract: &str) -> Vec<u8> {
    let mut resolve = Bindgen::default().resolve;
    let package = resolve.push_str("strategy.wit", contract).expect("the contract's text");
    let world = resolve.select_world(&[package], Some("plugin")).expect("the contract's world");
    let mut core = core.to_vec();
    embed_component_metadata(&mut core, &resolve, world, StringEncoding::UTF8).expect("a core module");
    ComponentEncoder::default()
        .validate(true)
        .module(&core)
        .expect("a core module")
        .encode()
        .expect("a guest that fits the contract")
}

/// A component written as one in WAT, under `tests/guests/<name>.wat`.
pub(crate) fn raw_component(name: &str) -> Vec<u8> {
    wat::parse_str(source(name)).expect("a component's WAT")
}
