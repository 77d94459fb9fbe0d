//! After a run was told: what `tracking` does not want kept goes. Whatever fails here is no fault of the run.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::config::Config;
use crate::domain::run::RunId;
use crate::error::Error;
use crate::ledger::Ledger;
use crate::report::run::RunReport;

/// The most runs that go at once; what is left goes after the next run.
const RUNS: u32 = 1_000;
/// The most runs of one number and begin that an archive takes.
const OTHERS: u32 = 100;

/// Removes what is not to be kept of the campaign's runs. Returns how many runs went.
///
/// # Errors
/// The ledger, or the archive's folder; what was not archived stays.
pub async fn tidy(config: &Config, ledger: &dyn Ledger) -> Result<u64, Error> {
    let (odoo, campaign, rules) = (config.connection.identity(), &config.campaign, &config.tracking);
    let aged = match rules.retention_days.filter(|_| !config.execution.dry_run) {
        Some(days) => remove_old(config, ledger, days).await,
        None => Ok(0),
    };
    // Whatever became of the old runs: what is not to be kept goes.
    ledger.forget_requests(&odoo, campaign, rules.requests).await?;
    if !rules.assignments {
        ledger.forget_decisions(&odoo, campaign).await?;
    }
    aged
}

/// Removes the campaign's runs that ended more days ago, archived first where that is wanted.
async fn remove_old(config: &Config, ledger: &dyn Ledger, days: u16) -> Result<u64, Error> {
    let age = SignedDuration::from_hours(24 * i64::from(days));
    let before = Timestamp::now().checked_sub(age).map_err(|error| Error::Unexpected(error.to_string()))?;
    let old = ledger.ended_before(&config.connection.identity(), &config.campaign, before, RUNS).await?;
    let Some(folder) = &config.tracking.archive else { return Ok(ledger.remove(&old).await?) };
    let mut gone = 0;
    for run in &old {
        archive(folder, ledger, *run).await?;
        gone += ledger.remove(&[*run]).await?;
    }
    Ok(gone)
}

/// Writes a run with all that is known of it to a file of its own, whole on the disk before anything is removed.
async fn archive(folder: &Path, ledger: &dyn Ledger, run: RunId) -> Result<(), Error> {
    let Some(record) = ledger.run(run).await? else { return Ok(()) };
    let decisions = ledger.decisions(run).await?;
    let report = RunReport::new(&record, &decisions, &[]);
    let text = serde_json::to_vec_pretty(&report).map_err(|error| Error::Unexpected(error.to_string()))?;
    let begun = report.begun.replace(':', "");
    write(folder, &format!("run-{:06}-{begun}", run.0), &text).map_err(|error| Error::System {
        what: format!("run {run} cannot be archived in `{}`, so it is not removed", folder.display()),
        detail: error.to_string(),
    })
}

/// Writes a file of that name, which replaces none: another ledger may count its runs from 1 too. The same file again is no other one.
fn write(folder: &Path, name: &str, text: &[u8]) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    for other in 0..OTHERS {
        let suffix = if other == 0 { String::new() } else { format!("-{other}") };
        let path = folder.join(format!("{name}{suffix}.json"));
        // The temporary file is for its owner alone, and so is what it becomes.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text)?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(&path) {
            Ok(_) => return fs::File::open(folder)?.sync_all(),
            Err(refused) if refused.error.kind() != io::ErrorKind::AlreadyExists => return Err(refused.error),
            Err(_) if fs::read(&path)? == text => return Ok(()),
            Err(_) => {}
        }
    }
    Err(io::Error::other(format!("there are {OTHERS} files of the name `{name}` already")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archived_run_is_never_replaced() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let inside = folder.path().join("archive");
        for text in ["one", "other", "one", "third"] {
            write(&inside, "run-000001-x", text.as_bytes())?;
        }
        let mut found: Vec<String> =
            fs::read_dir(&inside)?.map(|file| fs::read_to_string(file?.path())).collect::<io::Result<_>>()?;
        found.sort();
        assert_eq!(found, ["one", "other", "third"]);
        Ok(())
    }
}
