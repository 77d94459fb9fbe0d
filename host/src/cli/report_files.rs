//! Report files of a run: one a format, each whole or not at all. What does not add up is not written, and nothing but an older report
//! is written over.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::exports::beside;
use super::files::{Readers, replace};
use super::output::say;
use crate::config::Reporting;
use crate::config::written::ReportFormat;
use crate::domain::run::{RunId, RunRecord};
use crate::error::Error;
use crate::ledger::{Ledger, RunFilter};
use crate::report::run::{LATEST, RunReport};

/// The most letters of a campaign in a file's name.
const NAME: usize = 60;

/// How much of a file is looked at to know a report.
const BEGIN: u64 = 2_048;

/// Passes where the files that a run is to leave are free, or reports of earlier runs: asked before it begins.
///
/// # Errors
/// A file that is something else.
pub(super) fn check(reporting: &Reporting) -> Result<(), Error> {
    let Some(file) = reporting.location.as_deref().filter(|path| reporting.generate && !is_folder(path)) else {
        return Ok(());
    };
    reporting.formats.iter().try_for_each(|format| free(&named(file, reporting, *format)))
}

/// Makes the report file that the command line names one of several campaigns: `campaign` stands behind its name.
pub(super) fn share(reporting: &mut Reporting, campaign: &str) {
    if let Some(path) = reporting.location.as_mut().filter(|path| !is_folder(path)) {
        *path = beside(path, campaign);
    }
}

/// Passes where no file is, or a report.
fn free(path: &Path) -> Result<(), Error> {
    match is_report(path) {
        Ok(true) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(false) => Err(Error::usage(
            format!("`{}` is there already and is no report of odlm", path.display()),
            "name another file or a folder, or move that file away",
        )),
        Err(error) => Err(Error::usage(
            format!("`{}` cannot be written: {error}", path.display()),
            "name another file or a folder with `--report-location` or `report_location`",
        )),
    }
}

/// Whether a file begins as reports do.
fn is_report(path: &Path) -> io::Result<bool> {
    let mut begin = Vec::new();
    File::open(path)?.take(BEGIN).read_to_end(&mut begin)?;
    let text = String::from_utf8_lossy(&begin);
    let text = text.trim_start_matches('\u{feff}');
    let starts = ["section,item,measure,value", "{\n  \"run\": ", "# Run ", "# Dry run "];
    let is_page = text.starts_with("<!DOCTYPE html>") && text.contains("<meta name=\"generator\" content=\"odlm\">");
    Ok(is_page || starts.iter().any(|start| text.starts_with(start)))
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
        let path = path(reporting, &record, *format);
        free(&path)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| Error::System {
                what: format!("the folder `{}` cannot be made", folder.display()),
                detail: error.to_string(),
            })?;
        }
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
fn path(reporting: &Reporting, record: &RunRecord, format: ReportFormat) -> PathBuf {
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
            folder.as_deref().unwrap_or(Path::new("")).join(name)
        }
    }
}

/// A file that is named, with the ending of the format where there are several.
fn named(file: &Path, reporting: &Reporting, format: ReportFormat) -> PathBuf {
    match reporting.formats.len() {
        1 => file.to_owned(),
        _ => file.with_extension(ending(format)),
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
