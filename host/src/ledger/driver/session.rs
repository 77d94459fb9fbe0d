//! A transaction over sqlx, the same for each of its typed drivers. A macro and not a generic type: sqlx's own traits carry lifetimes
//! under which a generic future is no longer fit for `spawn`.

use std::time::Duration;

use crate::ledger::error::{LedgerError, Result};

use super::About;

/// Waits for a statement no longer than it may take, and explains what went wrong.
pub(in crate::ledger) async fn within<T>(
    about: &About,
    explain: fn(&str, &'static str, &sqlx::Error) -> LedgerError,
    work: impl Future<Output = std::result::Result<T, sqlx::Error>> + Send,
) -> Result<T> {
    let explained = |error| explain(&about.place, about.doing, &error);
    let Some(limit) = about.limit else { return work.await.map_err(explained) };
    match tokio::time::timeout(limit, work).await {
        Ok(done) => done.map_err(explained),
        Err(_) => Err(no_answer(about, limit)),
    }
}

/// An error that is not the server's own word but the connection's.
pub(in crate::ledger) fn of_connection(place: &str, doing: &'static str, error: &sqlx::Error) -> LedgerError {
    let (place, detail) = (place.to_owned(), error.to_string());
    match error {
        sqlx::Error::Tls(cause) => LedgerError::Tls { place, detail: cause.to_string() },
        // A certificate that is not accepted comes as a fault of reading.
        sqlx::Error::Io(cause) if cause.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) => {
            LedgerError::Tls { place, detail: cause.to_string() }
        }
        sqlx::Error::Io(cause) => LedgerError::Unreachable { place, doing, detail: cause.to_string() },
        sqlx::Error::PoolTimedOut => {
            LedgerError::Unreachable { place, doing, detail: "the server does not answer".to_owned() }
        }
        sqlx::Error::PoolClosed | sqlx::Error::Protocol(_) | sqlx::Error::BeginFailed => {
            LedgerError::Unreachable { place, doing, detail }
        }
        _ => LedgerError::Failed { place, doing, detail },
    }
}

fn no_answer(About { place, doing, .. }: &About, limit: Duration) -> LedgerError {
    let detail = format!("no answer for {} seconds", limit.as_secs());
    LedgerError::Unreachable { place: place.to_string(), doing, detail }
}

/// Makes `Session`, a [`Transaction`](super::Transaction) of one of sqlx's databases. Beside the call there must be
/// `fn value(&Row, usize) -> sqlx::Result<Value>` and `async fn number(&mut Connection, Query) -> sqlx::Result<i64>`.
macro_rules! session {
    ($database:ty, $dialect:expr, $explain:path) => {
        /// A transaction under way.
        pub(super) struct Session {
            transaction: sqlx::Transaction<'static, $database>,
            about: $crate::ledger::driver::About,
        }

        /// A statement with its values.
        type Query = sqlx::query::Query<'static, $database, <$database as sqlx::Database>::Arguments>;

        fn query(statement: &str, values: Vec<$crate::ledger::driver::Value>) -> Query {
            use $crate::ledger::driver::Value;
            let query = sqlx::query::<$database>(sqlx::AssertSqlSafe($dialect.spell(statement)));
            values.into_iter().fold(query, |query, value| match value {
                Value::Int(value) => query.bind(value),
                Value::Real(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
                Value::Bytes(value) => query.bind(value),
            })
        }

        impl Session {
            /// Goes on in a transaction that was begun.
            pub(super) fn new(
                transaction: sqlx::Transaction<'static, $database>,
                about: $crate::ledger::driver::About,
            ) -> Session {
                Session { transaction, about }
            }
        }

        #[async_trait::async_trait]
        impl $crate::ledger::driver::Transaction for Session {
            fn about(&self) -> &$crate::ledger::driver::About {
                &self.about
            }

            fn dialect(&self) -> $crate::ledger::driver::Dialect {
                $dialect
            }

            async fn execute(
                &mut self,
                statement: &str,
                values: Vec<$crate::ledger::driver::Value>,
            ) -> $crate::ledger::error::Result<u64> {
                let done = query(statement, values).execute(&mut *self.transaction);
                let done = $crate::ledger::driver::within(&self.about, $explain, done).await?;
                Ok(done.rows_affected())
            }

            async fn insert(
                &mut self,
                statement: &str,
                values: Vec<$crate::ledger::driver::Value>,
            ) -> $crate::ledger::error::Result<i64> {
                let inserted = number(&mut *self.transaction, statement, values);
                $crate::ledger::driver::within(&self.about, $explain, inserted).await
            }

            async fn rows(
                &mut self,
                statement: &str,
                values: Vec<$crate::ledger::driver::Value>,
            ) -> $crate::ledger::error::Result<Vec<$crate::ledger::driver::Row>> {
                use sqlx::{Column, Row};
                let found = query(statement, values).fetch_all(&mut *self.transaction);
                let found = $crate::ledger::driver::within(&self.about, $explain, found).await?;
                let Some(first) = found.first() else { return Ok(Vec::new()) };
                let columns = first.columns().iter().map(|column| column.name().to_owned()).collect();
                let header = $crate::ledger::driver::Header::new(&self.about, columns);
                let rows = found.iter().map(|row| {
                    let values = (0..row.len()).map(|index| value(row, index)).collect::<sqlx::Result<Vec<_>>>();
                    let values = values.map_err(|error| $explain(&self.about.place, self.about.doing, &error))?;
                    Ok($crate::ledger::driver::Row::new(&header, values))
                });
                rows.collect()
            }

            async fn commit(self: Box<Self>) -> $crate::ledger::error::Result<()> {
                $crate::ledger::driver::within(&self.about, $explain, self.transaction.commit()).await
            }
        }
    };
}
pub(in crate::ledger) use session;
