//! Ctrl-C and SIGTERM: the first asks a run to stop after the leads in hand, the second ends the process.

use super::output::say;
use super::progress::wipe;
use crate::apply::Stop;
use crate::exit_code::ExitCode;

/// Watches for signals in the background, from the moment of the call.
pub(super) fn watch(stop: &Stop) {
    let (stop, mut signals) = (stop.clone(), Signals::listen());
    tokio::spawn(async move {
        signals.next().await;
        stop.request();
        say("stopping after the leads in hand; press Ctrl-C again to end at once");
        signals.next().await;
        wipe();
        std::process::exit(ExitCode::Interrupted as i32);
    });
}

/// Ctrl-C and SIGTERM from the moment on at which it is made: none is lost between two looks.
#[cfg(unix)]
pub(super) struct Signals {
    interrupt: Option<tokio::signal::unix::Signal>,
    terminate: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Signals {
    /// Listens from now on.
    pub(super) fn listen() -> Signals {
        use tokio::signal::unix::{SignalKind, signal};
        // Where the system does not let us listen, the signal ends the process as it always does.
        Signals { interrupt: signal(SignalKind::interrupt()).ok(), terminate: signal(SignalKind::terminate()).ok() }
    }

    /// Ends at the next signal.
    pub(super) async fn next(&mut self) {
        tokio::select! {
            () = received(self.interrupt.as_mut()) => {}
            () = received(self.terminate.as_mut()) => {}
        }
    }
}

#[cfg(unix)]
async fn received(signal: Option<&mut tokio::signal::unix::Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Listens from the first look on.
    pub(super) fn listen() -> Signals {
        Signals
    }

    /// Ends at the next Ctrl-C.
    pub(super) async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
