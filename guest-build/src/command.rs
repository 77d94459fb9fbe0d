//! Runs other programs: without what an outer cargo hands on, with a bound on their time, never on our stdout.
//! (A build script's stdout is read by cargo as instructions, so children may only talk on stderr.)

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Error;

/// Single variables that a build script, clippy or a make hands on and that would change the guests.
const INHERITED: [&str; 23] = [
    "CARGO",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_INCREMENTAL",
    "CARGO_MAKEFLAGS",
    "CARGO_PRIMARY_PACKAGE",
    "CLIPPY_ARGS",
    "CLIPPY_CONF_DIR",
    "DEBUG",
    "HOST",
    "MAKEFLAGS",
    "MFLAGS",
    "NUM_JOBS",
    "OPT_LEVEL",
    "OUT_DIR",
    "PROFILE",
    "RUSTC",
    "RUSTC_BOOTSTRAP",
    "RUSTC_LINKER",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTDOC",
    "RUSTFLAGS",
    "TARGET",
];

/// Families of them. What says how to reach a registry (`CARGO_HOME`, `CARGO_HTTP_*`, `CARGO_NET_*`, `CARGO_REGISTRIES_*`) stays.
const INHERITED_PREFIXES: [&str; 10] = [
    "CARGO_BIN_",
    "CARGO_BUILD_",
    "CARGO_CFG_",
    "CARGO_FEATURE_",
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
    "CARGO_PROFILE_",
    "CARGO_TARGET_",
    "CARGO_UNSTABLE_",
    "DEP_",
];

/// Whether a variable of the outer build would leak into the guests.
fn leaks(name: &str) -> bool {
    INHERITED.contains(&name) || INHERITED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// A command that inherits nothing from an outer cargo, nor from its terminal.
pub(crate) fn clean(program: &str) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(leaks) {
            command.env_remove(&name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// What a short command prints, or nothing when it cannot be run, fails, or prints no UTF-8.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Whether a short command can be run and succeeds.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Runs a command to its end, its stdout thrown away.
///
/// # Errors
/// When it cannot be started, fails, or takes longer than `limit` (it is stopped then).
pub(crate) fn run(command: &mut Command, limit: Duration) -> Result<(), Error> {
    wait(command.stdout(Stdio::null()), limit)
}

/// As [`run`], with what it prints on our stderr: some compilers tell their errors on stdout.
///
/// # Errors
/// As for [`run`].
pub(crate) fn run_shown(command: &mut Command, limit: Duration) -> Result<(), Error> {
    wait(command.stdout(std::io::stderr()), limit)
}

fn wait(command: &mut Command, limit: Duration) -> Result<(), Error> {
    let program = name(command);
    let start = |source| Error::Start { program: program.clone(), source };
    let mut child = command.spawn().map_err(start)?;
    let begin = Instant::now();
    loop {
        match child.try_wait().map_err(start)? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(Error::Failed { program, status: status.to_string() }),
            None if begin.elapsed() > limit => {
                // The child may have ended in between; either way it is gone after `wait`.
                let _ = child.kill();
                let _ = child.wait();
                return Err(Error::TooSlow { program, seconds: limit.as_secs() });
            }
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// The program and its first two arguments: enough to recognise it by.
fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args().take(2));
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_outer_build_hands_on_is_removed_and_the_way_to_a_registry_stays() {
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WORKSPACE_WRAPPER", "TARGET", "CARGO_TARGET_DIR"] {
            assert!(leaks(name), "{name}");
        }
        for name in ["CARGO_BUILD_TARGET", "CARGO_PROFILE_RELEASE_LTO", "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS"]
        {
            assert!(leaks(name), "{name}");
        }
        for name in ["PATH", "HOME", "CARGO_HOME", "CARGO_NET_OFFLINE", "CARGO_HTTP_PROXY", "RUSTUP_TOOLCHAIN"] {
            assert!(!leaks(name), "{name}");
        }
    }

    #[test]
    fn a_command_that_hangs_is_stopped() {
        let error = run(Command::new("sleep").arg("600"), Duration::ZERO).unwrap_err();
        assert_eq!(error.to_string(), "`sleep 600` took longer than 0 s and was stopped");
    }

    #[test]
    fn a_failure_names_the_command() {
        let error = run(Command::new("sh").args(["-c", "exit 3"]), Duration::from_secs(60)).unwrap_err();
        assert_eq!(error.to_string(), "`sh -c exit 3` failed (exit status: 3)");
        assert!(matches!(run(&mut Command::new("odlm-no-such-program"), Duration::ZERO), Err(Error::Start { .. })));
    }

    #[test]
    fn output_is_trimmed_and_absent_on_failure() {
        assert_eq!(output(Command::new("echo").arg("one")).as_deref(), Some("one"));
        assert_eq!(output(&mut Command::new("false")), None);
    }
}
