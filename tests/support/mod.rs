//! What several tests need.

pub mod components;
pub mod requests;
