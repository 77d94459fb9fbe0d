//! `reporting`.

use std::path::Path;

use crate::config::resolve::Pass;
use crate::config::resolved::{ReportOverrides, Reporting};
use crate::config::written::{self, ReportFormat, ReportFormats};

pub(super) fn reporting(pass: &mut Pass, written: &written::Reporting, overrides: &ReportOverrides) -> Reporting {
    let named = match &written.report_format {
        None => vec![ReportFormat::Csv],
        Some(ReportFormats::One(format)) => vec![*format],
        Some(ReportFormats::Many(formats)) => formats.clone(),
    };
    if named.is_empty() {
        let hint = "name `csv`, `html`, `json` or `md`, or leave the key out".to_owned();
        pass.error("/reporting/report_format", "no format is named", hint);
    }
    let mut formats: Vec<ReportFormat> = Vec::new();
    for format in if overrides.formats.is_empty() { named } else { overrides.formats.clone() } {
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    let beside = || Some(pass.path.parent().unwrap_or(Path::new("")).join(written.report_location.as_deref()?));
    Reporting {
        generate: written.generate_report || overrides.generate,
        formats,
        location: overrides.location.clone().or_else(beside),
    }
}
