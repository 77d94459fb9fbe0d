//! Old leads: they bypass the distribution and go to the fixed person of the campaign that their web source belongs to.
//!
//! What holds for them, and why:
//! - They are read by a query of their own, whatever the window: open leads of the configured type that are older than so many days by
//!   the rule's date field. Thirty days old is not older than thirty days. A lead without a date is not old.
//! - Whatever protects a lead protects an old one too: do-not-call by status, tag and blacklist; the leads of shielded users; leads of
//!   active owners unless `exclude_assigned: false`; leads of inactive owners where `exclude_inactive_users` keeps them; sold and
//!   excluded statuses; excluded tags; activities that are due. Such a lead is not taken up; inside the window the filters say why it is
//!   left out.
//! - What only chooses among leads for the distribution is not asked: web sources, campaigns, wanted statuses and tags, required fields,
//!   priority, the calendar, whether there is an activity at all, and the sales filter.
//! - A source belongs to the campaign that names it, in any case, before any campaign whose patterns match it; else to the default
//!   campaign. Where there is none the lead is not taken up: it stays where it is, in the distribution when it is inside the window.
//! - A lead that its person owns already is not written again. Inside the window it is left out of the distribution all the same, or
//!   it would be given away today and taken back tomorrow.
//! - They are not put to the strategy, take no fairness credits, and do not count towards `max_leads_per_run`. Leads that come to a
//!   person who also takes part are part of the workload with which the person goes into the distribution.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::convert::Reading;
use super::fields::{Field, FieldKind, LeadFields};
use super::filters::{Owners, filter};
use super::matcher::{Matcher, PatternError};
use super::read::read_leads;
use super::window::Days;
use crate::config::{Calendar, DropbackRule, LeadRules, Patterns};
use crate::domain::lead::Lead;
use crate::odoo::{OdooError, OdooRead};

/// Before this day nobody kept leads.
const BEGIN: Date = jiff::civil::date(1900, 1, 1);
/// More days than any rule counts back; where every day is a holiday it ends there.
const FARTHEST: u32 = 200_000;

/// An old lead and the campaign that it belongs to, by its place among the rule's campaigns.
#[derive(Debug)]
pub struct OldLead {
    /// The lead.
    pub lead: Lead,
    /// The campaign as the rule names it.
    pub campaign: Arc<str>,
}

