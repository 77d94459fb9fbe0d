//! The one test binary: everything that is tested through odlm's public interface.

mod hostile_guests;
mod strategy_admission;
mod strategy_host;
mod support;
