//! What several tests need.

pub(crate) mod components;
pub(crate) mod requests;
pub(crate) mod rig;
