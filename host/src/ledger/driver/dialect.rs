//! What the three databases spell differently. All else is written once: names that one of them reserves stand in `"…"`, which MySQL
//! takes as the others do once it is told `ANSI_QUOTES`.

use std::fmt::Write as _;

/// Which database a statement is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ledger) enum Dialect {
    /// SQLite.
    Sqlite,
    /// MySQL and MariaDB.
    MySql,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// A statement as the database takes it: PostgreSQL numbers its values.
    pub(in crate::ledger) fn spell(self, statement: &str) -> String {
        if self != Dialect::Postgres {
            return statement.to_owned();
        }
        let mut spelled = String::with_capacity(statement.len() * 2);
        let (mut number, mut quote) = (0, None);
        for letter in statement.chars() {
            match (letter, quote) {
                ('?', None) => {
                    number += 1;
                    // Writing to a text cannot fail.
                    let _ = write!(spelled, "${number}");
                    continue;
                }
                ('"' | '\'', None) => quote = Some(letter),
                (letter, Some(open)) if letter == open => quote = None,
                _ => {}
            }
            spelled.push(letter);
        }
        spelled
    }

    /// The end of a question whose row nobody else may change meanwhile. SQLite has one writer, which is this transaction.
    pub(in crate::ledger) fn locking(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::MySql | Dialect::Postgres => " FOR UPDATE",
        }
    }

    /// The end of an `INSERT` whose row may be there already: those columns are replaced then, or nothing where none is named.
    pub(in crate::ledger) fn upsert(self, keys: &[&str], columns: &[&str]) -> String {
        let list = |new: fn(&str) -> String| columns.iter().map(|column| new(column)).collect::<Vec<_>>().join(", ");
        match (self, columns, keys) {
            (Dialect::MySql, [], [key, ..]) => format!(" ON DUPLICATE KEY UPDATE {key} = {key}"),
            // MySQL 8.0.20 has a newer form, which MariaDB does not know.
            (Dialect::MySql, ..) => {
                format!(" ON DUPLICATE KEY UPDATE {}", list(|column| format!("{column} = VALUES({column})")))
            }
            (_, [], _) => format!(" ON CONFLICT ({}) DO NOTHING", keys.join(", ")),
            _ => {
                let set = list(|column| format!("{column} = excluded.{column}"));
                format!(" ON CONFLICT ({}) DO UPDATE SET {set}", keys.join(", "))
            }
        }
    }

    /// The server's clock in milliseconds since 1970-01-01 UTC, which all machines that share it agree on. A file is shared by processes of
    /// one machine, whose clock serves.
    pub(in crate::ledger) fn clock(self) -> Option<&'static str> {
        match self {
            Dialect::Sqlite => None,
            Dialect::MySql => Some("SELECT CAST(unix_timestamp(sysdate(3)) * 1000 AS SIGNED) AS now_ms"),
            Dialect::Postgres => Some("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT) AS now_ms"),
        }
    }

    /// The type to which any value can be cast to be read as text.
    pub(in crate::ledger) fn text(self) -> &'static str {
        match self {
            Dialect::MySql => "CHAR",
            Dialect::Sqlite | Dialect::Postgres => "TEXT",
        }
    }

    /// The tables and views of the database, as `name`.
    pub(in crate::ledger) fn tables(self) -> &'static str {
        match self {
            Dialect::Sqlite => {
                "SELECT name FROM sqlite_schema
                 WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name LIMIT ?"
            }
            Dialect::MySql => {
                "SELECT CAST(table_name AS CHAR) AS name FROM information_schema.tables WHERE table_schema = DATABASE()
                 ORDER BY table_name LIMIT ?"
            }
            Dialect::Postgres => {
                "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables
                 WHERE table_schema = current_schema() ORDER BY table_name LIMIT ?"
            }
        }
    }

    /// The columns of a table in their order, as `name`.
    pub(in crate::ledger) fn columns(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SELECT name FROM pragma_table_info(?) ORDER BY cid LIMIT ?",
            Dialect::MySql => {
                "SELECT CAST(column_name AS CHAR) AS name FROM information_schema.columns
                 WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position LIMIT ?"
            }
            Dialect::Postgres => {
                "SELECT CAST(column_name AS TEXT) AS name FROM information_schema.columns
                 WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position LIMIT ?"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numbered_for_postgresql_alone() {
        let statement = "UPDATE runs SET status = ? WHERE id IN (?, ?)";
        assert_eq!(Dialect::Sqlite.spell(statement), statement);
        assert_eq!(Dialect::MySql.spell(statement), statement);
        assert_eq!(Dialect::Postgres.spell(statement), "UPDATE runs SET status = $1 WHERE id IN ($2, $3)");
        assert_eq!(
            Dialect::Postgres.spell(r#"SELECT "a?""b", '?' WHERE x = ?"#),
            r#"SELECT "a?""b", '?' WHERE x = $1"#
        );
    }

    #[test]
    fn a_row_that_is_there_is_replaced_or_left() {
        let replace = |dialect: Dialect| dialect.upsert(&["a", "b"], &["c"]);
        assert_eq!(replace(Dialect::MySql), " ON DUPLICATE KEY UPDATE c = VALUES(c)");
        assert_eq!(replace(Dialect::Sqlite), " ON CONFLICT (a, b) DO UPDATE SET c = excluded.c");
        assert_eq!(replace(Dialect::Postgres), replace(Dialect::Sqlite));
        assert_eq!(Dialect::MySql.upsert(&["a"], &[]), " ON DUPLICATE KEY UPDATE a = a");
        assert_eq!(Dialect::Postgres.upsert(&["a"], &[]), " ON CONFLICT (a) DO NOTHING");
    }
}
