//! What a run leaves to be looked at.

use std::path::PathBuf;

use crate::config::written::ReportFormat;

/// The report files of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reporting {
    /// Whether there are any.
    pub generate: bool,
    /// Their formats, each once, in the order in which they were named; never empty.
    pub formats: Vec<ReportFormat>,
    /// A file or a folder; none: the working folder.
    pub location: Option<PathBuf>,
}

impl Reporting {
    /// Report files of a past run: the command line alone says how.
    #[must_use]
    pub fn of_flags(flags: ReportOverrides) -> Reporting {
        let formats = if flags.formats.is_empty() { vec![ReportFormat::Csv] } else { flags.formats };
        Reporting { generate: flags.generate, formats, location: flags.location }
    }
}

/// What the command line says of report files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportOverrides {
    /// `--generate-report`, or a flag that says how.
    pub generate: bool,
    /// `--report-format`; empty where it is not named.
    pub formats: Vec<ReportFormat>,
    /// `--report-location`.
    pub location: Option<PathBuf>,
}
