//! `ledger`, `database_connection` and `tracking`: where runs are remembered, what of them, and for how long.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Pass, database};
use crate::config::resolved::Tracking;
use crate::config::written::{self, Written};
use crate::ledger::{Place, ROWS, Store};

const FILE: &str = "odlm.sqlite";

/// Runs of which it is kept what the strategy was asked.
const REQUESTS: u32 = 30;

/// Where runs are remembered.
pub(super) fn place(pass: &mut Pass, written: &Written) -> Option<Place> {
    let rows = written.tracking.batch_size.unwrap_or(ROWS);
    let mut named = None;
    if let Some(connection) = &written.database_connection {
        database::secrets(pass, connection);
        if written.tracking.enabled != Some(false) {
            named = database::store(pass, connection)?;
        }
    }
    let store = match (named, &written.ledger.path) {
        (Some(store), Some(_)) => {
            let place = Place { store, rows };
            let hint = "leave `ledger.path` out, or `database_connection`; `tracking.enabled: false` keeps the file"
                .to_owned();
            pass.error("/ledger/path", format!("runs would be remembered twice: here and in `{place}`"), hint);
            return None;
        }
        (Some(store), None) => store,
        (None, Some(path)) => Store::File(beside(pass.path, path)),
        (None, None) => Store::File(usual(pass)),
    };
    Some(Place { store, rows })
}

/// What is remembered of a run.
pub(super) fn tracking(pass: &mut Pass, written: &written::Tracking) -> Tracking {
    if written.archive_old_data == Some(true) && written.retention_days.is_none() {
        let hint = "write after how many days, like `retention_days: 365`, or leave `archive_old_data` out".to_owned();
        pass.error("/tracking/archive_old_data", "nothing is archived without `retention_days`", hint);
    }
    Tracking {
        assignments: written.track_individual_assignments.unwrap_or(true),
        statuses: written.track_pre_post_counts.unwrap_or(true),
        summary: written.track_distribution_summary.unwrap_or(true),
        requests: written.keep_requests.unwrap_or(REQUESTS),
        retention_days: written.retention_days,
        archive: written.archive_old_data.unwrap_or(false).then(|| beside(pass.path, "odlm-archive")),
    }
}

pub(super) fn beside(configuration: &Path, name: &str) -> PathBuf {
    configuration.parent().unwrap_or(Path::new("")).join(name)
}

/// The file beside the configuration. Where its folder takes none and has none, that of the user's data folder, which is said until it
/// is there.
fn usual(pass: &mut Pass) -> PathBuf {
    let usual = beside(pass.path, FILE);
    if usual.exists() || takes_files(usual.parent()) {
        return usual;
    }
    let Some(folders) = directories::ProjectDirs::from("", "", "odlm") else { return usual };
    let own = folders.data_dir().join(FILE);
    if !own.exists() {
        let message = format!(
            "nothing can be written beside the configuration; runs are remembered in `{}` unless `ledger.path` names another file",
            own.display()
        );
        pass.warn("/ledger", &message);
    }
    own
}

/// Whether a file can be made in a folder; one that is not there is made when it is needed. Leaves nothing there.
fn takes_files(folder: Option<&Path>) -> bool {
    let folder = folder.filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let refused = tempfile::tempfile_in(folder).err().map(|error| error.kind());
    !matches!(refused, Some(ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem))
}

#[cfg(test)]
mod tests;
