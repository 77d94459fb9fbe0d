//! After a run was told: what `tracking` does not want kept goes. Whatever fails here is no fault of the run.

use std::fs;
use std::io::Write;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::config::Config;
use crate::domain::run::RunId;
use crate::error::Error;
use crate::ledger::Ledger;
use crate::report::Report;

/// The most runs that go at once; what is left goes after the next run.
const RUNS: u32 = 1_000;

/// Removes what is not to be kept of the campaign's runs. Returns how many runs went.
///
/// # Errors
/// The ledger, or the archive's folder; what was not archived stays.
pub async fn tidy(config: &Config, ledger: &dyn Ledger) -> Result<u64, Error> {
    let (odoo, campaign, rules) = (config.connection.identity(), &config.campaign, &config.tracking);
    let mut gone = 0;
    if let Some(days) = rules.retention_days.filter(|_| !config.execution.dry_run) {
        let age = SignedDuration::from_hours(24 * i64::from(days));
        let before = Timestamp::now().checked_sub(age).map_err(|error| Error::Unexpected(error.to_string()))?;
        let old = ledger.ended_before(&odoo, campaign, before, RUNS).await?;
        if let Some(folder) = &rules.archive {
            for run in &old {
                archive(folder, ledger, *run).await?;
                gone += ledger.remove(&[*run]).await?;
            }
        } else {
            gone = ledger.remove(&old).await?;
        }
    }
    if !rules.assignments {
        ledger.forget_decisions(&odoo, campaign).await?;
    }
    Ok(gone)
}

/// Writes a run with its decisions to a file of its own, whole on the disk before anything is removed.
async fn archive(folder: &Path, ledger: &dyn Ledger, run: RunId) -> Result<(), Error> {
    let Some(record) = ledger.run(run).await? else { return Ok(()) };
    let decisions = ledger.decisions(run).await?;
    let report = Report::new(&record, &decisions, true);
    let text = serde_json::to_vec_pretty(&report).map_err(|error| Error::Unexpected(error.to_string()))?;
    let path = folder.join(format!("run-{run:06}.json", run = run.0));
    write(folder, &path, &text).map_err(|error| Error::System {
        what: format!("`{}` cannot be written, so run {run} is not removed", path.display()),
        detail: error.to_string(),
    })
}

fn write(folder: &Path, path: &Path, text: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    // The temporary file is for its owner alone, and so is what it becomes.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    fs::File::open(folder)?.sync_all()
}
