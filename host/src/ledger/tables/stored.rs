//! Tables that somebody put into the ledger's database beside odlm's own: read as texts, never written.

use crate::ledger::driver::{Database, Transaction, values};
use crate::ledger::error::Result;
use crate::ledger::store::StoredTable;

const READING: &str = "read the table";

/// Characters of a value that are read: no name of anything is longer.
const VALUE: u32 = 1_000;
/// The most columns of a table that are read.
const COLUMNS: u32 = 100;
/// The most tables of a database that are looked through.
const TABLES: u32 = 10_000;
/// odlm's own tables, beside those whose names begin with `run_` or `odlm_`.
const OWN: [&str; 6] = ["runs", "decisions", "credits", "memories", "leases", "_sqlx_migrations"];

/// The table or view of that name, in any case, with its first `limit` rows; none when there is none.
pub(super) async fn read(database: &dyn Database, name: &str, limit: u32) -> Result<Option<StoredTable>> {
    let mut transaction = database.read(READING).await?;
    let known = all(&mut *transaction).await?;
    let exact = known.iter().find(|known| *known == name);
    let Some(known) = exact.or_else(|| known.iter().find(|known| known.eq_ignore_ascii_case(name))) else {
        return Ok(None);
    };
    let dialect = transaction.dialect();
    let columns = transaction.rows(dialect.columns(), values![known, COLUMNS]).await?;
    let columns = columns.iter().map(|row| row.string("name")).collect::<Result<Vec<_>>>()?;
    let text = dialect.text();
    let read = columns
        .iter()
        .map(|column| format!("coalesce(substr(CAST({} AS {text}), 1, {VALUE}), '')", identifier(column)));
    let question = format!("SELECT {} FROM {} LIMIT ?", read.collect::<Vec<_>>().join(", "), identifier(known));
    let rows = transaction.rows(&question, values![limit]).await?;
    Ok(Some(StoredTable { columns, rows: rows.into_iter().map(|row| row.into_texts()).collect() }))
}

/// The names of the tables and views that are not odlm's own, in the order of the alphabet.
pub(super) async fn names(database: &dyn Database) -> Result<Vec<String>> {
    let mut transaction = database.read(READING).await?;
    let mut names = all(&mut *transaction).await?;
    names.retain(|name| !OWN.contains(&name.as_str()) && !name.starts_with("run_") && !name.starts_with("odlm_"));
    names.sort();
    Ok(names)
}

async fn all(transaction: &mut dyn Transaction) -> Result<Vec<String>> {
    let rows = transaction.rows(transaction.dialect().tables(), values![TABLES]).await?;
    rows.iter().map(|row| row.string("name")).collect()
}

/// A name that the database itself gave, as SQL writes it whatever is in it.
fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
