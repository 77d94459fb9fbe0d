//! What several tests need.

pub(crate) mod components;
pub(crate) mod ledgers;
pub(crate) mod receiver;
pub(crate) mod requests;
pub(crate) mod rig;
