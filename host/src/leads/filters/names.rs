//! Filters by name: do-not-call, web source, campaign, status, tags.

use super::{Against, Filter};
use crate::domain::lead::Lead;
use crate::leads::fields::Field;
use crate::leads::matcher::Matcher;

/// Do-not-call by status, tag and blacklist. What cannot be read counts as blocked.
pub(super) fn do_not_call<'a>(filters: &mut Vec<Filter<'a>>, against: &Against<'a>) {
    let Against { rules, lists, reading, .. } = *against;
    if rules.do_not_call.is_none() {
        return;
    }
    filters.push(Filter::new("dnc", "do not call: by status, tag or blacklist", move |lead| {
        let by_status = lists
            .no_call_statuses
            .as_ref()
            .is_some_and(|words| goes_by(&reading.status, lead.status.as_deref()).any(|name| words.matches(name)));
        // A tag without a readable name may be the one that forbids to call.
        let by_tag = lists
            .no_call_tags
            .as_ref()
            .is_some_and(|words| lead.has_unnamed_tag || lead.tags.iter().any(|tag| words.matches(tag)));
        !(lead.blacklisted || by_status || by_tag)
    }));
}

/// Web source, campaign and status.
pub(super) fn listed<'a>(filters: &mut Vec<Filter<'a>>, against: &Against<'a>) {
    let Against { lists, reading, .. } = *against;
    let status = move |lead: &Lead, list: &Matcher| {
        goes_by(&reading.status, lead.status.as_deref()).any(|name| list.matches(name))
    };
    if let Some(list) = &lists.sources {
        filters.push(Filter::new("web_sources", "its web source is not on the list", move |lead| {
            goes_by(&reading.source, lead.source.as_deref()).any(|name| list.matches(name))
        }));
    }
    if let (Some(list), Some(field)) = (&lists.campaigns, &reading.campaign) {
        filters.push(Filter::new("campaigns", "its campaign is not on the list", move |lead| {
            goes_by(field, lead.campaign.as_deref()).any(|name| list.matches(name))
        }));
    }
    if let Some(list) = &lists.excluded_statuses {
        filters.push(Filter::new("excluded_status", "its status is excluded", move |lead| !status(lead, list)));
    }
    if let Some(list) = &lists.sale_statuses {
        filters.push(Filter::new("sale_status", "its status says that it is sold", move |lead| !status(lead, list)));
    }
    if let Some(list) = &lists.statuses {
        filters.push(Filter::new("status", "its status is not on the list", move |lead| status(lead, list)));
    }
}

/// Tags out and in. A tag without a readable name may be one that is out.
pub(super) fn tagged<'a>(filters: &mut Vec<Filter<'a>>, against: &Against<'a>) {
    let lists = against.lists;
    let has = |lead: &Lead, list: &Matcher| lead.tags.iter().any(|tag| list.matches(tag));
    if let Some(list) = &lists.excluded_tags {
        filters.push(Filter::new("exclude_tags", "it has a tag that is excluded", move |lead| {
            !lead.has_unnamed_tag && !has(lead, list)
        }));
    }
    if let Some(list) = &lists.included_tags {
        filters.push(Filter::new("include_tags", "it has none of the tags on the list", move |lead| has(lead, list)));
    }
}

/// A field's value under each name that it has: of a selection its key and its label.
fn goes_by<'a>(field: &'a Field, value: Option<&'a str>) -> impl Iterator<Item = &'a str> {
    let label = field.selection.iter().find(|(key, _)| Some(key.as_str()) == value).map(|(_, label)| label.as_str());
    value.into_iter().chain(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::FieldKind;

    #[test]
    fn a_selection_goes_by_its_key_and_by_its_label() {
        let selection = vec![("web".to_owned(), "Website".to_owned()), ("tel".to_owned(), "Phone".to_owned())];
        let field = Field { name: "x_source".to_owned(), kind: FieldKind::Selection, selection, stored: true };
        assert_eq!(goes_by(&field, Some("web")).collect::<Vec<_>>(), ["web", "Website"]);
        assert_eq!(goes_by(&field, Some("fax")).collect::<Vec<_>>(), ["fax"]);
        assert_eq!(goes_by(&field, None).count(), 0);
    }
}
