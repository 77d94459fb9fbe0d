//! Reads all records of a domain, page by page along their ids: no offset, no row skipped or doubled while others write.

use serde_json::{Map, Value, json};

use super::call::{Domain, ReadCall, ReadMethod};
use super::error::{ErrorKind, OdooError};
use super::reader::OdooRead;
use super::values;

/// Records a page: 2,000 leads with a dozen fields are about 0.6 MB.
pub const PAGE: usize = 2_000;

/// What to read.
pub struct Paging<'a> {
    /// The model's technical name.
    pub model: &'a str,
    /// Which records.
    pub domain: Domain,
    /// Which fields, beside `id`.
    pub fields: &'a [&'a str],
    /// Whether archived records come too.
    pub archived: bool,
    /// The most records; more are an error, so that no answer is silently cut.
    pub limit: usize,
}

/// Reads every record, ordered by id. `seen` is told the count after each page.
///
/// # Errors
/// What a page's call answered; [`ErrorKind::TooLarge`] past the limit.
pub async fn read_all(
    odoo: &dyn OdooRead,
    paging: &Paging<'_>,
    seen: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Map<String, Value>>, OdooError> {
    let mut rows: Vec<Map<String, Value>> = Vec::new();
    let mut last = 0;
    loop {
        let mut domain = paging.domain.clone();
        domain.push(json!(["id", ">", last]));
        let mut fields = vec!["id"];
        fields.extend(paging.fields);
        let mut call = ReadCall::new(paging.model, ReadMethod::SearchRead)
            .with("domain", domain)
            .with("fields", fields)
            .with("limit", PAGE)
            .with("order", "id")
            .with("load", "");
        if paging.archived {
            call = call.context("active_test", false);
        }
        let answer = odoo.read(call).await?;
        let page = records(paging.model, answer)?;
        let count = page.len();
        for row in page {
            let id = values::id_of(row.get("id")).filter(|id| *id > last).ok_or_else(|| {
                OdooError::new(
                    ErrorKind::Protocol,
                    format!("{}/search_read", paging.model),
                    "the records are not ordered by id",
                )
            })?;
            last = id;
            rows.push(row);
        }
        seen(rows.len());
        if rows.len() > paging.limit {
            let message = format!("more than {} records", paging.limit);
            return Err(OdooError::new(ErrorKind::Protocol, format!("{}/search_read", paging.model), message));
        }
        if count < PAGE {
            return Ok(rows);
        }
    }
}

/// An answer's records.
///
/// # Errors
/// [`ErrorKind::Protocol`] when it is not a list of objects.
pub fn records(model: &str, answer: Value) -> Result<Vec<Map<String, Value>>, OdooError> {
    let wrong = || OdooError::new(ErrorKind::Protocol, model, "the answer is not a list of records");
    let Value::Array(items) = answer else { return Err(wrong()) };
    items
        .into_iter()
        .map(|item| match item {
            Value::Object(row) => Ok(row),
            _ => Err(wrong()),
        })
        .collect()
}
