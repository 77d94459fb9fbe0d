//! The filters that run here, in their order. The first that fails names why the lead is left out; the counts make the funnel.

use std::collections::BTreeSet;

use super::convert::Reading;
use super::fields::Field;
use super::matcher::{Matcher, PatternError};
use crate::config::LeadRules;
use crate::domain::ids::UserId;
use crate::domain::lead::Lead;
use crate::domain::run::FunnelStep;

/// What is known of owners.
#[derive(Clone, Debug, Default)]
pub struct Owners {
    /// Owners whose leads are given to others: users who are inactive, or excluded by the configuration.
    pub released: BTreeSet<UserId>,
}

/// The leads of the window, told apart.
#[derive(Debug, Default)]
pub struct Filtered {
    /// Those that passed every filter.
    pub eligible: Vec<Lead>,
    /// Those left out, each with the rule that it failed first.
    pub left_out: Vec<(Lead, &'static str)>,
    /// The counts before and after each filter.
    pub funnel: Vec<FunnelStep>,
}

/// One filter: its name, the sentence for a lead that fails it, and whether a lead passes.
struct Filter<'a> {
    name: &'static str,
    sentence: &'static str,
    passes: Box<dyn Fn(&Lead) -> bool + 'a>,
}

/// Runs every filter over every lead.
///
/// # Errors
/// A regular expression of the web sources that cannot be used.
pub fn filter(
    leads: Vec<Lead>,
    rules: &LeadRules,
    reading: &Reading,
    owners: &Owners,
) -> Result<Filtered, PatternError> {
    let filters = filters(rules, reading, owners)?;
    let mut stopped = vec![0_u64; filters.len()];
    let mut filtered = Filtered::default();
    let found = leads.len() as u64;
    for lead in leads {
        match filters.iter().zip(&mut stopped).find(|(filter, _)| !(filter.passes)(&lead)) {
            Some((filter, stopped)) => {
                *stopped += 1;
                filtered.left_out.push((lead, filter.sentence));
            }
            None => filtered.eligible.push(lead),
        }
    }
    let mut before = found;
    for (filter, stopped) in filters.iter().zip(stopped) {
        let after = before - stopped;
        filtered.funnel.push(FunnelStep { filter: filter.name.to_owned(), before, after });
        before = after;
    }
    Ok(filtered)
}

fn filters<'a>(
    rules: &'a LeadRules,
    reading: &'a Reading,
    owners: &'a Owners,
) -> Result<Vec<Filter<'a>>, PatternError> {
    let mut filters: Vec<Filter<'a>> = Vec::new();
    if let Some(names) = &rules.do_not_call {
        let words = Matcher::loose(&names.statuses.names);
        filters.push(Filter {
            name: "dnc",
            sentence: "do not call: by status, tag or blacklist",
            passes: Box::new(move |lead| {
                let by_status = status_names(lead, reading).any(|status| words.matches(status));
                !lead.blacklisted && !by_status && !lead.tags.iter().any(|tag| words.matches(tag))
            }),
        });
    }
    if let Some(rule) = &rules.sources {
        let sources = Matcher::of(&rule.patterns)?;
        filters.push(Filter {
            name: "web_sources",
            sentence: "its web source is not on the list",
            passes: Box::new(move |lead| {
                names(&reading.source, lead.source.as_deref()).any(|source| sources.matches(source))
            }),
        });
    }
    if let Some(statuses) = &rules.statuses {
        let statuses = Matcher::of(statuses)?;
        filters.push(Filter {
            name: "status",
            sentence: "its status is not on the list",
            passes: Box::new(move |lead| status_names(lead, reading).any(|status| statuses.matches(status))),
        });
    }
    if rules.exclude_assigned {
        filters.push(Filter {
            name: "assigned",
            sentence: "somebody owns it",
            passes: Box::new(|lead| lead.owner.is_none_or(|owner| owners.released.contains(&owner))),
        });
    }
    Ok(filters)
}

/// A lead's status under each name that it has.
fn status_names<'a>(lead: &'a Lead, reading: &'a Reading) -> impl Iterator<Item = &'a str> {
    names(&reading.status, lead.status.as_deref())
}

/// A field's value under each name that it has: of a selection its key and its label.
fn names<'a>(field: &'a Field, value: Option<&'a str>) -> impl Iterator<Item = &'a str> {
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
        let field = Field { name: "x_source".to_owned(), kind: FieldKind::Selection, selection };
        assert_eq!(names(&field, Some("web")).collect::<Vec<_>>(), ["web", "Website"]);
        assert_eq!(names(&field, Some("fax")).collect::<Vec<_>>(), ["fax"]);
        assert_eq!(names(&field, None).count(), 0);
    }
}
