//! The words of a `where_clause`: names, values in quotes, numbers, signs.

use std::fmt;

use serde_json::{Number, Value};

use super::{FORM, Mistake};

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A field, a path of fields, or a word like `AND`.
    Word(String),
    /// A text or a number.
    Value(Value),
    /// `=` and its kin.
    Compare(&'static str),
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `,`.
    Comma,
}

impl fmt::Display for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Word(word) => write!(out, "`{word}`"),
            Token::Value(Value::String(text)) => write!(out, "`'{text}'`"),
            Token::Value(value) => write!(out, "`{value}`"),
            Token::Compare(sign) => write!(out, "`{sign}`"),
            Token::Open => out.write_str("`(`"),
            Token::Close => out.write_str("`)`"),
            Token::Comma => out.write_str("`,`"),
        }
    }
}

/// The words of a clause.
///
/// # Errors
/// The first sign that means nothing here, a text without an end, a number that is none.
pub(super) fn tokens(clause: &str) -> Result<Vec<Token>, Mistake> {
    let mut tokens = Vec::new();
    let mut rest = clause.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '\'' => text(rest)?,
            '-' | '0'..='9' => number(rest)?,
            first if first.is_alphabetic() || first == '_' => {
                let (word, after) = split(rest, |letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
                (Token::Word(word.to_owned()), after)
            }
            _ => sign(rest)?,
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

/// What belongs to the word, and the rest.
fn split(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|letter| !belongs(letter)).unwrap_or(text.len()))
}

/// A text in single quotes; a doubled quote is one of the text's own.
fn text(from: &str) -> Result<(Token, &str), Mistake> {
    let mut value = String::new();
    let mut rest = from.strip_prefix('\'').unwrap_or(from);
    loop {
        let (part, after) = split(rest, |letter| letter != '\'');
        value.push_str(part);
        rest = after.strip_prefix('\'').ok_or_else(|| {
            Mistake::new("a text in quotes has no end", "a quote within a text is written twice, like `'O''Hara'`")
        })?;
        let Some(more) = rest.strip_prefix('\'') else { return Ok((Token::Value(Value::String(value)), rest)) };
        value.push('\'');
        rest = more;
    }
}

fn number(from: &str) -> Result<(Token, &str), Mistake> {
    let (digits, rest) =
        split(from, |letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '+' | '.' | '_'));
    let whole = digits.parse::<i64>().ok().map(Number::from);
    // A part after the point, no exponent: what Odoo's fields hold.
    let plain = digits.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '-' | '.'));
    let broken = || digits.parse::<f64>().ok().filter(|_| plain).and_then(Number::from_f64);
    match whole.or_else(broken) {
        Some(number) => Ok((Token::Value(Value::Number(number)), rest)),
        None => Err(Mistake::new(format!("`{digits}` is no number"), "a text, also a date, stands in single quotes")),
    }
}

fn sign(from: &str) -> Result<(Token, &str), Mistake> {
    const SIGNS: [(&str, Token); 11] = [
        ("!=", Token::Compare("!=")),
        ("<>", Token::Compare("!=")),
        ("<=", Token::Compare("<=")),
        (">=", Token::Compare(">=")),
        ("==", Token::Compare("=")),
        ("=", Token::Compare("=")),
        ("<", Token::Compare("<")),
        (">", Token::Compare(">")),
        ("(", Token::Open),
        (")", Token::Close),
        (",", Token::Comma),
    ];
    for (sign, token) in SIGNS {
        if let Some(rest) = from.strip_prefix(sign) {
            return Ok((token, rest));
        }
    }
    let first: String = from.chars().take(1).collect();
    let hint = if first == "\"" { "a text stands in single quotes, a field in none" } else { FORM };
    Err(Mistake::new(format!("`{first}` means nothing here"), hint))
}
