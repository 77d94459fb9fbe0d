//! Values on their way into a statement and out of a row.

/// A value of one of the four kinds that the tables have; each may be missing. A missing one has its kind too, as PostgreSQL asks for it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ledger) enum Value {
    /// A whole number; a truth value is 0 or 1.
    Int(Option<i64>),
    /// A number.
    Real(Option<f64>),
    /// A text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

/// A text as all three databases can hold it: PostgreSQL has no character 0.
fn text(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Int(Some(value))
    }
}

impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Value {
        Value::Int(value)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Value {
        Value::Int(Some(i64::from(value)))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Int(Some(i64::from(value)))
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Value {
        Value::Real(Some(value))
    }
}

impl From<Option<f64>> for Value {
    fn from(value: Option<f64>) -> Value {
        Value::Real(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        value.to_owned().into()
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Value {
        value.clone().into()
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::Text(Some(text(value)))
    }
}

impl From<Option<String>> for Value {
    fn from(value: Option<String>) -> Value {
        Value::Text(value.map(text))
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Value {
        value.map(str::to_owned).into()
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Value {
        Value::Bytes(Some(value.to_vec()))
    }
}

/// The values of a statement, in the order of its `?`.
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        vec![$($crate::ledger::driver::Value::from($value)),*]
    };
}
pub(in crate::ledger) use values;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_holds_what_postgresql_cannot() {
        assert_eq!(Value::from("a\0b"), Value::Text(Some("a\u{fffd}b".to_owned())));
        assert_eq!(Value::from(Some("\0")), Value::Text(Some("\u{fffd}".to_owned())));
    }
}
