//! Odoo's loose values: `false` for empty, a many2one as id or `[id, name]`, whole numbers that may be floats.

use serde_json::Value;

/// An id: of a many2one `7`, `[7, "name"]` or `false`.
#[must_use]
pub fn id_of(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Array(pair) => id_of(pair.first()),
        other => whole_of(Some(other)).and_then(|id| u64::try_from(id).ok()).filter(|id| *id > 0),
    }
}

/// The ids of a many2many or one2many.
#[must_use]
pub fn ids_of(value: Option<&Value>) -> Vec<u64> {
    value.and_then(Value::as_array).map(|ids| ids.iter().filter_map(|id| id_of(Some(id))).collect()).unwrap_or_default()
}

/// A text that is neither empty nor `false`.
#[must_use]
pub fn text_of(value: Option<&Value>) -> Option<&str> {
    value?.as_str().filter(|text| !text.is_empty())
}

/// A whole number, also when it comes as `3.0` or, as selections do, as `"3"`.
#[must_use]
pub fn whole_of(value: Option<&Value>) -> Option<i64> {
    match value? {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            // Whole floats up to 2^53 are exact.
            (float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0).then_some(float as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A finite number.
#[must_use]
pub fn number_of(value: Option<&Value>) -> Option<f64> {
    value?.as_f64().filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn empty_is_false_and_many2one_has_two_shapes() {
        assert_eq!(id_of(Some(&json!(7))), Some(7));
        assert_eq!(id_of(Some(&json!([7, "Anna"]))), Some(7));
        assert_eq!(id_of(Some(&json!(false))), None);
        assert_eq!(id_of(Some(&json!(0))), None);
        assert_eq!(id_of(Some(&json!(-1))), None);
        assert_eq!(ids_of(Some(&json!([1, false, 3]))), vec![1, 3]);
        assert_eq!(text_of(Some(&json!(false))), None);
        assert_eq!(whole_of(Some(&json!(3.0))), Some(3));
        assert_eq!(whole_of(Some(&json!("2"))), Some(2));
        assert_eq!(whole_of(Some(&json!(2.5))), None);
    }
}
