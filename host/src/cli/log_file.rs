//! The file of the log: private to its owner, named after its day or hour, the oldest removed.
//!
//! A process goes on in the file in which it began, so a run is read in one place.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::config::LogFile;
use crate::config::written::LogRotation;
use crate::error::Error;

/// Opens the file of this day or hour, and removes what is beyond those that are kept.
///
/// # Errors
/// It cannot be written.
pub(super) fn open(written: &LogFile, now: Timestamp) -> Result<File, Error> {
    let path = place(written, now);
    let file = append(&path).map_err(|error| {
        Error::usage(
            format!("the log `{}` cannot be written: {error}", path.display()),
            "check the folder of `logging.file` and its rights, or name another file",
        )
    })?;
    // What cannot be removed stays: a log that is too long is no reason not to run.
    let _ = remove_oldest(written);
    Ok(file)
}

/// The file at a time; with rotation between the name and its ending stands the day or hour, UTC.
fn place(written: &LogFile, now: Timestamp) -> PathBuf {
    let form = match written.rotation {
        LogRotation::Never => return written.path.clone(),
        LogRotation::Daily => "%Y-%m-%d",
        LogRotation::Hourly => "%Y-%m-%d-%H",
    };
    let (before, after) = around(&written.path);
    written.path.with_file_name(format!("{before}{}{after}", now.strftime(form)))
}

/// What stands before and after the day: `odlm.` and `.log`.
fn around(path: &Path) -> (String, String) {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let ending = path.extension().map_or(String::new(), |ending| format!(".{}", ending.to_string_lossy()));
    (part(path.file_stem()) + ".", ending)
}

fn append(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent().filter(|folder| *folder != Path::new("")) {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Removes the oldest files of this log: those whose name holds a day or hour, as many as there are beyond `keep`.
fn remove_oldest(written: &LogFile) -> io::Result<()> {
    if written.rotation == LogRotation::Never {
        return Ok(());
    }
    let folder = written.path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let (before, after) = around(&written.path);
    let mut dated = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let when = name.strip_prefix(&before).and_then(|rest| rest.strip_suffix(&after));
        if let Some(when) = when.filter(|when| is_date(when)) {
            dated.push((when.to_owned(), entry.path()));
        }
    }
    // The names sort as the times do.
    dated.sort();
    let beyond = dated.len().saturating_sub(written.keep);
    for (_, path) in dated.iter().take(beyond) {
        // Another process may have been quicker.
        let _ = fs::remove_file(path);
    }
    Ok(())
}

/// `2026-01-31`, or `2026-01-31-23`.
fn is_date(text: &str) -> bool {
    let form = if text.len() == 10 { "dddd-dd-dd" } else { "dddd-dd-dd-dd" };
    let fits = |(letter, form): (char, char)| if form == 'd' { letter.is_ascii_digit() } else { letter == form };
    text.len() == form.len() && text.chars().zip(form.chars()).all(fits)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn so_many_days_are_kept_and_nothing_else_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("log");
        let written = |rotation| LogFile { path: inside.join("odlm.log"), rotation, keep: 3 };
        let daily = written(LogRotation::Daily);
        fs::create_dir(&inside).unwrap();
        for other in ["odlm.log", "odlm.2026-01-01.log.gz", "odlm.draft.log", "other.2026-01-01.log"] {
            fs::write(inside.join(other), "").unwrap();
        }
        for day in 1..=5 {
            let now: Timestamp = format!("2026-01-0{day}T23:59:59Z").parse().unwrap();
            for _ in 0..2 {
                writeln!(open(&daily, now).unwrap(), "day {day}").unwrap();
            }
        }
        let kept: Vec<String> = names(&inside).into_iter().filter(|name| name.starts_with("odlm.2026-01-0")).collect();
        assert_eq!(
            kept,
            ["odlm.2026-01-01.log.gz", "odlm.2026-01-03.log", "odlm.2026-01-04.log", "odlm.2026-01-05.log"]
        );
        assert_eq!(names(&inside).len(), 7);
        assert_eq!(fs::read_to_string(inside.join("odlm.2026-01-05.log")).unwrap(), "day 5\nday 5\n");
        let now: Timestamp = "2026-01-06T07:08:09Z".parse().unwrap();
        open(&written(LogRotation::Hourly), now).unwrap();
        assert!(names(&inside).contains(&"odlm.2026-01-06-07.log".to_owned()));
        open(&written(LogRotation::Never), now).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(inside.join("odlm.2026-01-05.log")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_log_that_cannot_be_written_is_told_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let path = folder.path().join("file/odlm.log");
        let error = open(&LogFile { path, rotation: LogRotation::Never, keep: 1 }, Timestamp::UNIX_EPOCH).unwrap_err();
        assert!(error.to_string().contains("file/odlm.log` cannot be written"), "{error}");
        assert_eq!(error.exit_code(), crate::exit_code::ExitCode::Usage);
    }
}
