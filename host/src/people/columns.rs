//! The columns of a campaign table, whether its rows stand in a CSV file or in a database: what each value means.

use super::row::{Row, Spot};
use crate::config::source::ConfigErrors;

/// The columns that odlm reads; any other column is kept for strategies that ask for it.
const COLUMNS: [&str; 7] =
    ["salesperson_name", "salesperson_id", "campaign_name", "active", "team", "level", "target_leads"];

/// What the first line of a campaign table looks like.
pub(super) const EXAMPLE: &str =
    "the first line names the columns: salesperson_name,salesperson_id,campaign_name,active,team,level,target_leads";

/// A mistake: the sentence and the way out.
pub(super) type Mistake = (String, &'static str);

/// The columns as they are compared: no byte order mark, small letters.
///
/// # Errors
/// A column that stands twice; no column that names anybody. `at` is the place of the columns' names.
pub(super) fn headers<'a>(names: impl Iterator<Item = &'a str>, at: &Spot) -> Result<Vec<String>, ConfigErrors> {
    let headers: Vec<String> =
        names.map(|header| header.trim_start_matches('\u{feff}').trim().to_lowercase()).collect();
    let mut errors = ConfigErrors::new();
    let mut add = |message: String, hint: &str| errors.add(at.place.clone(), &at.path, message, hint.to_owned());
    for (index, header) in headers.iter().enumerate() {
        if headers.iter().take(index).any(|earlier| earlier == header) && !header.is_empty() {
            add(format!("column `{header}` stands twice"), "remove one of the two columns");
        }
    }
    if !headers.iter().any(|header| header == "salesperson_name" || header == "salesperson_id") {
        add("neither a column `salesperson_name` nor `salesperson_id` is there".to_owned(), EXAMPLE);
    }
    errors.into_result(headers)
}

/// One row; none when all its values are empty.
///
/// # Errors
/// The first value that cannot be read.
pub(super) fn row(spot: Spot, headers: &[String], values: &[&str]) -> Result<Option<Row>, Mistake> {
    if headers.iter().map(String::as_str).eq(values.iter().map(|value| value.to_lowercase())) {
        return Err(("the line with the columns' names stands here again".to_owned(), "remove the line"));
    }
    if values.iter().all(|value| value.is_empty()) {
        return Ok(None);
    }
    let value = |name: &str| {
        let at = headers.iter().position(|header| header == name)?;
        values.get(at).copied().filter(|value| !value.is_empty())
    };
    let id = value("salesperson_id").map(|text| id("salesperson_id", text)).transpose()?;
    let name = value("salesperson_name").unwrap_or_default().to_owned();
    if name.is_empty() && id.is_none() {
        return Err(("the row names nobody".to_owned(), "give salesperson_name (a name or login) or salesperson_id"));
    }
    let active = match value("active").map(str::to_lowercase).as_deref() {
        None | Some("true" | "yes" | "1" | "y" | "t") => true,
        Some("false" | "no" | "0" | "n" | "f") => false,
        Some(other) => return Err((format!("`{other}` in active is neither true nor false"), "write true or false")),
    };
    let target = value("target_leads").map(|text| target("target_leads", text)).transpose()?;
    let fields = headers.iter().zip(values).filter(|(header, value)| {
        !value.is_empty() && (header.as_str() == "team" || !COLUMNS.contains(&header.as_str()))
    });
    Ok(Some(Row {
        campaign: value("campaign_name").map(str::to_owned),
        active,
        level: value("level").map(str::to_owned),
        target,
        fields: fields.map(|(header, value)| (header.clone(), (*value).to_owned())).collect(),
        ..Row::of(Some(spot), name, id)
    }))
}

/// An id of Odoo.
pub(super) fn id(column: &str, text: &str) -> Result<u64, Mistake> {
    text.parse::<u64>().ok().filter(|id| *id > 0).ok_or_else(|| {
        (format!("`{text}` in {column} is not an id"), "leave it empty to find the person by name or login")
    })
}

/// A number of leads.
pub(super) fn target(column: &str, text: &str) -> Result<u32, Mistake> {
    text.parse().map_err(|_| (format!("`{text}` in {column} is not a number of leads"), "write a whole number from 0"))
}
