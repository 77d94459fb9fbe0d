//! Tables that somebody put into the ledger's file beside odlm's own: read as texts, never written.

use sqlx::{QueryBuilder, Row, Sqlite};

use super::database::Database;
use crate::ledger::error::Result;
use crate::ledger::store::StoredTable;

const READING: &str = "read the table";

/// Characters of a value that are read: no name of anything is longer.
const VALUE: u32 = 1_000;
/// The most columns of a table that are read.
const COLUMNS: u32 = 100;
/// odlm's own tables, beside those whose names begin with `run_`.
const OWN: [&str; 6] = ["runs", "decisions", "credits", "memories", "leases", "_sqlx_migrations"];

/// The table or view of that name, in any case, with its first `limit` rows; none when there is none.
pub(super) async fn read(database: &Database, name: &str, limit: u32) -> Result<Option<StoredTable>> {
    let fault = database.fault(READING);
    let mut transaction = database.read(READING).await?;
    let known: Option<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE",
    )
    .bind(name)
    .fetch_optional(&mut *transaction)
    .await
    .map_err(&fault)?;
    let Some(known) = known else { return Ok(None) };
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?) ORDER BY cid LIMIT ?")
        .bind(&known)
        .bind(COLUMNS)
        .fetch_all(&mut *transaction)
        .await
        .map_err(&fault)?;
    let mut query = QueryBuilder::<Sqlite>::new("SELECT ");
    for (index, column) in columns.iter().enumerate() {
        query.push(if index == 0 { "" } else { ", " });
        query.push(format!("coalesce(substr(CAST({} AS TEXT), 1, {VALUE}), '')", identifier(column)));
    }
    query.push(format!(" FROM {} LIMIT ", identifier(&known))).push_bind(limit);
    let found = query.build().fetch_all(&mut *transaction).await.map_err(&fault)?;
    let mut rows = Vec::with_capacity(found.len());
    for row in &found {
        let values = (0..columns.len()).map(|index| row.try_get::<String, _>(index));
        rows.push(values.collect::<std::result::Result<_, _>>().map_err(&fault)?);
    }
    Ok(Some(StoredTable { columns, rows }))
}

/// The names of the tables and views that are not odlm's own, in the order of the alphabet.
pub(super) async fn names(database: &Database) -> Result<Vec<String>> {
    let fault = database.fault(READING);
    let mut transaction = database.read(READING).await?;
    let mut names: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
    )
    .fetch_all(&mut *transaction)
    .await
    .map_err(&fault)?;
    names.retain(|name| !OWN.contains(&name.as_str()) && !name.starts_with("run_"));
    Ok(names)
}

/// A name that SQLite itself gave, as SQL writes it whatever is in it.
fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
