//! `lead_finding.dropback_filter`.

use std::collections::BTreeMap;

use crate::config::resolve::Pass;
use crate::config::resolved::{DropbackRule, FieldNames, Patterns};
use crate::config::written::{DropbackFilter, MatchMode};
use crate::text::fold;

const AT: &str = "/lead_finding/dropback_filter";
const DAYS: u32 = 30;
const SUFFIX: &str = "_sources";

pub(super) fn dropback(pass: &mut Pass, written: &DropbackFilter, fields: &FieldNames) -> Option<DropbackRule> {
    let mapping = &written.web_source_campaign_mapping;
    let mut campaigns: Vec<(String, Patterns)> = Vec::new();
    for (key, names) in &mapping.sources {
        match key.strip_suffix(SUFFIX).filter(|campaign| !campaign.is_empty()) {
            Some(campaign) => {
                campaigns.push((campaign.to_owned(), Patterns { names: names.clone(), ..Patterns::default() }))
            }
            None => pass.error(
                &format!("{AT}/web_source_campaign_mapping/{key}"),
                format!("`{key}` names no campaign"),
                format!("write `voice{SUFFIX}` for the sources of campaign Voice"),
            ),
        }
    }
    for (campaign, rule) in &written.web_source_matching.campaign_patterns {
        let patterns = Patterns {
            names: rule.exact_matches.clone(),
            mode: MatchMode::Exact,
            globs: rule.pattern_matches.clone(),
            ..Patterns::default()
        };
        campaigns.push((campaign.clone(), patterns));
    }
    let people = written.campaign_assignments.iter().map(|(campaign, person)| (fold(campaign), (campaign.clone(), person.clone())));
    let people: BTreeMap<String, (String, String)> = people.collect();
    let assignment = &written.assignment_config;
    let assign = assignment.assign_immediately.unwrap_or(true);
    let named = campaigns.iter().map(|(campaign, _)| campaign).chain(&mapping.default_campaign);
    for campaign in named.filter(|campaign| assign && !people.contains_key(&fold(campaign))) {
        pass.error(
            &format!("{AT}/campaign_assignments"),
            format!("nobody is named for campaign `{campaign}`"),
            format!("write `{campaign}: NAME`, or `assignment_config.assign_immediately: false`"),
        );
    }
    if campaigns.is_empty() && mapping.default_campaign.is_none() {
        pass.error(
            AT,
            "no web source belongs to a campaign, so no lead would go anywhere",
            "write `web_source_campaign_mapping` with `voice_sources` or `default_campaign`".to_owned(),
        );
    }
    if assignment.update_status && assignment.dropback_status.is_none() {
        pass.error(
            &format!("{AT}/assignment_config/update_status"),
            "`update_status: true` needs `dropback_status`",
            "write the status that old leads get".to_owned(),
        );
    }
    let age = &written.age_threshold;
    Some(DropbackRule {
        days: age.days.unwrap_or(DAYS),
        working: age.business_days.or(age.use_business_days).unwrap_or(false),
        date_field: age.field_name.clone().unwrap_or_else(|| fields.date.clone()),
        source_field: assignment.web_source_field.clone().unwrap_or_else(|| fields.source.clone()),
        source_field_type: assignment.web_source_field_type.clone(),
        campaigns,
        default_campaign: mapping.default_campaign.clone(),
        people,
        assign,
        status: assignment.dropback_status.clone().filter(|_| assignment.update_status),
        team: assignment.dropback_team.clone(),
        log: written.logging.log_dropback_assignments,
    })
}
