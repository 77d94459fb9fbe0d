//! Whether a domain that somebody wrote is one: conditions of three parts, operators that Odoo knows, prefix operators with their
//! operands. Whether its fields are there, Odoo says.

use serde_json::Value;

/// The most conditions and operators.
const LONGEST: usize = 2_000;
/// The deepest nesting of `any`.
const DEEPEST: usize = 8;

/// Operators of conditions that every version in use knows.
const OPERATORS: [&str; 23] = [
    "=",
    "!=",
    "<>",
    "==",
    "<",
    "<=",
    ">",
    ">=",
    "=?",
    "in",
    "not in",
    "like",
    "ilike",
    "not like",
    "not ilike",
    "=like",
    "=ilike",
    "not =like",
    "not =ilike",
    "child_of",
    "parent_of",
    "any",
    "not any",
];

/// Checks a domain.
///
/// # Errors
/// What is wrong first: where it stands, counted in list indices like `2` or `0/2/1` (empty for the whole), and a sentence.
pub(super) fn check(domain: &[Value]) -> Result<(), (String, String)> {
    nested(domain, "", DEEPEST)
}

fn nested(domain: &[Value], at: &str, depth: usize) -> Result<(), (String, String)> {
    if domain.len() > LONGEST {
        return Err((at.to_owned(), format!("the domain has {} items, at most {LONGEST} are taken", domain.len())));
    }
    for (index, item) in domain.iter().enumerate() {
        let here = if at.is_empty() { index.to_string() } else { format!("{at}/{index}") };
        match item {
            Value::String(operator) if matches!(operator.as_str(), "&" | "|" | "!") => {}
            Value::Array(parts) => condition(parts, &here, depth)?,
            other => {
                let message =
                    format!("`{other}` is neither a condition like `[\"active\", \"=\", true]` nor `&`, `|`, `!`");
                return Err((here, message));
            }
        }
    }
    // From the end, each condition adds an operand, and each operator needs its own to be there.
    let mut operands = 0_usize;
    for (index, item) in domain.iter().enumerate().rev() {
        let needed = match item.as_str() {
            Some("!") => 1,
            Some(_) => 2,
            None => 0,
        };
        if operands < needed {
            let here = if at.is_empty() { index.to_string() } else { format!("{at}/{index}") };
            let operator = item.as_str().unwrap_or_default();
            let conditions = if needed == 1 { "one condition" } else { "two conditions" };
            return Err((here, format!("`{operator}` needs {conditions} after it")));
        }
        operands = operands - needed + 1;
    }
    Ok(())
}

fn condition(parts: &[Value], at: &str, depth: usize) -> Result<(), (String, String)> {
    let wrong = |message: String| Err((at.to_owned(), message));
    let [field, operator, value] = parts else {
        return wrong(format!("a condition has three parts, a field, an operator and a value, not {}", parts.len()));
    };
    match field {
        Value::String(name) if !name.trim().is_empty() => {}
        // `[1, "=", 1]` and `[0, "=", 1]` are Odoo's always and never.
        Value::Number(_) => return Ok(()),
        other => return wrong(format!("`{other}` is not the name of a field")),
    }
    let Some(name) = operator.as_str().map(str::to_lowercase).filter(|name| OPERATORS.contains(&name.as_str())) else {
        return wrong(format!("`{}` is no operator of a domain", operator.as_str().unwrap_or(&operator.to_string())));
    };
    match (name.as_str(), value) {
        ("in" | "not in", Value::Array(_) | Value::Bool(_)) => Ok(()),
        ("in" | "not in", other) => wrong(format!("`{name}` takes a list, not `{other}`")),
        ("any" | "not any", Value::Array(inner)) => match depth.checked_sub(1) {
            Some(depth) => nested(inner, &format!("{at}/2"), depth),
            None => wrong(format!("the domain is nested deeper than {DEEPEST} levels")),
        },
        ("any" | "not any", other) => wrong(format!("`{name}` takes a domain, not `{other}`")),
        (_, Value::Object(_)) => wrong(format!("`{value}` is no value of a condition")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checked(domain: &Value) -> Result<(), (String, String)> {
        check(domain.as_array().unwrap())
    }

    #[test]
    fn domains_of_odoo_pass() {
        for domain in [
            json!([]),
            json!([["share", "=", false]]),
            json!(["|", ["a", "=", 1], "!", ["b", "NOT IN", [1, 2]]]),
            json!([["a", "=", 1], "&", ["b", "=", 2], ["c", "=", 3], ["d", "=", 4]]),
            json!([["team_ids", "any", [["name", "=", "Voice"]]], [1, "=", 1]]),
        ] {
            assert_eq!(checked(&domain), Ok(()), "{domain}");
        }
    }

    #[test]
    fn mistakes_are_found_where_they_stand() {
        let mut deep = json!([["a", "=", 1]]);
        for _ in 0..9 {
            deep = json!([["a", "any", deep]]);
        }
        for (domain, at, message) in [
            (json!(["|", ["a", "=", 1]]), "0", "`|` needs two conditions after it"),
            (json!([["a", "=", 1], "!"]), "1", "`!` needs one condition after it"),
            (json!(["active"]), "0", "`\"active\"` is neither a condition"),
            (json!([["a", "=", 1], ["a", 1]]), "1", "a condition has three parts"),
            (json!([["a", "equals", 1]]), "0", "`equals` is no operator of a domain"),
            (json!([["", "=", 1]]), "0", "`\"\"` is not the name of a field"),
            (json!([["a", "in", 5]]), "0", "`in` takes a list, not `5`"),
            (json!([["a", "any", [["b", "~", 1]]]]), "0/2/0", "`~` is no operator"),
            (deep, "0/2/0/2/0/2/0/2/0/2/0/2/0/2/0/2/0", "the domain is nested deeper than 8 levels"),
        ] {
            let (place, found) = checked(&domain).unwrap_err();
            assert_eq!(place, at, "{found}");
            assert!(found.starts_with(message), "{found}");
        }
    }
}
