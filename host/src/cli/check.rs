//! `odlm check`: would a run of this configuration work? Writes nothing.

use super::arguments;
use super::dailydist::{read, warn};
use super::output::{data, fail, harmless};
use super::progress::Bar;
use super::start;
use crate::config::Overrides;
use crate::config::written::LogLevel;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::pipeline;

pub(super) async fn run(arguments: &arguments::Check, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    let config = read(&arguments.config, &Overrides::default())?;
    start::log(level, config.execution.log_level);
    warn(&config);
    let host = pipeline::host()?;
    let bar = Bar::new();
    let answers = pipeline::check(&config, &host, &bar).await;
    bar.done();
    let mut code = ExitCode::Success;
    let first = format!("ok      configuration: `{}`, campaign `{}`\n", arguments.config.display(), config.campaign);
    data(&harmless(&first))?;
    for answer in &answers {
        match &answer.found {
            Ok(found) => data(&harmless(&format!("ok      {}: {found}\n", answer.what)))?,
            Err(error) => {
                data(&format!("failed  {}\n", answer.what))?;
                let failed = fail(error);
                if code == ExitCode::Success {
                    code = failed;
                }
            }
        }
    }
    Ok(code)
}
