//! People who stand in the configuration itself, or in a table of the tracking database: as rows.

use super::columns;
use super::row::{Row, Spot};
use crate::config::source::{ConfigErrors, Place, Places};
use crate::config::written::PersonDetails;

/// The key of the list.
const LIST: &str = "/salesperson_selection/source_config/salespeople_list";

/// The list's people, each at its place in the configuration.
#[must_use]
pub fn listed_rows(people: &[PersonDetails], places: &Places) -> Vec<Row> {
    let rows = people.iter().enumerate().map(|(index, person)| {
        let pointer = format!("{LIST}/{index}");
        let path = pointer.trim_start_matches('/').replace('/', ".");
        let name = person.name.as_deref().unwrap_or_default().trim().to_owned();
        let mut row = Row::of(Some(Spot { place: places.place(&pointer), path }), name, person.id);
        row.level.clone_from(&person.level);
        row.target = person.target_leads;
        row.fields.extend(person.team.clone().map(|team| ("team".to_owned(), team)));
        row
    });
    rows.collect()
}

/// The rows of a stored table: its columns' names, and its values as texts with an empty one for none. `place` is where the table is
/// named.
///
/// # Errors
/// Every row that cannot be read, with its number in the table.
pub fn stored_rows(
    place: &Place,
    table: &str,
    names: &[String],
    values: &[Vec<String>],
) -> Result<Vec<Row>, ConfigErrors> {
    let at = |path: String| Spot { place: place.clone(), path };
    let headers = columns::headers(names.iter().map(String::as_str), &at(format!("table {table}")))?;
    let mut errors = ConfigErrors::new();
    let mut rows = Vec::new();
    for (number, values) in (1..).zip(values) {
        let spot = at(format!("table {table}, row {number}"));
        let values: Vec<&str> = values.iter().map(|value| value.trim()).collect();
        match columns::row(spot.clone(), &headers, &values) {
            Ok(row) => rows.extend(row),
            Err((message, hint)) => errors.add(spot.place, spot.path, message, hint.to_owned()),
        }
    }
    errors.into_result(rows)
}
