//! `where_clause`: conditions as SQL writes them, turned into a domain of Odoo. Only a small part of SQL, and nothing of it reaches a
//! database: names become fields, values stay values.
//!
//! A condition keeps the meaning that it has for a reader of SQL, where nothing compares with an empty value: `city != 'Rome'` does not
//! take records without a city, though Odoo's own `!=` does. `NOT` is carried down to the conditions for the same reason. On a path like
//! `sale_team_id.name` a negation is refused: Odoo asks it of the record at the path's end and passes over records where the path ends
//! early, versions differ, and a path through many records has two readings.

mod token;

use serde_json::{Value, json};

use crate::odoo::Domain;
use token::{Token, tokens};

/// The longest clause, in bytes.
const LONGEST: usize = 10 << 10;
/// The deepest nesting of parentheses and `NOT`.
const DEEPEST: usize = 32;

/// Why a clause is none: a sentence and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) message: String,
    pub(super) hint: String,
}

impl Mistake {
    fn new(message: impl Into<String>, hint: &str) -> Mistake {
        Mistake { message: message.into(), hint: hint.to_owned() }
    }
}

const FORM: &str = "write conditions like `active = true AND sale_team_id.name IN ('Voice', 'Apple')`; \
                    operators are = != < <= > >= LIKE ILIKE IN IS, each also with NOT, joined by AND, OR, NOT and parentheses";

/// The domain that a clause means.
///
/// # Errors
/// What is wrong with it first.
pub(super) fn parse(clause: &str) -> Result<Domain, Mistake> {
    if clause.len() > LONGEST {
        return Err(Mistake::new(format!("the clause is longer than {LONGEST} bytes"), "use `domain` for long lists"));
    }
    let mut parser = Parser { tokens: tokens(clause)?, next: 0 };
    let domain = parser.any_of(false, DEEPEST)?;
    match parser.peek() {
        None => Ok(domain),
        Some(Token::Close) => Err(Mistake::new("a `)` has no `(`", FORM)),
        Some(token) => Err(Mistake::new(format!("{token} does not belong after a condition"), FORM)),
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        token
    }

    /// Passes over a word, in any case; says whether it was there.
    fn word(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(word)) if word.eq_ignore_ascii_case(wanted));
        self.next += usize::from(found);
        found
    }

    fn token(&mut self, wanted: &Token) -> bool {
        let found = self.peek() == Some(wanted);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: &Token) -> Result<(), Mistake> {
        if self.token(wanted) { Ok(()) } else { Err(self.missing(&wanted.to_string())) }
    }

    fn missing(&self, wanted: &str) -> Mistake {
        match self.peek() {
            Some(token) => Mistake::new(format!("{wanted} is expected where {token} stands"), FORM),
            None => Mistake::new(format!("{wanted} is expected at the end"), FORM),
        }
    }

    /// Conditions joined by OR; by AND when negated. `depth` is how much deeper it may go.
    fn any_of(&mut self, negated: bool, depth: usize) -> Result<Domain, Mistake> {
        let mut terms = vec![self.all_of(negated, depth)?];
        while self.word("or") {
            terms.push(self.all_of(negated, depth)?);
        }
        Ok(joined(if negated { "&" } else { "|" }, terms))
    }

    /// Conditions joined by AND; by OR when negated.
    fn all_of(&mut self, negated: bool, depth: usize) -> Result<Domain, Mistake> {
        let mut terms = vec![self.one(negated, depth)?];
        while self.word("and") {
            terms.push(self.one(negated, depth)?);
        }
        Ok(joined(if negated { "|" } else { "&" }, terms))
    }

    /// A condition, or what stands in parentheses.
    fn one(&mut self, mut negated: bool, mut depth: usize) -> Result<Domain, Mistake> {
        let too_deep = || {
            Mistake::new(format!("the clause is nested deeper than {DEEPEST} levels"), "leave out needless parentheses")
        };
        while self.word("not") {
            negated = !negated;
            depth = depth.checked_sub(1).ok_or_else(too_deep)?;
        }
        if self.token(&Token::Open) {
            let inner = self.any_of(negated, depth.checked_sub(1).ok_or_else(too_deep)?)?;
            self.expect(&Token::Close)?;
            return Ok(inner);
        }
        self.condition(negated)
    }

    fn condition(&mut self, negated: bool) -> Result<Domain, Mistake> {
        let field = match self.take() {
            Some(Token::Word(word)) => field(&word)?,
            other => {
                self.next -= usize::from(other.is_some());
                return Err(self.missing("a field"));
            }
        };
        if self.word("is") {
            let not = self.word("not");
            if !self.word("null") {
                return Err(self.missing("`NULL`"));
            }
            return if not == negated { empty(&field) } else { Ok(vec![json!([field, "!=", false])]) };
        }
        let not = self.word("not");
        let negative = not != negated;
        if self.word("in") {
            let values = Value::Array(self.list()?);
            return if negative { unlike(&field, "not in", values) } else { Ok(vec![json!([field, "in", values])]) };
        }
        for (word, operator) in [("like", "=like"), ("ilike", "=ilike")] {
            if self.word(word) {
                let pattern = self.value()?;
                if !pattern.is_string() {
                    return Err(Mistake::new(format!("`{}` takes a text in quotes", word.to_uppercase()), FORM));
                }
                return if negative {
                    not_like(&field, operator, pattern)
                } else {
                    Ok(vec![json!([field, operator, pattern])])
                };
            }
        }
        if not {
            return Err(self.missing("`IN`, `LIKE` or `ILIKE`"));
        }
        self.compared(field, negated)
    }

    /// `= value` and its kin.
    fn compared(&mut self, field: String, negated: bool) -> Result<Domain, Mistake> {
        let Some(Token::Compare(operator)) = self.peek().cloned() else { return Err(self.missing("an operator")) };
        self.next += 1;
        let value = self.value()?;
        if value.is_boolean() && !matches!(operator, "=" | "!=") {
            return Err(Mistake::new(format!("`{operator}` does not compare with true or false"), "use `=` or `!=`"));
        }
        let operator = match (operator, negated) {
            (operator, false) => operator,
            ("=", true) => "!=",
            ("!=", true) => "=",
            ("<", true) => ">=",
            ("<=", true) => ">",
            (">", true) => "<=",
            (_, true) => "<",
        };
        if operator == "!=" { unlike(&field, "!=", value) } else { Ok(vec![json!([field, operator, value])]) }
    }

    fn list(&mut self) -> Result<Vec<Value>, Mistake> {
        self.expect(&Token::Open)?;
        let mut values = vec![self.value()?];
        while self.token(&Token::Comma) {
            values.push(self.value()?);
        }
        self.expect(&Token::Close)?;
        Ok(values)
    }

    fn value(&mut self) -> Result<Value, Mistake> {
        match self.peek() {
            Some(Token::Value(value)) => {
                let value = value.clone();
                self.next += 1;
                Ok(value)
            }
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("true") => {
                self.next += 1;
                Ok(json!(true))
            }
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("false") => {
                self.next += 1;
                Ok(json!(false))
            }
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("null") => {
                Err(Mistake::new("nothing compares with `NULL`", "write `IS NULL` or `IS NOT NULL`"))
            }
            Some(Token::Word(word)) => {
                let message = format!("a value is expected where `{word}` stands");
                Err(Mistake::new(message, "a text stands in single quotes, like `'Voice'`"))
            }
            _ => Err(self.missing("a value")),
        }
    }
}

