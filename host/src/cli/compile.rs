//! The process that compiles a strategy, started by odlm itself and confined by its own hand. It is no command for people, so none of
//! the arguments that they may type name it; it has no runtime, no log and no configuration.

use std::io::{stdin, stdout};

use super::output::plain;
use crate::exit_code::ExitCode;
use crate::strategy::{Failure, Task};

/// Compiles, if this process was started to: component on stdin, machine code on stdout, what is wrong on stderr.
pub(super) fn run() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != Task::COMMAND {
        return None;
    }
    // What the compiler says in a panic is told once, by whoever started this process.
    std::panic::set_hook(Box::new(|_| {}));
    let Some(task) = Task::parse(arguments) else {
        plain("odlm starts itself this way to compile a strategy; there is nothing to type here");
        return Some(ExitCode::Usage);
    };
    Some(match task.work(stdin().lock(), stdout().lock()) {
        Ok(()) => ExitCode::Success,
        Err(failure) => {
            let code = match &failure {
                Failure::Refused(_) => ExitCode::Strategy,
                Failure::Panicked(_) => ExitCode::Unexpected,
                Failure::System(_) => ExitCode::Usage,
            };
            plain(&failure.to_string());
            code
        }
    })
}
