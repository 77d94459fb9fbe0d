//! Keeps calls apart where a host allows only so many a second (odoo.com: 1 call a second and database).

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

/// Spaces calls evenly.
pub(super) struct Throttle {
    gap: Option<Duration>,
    next: Mutex<Option<Instant>>,
}

impl Throttle {
    pub(super) fn new(calls_per_second: Option<f64>) -> Throttle {
        let gap = calls_per_second.and_then(|rate| Duration::try_from_secs_f64(1.0 / rate).ok());
        Throttle { gap, next: Mutex::new(None) }
    }

    /// Waits for this call's turn.
    pub(super) async fn turn(&self) {
        let Some(gap) = self.gap else { return };
        let at = {
            let mut next = self.next.lock().await;
            let at = next.map_or_else(Instant::now, |next| next.max(Instant::now()));
            *next = Some(at + gap);
            at
        };
        tokio::time::sleep_until(at).await;
    }
}
