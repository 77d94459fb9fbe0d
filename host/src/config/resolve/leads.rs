//! `lead_finding`: window, sources, campaigns; the further filters stand beside this file.

use crate::config::resolve::{Pass, filters, opportunities};
use crate::config::resolved::{
    Calendar, DateWindow, FieldNames, LeadRules, Overrides, Patterns, SourceOrigin, SourceRule, UnknownSource,
};
use crate::config::written::{self, DateRange, WebSourceType};
use crate::config::{domain_shape, files};

const DEFAULT_EXPLAIN_LIMIT: u32 = 50_000;

pub(super) fn leads(pass: &mut Pass, written: &written::LeadFinding, overrides: &Overrides) -> Option<LeadRules> {
    let fields = fields(&written.field_map);
    let window = window(pass, &written.date_range, overrides);
    let sources = match &written.web_sources {
        Some(rule) if rule.enabled.unwrap_or(true) => Some(sources(pass, rule)),
        _ => None,
    };
    let more = &written.additional_filters;
    let status = filters::status(pass, more);
    let dropback = written.dropback_filter.as_ref().filter(|rule| rule.enabled.unwrap_or(true));
    Some(LeadRules {
        lead_type: written.lead_type,
        window: window?,
        calendar: calendar(&written.date_range),
        sources: sources.map_or(Some(None), |found| found.map(Some))?,
        campaigns: written.campaigns.as_ref().and_then(|rule| campaigns(pass, rule)),
        statuses: status.included,
        excluded_statuses: status.excluded,
        sale_statuses: status.sold,
        do_not_call: filters::do_not_call(pass, more),
        included_tags: filters::tags(&more.include_tags, more.tag_match_mode),
        excluded_tags: filters::tags(&more.exclude_tags, more.tag_match_mode),
        required_fields: more.required_fields.clone(),
        priority: filters::priority(pass, more),
        exclude_assigned: written.assignment_filters.exclude_assigned.unwrap_or(true),
        exclude_closed: written.assignment_filters.exclude_closed.unwrap_or(true),
        exclude_inactive_owners: written.assignment_filters.exclude_inactive_users,
        activity: filters::activity(more),
        sales: written.sales_filter.clone().filter(|rule| rule.enabled.unwrap_or(true)),
        dropback: dropback.and_then(|rule| opportunities::dropback(pass, rule, &fields)),
        explain_limit: written.explain_limit.unwrap_or(DEFAULT_EXPLAIN_LIMIT),
        fields,
    })
}

fn fields(written: &written::FieldMap) -> FieldNames {
    let field = |written: &Option<String>, default: &str| written.clone().unwrap_or_else(|| default.to_owned());
    FieldNames {
        status: field(&written.status, "stage_id"),
        source: field(&written.web_source, "source_id"),
        date: field(&written.date, "create_date"),
        campaign: field(&written.campaign, "campaign_id"),
        closer: field(&written.closer, "closer_id"),
        open_user: field(&written.open_user, "open_user_id"),
    }
}

fn window(pass: &mut Pass, range: &DateRange, overrides: &Overrides) -> Option<DateWindow> {
    if let Some((from, to)) = overrides.date_range {
        return Some(DateWindow::Between(from, Some(to)));
    }
    let at = "/lead_finding/date_range";
    match (range.custom_start_date, range.custom_end_date) {
        (Some(from), Some(to)) if from > to => {
            pass.error(
                &format!("{at}/custom_start_date"),
                format!("{from} is after `custom_end_date: {to}`"),
                "both days are inside the window".to_owned(),
            );
            return None;
        }
        (Some(from), to) => return Some(DateWindow::Between(from, to)),
        (None, Some(_)) => {
            pass.error(
                &format!("{at}/custom_end_date"),
                "`custom_end_date` stands without `custom_start_date`",
                "write the first day too; `older_than_days` moves the end of a window that is counted back".to_owned(),
            );
            return None;
        }
        (None, None) => {}
    }
    let older_than = range.older_than_days.unwrap_or(0);
    let younger_than = range.younger_than_days.unwrap_or(30);
    if older_than > younger_than {
        let message = format!("`older_than_days: {older_than}` leaves nothing of `younger_than_days: {younger_than}`");
        pass.error(at, message, "leads are taken from `younger_than_days` ago up to `older_than_days` ago".to_owned());
    }
    let working = range.business_days.or(range.use_business_days).unwrap_or(false);
    Some(DateWindow::Days { older_than, younger_than, working })
}

