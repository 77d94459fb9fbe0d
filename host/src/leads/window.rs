//! The window of a lead's date: from days back or given days to a domain. Both ends are inside; days begin in the run's time zone.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use super::days_off::DaysOff;
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

/// More days back than any working window needs; where everything is a holiday it ends there.
const FARTHEST: u32 = 200_000;

/// The days of a window, counted from `today`.
#[must_use]
pub fn window_days(window: DateWindow, today: Date, off: &DaysOff) -> Days {
    match window {
        DateWindow::Between(from, to) => Days { from, to: to.unwrap_or(today) },
        DateWindow::Days { older_than, younger_than, working: true } => {
            working_days(older_than, younger_than, today, off)
        }
        DateWindow::Days { older_than, younger_than, working: false } => Days {
            from: today.saturating_sub(i64::from(younger_than).days()),
            to: today.saturating_sub(i64::from(older_than).days()),
        },
    }
}

/// A day is so many working days old as there are after it, today among them. So on Monday Friday, Saturday and Sunday are one day old.
fn working_days(older_than: u32, younger_than: u32, today: Date, off: &DaysOff) -> Days {
    let (mut day, mut age) = (today, 0);
    let mut days = Days { from: today, to: today };
    let mut is_old_enough = older_than == 0;
    for _ in 0..FARTHEST {
        let next = age + u32::from(off.is_working(day));
        let Ok(before) = day.yesterday() else { break };
        if next > younger_than {
            break;
        }
        (day, age) = (before, next);
        if !is_old_enough && age >= older_than {
            (days.to, is_old_enough) = (day, true);
        }
    }
    days.from = day;
    days
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
        let days = window_days(
            DateWindow::Days { older_than: 2, younger_than: 30, working: false },
            date(2026, 11, 22),
            &DaysOff::default(),
        );
        assert_eq!((days.from, days.to), (date(2026, 10, 23), date(2026, 11, 20)));
        let field = Field { name: "source_date".into(), kind: FieldKind::Date, selection: Vec::new(), stored: true };
        let domain = window_domain(&field, days, &TimeZone::UTC);
        assert_eq!(
            domain,
            vec![json!(["source_date", ">=", "2026-10-23"]), json!(["source_date", "<=", "2026-11-20"])]
        );
    }

    #[test]
    fn a_day_of_a_datetime_is_the_zones_day_also_when_the_clocks_change() -> Result<(), jiff::Error> {
        let zone = TimeZone::get("Europe/Berlin")?;
        let field =
            Field { name: "create_date".into(), kind: FieldKind::Datetime, selection: Vec::new(), stored: true };
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

    #[test]
    fn working_days_pass_over_weekends_and_holidays() {
        let window = |today: Date, older_than, younger_than, off: &DaysOff| {
            let days = window_days(DateWindow::Days { older_than, younger_than, working: true }, today, off);
            (days.from, days.to)
        };
        let none = DaysOff::default();
        let (monday, saturday) = (date(2026, 11, 23), date(2026, 11, 21));
        let (thursday, friday) = (date(2026, 11, 19), date(2026, 11, 20));
        assert_eq!(window(monday, 0, 0, &none), (monday, monday));
        assert_eq!(window(monday, 0, 1, &none), (friday, monday));
        assert_eq!(window(monday, 1, 1, &none), (friday, date(2026, 11, 22)), "the weekend is as old as Friday");
        assert_eq!(window(monday, 2, 2, &none), (thursday, thursday));
        assert_eq!(window(monday, 0, 5, &none), (date(2026, 11, 16), monday));
        assert_eq!(window(saturday, 0, 0, &none), (friday, saturday), "no working day has passed since Friday");
        let off = DaysOff::new(vec![(friday, friday)]);
        assert_eq!(window(monday, 0, 1, &off), (thursday, monday));
        let always = DaysOff::new(vec![(date(-9999, 1, 1), date(9999, 12, 31))]);
        assert_eq!(window(monday, 0, 1, &always).1, monday, "it ends");
    }
}