/// `terms` under one operator, in Odoo's prefix notation.
fn joined(operator: &str, terms: Vec<Domain>) -> Domain {
    let operators = std::iter::repeat_n(json!(operator), terms.len().saturating_sub(1));
    operators.chain(terms.into_iter().flatten()).collect()
}

/// A field, or a path of fields.
fn field(word: &str) -> Result<String, Mistake> {
    const WORDS: [&str; 11] = ["and", "or", "not", "in", "is", "like", "ilike", "null", "true", "false", "between"];
    let is_name = |step: &str| {
        step.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && step.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    if WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)) || !word.split('.').all(is_name) {
        return Err(Mistake::new(format!("a field is expected where `{word}` stands"), FORM));
    }
    Ok(word.to_owned())
}

/// What a negation on a path would mean depends on where the path ends.
fn on_a_path(field: &str) -> Result<(), Mistake> {
    let Some((first, _)) = field.split_once('.') else { return Ok(()) };
    let message = format!("a negated or `IS NULL` condition on the path `{field}` has two readings");
    Err(Mistake::new(message, &format!("say which values are wanted, with `=` or `IN`, or ask `{first}` itself by id")))
}

/// Empty: on a field of numbers Odoo counts 0 as empty.
fn empty(field: &str) -> Result<Domain, Mistake> {
    on_a_path(field)?;
    Ok(vec![json!([field, "=", false])])
}

/// A negated comparison: texts do not take the empty, which SQL does not compare. Other numbers and flags are never empty in Odoo.
fn unlike(field: &str, operator: &str, value: Value) -> Result<Domain, Mistake> {
    on_a_path(field)?;
    let of_texts = value.is_string() || value.as_array().is_some_and(|values| values.iter().any(Value::is_string));
    let condition = json!([field, operator, value]);
    // A many2one is compared by number, and may be empty.
    let may_be_empty = of_texts || field.ends_with("_id");
    Ok(if may_be_empty { vec![json!("&"), json!([field, "!=", false]), condition] } else { vec![condition] })
}

/// `NOT LIKE`: not every version has an operator for it.
fn not_like(field: &str, operator: &str, pattern: Value) -> Result<Domain, Mistake> {
    on_a_path(field)?;
    Ok(vec![json!("&"), json!([field, "!=", false]), json!("!"), json!([field, operator, pattern])])
}

#[cfg(test)]
mod tests;
