//! Ctrl-C and SIGTERM: the first asks a run to stop after the leads in hand, the second ends the process.

use super::output::say;
use crate::apply::Stop;
use crate::exit_code::ExitCode;

/// Watches for signals in the background.
pub(super) fn watch(stop: &Stop) {
    let stop = stop.clone();
    tokio::spawn(async move {
        signal().await;
        stop.request();
        say("stopping after the leads in hand; press Ctrl-C again to end at once");
        signal().await;
        std::process::exit(ExitCode::Interrupted as i32);
    });
}

/// Ends at the next Ctrl-C or SIGTERM.
#[cfg(unix)]
pub(super) async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Ends at the next Ctrl-C.
#[cfg(not(unix))]
pub(super) async fn signal() {
    let _ = tokio::signal::ctrl_c().await;
}