fn calendar(range: &DateRange) -> Calendar {
    Calendar {
        exclude_weekends: range.exclude_weekends,
        exclude_holidays: range.exclude_holidays,
        holidays: range.holidays.clone(),
        holidays_from_odoo: range.holidays_from_odoo.unwrap_or(true),
    }
}

fn campaigns(pass: &mut Pass, rule: &written::Campaigns) -> Option<Patterns> {
    if !rule.enabled.unwrap_or(true) {
        return None;
    }
    let patterns = Patterns {
        names: rule.types.clone(),
        mode: rule.match_mode,
        globs: rule.match_patterns.clone(),
        expressions: rule.regex_patterns.clone(),
        case_sensitive: rule.case_sensitive,
    };
    if patterns.is_empty() {
        pass.error(
            "/lead_finding/campaigns",
            "the section names no campaign and lets no lead through",
            "write `types`, or `enabled: false` to take leads of every campaign".to_owned(),
        );
    }
    Some(patterns)
}

fn sources(pass: &mut Pass, rule: &written::WebSources) -> Option<SourceRule> {
    let config = &rule.source_config;
    let has_patterns = !rule.match_patterns.is_empty() || !rule.regex_patterns.is_empty();
    let missing = |key: &str| Err(("", format!("`source_type` needs `{key}`")));
    let mut origin = SourceOrigin::Configuration;
    let found = match (rule.source_type, &config.file_path, &config.sources, &config.table_name) {
        (WebSourceType::File, Some(named), ..) => {
            files::find(pass.path, named).and_then(|file| files::lines(&file)).map_err(|message| ("file_path", message))
        }
        (WebSourceType::File, ..) => missing("file_path"),
        (WebSourceType::Config, _, Some(sources), _) if sources.is_empty() && !has_patterns => {
            Err(("sources", "an empty list lets no lead through".to_owned()))
        }
        (WebSourceType::Config, _, Some(sources), _) => Ok(sources.clone()),
        (WebSourceType::Config, ..) if has_patterns => Ok(Vec::new()),
        (WebSourceType::Config, ..) => missing("sources"),
        (WebSourceType::Database, _, _, Some(table)) => {
            origin = SourceOrigin::Table(table.clone());
            Ok(Vec::new())
        }
        (WebSourceType::Database, ..) => missing("table_name"),
        (WebSourceType::Odoo, ..) => {
            let domain = config.domain.clone().unwrap_or_default();
            let sound = domain_shape::check(&domain);
            origin = SourceOrigin::Odoo(domain);
            sound.map(|()| Vec::new()).map_err(|(_, message)| ("domain", message))
        }
    };
    match found {
        Ok(names) => Some(SourceRule {
            patterns: Patterns {
                names,
                mode: rule.match_mode,
                globs: rule.match_patterns.clone(),
                expressions: rule.regex_patterns.clone(),
                case_sensitive: rule.case_sensitive,
            },
            origin,
            unknown: match (rule.validate_sources, rule.exclude_invalid) {
                (false, _) => UnknownSource::Accepted,
                (true, false) => UnknownSource::Refused,
                (true, true) => UnknownSource::Dropped,
            },
        }),
        Err((key, message)) => {
            let pointer = format!("/lead_finding/web_sources/source_config/{key}");
            pass.error(
                pointer.trim_end_matches('/'),
                message,
                "`web_sources.enabled: false` takes leads of every source".to_owned(),
            );
            None
        }
    }
}