/// Why old leads could not be found.
#[derive(Debug, thiserror::Error)]
pub enum DropbackError {
    /// Odoo.
    #[error(transparent)]
    Odoo(#[from] OdooError),
    /// A pattern.
    #[error(transparent)]
    Pattern(#[from] PatternError),
}

/// The last day that is older than the rule's days. A day is so many working days old as there are after it, today among them.
#[must_use]
pub fn last_old_day(rule: &DropbackRule, today: Date, is_working: impl Fn(Date) -> bool) -> Date {
    if !rule.working {
        return today.saturating_sub((i64::from(rule.days) + 1).days());
    }
    let (mut day, mut age) = (today, 0);
    for _ in 0..FARTHEST {
        if age > rule.days {
            break;
        }
        age += u32::from(is_working(day));
        day = day.saturating_sub(1.day());
    }
    day
}

/// The fields by which old leads are read.
///
/// # Errors
/// For each that cannot serve: the key below `dropback_filter`, a sentence, a hint.
pub fn old_reading(
    rule: &DropbackRule,
    reading: &Reading,
    fields: &LeadFields,
) -> Result<Reading, Vec<(&'static str, String, String)>> {
    let mut errors = Vec::new();
    let mut old = reading.clone();
    match fields.mapped("the age", &rule.date_field, FieldKind::is_dated) {
        Ok(field) => old.date = field,
        Err((message, hint)) => errors.push(("age_threshold/field_name", message, hint)),
    }
    match fields.mapped("the web source", &rule.source_field, FieldKind::is_nameable) {
        Ok(field) => {
            if let Some(said) = rule.source_field_type.as_deref().filter(|said| !is_called(&field.kind, said)) {
                errors.push((
                    "assignment_config/web_source_field_type",
                    format!("field `{}` holds {} and is no `{said}`", field.name, field.kind),
                    "leave the key out: odlm asks Odoo".to_owned(),
                ));
            }
            old.source = field;
        }
        Err((message, hint)) => errors.push(("assignment_config/web_source_field", message, hint)),
    }
    if errors.is_empty() { Ok(old) } else { Err(errors) }
}

/// Whether Odoo calls a kind so.
fn is_called(kind: &FieldKind, said: &str) -> bool {
    match kind {
        FieldKind::Text => ["char", "text"].contains(&said),
        FieldKind::Selection => said == "selection",
        FieldKind::Many2one(_) => said == "many2one",
        _ => false,
    }
}

/// Reads the old leads that may be taken up and that belong to a campaign. `last` is the last day that is old, and `old` how they are
/// read.
///
/// # Errors
/// What Odoo answered, or a pattern that cannot be used.
pub async fn find_old(
    odoo: &dyn OdooRead,
    rules: &LeadRules,
    rule: &DropbackRule,
    (old, fields): (&Reading, &LeadFields),
    (last, zone): (Date, &TimeZone),
    owners: &Owners,
) -> Result<Vec<OldLead>, DropbackError> {
    let campaigns = Campaigns::of(rule)?;
    let rules = protecting(rules);
    let days = Days { from: BEGIN, to: last };
    let leads = read_leads(odoo, &rules, old, fields, &[], (days, zone), &|_| {}).await?;
    let filtered = filter(leads, &rules, old, owners)?;
    let found = filtered.eligible.into_iter().filter_map(|lead| {
        let campaign = campaigns.of_source(&old.source, lead.source.as_deref())?;
        Some(OldLead { lead, campaign })
    });
    Ok(found.collect())
}

/// The rules less those that only choose among leads for the distribution.
fn protecting(rules: &LeadRules) -> LeadRules {
    LeadRules {
        calendar: Calendar::default(),
        sources: None,
        campaigns: None,
        statuses: None,
        included_tags: None,
        required_fields: Vec::new(),
        priority: (0, 3),
        exclude_closed: true,
        activity: rules.activity.map(|rule| crate::config::ActivityRule { keep_if_none: true, ..rule }),
        sales: None,
        dropback: None,
        explain_limit: u32::MAX,
        ..rules.clone()
    }
}

/// Which web source belongs to which campaign.
struct Campaigns {
    by_name: Vec<(Arc<str>, Matcher)>,
    by_pattern: Vec<(Arc<str>, Matcher)>,
    default: Option<Arc<str>>,
}

impl Campaigns {
    fn of(rule: &DropbackRule) -> Result<Campaigns, PatternError> {
        type Ready = Vec<(Arc<str>, Matcher)>;
        let ready = |part: fn(&Patterns) -> Patterns| -> Result<Ready, PatternError> {
            let lists = rule.campaigns.iter().map(|(campaign, patterns)| (campaign.as_str(), part(patterns)));
            let lists = lists.filter(|(_, patterns)| !patterns.is_empty());
            lists.map(|(campaign, patterns)| Ok((Arc::from(campaign), Matcher::of(&patterns)?))).collect()
        };
        Ok(Campaigns {
            by_name: ready(|patterns| Patterns { globs: Vec::new(), ..patterns.clone() })?,
            by_pattern: ready(|patterns| Patterns { names: Vec::new(), ..patterns.clone() })?,
            default: rule.default_campaign.as_deref().map(Arc::from),
        })
    }

    /// The campaign of a source; of a selection its label counts like its key.
    fn of_source(&self, field: &Field, source: Option<&str>) -> Option<Arc<str>> {
        let label = field.selection.iter().find(|(key, _)| Some(key.as_str()) == source).map(|(_, label)| label.as_str());
        let matching = |(_, matcher): &&(Arc<str>, Matcher)| {
            source.into_iter().chain(label).any(|source| matcher.matches(source))
        };
        let found = self.by_name.iter().find(matching).or_else(|| self.by_pattern.iter().find(matching));
        found.map(|(campaign, _)| campaign).or(self.default.as_ref()).cloned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::{Weekday, date};

    use super::*;

    fn rule(working: bool, days: u32, default_campaign: Option<&str>) -> DropbackRule {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        DropbackRule {
            days,
            working,
            date_field: "create_date".to_owned(),
            source_field: "source_id".to_owned(),
            source_field_type: None,
            campaigns: vec![
                ("Apple".to_owned(), Patterns { globs: names(&["face*"]), ..Patterns::default() }),
                ("Voice".to_owned(), Patterns { names: names(&["facebook_form"]), ..Patterns::default() }),
            ],
            default_campaign: default_campaign.map(str::to_owned),
            people: BTreeMap::new(),
            assign: true,
            status: None,
            team: None,
            log: false,
        }
    }

    #[test]
    fn older_than_so_many_days_leaves_that_day_out() {
        let week = |day: Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let today = date(2026, 11, 24);
        let table = [
            (false, 0, date(2026, 11, 23)),
            (false, 30, date(2026, 10, 24)),
            // A Tuesday: Monday is one working day old, and so is nothing else; Friday to Sunday are two.
            (true, 0, date(2026, 11, 23)),
            (true, 1, date(2026, 11, 22)),
            (true, 2, date(2026, 11, 19)),
            (true, 6, date(2026, 11, 15)),
        ];
        for (working, days, expected) in table {
            assert_eq!(last_old_day(&rule(working, days, None), today, week), expected, "{working} {days}");
        }
        let never = last_old_day(&rule(true, 1, None), today, |_| false);
        assert!(never < BEGIN, "where nobody ever works nothing is old: {never}");
    }

    #[test]
    fn a_name_comes_before_a_pattern_and_the_default_last() -> Result<(), PatternError> {
        let field = Field { name: "source_id".to_owned(), kind: FieldKind::Text, selection: Vec::new() };
        let table = [
            (Some("FACEBOOK_FORM"), Some("Voice"), Some("Voice")),
            (Some("Facebook_Ads"), Some("Apple"), Some("Apple")),
            (Some("radio"), None, Some("Rest")),
            (None, None, Some("Rest")),
        ];
        let (strict, lenient) = (Campaigns::of(&rule(false, 30, None))?, Campaigns::of(&rule(false, 30, Some("Rest")))?);
        for (source, without, with) in table {
            assert_eq!(strict.of_source(&field, source).as_deref(), without, "{source:?}");
            assert_eq!(lenient.of_source(&field, source).as_deref(), with, "{source:?}");
        }
        Ok(())
    }
}
