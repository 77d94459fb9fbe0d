//! The three schemas are the same: tables, columns, what may be empty, kinds of values, keys; read from the databases themselves.

use std::collections::BTreeMap;

use odlm::ledger::Engine;
use sqlx::{Connection, MySqlConnection, PgConnection, Row, SqliteConnection};

use super::server::{PASSWORD, database, place, server, servers};
use crate::support::ledgers;

/// A column: kind, whether it may be empty, whether it is of the key.
type Columns = BTreeMap<String, BTreeMap<String, (String, bool, bool)>>;

fn kind(name: &str) -> &'static str {
    let name = name.to_lowercase();
    match name.split('(').next().unwrap() {
        "integer" | "bigint" => "whole number",
        "real" | "double" | "double precision" => "number",
        "text" | "longtext" | "varchar" | "character varying" => "text",
        "blob" | "longblob" | "bytea" => "bytes",
        other => panic!("what is `{other}`?"),
    }
}

fn own(table: &str) -> bool {
    !table.ends_with("_migrations") && !table.starts_with("sqlite_")
}

async fn of_sqlite() -> Columns {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    ledgers::at(&path).await.unwrap().close().await;
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    let rows = sqlx::query(
        "SELECT m.name AS t, c.name AS c, c.type AS k, c.\"notnull\" AS n, c.pk AS p FROM sqlite_schema m
         JOIN pragma_table_info(m.name) c WHERE m.type = 'table'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut columns = Columns::new();
    for row in rows.iter().filter(|row| own(row.get::<&str, _>("t"))) {
        let (is_key, not_null) = (row.get::<i64, _>("p") > 0, row.get::<i64, _>("n") > 0);
        let column = (kind(row.get("k")).to_owned(), !not_null && !is_key, is_key);
        columns.entry(row.get("t")).or_default().insert(row.get("c"), column);
    }
    columns
}

async fn of_mysql() -> Columns {
    let name = database(Engine::MySql).await;
    odlm::ledger::open(&place(server(Engine::MySql, &name))).await.unwrap().close().await;
    let url = format!("mysql://odlm:{PASSWORD}@127.0.0.1:{}/{name}?ssl-mode=disabled", servers().mysql);
    let mut connection = MySqlConnection::connect(&url).await.unwrap();
    let rows = sqlx::query(
        "SELECT CAST(c.table_name AS CHAR) AS t, CAST(c.column_name AS CHAR) AS c, CAST(c.data_type AS CHAR) AS k,
                CAST(c.is_nullable AS CHAR) AS n, CAST(c.column_key AS CHAR) AS p
         FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE table_schema = DATABASE() AND t.table_type = 'BASE TABLE'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut columns = Columns::new();
    for row in rows.iter().filter(|row| own(row.get::<&str, _>("t"))) {
        let column =
            (kind(row.get("k")).to_owned(), row.get::<&str, _>("n") == "YES", row.get::<&str, _>("p") == "PRI");
        columns.entry(row.get("t")).or_default().insert(row.get("c"), column);
    }
    columns
}

async fn of_postgres() -> Columns {
    let name = database(Engine::Postgres).await;
    odlm::ledger::open(&place(server(Engine::Postgres, &name))).await.unwrap().close().await;
    let url = format!("postgres://odlm:{PASSWORD}@127.0.0.1:{}/{name}?sslmode=disable", servers().postgres);
    let mut connection = PgConnection::connect(&url).await.unwrap();
    let rows = sqlx::query(
        "SELECT CAST(c.table_name AS TEXT) AS t, CAST(c.column_name AS TEXT) AS c, CAST(c.data_type AS TEXT) AS k,
                CAST(c.is_nullable AS TEXT) AS n,
                EXISTS (SELECT 1 FROM information_schema.table_constraints p JOIN information_schema.key_column_usage u
                        USING (constraint_schema, constraint_name)
                        WHERE p.constraint_type = 'PRIMARY KEY' AND u.table_schema = c.table_schema
                        AND u.table_name = c.table_name AND u.column_name = c.column_name) AS p
         FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut columns = Columns::new();
    for row in rows.iter().filter(|row| own(row.get::<&str, _>("t"))) {
        let column = (kind(row.get("k")).to_owned(), row.get::<&str, _>("n") == "YES", row.get::<bool, _>("p"));
        columns.entry(row.get("t")).or_default().insert(row.get("c"), column);
    }
    columns
}

#[tokio::test]
async fn tables_columns_kinds_and_keys_are_the_same() {
    let sqlite = of_sqlite().await;
    assert!(sqlite.len() >= 13 && sqlite["decisions"].len() >= 16, "{sqlite:?}");
    pretty(&sqlite, &of_mysql().await, "MariaDB");
    pretty(&sqlite, &of_postgres().await, "PostgreSQL");
}

fn pretty(one: &Columns, other: &Columns, name: &str) {
    let text = |columns: &Columns| format!("{columns:#?}");
    assert!(one == other, "{name} differs from SQLite:\n{}\n---\n{}", text(one), text(other));
}
