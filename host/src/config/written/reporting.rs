//! `reporting` as it is written.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::email::Email;

/// What a run leaves to be looked at.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-refused" = json!({
    "enabled": "write `generate_report`",
})))]
pub struct Reporting {
    /// Whether each run leaves a report file, as `--generate-report`. Default: false.
    #[serde(default)]
    pub generate_report: bool,
    /// The format of the report, or several of them, as `--report-format`. Default: `csv`.
    pub report_format: Option<ReportFormats>,
    /// A file or a folder, relative to the configuration, as `--report-location`. Default: the working folder.
    #[schemars(length(min = 1))]
    pub report_location: Option<String>,
    /// Telling salespeople and managers what a run gave out.
    #[serde(default)]
    pub email: Email,
}

/// One format, or several.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ReportFormats {
    /// One.
    One(ReportFormat),
    /// Several.
    Many(Vec<ReportFormat>),
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// One table for spreadsheets.
    Csv,
    /// One page for a browser, to look at and to print.
    Html,
    /// One document for programs.
    Json,
    /// One text in Markdown.
    Md,
}

impl ReportFormat {
    /// Every format.
    pub const ALL: [ReportFormat; 4] = [ReportFormat::Csv, ReportFormat::Html, ReportFormat::Json, ReportFormat::Md];

    /// The ending of its files, without the dot.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            ReportFormat::Csv => "csv",
            ReportFormat::Html => "html",
            ReportFormat::Json => "json",
            ReportFormat::Md => "md",
        }
    }
}
