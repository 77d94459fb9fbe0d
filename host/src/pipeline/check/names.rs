//! Names in the configuration that match nothing in Odoo: a filter that never lets a lead through, and says so nowhere else.

use serde_json::json;

use super::Answers;
use super::rights::cannot_be_known;
use crate::config::{Config, Patterns};
use crate::leads::{Field, FieldKind, LeadFields, Matcher};
use crate::odoo::{OdooError, OdooRead, Paging, read_all, text_of};
use crate::text::fold;

/// The most names of a kind that are compared; where Odoo has more, nothing is said.
const LIMIT: usize = 20_000;
/// The most names that one answer lists.
const LISTED: usize = 10;

/// The names of one list of the configuration, and the field of `crm.lead` that they are compared with.
struct List<'a> {
    what: &'static str,
    field: &'a str,
    patterns: Vec<&'a Patterns>,
}

pub(super) async fn ask(answers: &mut Answers, config: &Config, odoo: &dyn OdooRead, fields: &LeadFields) {
    let rules = &config.leads;
    let sources = rules.sources.as_ref().map(|rule| &rule.patterns);
    let lists = [
        List {
            what: "statuses",
            field: &rules.fields.status,
            patterns: [&rules.statuses, &rules.excluded_statuses, &rules.sale_statuses].into_iter().flatten().collect(),
        },
        List { what: "web sources", field: &rules.fields.source, patterns: sources.into_iter().collect() },
        List { what: "campaigns", field: &rules.fields.campaign, patterns: rules.campaigns.iter().collect() },
        List {
            what: "tags",
            field: "tag_ids",
            patterns: [&rules.included_tags, &rules.excluded_tags].into_iter().flatten().collect(),
        },
    ];
    for list in lists.iter().filter(|list| list.patterns.iter().any(|patterns| !patterns.is_empty())) {
        let Some(field) = fields.get(list.field) else { continue };
        match known(odoo, field).await {
            Ok(Some(known)) => compare(answers, list, &known),
            Ok(None) => answers.passed(list.what, format!("`{}` is free text: not compared", list.field)),
            Err(error) if cannot_be_known(&error) => answers.passed(list.what, "the API user may not read their names"),
            Err(error) => answers.failed(list.what, error),
        }
    }
}

/// The names that a field can have; none for free text, or where there are too many.
async fn known(odoo: &dyn OdooRead, field: &Field) -> Result<Option<Vec<String>>, OdooError> {
    match &field.kind {
        FieldKind::Selection => {
            Ok(Some(field.selection.iter().flat_map(|(key, label)| [key.clone(), label.clone()]).collect()))
        }
        FieldKind::Many2one(model) | FieldKind::Many2many(model) => {
            let paging =
                Paging { model, domain: vec![json!(["id", ">", 0])], fields: &["name"], archived: true, limit: LIMIT };
            let rows = read_all(odoo, &paging, &|_| {}).await?;
            Ok(Some(rows.iter().filter_map(|row| text_of(row.get("name")).map(str::to_owned)).collect()))
        }
        _ => Ok(None),
    }
}

fn compare(answers: &mut Answers, list: &List<'_>, known: &[String]) {
    let mut strangers: Vec<String> = Vec::new();
    let mut count = 0;
    for patterns in &list.patterns {
        for name in &patterns.names {
            count += 1;
            let alone = Patterns {
                names: vec![name.clone()],
                globs: Vec::new(),
                expressions: Vec::new(),
                ..(*patterns).clone()
            };
            // A pattern that cannot be used is told with the files and the strategy.
            if Matcher::of(&alone).is_ok_and(|matcher| !known.iter().any(|value| matcher.matches(value))) {
                strangers.push(match nearest(name, known) {
                    Some(near) => format!("`{name}` (did you mean `{near}`?)"),
                    None => format!("`{name}`"),
                });
            }
        }
    }
    if strangers.is_empty() {
        return answers.passed(list.what, format!("{count} names, all known to Odoo"));
    }
    let more = strangers.len().saturating_sub(LISTED);
    let listed = strangers.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
    let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
    answers.warned(
        list.what,
        format!("Odoo has nothing like {listed}{and_more} in `{}`", list.field),
        "write them as Odoo does, or take them out; no lead will ever have such a name",
    );
}

fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    let name = fold(name);
    known
        .iter()
        .map(|value| (strsim::jaro_winkler(&name, &fold(value)), value.as_str()))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, value)| value)
}
