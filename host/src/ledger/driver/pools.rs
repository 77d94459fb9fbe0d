//! Connections to a server, the same for each of sqlx's databases: some that write and some that read. Two pools, because MySQL has the
//! level of isolation from the connection: rows that are not there are not locked by writers, and readers see one instant.

/// Makes `Pools`, a [`Database`](super::Database) on a server. Beside the call there must be what [`session`](super::session) makes.
macro_rules! pools {
    ($database:ty, $explain:path, write: $write:literal, read: $read:literal) => {
        /// The connections to a server.
        pub(super) struct Pools {
            pub(super) write: sqlx::Pool<$database>,
            pub(super) read: sqlx::Pool<$database>,
            pub(super) place: std::sync::Arc<str>,
            pub(super) rows: usize,
        }

        impl Pools {
            fn about(&self, doing: &'static str) -> $crate::ledger::driver::About {
                let limit = Some($crate::ledger::driver::STATEMENT_TIMEOUT);
                $crate::ledger::driver::About { place: self.place.clone(), doing, limit, rows: self.rows }
            }
        }

        #[async_trait::async_trait]
        impl $crate::ledger::driver::Database for Pools {
            async fn write(
                &self,
                doing: &'static str,
            ) -> $crate::ledger::error::Result<Box<dyn $crate::ledger::driver::Transaction>> {
                let about = self.about(doing);
                let begun = $crate::ledger::driver::within(&about, $explain, self.write.begin_with($write)).await?;
                Ok(Box::new(Session::new(begun, about)))
            }

            async fn read(
                &self,
                doing: &'static str,
            ) -> $crate::ledger::error::Result<Box<dyn $crate::ledger::driver::Transaction>> {
                let about = self.about(doing);
                let begun = $crate::ledger::driver::within(&about, $explain, self.read.begin_with($read)).await?;
                Ok(Box::new(Session::new(begun, about)))
            }

            fn place(&self) -> &str {
                &self.place
            }

            async fn close(&self) {
                self.write.close().await;
                self.read.close().await;
            }
        }
    };
}
pub(in crate::ledger) use pools;
