//! Filters by day: weekends, holidays, the next activity.

use jiff::civil::Date;

use super::{Against, Filter};
use crate::config::ActivityRule;
use crate::leads::days_off::is_weekend;

/// The days on which leads are dated.
pub(super) fn dated<'a>(filters: &mut Vec<Filter<'a>>, against: &Against<'a>) {
    let Against { rules, off, .. } = *against;
    if rules.calendar.exclude_weekends {
        filters
            .push(Filter::new("weekends", "it is dated on a weekend", move |lead| !lead.date.is_some_and(is_weekend)));
    }
    if rules.calendar.exclude_holidays {
        filters.push(Filter::new("holidays", "it is dated on a holiday", move |lead| {
            !lead.date.is_some_and(|day| off.is_holiday(day))
        }));
    }
}

/// The next activity.
pub(super) fn active<'a>(filters: &mut Vec<Filter<'a>>, against: &Against<'a>) {
    let Some(rule) = against.rules.activity else { return };
    let today = against.today;
    filters.push(Filter::new("activity", sentence(rule), move |lead| is_taken(rule, lead.activity, today)));
}

fn sentence(rule: ActivityRule) -> &'static str {
    match (rule.any, rule.keep_if_none) {
        (true, true) => "it has an activity",
        (false, true) => "its next activity is near",
        (_, false) => "its next activity is near, or it has none",
    }
}

/// Whether a lead whose next activity is due on a day is taken.
fn is_taken(rule: ActivityRule, due: Option<Date>, today: Date) -> bool {
    let Some(due) = due else { return rule.keep_if_none };
    // Both days are of one calendar, whose whole length fits.
    let ahead = i64::from((due - today).get_days());
    !rule.any && (ahead > i64::from(rule.within_days) || -ahead > i64::from(rule.overdue_more_than))
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_activity_keeps_a_lead_while_it_is_near() {
        let rule = ActivityRule { any: false, within_days: 4, overdue_more_than: 2, keep_if_none: true };
        let today = date(2026, 3, 1);
        let taken = |rule, ahead: i64| is_taken(rule, Some(today.saturating_add(ahead.days())), today);
        for (ahead, expected) in [(400, true), (5, true), (4, false), (0, false), (-1, false), (-2, false), (-3, true)]
        {
            assert_eq!(taken(rule, ahead), expected, "{ahead}");
        }
        assert!(is_taken(rule, None, today));
        assert!(!is_taken(ActivityRule { keep_if_none: false, ..rule }, None, today));
        let any = ActivityRule { any: true, ..rule };
        assert!(!taken(any, 400) && !taken(any, -400) && is_taken(any, None, today));
        let today_only = ActivityRule { within_days: 0, overdue_more_than: 0, ..rule };
        assert!(taken(today_only, 1) && !taken(today_only, 0) && taken(today_only, -1));
    }
}
