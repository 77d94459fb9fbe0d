//! `odlm check`: would a run of this configuration work? Writes nothing.

use std::path::Path;

use serde::Serialize;

use super::arguments;
use super::output::{fail, harmless, json, show};
use super::progress::Bar;
use super::{folder, start};
use crate::config::source::Environment;
use crate::config::written::LogLevel;
use crate::config::{Config, Overrides, load};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::pipeline::{self, Checked, Outcome};

/// Where variables that are not set may stand in a look without the network: nobody is connected to.
pub(super) const CONNECTIONS: &[&str] = &["odoo_connection", "database_connection"];

/// One check, as `--json` prints it.
#[derive(Serialize)]
struct Line {
    config: String,
    check: String,
    passed: bool,
    /// `error`: a run would fail. `warning`: it would work, perhaps not as it is meant. `info`: as it should be.
    severity: &'static str,
    detail: String,
    hint: Option<String>,
}

/// The checks so far, and the code of the first that failed.
struct Told {
    json: bool,
    lines: Vec<Line>,
    code: ExitCode,
    /// The campaigns so far: no two of a folder may be the same.
    known: folder::Known,
}

pub(super) async fn run(arguments: &arguments::Check, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    let mut told =
        Told { json: arguments.json, lines: Vec::new(), code: ExitCode::Success, known: folder::Known::default() };
    let given = &arguments.config;
    let files = if given.is_dir() { folder::files(given)? } else { vec![given.clone()] };
    for file in &files {
        one(&mut told, file, arguments, level).await?;
    }
    if told.json {
        json(&told.lines)?;
    }
    Ok(told.code)
}

/// Checks one file.
async fn one(told: &mut Told, path: &Path, arguments: &arguments::Check, level: Option<LogLevel>) -> Result<(), Error> {
    let config = match read(told, path, arguments) {
        Ok(config) => config,
        Err(error) => {
            start::log(level, None);
            return told.failed(path, "configuration", &error);
        }
    };
    start::log(level, config.execution.log_level);
    told.passed(path, "configuration", format!("`{}`, campaign `{}`", path.display(), config.campaign))?;
    for warning in &config.warnings {
        told.warned(path, "configuration", warning, None)?;
    }
    if let Err(error) = told.known.add(path, &config) {
        told.failed(path, "campaigns", &error)?;
    }
    let host = pipeline::host()?;
    let bar = Bar::new();
    let answers = if arguments.offline {
        pipeline::check_offline(&config, &host).await
    } else {
        pipeline::check(&config, &host, &bar).await
    };
    bar.done();
    for Checked { what, outcome } in answers {
        match outcome {
            Outcome::Passed(detail) => told.passed(path, what, detail)?,
            Outcome::Warned { detail, hint } => told.warned(path, what, &detail, Some(&hint))?,
            Outcome::Failed(error) => told.failed(path, what, &error)?,
        }
    }
    Ok(())
}

/// Reads the configuration; without the network the variables of the connection may be unset.
fn read(told: &mut Told, path: &Path, arguments: &arguments::Check) -> Result<Config, Error> {
    let environment = Environment::from_process().with_dotenv_beside(path)?;
    let environment = if arguments.offline { environment.with_stand_ins(CONNECTIONS) } else { environment };
    let overrides = Overrides { allow_unpinned: arguments.allow_unpinned, ..Overrides::default() };
    let config = load(path, &environment, &overrides)?;
    let missed = environment.missed();
    if !missed.is_empty() {
        let names: Vec<String> = missed.iter().map(|name| format!("`{name}`")).collect();
        let beside = path.with_file_name(".env");
        let hint = format!("write them into `{}`, or set them in the environment", beside.display());
        told.warned(path, "variables", &format!("not set, and needed by a run: {}", names.join(", ")), Some(&hint))?;
    }
    Ok(config)
}

impl Told {
    fn passed(&mut self, path: &Path, check: &str, detail: String) -> Result<(), Error> {
        if !self.json {
            show(&harmless(&format!("ok      {check}: {detail}\n")))?;
        }
        self.note(path, check, "info", detail, None);
        Ok(())
    }

    fn warned(&mut self, path: &Path, check: &str, detail: &str, hint: Option<&str>) -> Result<(), Error> {
        if !self.json {
            show(&harmless(&format!("warning {check}: {detail}\n")))?;
            if let Some(hint) = hint {
                show(&harmless(&format!("        hint: {hint}\n")))?;
            }
        }
        self.note(path, check, "warning", detail.to_owned(), hint.map(str::to_owned));
        Ok(())
    }

    fn failed(&mut self, path: &Path, check: &str, error: &Error) -> Result<(), Error> {
        let code = error.exit_code();
        if self.code == ExitCode::Success {
            self.code = code;
        }
        match error {
            // Each mistake is a line of its own, with its own hint.
            Error::Config(errors) if self.json => {
                for error in errors.as_slice() {
                    let at = if error.path.is_empty() { String::new() } else { format!("{}: ", error.path) };
                    let detail = format!("{}: {at}{}", error.place, error.message);
                    self.note(path, check, "error", detail, error.hint.clone());
                }
            }
            _ if self.json => self.note(path, check, "error", error.to_string(), error.hint()),
            _ => {
                show(&harmless(&format!("failed  {check}\n")))?;
                fail(error);
            }
        }
        Ok(())
    }

    fn note(&mut self, path: &Path, check: &str, severity: &'static str, detail: String, hint: Option<String>) {
        let config = path.display().to_string();
        self.lines.push(Line {
            config,
            check: check.to_owned(),
            passed: severity == "info",
            severity,
            detail: harmless(&detail),
            hint,
        });
    }
}
