//! A strategy of one's own, from its file or its registry: read within bounds, held against its pinned digest, and only then loaded. What
//! it may see is decided elsewhere.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::artifact::Way;
use super::prepare::add;
use crate::config::source::ConfigErrors;
use crate::config::{Config, Origin, StrategyChoice};
use crate::error::Error;
use crate::files::read_whole;
use crate::strategy::{Host, Limits, Strategy, shipped};

/// Digits of a digest that an error shows.
const SHOWN: usize = 12;

/// Loads a strategy of one's own under its own limits, whatever its digest is: to find out what would be pinned.
///
/// # Errors
/// The file cannot be read, the registry not be asked, or the plugin host refuses it.
pub async fn load_plugin(host: &Host, config: &Config, choice: &StrategyChoice) -> Result<Strategy, Error> {
    let component = match &choice.origin {
        Origin::Registry(artifact) => Way::new(&mut ConfigErrors::new(), config, choice, artifact)?.newest().await?,
        Origin::File(file) => component(file)?,
        Origin::Shipped => return Err(no_plugin(choice)),
    };
    load(host, choice, &component)
}

/// Loads one that has the pinned digest, or may run without one. Of any other nothing is compiled or run.
pub(super) async fn load_pinned(
    errors: &mut ConfigErrors,
    config: &Config,
    host: &Host,
    choice: &StrategyChoice,
) -> Result<Strategy, Error> {
    let (name, from) = (&choice.name, &choice.origin);
    let way_out = format!("`odlm strategy pin --config {}` pins it", config.places.file().display());
    let component = match from {
        Origin::Registry(artifact) => {
            let way = Way::new(errors, config, choice, artifact)?;
            if is_refused_unpinned(choice) {
                // Nobody is asked for what may not run.
                Vec::new()
            } else {
                way.component().await?
            }
        }
        Origin::File(file) => component(file)?,
        Origin::Shipped => return Err(no_plugin(choice)),
    };
    let (key, message, hint) = match &choice.sha256 {
        None if is_refused_unpinned(choice) => (
            "",
            format!("strategy `{name}` is not pinned: nothing says which `{from}` may run"),
            format!(
                "{way_out}; `allow_unpinned: true` beside its `{}`, or `--allow-unpinned`, lets any run",
                from.key()
            ),
        ),
        None => return load(host, choice, &component),
        Some(wanted) => {
            let found = hex::encode(Sha256::digest(&component));
            if *wanted == found {
                return load(host, choice, &component);
            }
            let (pinned, found) = (short_digest(wanted), short_digest(&found));
            (
                "sha256",
                format!("strategy `{name}` is pinned to sha256 {pinned}, and `{from}` has {found}"),
                format!("put the pinned file back, or look at what changed: then {way_out} anew"),
            )
        }
    };
    add(errors, config, &choice.pointer(key), message, hint);
    Err(Error::Config(std::mem::take(errors)))
}

/// Whether it may not run, whatever it is.
fn is_refused_unpinned(choice: &StrategyChoice) -> bool {
    choice.sha256.is_none() && !choice.allow_unpinned
}

/// Why the configured strategy cannot be looked at without asking a registry; nothing where it can, or need not be.
///
/// # Errors
/// What is wrong with its reference or its key.
pub(super) fn out_of_reach(config: &Config) -> Result<Option<String>, Error> {
    let choice = &config.distribution.strategy;
    let Origin::Registry(artifact) = &choice.origin else { return Ok(None) };
    let way = Way::new(&mut ConfigErrors::new(), config, choice, artifact)?;
    Ok(match &choice.sha256 {
        Some(pinned) if way.kept().is_none() => {
            let pinned = short_digest(pinned);
            let name = &choice.name;
            Some(format!(
                "`{name}`, sha256 {pinned}, is not kept on this machine; `{}` is not asked offline",
                choice.origin
            ))
        }
        None if choice.allow_unpinned => {
            Some(format!("`{}` is not pinned; `{}` is not asked offline", choice.name, choice.origin))
        }
        _ => None,
    })
}

/// The SHA-256 of a strategy of one's own as it is there now, in lower-case hexadecimal; nothing of it is compiled or run.
///
/// # Errors
/// The file cannot be read, or is larger than accepted; or the registry cannot be asked.
pub async fn plugin_digest(config: &Config, choice: &StrategyChoice) -> Result<String, Error> {
    match &choice.origin {
        Origin::Registry(artifact) => {
            Way::new(&mut ConfigErrors::new(), config, choice, artifact)?.newest_digest().await
        }
        Origin::File(file) => Ok(hex::encode(Sha256::digest(component(file)?))),
        Origin::Shipped => Err(no_plugin(choice)),
    }
}

/// The first digits of a digest, for people.
#[must_use]
pub fn short_digest(digest: &str) -> &str {
    digest.get(..SHOWN).unwrap_or(digest)
}

fn load(host: &Host, choice: &StrategyChoice, component: &[u8]) -> Result<Strategy, Error> {
    let strategy = host.load_with(&choice.name, component, choice.limits(host.limits()))?;
    let called = &strategy.identity().name;
    if shipped().iter().any(|(name, _)| name == called) {
        // Memory between runs and the fallback go by this name.
        return Err(Error::usage(
            format!("strategy `{}` calls itself `{called}`, which is a strategy that odlm ships", choice.name),
            "give it a name of its own in what its `describe` returns",
        ));
    }
    Ok(strategy)
}

fn no_plugin(choice: &StrategyChoice) -> Error {
    Error::Unexpected(format!("`{}` is a shipped strategy and has no file", choice.name))
}

/// The bytes of a component's file.
fn component(file: &Path) -> Result<Vec<u8>, Error> {
    let shown = file.display();
    let hint = "`distribution.plugins` names the `.wasm` file of a component";
    let unreadable = |error: std::io::Error| Error::usage(format!("`{shown}` cannot be read: {error}"), hint);
    let most = Limits::default().component_bytes;
    let bytes = read_whole(file, most).map_err(unreadable)?;
    bytes.ok_or_else(|| Error::usage(format!("`{shown}` is larger than {} MiB", most >> 20), hint))
}
