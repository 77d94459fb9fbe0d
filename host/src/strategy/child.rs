//! The process that compiles, seen by the one that starts it: what it is handed, how long it may take, and in which way it ended.
//!
//! What it reads and writes are files without names, so that neither side ever waits for the other. It inherits no environment.

use std::fs::File;
use std::io::{self, Read, Seek as _, Write as _};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use super::apart::{Failure, Task};
use super::compile::explain;
use super::error::{Exhausted, StrategyError};
use super::limits::Limits;

/// How often is looked whether the process has ended: at first, and at most.
const LOOKS: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(20));

/// What is read of the words of a process, in bytes.
const WORDS_BYTES: u64 = 64 << 10;

/// Most threads that compile at once: each takes address space, however many processors there are.
const MOST_THREADS: usize = 4;

/// What a process that has too little address space says, by the standard library, the system or the engine.
const OUT_OF_MEMORY: [&str; 4] =
    ["memory allocation of", "Cannot allocate memory", "Resource temporarily unavailable", "out of memory"];

/// How a process ended, and what it left.
struct Ended {
    /// None where it was killed for taking too long.
    status: Option<ExitStatus>,
    words: String,
    output: File,
}

/// Compiles a component in a process of `program`.
pub(super) fn compile(
    program: &Path,
    limits: &Limits,
    plugin: &str,
    component: &[u8],
) -> Result<Vec<u8>, StrategyError> {
    let failed = |error: io::Error| explain(plugin, Failure::System(format!("`{}`: {error}", program.display())));
    let ended = run(program, &Task::new(limits), limits.compile_time, component).map_err(failed)?;
    if let Some(exhausted) = exhausted(&ended, limits) {
        return Err(StrategyError::CompileLimit { plugin: plugin.to_owned(), exhausted });
    }
    let failure = match ended.status {
        Some(status) if status.success() => return read(ended.output, limits.compiled_bytes).map_err(failed),
        Some(status) => failure(status, ended.words),
        None => Failure::System("it ended in no way that is known".to_owned()),
    };
    Err(explain(plugin, failure))
}

/// Starts the process, waits for its end and kills it when its time is over.
fn run(program: &Path, task: &Task, patience: Duration, component: &[u8]) -> io::Result<Ended> {
    let mut input = tempfile::tempfile()?;
    input.write_all(component)?;
    input.rewind()?;
    let (output, mut errors) = (tempfile::tempfile()?, tempfile::tempfile()?);
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS).to_string();
    let mut child = Command::new(program)
        .args(task.arguments())
        .env_clear()
        .envs([("RAYON_NUM_THREADS", &*threads), ("MALLOC_ARENA_MAX", &*threads)])
        .stdin(input)
        .stdout(output.try_clone()?)
        .stderr(errors.try_clone()?)
        .spawn()?;
    let (begun, mut pause) = (Instant::now(), LOOKS.0);
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if begun.elapsed() < patience => thread::sleep(pause),
            looked => {
                child.kill()?;
                child.wait()?;
                looked?;
                break None;
            }
        }
        pause = (pause * 2).min(LOOKS.1);
    };
    let mut words = Vec::new();
    errors.rewind()?;
    errors.take(WORDS_BYTES).read_to_end(&mut words)?;
    Ok(Ended { status, words: String::from_utf8_lossy(&words).into_owned(), output })
}

/// What the process left, if it is not more than accepted.
fn read(mut output: File, limit: u64) -> io::Result<Vec<u8>> {
    let mut code = Vec::new();
    output.rewind()?;
    output.take(limit).read_to_end(&mut code)?;
    Ok(code)
}

/// The limit that ended the process; none when it ended otherwise.
fn exhausted(ended: &Ended, limits: &Limits) -> Option<Exhausted> {
    let Some(status) = ended.status else { return Some(Exhausted::Time(limits.compile_time)) };
    match signal(status) {
        Some(Signal::Cpu) => Some(Exhausted::Cpu(limits.compile_cpu_time.max(Duration::from_secs(1)))),
        Some(Signal::FileSize) => Some(Exhausted::Output(limits.compiled_bytes)),
        _ if !status.success() && OUT_OF_MEMORY.iter().any(|said| ended.words.contains(said)) => {
            Some(Exhausted::Memory(limits.compile_memory_bytes))
        }
        _ => None,
    }
}

/// What a process means that ended by itself, or by a signal that is no limit's.
fn failure(status: ExitStatus, words: String) -> Failure {
    match status.code() {
        Some(Failure::REFUSED) => Failure::Refused(words),
        Some(Failure::SYSTEM) => Failure::System(words),
        Some(Failure::PANICKED) => Failure::Panicked(words),
        // A crash: the stack of one of the compiler's threads, or a mistake in the compiler.
        _ => Failure::Panicked(format!("its process ended by {status}, saying: {words}")),
    }
}

/// A signal that the system sends at a limit.
enum Signal {
    Cpu,
    FileSize,
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<Signal> {
    use std::os::unix::process::ExitStatusExt as _;
    match status.signal()? {
        number if number == rustix::process::Signal::XCPU.as_raw() => Some(Signal::Cpu),
        number if number == rustix::process::Signal::XFSZ.as_raw() => Some(Signal::FileSize),
        _ => None,
    }
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<Signal> {
    None
}
