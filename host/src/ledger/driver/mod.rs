//! The small driver that the tables are written for: values, rows, transactions, and what differs between the databases. It knows no
//! table; each database carries it out in a folder of its own.

mod dialect;
mod pools;
mod row;
mod session;
mod value;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::error::Result;
pub(super) use dialect::Dialect;
pub(super) use pools::pools;
pub(super) use row::{Header, Row};
pub(super) use session::{of_connection, session, within};
pub(super) use value::{Value, values};

/// How long one statement on a server may take.
pub(super) const STATEMENT_TIMEOUT: Duration = Duration::from_secs(60);
/// How long a connection to a server waits for another one that writes.
pub(super) const LOCK_TIMEOUT: Duration = Duration::from_secs(10);
/// The most values of one statement: SQLite takes the fewest, 32,766.
const MOST_VALUES: usize = 32_000;

/// What a statement belongs to: for messages, and for its bounds.
#[derive(Clone, Debug)]
pub(super) struct About {
    /// The database, for messages.
    pub(super) place: Arc<str>,
    /// What was asked, like `record the plan`.
    pub(super) doing: &'static str,
    /// How long one statement may take; none where the database keeps the time itself.
    pub(super) limit: Option<Duration>,
    /// The most rows of one statement.
    pub(super) rows: usize,
}

/// A database that holds the tables of a ledger.
#[async_trait]
pub(super) trait Database: Send + Sync {
    /// Begins a transaction that may write. What it reads by [`Transaction::locked`] stays true until it commits.
    async fn write(&self, doing: &'static str) -> Result<Box<dyn Transaction>>;

    /// Begins a transaction that only reads: all its questions see the same instant, whatever is written meanwhile.
    async fn read(&self, doing: &'static str) -> Result<Box<dyn Transaction>>;

    /// The database, for messages.
    fn place(&self) -> &str;

    /// Waits until all connections are closed.
    async fn close(&self);
}

/// One transaction. Dropped without [`commit`](Transaction::commit), nothing of it is kept.
///
/// Statements are of the tables' own making, with a `?` for each value: no text from outside is ever part of one, but for the names of
/// tables that the database itself gave.
#[async_trait]
pub(super) trait Transaction: Send {
    /// What it belongs to.
    fn about(&self) -> &About;

    /// How the database spells what differs.
    fn dialect(&self) -> Dialect;

    /// Carries out a statement; gives the rows that it matched.
    async fn execute(&mut self, statement: &str, values: Vec<Value>) -> Result<u64>;

    /// Inserts one row into a table that numbers its rows by `id`; gives the number.
    async fn insert(&mut self, statement: &str, values: Vec<Value>) -> Result<i64>;

    /// The rows of a question.
    async fn rows(&mut self, statement: &str, values: Vec<Value>) -> Result<Vec<Row>>;

    /// Keeps what was written. On `Ok` it is on the disk.
    async fn commit(self: Box<Self>) -> Result<()>;
}

impl dyn Transaction + '_ {
    /// The only row of a question; none when there is none.
    pub(super) async fn row(&mut self, statement: &str, values: Vec<Value>) -> Result<Option<Row>> {
        Ok(self.rows(statement, values).await?.pop())
    }

    /// As [`row`](Self::row), and nobody else changes that row until this transaction ends.
    pub(super) async fn locked(&mut self, statement: &str, values: Vec<Value>) -> Result<Option<Row>> {
        let statement = format!("{statement}{}", self.dialect().locking());
        self.row(&statement, values).await
    }

    /// Inserts rows, many to a statement: one of its own for each of 100,000 costs several times as much as the rows do.
    pub(super) async fn insert_all(&mut self, table: &str, columns: &[&str], rows: Vec<Vec<Value>>) -> Result<()> {
        let size = self.about().rows.clamp(1, MOST_VALUES / columns.len().max(1));
        let names = columns.join(", ");
        let row = format!("({})", marks(columns.len()));
        let mut rows = rows.into_iter();
        loop {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(size).collect();
            if chunk.is_empty() {
                return Ok(());
            }
            let places = vec![row.as_str(); chunk.len()].join(", ");
            let statement = format!("INSERT INTO {table} ({names}) VALUES {places}");
            self.execute(&statement, chunk.into_iter().flatten().collect()).await?;
        }
    }
}

/// So many `?`, with commas.
pub(super) fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}
