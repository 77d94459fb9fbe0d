//! What a component is, read from its file before it is compiled: its kind, its imports, its exports. Nothing of it runs here.
//!
//! How much work its code makes for the compiler is not judged here.

use wasmparser::{Encoding, Parser, Payload};

use super::error::StrategyError;
use crate::text::one_line;

/// The interfaces that a strategy may import; `types` has no functions.
const IMPORTS: [&str; 2] = ["odlm:strategy/log", "odlm:strategy/types"];

/// The interface that a strategy exports.
const EXPORT: &str = "odlm:strategy/strategy";

/// The major version spoken here.
const MAJOR: &str = "1";

/// Longest name out of a component that is shown, in bytes.
const NAME_BYTES: usize = 120;

/// Most names that an error lists.
const NAMES_SHOWN: usize = 5;

/// Admits a component to the compiler, and returns the versioned name under which it exports the contract.
pub(super) fn admit(plugin: &str, component: &[u8], limit: usize) -> Result<String, StrategyError> {
    let plugin = plugin.to_string();
    if component.len() > limit {
        return Err(StrategyError::TooLarge { plugin, size: component.len(), limit });
    }
    if Parser::is_core_wasm(component) {
        return Err(StrategyError::CoreModule { plugin });
    }
    if !Parser::is_component(component) {
        return Err(StrategyError::NotWasm { plugin });
    }
    let names = match read_names(component) {
        Ok(names) => names,
        Err(error) => return Err(StrategyError::Damaged { plugin, detail: one_line(&error.to_string(), 200) }),
    };
    // A component of another contract imports that contract's log: it is told what it exports, not what it imports.
    let spoken = names.exports.iter().find(|name| speaks(name, EXPORT));
    let other = names.exports.iter().any(|name| name.strip_prefix(EXPORT).is_some_and(|rest| rest.starts_with('@')));
    let forbidden = names.imports.iter().find(|name| !may_import(name));
    match (spoken, forbidden) {
        (Some(name), None) => Ok((*name).to_string()),
        (None, _) if other => Err(StrategyError::OtherContract { plugin, found: found(&names.exports) }),
        (_, Some(import)) => Err(StrategyError::ForbiddenImport { plugin, import: one_line(import, NAME_BYTES) }),
        (None, None) => Err(StrategyError::OtherContract { plugin, found: found(&names.exports) }),
    }
}

/// The component's own imports and exports, by name.
struct Names<'a> {
    imports: Vec<&'a str>,
    exports: Vec<&'a str>,
}

/// Walks the whole file, so that one that breaks off anywhere is noticed.
fn read_names(component: &[u8]) -> wasmparser::Result<Names<'_>> {
    let mut names = Names { imports: Vec::new(), exports: Vec::new() };
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        match payload? {
            Payload::Version { encoding: Encoding::Component | Encoding::Module, .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 1 => {
                for import in section {
                    names.imports.push(import?.name.name);
                }
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                for export in section {
                    names.exports.push(export?.name.name);
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

fn may_import(name: &str) -> bool {
    IMPORTS.iter().any(|allowed| speaks(name, allowed))
}

/// Whether `name` is `interface` in a version of the major spoken here.
fn speaks(name: &str, interface: &str) -> bool {
    name.strip_prefix(interface)
        .and_then(|rest| rest.strip_prefix('@'))
        .and_then(|version| version.split('.').next())
        .is_some_and(|major| major == MAJOR)
}

/// What a component exports, for its author: the contract's other version if there is one, otherwise the first names.
fn found(exports: &[&str]) -> String {
    let quoted = |name: &&str| format!("`{}`", one_line(name, NAME_BYTES));
    if let Some(other) = exports.iter().find(|name| name.starts_with(EXPORT)) {
        return quoted(other);
    }
    match exports {
        [] => "nothing".to_string(),
        names => {
            let mut listed: Vec<String> = names.iter().take(NAMES_SHOWN).map(quoted).collect();
            if names.len() > NAMES_SHOWN {
                listed.push(format!("{} more", names.len() - NAMES_SHOWN));
            }
            listed.join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EXPORT, found, may_import, speaks};

    #[test]
    fn the_major_version_decides() {
        assert!(speaks("odlm:strategy/strategy@1.0.0", EXPORT));
        assert!(speaks("odlm:strategy/strategy@1.7.2", EXPORT));
        for other in [
            "odlm:strategy/strategy@2.0.0",
            "odlm:strategy/strategy@10.0.0",
            "odlm:strategy/strategy",
            "strategy@1.0.0",
        ] {
            assert!(!speaks(other, EXPORT), "{other}");
        }
    }

    #[test]
    fn only_the_log_and_the_types_may_be_imported() {
        assert!(may_import("odlm:strategy/log@1.0.0") && may_import("odlm:strategy/types@1.3.0"));
        for other in ["wasi:io/poll@0.2.9", "odlm:strategy/log@2.0.0", "odlm:strategy/logs@1.0.0", "log"] {
            assert!(!may_import(other), "{other}");
        }
    }

    #[test]
    fn what_is_exported_instead_is_told_in_short() {
        assert_eq!(found(&[]), "nothing");
        assert_eq!(found(&["run", "odlm:strategy/strategy@2.0.0"]), "`odlm:strategy/strategy@2.0.0`");
        assert_eq!(found(&["a", "b", "c", "d", "e", "f", "g"]), "`a`, `b`, `c`, `d`, `e`, 2 more");
    }
}
