//! What a strategy of one's own may be called: as the contract has it, and so that every language's tools take it as well.

use super::error::ScaffoldError;

/// Longest name, in bytes, as the plugin host has it.
const LONGEST: usize = 64;

/// Names that cargo or the scaffold itself has taken.
const TAKEN: [&str; 15] = [
    "alloc",
    "build",
    "core",
    "deps",
    "examples",
    "incremental",
    "internal",
    "odlm-strategy-sdk",
    "proc-macro2",
    "serde",
    "serde-json",
    "std",
    "test",
    "vendor",
    "wit-bindgen",
];

/// Checks a name.
///
/// # Errors
/// Why it cannot be taken.
pub(super) fn check(name: &str) -> Result<(), ScaffoldError> {
    let refuse = |reason| Err(ScaffoldError::Name { name: crate::text::one_line(name, LONGEST), reason });
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if name.len() > LONGEST {
        return refuse("it has more than 64 letters");
    }
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.split('-').all(word) {
        return refuse("it is not kebab-case");
    }
    if odlm_guest_build::SHIPPED.contains(&name) {
        return refuse("a strategy that odlm ships has it");
    }
    if TAKEN.contains(&name) {
        return refuse("the build tools use it themselves");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kebab_case_and_free() {
        for name in ["by-region", "a", "level2-based"] {
            assert!(check(name).is_ok(), "{name}");
        }
        for name in [
            "",
            "By-Region",
            "by_region",
            "-a",
            "a-",
            "a--b",
            "2fast",
            "é",
            "../x",
            "round-robin",
            "test",
            "serde",
            "wit-bindgen",
            "a/b",
            "a b",
        ] {
            assert!(check(name).is_err(), "{name}");
        }
        assert!(check(&"a".repeat(65)).is_err());
    }
}
