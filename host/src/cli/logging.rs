//! The log: on stderr or in a file, as text or JSON; beside it the traces. There is one a process.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::Timestamp;
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Layer, Registry};

use super::log_file;
use super::manners::manners;
use super::output::say;
use super::progress::beside_bar;
use crate::config::written::{LogFormat, LogLevel};
use crate::config::{Config, Logging};
use crate::error::Error;
use crate::telemetry::Traces;

/// Where talk goes beside stderr, or instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// Plain on stderr alone.
    Plain,
    /// On stderr as lines of the log, each a JSON document.
    Json,
    /// Plain on stderr, and in the file of the log.
    File,
}

static ROUTE: OnceLock<Route> = OnceLock::new();
static TRACES: Mutex<Option<Traces>> = Mutex::new(None);

/// Where talk goes.
pub(super) fn route() -> Route {
    ROUTE.get().copied().unwrap_or(Route::Plain)
}

/// Starts the log on stderr, for commands that run nothing. Flags decide before the configuration; warnings are the default.
pub(super) fn log(typed: Option<LogLevel>, written: Option<LogLevel>) {
    install(typed.or(written), None, &Logging::default(), None);
}

/// Starts the log of runs as the first of these configurations has it that says something of it: on stderr or in a file, and the
/// traces.
///
/// # Errors
/// The file of the log cannot be written.
pub(super) fn log_of<'a>(
    typed: Option<LogLevel>,
    configs: impl IntoIterator<Item = &'a Config> + Clone,
) -> Result<(), Error> {
    let all = || configs.clone().into_iter();
    let level = typed.or_else(|| all().find_map(|config| config.execution.log_level));
    let says = |config: &&Config| config.logging != Logging::default();
    let logging = all().find(says).map(|config| config.logging.clone()).unwrap_or_default();
    let file = logging.file.as_ref().map(|file| log_file::open(file, Timestamp::now())).transpose()?;
    let traces = Traces::begin(all().find_map(|config| config.traces.as_ref()));
    let (traces, wrong) = match traces {
        Ok(traces) => (traces, None),
        Err(wrong) => (None, Some(wrong)),
    };
    install(level, file, &logging, traces);
    if let Some(wrong) = wrong {
        say(&format!("warning: there are no traces: {wrong}"));
    }
    Ok(())
}

/// Sends what is left of the traces. What the collector does not take in time is lost.
pub(super) fn end() {
    let traces = TRACES.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(Err(wrong)) = traces.map(Traces::end) {
        say(&format!("warning: the collector of the traces did not take them all: {wrong}"));
    }
}

fn install(level: Option<LogLevel>, file: Option<File>, logging: &Logging, traces: Option<Traces>) {
    let quiet = manners().quiet;
    let format = manners().format.unwrap_or(logging.format);
    let route = match (&file, format) {
        (Some(_), _) => Route::File,
        (None, LogFormat::Json) => Route::Json,
        (None, LogFormat::Text) => Route::Plain,
    };
    let _ = ROUTE.set(route);
    let level = level.unwrap_or(if quiet && file.is_none() { LogLevel::Error } else { LogLevel::Warning });
    let level = if quiet && file.is_none() { LogLevel::Error } else { level };
    let words = lines(format, file).with_filter(filter(level));
    let mut layers: Vec<Box<dyn Layer<Registry> + Send + Sync>> = vec![Box::new(words)];
    if let Some(traces) = traces {
        layers.push(Box::new(traces.layer()));
        *TRACES.lock().unwrap_or_else(PoisonError::into_inner) = Some(traces);
    }
    // A second command in one process (tests) keeps the first one's log.
    let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layers));
}

/// Libraries below speak only when something is wrong: they may name URLs and values. Talk is always let through: whoever asks for
/// quiet does not say it.
fn filter(level: LogLevel) -> EnvFilter {
    let level = match level {
        LogLevel::Debug => "debug",
        LogLevel::Info => "info",
        LogLevel::Warning => "warn",
        LogLevel::Error => "error",
    };
    EnvFilter::new(format!("warn,odlm={level},{TALK}=info"))
}

/// The target of talk.
pub(super) const TALK: &str = "odlm::talk";

fn lines(format: LogFormat, file: Option<File>) -> Box<dyn Layer<Registry> + Send + Sync> {
    // Colours are for eyes: a file or a pipe gets none, nor does who asks for none.
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let colours = file.is_none() && wanted && !is_dumb() && io::stderr().is_terminal();
    let writer = Lines { file };
    // When stderr or the disk is gone there is nobody to tell, and a complaint about it would end the process.
    let layer = tracing_subscriber::fmt::layer().with_ansi(colours).log_internal_errors(false).with_target(false);
    match format {
        LogFormat::Text => Box::new(layer.with_writer(writer)),
        LogFormat::Json => {
            let layer = layer.json().flatten_event(true).with_current_span(false).with_span_list(true);
            Box::new(layer.with_writer(writer))
        }
    }
}

/// Whether the terminal can do nothing but print.
pub(super) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb")
}

/// Where lines go: a file, else stderr beside the bar.
struct Lines {
    file: Option<File>,
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line(self.file.as_ref())
    }
}

/// One line on its way.
struct Line<'a>(Option<&'a File>);

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Some(file) => file.write(bytes),
            None => beside_bar(|| io::stderr().lock().write(bytes)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Some(file) => file.flush(),
            None => io::stderr().lock().flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;
    use std::process::Command;

    use super::*;
    use crate::cli::start::bug;

    const FILE: &str = "ODLM_TEST_LOG_FILE";

    /// A hook and a log are a process's own: the test starts itself once more.
    #[test]
    fn a_bug_is_told_and_is_in_the_log() {
        if let Some(path) = std::env::var_os(FILE) {
            let logging = Logging { format: LogFormat::Json, file: None };
            install(None, Some(File::create(path).unwrap()), &logging, None);
            std::panic::set_hook(Box::new(bug));
            assert!(catch_unwind(|| panic!("the impossible")).is_err());
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("odlm.log");
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "cli::logging::tests::a_bug_is_told_and_is_in_the_log", "--nocapture"]);
        let output = command.env(FILE, &path).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("error: a bug of odlm at ") && said.contains("logging.rs"), "{said}");
        assert!(said.contains("the impossible\nhint: please report"), "{said}");
        let log = std::fs::read_to_string(path).unwrap();
        let line: serde_json::Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
        assert_eq!(line["level"], "ERROR");
        assert!(line["message"].as_str().unwrap().contains("the impossible"), "{log}");
    }
}
