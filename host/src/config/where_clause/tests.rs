//! What a clause means, and what is refused.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{LONGEST, parse};
use crate::config::domain_shape;

fn domain(clause: &str) -> Value {
    Value::Array(parse(clause).unwrap_or_else(|mistake| panic!("{clause}: {mistake:?}")))
}

#[test]
fn a_clause_is_a_domain() {
    for (clause, expected) in [
        ("active = true", json!([["active", "=", true]])),
        (
            "active=true and sale_team_id.name = 'Voice'",
            json!(["&", ["active", "=", true], ["sale_team_id.name", "=", "Voice"]]),
        ),
        ("a = 1 OR b >= 2.5 OR c < -3", json!(["|", "|", ["a", "=", 1], ["b", ">=", 2.5], ["c", "<", -3]])),
        ("a = 1 OR b = 2 AND c = 3", json!(["|", ["a", "=", 1], "&", ["b", "=", 2], ["c", "=", 3]])),
        ("(a = 1 OR b = 2) AND c = 3", json!(["&", "|", ["a", "=", 1], ["b", "=", 2], ["c", "=", 3]])),
        ("name = 'O''Hara'", json!([["name", "=", "O'Hara"]])),
        ("name = ''", json!([["name", "=", ""]])),
        ("login LIKE 'a%' ", json!([["login", "=like", "a%"]])),
        ("login ilike '%@example.com'", json!([["login", "=ilike", "%@example.com"]])),
        ("id IN (1, 2,3)", json!([["id", "in", [1, 2, 3]]])),
        ("id NOT IN (1)", json!([["id", "not in", [1]]])),
        ("city IS NULL", json!([["city", "=", false]])),
        ("city IS NOT NULL", json!([["city", "!=", false]])),
        ("a.b IS NOT NULL", json!([["a.b", "!=", false]])),
    ] {
        assert_eq!(domain(clause), expected, "{clause}");
    }
}

#[test]
fn a_negation_keeps_the_meaning_that_it_has_in_sql() {
    for (clause, expected) in [
        ("city != 'Rome'", json!(["&", ["city", "!=", false], ["city", "!=", "Rome"]])),
        ("city <> 'Rome'", domain("city != 'Rome'")),
        ("NOT city = 'Rome'", domain("city != 'Rome'")),
        ("NOT NOT city = 'Rome'", domain("city = 'Rome'")),
        ("city NOT IN ('Rome')", json!(["&", ["city", "!=", false], ["city", "not in", ["Rome"]]])),
        ("NOT (city NOT IN ('Rome'))", domain("city IN ('Rome')")),
        ("city NOT LIKE 'R%'", json!(["&", ["city", "!=", false], "!", ["city", "=like", "R%"]])),
        ("share != true", json!([["share", "!=", true]])),
        ("NOT (a = 1 AND b < 2)", json!(["|", ["a", "!=", 1], ["b", ">=", 2]])),
        ("NOT (a = 1 OR NOT b <= 2)", json!(["&", ["a", "!=", 1], ["b", "<=", 2]])),
        ("NOT a.b > 2", json!([["a.b", "<=", 2]])),
        ("NOT city IS NULL", domain("city IS NOT NULL")),
    ] {
        assert_eq!(domain(clause), expected, "{clause}");
    }
}

#[test]
fn what_odoo_would_read_otherwise_is_refused() {
    for clause in [
        "user_id.name != 'X'",
        "NOT (user_id.name = 'X')",
        "NOT (active = true AND user_id.name = 'X')",
        "user_id.name NOT IN ('X')",
        "user_id.name NOT LIKE 'X'",
        "user_id.name IS NULL",
        "NOT user_id.name IS NOT NULL",
    ] {
        let mistake = parse(clause).unwrap_err();
        assert!(mistake.message.contains("`user_id.name` has two readings"), "{clause}: {mistake:?}");
        assert!(mistake.hint.contains("`user_id` itself"), "{mistake:?}");
    }
    assert!(parse("NOT (user_id.name != 'X')").is_ok());
}

#[test]
fn a_mistake_is_named() {
    let deep = format!("{}a = 1{}", "(".repeat(33), ")".repeat(33));
    let long = format!("a = '{}'", "x".repeat(LONGEST));
    for (clause, message) in [
        ("", "a field is expected at the end"),
        ("active", "an operator is expected at the end"),
        ("active =", "a value is expected at the end"),
        ("active = yes", "a value is expected where `yes` stands"),
        ("active = NULL", "nothing compares with `NULL`"),
        ("active = true AND", "a field is expected at the end"),
        ("(active = true", "`)` is expected at the end"),
        ("active = true)", "a `)` has no `(`"),
        ("active = true name = 'x'", "`name` does not belong after a condition"),
        ("name = 'x", "a text in quotes has no end"),
        ("name = \"x\"", "`\"` means nothing here"),
        ("1 = 1", "a field is expected where `1` stands"),
        ("id = 1; DROP TABLE users", "`;` means nothing here"),
        ("id IN ()", "a value is expected where `)` stands"),
        ("id NOT = 1", "`IN`, `LIKE` or `ILIKE` is expected where `=` stands"),
        ("id = 1e9", "`1e9` is no number"),
        ("active < true", "`<` does not compare with true or false"),
        ("login LIKE 5", "`LIKE` takes a text in quotes"),
        ("a..b = 1", "a field is expected where `a..b` stands"),
        ("and = 1", "a field is expected where `and` stands"),
        (&deep, "the clause is nested deeper than 32 levels"),
        (&long, "the clause is longer than 10240 bytes"),
    ] {
        let mistake = parse(clause).unwrap_err();
        assert_eq!(mistake.message, message, "{clause}");
        assert!(!mistake.hint.is_empty());
    }
    assert!(parse(&format!("{}a = 1{}", "(".repeat(32), ")".repeat(32))).is_ok());
    assert!(parse(&format!("{}a = 1", "NOT ".repeat(40))).is_err());
}

proptest! {
    #[test]
    fn nothing_panics(clause in "\\PC{0,200}") {
        let _ = parse(&clause);
    }

    #[test]
    fn what_is_taken_is_a_domain_of_the_right_shape(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "a", "a.b", "NOT", "AND", "OR", "(", ")", "=", "!=", "<", "IN", "LIKE", "IS", "NULL", "'x'", "7", ",", "true", "(1)",
                "a = 1", "b IN ('x', 2)", "city != 'Rome'", "AND NOT", "OR (",
            ]),
            0..40,
        )
    ) {
        if let Ok(domain) = parse(&words.join(" ")) {
            prop_assert_eq!(domain_shape::check(&domain), Ok(()));
        }
    }
}
