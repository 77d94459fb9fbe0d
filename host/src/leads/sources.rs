//! Web sources that Odoo has or knows: the names of `utm.source`, and whether each configured name is one that leads can have.

use std::collections::HashSet;

use serde_json::Value;

use super::fields::{Field, FieldKind, nearest};
use crate::config::Patterns;
use crate::config::written::MatchMode;
use crate::odoo::{Domain, ErrorKind, OdooError, OdooRead, Paging, read_all, read_groups, text_of};
use crate::text::{compose, fold};

/// The most names that are read.
const NAME_LIMIT: usize = 200_000;
/// The most names that an unknown one is compared with, and the most unknown ones that are.
const COMPARED: usize = 5_000;
const EXPLAINED: usize = 100;

/// A web source that Odoo does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// Its place in the list, from 0.
    pub index: usize,
    /// The name.
    pub name: String,
    /// The known one most like it.
    pub nearest: Option<String>,
}

/// The names of `utm.source`, those of a domain.
///
/// # Errors
/// What Odoo answered.
pub async fn read_sources(odoo: &dyn OdooRead, domain: &Domain) -> Result<Vec<String>, OdooError> {
    names(odoo, "utm.source", domain.clone()).await
}

/// The values that a field of `crm.lead` can have; of a text those that leads of the type have.
///
/// # Errors
/// What Odoo answered; more values than odlm compares.
pub async fn known_values(odoo: &dyn OdooRead, field: &Field, lead_type: &str) -> Result<Vec<String>, OdooError> {
    match &field.kind {
        FieldKind::Many2one(model) => names(odoo, model, Domain::new()).await,
        FieldKind::Selection => {
            Ok(field.selection.iter().flat_map(|(key, label)| [key.clone(), label.clone()]).collect())
        }
        _ => {
            let domain = vec![serde_json::json!(["type", "=", lead_type])];
            let groups = read_groups(odoo, "crm.lead", [&field.name], domain, Some(NAME_LIMIT + 1)).await?;
            if groups.len() > NAME_LIMIT {
                let message = format!("`{}` has more than {NAME_LIMIT} values", field.name);
                return Err(OdooError::new(ErrorKind::Protocol, "crm.lead/read_group", message));
            }
            Ok(groups.iter().filter_map(|([value], _)| value.as_str()).map(str::to_owned).collect())
        }
    }
}

async fn names(odoo: &dyn OdooRead, model: &str, domain: Domain) -> Result<Vec<String>, OdooError> {
    let paging = Paging { model, domain, fields: &["display_name"], archived: true, limit: NAME_LIMIT };
    let rows = read_all(odoo, &paging, &|_| {}).await?;
    let name = |value: Option<&Value>| text_of(value).map(str::to_owned);
    Ok(rows.iter().filter_map(|row| name(row.get("display_name"))).collect())
}

/// The exact names of a list that are not among the known ones. Patterns are not asked: they name nothing.
#[must_use]
pub fn unknown_names(patterns: &Patterns, known: &[String]) -> Vec<UnknownName> {
    if patterns.mode != MatchMode::Exact {
        return Vec::new();
    }
    let form = if patterns.case_sensitive { compose } else { fold };
    let formed: HashSet<String> = known.iter().map(|name| form(name)).collect();
    let unknown = patterns.names.iter().enumerate().filter(|(_, name)| !formed.contains(&form(name)));
    let explained = |place: usize, name: &str| match place < EXPLAINED {
        true => nearest(name, known.iter().take(COMPARED).map(String::as_str)).map(str::to_owned),
        false => None,
    };
    unknown
        .enumerate()
        .map(|(place, (index, name))| UnknownName { index, name: name.clone(), nearest: explained(place, name) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_unknown_when_no_value_is_the_same() {
        let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
        let known = texts(&["Facebook Form", "google_ads"]);
        let mut patterns = Patterns { names: texts(&["facebook form", "goggle_ads", "fax"]), ..Patterns::default() };
        let unknown = |patterns: &Patterns| {
            let found = unknown_names(patterns, &known).into_iter();
            found.map(|one| (one.index, one.nearest)).collect::<Vec<_>>()
        };
        assert_eq!(unknown(&patterns), [(1, Some("google_ads".to_owned())), (2, None)]);
        patterns.case_sensitive = true;
        assert_eq!(unknown(&patterns).len(), 3);
        patterns.mode = MatchMode::Partial;
        assert_eq!(unknown(&patterns).len(), 0);
    }
}
