//! What a component's file says of itself without being run or compiled: what it is, what it imports and exports. A damaged file is read
//! as far as it goes. Whether the host takes the component is not decided here.

use wasmparser::{Encoding, Parser, Payload};

use crate::text::one_line;

/// The contract's interface, without its version.
const CONTRACT: &str = "odlm:strategy/strategy";
/// Most names of each list.
const MOST_NAMES: usize = 200;
/// Longest name that is shown, in bytes.
const NAME_BYTES: usize = 120;

/// The outline of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// `component`, `core module` or `not WebAssembly`.
    pub kind: &'static str,
    /// What it asks for, by name, the first 200.
    pub imports: Vec<String>,
    /// What it has to offer, by name, the first 200.
    pub exports: Vec<String>,
    /// The version of the contract that it exports, like `1.0.0`.
    pub contract: Option<String>,
}

/// Reads the outline of a file.
#[must_use]
pub fn outline(bytes: &[u8]) -> Outline {
    let kind = match (Parser::is_component(bytes), Parser::is_core_wasm(bytes)) {
        (true, _) => "component",
        (_, true) => "core module",
        _ => "not WebAssembly",
    };
    let mut outline = Outline { kind, ..Outline::default() };
    if kind == "not WebAssembly" {
        return outline;
    }
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(bytes) {
        // What follows a damaged place cannot be read.
        let Ok(payload) = payload else { break };
        match payload {
            Payload::Version { encoding: Encoding::Component | Encoding::Module, .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 1 => {
                section.into_iter().flatten().for_each(|import| note(&mut outline.imports, import.name.name));
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                section.into_iter().flatten().for_each(|export| note(&mut outline.exports, export.name.name));
            }
            Payload::ImportSection(section) if depth == 1 => {
                let names = section.into_imports().flatten();
                names.for_each(|import| note(&mut outline.imports, &format!("{}.{}", import.module, import.name)));
            }
            Payload::ExportSection(section) if depth == 1 => {
                section.into_iter().flatten().for_each(|export| note(&mut outline.exports, export.name));
            }
            _ => {}
        }
    }
    outline.contract = outline.exports.iter().find_map(|name| version(name)).map(str::to_owned);
    outline
}

/// The version of the contract that an export's name is of.
fn version(name: &str) -> Option<&str> {
    name.strip_prefix(CONTRACT)?.strip_prefix('@')
}

/// Whether an export is the contract: every other one is tolerated and never called.
pub(super) fn is_contract(name: &str) -> bool {
    version(name).is_some()
}

fn note(names: &mut Vec<String>, name: &str) {
    if names.len() < MOST_NAMES {
        names.push(one_line(name, NAME_BYTES));
    }
}
