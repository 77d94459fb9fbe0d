//! Days on which nobody works: weekends, the configuration's holidays, Odoo's public time off. Read only where a rule asks for them.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use serde_json::{Map, Value, json};

use crate::config::{DateWindow, LeadRules};
use crate::odoo::{OdooError, OdooRead, Paging, read_all, text_of};

/// The most public time off that is read.
const LEAVE_LIMIT: usize = 100_000;

/// The holidays; weekends need no list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaysOff {
    /// First and last day of each, ascending and apart from each other.
    spans: Vec<(Date, Date)>,
}

impl DaysOff {
    /// Holidays of these first and last days, in any order.
    #[must_use]
    pub fn new(mut spans: Vec<(Date, Date)>) -> DaysOff {
        spans.retain(|(first, last)| first <= last);
        spans.sort_unstable();
        let mut merged: Vec<(Date, Date)> = Vec::new();
        for (first, last) in spans {
            match merged.last_mut() {
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        DaysOff { spans: merged }
    }

    /// Whether a day is a holiday.
    #[must_use]
    pub fn is_holiday(&self, day: Date) -> bool {
        let after = self.spans.partition_point(|(first, _)| *first <= day);
        after.checked_sub(1).and_then(|place| self.spans.get(place)).is_some_and(|(_, last)| day <= *last)
    }

    /// Whether people work on a day.
    #[must_use]
    pub fn is_working(&self, day: Date) -> bool {
        !is_weekend(day) && !self.is_holiday(day)
    }
}

/// Whether a day is a Saturday or a Sunday.
#[must_use]
pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Whether a rule asks for holidays.
#[must_use]
pub fn asks_for_holidays(rules: &LeadRules) -> bool {
    rules.calendar.exclude_holidays
        || matches!(rules.window, DateWindow::Days { working: true, .. })
        || rules.dropback.as_ref().is_some_and(|rule| rule.working)
}

/// The configuration's holidays and, where the rules want them, Odoo's: none where no rule asks.
///
/// # Errors
/// What Odoo answered about its public time off.
pub async fn read_days_off(odoo: &dyn OdooRead, rules: &LeadRules, zone: &TimeZone) -> Result<DaysOff, OdooError> {
    if !asks_for_holidays(rules) {
        return Ok(DaysOff::default());
    }
    let mut spans: Vec<(Date, Date)> = rules.calendar.holidays.iter().map(|day| (*day, *day)).collect();
    if rules.calendar.holidays_from_odoo {
        let paging = Paging {
            model: "resource.calendar.leaves",
            // Time off of one person has that person's resource.
            domain: vec![json!(["resource_id", "=", false])],
            fields: &["date_from", "date_to"],
            archived: false,
            limit: LEAVE_LIMIT,
        };
        let rows = read_all(odoo, &paging, &|_| {}).await?;
        spans.extend(rows.iter().filter_map(|row| span(row, zone)));
    }
    Ok(DaysOff::new(spans))
}

/// The days that a time off touches. One that ends as a day begins does not touch that day.
fn span(row: &Map<String, Value>, zone: &TimeZone) -> Option<(Date, Date)> {
    let moment = |name: &str| {
        let moment = DateTime::strptime("%Y-%m-%d %H:%M:%S", text_of(row.get(name))?).ok()?;
        moment.to_zoned(TimeZone::UTC).ok()
    };
    let (from, to) = (moment("date_from")?, moment("date_to")?);
    let inside: Span = if to > from { 1.second() } else { 0.seconds() };
    let day = |moment: jiff::Zoned| moment.with_time_zone(zone.clone()).date();
    Some((day(from), day(to.saturating_sub(inside))))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn holidays_may_overlap_and_stand_in_any_order() {
        let off = DaysOff::new(vec![
            (date(2026, 12, 24), date(2026, 12, 31)),
            (date(2026, 5, 1), date(2026, 5, 1)),
            (date(2026, 12, 25), date(2026, 12, 26)),
        ]);
        let days = [(5, 1, true), (4, 30, false), (5, 2, false), (12, 24, true), (12, 28, true), (12, 31, true)];
        for (month, day, expected) in days {
            assert_eq!(off.is_holiday(date(2026, month, day)), expected, "{month}-{day}");
        }
        assert!(!off.is_holiday(date(2027, 1, 1)));
    }

    #[test]
    fn time_off_counts_each_day_that_it_touches_in_the_runs_zone() -> Result<(), jiff::Error> {
        let zone = TimeZone::get("Europe/Brussels")?;
        let row = |from: &str, to: &str| {
            let row = json!({"date_from": from, "date_to": to});
            row.as_object().and_then(|row| span(row, &zone))
        };
        // The first of May in Brussels, as Odoo writes it down.
        assert_eq!(row("2026-04-30 22:00:00", "2026-05-01 21:59:59"), Some((date(2026, 5, 1), date(2026, 5, 1))));
        assert_eq!(row("2026-04-30 22:00:00", "2026-05-01 22:00:00"), Some((date(2026, 5, 1), date(2026, 5, 1))));
        assert_eq!(row("2026-12-23 23:00:00", "2026-12-26 11:00:00"), Some((date(2026, 12, 24), date(2026, 12, 26))));
        assert_eq!(row("2026-05-01 10:00:00", "2026-05-01 10:00:00"), Some((date(2026, 5, 1), date(2026, 5, 1))));
        assert_eq!(row("2026-05-01 10:00:00", "whenever"), None);
        Ok(())
    }
}
