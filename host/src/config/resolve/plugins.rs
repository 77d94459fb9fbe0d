//! `distribution.plugins`: where each strategy of one's own comes from, and how it may run. No registry is asked.

use std::path::{Path, PathBuf};

use super::distribution::SHIPPED;
use crate::config::files;
use crate::config::resolve::Pass;
use crate::config::resolved::{Artifact, Origin, Overrides, StrategyChoice};
use crate::config::written::{self, Plugin};

/// Refuses strategies, chosen or not, that come from nowhere or from two places, or have keys of a registry without one.
pub(super) fn check(pass: &mut Pass, written: &written::Distribution) {
    for (name, own) in &written.plugins {
        let pointer = |key| choice(name, own, Origin::Shipped, &Overrides::default()).pointer(key);
        if SHIPPED.contains(&&*name.replace('_', "-")) {
            let message = format!("strategy `{name}` has the name of one that odlm ships");
            pass.error(&pointer(""), message, "give it a name of its own".to_owned());
        }
        let ours = || format!("strategy `{name}`");
        let (key, message, hint) = match (&own.path, &own.oci) {
            (None, None) => (
                "",
                format!("{} has neither `path` nor `oci`", ours()),
                "`path` names the component's `.wasm` file, `oci` an artifact of a registry",
            ),
            (Some(_), Some(_)) => (
                "oci",
                format!("{} has both `path` and `oci`", ours()),
                "a strategy comes from one place: take one of them out",
            ),
            (Some(_), None) if own.key.is_some() => (
                "key",
                format!("{} has `key` without `oci`", ours()),
                "what is signed is an artifact of a registry; a file is held against its `sha256`",
            ),
            (Some(_), None) if own.plain_http => (
                "plain_http",
                format!("{} has `plain_http` without `oci`", ours()),
                "a file is read without a registry: take the key out",
            ),
            _ => continue,
        };
        pass.error(&pointer(key), message, hint.to_owned());
    }
}

/// The strategy that is chosen, with everything where it should be.
pub(super) fn chosen(pass: &mut Pass, name: &str, own: &Plugin, overrides: &Overrides) -> Option<StrategyChoice> {
    let pointer = |key| choice(name, own, Origin::Shipped, overrides).pointer(key);
    let origin = match (&own.path, &own.oci) {
        (Some(path), None) => match files::find(pass.path, path) {
            Ok(file) => Origin::File(file),
            Err(message) => {
                pass.error(&pointer("path"), message, "name the component's `.wasm` file".to_owned());
                return None;
            }
        },
        (None, Some(reference)) => {
            let key = match own.key.as_deref().map(|key| files::find(pass.path, key)).transpose() {
                Ok(key) => key,
                Err(message) => {
                    let hint = "name the public key of whoever signs the strategy, in PEM";
                    pass.error(&pointer("key"), message, hint.to_owned());
                    return None;
                }
            };
            registry(reference, own, key)
        }
        // Told by `check`.
        _ => return None,
    };
    let choice = choice(name, own, origin, overrides);
    if choice.sha256.is_none() && choice.allow_unpinned {
        let what = match &own.path {
            Some(path) => format!("whatever stands in `{path}` runs"),
            None => "whatever its registry has under `oci` runs, and each run asks for it".to_owned(),
        };
        pass.warn(&choice.pointer(""), &format!("strategy `{name}` is not pinned: {what}"));
    }
    Some(choice)
}

/// One that is not chosen. Of files that are not where they should be is told when somebody chooses it.
pub(super) fn other(path: &Path, name: &str, own: &Plugin, overrides: &Overrides) -> StrategyChoice {
    let find = |named: &str| files::find(path, named).unwrap_or_else(|_| PathBuf::from(named));
    let origin = match &own.oci {
        Some(reference) => registry(reference, own, own.key.as_deref().map(find)),
        None => Origin::File(find(own.path.as_deref().unwrap_or_default())),
    };
    choice(name, own, origin, overrides)
}

fn registry(reference: &str, own: &Plugin, key: Option<PathBuf>) -> Origin {
    Origin::Registry(Artifact { reference: reference.to_owned(), key, plain_http: own.plain_http })
}

fn choice(name: &str, own: &Plugin, origin: Origin, overrides: &Overrides) -> StrategyChoice {
    StrategyChoice {
        name: name.to_owned(),
        origin,
        sha256: own.sha256.as_deref().map(str::to_lowercase),
        allow_unpinned: own.allow_unpinned || overrides.allow_unpinned,
        limits: own.limits,
        fast_floats: own.fast_floats,
        settings: own.settings.clone(),
        settings_key: format!("distribution.plugins.{name}.settings"),
        fields: own.fields.clone(),
    }
}
