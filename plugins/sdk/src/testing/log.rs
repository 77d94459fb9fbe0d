//! The log of native tests: kept by thread, as tests run on one thread each.

use std::cell::RefCell;

use crate::log::Level;

thread_local! {
    static LINES: RefCell<Vec<(Level, String)>> = const { RefCell::new(Vec::new()) };
}

/// Keeps a line for [`logged`].
pub(crate) fn keep(level: Level, message: &str) {
    LINES.with_borrow_mut(|lines| lines.push((level, message.to_owned())));
}

/// What was logged on this thread since the last call.
#[must_use]
pub fn logged() -> Vec<(Level, String)> {
    LINES.take()
}
