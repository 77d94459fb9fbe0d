//! Opening a ledger, whichever database holds it.

use super::error::Result;
use super::place::{Engine, Place, Store};
use super::store::Ledger;
use super::tables::Tables;
use super::{mysql, postgres, sqlite};

/// Opens the ledger and brings its tables up to date. A file, and its folders where they are missing, is made for its owner alone; a
/// database on a server must be there.
///
/// # Errors
/// It cannot be reached, or holds what is no ledger; a file is then as it was.
pub async fn open(place: &Place) -> Result<Box<dyn Ledger>> {
    let database = match &place.store {
        Store::File(path) => sqlite::for_writing(path, place.rows).await?,
        Store::Server(server) => match server.engine {
            Engine::MySql => mysql::for_writing(server, place.rows).await?,
            Engine::Postgres => postgres::for_writing(server, place.rows).await?,
        },
    };
    Ok(Box::new(Tables::new(database)))
}

/// Opens the ledger to look at it. Makes nothing; every call that would write fails.
///
/// # Errors
/// [`Missing`](super::LedgerError::Missing) where no run has been recorded yet, [`Older`](super::LedgerError::Older) where the tables
/// are not up to date; else as [`open`].
pub async fn open_read_only(place: &Place) -> Result<Box<dyn Ledger>> {
    let database = match &place.store {
        Store::File(path) => sqlite::for_reading(path, place.rows).await?,
        Store::Server(server) => match server.engine {
            Engine::MySql => mysql::for_reading(server, place.rows).await?,
            Engine::Postgres => postgres::for_reading(server, place.rows).await?,
        },
    };
    Ok(Box::new(Tables::new(database)))
}
