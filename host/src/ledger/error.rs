//! What can go wrong with a ledger, in sentences for the operator. All of it ends a run with exit code 6, [`LedgerError::Held`] with 7.

use jiff::Timestamp;
use thiserror::Error;

use crate::domain::ids::LeadId;
use crate::domain::run::RunId;

/// Shorthand of this folder.
pub type Result<T> = std::result::Result<T, LedgerError>;

/// Why the ledger did not do what it was asked. Whatever the kind: of the call that failed nothing was kept.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// The file or its folder cannot be reached, read or written; the disk is full; it is no file.
    #[error("ledger `{place}`: cannot {doing}: {detail}")]
    Unreachable {
        /// The file.
        place: String,
        /// What was asked, like `open it`.
        doing: &'static str,
        /// What the system said.
        detail: String,
    },
    /// Asked to read where no run has been recorded yet.
    #[error("there is no ledger at `{place}` yet")]
    Missing {
        /// The file.
        place: String,
    },
    /// A later odlm has changed its tables.
    #[error("ledger `{place}`: its tables are of version {found}, this odlm knows them up to version {known}")]
    Newer {
        /// The file.
        place: String,
        /// Its version.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// An earlier odlm made it, and it is opened for reading only, so its tables cannot be brought up to date.
    #[error("ledger `{place}`: its tables are of version {found}, this odlm reads version {known}")]
    Older {
        /// The file.
        place: String,
        /// Its version.
        found: i64,
        /// The version that this program reads.
        known: i64,
    },
    /// Damaged, no database at all, or a database of another program.
    #[error("`{place}` is not a sound ledger: {detail}")]
    Corrupt {
        /// The file.
        place: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A migration ended in its middle, on a database that cannot take one back.
    #[error("ledger `{place}`: version {version} of its tables was made in part only")]
    HalfMigrated {
        /// The database.
        place: String,
        /// The version.
        version: i64,
    },
    /// The server did not let this login in.
    #[error("ledger `{place}`: the server refuses the login: {detail}")]
    Refused {
        /// The database.
        place: String,
        /// What the server said.
        detail: String,
    },
    /// The connection could not be protected as it was asked for.
    #[error("ledger `{place}`: no TLS as it is asked for: {detail}")]
    Tls {
        /// The database.
        place: String,
        /// What was wrong.
        detail: String,
    },
    /// The server has no database of this name.
    #[error("ledger `{place}`: the server has no such database: {detail}")]
    NoDatabase {
        /// The database.
        place: String,
        /// What the server said.
        detail: String,
    },
    /// Another program kept it locked for longer than the ledger waits.
    #[error("ledger `{place}`: cannot {doing}: another program has kept it locked for {seconds} seconds")]
    Busy {
        /// The file.
        place: String,
        /// What was asked.
        doing: &'static str,
        /// How long the ledger waits.
        seconds: u64,
    },
    /// Another run may write for this campaign now. Exit code 7.
    #[error("another run of campaign `{campaign}` on `{odoo}` is at work: {by}, until {until:.0} at the latest")]
    Held {
        /// The campaign.
        campaign: String,
        /// The Odoo.
        odoo: String,
        /// Who holds the lease, as it said itself.
        by: String,
        /// When the lease ends unless it is renewed.
        until: Timestamp,
    },
    /// The lease ran out and was taken by another run, or was given up.
    #[error("the lease of campaign `{campaign}` on `{odoo}` is lost")]
    Lost {
        /// The campaign.
        campaign: String,
        /// The Odoo.
        odoo: String,
    },
    /// No run has this number.
    #[error("ledger `{place}`: there is no run {run}")]
    NoRun {
        /// The file.
        place: String,
        /// The number.
        run: RunId,
    },
    /// A change of state names a lead that the plan of the run does not have.
    #[error("run {run} has no lead {lead}")]
    UnknownLead {
        /// The run.
        run: RunId,
        /// The lead.
        lead: LeadId,
    },
    /// A plan decides twice about a lead.
    #[error("run {run} decides twice about lead {lead}")]
    DuplicateLead {
        /// The run.
        run: RunId,
        /// The lead.
        lead: LeadId,
    },
    /// A step that the life of a run does not allow.
    #[error("run {run} {rule}")]
    OutOfTurn {
        /// The run.
        run: RunId,
        /// Why not, like `has a plan already`.
        rule: &'static str,
    },
    /// The ledger holds a name that this program does not know.
    #[error("the ledger holds `{value}` as a {what}, which this odlm does not know")]
    UnknownValue {
        /// What it should name.
        what: &'static str,
        /// The name.
        value: String,
    },
    /// A number that the ledger cannot hold, or that it should not hold.
    #[error("the ledger cannot take or give {value} as {what}")]
    OutOfRange {
        /// What the number counts.
        what: &'static str,
        /// The number.
        value: String,
    },
    /// The database refused for a reason of its own.
    #[error("ledger `{place}`: cannot {doing}: {detail}")]
    Failed {
        /// The file.
        place: String,
        /// What was asked.
        doing: &'static str,
        /// What the database said.
        detail: String,
    },
}

impl LedgerError {
    /// The way out, for the `hint:` line.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            LedgerError::Unreachable { place, .. } if is_server(place) => {
                "check that the server runs and that `host` and `port` of `database_connection` are right"
            }
            LedgerError::Unreachable { .. } => {
                "check that the folder is there, that this user may write in it and that the disk has room, or name another file"
            }
            LedgerError::HalfMigrated { .. } => {
                "put back a backup; a database that held nothing but this ledger can be emptied, odlm makes its tables anew"
            }
            LedgerError::Refused { .. } => {
                "check `username` and `password` of `database_connection`, and that this login may use and change the database"
            }
            LedgerError::Tls { .. } => "see `mode` and `ca_cert` under `database_connection.tls`",
            LedgerError::NoDatabase { .. } => {
                "make it, empty, and let this login make tables in it; `docs/operating.md` has the statements"
            }
            LedgerError::Corrupt { place, .. } if is_server(place) => {
                "give odlm an empty database of its own, or put back a backup"
            }
            LedgerError::Missing { .. } => "run `odlm dailydist` first: it makes the ledger",
            LedgerError::Newer { .. } | LedgerError::UnknownValue { .. } => {
                "use the odlm that wrote it, or a later one"
            }
            LedgerError::Older { .. } => "run `odlm dailydist` once: it brings the ledger up to date",
            LedgerError::Corrupt { .. } => {
                "if it is another program's file, name another one; if it is the ledger, keep it and put back a backup"
            }
            LedgerError::Busy { .. } => "see which other run or database tool has it open, and try again",
            LedgerError::Held { .. } => {
                "wait for it to end; if it was killed, the lease ends by itself at the time given"
            }
            LedgerError::Lost { .. } => "see with `odlm runs list` which run took over",
            LedgerError::NoRun { .. } => "`odlm runs list` names the runs",
            LedgerError::UnknownLead { .. }
            | LedgerError::DuplicateLead { .. }
            | LedgerError::OutOfTurn { .. }
            | LedgerError::OutOfRange { .. }
            | LedgerError::Failed { .. } => "this is probably a fault of odlm: please report it with this message",
        })
    }
}

/// Whether a place is a database on a server, as `Place` shows one.
fn is_server(place: &str) -> bool {
    place.starts_with("mysql://") || place.starts_with("postgresql://")
}
