//! The configuration of a WebAssembly artifact, as the CNCF's layout has it: which world the component is for, what it imports and
//! exports.
//!
//! <https://tag-runtime.cncf.io/wgs/wasm/deliverables/wasm-oci-artifact/>

use serde::Serialize;
use wasmparser::{Parser, Payload};

use super::digest::Digest;

/// The world of the contract.
const WORLD: &str = "odlm:strategy/plugin";
/// The interface by whose version the world's is known.
const EXPORT: &str = "odlm:strategy/strategy";
/// When it was made: always the same, so that the same component has the same digest whoever pushes it and whenever.
const CREATED: &str = "1970-01-01T00:00:00Z";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    created: &'static str,
    architecture: &'static str,
    os: &'static str,
    layer_digests: [Digest; 1],
    component: World,
}

#[derive(Debug, Default, PartialEq, Serialize)]
struct World {
    exports: Vec<String>,
    imports: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
}

/// The configuration as JSON, of a component that the plugin host has admitted.
pub(super) fn config(component: &[u8]) -> Result<Vec<u8>, String> {
    let config = Config {
        created: CREATED,
        architecture: "wasm",
        // The layout's word for components, whether they import WASI or not.
        os: "wasip2",
        layer_digests: [Digest::of(component)],
        component: world(component).map_err(|error| error.to_string())?,
    };
    serde_json::to_vec(&config).map_err(|error| error.to_string())
}

fn world(component: &[u8]) -> wasmparser::Result<World> {
    let (mut world, mut depth) = (World::default(), 0_usize);
    for payload in Parser::new(0).parse_all(component) {
        match payload? {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 1 => {
                for import in section {
                    world.imports.push(import?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                for export in section {
                    world.exports.push(export?.name.name.to_owned());
                }
            }
            _ => {}
        }
    }
    let version = world.exports.iter().find_map(|name| name.strip_prefix(EXPORT)?.strip_prefix('@'));
    world.target = version.map(|version| format!("{WORLD}@{version}"));
    Ok(world)
}
