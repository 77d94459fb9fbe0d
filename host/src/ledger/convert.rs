//! Values on their way into a database and back: whole numbers without a wrap, finite numbers, names of states. Knows no database.

use crate::domain::decision::State;
use crate::domain::run::{Moment, Status};

use super::error::{LedgerError, Result};

/// Characters of a detail or an error that are kept. Odoo can answer with a traceback of many pages.
const MAX_TEXT: usize = 4_000;

/// A whole number as a database holds it; `what` names it in the error.
pub(super) fn to_stored(what: &'static str, value: u64) -> Result<i64> {
    i64::try_from(value).map_err(|_| LedgerError::OutOfRange { what, value: value.to_string() })
}

/// A stored whole number as the program holds it; `what` names it in the error.
pub(super) fn from_stored<T: TryFrom<i64>>(what: &'static str, value: i64) -> Result<T> {
    T::try_from(value).map_err(|_| LedgerError::OutOfRange { what, value: value.to_string() })
}

/// The value itself when it is a number; infinities and NaN would come back as something else.
pub(super) fn finite(what: &'static str, value: f64) -> Result<f64> {
    if value.is_finite() { Ok(value) } else { Err(LedgerError::OutOfRange { what, value: value.to_string() }) }
}

/// The text, cut at [`MAX_TEXT`] characters.
pub(super) fn bounded(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some(_) => text.chars().take(MAX_TEXT - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// The state of that name.
pub(super) fn state(name: &str) -> Result<State> {
    State::ALL
        .into_iter()
        .find(|state| state.name() == name)
        .ok_or_else(|| LedgerError::UnknownValue { what: "state", value: name.to_owned() })
}

/// The moment of that name.
pub(super) fn moment(name: &str) -> Result<Moment> {
    [Moment::Before, Moment::After]
        .into_iter()
        .find(|moment| moment.name() == name)
        .ok_or_else(|| LedgerError::UnknownValue { what: "moment", value: name.to_owned() })
}

/// The status of that name.
pub(super) fn status(name: &str) -> Result<Status> {
    Status::ALL
        .into_iter()
        .find(|status| status.name() == name)
        .ok_or_else(|| LedgerError::UnknownValue { what: "status", value: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_never_wrap() {
        assert_eq!(to_stored("seed", i64::MAX as u64).unwrap(), i64::MAX);
        assert!(to_stored("seed", i64::MAX as u64 + 1).is_err());
        assert_eq!(from_stored::<u32>("target", 7).unwrap(), 7);
        assert!(from_stored::<u32>("target", -1).is_err());
        assert!(from_stored::<u32>("target", 1 << 32).is_err());
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let exact = "é".repeat(MAX_TEXT);
        assert_eq!(bounded(&exact), exact);
        let cut = bounded(&format!("{exact}é"));
        assert_eq!(cut.chars().count(), MAX_TEXT);
        assert!(cut.ends_with('…'));
    }
}
