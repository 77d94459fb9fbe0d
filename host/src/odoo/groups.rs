//! Grouped counts: how many records of a domain have each value of a field, or of several, in one call. Downloads no rows.

use serde_json::{Value, json};

use super::call::{Domain, ReadCall, ReadMethod};
use super::error::{ErrorKind, OdooError};
use super::reader::OdooRead;
use super::values::whole_of;

/// Counts records by `fields`, which are stored. Each group has one value a field: of a many2one `[id, name]`, of an empty field `false`.
/// `limit` bounds the groups.
///
/// # Errors
/// What Odoo answered.
pub async fn read_groups<const N: usize>(
    odoo: &dyn OdooRead,
    model: &str,
    fields: [&str; N],
    domain: Domain,
    limit: Option<usize>,
) -> Result<Vec<([Value; N], u64)>, OdooError> {
    let mut call = if odoo.session().major >= 19 {
        ReadCall::new(model, ReadMethod::FormattedReadGroup)
            .with("groupby", json!(fields.as_slice()))
            .with("aggregates", json!(["__count"]))
    } else {
        ReadCall::new(model, ReadMethod::ReadGroup)
            .with("fields", json!(["__count"]))
            .with("groupby", json!(fields.as_slice()))
            .with("lazy", false)
    };
    if let Some(limit) = limit {
        call = call.with("limit", limit);
    }
    let answer = odoo.read(call.with("domain", domain)).await?;
    let wrong =
        || OdooError::new(ErrorKind::Protocol, format!("{model}/read_group"), "the answer is not a list of counts");
    let Value::Array(groups) = answer else { return Err(wrong()) };
    let group = |mut group: Value| {
        let count = whole_of(group.get("__count")).and_then(|count| u64::try_from(count).ok()).ok_or_else(wrong)?;
        let mut values = [const { Value::Null }; N];
        for (value, field) in values.iter_mut().zip(fields) {
            *value = group.get_mut(field).map(Value::take).ok_or_else(wrong)?;
        }
        Ok((values, count))
    };
    groups.into_iter().map(group).collect()
}
