//! Where the file of a ledger may be, what is made there, and what is said where it may not.

use std::fs;
use std::path::{Path, PathBuf};

use odlm::domain::decision::State;
use odlm::domain::run::Status;
use odlm::ledger::{EndRecord, LedgerError};

use super::samples::{change, end, new_run, person, planned, planning};

/// The error of opening, which names the file and has a hint.
pub(super) async fn refusal(path: &Path) -> LedgerError {
    let error = crate::support::ledgers::at(path).await.err().unwrap();
    assert!(error.to_string().contains(&format!("`{}`", path.display())), "{error}");
    assert!(!error.to_string().ends_with('.') && !error.to_string().contains('\n'), "{error}");
    assert!(error.hint().is_some(), "{error}");
    error
}

#[tokio::test]
async fn makes_folders_and_file_for_the_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/ledger.sqlite");
    let ledger = crate::support::ledgers::at(&path).await.unwrap();
    ledger.begin(&new_run()).await.unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path().join("deep")), 0o700);
        assert_eq!(mode(folder.path().join("deep/er")), 0o700);
        for file in fs::read_dir(folder.path().join("deep/er")).unwrap() {
            let file = file.unwrap().path();
            assert_eq!(mode(file.clone()), 0o600, "{}", file.display());
        }
    }
    ledger.close().await;
    let left: Vec<_> =
        fs::read_dir(folder.path().join("deep/er")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["ledger.sqlite"], "a ledger that was closed is one file");
}

#[tokio::test]
async fn names_that_sqlite_or_a_url_would_read_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a b?mode=memory&x=%41#y.sqlite", ":memory:", "file:x", "Größe 表.sqlite"] {
        let path = folder.path().join(name);
        let ledger = crate::support::ledgers::at(&path).await.unwrap();
        let run = ledger.begin(&new_run()).await.unwrap();
        ledger.close().await;
        assert!(fs::metadata(&path).unwrap().len() > 0, "`{name}` is not where the ledger went");
        let ledger = crate::support::ledgers::look_at(&path).await.unwrap();
        assert!(ledger.run(run).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn places_that_cannot_hold_a_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    let below_a_file = refusal(&folder.path().join("file/ledger.sqlite")).await;
    assert!(matches!(below_a_file, LedgerError::Unreachable { .. }), "{below_a_file:?}");
    let a_folder = refusal(folder.path()).await;
    assert!(matches!(a_folder, LedgerError::Unreachable { .. }), "{a_folder:?}");
}

/// A folder in which this user cannot make a file. Rights do not bind root, but /proc does.
#[cfg(target_os = "linux")]
fn unwritable(folder: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o500)).unwrap();
    match fs::write(folder.join("probe"), "") {
        Ok(()) => PathBuf::from("/proc/self"),
        Err(_) => folder.to_owned(),
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_may_not_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let unwritable = unwritable(folder.path());
    for path in [unwritable.join("ledger.sqlite"), unwritable.join("folder/ledger.sqlite")] {
        let error = refusal(&path).await;
        assert!(matches!(error, LedgerError::Unreachable { .. }), "{error:?}");
        let error = crate::support::ledgers::look_at(&path).await.err().unwrap();
        assert!(matches!(error, LedgerError::Missing { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn reading_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none/ledger.sqlite");
    let error = crate::support::ledgers::look_at(&path).await.err().unwrap();
    assert!(matches!(error, LedgerError::Missing { .. }), "{error:?}");
    assert!(error.to_string().contains("none/ledger.sqlite") && error.hint().unwrap().contains("odlm dailydist"));
    assert!(!folder.path().join("none").exists());
    let empty = folder.path().join("empty.sqlite");
    fs::write(&empty, "").unwrap();
    let error = crate::support::ledgers::look_at(&empty).await.err().unwrap();
    assert!(matches!(error, LedgerError::Missing { .. }), "{error:?}");
    assert_eq!(fs::metadata(&empty).unwrap().len(), 0);
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    let ledger = crate::support::ledgers::at(&path).await.unwrap();
    let run = ledger.begin(&new_run()).await.unwrap();
    ledger.record_plan(run, planning(&[person(1, 0, 1)], &[planned(1)])).await.unwrap();

    // Beside a run that is at work, and after it.
    for _ in 0..2 {
        let reader = crate::support::ledgers::look_at(&path).await.unwrap();
        assert_eq!(reader.decisions(run).await.unwrap(), [planned(1)]);
        let refused = reader.set_states(run, &[change(1, State::Done)]).await;
        assert!(matches!(refused, Err(LedgerError::Unreachable { .. })), "{refused:?}");
        let refused = reader.finish(run, EndRecord::of(&end(Status::Complete))).await;
        assert!(matches!(refused, Err(LedgerError::Unreachable { .. })), "{refused:?}");
        ledger.close().await;
    }
    let reader = crate::support::ledgers::look_at(&path).await.unwrap();
    assert_eq!(reader.run(run).await.unwrap().unwrap().status, Status::Running);
}
