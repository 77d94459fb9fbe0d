//! What the host's rules need of Odoo and of the ledger: the fields that they look at, and who received how many today.

use std::collections::HashMap;

use super::Job;
use super::begin::Begun;
use super::carried::Carried;
use super::dropback::Dropped;
use super::prepare::add;
use crate::config::Config;
use crate::config::source::ConfigErrors;
use crate::domain::ids::UserId;
use crate::error::Error;
use crate::leads::{LeadFields, field_behind};

/// Whether this Odoo has the fields of leads that the rules look at.
///
/// # Errors
/// Each that it does not have, at its key.
pub(super) fn fields_of_rules(config: &Config, fields: &LeadFields) -> Result<(), ConfigErrors> {
    let rules = &config.distribution.rules;
    let of_skill = |(name, skill): &(String, crate::config::written::Skill)| {
        let name = name.replace('~', "~0").replace('/', "~1");
        (format!("/distribution/advanced_rules/skill_matching/skills/{name}/lead_field"), skill.lead_field.clone())
    };
    let of_land = |field: &String| ("/distribution/advanced_rules/geography/lead_field".to_owned(), field.clone());
    let mut errors = ConfigErrors::new();
    for (pointer, column) in rules.skills.iter().map(of_skill).chain(rules.territory.iter().map(of_land)) {
        if let Some(field) = field_behind(&column).filter(|field| !fields.has(field)) {
            let message = format!("`crm.lead` has no field `{field}`");
            let hint = "name a field that the API user can read, or `source`, `campaign`, `medium`, `status`, `tags`, \
                        `country` or `language`";
            add(&mut errors, config, &pointer, message, hint.to_owned());
        }
    }
    errors.into_result(())
}

/// Leads that each person received today, over all campaigns of this Odoo; nothing where no rule looks at it.
pub(super) async fn received_today(
    job: &Job<'_>,
    begun: &Begun,
    carried: &Carried,
    dropped: &Dropped,
) -> Result<HashMap<UserId, u32>, Error> {
    let rules = &job.config.distribution.rules;
    if rules.max_daily.is_none() && rules.min_daily.is_none() {
        return Ok(HashMap::new());
    }
    let since = begun
        .today
        .to_zoned(begun.zone.clone())
        .map_err(|error| Error::Unexpected(format!("the begin of the day: {error}")))?
        .timestamp();
    let mut received = job.ledger.received_since(&job.config.connection.identity(), since).await?;
    // Old leads that this run gives count too.
    let old = dropped.decisions.iter().filter_map(|decision| decision.to);
    for person in carried.receivers().chain(old) {
        *received.entry(person).or_insert(0) += 1;
    }
    Ok(received)
}
