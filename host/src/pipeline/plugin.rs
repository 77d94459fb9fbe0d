//! A strategy of one's own, from its file: read within bounds, held against its pinned digest, and only then loaded. What it may see
//! is decided elsewhere.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::prepare::add;
use crate::bounded;
use crate::config::source::ConfigErrors;
use crate::config::{Config, StrategyChoice};
use crate::error::Error;
use crate::strategy::{Host, Limits, Strategy};

/// Digits of a digest that an error shows.
const SHOWN: usize = 12;

/// Loads a strategy of one's own under its own limits, whatever its digest is: to find out what would be pinned.
///
/// # Errors
/// The file cannot be read, or the plugin host refuses it.
pub fn load_plugin(host: &Host, choice: &StrategyChoice, file: &Path) -> Result<Strategy, Error> {
    load(host, choice, &component(file)?)
}

/// Loads one whose file has the pinned digest, or may run without one. Of any other nothing is compiled or run.
pub(super) fn load_pinned(
    errors: &mut ConfigErrors,
    config: &Config,
    host: &Host,
    choice: &StrategyChoice,
    file: &Path,
) -> Result<Strategy, Error> {
    let component = component(file)?;
    let found = hex::encode(Sha256::digest(&component));
    let way_out = format!("`odlm strategy pin --config {}` pins it", config.places.file().display());
    let (name, shown) = (&choice.name, file.display());
    let (key, message, hint) = match &choice.sha256 {
        Some(wanted) if *wanted == found => return load(host, choice, &component),
        None if choice.allow_unpinned => return load(host, choice, &component),
        Some(wanted) => (
            "sha256",
            format!(
                "strategy `{name}` is pinned to sha256 {}, and `{shown}` has {}",
                short_digest(wanted),
                short_digest(&found)
            ),
            format!("put the pinned file back, or look at what changed: then {way_out} anew"),
        ),
        None => (
            "",
            format!("strategy `{name}` is not pinned: nothing says which `{shown}` may run"),
            format!("{way_out}; `allow_unpinned: true` beside its `path`, or `--allow-unpinned`, lets any file run"),
        ),
    };
    add(errors, config, &choice.pointer(key), message, hint);
    Err(Error::Config(std::mem::take(errors)))
}

/// The SHA-256 of a component's file, in lower-case hexadecimal; nothing of it is compiled or run.
///
/// # Errors
/// The file cannot be read, or is larger than accepted.
pub fn plugin_digest(file: &Path) -> Result<String, Error> {
    Ok(hex::encode(Sha256::digest(component(file)?)))
}

/// The first digits of a digest, for people.
#[must_use]
pub fn short_digest(digest: &str) -> &str {
    digest.get(..SHOWN).unwrap_or(digest)
}

fn load(host: &Host, choice: &StrategyChoice, component: &[u8]) -> Result<Strategy, Error> {
    Ok(host.load_with(&choice.name, component, choice.limits(host.limits()))?)
}

/// The bytes of a component's file.
fn component(file: &Path) -> Result<Vec<u8>, Error> {
    let shown = file.display();
    let hint = "`distribution.plugins` names the `.wasm` file of a component";
    let unreadable = |error: std::io::Error| Error::usage(format!("`{shown}` cannot be read: {error}"), hint);
    let most = Limits::default().component_bytes;
    let bytes = bounded::read(file, most).map_err(unreadable)?;
    if bytes.len() > most {
        return Err(Error::usage(format!("`{shown}` is larger than {} MiB", most >> 20), hint));
    }
    Ok(bytes)
}
