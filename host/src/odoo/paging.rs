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
/// What a page's call answered; [`ErrorKind::Protocol`] past the limit.
pub async fn read_all(
    odoo: &dyn OdooRead,
    paging: &Paging<'_>,
    seen: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Map<String, Value>>, OdooError> {
    let mut rows: Vec<Map<String, Value>> = Vec::new();
    let mut pages = Pages::new(odoo, paging);
    while let Some(page) = pages.next().await? {
        rows.extend(page);
        seen(rows.len());
    }
    Ok(rows)
}

/// The records of a domain, page after page: for what need not be held whole.
pub struct Pages<'a> {
    odoo: &'a dyn OdooRead,
    paging: &'a Paging<'a>,
    last: u64,
    count: usize,
    is_over: bool,
}

impl<'a> Pages<'a> {
    /// Before the first page.
    pub fn new(odoo: &'a dyn OdooRead, paging: &'a Paging<'a>) -> Pages<'a> {
        Pages { odoo, paging, last: 0, count: 0, is_over: false }
    }

    /// The next page, ordered by id; the first one may be empty. None behind the last.
    ///
    /// # Errors
    /// What the call answered; [`ErrorKind::Protocol`] past the limit.
    pub async fn next(&mut self) -> Result<Option<Vec<Map<String, Value>>>, OdooError> {
        if self.is_over {
            return Ok(None);
        }
        let paging = self.paging;
        let wrong =
            |message: String| OdooError::new(ErrorKind::Protocol, format!("{}/search_read", paging.model), message);
        let mut domain = paging.domain.clone();
        domain.push(json!(["id", ">", self.last]));
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
        let page = records(paging.model, self.odoo.read(call).await?)?;
        for row in &page {
            let id = values::id_of(row.get("id")).filter(|id| *id > self.last);
            self.last = id.ok_or_else(|| wrong("the records are not ordered by id".to_owned()))?;
        }
        self.count += page.len();
        if self.count > paging.limit {
            return Err(wrong(format!("more than {} records", paging.limit)));
        }
        self.is_over = page.len() < PAGE;
        Ok(Some(page))
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
