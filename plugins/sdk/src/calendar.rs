//! Days, weeks and months of `request.now`, in UTC, as plain numbers that can be compared. It knows no time zones.

/// Days since 1970-01-01.
#[must_use]
pub fn day(now: i64) -> i64 {
    now.div_euclid(86_400)
}

/// Which ISO week, from Monday to Sunday; the one of 1970-01-01, a Thursday, is 0.
#[must_use]
pub fn week(now: i64) -> i64 {
    (day(now) + 3).div_euclid(7)
}

/// Which calendar month: they are counted from a March, as leap days then come last in their year.
#[must_use]
pub fn month(now: i64) -> i64 {
    // Days since 0000-03-01 of the proleptic Gregorian calendar, in cycles of 400 years, which all have 146,097 days.
    let days = day(now) + 719_468;
    let (cycle, in_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    // Leap days are taken out: one each 4 years (1,460 days), but for each 100 years (36,524), but for each 400.
    let year = (in_cycle - in_cycle / 1_460 + in_cycle / 36_524 - in_cycle / 146_096) / 365;
    let in_year = in_cycle - (365 * year + year / 4 - year / 100);
    // From March on, five months have 153 days, whatever the year.
    let month = (5 * in_year + 2) / 153;
    (cycle * 400 + year) * 12 + month
}

/// Days since 1970-01-01 of a date like `2026-03-09`; what follows the day (a time) is left aside. Nothing for what is no date.
#[must_use]
pub fn parse_day(text: &str) -> Option<i64> {
    let date = text.trim().split(['T', ' ']).next()?;
    let mut parts = date.split('-');
    let (year, month, of_month) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || month.len() != 2 || of_month.len() != 2 {
        return None;
    }
    // `parse` would take a sign.
    if !date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return None;
    }
    let year = i64::from(year.parse::<u16>().ok()?);
    let month = i64::from(month.parse::<u8>().ok()?);
    let of_month = i64::from(of_month.parse::<u8>().ok()?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&of_month) {
        return None;
    }
    let (year, from_march) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leap_days + (153 * from_march + 2) / 5 + of_month - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_counted_from_1970() {
        assert_eq!(parse_day("1970-01-01"), Some(0));
        assert_eq!(parse_day("2000-02-29"), Some(11_016));
        assert_eq!(parse_day("2026-11-22 13:00:00"), Some(20_779));
        assert_eq!(parse_day("1969-12-31T23:00"), Some(-1));
        for none in
            ["", "2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-00", "2026-01-01-", "soon", "+026-01-01"]
        {
            assert_eq!(parse_day(none), None, "{none}");
        }
    }

    #[test]
    fn months_change_on_their_first_day_over_nine_centuries() {
        let mut last = None;
        for year in 1600..2500 {
            for of_year in 1..=12 {
                let first = parse_day(&format!("{year}-{of_year:02}-01")).unwrap();
                let index = month(first * 86_400);
                assert_eq!(month(first * 86_400 - 1) + 1, index, "{year}-{of_year}");
                assert!(last.is_none_or(|last| last + 1 == index), "{year}-{of_year}");
                last = Some(index);
            }
        }
    }

    #[test]
    fn weeks_begin_on_monday() {
        let monday = parse_day("2026-11-23").unwrap() * 86_400;
        assert_eq!(week(monday - 1) + 1, week(monday));
        assert_eq!(week(monday + 7 * 86_400 - 1), week(monday));
    }

    #[test]
    fn any_clock_is_bearable() {
        for now in [i64::MIN, -1, 0, i64::MAX] {
            let _ = (day(now), week(now), month(now));
        }
    }
}
