//! Report files of a run: one a format, each whole or not at all. What does not add up is not written, and nothing but an older report
//! is written over.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::exports::beside;
use super::files::{Readers, replace};
use super::output::say;
use super::own::{free_for_report, same};
use crate::config::Reporting;
use crate::config::written::ReportFormat;
use crate::domain::run::{RunId, RunRecord};
use crate::error::Error;
use crate::ledger::{Ledger, RunFilter};
use crate::report::run::{LATEST, RunReport};

/// The most letters of a campaign in a file's name.
const NAME: usize = 60;

/// Passes where the files that a run is to leave can be written: places that are free, or have reports of earlier runs, and that no
/// other output of the run is to take. Asked before it begins; makes the folder.
///
/// # Errors
/// A file that is something else, a folder in which nothing can be written.
pub(super) fn check(reporting: &Reporting, others: &[PathBuf]) -> Result<(), Error> {
    if !reporting.generate {
        return Ok(());
    }
    match reporting.location.as_deref() {
        Some(file) if !is_folder(file) => {
            for format in &reporting.formats {
                let path = named(file, reporting, *format)?;
                if others.iter().any(|other| same(other, &path)) {
                    let message = format!("`{}` is to be the report, and the leads that are exported", path.display());
                    return Err(Error::usage(message, "name another file with `--report-location`"));
                }
                free_for_report(&path)?;
            }
            writable(file.parent().unwrap_or(Path::new("")))
        }
        folder => writable(folder.unwrap_or(Path::new(""))),
    }
}

/// Passes where a file can be made in a folder, which is made too.
fn writable(folder: &Path) -> Result<(), Error> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let tried = std::fs::create_dir_all(folder).and_then(|()| tempfile::tempfile_in(folder));
    tried.map(drop).map_err(|error| {
        Error::usage(
            format!("no report can be written to the folder `{}`: {error}", folder.display()),
            "name another folder or file with `--report-location` or `report_location`",
        )
    })
}

/// Makes the report file that the command line names one of several campaigns: `campaign` stands behind its name.
pub(super) fn share(reporting: &mut Reporting, campaign: &str) {
    if let Some(path) = reporting.location.as_mut().filter(|path| !is_folder(path)) {
        *path = beside(path, campaign);
    }
}

/// The whole report of a recorded run, checked; none where the ledger has no such run.
///
/// # Errors
/// The ledger; two figures that contradict each other.
pub(super) async fn whole(ledger: &dyn Ledger, run: RunId) -> Result<Option<(RunRecord, RunReport)>, Error> {
    let Some(record) = ledger.run(run).await? else { return Ok(None) };
    let decisions = ledger.decisions(run).await?;
    let of_campaign = RunFilter {
        odoo: Some(record.new.odoo.clone()),
        campaign: Some(record.new.campaign.clone()),
        ..RunFilter::default()
    };
    let latest = ledger.runs_between(&of_campaign, LATEST).await?;
    let report = RunReport::new(&record, &decisions, &latest);
    report.check().map_err(|why| Error::Unexpected(why.to_string()))?;
    Ok(Some((record, report)))
}

/// Writes the report of a run in every format that is wanted, and says where.
///
/// # Errors
/// As [`whole`]; a file that cannot be written.
pub(super) async fn write(reporting: &Reporting, ledger: &dyn Ledger, run: RunId) -> Result<(), Error> {
    let Some((record, report)) = whole(ledger, run).await? else { return Ok(()) };
    for format in &reporting.formats {
        let path = path(reporting, &record, *format)?;
        free_for_report(&path)?;
        writable(path.parent().unwrap_or(Path::new("")))?;
        replace(&path, &rendered(&report, *format)?, Readers::Owner)?;
        say(&format!("the report is written to `{}`", path.display()));
    }
    Ok(())
}

fn rendered(report: &RunReport, format: ReportFormat) -> Result<String, Error> {
    let unexpected =
        |error: &dyn std::fmt::Display| Error::Unexpected(format!("the report cannot be written: {error}"));
    match format {
        ReportFormat::Html => report.html().map_err(|error| unexpected(&error)),
        ReportFormat::Csv => report.csv().map_err(|error| unexpected(&error)),
        ReportFormat::Md => Ok(report.markdown()),
        ReportFormat::Json => {
            serde_json::to_string_pretty(report).map(|text| text + "\n").map_err(|error| unexpected(&error))
        }
    }
}

/// Where a report goes: into a folder under a name of its own, or to the file that is named.
fn path(reporting: &Reporting, record: &RunRecord, format: ReportFormat) -> Result<PathBuf, Error> {
    let ending = ending(format);
    match &reporting.location {
        Some(file) if !is_folder(file) => named(file, reporting, format),
        folder => {
            let day = Timestamp::from_second(record.new.now).map(|begun| begun.strftime("%Y%m%d").to_string());
            let name = format!(
                "odlm_report_{}_run{}_{}.{ending}",
                harmless(&record.new.campaign),
                record.id,
                day.unwrap_or_default()
            );
            Ok(folder.as_deref().unwrap_or(Path::new("")).join(name))
        }
    }
}

/// A file that is named, with the ending of the format where there are several.
///
/// # Errors
/// Its ending is that of another format.
fn named(file: &Path, reporting: &Reporting, format: ReportFormat) -> Result<PathBuf, Error> {
    if reporting.formats.len() > 1 {
        return Ok(file.with_extension(ending(format)));
    }
    let found = file.extension().map(|found| found.to_string_lossy().to_lowercase());
    let known = [ReportFormat::Csv, ReportFormat::Html, ReportFormat::Json, ReportFormat::Md];
    match found.filter(|found| found != ending(format) && known.iter().any(|known| found == ending(*known))) {
        None => Ok(file.to_owned()),
        Some(found) => Err(Error::usage(
            format!("`{}` ends in `.{found}`, and the report's format is {}", file.display(), ending(format)),
            format!("add `--report-format {found}`, or name a file that ends in `.{}`", ending(format)),
        )),
    }
}

/// A path that is a folder, or that has no ending and so is to become one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.extension().is_none() || path.to_string_lossy().ends_with(['/', '\\'])
}

fn ending(format: ReportFormat) -> &'static str {
    match format {
        ReportFormat::Csv => "csv",
        ReportFormat::Html => "html",
        ReportFormat::Json => "json",
        ReportFormat::Md => "md",
    }
}

/// A campaign's name as a part of a file's.
fn harmless(name: &str) -> String {
    name.chars().map(|letter| if letter.is_alphanumeric() || letter == '-' { letter } else { '_' }).take(NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_without_an_ending_is_a_folder() {
        for (path, folder) in [("reports", true), ("out/", true), ("out.d/", true), ("report.html", false), (".", true)]
        {
            assert_eq!(is_folder(Path::new(path)), folder, "{path}");
        }
        assert_eq!(harmless("Voice / Süd: 1"), "Voice___Süd__1");
    }
}
