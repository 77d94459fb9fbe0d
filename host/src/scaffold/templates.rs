//! The files of a project, as `build.rs` embeds them from `host/templates/strategy`, `plugins/sdk` and `wit/v1`.
//!
//! Templates are files that work as they are: the strategy in them is called `my-strategy`, and a name is put in its place. What is
//! vendored (the contract, the SDK) is taken over byte by byte, but for the SDK's way to the contract.

use super::language::Language;

include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The strategy's name in the templates, as it is and as an identifier.
const NAME: &str = "my-strategy";
const IDENTIFIER: &str = "my_strategy";
/// Folders that are vendored.
const VENDORED: [&str; 2] = ["sdk/", "wit/"];
/// Where the SDK finds the contract, in this repository and in a project.
const CONTRACT: (&str, &str, &str) = ("sdk/src/bindings.rs", "\"../../wit/v1\"", "\"../wit\"");

/// The files of a project: path inside it, with `/`, and content; sorted by path.
#[must_use]
pub fn files(language: Language, name: &str) -> Vec<(String, Vec<u8>)> {
    let own = TEMPLATES.iter().filter(|(of, _, _)| *of == language.name() || *of == "common");
    let mut files: Vec<(String, Vec<u8>)> =
        own.map(|(_, path, content)| (dotted(path), fill(path, content, name))).collect();
    files.push(("odlm-strategy.toml".to_owned(), marker(language, name).into_bytes()));
    files.sort();
    files
}

/// Hidden files lie in the repository as `dot-NAME`, so that no tool takes them for its own.
fn dotted(path: &str) -> String {
    let part = |part: &str| part.strip_prefix("dot-").map_or_else(|| part.to_owned(), |rest| format!(".{rest}"));
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn fill(path: &str, content: &[u8], name: &str) -> Vec<u8> {
    let (bindings, here, there) = CONTRACT;
    match std::str::from_utf8(content) {
        Ok(text) if path == bindings => text.replace(here, there).into_bytes(),
        Ok(text) if !VENDORED.iter().any(|folder| path.starts_with(folder)) => {
            text.replace(NAME, name).replace(IDENTIFIER, &name.replace('-', "_")).into_bytes()
        }
        _ => content.to_vec(),
    }
}

fn marker(language: Language, name: &str) -> String {
    format!("# `odlm strategy build` reads this.\nname = \"{name}\"\nlang = \"{}\"\n", language.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_filled_in_everywhere_but_in_what_is_vendored() {
        for language in Language::ALL {
            for (path, content) in files(language, "by-region") {
                let text = String::from_utf8_lossy(&content);
                assert!(!text.contains(NAME) && !text.contains(IDENTIFIER), "{}: {path}", language.name());
            }
        }
    }

    #[test]
    fn the_sdk_finds_the_contract_in_the_project() {
        let files = files(Language::Rust, "by-region");
        let (_, bindings) = files.iter().find(|(path, _)| path == CONTRACT.0).unwrap();
        assert!(String::from_utf8_lossy(bindings).contains(CONTRACT.2));
    }
}
