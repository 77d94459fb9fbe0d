//! What a strategy may say while it works; the host counts and caps it. In native tests the lines are kept for
//! [`crate::testing::logged`], because there is no host to hear them.

pub use crate::bindings::odlm::strategy::log::Level;

/// For the strategy's author.
pub fn debug(message: &str) {
    write(Level::Debug, message);
}

/// For the operator who looks closely.
pub fn info(message: &str) {
    write(Level::Info, message);
}

/// Something is not as it should be, yet the plan stands.
pub fn warn(message: &str) {
    write(Level::Warn, message);
}

/// Something is wrong.
pub fn error(message: &str) {
    write(Level::Error, message);
}

#[cfg(target_arch = "wasm32")]
fn write(level: Level, message: &str) {
    crate::bindings::odlm::strategy::log::write(level, message);
}

#[cfg(not(target_arch = "wasm32"))]
fn write(level: Level, message: &str) {
    crate::testing::keep(level, message);
}
