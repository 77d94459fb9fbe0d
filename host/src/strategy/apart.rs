//! The work of the process that only compiles: it puts itself under limits, reads a component, writes machine code, ends.
//!
//! A compiler cannot be stopped from inside, so the system stops it. What the process meets that is not the component's doing is told
//! apart from what is.

use std::ffi::OsString;
use std::io::{Read, Write};

use wasmtime::Engine;

use super::engine;
use super::limits::Limits;

/// The compiler recurses over the code that it reads; a component's author must not choose how deep on a small stack.
const STACK_BYTES: usize = 16 << 20;

/// What a compiling process is told: what its code depends on beside the component, and what it may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    fast_floats: bool,
    stack_bytes: u64,
    component_bytes: u64,
    memory_bytes: u64,
    cpu_seconds: u64,
    output_bytes: u64,
}

/// Why there is no machine code. The process says it on stderr and ends with the exit code 4, 1 or 2, in the order of the variants.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The compiler refuses the component.
    #[error("{0}")]
    Refused(String),
    /// The compiler panicked.
    #[error("the compiler panicked: {0}")]
    Panicked(String),
    /// The system does not give what is needed.
    #[error("{0}")]
    System(String),
}

impl Failure {
    /// Exit code of a process whose component is refused.
    pub(super) const REFUSED: i32 = 4;
    /// Exit code of a process whose compiler panicked.
    pub(super) const PANICKED: i32 = 1;
    /// Exit code of a process to which the system did not give what it needs, or which was started wrongly.
    pub(super) const SYSTEM: i32 = 2;
}

impl Task {
    /// The first argument of a process that compiles. It is no command for people: neither help nor manual name it.
    pub const COMMAND: &'static str = "compile-component";

    /// The task under these limits.
    pub(super) fn new(limits: &Limits) -> Task {
        let number = |size: usize| u64::try_from(size).unwrap_or(u64::MAX);
        Task {
            fast_floats: limits.fast_floats,
            stack_bytes: number(limits.stack_bytes),
            component_bytes: number(limits.component_bytes),
            memory_bytes: limits.compile_memory_bytes,
            cpu_seconds: limits.compile_cpu_time.as_secs().max(1),
            output_bytes: limits.compiled_bytes,
        }
    }

    /// The arguments of the process, [`Task::COMMAND`] first.
    pub(super) fn arguments(&self) -> Vec<String> {
        let Task { fast_floats, stack_bytes, component_bytes, memory_bytes, cpu_seconds, output_bytes } = *self;
        let numbers = [u64::from(fast_floats), stack_bytes, component_bytes, memory_bytes, cpu_seconds, output_bytes];
        std::iter::once(Task::COMMAND.to_owned()).chain(numbers.iter().map(u64::to_string)).collect()
    }

    /// Reads the arguments that follow [`Task::COMMAND`]; none when they are not those of a task.
    #[must_use]
    pub fn parse(arguments: impl Iterator<Item = OsString>) -> Option<Task> {
        let numbers: Option<Vec<u64>> = arguments.map(|argument| argument.to_str()?.parse().ok()).collect();
        let [fast_floats, stack_bytes, component_bytes, memory_bytes, cpu_seconds, output_bytes] = numbers?[..] else {
            return None;
        };
        let fast_floats = fast_floats != 0;
        Some(Task { fast_floats, stack_bytes, component_bytes, memory_bytes, cpu_seconds, output_bytes })
    }

    /// Puts this process under the task's limits for good, reads a component and writes it compiled. Beyond its limits the process
    /// does not come back from here.
    ///
    /// # Errors
    /// Why it wrote nothing, or not all.
    pub fn work(&self, component: impl Read, mut compiled: impl Write) -> Result<(), Failure> {
        self.confine()?;
        let system = |error: std::io::Error| Failure::System(error.to_string());
        let mut bytes = Vec::new();
        component.take(self.component_bytes).read_to_end(&mut bytes).map_err(system)?;
        let stack_bytes = usize::try_from(self.stack_bytes).unwrap_or(usize::MAX);
        let limits = Limits { fast_floats: self.fast_floats, stack_bytes, ..Limits::default() };
        let engine = engine::compiler(&limits).map_err(|error| Failure::System(error.to_string()))?;
        let code = compile(&engine, &bytes)?;
        compiled.write_all(&code).and_then(|()| compiled.flush()).map_err(system)
    }

    #[cfg(unix)]
    fn confine(&self) -> Result<(), Failure> {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        // Beyond the first limit of the processor the system sends a signal of its own, beyond the second it kills.
        let limits = [
            (Resource::Core, 0, 0),
            (Resource::As, self.memory_bytes, self.memory_bytes),
            (Resource::Cpu, self.cpu_seconds, self.cpu_seconds.saturating_add(5)),
            (Resource::Fsize, self.output_bytes, self.output_bytes),
        ];
        for (resource, soft, hard) in limits {
            // What the process was given is never widened.
            let given = getrlimit(resource).maximum.unwrap_or(u64::MAX);
            let wanted = Rlimit { current: Some(soft.min(given)), maximum: Some(hard.min(given)) };
            // macOS knows no limit on address space; the others hold there.
            if let Err(error) = setrlimit(resource, wanted)
                && !(cfg!(target_vendor = "apple") && resource == Resource::As)
            {
                return Err(Failure::System(format!("the limit {resource:?} cannot be set: {error}")));
            }
        }
        #[cfg(target_os = "linux")]
        // Should the program that waits for it be killed, nobody wants the result.
        let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
        Ok(())
    }

    #[cfg(not(unix))]
    fn confine(&self) -> Result<(), Failure> {
        Err(Failure::System("this system has no limits on processes".to_owned()))
    }
}

/// Compiles a component on a thread of its own, so that one that makes the compiler panic harms that thread only.
pub(super) fn compile(engine: &Engine, component: &[u8]) -> Result<Vec<u8>, Failure> {
    let outcome = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("strategy-compiler".into()).stack_size(STACK_BYTES);
        let worker = thread.spawn_scoped(scope, || engine.precompile_component(component));
        worker.map(std::thread::ScopedJoinHandle::join)
    });
    match outcome {
        Ok(Ok(Ok(compiled))) => Ok(compiled),
        Ok(Ok(Err(error))) => Err(Failure::Refused(format!("{error:#}"))),
        Ok(Err(panic)) => Err(Failure::Panicked(words(&*panic))),
        Err(error) => Err(Failure::System(error.to_string())),
    }
}

/// What a panic said.
fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    said.unwrap_or("no words").to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Limits, Task};

    #[test]
    fn a_task_arrives_as_it_was_sent() {
        let limits = Limits { fast_floats: true, stack_bytes: 1 << 20, ..Limits::default() };
        let task = Task::new(&limits);
        let sent = task.arguments();
        assert_eq!(sent[0], Task::COMMAND);
        assert_eq!(Task::parse(sent[1..].iter().map(Into::into)), Some(task));
        for other in [&["1"][..], &["1", "2", "3", "4", "5", "six"], &["1", "2", "3", "4", "5", "6", "7"]] {
            assert_eq!(Task::parse(other.iter().map(Into::into)), None, "{other:?}");
        }
    }
}
