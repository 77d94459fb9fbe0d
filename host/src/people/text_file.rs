//! People in a text file, one a line: `name`, or `name|id|level|target`. A line that begins with `#` is a comment. Asks Odoo nothing.

use std::path::Path;

use super::columns::{self, Mistake};
use super::row::{Row, Spot};
use crate::config::source::{ConfigErrors, Place};

/// The largest file that is read, in bytes and lines.
const SIZE_LIMIT: u64 = 16 << 20;
const LINE_LIMIT: usize = 100_000;

/// What a line looks like.
const FORM: &str = "write one person a line: `name`, or `name|id|level|target` with what is not needed left empty";

/// Reads the file.
///
/// # Errors
/// Every line that cannot be read, with its number.
pub fn read_text_file(path: &Path) -> Result<Vec<Row>, ConfigErrors> {
    let whole = |message: String, hint: &str| {
        let mut errors = ConfigErrors::new();
        errors.add(Place::file(path), "", message, hint.to_owned());
        errors
    };
    let unreadable = |error: std::io::Error| whole(format!("the file cannot be read: {error}"), FORM);
    if std::fs::metadata(path).map_err(unreadable)?.len() > SIZE_LIMIT {
        return Err(whole(format!("the file is larger than {} MiB", SIZE_LIMIT >> 20), FORM));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text =
        String::from_utf8(bytes).map_err(|_| whole("the text is not UTF-8".to_owned(), "save the file as UTF-8"))?;
    if text.lines().count() > LINE_LIMIT {
        return Err(whole(format!("the file has more than {LINE_LIMIT} lines"), FORM));
    }
    let rows = rows(path, &text)?;
    if rows.is_empty() { Err(whole("the file names nobody".to_owned(), FORM)) } else { Ok(rows) }
}

fn rows(path: &Path, text: &str) -> Result<Vec<Row>, ConfigErrors> {
    let mut errors = ConfigErrors::new();
    let mut rows = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = Place { file: path.to_owned(), line: index + 1, column: 1 };
        match row(Spot { place: place.clone(), path: String::new() }, line) {
            Ok(row) => rows.push(row),
            Err((message, hint)) => errors.add(place, "", message, hint.to_owned()),
        }
    }
    errors.into_result(rows)
}

fn row(spot: Spot, line: &str) -> Result<Row, Mistake> {
    let mut parts = line.split('|').map(str::trim);
    let mut next = || parts.next().filter(|part| !part.is_empty());
    let (name, id, level, target) = (next(), next(), next(), next());
    if parts.next().is_some() {
        return Err((format!("the line has {} parts", line.split('|').count()), FORM));
    }
    let id = id.map(|text| columns::id("the second part", text)).transpose()?;
    let target = target.map(|text| columns::target("the fourth part", text)).transpose()?;
    if name.is_none() && id.is_none() {
        return Err(("the line names nobody".to_owned(), FORM));
    }
    let row = Row::of(Some(spot), name.unwrap_or_default().to_owned(), id);
    Ok(Row { level: level.map(str::to_owned), target, ..row })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_name_or_four_parts() {
        let text = "\u{feff}# the voice team\r\nAnna Müller\r\n\r\n  bob@example.com | 7 | senior | 60  \r\n|9||\r\nCarol||junior\n";
        let rows = rows(Path::new("people.txt"), text).unwrap();
        let seen: Vec<_> = rows
            .iter()
            .map(|row| {
                (row.name.as_str(), row.id, row.level.as_deref(), row.target, row.spot.as_ref().unwrap().shown())
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("Anna Müller", None, None, None, "line 2".to_owned()),
                ("bob@example.com", Some(7), Some("senior"), Some(60), "line 4".to_owned()),
                ("", Some(9), None, None, "line 5".to_owned()),
                ("Carol", None, Some("junior"), None, "line 6".to_owned()),
            ]
        );
    }

    #[test]
    fn every_bad_line_is_told() {
        let errors = rows(Path::new("people.txt"), "Anna\nBob|x\nCarol|0\nDan|||many\n|||5\na|1|b|2|c\n").unwrap_err();
        let shown: Vec<String> =
            errors.as_slice().iter().map(|error| format!("{}: {}", error.place.line, error.message)).collect();
        assert_eq!(
            shown,
            [
                "2: `x` in the second part is not an id",
                "3: `0` in the second part is not an id",
                "4: `many` in the fourth part is not a number of leads",
                "5: the line names nobody",
                "6: the line has 5 parts",
            ]
        );
    }
}
