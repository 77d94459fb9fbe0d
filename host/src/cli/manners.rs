//! How much the program talks, and in which shape: what the flags of every command say, settled once.

use std::sync::OnceLock;

use super::arguments::Talk;
use crate::config::written::{LogFormat, LogLevel};
use crate::error::Error;

/// What the flags of every command say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Manners {
    /// Errors only.
    pub(super) quiet: bool,
    /// How much is logged, where a flag says so.
    pub(super) level: Option<LogLevel>,
    /// How a line of the log looks, where a flag says so.
    pub(super) format: Option<LogFormat>,
}

static MANNERS: OnceLock<Manners> = OnceLock::new();

/// Settles them; returns how much is logged, where a flag says so.
///
/// # Errors
/// Two flags say different things.
pub(super) fn settle(typed: &Talk) -> Result<Option<LogLevel>, Error> {
    let manners = read(typed)?;
    // A second command in one process (tests) keeps the first one's.
    let _ = MANNERS.set(manners);
    Ok(manners.level)
}

/// What is settled; before that nothing is.
pub(super) fn manners() -> Manners {
    MANNERS.get().copied().unwrap_or_default()
}

fn read(typed: &Talk) -> Result<Manners, Error> {
    let shout = match typed.verbose {
        0 => None,
        1 => Some(LogLevel::Info),
        _ => Some(LogLevel::Debug),
    };
    let contrary = |one: &str, other: &str, hint: &str| {
        Err(Error::usage(format!("`{one}` and `{other}` contradict each other"), hint.to_owned()))
    };
    match (typed.quiet, shout, typed.log_level) {
        (true, Some(_), _) => contrary("--quiet", "--verbose", "leave one of them out"),
        (true, _, Some(_)) => contrary("--quiet", "--log-level", "`--quiet` says errors only; leave one of them out"),
        (_, Some(_), Some(_)) => {
            contrary("--verbose", "--log-level", "`-v` is `--log-level INFO`, `-vv` is `--log-level DEBUG`")
        }
        (quiet, shout, level) => Ok(Manners { quiet, level: shout.or(level), format: typed.log_format }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_that_contradict_each_other_are_refused() {
        let typed = |quiet, verbose, log_level| Talk { quiet, verbose, log_level, log_format: None };
        let error = Some(LogLevel::Error);
        for wrong in [typed(true, 1, None), typed(true, 0, error), typed(false, 2, error), typed(true, 1, error)] {
            assert!(read(&wrong).is_err(), "{wrong:?}");
        }
        for (right, level) in [
            (typed(false, 0, None), None),
            (typed(true, 0, None), None),
            (typed(false, 1, None), Some(LogLevel::Info)),
            (typed(false, 9, None), Some(LogLevel::Debug)),
            (typed(false, 0, error), error),
        ] {
            assert_eq!(read(&right).unwrap().level, level, "{right:?}");
        }
    }
}
