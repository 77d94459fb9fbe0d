//! `execution`.

use std::time::Duration;

use jiff::tz::TimeZone;

use crate::config::resolve::Pass;
use crate::config::resolved::{Execution, Overrides};
use crate::config::written;

const DEFAULT_MAX_LEADS: u32 = 50_000;
const DEFAULT_BATCH: usize = 1_000;
/// Longer than one write may take, so that a lease is lost only by a run that is dead.
const LEASE: Duration = Duration::from_secs(600);

pub(super) fn execution(pass: &mut Pass, written: &written::Execution, overrides: &Overrides) -> Option<Execution> {
    let time_zone = match &written.timezone {
        Some(name) => match TimeZone::get(name) {
            Ok(zone) => Some(zone),
            Err(_) => {
                let hint = "write an IANA name like `Europe/Berlin` or `America/New_York`".to_owned();
                pass.error("/execution/timezone", format!("there is no time zone `{name}`"), hint);
                return None;
            }
        },
        None => None,
    };
    if written.retry_failed == Some(false) && written.max_retries.is_some_and(|retries| retries > 0) {
        pass.error(
            "/execution/max_retries",
            "`retry_failed: false` and `max_retries` contradict each other",
            "leave one of them out".to_owned(),
        );
    }
    Some(Execution {
        dry_run: written.dry_run || overrides.dry_run,
        max_leads: overrides.max_leads.unwrap_or_else(|| written.max_leads_per_run.unwrap_or(DEFAULT_MAX_LEADS)),
        batch_size: written.batch_size.unwrap_or(DEFAULT_BATCH),
        chatter: written.chatter,
        time_zone,
        log_level: written.log_level,
        lease: LEASE,
    })
}

/// How often a failed read is tried again, where the section says so.
pub(super) fn retries(written: &written::Execution) -> Option<usize> {
    match (written.retry_failed, written.max_retries) {
        (Some(false), _) => Some(0),
        (_, retries) => retries.map(|retries| retries as usize),
    }
}
