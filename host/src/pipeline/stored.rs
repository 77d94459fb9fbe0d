//! Tables that the operator keeps in the tracking database: read as salespeople, or as a list of names.

use std::borrow::Cow;

use super::prepare::add;
use crate::config::source::ConfigErrors;
use crate::config::{Config, LeadRules, SourceOrigin, SourceRule};
use crate::error::Error;
use crate::ledger::{LedgerError, StoredTable, open_read_only};
use crate::people::{Row, stored_rows};

/// The most rows of a table.
const ROW_LIMIT: u32 = 100_000;
/// The key that names a table of salespeople.
pub(super) const PEOPLE: &str = "/salesperson_selection/source_config/campaign_table/table_name";
/// The key that names a table of web sources.
const SOURCES: &str = "/lead_finding/web_sources/source_config/table_name";

/// The salespeople of a table.
///
/// # Errors
/// There is no such table; every row that cannot be read.
pub(super) async fn read_people(config: &Config, name: &str) -> Result<Vec<Row>, Error> {
    let table = read(config, name, PEOPLE).await?;
    Ok(stored_rows(&config.places.place(PEOPLE), name, &table.columns, &table.rows)?)
}

/// The rules about leads, with the web sources of a stored table where one is named.
///
/// # Errors
/// As [`read_names`].
pub(super) async fn lead_rules(config: &Config) -> Result<Cow<'_, LeadRules>, Error> {
    let mut rules = Cow::Borrowed(&config.leads);
    if let Some(SourceRule { origin: SourceOrigin::Table(name), .. }) = &config.leads.sources {
        let names = read_names(config, name).await?;
        if let Some(rule) = &mut rules.to_mut().sources {
            rule.patterns.names.extend(names);
        }
    }
    Ok(rules)
}

/// The names of a list: of the column `source`, else of the first one. Empty values are passed over.
///
/// # Errors
/// There is no such table, or it names nothing.
async fn read_names(config: &Config, name: &str) -> Result<Vec<String>, Error> {
    let table = read(config, name, SOURCES).await?;
    let column = table.columns.iter().position(|column| column.eq_ignore_ascii_case("source")).unwrap_or(0);
    let values = table.rows.iter().filter_map(|row| row.get(column)).map(|value| value.trim());
    let names: Vec<String> = values.filter(|value| !value.is_empty()).map(str::to_owned).collect();
    if names.is_empty() {
        return Err(wrong(
            config,
            SOURCES,
            format!("table `{name}` names nothing"),
            "fill its column `source`".to_owned(),
        ));
    }
    Ok(names)
}

async fn read(config: &Config, name: &str, pointer: &str) -> Result<StoredTable, Error> {
    let place = &config.ledger;
    let ledger = match open_read_only(&config.ledger).await {
        Ok(ledger) => ledger,
        Err(LedgerError::Missing { .. }) => {
            let hint = "the first run makes the file; make the table in it then".to_owned();
            return Err(wrong(
                config,
                pointer,
                format!("`{place}` is not there yet, and no table `{name}` in it"),
                hint,
            ));
        }
        Err(error) => return Err(error.into()),
    };
    let found = ledger.stored_table(name, ROW_LIMIT + 1).await;
    let names = ledger.stored_tables().await;
    ledger.close().await;
    match (found?, names?) {
        (Some(table), _) if table.rows.len() > ROW_LIMIT as usize => {
            let hint = "name a view with fewer rows".to_owned();
            Err(wrong(config, pointer, format!("table `{name}` has more than {ROW_LIMIT} rows"), hint))
        }
        (Some(table), _) => Ok(table),
        (None, names) => {
            let hint = match names.as_slice() {
                [] => "it has no table beside odlm's own; make one, or use a CSV file".to_owned(),
                names => {
                    let names: Vec<&str> = names.iter().take(20).map(String::as_str).collect();
                    format!("it has: {}", names.join(", "))
                }
            };
            Err(wrong(config, pointer, format!("`{place}` has no table `{name}`"), hint))
        }
    }
}

fn wrong(config: &Config, pointer: &str, message: String, hint: String) -> Error {
    let mut errors = ConfigErrors::new();
    add(&mut errors, config, pointer, message, hint);
    errors.into()
}
