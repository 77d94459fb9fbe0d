//! What odlm may write over: what it wrote itself, known by how it begins. Anything else is somebody's, like a configuration or a ledger.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

use crate::config::Config;
use crate::error::Error;
use crate::files;

/// How much of a file is looked at.
const BEGIN: usize = 2_048;

/// How reports of runs and of periods begin: CSV, JSON, Markdown, text.
const REPORTS: [&str; 12] = [
    "section,item,measure,value",
    "day,runs,",
    "campaign,odoo,",
    "id,name,odoo,",
    "{\n  \"run\": ",
    "{\n  \"from\": ",
    "# Run ",
    "# Dry run ",
    "# Runs from ",
    "# Dry runs from ",
    "Runs from ",
    "Dry runs from ",
];

/// Passes where no file is, or a report.
///
/// # Errors
/// A file that is something else.
pub(super) fn free_for_report(path: &Path) -> Result<(), Error> {
    free(path, is_report(path), "is no report of odlm")
}

/// Passes where no file is, or leads that were exported before.
///
/// # Errors
/// A file that is something else.
pub(super) fn free_for_leads(path: &Path, config: &Config) -> Result<(), Error> {
    if config.inputs().iter().any(|input| same(input, path)) {
        return Err(taken(path, "the configuration reads it"));
    }
    free(path, is_leads(path), "has no leads that odlm exported, with `id` among the fields")
}

/// Passes where a file for results of tests can be written: where none is, or an empty one, or one of odlm's.
///
/// # Errors
/// A file that is something else, or that cannot be written.
pub(super) fn free_for_junit(path: &Path) -> Result<(), Error> {
    let own = begin(path).map(|text| text.is_empty() || (text.starts_with("<?xml") && text.contains("<testsuites ")));
    free(path, own, "has no results of odlm's tests")?;
    // Found out before the tests, not after them.
    let opened = OpenOptions::new().append(true).create(true).open(path);
    opened.map(drop).map_err(|error| unwritable(path, &error))
}

/// Whether two paths mean the same place.
pub(super) fn same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
    matches!((whole(one), whole(other)), (Ok(one), Ok(other)) if one == other)
}

/// Whether a file begins as reports do.
pub(super) fn is_report(path: &Path) -> io::Result<bool> {
    let text = begin(path)?;
    let is_page = text.starts_with("<!DOCTYPE html>") && text.contains("<meta name=\"generator\" content=\"odlm\">");
    Ok(is_page || REPORTS.iter().any(|start| text.starts_with(start)))
}

/// Whether a file begins with names of fields, `id` among them, or is an empty one or none.
fn is_leads(path: &Path) -> io::Result<bool> {
    let text = begin(path)?;
    let is_field = |name: &str| {
        name.starts_with(|letter: char| letter.is_ascii_lowercase())
            && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
    };
    let header: Vec<&str> = text.lines().next().unwrap_or_default().split(',').collect();
    let is_usual = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("distributable_leads"));
    Ok(text.is_empty() || (header.iter().all(|name| is_field(name)) && (is_usual || header.contains(&"id"))))
}

fn begin(path: &Path) -> io::Result<String> {
    let begin = files::read(path, BEGIN)?;
    Ok(String::from_utf8_lossy(&begin).trim_start_matches('\u{feff}').to_owned())
}

fn free(path: &Path, own: io::Result<bool>, but: &str) -> Result<(), Error> {
    match own {
        Ok(true) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(false) => Err(taken(path, but)),
        Err(error) => Err(unwritable(path, &error)),
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::usage(format!("`{}` cannot be written: {error}", path.display()), "name another file or a folder")
}

fn taken(path: &Path, but: &str) -> Error {
    Error::usage(
        format!("`{}` is there already and {but}", path.display()),
        "name another file or a folder, or move that file away",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_exported_is_known_by_its_fields() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        for (name, text, is_own) in [
            ("any.csv", "id,name,x_source_2\n1,a,b\n", true),
            ("any.csv", "", true),
            ("any.csv", "name,phone\n", false),
            ("distributable_leads_Voice.csv", "name,phone\n", true),
            ("distributable_leads.csv", "SQLite format 3\0", false),
            (".env", "ODOO_API_KEY=id\n", false),
            ("odlm.yaml", "odoo_connection:\n", false),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, text)?;
            assert_eq!(is_leads(&path)?, is_own, "{name}: {text}");
        }
        Ok(())
    }
}
