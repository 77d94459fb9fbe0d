//! What Odoo can decide of the rules, as a domain, for windows above `explain_limit`. It may only leave out leads that the filters here
//! leave out too: names are compared here, by the values that the window's leads have, and Odoo is asked for the values.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::fields::{Field, FieldKind};
use super::filters::Owners;
use super::lists::Lists;
use super::read::LeadQuery;
use crate::odoo::{Domain, ErrorKind, OdooError, OdooRead, id_of, read_groups};

/// Most values of a field, or owners, that a domain names. With more the filters here do it all.
const MOST: usize = 5_000;

/// A value that the window's leads have, under each of its names.
struct Choice {
    value: Value,
    names: Vec<String>,
}

/// Conditions to be added to the window's own.
///
/// # Errors
/// What Odoo answered.
pub(super) async fn narrowing(
    odoo: &dyn OdooRead,
    query: &LeadQuery<'_>,
    lists: &Lists,
    owners: &Owners,
) -> Result<Domain, OdooError> {
    let mut domain = owner_domain(query, owners);
    domain.extend(priority_domain(query));
    let filled = query.reading.required.iter().filter(|field| field.stored && is_empty_as_false(&field.kind));
    domain.extend(filled.map(|field| json!([field.name, "!=", false])));
    let reading = query.reading;
    let takes = |name: &str| lists.statuses.as_ref().is_none_or(|list| list.matches(name));
    let drops = |name: &str| {
        lists.excluded_statuses.as_ref().is_some_and(|list| list.matches(name))
            || lists.sale_statuses.as_ref().is_some_and(|list| list.matches(name))
            || lists.no_call_statuses.as_ref().is_some_and(|words| words.matches(name))
    };
    if lists.statuses.is_some()
        || lists.excluded_statuses.is_some()
        || lists.sale_statuses.is_some()
        || lists.no_call_statuses.is_some()
    {
        let wanted = lists.statuses.as_ref().map(|_| &takes as &(dyn Fn(&str) -> bool + Sync));
        domain.extend(listed(odoo, query, &reading.status, wanted, Some(&drops)).await?);
    }
    if let Some(list) = &lists.sources {
        domain.extend(listed(odoo, query, &reading.source, Some(&|name: &str| list.matches(name)), None).await?);
    }
    if let (Some(list), Some(field)) = (&lists.campaigns, &reading.campaign) {
        domain.extend(listed(odoo, query, field, Some(&|name: &str| list.matches(name)), None).await?);
    }
    let tags = query.fields.get("tag_ids");
    if let Some(field) =
        tags.filter(|_| lists.included_tags.is_some() || lists.excluded_tags.is_some() || lists.no_call_tags.is_some())
    {
        let takes = |name: &str| lists.included_tags.as_ref().is_none_or(|list| list.matches(name));
        let drops = |name: &str| {
            lists.excluded_tags.as_ref().is_some_and(|list| list.matches(name))
                || lists.no_call_tags.as_ref().is_some_and(|words| words.matches(name))
        };
        let wanted = lists.included_tags.as_ref().map(|_| &takes as &(dyn Fn(&str) -> bool + Sync));
        domain.extend(listed(odoo, query, field, wanted, Some(&drops)).await?);
    }
    Ok(domain)
}

type Test<'a> = Option<&'a (dyn Fn(&str) -> bool + Sync)>;

/// Conditions on a field's values: one of those wanted, none of those dropped. A value matches when one of its names does.
async fn listed(
    odoo: &dyn OdooRead,
    query: &LeadQuery<'_>,
    field: &Field,
    wanted: Test<'_>,
    dropped: Test<'_>,
) -> Result<Domain, OdooError> {
    let Some(choices) = choices(odoo, query, field).await? else { return Ok(Domain::new()) };
    let matching = |test: &(dyn Fn(&str) -> bool + Sync)| {
        let matching = choices.iter().filter(|choice| choice.names.iter().any(|name| test(name)));
        matching.map(|choice| choice.value.clone()).collect::<Vec<Value>>()
    };
    let mut domain = Domain::new();
    if let Some(test) = wanted {
        domain.push(json!([field.name, "in", matching(test)]));
    }
    if let Some(values) = dropped.map(matching).filter(|values| !values.is_empty()) {
        domain.push(json!([field.name, "not in", values]));
    }
    Ok(domain)
}

