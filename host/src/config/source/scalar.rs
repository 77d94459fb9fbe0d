//! Which value a plain scalar is: the core schema of YAML 1.2 (§10.3.2), which holds JSON's scalars too.

use serde_json::Number;

/// A scalar's value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    Null,
    Bool(bool),
    Number(Number),
    /// `.inf` or `.nan`, which no setting takes.
    NotFinite,
    Text,
}

/// Reads an unquoted scalar. What YAML 1.1 alone knows (`yes`, `on`, `1_000`, dates) is text.
pub(super) fn plain(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "true" | "True" | "TRUE" => Scalar::Bool(true),
        "false" | "False" | "FALSE" => Scalar::Bool(false),
        ".nan" | ".NaN" | ".NAN" => Scalar::NotFinite,
        _ => number(text),
    }
}

fn number(text: &str) -> Scalar {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Scalar::NotFinite;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return in_base(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return in_base(digits, 8);
    }
    if !is_decimal(unsigned) {
        return Scalar::Text;
    }
    // `+` is no part of what Rust's or JSON's integers are read from.
    let signed = text.strip_prefix('+').unwrap_or(text);
    if let Ok(whole) = signed.parse::<u64>() {
        return Scalar::Number(whole.into());
    }
    if let Ok(whole) = signed.parse::<i64>() {
        return Scalar::Number(whole.into());
    }
    match signed.parse::<f64>().ok().and_then(Number::from_f64) {
        Some(number) => Scalar::Number(number),
        None => Scalar::NotFinite,
    }
}

fn in_base(digits: &str, base: u32) -> Scalar {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(base)) {
        return Scalar::Text;
    }
    u64::from_str_radix(digits, base).map_or(Scalar::Text, |whole| Scalar::Number(whole.into()))
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_holds = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty()),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    mantissa_holds
        && exponent.is_none_or(|exponent| {
            let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            !unsigned.is_empty() && digits(unsigned)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        let integer = |number: i64| Scalar::Number(number.into());
        let float = |number: f64| Scalar::Number(Number::from_f64(number).unwrap());
        for (text, wanted) in [
            ("", Scalar::Null),
            ("~", Scalar::Null),
            ("null", Scalar::Null),
            ("nULL", Scalar::Text),
            ("True", Scalar::Bool(true)),
            ("FALSE", Scalar::Bool(false)),
            ("yes", Scalar::Text),
            ("on", Scalar::Text),
            ("0", integer(0)),
            ("-0", integer(0)),
            ("007", integer(7)),
            ("+12", integer(12)),
            ("-12", integer(-12)),
            ("0x1F", integer(31)),
            ("0o17", integer(15)),
            ("0o8", Scalar::Text),
            ("0x", Scalar::Text),
            ("18446744073709551615", Scalar::Number(u64::MAX.into())),
            ("18446744073709551616", float(18_446_744_073_709_551_616.0)),
            ("1.5", float(1.5)),
            (".5", float(0.5)),
            ("5.", float(5.0)),
            ("-1e3", float(-1000.0)),
            ("1E+2", float(100.0)),
            (".", Scalar::Text),
            ("e3", Scalar::Text),
            ("1e", Scalar::Text),
            ("1_000", Scalar::Text),
            ("1.2.3", Scalar::Text),
            ("+", Scalar::Text),
            ("+-1", Scalar::Text),
            ("infinity", Scalar::Text),
            ("2024-01-01", Scalar::Text),
            ("1e999", Scalar::NotFinite),
            ("-.INF", Scalar::NotFinite),
            (".nan", Scalar::NotFinite),
        ] {
            assert_eq!(plain(text), wanted, "{text:?}");
        }
    }
}
