//! The window of a lead's date: from days back or given days to a domain. Both ends are inside; days begin in the run's time zone.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use super::fields::{Field, FieldKind};
use crate::config::DateWindow;
use crate::odoo::Domain;

/// The first and the last day of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day inside.
    pub from: Date,
    /// The last day inside.
    pub to: Date,
}

/// The days of a window, counted from `today`.
#[must_use]
pub fn window_days(window: DateWindow, today: Date) -> Days {
    match window {
        DateWindow::Between(from, to) => Days { from, to: to.unwrap_or(today) },
        DateWindow::Days { older_than, younger_than, working: _ } => Days {
            from: today.saturating_sub(i64::from(younger_than).days()),
            to: today.saturating_sub(i64::from(older_than).days()),
        },
    }
}

/// The window as Odoo's domain. Of a datetime full UTC texts are sent: a bare day would be taken in the caller's zone.
pub(super) fn window_domain(field: &Field, days: Days, zone: &TimeZone) -> Domain {
    let name = field.name.as_str();
    match field.kind {
        FieldKind::Datetime => {
            let begin = |day: Date| match zone.to_zoned(day.at(0, 0, 0, 0)) {
                Ok(begin) => begin.timestamp().strftime("%Y-%m-%d %H:%M:%S").to_string(),
                // Only days at the very ends of the calendar have no begin.
                Err(_) => format!("{day} 00:00:00"),
            };
            let after = days.to.saturating_add(1.day());
            vec![json!([name, ">=", begin(days.from)]), json!([name, "<", begin(after)])]
        }
        _ => vec![json!([name, ">=", days.from.to_string()]), json!([name, "<=", days.to.to_string()])],
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn both_ends_are_inside() {
        let days =
            window_days(DateWindow::Days { older_than: 2, younger_than: 30, working: false }, date(2026, 11, 22));
        assert_eq!((days.from, days.to), (date(2026, 10, 23), date(2026, 11, 20)));
        let field = Field { name: "source_date".into(), kind: FieldKind::Date, selection: Vec::new() };
        let domain = window_domain(&field, days, &TimeZone::UTC);
        assert_eq!(
            domain,
            vec![json!(["source_date", ">=", "2026-10-23"]), json!(["source_date", "<=", "2026-11-20"])]
        );
    }

    #[test]
    fn a_day_of_a_datetime_is_the_zones_day_also_when_the_clocks_change() -> Result<(), jiff::Error> {
        let zone = TimeZone::get("Europe/Berlin")?;
        let field = Field { name: "create_date".into(), kind: FieldKind::Datetime, selection: Vec::new() };
        // On 2026-10-25 the day has 25 hours.
        let days = Days { from: date(2026, 10, 25), to: date(2026, 10, 25) };
        let domain = window_domain(&field, days, &zone);
        assert_eq!(
            domain,
            vec![
                json!(["create_date", ">=", "2026-10-24 22:00:00"]),
                json!(["create_date", "<", "2026-10-25 23:00:00"])
            ]
        );
        Ok(())
    }
}
