//! The three schemas are the same: tables, their columns in order, what may be empty, kinds of values, keys, views; read from the
//! databases themselves, a line for each.

use std::collections::BTreeSet;

use odlm::ledger::Engine;
use sqlx::{Connection, MySqlConnection, PgConnection, SqliteConnection};

use super::server::{PASSWORD, database, place, server, servers};
use crate::support::ledgers;

const SQLITE: &str = r#"
SELECT 'column|' || m.name || '|' || (c.cid + 1) || '|' || c.name || '|' || c.type || '|'
       || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN 'NO' ELSE 'YES' END
FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
UNION ALL
SELECT 'primary|' || m.name || '|' || c.pk || '|' || c.name
FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0
UNION ALL
SELECT 'foreign|' || t || '|' || group_concat(one) || '|' || other_table || '|' || group_concat(other) || '|' || on_delete
FROM (SELECT m.name AS t, f.id, f."from" AS one, f."table" AS other_table, f."to" AS other, f.on_delete
      FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f ORDER BY m.name, f.id, f.seq)
GROUP BY t, id
UNION ALL
SELECT 'view|' || m.name || '|' || (c.cid + 1) || '|' || c.name
FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'view'"#;

const MYSQL: &str = "
SELECT CONCAT_WS('|', 'column', c.table_name, c.ordinal_position, c.column_name, c.data_type, c.is_nullable)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE table_schema = DATABASE() AND t.table_type = 'BASE TABLE'
UNION ALL
SELECT CONCAT_WS('|', 'primary', table_name, ordinal_position, column_name)
FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND constraint_name = 'PRIMARY'
UNION ALL
SELECT CONCAT_WS('|', 'foreign', u.table_name, GROUP_CONCAT(u.column_name ORDER BY u.ordinal_position),
       u.referenced_table_name, GROUP_CONCAT(u.referenced_column_name ORDER BY u.ordinal_position), r.delete_rule)
FROM information_schema.key_column_usage u JOIN information_schema.referential_constraints r
     ON r.constraint_schema = u.constraint_schema AND r.constraint_name = u.constraint_name AND r.table_name = u.table_name
WHERE u.table_schema = DATABASE() AND u.referenced_table_name IS NOT NULL
GROUP BY u.table_name, u.constraint_name, u.referenced_table_name, r.delete_rule
UNION ALL
SELECT CONCAT_WS('|', 'view', c.table_name, c.ordinal_position, c.column_name)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE table_schema = DATABASE() AND t.table_type = 'VIEW'";

const POSTGRES: &str = "
SELECT concat_ws('|', 'column', c.table_name, c.ordinal_position, c.column_name, c.data_type, c.is_nullable)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE'
UNION ALL
SELECT concat_ws('|', 'primary', u.table_name, u.ordinal_position, u.column_name)
FROM information_schema.key_column_usage u JOIN information_schema.table_constraints p
     USING (constraint_schema, constraint_name, table_name)
WHERE constraint_schema = 'public' AND p.constraint_type = 'PRIMARY KEY'
UNION ALL
SELECT concat_ws('|', 'foreign', c.conrelid::regclass, string_agg(one.attname, ',' ORDER BY u.n), c.confrelid::regclass,
       string_agg(other.attname, ',' ORDER BY u.n), CASE c.confdeltype WHEN 'c' THEN 'CASCADE' ELSE c.confdeltype::text END)
FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY u (one, other, n)
JOIN pg_attribute one ON one.attrelid = c.conrelid AND one.attnum = u.one
JOIN pg_attribute other ON other.attrelid = c.confrelid AND other.attnum = u.other
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
GROUP BY c.oid, c.conrelid, c.confrelid, c.confdeltype
UNION ALL
SELECT concat_ws('|', 'view', c.table_name, c.ordinal_position, c.column_name)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE table_schema = 'public' AND t.table_type = 'VIEW'";

/// The lines about what is the ledger's own, with kinds of values that all databases know.
fn lines(found: Vec<String>) -> BTreeSet<String> {
    let own = |line: &String| {
        let table = line.split('|').nth(1).unwrap();
        !table.ends_with("_migrations") && !table.starts_with("sqlite_")
    };
    let same = |line: String| match line.split('|').collect::<Vec<_>>()[..] {
        ["column", table, position, name, kind, empty] => {
            format!("column|{table}|{position}|{name}|{}|{empty}", same_kind(kind))
        }
        _ => line,
    };
    found.into_iter().filter(own).map(same).collect()
}

fn same_kind(name: &str) -> &'static str {
    match name.to_lowercase().split('(').next().unwrap() {
        "integer" | "bigint" => "whole number",
        "real" | "double" | "double precision" => "number",
        "text" | "longtext" | "varchar" | "character varying" => "text",
        "blob" | "longblob" | "bytea" => "bytes",
        other => panic!("what is `{other}`?"),
    }
}

async fn of_sqlite() -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    ledgers::at(&path).await.unwrap().close().await;
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    lines(sqlx::query_scalar(SQLITE).fetch_all(&mut connection).await.unwrap())
}

async fn of_mysql() -> BTreeSet<String> {
    let name = database(Engine::MySql).await;
    odlm::ledger::open(&place(server(Engine::MySql, &name))).await.unwrap().close().await;
    let url = format!("mysql://odlm:{PASSWORD}@127.0.0.1:{}/{name}?ssl-mode=disabled", servers().mysql);
    let mut connection = MySqlConnection::connect(&url).await.unwrap();
    lines(sqlx::query_scalar(MYSQL).fetch_all(&mut connection).await.unwrap())
}

async fn of_postgres() -> BTreeSet<String> {
    let name = database(Engine::Postgres).await;
    odlm::ledger::open(&place(server(Engine::Postgres, &name))).await.unwrap().close().await;
    let url = format!("postgres://odlm:{PASSWORD}@127.0.0.1:{}/{name}?sslmode=disable", servers().postgres);
    let mut connection = PgConnection::connect(&url).await.unwrap();
    lines(sqlx::query_scalar(POSTGRES).fetch_all(&mut connection).await.unwrap())
}

#[tokio::test]
async fn tables_columns_kinds_keys_and_views_are_the_same() {
    let sqlite = of_sqlite().await;
    for line in [
        "column|decisions|2|lead_id|whole number|NO",
        "primary|decisions|2|lead_id",
        "foreign|decisions|run_id,reason|run_reasons|run_id,number|CASCADE",
        "view|odlm_distributions|1|run_id",
    ] {
        assert!(sqlite.contains(line), "`{line}` is not in {sqlite:#?}");
    }
    for (name, other) in [("MariaDB", of_mysql().await), ("PostgreSQL", of_postgres().await)] {
        let missing: Vec<_> = sqlite.difference(&other).collect();
        let more: Vec<_> = other.difference(&sqlite).collect();
        assert!(missing.is_empty() && more.is_empty(), "{name} lacks {missing:#?} and has {more:#?}");
    }
}
