//! `lead_finding.additional_filters`: status, do-not-call, tags, priority, activities.

use crate::config::resolve::Pass;
use crate::config::resolved::{ActivityRule, DoNotCall, Patterns};
use crate::config::written::{AdditionalFilters, MatchMode, PRIORITIES, StatusFilter};

const DO_NOT_CALL: [&str; 4] = ["dnc", "do_not_call", "dont_call", "no_call"];
const AT: &str = "/lead_finding/additional_filters";
const NEAR: u32 = 4;

/// What is said about statuses.
pub(super) struct Statuses {
    pub(super) included: Option<Patterns>,
    pub(super) excluded: Option<Patterns>,
    pub(super) sold: Option<Patterns>,
}

pub(super) fn status(pass: &mut Pass, written: &AdditionalFilters) -> Statuses {
    let mut found = Statuses { included: None, excluded: None, sold: None };
    match &written.status {
        Some(StatusFilter::List(names)) => {
            if names.is_empty() {
                let hint = "leave the key out to take every status".to_owned();
                pass.error(&format!("{AT}/status"), "an empty list lets no lead through", hint);
            }
            found.included = Some(Patterns { names: names.clone(), ..Patterns::default() });
        }
        Some(StatusFilter::Rule(rule)) if rule.enabled.unwrap_or(true) => {
            let included = Patterns {
                names: rule.values.clone(),
                mode: rule.match_mode,
                globs: rule.match_patterns.clone(),
                expressions: rule.regex_patterns.clone(),
                case_sensitive: rule.case_sensitive,
            };
            let excluded = Patterns {
                names: rule.exclude.clone(),
                mode: rule.match_mode,
                case_sensitive: rule.case_sensitive,
                ..Patterns::default()
            };
            found.included = Some(included).filter(|patterns| !patterns.is_empty());
            found.excluded = Some(excluded).filter(|patterns| !patterns.is_empty());
            if found.included.is_none() && found.excluded.is_none() {
                let hint = "write `values`, `exclude`, or `enabled: false`".to_owned();
                pass.error(&format!("{AT}/status"), "the section names no status", hint);
            }
        }
        _ => {}
    }
    if let Some(rule) = written.exclude_sale_statuses.as_ref().filter(|rule| rule.enabled.unwrap_or(true)) {
        let sold = Patterns {
            names: rule.values.clone(),
            mode: rule.match_mode,
            globs: rule.match_patterns.clone(),
            expressions: rule.regex_patterns.clone(),
            case_sensitive: rule.case_sensitive,
        };
        if sold.is_empty() {
            let hint = "write `values`, or `enabled: false`".to_owned();
            pass.error(&format!("{AT}/exclude_sale_statuses"), "the section names no status", hint);
        }
        found.sold = Some(sold);
    }
    found
}

/// Do-not-call is on unless it is switched off in so many words.
pub(super) fn do_not_call(pass: &mut Pass, written: &AdditionalFilters) -> Option<DoNotCall> {
    let detail = written.dnc_filtering.clone().unwrap_or_default();
    if let (Some(one), Some(other)) = (written.exclude_dnc, detail.enabled)
        && one != other
    {
        pass.error(
            &format!("{AT}/dnc_filtering/enabled"),
            format!("`exclude_dnc: {one}` and `dnc_filtering.enabled: {other}` contradict each other"),
            "leave one of them out".to_owned(),
        );
    }
    if !detail.enabled.or(written.exclude_dnc).unwrap_or(true) {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    for list in [&detail.statuses, &detail.dnc_statuses, &written.dnc_statuses].into_iter().flatten() {
        names.extend(list.iter().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>());
    }
    if names.is_empty() && detail.match_patterns.is_empty() && detail.regex_patterns.is_empty() {
        names = DO_NOT_CALL.map(str::to_owned).to_vec();
    }
    let mode = detail.match_mode.unwrap_or_default();
    let case_sensitive = detail.case_sensitive.unwrap_or(false);
    let statuses = Patterns {
        names: names.clone(),
        mode,
        globs: detail.match_patterns,
        expressions: detail.regex_patterns,
        case_sensitive,
    };
    let tags = Patterns { names: detail.dnc_tags.unwrap_or(names), ..statuses.clone() };
    Some(DoNotCall {
        statuses,
        tags: Some(tags).filter(|_| detail.exclude_dnc_tags.unwrap_or(true)),
        strict: detail.match_mode.is_some() || detail.case_sensitive.is_some(),
        blacklists: detail.use_blacklists.unwrap_or(true),
    })
}

/// A list of tags; an empty one asks nothing.
pub(super) fn tags(names: &[String], mode: MatchMode) -> Option<Patterns> {
    Some(Patterns { names: names.to_vec(), mode, ..Patterns::default() }).filter(|patterns| !patterns.is_empty())
}

pub(super) fn priority(pass: &mut Pass, written: &AdditionalFilters) -> (u8, u8) {
    let range = &written.priority_range;
    let lowest = range.min.unwrap_or(0).max(written.min_priority.unwrap_or(0));
    let highest = range.max.unwrap_or(3).min(written.max_priority.unwrap_or(3));
    if lowest > highest {
        pass.error(AT, format!("no priority is at least {lowest} and at most {highest}"), PRIORITIES.to_owned());
    }
    (lowest, highest)
}

pub(super) fn activity(written: &AdditionalFilters) -> Option<ActivityRule> {
    let rule = written.activity_deadline_filter.as_ref().filter(|rule| rule.enabled.unwrap_or(true))?;
    Some(ActivityRule {
        any: rule.exclude_with_deadline,
        within_days: rule.within_days.unwrap_or(NEAR),
        overdue_more_than: rule.keep_if_overdue_more_than_days.unwrap_or(NEAR),
        keep_if_none: rule.keep_if_none.unwrap_or(true),
    })
}
