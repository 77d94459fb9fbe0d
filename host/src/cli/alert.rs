//! The one place from which alerts go out: after a run, and where it came to none although its configuration could be read.

use super::output::say;
use crate::config::Config;
use crate::domain::run::RunRecord;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::notify::{self, Alert};

/// An error as others may read it.
pub(super) struct Trouble {
    error: String,
    hint: Option<String>,
}

impl Trouble {
    /// In short. Mistakes in files quote what stands there, names among it: of those the place and the key are told.
    pub(super) fn of(error: &Error) -> Trouble {
        let Error::Config(errors) = error else { return Trouble { error: error.brief(), hint: error.hint() } };
        let first = errors.as_slice().first().map_or_else(String::new, |first| match first.path.as_str() {
            "" => format!(", the first at {}", first.place),
            path => format!(", the first at {}: {path}", first.place),
        });
        let count = errors.as_slice().len();
        let mistakes = if count == 1 { "mistake" } else { "mistakes" };
        let error = format!("{count} {mistakes} in the configuration or a file that it names{first}");
        Trouble { error, hint: Some("`odlm check` names them all".to_owned()) }
    }
}

/// Alerts of campaigns that were not run because of a mistake that one of their folder has; that has been said.
pub(super) async fn not_run(configs: &[Config], code: ExitCode) {
    let error = "no campaign of the folder was run: one of them has a mistake".to_owned();
    let trouble = Trouble { error, hint: Some("`odlm check --config FOLDER` says which, and what".to_owned()) };
    for config in configs.iter().filter(|config| config.active) {
        send(config, None, code, Some(&trouble)).await;
    }
}

/// Alerts of a run that is over, where its configuration wants that.
pub(super) async fn send(config: &Config, record: Option<&RunRecord>, code: ExitCode, trouble: Option<&Trouble>) {
    let alert = Alert {
        campaign: &config.campaign,
        odoo: &config.connection.identity(),
        dry_run: config.execution.dry_run,
        record,
        code: code as u8,
        error: trouble.map(|trouble| trouble.error.clone()),
        hint: trouble.and_then(|trouble| trouble.hint.clone()),
    };
    for warning in notify::alert(&config.alerts, &alert).await {
        say(&format!("warning: {warning}"));
    }
}
