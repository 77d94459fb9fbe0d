//! The campaign table as a CSV file with one row a person and campaign, columns in any order. Asks Odoo nothing.

use std::path::Path;

use super::columns::{self, EXAMPLE};
use super::row::{Row, Spot};
use crate::config::source::{ConfigErrors, Place};

/// The largest table that is read, in bytes and rows.
const SIZE_LIMIT: u64 = 16 << 20;
const ROW_LIMIT: usize = 100_000;

/// Reads the table.
///
/// # Errors
/// Every row that cannot be read, with its line.
pub fn read_table(path: &Path) -> Result<Vec<Row>, ConfigErrors> {
    let whole = |message: String| {
        let mut errors = ConfigErrors::new();
        errors.add(Place::file(path), "", message, EXAMPLE.to_owned());
        errors
    };
    let unreadable = |error: &dyn std::fmt::Display| whole(format!("the campaign table cannot be read: {error}"));
    let size = std::fs::metadata(path).map_err(|error| unreadable(&error))?.len();
    if size > SIZE_LIMIT {
        return Err(whole(format!("the campaign table is larger than {} MiB", SIZE_LIMIT >> 20)));
    }
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_path(path)
        .map_err(|error| unreadable(&error))?;
    let headers = reader.headers().map_err(|error| {
        let mut errors = ConfigErrors::new();
        let (message, hint) = of_csv(&error);
        errors.add(at_line(path, 1).place, "", message, hint.to_owned());
        errors
    })?;
    if headers.is_empty() {
        return Err(whole("the campaign table is empty".to_owned()));
    }
    let headers = columns::headers(headers.iter(), &at_line(path, 1))?;
    let mut errors = ConfigErrors::new();
    let mut rows = Vec::new();
    for record in reader.records() {
        let (line, read) = match record {
            Ok(record) => {
                let line = record.position().map_or(0, |position| position.line() as usize);
                let values: Vec<&str> = record.iter().collect();
                (line, columns::row(at_line(path, line), &headers, &values))
            }
            Err(error) => (error.position().map_or(0, |position| position.line() as usize), Err(of_csv(&error))),
        };
        match read {
            Ok(row) => rows.extend(row),
            Err((message, hint)) => errors.add(at_line(path, line).place, "", message, hint.to_owned()),
        }
        if rows.len() > ROW_LIMIT {
            return Err(whole(format!("the campaign table has more than {ROW_LIMIT} rows")));
        }
    }
    errors.into_result(rows)
}

fn at_line(path: &Path, line: usize) -> Spot {
    Spot { place: Place { file: path.to_owned(), line, column: 1 }, path: String::new() }
}

fn of_csv(error: &csv::Error) -> columns::Mistake {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => ("the text is not UTF-8".to_owned(), "save the file as UTF-8"),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => (
            format!("the row has {len} values where the first line names {expected_len} columns"),
            "a value with a comma in it needs quotes around it, and each quote its end",
        ),
        _ => (format!("the row cannot be read: {error}"), "write one line a person, with commas between the values"),
    }
}
