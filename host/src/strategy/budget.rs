//! What one call may use. The one place that arms limits on a store.

use std::time::Duration;

use wasmtime::{Engine, Store};

use super::clock::Clock;
use super::error::Call;
use super::guard::Guard;
use super::journal::{Beside, Journal};
use super::limits::Limits;

/// The limits of one call, worked out for its request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Budget {
    /// Which call.
    pub(super) call: Call,
    /// Wall clock from before the component is started.
    pub(super) time: Duration,
    /// Fuel, starting the component included.
    pub(super) fuel: u64,
    /// What the host copies of the result, and of each message of the log.
    pub(super) answer_bytes: usize,
}

impl Budget {
    /// Of `describe`.
    pub(super) fn describe(limits: &Limits) -> Budget {
        Budget {
            call: Call::Describe,
            time: limits.describe_time,
            fuel: limits.describe_fuel,
            answer_bytes: limits.description_bytes,
        }
    }

    /// Of `assign` on a request of so many leads and salespeople together.
    pub(super) fn assign(limits: &Limits, rows: usize) -> Budget {
        let times = u32::try_from(rows).unwrap_or(u32::MAX);
        let each = u64::try_from(rows).unwrap_or(u64::MAX);
        Budget {
            call: Call::Assign,
            time: limits.assign_time.saturating_add(limits.assign_time_per_row.saturating_mul(times)),
            fuel: limits.assign_fuel.saturating_add(limits.assign_fuel_per_row.saturating_mul(each)),
            answer_bytes: limits
                .answer_bytes
                .saturating_add(limits.answer_memory_bytes)
                .saturating_add(limits.answer_bytes_per_row.saturating_mul(rows)),
        }
    }

    /// A store with every limit armed, so that starting the component is under them too.
    pub(super) fn open(&self, engine: &Engine, limits: &Limits) -> wasmtime::Result<Store<Beside>> {
        let beside = Beside { guard: Guard::new(limits), journal: Journal::new(limits) };
        let mut store = Store::new(engine, beside);
        store.limiter(|beside| &mut beside.guard);
        store.set_fuel(self.fuel)?;
        store.set_hostcall_fuel(self.answer_bytes);
        store.set_epoch_deadline(Clock::ticks(self.time));
        Ok(store)
    }
}
