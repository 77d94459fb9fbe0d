//! What the operator may set. odlm has checked it against `settings.schema.json` and filled in the defaults.

use serde::Deserialize;

/// The settings.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Whether leads are given out past the targets.
    pub past_target: bool,
}
