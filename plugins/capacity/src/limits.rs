//! What one person may own and receive, from columns, settings and target.

use odlm_strategy_sdk::{Person, calendar, log};

use crate::settings::Settings;

/// What one person may own and receive today. All numbers of leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Limits {
    /// Open leads.
    pub(crate) open: f64,
    /// Open leads that leads of low priority may fill up to: `open` without the reserve.
    pub(crate) ordinary: f64,
    pub(crate) daily: u64,
    pub(crate) weekly: u64,
    pub(crate) minimum: u64,
}

impl Limits {
    /// The limits of a person on the day `today` (days since 1970-01-01).
    pub(crate) fn of(person: &Person<'_>, settings: &Settings, today: i64) -> Self {
        let capacity = person.number("capacity").or(settings.capacity).unwrap_or(f64::from(person.target()));
        let open = whole_if_near(sound(capacity) * ramp_up(person, settings, today));
        let count = |column, setting: Option<i64>| {
            let value = person.integer(column).or(setting)?;
            Some(u64::try_from(value).unwrap_or(0))
        };
        Limits {
            open,
            ordinary: whole_if_near(open * (1.0 - sound(settings.reserve).min(1.0))),
            daily: count("max_daily", settings.max_daily).unwrap_or(u64::MAX),
            weekly: count("max_weekly", settings.max_weekly).unwrap_or(u64::MAX),
            minimum: count("min_daily", Some(settings.min_daily)).unwrap_or(0),
        }
    }
}

/// The share of their capacity that a person has today. Without a date they are no beginner.
fn ramp_up(person: &Person<'_>, settings: &Settings, today: i64) -> f64 {
    let (Some(ramp_up), Some(text)) = (&settings.ramp_up, person.text("started")) else { return 1.0 };
    match calendar::parse_day(text) {
        Some(started) => sound(ramp_up.share(today.saturating_sub(started))).min(1.0),
        None if text.trim().is_empty() => 1.0,
        None => {
            log::warn(&format!(
                "`started` of user {} is `{text}`, which is no date like 2026-03-09, and is ignored",
                person.id()
            ));
            1.0
        }
    }
}

/// A number of leads: what is none, or below 0, is 0; nobody can own more than the contract can count.
fn sound(value: f64) -> f64 {
    if value > 0.0 { value.min(f64::from(u32::MAX)) } else { 0.0 }
}

/// Sums and products of shares miss whole numbers by a hair: 0.7 of 10 is 7.
fn whole_if_near(value: f64) -> f64 {
    if (value - value.round()).abs() < 1e-9 { value.round() } else { value }
}
