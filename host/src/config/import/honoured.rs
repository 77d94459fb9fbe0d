//! What a file of the Python tool asks for that the tool itself did not do, and odlm does.

use serde_json::{Value, json};

use super::moves::at;

const FILTERS: &str = "lead_finding.additional_filters";

/// Keys that the tool passed over, and what they do now. A key that is `false` or empty asks for nothing.
const KEYS: [(&str, &str); 37] = [
    ("execution.dry_run", "every run of this file is a dry run now"),
    ("execution.batch_size", "bounds the leads of a write"),
    ("execution.max_retries", "says how often a failed read is tried again"),
    ("execution.log_level", "decides what is said on stderr"),
    ("execution.max_leads_per_run", "bounds what is given out; the tool bounded what it fetched"),
    ("lead_finding.date_range.custom_start_date", "begins the window, in place of the days back"),
    ("lead_finding.date_range.custom_end_date", "ends the window"),
    ("lead_finding.date_range.exclude_weekends", "leaves out leads dated on a weekend"),
    ("lead_finding.date_range.exclude_holidays", "leaves out leads dated on a holiday"),
    ("lead_finding.date_range.business_days", "counts the window in working days"),
    ("lead_finding.web_sources.match_patterns", "adds sources by pattern"),
    ("lead_finding.web_sources.validate_sources", "asks Odoo for each source"),
    ("lead_finding.campaigns", "is compared with the campaign's name; the tool compared its id, and nothing matched"),
    ("lead_finding.sales_filter.secondary_matches", "finds opportunities by e-mail and telephone too"),
    ("lead_finding.dropback_filter", "takes old leads into account, in a dry run too without writing"),
    ("lead_finding.assignment_filters.exclude_assigned", "is honoured"),
    ("lead_finding.assignment_filters.exclude_closed", "leaves out won leads"),
    ("lead_finding.assignment_filters.exclude_inactive_users", "leaves out leads of inactive owners"),
    ("lead_finding.additional_filters.exclude_tags", "leaves out leads with these tags"),
    ("lead_finding.additional_filters.include_tags", "takes only leads with these tags"),
    ("lead_finding.additional_filters.required_fields", "leaves out leads without a value there"),
    ("lead_finding.additional_filters.priority_range", "leaves out leads of other priorities"),
    ("lead_finding.additional_filters.min_priority", "leaves out leads of lower priority"),
    ("lead_finding.additional_filters.max_priority", "leaves out leads of higher priority"),
    (
        "lead_finding.additional_filters.dnc_filtering.dnc_tags",
        "is compared with the tags' names; the tool compared ids",
    ),
    ("distribution.level_based.levels", "gives targets and ranks; the tool only showed them"),
    ("distribution.level_based.fill_strategy", "decides how a level is filled"),
    ("distribution.level_based.allow_overflow", "lets leads go on past targets"),
    ("distribution.round_robin_override", "switches to round robin as it says"),
    ("distribution.advanced_rules", "is honoured under every strategy"),
    ("distribution.error_handling", "decides what happens when something fails"),
    (
        "salesperson_selection.source_config.salespeople_list",
        "finds its people by name or login; the tool found nobody",
    ),
    ("salesperson_selection.source_config.campaign_table.table_name", "names a table; the tool read nothing from one"),
    ("database_connection", "names where runs are remembered; the tool connected and recorded nothing"),
    ("tracking.retention_days", "removes runs that ended longer ago"),
    ("tracking.archive_old_data", "writes old runs to files before they are removed"),
    ("tracking.batch_size", "bounds the rows of a statement"),
];

/// What is honoured now, one sentence each.
pub(super) fn list(value: &Value) -> Vec<String> {
    let is_asked = |found: &Value| *found != json!(false) && *found != json!([]) && *found != json!({});
    let found = KEYS.iter().filter(|(key, _)| at(value, key).is_some_and(is_asked));
    let mut sentences: Vec<String> = found.map(|(key, what)| format!("`{key}` {what}")).collect();
    let says = |key: &str| at(value, &format!("{FILTERS}.{key}")).cloned();
    if says("exclude_dnc") != Some(json!(false)) && says("dnc_filtering.enabled") != Some(json!(false)) {
        sentences.push(
            "do-not-call leads are left out by status, by tag and by Odoo's blacklists; the tool's own files did not switch that on"
                .to_owned(),
        );
    }
    if at(value, "lead_finding.assignment_filters.exclude_assigned").is_none() {
        sentences.push(
            "leads of active owners stay with them; the tool dealt them anew, as `lead_finding.assignment_filters.exclude_assigned: false` does"
                .to_owned(),
        );
    }
    if at(value, "lead_finding.web_sources.match_mode") == Some(&json!("partial")) {
        sentences.push(
            "`match_mode: partial` asks whether the lead's value contains the configured one; the tool asked the other way round too"
                .to_owned(),
        );
    }
    sentences.push("owners are written on leads; the tool wrote them on contacts of the same number".to_owned());
    sentences.push(
        "the lead's date, status and web source are Odoo's own fields unless `lead_finding.field_map` names others, like `source_date`, `status`, `web_source_id`"
            .to_owned(),
    );
    sentences
}
