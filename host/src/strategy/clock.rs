//! The clock behind every time limit: a thread that advances the engine's epoch. Guests see nothing of it.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use wasmtime::Engine;

/// How exactly a guest is stopped: between its limit and two ticks beyond.
const TICK: Duration = Duration::from_millis(5);

/// Most ticks made up for in one go, so that a process that was paused does not take it out on its guests.
const MOST_MISSED: u32 = 20;

/// Ticks as long as it lives.
pub(super) struct Clock {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Clock {
    /// Starts to tick. Fails when the system gives no thread.
    pub(super) fn start(engine: &Engine) -> std::io::Result<Clock> {
        let (stop, stopped) = mpsc::channel();
        let engine = engine.clone();
        let thread = std::thread::Builder::new().name("strategy-clock".into()).spawn(move || {
            let mut last = Instant::now();
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(TICK) {
                // Sleeping drifts: a late wake-up makes up for what it missed.
                let due = u32::try_from(last.elapsed().as_millis() / TICK.as_millis()).unwrap_or(u32::MAX);
                for _ in 0..due.min(MOST_MISSED) {
                    engine.increment_epoch();
                }
                last = match due > MOST_MISSED {
                    true => Instant::now(),
                    false => last + TICK * due,
                };
            }
        })?;
        Ok(Clock { stop: Some(stop), thread: Some(thread) })
    }

    /// A limit in ticks: never less than `limit`, as the tick under way is not a whole one.
    pub(super) fn ticks(limit: Duration) -> u64 {
        u64::try_from(limit.as_millis() / TICK.as_millis()).unwrap_or(u64::MAX / 2).saturating_add(2).min(u64::MAX / 2)
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // The thread ends by itself within a tick; there is nothing to learn from how.
            let _ = thread.join();
        }
    }
}
