//! The settings of `settings.schema.json` as types. The host has checked them.

use serde::Deserialize;

/// All of them.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    /// Open leads.
    pub(crate) capacity: Option<f64>,
    pub(crate) max_daily: Option<i64>,
    pub(crate) max_weekly: Option<i64>,
    pub(crate) min_daily: i64,
    pub(crate) ramp_up: Option<RampUp>,
    /// Share of the capacity.
    pub(crate) reserve: f64,
}

/// How the capacity of new people grows.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct RampUp {
    days: u32,
    #[serde(default = "start_share")]
    start_share: f64,
}

fn start_share() -> f64 {
    0.2
}

impl RampUp {
    /// The share of their capacity that somebody has who started `days` ago; nothing before they start.
    pub(crate) fn share(&self, days: i64) -> f64 {
        if days < 0 {
            0.0
        } else if days >= i64::from(self.days) {
            1.0
        } else {
            self.start_share + (1.0 - self.start_share) * (days as f64 / f64::from(self.days))
        }
    }
}
