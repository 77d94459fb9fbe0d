//! What a component is, read from its file before it is compiled: its kind, its imports, its exports, and whether it is more than the
//! compiler is to be given. Nothing of it runs here.

use wasmparser::{Encoding, Parser, Payload};

use super::error::StrategyError;
use super::limits::Limits;
use super::scan::{Excess, Refused, Scan};
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
pub(super) fn admit(plugin: &str, component: &[u8], limits: &Limits) -> Result<String, StrategyError> {
    let (plugin, limit) = (plugin.to_string(), limits.component_bytes);
    if component.len() > limit {
        return Err(StrategyError::TooLarge { plugin, size: component.len(), limit });
    }
    if Parser::is_core_wasm(component) {
        return Err(StrategyError::CoreModule { plugin });
    }
    if !Parser::is_component(component) {
        return Err(StrategyError::NotWasm { plugin });
    }
    let (names, excess) = match read(component, limits) {
        Ok(read) => read,
        Err(Refused::Excess(excess)) => return Err(StrategyError::TooMuchToCompile { plugin, excess }),
        Err(Refused::Damaged(error)) => {
            return Err(StrategyError::Damaged { plugin, detail: one_line(&error, 200) });
        }
    };
    // A component of another contract imports that contract's log: it is told what it exports, not what it imports.
    let spoken = names.exports.iter().find(|name| speaks(name, EXPORT));
    let other = names.exports.iter().any(|name| name.strip_prefix(EXPORT).is_some_and(|rest| rest.starts_with('@')));
    let forbidden = names.imports.iter().find(|name| !may_import(name));
    match (spoken, forbidden) {
        (Some(name), None) => match excess {
            Some(excess) => Err(StrategyError::TooMuchToCompile { plugin, excess }),
            None => Ok((*name).to_string()),
        },
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

/// Walks the whole file, so that one that breaks off anywhere is noticed. What it has too much of is told beside its names, as an
/// author who has built against another contract or with WASI is to learn that first; but what is nested too deep is not read on.
fn read<'a>(component: &'a [u8], limits: &Limits) -> Result<(Names<'a>, Option<Excess>), Refused> {
    let mut names = Names { imports: Vec::new(), exports: Vec::new() };
    let (mut scan, mut excess) = (Scan::new(limits), None);
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload?;
        if excess.is_none() {
            match scan.take(&payload) {
                Err(Refused::Excess(found)) => excess = Some(found),
                taken => taken?,
            }
        }
        match payload {
            Payload::Version { encoding, .. } => {
                depth += 1;
                if encoding == Encoding::Component && depth > limits.component_depth {
                    return Err(Refused::Excess(Excess::Nesting { limit: limits.component_depth }));
                }
            }
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
    Ok((names, excess))
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
