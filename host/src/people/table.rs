//! The campaign table: a CSV file with one row a person and campaign, columns in any order. Asks Odoo nothing.

use std::collections::BTreeMap;
use std::path::Path;

use crate::config::source::{ConfigErrors, Place};
use crate::text::fold;

/// The columns that odlm reads; any other column is kept for strategies that ask for it.
const COLUMNS: [&str; 7] =
    ["salesperson_name", "salesperson_id", "campaign_name", "active", "team", "level", "target_leads"];
/// The largest table that is read, in bytes and rows.
const SIZE_LIMIT: u64 = 16 << 20;
const ROW_LIMIT: usize = 100_000;

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: usize,
    /// A name or login.
    pub name: String,
    /// Odoo's user id, when the table gives one.
    pub id: Option<u64>,
    /// The campaign; none is every campaign.
    pub campaign: Option<String>,
    /// Whether the person takes part.
    pub active: bool,
    /// The level.
    pub level: Option<String>,
    /// Leads that the person should own.
    pub target: Option<u32>,
    /// The other columns' values that are not empty, `team` among them, by the column's name.
    pub fields: BTreeMap<String, String>,
}

impl Row {
    /// Whether the row counts for a campaign: it names none, or the same one. Without a campaign every row counts.
    #[must_use]
    pub fn is_of(&self, campaign: Option<&str>) -> bool {
        self.campaign.as_deref().zip(campaign).is_none_or(|(has, wanted)| fold(has) == fold(wanted))
    }
}

/// Reads the table.
///
/// # Errors
/// Every row that cannot be read, with its line.
pub fn read_table(path: &Path) -> Result<Vec<Row>, ConfigErrors> {
    let mut errors = ConfigErrors::new();
    let whole = |message: String, hint: &str| {
        let mut errors = ConfigErrors::new();
        errors.add(Place::file(path), "", message, hint.to_owned());
        errors
    };
    let example = "the first line names the columns: salesperson_name,salesperson_id,campaign_name,active,team,level,target_leads";
    let size = std::fs::metadata(path)
        .map_err(|error| whole(format!("the campaign table cannot be read: {error}"), example))?
        .len();
    if size > SIZE_LIMIT {
        return Err(whole(format!("the campaign table is larger than {} MiB", SIZE_LIMIT >> 20), example));
    }
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_path(path)
        .map_err(|error| whole(format!("the campaign table cannot be read: {error}"), example))?;
    let headers = reader.headers().map_err(|error| {
        let mut errors = ConfigErrors::new();
        let (message, hint) = of_csv(&error);
        errors.add(at_line(path, 1), "", message, hint.to_owned());
        errors
    })?;
    if headers.is_empty() {
        return Err(whole("the campaign table is empty".to_owned(), example));
    }
    let headers: Vec<String> =
        headers.iter().map(|header| header.trim_start_matches('\u{feff}').to_lowercase()).collect();
    for (at, header) in headers.iter().enumerate() {
        if headers.iter().take(at).any(|earlier| earlier == header) && !header.is_empty() {
            errors.add(
                at_line(path, 1),
                "",
                format!("column `{header}` stands twice"),
                "remove one of the two columns".to_owned(),
            );
        }
    }
    if !headers.iter().any(|header| header == "salesperson_name" || header == "salesperson_id") {
        errors.add(
            at_line(path, 1),
            "",
            "neither a column `salesperson_name` nor `salesperson_id` is there",
            example.to_owned(),
        );
    }
    errors.into_result(())?;
    let mut errors = ConfigErrors::new();
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, |position| position.line() as usize);
                match row(line, &headers, &record) {
                    Ok(Some(row)) => rows.push(row),
                    Ok(None) => {}
                    Err((message, hint)) => errors.add(at_line(path, line), "", message, hint.to_owned()),
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, |position| position.line() as usize);
                let (message, hint) = of_csv(&error);
                errors.add(at_line(path, line), "", message, hint.to_owned());
            }
        }
        if rows.len() > ROW_LIMIT {
            return Err(whole(format!("the campaign table has more than {ROW_LIMIT} rows"), example));
        }
    }
    errors.into_result(rows)
}

fn at_line(path: &Path, line: usize) -> Place {
    Place { file: path.to_owned(), line, column: 1 }
}

fn of_csv(error: &csv::Error) -> (String, &'static str) {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => ("the text is not UTF-8".to_owned(), "save the file as UTF-8"),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => (
            format!("the row has {len} values where the first line names {expected_len} columns"),
            "a value with a comma in it needs quotes around it, and each quote its end",
        ),
        _ => (format!("the row cannot be read: {error}"), "write one line a person, with commas between the values"),
    }
}

fn row(line: usize, headers: &[String], record: &csv::StringRecord) -> Result<Option<Row>, (String, &'static str)> {
    if headers.iter().map(String::as_str).eq(record.iter().map(str::to_lowercase)) {
        return Err(("the line with the columns' names stands here again".to_owned(), "remove the line"));
    }
    let value = |name: &str| {
        let at = headers.iter().position(|header| header == name)?;
        record.get(at).filter(|value| !value.is_empty())
    };
    if record.iter().all(str::is_empty) {
        return Ok(None);
    }
    let id = match value("salesperson_id") {
        Some(text) => match text.parse::<u64>() {
            Ok(id) if id > 0 => Some(id),
            _ => {
                return Err((
                    format!("`{text}` in salesperson_id is not an id"),
                    "leave it empty to find the person by name or login",
                ));
            }
        },
        None => None,
    };
    let name = value("salesperson_name").unwrap_or_default().to_owned();
    if name.is_empty() && id.is_none() {
        return Err(("the row names nobody".to_owned(), "give salesperson_name (a name or login) or salesperson_id"));
    }
    let active = match value("active").map(str::to_lowercase).as_deref() {
        None | Some("true" | "yes" | "1" | "y" | "t") => true,
        Some("false" | "no" | "0" | "n" | "f") => false,
        Some(other) => return Err((format!("`{other}` in active is neither true nor false"), "write true or false")),
    };
    let target = match value("target_leads") {
        Some(text) => Some(text.parse().map_err(|_| {
            (format!("`{text}` in target_leads is not a number of leads"), "write a whole number from 0")
        })?),
        None => None,
    };
    let fields = headers
        .iter()
        .zip(record.iter())
        .filter(|(header, value)| {
            !value.is_empty() && (header.as_str() == "team" || !COLUMNS.contains(&header.as_str()))
        })
        .map(|(header, value)| (header.clone(), value.to_owned()))
        .collect();
    let campaign = value("campaign_name").map(str::to_owned);
    let level = value("level").map(str::to_owned);
    Ok(Some(Row { line, name, id, campaign, active, level, target, fields }))
}
