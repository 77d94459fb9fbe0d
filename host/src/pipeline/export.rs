//! Leads of the stages of a run, written to files after they are read and told apart, and before anything is planned.

mod file;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::Job;
use super::gather::Gathered;
use crate::domain::ids::LeadId;
use crate::error::Error;
use crate::leads::{Columns, ROWS, Wrong, ids_of_window, read_fields};
use crate::odoo::OdooRead;

pub use file::LeadFile;

/// How far leads have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Every lead of the window, and old ones beyond it that are taken up: before any filter.
    Before,
    /// Those that the old leads have been taken out of.
    AfterDropback,
    /// Those that passed every filter and are up for distribution.
    AfterFilters,
}

/// What a run is to export.
#[derive(Default)]
pub struct Exports {
    fields: Option<Vec<String>>,
    files: Mutex<Vec<(Stage, LeadFile)>>,
    written: Mutex<Vec<(PathBuf, u64)>>,
}

impl Exports {
    /// The leads of each stage into its file; `fields` of them, or the usual ones.
    #[must_use]
    pub fn new(fields: Option<Vec<String>>, files: Vec<(Stage, LeadFile)>) -> Exports {
        Exports { fields, files: Mutex::new(files), written: Mutex::default() }
    }

    /// The files that are being written.
    #[must_use]
    pub fn paths(&self) -> Vec<PathBuf> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.iter().map(|(_, file)| file.path().to_owned()).collect()
    }

    /// The files that are in their place, each with the number of its leads.
    #[must_use]
    pub fn written(&self) -> Vec<(PathBuf, u64)> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The columns that are to be exported; none where nothing is.
///
/// # Errors
/// Every field that this Odoo has not.
pub(super) async fn columns(job: &Job<'_>, odoo: &dyn OdooRead) -> Result<Option<Columns>, Error> {
    let Some(exports) = job.exports else { return Ok(None) };
    let fields = read_fields(odoo).await?;
    Columns::of(exports.fields.as_deref(), &job.config.leads, &fields).map(Some).map_err(|wrong| {
        let all = |part: fn(&Wrong) -> &str| {
            let mut parts: Vec<&str> = wrong.iter().map(part).collect();
            parts.dedup();
            parts.join("; ")
        };
        Error::usage(
            format!("the leads cannot be exported: {}", all(|wrong| &wrong.message)),
            format!("{}; `--leads-fields` names the fields", all(|wrong| &wrong.hint)),
        )
    })
}

/// Writes the files.
///
/// # Errors
/// What Odoo answered, or a file that cannot be written.
pub(super) async fn export(
    job: &Job<'_>,
    odoo: &dyn OdooRead,
    gathered: &Gathered,
    columns: &Columns,
) -> Result<(), Error> {
    let Some(exports) = job.exports else { return Ok(()) };
    let asked = std::mem::take(&mut *exports.files.lock().unwrap_or_else(PoisonError::into_inner));
    // Stages with the same leads are read once.
    let mut groups: Vec<(Vec<u64>, Vec<LeadFile>)> = Vec::new();
    for (stage, mut file) in asked {
        file.header(columns.names())?;
        let ids = ids(odoo, gathered, stage).await?;
        match groups.iter_mut().find(|(others, _)| *others == ids) {
            Some((_, files)) => files.push(file),
            None => groups.push((ids, vec![file])),
        }
    }
    for (ids, mut files) in groups {
        let mut read = 0;
        for ids in ids.chunks(ROWS) {
            let rows = columns.read(odoo, ids).await?;
            read += rows.len();
            for file in &mut files {
                file.rows(&rows)?;
            }
        }
        let gone = ids.len() - read;
        if gone > 0 {
            job.progress.notice(&format!("{gone} leads were deleted while they were exported"));
        }
        for file in files {
            let written = file.finish()?;
            exports.written.lock().unwrap_or_else(PoisonError::into_inner).push(written);
        }
    }
    Ok(())
}

/// The leads of a stage: those up for distribution in the order in which they are served, others by their ids.
async fn ids(odoo: &dyn OdooRead, gathered: &Gathered, stage: Stage) -> Result<Vec<u64>, Error> {
    let distributed = gathered.leads.iter().map(|lead| lead.id);
    if stage == Stage::AfterFilters {
        return Ok(distributed.map(|LeadId(id)| id).collect());
    }
    let mut ids: BTreeSet<LeadId> =
        distributed.chain(gathered.filtered.left_out.iter().map(|(lead, _)| lead.id)).collect();
    // Odoo left leads out by itself: the window is asked for all of its own.
    if let Some(window) = &gathered.window {
        ids.extend(ids_of_window(odoo, window.clone()).await?.into_iter().map(LeadId));
    }
    let old = || gathered.dropped.decisions.iter().map(|decision| decision.lead);
    let old: BTreeSet<LeadId> = old().chain(gathered.stay.iter().map(|(lead, _)| lead.id)).collect();
    match stage {
        Stage::Before => ids.extend(old),
        _ => ids.retain(|id| !old.contains(id)),
    }
    Ok(ids.into_iter().map(|LeadId(id)| id).collect())
}
