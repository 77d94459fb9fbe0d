//! The settings of `settings.schema.json` as types. The host has checked them; what it fills in are the defaults below.

use serde::Deserialize;

/// All of them.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) fill_strategy: FillStrategy,
    pub(crate) allow_overflow: bool,
    /// Per cent of the target.
    pub(crate) overflow_limit: f64,
    pub(crate) priority_handling: PriorityHandling,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            fill_strategy: FillStrategy::default(),
            allow_overflow: false,
            overflow_limit: 20.0,
            priority_handling: PriorityHandling::default(),
        }
    }
}

/// Who is next within a level.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FillStrategy {
    /// The largest deficit.
    #[default]
    HighestPriorityFirst,
    /// Everybody with a deficit in turn.
    RoundRobinWithinLevel,
}

/// Which levels serve which leads.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PriorityHandling {
    high: Levels,
    medium: Levels,
    low: Levels,
}

/// The levels that serve a lead, in their order.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
pub(crate) enum Levels {
    /// By rank, 1 first.
    #[default]
    #[serde(rename = "all_levels")]
    All,
    /// The first level that has people, whether or not they have room: such a lead rather waits for a senior.
    #[serde(rename = "senior_only")]
    SeniorOnly,
    /// By rank, the last first.
    #[serde(rename = "junior_first")]
    JuniorFirst,
}

impl PriorityHandling {
    /// The levels for a lead of Odoo's priority 0 (low) to 3 (very high).
    pub(crate) fn levels(&self, priority: u8) -> Levels {
        match priority {
            0 => self.low,
            1 => self.medium,
            _ => self.high,
        }
    }
}