/// The values that the window's leads have in a field; none when Odoo cannot group by it, or there are too many.
async fn choices(odoo: &dyn OdooRead, query: &LeadQuery<'_>, field: &Field) -> Result<Option<Vec<Choice>>, OdooError> {
    if !field.stored {
        return Ok(None);
    }
    let groups = match read_groups(odoo, "crm.lead", [&field.name], query.domain(), Some(MOST + 1)).await {
        Ok(groups) => groups,
        // A field that cannot be grouped by is no mistake: the filters here can do without.
        Err(error) if matches!(error.kind, ErrorKind::Unsupported | ErrorKind::Refused) => return Ok(None),
        Err(error) => return Err(error),
    };
    let choice = |value: Value| match &field.kind {
        FieldKind::Many2one(_) | FieldKind::Many2many(_) => {
            let names = value.get(1).and_then(Value::as_str).map(str::to_owned).into_iter().collect();
            Some(Choice { value: json!(id_of(Some(&value))?), names })
        }
        _ => {
            let key = value.as_str().filter(|key| !key.is_empty())?;
            let label = field.selection.iter().find(|(known, _)| known == key).map(|(_, label)| label.clone());
            Some(Choice { names: std::iter::once(key.to_owned()).chain(label).collect(), value })
        }
    };
    Ok(Some(groups)
        .filter(|groups| groups.len() <= MOST)
        .map(|groups| groups.into_iter().filter_map(|([value], _)| choice(value)).collect()))
}

/// Whose leads are not taken.
fn owner_domain(query: &LeadQuery<'_>, owners: &Owners) -> Domain {
    let rules = query.rules;
    let mut kept: BTreeSet<u64> = owners.shielded.iter().map(|user| user.0).collect();
    if rules.exclude_inactive_owners {
        kept.extend(owners.inactive.iter().map(|user| user.0));
    }
    let released: Vec<u64> = owners.released.iter().map(|user| user.0).filter(|user| !kept.contains(user)).collect();
    let or_nobody = |condition: Value| vec![json!("|"), json!(["user_id", "=", false]), condition];
    match rules.exclude_assigned {
        true if released.len() <= MOST => or_nobody(json!(["user_id", "in", released])),
        false if !kept.is_empty() && kept.len() <= MOST => or_nobody(json!(["user_id", "not in", kept])),
        _ => Domain::new(),
    }
}

/// Odoo's priority is a selection; one that is empty or unknown counts as the filters count it.
fn priority_domain(query: &LeadQuery<'_>) -> Domain {
    let (lowest, highest) = query.rules.priority;
    let Some(field) = query.fields.get("priority").filter(|field| field.stored) else { return Domain::new() };
    let keys = field.selection.iter().map(|(key, _)| key.as_str());
    let outside = keys.filter(|key| {
        key.parse::<i64>().is_ok_and(|key| !(i64::from(lowest)..=i64::from(highest)).contains(&key.clamp(0, 3)))
    });
    let outside: Vec<&str> = outside.collect();
    let mut domain = Domain::new();
    if !outside.is_empty() {
        domain.push(json!(["priority", "not in", outside]));
    }
    if lowest > 0 {
        domain.push(json!(["priority", "!=", false]));
    }
    domain
}

/// Whether Odoo's `false` in a domain means an empty value of the field, and nothing that the filters here take for one.
fn is_empty_as_false(kind: &FieldKind) -> bool {
    !matches!(kind, FieldKind::Boolean | FieldKind::Integer | FieldKind::Float | FieldKind::Other)
}
