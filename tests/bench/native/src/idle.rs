//! The guest that costs nothing but the crossing: `idle.wat`, in the frame of the tests' guests.

use std::path::Path;

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata, metadata::Bindgen};

/// Its component.
pub fn component() -> Result<Vec<u8>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let part = |path: &str| {
        std::fs::read_to_string(root.join("tests/guests").join(path)).map_err(|error| format!("{path}: {error}"))
    };
    let frame = ["frame/log.wat", "frame/memory.wat", "frame/realloc.wat", "frame/describe.wat"];
    let parts = frame.into_iter().map(part).collect::<Result<Vec<_>, _>>()?;
    let mut core = wat::parse_str(format!("(module\n{}{})", parts.concat(), include_str!("idle.wat")))
        .map_err(|error| error.to_string())?;
    let mut resolve = Bindgen::default().resolve;
    let (package, _) = resolve.push_dir(root.join("wit/v1")).map_err(|error| error.to_string())?;
    let world = resolve.select_world(&[package], Some("plugin")).map_err(|error| error.to_string())?;
    embed_component_metadata(&mut core, &resolve, world, StringEncoding::UTF8).map_err(|error| error.to_string())?;
    let encoder = ComponentEncoder::default().module(&core).map_err(|error| error.to_string())?;
    encoder.validate(true).encode().map_err(|error| error.to_string())
}
