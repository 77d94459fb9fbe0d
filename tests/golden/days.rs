//! Days relative to today, so that a case is as good tomorrow: `today`, `today-5`, `today+3 23:30`, and `{{today-5}}` within a text.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The zone of the sandbox's user: where a run's day begins unless the configuration says otherwise.
const ZONE: &str = "Europe/Brussels";

fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::get(ZONE).unwrap()).date()
}

/// The day that `today`, `today-5` or `today+3` means.
fn day(text: &str) -> Option<Date> {
    let distance = text.strip_prefix("today")?;
    let days: i64 = match distance {
        "" => 0,
        _ if distance.starts_with(['+', '-']) => distance.parse().ok()?,
        _ => return None,
    };
    today().checked_add(days.days()).ok()
}

/// A date or datetime of Odoo from a relative day, of which a time may follow; without one a datetime is noon UTC.
pub(super) fn moment(text: &str, is_datetime: bool) -> Option<String> {
    let (day_text, time) = text.split_once(' ').unwrap_or((text, ""));
    let day = day(day_text)?;
    Some(match (is_datetime, time) {
        (false, _) => day.to_string(),
        (true, "") => format!("{day} 12:00:00"),
        (true, time) if time.len() == 5 => format!("{day} {time}:00"),
        (true, time) => format!("{day} {time}"),
    })
}

/// The text with every `{{today-5}}` filled in.
///
/// # Errors
/// What stands between braces and is no day.
pub(super) fn filled(text: &str) -> Result<String, String> {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{today") {
        let (distance, behind) = after.split_once("}}").ok_or("`{{today` is not closed by `}}`")?;
        let day = day(&format!("today{distance}")).ok_or_else(|| format!("`{{{{today{distance}}}}}` is no day"))?;
        whole.push_str(before);
        whole.push_str(&day.to_string());
        rest = behind;
    }
    Ok(whole + rest)
}

#[test]
fn relative_days_are_filled_in() {
    let day = today();
    assert_eq!(moment("today", false), Some(day.to_string()));
    assert_eq!(moment("today-1", true), Some(format!("{} 12:00:00", day.yesterday().unwrap())));
    assert_eq!(moment("today+1 23:30", true), Some(format!("{} 23:30:00", day.tomorrow().unwrap())));
    assert_eq!(moment("todays", false), None);
    assert_eq!(filled("a {{today+1}}, {{x}}"), Ok(format!("a {}, {{{{x}}}}", day.tomorrow().unwrap())));
    assert!(filled("{{today5}}").is_err() && filled("{{today-1").is_err());
}
